"""Conferences, referrals, episodes of being missing, first health assessments, questionnaires and plans for leaving care."""

import pytest

from inloco.analytics.figure import Status
from tests.spec.county import County


def test_protection_plans_of_two_years_or_more(county):
    county.child("exactly 24 months").on_plan("2017-06-10", "2019-06-10")
    county.child("a day less").on_plan("2017-06-10", "2019-06-09")
    county.child("last year").on_plan("2015-06-10", "2019-03-31")
    county.child("another authority's").on_plan("2015-06-10", "2019-06-10", is_other_authority=True)
    county.child("open 2 years").on_plan("2017-08-31")
    county.child("open 12 months").on_plan("2018-08-31")
    county.child("past 12 months").on_plan("2018-08-30")
    assert county.states("ni64_cp_2y_ceased_pct") == {"exactly 24 months": "met", "a day less": "not met"}
    assert county.of("ni64_cp_2y_ceased_pct", "2018/19") == "1 of 1"
    assert county.states("ni64_cp_2y_ceased_pct", span="rolling12")["last year"] == "met"
    assert county.of("cp_open_2y_pct") == "1 of 3"
    assert county.states("cp_over_12m_count") == {"open 2 years": "met", "past 12 months": "met"}


def test_protection_plans_for_a_second_time(county):
    county.child("first").on_plan("2019-05-01")
    county.child("long ago").on_plan("2012-01-01", "2012-09-01").on_plan("2019-05-01")
    county.child("exactly 12 months").on_plan("2017-01-01", "2018-05-01").on_plan("2019-05-01")
    county.child("elsewhere before").on_plan("2017-01-01", "2019-01-01", is_other_authority=True).on_plan("2019-05-01")
    assert county.states("ni65_repeat_cp_pct") == {
        "first": "not met",
        "long ago": "met",
        "exactly 12 months": "met",
        "elsewhere before": "not met",
    }
    assert {name for name, state in county.states("repeat_cp_12m_pct").items() if state == "met"} == {"exactly 12 months"}
    assert county.figure("ni65_repeat_cp_pct", "2019-04").value is None, "April has had none yet"


def test_review_conferences_in_time(county):
    def plan(name, since, *reviews, icpc=None):
        child = county.child(name).on_plan(since, cp_plan=name, icpc=icpc and f"{name} icpc")
        if icpc:
            county.add("initial_cp_conference", icpc=f"{name} icpc", child=name, held_on=icpc)
        for number, held in enumerate(reviews):
            county.add("cp_reviews", cp_plan=name, child=name, held_on=held, cp_review=f"{name} {number}")
        return child

    plan("in time", "2019-02-10", "2019-05-10")
    plan("a day late", "2019-02-10", "2019-05-11")
    plan("missing", "2019-02-10")
    plan("from its conference", "2019-02-10", "2019-05-08", icpc="2019-02-08")
    plan("late from its conference", "2019-02-10", "2019-05-10", icpc="2019-02-08")
    plan("nothing due in the year", "2018-10-10", "2019-01-10", "2019-03-20")
    plan("exactly 3 months", "2019-05-31", "2019-08-31")
    plan("newer", "2019-06-01")
    assert county.states("ni67_cp_reviewed_in_time_pct") == {
        "in time": "met",
        "a day late": "not met",
        "missing": "not met",
        "from its conference": "met",
        "late from its conference": "not met",
        "nothing due in the year": "met",
        "exactly 3 months": "met",
        "newer": "excluded: Open for less than 3 months",
    }


@pytest.mark.parametrize(
    ("discussed", "held", "state"),
    [
        ("2019-08-05", "2019-08-27", "met"),  # 15 working days, 26 August being none
        ("2019-08-05", "2019-08-28", "not met"),
        ("2019-08-28", "2019-08-27", "not met"),
        (None, "2019-08-27", "not met"),
    ],
)
def test_initial_conference_within_15_working_days_of_the_strategy_discussion(county, discussed, held, state):
    county.child("Amara")
    county.child("Bela")
    if discussed:
        county.add("s47_enquiry", s47_enquiry="1", child="Amara", started_on=discussed)
    county.add("initial_cp_conference", child="Amara", held_on=held, s47_enquiry="1", icpc="1")
    county.add("initial_cp_conference", child="Bela", held_on=held, is_transfer_in=True, icpc="2")
    assert county.states("icpc_in_time_pct") == {
        "Amara": state,
        "Bela": "excluded: Transferred in from another authority",
    }


def test_referrals_within_12_months_of_an_earlier_day(county):
    for name, days in {
        "first": ["2019-08-10"],
        "exactly 12 months": ["2018-08-10", "2019-08-10"],
        "longer ago": ["2018-08-09", "2019-08-10"],
        "twice on a day": ["2019-08-10", "2019-08-10"],
    }.items():
        county.child(name)
        for number, day in enumerate(days):
            county.add("cin_episodes", child=name, received_on=day, referral=f"{name} {number}")
    assert county.of("referrals_count") == "5"
    assert county.of("re_referrals_pct") == "1 of 5"
    assert county.states("re_referrals_pct")["exactly 12 months"] == "met"


