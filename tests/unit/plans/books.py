"""Small plans as files, written as an officer would: workbooks, Word documents, CSV. All of it is invented."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date

import xlsxwriter
from docx import Document

HEADERS = (
    "Ref",
    "Improvement Plan Ref",
    "Activity",
    "Progress",
    "Evidence",
    "Metric",
    "Current Data & Date",
    "Target Data & Date",
    "Responsible Service",
    "Timescales",
    "BRAG",
)
FIELDS = (
    "ref",
    "plan_ref",
    "activity",
    "progress",
    "evidence",
    "metric",
    "current",
    "target",
    "responsible",
    "timescale",
    "brag",
)
TITLE = "Growing Up Well 2024 – 2026 Delivery Plan"
Row = Sequence[object]
Sheets = Mapping[str, Sequence[Row]]


def action(ref: object, activity: str, **others: object) -> list[object]:
    """A row of the usual columns."""
    values = {"ref": ref, "activity": activity, **others}
    assert values.keys() <= set(FIELDS), values.keys() - set(FIELDS)
    return [values.get(name, "") for name in FIELDS]


def objective(number: int, title: str, aim: str = "") -> list[object]:
    """A row that lies across the table."""
    return [f"Objective {number} – {title}\n{aim}".strip()]


LIVE = [
    objective(1, "Every child is heard", "'To hear them early'"),
    ["How will we achieve this: 'By asking, and by coming back with an answer'"],
    action(
        1,
        "Ask each child how their last review went",
        progress="04.03.25 - Cards printed. 02.06.25 - First forty cards back.",
        metric="Number of cards returned",
        current="40 02/06/25",
        target="120",
        responsible="Ottoline Marsh – Participation Lead",
        timescale="31/12/25",
        brag="Green",
    ),
    action("2a-c", "Open three drop-ins", responsible="Youth Service", timescale="Jul-25", brag="amber"),
    action("3 b", "Publish the pledge again", responsible="Idris Penhale", timescale="30.09.25", brag="Green"),
    objective(2, "Homes that last", "'To move children less often'"),
    ["How will we achieve this: 'By planning the second home before the first fails'"],
    action("1", "Find ten carers for brothers and sisters", timescale="Ongoing", brag="Green", responsible="Idris Penhale"),
]
METRICS = [
    objective(1, "Every child is heard"),
    action(
        "1",
        "Ask each child how their last review went",
        metric="Cards returned",
        current="52 30/06/25",
        target="150",
        brag="Red",
        timescale="31/10/25",
    ),
    action("2a", "Open the drop-in at Wellow", metric="Visits a week", current="14 30/06/25", brag="Amber"),
    action("2b", "Open the drop-in at Crake", metric="Visits a week", brag="Amber"),
    action("9", "Count the compliments", metric="Compliments", brag="Green", timescale="31/12/25"),
]
CLOSED = [
    objective(1, "Every child is heard"),
    action(
        "4.",
        "Choose the words of the pledge",
        progress="01.02.25 - Action complete.",
        evidence="Minutes of 1 February",
        brag="Blue",
        timescale="31/01/25",
    ),
]
SHEETS: Sheets = {"Live plan": LIVE, "Metrics": METRICS, "Closed actions": CLOSED}


def workbook(sheets: Sheets = SHEETS, *, headers: Sequence[str] = HEADERS, title: str = TITLE, merge: bool = True) -> bytes:
    """An XLSX file: title, header, and rows of which those with one cell are merged across."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    bold = book.add_format({"bold": True})
    days = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        top = 0
        if title:
            sheet.merge_range(0, 0, 0, len(headers) - 1, title, bold)
            top = 1
        sheet.write_row(top, 0, headers)
        for number, row in enumerate(rows, top + 1):
            if len(row) == 1 and merge:
                sheet.merge_range(number, 0, number, len(headers) - 1, row[0], bold)
                continue
            for place, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, place, value, days)
                elif value != "":
                    sheet.write(number, place, value)
    book.close()
    return stream.getvalue()


def document(sheets: Sheets = SHEETS, *, headers: Sequence[str] = HEADERS, title: str = TITLE) -> bytes:
    """A Word document: a heading and a table for each sheet."""
    made = Document()
    for name, rows in sheets.items():
        made.add_heading(f"{title} – {name}", level=1)
        table = made.add_table(rows=0, cols=len(headers))
        for row in [headers, *rows]:
            cells = table.add_row().cells
            if len(row) == 1:
                cells[0].merge(cells[-1]).text = str(row[0])
            else:
                for cell, value in zip(cells, row, strict=True):
                    cell.text = str(value)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def comma_separated(rows: Sequence[Row] = LIVE, *, headers: Sequence[str] = HEADERS) -> bytes:
    """One sheet as CSV."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(headers)
    writer.writerows(rows)
    return stream.getvalue().encode("utf-8-sig")
