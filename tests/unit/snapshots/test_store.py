"""Snapshots: found by day, made once, taken back and brought again, compared."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from inloco.analytics.errors import InputRefused, StorageRefused, WrongUsage
from inloco.analytics.findings import Finding, Severity
from inloco.analytics.snapshot_differences import TableDifference, differences
from inloco.analytics.snapshots import MANIFEST, SnapshotStore, SourceFile
from tests.factories.county import snapshot_of, table_of

PERSON = [{"child": "A2", "born_on": "2012-03-04"}, {"child": "A1", "born_on": "2010-02-01"}]
JULY, AUGUST = date(2019, 7, 31), date(2019, 8, 31)
FINDING = Finding(Severity.WARNING, "orphan_row", "person.csv", "Points nowhere.", "Mend it.", 7, "pers_person_id", "A7")


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    source = SourceFile("person.csv", "ab" * 32, 120)
    written = SnapshotStore(tmp_path).write("ssd", AUGUST, {"person": table_of("person", PERSON)}, [FINDING], [source])
    read = SnapshotStore(tmp_path).open(written.id)
    assert read == written
    assert (read.kind, read.as_at, read.tables) == ("ssd", AUGUST, {"person": 2})
    assert (read.findings, read.sources) == ((FINDING,), (source,))
    assert read.counts == {"error": 0, "warning": 1, "info": 0}
    assert read.has("person")
    assert not read.has("cla_episodes")


def test_rows_are_typed_and_sorted_by_child(tmp_path: Path) -> None:
    person = snapshot_of(tmp_path, as_at=AUGUST, person=PERSON).read("person")
    assert person["child"].to_pylist() == ["A1", "A2"]
    assert person["born_on"].to_pylist() == [date(2010, 2, 1), date(2012, 3, 4)]


def test_the_id_says_the_day_or_the_kind(tmp_path: Path) -> None:
    store = SnapshotStore(tmp_path)
    assert snapshot_of(tmp_path, as_at=AUGUST, person=PERSON).id.startswith("2019-08-31-")
    assert store.write("reference", None, {"areas": table_of("areas", [])}).id.startswith("reference-")


def test_a_manifest_is_for_people_too(tmp_path: Path) -> None:
    folder = snapshot_of(tmp_path, as_at=AUGUST, person=PERSON).folder
    text = (folder / MANIFEST).read_text(encoding="utf-8")
    assert json.loads(text)["as_at"] == "2019-08-31"
    assert "\n  " in text


def test_the_same_content_is_one_snapshot(tmp_path: Path) -> None:
    first = snapshot_of(tmp_path, as_at=AUGUST, person=PERSON)
    again = snapshot_of(tmp_path, as_at=AUGUST, person=PERSON)
    assert again == first
    assert SnapshotStore(tmp_path).list() == [first]


def test_another_day_or_file_or_kind_is_another_snapshot(tmp_path: Path) -> None:
    store, tables = SnapshotStore(tmp_path), {"person": table_of("person", PERSON)}
    source = SourceFile("person.csv", "ab" * 32, 120)
    written = [
        store.write("ssd", AUGUST, tables, sources=[source]),
        store.write("ssd", JULY, tables, sources=[source]),
        store.write("ssd", AUGUST, tables, sources=[SourceFile("person.csv", "cd" * 32, 120)]),
        store.write("submitted", AUGUST, tables, sources=[source]),
    ]
    assert len({one.id for one in written}) == 4


def test_the_latest_is_of_the_greatest_day_then_of_the_last_load(tmp_path: Path) -> None:
    august = snapshot_of(tmp_path, as_at=AUGUST, person=PERSON)
    july = snapshot_of(tmp_path, as_at=JULY, person=PERSON)
    corrected = snapshot_of(tmp_path, as_at=AUGUST, person=PERSON[:1])
    store = SnapshotStore(tmp_path)
    assert store.list() == [july, august, corrected]
    assert store.latest() == corrected
    assert store.latest(as_known=date(2019, 8, 30)) == july
    assert store.latest(as_known=date(2019, 7, 30)) is None
    assert store.latest("submitted") is None


def test_withdrawing_goes_back_to_the_former_month_and_loading_again_brings_it_back(tmp_path: Path) -> None:
    july = snapshot_of(tmp_path, as_at=JULY, person=PERSON)
    august = snapshot_of(tmp_path, as_at=AUGUST, person=PERSON)
    store = SnapshotStore(tmp_path)
    store.withdraw(august.id)
    assert store.latest() == july
    assert list(store.withdrawn()) == [august]
    assert store.open(august.id).read("person").num_rows == 2
    store.restore(august.id)
    assert store.latest() == august
    store.withdraw(august.id)
    snapshot_of(tmp_path, as_at=AUGUST, person=PERSON)
    assert store.latest() == august


@pytest.mark.parametrize("id", ["2019-08-31-00000000", "", ".", "..", "../snapshots", ".withdrawn", "a/b"])
def test_an_unknown_id_is_wrong_usage(tmp_path: Path, id: str) -> None:
    snapshot_of(tmp_path, as_at=AUGUST, person=PERSON)
    with pytest.raises(WrongUsage, match="no snapshot"):
        SnapshotStore(tmp_path).open(id)


def test_a_damaged_manifest_is_named(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path, as_at=AUGUST, person=PERSON)
    (snapshot.folder / MANIFEST).write_text('{"kind": "ssd"}')
    with pytest.raises(InputRefused, match=snapshot.id):
        SnapshotStore(tmp_path).list()


def test_nothing_loaded_is_an_empty_list(tmp_path: Path) -> None:
    store = SnapshotStore(tmp_path / "nothing")
    assert store.list() == []
    assert store.latest() is None
    assert store.sweep() == 0
    assert not (tmp_path / "nothing").exists()


def test_two_snapshots_differ_by_key(tmp_path: Path) -> None:
    july = snapshot_of(tmp_path, as_at=JULY, person=PERSON, missing=[], areas=[])
    august = snapshot_of(
        tmp_path,
        as_at=AUGUST,
        person=[{"child": "A1", "born_on": "2010-02-02"}, {"child": "A3"}, {"child": "A4"}],
        missing=[{"child": "A1", "started_on": "2019-08-02"}],
    )
    assert list(differences(july, august)) == [
        TableDifference("areas", 0, None, 0, 0, 0),
        TableDifference("missing", 0, 1, 1, 0, 0),
        TableDifference("person", 2, 3, added=2, removed=1, changed=1),
    ]


def test_rows_without_a_key_differ_as_wholes(tmp_path: Path) -> None:
    one = {"involvement": "1", "child": "A1", "role": "CW", "started_on": "2019-01-01"}
    july = snapshot_of(tmp_path, as_at=JULY, involvements=[one, one])
    august = snapshot_of(tmp_path, as_at=AUGUST, involvements=[one, one | {"ended_on": "2019-08-01"}])
    assert list(differences(july, august)) == [TableDifference("involvements", 2, 2, 1, 1, 0)]


def test_decimals_are_exact(tmp_path: Path) -> None:
    rows = [{"indicator": "x", "area": "England", "period": "2018/19", "value": Decimal("0.1")}]
    assert snapshot_of(tmp_path, as_at=AUGUST, comparators=rows).read("comparators")["value"].to_pylist() == [Decimal("0.1000")]


def test_a_folder_that_is_a_file_is_a_storage_refusal(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("in the way")
    with pytest.raises(StorageRefused, match="data folder"):
        SnapshotStore(tmp_path / "kept").write("ssd", AUGUST, {"person": pa.table({"child": ["A1"]})})
