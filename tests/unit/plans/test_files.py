"""Plans as officers send them: old formats, failed formulas, comments, hidden rows, tracked changes, cells that no plan has. What
cannot be read is said or refused; nothing is lost on the way."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from odfdo import Document as OpenDocument
from odfdo import Row as OpenRow
from odfdo import Table

from inloco.analytics.errors import InputRefused
from inloco.plans.reading import RowKind, read_plan
from tests.unit.plans import books

OLD = Path(__file__).with_name("old.xls")
"""A workbook in the format of Excel 97, as LibreOffice writes it."""

HEAD = ["Ref", "Activity", "Progress", "Lead", "Timescale", "BRAG"]
ROW = ["1", "Ask each child", "", "Petra Quill", "Mar-26", "Green"]


def found(read):
    """The doubts of all rows and of the file, as code and value."""
    return [(doubt.code, doubt.column) for row in read.rows for doubt in row.doubts] + [(one.code, "") for one in read.doubts]


@pytest.fixture(scope="module")
def odd_cells():
    """Two rows with formulas that failed or have no result, a comment, a hidden row and a hidden column."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("Live")
    sheet.write_row(0, 0, HEAD)
    sheet.write_row(1, 0, ROW)
    sheet.write_formula(1, 3, "=Staff!A1", None, "#REF!")
    sheet.write_comment(1, 2, "Chase Petra about this")
    sheet.write_row(2, 0, ["2", "Tell each child", "", "Petra Quill"])
    sheet.write_formula(2, 4, "=TODAY()", None, "")
    sheet.write_formula(2, 5, '=IF(A1="","Red","Green")', None, "Green")
    sheet.set_row(2, None, None, {"hidden": True})
    sheet.set_row(9, None, None, {"hidden": True})
    sheet.set_column(2, 2, None, None, {"hidden": True})
    book.close()
    return read_plan(stream.getvalue(), name="odd.xlsx")


def test_what_a_cell_does_not_tell_is_said(odd_cells):
    assert found(odd_cells) == [
        ("hidden_column", "Progress"),
        ("error_in_cell", "D2"),
        ("comment_not_read", "C2"),
        ("hidden_row", ""),
        ("formula_without_value", "E3"),
    ]
    doubts = {doubt.code: doubt for row in odd_cells.rows for doubt in row.doubts}
    assert doubts["error_in_cell"].value == "#REF!"
    assert doubts["comment_not_read"].value == "Chase Petra about this"


def test_what_the_other_cells_hold_is_read(odd_cells):
    assert [(one.line.ref, one.line.responsible, str(one.line.brag)) for one in odd_cells.actions] == [
        ("1", "", "Green"),
        ("2", "Petra Quill", "Green"),
    ]


def test_an_american_date_is_the_day_that_it_is_and_a_reference_that_became_one_is_said():
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("Live")
    sheet.write_row(0, 0, HEAD)
    sheet.write_row(1, 0, ROW)
    sheet.write_datetime(1, 4, date(2026, 12, 5), book.add_format({"num_format": "mm/dd/yyyy"}))
    sheet.write_datetime(1, 0, date(2026, 1, 2), book.add_format({"num_format": "d-mmm"}))
    book.close()
    read = read_plan(stream.getvalue(), name="america.xlsx")
    assert (read.actions[0].line.timescale.words, read.actions[0].line.timescale.due) == ("05/12/2026", date(2026, 12, 5))
    assert found(read) == [("ref_is_date", "Ref")]


def test_an_old_workbook_says_the_same_as_a_new_one():
    new = read_plan(books.workbook({"Live": books.LIVE[:4], "Closed actions": books.CLOSED}), name="plan.xlsx")
    old = read_plan(OLD, name="plan.xls")
    assert [(one.objective, one.ref, one.activity, one.timescale, one.brag) for one in old.lines] == [
        (one.objective, one.ref, one.activity, one.timescale, one.brag) for one in new.lines
    ]
    assert (old.counts, old.title, old.objectives) == (new.counts, new.title, new.objectives)


def test_an_old_workbook_with_a_password_is_said_to_have_one():
    data = bytearray(OLD.read_bytes())
    begins = data.find(bytes.fromhex("0908100000060500"))
    data[begins + 20 : begins + 22] = (0x2F).to_bytes(2, "little")
    with pytest.raises(InputRefused, match="password"):
        read_plan(bytes(data), name="locked.xls")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("long.csv", books.comma_separated([books.action("1", "y" * 50_001)]), "long.csv, row 2, column C, .*50,001 characters"),
        ("quote.csv", books.comma_separated(books.LIVE[:3])[:-2] + b'\n3,,"Never closed,\n', "quote.csv, row 5: .*not closed"),
        (
            "wide.xlsx",
            books.workbook({"Live": [[*books.action("1", "Ask each child"), *[""] * 250, "far out"]]}),
            "wide.xlsx, sheet Live, row 3, column JB, value 'far out'",
        ),
        (
            "long.docx",
            books.document({"Live": [books.action("1", "y" * 50_001)]}),
            "long.docx, sheet Live, row 3, column C, .*50,001",
        ),
    ],
)
def test_a_cell_that_no_plan_has_is_refused_with_its_place(name, data, said):
    with pytest.raises(InputRefused, match=said):
        read_plan(data, name=name)


