"""The list of findings as a file for a team: what the page shows, and no child whom the reader may not see."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

import xlsxwriter

from inloco.documents.outputs.csv_cells import harmless
from inloco.quality.presenters.findings import FindingRow

COLUMNS = (
    "Child",
    "What is wrong",
    "Detail",
    "Where",
    "Value",
    "Team",
    "Worker",
    "State",
    "Assigned to",
    "Due",
    "Figures in danger",
    "Reference",
)
WIDTHS = (28, 60, 50, 30, 18, 24, 28, 20, 24, 12, 60, 28)


def as_csv(rows: Iterable[FindingRow]) -> bytes:
    """With a byte order mark, so that spreadsheets read it as UTF-8; no cell becomes a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([harmless(cell) for cell in cells] for cells in _cells(rows))
    return ("\ufeff" + text.getvalue()).encode()


def as_xlsx(rows: Iterable[FindingRow], *, title: str) -> bytes:
    """One sheet with a header that stays, a filter and wrapped text. Everything is written as text."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"title": title})
    plain = book.add_format({"font_name": "Arial", "font_size": 11, "valign": "top", "text_wrap": True})
    header = book.add_format({"font_name": "Arial", "font_size": 11, "bold": True, "bottom": 1, "text_wrap": True})
    sheet = book.add_worksheet("Findings")
    for column, (name, width) in enumerate(zip(COLUMNS, WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, header)
    last = 0
    for last, cells in enumerate(_cells(rows), start=1):
        for column, cell in enumerate(cells):
            sheet.write_string(last, column, cell, plain)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, last, len(COLUMNS) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    book.close()
    return target.getvalue()


def _cells(rows: Iterable[FindingRow]) -> Iterator[tuple[str, ...]]:
    for row in rows:
        message = "" if row.message == row.what else row.message
        due = row.due_on.isoformat() if row.due_on else ""
        yield (
            row.child, row.what, message, row.where, row.value, row.team, row.worker, row.state, row.assigned_to, due,
            "; ".join(row.endangers), row.reference,
        )  # fmt: skip
