"""A plan saved as CSV: one sheet, whatever its separator and its encoding."""

from __future__ import annotations

import csv
import io
from pathlib import PurePath

from inloco.analytics.errors import InputRefused, Place
from inloco.plans.reading.grid import MOST_COLUMNS, MOST_ROWS, Row, Sheet, tidy

SUFFIXES = (".csv", ".tsv", ".txt")


def sheets_in(data: bytes, name: str) -> list[Sheet]:
    """The one sheet of the file; its name may say which view it is."""
    text = _text(data, name)
    sample = text[:20_000]
    separator = max((",", ";", "\t", "|"), key=lambda one: sample.count(one))
    try:
        lines = [tuple(tidy(cell) for cell in line[:MOST_COLUMNS]) for line in csv.reader(io.StringIO(text), delimiter=separator)]
    except csv.Error as trouble:
        raise InputRefused(
            "This file cannot be read as CSV.", action="Save it again as CSV (UTF-8).", place=Place(name)
        ) from trouble
    if len(lines) > MOST_ROWS:
        raise InputRefused("The file is too long for a plan.", action="Send the plan alone.", place=Place(name))
    width = max((len(line) for line in lines), default=0)
    rows = [Row(number, line + ("",) * (width - len(line)), _lies_across(line, width)) for number, line in enumerate(lines, 1)]
    return [Sheet(PurePath(name).stem.replace("_", " "), tuple(rows), name)]


def _lies_across(line: tuple[str, ...], width: int) -> bool:
    return width > 3 and [place for place, cell in enumerate(line) if cell] == [0] and len(line[0].split()) > 2


def _text(data: bytes, name: str) -> str:
    if b"\x00" in data[:4000] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputRefused(
            "This is not a text file.", action="Save the plan as .xlsx, .docx, .ods or .csv and send that.", place=Place(name)
        )
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")
