"""Seeing the child: Care Planning Regulations 2010, regulation 28, and the guidance on children who go missing, 2014.

A child is visited within a week of the start of a placement and then every six weeks; every three months once a placement that is
meant to last is a year old; at home under an interim order weekly until the first review, then every four weeks.
"""

import pytest

from inloco.analytics.figure import Status
from tests.spec.county import County


def visited(county, name, *days):
    for number, day in enumerate(days):
        county.add("cla_visits", child=name, visited_on=day, visit=f"{name} {number}")


def due(county, period="2019-08"):
    """``{child: [(due day, met or not)]}``"""
    reasons, states = (
        county.reasons("statutory_visits_in_time_pct", period),
        county.states("statutory_visits_in_time_pct", period),
    )
    return {name: (reasons[name].split(",")[0].removeprefix("Due by "), states[name]) for name in reasons}


def test_the_first_visit_within_a_week_and_then_every_six(county):
    visited(county, "long before", "2018-01-01")
    for name, placed, days in (
        ("on the 7th day", "2019-08-05", ["2019-08-12"]),
        ("on the 8th day", "2019-08-05", ["2019-08-13"]),
        ("not yet", "2019-08-05", []),
        ("due in September", "2019-08-26", []),
        ("six weeks later", "2019-07-01", ["2019-07-08", "2019-08-19"]),
        ("six weeks and a day", "2019-07-01", ["2019-07-08", "2019-08-20"]),
        ("early", "2019-07-01", ["2019-07-08", "2019-07-22"]),
    ):
        county.child(name).looked_after(placed)
        visited(county, name, *days)
    county.child("left before").looked_after("2019-08-05", "2019-08-12")
    county.child("short breaks").looked_after("2019-08-05", status="V4")
    assert due(county) == {
        "on the 7th day": ("12 August 2019", "met"),
        "on the 8th day": ("12 August 2019", "not met"),
        "not yet": ("12 August 2019", "not met"),
        "six weeks later": ("19 August 2019", "met"),
        "six weeks and a day": ("19 August 2019", "not met"),
        "early": ("19 August 2019", "met"),
    }


def test_after_a_year_every_three_months_where_the_placement_is_to_last(county):
    for name, type, last in (
        ("permanent", "U4", "2019-05-31"),
        ("permanent, first year", "U4", "2018-12-20"),
        ("not permanent", "U6", "2019-07-10"),
    ):
        county.child(name).looked_after("2018-01-10", placement=type)
        visited(county, name, last)
    found = due(county)
    assert found["permanent"] == ("31 August 2019", "not met")
    assert found["not permanent"] == ("21 August 2019", "not met")
    assert due(county, "2019-01")["permanent, first year"] == ("31 January 2019", "not met")


def test_at_home_under_an_interim_order_weekly_until_the_first_review(county):
    county.child("before").looked_after("2019-07-29", status="C1", placement="P1")
    visited(county, "before", "2019-07-30", "2019-08-20")
    county.child("after").looked_after("2019-07-01", status="C1", placement="P1").reviewed("2019-07-20")
    visited(county, "after", "2019-07-05", "2019-07-22", "2019-08-19")
    assert county.of("statutory_visits_in_time_pct") == "2 of 4"
    late = {name for name, state in county.states("statutory_visits_in_time_pct").items() if "not met" in state}
    assert late == {"before"}, "due on 6 and 27 August; four weeks after 22 July is 19 August"


def test_a_full_order_made_at_home_calls_for_a_visit_within_a_week(county):
    county.child("Amara").looked_after("2019-07-01", status=None, placement="P1").under("C1", "2019-07-01", "2019-08-14").under(
        "C2", "2019-08-14"
    )
    visited(county, "Amara", "2019-08-13", "2019-08-20")
    assert county.of("statutory_visits_in_time_pct") == "2 of 2", "a week after 13 August, and a week after the order"


@pytest.mark.parametrize(("held", "state"), [("2019-08-05", "met"), ("2019-08-06", "not met"), ("2019-08-01", "not met")])
def test_an_interview_within_three_days_of_the_return(county, held, state):
    county.child("Amara").looked_after("2018-01-10")
    county.add("missing", child="Amara", missing_episode="1", type="M", started_on="2019-07-30", ended_on="2019-08-02")
    county.add("missing", child="Amara", missing_episode="2", type="M", started_on="2019-08-30")
    county.add("local_return_interview", missing_episode="1", held_on=held)
    assert county.states("return_interview_72h_pct") == {"Amara": state}


def test_without_the_days_of_interviews_there_is_no_figure(tmp_path):
    county = County(tmp_path).without("local_return_interview")
    county.child("Amara").looked_after("2018-01-10")
    assert county.figure("return_interview_72h_pct").status is Status.NOT_AVAILABLE


def test_going_missing_counts_for_a_child_looked_after_on_that_day(county):
    for name, status in (("Amara", "C2"), ("Bela", "V4")):
        county.child(name).looked_after("2018-01-10", status=status)
        for number, (day, type) in enumerate(
            (("2019-08-02", "M"), ("2019-08-05", "A"), ("2019-07-31", "M"), ("2019-08-09", None))
        ):
            county.add("missing", child=name, started_on=day, type=type, missing_episode=f"{name} {number}")
    county.child("Cai").looked_after("2018-01-10", "2019-08-02")
    county.add("missing", child="Cai", started_on="2019-08-02", type="M", missing_episode="Cai")
    assert county.of("missing_episodes_count") == "2"
