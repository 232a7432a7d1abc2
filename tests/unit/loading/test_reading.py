"""What real exports look like, and what is read from them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from inloco.analytics.extracts.checks.reading import READING_CHECKS
from inloco.analytics.extracts.recognition import named_table
from inloco.analytics.findings import Severity
from inloco.analytics.loading import LoadResult, load
from inloco.analytics.snapshots import SnapshotStore
from tests.factories.county import extract_of

AS_AT = date(2019, 8, 31)
PERSON = "pers_person_id,pers_dob,pers_sex\nA1,2010-02-01,M\nA2,01/03/2012,Female\n"
READ = [("A1", date(2010, 2, 1), "M"), ("A2", date(2012, 3, 1), "F")]


def loaded(tmp_path: Path, files: Mapping[str, str | bytes]) -> LoadResult:
    folder = tmp_path / "extract"
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return load([folder], store=SnapshotStore(tmp_path / "store"), as_at=AS_AT)


def persons(result: LoadResult) -> list[tuple[Any, ...]]:
    assert result.snapshot is not None, [finding.message for finding in result.findings]
    rows = result.snapshot.read("person", ["child", "born_on", "sex"]).to_pylist()
    return [tuple(row.values()) for row in rows]


def said(result: LoadResult, *severities: Severity) -> set[str]:
    return {finding.check for finding in result.findings if finding.severity in (severities or tuple(Severity))}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("person.csv", PERSON),
        ("ssd_person.csv", PERSON),
        ("SSD_Person.CSV", PERSON),
        ("Person 2019-08-31.csv", PERSON),
        ("ssd_person_20190831.csv", PERSON),
        ("export-17.csv", PERSON),
        ("person.csv", "\ufeff" + PERSON),
        ("person.csv", PERSON.replace("\n", "\r\n")),
        ("person.csv", PERSON.replace("\n", "\r")),
        ("person.csv", PERSON.replace(",", ";")),
        ("person.tsv", PERSON.replace(",", "\t")),
        ("person.csv", PERSON.replace("pers_", "").replace("person_id", " Person ID ")),
        ("person.csv", PERSON.replace("pers_person_id", '"PERS_PERSON_ID"').replace("A1", '"A1"')),
        ("person.csv", "child,sex,born_on\nA1,M,2010-02-01\nA2,F,2012-03-01"),
        ("person.csv", "child,born_on,sex\n\nA1,2010-02-01,1\n,,\n\nA2,2012-03-01,2\n\n\n"),
        ("person.csv", "child,born_on,sex\n A1 , 2010-02-01 ,M\nA2,2012-03-01 00:00:00,F\n"),
    ],
)
def test_the_same_table_in_many_dresses(tmp_path: Path, name: str, content: str) -> None:
    result = loaded(tmp_path, {name: content})
    assert persons(result) == READ
    assert said(result, Severity.ERROR, Severity.WARNING) == set()


def test_parquet_is_read_as_csv_is(tmp_path: Path) -> None:
    folder = tmp_path / "extract"
    folder.mkdir()
    born = [datetime(2010, 2, 1), datetime(2012, 3, 1)]
    pq.write_table(
        pa.table({"pers_person_id": ["A1", "A2"], "pers_dob": born, "pers_sex": ["M", "F"]}), folder / "ssd_person.parquet"
    )
    table = pa.table(
        {
            "csdq_table_id": pa.array([1.0, 2.0, None], pa.float64()).fill_null(3.0),
            "csdq_person_id": pa.array(["A1", "A1", "A2"]).dictionary_encode(),
            "csdq_sdq_completed_date": pa.array([date(2019, 1, 1), None, date(2019, 1, 2)]),
            "csdq_sdq_score": pa.array([12.0, None, 0.0]),
        }
    )
    pq.write_table(table, folder / "ssd_sdq_scores.parquet")
    result = load([folder], store=SnapshotStore(tmp_path / "store"), as_at=AS_AT)
    assert persons(result) == READ
    assert result.snapshot is not None
    scores = result.snapshot.read("sdq_scores", ["sdq", "child", "completed_on", "score"]).to_pylist()
    assert [tuple(row.values()) for row in scores] == [
        ("1", "A1", date(2019, 1, 1), 12),
        ("2", "A1", None, None),
        ("3", "A2", date(2019, 1, 2), 0),
    ]


def test_parquet_called_csv_is_still_parquet(tmp_path: Path) -> None:
    pq.write_table(pa.table({"pers_person_id": ["A1"], "pers_dob": [date(2010, 2, 1)]}), tmp_path / "person.csv")
    result = load([tmp_path / "person.csv"], store=SnapshotStore(tmp_path / "store"), as_at=AS_AT)
    assert result.tables == {"person": 1}


def test_windows_1252_is_taken_with_a_remark(tmp_path: Path) -> None:
    result = loaded(tmp_path, {"person.csv": "child,born_on,forename\nA1,2010-02-01,Zoë\n".encode("cp1252")})
    assert result.snapshot is not None
    assert result.snapshot.read("person")["forename"].to_pylist() == ["Zoë"]
    assert [(one.check, one.severity, one.row) for one in result.findings if one.check == "older_encoding"] == [
        ("older_encoding", Severity.INFO, 2)
    ]


def test_a_cell_may_hold_lines_commas_and_quotation_marks(tmp_path: Path) -> None:
    text = 'child,born_on,nationality\nA1,2010-02-01,"two\nlines, and ""marks"""\nA2,2012-13-01,x\n'
    result = loaded(tmp_path, {"person.csv": text})
    assert [(one.check, one.row) for one in result.findings if one.severity is Severity.ERROR] == [("american_date", 3)]
    result = loaded(tmp_path, {"person.csv": text.replace("2012-13-01", "2012-03-01")})
    assert result.snapshot is not None
    assert result.snapshot.read("person")["nationality"].to_pylist() == ['two\nlines, and "marks"', "x"]


