"""From a workbook to its lists: which sheet is which, where the header stands, and what each cell says."""

from __future__ import annotations

import difflib
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from inloco.analytics.errors import shortened
from inloco.analytics.extracts.checks.reading import (
    DAMAGED_FILE,
    DOUBLED_COLUMN,
    EXTRA_COLUMN,
    LONG_CELL,
    MISSING_COLUMN,
    MISSING_IDENTIFIER,
    UNKNOWN_CODE,
    UNKNOWN_FLAG,
    UNREADABLE_DATE,
)
from inloco.analytics.extracts.collected import Collected
from inloco.analytics.extracts.delimited import CELL_LIMIT
from inloco.analytics.extracts.files import GivenFile
from inloco.analytics.extracts.formats import Tell
from inloco.analytics.extracts.formats.annexa.checks import (
    BROAD_ANSWER,
    EXTRA_SHEET,
    REMARK_ROW,
    SAME_LIST_TWICE,
    SIMILAR_HEADER,
)
from inloco.analytics.extracts.formats.annexa.lists import TITLES, Column, code_of, lists, plain
from inloco.analytics.extracts.values import BLANKS, Problem, read_value
from inloco.analytics.schema.tables import Type
from inloco.analytics.workbook_trial import can_be_read

Cell = str | int | float | bool | date | datetime | time | timedelta
Value = date | bool | str | None

SUFFIXES = (".xlsx", ".xlsm", ".ods")
HEADER_WITHIN = 20
"""A title, a logo and remarks may stand above the header, but not more than so many rows."""

LARGEST_UNPACKED = 2**31
"""A workbook is a zip file: one that unpacks to more than this is no workbook of a council."""

CHILD_COLUMN, ADOPTER_COLUMN = "child", "adopter"

_EPOCH = date(1899, 12, 30)
_SERIALS = range(7_000, 80_000)
"""Days as numbers, from 1919 to 2119: a column of dates that was not formatted as one."""

_NOTHING = {"", "-", "--", "n/a", "na", "none", "nil", "unknown", "not known", "not recorded", "not applicable", "tbc"}
_YES, _NO = {"y", "yes", "true", "t", "1"}, {"n", "no", "false", "f", "0"}


@dataclass(frozen=True)
class AnnexList:
    """One list as read: by name a value for each record, and ``rows``, where each stands. ``file`` names the sheet too."""

    number: int
    file: str
    rows: Sequence[int]
    columns: Mapping[str, Sequence[Value]]
    headers: Mapping[str, str]


@dataclass(frozen=True)
class _Header:
    """Where a list's header stands (counted from 0) and which column of the list is in which place."""

    number: int
    at: int
    places: Mapping[int, Column]
    similar: frozenset[int]

    @property
    def score(self) -> float:
        return len(self.places) / len(lists()[self.number])


def has_a_list(file: GivenFile) -> bool:
    """Whether ``file`` is a workbook with at least one of the lists, by its headers: names of sheets alone prove nothing."""
    if file.path.suffix.casefold() not in SUFFIXES or not _is_sound_zip(file.data) or not can_be_read(file.data):
        return False
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(file.data))
        names = sorted(workbook.sheet_names, key=lambda name: number_named(name) is None)
        return any(_header_of(_first_rows(workbook.get_sheet_by_name(name)), name) is not None for name in names[:30])
    except (CalamineError, OSError, ValueError):
        return False


def lists_in(file: GivenFile, found: Collected, tell: Tell) -> dict[int, AnnexList]:
    """Every list of the workbook by number. Faults are findings that name the sheet, the row and the column."""
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(file.data))
        names = workbook.sheet_names
        result: dict[int, AnnexList] = {}
        for place, name in enumerate(names):
            tell(f"Reading {name}", 0.8 * place / len(names))
            where = f"{file.name}, sheet {name}"
            cells = _rows_of(workbook.get_sheet_by_name(name))
            header = _header_of(cells[:HEADER_WITHIN], name)
            if header is None:
                _leave_aside(where, name, cells, found)
            elif header.number in result:
                message = f"“{result[header.number].file.rpartition(', sheet ')[2]}” and “{name}” both hold list {header.number}."
                found.add(SAME_LIST_TWICE.finding(where, message))
            elif (read := _read(header, where, cells, found)) is not None:
                result[header.number] = read
        return result
    except CalamineError as trouble:
        found.add(DAMAGED_FILE.finding(file.name, f"The workbook cannot be read ({type(trouble).__name__})."))
        return {}


