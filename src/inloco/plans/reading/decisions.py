"""What a person decides in the preview: rows that are not to be taken, and which rows on different sheets are one action.

Rows are named by sheet and number within one file. In a later edition they are found again by view, objective and reference, so
that nobody has to decide the same thing twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from inloco.analytics.errors import InputRefused, Place
from inloco.plans.reading.matching import differences_of
from inloco.plans.reading.plan import Line, ReadAction, ReadPlan, RowKind, SheetView
from inloco.plans.reading.refs import key

RowPlace = tuple[str, int]
"""A row: its sheet and number."""


@dataclass(frozen=True)
class Decisions:
    """``left_out`` rows are not taken. ``apart`` rows are actions of their own, whatever their reference. Each pair of ``joined``
    says that its first row is the action of its second. ``no_history``: the BRAG of former months is not taken."""

    left_out: frozenset[RowPlace] = frozenset()
    apart: frozenset[RowPlace] = frozenset()
    joined: tuple[tuple[RowPlace, RowPlace], ...] = ()
    no_history: bool = False

    @property
    def count(self) -> int:
        return len(self.left_out) + len(self.apart) + len(self.joined) + self.no_history

    def as_json(self) -> dict[str, Any]:
        return {
            "left_out": sorted(map(list, self.left_out)),
            "apart": sorted(map(list, self.apart)),
            "joined": [[list(one), list(other)] for one, other in self.joined],
        } | ({"no_history": True} if self.no_history else {})

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Decisions:
        return cls(
            frozenset((sheet, number) for sheet, number in stored.get("left_out", ())),
            frozenset((sheet, number) for sheet, number in stored.get("apart", ())),
            tuple(((one[0], one[1]), (other[0], other[1])) for one, other in stored.get("joined", ())),
            stored.get("no_history") is True,
        )


def decided(read: ReadPlan, decisions: Decisions) -> ReadPlan:
    """The plan as read, with what a person decided. Every row stays accounted for. Raises InputRefused for two rows of one sheet
    that are to be one action: they stay two records, so that none of them is lost."""
    found = _without(_joined(_told_apart(read, decisions.apart), decisions.joined), decisions.left_out)
    return _without_history(found) if decisions.no_history else found


def _without_history(read: ReadPlan) -> ReadPlan:
    actions = (replace(one, line=replace(one.line, earlier_brags=(), brag_on=None)) for one in read.actions)
    return replace(read, actions=tuple(actions))


def without(read: ReadPlan, rows: frozenset[RowPlace]) -> ReadPlan:
    """The plan as read without the actions and lines that were left out."""
    return decided(read, Decisions(left_out=rows))


def proposals(read: ReadPlan, *, at_least: float = 0.86) -> list[tuple[Line, Line]]:
    """Actions of their own that say nearly the same as one on another sheet, under the same objective: a person decides."""
    pairs = []
    for one in read.actions:
        if one.metric_lines or one.others:
            continue
        best = max(
            (
                (_likeness(one.line, other.line), place, other.line)
                for place, other in enumerate(read.actions)
                if _may_be(one, other)
            ),
            default=None,
            key=lambda found: (found[0], -found[1]),
        )
        if best is not None and best[0] >= at_least:
            pairs.append((one.line, best[2]))
    return pairs


def remembered(read: ReadPlan, report: Mapping[str, Any]) -> Decisions:
    """What was decided for the edition before, as far as its rows are found again. Rows left out are decided anew, unless it is
    the same file."""
    lines: dict[tuple[str, ...], list[Line]] = {}
    for line in read.lines:
        lines.setdefault(_name(line), []).append(line)

    def only(name: Iterable[str]) -> RowPlace | None:
        found = lines.get(tuple(name), [])
        return place(found[0]) if len(found) == 1 else None

    kept = report.get("decisions", {})
    apart = frozenset(row for name in kept.get("apart", ()) if (row := only(name)) is not None)
    pairs = ((only(one), only(other)) for one, other in kept.get("joined", ()))
    left_out = kept.get("left_out", ()) if kept.get("file") == read.sha256 else ()
    return Decisions(
        left_out=frozenset((sheet, number) for sheet, number in left_out),
        apart=apart,
        joined=tuple((one, other) for one, other in pairs if one is not None and other is not None),
    )


def to_remember(read: ReadPlan, decisions: Decisions) -> dict[str, Any]:
    """The decisions by names that the next edition's rows may have too; rows left out by their places in this file."""
    by_place = {place(line): _name(line) for line in read.lines}
    return {
        "file": read.sha256,
        "left_out": [list(row) for row in sorted(decisions.left_out)],
        "apart": [list(by_place[row]) for row in sorted(decisions.apart) if row in by_place],
        "joined": [
            [list(by_place[one]), list(by_place[other])]
            for one, other in decisions.joined
            if one in by_place and other in by_place
        ],
    }


_OTHERWISE = {
    "left_out": ("left out", "not left out any more"),
    "apart": ("told apart", "not told apart any more"),
    "joined": ("joined to another", "not joined any more"),
}


