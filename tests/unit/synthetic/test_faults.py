"""Every planted fault is found where the list says, and a county without faults has none."""

import csv
from datetime import date

import pytest

from inloco.analytics.extracts.checks.reading import READING_CHECKS
from inloco.analytics.extracts.checks.rows import RULES
from inloco.analytics.loading import load
from inloco.analytics.snapshots import SnapshotStore
from inloco.analytics.synthetic import Form, Planted, make_county
from inloco.analytics.synthetic.fault_list import FAULTS
from tests.unit.synthetic.conftest import UNTIL, contents

NATURAL = {
    "ethnicity_not_recorded", "no_allocated_worker", "no_reviewing_officer", "participation_missing", "possible_duplicate",
    "two_reviewing_officers", "unknown_though_in_touch", "worker_not_named",
}  # fmt: skip
"""What a made-up county has as real ones do, and an officer would want to know: something that nobody recorded yet, a handover
that left a gap or overlaps, two children who share name and birthday."""

CONSEQUENCES = {
    "eligibility_age_conflict", "eligible_not_in_care", "event_before_birth", "independent_under_16",
    "need_plan_beside_protection_plan", "parents_provider_conflict",
    "placement_change_without_episode", "reason_without_legal_change", "reason_without_placement_change", "uasc_open_after_18",
    "uasc_with_parents", "urn_not_expected",
}  # fmt: skip
"""What a planted fault shows besides: a start moved away from the episode's, a birthday moved behind a placement."""

COUNTY = {"children": 60, "months": 2, "until": UNTIL, "seed": 3}


def checked(month, tmp_path):
    return load([month], store=SnapshotStore(tmp_path / "store"), as_at=date.fromisoformat(month.name), check_only=True)


def listed(folder):
    with (folder / "faults.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("month", range(6))
def test_a_county_without_faults_has_no_finding_of_its_own(county, tmp_path, month):
    result = checked(county.months[month], tmp_path)
    assert not result.refused
    assert {one.check for one in result.findings if one.severity != "info"} <= NATURAL


@pytest.mark.parametrize(("form", "months"), [(Form.SSD, 1), (Form.SSDA903, 13), (Form.ANNEXA, 1), (Form.CIN, 13)])
def test_a_county_without_faults_has_no_false_finding_in_any_form(tmp_path, form, months):
    """A format that does not hold what a check asks says that it could not run; it does not cry over every row."""
    folders = make_county(tmp_path / "c", children=160, months=months, history=48, until=date(2026, 3, 31), seed=8, form=form)
    newest = folders if form is Form.SSDA903 else folders[-1:]
    result = load(newest, store=SnapshotStore(tmp_path / "store"), as_at=date(2026, 3, 31), check_only=True)
    assert not result.refused
    assert sum(result.tables.values()) > 1000
    assert {one.check for one in result.findings if one.severity != "info"} <= NATURAL
    assert result.counts["warning"] < 40


def test_warnings_are_found_where_the_list_says_and_nothing_else_is(tmp_path):
    *_, month = make_county(tmp_path / "c", **COUNTY, faults=Planted.WARNINGS)
    result = checked(month, tmp_path)
    assert not result.refused
    found = {(one.file, one.row, one.column, one.check) for one in result.findings if one.severity != "info"}
    planted = {(row["file"].split("/")[1], int(row["row"]), row["column"], row["check"]) for row in listed(tmp_path / "c")}
    assert planted <= found
    assert {one[3] for one in found - planted} <= NATURAL | CONSEQUENCES
    assert {row["check"] for row in listed(tmp_path / "c")} == {one.check for one in FAULTS if one.severity == "warning"}


def test_errors_refuse_the_load(tmp_path):
    *_, month = make_county(tmp_path / "c", **COUNTY, faults=True)
    result = checked(month, tmp_path)
    assert result.refused
    found = {(one.file, one.row, one.check) for one in result.findings}
    reading = {one.id for one in READING_CHECKS}
    planted = [row for row in listed(tmp_path / "c") if row["check"] in reading]
    assert len(planted) >= 8
    assert {(row["file"].split("/")[1], int(row["row"]), row["check"]) for row in planted} <= found
    assert {row["check"] for row in listed(tmp_path / "c")} == {one.check for one in FAULTS}


def test_only_the_newest_month_is_touched(tmp_path):
    make_county(tmp_path / "clean", **COUNTY)
    older, newest = make_county(tmp_path / "faulty", **COUNTY, faults=True)
    assert contents(older) == contents(tmp_path / "clean" / older.name)
    assert contents(newest) != contents(tmp_path / "clean" / newest.name)


def test_the_list_shows_what_stands_in_the_files(tmp_path):
    make_county(tmp_path / "c", **COUNTY, faults=True)
    for row in listed(tmp_path / "c"):
        with (tmp_path / "c" / row["file"]).open(encoding="utf-8", newline="") as file:
            cells = list(csv.DictReader(file))[int(row["row"]) - 2]
        assert cells[row["column"]] == row["value"], row


def test_every_fault_has_the_id_and_severity_of_a_check():
    checks = {one.id: str(one.severity) for one in (*READING_CHECKS, *RULES)}
    assert {one.check: one.severity for one in FAULTS}.items() <= checks.items()
