"""Workbooks as councils really write them: headers, sheets, answers and dates; and each refusal, with sheet, row and column."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from inloco.analytics.extracts.formats.annexa.checks import CHECKS
from inloco.analytics.extracts.formats.annexa.lists import CODES, answers, code_of, lists
from inloco.analytics.extracts.formats.annexa.workbook import number_named, read_cell
from inloco.analytics.extracts.values import Problem
from inloco.analytics.findings import Finding
from inloco.analytics.indicators import OF_CHILDREN
from inloco.analytics.loading import LoadResult, load
from inloco.analytics.reach import out_of_reach
from inloco.analytics.schema.codes import code_lists
from inloco.analytics.snapshots import Snapshot, SnapshotStore
from tests.unit.extracts.annexa.workbooks import headers, ods, sheet, whole, xlsx

AS_AT = date(2019, 8, 31)
PLAN: dict[str, Any] = {
    "Child Unique ID": 1203.0,
    "Gender": "b) Female",
    "Date of Birth": date(2009, 6, 15),
    "Does the Child have a Disability": "N",
    "Child Protection Plan Start Date": "20/08/2019",
    "Initial Category of Abuse": "a) Neglect",
    "Latest Category of Abuse": "b) Physical Abuse",
    "Date of latest review conference": 43_700,
    "Allocated Team": "Hazel team",
    "Allocated Worker": "Ottoline Quirke",
}


def loaded(path: Path, root: Path, as_at: date | None = AS_AT) -> LoadResult:
    return load([path], store=SnapshotStore(root), as_at=as_at)


def taken(result: LoadResult) -> Snapshot:
    assert result.snapshot is not None, [one for one in result.findings if one.severity == "error"]
    return result.snapshot


def said(result: LoadResult, check: str) -> list[Finding]:
    return [one for one in result.findings if one.check == check]


def test_headers_as_they_are_written(tmp_path: Path) -> None:
    written = {
        "Age of Child (Years)": "Age",
        "Child Unique ID": " child  unique id ",
        "Date of Birth": "Date of Birth (dd/mm/yyyy)",
        "Was the Child Seen Alone?": "WAS THE CHILD SEEN ALONE",
        "Child Protection Plan Start Date": "Child Protecton Plan Start Date",
        "Subject to Emergency Protection Order or Protected Under Police Powers in Last Six Months (Y/N)": "Subject to Emergency "
        "Protection Order or Protected Under Police Powers in Last Six Months (Y/N))",
    }
    names = [written.get(name, name) for name in headers(7)] + ["Locality"]
    rows = sheet(7, PLAN, header=names, above=[["Wealdshire"], [], ["Children subject to a plan", "", "", "31 August"]])
    result = loaded(xlsx(tmp_path / "annex.xlsx", {"List7 CP": rows, "Read me": [["Made in a hurry"]], "Empty": []}), tmp_path)
    plan = taken(result).read("cp_plans").to_pylist()[0]
    assert (plan["child"], plan["started_on"], plan["initial_category"], plan["latest_category"]) == (
        "1203",
        date(2019, 8, 20),
        "NEG",
        "PHY",
    )
    assert [(one.file, one.row, one.column) for one in said(result, "similar_header")] == [
        ("annex.xlsx, sheet List7 CP", 4, "Child Protecton Plan Start Date")
    ]
    assert [one.column for one in said(result, "extra_column")] == ["Locality"]
    assert [one.file for one in said(result, "extra_sheet")] == ["annex.xlsx, sheet Read me"]
    assert len(said(result, "missing_list")) == 10
    review = taken(result).read("cp_reviews").to_pylist()[0]
    assert review["held_on"] == date(2019, 8, 23)


def test_a_missing_list_leaves_its_tables_out_and_an_empty_one_does_not(tmp_path: Path) -> None:
    sheets = {"7": sheet(7, PLAN), "8": sheet(8)}
    tables = taken(loaded(xlsx(tmp_path / "annex.xlsx", sheets), tmp_path)).tables
    assert (tables["cp_plans"], tables["cla_episodes"], tables["legal_status"]) == (1, 0, 0)
    assert {"cin_plans", "cin_episodes", "care_leavers", "missing", "sdq_scores"} & set(tables) == set()
    assert (tables["involvements"], tables["department"], tables["professionals"], tables["disability"]) == (1, 1, 1, 1)


def test_a_missing_column_leaves_out_the_tables_that_need_it(tmp_path: Path) -> None:
    names = [name for name in headers(8) if name not in ("Child's Legal Status", "Date of Last Dental Check")]
    result = loaded(xlsx(tmp_path / "annex.xlsx", {"List 8": sheet(8, header=names)}), tmp_path)
    tables = taken(result).tables
    assert "cla_episodes" in tables
    assert {"legal_status", "cla_health"} & set(tables) == set()
    assert [one.column for one in said(result, "list_lacks_column")] == ["Child's Legal Status", "Date of Last Dental Check"]


def test_ods_says_the_same_as_xlsx(tmp_path: Path) -> None:
    one = taken(loaded(xlsx(tmp_path / "a.xlsx", whole(list7=[PLAN])), tmp_path / "one"))
    other = taken(loaded(ods(tmp_path / "b.ods", whole(list7=[PLAN])), tmp_path / "other"))
    assert one.tables == other.tables
    for table in ("person", "cp_plans", "cp_reviews"):
        assert one.read(table) == other.read(table)


def test_a_merged_cell_holds_for_all_its_rows(tmp_path: Path) -> None:
    second = PLAN | {
        "Child Unique ID": "",
        "Child Protection Plan Start Date": "01/02/2018",
        "Child Protection Plan End Date": "01/03/2019",
    }
    rows = sheet(7, PLAN, second)
    snapshot = taken(loaded(xlsx(tmp_path / "annex.xlsx", {"List 7": rows}, {"List 7": ["A2:A3"]}), tmp_path))
    assert [one["child"] for one in snapshot.read("cp_plans").to_pylist()] == ["1203", "1203"]


def test_the_day_is_taken_from_the_name_or_asked_for(tmp_path: Path) -> None:
    assert taken(loaded(xlsx(tmp_path / "Annex A 30.09.2019.xlsx", {"List 7": sheet(7, PLAN)}), tmp_path, None)).as_at == date(
        2019, 9, 30
    )
    with pytest.raises(Exception, match="cannot be told"):
        loaded(xlsx(tmp_path / "annex.xlsx", {"List 7": sheet(7, PLAN)}), tmp_path, None)


def test_an_unborn_child_has_an_expected_date(tmp_path: Path) -> None:
    snapshot = taken(
        loaded(xlsx(tmp_path / "a.xlsx", {"List 7": sheet(7, PLAN | {"Date of Birth": date(2019, 12, 1)})}), tmp_path)
    )
    assert [(one["born_on"], one["expected_on"]) for one in snapshot.read("person").to_pylist()] == [(None, date(2019, 12, 1))]


def test_lists_that_differ_are_said(tmp_path: Path) -> None:
    other = {"Child Unique ID": "1203", "Date of Birth": "16/06/2009", "Date of referral": "01/08/2019"}
    result = loaded(xlsx(tmp_path / "a.xlsx", {"List 7": sheet(7, PLAN), "List 3": sheet(3, other)}), tmp_path)
    assert [one["born_on"] for one in taken(result).read("person").to_pylist()] == [date(2009, 6, 15)]
    assert [(one.file, one.row, one.value) for one in said(result, "lists_differ")] == [("a.xlsx, sheet List 3", 2, "16/06/2009")]


@pytest.mark.parametrize(
    ("rows", "check", "row", "column", "value"),
    [
        (sheet(7, PLAN | {"Child Protection Plan Start Date": "31/02/2019"}), "impossible_date", 2,
         "Child Protection Plan Start Date",
         "31/02/2019"),
        (sheet(7, PLAN | {"Date of Birth": "a Tuesday"}), "unreadable_date", 2, "Date of Birth", "a Tuesday"),
        (sheet(7, PLAN | {"Date of Birth": 12}), "unreadable_date", 2, "Date of Birth", "12"),
        (sheet(7, PLAN, PLAN | {"Child Unique ID": ""}), "missing_identifier", 3, "Child Unique ID", None),
        (sheet(7, PLAN | {"Allocated Team": "x" * 10_001}), "long_cell", 2, "Allocated Team", "x" * 59 + "…"),
        ([headers(7)[1:], list(PLAN.values())], "missing_column", 1, "Child Unique ID", None),
    ],
    ids=["no such day", "no date", "no serial", "no child", "giant", "no child column"],
)  # fmt: skip
def test_refusals_name_sheet_row_column_and_value(
    tmp_path: Path, rows: list[list[Any]], check: str, row: int, column: str, value: str | None
) -> None:
    result = loaded(xlsx(tmp_path / "annex.xlsx", {"List 7": rows}), tmp_path)
    assert result.refused
    found = said(result, check)[0]
    assert (found.file, found.row, found.column, found.value) == ("annex.xlsx, sheet List 7", row, column, value)
    assert found.action
    assert not SnapshotStore(tmp_path).list()


def test_two_sheets_of_one_list_and_two_workbooks_are_refused(tmp_path: Path) -> None:
    twice = loaded(xlsx(tmp_path / "annex.xlsx", {"List 7": sheet(7, PLAN), "List 7 old": sheet(7, PLAN)}), tmp_path)
    assert twice.refused
    assert said(twice, "same_list_twice")[0].file == "annex.xlsx, sheet List 7 old"
    (tmp_path / "both").mkdir()
    for name in ("a.xlsx", "b.xlsx"):
        xlsx(tmp_path / "both" / name, {"List 7": sheet(7, PLAN)})
    assert said(loaded(tmp_path / "both", tmp_path), "two_workbooks")


@pytest.mark.parametrize(
    "sheets",
    [
        {
            "Plan": [
                ["Priority", "Activity", "Timescale", "Lead", "RAG"],
                ["1", "Recruit carers", "March", "Head of service", "G"],
            ]
        },
        {"1": [["URN", "Home", "Provider", "Postcode", "Places"], ["SC1", "The Larches", "Own", "ZZ1 1ZZ", "4"]]},
        {"List 1": []},
    ],
    ids=["delivery plan", "list of homes", "nothing"],
)
def test_another_workbook_is_refused(tmp_path: Path, sheets: dict[str, list[list[Any]]]) -> None:
    result = loaded(xlsx(tmp_path / "book.xlsx", sheets), tmp_path)
    assert result.refused
    assert [one.check for one in result.findings] == ["not_recognised"]
    assert "workbook" in result.findings[0].message


def test_a_damaged_workbook_is_refused(tmp_path: Path) -> None:
    whole_file = xlsx(tmp_path / "annex.xlsx", whole(list7=[PLAN])).read_bytes()
    for data in (whole_file[:2000], b"PK\x03\x04 nothing", b""):
        (tmp_path / "cut.xlsx").write_bytes(data)
        assert loaded(tmp_path / "cut.xlsx", tmp_path).refused


@pytest.mark.parametrize(("column", "row"), [("XFD", 1_048_576), ("A", 1_048_576), ("XFD", 2_000)])
def test_a_cell_far_from_the_others_is_named_and_ends_no_process(tmp_path: Path, column: str, row: int) -> None:
    path = xlsx(tmp_path / "annex.xlsx", {"List 1": sheet(1), "List 7": sheet(7, PLAN)})
    book = openpyxl.load_workbook(path)
    book["List 7"][f"{column}{row}"] = "far"
    book.save(path)
    result = loaded(path, tmp_path)
    assert result.refused
    [far] = result.findings
    assert (far.check, far.file, far.row, far.column) == ("far_cell", "annex.xlsx, sheet List 7", row, column)
    assert f"cell {column}{row}" in far.message
    assert "delete the rows below" in far.action


def test_a_format_in_a_far_cell_is_nothing(tmp_path: Path) -> None:
    """A colour down to the last row is no content."""
    path = xlsx(tmp_path / "annex.xlsx", {"List 7": sheet(7, PLAN)})
    book = openpyxl.load_workbook(path)
    book["List 7"]["XFD1048576"].fill = openpyxl.styles.PatternFill("solid", fgColor="FFFF00")
    book.save(path)
    assert not loaded(path, tmp_path).refused


def test_broad_answers_are_said_once(tmp_path: Path) -> None:
    white = PLAN | {"Ethnicity": "a) White"}
    result = loaded(xlsx(tmp_path / "annex.xlsx", {"List 7": sheet(7, white, white | {"Child Unique ID": "B"})}), tmp_path)
    assert [one["ethnicity"] for one in taken(result).read("person").to_pylist()] == [None, None]
    [broad] = said(result, "broad_answer")
    assert (broad.row, broad.column, broad.value) == (2, "Ethnicity", "a) White")
    assert broad.message.startswith("2 answers")


def test_a_protected_workbook_is_called_so(tmp_path: Path) -> None:
    (tmp_path / "annex.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    result = loaded(tmp_path / "annex.xlsx", tmp_path)
    assert result.refused
    assert "protected by a password" in result.findings[0].message


def test_a_remark_below_the_list_is_left_aside_and_strange_answers_are_said(tmp_path: Path) -> None:
    odd = PLAN | {"Latest Category of Abuse": "z) Witchcraft", "Was the Child Seen Alone?": "perhaps"}
    rows = [*sheet(7, odd), ["", "", ""], ["", "Source: our system"]]
    result = loaded(xlsx(tmp_path / "annex.xlsx", {"List 7": rows}), tmp_path)
    assert taken(result).tables["cp_plans"] == 1
    assert [(one.row, one.value) for one in said(result, "remark_row")] == [(4, "Source: our system")]
    assert [one.value for one in said(result, "unknown_code")] == ["z) Witchcraft"]
    assert [one.value for one in said(result, "unknown_flag")] == ["perhaps"]


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("List 1", 1),
        ("List1", 1),
        (" 10 ", 10),
        ("List 08 CLA", 8),
        ("Annex A List 11", 11),
        ("List 12", None),
        ("Listings", None),
    ],
)
def test_names_of_sheets(name: str, number: int | None) -> None:
    assert number_named(name) == number


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        ("gender", "b) Female", "F"),
        ("gender", "f", "F"),
        ("gender", "c) Not stated/recorded", "U"),
        ("flag", True, True),
        ("flag", "Yes", True),
        ("flag", "n", False),
        ("flag", "c) Unknown", None),
        ("flag", 1.0, True),
        ("category", "d - Emotional Abuse", "EMO"),
        ("legal_status", "C2", "C2"),
        ("legal_status", "J1: Remanded to LA or youth detention", "J1"),
        ("placement_type", "g) Secure Children’s Homes", "K1"),
        ("placement_type", "U4", "U4"),
        ("activity", "G5: NEET - other", "G5"),
        ("accommodation", "k) Independent living", "U"),
        ("date", "n/a", None),
        ("date", "2019-08-31 00:00:00", AS_AT),
        ("date", 43_708.0, AS_AT),
        ("text", 77.0, "77"),
    ],
)
def test_cells(kind: str, written: object, value: object) -> None:
    assert read_cell(kind, written) == value  # type: ignore[arg-type]


def test_a_letter_alone_is_no_accommodation_and_a_broad_answer_no_code() -> None:
    assert isinstance(read_cell("accommodation", "k"), Problem)
    assert code_of("end_reason", "a) Adopted") == ""


def test_every_answer_is_a_code_of_its_list() -> None:
    kinds = {column.type for columns in lists().values() for column in columns} - {"", "date", "text", "flag"}
    assert kinds == set(answers())
    for kind, name in CODES.items():
        known = {code.code for code in code_lists()[name].codes} | {""}
        assert set(answers()[kind].values()) <= known, kind


def test_every_check_and_indicator_is_explained_in_the_reference() -> None:
    page = (Path(__file__).parents[4] / "docs" / "reference" / "annex-a.md").read_text(encoding="utf-8")
    assert [check.id for check in CHECKS if f"`{check.id}`" not in page] == []
    assert [id for id in OF_CHILDREN if f"`{id}`" not in page] == []
    assert [why for why in out_of_reach()["annexa"].values() if f"| {why[0].upper()}{why[1:]} |" not in page] == []
