"""The preview of a plan's file: every row, how it was read, what is doubtful, where sheets disagree, what would change."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from inloco.plans.editions import Comparison
from inloco.plans.models import Edition
from inloco.plans.reading import Difference, Line, ReadPlan, ReadRow
from inloco.plans.reading.decisions import Decisions, RowPlace, place, proposals
from inloco.plans.reading.matching import differences_of
from inloco.plans.rules import RULES, Finding, Material, Rule, lint

A_PAGE = 100
PAIR = " = "
"""Between the two rows of a pair, in a form."""
_KEY = re.compile(r"(?P<row>\d{1,7})\|(?P<sheet>.{0,200})", re.DOTALL)


@dataclass(frozen=True)
class PreviewRow:
    row: ReadRow
    key: str
    words: str


@dataclass(frozen=True)
class SameRow:
    """Another row of an action: where it stands, how it was matched, and where it says otherwise."""

    line: Line
    key: str
    how: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class SameAction:
    """One action that stands in several rows; ``line`` is the one that stands."""

    line: Line
    rows: tuple[SameRow, ...]


@dataclass(frozen=True)
class Proposal:
    """Two rows that say nearly the same under different references."""

    one: Line
    other: Line
    key: str


@dataclass(frozen=True)
class Decided:
    """What was decided so far: the name and value of its box, and what it means."""

    name: str
    key: str
    words: str


@dataclass(frozen=True)
class RuleFindings:
    """What one rule would find in the plan if the file were taken now."""

    rule: Rule
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class PreviewPage:
    read: ReadPlan
    same: tuple[SameAction, ...]
    proposals: tuple[Proposal, ...]
    decided: tuple[Decided, ...]
    choices: tuple[tuple[str, str], ...]
    findings: tuple[RuleFindings, ...]
    counts: tuple[tuple[str, int], ...]
    kind: str
    rows: Page[PreviewRow]
    doubtful: tuple[PreviewRow, ...]
    differences: tuple[Difference, ...]
    comparison: Comparison
    earlier_brags: int
    actions: int
    total: int

    @property
    def taken(self) -> int:
        """How many rows become actions or parts of them."""
        return sum(self.read.views.values())

    @property
    def found(self) -> int:
        """How many findings the plan would have."""
        return sum(len(one.findings) for one in self.findings)


def preview_page(
    read: ReadPlan,
    comparison: Comparison,
    *,
    decisions: Decisions,
    material: Material,
    kind: str,
    number: str,
) -> PreviewPage:
    """The page of rows of one kind, or of all; with everything doubtful in full. ``read`` is the file with what was decided."""
    counts = Counter(str(row.kind) for row in read.rows)
    rows: Sequence[ReadRow] = [row for row in read.rows if not kind or str(row.kind) == kind]
    pages = Paginator([_row(row) for row in rows], A_PAGE)
    return PreviewPage(
        read=read,
        same=tuple(_same(read)),
        proposals=tuple(Proposal(one, other, pair_key(place(one), place(other))) for one, other in proposals(read)),
        decided=tuple(_decided(read, decisions)),
        choices=tuple((key_of(place(line)), _told(line)) for line in read.lines),
        findings=tuple(_by_rule(material)),
        counts=tuple(counts.items()),
        kind=kind,
        rows=pages.get_page(number),
        doubtful=tuple(_row(row) for row in read.rows if row.doubts),
        differences=read.differences,
        comparison=comparison,
        earlier_brags=sum(len(one.line.earlier_brags) for one in read.actions),
        actions=len(read.actions),
        total=len(read.rows),
    )


def _same(read: ReadPlan) -> Iterator[SameAction]:
    how = {(row.sheet, row.number): row.how for row in read.rows}
    for one in read.actions:
        others = (*one.others, *one.metric_lines)
        if others:
            differ = differences_of(one)
            rows = tuple(
                SameRow(
                    line,
                    key_of(place(line)),
                    how[place(line)],
                    tuple(each for each in differ if (each.other_in, each.other_row) == (line.view, line.number)),
                )
                for line in others
            )
            yield SameAction(one.line, rows)


def _decided(read: ReadPlan, decisions: Decisions) -> Iterator[Decided]:
    lines = {place(line): line for line in read.lines}
    rows = {(row.sheet, row.number): row for row in read.rows}

    def said(row: RowPlace) -> str:
        return _told(lines[row]) if row in lines else f"{row[0]}, row {row[1]}: {_row(rows[row]).words[:80]}"

    for row in sorted(decisions.apart):
        yield Decided("apart", key_of(row), f"{said(row)}: an action of its own")
    for one, other in decisions.joined:
        yield Decided("join", pair_key(one, other), f"{said(one)}: the same action as {said(other)}")
    for row in sorted(decisions.left_out):
        yield Decided("leave", key_of(row), f"{said(row)}: not taken")
    if decisions.no_history:
        yield Decided("no_history", "yes", "The BRAG of former months: not taken")


def _by_rule(material: Material) -> Iterator[RuleFindings]:
    found: dict[str, list[Finding]] = {}
    for finding in lint(material):
        found.setdefault(finding.rule, []).append(finding)
    for rule, findings in found.items():
        yield RuleFindings(RULES[rule], tuple(findings))


def _told(line: Line) -> str:
    words = " ".join(line.activity.split())
    return f"{line.place}, {line.sheet}, row {line.number}: {words if len(words) <= 70 else words[:67] + '…'}"


def kind_counts(edition: Edition) -> list[tuple[str, int]]:
    """How many rows of an edition were read as what."""
    found = Counter(edition.rows.values_list("kind", flat=True))
    return sorted(found.items(), key=lambda pair: -pair[1])


def is_row_key(given: str) -> bool:
    return _KEY.fullmatch(given) is not None


def key_of(row: RowPlace) -> str:
    """How a row stands in a form."""
    return f"{row[1]}|{row[0]}"


def pair_key(one: RowPlace, other: RowPlace) -> str:
    """How two rows that are one action stand in a form."""
    return f"{key_of(one)}{PAIR}{key_of(other)}"


def decisions_in(posted: QueryDict, read: ReadPlan) -> Decisions:
    """What the boxes of the preview say; a box about a row that the file does not have says nothing."""
    known = {(row.sheet, row.number) for row in read.rows}

    def rows(name: str) -> frozenset[RowPlace]:
        return frozenset(row for one in posted.getlist(name) if is_row_key(one) and (row := row_key(one)) in known)

    pairs = [tuple(one.split(PAIR)) for one in posted.getlist("join") if one.count(PAIR) == 1]
    pairs.append((posted.get("one", ""), posted.get("other", "")))
    joined = tuple(
        dict.fromkeys(
            (row_key(one), row_key(other))
            for one, other in pairs
            if is_row_key(one) and is_row_key(other) and {row_key(one), row_key(other)} <= known and one != other
        )
    )
    return Decisions(rows("leave"), rows("apart"), joined, "no_history" in posted)


def row_key(given: str) -> RowPlace:
    """Sheet and row of a ticked box."""
    found = _KEY.fullmatch(given)
    assert found is not None, "checked by is_row_key"
    return found["sheet"], int(found["row"])


def _row(row: ReadRow) -> PreviewRow:
    words = " | ".join(" ".join(cell.split()) for cell in row.cells if cell.strip())
    return PreviewRow(row, key_of((row.sheet, row.number)), words if len(words) <= 300 else words[:297] + "…")
