"""One indicator as a measure of a report, from the figures that are known: months, years, areas, limits, breaks and trend."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from inloco.analytics.areas import UNALLOCATED, Area, AreaKind, AreaTree
from inloco.analytics.book import FigureBook
from inloco.analytics.figure import Figure, Status, Unit, value_of
from inloco.analytics.indicators.definition import Basis, Indicator, Polarity
from inloco.analytics.periods import Period, PeriodKind, financial_year, financial_year_of, month, months_to
from inloco.analytics.reference import Comparator
from inloco.analytics.settings import LimitChange
from inloco.analytics.statistics import xmr
from inloco.documents.cells import Cell, State, cell_of
from inloco.documents.chart_specs import break_indexes
from inloco.documents.chart_words import finding
from inloco.documents.monthly_report import (
    AreaRow,
    Break,
    Definition,
    DefinitionVersion,
    HistoryRow,
    LimitSpan,
    Measure,
    TargetLine,
    Trend,
)
from inloco.documents.style import MEASURE_WORDS

YEARS = 9
"""Financial years of the annual table."""

KINDS = (AreaKind.AUTHORITY, AreaKind.LOCALITY, AreaKind.DISTRICT, AreaKind.TEAM, AreaKind.COMPARATOR)
"""Places before teams."""

TREND_WORDS = {
    xmr.TrendWord.BETTER: "The latest figure is better than the usual coming and going.",
    xmr.TrendWord.WORSE: "The latest figure is worse than the usual coming and going.",
    xmr.TrendWord.HIGHER: "The latest figure is higher than the usual coming and going; neither direction is better.",
    xmr.TrendWord.LOWER: "The latest figure is lower than the usual coming and going; neither direction is better.",
    xmr.TrendWord.NO_REAL_CHANGE: "The latest figure is within the usual coming and going.",
    xmr.TrendWord.TOO_LITTLE_DATA: "There are too few months under one definition to tell.",
}

Key = tuple[str, str, Period]
"""Indicator, area, period."""


class Shown:
    """The figures that a report may show, as cells. ``withheld`` are the keys that its edition keeps back."""

    def __init__(
        self,
        figures: Mapping[Key, Figure],
        *,
        withheld: frozenset[Key] = frozenset(),
        doubts: Mapping[Key, Sequence[str]] | None = None,
    ) -> None:
        self._figures = figures
        self._withheld = withheld
        self._doubts = doubts or {}

    def figure(self, key: Key) -> Figure | None:
        """The figure, or None where there is none or it is withheld."""
        return None if key in self._withheld else self._figures.get(key)

    def cell(self, key: Key) -> Cell:
        if key in self._withheld:
            return Cell(key[2], None, state=State.SUPPRESSED, version=self._figures[key].version)
        return cell_of(self._figures.get(key), key[2], doubts=self._doubts.get(key, ()))

    def doubts(self, key: Key) -> tuple[str, ...]:
        return tuple(self._doubts.get(key, ()))

    def has(self, key: Key) -> bool:
        """Whether anything is known of it, if only that there was nobody."""
        figure = self._figures.get(key)
        return figure is not None and (figure.value is not None or figure.status is not Status.NOT_AVAILABLE)


def history_years(period: Period) -> list[Period]:
    """The financial years that have ended by the month of the report, oldest first."""
    last = financial_year_of(period.end).start.year
    if period.end < financial_year(last).end:
        last -= 1
    return [financial_year(year) for year in range(last - YEARS + 1, last + 1)]


def periods_needed(periods: Sequence[Period], changes: Sequence[LimitChange] = ()) -> list[Period]:
    """Every period that a report of ``periods`` asks for: its months, those that its limits begin with, the years, and the March
    of each year."""
    years = history_years(periods[-1])
    months = [*xmr.lead_months(changes, None, periods), *periods]
    return [*months, *(month(year.end.year, 3) for year in years if month(year.end.year, 3) not in months), *years]


def keep_history(book: FigureBook) -> None:
    """Compute and keep the earlier years that stand beside comparators, so that no first reader waits for them."""
    latest, top = book.latest_period(), book.areas.authority
    if latest is not None and top is not None:
        book.figures(ids=("cla_count", "care_leavers_count"), periods=periods_needed(months_to(latest)), areas=[top.id])


def measure_of(
    indicator: Indicator,
    periods: Sequence[Period],
    areas: AreaTree,
    shown: Shown,
    *,
    comparators: Iterable[Comparator] = (),
    target: Decimal | None = None,
    changes: Sequence[LimitChange] = (),
) -> Measure:
    """``indicator`` for the authority through ``periods``, with its areas, years and comparators.

    ``changes`` are the settings' new and locked limits; they hold for the authority, not for its areas.
    """
    top = areas.authority
    area = top.id if top else ""
    keys: list[Key] = [(indicator.id, area, period) for period in periods]
    series = tuple(shown.cell(key) for key in keys)
    title = indicator.title
    charted = [*xmr.lead_months(changes, indicator.id, periods), *periods]
    rebases = xmr.rebases_of(changes, indicator.id, charted)
    return Measure(
        indicator=indicator.id,
        title=title,
        label=MEASURE_WORDS[indicator.unit],
        unit=indicator.unit,
        counts=indicator.counts,
        polarity=indicator.polarity,
        definition=definition_of(indicator),
        series=series,
        finding=finding(title, series, indicator.unit, indicator.counts),
        year_to_date=_year_to_date(indicator, periods, [shown.figure(key) for key in keys]),
        target=TargetLine(target, _meets(series[-1], target, indicator.polarity)) if target is not None else None,
        history=_history(indicator, top, history_years(periods[-1]), shown, comparators, areas),
        limits=_limits([shown.cell((indicator.id, area, period)) for period in charted], indicator.unit, rebases, len(series)),
        breaks=_breaks(indicator, series),
        trend=trend_of([shown.figure((indicator.id, area, period)) for period in charted], indicator.polarity, rebases),
        areas=tuple(_area_rows(indicator, periods, areas, shown)),
    )


def definition_of(indicator: Indicator) -> Definition:
    return Definition(
        words=indicator.definition,
        source=indicator.source.name,
        reference=indicator.source.reference,
        versions=tuple(DefinitionVersion(one.number, one.summary, one.from_) for one in indicator.versions),
        limits=indicator.limits,
        example=indicator.example,
    )


def _meets(cell: Cell, target: Decimal, polarity: Polarity) -> bool | None:
    if cell.value is None or polarity is Polarity.NEUTRAL:
        return None
    return cell.value >= target if polarity is Polarity.HIGHER_IS_BETTER else cell.value <= target


def _limits(cells: Sequence[Cell], unit: Unit, rebases: Sequence[xmr.Rebase], count: int) -> tuple[LimitSpan, ...]:
    """Control limits of each stretch of the last ``count`` cells that has enough months for them."""
    drawn = xmr.chart([cell.value for cell in cells], unit, [cell.version for cell in cells], rebases)
    first = len(cells) - count
    return tuple(
        LimitSpan(
            cells[max(span.points[0].position, first)].period,
            cells[span.points[-1].position].period,
            _short(span.centre),
            _short(span.lower),
            _short(span.upper),
        )
        for span in drawn.segments
        if span.lower is not None and span.upper is not None and span.points[-1].position >= first
    )


def _short(value: Decimal) -> Decimal:
    """Two places are enough for a line; the whole fraction would only bloat what is frozen."""
    return value.quantize(Decimal("0.01"))


def trend_of(figures: Sequence[Figure | None], polarity: Polarity, rebases: Sequence[xmr.Rebase] = ()) -> Trend | None:
    """What the last of ``figures`` says, oldest first, in a word and a sentence; None where it has no value."""
    if figures[-1] is None or figures[-1].value is None:
        return None
    word = xmr.trend_word(figures, polarity, rebases)
    return Trend(str(word), TREND_WORDS[word])


def _breaks(indicator: Indicator, series: Sequence[Cell]) -> tuple[Break, ...]:
    words = {version.number: version.summary for version in indicator.versions}
    return tuple(
        Break(series[index].period, series[index].version, words.get(series[index].version, "the definition changed"))
        for index in break_indexes(series)
    )


def _year_to_date(indicator: Indicator, periods: Sequence[Period], figures: Sequence[Figure | None]) -> Cell | None:
    """What happened from 1 April to the month: the sum of its months. Only for what is counted over a period, and only when every
    month is known by its numbers, under one definition."""
    if indicator.basis is not Basis.OVER_PERIOD or indicator.unit is Unit.RATE:
        return None
    first = financial_year_of(periods[-1].end).start
    chosen = [figure for figure, period in zip(figures, periods, strict=True) if period.start >= first]
    found = [figure for figure in chosen if figure is not None and figure.numerator is not None]
    if len(found) < len(chosen) or len({figure.version for figure in found}) != 1:
        return None
    if indicator.unit is not Unit.COUNT and any(figure.denominator is None for figure in found):
        return None
    numerator = sum(figure.numerator or 0 for figure in found)
    denominator = sum(figure.denominator or 0 for figure in found) if indicator.unit is not Unit.COUNT else None
    value = value_of(indicator.unit, numerator, denominator)
    span = Period(PeriodKind.MONTH, first, periods[-1].end)
    return Cell(span, value, numerator, denominator, State.FINAL if value is not None else State.NOBODY, found[-1].version)


def _history(
    indicator: Indicator,
    top: Area | None,
    years: Sequence[Period],
    shown: Shown,
    comparators: Iterable[Comparator],
    areas: AreaTree,
) -> tuple[HistoryRow, ...]:
    rows: list[HistoryRow] = []
    if top is not None:
        own = [cell for year in years if (cell := _year_cell(indicator, top.id, year, shown))]
        rows.append(HistoryRow(top.id, top.name, False, tuple(own)))
    others: dict[str, dict[Period, Cell]] = {}
    for one in comparators:
        if years[0].start <= one.period.end <= years[-1].end:
            doubts = shown.doubts((indicator.id, one.area, one.period))
            cell = Cell(_year_of(one.period, indicator), one.value, state=State.SUBMITTED, source=one.source, doubts=doubts)
            others.setdefault(one.area, {}).setdefault(cell.period, cell)
    for area, cells in others.items():
        name = areas[area].name if area in areas else area
        rows.append(HistoryRow(area, name, True, tuple(cells[period] for period in sorted(cells))))
    return tuple(rows) if any(row.cells for row in rows) else ()


def _year_of(period: Period, indicator: Indicator) -> Period:
    """The financial year of a figure as at 31 March, or from 1 April to it: the same day by another name. Else its own period."""
    as_at_march = indicator.basis is not Basis.OVER_PERIOD and period.kind is PeriodKind.MONTH and period.end.month == 3
    return financial_year_of(period.end) if as_at_march else period


def _year_cell(indicator: Indicator, area: str, year: Period, shown: Shown) -> Cell | None:
    """The year's figure. What is counted on a day, or from 1 April to a day, is for the year what it is on 31 March."""
    keys: list[Key] = [(indicator.id, area, year)]
    if indicator.basis is not Basis.OVER_PERIOD:
        keys.append((indicator.id, area, month(year.end.year, 3)))
    cells = [shown.cell(key) for key in keys if shown.has(key)]
    chosen = next((cell for cell in cells if cell.value is not None), cells[0] if cells else None)
    return replace(chosen, period=year) if chosen else None


