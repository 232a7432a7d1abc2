"""A workbook and an extract of the same children give the same figures; what a workbook cannot give is not available."""

from datetime import date
from pathlib import Path

import pytest

from inloco.analytics import engine
from inloco.analytics.book import FigureBook
from inloco.analytics.figure import Figure, Status
from inloco.analytics.indicators import CATALOGUE
from inloco.analytics.loading import load
from inloco.analytics.periods import parse_period
from inloco.analytics.reach import reaches
from inloco.analytics.reference import reference_for
from inloco.analytics.settings import Settings
from inloco.analytics.snapshots import Snapshot, SnapshotStore
from tests.spec.county import Child, County
from tests.unit.extracts.annexa.workbooks import whole, xlsx

AS_AT = date(2019, 8, 31)
MONTH = parse_period("2019-08")
WHO = {"Gender": "b) Female", "Ethnicity": "a) White", "Date of Birth": date(2009, 6, 15)}
TEAM = {"Allocated Team": "T1", "Allocated Worker": "Ottoline Quirke"}


def cared_for(name: str, **more: object) -> dict[str, object]:
    return {
        "Child Unique ID": name,
        **WHO,
        **TEAM,
        "Date Started to be Looked After": "10/01/2018",
        "Child's Legal Status": "b) Full care orders",
        "Start date of current legal status": "10/01/2018",
        "Child's Category of Need": "a) Abuse or neglect",
        "Start Date of Most Recent Placement": "01/02/2019",
        "Placement Type": "a) Foster Placement",
        "Placement Provider": "a) Own LA",
        "Placement Location": "a) In",
        "Date of Last Health Assessment": "01/09/2018",
        "Date of Last Dental Check": "31/08/2018",
        "Date of Latest Statutory Review": "01/06/2019",
        **more,
    }


def leaver(name: str, **more: object) -> dict[str, object]:
    return {
        "Child Unique ID": name,
        **WHO,
        **TEAM,
        "Date of Birth": "01/03/2000",
        "Eligibility Category": "b) Former relevant",
        "LA in Touch": "a) In touch",
        "Latest Date of Contact": "06/07/2019",
        "Type of Accommodation": "k) Independent living",
        "Suitability of Accommodation": "a) Suitable",
        "Activity Status": "F2: Full time in education other than higher",
        "Latest Pathway Plan Review Date": "01/05/2019",
        "Allocated Personal Advisor": "Peregrine Oyelaran",
        **more,
    }


WORKBOOK = whole(
    list3=[
        {
            "Child Unique ID": "Cato",
            **WHO,
            "Date of referral": "14/08/2019",
            "Referral NFA?": "N",
            "Referral Source": "g) Police",
        },
        {
            "Child Unique ID": "Dilys",
            **WHO,
            "Date of referral": "14/05/2019",
            "Referral NFA?": "Y",
            "Referral Source": "g) Police",
        },
    ],
    list5=[
        {
            "Child Unique ID": "Esme",
            **WHO,
            "Strategy discussion initiating Section 47 Enquiry Start Date": "01/08/2019",
            "Date of Initial Child Protection Conference": "20/08/2019",
            "Did the Initial Child Protection Conference Result in a Child Protection Plan": "Y",
        },
    ],
    list6=[
        {"Child Unique ID": "Cato", **WHO, **TEAM, "CIN Start Date": "14/08/2019", "Case Status": "c) Child in need plan"},
        {"Child Unique ID": "Amara", **WHO, "CIN Start Date": "01/01/2018", "Case Status": "a) Looked after child"},
        {
            "Child Unique ID": "Dilys",
            **WHO,
            "CIN Start Date": "14/05/2019",
            "CIN Closure Date": "01/08/2019",
            "Case Status": "e) Closed episode",
        },
    ],
    list7=[
        {
            "Child Unique ID": "Esme",
            **WHO,
            **TEAM,
            "Child Protection Plan Start Date": "20/08/2019",
            "Initial Category of Abuse": "a) Neglect",
            "Latest Category of Abuse": "b) Physical Abuse",
        },
        {
            "Child Unique ID": "Fergus",
            **WHO,
            "Child Protection Plan Start Date": "01/06/2017",
            "Child Protection Plan End Date": "02/07/2019",
            "Initial Category of Abuse": "a) Neglect",
            "Latest Category of Abuse": "a) Neglect",
            "Date of latest review conference": "01/06/2019",
        },
    ],
    list8=[
        cared_for("Amara"),
        cared_for("Bela", **{"Date Ceased to be Looked After": "02/08/2019", "Reason Ceased to be Looked After": "b) Died"}),
        cared_for(
            "Gwil",
            **{"Date of Last Health Assessment": "", "Placement Type": "c) Placed with parents", "Placement Location": "b) Out"},
        ),
        cared_for(
            "Hana",
            **{
                "Date Started to be Looked After": "01/08/2019",
                "Child's Legal Status": "e) Accommodated under S20",
                "Start date of current legal status": "01/08/2019",
                "Start Date of Most Recent Placement": "01/08/2019",
            },
        ),
    ],
    list9=[
        leaver("Ivo"),
        leaver("Juno", **{"Latest Date of Contact": "05/07/2019", "Suitability of Accommodation": "b) Not suitable"}),
        leaver("Kit", **{"LA in Touch": "d) Exclude", "Activity Status": ""}),
        leaver("Lark", **{"Eligibility Category": "d) Eligible"}),
    ],
)


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    result = load([xlsx(tmp_path / "annex-a.xlsx", WORKBOOK)], store=SnapshotStore(tmp_path), as_at=AS_AT)
    assert not result.refused, result.findings
    assert result.snapshot is not None
    assert result.snapshot.kind == "annexa"
    return result.snapshot


