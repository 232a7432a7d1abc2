"""A census and an extract of the same children give the same figures; every shape is read; what is no census is refused."""

from datetime import date
from pathlib import Path

import pytest

from inloco.analytics import engine
from inloco.analytics.extracts.formats.cin_census.checks import CHECKS
from inloco.analytics.figure import Figure, Status
from inloco.analytics.indicators import CATALOGUE, OF_CHILDREN
from inloco.analytics.loading import LoadResult, load
from inloco.analytics.periods import parse_period
from inloco.analytics.reach import out_of_reach, reaches
from inloco.analytics.reference import reference_for
from inloco.analytics.settings import Settings
from inloco.analytics.snapshots import Snapshot, SnapshotStore
from tests.spec.county import Child, County

HEADER = """<?xml version="1.0" encoding="utf-8"?>
<Message>
<Header><CollectionDetails><Collection>CIN</Collection><Year>2020</Year><ReferenceDate>2020-03-31</ReferenceDate></CollectionDetails>
<Source><SourceLevel>L</SourceLevel><LEA>999</LEA><DateTime>2020-06-01T10:00:00</DateTime></Source></Header>
<Children>
"""
FOOTER = "</Children>\n</Message>\n"


def child(name: str, details: str = "", sex: str = "<Sex>F</Sex>", more: str = "") -> str:
    return f"""<Child>
<ChildIdentifiers><LAchildID>{name}</LAchildID><UPN>A123456789123</UPN><PersonBirthDate>2009-06-15</PersonBirthDate>{sex}{more}</ChildIdentifiers>
<ChildCharacteristics><Ethnicity>WBRI</Ethnicity><Disabilities><Disability>AUT</Disability><Disability>LD</Disability></Disabilities>
</ChildCharacteristics>
{details or episode()}
</Child>
"""


def episode(inside: str = "", on: str = "2019-08-14", nfa: str = "0") -> str:
    return f"""<CINdetails><CINreferralDate>{on}</CINreferralDate><ReferralSource>6</ReferralSource>
<PrimaryNeedCode>N1</PrimaryNeedCode><ReferralNFA>{nfa}</ReferralNFA>{inside}</CINdetails>"""


ENQUIRY = """<Section47><S47ActualStartDate>2019-09-02</S47ActualStartDate><InitialCPCtarget>2019-09-23</InitialCPCtarget>
<DateOfInitialCPC>2019-09-20</DateOfInitialCPC><ICPCnotRequired>false</ICPCnotRequired></Section47>"""
PLAN = """<ChildProtectionPlans><CPPstartDate>2019-09-20</CPPstartDate><InitialCategoryOfAbuse>NEG</InitialCategoryOfAbuse>
<LatestCategoryOfAbuse>PHY</LatestCategoryOfAbuse><NumberOfPreviousCPP>1</NumberOfPreviousCPP>
<Reviews><CPPreviewDate>2019-12-10</CPPreviewDate><CPPreviewDate>2020-03-02</CPPreviewDate></Reviews></ChildProtectionPlans>"""
ENDED = """<ChildProtectionPlans><CPPstartDate>2017-06-01</CPPstartDate><CPPendDate>2019-07-02</CPPendDate>
<InitialCategoryOfAbuse>EMO</InitialCategoryOfAbuse><LatestCategoryOfAbuse>MUL</LatestCategoryOfAbuse>
<NumberOfPreviousCPP>0</NumberOfPreviousCPP></ChildProtectionPlans>"""
ASSESSMENT = """<Assessments><AssessmentActualStartDate>2019-08-15</AssessmentActualStartDate>
<AssessmentAuthorisationDate>2019-09-01</AssessmentAuthorisationDate><FactorsIdentifiedAtAssessment>
<AssessmentFactors>1A</AssessmentFactors><AssessmentFactors>22A</AssessmentFactors></FactorsIdentifiedAtAssessment></Assessments>"""
PLAN_IN_NEED = "<CINPlanDates><CINPlanStartDate>2019-09-02</CINPlanStartDate></CINPlanDates>"
PRE_PROCEEDINGS = """<PreProceedingsandFGDM><PPStartDate>2019-09-09</PPStartDate><LBPSentDate>2019-09-10</LBPSentDate>
<StepDecisionDate>2019-11-04</StepDecisionDate></PreProceedingsandFGDM>"""
CENSUS = (
    HEADER
    + child("Cato", episode(ASSESSMENT + PLAN_IN_NEED))
    + child("Esme", episode(ENQUIRY + PLAN, on="2019-08-30"))
    + child("Fergus", episode(ENDED, on="2017-05-01"))
    + child("Dilys", episode(on="2019-05-14", nfa="true"), sex="<GenderCurrent>1</GenderCurrent>")
    + FOOTER
)


