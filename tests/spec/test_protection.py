"""Protection plans: Working Together to Safeguard Children 2018, and the national indicators 64, 65 and 67.

An initial conference is held within 15 working days of the strategy discussion that began the enquiry, the first core group
within 10 working days of the conference, the first review conference within 3 months of it, later ones within 6 months of the
last.
"""

import pytest

from tests.spec.county import County


def test_a_plan_has_lasted_two_years_when_it_ends_on_the_corresponding_day(county):
    """NI 64 looks at plans that ended in the year; a plan that is still open after two years is another measure."""
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


def test_a_plan_is_a_repeat_when_the_child_had_one_of_this_authority_before_ever(county):
    """NI 65 asks for any earlier plan; the local measure for one that ended in the 12 months before."""
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


def test_every_review_conference_of_the_year_is_held_by_its_due_day(county):
    """NI 67: plans open on the day for three months or more. One that is late, or not held, fails the plan for the year."""

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


def test_plans_of_which_a_conference_was_late_are_counted_by_themselves(county):
    county.child("late").on_plan("2019-02-10", cp_plan="late")
    county.child("in time").on_plan("2019-02-10", cp_plan="in time")
    county.add("cp_reviews", cp_review="1", cp_plan="in time", child="in time", held_on="2019-05-10")
    county.child("newer").on_plan("2019-07-10")
    assert county.states("rcpc_late_children_count") == {"late": "met"}


@pytest.mark.parametrize(
    ("discussed", "held", "state"),
    [
        ("2019-08-05", "2019-08-27", "met"),  # 15 working days, 26 August being none
        ("2019-08-05", "2019-08-28", "not met"),
        ("2019-08-28", "2019-08-27", "not met"),
        (None, "2019-08-27", "not met"),
        ("2019-08-03", "2019-08-23", "met"),  # from a Saturday: Monday 5 August is the first of the 15
        ("2019-08-03", "2019-08-27", "not met"),
    ],
)
def test_the_initial_conference_is_held_within_15_working_days_of_the_strategy_discussion(county, discussed, held, state):
    """One without a discussion, or before it, is not in time; one on a child who came with a plan from elsewhere has no clock."""
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


def test_a_core_group_within_10_working_days_of_the_conference(county):
    for name, held in (("in time", "2019-08-15"), ("a day late", "2019-08-16"), ("none", None), ("before it", "2019-07-31")):
        county.child(name).on_plan("2019-08-01", cp_plan=name, icpc=name)
        county.add("initial_cp_conference", icpc=name, child=name, held_on="2019-08-01")
        if held:
            county.add("local_core_group", cp_plan=name, held_on=held, core_group=name)
    county.child("due in September").on_plan("2019-08-20", cp_plan="later")
    county.child("ended before").on_plan("2019-08-01", "2019-08-14", cp_plan="ended")
    assert county.states("core_group_10wd_pct") == {
        "in time": "met",
        "a day late": "not met",
        "none": "not met",
        "before it": "not met",
    }


def test_a_check_between_two_conferences(county):
    county.child("Amara").on_plan("2019-02-20", cp_plan="1", icpc="1")
    county.add("initial_cp_conference", icpc="1", child="Amara", held_on="2019-02-18")
    county.add("cp_reviews", cp_plan="1", child="Amara", held_on="2019-05-15")
    county.add("cp_reviews", cp_plan="1", child="Amara", held_on="2019-08-15")
    county.add("local_monitoring", child="Amara", monitored_on="2019-07-01")
    assert county.states("mid_point_monitoring_cp_pct") == {"Amara": "met"}
    assert county.states("mid_point_monitoring_cp_pct", "2019-05") == {"Amara": "not met"}


def test_leap_days_and_the_ends_of_months(tmp_path):
    """A month later is the corresponding day, or the last of the month where there is none."""
    county = County(tmp_path, as_at="2020-03-31")
    county.child("two years to 28 February").on_plan("2016-02-29", "2018-02-28")
    county.child("a day less").on_plan("2016-02-29", "2018-02-27")
    assert county.states("ni64_cp_2y_ceased_pct", "2017/18") == {"two years to 28 February": "met", "a day less": "not met"}
    county = County(tmp_path / "conferences", as_at="2020-03-31")
    for name, held in (("on 29 February", "2020-02-29"), ("on 1 March", "2020-03-01")):
        county.child(name).on_plan("2019-11-30", cp_plan=name)
        county.add("cp_reviews", cp_plan=name, child=name, held_on=held, cp_review=name)
    assert county.states("ni67_cp_reviewed_in_time_pct", "2019/20") == {"on 29 February": "met", "on 1 March": "not met"}


def test_a_plan_again_within_12_months_of_a_leap_day(tmp_path):
    county = County(tmp_path, as_at="2021-03-31")
    county.child("on 28 February").on_plan("2019-06-03", "2020-02-29").on_plan("2021-02-28")
    county.child("on 1 March").on_plan("2019-06-03", "2020-02-29").on_plan("2021-03-01")
    assert county.states("repeat_cp_12m_pct", "2020/21") == {"on 28 February": "met", "on 1 March": "not met"}
