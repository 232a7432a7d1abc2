"""A report as an Excel workbook. Text is always written as text, so that nothing in it can become a formula."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

import xlsxwriter
import xlsxwriter.worksheet

from inloco.documents.monthly_report import MonthlyReport
from inloco.documents.outputs.sheets import Link, Sheet, sheets_of

LONGEST = 32_767
"""Characters that a cell of Excel can hold."""


def report_xlsx(report: MonthlyReport) -> bytes:
    """The workbook: cover, contents, notes, commentary and one sheet a table."""
    made = report.stamp.published_at or report.stamp.extracted_at
    return sheets_xlsx(
        sheets_of(report), title=report.title, author=report.council.name, subject=report.period.label, created=made
    )


def sheets_xlsx(sheets: Sequence[Sheet], *, title: str, author: str, subject: str, created: datetime | None = None) -> bytes:
    """Any sheets as a workbook."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, options)
    book.set_properties(
        {
            "title": title,
            "author": author,
            "company": author,
            "subject": subject,
            **({"created": created.replace(tzinfo=None)} if created else {}),
        }
    )
    font = {"font_name": "Arial", "font_size": 11, "valign": "top"}
    formats = {
        "title": book.add_format({**font, "bold": True, "font_size": 15}),
        "text": book.add_format(font),
        "wrapped": book.add_format({**font, "text_wrap": True}),
        "header": book.add_format({**font, "bold": True, "text_wrap": True, "bottom": 1, "valign": "bottom"}),
        "number_header": book.add_format(
            {**font, "bold": True, "text_wrap": True, "bottom": 1, "valign": "bottom", "align": "right"}
        ),
        "whole": book.add_format({**font, "num_format": "#,##0"}),
        "decimal": book.add_format({**font, "num_format": "#,##0.0"}),
        "mark": book.add_format({**font, "align": "right"}),
        "link": book.add_format({**font, "font_color": "#1D4F91", "underline": 1}),
    }
    for sheet in sheets:
        _write(book, sheet, formats)
    book.close()
    return target.getvalue()


def _write(book: xlsxwriter.Workbook, sheet: Sheet, formats: dict[str, object]) -> None:
    page = book.add_worksheet(sheet.name)
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.write_string(0, 0, sheet.title[:LONGEST], formats["title"])
    for place, line in enumerate(sheet.lines, start=1):
        page.write_string(place, 0, line[:LONGEST], formats["text" if sheet.header else "wrapped"])
    for column, width in enumerate(sheet.widths):
        page.set_column(column, column, width)
    if not sheet.header:
        for place, line in enumerate(sheet.lines, start=1):
            _make_room(page, place, [line], sheet.widths)
        return
    numeric = _numeric_columns(sheet)
    for column, label in enumerate(sheet.header):
        page.write_string(sheet.header_row, column, label, formats["number_header" if column in numeric else "header"])
    decimals = {column for row in sheet.rows for column, value in enumerate(row) if isinstance(value, Decimal) and value % 1}
    for index, row in enumerate(sheet.rows, start=sheet.header_row + 1):
        for column, value in enumerate(row):
            if isinstance(value, Link):
                page.write_url(index, column, f"internal:'{value.sheet}'!A1", formats["link"], value.text)
            elif isinstance(value, str):
                page.write_string(index, column, value[:LONGEST], formats["mark" if column in numeric else "wrapped"])
            else:
                page.write_number(index, column, value, formats["decimal" if column in decimals else "whole"])
        _make_room(page, index, row, sheet.widths)
    page.freeze_panes(sheet.header_row + 1, 1)
    page.repeat_rows(sheet.header_row)
    last = sheet.header_row + len(sheet.rows)
    page.add_table(
        sheet.header_row,
        0,
        last,
        len(sheet.header) - 1,
        {
            "name": f"table_{sheet.name}",
            "autofilter": False,
            "style": None,
            "columns": [
                {"header": label, "header_format": formats["number_header" if column in numeric else "header"]}
                for column, label in enumerate(sheet.header)
            ],
        },
    )


def _make_room(page: xlsxwriter.worksheet.Worksheet, place: int, row: Sequence[object], widths: Sequence[int]) -> None:
    """Say how high a row with long texts is: Excel finds that out for itself, other programs lay the words over the next row."""
    lines = max(
        (
            sum(max(math.ceil(len(part) / (width * 1.1)), 1) for part in value.split("\n"))
            for value, width in zip(row, widths, strict=False)
            if isinstance(value, str)
        ),
        default=1,
    )
    if lines > 1:
        page.set_row(place, min(14.5 * lines, 400))


def _numeric_columns(sheet: Sheet) -> set[int]:
    return {column for row in sheet.rows for column, value in enumerate(row) if isinstance(value, int | Decimal)}