def load_text(folder: Path, text: str | bytes, as_at: date | None = None, name: str = "census.xml") -> LoadResult:
    file = folder / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return load([file], store=SnapshotStore(folder), as_at=as_at)


def taken(result: LoadResult) -> Snapshot:
    assert result.snapshot is not None, result.findings
    return result.snapshot


def figures(snapshot: Snapshot, root: Path, period: str) -> dict[str, Figure]:
    reference = reference_for(SnapshotStore(root), snapshot)
    top = reference.areas.authority
    assert top is not None
    computed = engine.compute(snapshot, reference, Settings(), None, [parse_period(period)])
    return {one.indicator: one for one in reversed(computed) if one.area == top.id}


def test_same_children_same_figures(tmp_path: Path) -> None:
    snapshot = taken(load_text(tmp_path, CENSUS.replace(PLAN_IN_NEED, PLAN_IN_NEED + PRE_PROCEEDINGS)))
    assert (snapshot.kind, snapshot.as_at) == ("cin_census", date(2020, 3, 31))
    county = County(tmp_path / "ssd", as_at="2020-03-31")
    for name, received_on in (("Cato", "2019-08-14"), ("Esme", "2019-08-30"), ("Fergus", "2017-05-01"), ("Dilys", "2019-05-14")):
        county.child(name, "2009-06-15")
        county.add("cin_episodes", referral=name, child=name, received_on=received_on)
    Child(county, "Cato").in_need("2019-09-02")
    Child(county, "Esme").on_plan("2019-09-20")
    Child(county, "Fergus").on_plan("2017-06-01", "2019-07-02")
    county.add("s47_enquiry", s47_enquiry="S", child="Esme", started_on="2019-09-02")
    county.add("initial_cp_conference", icpc="I", s47_enquiry="S", child="Esme", held_on="2019-09-20")
    county.add(
        "pre_proceedings", row_id="P", child="Cato", pre_pro_decision_on="2019-09-09", agree_stepdown_issue_on="2019-11-04"
    )
    told = [id for id in reaches()["cin_census"] if not id.endswith("_rate")]
    there, reference = county.freeze()
    for period in ("2019-06", "2019-09", "2020-03", "2019/20"):
        computed = figures(snapshot, tmp_path, period)
        expected = engine.compute(there, reference, Settings(), told, [parse_period(period)])
        for one in expected:
            of_the_day_alone = reaches()["cin_census"][one.indicator].months == 0
            if of_the_day_alone and period in ("2019-06", "2019-09"):
                assert computed[one.indicator].status is Status.NOT_AVAILABLE, f"{one.indicator} {period}"
            elif one.area == "county":
                assert (computed[one.indicator].numerator, computed[one.indicator].denominator) == (
                    one.numerator,
                    one.denominator,
                ), f"{one.indicator} {period}"
    september, march = figures(snapshot, tmp_path, "2019-09"), figures(snapshot, tmp_path, "2020-03")
    assert (september["plo_children_count"].numerator, march["plo_children_count"].numerator) == (1, 0)
    assert (september["icpc_count"].numerator, figures(snapshot, tmp_path, "2019-06")["icpc_count"].numerator) == (1, 0)
    assert (march["cp_annual_change_pct"].numerator, march["cp_annual_change_pct"].denominator) == (0, 1)
    assert march["cp_plans_count"].numerator == 1
    assert (march["ni64_cp_2y_ceased_pct"].numerator, march["ni64_cp_2y_ceased_pct"].denominator) == (1, 1)
    assert figures(snapshot, tmp_path, "2019/20")["referrals_count"].numerator == 3