def test_the_line_that_tells_excel_the_separator_is_no_title():
    data = "sep=;\r\nRef;Activity;Lead;BRAG\r\n1;Ask each child, and again;Renée Quill;Red\r\n".encode("cp1252")
    read = read_plan(data, name="northmere_plan.csv")
    assert (read.title, [row.kind for row in read.rows]) == (
        "northmere plan",
        [RowKind.BLANK, RowKind.HEADER, RowKind.ACTION],
    )
    assert read.actions[0].line.responsible == "Renée Quill"


def test_comments_and_errors_of_an_open_document_are_counted():
    sheets = OpenDocument("spreadsheet")
    sheets.body.clear()
    table = Table("Live")
    for cells in (HEAD, ROW):
        row = OpenRow()
        row.set_values(cells)
        table.append(row)
    sheets.body.append(table)
    stream, changed = io.BytesIO(), io.BytesIO()
    sheets.save(stream)
    with zipfile.ZipFile(stream) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "content.xml":
                noted = b"<office:annotation><text:p>Chase her</text:p></office:annotation><text:p>Ask each child"
                content = content.replace(b"<text:p>Ask each child", noted)
            target.writestr(name, content)
    read = read_plan(changed.getvalue(), name="plan.ods")
    assert [(doubt.code, doubt.message) for doubt in read.doubts] == [
        ("comment_not_read", "The file has 1 comment, which is no part of the plan.")
    ]
    assert read.actions[0].line.activity == "Ask each child"


@pytest.fixture(scope="module")
def tracked():
    """A Word document with references that Word counts, a deleted row, moved words, a tick and a note at the foot."""
    made = Document()
    made.add_heading("Growing Up Well", 0)
    made.add_heading("Live actions", 1)
    table = made.add_table(rows=0, cols=6)
    for row in (HEAD, ["", *ROW[1:]], ["", "Tell each child", *ROW[2:]], ["9", "Gone", *ROW[2:]]):
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = value
    for row in table.rows[1:3]:
        row.cells[0].paragraphs[0].style = made.styles["List Number"]
    words = table.rows[1].cells[2].paragraphs[0]._p
    space = nsdecls("w")
    words.append(parse_xml(f"<w:moveFrom {space}><w:r><w:t>Was here. </w:t></w:r></w:moveFrom>"))
    words.append(parse_xml(f'<w:r {space}><w:sym w:font="Wingdings" w:char="F0FC"/><w:footnoteReference w:id="2"/></w:r>'))
    for cell in table.rows[3].cells:
        run = cell.paragraphs[0]._p.r_lst[0] if cell.text else None
        if run is not None:
            gone = parse_xml(f"<w:del {space}><w:r><w:delText>{cell.text}</w:delText></w:r></w:del>")
            run.addprevious(gone)
            gone.getparent().remove(run)
    stream = io.BytesIO()
    made.save(stream)
    return read_plan(stream.getvalue(), name="tracked.docx")


def test_word_is_read_as_it_shows_itself(tracked):
    assert [(one.line.ref, one.line.activity, one.line.progress) for one in tracked.actions] == [
        ("1.", "Ask each child", "✓"),
        ("2.", "Tell each child", ""),
    ]
    assert tracked.rows[-1].kind is RowKind.BLANK


def test_what_word_holds_beside_its_tables_is_said(tracked):
    assert [doubt.code for doubt in tracked.doubts] == ["tracked_changes", "footnote_not_read"]


def test_the_plan_has_the_name_of_the_document_and_not_of_its_view(tracked):
    assert tracked.title == "Growing Up Well"


def test_an_old_workbook_that_was_cut_off_is_refused_and_does_not_end_the_program():
    """The library that reads it panics, which is no ``Exception``."""
    with pytest.raises(InputRefused, match="cannot be read"):
        read_plan(OLD.read_bytes()[:6744], name="cut.xls")


def test_a_cell_at_the_end_of_the_sheet_is_refused_with_its_place():
    """Filling the space up to it would need more memory than there is, and end the program."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("Live")
    sheet.write_row(0, 0, HEAD)
    sheet.write_row(1, 0, ROW)
    sheet.write(1_048_575, 16_383, "x")
    book.close()
    with pytest.raises(InputRefused, match=r"far\.xlsx, sheet Live, row 1048576, column XFD: A cell stands far out"):
        read_plan(stream.getvalue(), name="far.xlsx")


def test_a_length_beyond_all_memory_refuses_the_file_and_does_not_end_the_program():
    data = bytearray(OLD.read_bytes())
    last_row = data.find(b"\x00\x02\x0e\x00") + 8  # the record of the sheet's dimensions
    data[last_row : last_row + 4] = (2**32 - 16).to_bytes(4, "little")
    with pytest.raises(InputRefused, match="cannot be read"):
        read_plan(bytes(data), name="huge.xls")
