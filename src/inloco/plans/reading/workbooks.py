"""Sheets of a workbook (XLSX, XLSM, XLS, ODS): text as a person sees it in the cell, merged cells resolved, fills kept.

A merged cell holds its value in the top left corner only. Down a column it is filled into the rows it spans; across a row it
stays one cell, since that is what tells an objective's row from an action's.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from inloco.analytics.errors import InputRefused, Place
from inloco.analytics.workbook_trial import can_be_read
from inloco.plans.reading import doubts
from inloco.plans.reading.grid import MOST_COLUMNS, MOST_ROWS, Row, Sheet, check_size, letters, tidy
from inloco.plans.reading.plan import Doubt
from inloco.plans.reading.styles import Styles, styles_of

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOOK = b"\x09\x08\x10\x00\x00\x06\x05\x00"
_FILEPASS = 0x2F
LARGEST_UNPACKED = 300 * 2**20

Cell = str | int | float | bool | date | datetime | time | timedelta


def sheets_in(data: bytes, name: str) -> list[Sheet]:
    """Every sheet of the workbook. Raises InputRefused for one that is locked, damaged or too large."""
    _check(data, name)
    try:
        if data.startswith(_OLE):
            _try_apart(data, name)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        hidden = {one.name for one in workbook.sheets_metadata if one.visible is not SheetVisibleEnum.Visible}
        names = workbook.sheet_names
        styles = styles_of(data, names, name) if data[:2] == b"PK" else {}
        if not styles and data[:2] == b"PK":
            _try_apart(data, name)
        sheets = [_sheet(workbook.get_sheet_by_name(one), one, name, styles.get(one), one in hidden) for one in names]
        return [replace(sheets[0], lost=_lost(data)), *sheets[1:]] if sheets else []
    except InputRefused:
        raise
    except PasswordError as trouble:
        raise locked(name) from trouble
    except (CalamineError, OSError, ValueError, LookupError, RuntimeError, EOFError, zipfile.BadZipFile, zlib.error) as trouble:
        raise _unreadable(name) from trouble
    except BaseException as trouble:
        if type(trouble).__name__ != "PanicException":
            raise
        raise _unreadable(name) from trouble


def _try_apart(data: bytes, name: str) -> None:
    """Refuse what ends the process that reads it."""
    if not can_be_read(data):
        raise _unreadable(name)


def _unreadable(name: str) -> InputRefused:
    """The refusal of a file that is damaged; inside the reader that may be a panic, which is no Exception."""
    return InputRefused(
        "This workbook cannot be read.",
        action="Open it in your spreadsheet program, save it again as an Excel workbook (.xlsx), and send that.",
        place=Place(name),
    )


def _check(data: bytes, name: str) -> None:
    if data.startswith(_OLE) and (ENCRYPTED in data or _is_locked_book(data)):
        raise locked(name)
    if data[:2] == b"PK":
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                if sum(member.file_size for member in archive.infolist()) > LARGEST_UNPACKED:
                    raise InputRefused(
                        "This workbook unpacks to more than a plan can hold.",
                        action="Send the plan alone, in a workbook of its own.",
                        place=Place(name),
                    )
                if "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in archive.read("META-INF/manifest.xml"):
                    raise locked(name)
        except InputRefused:
            raise
        except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError, LookupError, ValueError) as broken:
            raise InputRefused(
                "This workbook is damaged or was not sent whole.",
                action="Open it, save it again, and send that.",
                place=Place(name),
            ) from broken


def _is_locked_book(data: bytes) -> bool:
    """Whether an XLS file says near its beginning that it is encrypted (the record FILEPASS)."""
    place = data.find(_BOOK)
    for _ in range(20):
        kind, length = int.from_bytes(data[place : place + 2], "little"), int.from_bytes(data[place + 2 : place + 4], "little")
        if place < 0 or kind == _FILEPASS:
            return place >= 0
        place += 4 + length
    return False


def _lost(data: bytes) -> tuple[Doubt, ...]:
    """What an ODS file holds beside its values. XLSX files say it cell by cell, XLS files not at all."""
    if data[:2] != b"PK":
        return ()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = archive.read("content.xml") if "content.xml" in archive.namelist() else b""
    comments, errors = len(re.findall(rb"<office:annotation[ >]", content)), content.count(b'calcext:value-type="error"')
    return (
        *((doubts.comments_not_read(comments),) if comments else ()),
        *((doubts.errors_in_cells(errors),) if errors else ()),
    )


def locked(name: str) -> InputRefused:
    """The refusal of a file with a password."""
    return InputRefused(
        "This file is protected by a password.",
        action="Open it, save a copy without the password, and send that.",
        place=Place(name),
    )


def _sheet(sheet: CalamineSheet, title: str, name: str, styles: Styles | None, hidden: bool) -> Sheet:
    start = sheet.start or (0, 0)
    cells: list[list[Cell]] = sheet.to_python(skip_empty_area=True)
    if len(cells) > MOST_ROWS:
        raise InputRefused(
            f"The sheet has {len(cells):,} rows; a plan has at most {MOST_ROWS:,}.",
            action="Send the plan alone.",
            place=Place(name, title),
        )
    top, left = start
    width = max((len(row) for row in cells), default=0)
    show = _shower(styles, top, left)
    text = [[show(value, down, across) for across, value in enumerate(row)] for down, row in enumerate(cells)]
    for down, line in enumerate(text):
        check_size(line, name=name, sheet=title, number=top + down + 1, first=left)
    if width > MOST_COLUMNS:
        width, text = MOST_COLUMNS, [line[:MOST_COLUMNS] for line in text]
    spans = _merged(sheet, text, top, left, width)
    rows = [
        Row(number, tuple(line), spans=place in spans or _lies_across(line, width))
        for place, (number, line) in enumerate(enumerate(text, top + 1))
    ]
    above = [Row(number, ("",) * width) for number in range(1, top + 1)]
    colours = {(down + 1, across - left): colour for (down, across), colour in (styles.fills if styles else {}).items()}
    if styles is None:
        return Sheet(title, (*above, *rows), title, hidden, colours)
    columns = frozenset(column - left for column in styles.hidden_columns)
    return Sheet(title, (*above, *rows), title, hidden, colours, _unread(styles), columns)


def _unread(styles: Styles) -> dict[int, tuple[Doubt, ...]]:
    """What the values do not tell, by row number."""
    found: dict[int, list[Doubt]] = defaultdict(list)
    for row in sorted(styles.hidden_rows):
        found[row + 1].append(doubts.hidden_row())
    for (row, column), shown in styles.errors.items():
        cell = f"{letters(column)}{row + 1}"
        found[row + 1].append(doubts.error_in_cell(cell, shown) if shown else doubts.formula_without_value(cell))
    for (row, column), words in styles.comments.items():
        found[row + 1].append(doubts.comment_not_read(f"{letters(column)}{row + 1}", words))
    return {number: tuple(some) for number, some in found.items()}


def _merged(sheet: CalamineSheet, text: list[list[str]], top: int, left: int, width: int) -> set[int]:
    """Fill values down the rows that they span, in place; the rows over which one cell lies across most of the table."""
    across: set[int] = set()
    for (first_row, first_column), (last_row, last_column) in sheet.merged_cell_ranges or []:
        row, column = first_row - top, first_column - left
        if not (0 <= row < len(text) and 0 <= column < width):
            continue
        value = text[row][column] if column < len(text[row]) else ""
        if not value:
            continue
        wide = last_column - first_column + 1
        for below in range(row, min(last_row - top + 1, len(text))):
            if wide * 2 > width and width > 2:
                across.add(below)
            elif below > row and column < len(text[below]) and not text[below][column]:
                text[below][column] = value
    return across


def _lies_across(line: list[str], width: int) -> bool:
    """Words in the first cell and nowhere else, in a table of several columns: an objective's row that nobody merged."""
    filled = [place for place, cell in enumerate(line) if cell]
    return width > 3 and filled == [0] and len(line[0].split()) > 2


