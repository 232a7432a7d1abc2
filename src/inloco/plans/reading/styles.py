"""What a reader of values alone cannot see in an XLSX file: the number format of a cell (``Jul-20``, ``68%``) and its fill; cells
whose formula failed or was never calculated, comments, and hidden rows and columns.

Some officers say Red by painting the cell and writing nothing. A file whose styles cannot be read is read without them.
"""

from __future__ import annotations

import contextlib
import io
import posixpath
import zipfile
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from defusedxml.ElementTree import fromstring, iterparse  # type: ignore[import-untyped]

from inloco.analytics.errors import InputRefused, Place
from inloco.analytics.workbook_parts import MAIN, UNREADABLE, place_of, sheet_paths
from inloco.plans.reading.grid import MOST_COLUMNS, MOST_ROWS, letters

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_YES = ("1", "true")
_BUILT_IN = {9: "0%", 10: "0.00%", 14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 22: "dd/mm/yyyy hh:mm"}


@dataclass
class Styles:
    """By place (row and column from 0): the format of cells that have one of their own, the fill as RRGGBB, what a failed formula
    shows (empty for one without a result), the words of comments."""

    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    fills: dict[tuple[int, int], str] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    comments: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def styles_of(data: bytes, names: list[str], name: str) -> dict[str, Styles]:
    """By the name of the sheet. Empty where there are none to be read. Raises InputRefused for a cell so far out that the reader
    of values, which fills the space between, would need all memory there is."""
    with contextlib.suppress(*UNREADABLE), zipfile.ZipFile(io.BytesIO(data)) as archive:
        has_styles = "xl/styles.xml" in archive.namelist()
        shapes, fills = _table(fromstring(archive.read("xl/styles.xml"))) if has_styles else ([], [])
        return {
            sheet: _of_sheet(archive, path, shapes, fills, Place(name, sheet))
            for sheet, path in sheet_paths(archive).items()
            if sheet in names
        }
    return {}


def _table(root: Element) -> tuple[list[str], list[str]]:
    """Number format and fill of each style, by its number."""
    own = {int(one.attrib["numFmtId"]): one.attrib["formatCode"] for one in root.iter(f"{MAIN}numFmt")}
    painted = []
    for fill in root.iterfind(f"{MAIN}fills/{MAIN}fill"):
        pattern = fill.find(f"{MAIN}patternFill")
        front = pattern.find(f"{MAIN}fgColor") if pattern is not None and pattern.get("patternType") == "solid" else None
        painted.append((front.get("rgb") or "")[-6:] if front is not None else "")
    shapes, fills = [], []
    for one in root.iterfind(f"{MAIN}cellXfs/{MAIN}xf"):
        number, fill_number = int(one.get("numFmtId", "0")), int(one.get("fillId", "0"))
        shapes.append(own.get(number, _BUILT_IN.get(number, "")))
        fills.append(painted[fill_number] if fill_number < len(painted) else "")
    return shapes, fills


def _of_sheet(archive: zipfile.ZipFile, path: str, shapes: list[str], fills: list[str], sheet: Place) -> Styles:
    result = Styles(comments=_comments(archive, path))
    with archive.open(path) as stream:
        for _, one in iterparse(stream):
            if one.tag == f"{MAIN}row":
                if one.get("hidden") in _YES and "r" in one.attrib:
                    result.hidden_rows.add(int(one.attrib["r"]) - 1)
                one.clear()
            elif one.tag == f"{MAIN}col" and one.get("hidden") in _YES:
                first, last = int(one.attrib["min"]) - 1, int(one.attrib["max"])
                result.hidden_columns.update(range(first, min(last, first + MOST_COLUMNS)))
            elif one.tag == f"{MAIN}c" and "r" in one.attrib:
                _read_cell(one, result, shapes, fills)
                _checkplace_of(one, sheet)
    return result


def _checkplace_of(cell: Element, sheet: Place) -> None:
    row, column = place_of(cell.attrib["r"])
    if (row + 1) * (column + 1) > MOST_ROWS * MOST_COLUMNS and len(cell):
        raise InputRefused(
            f"A cell stands far out, at {cell.attrib['r']}; a plan has at most {MOST_ROWS:,} rows and {MOST_COLUMNS} columns.",
            action="Delete the rows and columns beyond the plan, save the file and send it again.",
            place=replace(sheet, row=row + 1, column=letters(column)),
        )


def _read_cell(cell: Element, result: Styles, shapes: list[str], fills: list[str]) -> None:
    at, style = place_of(cell.attrib["r"]), int(cell.get("s", "0"))
    if style < len(shapes) and shapes[style]:
        result.formats[at] = shapes[style]
    if style < len(fills) and fills[style]:
        result.fills[at] = fills[style]
    value = cell.findtext(f"{MAIN}v")
    if cell.get("t") == "e":
        result.errors[at] = value or "#?"
    elif not value and cell.get("t") != "str" and cell.find(f"{MAIN}f") is not None:
        result.errors[at] = ""


def _comments(archive: zipfile.ZipFile, path: str) -> dict[tuple[int, int], str]:
    """The comments of a sheet by the place of their cells: the last words of a thread's copy."""
    folder, name = posixpath.split(path)
    links = f"{folder}/_rels/{name}.rels"
    if links not in archive.namelist():
        return {}
    found: dict[tuple[int, int], str] = {}
    for link in fromstring(archive.read(links)):
        if not link.get("Type", "").endswith("/comments"):
            continue
        target = posixpath.normpath(posixpath.join(folder, link.attrib["Target"])).lstrip("/")
        for one in fromstring(archive.read(target)).iter(f"{MAIN}comment"):
            words = "".join(part.text or "" for part in one.iter(f"{MAIN}t"))
            found[place_of(one.attrib["ref"])] = " ".join(words.rpartition("Comment:")[2].split())
    return found
