"""The extract pages: what is loaded, by whom, with what findings; what is staged and what would change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from inloco.analytics.extracts.checks.links import LINK_RULES
from inloco.analytics.extracts.checks.reading import ABSENT_COLUMN, CHECK_NOT_RUN, OLDER_ENCODING
from inloco.analytics.file_faults import MORE, file_checks
from inloco.analytics.findings import Finding, Severity
from inloco.analytics.snapshot_differences import TableDifference
from inloco.analytics.snapshots import Snapshot
from inloco.children.policies import Visible
from inloco.children.references import reference_of
from inloco.children.register import register
from inloco.documents.style import day_words
from inloco.performance.models import ExtractUpload, Withdrawal
from inloco.performance.movements import STEPS, Movements, Who
from inloco.performance.states import UploadState

KINDS = {
    "ssd": "Extract",
    "ssda903": "SSDA903 return",
    "annexa": "Annex A lists",
    "cin_census": "CIN census",
    "submitted": "Submitted figures",
    "reference": "Reference data",
}
SEVERITIES = {Severity.ERROR: "Errors", Severity.WARNING: "Warnings", Severity.INFO: "For information"}
TAGS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "grey"}
STATE_TAGS = {
    UploadState.RECEIVED: "grey",
    UploadState.CHECKING: "light-blue",
    UploadState.CHECKED: "blue",
    UploadState.REFUSED: "red",
    UploadState.LOADING: "light-blue",
    UploadState.LOADED: "green",
    UploadState.DISCARDED: "grey",
    UploadState.FAILED: "red",
}
A_PAGE = 100
NOT_LEFT_OUT = (ABSENT_COLUMN.id, OLDER_ENCODING.id)
NOT_TAKEN: Mapping[str, str] = {
    one.id: one.what
    for one in (
        *(check for check in file_checks() if check.severity is not Severity.ERROR and check.id not in NOT_LEFT_OUT),
        *(rule for rule in LINK_RULES if rule.severity is not Severity.ERROR),
    )
}
"""Checks whose findings are values that count as blank, files or columns left aside, and rows that count nowhere."""


@dataclass(frozen=True)
class SnapshotRow:
    """One loaded set of files as the list says it."""

    id: str
    kind: str
    as_at: date | None
    loaded_at: datetime
    loaded_by: str
    rows: int
    errors: int
    warnings: int
    infos: int
    withdrawal: Withdrawal | None = None
    newest: bool = False


@dataclass(frozen=True)
class FindingRow:
    """One finding with its words for the page."""

    finding: Finding
    tag: str
    label: str

    @property
    def where(self) -> str:
        """File, row and column as they stand in the source; a finding about the whole says so."""
        one = self.finding
        row = f"row {one.row:,}" if one.row else ""
        return ", ".join(
            part for part in (one.file or "The whole extract", row, f"column {one.column}" if one.column else "") if part
        )

    @property
    def value(self) -> str:
        """What stands there. Of a check that could not run nothing does: its value is its own name."""
        value = self.finding.value
        return "–" if value is None or self.finding.check == CHECK_NOT_RUN.id else value


@dataclass(frozen=True)
class FindingsPage:
    """One page of the findings, filtered by severity, with the counts of all."""

    rows: tuple[FindingRow, ...]
    counts: Mapping[str, int]
    severity: str
    page: int
    pages: int
    total: int

    @property
    def tabs(self) -> list[tuple[str, str, int]]:
        """Severity as in the address, words, how many. The first is all of them."""
        listed = [("", "All findings", sum(self.counts.values()))]
        return listed + [(str(one), words, self.counts.get(str(one), 0)) for one, words in SEVERITIES.items()]


def snapshot_rows(
    snapshots: Sequence[Snapshot], uploads: Iterable[ExtractUpload], withdrawals: Iterable[Withdrawal]
) -> list[SnapshotRow]:
    """The newest first; of each kind the newest, which is the one to undo, says so. The command line has no person."""
    by = {one.snapshot: one.confirmed_by.name for one in uploads if one.confirmed_by}
    undone = {one.snapshot: one for one in withdrawals}
    newest = {one.id for one in {one.kind: one for one in sorted(snapshots, key=_age)}.values()}
    rows = [
        SnapshotRow(
            id=one.id,
            kind=KINDS.get(one.kind, one.kind),
            as_at=one.as_at,
            loaded_at=one.loaded_at,
            loaded_by=by.get(one.id, "the command line"),
            rows=sum(one.tables.values()),
            errors=one.counts.get("error", 0),
            warnings=one.counts.get("warning", 0),
            infos=one.counts.get("info", 0),
            withdrawal=undone.get(one.id),
            newest=one.id in newest,
        )
        for one in snapshots
    ]
    return sorted(rows, key=_age, reverse=True)


def _age(one: Snapshot | SnapshotRow) -> tuple[date, datetime]:
    return one.as_at or date.min, one.loaded_at


def findings_page(
    findings: Sequence[Finding], *, severity: str, page: int, counts: Mapping[str, int] | None = None
) -> FindingsPage:
    """Page ``page`` (from 1) of the findings of ``severity`` (empty: all). A page beyond the last is the last."""
    kept = [one for one in findings if not severity or one.severity == severity]
    pages = max(1, -(-len(kept) // A_PAGE))
    page = min(max(page, 1), pages)
    shown = kept[(page - 1) * A_PAGE : page * A_PAGE]
    if counts is None:
        counts = {str(one): sum(finding.severity is one for finding in findings) for one in Severity}
    rows = tuple(FindingRow(one, TAGS[one.severity], one.severity.value.capitalize()) for one in shown)
    return FindingsPage(rows, counts, severity, page, pages, len(kept))


def movement_lines(move: Movements) -> list[tuple[str, int, bool, str]]:
    """From one month to the next, a line each that adds up: words, children, whether it is a total, and which list has them.
    What nothing changed by is left out."""
    steps = [
        ("Since entered late, for that day", move.added, "added"),
        ("Since taken back, for that day", -move.taken_back, "taken_back"),
        ("Came into care since", move.entered, "entered"),
        ("Left care since", -move.left, "left"),
    ]
    return [
        (f"On {day_words(move.before_on)}, as loaded then", move.before, True, ""),
        *((words, count, False, step) for words, count, step in steps if count),
        (f"On {day_words(move.after_on)}", move.after, True, ""),
    ]


@dataclass(frozen=True)
class MovedChild:
    """One child of a list. ``reference`` is empty where there is no page yet: the extract is not loaded."""

    name: str
    reference: str


@dataclass(frozen=True)
class MovedPage:
    """The children of one kind of difference that this reader may see, and how many ``others`` there are."""

    step: str
    words: str
    rows: tuple[MovedChild, ...]
    others: int


def moved_page(who: Who, step: str, snapshots: Iterable[Snapshot], seen: Visible) -> MovedPage:
    """The children of ``step``, with the names that the first of ``snapshots`` gives that has them."""
    children = list(who.get(step, ()))
    mine = [child for child in children if child in seen]
    names: dict[str, str] = {}
    for one in snapshots:
        for row in one.read("person", ["child", "forename", "surname"]).to_pylist():
            names.setdefault(row["child"], f"{row['forename'] or ''} {row['surname'] or ''}".strip())
    known = register().entries
    rows = (MovedChild(names.get(child) or child, reference_of(child) if child in known else "") for child in mine)
    return MovedPage(step, STEPS[step], tuple(sorted(rows, key=lambda row: row.name)), len(children) - len(mine))


def left_aside(findings: Iterable[Finding]) -> list[tuple[str, int]]:
    """What was not taken as it stands: words of the check, and how often. True numbers, however many are told one by one."""
    counts: Counter[str] = Counter()
    for one in findings:
        if one.check in NOT_TAKEN:
            more = MORE.fullmatch(one.message)
            counts[one.check] += int(more[1].replace(",", "")) if more is not None else 1
    return [(NOT_TAKEN[check], count) for check, count in counts.most_common()]


def difference_words(one: TableDifference) -> str:
    """What to make of a table that only one of the two extracts has; empty where both have it."""
    if one.rows_before is None:
        return "new table"
    if one.rows_after is None:
        return "missing from this extract"
    return ""
