"""Everything that people hand over by mistake: one clear message each, and nothing changed."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from inloco.analytics.errors import StorageRefused, WrongUsage
from inloco.analytics.extracts.checks.reading import READING_CHECKS
from inloco.analytics.findings import Finding, Severity
from inloco.analytics.loading import LoadResult, load
from inloco.analytics.snapshots import SnapshotStore
from tests.factories.archives import REFUSED as REFUSED_ARCHIVES
from tests.factories.archives import packed
from tests.factories.county import extract_of

AS_AT = date(2019, 8, 31)
PERSON = "pers_person_id,pers_dob,pers_sex\nA1,2010-02-01,M\nA2,01/03/2012,F\n"

Spoil = Callable[[Path], list[Path] | None]


def person(text: str | bytes) -> Spoil:
    def write(folder: Path) -> None:
        data = text.encode() if isinstance(text, str) else text
        (folder / "person.csv").write_bytes(data)

    return write


def file(name: str, data: bytes) -> Spoil:
    """A file given by itself."""

    def write(folder: Path) -> list[Path]:
        (folder / name).write_bytes(data)
        return [folder / name]

    return write


def nothing(folder: Path) -> None:
    """An empty folder."""


def no_such_path(folder: Path) -> list[Path]:
    return [folder / "not-there"]


def unreadable(folder: Path) -> None:
    (folder / "person.csv").symlink_to(folder / "gone.csv")


def no_ordinary_file(folder: Path) -> None:
    os.mkfifo(folder / "person.csv")


def gigantic_file(folder: Path) -> None:
    with (folder / "person.csv").open("wb") as written:
        written.truncate(3 * 2**30)


def folder_of_folders(folder: Path) -> None:
    (folder / "2019-07-31").mkdir()
    (folder / "2019-08-31").mkdir()


def two_of_one_table(folder: Path) -> None:
    (folder / "person.csv").write_text(PERSON)
    (folder / "SSD_Person.csv").write_text(PERSON)


def a_far_cell(folder: Path) -> list[Path]:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1000"] = book.worksheets[0]["XFD1"] = "x"
    book.save(folder / "annex-a.xlsx")
    return [folder / "annex-a.xlsx"]


def zip_beside_a_file(folder: Path) -> list[Path]:
    (folder / "2019-08.zip").write_bytes(packed({"person.csv": PERSON.encode()}))
    (folder / "person.csv").write_text(PERSON)
    return [folder / "2019-08.zip", folder / "person.csv"]


def zip_in_a_folder(folder: Path) -> None:
    (folder / "2019-08.zip").write_bytes(packed({"person.csv": PERSON.encode()}))


def extract_and_figures(folder: Path) -> list[Path]:
    (folder / "person.csv").write_text(PERSON)
    (folder / "history.csv").write_text("indicator,area,period,value\ncla_count,County,2019-08,2100\n")
    return [folder / "person.csv", folder / "history.csv"]


def damaged_parquet(folder: Path) -> None:
    pq.write_table(pa.table({"pers_person_id": ["A1"], "pers_dob": ["2010-02-01"]}), folder / "person.parquet")
    data = (folder / "person.parquet").read_bytes()
    (folder / "person.parquet").write_bytes(data[:20] + data[40:])


GIANT = "x" * 10_000_000

REFUSED: dict[str, tuple[Spoil, str, int | None, str | None]] = {
    # what it is: how to make it, the check that says so, row and column where it says it
    "empty folder": (nothing, "empty_folder", None, None),
    "path that does not exist": (no_such_path, "missing_path", None, None),
    "file that cannot be opened": (unreadable, "unreadable_file", None, None),
    "a pipe": (no_ordinary_file, "unreadable_file", None, None),
    "3 GB": (gigantic_file, "large_file", None, None),
    "folder of month folders": (folder_of_folders, "folder_of_folders", None, None),
    "one table in two files": (two_of_one_table, "same_table_twice", None, None),
    "extract and figures at once": (extract_and_figures, "mixed_kinds", None, None),
    "file without content": (person(""), "empty_file", None, None),
    "blank first row": (person(",,\nA1,2010-01-01,M\n"), "empty_file", None, None),
    "missing column": (person("pers_person_id,pers_sex\nA1,M\n"), "missing_column", 1, "pers_dob"),
    "column twice": (person("pers_person_id,pers_dob,DOB\nA1,2010-02-01,2010-02-01\n"), "doubled_column", 1, "DOB"),
    "ragged row": (person(PERSON + "A3,2010-02-01\n"), "ragged_row", 4, None),
    "row with a comma too many": (person(PERSON + "A3,2010-02-01,F,more\n"), "ragged_row", 4, None),
    "quotation mark left open": (person(PERSON + 'A3,"2010-02-01,F\nA4,2010-02-01,F\n'), "unclosed_quote", None, None),
    "31 April": (person(PERSON + "A3,31/04/2019,F\n"), "impossible_date", 4, "pers_dob"),
    "year that cannot be": (person(PERSON + "A3,0210-04-01,F\n"), "impossible_date", 4, "pers_dob"),
    "American date": (person(PERSON + "A3,12/31/2015,F\n"), "american_date", 4, "pers_dob"),
    "no date": (person(PERSON + "A3,last spring,F\n"), "unreadable_date", 4, "pers_dob"),
    "spreadsheet's day number": (person(PERSON + "A3,43708,F\n"), "unreadable_date", 4, "pers_dob"),
    "year of two digits": (person(PERSON + "A3,01/02/15,F\n"), "unreadable_date", 4, "pers_dob"),
    "child twice": (person(PERSON + "A1,2010-02-01,M\n"), "duplicate_key", 4, "pers_person_id"),
    "row without a child": (person(PERSON + ",2010-02-01,M\n"), "missing_identifier", 4, "pers_person_id"),
    "10 MB in one cell": (person(PERSON + f"A3,2010-02-01,{GIANT}\n"), "long_cell", 4, "pers_sex"),
    "10 MB in quotation marks": (person(PERSON + f'A3,2010-02-01,"{GIANT}"\n'), "long_cell", 4, "pers_sex"),
    "long cell, unknown column": (person("pers_person_id,pers_dob,x\nA1,2010-02-01," + "x" * 10_001), "long_cell", 2, "x"),
    "bytes called .csv": (person(bytes(range(256)) * 20), "binary_file", None, None),
    "PDF called .csv": (person(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"), "binary_file", None, None),
    "workbook called .csv": (person(b"PK\x03\x04\x14\x00\x06\x00"), "binary_file", None, None),
    "UTF-16": (person(PERSON.encode("utf-16")), "wrong_encoding", None, None),
    "no known encoding": (person(PERSON.encode() + b"A3,2010-02-01,\x81\n"), "wrong_encoding", 4, None),
    "damaged Parquet": (damaged_parquet, "damaged_file", None, None),
    "a PDF": (file("homes.pdf", b"%PDF-1.7\n"), "not_recognised", None, None),
    "a workbook": (file("annex-a.xlsx", b"PK\x03\x04\x14\x00"), "not_recognised", None, None),
    "a list of homes": (file("homes.csv", b"Home name,Places,Rating\nBeech House,4,Good\n"), "not_recognised", None, None),
    "SSDA903 episodes without REC": (
        file("episodes.csv", b"CHILD,DECOM,RNE,LS,PLACE,DEC\n1,01/04/2018,S,C2,U6,\n"),
        "missing_column",
        1,
        "REC",
    ),
    "CIN census": (file("cin.xml", b"<?xml version='1.0'?><Message><Children/></Message>"), "not_recognised", None, None),
    "a cell in the last column": (a_far_cell, "far_cell", 1, "XFD"),
    "a ZIP file beside a file": (zip_beside_a_file, "zip_refused", None, None),
    "a ZIP file in a folder": (zip_in_a_folder, "not_recognised", None, None),
    **{
        f"a ZIP file with {what}": (file("2019-08.zip", data), "zip_refused", None, None)
        for what, (data, _) in REFUSED_ARCHIVES.items()
    },
    "a local file alone": (file("local_placement_area.csv", b"placement,in_area\nL1,Y\n"), "not_recognised", None, None),
}


def attempt(tmp_path: Path, spoil: Spoil) -> LoadResult:
    folder = tmp_path / "extract"
    folder.mkdir()
    paths = spoil(folder) or [folder]
    return load(paths, store=SnapshotStore(tmp_path / "store"), as_at=AS_AT)


def errors(result: LoadResult) -> list[Finding]:
    return [finding for finding in result.findings if finding.severity is Severity.ERROR]


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_with_one_clear_message(tmp_path: Path, what: str) -> None:
    spoil, check, row, column = REFUSED[what]
    result = attempt(tmp_path, spoil)
    assert result.refused
    assert result.snapshot is None
    assert [(error.check, error.row, error.column) for error in errors(result) if error.check == check] == [
        (check, row if row else errors(result)[0].row, column)
    ]
    assert {error.check for error in errors(result)} == {check}
    for error in errors(result):
        assert error.file
        assert len(error.message) < 300
        assert error.action
        assert error.value is None or len(error.value) <= 60
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize("name", ["person.csv", "cla_episodes.csv"])
def test_a_refusal_leaves_what_was_there(tmp_path: Path, name: str) -> None:
    store = SnapshotStore(tmp_path / "store")
    good = extract_of(tmp_path / "good", person=[{"child": "A1", "born_on": "2010-02-01"}])
    before = load([good], store=store, as_at=AS_AT).snapshot
    assert before is not None
    (good / name).write_text("nonsense\n1\n")
    assert load([good], store=store, as_at=AS_AT).refused
    assert store.list() == [before]
    assert sorted(path.name for path in store.folder.iterdir()) == sorted([".lock", before.id])


def test_an_extract_needs_its_day(tmp_path: Path) -> None:
    folder = extract_of(tmp_path / "extract", person=[{"child": "A1", "born_on": "2010-02-01"}])
    with pytest.raises(WrongUsage, match="--as-at"):
        load([folder], store=SnapshotStore(tmp_path / "store"))


def test_a_folder_named_by_its_day_says_it_itself(tmp_path: Path) -> None:
    folder = extract_of(tmp_path / "2019-08-31", person=[{"child": "A1", "born_on": "2010-02-01"}])
    assert load([folder], store=SnapshotStore(tmp_path / "store")).as_at == AS_AT


def zipped(folder: Path, to: Path, inside: str = "") -> Path:
    to.write_bytes(packed({f"{inside}{file.name}": file.read_bytes() for file in sorted(folder.iterdir())}))
    return to


def test_a_zip_file_is_the_folder_that_was_packed(tmp_path: Path) -> None:
    """The same findings, and the same snapshot: the one is known again when the other comes."""
    folder = extract_of(tmp_path / "extract", person=[{"child": "A1", "born_on": "2010-02-01"}])
    store = SnapshotStore(tmp_path / "store")
    packed_one = load([zipped(folder, tmp_path / "august.zip", "2019-08/")], store=store, as_at=AS_AT)
    again = load([folder], store=store, as_at=AS_AT)
    assert (packed_one.refused, packed_one.already, again.already) == (False, False, True)
    assert again.snapshot == packed_one.snapshot
    assert again.findings == packed_one.findings


def test_submitted_figures_come_packed_too(tmp_path: Path) -> None:
    (tmp_path / "f.zip").write_bytes(packed({"history.csv": b"indicator,area,period,value\ncla_count,County,2019-08,2100\n"}))
    result = load([tmp_path / "f.zip"], store=SnapshotStore(tmp_path / "store"))
    assert (result.kind, result.tables) == ("submitted", {"submitted_figures": 1})


@pytest.mark.parametrize(
    ("name", "inside", "says_its_day"),
    [
        ("2019-08-31.zip", "", True),
        ("2019-08-31.zip", "tables/", True),
        ("august.ZIP", "2019-08-31/", True),
        ("2019-08-31.zip", "2019-08-31/", True),
        ("2019-08.zip", "2019-08/", False),
        ("2019-07-31.zip", "2019-08-31/", False),
    ],
)
def test_a_zip_file_says_its_day_by_its_name_or_its_folder(tmp_path: Path, name: str, inside: str, says_its_day: bool) -> None:
    folder = extract_of(tmp_path / "extract", person=[{"child": "A1", "born_on": "2010-02-01"}])
    archive = zipped(folder, tmp_path / name, inside)
    if says_its_day:
        assert load([archive], store=SnapshotStore(tmp_path / "store"), check_only=True).as_at == AS_AT
    else:
        with pytest.raises(WrongUsage, match="--as-at"):
            load([archive], store=SnapshotStore(tmp_path / "store"), check_only=True)


@pytest.mark.parametrize("what", REFUSED_ARCHIVES)
def test_an_archive_is_refused_in_the_browsers_words(tmp_path: Path, what: str) -> None:
    data, says = REFUSED_ARCHIVES[what]
    (error,) = errors(attempt(tmp_path, file("2019-08.zip", data)))
    assert says in error.message


def test_a_damaged_name_of_a_day_is_no_day(tmp_path: Path) -> None:
    folder = extract_of(tmp_path / "2019-08-32", person=[{"child": "A1", "born_on": "2010-02-01"}])
    with pytest.raises(WrongUsage, match="--as-at"):
        load([folder], store=SnapshotStore(tmp_path / "store"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_named(tmp_path: Path) -> None:
    folder = extract_of(tmp_path / "extract", person=[{"child": "A1", "born_on": "2010-02-01"}])
    (folder / "person.csv").chmod(0)
    result = load([folder], store=SnapshotStore(tmp_path / "store"), as_at=AS_AT)
    assert [(error.check, error.file) for error in errors(result)] == [("unreadable_file", "person.csv")]


def test_a_full_disk_is_a_refusal_that_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = extract_of(tmp_path / "extract", person=[{"child": "A1", "born_on": "2010-02-01"}])
    store = SnapshotStore(tmp_path / "store")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pq, "write_table", full)
    with pytest.raises(StorageRefused, match="room"):
        load([folder], store=store, as_at=AS_AT)
    assert store.list() == []
    assert [path.name for path in store.folder.iterdir()] == [".lock"]


def test_a_hundred_thousand_faults_stay_readable_and_truly_counted(tmp_path: Path) -> None:
    rows = "".join(f"B{number},31/04/2019,\n" for number in range(100_000))
    result = attempt(tmp_path, person(PERSON + rows))
    assert len(result.findings) < 60
    assert result.counts["error"] == 100_000
    assert "99,950 more" in [finding.message for finding in errors(result)][-1]


def test_every_reading_check_is_tried_somewhere() -> None:
    """Errors here; warnings and remarks in ``test_reading``."""
    tried = {check for _, check, _, _ in REFUSED.values()}
    assert {check.id for check in READING_CHECKS if check.severity is Severity.ERROR} - tried == {"unreadable_number"}
