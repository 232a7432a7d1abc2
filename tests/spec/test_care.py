"""Who is in need, on a protection plan, looked after; who starts and who ceases."""

from decimal import Decimal

from inloco.analytics.figure import Status
from tests.spec.county import County


def test_looked_after_from_the_first_day_up_to_but_not_on_the_last(county):
    county.child("Amara").looked_after("2019-08-31")
    county.child("Bela").looked_after("2018-01-10", "2019-08-31")
    county.child("Cai").looked_after("2018-01-10", "2019-09-01")
    county.child("Dilys").looked_after("2019-09-01")
    assert county.states("cla_count") == {"Amara": "met", "Cai": "met"}


def test_short_breaks_are_not_looked_after(county):
    county.child("Amara").looked_after("2018-01-10", status="V4")
    county.child("Bela").looked_after("2018-01-10", status="V3")
    county.child("Cai").looked_after("2018-01-10", status="V2")
    short = "excluded: Under an agreed series of short breaks (V3, V4)"
    assert county.states("cla_count") == {"Amara": short, "Bela": short, "Cai": "met"}


def test_the_legal_status_of_the_day_decides_which_began_last_then_the_highest_id(county):
    began_last = county.child("Amara").looked_after("2018-01-10", status="V4")
    began_last.under("C1", "2018-06-01", legal_status_id="1")
    higher_id = county.child("Bela").looked_after("2018-01-10", status=None)
    higher_id.under("V4", "2018-01-10", legal_status_id="10").under("C2", "2018-01-10", legal_status_id="9")
    ended = county.child("Cai").looked_after("2018-01-10", status=None)
    ended.under("V4", "2018-01-10").under("C2", "2019-01-01", "2019-02-01")
    county.rows["legal_status"][0]["legal_status_id"] = "100"
    short = "excluded: Under an agreed series of short breaks (V3, V4)"
    assert county.states("cla_count") == {"Amara": "met", "Bela": short, "Cai": short}


def test_no_legal_status_open_is_counted_and_unknown(county):
    county.child("Amara").looked_after("2018-01-10", status=None)
    assert county.states("cla_count") == {"Amara": "met"}
    assert county.of("cla_legal_status_count", group="unknown") == "1"


def test_a_row_that_points_to_no_person_counts_nowhere(county):
    county.child("Amara").looked_after("2018-01-10")
    county.add("cla_episodes", child="nobody", started_on="2018-01-10", start_reason="S")
    county.add("cp_plans", child="nobody", started_on="2018-01-10")
    county.add("cin_plans", child="nobody", started_on="2018-01-10")
    assert county.of("cla_count") == "1"
    assert county.of("cp_plans_count") == "0"
    assert county.of("cin_plans_count") == "0"


def test_days_missing_after_x1_do_not_break_a_period_of_care(county):
    child = county.child("Amara")
    child.episode("2018-01-10", "2019-08-20", end="X1").episode("2019-09-10", start="P").under("C2", "2018-01-10")
    assert county.states("cla_count", "2019-08") == {"Amara": "met"}
    assert county.of("cla_ceased_count", "2019-08") == "0"
    assert county.of("cla_started_count", "2019-08") == "0"


def test_a_period_of_care_begins_at_a_start_or_after_an_end_other_than_x1(tmp_path):
    county = County(tmp_path, as_at="2019-12-31")
    child = county.child("Amara")
    child.episode("2018-01-10", "2019-08-20", end="E4A").episode("2019-08-20", start="P").under("C2", "2018-01-10")
    assert county.of("cla_started_count", "2019-08") == "1"
    assert county.of("cla_ceased_count", "2019-08") == "1"
    assert county.states("health_assessment_up_to_date_pct") == {
        "Amara": "excluded: Not looked after without a break for 12 months"
    }


def test_looked_after_now_is_before_plus_started_less_ceased(county):
    county.child("Amara").looked_after("2018-01-10")
    county.child("Bela").looked_after("2018-01-10", "2019-08-01")
    county.child("Cai").looked_after("2019-08-01")
    county.child("Dilys").looked_after("2019-08-31")
    county.child("Emrys").looked_after("2018-01-10", "2019-08-31")
    county.child("Femi").looked_after("2018-01-10", "2019-07-31")
    before, started, ceased, now = (
        county.figure(id, period).numerator
        for id, period in (
            ("cla_count", "2019-07"),
            ("cla_started_count", "2019-08"),
            ("cla_ceased_count", "2019-08"),
            ("cla_count", "2019-08"),
        )
    )
    assert (before, started, ceased, now) == (3, 2, 2, 3)


