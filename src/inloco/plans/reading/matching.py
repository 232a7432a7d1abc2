"""Which rows on different sheets are one action, and where they disagree.

The live sheet's row stands; a row of the metrics sheet becomes a metric line of the action that it names or lies within. Two rows
of one sheet are never made one, whatever their references.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from inloco.plans.reading import doubts
from inloco.plans.reading.plan import Difference, Doubt, Line, ReadAction, RowKind, SheetView
from inloco.plans.reading.refs import contains, key

ORDER = (SheetView.LIVE, SheetView.ONGOING, SheetView.CLOSED)
Place = tuple[str, int]
"""A row: its sheet and number."""


@dataclass
class Matched:
    """The actions, what each row became, what is doubtful about the match, and the disagreements."""

    actions: list[ReadAction] = field(default_factory=list)
    kinds: dict[Place, tuple[RowKind, str]] = field(default_factory=dict)
    doubts: dict[Place, list[Doubt]] = field(default_factory=lambda: defaultdict(list))
    differences: list[Difference] = field(default_factory=list)


@dataclass
class _Record:
    line: Line
    metric_lines: list[Line] = field(default_factory=list)
    others: list[Line] = field(default_factory=list)


def match(lines: Sequence[Line]) -> Matched:
    """Rows to actions. The order of the file is kept within each view."""
    result = Matched()
    records: list[_Record] = []
    by_ref: dict[tuple[str, str], list[_Record]] = defaultdict(list)
    for view in ORDER:
        for line in (one for one in lines if one.view is view):
            name = (line.objective, key(line.ref))
            same = next((record for record in by_ref[name] if line.ref and _is_free(record, view)), None)
            if same is not None:
                same.others.append(line)
                result.kinds[_place(line)] = (
                    RowKind.SAME_ACTION,
                    f"the action {same.line.objective}/{same.line.ref} of the {same.line.view} sheet again",
                )
                continue
            record = _Record(line)
            records.append(record)
            by_ref[name].append(record)
    for line in (one for one in lines if one.view is SheetView.METRICS):
        _take_metric(line, records, by_ref, result)
    _report_doubled(lines, result)
    result.actions = [ReadAction(one.line, tuple(one.metric_lines), tuple(one.others)) for one in records]
    result.differences = [difference for action in result.actions for difference in differences_of(action)]
    return result


def _is_free(record: _Record, view: SheetView) -> bool:
    """Whether a row of ``view`` may be this record again: it comes from another sheet, and none of this view was joined yet."""
    return record.line.view is not view and all(other.view is not view for other in record.others)


def _take_metric(line: Line, records: list[_Record], by_ref: dict[tuple[str, str], list[_Record]], result: Matched) -> None:
    found, how = _owner(line, records, by_ref)
    if not found:
        records.append(_Record(line))
        result.kinds[_place(line)] = (RowKind.ACTION, "an action of its own, found only on the metrics sheet")
        result.doubts[_place(line)].append(doubts.metric_only(line.ref))
        return
    owner = found[0]
    owner.metric_lines.append(line)
    result.kinds[_place(line)] = (RowKind.METRIC_LINE, f"{how} {owner.line.objective}/{owner.line.ref} ({owner.line.view})")
    if len(found) > 1:
        result.doubts[_place(line)].append(doubts.several_owners_of_ref(line.ref))


def _owner(line: Line, records: list[_Record], by_ref: dict[tuple[str, str], list[_Record]]) -> tuple[list[_Record], str]:
    """The actions that a row of the metrics sheet may belong to, likeliest first: by its own reference, by a span that holds it;
    live ones before the others; without a reference by the same words."""
    mine = [one for one in records if one.line.objective == line.objective and one.line.view is not SheetView.METRICS]
    if not line.ref:
        same = [one for one in mine if line.activity and _plain(one.line.activity) == _plain(line.activity)]
        return same, "a metric line of the same activity"
    for views in ((SheetView.LIVE,), (SheetView.ONGOING, SheetView.CLOSED)):
        exact = [one for one in by_ref[(line.objective, key(line.ref))] if one.line.view in views]
        if exact:
            return exact, "a metric line of"
        spans = [one for one in mine if one.line.view in views and contains(one.line.ref, line.ref)]
        if spans:
            return spans, "a metric line within"
    return [], ""


def _report_doubled(lines: Sequence[Line], result: Matched) -> None:
    groups: dict[tuple[str, str, str], list[Line]] = defaultdict(list)
    for line in lines:
        if line.ref:
            groups[(line.sheet, line.objective, key(line.ref))].append(line)
    for group in groups.values():
        if len(group) > 1:
            numbers = ", ".join(str(one.number) for one in group)
            for line in group:
                result.doubts[_place(line)].append(doubts.duplicate_ref(line.ref, numbers))


def differences_of(action: ReadAction) -> list[Difference]:
    """Where another row of this action says something else than the row that stands. A row that says nothing disagrees with
    nothing."""
    found: list[Difference] = []
    stands = action.line
    for other in (*action.metric_lines, *action.others):
        pairs = []
        if other.brag is not None and other.brag is not stands.brag:
            pairs.append(("brag", str(stands.brag or ""), str(other.brag)))
        if not other.timescale.is_blank and other.timescale.due != stands.timescale.due:
            pairs.append(("timescale", stands.timescale.words, other.timescale.words))
        if key(other.ref) == key(stands.ref):
            for name in ("target", "current", "responsible", "activity", "progress"):
                mine, theirs = getattr(stands, name), getattr(other, name)
                if mine and theirs and _plain(mine) != _plain(theirs):
                    pairs.append((name, mine, theirs))
        found += [
            Difference(name, stands.objective, stands.ref, mine, stands.view, theirs, other.view, other.ref, other.number)
            for name, mine, theirs in pairs
        ]
    return found


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".")


def _place(line: Line) -> Place:
    return (line.sheet, line.number)
