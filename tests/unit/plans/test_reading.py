"""A plan's file is read whole: columns by their words, objectives by their rows, every row accounted for; or it is refused."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date

import pytest
import xlsxwriter
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st
from odfdo import Document as OpenDocument
from odfdo import Row as OpenRow
from odfdo import Table

from inloco.analytics.errors import InputRefused, WrongUsage
from inloco.plans.reading import Difference, RowKind, SheetView, read_plan
from inloco.plans.reading.decisions import without
from inloco.plans.reading.views import views_written
from inloco.plans.words import Brag
from tests.shared import shared_file
from tests.unit.plans import books


@pytest.fixture(scope="module")
def plan():
    return read_plan(books.workbook(), name="plan.xlsx")


def lines(read, view):
    return [(line.objective, line.ref) for line in read.lines if line.view is view]


def kinds(read):
    return {(row.sheet, row.number): row.kind for row in read.rows}


def test_every_row_of_every_sheet_is_accounted_for(plan):
    assert len(plan.rows) == sum(2 + len(rows) for rows in books.SHEETS.values())
    assert plan.counts == {
        "action": 6,
        "metric line": 3,
        "objective": 4,
        "how achieved": 2,
        "header": 3,
        "title": 3,
    }


def test_title_objectives_and_rows(plan):
    assert plan.title == books.TITLE
    assert [(one.number, one.title, one.aim) for one in plan.objectives] == [
        ("1", "Every child is heard", "'To hear them early'"),
        ("2", "Homes that last", "'To move children less often'"),
    ]
    assert plan.objectives[0].how == "'By asking, and by coming back with an answer'"
    assert lines(plan, SheetView.LIVE) == [("1", "1"), ("1", "2a-c"), ("1", "3 b"), ("2", "1")]
    assert lines(plan, SheetView.CLOSED) == [("1", "4.")]


def test_words_are_kept_and_read_beside(plan):
    line = plan.actions[1].line
    assert (line.ref, line.timescale.words, line.timescale.due, line.brag, line.brag_words) == (
        "2a-c",
        "Jul-25",
        date(2025, 7, 31),
        Brag.AMBER,
        "amber",
    )


def test_metrics_rows_become_lines_of_their_actions(plan):
    by_ref = {(one.line.objective, one.line.ref): one for one in plan.actions}
    assert [line.ref for line in by_ref[("1", "1")].metric_lines] == ["1"]
    assert [line.ref for line in by_ref[("1", "2a-c")].metric_lines] == ["2a", "2b"]
    alone = by_ref[("1", "9")]
    assert alone.is_metric_only
    row = next(row for row in plan.rows if row.sheet == "Metrics" and row.ref == "9")
    assert [doubt.code for doubt in row.doubts] == ["metric_without_action"]


def test_where_sheets_disagree_is_said_and_the_live_row_stands(plan):
    found = {(one.field, one.ref, one.stands, one.other) for one in plan.differences}
    assert ("brag", "1", "Green", "Red") in found
    assert ("timescale", "1", "31/12/25", "31/10/25") in found
    assert ("target", "1", "120", "150") in found


def test_long_texts_are_shown_where_they_differ():
    long = "Rota agreed with both homes and printed for the children, and then "
    told = Difference(
        "progress", "1", "1", long + "sent in June.", SheetView.LIVE, long + "kept in a drawer.", SheetView.METRICS, "1", 4
    )
    stands, other = told.told_apart()
    assert "sent in June" in stands
    assert "kept in a drawer" in other
    assert stands.startswith("… ")
    assert max(len(stands), len(other)) <= 54
    short = Difference("brag", "1", "1", "Green", SheetView.LIVE, "Red", SheetView.METRICS, "1", 4)
    assert short.told_apart() == ("Green", "Red")


def test_word_and_csv_say_the_same_as_the_workbook(plan):
    word = read_plan(books.document(), name="plan.docx")
    assert [(one.objective, one.ref, one.activity, one.brag) for one in word.lines] == [
        (one.objective, one.ref, one.activity, one.brag) for one in plan.lines
    ]
    assert (word.title, word.objectives) == (plan.title, plan.objectives)
    assert [row.sheet for row in word.rows][:1] == ["Live plan"]
    separated = read_plan(books.comma_separated(), name="live.csv")
    assert lines(separated, SheetView.LIVE) == lines(plan, SheetView.LIVE)


def test_headers_in_other_words_and_order_with_a_column_more():
    headers = ["RAG status", "Action", "Lead officer", "Due date", "No.", "Latest update", "Notes for the printer"]
    row = ["G", "Write to every carer", "Petra Quill", date(2025, 11, 14), "7", "Half are written", "landscape"]
    read = read_plan(books.workbook({"Sheet1": [["Priority 3: Carers"], row]}, headers=headers, title=""), name="renamed.xlsx")
    line = read.actions[0].line
    assert (line.objective, line.ref, line.activity, line.responsible, line.progress, line.brag) == (
        "3",
        "7",
        "Write to every carer",
        "Petra Quill",
        "Half are written",
        Brag.GREEN,
    )
    assert (line.timescale.words, line.timescale.due) == ("14/11/2025", date(2025, 11, 14))
    assert line.extra == (("Notes for the printer", "landscape"),)
    header = next(row for row in read.rows if row.kind is RowKind.HEADER)
    assert [doubt.code for doubt in header.doubts] == ["extra_column"]


def test_remarks_blanks_and_a_foreign_table_are_told_from_actions():
    rows = [
        books.objective(1, "Heard"),
        books.action("1", "Ask the children", responsible="Petra Quill", brag="Green", timescale="Mar-26"),
        ["", "", "", "please move to closed", "", "", "", "", "", "", ""],
        ["", "", "", "", "", "", "", "", "", "", ""],
        ["", "", "Appendix on work", "", "", "", "", "", "", "", ""],
        ["", "", "Age", "Number", "In work", "", "", "", "", "", ""],
        ["12", "", "31", "44%", "20%", "", "", "", "", "", ""],
        books.action("2", "Tell them what changed", responsible="Petra Quill", brag="Green", timescale="Mar-26"),
    ]
    read = read_plan(books.workbook({"Live": rows}), name="odd.xlsx")
    assert [kinds(read)[("Live", number)] for number in range(4, 11)] == [
        RowKind.ACTION,
        RowKind.REMARK,
        RowKind.BLANK,
        RowKind.FOREIGN,
        RowKind.FOREIGN,
        RowKind.FOREIGN,
        RowKind.ACTION,
    ]
    assert [(one.text, one.after, one.objective) for one in read.remarks] == [("please move to closed", "1", "1")]


def test_two_rows_with_one_reference_stay_two():
    rows = [
        books.objective(1, "Heard"),
        books.action("5a5", "Count cards", brag="Green"),
        books.action("5a5", "Count calls", brag="Red"),
    ]
    read = read_plan(books.workbook({"Live": rows}), name="twice.xlsx")
    assert [one.line.ref for one in read.actions] == ["5a5", "5a5"]
    assert [doubt.code for row in read.rows for doubt in row.doubts] == ["duplicate_ref", "duplicate_ref"]


def test_one_reference_on_two_sheets_is_one_action():
    rows = [books.objective(1, "Heard"), books.action("4", "Choose the words", brag="Amber", timescale="Mar-26")]
    again = [books.objective(1, "Heard"), books.action("4.", "Choose the words", brag="Blue", timescale="Mar-26")]
    read = read_plan(books.workbook({"Live": rows, "Closed": again}), name="again.xlsx")
    assert len(read.actions) == 1
    assert [line.view for line in read.actions[0].others] == [SheetView.CLOSED]
    assert [(one.field, one.stands, one.other) for one in read.differences] == [("brag", "Amber", "Blue")]


def test_sheets_without_titles_are_taken_in_the_order_given():
    sheets = {"Tab A": books.CLOSED, "Tab B": books.LIVE}
    read = read_plan(books.workbook(sheets), name="tabs.xlsx", views=views_written("closed,live"))
    assert {row.sheet: row.view for row in read.rows} == {"Tab A": SheetView.CLOSED, "Tab B": SheetView.LIVE}
    with pytest.raises(InputRefused, match="Nothing says what this sheet shows"):
        read_plan(books.workbook(sheets), name="tabs.xlsx", views=views_written("closed"))


@pytest.mark.parametrize("written", ["live,later", "live,live", "", ","])
def test_views_that_are_none(written):
    with pytest.raises(WrongUsage):
        views_written(written)


def test_cells_merged_downwards_hold_for_each_row():
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("Live")
    sheet.write_row(0, 0, ["Ref", "Activity", "Metric", "Lead", "Timescale", "BRAG"])
    sheet.merge_range(1, 1, 2, 1, "Ask every child")
    for number, ref in enumerate(["1a", "1b"], 1):
        sheet.write_row(number, 2, [f"Measure {ref}", "Petra Quill", "Mar-26", "Green"])
        sheet.write(number, 0, ref)
    book.close()
    read = read_plan(stream.getvalue(), name="merged.xlsx")
    assert [(one.line.ref, one.line.activity) for one in read.actions] == [("1a", "Ask every child"), ("1b", "Ask every child")]


def test_formats_and_fills_are_read_as_a_person_sees_them():
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("Live")
    sheet.write_row(0, 0, ["Ref", "Activity", "Current data", "Lead", "Timescale", "BRAG"])
    sheet.write_row(1, 0, [4, "Ask every child"])
    sheet.write_number(1, 2, 0.68, book.add_format({"num_format": "0%"}))
    sheet.write(1, 3, "Petra Quill")
    sheet.write_datetime(1, 4, date(2026, 7, 1), book.add_format({"num_format": "mmm-yy"}))
    sheet.write_blank(1, 5, None, book.add_format({"bg_color": "#FFC000"}))
    book.close()
    line = read_plan(stream.getvalue(), name="painted.xlsx").actions[0].line
    assert (line.ref, line.current, line.timescale.words, line.timescale.due, line.brag) == (
        "4",
        "68%",
        "Jul-26",
        date(2026, 7, 31),
        Brag.AMBER,
    )


def test_a_word_table_broken_by_a_page_goes_on():
    made = Document()
    made.add_heading("Plan – Live actions", level=1)
    for number in (1, 2):
        made.add_paragraph(f"Objective {number} – Heard")
        table = made.add_table(rows=0, cols=5)
        for row in (
            ["Ref", "Activity", "Lead", "Timescale", "BRAG"],
            [str(number), "Ask every child", "Petra Quill", "Mar-26", "Green"],
        ):
            for cell, value in zip(table.add_row().cells, row, strict=True):
                cell.text = value
    stream = io.BytesIO()
    made.save(stream)
    read = read_plan(stream.getvalue(), name="pages.docx")
    assert lines(read, SheetView.LIVE) == [("1", "1"), ("2", "2")]


def test_a_person_leaves_rows_out(plan):
    left = without(plan, frozenset({("Live plan", 6), ("Metrics", 4)}))
    refs = [(one.line.view, one.line.ref) for one in left.actions]
    assert (SheetView.LIVE, "2a-c") not in refs
    assert {(SheetView.METRICS, "2a"), (SheetView.METRICS, "2b")} <= set(refs)
    assert all(one.other_row != 4 for one in left.differences)
    assert len(left.rows) == len(plan.rows)


def _locked_workbook() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 600


def _no_actions() -> bytes:
    return books.workbook({"Live": [books.objective(1, "Heard")]})


def _broken() -> bytes:
    return books.workbook()[:900]


def _not_a_plan() -> bytes:
    return books.workbook({"Homes": [["Ash House", "Northmere", "6"]]}, headers=["Name", "Town", "Beds"], title="")


def _zip() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("readme.txt", "nothing")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("plan.xlsx", b"", "empty"),
        ("plan.xlsx", _locked_workbook(), "password"),
        ("plan.docx", _locked_workbook(), "password"),
        ("plan.xlsx", _broken(), "damaged"),
        ("plan.xlsx", _zip(), "cannot be read"),
        ("plan.docx", _zip(), "cannot be read"),
        ("plan.docx", b"no document at all", "cannot be read"),
        ("plan.xlsx", b"no workbook at all", "cannot be read"),
        ("plan.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "cannot be read.*save it again.*xlsx"),
        ("plan.xls", b"<html><table><tr><td>Ref</td></tr></table></html>", "cannot be read.*save it again.*xlsx"),
        ("plan.pdf", b"%PDF-1.7 ...", "a PDF"),
        ("plan.exe", b"MZ....", "kind of file"),
        ("plan.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "old kind"),
        ("plan.csv", b"\x00\x01\x02\x03", "not a text file"),
        ("homes.xlsx", _not_a_plan(), "not a plan"),
        ("plan.xlsx", _no_actions(), "no action"),
    ],
)
def test_what_is_no_plan_is_refused_with_a_reason(name, data, said):
    with pytest.raises(InputRefused, match=said) as refused:
        read_plan(data, name=name)
    assert name in str(refused.value)
    assert refused.value.action


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(InputRefused, match="cannot be read"):
        read_plan(tmp_path / "nowhere.xlsx")
    with pytest.raises(InputRefused, match="folder"):
        read_plan(tmp_path)


@pytest.mark.parametrize("name", ["data/delivery-plan-2019-09.xlsx", "data/delivery-plan-2019-09.docx"])
def test_a_real_plan_is_read_whole(name):
    read = read_plan(shared_file(name))
    assert read.views == {"live": 77, "metrics": 26, "ongoing": 29, "closed": 65}
    assert sum(read.views.values()) == 197
    assert len(read.remarks) == 2
    assert [one.number for one in read.objectives] == [str(number) for number in range(1, 10)]
    assert not [one for one in read.actions if one.is_metric_only]
    assert read.counts["foreign table"] == 13


def test_a_care_leavers_plan_has_headings_of_its_own():
    headers = [
        "Ref",
        "Where we are now",
        "What will change",
        "What we will do",
        "How will we measure it",
        "Outcome",
        "Lead",
        "By when",
    ]
    row = [
        "1",
        "Few know the offer",
        "Everybody knows it",
        "Print it on a card",
        "Cards given",
        "No one asks twice",
        "Petra Quill",
        "Mar-26",
    ]
    line = (
        read_plan(books.workbook({"Plan": [["Theme one: Money"], row]}, headers=headers, title=""), name="leavers.xlsx")
        .actions[0]
        .line
    )
    assert (line.objective, line.activity, line.metric) == ("1", "Print it on a card", "Cards given")
    assert (line.where_we_are, line.what_will_change, line.outcome) == (
        "Few know the offer",
        "Everybody knows it",
        "No one asks twice",
    )


def test_a_plan_without_objectives_is_read_and_not_scolded_row_by_row():
    read = read_plan(
        books.comma_separated([books.action("1", "Ask each child"), books.action("2", "Tell each child")]), name="flat.csv"
    )
    assert [(one.number, one.title) for one in read.objectives] == [("", "")]
    assert not [doubt for row in read.rows for doubt in row.doubts]


def test_a_hidden_sheet_is_not_read_and_said_to_be():
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    for name in ("Live", "Old"):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ["Ref", "Activity", "Lead", "Timescale", "BRAG"])
        sheet.write_row(1, 0, ["1", f"Ask each child, {name}", "Petra Quill", "Mar-26", "Green"])
    sheet.hide()
    book.close()
    read = read_plan(stream.getvalue(), name="hidden.xlsx")
    assert [one.line.activity for one in read.actions] == ["Ask each child, Live"]
    assert [(doubt.code, doubt.value) for doubt in read.doubts] == [("sheet_not_read", "Old")]
    assert [row.kind for row in read.rows if row.sheet == "Old"] == [RowKind.NOT_READ, RowKind.NOT_READ]


@pytest.mark.parametrize(
    ("shape", "shown"),
    [("dd/mm/yy", "05/03/26"), ("d-mmm-yy", "05-Mar-26"), ("mmmm yyyy", "March 2026"), ("yyyy-mm-dd", "2026-03-05")],
)
def test_a_date_is_written_as_its_cell_shows_it(shape, shown):
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("Live")
    sheet.write_row(0, 0, ["Ref", "Activity", "Lead", "BRAG", "Timescale"])
    sheet.write_row(1, 0, ["1", "Ask each child", "Petra Quill", "Green"])
    sheet.write_datetime(1, 4, date(2026, 3, 5), book.add_format({"num_format": shape}))
    book.close()
    assert read_plan(stream.getvalue(), name="dates.xlsx").actions[0].line.timescale.words == shown


CELL = st.one_of(
    st.sampled_from(
        ["", "", "1", "5a-c", "Green", "31/12/25", "Ongoing", "Objective 2 – Homes", "Ask every child", "Ref", "Activity", "12%"]
    ),
    st.text(st.characters(exclude_characters="\x00\r", exclude_categories=["Cs"]), max_size=30),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELL, min_size=5, max_size=5), max_size=12))
def test_whatever_stands_in_the_rows_each_is_accounted_for_once(rows):
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows(
        [["Ref", "Activity", "Lead", "Timescale", "BRAG"], ["0", "Ask the first child", "Petra Quill", "Mar-26", "Red"], *rows]
    )
    data = text.getvalue().encode()
    read = read_plan(data, name="odd.csv")
    lines = list(csv.reader(io.StringIO(data.decode())))
    assert len(read.rows) == len(lines)
    assert len({(row.sheet, row.number) for row in read.rows}) == len(read.rows)
    taken = [row for row in read.rows if row.kind.is_taken_row]
    assert len(taken) == len(read.lines)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([".xlsx", ".xls", ".ods", ".docx", ".csv", ".tsv"]))
def test_no_bytes_break_the_reader(data, suffix):
    assert _read_or_refused(data, f"any{suffix}")


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 255), st.sampled_from(["plan.xlsx", "plan.docx"]))
def test_a_damaged_file_is_read_or_refused(place, byte, name):
    data = bytearray(WORKBOOK if name.endswith("xlsx") else DOCUMENT)
    data[place % len(data)] = byte
    assert _read_or_refused(bytes(data), name)


def _read_or_refused(data: bytes, name: str) -> bool:
    """Whether the plan has actions, or the refusal names the file and says what to do. Anything else is raised."""
    try:
        return bool(read_plan(data, name=name).actions)
    except InputRefused as refused:
        return str(refused).startswith(name) and bool(refused.action)


WORKBOOK, DOCUMENT = books.workbook(), books.document()


def test_content_controls_and_tracked_changes_are_read_as_they_stand():
    """A row within a content control, a word that was inserted and one that was deleted."""
    made = Document(io.BytesIO(books.document({"Live": books.LIVE[:3]})))
    row = made.tables[0].rows[-1]._tr
    cell = row.tc_lst[2]
    cell.p_lst[0].append(
        parse_xml(f'<w:ins {nsdecls("w")} w:id="1"><w:r><w:t xml:space="preserve"> went today</w:t></w:r></w:ins>')
    )
    cell.p_lst[0].append(parse_xml(f'<w:del {nsdecls("w")} w:id="2"><w:r><w:delText> never</w:delText></w:r></w:del>'))
    wrap = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent/></w:sdt>")
    row.addprevious(wrap)
    wrap[0].append(row)
    stream = io.BytesIO()
    made.save(stream)
    assert (
        read_plan(stream.getvalue(), name="tracked.docx").actions[0].line.activity
        == "Ask each child how their last review went went today"
    )


def test_an_open_document_spreadsheet_says_the_same(plan):
    sheets = OpenDocument("spreadsheet")
    sheets.body.clear()
    for name, rows in books.SHEETS.items():
        table = Table(name)
        for cells in [[books.TITLE], list(books.HEADERS), *rows]:
            row = OpenRow()
            row.set_values([cell if cell != "" else None for cell in cells])
            table.append(row)
        sheets.body.append(table)
    stream = io.BytesIO()
    sheets.save(stream)
    read = read_plan(stream.getvalue(), name="plan.ods")
    assert [(one.ref, one.activity) for one in read.lines] == [(one.ref, one.activity) for one in plan.lines]
