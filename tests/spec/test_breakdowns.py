"""Figures split by who works with the child, who provides the placement, and how the child came."""

import pytest

from inloco.analytics.figure import Status


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("worker", {"W1": 1, "W2": 1, "nobody": 1}),
        ("reviewing_officer", {"R1": 2, "nobody": 1}),
        ("provider", {"PR1": 1, "PR4": 1, "unknown": 1}),
        ("unaccompanied", {"unaccompanied": 1, "other": 2}),
        ("sex", {"F": 1, "M": 2}),
        ("need", {"N1": 2, "N5": 1}),
    ],
)
def test_children_looked_after_split(county, by, expected):
    county.child("Amara", sex="F").looked_after("2018-01-10", placement=None).placed("U4", "2018-01-10", provider="PR1").team(
        "T1", "2018-01-10", worker="W1"
    ).team("T2", "2018-01-10", role="IRO", worker="R1")
    county.child("Bela", sex="M").looked_after("2018-01-10", placement=None).placed("K2", "2018-01-10", provider="PR4").team(
        "T1", "2018-01-10", worker="W2"
    ).team("T2", "2018-01-10", "2019-01-10", role="Independent Reviewing Officer", worker="R2").team(
        "T2", "2019-01-10", role="Independent Reviewing Officer", worker="R1"
    )
    county.child("Cai", sex="M").looked_after("2018-01-10", need="N5")
    county.add("immigration_status", child="Cai", immigration_status="UASC", started_on="2018-01-10")
    county.add("immigration_status", child="Amara", immigration_status="Asylum seeker, UASC", ended_on="2018-12-31")
    figures = [one for one in county.figures("cla_count", by=by) if one.area == "county"]
    assert {one.group: one.numerator for one in figures} == expected
    assert sum(one.numerator for one in figures) == county.figure("cla_count").numerator


def test_protection_plans_by_category(county):
    county.child("Amara").on_plan("2017-01-10", latest_category="NEG")
    county.child("Bela").on_plan("2019-01-10", initial_category="EMO")
    figures = [one for one in county.figures("cp_open_2y_pct", by="category") if one.area == "county"]
    assert {one.group: (one.numerator, one.denominator) for one in figures} == {"EMO": (0, 1), "NEG": (1, 1)}


def test_without_the_table_nobody_can_say_who_came_unaccompanied(county):
    """Everybody in the group “other” would be a figure that nobody counted."""
    county.without("immigration_status").child("Amara").looked_after("2018-01-10")
    figures = county.figures("cla_count", by="unaccompanied")
    assert {one.status for one in figures} == {Status.NOT_AVAILABLE}
    assert {one.group for one in figures} == {""}
    assert county.figure("cla_count").numerator == 1
