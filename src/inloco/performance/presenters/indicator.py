"""An indicator's page: its months, years, areas and groups, and what each stands on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from inloco.analytics.areas import UNALLOCATED, Area
from inloco.analytics.book import FigureBook
from inloco.analytics.disclosure import Withheld
from inloco.analytics.figure import Figure, Status, Unit
from inloco.analytics.indicators import is_of_children
from inloco.analytics.indicators.definition import Basis, Indicator
from inloco.analytics.indicators.explained import Explained, explained
from inloco.analytics.periods import Period, PeriodKind, financial_year_of, months_to
from inloco.analytics.reference import Comparator
from inloco.documents.building import best_known
from inloco.documents.cells import Cell, State
from inloco.documents.chart_specs import Limits
from inloco.documents.charts import Chart, history_chart, small_multiple, trend_chart
from inloco.documents.doubts import doubts_known
from inloco.documents.drawn import nearest_comparator
from inloco.documents.measures import Shown, measure_of, periods_needed, trend_of
from inloco.documents.monthly_report import AreaRow, Measure, Trend
from inloco.documents.sparklines import sparkline
from inloco.documents.style import UNIT_WORDS, day_words, printed
from inloco.documents.tables import Table, years_table
from inloco.performance.known import MONTHS, Book, cell_for, is_kept, known, part_of
from inloco.performance.presenters.analysis import Analysis, analysis_of
from inloco.performance.presenters.catalogue import KnownRow, known_rows
from inloco.performance.presenters.overview import group_name
from inloco.performance.presenters.provenance import Provenance, provenance
from inloco.performance.presenters.words import (
    BASIS_WORDS,
    POLARITY_WORDS,
    Movement,
    Tag,
    TargetWords,
    movement,
    parts_words,
    status_tag,
    target_words,
    value_words,
)

Head = dict[str, object]
"""A table's column of numbers, as the table component takes it."""


def _head(text: str) -> Head:
    return {"text": text, "numeric": True}


@dataclass(frozen=True)
class Headline:
    """The figure of the chosen area and month, with everything that a reader judges it by."""

    value: str
    parts: str
    tag: Tag | None
    movement: Movement
    over_year: Movement
    target: TargetWords | None
    trend: Trend | None
    year_to_date: tuple[str, str] | None


@dataclass(frozen=True)
class MonthRow:
    """One month of the numbers table. ``published`` is what was known at its end; empty without an extract of its own."""

    period: Period
    value: str
    numerator: str
    denominator: str
    tag: Tag | None
    movement: Movement
    published: str
    has_extract: bool
    is_known: bool


@dataclass(frozen=True)
class AreaLine:
    """One area through the months, under its parent by ``level``."""

    id: str
    name: str
    level: int
    cells: tuple[tuple[Period, str, bool], ...]
    parts: str
    spark: str
    trend: Trend | None


@dataclass(frozen=True)
class GroupLine:
    """One code of a breakdown through the months."""

    code: str
    name: str
    cells: tuple[tuple[Period, str, bool], ...]
    parts: str
    spark: str
    trend: Trend | None = None


@dataclass(frozen=True)
class DefinitionLine:
    """One wording of the definition and the predicates that carry it out."""

    number: int
    summary: str
    since: str
    population: str
    met: str
    is_current: bool


@dataclass(frozen=True)
class IndicatorPage:
    """The page."""

    indicator: Indicator
    area: Area
    period: Period
    headline: Headline
    chart: Chart | None
    months: tuple[MonthRow, ...]
    has_published: bool
    years: Table | None
    year_chart: Chart | None
    areas: tuple[AreaLine, ...]
    multiple: Chart | None
    month_heads: tuple[Head, ...]
    year_heads: tuple[Head | str, ...]
    last_month: str
    groups: tuple[GroupLine, ...]
    definitions: tuple[DefinitionLine, ...]
    exclusions: tuple[tuple[str, str], ...]
    polarity: str
    basis: str
    unit: str
    provenance: Provenance
    doubts: tuple[str, ...]
    is_child_level: bool
    said: Explained
    known: tuple[KnownRow, ...]
    analysis: Analysis | None = None


