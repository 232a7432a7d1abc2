"""The small files of our own: what they say hangs together with the dataset's, and every figure that needs them has one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from inloco.analytics import engine
from inloco.analytics.figure import Status
from inloco.analytics.indicators import OF_CHILDREN
from inloco.analytics.loading import load
from inloco.analytics.periods import parse_period
from inloco.analytics.reference import reference_for
from inloco.analytics.settings import Settings
from inloco.analytics.snapshots import SnapshotStore
from tests.unit.synthetic.conftest import UNTIL, County, Row

Rows = Callable[..., list[Row]]
LOCAL = {
    "local_conference_attendance": "attendance",
    "local_core_group": "core_group",
    "local_flag": "flag_row",
    "local_monitoring": "monitoring",
    "local_pep": "pep",
    "local_placement_area": "placement",
    "local_return_interview": "missing_episode",
}


def test_no_computed_figure_is_needlessly_not_available(county: County, tmp_path: Path) -> None:
    store = SnapshotStore(tmp_path)
    result = load(county.months[-1:], store=store, as_at=UNTIL)
    assert result.snapshot is not None
    reference = reference_for(store, result.snapshot)
    computed = engine.compute(result.snapshot, reference, Settings(), OF_CHILDREN, [parse_period("2019-08")])
    assert {one.indicator for one in computed if one.status is Status.NOT_AVAILABLE} == set()
    assert {one.indicator for one in computed} == set(OF_CHILDREN)


def test_unaccompanied_children_are_told_apart(rows: Rows) -> None:
    statuses = {row["immi_immigration_status"] for row in rows("ssd_immigration_status")}
    assert "UASC" in statuses
    born = {row["pers_person_id"]: date.fromisoformat(row["pers_dob"]) for row in rows("ssd_person") if row["pers_dob"]}
    for row in rows("ssd_immigration_status"):
        if row["immi_immigration_status"] == "UASC" and row["immi_immigration_status_end_date"]:
            ended = date.fromisoformat(row["immi_immigration_status_end_date"])
            assert ended <= born[row["immi_person_id"]].replace(year=born[row["immi_person_id"]].year + 18) + timedelta(days=1)


def test_rows_point_to_what_is_there(rows: Rows) -> None:
    people = {row["pers_person_id"] for row in rows("ssd_person")}
    for name, key in LOCAL.items():
        found = rows(name)
        assert found, name
        assert len({row[key] for row in found}) == len(found), name
        assert {row["child"] for row in found if "child" in row} <= people, name
    assert {row["cp_plan"] for row in rows("local_core_group")} <= {row["cppl_cp_plan_id"] for row in rows("ssd_cp_plans")}
    missing = {row["miss_table_id"]: row for row in rows("ssd_missing")}
    for row in rows("local_return_interview"):
        assert missing[row["missing_episode"]]["miss_missing_rhi_accepted"] == "Y"
        assert row["held_on"] >= missing[row["missing_episode"]]["miss_missing_episode_end_date"]


def test_children_have_a_part_in_conferences_that_were_held(rows: Rows) -> None:
    held = {(row["icpc_person_id"], row["icpc_icpc_date"]) for row in rows("ssd_initial_cp_conference")}
    held |= {(row["cppr_person_id"], row["cppr_cp_review_date"]) for row in rows("ssd_cp_reviews")}
    attendance = rows("local_conference_attendance")
    assert {(row["child"], row["held_on"]) for row in attendance} <= held
    assert {row["part"] for row in attendance} == {"attended", "views", "none"}


def test_a_later_month_only_adds_and_closes(rows: Rows) -> None:
    for name, key in LOCAL.items():
        before, after = ({row[key]: row for row in rows(name, month)} for month in (0, -1))
        assert set(before) <= set(after), name
        for one, row in before.items():
            changed = {field for field in row if row[field] != after[one][field]}
            assert changed <= {"ended_on"}, name
            assert not (changed and row["ended_on"]), name


def test_pre_proceedings_end_in_court_or_before(rows: Rows) -> None:
    found = rows("ssd_pre_proceedings")
    outcomes = {row["prep_pre_pro_outcome"] for row in found}
    assert outcomes == {"", "Issue proceedings", "Step down"}
    for row in found:
        assert bool(row["prep_pre_pro_outcome"]) == bool(row["prep_agree_stepdown_issue_date"])
        if row["prep_agree_stepdown_issue_date"]:
            assert row["prep_pre_pro_decision_date"] < row["prep_agree_stepdown_issue_date"] <= UNTIL.isoformat()
