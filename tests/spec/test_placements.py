"""Placements: how many in a year, how long in one, of which type, in which area; and legal status."""

from decimal import Decimal

import pytest

from inloco.analytics.figure import Status
from tests.spec.county import County

NI62, NI63 = "ni62_three_plus_placements_pct", "ni63_long_term_stability_pct"


def test_three_placements_with_any_day_in_the_12_months(county):
    three = county.child("Amara").looked_after("2017-01-10", placement=None)
    three.placed("U6", "2017-01-10", "2018-09-02", "AA1 1AA").placed("K2", "2018-09-02", "2019-01-01", "BB1 1BB")
    three.placed("U6", "2019-01-01", None, "CC1 1CC")
    first_ended_before = county.child("Bela").looked_after("2017-01-10", placement=None)
    first_ended_before.placed("U6", "2017-01-10", "2018-09-01", "AA1 1AA").placed("K2", "2018-09-01", "2019-01-01", "BB1 1BB")
    first_ended_before.placed("U6", "2019-01-01", None, "CC1 1CC")
    assert county.states(NI62) == {"Amara": "met", "Bela": "not met"}


def test_one_stay_is_one_placement_whatever_its_ids(county):
    back_from_hospital = county.child("Amara").looked_after("2018-01-10", placement=None)
    back_from_hospital.placed("U4", "2018-01-10", "2019-02-01", "AA1 1AA").placed("T1", "2019-02-01", "2019-02-20", "HH1 1HH")
    back_from_hospital.placed("U4", "2019-02-20", "2019-05-01", "AA1 1AA").placed("U1", "2019-05-01", None, "aa11aa")
    other_type = county.child("Bela").looked_after("2018-01-10", placement=None)
    other_type.placed("U4", "2018-01-10", "2019-02-01", "AA1 1AA").placed("K2", "2019-02-01", "2019-03-01", "AA1 1AA")
    other_type.placed("R1", "2019-03-01", None, "AA1 1AA")
    no_postcode = county.child("Cai").looked_after("2018-01-10", placement=None)
    no_postcode.placed("U4", "2018-01-10", "2019-02-01").placed("U4", "2019-02-01", "2019-03-01").placed("U4", "2019-03-01")
    assert county.reasons(NI62)["Amara"] == "1 placement in the 12 months to 31 August 2019"
    assert county.states(NI62) == {"Amara": "not met", "Bela": "met", "Cai": "met"}


def test_adoption_by_the_carer_is_no_move_and_by_others_is_one(county):
    by_carer = county.child("Amara").looked_after("2018-01-10", placement=None)
    by_carer.placed("U4", "2018-01-10", "2018-12-01", "AA1 1AA").placed("U5", "2018-12-01", "2019-03-01", "BB1 1BB")
    by_carer.placed("A5", "2019-03-01", None, "BB1 1BB")
    by_others = county.child("Bela").looked_after("2018-01-10", placement=None)
    by_others.placed("U4", "2018-01-10", "2018-12-01", "AA1 1AA").placed("U5", "2018-12-01", "2019-03-01", "BB1 1BB")
    by_others.placed("A6", "2019-03-01", None, "CC1 1CC")
    assert county.states(NI62) == {"Amara": "not met", "Bela": "met"}


def test_placements_of_all_periods_of_care_count_and_those_under_short_breaks_do_not(county):
    child = county.child("Amara").looked_after("2018-10-01", "2018-12-01")
    child.looked_after("2019-02-01", "2019-03-01").looked_after("2019-05-01")
    breaks = county.child("Bela").looked_after("2018-10-01", "2018-12-01", status="V4")
    breaks.looked_after("2019-02-01", "2019-03-01", status="V3").looked_after("2019-05-01")
    assert county.states(NI62) == {"Amara": "met", "Bela": "not met"}


@pytest.mark.parametrize(("born", "since", "moved", "state"), [
    ("2009-06-15", "2017-02-28", "2017-08-31", "met"),
    ("2009-06-15", "2017-02-28", "2017-09-01", "not met"),
    ("2009-06-15", "2017-03-01", "2017-03-01", "excluded: Looked after for less than two and a half years"),
    ("2003-09-01", "2017-02-28", "2017-08-31", "met"),
    ("2003-08-31", "2017-02-28", "2017-08-31", "excluded: Aged 16 or over"),
])  # fmt: skip
def test_two_years_in_the_same_placement_of_two_and_a_half_looked_after(county, born, since, moved, state):
    child = county.child("Amara", born=born).looked_after(since, placement=None)
    if since != moved:
        child.placed("K2", since, moved, "AA1 1AA")
    child.placed("U4", moved, None, "BB1 1BB")
    assert county.states(NI63) == {"Amara": state}


def test_with_new_adopters_the_placement_before_counts_together(county):
    for name, type in (("A6", "A6"), ("K2", "K2")):
        child = county.child(name).looked_after("2016-01-10", placement=None)
        child.placed("U4", "2016-01-10", "2019-01-10", "AA1 1AA").placed(type, "2019-01-10", None, "BB1 1BB")
    assert county.states(NI63) == {"A6": "met", "K2": "not met"}


