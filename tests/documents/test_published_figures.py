"""On real input: the figures of a published report, loaded as history, give a report of the same month with all its series."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from inloco.analytics.book import FigureBook
from inloco.analytics.loading import load
from inloco.analytics.periods import financial_year, month
from inloco.analytics.snapshots import SnapshotStore
from inloco.documents.building import draft_report
from inloco.documents.cells import State
from inloco.documents.monthly_report import Edition, Measure, MonthlyReport, as_json, from_json
from inloco.documents.outputs.html import report_html
from inloco.documents.outputs.pdf import report_pdf
from inloco.documents.outputs.sheets import sheets_of
from tests.shared import shared_file

AUGUST = month(2019, 8)
HEADLINES = {
    "cin_plans_count": "1,737",
    "cin_plans_rate": "69.6",
    "cp_plans_count": "1,388",
    "cp_plans_rate": "55.6",
    "cla_count": "2,117",
    "cla_rate": "84.8",
    "health_assessment_up_to_date_pct": "89.7%",
    "dental_up_to_date_pct": "64.7%",
    "care_leavers_count": "885",
    "care_leavers_suitable_accom_pct": "90.0%",
    "care_leavers_eet_pct": "45.0%",
    "care_leavers_in_touch_pct": "67.0%",
}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> FigureBook:
    root: Path = tmp_path_factory.mktemp("data")
    load([shared_file("data/published-figures.csv")], store=SnapshotStore(root), as_at=None)
    return FigureBook(root)


@pytest.fixture(scope="module")
def report(book: FigureBook) -> MonthlyReport:
    return draft_report(book, AUGUST)


def measure(report: MonthlyReport, indicator: str) -> Measure:
    return next(one for page in report.pages for one in page.measures if one.indicator == indicator)


def test_all_nine_series_stand_in_it_with_their_figures(report: MonthlyReport) -> None:
    assert len(report.pages) == 9
    assert {one.indicator: one.headline.words(one.unit) for page in report.pages for one in page.measures} == HEADLINES


def test_the_series_of_thirteen_months_is_whole_and_submitted(report: MonthlyReport) -> None:
    series = measure(report, "cla_count").series
    assert [int(cell.value or 0) for cell in series] == [
        2059,
        2053,
        2064,
        2085,
        2083,
        2096,
        2109,
        2128,
        2108,
        2090,
        2096,
        2114,
        2117,
    ]
    assert {cell.state for cell in series} == {State.SUBMITTED}


def test_the_annual_table_has_nine_years_of_four_rows(report: MonthlyReport) -> None:
    rate = measure(report, "cla_rate")
    assert rate.history[0].name == "Lancashire"
    assert {row.name for row in rate.history} == {"Lancashire", "North West", "England", "Statistical neighbours"}
    assert len(rate.years) == 9
    first = next(row for row in rate.history if row.name == "England").at(financial_year(2010))
    assert first is not None
    assert first.value == Decimal(58)


def test_every_area_of_the_tables_is_there(report: MonthlyReport) -> None:
    assert len(measure(report, "cin_plans_count").areas) == 16
    assert len(measure(report, "cla_count").areas) == 15
    assert len(measure(report, "dental_up_to_date_pct").areas) == 15


def test_what_cannot_be_true_is_marked(report: MonthlyReport) -> None:
    dental = measure(report, "dental_up_to_date_pct").series
    assert [str(cell.period) for cell in dental if cell.doubts] == ["2019-03"]
    england = next(row for row in measure(report, "cla_rate").history if row.name == "England").cells[-1]
    assert england.doubts


def test_the_change_of_july_is_a_break(report: MonthlyReport) -> None:
    assert [str(gap.period) for gap in measure(report, "care_leavers_in_touch_pct").breaks] == ["2019-07"]


def test_it_is_frozen_and_printed(report: MonthlyReport) -> None:
    assert from_json(as_json(report)) == report
    assert report_pdf(report).startswith(b"%PDF")
    page = report_html(report)
    assert all(words in page for words in HEADLINES.values())
    assert len(sheets_of(report)) > 20


def test_the_public_edition_has_no_small_count_anywhere(book: FigureBook) -> None:
    public = draft_report(book, AUGUST, edition=Edition.PUBLIC)
    for page in public.pages:
        for one in page.measures:
            for cell in (*one.series, *(cell for row in one.areas for cell in row.cells)):
                if one.indicator.endswith("_count") and cell.value is not None:
                    assert cell.value == 0 or cell.value > 5
    small = next(row for row in measure(public, "cla_count").areas if row.name == "Other Service Areas")
    assert small.latest.state is State.SUPPRESSED
    assert measure(public, "cla_count").headline.value == 2117