def indicator_page(book: Book, indicator: Indicator, period: Period, area: Area) -> IndicatorPage:
    """Everything that the page of ``indicator`` shows for ``area`` and ``period``."""
    shown = _measure(book, indicator, period, area)
    published = published_cells(book, indicator, [cell.period for cell in shown.series], area.id, at_once=True)
    ends = {one.as_at for one in book.store.extracts()}
    months = tuple(_months(shown, published, ends, indicator))
    years = years_table(shown) if any(row.cells for row in shown.history) else None
    beneath = [row for row in shown.areas if row.level > 0]
    nearest = [
        row for row in beneath if row.level == 1 and row.area != UNALLOCATED and any(cell.value is not None for cell in row.cells)
    ]
    return IndicatorPage(
        indicator=indicator,
        area=area,
        period=period,
        headline=_headline(shown, indicator),
        chart=None if indicator.breakdown else _trend_chart(shown),
        months=() if indicator.breakdown else tuple(reversed(months)),
        has_published=bool(published),
        years=years,
        year_chart=_year_chart(shown) if years else None,
        areas=tuple(_area_line(row, indicator) for row in beneath),
        multiple=_multiple(shown, nearest),
        month_heads=tuple(_head(cell.period.short_label) for cell in shown.series),
        year_heads=(years.columns[0], *(_head(column) for column in years.columns[1:])) if years else (),
        last_month=period.short_label,
        groups=tuple(_groups(book, indicator, period, area)),
        definitions=tuple(_definitions(indicator, period)),
        exclusions=tuple((indicator.version_at(period.end).excluded or {}).items()),
        polarity=POLARITY_WORDS[indicator.polarity],
        basis=BASIS_WORDS[indicator.basis],
        unit=UNIT_WORDS[indicator.unit],
        provenance=provenance(book, shown.series[-1], indicator),
        doubts=tuple(dict.fromkeys(doubt for cell in shown.series for doubt in cell.doubts)),
        is_child_level=shown.series[-1].state in (State.FINAL, State.PROVISIONAL, State.NOBODY)
        and bool(shown.series[-1].snapshot)
        and is_of_children(indicator.id),
        said=explained(indicator.id),
        known=known_rows(indicator.id),
        analysis=analysis_of(book, indicator, period, area) if isinstance(book, FigureBook) else None,
    )


def _measure(book: Book, indicator: Indicator, period: Period, area: Area) -> Measure:
    """The indicator with ``area`` in the place of the authority."""
    months = months_to(period, MONTHS)
    tree = part_of(book.areas, area)
    is_top = book.areas.authority is not None and book.areas.authority.id == area.id
    changes = [one for one in book.settings.limits if is_top and one.indicator == indicator.id]
    needed = periods_needed(months, changes)
    figures = best_known(book.figures(ids=[indicator.id], periods=needed, areas=[one.id for one in tree]))
    gone = frozenset(key for key, figure in figures.items() if isinstance(figure, Withheld))
    doubts = doubts_known(book.store.list("submitted"), book.areas)
    target = book.target(indicator.id, area.id, period.end)
    return measure_of(
        indicator,
        months,
        tree,
        Shown(
            figures,
            withheld=gone,
            doubts={key: doubts[key] for key in figures.keys() & doubts.keys() if _is_submitted(figures[key])},
        ),
        comparators=[_under_its_year(one, indicator) for one in book.comparators(indicator.id)]
        if is_top or indicator.unit is not Unit.COUNT
        else (),
        target=target.value if target else None,
        changes=changes,
    )


def _under_its_year(comparator: Comparator, indicator: Indicator) -> Comparator:
    """A comparator for 31 March stands in the column of the year that ended then, beside the council's own 31 March."""
    end = comparator.period.end
    if indicator.basis is Basis.OVER_PERIOD or comparator.period.kind is not PeriodKind.MONTH or end.month != 3:
        return comparator
    return replace(comparator, period=financial_year_of(end))


def _is_submitted(figure: Figure) -> bool:
    return figure.status is Status.SUBMITTED


def published_cells(
    book: Book, indicator: Indicator, months: Sequence[Period], area: str, *, at_once: bool = False
) -> dict[Period, Cell]:
    """Each month as it was known at its own end, for the months whose own extract is there.

    With ``at_once`` only where that extract's figures are kept already: computing 13 extracts would keep the reader waiting.
    """
    extracts = {one.as_at: one for one in book.store.extracts()}
    found: dict[Period, Cell] = {}
    for one in months:
        extract = extracts.get(one.end)
        if extract is None or (at_once and not is_kept(book, extract)):
            continue
        figure = known(book.figures(ids=[indicator.id], periods=[one], areas=[area], as_known=one.end)).get((area, one, ""))
        if figure is not None:
            found[one] = cell_for(figure, one)
    return found


