"""Ways into care and out of it: referrals, a year's change, schemes that keep children at home, orders and returns that last."""

import pytest

from tests.spec.county import County


def test_a_year_ago_and_now(county):
    county.child("stayed").looked_after("2016-01-10")
    county.child("left").looked_after("2016-01-10", "2019-08-31")
    county.child("came").looked_after("2019-08-31")
    county.child("came too").looked_after("2018-09-01")
    county.child("came and went").looked_after("2018-10-01", "2019-02-01")
    county.child("short breaks since").looked_after("2016-01-10", status=None).under("C2", "2016-01-10", "2019-01-01").under(
        "V4", "2019-01-01"
    )
    assert county.states("cla_annual_change_pct") == {
        "stayed": "met, met",
        "left": "met",
        "came": "met",
        "came too": "met",
        "short breaks since": "met",
    }
    assert county.of("cla_annual_change_pct") == "0 of 3"
    assert county.of("cla_count") == "3"
    assert str(county.figure("cla_annual_change_pct", "2018-10").value) == "66.7", "5, and 3 a year before"
    assert county.figure("cla_annual_change_pct", "2016-02").value is None, "nobody a year before"


def test_fewer_plans_than_a_year_ago(county):
    county.child("Amara").on_plan("2018-01-10", "2019-08-31")
    county.child("Bela").on_plan("2018-01-10")
    assert county.of("cp_annual_change_pct") == "-1 of 2"
    assert str(county.figure("cp_annual_change_pct").value) == "-50.0"


def test_teams_have_the_change_of_their_own_children(county):
    county.child("moved").looked_after("2016-01-10").team("T1", "2016-01-10", "2019-01-01").team("T2", "2019-01-01")
    assert county.of("cla_annual_change_pct", area="T1") == "-1 of 1"
    assert county.of("cla_annual_change_pct", area="T2") == "1 of 0"
    assert county.of("cla_annual_change_pct", area="north") == "0 of 1"


def test_looked_after_again(county):
    county.child("again").looked_after("2014-01-10", "2016-05-01").looked_after("2018-01-10")
    county.child("moved once").looked_after("2018-01-10")
    assert county.states("cla_repeat_episodes_pct") == {"again": "met", "moved once": "not met"}


def test_convicted_or_cautioned_in_the_year(county):
    for name, born, day in (
        ("1 April", "2004-06-15", "2019-04-01"),
        ("31 March", "2004-06-15", "2019-03-31"),
        ("10 on the day", "2009-08-31", None),
        ("9", "2009-09-01", "2019-05-01"),
    ):
        county.child(name, born=born).looked_after("2018-01-10")
        if day:
            county.add("cla_convictions", child=name, convicted_on=day)
    county.child("11 months", born="2004-06-15").looked_after("2018-09-01")
    assert county.states("cla_convicted_pct") == {
        "1 April": "met",
        "31 March": "not met",
        "10 on the day": "not met",
        "9": "excluded: Under 10",
        "11 months": "excluded: Not looked after without a break for 12 months",
    }


def test_flags_of_the_day(county):
    for name, born, flag, until in (
        ("known", "2004-06-15", "youth_justice", None),
        ("no longer", "2004-06-15", "youth_justice", "2019-08-31"),
        ("16 in lodgings", "2003-08-31", "supported_lodgings", None),
        ("15 in lodgings", "2003-09-01", "supported_lodgings", None),
    ):
        county.child(name, born=born).looked_after("2018-01-10")
        county.add("local_flag", child=name, flag=flag, started_on="2019-01-01", ended_on=until)
    assert county.states("cla_known_to_yot_count") == {"known": "met"}
    assert county.states("supported_lodgings_16_17_count") == {"16 in lodgings": "met"}


def test_referred_again_after_a_step_down(county):
    for name, reason, closed in (
        ("exactly 12 months", "RC9", "2018-08-10"),
        ("longer ago", "RC9", "2018-08-09"),
        ("for another reason", "RC8", "2019-01-10"),
        ("in words", "Case closed after assessment, referred to early help", "2019-01-10"),
    ):
        county.child(name)
        county.add(
            "cin_episodes", child=name, referral=f"{name} 1", received_on="2017-01-10", closed_on=closed, close_reason=reason
        )
        county.add("cin_episodes", child=name, referral=f"{name} 2", received_on="2019-08-10")
    assert county.states("stepdown_re_referrals_count") == {"exactly 12 months": "met", "in words": "met"}


