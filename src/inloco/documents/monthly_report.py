"""A monthly performance report as data. Every output is rendered from this and from nothing else, so that what was published can
be printed again years later, figure for figure, whatever the extracts say by then."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from inloco.analytics.errors import InputRefused
from inloco.analytics.figure import Unit
from inloco.analytics.indicators.definition import Polarity
from inloco.analytics.periods import Period
from inloco.documents.cells import SHORTHAND, Cell
from inloco.documents.frozen import plain, whole

FORMAT = 1
"""Goes up when a change of these classes could not read what was frozen before."""


class Edition(StrEnum):
    """Restricted: for the board. Public: no small number can be read from it or worked out."""

    RESTRICTED = "restricted"
    PUBLIC = "public"


@dataclass(frozen=True)
class Council:
    """Whose report it is, and its two colours as ``#RRGGBB``."""

    name: str
    short_name: str = ""
    colour: str = "#12436D"
    accent: str = "#28A197"

    @property
    def short(self) -> str:
        return self.short_name or self.name


@dataclass(frozen=True)
class Stamp:
    """What the figures were made from and who let them out. All parts are unknown for figures that were only ever submitted."""

    snapshot: str = ""
    as_at: date | None = None
    extracted_at: datetime | None = None
    published_at: datetime | None = None
    published_by: str = ""


@dataclass(frozen=True)
class DefinitionVersion:
    """One wording, and the first period end that it governs (None: from the beginning)."""

    number: int
    summary: str
    from_: date | None = None


@dataclass(frozen=True)
class Definition:
    """What is counted and by whose rule."""

    words: str
    source: str = ""
    reference: str = ""
    versions: tuple[DefinitionVersion, ...] = ()
    limits: str = ""
    example: str = ""


@dataclass(frozen=True)
class TargetLine:
    """A target for the month of the report. ``met`` is None when there is no figure, or when neither direction is better."""

    value: Decimal
    met: bool | None = None


@dataclass(frozen=True)
class LimitSpan:
    """Control limits of a stretch of months under one definition: where a figure usually falls when nothing has changed."""

    first: Period
    last: Period
    centre: Decimal
    lower: Decimal
    upper: Decimal


@dataclass(frozen=True)
class Break:
    """The definition changed with ``period``: months before it and from it on cannot be compared."""

    period: Period
    version: int
    words: str


@dataclass(frozen=True)
class Trend:
    """``word`` for a table (improving, getting worse, no clear change …) and the sentence that says why."""

    word: str
    words: str


@dataclass(frozen=True)
class HistoryRow:
    """One area or comparator through the years. Each cell has its own period and source; years without a figure are left out."""

    area: str
    name: str
    comparator: bool
    cells: tuple[Cell, ...]

    def at(self, period: Period) -> Cell | None:
        return next((cell for cell in self.cells if cell.period == period), None)


@dataclass(frozen=True)
class AreaRow:
    """One area through the months of the report. ``level`` is its depth under the authority."""

    area: str
    name: str
    kind: str
    level: int
    cells: tuple[Cell, ...]
    trend: Trend | None = None

    @property
    def latest(self) -> Cell:
        return self.cells[-1]


@dataclass(frozen=True)
class Measure:
    """One indicator of a page: its months, years and areas. ``label`` names its row (Number, Rate per 10,000, Percentage)."""

    indicator: str
    title: str
    label: str
    unit: Unit
    counts: str
    polarity: Polarity
    definition: Definition
    series: tuple[Cell, ...]
    finding: str
    year_to_date: Cell | None = None
    target: TargetLine | None = None
    history: tuple[HistoryRow, ...] = ()
    limits: tuple[LimitSpan, ...] = ()
    breaks: tuple[Break, ...] = ()
    trend: Trend | None = None
    areas: tuple[AreaRow, ...] = ()

    @property
    def headline(self) -> Cell:
        """The figure of the month of the report."""
        return self.series[-1]

    @property
    def years(self) -> tuple[Period, ...]:
        """Every period that the history has a figure for, oldest first."""
        return tuple(sorted({cell.period for row in self.history for cell in row.cells}))


@dataclass(frozen=True)
class Commentary:
    """What a person says about the figures, as Markdown."""

    author: str
    text: str
    written_at: datetime | None = None


@dataclass(frozen=True)
class IndicatorPage:
    """A page of the report: one measure, or a number with its rate."""

    title: str
    measures: tuple[Measure, ...]
    commentary: tuple[Commentary, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    title: str
    pages: tuple[IndicatorPage, ...]


@dataclass(frozen=True)
class MonthlyReport:
    """The whole content of a report. ``periods`` are its months, the last is the month it is for."""

    title: str
    council: Council
    period: Period
    periods: tuple[Period, ...]
    edition: Edition
    stamp: Stamp
    sections: tuple[Section, ...]
    notes: tuple[str, ...] = ()
    shorthand: tuple[tuple[str, str], ...] = SHORTHAND

    @property
    def pages(self) -> tuple[IndicatorPage, ...]:
        return tuple(page for section in self.sections for page in section.pages)

    @property
    def indicators(self) -> tuple[str, ...]:
        return tuple(measure.indicator for page in self.pages for measure in page.measures)


def as_json(report: MonthlyReport) -> str:
    """``report`` as JSON text. ``from_json`` gives an equal report back."""
    return json.dumps({"format": FORMAT, "report": plain(report)}, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> MonthlyReport:
    """The report that was frozen as ``text``. Raises InputRefused when it is something else."""
    try:
        content = json.loads(text)
        if content["format"] != FORMAT:
            raise ValueError(f"format {content['format']}")
        return whole(MonthlyReport, content["report"])
    except (ValueError, KeyError, TypeError) as wrong:
        raise InputRefused(
            f"A stored report cannot be read ({type(wrong).__name__}).",
            action="Restore it from a backup; the figures of its snapshot are not touched.",
        ) from wrong