def test_rows_are_counted_as_a_spreadsheet_counts_them(tmp_path: Path) -> None:
    result = loaded(tmp_path, {"person.csv": "child,born_on\nA1,2010-02-01\n\n\nA2,31/04/2019\n"})
    assert [one.row for one in result.findings if one.check == "impossible_date"] == [5]


def test_blanks_are_blank(tmp_path: Path) -> None:
    text = "child,born_on,expected_on,nationality,died_on\nA1,2010-02-01,1900-01-01,NULL,\nA2,2010-02-01,NaT,nan,9999-12-31\n"
    result = loaded(tmp_path, {"person.csv": text})
    assert result.snapshot is not None
    rows = result.snapshot.read("person", ["expected_on", "nationality", "died_on"]).to_pylist()
    assert [value for row in rows for value in row.values()] == [None] * 6


def test_a_header_alone_is_no_rows_and_a_missing_table_is_missing(tmp_path: Path) -> None:
    result = loaded(tmp_path, {"person.csv": "pers_person_id,pers_dob\n"})
    assert result.snapshot is not None
    assert result.tables == {"person": 0}
    assert result.snapshot.has("person")
    assert not result.snapshot.has("cla_episodes")


def test_what_is_not_known_is_left_aside_and_said(tmp_path: Path) -> None:
    result = loaded(
        tmp_path,
        {
            "person.csv": "pers_person_id,pers_dob,favourite_colour\nA1,2010-02-01,green\n",
            "notes.txt": "Made on Monday.\n",
            "homes.pdf": b"%PDF-1.7",
            "history.csv": "indicator,area,period,value\ncla_count,County,2019-07,2100\n",
            ".DS_Store": b"\0\0",
        },
    )
    assert result.snapshot is not None
    assert "favourite_colour" not in result.snapshot.read("person").column_names
    aside = {(one.file, one.column) for one in result.findings if one.check in ("extra_file", "extra_column")}
    assert aside == {("person.csv", "favourite_colour"), ("notes.txt", None), ("homes.pdf", None), ("history.csv", None)}


def test_codes_and_flags_that_cannot_be_read_are_blank_and_reported(tmp_path: Path) -> None:
    header = "clah_health_check_id,clah_person_id,clah_health_check_type,clah_health_check_date\n"
    health = header + "H1,A1,Walk,2019-01-01\nH2,A1,IHA,2019-01-02\n"
    immunisations = "clai_person_id,clai_immunisations_status\nA1,perhaps\nA2,Y\n"
    result = loaded(tmp_path, {"person.csv": PERSON, "cla_health.csv": health, "cla_immunisations.csv": immunisations})
    assert result.snapshot is not None
    assert result.snapshot.read("cla_health")["type"].to_pylist() == [None, "initial"]
    assert result.snapshot.read("cla_immunisations")["is_up_to_date"].to_pylist() == [None, True]
    found = {one.check: (one.row, one.column, one.value) for one in result.findings if one.severity is Severity.WARNING}
    assert found == {
        "unknown_code": (2, "clah_health_check_type", "Walk"),
        "unknown_flag": (2, "clai_immunisations_status", "perhaps"),
    }


def test_an_unreadable_number_is_an_error(tmp_path: Path) -> None:
    scores = "csdq_table_id,csdq_person_id,csdq_sdq_completed_date,csdq_sdq_score\nQ1,A1,2019-01-01,twelve\n"
    result = loaded(tmp_path, {"person.csv": PERSON, "sdq_scores.csv": scores})
    assert [(one.check, one.row, one.value) for one in result.findings if one.severity is Severity.ERROR] == [
        ("unreadable_number", 2, "twelve")
    ]


