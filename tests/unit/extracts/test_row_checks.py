"""Each check of rows against a small extract that breaks it, and against one that breaks none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from inloco.analytics.extracts.checks.reading import CHECK_NOT_RUN
from inloco.analytics.extracts.checks.rows import RULES
from inloco.analytics.findings import Finding, Severity
from inloco.analytics.loading import LoadResult, load
from inloco.analytics.snapshots import SnapshotStore
from tests.factories.county import extract_of
from tests.factories.sound import AS_AT, Tables, sound

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
