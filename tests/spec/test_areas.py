"""Whose figure it is: the team of the allocated worker, on the right day."""

import pytest

from inloco.analytics.figure import Status
from tests.spec.county import County


def by_area(county, indicator, period="2019-08"):
    return {one.area: one.numerator for one in county.figures(indicator, period)}


def test_parts_sum_to_the_whole_with_nobody_allocated_as_an_area(county):
    county.child("Amara").looked_after("2018-01-10").team("T1", "2018-01-10")
    county.child("Bela").looked_after("2018-01-10").team("T2", "2018-01-10")
    county.child("Cai").looked_after("2018-01-10").team("T3", "2018-01-10")
    county.child("Dilys").looked_after("2018-01-10")
    assert by_area(county, "cla_count") == {"county": 4, "north": 2, "T1": 1, "T2": 1, "T3": 1, "unallocated": 1}


@pytest.mark.parametrize(
    ("role", "area"),
    [("ALLOCATED CASE WORKER", "T1"), ("allocated worker", "T1"), ("cw", "T1"), ("IRO", "unallocated"), (None, "unallocated")],
)
def test_only_the_allocated_worker_gives_a_team(county, role, area):
    county.child("Amara").looked_after("2018-01-10").team("T1", "2018-01-10", role=role)
    assert by_area(county, "cla_count")[area] == 1


def test_of_two_allocated_workers_the_one_who_began_last_then_the_highest_id(county):
    county.child("Amara").looked_after("2018-01-10").team("T1", "2018-02-10").team("T2", "2018-01-10")
    last = county.child("Bela").looked_after("2018-01-10").team("T3", "2018-01-10", involvement="20")
    last.team("T2", "2018-01-10", involvement="3")
    assert by_area(county, "cla_count") | {"county": 2} == {
        "county": 2, "north": 1, "T1": 1, "T2": 0, "T3": 1, "unallocated": 0,
    }  # fmt: skip


def test_a_state_belongs_to_the_team_of_the_day_and_an_event_to_that_of_its_own(county):
    child = county.child("Amara").looked_after("2019-08-01").reviewed("2019-08-20")
    child.team("T1", "2019-08-01", "2019-08-20").team("T2", "2019-08-20")
    assert by_area(county, "cla_count")["T2"] == 1
    assert by_area(county, "cla_started_count")["T1"] == 1
    assert by_area(county, "cla_reviews_held_count")["T2"] == 1


def test_an_ending_belongs_to_the_team_of_the_day_before(county):
    child = county.child("Amara").looked_after("2019-01-10", "2019-08-20")
    child.team("T1", "2019-01-10", "2019-08-20").team("T2", "2019-08-20")
    assert by_area(county, "cla_ceased_count")["T1"] == 1


def test_a_team_is_matched_by_its_id_then_by_its_departments_name_then_by_what_is_above(county):
    county.rows["department"] = [
        {"team": "4711", "name": "hazel TEAM"},
        {"team": "4712", "name": "Hazel duty", "parent": "4711"},
        {"team": "4713", "name": "Unheard of"},
    ]
    for team in ("T1", "4711", "4712", "4713", "nowhere", None):
        county.child(f"of {team}").looked_after("2018-01-10").team(team, "2018-01-10")
    assert by_area(county, "cla_count")["T1"] == 3
    assert by_area(county, "cla_count")["unallocated"] == 3


def test_a_team_with_nothing_is_printed_without_a_value(county):
    county.child("Amara").looked_after("2018-01-10").team("T1", "2018-01-10")
    figure = county.figure("dental_up_to_date_pct", area="T2")
    assert (figure.numerator, figure.denominator, figure.value, figure.status) == (0, 0, None, Status.FINAL)


def test_an_area_that_is_over_is_not_printed_unless_it_has_children(county):
    county.rows["areas"].append({"area": "T4", "name": "Old team", "kind": "team", "parent": "county", "to_on": "2019-08-01"})
    county.child("Amara").looked_after("2018-01-10", "2019-08-10").team("T4", "2018-01-10")
    assert "T4" not in by_area(county, "cla_count")
    assert by_area(county, "cla_ceased_count")["T4"] == 1
    assert by_area(county, "cla_count", "2019-07")["T4"] == 1


def test_without_involvements_only_the_whole_is_known(county):
    county.child("Amara").looked_after("2018-01-10")
    county.without("involvements")
    assert county.of("cla_count") == "1"
    assert county.figure("cla_count", area="T1").status is Status.NOT_AVAILABLE


def test_splitting_by_a_dimension(county):
    county.child("Amara", sex="F").looked_after("2018-01-10", placement="U4")
    county.child("Bela", sex="F", born="2018-01-05").looked_after("2018-01-10", placement="K2")
    county.child("Cai", sex=None, born="2003-08-31").looked_after("2018-01-10", placement=None)
    counts = {one.group: one.numerator for one in county.figures("cla_count", by="sex") if one.area == "county"}
    assert counts == {"F": 2, "unknown": 1}
    ages = {one.group: one.numerator for one in county.figures("cla_count", by="age") if one.area == "county"}
    assert ages == {"1 to 4": 1, "10 to 15": 1, "16 to 17": 1}
    types = {one.group for one in county.figures("cla_count", by="placement_type")}
    assert types == {"U4", "K2", "unknown"}
    assert county.of("dental_up_to_date_pct", group="F", by="sex") == "0 of 2"
    assert county.figure("cla_rate", by="sex").status is Status.NOT_APPLICABLE
    assert county.figure("care_leavers_count", by="placement_type").status is Status.NOT_APPLICABLE


def test_a_period_that_is_not_over_is_provisional_and_counts_up_to_the_snapshot(tmp_path):
    county = County(tmp_path, as_at="2019-08-15")
    county.child("Amara").looked_after("2019-08-15")
    county.child("Bela").looked_after("2019-08-16")
    assert county.of("cla_started_count") == "1"
    assert county.figure("cla_count").status is Status.PROVISIONAL
    assert county.figure("cla_count", "2019-07").status is Status.FINAL
    assert county.figure("cla_count", "2019-09").status is Status.NOT_AVAILABLE
    assert county.of("cla_started_count", "2019-W33") == "1"
    assert county.of("cla_started_count", "2019-Q3") == "1"
