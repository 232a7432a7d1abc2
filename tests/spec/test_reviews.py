"""Reviews: Care Planning, Placement and Case Review (England) Regulations 2010, regulation 33, and national indicator 66.

The first review is held within 20 working days of the day on which the child became looked after, the second within three months
of the first, later ones within six months of the last.
"""

import pytest

from tests.spec.county import County


@pytest.mark.parametrize(
    ("held", "state"),
    [
        ("2019-05-16", "met"),  # 20 working days from Monday 15 April: two Easter days and 6 May are none
        ("2019-05-17", "not met"),
        (None, "not met"),
    ],
)
def test_the_first_review_is_due_20_working_days_from_the_start(county, held, state):
    child = county.child("Amara").looked_after("2019-04-15")
    if held:
        child.reviewed(held)
    assert county.states("ni66_cla_reviews_in_time_pct", "2019-05") == {"Amara": state}


def test_before_the_first_due_day_there_is_no_review_due(county):
    county.child("Amara").looked_after("2019-04-15")
    assert county.states("ni66_cla_reviews_in_time_pct", "2019-04") == {"Amara": "excluded: No review due in the year to date"}
    assert county.figure("ni66_cla_reviews_in_time_pct", "2019-04").value is None
    assert county.of("ni66_cla_reviews_in_time_pct", "2019-04") == "0 of 0"


@pytest.mark.parametrize(("held", "state"), [("2019-08-31", "met"), (None, "not met"), ("2019-09-01", "not met")])
def test_due_on_the_day_and_not_held_by_it_is_late(tmp_path, held, state):
    county = County(tmp_path, as_at="2019-09-30")
    child = county.child("Amara").looked_after("2019-05-07").reviewed("2019-05-31")
    if held:
        child.reviewed(held)
    assert county.states("ni66_cla_reviews_in_time_pct", "2019-08") == {"Amara": state}
    assert county.states("ni66_cla_reviews_in_time_pct", "2019-07") == {"Amara": "met"}


def test_second_review_three_months_after_the_first_was_held_later_ones_six_after_the_last(county):
    in_time = county.child("Amara").looked_after("2018-12-03")
    in_time.reviewed("2018-12-20", "2019-03-20", "2019-08-31")
    second_late = county.child("Bela").looked_after("2019-01-07")
    second_late.reviewed("2019-02-01", "2019-05-02")
    early_review_brings_the_next_forward = county.child("Cai").looked_after("2018-06-01")
    early_review_brings_the_next_forward.reviewed("2018-06-20", "2018-09-20", "2019-02-15", "2019-08-16")
    assert county.states("ni66_cla_reviews_in_time_pct") == {
        "Amara": "excluded: No review due in the year to date",
        "Bela": "not met",
        "Cai": "not met",
    }


def test_due_days_are_clamped_to_the_end_of_the_month_and_do_not_move(tmp_path):
    county = County(tmp_path, as_at="2020-03-31")
    child = county.child("Amara").looked_after("2019-11-04")
    child.reviewed("2019-11-30", "2020-02-29")  # a Saturday
    assert county.states("ni66_cla_reviews_in_time_pct", "2020-03") == {"Amara": "met"}
    assert county.reasons("cla_reviews_in_time_pct", "2020-02")["Amara"] == ("Held on 29 February 2020, due by 29 February 2020")


def test_one_late_review_in_the_year_fails_the_child_and_a_new_year_begins_in_april(county):
    child = county.child("Amara").looked_after("2018-01-08")
    child.reviewed("2018-01-31", "2018-06-01", "2018-11-30", "2019-05-30")
    assert county.states("ni66_cla_reviews_in_time_pct", "2018/19") == {"Amara": "not met"}
    assert county.states("ni66_cla_reviews_in_time_pct", "2019-05") == {"Amara": "met"}
    assert county.states("ni66_cla_reviews_in_time_pct", "2019-03", span="rolling12") == {"Amara": "not met"}


def test_cancelled_and_undated_reviews_are_none_and_two_on_a_day_are_one(county):
    child = county.child("Amara").looked_after("2019-07-01")
    child.reviewed("2019-07-20", is_cancelled=True)
    child.county.add("cla_reviews", period_of_care="Amara 1", held_on=None)
    child.reviewed("2019-08-05").reviewed("2019-08-05", participation=None)
    assert county.of("cla_reviews_held_count", "2019-07") == "0"
    assert county.of("cla_reviews_held_count") == "1"
    assert county.states("ni66_cla_reviews_in_time_pct") == {"Amara": "not met"}


def test_a_review_to_no_period_of_care_counts_nowhere(county):
    county.child("Amara").looked_after("2019-07-01").reviewed("2019-07-20")
    county.add("cla_reviews", period_of_care="unheard of", held_on="2019-07-21")
    assert county.of("cla_reviews_held_count", "2019-07") == "1"


def test_on_the_day_of_ceasing_a_review_counts(county):
    county.child("Amara").looked_after("2019-06-03", "2019-07-10").reviewed("2019-06-20", "2019-07-10")
    county.child("Bela").looked_after("2019-06-03", "2019-07-10").reviewed("2019-07-11")
    assert county.of("cla_reviews_held_count", "2019-07") == "1"


