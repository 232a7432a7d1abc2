"""A report takes its figures once, leaves nothing out, and never prints what is not so."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pdfplumber
import pytest

from inloco.analytics.areas import Area, AreaKind, AreaTree
from inloco.analytics.errors import WrongUsage
from inloco.analytics.figure import Figure, Status, Unit, value_of
from inloco.analytics.indicators import CATALOGUE
from inloco.analytics.periods import Period, financial_year, month, months_to, parse_period
from inloco.analytics.reference import Comparator
from inloco.analytics.settings import Settings, Target
from inloco.analytics.snapshots import SnapshotStore
from inloco.documents.building import build_monthly_report, draft_report, rate_of
from inloco.documents.cells import State
from inloco.documents.drawn import areas_chart
from inloco.documents.monthly_report import Commentary, Edition, Measure, MonthlyReport, as_json
from inloco.documents.outputs.html import report_html
from inloco.documents.outputs.pdf import report_pdf
from inloco.documents.outputs.xlsx import report_xlsx

AREAS = AreaTree(
    [
        Area("N", "Northshire", AreaKind.AUTHORITY),
        Area("T9", "Leaving care", AreaKind.TEAM, "N"),
        Area("COAST", "Coast & Moor", AreaKind.LOCALITY, "N"),
        Area("EM", "Eastmere", AreaKind.DISTRICT, "COAST"),
        Area("OLD", "Wyke", AreaKind.DISTRICT, "COAST", to=date(2015, 4, 1)),
        Area("England", "England", AreaKind.COMPARATOR),
    ]
)
AUGUST = month(2024, 8)
HEALTH = "health_assessment_up_to_date_pct"


def figure(
    indicator: str,
    area: str,
    period: Period,
    numerator: int | None,
    denominator: int | None = None,
    status: Status = Status.FINAL,
    version: int = 1,
) -> Figure:
    unit = CATALOGUE[indicator].unit
    value = value_of(unit, numerator, denominator)
    return Figure(indicator, version, area, period, numerator, denominator, value, unit, status, "20240831-abc")


@dataclass
class MadeBook:
    """What is known, as given. ``asked`` remembers how often."""

    store: SnapshotStore
    given: list[Figure]
    areas: AreaTree = AREAS
    settings: Settings = field(default_factory=lambda: Settings(targets=(Target(HEALTH, Decimal(90)),)))
    others: list[Comparator] = field(default_factory=list)
    asked: int = 0

    def figures(
        self,
        ids: Iterable[str] | None = None,
        periods: Iterable[Period] | None = None,
        areas: Iterable[str] | None = None,
        as_known: date | None = None,
    ) -> list[Figure]:
        self.asked += 1
        wanted, when = set(ids or ()), set(periods or ())
        return [one for one in self.given if one.indicator in wanted and one.period in when]

    def comparators(self, indicator: str) -> list[Comparator]:
        return [one for one in self.others if one.indicator == indicator]

    def target(self, indicator: str, area: str, on: date) -> Target | None:
        return self.settings.target(indicator, area, on)


def counts(indicator: str, area: str, numbers: Iterable[int], last: Period = AUGUST, of: int | None = None) -> list[Figure]:
    listed = list(numbers)
    return [
        figure(indicator, area, period, number, of) for period, number in zip(months_to(last, len(listed)), listed, strict=True)
    ]


@pytest.fixture
def book(tmp_path: Path) -> MadeBook:
    given = [
        *counts("cla_count", "N", range(500, 513)),
        *counts("cla_rate", "N", range(500, 513), of=118_000),
        *counts("cla_count", "COAST", range(300, 313)),
        *counts("cla_count", "EM", range(300, 313)),
        *counts("cla_count", "T9", [200] * 13),
        *counts(HEALTH, "N", [80, 82, 81, 84, 83, 85, 86, 84, 83, 85, 88, 89, 91], of=100),
        *counts(HEALTH, "COAST", [50, 51, 52, 50, 49, 53, 54, 52, 51, 50, 55, 56, 57], of=60),
        *counts(HEALTH, "T9", [0] * 13, of=0),
    ]
    return MadeBook(SnapshotStore(tmp_path), given)


def measure(report: MonthlyReport, indicator: str) -> Measure:
    return next(one for page in report.pages for one in page.measures if one.indicator == indicator)


def test_figures_are_asked_for_once(book: MadeBook) -> None:
    build_monthly_report(book, AUGUST)
    assert book.asked == 1


def test_a_number_and_its_rate_share_a_page(book: MadeBook) -> None:
    report = build_monthly_report(book, AUGUST)
    assert [[one.indicator for one in page.measures] for page in report.pages] == [["cla_count", "cla_rate"], [HEALTH]]
    assert rate_of("cla_count") == "cla_rate"
    assert rate_of(HEALTH) == ""
    alone = build_monthly_report(book, AUGUST, ["cla_rate"])
    assert [[one.indicator for one in page.measures] for page in alone.pages] == [["cla_rate"]]


def test_thirteen_months_end_with_the_month_asked_for(book: MadeBook) -> None:
    report = build_monthly_report(book, AUGUST)
    series = measure(report, HEALTH).series
    assert [str(cell.period) for cell in series][::12] == ["2023-08", "2024-08"]
    assert (series[-1].numerator, series[-1].denominator, series[-1].value) == (91, 100, Decimal("91.0"))


def test_areas_stand_in_the_order_of_the_tree_and_nobody_is_said(book: MadeBook) -> None:
    rows = measure(build_monthly_report(book, AUGUST), HEALTH).areas
    assert [(row.area, row.level) for row in rows] == [("N", 0), ("COAST", 1), ("T9", 1)]
    assert {cell.state for cell in rows[-1].cells} == {State.NOBODY}
    assert {row.area for row in measure(build_monthly_report(book, AUGUST), "cla_count").areas} == {"N", "COAST", "EM", "T9"}


def test_an_area_that_ended_before_the_months_is_left_out(book: MadeBook) -> None:
    book.given += counts("cla_count", "OLD", [0] * 13)
    assert "OLD" not in {row.area for row in measure(build_monthly_report(book, AUGUST), "cla_count").areas}


def test_the_target_of_the_month_is_met_or_not(book: MadeBook) -> None:
    target = measure(build_monthly_report(book, AUGUST), HEALTH).target
    assert target is not None
    assert (target.value, target.met) == (Decimal(90), True)
    july = measure(build_monthly_report(book, month(2024, 7)), HEALTH).target
    assert july is not None
    assert july.met is False
    assert measure(build_monthly_report(book, AUGUST), "cla_count").target is None


def test_a_comparator_keeps_its_own_year_and_the_year_is_that_of_march(book: MadeBook) -> None:
    book.others = [
        Comparator("cla_rate", "England", financial_year(2022), Decimal("71.0"), "Made-up tables"),
        Comparator("cla_rate", "England", financial_year(2030), Decimal("99.0"), "A year to come"),
    ]
    history = measure(build_monthly_report(book, AUGUST), "cla_rate").history
    assert [(row.name, [str(cell.period) for cell in row.cells]) for row in history] == [
        ("Northshire", ["2023/24"]),
        ("England", ["2022/23"]),
    ]
    assert history[0].cells[0].numerator == 507
    assert history[1].cells[0].source == "Made-up tables"


def test_a_comparator_as_at_31_march_is_that_of_its_year(book: MadeBook) -> None:
    book.others = [
        Comparator("cla_rate", "England", month(2023, 3), Decimal("70.0"), "Made-up tables"),
        Comparator("cla_rate", "England", month(2022, 12), Decimal("69.0"), "Made-up tables"),
    ]
    england = measure(build_monthly_report(book, AUGUST), "cla_rate").history[1]
    assert [(str(cell.period), cell.value) for cell in england.cells] == [("2022-12", 69), ("2022/23", 70)]


def test_small_lines_are_few_enough_to_compare(book: MadeBook) -> None:
    found = measure(build_monthly_report(book, AUGUST), "cla_count")
    assert found.areas
    coast, teams = found.areas[1], [replace(found.areas[3], name=f"Team {number}") for number in range(20)]
    assert "one for each of 3 areas" in areas_chart(found).alt  # type: ignore[union-attr]
    many = replace(found, areas=(found.areas[0], coast, replace(coast, name="Dale"), *teams))
    assert "one for each of 2 areas" in areas_chart(many).alt  # type: ignore[union-attr]
    assert areas_chart(replace(found, areas=(found.areas[0], *teams))) is None


def test_the_figure_of_the_year_itself_comes_before_that_of_its_march(book: MadeBook) -> None:
    book.given.append(figure("cla_rate", "N", financial_year(2023), 501, 118_000))
    assert measure(build_monthly_report(book, AUGUST), "cla_rate").history[0].cells[-1].numerator == 501


def test_what_happens_in_months_is_summed_from_april(book: MadeBook) -> None:
    book.given += counts("cla_started_count", "N", range(1, 14))
    year = measure(build_monthly_report(book, AUGUST, ["cla_started_count"]), "cla_started_count").year_to_date
    assert year is not None
    assert (year.numerator, year.period.start, year.period.end) == (9 + 10 + 11 + 12 + 13, date(2024, 4, 1), date(2024, 8, 31))
    assert measure(build_monthly_report(book, AUGUST), "cla_count").year_to_date is None


def test_a_year_to_date_with_a_month_missing_is_not_guessed(book: MadeBook) -> None:
    book.given += [one for one in counts("cla_started_count", "N", range(1, 14)) if one.period != month(2024, 6)]
    assert measure(build_monthly_report(book, AUGUST, ["cla_started_count"]), "cla_started_count").year_to_date is None


def test_a_change_of_definition_is_a_break_with_limits_on_its_own_side(book: MadeBook) -> None:
    indicator = "care_leavers_in_touch_pct"
    months = months_to(AUGUST, 13)
    book.given += [figure(indicator, "N", period, 80 + n % 3, 100, version=1 if n < 11 else 2) for n, period in enumerate(months)]
    found = measure(build_monthly_report(book, AUGUST), indicator)
    assert [(gap.period, gap.version) for gap in found.breaks] == [(months[11], 2)]
    assert [(span.first, span.last) for span in found.limits] == [(months[0], months[10])]
    assert found.trend is not None
    assert found.trend.word == "too little data"


def test_a_computed_figure_comes_before_a_submitted_one(book: MadeBook) -> None:
    book.given.append(replace(figure("cla_count", "N", AUGUST, 999), status=Status.SUBMITTED))
    assert measure(build_monthly_report(book, AUGUST), "cla_count").headline.numerator == 512


def test_commentary_stands_on_its_page(book: MadeBook) -> None:
    said = {"cla_rate": [Commentary("Ingrid Fapohunda", "Three brothers came home.")], "unknown": [Commentary("x", "y")]}
    report = build_monthly_report(book, AUGUST, commentary=said)
    assert [page.commentary for page in report.pages] == [tuple(said["cla_rate"]), ()]


@pytest.mark.parametrize(
    ("period", "indicators", "words"),
    [
        ("2024-09", None, "no figures for September 2024"),
        ("2023/24", None, "is not a month"),
        ("2024-08", ["nonsense"], "is not an indicator"),
        ("2024-08", ["cin_plans_count"], "no figures for August 2024"),
    ],
)
def test_what_cannot_be_reported_is_refused(book: MadeBook, period: str, indicators: list[str] | None, words: str) -> None:
    with pytest.raises(WrongUsage, match=words):
        build_monthly_report(book, parse_period(period), indicators)


def test_the_council_is_named_by_its_settings_else_by_its_area(book: MadeBook) -> None:
    assert build_monthly_report(book, AUGUST).council.name == "Northshire"
    book.settings = Settings(name="Northshire County Council", short_name="NCC")
    council = build_monthly_report(book, AUGUST).council
    assert (council.name, council.short) == ("Northshire County Council", "NCC")


def test_a_draft_without_an_extract_has_no_stamp(book: MadeBook) -> None:
    assert draft_report(book, AUGUST).stamp.snapshot == ""


# The public edition


@pytest.fixture
def small(book: MadeBook) -> MadeBook:
    """Three children in one team, who could be told from the whole less the others."""
    book.given = [
        *counts("cla_count", "N", [503] * 13),
        *counts("cla_count", "COAST", [300] * 13),
        *counts("cla_count", "EM", [300] * 13),
        *counts("cla_count", "T9", [200] * 12 + [203]),
        *counts(HEALTH, "N", [97] * 13, of=100),
        *counts(HEALTH, "COAST", [57] * 13, of=60),
        *counts(HEALTH, "T9", [40] * 13, of=40),
    ]
    return book


def test_the_public_edition_keeps_small_numbers_back_everywhere(small: MadeBook) -> None:
    restricted = build_monthly_report(small, AUGUST)
    public = build_monthly_report(small, AUGUST, edition=Edition.PUBLIC)
    assert measure(restricted, HEALTH).headline.numerator == 97
    found = measure(public, HEALTH)
    assert {cell.state for cell in found.series} == {State.SUPPRESSED}
    assert found.headline.numerator is None
    assert found.limits == ()
    assert found.trend is None
    assert "suppressed" in found.finding
    assert found.target is None or found.target.met is None
    assert '"97"' not in as_json(public).replace('"numerator":97', "")
    assert '"numerator":97' not in as_json(public)
    assert '"97.0"' not in as_json(public)


def test_the_public_edition_shows_what_is_large(small: MadeBook) -> None:
    public = build_monthly_report(small, AUGUST, edition=Edition.PUBLIC)
    assert measure(public, "cla_count").headline.numerator == 503


@pytest.mark.parametrize(
    ("words", "stays"),
    [
        ("Placements are short in the east.", True),
        ("Three brothers came home.", False),
        ("There were 3.", False),
        ("The twins came home.", False),
        ("A single child moved.", False),
    ],
)
def test_commentary_that_names_numbers_is_not_for_the_public(book: MadeBook, words: str, stays: bool) -> None:
    said = {"cla_count": [Commentary("Ingrid Fapohunda", words)]}
    assert (words in as_json(build_monthly_report(book, AUGUST, commentary=said, edition=Edition.PUBLIC))) is stays
    assert words in as_json(build_monthly_report(book, AUGUST, commentary=said))


def test_units_are_those_of_the_catalogue(book: MadeBook) -> None:
    report = build_monthly_report(book, AUGUST)
    assert {one.unit for page in report.pages for one in page.measures} == {Unit.COUNT, Unit.RATE, Unit.PERCENT}


def test_no_output_of_the_public_edition_gives_it_away(small: MadeBook) -> None:
    public = build_monthly_report(small, AUGUST, edition=Edition.PUBLIC)
    page = report_html(public)
    drawn = "".join(base64.b64decode(found).decode() for found in re.findall(r"base64,([^\"]+)", page))
    with pdfplumber.open(io.BytesIO(report_pdf(public))) as pdf:
        printed = "\n".join(one.extract_text() for one in pdf.pages)
    book = openpyxl.load_workbook(io.BytesIO(report_xlsx(public)))
    cells = "".join(f">{value}<" for sheet in book for row in sheet.iter_rows(values_only=True) for value in row)
    for text in (page, drawn, printed, cells):
        assert not re.search(r"\b97(\.0)?%|>97(\.0)?<|\b97 of 100\b", text)
    assert "suppressed" in page
    assert "suppressed" in printed
    assert "[c]" in cells


def test_the_same_search_finds_it_in_the_restricted_edition(small: MadeBook) -> None:
    assert re.search(r"\b97 of 100\b", report_html(build_monthly_report(small, AUGUST)))
