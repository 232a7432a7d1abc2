"""A hand-made monthly report with one of everything: each kind of figure, gap, break and doubt. All names are invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from inloco.analytics.figure import Unit, value_of
from inloco.analytics.indicators.definition import Polarity
from inloco.analytics.periods import Period, financial_year, month, months_to
from inloco.documents.cells import Cell, State
from inloco.documents.chart_words import finding
from inloco.documents.monthly_report import (
    AreaRow,
    Break,
    Commentary,
    Council,
    Definition,
    DefinitionVersion,
    Edition,
    HistoryRow,
    IndicatorPage,
    LimitSpan,
    Measure,
    MonthlyReport,
    Section,
    Stamp,
    TargetLine,
    Trend,
)

PERIODS = tuple(months_to(month(2024, 8)))
LOOKED_AFTER = (512, 515, 509, 520, 518, 523, 530, 528, 525, 531, 536, 540, 543)
IN_DATE = (421, 418, 430, 441, 0, 452, 447, 455, 449, 460, 466, 471, 478)
ELIGIBLE = (480, 478, 485, 490, 0, 497, 499, 503, 500, 506, 511, 515, 519)
POPULATION = 118_250


def cell(period: Period, unit: Unit, numerator: int | None, denominator: int | None = None, **more: object) -> Cell:
    """A computed cell; a denominator of 0 means that there was nobody."""
    value = value_of(unit, numerator, denominator)
    state = State.FINAL if value is not None else State.NOBODY if denominator == 0 else State.NOT_AVAILABLE
    return replace(Cell(period, value, numerator, denominator, state), **more)  # type: ignore[arg-type]


def submitted(period: Period, value: str, **more: object) -> Cell:
    return replace(Cell(period, Decimal(value), state=State.SUBMITTED, source="Return of the autumn"), **more)  # type: ignore[arg-type]


def areas(unit: Unit, cells: Sequence[Cell]) -> tuple[AreaRow, ...]:
    def part(share: int) -> tuple[Cell, ...]:
        return tuple(
            cell(
                one.period, unit, (one.numerator or 0) // share, one.denominator // share if one.denominator is not None else None
            )
            for one in cells
        )

    nobody = tuple(cell(one.period, unit, 0, 0) for one in cells)
    return (
        AreaRow("northshire", "Northshire", "authority", 0, tuple(cells), Trend("improving", "Above its usual range.")),
        AreaRow("coast", "Coast & Moor", "locality", 1, part(2), Trend("no clear change", "Within its usual range.")),
        AreaRow("eastmere", "Eastmere", "district", 2, part(3), Trend("getting worse", "Below its usual range.")),
        AreaRow("wyke", "Wyke Valley & South Haddon", "district", 2, part(6)),
        AreaRow("night", "Emergency duty", "team", 1, nobody if unit is Unit.PERCENT else part(100)),
    )


def looked_after() -> IndicatorPage:
    counts = [cell(period, Unit.COUNT, number) for period, number in zip(PERIODS, LOOKED_AFTER, strict=True)]
    rates = [cell(period, Unit.RATE, number, POPULATION) for period, number in zip(PERIODS, LOOKED_AFTER, strict=True)]
    years = [financial_year(year) for year in range(2017, 2024)]
    comparators = tuple(
        HistoryRow(
            area,
            name,
            True,
            tuple(
                Cell(year, start + index, state=State.SUBMITTED, source=f"Made-up tables {year}")
                for index, year in enumerate(years[:last])
            ),
        )
        for area, name, start, last in (
            ("NW", "North West", Decimal("80.5"), 7),
            ("ENG", "England", Decimal("64.0"), 6),
            ("SN", "Statistical neighbours", Decimal("70.2"), 7),
        )
    )
    own = HistoryRow(
        "northshire", "Northshire", False, tuple(cell(year, Unit.RATE, 400 + 9 * i, POPULATION) for i, year in enumerate(years))
    )
    number = Measure(
        indicator="cla_count",
        title="Children looked after",
        label="Number",
        unit=Unit.COUNT,
        counts="children",
        polarity=Polarity.NEUTRAL,
        definition=Definition("Children looked after at the month end, short breaks left out.", "SSDA903", "guide, section 2"),
        series=tuple(counts),
        finding=finding("Children looked after", counts, Unit.COUNT),
        areas=areas(Unit.COUNT, counts),
        limits=(LimitSpan(PERIODS[0], PERIODS[-1], Decimal("525.4"), Decimal("508.1"), Decimal("542.7")),),
        trend=Trend("up", "Up 31 on a year ago; neither direction is better."),
    )
    rate = Measure(
        indicator="cla_rate",
        title="Children looked after per 10,000",
        label="Rate per 10,000",
        unit=Unit.RATE,
        counts="children",
        polarity=Polarity.NEUTRAL,
        definition=Definition("Children looked after for each 10,000 people aged under 18."),
        series=tuple(rates),
        finding=finding("Children looked after per 10,000", rates, Unit.RATE),
        history=(own, *comparators),
    )
    return IndicatorPage("Children looked after", (number, rate), notes=("Districts are those of 2024.",))


def health() -> IndicatorPage:
    cells = [cell(period, Unit.PERCENT, met, of) for period, met, of in zip(PERIODS, IN_DATE, ELIGIBLE, strict=True)]
    cells[2] = replace(cells[2], doubts=("the same as the dental figure of that month",))
    cells[-1] = replace(cells[-1], state=State.PROVISIONAL)
    measure = Measure(
        indicator="cla_health_assessment_pct",
        title="Health assessments up to date",
        label="Percentage",
        unit=Unit.PERCENT,
        counts="children",
        polarity=Polarity.HIGHER_IS_BETTER,
        definition=Definition(
            "Looked after for 12 months or more, with a health assessment that is still current.", "OC2", "health"
        ),
        series=tuple(cells),
        finding=finding("Health assessments up to date", cells, Unit.PERCENT),
        target=TargetLine(Decimal("93"), False),
        year_to_date=cell(Period(PERIODS[-1].kind, date(2024, 4, 1), date(2024, 8, 31)), Unit.PERCENT, 471, 512),
        areas=areas(Unit.PERCENT, cells),
        trend=Trend("improving", "Up 4.4 percentage points on a year ago; higher is better."),
    )
    text = (
        "## A heading\n\nThe **clinic in Eastmere** closed for two weeks.\n\n"
        "- 14 assessments moved\n- all are booked\n\n> Seen by the nurses."
    )
    return IndicatorPage(
        "Health assessments", (measure,), (Commentary("Oluwaseun Hartley-Pryce", text, datetime(2024, 9, 3, 10, 30, tzinfo=UTC)),)
    )


def in_touch() -> IndicatorPage:
    values = ("96", "93", "97", "90", "89", "88", "86", "85", "81", "82", "79", "68", "67")
    cells = [
        submitted(period, value, version=1 if index < 11 else 2)
        for index, (period, value) in enumerate(zip(PERIODS, values, strict=True))
    ]
    measure = Measure(
        indicator="cl_in_touch_pct",
        title="Care leavers in touch",
        label="Percentage",
        unit=Unit.PERCENT,
        counts="care leavers",
        polarity=Polarity.HIGHER_IS_BETTER,
        definition=Definition(
            "Care leavers with whom the council is in touch.",
            versions=(
                DefinitionVersion(1, "the recorded yes or no"),
                DefinitionVersion(2, "contact within 56 days", date(2024, 7, 31)),
            ),
        ),
        series=tuple(cells),
        finding=finding("Care leavers in touch", cells, Unit.PERCENT, "care leavers"),
        breaks=(Break(PERIODS[11], 2, "contact within 56 days"),),
    )
    return IndicatorPage("Care leavers in touch", (measure,))


def made_report(**more: object) -> MonthlyReport:
    """The report; ``more`` replaces fields of it."""
    report = MonthlyReport(
        title="Monthly performance report, August 2024",
        council=Council("Northshire County Council", "Northshire", "#12436D", "#28A197"),
        period=PERIODS[-1],
        periods=PERIODS,
        edition=Edition.RESTRICTED,
        stamp=Stamp(
            "20240831-1f2e3d4c",
            date(2024, 8, 31),
            datetime(2024, 9, 2, 8, 5, tzinfo=UTC),
            datetime(2024, 9, 5, 16, 0, tzinfo=UTC),
            "Marguerite Okonedo-Blyth",
        ),
        sections=(Section("Children looked after", (looked_after(), health())), Section("Care leavers", (in_touch(),))),
        notes=("Records entered after the extract are not counted.",),
    )
    return replace(report, **more)  # type: ignore[arg-type]


def with_commentary(report: MonthlyReport, text: str, author: str = "Fenella Adeyemi") -> MonthlyReport:
    """``report`` with ``text`` as the commentary of its first page."""
    first, *others = report.sections
    page = replace(first.pages[0], commentary=(Commentary(author, text),))
    return replace(report, sections=(replace(first, pages=(page, *first.pages[1:])), *others))
