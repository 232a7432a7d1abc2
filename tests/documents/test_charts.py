"""Charts say in words what they show, leave gaps as gaps, and draw nothing across a change of definition."""

from __future__ import annotations

import base64
from dataclasses import replace
from decimal import Decimal

import pytest
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st

from inloco.analytics.figure import Unit
from inloco.analytics.periods import financial_year
from inloco.documents import chart_specs
from inloco.documents.cells import Cell, State
from inloco.documents.charts import Limits, break_indexes, history_chart, small_multiple, trend_chart
from inloco.documents.sparklines import sparkline
from tests.documents.made import PERIODS, cell, health, in_touch, made_report


@pytest.fixture
def cells() -> tuple[Cell, ...]:
    return health().measures[0].series


def test_the_finding_is_the_title_and_the_words_tell_the_rest(cells: tuple[Cell, ...]) -> None:
    chart = trend_chart("Health assessments up to date", cells, Unit.PERCENT, target=Decimal(93))
    assert chart.title == "Health assessments up to date: 92.1% in August 2024, up 4.4 percentage points from August 2023"
    assert "starts at 87.7% in August 2023 (421 of 480 children)" in chart.alt
    assert "ends at 92.1% in August 2024 (478 of 519 children)" in chart.alt
    assert "Lowest: 87.4% in September 2023" in chart.alt
    assert "No children to count, so no figure: December 2023." in chart.alt
    assert "Target: 93.0%." in chart.alt
    assert "In doubt: October 2023." in chart.alt
    assert "Provisional: August 2024." in chart.alt


def test_a_month_without_children_is_a_gap_and_never_a_nought(cells: tuple[Cell, ...]) -> None:
    assert cells[4].value is None
    drawn = chart_specs.trend_spec("t", cells, Unit.PERCENT, "children", (), (), None, None)
    points = next(layer for layer in drawn["layer"] if layer["mark"].get("type") == "line")["data"]["values"]
    assert [point["i"] for point in points] == [0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12]
    assert {point["run"] for point in points if point["i"] < 4}.isdisjoint({point["run"] for point in points if point["i"] > 4})
    assert "no children" in trend_chart("Health", cells, Unit.PERCENT).svg


def test_no_line_is_drawn_across_a_change_of_definition() -> None:
    cells = in_touch().measures[0].series
    assert break_indexes(cells) == [11]
    drawn = chart_specs.trend_spec("t", cells, Unit.PERCENT, "care leavers", (), [11], None, None)
    points = next(layer for layer in drawn["layer"] if layer["mark"].get("type") == "line")["data"]["values"]
    assert len({point["run"] for point in points}) == 2
    chart = trend_chart("Care leavers in touch", cells, Unit.PERCENT, counts="care leavers")
    assert "definition changed" in chart.svg
    assert "The definition changed with July 2024; earlier months cannot be compared." in chart.alt
    assert "up" not in chart.title


def test_submitted_and_computed_points_differ_in_shape_and_in_words(cells: tuple[Cell, ...]) -> None:
    mixed = [replace(one, state=State.SUBMITTED) if index < 4 else one for index, one in enumerate(cells)]
    chart = trend_chart("Health", mixed, Unit.PERCENT)
    assert "Submitted figure" in chart.svg
    assert "Computed from an extract" in chart.svg
    assert "Submitted, not computed from an extract: August 2023 to November 2023." in chart.alt


def test_limits_and_comparator_are_named_with_their_values(cells: tuple[Cell, ...]) -> None:
    chart = trend_chart(
        "Health",
        cells,
        Unit.PERCENT,
        limits=[Limits(0, 12, Decimal("90"), Decimal("87.5"), Decimal("92.5"))],
        comparator=("England", Cell(financial_year(2022), Decimal("91.4"))),
    )
    for words in ("Upper limit 92.5%", "Lower limit 87.5%", "Average 90.0%", "England 91.4%, 2022/23"):
        assert words in chart.svg
    assert "Usual range (control limits): 87.5% to 92.5%. Outside it: September 2023." in chart.alt


def test_a_chart_of_nothing_says_so() -> None:
    chart = trend_chart("Health", [cell(period, Unit.PERCENT, 0, 0) for period in PERIODS], Unit.PERCENT)
    assert chart.alt.endswith("There is no figure to show.")
    assert "No figure to show" in chart.svg


@pytest.mark.parametrize("unit", list(Unit))
def test_every_chart_is_one_well_formed_image_without_outside_references(unit: Unit) -> None:
    cells = [cell(period, unit, 40 + index, 50 + index) for index, period in enumerate(PERIODS)]
    rows = [("Eastmere", cells), ("Wyke <Valley> & “South”", cells)]
    years = [("Northshire", [cell(financial_year(year), unit, 40, 50) for year in (2019, 2020, 2022)]), ("England", [])]
    for chart in (trend_chart("A", cells, unit), small_multiple("B", rows, unit), history_chart("C", years, unit)):
        assert ElementTree.fromstring(chart.svg).tag.endswith("svg")
        assert "<script" not in chart.svg
        assert "href=" not in chart.svg
        assert base64.b64decode(chart.data_uri.split(",")[1]).decode() == chart.svg
        assert chart.alt
        assert chart.title


def test_a_year_that_is_missing_interrupts_the_line_of_years() -> None:
    made = [cell(financial_year(year), Unit.RATE, 40 + year % 7, 1000) for year in (2018, 2019, 2022, 2023)]
    assert "2018/19" in history_chart("Rates", [("Northshire", made)], Unit.RATE).alt


@given(st.lists(st.one_of(st.none(), st.decimals(0, 10_000, places=1)), min_size=1, max_size=13), st.text(max_size=20))
def test_a_sparkline_is_well_formed_and_has_no_style_attribute(values: list[Decimal | None], name: str) -> None:
    clean = "".join(letter for letter in name if letter.isprintable())
    svg = sparkline(values, clean, breaks=[3])
    assert ElementTree.fromstring(svg).tag.endswith("svg")
    assert "style=" not in svg.replace(clean, "")


def test_a_report_states_each_submitted_month() -> None:
    measure = made_report().pages[2].measures[0]
    assert all(one.state is State.SUBMITTED for one in measure.series)
