"""What a file of submitted figures may look like, and what refuses it."""

import csv
import re
from pathlib import Path

import pytest

from inloco.analytics.areas import AreaTree
from inloco.analytics.extracts.submission import codes
from inloco.analytics.extracts.submitted import SUBMITTED_SCHEMA, is_submitted, read_submitted
from inloco.analytics.findings import Severity

from .returns import CATALOGUE, COUNTY, checks, read


def test_a_plain_row_becomes_a_figure(tmp_path: Path) -> None:
    table, findings = read(tmp_path, [("cla_count", "Northmere", "2019-08", "2117")])
    assert table.schema == SUBMITTED_SCHEMA
    assert table.to_pylist() == [
        {
            "indicator": "cla_count",
            "area": "NMC",
            "area_name": "Northmere",
            "area_kind": "authority",
            "period": "2019-08",
            "value": "2117",
            "numerator": None,
            "denominator": None,
            "unit": "count",
            "source": "return.csv",
            "file": "return.csv",
            "row": 2,
            "doubts": "",
        }
    ]
    assert findings == []


@pytest.mark.parametrize("code", codes(), ids=lambda code: f"{code.code}-{code.measure}")
def test_a_code_and_measure_map_to_an_indicator(tmp_path: Path, code) -> None:
    table, findings = read(
        tmp_path, [(code.code, code.measure, "NMC", "2019-08", "12")], header="indicator_code,measure,area,period,value"
    )
    assert table["indicator"].to_pylist() == [code.indicator]
    assert table["unit"].to_pylist() == [str(code.unit)]
    assert findings == []


def test_a_code_is_told_apart_by_its_unit_where_there_is_no_measure(tmp_path: Path) -> None:
    table, _ = read(
        tmp_path,
        [("cla", "NMC", "2019-08", "12", "people"), ("cla", "NMC", "2019-08", "80.1", "per 10,000")],
        header="indicator_code,area,period,value,unit",
    )
    assert table["indicator"].to_pylist() == ["cla_count", "cla_rate"]


@pytest.mark.parametrize(
    ("written", "area"),
    [
        ("National", "England"),
        ("NW", "North West"),
        ("SN", "Statistical neighbours"),
        ("calder vale*", "D2"),
        ("Alder and Brook'", "D1"),
        ("D1", "D1"),
    ],
)
def test_areas_are_matched_tolerantly(tmp_path: Path, written: str, area: str) -> None:
    table, findings = read(tmp_path, [("cla_count", written, "2019-08", "12")])
    assert table["area"].to_pylist() == [area]
    assert findings == []


def test_comparators_keep_one_name_without_an_area_tree(tmp_path: Path) -> None:
    rows = [("cla_rate", name, f"201{i}/1{i + 1}", "64.0") for i, name in enumerate(["National", "England", "national"])]
    table, _ = read(tmp_path, rows, areas=AreaTree([]))
    assert set(table["area"].to_pylist()) == {"England"}
    assert set(table["area_kind"].to_pylist()) == {"comparator"}


def test_without_an_area_tree_areas_are_taken_by_name_and_said_once(tmp_path: Path) -> None:
    table, findings = read(
        tmp_path,
        [
            ("cla_count", "Northmere", "county", "2019-08", "30"),
            ("cla_count", "Night  Team*", "team", "2019-08", "10"),
            ("cla_count", "night team", "team", "2019-07", "20"),
        ],
        header="indicator,area,area_kind,period,value",
        areas=AreaTree([]),
    )
    assert table["area"].to_pylist() == ["Northmere", "Night Team", "Night Team"]
    assert table["area_kind"].to_pylist() == ["authority", "team", "team"]
    assert [(f.severity, f.check) for f in findings] == [(Severity.INFO, "areas_by_name")]


def test_an_unknown_area_is_kept_and_reported_once(tmp_path: Path) -> None:
    table, findings = read(tmp_path, [("cla_count", "Atlantis", month, "12") for month in ("2019-07", "2019-08")])
    assert table["area"].to_pylist() == ["Atlantis", "Atlantis"]
    assert [(f.check, f.row, f.value) for f in findings] == [("unknown_area", 2, "Atlantis")]
    assert "rows 2 and 3" in findings[0].message


@pytest.mark.parametrize(("written", "period"), [("2019-03-31", "2019-03"), ("2018/19", "2018/19"), ("2019-Q1", "2019-Q1")])
def test_periods(tmp_path: Path, written: str, period: str) -> None:
    table, _ = read(tmp_path, [("cla_count", "NMC", written, "12")])
    assert table["period"].to_pylist() == [period]


@pytest.mark.parametrize(
    ("written", "value"), [("92 %", "92"), ("1,837", "1837"), (" 85.90 ", "85.90"), (".5", ".5"), ("-3", "-3")]
)
def test_values_keep_their_digits(tmp_path: Path, written: str, value: str) -> None:
    table, _ = read(tmp_path, [("cla_count", "NMC", "2019-08", written)])
    assert table["value"].to_pylist() == [value if value != ".5" else "0.5"]


@pytest.mark.parametrize("written", ["", "n/a", "-", "[x]", ".."])
def test_no_figure_is_nothing_stored_and_no_fault(tmp_path: Path, written: str) -> None:
    table, findings = read(tmp_path, [("cla_count", "NMC", "2019-08", written)])
    assert table.num_rows == 0
    assert [(f.severity, f.check) for f in findings] == [(Severity.INFO, "no_figure")]