def test_in_a_temporary_move_the_last_placement_carries_on(county):
    away = county.child("Amara").looked_after("2016-01-10", placement=None)
    away.placed("U4", "2016-01-10", "2019-08-20", "AA1 1AA").placed("T1", "2019-08-20", None, "HH1 1HH")
    nowhere = county.child("Bela").looked_after("2016-01-10", placement=None)
    nowhere.placed("U4", "2016-01-10", "2019-08-20", "AA1 1AA")
    assert county.states(NI63) == {"Amara": "met", "Bela": "not met"}
    assert county.of("cla_foster_pct") == "0 of 2"
    assert county.of("cla_foster_pct", "2019-07") == "2 of 2"


def test_short_breaks_within_the_two_and_a_half_years_leave_the_child_out(county):
    child = county.child("Amara").looked_after("2014-01-10", status=None)
    child.under("V4", "2014-01-10", "2017-03-01").under("C2", "2017-03-01")
    assert county.states(NI63) == {"Amara": "excluded: Looked after for less than two and a half years"}


def test_types_of_placement(county):
    for code in ("U1", "U6", "K2", "R1", "K1", "S1", "P1", "H5", "P2", "Z1", "A4", "T0"):
        county.child(code).looked_after("2019-01-10", placement=code, status="C2")
    county.child("none").looked_after("2019-01-10", placement=None)
    county.child("V4").looked_after("2019-01-10", placement="U4", status="V4")
    assert county.of("cla_foster_count") == "2"
    assert county.of("cla_foster_pct") == "2 of 13"
    assert county.of("cla_residential_pct") == "4 of 13"
    assert county.of("cla_residential_count") == "2"
    assert county.of("cla_other_community_pct") == "3 of 13"
    assert county.of("cla_placed_with_parents_pct") == "1 of 13"
    assert county.of("cla_prospective_adopters_count") == "1"


def test_codes_of_placement_each_from_its_date(tmp_path):
    county = County(tmp_path, as_at="2025-06-30")
    for code in ("K3", "H5", "Z12"):
        county.child(code).looked_after("2023-01-10", placement=code)
    assert county.of("cla_residential_pct", "2024-03") == "0 of 3"
    assert county.of("cla_residential_pct", "2024-04") == "1 of 3"
    assert county.of("cla_other_community_pct", "2025-03") == "1 of 3"
    assert county.of("cla_other_community_pct", "2025-04") == "1 of 3"
    assert county.states("cla_other_community_pct", "2025-04") == {"K3": "not met", "H5": "not met", "Z12": "met"}
    versions = [
        figure.version for figure in county.figures("cla_residential_pct", "2024-03", "2024-04") if figure.area == "county"
    ]
    assert versions == [1, 2]


def test_two_placements_open_at_once_the_latest_start_then_the_highest_id(county):
    county.child("Amara").looked_after("2019-01-10", placement=None).placed("U4", "2019-01-10").placed("K2", "2019-02-10")
    other = county.child("Bela").looked_after("2019-01-10", placement=None)
    other.placed("K2", "2019-01-10", placement="9").placed("U4", "2019-01-10", placement="10")
    for number, row in enumerate(county.rows["cla_placement"]):
        row.setdefault("placement", f"P{number}")
    assert county.states("cla_foster_pct") == {"Amara": "not met", "Bela": "met"}


def test_out_of_area_needs_where_the_placements_lie(county):
    for name, in_area in (("Amara", True), ("Bela", False), ("Cai", None)):
        county.child(name).looked_after("2019-01-10", placement=None).placed("U4", "2019-01-10", placement=name)
        if in_area is not None:
            county.add("local_placement_area", placement=name, in_area=in_area)
    assert county.states("cla_out_of_area_pct") == {"Amara": "not met", "Bela": "met", "Cai": "not met"}
    lacking = County(county.root / "lacking").without("local_placement_area")
    assert lacking.figure("cla_out_of_area_pct").status is Status.NOT_AVAILABLE


def test_legal_status_has_a_row_for_each_code(county):
    for name, status in (("Amara", "C2"), ("Bela", "C2"), ("Cai", "V2"), ("Dilys", "V4")):
        county.child(name).looked_after("2019-01-10", status=status).team("T1", "2019-01-10")
    counts = {one.group: one.numerator for one in county.figures("cla_legal_status_count") if one.area == "county"}
    assert counts == {"C2": 2, "V2": 1, "V4": 1}
    shares = {one.group: one.value for one in county.figures("cla_legal_status_pct") if one.area == "T1"}
    assert shares == {"C2": Decimal("66.7"), "V2": Decimal("33.3")}
    assert county.of("cla_legal_status_pct", group="C2") == "2 of 3"
    assert county.of("cla_legal_status_count", area="T2", group="C2") == "0"
    assert county.of("cla_s20_count") == "1"


def test_at_home_under_a_care_order_and_in_semi_independence_at_16_and_17(county):
    """A child at home under section 20 is not placed there: the order is what makes it a placement at home."""
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