def test_a_new_period_of_care_starts_the_clock_again(county):
    child = county.child("Amara").looked_after("2018-03-01", "2019-05-01").reviewed("2018-03-20", "2018-06-20", "2018-12-20")
    child.looked_after("2019-07-01").reviewed("2019-07-29")
    assert county.states("ni66_cla_reviews_in_time_pct") == {"Amara": "met"}


def test_where_the_history_begins_later_the_first_visible_review_is_only_an_anchor(county):
    not_a_start = county.child("Amara")
    not_a_start.episode("2018-02-01", start="P").under("C2", "2018-02-01").placed("U4", "2018-02-01")
    not_a_start.reviewed("2018-12-15", "2019-06-15")
    old = county.child("Bela").looked_after("2015-05-01").reviewed("2018-11-20", "2019-05-20")
    assert old.name == "Bela"
    assert county.states("ni66_cla_reviews_in_time_pct") == {"Amara": "met", "Bela": "met"}
    assert county.of("cla_reviews_in_time_pct", "2018-12") == "0 of 0"
    assert county.of("cla_reviews_held_count", "2018-12") == "1"


def test_reviews_in_time_counts_reviews_held(county):
    county.child("Amara").looked_after("2019-04-15").reviewed("2019-05-16", "2019-08-17")
    county.child("Bela").looked_after("2019-04-15").reviewed("2019-05-16", "2019-08-16")
    county.child("Cai").looked_after("2019-04-15").reviewed("2019-05-16")
    assert county.of("cla_reviews_in_time_pct") == "1 of 2"
    assert county.states("cla_reviews_in_time_pct") == {"Amara": "not met", "Bela": "met"}
    assert county.of("cla_reviews_in_time_pct", "2019/20") == "4 of 5"


def test_children_under_short_breaks_have_no_such_reviews(county):
    county.child("Amara").looked_after("2019-06-03", status="V4").reviewed("2019-08-20")
    short = "excluded: Under an agreed series of short breaks (V3, V4)"
    for id in (
        "ni66_cla_reviews_in_time_pct",
        "cla_reviews_in_time_pct",
        "cla_reviews_held_count",
        "cla_review_participation_pct",
    ):
        assert county.states(id) == {"Amara": short}


def test_a_child_of_four_or_over_takes_part_by_coming_or_by_giving_views(county):
    """PN1 to PN6; a blank stays in the denominator. Under four a child is not asked: age is that of the day of the review."""
    for code in ("PN1", "PN4", "PN6", "PN7", "PN0", None):
        county.child(str(code)).looked_after("2019-08-01").reviewed("2019-08-20", participation=code)
    county.child("turned 4 that day", born="2015-08-20").looked_after("2019-08-01").reviewed("2019-08-20")
    county.child("3", born="2015-08-21").looked_after("2019-08-01").reviewed("2019-08-20", participation="PN0")
    assert county.states("cla_review_participation_pct") == {
        "PN1": "met",
        "PN4": "met",
        "PN6": "met",
        "PN7": "not met",
        "PN0": "excluded: Recorded as under 4 (PN0)",
        "None": "not met",
        "turned 4 that day": "met",
        "3": "excluded: Under 4 on the day of the review",
    }


def test_somebody_checks_on_the_case_between_two_reviews_of_eight_weeks_or_more(county):
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


def test_children_of_whom_a_review_was_late_are_counted_by_themselves(county):
    county.child("late").looked_after("2019-04-15").reviewed("2019-05-17")
    county.child("in time").looked_after("2019-04-15").reviewed("2019-05-16", "2019-08-16")
    assert county.states("cla_reviews_late_count") == {"late": "met"}


def test_reviews_to_which_a_child_of_four_or_over_neither_came_nor_gave_views(county):
    for code in ("PN7", "PN4", "PN6", None):
        county.child(f"{code}").looked_after("2018-01-10").reviewed("2019-08-20", participation=code)
    county.child("3", born="2015-08-21").looked_after("2018-01-10").reviewed("2019-08-20", participation="PN7")
    assert county.states("cla_review_no_participation_count") == {"PN7": "met"}


@pytest.mark.parametrize(
    ("since", "held", "state"),
    [
        ("2019-12-09", "2020-01-09", "met"),  # over Christmas: 25 and 26 December and 1 January are none
        ("2019-12-09", "2020-01-10", "not met"),
        ("2019-12-22", "2020-01-22", "met"),  # from a Sunday: Monday 23 December is the first of the 20
        ("2019-12-22", "2020-01-23", "not met"),
    ],
)
def test_the_20th_working_day_over_christmas(tmp_path, since, held, state):
    county = County(tmp_path, as_at="2020-01-31")
    county.child("Amara").looked_after(since).reviewed(held)
    assert county.states("ni66_cla_reviews_in_time_pct", "2020-01") == {"Amara": state}


@pytest.mark.parametrize(("held", "state"), [("2019-02-28", "met"), ("2019-03-01", "not met")])
def test_six_months_after_31_august_is_the_last_day_of_february(tmp_path, held, state):
    county = County(tmp_path, as_at="2019-03-31")
    county.child("Amara").looked_after("2018-05-01").reviewed("2018-05-25", "2018-08-24", "2018-08-31", held)
    assert county.states("ni66_cla_reviews_in_time_pct", "2018/19") == {"Amara": state}
