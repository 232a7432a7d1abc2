"""Health: Care Planning Regulations 2010, regulation 7, and the statutory guidance on the health of looked-after children, 2015.

A child is assessed within 20 working days of becoming looked after, then every six months under five and every twelve from five;
sees a dentist every year; and is scored by a questionnaire each year from 4 to 16.
"""

import pytest

from inloco.analytics.figure import Status
from tests.spec.county import County

YEAR = "2018-08-01"


@pytest.mark.parametrize(
    ("day", "state"), [("2018-09-01", "met"), ("2018-08-31", "not met"), ("2019-08-31", "met"), ("2019-09-01", "not met")]
)
def test_exactly_12_months_before_is_no_longer_current(county, day, state):
    county.child("Amara").looked_after(YEAR).assessed(day).assessed(day, type="dental")
    assert county.states("health_assessment_up_to_date_pct") == {"Amara": state}
    assert county.states("dental_up_to_date_pct") == {"Amara": state}


@pytest.mark.parametrize(("day", "state"), [("2019-03-01", "met"), ("2019-02-28", "not met")])
def test_children_under_5_on_the_day_have_6_months(county, day, state):
    county.child("4", born="2014-09-01").looked_after(YEAR).assessed(day)
    county.child("just 5", born="2014-08-31").looked_after(YEAR).assessed("2018-09-01")
    assert county.states("health_assessment_up_to_date_pct") == {"4": state, "just 5": "met"}


def test_born_on_29_february_turns_5_on_1_march_of_a_common_year(tmp_path):
    county = County(tmp_path, as_at="2021-03-01")
    county.child("Amara", born="2016-02-29").looked_after("2019-01-01").assessed("2020-06-01")
    assert county.states("health_assessment_up_to_date_pct", "2021-02") == {"Amara": "not met"}
    assert county.states("health_assessment_up_to_date_pct", "2021-W09") == {"Amara": "met"}


def test_looked_after_for_12_months_without_a_break(county):
    county.child("Amara").looked_after("2018-08-31")
    county.child("Bela").looked_after("2018-09-01")
    county.child("Cai").looked_after("2017-01-10", "2019-01-10").looked_after("2019-01-10")
    county.child("Dilys").looked_after("2015-01-10", status=None).under("V3", "2018-08-31", "2018-09-01").under(
        "C2", "2018-09-01"
    )
    county.child("Emrys").looked_after("2015-01-10", status=None).under("V3", "2018-01-10", "2018-08-31").under(
        "C2", "2018-08-31"
    )
    not_a_year = "excluded: Not looked after without a break for 12 months"
    assert county.states("dental_up_to_date_pct") == {
        "Amara": "not met",
        "Bela": not_a_year,
        "Cai": not_a_year,
        "Dilys": not_a_year,
        "Emrys": "not met",
    }


def test_completed_assessments_of_either_kind_and_no_surveillance_checks(county):
    county.child("initial").looked_after(YEAR).assessed("2019-01-10", type="initial")
    county.child("review").looked_after(YEAR).assessed("2019-01-10", type="review")
    county.child("assessment").looked_after(YEAR).assessed("2019-01-10", type="assessment")
    county.child("blank status").looked_after(YEAR).assessed("2019-01-10", status=None)
    county.child("refused").looked_after(YEAR).assessed("2019-01-10", status="refused")
    county.child("surveillance").looked_after(YEAR).assessed("2019-01-10", type="surveillance")
    county.child("dental").looked_after(YEAR).assessed("2019-01-10", type="dental")
    met = {name for name, state in county.states("health_assessment_up_to_date_pct").items() if state == "met"}
    assert met == {"initial", "review", "assessment", "blank status"}
    assert county.of("dental_up_to_date_pct") == "1 of 7"


def test_the_reason_names_the_last_one(county):
    county.child("Amara").looked_after(YEAR).assessed("2018-05-03").assessed("2019-05-03")
    county.child("Bela").looked_after(YEAR)
    assert county.reasons("health_assessment_up_to_date_pct") == {
        "Amara": "Last health assessment 3 May 2019, aged 10",
        "Bela": "Last health assessment not recorded, aged 10",
    }


def test_the_first_assessment_is_made_by_the_20th_working_day(county):
    """From 24 July 2019 that is 21 August. An assessment before the start is not of this period of care."""
    county.child("in time").looked_after("2019-07-24").assessed("2019-08-21", type="initial")
    county.child("a day late").looked_after("2019-07-24").assessed("2019-08-22", type="initial")
    county.child("before the start").looked_after("2019-07-24").assessed("2019-07-23", type="initial")
    county.child("left on the day").looked_after("2019-07-24", "2019-08-21").assessed("2019-08-01", type="initial")
    county.child("due in September").looked_after("2019-08-05").assessed("2019-08-06", type="initial")
    assert county.states("iha_in_time_pct") == {"in time": "met", "a day late": "not met", "before the start": "not met"}


