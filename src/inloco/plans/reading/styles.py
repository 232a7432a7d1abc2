"""What a reader of values alone cannot see in an XLSX file: the number format of a cell (``Jul-20``, ``68%``) and its fill.

Some officers say Red by painting the cell and writing nothing. A file whose styles cannot be read is read without them.
"""

from __future__ import annotations

import contextlib
import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import fromstring, iterparse  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_OTHER = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_BUILT_IN = {9: "0%", 10: "0.00%", 14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 22: "dd/mm/yyyy hh:mm"}


@dataclass
class Styles:
    """By place (row and column from 0): the format of cells that have one of their own, and the fill as RRGGBB."""

    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    fills: dict[tuple[int, int], str] = field(default_factory=dict)


def styles_of(data: bytes, names: list[str]) -> dict[str, Styles]:
    """By the name of the sheet. Empty where there are none to be read."""
    unreadable = (ParseError, DefusedXmlException, KeyError, ValueError, EOFError, zipfile.BadZipFile, zlib.error)
    with contextlib.suppress(*unreadable), zipfile.ZipFile(io.BytesIO(data)) as archive:
        shapes, fills = _table(fromstring(archive.read("xl/styles.xml")))
        if any(shapes) or any(fills):
            return {name: _of_sheet(archive, path, shapes, fills) for name, path in _paths(archive).items() if name in names}
    return {}


def _table(root: Element) -> tuple[list[str], list[str]]:
    """Number format and fill of each style, by its number."""
    own = {int(one.attrib["numFmtId"]): one.attrib["formatCode"] for one in root.iter(f"{_MAIN}numFmt")}
    painted = []
    for fill in root.iterfind(f"{_MAIN}fills/{_MAIN}fill"):
        pattern = fill.find(f"{_MAIN}patternFill")
        front = pattern.find(f"{_MAIN}fgColor") if pattern is not None and pattern.get("patternType") == "solid" else None
        painted.append((front.get("rgb") or "")[-6:] if front is not None else "")
    shapes, fills = [], []
    for one in root.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf"):
        number, fill_number = int(one.get("numFmtId", "0")), int(one.get("fillId", "0"))
        shapes.append(own.get(number, _BUILT_IN.get(number, "")))
        fills.append(painted[fill_number] if fill_number < len(painted) else "")
    return shapes, fills


def _paths(archive: zipfile.ZipFile) -> dict[str, str]:
    links = {one.attrib["Id"]: one.attrib["Target"] for one in fromstring(archive.read("xl/_rels/workbook.xml.rels"))}
    return {
        one.attrib["name"]: posixpath.normpath(posixpath.join("xl", links[one.attrib[f"{_OTHER}id"]])).removeprefix("xl/xl/")
        if not links[one.attrib[f"{_OTHER}id"]].startswith("/")
        else links[one.attrib[f"{_OTHER}id"]].lstrip("/")
        for one in fromstring(archive.read("xl/workbook.xml")).iter(f"{_MAIN}sheet")
    }


def _of_sheet(archive: zipfile.ZipFile, path: str, shapes: list[str], fills: list[str]) -> Styles:
    result = Styles()
    with archive.open(path) as stream:
        for _, cell in iterparse(stream):
            if cell.tag == f"{_MAIN}row":
                cell.clear()
            if cell.tag != f"{_MAIN}c" or "s" not in cell.attrib or "r" not in cell.attrib:
                continue
            style = int(cell.attrib["s"])
            at = _place(cell.attrib["r"])
            if style < len(shapes) and shapes[style]:
                result.formats[at] = shapes[style]
            if style < len(fills) and fills[style]:
                result.fills[at] = fills[style]
    return result


def _place(address: str) -> tuple[int, int]:
    """``C12`` is row 11, column 2."""
    letters = address.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(address[len(letters) :]) - 1, column - 1