def test_reference_data_alone_is_a_set_of_its_own(tmp_path: Path) -> None:
    folder = extract_of(
        tmp_path / "reference",
        areas=[{"area": "C", "name": "County", "kind": "authority"}],
        population=[{"area": "C", "from_on": "2018-07-01", "under_18": "251,900"}],
        comparators=[{"indicator": "cla_count", "area": "England", "period": "2018/19", "value": "65.10"}],
    )
    store = SnapshotStore(tmp_path / "store")
    result = load([folder], store=store, as_at=AS_AT)
    assert (result.kind, result.refused, result.as_at) == ("reference", False, None)
    assert "as_at_not_needed" in said(result)
    assert result.snapshot is not None
    assert result.snapshot.read("population")["under_18"].to_pylist() == [251900]
    assert result.snapshot.read("comparators")["value"].to_pylist() == [Decimal("65.1000")]
    assert load([folder / "areas.csv"], store=store).kind == "reference"


def test_submitted_figures_are_recognised_by_their_columns(tmp_path: Path) -> None:
    file = tmp_path / "anything.csv"
    file.write_text("indicator,area,area_kind,period,value\ncla_count,County,county,2019-07,2100\n")
    result = load([file], store=SnapshotStore(tmp_path / "store"))
    assert (result.kind, result.tables) == ("submitted", {"submitted_figures": 1})
    assert result.snapshot is not None
    assert result.snapshot.kind == "submitted"


def test_a_local_file_is_read_beside_the_tables(tmp_path: Path) -> None:
    placement = (
        "clap_cla_placement_id,clap_cla_placement_start_date,clap_cla_placement_type,"
        "clap_cla_id,clap_cla_placement_end_date,clap_person_id\n"
        "L1,2019-01-01,U6,P1,,A1\n"
    )
    result = loaded(
        tmp_path, {"person.csv": PERSON, "cla_placement.csv": placement, "local_placement_area.csv": "placement,in_area\nL1,N\n"}
    )
    assert result.snapshot is not None
    assert result.snapshot.read("local_placement_area").to_pylist() == [{"placement": "L1", "in_area": False}]


def test_the_same_files_are_loaded_once(tmp_path: Path) -> None:
    first = loaded(tmp_path, {"person.csv": PERSON})
    again = loaded(tmp_path, {"person.csv": PERSON})
    assert (first.already, again.already) == (False, True)
    assert again.snapshot == first.snapshot
    assert again.findings == first.findings
    other = loaded(tmp_path, {"person.csv": PERSON + "A3,2012-03-01,F\n"})
    assert not other.already
    assert len(SnapshotStore(tmp_path / "store").list()) == 2


def test_checking_writes_nothing_at_all(tmp_path: Path) -> None:
    folder = extract_of(tmp_path / "extract", person=[{"child": "A1", "born_on": "2010-02-01"}])
    result = load([folder], store=SnapshotStore(tmp_path / "store"), as_at=AS_AT, check_only=True)
    assert (result.snapshot, result.refused, result.tables) == (None, False, {"person": 1})
    assert not (tmp_path / "store").exists()


def test_progress_goes_up_to_the_end(tmp_path: Path) -> None:
    folder = extract_of(tmp_path / "extract", person=[{"child": "A1", "born_on": "2010-02-01"}])
    told: list[tuple[str, float]] = []
    load([folder], store=SnapshotStore(tmp_path / "store"), as_at=AS_AT, progress=lambda what, done: told.append((what, done)))
    shares = [done for _, done in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert "Reading person.csv" in {what for what, _ in told}


@pytest.mark.parametrize(
    ("name", "table"), [("ssd_cla_episodes.csv", "cla_episodes"), ("homes.csv", None), ("areas.parquet", "areas")]
)
def test_a_name_says_the_table(name: str, table: str | None) -> None:
    assert named_table(name) == table


def test_every_remark_and_warning_of_reading_is_tried_here_or_with_the_rows() -> None:
    tried = {"unknown_code", "unknown_flag", "older_encoding", "extra_file", "extra_column", "as_at_not_needed", "check_not_run"}
    assert {check.id for check in READING_CHECKS if check.severity is not Severity.ERROR} - tried == {"absent_column"}


def test_absent_columns_are_named_in_brief(tmp_path: Path) -> None:
    result = loaded(tmp_path, {"person.csv": "pers_person_id,pers_dob\nA1,2010-02-01\n"})
    [absent] = [one.message for one in result.findings if one.check == "absent_column"]
    assert (
        absent
        == "Not in the file: pers_forename, pers_surname, pers_sex, pers_gender, pers_ethnicity and 8 more. They count as blank."
    )


def test_a_strange_file_beside_the_named_ones_is_left_aside(tmp_path: Path) -> None:
    (tmp_path / "person.csv").write_text(PERSON)
    (tmp_path / "homes.pdf").write_bytes(b"%PDF-1.7")
    result = load([tmp_path / "person.csv", tmp_path / "homes.pdf"], store=SnapshotStore(tmp_path / "store"), as_at=AS_AT)
    assert result.tables == {"person": 2}
    assert [(one.file, one.severity) for one in result.findings if one.check == "extra_file"] == [("homes.pdf", Severity.INFO)]
