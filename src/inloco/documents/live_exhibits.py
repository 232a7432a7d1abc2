"""The tables, charts and small lines that a live figure can stand as, made from its frozen cells alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from inloco.analytics.figure import Unit
from inloco.analytics.periods import PeriodKind
from inloco.analytics.statistics import xmr
from inloco.documents.cells import Cell
from inloco.documents.chart_specs import Limits
from inloco.documents.chart_words import finding, year_label
from inloco.documents.charts import Chart, history_chart, trend_chart
from inloco.documents.live_figures import LiveFigure
from inloco.documents.style import UNIT_WORDS
from inloco.documents.tables import unit_label

WHOLE = re.compile(r"(?=\S{3,16}$)(?=\D*\d)\w+(?:[-/]\w+)+")


@dataclass(frozen=True)
class Span:
    """Text in one style. One that stands for a figure carries it, with the number of its source; a sparkline its drawing."""

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    href: str = ""
    source: int = 0
    sparkline: str = ""
    figure: LiveFigure | None = None

    @property
    def stays_whole(self) -> bool:
        """Whether no line may end within it: a reference such as 2019-05-22/3, a day in figures."""
        return WHOLE.fullmatch(self.text) is not None

    def saying(self, text: str) -> Span:
        return replace(self, text=text)

    def styled(self, *, strong: bool = False, emphasis: bool = False, code: bool = False, href: str = "") -> Span:
        return replace(
            self,
            strong=self.strong or strong,
            emphasis=self.emphasis or emphasis,
            code=self.code or code,
            href=href or self.href,
        )

    def of(self, figure: LiveFigure, source: int, line: str = "") -> Span:
        return replace(self, figure=figure, source=source, sparkline=line)


Words = tuple[Span, ...]


@dataclass(frozen=True)
class Grid:
    """A table: the first cell of a row names it. ``typed`` when a person wrote it, rather than the book of figures."""

    caption: str
    columns: tuple[Words, ...]
    rows: tuple[tuple[Words, ...], ...]
    numeric: tuple[bool, ...]
    notes: tuple[str, ...] = ()
    typed: bool = False

    def captioned(self, words: str) -> Grid:
        return replace(self, caption=words)


def words(text: str) -> Words:
    return (Span(text),)


def name_of(live: LiveFigure) -> str:
    return f"{live.title}, {live.area_name}"


def live_chart(live: LiveFigure) -> Chart:
    """The months with their usual range where there are enough of them, or the years."""
    name = name_of(live)
    if live.period.kind is not PeriodKind.MONTH:
        return history_chart(name, [(live.area_name, live.cells)], live.unit, title=year_finding(live))
    return trend_chart(name, live.cells, live.unit, counts=live.counts, limits=limits_of(live.cells, live.unit))


def year_finding(live: LiveFigure) -> str:
    first, last = live.cells[0], live.cells[-1]
    said = f"{name_of(live)}: {last.words(live.unit, live.counts)} in {year_label(last.period)}"
    if first.value is None or last.value is None or first.version != last.version:
        return said
    way = "the same as" if first.value == last.value else "more than" if last.value > first.value else "less than"
    return f"{said}, {way} the {first.words(live.unit, live.counts)} of {year_label(first.period)}"


def limits_of(cells: Sequence[Cell], unit: Unit) -> list[Limits]:
    """Control limits of each stretch of months under one definition that is long enough for them."""
    drawn = xmr.chart([cell.value for cell in cells], unit, [cell.version for cell in cells], ())
    places = Decimal("0.01")
    return [
        Limits(
            span.points[0].position,
            span.points[-1].position,
            span.centre.quantize(places),
            span.lower.quantize(places),
            span.upper.quantize(places),
        )
        for span in drawn.segments
        if span.lower is not None and span.upper is not None
    ]


def line_words(live: LiveFigure) -> str:
    """What a small line shows, for whoever does not see it."""
    return finding(name_of(live), live.cells, live.unit, live.counts)


def months_grid(live: LiveFigure, source: int) -> Grid:
    """A row a month or year: the value and the two numbers that it was made of."""
    years = live.period.kind is not PeriodKind.MONTH
    fractions = live.unit not in (Unit.COUNT, Unit.MONEY) and any(cell.denominator is not None for cell in live.cells)
    columns = ["Year" if years else "Month", _value_label(live)]
    if fractions:
        columns += ["Number", "Out of"]
    rows = []
    for cell in live.cells:
        row = [
            words(year_label(cell.period) if years else cell.period.label),
            (Span(cell.words(live.unit, live.counts), figure=_at(live, cell, live.area)),),
        ]
        if fractions:
            row += [words(_count(cell.numerator, cell)), words(_count(cell.denominator, cell))]
        rows.append(tuple(row))
    return Grid(
        f"{name_of(live)} ({unit_label(live.unit, live.counts)})",
        tuple(words(column) for column in columns),
        tuple(rows),
        (False, *(True for _ in columns[1:])),
        _notes(live, source),
    )


def areas_grid(live: LiveFigure, source: int) -> Grid:
    """The area itself, then those directly under it."""
    fractions = live.unit not in (Unit.COUNT, Unit.MONEY)
    columns = ["Area", _value_label(live), *(["Number", "Out of"] if fractions else [])]
    listed = [(live.area, live.area_name, live.cell), *((one.area, one.name, one.cell) for one in live.areas)]
    rows = []
    for place, (area, name, cell) in enumerate(listed):
        row: list[Words] = [
            (Span(name, strong=place == 0),),
            (Span(cell.words(live.unit, live.counts), figure=_at(live, cell, area)),),
        ]
        if fractions:
            row += [words(_count(cell.numerator, cell)), words(_count(cell.denominator, cell))]
        rows.append(tuple(row))
    caption = f"{live.title} by area, {live.period.label} ({unit_label(live.unit, live.counts)})"
    return Grid(
        caption, tuple(words(one) for one in columns), tuple(rows), (False, *(True for _ in columns[1:])), _notes(live, source)
    )


def actions_grid(live: LiveFigure) -> Grid:
    """A plan's actions as a board reads them."""
    columns = ("Reference", "Action", "Responsible", "Timescale", "Rating")
    rows = tuple(
        tuple(words(text) for text in (one.ref, one.activity, one.responsible, one.timescale, one.rag)) for one in live.actions
    )
    notes = (live.source,) if rows else ("There is no such action.", live.source)
    return Grid(live.title, tuple(words(one) for one in columns), rows, (False,) * 5, notes, typed=True)


