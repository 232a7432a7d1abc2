"""What an XLSX file says of its cells' places, read from its parts: for what a reader of values alone cannot tell."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import fromstring, iterparse  # type: ignore[import-untyped]

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
OTHER = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
UNREADABLE = (ParseError, DefusedXmlException, LookupError, ValueError, RuntimeError, EOFError, zipfile.BadZipFile, zlib.error)
"""What reading a part of a damaged or hostile workbook may raise."""

MOST_ROWS, MOST_COLUMNS = 250_000, 500
"""No list of children has more of either."""


@dataclass(frozen=True)
class FarCell:
    """A cell with something in it beyond what any list has: ``row`` as a spreadsheet counts, ``column`` as it is called."""

    sheet: str
    row: int
    column: str

    @property
    def address(self) -> str:
        return f"{self.column}{self.row}"


def sheet_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of the archive that holds each sheet, by the sheet's name. Raises one of UNREADABLE."""
    links = {one.attrib["Id"]: one.attrib["Target"] for one in fromstring(archive.read("xl/_rels/workbook.xml.rels"))}
    paths = {}
    for one in fromstring(archive.read("xl/workbook.xml")).iter(f"{MAIN}sheet"):
        target = links[one.attrib[f"{OTHER}id"]]
        inside = posixpath.normpath(posixpath.join("xl", target)).removeprefix("xl/xl/")
        paths[one.attrib["name"]] = target.lstrip("/") if target.startswith("/") else inside
    return paths


def place_of(address: str) -> tuple[int, int]:
    """Row and column from 0: ``C12`` is row 11, column 2."""
    letters = address.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(address[len(letters) :]) - 1, column - 1


def far_cell(data: bytes) -> FarCell | None:
    """The first cell of the workbook that stands far below or to the right of where lists are; None where there is none, or none
    can be told."""
    with suppress(*UNREADABLE), zipfile.ZipFile(io.BytesIO(data)) as archive:
        for sheet, path in sheet_paths(archive).items():
            for address in _filled(archive, path):
                row, column = place_of(address)
                if row >= MOST_ROWS or column >= MOST_COLUMNS:
                    return FarCell(sheet, row + 1, re.sub(r"\d+$", "", address))
    return None


def _filled(archive: zipfile.ZipFile, path: str) -> Iterator[str]:
    """The address of every cell of a sheet that holds something, however little of it is laid out at once."""
    with archive.open(path) as stream:
        for _, one in iterparse(stream):
            if one.tag == f"{MAIN}c" and "r" in one.attrib and len(one):
                yield one.attrib["r"]
            elif one.tag == f"{MAIN}row":
                one.clear()
