"""Health and dental assessments: the last one must be later than 12 (or 6) months before the day."""

import pytest

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