def all_figures(snapshot: Snapshot, tmp_path: Path, *periods: str, by: str | None = None) -> dict[str, Figure]:
    """The authority's figure of each indicator (the first, where a breakdown has several), for the last of ``periods``."""
    reference = reference_for(SnapshotStore(tmp_path), snapshot)
    asked = [parse_period(period) for period in periods]
    top = reference.areas.authority
    assert top is not None
    found = engine.compute(snapshot, reference, Settings(), None, asked, by=by)
    return {one.indicator: one for one in reversed(found) if one.area == top.id and one.period == asked[-1]}


@pytest.fixture
def same_children(tmp_path: Path) -> County:
    county = County(tmp_path / "ssd")
    for name in ("Amara", "Bela", "Gwil", "Hana", "Cato", "Dilys", "Esme", "Fergus"):
        county.child(name, "2009-06-15", sex="F").team("T1", "2018-01-01")
    county.add("cin_episodes", referral="1", child="Cato", received_on="2019-08-14")
    county.add("cin_episodes", referral="2", child="Dilys", received_on="2019-05-14")
    for name, until, placement, status, since in (
        ("Amara", None, "U4", "C2", "2018-01-10"),
        ("Bela", "2019-08-02", "U4", "C2", "2018-01-10"),
        ("Gwil", None, "P1", "C2", "2018-01-10"),
        ("Hana", None, "U6", "V2", "2019-08-01"),
    ):
        child = Child(county, name).looked_after(since, until, status=status, placement=placement, end="E2")
        child.reviewed("2019-06-01").assessed("2018-08-31", "dental")
        if name != "Gwil":
            child.assessed("2018-09-01")
    Child(county, "Cato").in_need("2019-08-14")
    Child(county, "Esme").on_plan("2019-08-20")
    Child(county, "Fergus").on_plan("2017-06-01", "2019-07-02")
    county.add("s47_enquiry", s47_enquiry="S", child="Esme", started_on="2019-08-01")
    county.add("initial_cp_conference", icpc="I", s47_enquiry="S", child="Esme", held_on="2019-08-20")
    for name, more in (
        ("Ivo", {}),
        ("Juno", {"last_contact_on": "2019-07-05", "suitable": "2"}),
        ("Kit", {"in_touch": "NREQ", "activity": None}),
        ("Lark", {"eligibility": "eligible"}),
    ):
        told = {"in_touch": "YES", "last_contact_on": "2019-07-06", "accommodation": "U", "suitable": "1", "activity": "F2"}
        county.child(name, "2000-03-01").team("T1", "2018-01-01").leaver(
            **told | {"pathway_plan_reviewed_on": "2019-05-01"} | more
        )
    return county


def test_same_children_same_figures(snapshot: Snapshot, tmp_path: Path, same_children: County) -> None:
    figures = all_figures(snapshot, tmp_path, "2019-08")
    there, reference = same_children.freeze()
    told = [id for id in reaches()["annexa"] if not id.endswith("_rate") and not id.startswith("cla_out_of_area")]
    expected = {one.indicator: one for one in engine.compute(there, reference, Settings(), told, [MONTH]) if one.area == "county"}
    for id in told:
        assert (figures[id].numerator, figures[id].denominator) == (expected[id].numerator, expected[id].denominator), id
    assert {
        id: (figures[id].numerator, figures[id].denominator)
        for id in (
            "cin_plans_count",
            "cp_plans_count",
            "cla_count",
            "health_assessment_up_to_date_pct",
            "dental_up_to_date_pct",
            "care_leavers_count",
            "care_leavers_in_touch_pct",
            "care_leavers_suitable_accom_pct",
            "referrals_count",
            "cla_foster_pct",
            "cla_out_of_area_pct",
            "icpc_in_time_pct",
            "ni64_cp_2y_ceased_pct",
            "cla_s20_count",
        )
    } == {
        "cin_plans_count": (1, None),
        "cp_plans_count": (1, None),
        "cla_count": (3, None),
        "health_assessment_up_to_date_pct": (1, 2),
        "dental_up_to_date_pct": (0, 2),
        "care_leavers_count": (3, None),
        "care_leavers_in_touch_pct": (1, 2),
        "care_leavers_suitable_accom_pct": (2, 3),
        "referrals_count": (1, None),
        "cla_foster_pct": (2, 3),
        "cla_out_of_area_pct": (1, 3),
        "icpc_in_time_pct": (1, 1),
        "ni64_cp_2y_ceased_pct": (1, 1),
        "cla_s20_count": (1, None),
    }


