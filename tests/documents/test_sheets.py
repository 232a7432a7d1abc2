"""The report as XLSX and ODS: one table a sheet, numbers as numbers, words as words, and shorthand for what is missing."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from decimal import Decimal

import openpyxl
import pytest
from defusedxml import ElementTree
from odfdo import Document

from inloco.documents.outputs.ods import report_ods
from inloco.documents.outputs.sheets import sheets_of
from inloco.documents.outputs.xlsx import report_xlsx
from tests.documents.made import made_report, with_commentary

NAMES = ["Cover", "Contents", "Notes", "Commentary", "1a", "1b", "1c", "2a", "2b", "3a"]
HOSTILE = "=cmd|'/c calc'!A1\n\n+1+1\n\n@SUM(A1)\n\n</text:p><x> & \x07 😀 שלום"


def rows_of_ods(data: bytes) -> dict[str, list[list[object]]]:
    return {table.name: [list(row.get_values()) for row in table.rows] for table in Document(io.BytesIO(data)).body.tables}


def rows_of_xlsx(data: bytes) -> dict[str, list[list[object]]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


@pytest.mark.parametrize(("write", "read"), [(report_xlsx, rows_of_xlsx), (report_ods, rows_of_ods)], ids=["xlsx", "ods"])
def test_the_sheets_hold_the_figures(write: Callable[..., bytes], read: Callable[[bytes], dict[str, list[list[object]]]]) -> None:
    sheets = read(write(made_report()))
    assert list(sheets) == NAMES
    assert sheets["Cover"][0][0] == "Monthly performance report, August 2024"
    months = sheets["2a"]
    header = next(row for row in months if row[0] == "Month")
    assert [value for value in header if value] == [
        "Month",
        "Percentage (% of children)",
        "Percentage: numerator",
        "Percentage: denominator",
        "Status",
        "Definition version",
        "Doubts",
    ]
    december = next(row for row in months if row[0] == "December 2023")
    assert december[1] == "[z]"
    assert december[4] == "nobody to count [z]"
    august = next(row for row in months if row[0] == "August 2024")
    assert float(str(august[1])) == 92.1
    assert [int(str(value)) for value in august[2:4]] == [478, 519]
    assert august[4] == "provisional [p]"
    touch = sheets["3a"]
    assert touch[-1][2:4] == ["[x]", "[x]"]
    assert "submitted [s]" in touch[-1]


@pytest.mark.parametrize(("write", "read"), [(report_xlsx, rows_of_xlsx), (report_ods, rows_of_ods)], ids=["xlsx", "ods"])
def test_words_never_become_formulas(write: Callable[..., bytes], read: Callable[[bytes], dict[str, list[list[object]]]]) -> None:
    data = write(with_commentary(made_report(), HOSTILE, author="=1+1"))
    first = next(row for row in read(data)["Commentary"] if row[0] == "Children looked after")
    assert first[1] == "=1+1"
    assert str(first[2]).startswith("=cmd|'/c calc'!A1")
    assert "</text:p><x> &" in str(first[2])
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        for name in parts.namelist():
            if name.endswith(".xml") and (content := parts.read(name).decode()):
                ElementTree.fromstring(content)
                assert "<f>" not in content
                assert "table:formula" not in content


def test_the_workbook_is_laid_out_for_everybody() -> None:
    book = openpyxl.load_workbook(io.BytesIO(report_xlsx(made_report())))
    for sheet in book:
        assert sheet["A1"].value
        assert not sheet.merged_cells.ranges
    for name in NAMES[4:]:
        sheet = book[name]
        table = next(iter(sheet.tables.values()))
        first, last = table.ref.split(":")
        assert first.startswith("A")
        assert table.headerRowCount == 1
        assert sheet.freeze_panes == f"B{sheet[first].row + 1}"
        assert all(cell.value is not None for row in sheet[table.ref] for cell in row)
        assert sheet[last].row == sheet.max_row
    assert book["Contents"]["A5"].hyperlink.location == "'1a'!A1"
    assert book.properties.title == "Monthly performance report, August 2024"


def test_the_open_document_marks_and_freezes_its_header_rows() -> None:
    with zipfile.ZipFile(io.BytesIO(report_ods(made_report()))) as parts:
        content = parts.read("content.xml").decode()
        settings = parts.read("settings.xml").decode()
        assert parts.namelist()[0] == "mimetype"
    assert content.count("<table:table-header-rows") == len(NAMES) - 1
    assert settings.count("VerticalSplitPosition") == len(NAMES) - 1
    assert 'office:value="92.1"' in content
    assert "table:number-columns-spanned" not in content


def test_every_sheet_is_one_whole_table() -> None:
    for sheet in sheets_of(made_report()):
        assert all(len(row) == len(sheet.header) for row in sheet.rows)
        assert all(value != "" for row in sheet.rows for value in row)
        assert len(set(sheet.header)) == len(sheet.header)
        assert len(sheet.name) <= 31


def test_a_comparator_has_its_own_period_and_source() -> None:
    years = next(
        sheet for sheet in sheets_of(made_report()) if sheet.title.startswith("Children looked after per 10,000 by year")
    )
    england = [row for row in years.rows if row[0] == "England"]
    assert england[-1][2:4] == ("2022/23", Decimal("69.0"))
    assert england[-1][7] == "Made-up tables 2022/23"