def _headline(shown: Measure, indicator: Indicator) -> Headline:
    now, series = shown.headline, shown.series
    year_to_date = shown.year_to_date
    return Headline(
        value=value_words(now, indicator),
        parts=parts_words(now, indicator),
        tag=status_tag(now),
        movement=movement(series[-2], now, indicator, trend=shown.trend, since=f"since {series[-2].period.label}"),
        over_year=movement(series[0], now, indicator, trend=shown.trend, since=f"since {series[0].period.label}"),
        target=target_words(shown.target.value if shown.target else None, now, indicator),
        trend=shown.trend,
        year_to_date=(value_words(year_to_date, indicator), parts_words(year_to_date, indicator)) if year_to_date else None,
    )


def _trend_chart(shown: Measure) -> Chart:
    index = {cell.period: position for position, cell in enumerate(shown.series)}
    limits = [Limits(index[span.first], index[span.last], span.centre, span.lower, span.upper) for span in shown.limits]
    return trend_chart(
        shown.title,
        shown.series,
        shown.unit,
        counts=shown.counts,
        limits=limits,
        target=shown.target.value if shown.target else None,
        comparator=nearest_comparator(shown),
    )


def _year_chart(shown: Measure) -> Chart | None:
    return (
        history_chart(shown.title, [(row.name, row.cells) for row in shown.history], shown.unit) if len(shown.years) > 1 else None
    )


def _multiple(shown: Measure, rows: Sequence[AreaRow]) -> Chart | None:
    if len(rows) < 2:
        return None
    return small_multiple(shown.title, [(row.name, row.cells) for row in rows], shown.unit, counts=shown.counts)


def _months(
    shown: Measure, published: Mapping[Period, Cell], ends: Collection[date | None], indicator: Indicator
) -> Iterable[MonthRow]:
    before: Cell | None = None
    for cell in shown.series:
        then = published.get(cell.period)
        differs = (
            then is not None and then.snapshot != cell.snapshot and (then.value, then.numerator) != (cell.value, cell.numerator)
        )
        yield MonthRow(
            period=cell.period,
            value=value_words(cell, indicator),
            numerator="" if cell.numerator is None else f"{cell.numerator:,}",
            denominator="" if cell.denominator is None else f"{cell.denominator:,}",
            tag=status_tag(cell) if cell.value is not None else None,
            movement=movement(before, cell, indicator),
            published=value_words(then, indicator) if then is not None and differs else "The same" if then is not None else "",
            has_extract=cell.period.end in ends,
            is_known=cell.value is not None or cell.state is State.NOBODY,
        )
        before = cell


def _area_line(row: AreaRow, indicator: Indicator) -> AreaLine:
    breaks = [index for index in range(1, len(row.cells)) if row.cells[index].version != row.cells[index - 1].version]
    return AreaLine(
        id=row.area,
        name=row.name,
        level=row.level,
        cells=tuple((cell.period, cell_text(cell, indicator), cell.value is not None) for cell in row.cells),
        parts=parts_words(row.latest, indicator),
        spark=sparkline([cell.value for cell in row.cells], breaks=breaks),
        trend=row.trend,
    )


def cell_text(cell: Cell, indicator: Indicator) -> str:
    """A figure in a table whose caption carries the unit."""
    if cell.value is None:
        return cell.words(indicator.unit, indicator.counts)
    return printed(cell.value, Unit.AVERAGE if indicator.unit is Unit.PERCENT else indicator.unit)


def _groups(book: Book, indicator: Indicator, period: Period, area: Area) -> Iterable[GroupLine]:
    """The codes of a breakdown that anybody had in these months, the largest of the last month first."""
    if not indicator.breakdown:
        return
    months = months_to(period, MONTHS)
    figures = known(book.figures(ids=[indicator.id], periods=months, areas=[area.id]))
    codes = {group for _, _, group in figures if group}
    series = {code: [cell_for(figures.get((area.id, one, code)), one) for one in months] for code in codes}
    series = {
        code: cells for code, cells in series.items() if any(cell.numerator or cell.state is State.SUPPRESSED for cell in cells)
    }
    for code in sorted(series, key=lambda code: (-(series[code][-1].numerator or 0), code)):
        cells = series[code]
        yield GroupLine(
            code,
            group_name(indicator, code),
            tuple((cell.period, cell_text(cell, indicator), cell.value is not None) for cell in cells),
            parts_words(cells[-1], indicator),
            sparkline([cell.value for cell in cells]),
            trend_of([figures.get((area.id, one, code)) for one in months], indicator.polarity),
        )


def _definitions(indicator: Indicator, period: Period) -> Iterable[DefinitionLine]:
    current = indicator.version_at(period.end)
    for version in indicator.all_versions():
        yield DefinitionLine(
            version.number,
            version.summary,
            day_words(version.from_) if version.from_ else "",
            version.population or "",
            version.met,
            version == current,
        )