def sources_grid(listed: Sequence[LiveFigure]) -> Grid | None:
    """Where each figure of a paper comes from; None for a paper without figures."""
    if not listed:
        return None
    columns = ("No.", "Figure", "Period", "Value", "Comes from")
    rows = []
    for number, live in enumerate(listed, 1):
        first, last = live.cells[0] if live.cells else None, live.cell
        period = (
            last.period.label if first is None or first.period == last.period else f"{first.period.label} to {last.period.label}"
        )
        rows.append(
            tuple(
                words(text)
                for text in (f"{number}", name_of(live), period, last.words(live.unit, live.counts), origin_words(last))
            )
        )
    return Grid("Where the figures come from", tuple(words(one) for one in columns), tuple(rows), (False,) * 5)


def origin_words(cell: Cell) -> str:
    """``Snapshot 2019-08-31-…, definition version 2``, or who sent it."""
    if cell.source:
        return f"Submitted: {cell.source}. Definition version {cell.version}"
    if cell.snapshot:
        return f"Snapshot {cell.snapshot}, definition version {cell.version}"
    return f"Definition version {cell.version}"


def _at(live: LiveFigure, cell: Cell, area: str) -> LiveFigure:
    """One figure of a table, so that it leads to its own page."""
    return replace(live, area=area, period=cell.period, cells=(cell,), areas=())


def _value_label(live: LiveFigure) -> str:
    return {Unit.COUNT: "Number", Unit.PERCENT: "Percentage"}.get(live.unit, UNIT_WORDS[live.unit].capitalize())


def _count(number: int | None, cell: Cell) -> str:
    if number is not None:
        return f"{number:,}"
    return "suppressed" if cell.words(Unit.COUNT) == "suppressed" else "–"


def _notes(live: LiveFigure, source: int) -> tuple[str, ...]:
    return (f"Source {source}.",) if source else ()