def test_a_child_who_starts_twice_in_a_period_is_one_child_by_the_first_start(county):
    """As the national statistics count it: only the first occasion in the year."""
    twice = county.child("Amara").looked_after("2019-06-03", "2019-06-24")
    twice.looked_after("2019-08-20").team("T1", "2019-06-01", "2019-07-01").team("T2", "2019-07-01")
    county.child("short breaks").looked_after("2019-08-02", "2019-08-06", status="V4")
    assert county.of("cla_started_count", "2019/20") == "1"
    assert county.of("cla_started_count", "2019/20", area="T1") == "1", "the team of 3 June"
    assert county.of("cla_started_count", "2019/20", area="T2") == "0"
    assert county.of("cla_started_count", "2019-06") == "1"
    assert county.of("cla_started_count", "2019-08") == "1", "each month counts its own start, so months add up to more"
    assert county.reasons("cla_started_count", "2019/20")["Amara"] == "Started to be looked after on 3 June 2019"
    assert county.states("cla_started_count")["short breaks"].startswith("excluded: Under an agreed series")


def test_a_child_who_ceases_twice_in_a_period_is_one_child_by_the_last_ending(county):
    """As the national statistics count it: only the last occasion in the year, though the child is looked after again."""
    twice = county.child("Amara").looked_after("2018-01-10", "2019-05-06", end="E4B")
    twice.looked_after("2019-06-03", "2019-08-12", end="E45").looked_after("2019-08-20")
    twice.team("T1", "2018-01-10", "2019-06-01").team("T2", "2019-06-01")
    breaks_after = county.child("Bela").looked_after("2018-01-10", "2019-05-06", end="E4A")
    breaks_after.looked_after("2019-06-03", "2019-08-12", status="V4")
    assert county.of("cla_ceased_count", "2019/20") == "2"
    assert county.of("cla_ceased_count", "2019/20", area="T2") == "1", "the team of 11 August"
    short = "Under an agreed series of short breaks (V3, V4)"
    assert county.states("cla_ceased_count", "2019/20") == {
        "Amara": "met, excluded: Counted with a later ending in the period",
        "Bela": f"met, excluded: {short}",
    }
    assert county.of("cla_ceased_count", "2019-05") == "2"
    assert county.reasons("cla_ceased_count")["Amara"] == "Ceased to be looked after on 12 August 2019 (E45)"


def test_a_financial_year_gives_the_same_measure_for_the_year(county):
    county.child("Amara").looked_after("2018-04-01")
    county.child("Bela").looked_after("2019-03-31", "2019-08-01")
    county.child("Cai").looked_after("2019-04-01")
    assert county.of("cla_started_count", "2018/19") == "2"
    assert county.of("cla_count", "2018/19") == "2"


def test_in_need_is_neither_looked_after_nor_on_a_protection_plan(county):
    county.child("Amara").in_need("2019-06-03")
    county.child("Bela").in_need("2019-06-03", "2019-08-31")
    county.child("Cai").in_need("2019-06-03").on_plan("2019-07-01")
    county.child("Dilys").in_need("2019-06-03").looked_after("2019-07-01")
    county.child("Emrys").in_need("2019-06-03").looked_after("2019-07-01", status="V4")
    county.child("Femi").in_need("2019-06-03").on_plan("2019-07-01", is_other_authority=True)
    county.child("Gwen").in_need("2019-06-03").in_need("2019-07-03")
    assert county.states("cin_plans_count") == {
        "Amara": "met",
        "Cai": "excluded: On a protection plan",
        "Dilys": "excluded: Looked after",
        "Emrys": "met",
        "Femi": "met",
        "Gwen": "met",
    }


def test_unborn_children_are_on_protection_plans_and_plans_of_others_are_not_ours(county):
    county.child("Amara", born=None).on_plan("2019-06-03")
    county.child("Bela").on_plan("2019-06-03", is_other_authority=True)
    county.child("Cai").on_plan("2019-06-03", "2019-08-31")
    assert county.states("cp_plans_count") == {"Amara": "met"}


def test_rates_use_the_population_in_force_and_round_half_up(county):
    for number in range(12):
        county.child(f"Child {number}").looked_after("2018-01-10").on_plan("2018-01-10")
    county.rows["population"] = [
        {"area": "county", "from_on": "2018-07-01", "to_on": "2019-08-01", "under_18": 1_000},
        {"area": "county", "from_on": "2019-08-01", "under_18": 96_000},
        {"area": "T1", "from_on": "2010-01-01", "under_18": 500},
    ]
    july, august = county.figure("cla_rate", "2019-07"), county.figure("cp_plans_rate", "2019-08")
    assert (july.numerator, july.denominator, july.value) == (12, 1_000, Decimal("120.0"))
    assert august.value == Decimal("1.3"), "1.25 rounds half up"
    assert {figure.area for figure in county.figures("cla_rate")} == {"county", "T1"}


def test_a_rate_without_a_population_is_not_available(county):
    county.rows["population"] = []
    assert county.figure("cin_plans_rate").status is Status.NOT_AVAILABLE


def test_a_table_without_rows_gives_zero_and_a_missing_one_nothing(county):
    county.child("Amara").looked_after("2018-01-10")
    county.without("cp_plans")
    assert county.of("cla_count") == "1"
    assert county.of("cla_started_count") == "0"
    figure = county.figure("cp_plans_count")
    assert (figure.status, figure.numerator, figure.value) == (Status.NOT_AVAILABLE, None, None)
    assert county.states("cp_plans_count") == {}