def test_kept_out_of_care(county):
    county.child("at home")
    county.child("looked after").looked_after("2019-08-01")
    county.child("home that day").looked_after("2019-05-01", "2019-08-20")
    county.child("still in it")
    for name in ("at home", "looked after", "home that day"):
        county.add("local_flag", child=name, flag="diversion", started_on="2019-02-01", ended_on="2019-08-20")
    county.add("local_flag", child="still in it", flag="diversion", started_on="2019-02-01")
    assert county.states("diverted_from_care_count") == {
        "at home": "met",
        "looked after": "excluded: Looked after when the scheme ended",
        "home that day": "met",
    }


def test_in_pre_proceedings(county):
    for name, day, until in (("open", "2019-06-03", None), ("ended that day", "2019-06-03", "2019-08-31")):
        county.child(name)
        county.add("pre_proceedings", child=name, pre_pro_decision_on=day, agree_stepdown_issue_on=until)
    county.child("by letter")
    county.add("pre_proceedings", child="by letter", pre_pro_letter_on="2019-08-31")
    assert county.states("plo_children_count") == {"open": "met", "by letter": "met"}
    assert set(county.states("plo_children_count", "2019-07")) == {"open", "ended that day"}


@pytest.mark.parametrize(("status", "other"), [("C1", "C2"), ("C2", "C1")])
def test_left_care_from_home(county, status, other):
    ids = {"C1": "ico_home_ceased_cla_count", "C2": "fco_home_ceased_cla_count"}
    county.child("at home").looked_after("2018-01-10", "2019-08-06", status=status, placement="P1")
    county.child("in foster care").looked_after("2018-01-10", "2019-08-06", status=status)
    county.child("still at home").looked_after("2018-01-10", status=status, placement="P1")
    county.child("on 18th birthday", born="2001-08-06").looked_after("2018-01-10", "2019-08-06", status="C2", placement="P1")
    expected = {"at home": "met"}
    assert county.states(ids[status]) == expected
    assert county.states(ids[other]) == {}


def test_each_period_of_care_that_ended_at_home_counts(county):
    child = county.child("Amara").looked_after("2018-01-10", "2019-05-08", status="C1", placement="P1")
    child.looked_after("2019-07-01", "2019-08-20", status="C1", placement="U4")
    twice = county.child("Bela").looked_after("2018-01-10", "2019-05-08", status="C1", placement="P1")
    twice.looked_after("2019-07-01", "2019-08-20", status="C1", placement="P1")
    assert county.states("ico_home_ceased_cla_count", "2019/20") == {"Amara": "met", "Bela": "met, met"}
    assert county.of("cla_ceased_count", "2019/20") == "2"


def test_two_returns_in_a_year_are_one_child_by_the_later(tmp_path):
    """Home on 15 October 2018 for more than six months; home again on 20 June 2019, and back in care on 1 November."""
    county = County(tmp_path, as_at="2019-12-31")
    child = county.child("Amara").looked_after("2018-01-10", "2018-10-15", end="E4A")
    child.looked_after("2019-05-01", "2019-06-20", end="E4A").looked_after("2019-11-01")
    back = "excluded: Looked after again within six months"
    assert county.states("reunified_stay_home_count", "2019-04") == {"Amara": "met"}
    assert county.states("reunified_stay_home_count", "2019-12") == {"Amara": back}
    assert county.states("reunified_stay_home_count", "2019/20") == {"Amara": back}


def test_six_months_at_home(county):
    county.child("stayed").looked_after("2018-01-10", "2019-02-10", end="E4A")
    county.child("back on the day").looked_after("2018-01-10", "2019-02-10", end="E4B").looked_after("2019-08-10")
    county.child("back a day later").looked_after("2018-01-10", "2019-02-10", end="E4B").looked_after("2019-08-11")
    county.child("adopted").looked_after("2018-01-10", "2019-02-10", end="E12")
    county.child("home in March").looked_after("2018-01-10", "2019-03-10", end="E4A")
    assert county.states("reunified_stay_home_count") == {
        "stayed": "met",
        "back on the day": "excluded: Looked after again within six months",
        "back a day later": "met",
    }


def test_a_referral_is_a_repeat_within_12_months_of_an_earlier_days(county):
    """Exactly twelve months counts; two on one day are no repeat of each other."""
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