def _shower(styles: Styles | None, top: int, left: int) -> Callable[[Cell, int, int], str]:
    """How a value is written out: as the cell's own format shows it where that is known, else as an officer would type it."""

    def show(value: Cell, down: int, across: int) -> str:
        if isinstance(value, str):
            return tidy(value)
        shape = styles.formats.get((down + top, across + left), "") if styles else ""
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if isinstance(value, datetime | date):
            return _day_shown(value, shape)
        if isinstance(value, int | float):
            return _number_shown(float(value), shape)
        return str(value)

    return show


_DATE_PARTS = {
    "yyyy": "%Y",
    "yyy": "%Y",
    "yy": "%y",
    "y": "%y",
    "mmmm": "%B",
    "mmm": "%b",
    "mm": "%m",
    "m": "%m",
    "dd": "%d",
    "d": "%d",
}


def _day_shown(value: date, shape: str) -> str:
    """As the cell shows it: ``Jul-20`` where that is month and year only. As England writes a day where the cell has no format of
    its own, or one that puts the month first: what it shows would be read as another day."""
    plain = re.sub(r'"[^"]*"|\\(?=[^a-z])|\[[^\]]*\]|[;@].*$', "", shape.casefold())
    plain = re.split(r"\s*h{1,2}[:.]", plain)[0].strip()
    if re.match(r"m{1,2}\W+d{1,2}\W", plain):
        return f"{value:%d/%m/%Y}"
    if not {"y", "m"} <= set(plain) or not re.fullmatch(r"[ymd\s/.,\-–]+", plain) or re.search(r"d{3,}", plain):
        return f"{value:%d/%m/%Y}"
    return value.strftime(re.sub(r"y+|m+|d+", lambda part: _DATE_PARTS.get(part.group(), "%d"), plain))


def _number_shown(value: float, shape: str) -> str:
    if "%" in shape:
        decimals = len(match[1]) if (match := re.search(r"\.(0+)%", shape)) else 0
        return f"{value * 100:.{decimals}f}%"
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.10g}"