def _area_rows(indicator: Indicator, periods: Sequence[Period], areas: AreaTree, shown: Shown) -> list[AreaRow]:
    """The authority and everything under it in the order of the tree; an area of which nothing is known in any month is left out.
    Nothing at all when only the authority is known."""
    rows: list[AreaRow] = []

    def add(area_id: str, name: str, kind: str, level: int) -> None:
        keys: list[Key] = [(indicator.id, area_id, period) for period in periods]
        if not any(shown.has(key) for key in keys):
            return
        trend = trend_of([shown.figure(key) for key in keys], indicator.polarity)
        rows.append(AreaRow(area_id, name, kind, level, tuple(shown.cell(key) for key in keys), trend))

    def descend(area: Area, level: int) -> None:
        add(area.id, area.name, str(area.kind), level)
        for child in sorted(areas.children_of(area.id), key=lambda one: KINDS.index(one.kind)):
            if child.kind is not AreaKind.COMPARATOR and _exists(child, periods):
                descend(child, level + 1)

    top = areas.authority
    if top is None:
        return []
    descend(top, 0)
    if UNALLOCATED not in areas:
        add(UNALLOCATED, "No team allocated", "team", 1)
    rows = [row for row in rows if row.area != UNALLOCATED or _counts_anyone(row)]
    return rows if len(rows) > 1 else []


def _exists(area: Area, periods: Sequence[Period]) -> bool:
    first: date = periods[0].start
    return not (area.to is not None and area.to <= first) and not (area.from_ is not None and area.from_ > periods[-1].end)


def _counts_anyone(row: AreaRow) -> bool:
    return any(cell.numerator or cell.denominator or cell.state is State.SUPPRESSED for cell in row.cells)
