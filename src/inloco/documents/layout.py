"""What a page of the report shows, in reading order: the one arrangement that the web page and the PDF both follow."""

from __future__ import annotations

from dataclasses import dataclass

from inloco.documents.blocks import Block, blocks_of
from inloco.documents.charts import Chart
from inloco.documents.drawn import areas_chart, months_chart, years_chart
from inloco.documents.monthly_report import Definition, IndicatorPage, Measure, MonthlyReport
from inloco.documents.style import day_words, moment_words, printed
from inloco.documents.tables import Table, areas_table, months_table, years_table


@dataclass(frozen=True)
class Headline:
    """The figure of the month, large, and the sentences beside it. ``name`` is the label without the month."""

    name: str
    label: str
    value: str
    absent: bool
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Exhibit:
    """A chart and the table that says the same; either may be missing."""

    chart: Chart | None
    table: Table | None


@dataclass(frozen=True)
class Remark:
    """Commentary with its author."""

    author: str
    written: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Meaning:
    """A definition as it is printed."""

    label: str
    words: str
    source: str
    versions: tuple[str, ...]
    limits: str


@dataclass(frozen=True)
class PageLayout:
    """``number`` counts pages through the report from 1; ``key`` names the page by its first indicator."""

    number: int
    key: str
    title: str
    trend: str
    headlines: tuple[Headline, ...]
    months: Exhibit
    years: tuple[Exhibit, ...]
    areas: tuple[Exhibit, ...]
    remarks: tuple[Remark, ...]
    meanings: tuple[Meaning, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class SectionLayout:
    title: str
    pages: tuple[PageLayout, ...]


def lay_out(report: MonthlyReport, *, columns: int = 4) -> tuple[SectionLayout, ...]:
    """Every section and page of ``report``, with its charts drawn; the small lines of the areas stand in ``columns``."""
    number = 0
    sections = []
    for section in report.sections:
        pages = []
        for page in section.pages:
            number += 1
            pages.append(_page(number, page, report, columns))
        sections.append(SectionLayout(section.title, tuple(pages)))
    return tuple(sections)


def _page(number: int, page: IndicatorPage, report: MonthlyReport, columns: int) -> PageLayout:
    compared = max(page.measures, key=lambda measure: len(measure.history))
    others = (measure for measure in page.measures if measure is not compared)
    years = (Exhibit(years_chart(one) if one is compared else None, years_table(one)) for one in (compared, *others))
    areas = (Exhibit(areas_chart(measure, columns=columns), areas_table(measure, report)) for measure in page.measures)
    return PageLayout(
        number=number,
        key=page.measures[0].indicator,
        title=page.title,
        trend=page.measures[0].trend.word if page.measures[0].trend else "",
        headlines=tuple(headline(measure) for measure in page.measures),
        months=Exhibit(months_chart(page.measures[0], report), months_table(page, report)),
        years=tuple(exhibit for exhibit in years if exhibit.table),
        areas=tuple(exhibit for exhibit in areas if exhibit.table),
        remarks=tuple(
            Remark(said.author, moment_words(said.written_at) if said.written_at else "", blocks_of(said.text))
            for said in page.commentary
        ),
        meanings=tuple(
            _meaning(measure.title if len(page.measures) > 1 else "", measure.definition) for measure in page.measures
        ),
        notes=page.notes,
    )


def headline(measure: Measure) -> Headline:
    """The latest figure with its two numbers, trend, target and year to date."""
    cell = measure.headline
    sentences = []
    if fraction := cell.fraction(measure.unit, measure.counts):
        sentences.append(f"{fraction}.")
    if cell.mark and cell.value is not None:
        sentences.append({"[p]": "Provisional.", "[s]": "Submitted, not computed from an extract."}[cell.mark])
    if measure.trend:
        sentences.append(f"Trend: {measure.trend.word}. {measure.trend.words}".strip())
    if measure.target:
        met = {True: ": met", False: ": not met", None: ""}[measure.target.met]
        sentences.append(f"Target {printed(measure.target.value, measure.unit)}{met}.")
    if (year := measure.year_to_date) is not None:
        fraction = year.fraction(measure.unit, measure.counts)
        words = (
            f"{year.words(measure.unit, measure.counts)} ({fraction})" if fraction else year.words(measure.unit, measure.counts)
        )
        sentences.append(f"Year to date, {day_words(year.period.start)} to {day_words(year.period.end)}: {words}.")
    sentences += [f"In doubt: {doubt}" for doubt in cell.doubts]
    return Headline(
        measure.label,
        f"{measure.label}, {cell.period.label}",
        cell.words(measure.unit, measure.counts),
        cell.value is None,
        tuple(sentences),
    )


def _meaning(label: str, definition: Definition) -> Meaning:
    versions = tuple(
        f"Version {version.number}{f', from {day_words(version.from_)}' if version.from_ else ''}: {version.summary}"
        for version in definition.versions
    )
    source = ", ".join(part for part in (definition.source, definition.reference) if part)
    return Meaning(label, definition.words, source, versions if len(versions) > 1 else (), definition.limits)