def test_groups_are_those_that_the_census_tells(tmp_path: Path) -> None:
    snapshot = taken(load_text(tmp_path, CENSUS))
    reference = reference_for(SnapshotStore(tmp_path), snapshot)
    for id, by, expected in (
        ("cp_plans_count", "ethnicity", {"WBRI": 1}),
        ("cp_open_2y_pct", "category", {"PHY": 0}),
        ("cp_plans_count", "placement_type", {"": None}),
    ):
        computed = engine.compute(snapshot, reference, Settings(), [id], [parse_period("2020-03")], by=by)
        top = reference.areas.authority
        assert top is not None
        assert {one.group: one.numerator for one in computed if one.area == top.id} == expected


def test_what_lies_outside_the_year_is_not_available(tmp_path: Path) -> None:
    snapshot = taken(load_text(tmp_path, CENSUS))
    assert figures(snapshot, tmp_path, "2019-03")["cp_plans_count"].status is Status.NOT_AVAILABLE
    march = figures(snapshot, tmp_path, "2020-03")
    for id in (
        "ni65_repeat_cp_pct",
        "repeat_cp_12m_pct",
        "ni67_cp_reviewed_in_time_pct",
        "re_referrals_pct",
        "cin_plans_count",
        "cla_count",
    ):
        assert march[id].status is Status.NOT_AVAILABLE, id
    given = {id for id, one in march.items() if one.status is not Status.NOT_AVAILABLE}
    assert given <= set(reaches()["cin_census"]) <= set(CATALOGUE)


def test_every_module_has_its_table(tmp_path: Path) -> None:
    snapshot = taken(load_text(tmp_path, CENSUS))
    assert snapshot.tables == {
        "person": 4, "disability": 8, "cin_episodes": 4, "cin_assessments": 1, "assessment_factors": 1, "cin_plans": 1,
        "s47_enquiry": 1, "initial_cp_conference": 1, "cp_plans": 2, "cp_reviews": 2,
    }  # fmt: skip
    person = {one["child"]: one for one in snapshot.read("person").to_pylist()}
    assert (person["Esme"]["sex"], person["Dilys"]["sex"], person["Esme"]["ethnicity"]) == ("F", "M", "WBRI")
    referrals = {one["child"]: one for one in snapshot.read("cin_episodes").to_pylist()}
    assert [referrals[name]["is_no_further_action"] for name in ("Cato", "Dilys")] == [False, True]
    plan = next(one for one in snapshot.read("cp_plans").to_pylist() if one["child"] == "Esme")
    conference = snapshot.read("initial_cp_conference").to_pylist()[0]
    assert plan["icpc"] == conference["icpc"]
    assert conference["target_on"] == date(2019, 9, 23)
    assert snapshot.read("assessment_factors").to_pylist()[0]["assessment_factors"] == '["1A", "22A"]'


def test_shapes_of_other_years(tmp_path: Path) -> None:
    module = """<PreProceedingsandFGDM><PPStartDate>2020-01-06</PPStartDate><LBPSentDate>2020-01-07</LBPSentDate>
    <FGDMMeetingOffer>2020-01-08</FGDMMeetingOffer><ReviewMeetingsCount>2</ReviewMeetingsCount></PreProceedingsandFGDM>"""
    expected = "<ExpectedPersonBirthDate>2020-06-01</ExpectedPersonBirthDate>"
    unborn = f"<Child><ChildIdentifiers><LAchildID>Baby</LAchildID>{expected}</ChildIdentifiers>"
    text = (
        HEADER.replace("<Message>", '<Message xmlns="urn:census">')
        + child("Cato", episode(module))
        + unborn
        + "</Child>"
        + FOOTER
    )
    snapshot = taken(load_text(tmp_path, text, as_at=date(2020, 3, 30)))
    assert snapshot.as_at == date(2020, 3, 30)
    meeting = snapshot.read("pre_proceedings").to_pylist()[0]
    assert (meeting["pre_pro_decision_on"], meeting["pre_pro_meetings_num"]) == (date(2020, 1, 6), 2)
    baby = next(one for one in snapshot.read("person").to_pylist() if one["child"] == "Baby")
    assert (baby["born_on"], baby["expected_on"]) == (None, date(2020, 6, 1))


