"""Findings about the files of an extract, such as unknown codes, stand beside those about children and are followed up alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse

from inloco.accounts.roles import Role
from inloco.analytics.column_use import read_by
from inloco.analytics.data_quality import faults_of
from inloco.analytics.file_faults import FILES, endangered, file_faults, table_of
from inloco.analytics.loading import load
from inloco.analytics.snapshots import Snapshot, SnapshotStore
from inloco.performance.queries import figure_book
from inloco.quality import actions
from inloco.quality.board import board, reference_of
from inloco.quality.checks import is_about_files, words_of
from inloco.quality.queries import standing
from inloco.quality.states import FindingState
from tests.factories.county import extract_of
from tests.factories.people import person
from tests.factories.vale import AUGUST, JULY, tables_of
from tests.web.quality.test_pages import signed_in, text_of
from tests.web.queries import assert_queries

pytestmark = pytest.mark.django_db
SEPTEMBER = dt.date(2019, 9, 30)
Load = Callable[..., Snapshot]


@pytest.fixture
def put(data: Path, tmp_path: Path) -> Load:
    """Load an extract of the Vale from its files, with ``code`` as B01's and B02's type of placement and a column of no table."""

    def loaded(as_at: dt.date, code: str = "", column: str = "") -> Snapshot:
        tables = tables_of(as_at)
        if code:
            for row in tables["cla_placement"]:
                if row["child"] in ("B01", "B02"):
                    row["type"] = code
        folder = extract_of(tmp_path / f"{as_at}", **tables)
        if column:
            file = folder / "cla_placement.csv"
            header, *rest = file.read_text(encoding="utf-8").splitlines()
            file.write_text("\n".join([f"{header},{column}", *(f"{line},x" for line in rest)]) + "\n", encoding="utf-8")
        done = load([folder], store=SnapshotStore(data), as_at=as_at)
        assert done.snapshot is not None, done.findings
        faults_of(figure_book(), done.snapshot)
        return done.snapshot

    return loaded


def about_files(check: str) -> str:
    """The reference of the one finding of this check that is about the files."""
    [found] = [key for key, one in board().faults.items() if one.check == check and is_about_files(one)]
    return found


def test_rows_with_the_same_unknown_code_are_one_finding(put: Load) -> None:
    faults = {one.check: one for one in file_faults(put(JULY, "ZZ", "favourite_colour"))}
    code = faults["unknown_code"]
    assert (code.table, code.value, code.child, code.area) == ("cla_placement", "ZZ", "", FILES)
    assert "It stands in 2 rows." in code.message
    assert faults["extra_column"].column == "favourite_colour"


def test_more_faults_than_a_load_tells_apart_are_said_in_number(data: Path, tmp_path: Path) -> None:
    tables = tables_of(JULY)
    for number, row in enumerate(tables["person"]):
        row["ethnicity"] = f"Z{number}"
    tables["person"] += [{**tables["person"][0], "child": f"X{number}", "ethnicity": f"Y{number}"} for number in range(40)]
    done = load([extract_of(tmp_path / "many", **tables)], store=SnapshotStore(data), as_at=JULY)
    assert done.snapshot is not None
    codes = [one for one in file_faults(done.snapshot) if one.check == "unknown_code"]
    total = len(tables["person"])
    assert len(codes) == 51
    assert codes[-1].message.startswith(f"{total - 50} further rows of {total}")


def test_what_a_column_endangers_is_read_off_the_sql(put: Load) -> None:
    faults = {one.check: one for one in file_faults(put(JULY, "ZZ", "favourite_colour"))}
    assert "cla_foster_pct" in endangered(faults["unknown_code"])
    assert "care_leavers_count" not in endangered(faults["unknown_code"])
    assert endangered(faults["extra_column"]) == ()
    assert ("care_leavers", "activity") in read_by("care_leavers_eet_pct")
    assert ("care_leavers", "activity") not in read_by("care_leavers_in_touch_pct")
    assert ("cla_reviews", "participation") in read_by("cla_review_participation_pct")
    assert ("cla_reviews", "participation") not in read_by("cla_count")


def test_a_file_is_known_by_the_table_it_holds() -> None:
    assert table_of("SSD_cla_placement.csv") == "cla_placement"
    assert table_of("Header_2019.csv") == "Header_2019.csv"


def test_the_pages_show_them_beside_the_children_s(put: Load) -> None:
    put(JULY, "ZZ")
    put(AUGUST, "ZZ", "favourite_colour")
    officer = signed_in(Role.BI_OFFICER)
    page = text_of(officer.get("/quality/"))
    assert "in its files and about children" in page
    assert "The code is not in its list" in page
    assert "The files, no team" in page
    assert "too little data" in page, "two months are too few for a word"
    listed = text_of(officer.get("/quality/findings/?check=unknown_code"))
    assert "Findings 1 to 1 of 1" in listed
    assert "ZZ" in listed
    one = text_of(officer.get(reverse("quality:finding", args=[about_files("unknown_code")])))
    assert reverse("performance:indicator", args=["cla_foster_pct"]) in one
    assert "the reading of the extract’s files" in one
    assert "No figure reads" in text_of(officer.get(reverse("quality:finding", args=[about_files("extra_column")])))
    assert_queries(officer, "/quality/")
    assert_queries(officer, "/quality/findings/?indicator=cla_foster_pct")


def test_who_sees_only_some_children_does_not_see_the_files(put: Load) -> None:
    put(AUGUST, "ZZ")
    manager = signed_in(Role.TEAM_MANAGER, area="oak")
    assert "The code is not in its list" not in text_of(manager.get("/quality/"))
    assert manager.get(reverse("quality:finding", args=[about_files("unknown_code")])).status_code == 403


def test_it_is_assigned_corrected_and_checked_again_at_the_next_load(put: Load) -> None:
    put(JULY, "ZZ")
    officer, colleague = person(Role.BI_OFFICER), person(Role.BI_MANAGER)
    reference = about_files("unknown_code")
    case = actions.assign(reference=reference, to=colleague, due_on=SEPTEMBER, by=officer, on=JULY)
    assert case.due_on == SEPTEMBER
    actions.report(reference=reference, note="Asked the supplier", by=colleague)
    put(AUGUST, "ZZ")
    assert about_files("unknown_code") == reference, "the same finding a month later"
    case.refresh_from_db()
    assert standing(case, board().faults[reference], board().snapshot)[0] is FindingState.ASSIGNED
    put(SEPTEMBER)
    actions.settle_all()
    case.refresh_from_db()
    assert case.condition is FindingState.MENDED


def test_an_accepted_column_stays_accepted_however_many_rows_it_has(put: Load) -> None:
    put(JULY, "ZZ")
    officer = person(Role.BI_OFFICER)
    fault = board().faults[about_files("unknown_code")]
    actions.accept(reference=reference_of(fault), reason="A code of our own", by=officer)
    put(AUGUST, "ZZ")
    case = actions.settle_all()
    assert case == {}
    assert "1 to 1 of 1" in text_of(signed_in(Role.BI_OFFICER).get("/quality/findings/?state=accepted"))


def test_an_indicator_says_how_many_findings_endanger_it(put: Load) -> None:
    put(AUGUST, "ZZ", "favourite_colour")
    officer = signed_in(Role.BI_OFFICER)
    count = sum("cla_foster_pct" in words_of(fault).endangers for fault in board().faults.values())
    assert count > 1, "the code, and columns that are not in the files"
    page = text_of(officer.get("/performance/cla_foster_pct/"))
    assert f"<strong>{count} findings</strong> of data quality" in page
    assert "indicator=cla_foster_pct" in page
    assert f"1 to {count} of {count}" in text_of(officer.get("/quality/findings/?indicator=cla_foster_pct"))
    east = text_of(officer.get("/quality/findings/?indicator=cla_foster_pct&area=east"))
    assert "The code is not in its list" in east, "what is wrong in the files endangers every area"
    adviser = text_of(signed_in(Role.PERSONAL_ADVISER, professional="P1").get("/performance/cla_foster_pct/"))
    assert f"<strong>{count} findings</strong>" in adviser
    assert "See them" not in adviser, "they are not theirs to look at"
    assert "of data quality" not in text_of(signed_in(Role.BOARD_MEMBER).get("/performance/cla_foster_pct/"))
    leaving = text_of(officer.get("/performance/cla_started_count/"))
    assert "endanger" in leaving
    assert_queries(officer, "/performance/cla_foster_pct/")
