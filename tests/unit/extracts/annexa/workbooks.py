"""Small Annex A workbooks, made of what a test says and nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import odfdo
import xlsxwriter

from inloco.analytics.extracts.formats.annexa.lists import lists

Record = Mapping[str, Any]


def headers(number: int) -> list[str]:
    return [column.header for column in lists()[number]]


def sheet(
    number: int, *records: Record, header: Sequence[str] | None = None, above: Sequence[Sequence[Any]] = ()
) -> list[list[Any]]:
    """Rows of a list: a header, and each record's cells by the guidance's headers, all others blank."""
    names = headers(number)
    for record in records:
        assert set(record) <= set(names), set(record) - set(names)
    return [*map(list, above), list(header or names), *([record.get(name, "") for name in names] for record in records)]


def whole(**given: Sequence[Record]) -> dict[str, list[list[Any]]]:
    """All eleven lists; ``list8=[…]`` puts records into one."""
    return {f"List {number}": sheet(number, *given.get(f"list{number}", ())) for number in range(1, 12)}


def xlsx(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]], merged: Mapping[str, Sequence[str]] | None = None) -> Path:
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for place, value in enumerate(row):
                    if isinstance(value, dt.date):
                        page.write_datetime(at, place, dt.datetime.combine(value, dt.time()), day)
                    elif value != "":
                        page.write(at, place, value)
            for cells in (merged or {}).get(name, ()):
                page.merge_range(cells, "")
                top = cells.split(":")[0]
                column, line = ord(top[0]) - ord("A"), int(top[1:]) - 1
                page.write(line, column, rows[line][column])
    return path


def ods(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    book = odfdo.Document("spreadsheet")
    book.body.clear()
    for name, rows in sheets.items():
        table = odfdo.Table(name)
        for at, row in enumerate(rows):
            for place, value in enumerate(row):
                if value != "":
                    table.set_value((place, at), value)
        book.body.append(table)
    book.save(path)
    return path