def test_a_child_who_comes_into_care_twice_in_a_year_is_assessed_twice(county):
    """Regulation 7 asks for an assessment each time: one late assessment is not made good by a punctual one of another period."""
    late_then_in_time = county.child("Amara").looked_after("2019-04-03", "2019-05-20").assessed("2019-05-17", type="initial")
    late_then_in_time.looked_after("2019-07-24").assessed("2019-08-21", type="initial")
    old_one_does_not_serve = county.child("Bela").looked_after("2019-04-03", "2019-06-20").assessed("2019-04-10", type="initial")
    old_one_does_not_serve.looked_after("2019-07-24")
    gone_by_then = county.child("Cai").looked_after("2019-04-03", "2019-04-20").looked_after("2019-07-24")
    gone_by_then.assessed("2019-07-31", type="initial")
    assert county.of("iha_in_time_pct", "2019-05") == "1 of 2", "20 working days from 3 April over Easter: 3 May"
    assert county.of("iha_in_time_pct", "2019-08") == "2 of 3"
    assert county.of("iha_in_time_pct", "2019/20") == "3 of 5", "the months add up to the year"
    assert county.states("iha_in_time_pct", "2019-05") == {"Amara": "not met", "Bela": "met"}
    assert county.states("iha_in_time_pct", "2019-08") == {"Amara": "met", "Bela": "not met", "Cai": "met"}


@pytest.mark.parametrize(
    ("born", "last", "next", "state"),
    [
        ("2016-02-01", "2019-02-15", "2019-08-15", "met"),
        ("2016-02-01", "2019-02-15", "2019-08-16", "not met"),
        ("2016-02-01", "2019-02-15", None, "not met"),
        ("2009-02-01", "2018-08-20", "2019-08-21", "not met"),
    ],
)
def test_the_next_assessment_is_made_by_its_due_day(county, born, last, next, state):
    child = county.child("Amara", born=born).looked_after("2018-01-10").assessed(last)
    if next:
        child.assessed(next)
    assert county.states("rha_in_time_pct") == {"Amara": state}


def test_the_age_on_the_earlier_due_day_decides_between_six_months_and_twelve(county):
    """Amara, last assessed on 20 August 2018, is still 4 on 20 February 2019; Bela turns 5 on that day."""
    county.child("Amara", born="2014-02-21").looked_after("2018-01-10").assessed("2018-08-20").assessed("2019-08-20")
    county.child("Bela", born="2014-02-20").looked_after("2018-01-10").assessed("2018-08-20").assessed("2019-08-20")
    assert county.states("rha_in_time_pct", "2019-02") == {"Amara": "not met"}
    assert county.states("rha_in_time_pct", "2019-08") == {"Bela": "met"}


def test_twelve_months_after_a_leap_day_and_the_first_assessment_over_christmas(tmp_path):
    county = County(tmp_path, as_at="2021-02-28")
    for name, next in (("on 28 February", "2021-02-28"), ("not by then", None)):
        child = county.child(name).looked_after("2018-01-10").assessed("2020-02-29")
        if next:
            child.assessed(next)
    assert county.states("rha_in_time_pct", "2021-02") == {"on 28 February": "met", "not by then": "not met"}
    county = County(tmp_path / "christmas", as_at="2020-01-31")
    for name, assessed in (("Friday 3 January", "2020-01-03"), ("Saturday 4 January", "2020-01-04")):
        county.child(name).looked_after("2019-12-03").assessed(assessed, type="initial")
    assert county.states("iha_in_time_pct", "2020-01") == {"Friday 3 January": "met", "Saturday 4 January": "not met"}


def test_of_all_children_those_whose_first_assessment_is_not_due_yet_are_up_to_date(county):
    """The wider local measure: nobody is left out for having come into care lately."""
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


def test_a_questionnaire_is_scored_each_year_from_4_to_16(county):
    """4 or over on the first day of the twelve months, not yet 17 on the last; from 0 to 40, and 0 is a score."""

    def child(name, born="2009-06-15", score=None, on="2019-03-01"):
        county.child(name, born=born).looked_after("2018-01-10")
        if score is not None:
            county.add("sdq_scores", child=name, score=score, completed_on=on)

    child("scored 0", score=0)
    child("scored 21", score=21)
    child("impossible", score=41)
    child("too old a score", score=9, on="2018-08-31")
    child("4 on the first day", born="2014-09-01", score=12)
    child("4 a day later", born="2014-09-02", score=12)
    child("16", born="2002-09-01", score=15)
    child("17", born="2002-08-31", score=15)
    states = county.states("sdq_completed_pct")
    assert {name for name, state in states.items() if state == "met"} == {"scored 0", "scored 21", "4 on the first day", "16"}
    assert {name for name, state in states.items() if state == "not met"} == {"impossible", "too old a score"}
    average = county.figure("sdq_average_score")
    assert (average.numerator, average.denominator, str(average.value)) == (48, 4, "12.0")


def test_immunisations_are_up_to_date_when_recorded_so(county):
    county.child("Amara").looked_after("2018-01-10")
    county.child("Bela").looked_after("2018-01-10")
    county.add("cla_immunisations", child="Amara", is_up_to_date=True)
    assert county.states("immunisations_up_to_date_pct") == {"Amara": "met", "Bela": "not met"}
    lacking = County(county.root / "lacking").without("cla_immunisations")
    assert lacking.figure("immunisations_up_to_date_pct").status is Status.NOT_AVAILABLE