def test_what_needs_a_history_is_not_available(snapshot: Snapshot, tmp_path: Path) -> None:
    figures = all_figures(snapshot, tmp_path, "2019-08")
    for id in (
        "ni62_three_plus_placements_pct",
        "ni63_placement_stability_pct",
        "ni66_cla_reviews_in_time_pct",
        "ni65_repeat_cp_pct",
        "ni67_cp_reviewed_in_time_pct",
        "cla_reviews_in_time_pct",
        "cla_reviews_held_count",
        "re_referrals_pct",
        "cla_started_count",
        "iha_in_time_pct",
        "missing_episodes_count",
        "sdq_completed_pct",
    ):
        if id in CATALOGUE:
            assert (figures[id].status, figures[id].numerator) == (Status.NOT_AVAILABLE, None), id
    available = {id for id, figure in figures.items() if figure.status is not Status.NOT_AVAILABLE}
    assert available <= set(reaches()["annexa"])


def test_earlier_months_have_events_of_six_months_and_no_states(snapshot: Snapshot, tmp_path: Path) -> None:
    may = all_figures(snapshot, tmp_path, "2019-05")
    assert may["referrals_count"].numerator == 1
    for id in ("cla_count", "cp_plans_count", "health_assessment_up_to_date_pct", "care_leavers_count"):
        assert may[id].status is Status.NOT_AVAILABLE, id
    assert all_figures(snapshot, tmp_path, "2019-02")["referrals_count"].status is Status.NOT_AVAILABLE
    assert all_figures(snapshot, tmp_path, "2019-03")["referrals_count"].numerator == 0
    assert all_figures(snapshot, tmp_path, "2019-03")["icpc_in_time_pct"].status is Status.NOT_AVAILABLE


def test_groups_are_those_that_the_lists_tell(snapshot: Snapshot, tmp_path: Path) -> None:
    assert all_figures(snapshot, tmp_path, "2019-08", by="sex")["cla_count"].group == "F"
    assert all_figures(snapshot, tmp_path, "2019-08", by="ethnicity")["cla_count"].status is Status.NOT_APPLICABLE


def test_teams_have_states_but_no_events(snapshot: Snapshot, tmp_path: Path) -> None:
    reference = reference_for(SnapshotStore(tmp_path), snapshot)
    found = engine.compute(snapshot, reference, Settings(), ["cla_count", "referrals_count"], [MONTH])
    told = {(one.indicator, one.area): (one.status, one.numerator) for one in found}
    assert told["cla_count", "T1"] == (Status.FINAL, 3)
    assert told["referrals_count", "T1"] == (Status.NOT_AVAILABLE, None)


def test_an_older_extract_still_gives_what_the_workbook_cannot(tmp_path: Path, same_children: County) -> None:
    same_children.root = tmp_path
    same_children.as_at = "2019-07-31"
    same_children.freeze()
    load([xlsx(tmp_path / "annex-a.xlsx", WORKBOOK)], store=SnapshotStore(tmp_path), as_at=AS_AT)
    book = FigureBook(tmp_path)
    july, august = parse_period("2019-07"), parse_period("2019-08")
    top = book.areas.authority
    assert top is not None
    told = [one.numerator if one else None for one in book.series("cla_count", top.id, [july, august])]
    assert told == [3, 3]
    reviews = book.series("ni66_cla_reviews_in_time_pct", top.id, [july, august])
    assert reviews[0] is not None
    assert reviews[0].numerator is not None
    assert reviews[1] is None or reviews[1].status is Status.NOT_AVAILABLE
    assert "reach" in (book.why_not("ni66_cla_reviews_in_time_pct", august) or "")


def test_every_indicator_named_in_the_reach_is_in_the_catalogue() -> None:
    for kind, named in reaches().items():
        assert set(named) <= set(CATALOGUE), kind
