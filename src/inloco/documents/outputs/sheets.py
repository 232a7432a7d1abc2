"""A report as plain sheets, one table on each, which XLSX and ODS then write. Follows the government's advice on accessible
spreadsheets: title in A1, one header row, no merged cells, nothing empty inside a table, shorthand for what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from inloco.analytics.figure import Unit
from inloco.documents.blocks import blocks_of, plain_text
from inloco.documents.cells import Cell, State
from inloco.documents.chart_words import spans, year_label
from inloco.documents.layout import headline
from inloco.documents.monthly_report import Edition, IndicatorPage, Measure, MonthlyReport
from inloco.documents.tables import stamp_lines, unit_label

Value = str | int | Decimal
WIDEST = 70


@dataclass(frozen=True)
class Link:
    """Text that leads to another sheet."""

    text: str
    sheet: str


@dataclass(frozen=True)
class Sheet:
    """``name`` is the tab; ``lines`` stand under the title; ``header`` and ``rows`` are the table, absent on the cover."""

    name: str
    title: str
    lines: tuple[str, ...]
    header: tuple[str, ...] = ()
    rows: tuple[tuple[Value | Link, ...], ...] = ()

    @property
    def header_row(self) -> int:
        """Counted from 0: the title, then the lines."""
        return 1 + len(self.lines)

    @property
    def widths(self) -> list[int]:
        """Of each column in characters, so that nothing is cut off."""
        if not self.header:
            return [100]
        found = [max(8, *(len(word) for word in label.split())) for label in self.header]
        found[0] = max(found[0], 14)
        for row in self.rows:
            for index, value in enumerate(row):
                found[index] = max(found[index], min(len(value.text if isinstance(value, Link) else str(value)), WIDEST))
        return [width + 2 for width in found]


def sheets_of(report: MonthlyReport) -> list[Sheet]:
    """The cover, the contents, the notes and every table of the report."""
    tables: list[Sheet] = []
    for number, page in enumerate(report.pages, start=1):
        tables += _page(number, page, report)
    return [_cover(report), _contents(tables), _notes(report), _commentary(report), *tables]


def shorthand(cell: Cell) -> Value:
    """The number, or the mark that stands for it."""
    return cell.value if cell.value is not None else cell.mark or "[x]"


def part(number: int | None, cell: Cell) -> Value:
    """A numerator or a denominator; where it is not known, why."""
    if number is not None:
        return number
    return cell.mark if cell.value is None and cell.mark else "[x]"


def status(cell: Cell) -> str:
    """The state of a figure in words with its mark: ``final``, ``submitted [s]``."""
    words = {State.NOBODY: "nobody to count", State.NOT_APPLICABLE: "not applicable", State.NOT_AVAILABLE: "not available"}
    said = words.get(cell.state, cell.state.value)
    return f"{said} {cell.mark}".strip()


def _cover(report: MonthlyReport) -> Sheet:
    edition = {
        Edition.RESTRICTED: "Restricted edition: for the board and those who report to it.",
        Edition.PUBLIC: "Public edition: small numbers are suppressed, and whatever would give them away.",
    }[report.edition]
    lines = (
        report.council.name,
        report.period.label,
        edition,
        *stamp_lines(report),
        "Each sheet holds one table. The contents sheet leads to them; the notes sheet explains shorthand and rules.",
    )
    return Sheet("Cover", report.title, lines)


def _contents(tables: Sequence[Sheet]) -> Sheet:
    fixed = [("Notes", "Notes and shorthand"), ("Commentary", "Commentary on the figures")]
    rows = [(Link(name, name), title) for name, title in [*fixed, *((table.name, table.title) for table in tables)]]
    return Sheet("Contents", "Contents", (), ("Sheet", "Title"), tuple(rows))


def _notes(report: MonthlyReport) -> Sheet:
    rows: list[tuple[Value, ...]] = [("Shorthand", mark, meaning) for mark, meaning in report.shorthand]
    rows += [("Note", f"Note {number}", note) for number, note in enumerate(report.notes, start=1)]
    for page in report.pages:
        rows += [("Note", page.title, note) for note in page.notes]
        for measure in page.measures:
            definition = measure.definition
            rows.append(("Definition", measure.title, definition.words))
            if definition.source:
                rows.append(("Source", measure.title, ", ".join(filter(None, (definition.source, definition.reference)))))
            rows += [("Definition", f"{measure.title}, version {one.number}", one.summary) for one in definition.versions]
            rows += [("Break", f"{measure.title}, {gap.period.label}", gap.words) for gap in measure.breaks]
    return Sheet("Notes", "Notes and shorthand", ("This sheet holds one table.",), ("Kind", "About", "Words"), tuple(rows))


def _commentary(report: MonthlyReport) -> Sheet:
    rows = [(page.title, said.author, plain_text(blocks_of(said.text))) for page in report.pages for said in page.commentary]
    none = ("There is no commentary in this report.",) if not rows else ()
    return Sheet("Commentary", "Commentary on the figures", none, ("Page", "Author", "Commentary") if rows else (), tuple(rows))


def _page(number: int, page: IndicatorPage, report: MonthlyReport) -> list[Sheet]:
    letters = iter("abcdefgh")
    found = [_months(f"{number}{next(letters)}", page, report)]
    for measure in page.measures:
        if measure.history:
            found.append(_years(f"{number}{next(letters)}", measure))
        if measure.areas:
            found.append(_areas(f"{number}{next(letters)}", measure, report))
    return found


def _months(name: str, page: IndicatorPage, report: MonthlyReport) -> Sheet:
    header = ["Month"]
    several = len(page.measures) > 1
    for measure in page.measures:
        header.append(_column(measure))
        if measure.unit is not Unit.COUNT:
            header += [f"{measure.label}: numerator", f"{measure.label}: denominator"]
        prefix = f"{measure.label}: " if several else ""
        header += [f"{prefix}status".capitalize(), f"{prefix}definition version".capitalize()]
    header.append("Doubts")
    rows: list[tuple[Value, ...]] = []
    for index, period in enumerate(report.periods):
        row: list[Value] = [period.label]
        doubts: list[str] = []
        for measure in page.measures:
            cell = measure.series[index]
            row.append(shorthand(cell))
            if measure.unit is not Unit.COUNT:
                row += [part(cell.numerator, cell), part(cell.denominator, cell)]
            row += [status(cell), cell.version]
            doubts += cell.doubts
        rows.append((*row, "; ".join(doubts) or "none"))
    lines = [f"This sheet holds one table: {report.council.short}, a row for each month."]
    for measure in page.measures:
        said = headline(measure)
        lines.append(f"{said.label}: {said.value}. {' '.join(said.sentences)}".strip())
    return Sheet(name, f"{page.title} by month", tuple(lines), tuple(header), tuple(rows))


def _column(measure: Measure) -> str:
    """``Percentage (% of children)``, ``Number (of children)``, ``Rate per 10,000``."""
    match measure.unit:
        case Unit.PERCENT:
            return f"Percentage (% of {measure.counts})"
        case Unit.COUNT:
            return f"Number of {measure.counts}"
        case _:
            return measure.label


def _years(name: str, measure: Measure) -> Sheet:
    rows = tuple(
        (
            history.name,
            "comparator" if history.comparator else "council",
            year_label(cell.period),
            shorthand(cell),
            part(cell.numerator, cell),
            part(cell.denominator, cell) if measure.unit is not Unit.COUNT else "[z]",
            "published elsewhere" if history.comparator else status(cell),
            cell.source or "own figures",
            "; ".join(cell.doubts) or "none",
        )
        for history in measure.history
        for cell in history.cells
    )
    header = ("Area", "Kind", "Period", _column(measure), "Numerator", "Denominator", "Status", "Source", "Doubts")
    lines = ("This sheet holds one table. Each figure stands under its own period.",)
    return Sheet(name, f"{measure.title} by year, with comparators", lines, header, rows)


def _areas(name: str, measure: Measure, report: MonthlyReport) -> Sheet:
    last = report.periods[-1].short_label
    counted = measure.unit is Unit.COUNT
    header = ["Area", "Kind", *(period.short_label for period in report.periods)]
    header += [] if counted else [f"{last}: numerator", f"{last}: denominator"]
    header += ["Trend", "Submitted or provisional months", "Doubts"]
    rows: list[tuple[Value, ...]] = []
    for area in measure.areas:
        row: list[Value] = [area.name, area.kind, *(shorthand(cell) for cell in area.cells)]
        row += [] if counted else [part(area.latest.numerator, area.latest), part(area.latest.denominator, area.latest)]
        rows.append((*row, area.trend.word if area.trend else "[z]", _marked(area.cells), _doubted(area.cells)))
    lines = (
        f"This sheet holds one table: {unit_label(measure.unit, measure.counts)}, a row for each area.",
        "[z] in a month: there was nobody to count, which is not 0.",
    )
    return Sheet(name, f"{measure.title} by area", lines, tuple(header), tuple(rows))


def _marked(cells: Sequence[Cell]) -> str:
    said = [
        f"{state.value} {cell_mark}: {months}"
        for state, cell_mark in ((State.SUBMITTED, "[s]"), (State.PROVISIONAL, "[p]"))
        if (months := spans(cells, [cell.state is state for cell in cells]))
    ]
    return "; ".join(said) or "none"


def _doubted(cells: Sequence[Cell]) -> str:
    doubts = dict.fromkeys(doubt for cell in cells for doubt in cell.doubts)
    return "; ".join(f"{spans(cells, [doubt in cell.doubts for cell in cells])}: {doubt}" for doubt in doubts) or "none"