@pytest.mark.parametrize(
    ("row", "check", "column"),
    [
        (("cla_count", "NMC", "Aug 2019", "12"), "period", "period"),
        (("cla_count", "NMC", "2019-02-30", "12"), "period", "period"),
        (("cla_count", "NMC", "2019-08-15", "12"), "period", "period"),
        (("cla_count", "NMC", "2019-08", "about twelve"), "not_a_number", "value"),
        (("cla_count", "NMC", "2019-08", "1e999999"), "not_a_number", "value"),
        (("cla_count", "NMC", "2019-08", "1,83"), "not_a_number", "value"),
        (("cla_count", "NMC", "2019-08", "9" * 400), "not_a_number", "value"),
        (("cla_count", "", "2019-08", "12"), "no_area", "area"),
        (("", "NMC", "2019-08", "12"), "no_indicator", "indicator"),
    ],
)
def test_what_cannot_be_read_refuses_the_file(tmp_path: Path, row: tuple[str, ...], check: str, column: str) -> None:
    _, findings = read(tmp_path, [("cla_count", "NMC", "2019-07", "11"), row])
    assert [(f.severity, f.check, f.row, f.column, f.file) for f in findings] == [
        (Severity.ERROR, check, 3, column, "return.csv")
    ]
    assert len(findings[0].value or "") <= 60


def test_a_row_with_a_comma_too_many_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "return.csv"
    file.write_text("indicator,area,period,value\ncla_count,NMC,2019-08,1,837\n", encoding="utf-8")
    _, findings = read_submitted(file.name, file.read_bytes(), COUNTY, CATALOGUE)
    assert [(f.severity, f.check, f.row) for f in findings] == [(Severity.ERROR, "row_length", 2)]


@pytest.mark.parametrize(
    ("content", "check"),
    [
        (b"indicator,area,period\ncla_count,NMC,2019-08\n", "missing_column"),
        (b"", "missing_column"),
        (b"indicator,area,period,value,value\ncla_count,NMC,2019-08,1,1\n", "column_twice"),
        ("indicator,area,period,value\ncla_count,Château,2019-08,1\n".encode("cp1252"), "encoding"),
        (b"indicator,area,period,value\ncla_count,NMC,2019-08," + b"9" * 200_000 + b"\n", "not_csv"),
        (b'indicator,area,period,value\ncla_count,NMC,2019-08,"12\n', "not_csv"),
    ],
    ids=["no value column", "empty", "a column twice", "wrong encoding", "a huge cell", "an open quote"],
)
def test_what_is_no_such_file_is_refused(tmp_path: Path, content: bytes, check: str) -> None:
    file = tmp_path / "return.csv"
    file.write_bytes(content)
    table, findings = read_submitted(file.name, file.read_bytes(), COUNTY, CATALOGUE)
    assert check in checks(findings)
    assert {f.severity for f in findings} == {Severity.ERROR}
    assert table.num_rows == 0


def test_a_byte_order_mark_and_blank_lines_are_nothing(tmp_path: Path) -> None:
    file = tmp_path / "return.csv"
    file.write_text("Indicator, Area ,PERIOD,Value\n\ncla_count,NMC,2019-08,12\n,,,\n", encoding="utf-8-sig")
    table, findings = read_submitted(file.name, file.read_bytes(), COUNTY, CATALOGUE)
    assert table["row"].to_pylist() == [3]
    assert findings == []


def test_a_misspelt_indicator_is_kept_with_a_suggestion(tmp_path: Path) -> None:
    table, findings = read(tmp_path, [("cla_cuont", "NMC", "2019-08", "12")])
    assert table.num_rows == 1
    assert [(f.severity, f.check, f.action) for f in findings] == [
        (Severity.WARNING, "unknown_indicator", "Did you mean cla_count?")
    ]


@pytest.mark.parametrize(("unit", "check"), [("percent", "unit_differs"), ("furlongs", "unknown_unit")])
def test_a_unit_that_does_not_fit_is_reported(tmp_path: Path, unit: str, check: str) -> None:
    _, findings = read(tmp_path, [("cla_count", "NMC", "2019-08", "12", unit)], header="indicator,area,period,value,unit")
    assert checks(findings) == [check]


def test_a_flood_of_findings_is_counted_not_told(tmp_path: Path) -> None:
    _, findings = read(tmp_path, [("cla_count", "NMC", "2019-08", "many")] * 250)
    assert len(findings) == 101
    assert findings[-1].message == "150 more of the same kind."


def test_what_is_recognised_as_submitted_figures() -> None:
    assert is_submitted(["Indicator", "area", "period", "value"])
    assert is_submitted(["indicator_code", "measure", "area", "period", "value"])
    assert not is_submitted(["indicator", "area", "period"])


def test_every_code_maps_once_and_its_count_is_a_count() -> None:
    keys = [(code.code, code.measure) for code in codes()]
    assert len(keys) == len(set(keys))
    counts = {code.indicator for code in codes() if code.unit == "count"}
    assert {code.count_indicator for code in codes() if code.count_indicator} <= counts
    assert all(re.fullmatch(r"[a-z0-9_]+", code.indicator) for code in codes())
    assert csv.field_size_limit() == 131_072  # nobody widened it for the whole process
