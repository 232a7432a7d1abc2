"""Care leavers: who they are, how they live, and whether the council is in touch."""

import pytest

from inloco.analytics.figure import Status
from tests.spec.county import County


def test_relevant_former_relevant_and_qualifying_but_not_eligible(county):
    for kind in ("relevant", "former_relevant", "qualifying", "eligible", None):
        county.child(str(kind), born="2000-03-05").leaver(kind)
    assert county.of("care_leavers_count") == "3"
    assert county.states("care_leavers_count")["eligible"] == "excluded: Eligible: still looked after"
    strict = County(county.root / "strict", care_leavers_include_qualifying=False)
    strict.child("Amara", born="2000-03-05").leaver("qualifying")
    assert strict.states("care_leavers_count") == {
        "Amara": "excluded: Qualifying care leavers are left out by the council's settings"
    }


@pytest.mark.parametrize(
    ("contact", "answer", "state"),
    [
        ("2019-07-06", "NO", "met"),  # 56 days before 31 August
        ("2019-07-05", "YES", "not met"),
        (None, "YES", "not met"),
        ("2019-08-30", "REFU", "met"),
        (None, "REFU", "not met"),
        ("2019-08-30", "DIED", "excluded: Died"),
        ("2019-08-30", "NREQ", "excluded: No longer requires services"),
        ("2019-08-30", "RHOM", "excluded: Returned home"),
    ],
)
def test_in_touch_from_july_2019_by_the_last_contact_whatever_the_answer(county, contact, answer, state):
    county.child("Amara", born="2000-03-05").leaver(in_touch=answer, last_contact_on=contact)
    assert county.states("care_leavers_in_touch_pct") == {"Amara": state}


def test_in_touch_before_july_2019_by_the_recorded_answer(tmp_path):
    june = County(tmp_path, as_at="2019-06-30")
    june.child("Amara", born="2000-03-05").leaver(in_touch="YES", last_contact_on="2018-01-01")
    june.child("Bela", born="2000-03-05").leaver(in_touch="NO", last_contact_on="2019-06-29")
    june.child("Cai", born="2000-03-05").leaver(in_touch="DIED")
    june.child("Dilys", born="2000-03-05").leaver(in_touch="REFU")
    june.child("Emrys", born="2000-03-05").leaver(in_touch=None)
    assert june.of("care_leavers_in_touch_pct", "2019-06") == "1 of 4"
    assert june.figure("care_leavers_in_touch_pct", "2019-06").version == 1
    july = County(tmp_path / "july", as_at="2019-07-31")
    assert july.figure("care_leavers_in_touch_pct", "2019-07").version == 2


def test_suitable_accommodation_by_the_judgement_else_the_suffix(county):
    for name, accommodation, suitable in (
        ("judged suitable", "W2", "1"),
        ("judged unsuitable", "U1", "2"),
        ("suffix suitable", "U1", None),
        ("suffix unsuitable", "B2", None),
        ("blank", "U", None),
        ("nothing", None, None),
    ):
        county.child(name, born="2000-03-05").leaver(accommodation=accommodation, suitable=suitable)
    states = county.states("care_leavers_suitable_accom_pct")
    assert {name for name, state in states.items() if state == "met"} == {"judged suitable", "suffix suitable"}
    assert county.of("care_leavers_suitable_accom_pct") == "2 of 6"


def test_unknown_activity_is_neither(county):
    for code in ("F1", "P5", "F3", "G4", "G6", "0", None):
        county.child(str(code), born="2000-03-05").leaver(activity=code)
    assert county.of("care_leavers_eet_pct") == "3 of 7"
    assert county.of("care_leavers_neet_pct") == "2 of 7"


def test_only_the_snapshots_own_month(county):
    county.child("Amara", born="2000-03-05").leaver()
    assert county.figure("care_leavers_count", "2019-07").status is Status.NOT_AVAILABLE
    assert county.figure("care_leavers_count", "2018/19").status is Status.NOT_AVAILABLE
    assert county.figure("care_leavers_count", "2019-08").status is Status.FINAL
    assert county.figure("care_leavers_count", "2019/20").status is Status.PROVISIONAL


def test_placed_by_the_allocated_worker_not_by_the_team_of_the_table(county):
    county.child("Amara", born="2000-03-05").leaver(team="T2").team("T1", "2019-01-01")
    county.child("Bela", born="2000-03-05").leaver(team="T2")
    assert county.of("care_leavers_count", area="T1") == "1"
    assert county.of("care_leavers_count", area="T2") == "0"
    assert county.of("care_leavers_count", area="unallocated") == "1"


def test_homeless_staying_put_and_with_a_pathway_plan_of_the_last_six_months(county):
    """A plan reviewed exactly six months ago is no longer current; the duty ends at 25, on the birthday."""
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


def test_a_personal_adviser_is_allocated_by_the_16th_birthday(county):
    """Of the children looked after on that birthday; a social worker is no personal adviser."""
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


def test_born_on_29_february_a_young_person_is_25_on_1_march_of_a_common_year(tmp_path):
    for as_at, state in (("2021-02-28", "met"), ("2021-03-01", "excluded: 25 or over")):
        county = County(tmp_path / as_at, as_at=as_at)
        county.child("Amara", born="1996-02-29").leaver(pathway_plan_reviewed_on="2021-01-11")
        assert county.states("care_leavers_pathway_plan_current_pct", as_at[:7]) == {"Amara": state}
