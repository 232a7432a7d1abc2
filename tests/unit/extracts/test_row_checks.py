"""Each check of rows against a small extract that breaks it, and against one that breaks none."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from inloco.analytics.extracts.checks.reading import CHECK_NOT_RUN
from inloco.analytics.extracts.checks.rows import RULES
from inloco.analytics.findings import Finding, Severity
from inloco.analytics.loading import LoadResult, load
from inloco.analytics.snapshots import SnapshotStore
from tests.factories.county import extract_of

AS_AT = date(2019, 8, 31)
Tables = dict[str, list[dict[str, Any]]]


def sound() -> Tables:
    """Two children, one of them in care and then home, with one of everything, and nothing wrong."""
    return {
        "person": [
            {"child": "A1", "born_on": "2010-02-01", "sex": "M"},
            {"child": "A2", "born_on": "2016-05-05", "sex": "F"},
            {"child": "A3", "born_on": "2000-01-01"},
        ],
        "cla_episodes": [
            {
                "episode": "E1", "child": "A1", "started_on": "2018-01-10", "start_reason": "S", "need": "N1",
                "ended_on": "2018-06-01", "end_reason": "X1", "period_of_care": "P1", "placement": "L1",
            },
            {
                "episode": "E2", "child": "A1", "started_on": "2018-06-01", "start_reason": "P", "need": "N1",
                "period_of_care": "P1", "placement": "L2",
            },
            {
                "episode": "E3", "child": "A2", "started_on": "2019-01-10", "start_reason": "S", "need": "N4",
                "ended_on": "2019-03-10", "end_reason": "E4A", "period_of_care": "P2", "placement": "L3",
            },
        ],
        "cla_placement": [
            {"placement": "L1", "child": "A1", "period_of_care": "P1", "type": "U6", "started_on": "2018-01-10",
             "ended_on": "2018-06-01"},
            {"placement": "L2", "child": "A1", "period_of_care": "P1", "type": "P1", "started_on": "2018-06-01"},
            {"placement": "L3", "child": "A2", "period_of_care": "P2", "type": "U4", "started_on": "2019-01-10",
             "ended_on": "2019-03-10"},
        ],
        "legal_status": [
            {"legal_status_id": "S1", "child": "A1", "legal_status": "V2", "started_on": "2018-01-10", "ended_on": "2018-06-01"},
            {"legal_status_id": "S2", "child": "A1", "legal_status": "C2 - Full care order", "started_on": "2018-06-01"},
            {"legal_status_id": "S3", "child": "A2", "legal_status": "C1", "started_on": "2019-01-10", "ended_on": "2019-03-10"},
        ],
        "cla_reviews": [
            {"review": "R1", "period_of_care": "P1", "held_on": "2018-02-05", "due_on": "2018-02-06", "participation": "PN1"},
            {"review": "R2", "period_of_care": "P1", "held_on": "2018-05-05", "due_on": "2018-05-05", "participation": "PN1"},
            {"review": "R3", "period_of_care": "P2", "held_on": "2019-02-05", "participation": "PN0"},
        ],
        "cla_health": [{"health_check": "H1", "child": "A1", "type": "Dental check", "checked_on": "2019-01-01"}],
        "cla_visits": [{"visit": "V1", "child": "A1", "period_of_care": "P1", "visited_on": "2019-08-01"}],
        "sdq_scores": [{"sdq": "Q1", "child": "A1", "completed_on": "2019-01-01", "score": 40}],
        "local_conference_attendance": [{"attendance": "T1", "child": "A2", "held_on": "2018-12-18", "part": "attended"}],
        "local_core_group": [{"core_group": "G1", "cp_plan": "D1", "held_on": "2018-12-28"}],
        "local_flag": [{"flag_row": "Y1", "child": "A3", "flag": "supported_lodgings", "started_on": "2019-01-01"}],
        "local_monitoring": [{"monitoring": "Z1", "child": "A1", "monitored_on": "2018-04-01"}],
        "local_pep": [{"pep": "E1", "child": "A1", "reviewed_on": "2019-02-01"}],
        "local_return_interview": [{"missing_episode": "M1", "held_on": "2019-01-02"}],
        "missing": [{"missing_episode": "M1", "child": "A1", "started_on": "2019-01-01", "ended_on": "2019-01-01"}],
        "care_leavers": [
            {
                "care_leaver": "C1", "child": "A3", "eligibility": "Former relevant", "in_touch": "YES",
                "accommodation": "U1",
                "suitable": "Suitable", "activity": "F1", "last_contact_on": "2019-08-01", "team": "T1", "worker": "W1",
            }
        ],
        "cin_episodes": [{"referral": "F1", "child": "A2", "received_on": "2018-12-01", "team": "T1", "worker": "W1"}],
        "cin_plans": [{"cin_plan": "N1", "child": "A2", "referral": "F1", "started_on": "2018-12-10", "ended_on": "2019-01-10"}],
        "cin_assessments": [{"assessment": "B1", "child": "A2", "started_on": "2018-12-01", "authorised_on": "2018-12-20"}],
        "s47_enquiry": [
            {"s47_enquiry": "I1", "child": "A2", "referral": "F1", "started_on": "2018-12-03", "ended_on": "2018-12-10"}
        ],
        "initial_cp_conference": [
            {"icpc": "K1", "child": "A2", "s47_enquiry": "I1", "held_on": "2018-12-18", "target_on": "2018-12-20"}
        ],
        "cp_plans": [{"cp_plan": "D1", "child": "A2", "icpc": "K1", "started_on": "2018-12-18", "ended_on": "2019-03-01"}],
        "cp_reviews": [{"cp_review": "J1", "child": "A2", "cp_plan": "D1", "held_on": "2019-02-20"}],
        "involvements": [
            {
                "involvement": "O1", "child": "A1", "worker": "W1", "role": "Allocated worker", "team": "T1",
                "started_on": "2018-01-10", "ended_on": "2018-05-01",
            },
            {"involvement": "O2", "child": "A1", "worker": "W2", "role": "CW", "team": "North team", "started_on": "2018-05-01"},
            {"involvement": "O3", "child": "A1", "worker": "W2", "role": "IRO", "team": "T1", "started_on": "2018-02-01"},
        ],
        "professionals": [{"worker": "W1"}, {"worker": "W2"}],
        "department": [{"team": "T1", "name": "First team", "parent": "D1"}, {"team": "D1", "name": "North"}],
        "areas": [
            {"area": "C", "name": "County", "kind": "authority"},
            {"area": "D1", "name": "North", "kind": "District", "parent": "C"},
            {"area": "T1", "name": "North Team", "kind": "team", "parent": "D1", "from_on": "2015-04-01"},
        ],
        "population": [{"area": "C", "from_on": "2018-07-01", "to_on": "2019-06-30", "under_18": 250000}],
        "comparators": [
            {"indicator": "cla_count", "area": "England", "period": "2018/19", "value": "65.0"},
            {"indicator": "cla_count", "area": "England", "period": "2018-03-31", "value": "64"},
            {"indicator": "cla_count", "area": "England", "period": "2019-Q1", "value": "64"},
        ],
        "local_placement_area": [{"placement": "L1", "in_area": "Y"}],
        "cla_care_plan": [{"row_id": "1", "child": "A1", "started_on": "2018-01-10"}],
        "immigration_status": [{"immigration_status_id": "1", "child": "A1", "started_on": "2018-01-10"}],
    }  # fmt: skip


BREAKS: list[tuple[str, str, int, dict[str, Any]]] = [
    # check, table, spreadsheet row, what to change in it
    ("end_before_start", "cla_episodes", 4, {"ended_on": "2019-01-09", "end_reason": "E4A"}),
    ("end_before_start", "areas", 4, {"to_on": "2015-03-31"}),
    ("end_before_start", "involvements", 2, {"ended_on": "2018-01-09"}),
    ("no_start_date", "cp_plans", 2, {"started_on": ""}),
    ("date_in_future", "cla_health", 2, {"checked_on": "2019-09-01"}),
    ("date_in_future", "care_leavers", 2, {"last_contact_on": "2019-12-24"}),
    ("orphan_row", "cla_health", 2, {"child": "A9"}),
    ("orphan_row", "cp_reviews", 2, {"cp_plan": "D9"}),
    ("orphan_row", "involvements", 4, {"worker": "W9"}),
    ("review_without_period", "cla_reviews", 4, {"period_of_care": "P9"}),
    ("review_without_period", "cla_reviews", 4, {"period_of_care": ""}),
    ("unknown_team", "involvements", 4, {"team": "A team nobody knows"}),
    ("unknown_team", "care_leavers", 2, {"team": "T9"}),
    ("code_out_of_use", "cla_placement", 2, {"type": "K3"}),
    ("code_out_of_use", "cla_episodes", 4, {"end_reason": "E43"}),
    ("code_out_of_use", "care_leavers", 2, {"activity": "F5"}),
    ("overlapping_episodes", "cla_episodes", 3, {"started_on": "2018-05-31"}),
    ("overlapping_placements", "cla_placement", 3, {"started_on": "2018-05-31"}),
    ("two_allocated_workers", "involvements", 3, {"started_on": "2018-04-30"}),
    ("placement_legal_conflict", "cla_placement", 2, {"type": "P1"}),
    ("participation_age", "cla_reviews", 2, {"participation": "PN0"}),
    ("participation_age", "cla_reviews", 4, {"participation": "PN1"}),
    ("review_before_period", "cla_reviews", 2, {"held_on": "2018-01-09"}),
    ("review_after_period", "cla_reviews", 4, {"held_on": "2019-03-11"}),
    ("review_due_too_late", "cla_reviews", 3, {"due_on": "2018-05-06"}),
    ("period_disagrees", "cla_episodes", 3, {"period_of_care": "P7"}),
    ("period_disagrees", "cla_episodes", 3, {"start_reason": "S"}),
    ("gap_after_x1", "cla_episodes", 3, {"started_on": "2018-06-02"}),
    ("x1_without_next", "cla_episodes", 4, {"end_reason": "X1"}),
    ("end_without_reason", "cla_episodes", 4, {"end_reason": ""}),
    ("end_without_reason", "cla_episodes", 3, {"end_reason": "E4A"}),
    ("need_changes", "cla_episodes", 3, {"need": "N2"}),
    ("placement_gap", "cla_placement", 3, {"started_on": "2018-06-02"}),
    ("no_legal_status", "cla_episodes", 3, {}),
    ("no_placement", "cla_episodes", 3, {}),
    ("open_after_18", "cla_episodes", 3, {}),
    ("before_birth", "cla_episodes", 4, {}),
    ("as_at_too_early", "cla_episodes", 4, {"started_on": "2019-10-01", "ended_on": "2019-11-01"}),
    ("unborn_without_birth_date", "person", 3, {"born_on": "", "expected_on": "2016-05-05"}),
    ("sdq_out_of_range", "sdq_scores", 2, {"score": 41}),
    ("care_leaver_twice", "care_leavers", 3, {}),
    ("suitability_disagrees", "care_leavers", 2, {"accommodation": "U2"}),
    ("broken_area_tree", "areas", 4, {"parent": "nowhere"}),
    ("broken_area_tree", "areas", 4, {"kind": "planet"}),
    ("broken_area_tree", "areas", 4, {"kind": "authority"}),
    ("broken_area_tree", "areas", 4, {"parent": "T1"}),
    ("impossible_population", "population", 2, {"under_18": 0}),
    ("population_without_area", "population", 2, {"area": "Elsewhere"}),
    ("unreadable_comparator", "comparators", 2, {"period": "last year"}),
    ("unreadable_comparator", "comparators", 2, {"period": "2018/20"}),
    ("unreadable_comparator", "comparators", 2, {"value": ""}),
]
"""The row of ``sound()`` that is changed, and the row where the finding must stand (the last one of a pair)."""

ELSEWHERE: dict[str, tuple[str, int, dict[str, Any]]] = {
    "no_legal_status": ("legal_status", 3, {"ended_on": "2019-08-31"}),
    "no_placement": ("cla_placement", 3, {"ended_on": "2019-08-31"}),
    "open_after_18": ("person", 2, {"born_on": "2001-08-31"}),
    "before_birth": ("person", 3, {"born_on": "2019-01-11"}),
    "care_leaver_twice": ("care_leavers", 2, {}),
}
"""Checks whose finding stands in another table than the fault."""


def checked(tmp_path: Path, tables: Tables) -> LoadResult:
    folder = extract_of(tmp_path / "extract", **tables)
    return load([folder], store=SnapshotStore(tmp_path / "data"), as_at=AS_AT, check_only=True)


def notable(result: LoadResult) -> list[Finding]:
    return [finding for finding in result.findings if finding.severity is not Severity.INFO]


def test_a_sound_extract_breaks_no_check_and_leaves_none_out(tmp_path: Path) -> None:
    result = checked(tmp_path, sound())
    assert notable(result) == []
    assert [finding for finding in result.findings if finding.check == CHECK_NOT_RUN.id] == []


@pytest.mark.parametrize(("check", "table", "row", "change"), BREAKS, ids=lambda value: value if isinstance(value, str) else "")
def test_a_check_finds_its_fault_at_its_row(tmp_path: Path, check: str, table: str, row: int, change: dict[str, Any]) -> None:
    tables = sound()
    changed_table, changed_row, changes = ELSEWHERE.get(check, (table, row, change))
    tables[changed_table][changed_row - 2] |= changes
    if check == "care_leaver_twice":
        tables["care_leavers"].append(tables["care_leavers"][0] | {"care_leaver": "C2"})
    result = checked(tmp_path, tables)
    found = [finding for finding in notable(result) if finding.check == check]
    rule = next(rule for rule in RULES if rule.id == check)
    assert [(finding.file, finding.row) for finding in found] == [(f"{table}.csv", None if check == "as_at_too_early" else row)]
    assert found[0].severity is rule.severity
    assert found[0].message
    assert found[0].action
    assert result.refused is (rule.severity is Severity.ERROR)


def test_every_check_of_rows_has_a_case() -> None:
    assert {rule.id for rule in RULES} == {check for check, *_ in BREAKS}


def test_a_check_without_its_table_says_so(tmp_path: Path) -> None:
    tables = sound()
    del tables["legal_status"]
    result = checked(tmp_path, tables)
    said = {finding.value: finding.message for finding in result.findings if finding.check == CHECK_NOT_RUN.id}
    assert {"no_legal_status", "placement_legal_conflict"} <= set(said)
    assert "legal_status" in (said["no_legal_status"] or "")
    assert not result.refused


def test_teams_are_known_from_areas_alone(tmp_path: Path) -> None:
    tables = sound()
    del tables["department"]
    tables["involvements"][0]["team"] = "First team"
    found = [finding for finding in notable(checked(tmp_path, tables)) if finding.check == "unknown_team"]
    assert [(finding.row, finding.value) for finding in found] == [(2, "First team")]


def test_allocated_roles_come_from_the_settings(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(exist_ok=True)
    (tmp_path / "data" / "council.toml").write_text('[figures]\nallocated_worker_roles = ["IRO", "CW"]\n', encoding="utf-8")
    found = [finding.check for finding in notable(checked(tmp_path, sound()))]
    assert found == ["two_allocated_workers"]
