"""A plan saved as CSV: one sheet, whatever its separator and its encoding."""

from __future__ import annotations

import csv
import io
import re
from pathlib import PurePath

from inloco.analytics.errors import InputRefused, Place
from inloco.plans.reading.grid import MOST_ROWS, Row, Sheet, check_size, tidy

SUFFIXES = (".csv", ".tsv", ".txt")
_SAID = re.compile(r"sep=([,;\t|])(?=\r?\n)")
"""The first line by which Excel is told the separator."""


def sheets_in(data: bytes, name: str) -> list[Sheet]:
    """The one sheet of the file; its name may say which view it is."""
    text = _text(data, name)
    sample = text[:20_000]
    separator = max((",", ";", "\t", "|"), key=lambda one: sample.count(one))
    if said := _SAID.match(text):
        separator, text = said[1], text[said.end(1) :]
    reader, lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), list[tuple[str, ...]]()
    try:
        for line in reader:
            cells = tuple(tidy(cell) for cell in line)
            check_size(cells, name=name, sheet="", number=len(lines) + 1)
            lines.append(cells)
    except csv.Error as trouble:
        raise InputRefused(
            "This row cannot be read as CSV: a quotation mark is not closed, or a cell is too long.",
            action="Open the file in your spreadsheet program and save it again as CSV (UTF-8).",
            place=Place(name, row=len(lines) + 1),
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