def number_named(name: str) -> int | None:
    """The list that a sheet's name says: ``List 1``, ``List1 Contacts``, ``1``, ``Annex A List 10``."""
    found = re.fullmatch(r"\s*0*(\d{1,2})\s*", name) or re.search(r"list[\s_.-]*0*(\d{1,2})(?!\d)", name, re.IGNORECASE)
    number = int(found[1]) if found else 0
    return number if number in TITLES else None


def _is_sound_zip(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return sum(part.file_size for part in packed.infolist()) <= LARGEST_UNPACKED
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def _first_rows(sheet: CalamineSheet) -> list[list[Cell]]:
    return sheet.to_python(skip_empty_area=False, nrows=HEADER_WITHIN)


def _rows_of(sheet: CalamineSheet) -> list[list[Cell]]:
    """Every row from the first, with the value of a merged range in each of its cells: the file has it in one only."""
    cells = sheet.to_python(skip_empty_area=False)
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        if top >= len(cells) or (bottom - top + 1) * (right - left + 1) > 100_000:
            continue
        value = cells[top][left] if left < len(cells[top]) else ""
        for row in cells[top + 1 : bottom + 1]:
            for place in range(left, min(right + 1, len(row))):
                row[place] = value
    return cells


def _header_of(rows: Sequence[Sequence[Cell]], sheet: str) -> _Header | None:
    """The list that a sheet holds: at least half of its headers stand in one row. Where two do, the sheet's name weighs in."""
    named = number_named(sheet)
    candidates = [
        header
        for at, row in enumerate(rows)
        if _may_be_header(row)
        for number in lists()
        if (header := _matched(number, at, row))
    ]
    if not candidates:
        return None
    best = max(candidates, key=lambda header: (len(header.places) + 2 * (header.number == named), -header.at))
    return best


def _may_be_header(row: Sequence[Cell]) -> bool:
    return sum(isinstance(cell, str) and bool(cell.strip()) for cell in row) >= 4


def _matched(number: int, at: int, row: Sequence[Cell]) -> _Header | None:
    """The header of list ``number`` in ``row``: names that agree first, then names that nearly do."""
    columns = lists()[number]
    written = {place: text for place, cell in enumerate(row) if isinstance(cell, str) and (text := plain(cell))}
    by_spelling = {spelling: column for column in columns for spelling in column.spellings}
    places: dict[int, Column] = {}
    taken: set[str] = set()
    for place, text in written.items():
        if (column := by_spelling.get(text)) is not None and column.header not in taken:
            places[place] = column
            taken.add(column.header)
    if 2 * len(places) < len(columns):
        return None
    similar = set()
    open_ones = {column.spellings[0]: column for column in columns if column.header not in taken}
    for place, text in written.items():
        if place not in places and (near := difflib.get_close_matches(text, open_ones, 1, 0.9)):
            places[place] = open_ones.pop(near[0])
            similar.add(place)
    return _Header(number, at, places, frozenset(similar))


def _leave_aside(where: str, name: str, cells: Sequence[Sequence[Cell]], found: Collected) -> None:
    named = number_named(name)
    if named is not None and any(_may_be_header(row) for row in cells[:HEADER_WITHIN]):
        message = f"The sheet is called {name}, but fewer than half of the headers of list {named} ({TITLES[named]}) are there."
        found.add(EXTRA_SHEET.finding(where, message, action="Compare the first row with the guidance's list."))
    elif any(not _is_blank(cell) for row in cells for cell in row):
        found.add(EXTRA_SHEET.finding(where))


def _read(header: _Header, where: str, cells: list[list[Cell]], found: Collected) -> AnnexList | None:
    top = cells[header.at]
    owner = ADOPTER_COLUMN if header.number == 11 else CHILD_COLUMN
    by_name = {column.name: place for place, column in header.places.items() if column.name}
    for place, cell in enumerate(top):
        if place in header.similar:
            message = f"“{cell}” was taken for “{header.places[place].header}”."
            found.add(SIMILAR_HEADER.finding(where, message, row=header.at + 1, column=str(cell)))
        elif place not in header.places and isinstance(cell, str) and cell.strip():
            same = next((one for one, column in header.places.items() if plain(cell) in column.spellings), None)
            if same is not None:
                message = f"“{top[same]}” and “{cell}” are the same column."
                found.add(DOUBLED_COLUMN.finding(where, message, row=header.at + 1, column=shortened(cell)))
            else:
                found.add(EXTRA_COLUMN.finding(where, row=header.at + 1, column=shortened(cell)))
    if owner not in by_name:
        message = f"List {header.number} has no column that says whose row it is."
        found.add(MISSING_COLUMN.finding(where, message, row=header.at + 1, column=lists()[header.number][0].header))
        return None
    kept, rows = _records(cells, header, by_name[owner], where, found)
    columns = {
        column.name: _column(column, place, str(top[place]), kept, rows, where, found)
        for place, column in header.places.items()
        if column.name
    }
    return AnnexList(
        header.number, where, rows, columns, {column.name: str(top[place]) for place, column in header.places.items()}
    )


def _records(
    cells: list[list[Cell]], header: _Header, owner: int, where: str, found: Collected
) -> tuple[list[list[Cell]], list[int]]:
    """The rows that are records, and where they stand. Blank rows are nothing; a remark below the list is said and left aside."""
    kept, rows = [], []
    heading = [plain(str(cell)) for cell in cells[header.at]]
    for at in range(header.at + 1, len(cells)):
        row = cells[at]
        if not _is_blank(row[owner]):
            if at < header.at + 3 and [plain(str(cell)) for cell in row] == heading:
                continue
            kept.append(row)
            rows.append(at + 1)
            continue
        said = [cell for cell in row if not _is_blank(cell)]
        if len(said) > 2:
            found.add(MISSING_IDENTIFIER.finding(where, row=at + 1, column=str(cells[header.at][owner])))
        elif said:
            found.add(REMARK_ROW.finding(where, row=at + 1, value=str(said[0])))
    return kept, rows


def _column(
    column: Column, place: int, written: str, kept: Sequence[Sequence[Cell]], rows: Sequence[int], where: str, found: Collected
) -> list[Value]:
    """One column, read. An answer is understood once, however often it stands there."""
    understood: dict[tuple[type, Cell], Value | Problem] = {}
    broad: list[tuple[int, str]] = []
    values: list[Value] = []
    for row, at in zip(kept, rows, strict=True):
        cell = row[place]
        key = (type(cell), cell)
        if key not in understood:
            understood[key] = read_cell(column.type, cell)
        value = understood[key]
        if isinstance(value, Problem) and value.check is BROAD_ANSWER:
            broad.append((at, str(cell)))
            value = None
        elif isinstance(value, Problem):
            found.add(value.check.finding(where, value.message, row=at, column=written, value=_text(cell), action=value.action))
            value = None
        values.append(value)
    if broad:
        at, said = broad[0]
        message = f"{len(broad):,} answers like this one stand for more than one national code; the code counts as blank."
        found.add(BROAD_ANSWER.finding(where, message, row=at, column=written, value=said))
    return values


def read_cell(kind: str, cell: Cell) -> Value | Problem:
    """What a cell of this kind says; None for a blank or a word for one."""
    if _is_blank(cell):
        return None
    if isinstance(cell, str) and len(cell) > CELL_LIMIT:
        return Problem(LONG_CELL)
    text = _text(cell)
    if kind == "date":
        return _day(cell, text)
    if kind == "text":
        return cell.date().isoformat() if isinstance(cell, datetime) else text
    if text.casefold() in _NOTHING - {"none", "unknown", "not known", "not recorded"}:
        return None
    if kind == "flag":
        return _flag(text)
    code = code_of(kind, text)
    if code == "":
        return Problem(BROAD_ANSWER)
    return code if code is not None else Problem(UNKNOWN_CODE)


def _day(cell: Cell, text: str) -> Value | Problem:
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        text = cell.isoformat()
    elif isinstance(cell, int | float) and not isinstance(cell, bool):
        if int(cell) not in _SERIALS:
            return Problem(UNREADABLE_DATE)
        text = (_EPOCH + timedelta(days=int(cell))).isoformat()
    elif text.casefold() in _NOTHING:
        return None
    read = read_value(Type.DATE, text)
    return read if isinstance(read, date | Problem) else None


def _flag(text: str) -> Value | Problem:
    word = plain(re.sub(r"^\s*[a-zA-Z]\)\s*", "", text))
    if word in _YES or word in _NO:
        return word in _YES
    return None if word in {"unknown", "notknown", "notrecorded", "u", "dk"} else Problem(UNKNOWN_FLAG)


def _text(cell: Cell) -> str:
    """As a person sees it: a workbook keeps every number with a point."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def _is_blank(cell: Cell) -> bool:
    return isinstance(cell, str) and (not cell or cell.strip() in BLANKS)