def decided_otherwise(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """What two sets of remembered decisions about one file decide differently, one sentence for each kind."""
    said = []
    for kind, words in _OTHERWISE.items():
        former, later = ([_plain(one) for one in each.get(kind, ())] for each in (before, now))
        changed = ([one for one in later if one not in former], [one for one in former if one not in later])
        for rows, what in zip(changed, words, strict=True):
            if rows:
                said.append(f"{len(rows)} row{'s' if len(rows) > 1 else ''} {what}: {'; '.join(rows)}.")
    return said


def _plain(decided_about: Any) -> str:
    """A row or a pair of rows as it was remembered, on one line."""
    if all(isinstance(one, list | tuple) for one in decided_about):
        return " and ".join(_plain(one) for one in decided_about)
    if len(decided_about) == 2:
        return f"{decided_about[0]}, row {decided_about[1]}"
    view, objective, ref = decided_about
    return f"{view} {objective}/{ref[:60]}"


def place(line: Line) -> RowPlace:
    return (line.sheet, line.number)


def _name(line: Line) -> tuple[str, str, str]:
    return (str(line.view), line.objective, key(line.ref) or " ".join(line.activity.casefold().split())[:200])


def _may_be(one: ReadAction, other: ReadAction) -> bool:
    """Whether ``one`` may be ``other`` again: a later view of the same objective; metrics may be of any."""
    order = [SheetView.LIVE, SheetView.ONGOING, SheetView.CLOSED, SheetView.METRICS]
    return one.line.objective == other.line.objective and order.index(one.line.view) > order.index(other.line.view)


def _likeness(one: Line, other: Line) -> float:
    mine, theirs = (" ".join(line.activity.casefold().split()) for line in (one, other))
    if min(len(mine), len(theirs)) < 15:
        return 0.0
    match = SequenceMatcher(None, mine, theirs)
    return match.ratio() if match.quick_ratio() >= 0.8 else 0.0


def _told_apart(read: ReadPlan, rows: frozenset[RowPlace]) -> ReadPlan:
    if not rows:
        return read
    actions: list[ReadAction] = []
    alone: list[ReadAction] = []
    for one in read.actions:
        lines = tuple(line for line in one.metric_lines if place(line) not in rows)
        others = tuple(line for line in one.others if place(line) not in rows)
        alone += [ReadAction(line) for line in (*one.others, *one.metric_lines) if place(line) in rows]
        actions.append(replace(one, metric_lines=lines, others=others))
    told = {place(one.line): (RowKind.ACTION, "told apart by a person: an action of its own") for one in alone}
    return _rebuilt(read, (*actions, *alone), told)


def _joined(read: ReadPlan, pairs: tuple[tuple[RowPlace, RowPlace], ...]) -> ReadPlan:
    for row, target in pairs:
        owner = next((one for one in read.actions if any(place(line) == target for line in _lines(one))), None)
        mover = next((one for one in read.actions if any(place(line) == row for line in _lines(one))), None)
        if owner is None or mover is None or owner is mover:
            continue
        moved = _lines(mover) if place(mover.line) == row else tuple(line for line in _lines(mover) if place(line) == row)
        taken = {line.sheet for line in _lines(owner) if line.view is not SheetView.METRICS}
        again = next((line for line in moved if line.view is not SheetView.METRICS and line.sheet in taken), None)
        if again is not None:
            raise InputRefused(
                "Two rows of one sheet stay two actions.",
                action="Correct the file, or leave one of them out.",
                place=Place(read.name, again.sheet, again.number),
            )
        name = f"{owner.line.objective}/{owner.line.ref}"
        kinds = {
            place(line): (RowKind.METRIC_LINE, f"a metric line of {name}, said by a person")
            if line.view is SheetView.METRICS
            else (RowKind.SAME_ACTION, f"the action {name} again, said by a person")
            for line in moved
        }
        grown = replace(
            owner,
            metric_lines=(*owner.metric_lines, *(line for line in moved if line.view is SheetView.METRICS)),
            others=(*owner.others, *(line for line in moved if line.view is not SheetView.METRICS)),
        )
        rest = replace(
            mover,
            metric_lines=tuple(line for line in mover.metric_lines if line not in moved),
            others=tuple(line for line in mover.others if line not in moved),
        )
        actions = tuple(
            grown if one is owner else rest if one is mover else one
            for one in read.actions
            if not (one is mover and mover.line in moved)
        )
        read = _rebuilt(read, actions, kinds)
    return read


def _without(read: ReadPlan, rows: frozenset[RowPlace]) -> ReadPlan:
    """The rows that were left out stay accounted for; other rows of an action that was left out become actions of their own."""
    if not rows:
        return read
    actions: list[ReadAction] = []
    kinds = dict.fromkeys(rows, (RowKind.NOT_READ, "left out by a person"))
    for one in read.actions:
        lines = tuple(line for line in one.metric_lines if place(line) not in rows)
        others = tuple(line for line in one.others if place(line) not in rows)
        if place(one.line) not in rows:
            actions.append(replace(one, metric_lines=lines, others=others))
            continue
        actions += [ReadAction(line) for line in (*others, *lines)]
        kinds |= {
            place(line): (RowKind.ACTION, "an action of its own: the row that it stood with was left out")
            for line in (*others, *lines)
        }
    return _rebuilt(read, tuple(actions), kinds)


def _lines(one: ReadAction) -> tuple[Line, ...]:
    return (one.line, *one.metric_lines, *one.others)


_ANSWERED = frozenset(("metric_without_action", "ambiguous_ref"))


def _rebuilt(read: ReadPlan, actions: Iterable[ReadAction], kinds: Mapping[RowPlace, tuple[RowKind, str]]) -> ReadPlan:
    """The plan with these actions; rows that changed are said to be what they are now, and doubts that were answered go."""
    every = tuple(actions)
    rows = []
    for row in read.rows:
        found = kinds.get((row.sheet, row.number))
        if found is not None:
            doubts = tuple(doubt for doubt in row.doubts if doubt.code not in _ANSWERED)
            row = replace(row, kind=found[0], how=found[1], doubts=doubts)
        rows.append(row)
    differences = tuple(difference for one in every for difference in differences_of(one))
    return replace(read, actions=every, rows=tuple(rows), differences=differences)
