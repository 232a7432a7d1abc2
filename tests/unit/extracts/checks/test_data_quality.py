"""The faults of a snapshot: who is responsible, the same identity in the next extract, and every month by today's checks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from inloco.analytics.book import FigureBook
from inloco.analytics.data_quality import MONTHS, could_not_run, faults_of, followed_snapshots, is_kept
from inloco.analytics.schema.tables import tables
from inloco.analytics.schema.titles import TABLES, column_title, table_title
from inloco.analytics.snapshots import SnapshotStore
from tests.factories.county import snapshot_of
from tests.factories.sound import AS_AT, sound


def faulty() -> dict[str, list[dict[str, object]]]:
    """A sound extract in which a review is recorded with another's participation, and a core group met too early."""
    made = sound()
    for rows in (made["legal_status"],):
        rows[1]["legal_status"] = "C2"
    made["care_leavers"][0] |= {"eligibility": "former_relevant", "suitable": "1"}
    made["cla_health"][0]["type"] = "dental"
    made["areas"][1]["kind"] = "district"
    made["cla_reviews"][0]["participation"] = "PN0"
    made["local_core_group"][0]["held_on"] = "2018-12-01"
    made["cla_immunisations"] = [{"child": "A1", "is_up_to_date": True, "updated_on": "2019-01-01"}]
    return made


def flags_typed(made: dict[str, list[dict[str, object]]]) -> dict[str, list[dict[str, object]]]:
    flags = {(table.name, column.name) for table in tables().values() for column in table.columns if column.type == "flag"}
    for name, rows in made.items():
        for row in rows:
            for column in list(row):
                if (name, column) in flags and isinstance(row[column], str):
                    row[column] = row[column] == "Y"
    return made


def test_a_fault_names_the_child_and_who_is_responsible(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path, as_at=AS_AT, **flags_typed(faulty()))
    book = FigureBook(tmp_path)
    found = {fault.check: fault for fault in faults_of(book, snapshot)}
    assert set(found) == {"participation_age", "core_group_before_plan"}
    review = found["participation_age"]
    assert (review.child, review.key, review.value) == ("A1", "R1", "PN0"), "through the period of care that the review is of"
    assert (review.area, review.worker) == ("T1", "W2"), "the allocated worker who began last"
    group = found["core_group_before_plan"]
    assert (group.child, group.key) == ("A2", "G1"), "through the plan"
    assert group.area == "unallocated"


def test_the_next_extract_has_the_same_fault_wherever_its_row_stands(tmp_path: Path) -> None:
    first = snapshot_of(tmp_path, as_at=AS_AT, **flags_typed(faulty()))
    later = flags_typed(faulty())
    later["cla_reviews"].reverse()
    second = snapshot_of(tmp_path, as_at=date(2019, 9, 30), **later)
    book = FigureBook(tmp_path)
    assert {one.identity for one in faults_of(book, first)} == {one.identity for one in faults_of(book, second)}


def test_faults_are_kept_and_read_again(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path, as_at=AS_AT, **flags_typed(faulty()))
    book = FigureBook(tmp_path)
    assert not is_kept(book, snapshot)
    found = faults_of(book, snapshot)
    assert is_kept(book, snapshot)
    assert faults_of(FigureBook(tmp_path), snapshot) is found, "the same object while nothing has changed"


def test_one_extract_a_month_is_followed_and_no_more_than_thirteen(tmp_path: Path) -> None:
    for number in range(MONTHS + 2):
        day = date(2018 + number // 12, number % 12 + 1, 28)
        snapshot_of(tmp_path, as_at=day, person=[{"child": "A1", "born_on": "2010-01-01"}])
    twice = snapshot_of(tmp_path, as_at=date(2019, 3, 29), person=[{"child": "A1", "born_on": "2010-01-01"}])
    followed = followed_snapshots(FigureBook(tmp_path))
    assert len(followed) == MONTHS
    assert followed[-1] == twice
    assert [one.as_at for one in followed] == sorted(one.as_at for one in followed if one.as_at)


def test_a_check_that_lacks_a_table_says_which(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path, as_at=AS_AT, person=[{"child": "A1", "born_on": "2010-01-01"}])
    assert could_not_run(snapshot)["mother_under_11"] == ["mother"]
    assert "born_after_extract" not in could_not_run(snapshot)
    assert faults_of(FigureBook(tmp_path), SnapshotStore(tmp_path).open(snapshot.id)) == ()


def test_every_table_has_a_title_of_its_own() -> None:
    assert set(tables()) <= set(TABLES)
    assert len(set(TABLES.values())) == len(TABLES)
    assert table_title("ssd_something_else") == "Something else"
    assert column_title("started_on") == "start"
    assert column_title("adm_decision_on") == "day adm decision"
    assert column_title("is_cancelled") == "cancelled"
