"""Seeing the child: visits, interviews, checks, health reviews, personal advisers and education plans in time."""

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


def test_a_check_between_two_meetings(county):
    def child(name, first, second, *checks):
        county.child(name).looked_after("2018-01-10").reviewed(first, second)
        for number, day in enumerate(checks):
            county.add("local_monitoring", child=name, monitored_on=day, monitoring=f"{name} {number}")

    child("checked", "2019-02-20", "2019-08-20", "2019-05-01")
    child("not checked", "2019-02-20", "2019-08-20")
    child("on the day", "2019-02-20", "2019-08-20", "2019-08-20")
    child("exactly 8 weeks", "2019-06-25", "2019-08-20", "2019-07-01")
    child("a day less", "2019-06-26", "2019-08-20")
    assert county.states("mid_point_monitoring_cla_pct") == {
        "checked": "met",
        "not checked": "not met",
        "on the day": "not met",
        "exactly 8 weeks": "met",
        "a day less": "excluded: Less than eight weeks",
    }


def test_a_check_between_two_conferences(county):
    county.child("Amara").on_plan("2019-02-20", cp_plan="1", icpc="1")
    county.add("initial_cp_conference", icpc="1", child="Amara", held_on="2019-02-18")
    county.add("cp_reviews", cp_plan="1", child="Amara", held_on="2019-05-15")
    county.add("cp_reviews", cp_plan="1", child="Amara", held_on="2019-08-15")
    county.add("local_monitoring", child="Amara", monitored_on="2019-07-01")
    assert county.states("mid_point_monitoring_cp_pct") == {"Amara": "met"}
    assert county.states("mid_point_monitoring_cp_pct", "2019-05") == {"Amara": "not met"}


@pytest.mark.parametrize(
    ("born", "last", "next", "state"),
    [
        ("2016-02-01", "2019-02-15", "2019-08-15", "met"),
        ("2016-02-01", "2019-02-15", "2019-08-16", "not met"),
        ("2016-02-01", "2019-02-15", None, "not met"),
        ("2014-08-15", "2018-08-20", "2019-08-20", "met"),  # 5 on the 20th, not yet at 20 February
        ("2009-02-01", "2018-08-20", "2019-08-21", "not met"),
    ],
)
def test_the_next_health_assessment_by_its_due_day(county, born, last, next, state):
    child = county.child("Amara", born=born).looked_after("2018-01-10").assessed(last)
    if next:
        child.assessed(next)
    if born == "2014-08-15":
        assert county.states("rha_in_time_pct") == {}, "4 on 20 February 2019: 6 months applied"
        assert county.states("rha_in_time_pct", "2019-02") == {"Amara": "not met"}
    else:
        assert county.states("rha_in_time_pct") == {"Amara": state}


def test_all_children_and_those_whose_first_assessment_is_not_due_yet(county):
    county.child("new").looked_after("2019-08-05")
    county.child("due that day").looked_after("2019-08-01")
    county.child("overdue").looked_after("2019-07-24")
    county.child("assessed").looked_after("2019-07-24").assessed("2019-08-20", type="initial")
    assert county.states("health_all_cla_pct") == {
        "new": "met",
        "due that day": "not met",
        "overdue": "not met",
        "assessed": "met",
    }


def test_a_personal_adviser_by_the_16th_birthday(county):
    for name, role, day in (
        ("in time", "Personal Adviser", "2019-08-20"),
        ("a day late", "PA", "2019-08-21"),
        ("a social worker only", "ALLOCATED CASE WORKER", "2018-01-10"),
    ):
        county.child(name, born="2003-08-20").looked_after("2018-01-10").team("T1", day, role=role)
    county.child("16 before", born="2003-07-31").looked_after("2018-01-10")
    assert county.states("care_leavers_pa_allocated_16_pct") == {
        "in time": "met",
        "a day late": "not met",
        "a social worker only": "not met",
    }


def test_an_education_plan_of_this_term_or_the_last(county):
    for name, born, day in (
        ("spring term", "2009-06-15", "2019-01-01"),
        ("autumn term", "2009-06-15", "2018-12-31"),
        ("none", "2009-06-15", None),
        ("4", "2014-09-01", None),
    ):
        county.child(name, born=born).looked_after("2018-01-10")
        if day:
            county.add("local_pep", child=name, reviewed_on=day, pep=name, has_sdq=name == "spring term")
    assert county.states("pep_up_to_date_pct") == {
        "spring term": "met",
        "autumn term": "not met",
        "none": "not met",
        "4": "excluded: Under 5, 18 or over, or without a date of birth",
    }
    assert county.states("sdq_linked_to_pep_count", "2019-01") == {"spring term": "met"}
    assert county.states("sdq_linked_to_pep_count", "2018-12") == {}