def test_strange_elements_and_codes_are_said_and_do_no_harm(tmp_path: Path) -> None:
    strange = episode("<Mood><Deep>x</Deep></Mood><ReasonForClosure>RC77</ReasonForClosure>").replace("N1", "N77")
    result = load_text(tmp_path, HEADER + child("Cato", strange) + child("Dilys", strange) + FOOTER)
    taken(result)
    said = {(one.check, one.column): one for one in result.findings}
    assert said["unknown_element", "Mood"].row == 11
    assert "And 1 more" in next(one.message for one in result.findings if one.check == "unknown_element" and one.row is None)
    assert said["unknown_code", "ReasonForClosure"].value == "RC77"
    assert said["unknown_code", "PrimaryNeedCode"].value == "N77"
    assert [one.row for one in result.findings if one.column == "PrimaryNeedCode"] == [11, 18]


BOMB = '<!DOCTYPE Message [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>\n<Message><LAchildID>&b;</LAchildID></Message>'
OUTSIDE = '<!DOCTYPE Message [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n<Message><LAchildID>&a;</LAchildID></Message>'


@pytest.mark.parametrize(
    ("text", "check", "row"),
    [
        (CENSUS[:-40], "malformed_xml", None),
        (CENSUS.replace("</CINdetails>", "</CINdetail>", 1), "malformed_xml", 13),
        (CENSUS.replace("utf-8", "klingon"), "malformed_xml", 1),
        (BOMB, "forbidden_xml", 1),
        (OUTSIDE, "forbidden_xml", 1),
        (HEADER + FOOTER, "no_children", None),
        (HEADER + child("Cato") + child("Cato") + FOOTER, "duplicate_key", 13),
        (HEADER + child("") + FOOTER, "missing_identifier", 6),
        (CENSUS.replace("2017-06-01", "2017-06-31"), "impossible_date", None),
        (CENSUS.replace("<UPN>", f"<UPN>{'9' * 20_000}"), "long_cell", None),
    ],
    ids=["cut off", "wrong tag", "encoding", "bomb", "outside", "empty", "twice", "nameless", "no such day", "giant"],
)
def test_refusals_name_the_line_and_change_nothing(tmp_path: Path, text: str, check: str, row: int | None) -> None:
    result = load_text(tmp_path, text)
    assert result.refused
    errors = [one for one in result.findings if one.severity == "error"]
    assert [one.check for one in errors] == [check]
    assert errors[0].file == "census.xml"
    assert errors[0].action
    if row is not None:
        assert errors[0].row == row
    assert not SnapshotStore(tmp_path).list()


def test_two_censuses_at_once_are_refused(tmp_path: Path) -> None:
    (tmp_path / "both").mkdir()
    for name in ("a.xml", "b.xml"):
        (tmp_path / "both" / name).write_text(CENSUS)
    result = load([tmp_path / "both"], store=SnapshotStore(tmp_path))
    assert result.refused
    assert "two_censuses" in {one.check for one in result.findings}


def test_a_repeated_element_counts_once(tmp_path: Path) -> None:
    result = load_text(tmp_path, CENSUS.replace("<ReferralSource>6<", "<ReferralNFA>1</ReferralNFA><ReferralSource>6<", 1))
    taken(result)
    assert "repeated_element" in {one.check for one in result.findings}


def test_every_check_is_explained_in_the_reference() -> None:
    page = (Path(__file__).parents[4] / "docs" / "reference" / "cin-census.md").read_text(encoding="utf-8")
    assert [check.id for check in CHECKS if f"`{check.id}`" not in page] == []
    assert [id for id in OF_CHILDREN if f"`{id}`" not in page] == []
    assert [why for why in out_of_reach()["cin_census"].values() if f"| {why[0].upper()}{why[1:]} |" not in page] == []
