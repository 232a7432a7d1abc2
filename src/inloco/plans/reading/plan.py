"""What reading a file gives: frozen values that the preview shows, the importer writes and the rules look at."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from inloco.plans.timescales import Timescale
from inloco.plans.words import Brag, PlanKind


class SheetView(StrEnum):
    """What a sheet shows. Metrics is a view of lines, not of actions."""

    LIVE = "live"
    METRICS = "metrics"
    ONGOING = "ongoing"
    CLOSED = "closed"


class RowKind(StrEnum):
    """How a row was read. Every row of every sheet is one of these."""

    ACTION = "action"
    METRIC_LINE = "metric line"
    SAME_ACTION = "same action again"
    OBJECTIVE = "objective"
    AIM = "aim"
    HOW = "how achieved"
    HEADER = "header"
    TITLE = "title"
    REMARK = "remark"
    FOREIGN = "foreign table"
    NOT_READ = "not read"
    BLANK = "blank"

    @property
    def is_taken_row(self) -> bool:
        """Whether the row became a record or a part of one."""
        return self in {RowKind.ACTION, RowKind.METRIC_LINE, RowKind.SAME_ACTION}


@dataclass(frozen=True)
class Doubt:
    """What is doubtful about a row: ``code`` for scripts, words for a person, with what to do."""

    code: str
    message: str
    action: str
    severity: str = "warning"
    column: str = ""
    value: str = ""


@dataclass(frozen=True)
class ReadRow:
    """One row of the file, and what became of it."""

    sheet: str
    number: int
    view: SheetView | None
    kind: RowKind
    cells: tuple[str, ...]
    how: str
    objective: str = ""
    ref: str = ""
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True)
class Line:
    """A row that holds an action or a metric line: every field as written, and what was read from timescale and BRAG.
    ``earlier_brags`` are judgements with a day before, in columns of months or beside a date; ``brag_on`` is the day that the
    column of the newest names."""

    view: SheetView
    sheet: str
    number: int
    objective: str
    ref: str
    plan_ref: str
    activity: str
    progress: str
    evidence: str
    metric: str
    current: str
    target: str
    responsible: str
    timescale: Timescale
    brag: Brag | None
    brag_words: str
    where_we_are: str = ""
    what_will_change: str = ""
    outcome: str = ""
    extra: tuple[tuple[str, str], ...] = ()
    earlier_brags: tuple[tuple[date, Brag], ...] = ()
    brag_on: date | None = None

    @property
    def place(self) -> str:
        return f"{self.view} {self.objective}/{self.ref or '–'}"


@dataclass(frozen=True)
class ReadObjective:
    """An objective; ``number`` as written, or its place where it has none."""

    number: str
    title: str
    aim: str = ""
    how: str = ""


@dataclass(frozen=True)
class ReadAction:
    """One action. ``line`` is the row that stands; ``metric_lines`` are its rows of the metrics sheet, ``others`` those of
    further sheets."""

    line: Line
    metric_lines: tuple[Line, ...] = ()
    others: tuple[Line, ...] = ()

    @property
    def is_metric_only(self) -> bool:
        return self.line.view is SheetView.METRICS


@dataclass(frozen=True)
class Remark:
    """A row that holds words and no action, with the row above it that has one."""

    view: SheetView
    sheet: str
    number: int
    objective: str
    text: str
    after: str = ""


@dataclass(frozen=True)
class Difference:
    """Where two sheets disagree about one action: the first value stands."""

    field: str
    objective: str
    ref: str
    stands: str
    stands_in: SheetView
    other: str
    other_in: SheetView
    other_ref: str
    other_row: int

    def told_apart(self, width: int = 48) -> tuple[str, str]:
        """Both texts, cut around the place where they first differ."""
        return told_apart(self.stands, self.other, width)


def told_apart(first: str, second: str, width: int = 48) -> tuple[str, str]:
    """Both texts on one line, cut to about ``width`` characters around the place where their words first differ."""
    one, other = (" ".join(text.split()) for text in (first, second))
    if max(len(one), len(other)) <= width:
        return one, other
    pairs = enumerate(zip(one.casefold(), other.casefold(), strict=False))
    same = next((place for place, pair in pairs if pair[0] != pair[1]), min(len(one), len(other)))
    start = max(0, same - width // 2)
    start = 0 if start < 8 else one.rfind(" ", 0, start) + 1
    return _window(one, start, width), _window(other, start, width)


def _window(text: str, start: int, width: int) -> str:
    piece = text[start : start + width]
    return f"{'… ' if start else ''}{piece}{' …' if start + width < len(text) else ''}"


@dataclass(frozen=True)
class ReadPlan:
    """A file as read. ``rows`` accounts for every row of it, ``actions`` are in the order of their sheets."""

    name: str
    format: str
    sha256: str
    title: str
    objectives: tuple[ReadObjective, ...]
    actions: tuple[ReadAction, ...]
    remarks: tuple[Remark, ...]
    rows: tuple[ReadRow, ...]
    differences: tuple[Difference, ...]
    doubts: tuple[Doubt, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every row that holds an action or a metric line, in the order of the file."""
        order = {(row.sheet, row.number): place for place, row in enumerate(self.rows)}
        found = (line for action in self.actions for line in (action.line, *action.metric_lines, *action.others))
        return tuple(sorted(found, key=lambda line: order[(line.sheet, line.number)]))

    @property
    def kind(self) -> PlanKind:
        """What sort of plan its headings show: most rows of a care leavers' plan say where we are or what will change."""
        lines = self.lines
        told = sum(bool(line.where_we_are or line.what_will_change) for line in lines)
        return PlanKind.CARE_LEAVERS if told * 2 > len(lines) else PlanKind.DELIVERY

    @property
    def counts(self) -> dict[str, int]:
        """How many rows were read as what."""
        found = Counter(str(row.kind) for row in self.rows)
        return {str(kind): found[kind] for kind in RowKind if found[kind]}

    @property
    def views(self) -> dict[str, int]:
        """How many rows of actions each view has."""
        found = Counter(str(row.view) for row in self.rows if row.kind.is_taken_row)
        return {str(view): found[view] for view in SheetView if found[view]}