def test_episodes_of_children_looked_after_on_that_day(county):
    for name, status in (("Amara", "C2"), ("Bela", "V4")):
        county.child(name).looked_after("2018-01-10", status=status)
        for number, (day, type) in enumerate(
            (("2019-08-02", "M"), ("2019-08-05", "A"), ("2019-07-31", "M"), ("2019-08-09", None))
        ):
            county.add("missing", child=name, started_on=day, type=type, missing_episode=f"{name} {number}")
    county.child("Cai").looked_after("2018-01-10", "2019-08-02")
    county.add("missing", child="Cai", started_on="2019-08-02", type="M", missing_episode="Cai")
    assert county.of("missing_episodes_count") == "2"


def test_the_first_health_assessment_by_the_20th_working_day(county):
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


def test_questionnaires_of_the_12_months(county):
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


def test_home_placements_and_older_children(county):
    county.child("FCO").looked_after("2018-01-10", placement="P1", status="C2")
    county.child("ICO").looked_after("2018-01-10", placement="P1", status="C1")
    county.child("V2").looked_after("2018-01-10", placement="P1", status="V2")
    county.child("16", born="2003-08-31").looked_after("2018-01-10", placement="H5")
    county.child("A6").looked_after("2018-01-10", placement="A6")
    assert county.states("home_placements_count") == {"FCO": "met", "ICO": "met"}
    assert county.states("home_placements_fco_count") == {"FCO": "met"}
    assert county.states("home_placements_ico_count") == {"ICO": "met"}
    assert county.states("cla_16_17_residential_count") == {"16": "met"}
    assert county.of("cla_alternative_family_pct") == "1 of 5"


def test_special_guardianship_orders_that_end_care(county):
    for code in ("E45", "E46", "E47", "E48", "E4A", "E11", "E41"):
        county.child(code).looked_after("2018-01-10", "2019-08-06", end=code)
    county.child("short breaks").looked_after("2018-01-10", "2019-08-06", status="V4", end="E45")
    assert county.states("sgo_granted_count") == {"E45": "met", "E46": "met", "E47": "met", "E48": "met"}


def test_an_order_counts_although_the_child_came_back_and_left_again_in_the_year(county):
    """The order was granted. The children who ceased are counted once, by the last ending; the orders are not children."""
    broke_down = county.child("Amara").looked_after("2017-01-10", "2019-05-14", end="E47")
    broke_down.looked_after("2019-06-03", "2019-08-20", end="E4A")
    guardians_twice = county.child("Bela").looked_after("2017-01-10", "2019-04-10", end="E47")
    guardians_twice.looked_after("2019-06-03", "2019-08-20", end="E48")
    assert county.states("sgo_granted_count", "2019/20") == {"Amara": "met", "Bela": "met, met"}
    assert county.of("sgo_granted_count", "2019/20") == "3"
    by_month = [county.figure("sgo_granted_count", f"2019-{month:02}").numerator for month in range(4, 9)]
    assert by_month == [1, 1, 0, 0, 1], "the months add up to the year"
    assert county.of("cla_ceased_count", "2019/20") == "2"


def test_immunisations(county):
    county.child("Amara").looked_after("2018-01-10")
    county.child("Bela").looked_after("2018-01-10")
    county.add("cla_immunisations", child="Amara", is_up_to_date=True)
    assert county.states("immunisations_up_to_date_pct") == {"Amara": "met", "Bela": "not met"}
    lacking = County(county.root / "lacking").without("cla_immunisations")
    assert lacking.figure("immunisations_up_to_date_pct").status is Status.NOT_AVAILABLE


def test_care_leavers_homeless_staying_put_and_with_a_current_plan(county):
    county.child("Amara", born="2000-03-05").leaver(accommodation="S2", pathway_plan_reviewed_on="2019-03-01")
    county.child("Bela", born="2000-03-05").leaver(accommodation="Z1", pathway_plan_reviewed_on="2019-02-28")
    county.child("Cai", born="1994-08-31").leaver(accommodation="U1", pathway_plan_reviewed_on="2019-08-01")
    county.child("Dilys", born="2002-03-05").leaver("eligible", pathway_plan_reviewed_on="2019-08-01")
    assert county.states("care_leavers_homeless_count") == {"Amara": "met"}
    assert county.states("staying_put_count") == {"Bela": "met"}
    assert county.states("care_leavers_pathway_plan_current_pct") == {
        "Amara": "met",
        "Bela": "not met",
        "Cai": "excluded: 25 or over",
        "Dilys": "met",
    }
