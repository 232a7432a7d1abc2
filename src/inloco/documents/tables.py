"""The tables of a report as text in cells, laid out once for the web page and the PDF. Captions carry the unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from inloco.analytics.figure import Unit
from inloco.analytics.periods import PeriodKind
from inloco.documents.cells import DOUBTED, SHORTHAND, Cell, State
from inloco.documents.chart_words import listed, spans, year_label
from inloco.documents.monthly_report import AreaRow, IndicatorPage, Measure, MonthlyReport
from inloco.documents.sparklines import sparkline
from inloco.documents.style import UNIT_WORDS, day_words, moment_words, printed

MEANING = dict(SHORTHAND)


@dataclass(frozen=True)
class TableCell:
    """``text`` as printed. ``absent`` when it stands for a figure that is not there; ``mark`` is a shorthand behind a figure."""

    text: str
    mark: str = ""
    absent: bool = False
    words: bool = False


@dataclass(frozen=True)
class Row:
    """A row under its header cell. ``level`` is its depth in the tree of areas; ``minor`` rows are the parts of the one above."""

    header: str
    cells: tuple[TableCell, ...]
    level: int = 0
    minor: bool = False
    sparkline: str = ""


@dataclass(frozen=True)
class Table:
    """``columns`` has one label more than a row has cells: the first is for the header column. ``lines`` adds a column of
    sparklines, named by that label."""

    key: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    lines: str = ""

    def in_words(self, column: int) -> bool:
        """Whether a column holds words rather than figures."""
        return column > 0 and any(row.cells[column - 1].words for row in self.rows)


def _number(cell: Cell, unit: Unit) -> str:
    return printed(cell.value, Unit.AVERAGE if unit is Unit.PERCENT else unit) if cell.value is not None else ""


def _cells(cells: Sequence[Cell], unit: Unit, counts: str, common: str) -> tuple[TableCell, ...]:
    return tuple(
        TableCell(cell.words(unit, counts), absent=True)
        if cell.value is None
        else TableCell(_number(cell, unit), _mark(cell, common))
        for cell in cells
    )


def _mark(cell: Cell, common: str) -> str:
    marks = [cell.mark if cell.mark != common else "", DOUBTED if cell.doubts else ""]
    return " ".join(mark for mark in marks if mark)


def _marks(cells: Iterable[Cell]) -> tuple[str, tuple[str, ...]]:
    """The mark that every figure of a table shares, and the notes that explain the marks."""
    marks = [cell.mark for cell in cells if cell.value is not None]
    used = sorted(set(marks) - {""})
    if len(used) == 1 and all(marks):
        return used[0], (f"Every figure in this table is {MEANING[used[0]]}.",)
    return "", tuple(f"{mark} {MEANING[mark]}." for mark in used)


def _doubts(rows: Iterable[tuple[str, Sequence[Cell]]]) -> list[str]:
    """Each doubt once, with every area and month that it is about."""
    about: dict[str, list[str]] = {}
    for name, cells in rows:
        for doubt in dict.fromkeys(doubt for cell in cells for doubt in cell.doubts):
            about.setdefault(doubt, []).append(f"{name}, {spans(cells, [doubt in cell.doubts for cell in cells])}")
    return [f"{DOUBTED} {'; '.join(places)}: {doubt}" for doubt, places in about.items()]


def unit_label(unit: Unit, counts: str) -> str:
    """``%``, ``number of children``, ``rate per 10,000``: what a caption says in brackets."""
    return f"number of {counts}" if unit is Unit.COUNT else f"% of {counts}" if unit is Unit.PERCENT else UNIT_WORDS[unit]


def months_table(page: IndicatorPage, report: MonthlyReport) -> Table:
    """The authority through the months: each measure, and under it the two numbers that it was made of."""
    common, notes = _marks(cell for measure in page.measures for cell in measure.series)
    rows: list[Row] = []
    for measure in page.measures:
        rows.append(Row(_row_label(measure), _cells(measure.series, measure.unit, measure.counts, common)))
        if measure.unit is Unit.COUNT:
            continue
        if measure.unit is not Unit.RATE or len(page.measures) == 1:
            rows += _part("Number", measure, [cell.numerator for cell in measure.series])
        out_of = "Population aged under 18" if measure.unit is Unit.RATE else f"Out of ({measure.counts})"
        rows += _part(out_of, measure, [cell.denominator for cell in measure.series])
    listed_notes = [
        *notes,
        *(f"Definition {gap.version} from {gap.period.label}: {gap.words}" for m in page.measures for gap in m.breaks),
    ]
    for measure in page.measures:
        listed_notes += _doubts([(measure.label, measure.series)])
        known = [cell for cell in measure.series if cell.value is not None]
        if measure.unit is not Unit.COUNT and known and all(cell.denominator is None for cell in known):
            listed_notes.append(f"{measure.label}: the numbers behind these figures were not sent with them.")
    caption = f"{page.title}: {report.council.short}, {report.periods[0].label} to {report.periods[-1].label}"
    columns = ("Measure", *(period.short_label for period in report.periods))
    return Table("months", caption, columns, tuple(rows), tuple(dict.fromkeys(listed_notes)))


def _row_label(measure: Measure) -> str:
    return (
        f"{measure.label} ({measure.counts})"
        if measure.unit is Unit.COUNT
        else f"{measure.label} (%)"
        if measure.unit is Unit.PERCENT
        else measure.label
    )


def _part(label: str, measure: Measure, numbers: Sequence[int | None]) -> list[Row]:
    """A row of whole numbers; none where nothing is known of any month."""
    if all(number is None for number in numbers):
        return []
    cells = tuple(
        TableCell(f"{number:,}")
        if number is not None
        else TableCell("suppressed" if cell.state is State.SUPPRESSED else "not available", absent=True)
        for number, cell in zip(numbers, measure.series, strict=True)
    )
    return [Row(label, cells, minor=True)]


def years_table(measure: Measure) -> Table | None:
    """The authority and its comparators, each figure under its own period; None without history."""
    years = measure.years
    if not years:
        return None
    common, notes = _marks(cell for row in measure.history if not row.comparator for cell in row.cells)
    rows = []
    for history in measure.history:
        shown = [history.at(year) for year in years]
        cells = tuple(
            TableCell("not available", absent=True)
            if cell is None
            else _cells([cell], measure.unit, measure.counts, cell.mark if history.comparator else common)[0]
            for cell in shown
        )
        rows.append(Row(history.name, cells))
        if not history.comparator and measure.unit is not Unit.COUNT and any(cell and cell.denominator for cell in shown):
            out_of = [
                TableCell(f"{c.numerator:,} of {c.denominator:,}")
                if c and c.numerator is not None and c.denominator
                else TableCell("not available", absent=True)
                for c in shown
            ]
            rows.append(Row("Number", tuple(out_of), minor=True))
    sources: dict[str, list[str]] = {}
    for row in measure.history:
        if row.comparator and (named := listed(sorted({cell.source for cell in row.cells if cell.source}))):
            sources.setdefault(named, []).append(row.name)
    said = [f"Source for {listed(names)}: {named}." for named, names in sources.items()]
    doubts = _doubts((row.name, row.cells) for row in measure.history)
    label = "At 31 March" if any(year.kind is PeriodKind.MONTH for year in years) else "Financial year"
    columns = (label, *(year_label(year) for year in years))
    caption = f"{measure.title}, by year ({unit_label(measure.unit, measure.counts)})"
    return Table(f"years-{measure.indicator}", caption, columns, tuple(rows), (*notes, *said, *doubts))


def areas_table(measure: Measure, report: MonthlyReport) -> Table | None:
    """Every area through the months, with the two numbers of the latest one; None when no area has a figure."""
    if not measure.areas:
        return None
    common, notes = _marks(cell for row in measure.areas for cell in row.cells)
    fractions = any(row.latest.numerator is not None and row.latest.denominator is not None for row in measure.areas)
    fractions = fractions and measure.unit is not Unit.COUNT
    trends = any(row.trend for row in measure.areas)
    last = report.periods[-1].short_label
    rows = tuple(_area_row(row, measure, common, fractions, trends) for row in measure.areas)
    columns = ["Area", *(period.short_label for period in report.periods)]
    columns += (
        [f"{last}: number of {measure.counts}" if measure.unit is not Unit.RATE else f"{last}: number of population"]
        if fractions
        else []
    )
    columns += ["Trend"] if trends else []
    doubts = _doubts((row.name, row.cells) for row in measure.areas)
    gone = _empty_rows(measure)
    caption = f"{measure.title}, by area ({unit_label(measure.unit, measure.counts)})"
    lines = f"{len(report.periods)} months"
    return Table(f"areas-{measure.indicator}", caption, tuple(columns), rows, (*notes, *gone, *doubts), lines)


def _area_row(row: AreaRow, measure: Measure, common: str, fractions: bool, trends: bool) -> Row:
    cells = list(_cells(row.cells, measure.unit, measure.counts, common))
    if fractions:
        latest = row.latest
        known = latest.numerator is not None and latest.denominator is not None
        cells.append(
            TableCell(f"{latest.numerator:,} of {latest.denominator:,}")
            if known
            else TableCell(latest.words(measure.unit, measure.counts), absent=True)
        )
    if trends:
        cells.append(TableCell(row.trend.word if row.trend else "", words=True))
    versions = [index for index in range(1, len(row.cells)) if row.cells[index].version != row.cells[index - 1].version]
    line = sparkline([cell.value for cell in row.cells], breaks=versions)
    return Row(row.name, tuple(cells), level=row.level, sparkline=line)


def _empty_rows(measure: Measure) -> list[str]:
    nobody = [row.name for row in measure.areas if spans(row.cells, [cell.state is State.NOBODY for cell in row.cells])]
    return (
        [f"“no {measure.counts}”: there was nobody to count in that month, so there is no percentage. It is not 0%."]
        if nobody
        else []
    )


def stamp_lines(report: MonthlyReport) -> tuple[str, ...]:
    """What the figures were made from and who published them, a sentence each."""
    stamp = report.stamp
    lines = []
    if stamp.as_at:
        lines.append(f"Computed from the extract as at {day_words(stamp.as_at)}.")
    if stamp.extracted_at:
        lines.append(f"Extract loaded on {moment_words(stamp.extracted_at)}.")
    if stamp.snapshot:
        lines.append(f"Snapshot {stamp.snapshot}.")
    if not lines:
        lines.append("No extract was loaded for this month: its figures were submitted.")
    if stamp.published_at:
        by = f" by {stamp.published_by}" if stamp.published_by else ""
        lines.append(f"Published on {moment_words(stamp.published_at)}{by}. Later extracts do not change it.")
    else:
        lines.append("Draft: not published.")
    return tuple(lines)
