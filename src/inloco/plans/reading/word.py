"""Tables of a Word document, with the headings and paragraphs around them.

Each table is a sheet; a table that has no heading of its own and only goes on with the one before (a page break made it two) is
joined to it. Paragraphs between tables are rows too: an objective may stand above its table, and nothing is dropped.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from docx import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from lxml.etree import XMLSyntaxError  # type: ignore[import-untyped]

from inloco.analytics.errors import InputRefused, Place
from inloco.plans.reading import doubts
from inloco.plans.reading.grid import MOST_COLUMNS, MOST_ROWS, Row, Sheet, check_size, tidy
from inloco.plans.reading.headers import first_header
from inloco.plans.reading.numbering import write_numbers
from inloco.plans.reading.plan import Doubt
from inloco.plans.reading.views import objective_number, view_named
from inloco.plans.reading.workbooks import ENCRYPTED, LARGEST_UNPACKED, locked

SUFFIXES = (".docx", ".docm")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SYMBOLS = {"FC": "✓", "FE": "✓", "50": "✓", "52": "✓", "FB": "✗", "FD": "✗", "4F": "✗", "51": "✗", "E0": "→", "F0": "→"}
"""Ticks, crosses and arrows of Wingdings; any other sign is a dot."""

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    XMLSyntaxError,
    OpcError,
    LookupError,
    ValueError,
    AttributeError,
    TypeError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
)
"""What a damaged package raises, from the archive down to a part that is not what its name says."""


@dataclass
class _Part:
    title: str
    rows: list[Row]


def sheets_in(data: bytes, name: str) -> list[Sheet]:
    """Every table of the document. Raises InputRefused for one that is locked, damaged or too large."""
    if ENCRYPTED in data[:65536] or ENCRYPTED in data[-65536:]:
        raise locked(name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > LARGEST_UNPACKED:
                raise InputRefused(
                    "This document unpacks to more than a plan can hold.", action="Send the plan alone.", place=Place(name)
                )
        document = Document(io.BytesIO(data))
        write_numbers(document)
        body = document.element.body
    except InputRefused:
        raise
    except _BROKEN as broken:
        raise InputRefused(
            "This document cannot be read.",
            action="Open it in Word, save it again as a Word document (.docx), and send that.",
            place=Place(name),
        ) from broken
    parts = _parts(body)
    places = [_place(part.title) or f"table {number}" for number, part in enumerate(parts, 1)]
    sheets = [
        Sheet(part.title, tuple(part.rows), place if places.count(place) == 1 else f"{place} (table {number})")
        for number, (part, place) in enumerate(zip(parts, places, strict=True), 1)
    ]
    for sheet in sheets:
        for row in sheet.rows:
            check_size(row.cells, name=name, sheet=sheet.place, number=row.number)
    return [replace(sheets[0], lost=_lost(body)), *sheets[1:]] if sheets else []


def _lost(body: BaseOxmlElement) -> tuple[Doubt, ...]:
    """What stands beside the words of the tables, and is no part of them."""
    tracked = sum(1 for _ in body.iter(*(qn(name) for name in ("w:ins", "w:del", "w:moveFrom"))))
    remarks = sum(1 for _ in body.iter(qn("w:commentReference")))
    notes = sum(1 for _ in body.iter(qn("w:footnoteReference"), qn("w:endnoteReference")))
    return (
        *((doubts.tracked_changes(),) if tracked else ()),
        *((doubts.comments_not_read(remarks),) if remarks else ()),
        *((doubts.footnotes_not_read(notes),) if notes else ()),
    )


def _place(title: str) -> str:
    """A short name for the table: what its heading says after the plan's own name."""
    tail = re.split(r"\s[-–—:]\s", title)
    while len(tail) > 1 and view_named(tail[0]) is None:
        tail = tail[1:]
    return " - ".join(tail)[:80]


def _parts(body: BaseOxmlElement) -> list[_Part]:
    parts: list[_Part] = []
    waiting: list[tuple[str, bool]] = []
    for element in _unwrapped(body):
        if element.tag == qn("w:p"):
            text = _paragraph(element)
            if text:
                waiting.append((text, _is_heading(element)))
        elif element.tag == qn("w:tbl"):
            rows = _rows(element)
            if len(rows) > MOST_ROWS:
                raise InputRefused("A table is too long for a plan.", action="Send the plan alone.")
            is_plan = first_header([Row(number, cells, spans) for number, (cells, spans) in enumerate(rows, 1)]) is not None
            if is_plan and (not parts or _begins_anew(parts[-1], waiting, rows)):
                title, place = _title(waiting)
                if parts:
                    _add(parts[-1], waiting[:place], [])
                    waiting = waiting[place:]
                parts.append(_Part(title, []))
            if not parts:
                parts.append(_Part("", []))
            _add(parts[-1], waiting, rows)
            waiting = []
    if waiting:
        if not parts:
            parts.append(_Part("", []))
        _add(parts[-1], waiting, [])
    return parts


def _begins_anew(part: _Part, waiting: list[tuple[str, bool]], rows: list[tuple[tuple[str, ...], bool]]) -> bool:
    """Whether a table is a sheet of its own: a heading names a view, or its objectives begin again below those before."""
    if any(view_named(text) is not None for text, is_heading in waiting if is_heading or len(text) < 100):
        return True
    if first_header(part.rows) is None:
        return True
    before = [number for row in part.rows if (number := _objective(row)) is not None]
    after = [int(found) for text, _ in waiting if (found := objective_number(text)) and found.isdigit()]
    after += [number for cells, spans in rows if (number := _objective(Row(0, cells, spans))) is not None]
    return bool(before and after) and after[0] <= before[-1]


def _objective(row: Row) -> int | None:
    found = objective_number(row.cells[0]) if row.cells and (row.spans or row.filled == [0]) else None
    return int(found) if found and found.isdigit() else None


def _title(waiting: list[tuple[str, bool]]) -> tuple[str, int]:
    """The heading that names the table, and its place: what stands above it still belongs to the table before."""
    places = [place for place, (text, _) in enumerate(waiting) if view_named(text) is not None and len(text) < 200]
    places = places or [
        place for place, (text, is_heading) in enumerate(waiting) if is_heading and objective_number(text) is None
    ]
    return (waiting[places[-1]][0], places[-1]) if places else ("", 0)


def _add(part: _Part, paragraphs: list[tuple[str, bool]], rows: list[tuple[tuple[str, ...], bool]]) -> None:
    """Paragraphs and rows at the end of a part, counted on."""
    number = len(part.rows)
    for text, is_heading in paragraphs:
        number += 1
        part.rows.append(Row(number, (text,), spans=True, apart=True, heads=is_heading))
    for cells, spans in rows:
        number += 1
        part.rows.append(Row(number, cells, spans))


def _rows(table: BaseOxmlElement) -> list[tuple[tuple[str, ...], bool]]:
    """The rows of a table: text by column of its grid, a cell merged downwards filled into each row that it spans."""
    above: dict[int, str] = {}
    result: list[tuple[tuple[str, ...], bool]] = []
    for row in _unwrapped(table):
        if row.tag != qn("w:tr"):
            continue
        cells: list[str] = []
        widest, skipped = 0, row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}")
        if skipped is not None:
            cells += [""] * int(skipped.get(qn("w:val"), "0"))
        for cell in _cells(row):
            place = len(cells)
            span = min(int(_setting(cell, "w:gridSpan") or 1), MOST_COLUMNS)
            text = _cell(cell)
            merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            if merged is not None and merged.get(qn("w:val")) != "restart":
                text = text or above.get(place, "")
            above[place] = text if merged is not None else ""
            cells += [text, *[""] * (span - 1)]
            widest = max(widest, span if text else 0)
        filled = [place for place, cell in enumerate(cells) if cell]
        lies_across = len(cells) > 3 and filled == [0] and len(cells[0].split()) > 2
        result.append((tuple(cells), len(filled) == 1 and (widest * 2 > len(cells) > 2 or lies_across)))
    return result


def _cells(row: BaseOxmlElement) -> list[BaseOxmlElement]:
    return [cell for cell in _unwrapped(row) if cell.tag == qn("w:tc")]


def _unwrapped(element: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """What stands in an element, with what content controls and tracked insertions wrap."""
    for child in element.iterchildren():
        if child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")):
            yield from _unwrapped(child)
        else:
            yield child


def _setting(cell: BaseOxmlElement, name: str) -> str | None:
    found = cell.find(f"{qn('w:tcPr')}/{qn(name)}")
    return found.get(qn("w:val")) if found is not None else None


def _cell(cell: BaseOxmlElement) -> str:
    return tidy("\n".join(_text(paragraph) for paragraph in cell.iter(qn("w:p"))))


def _paragraph(element: BaseOxmlElement) -> str:
    return tidy(_text(element))


def _text(paragraph: BaseOxmlElement) -> str:
    """What is to be read: text, tabs and breaks. Text that was deleted or moved away under tracked changes is not part of it, nor
    what is there a second time for programs that cannot show a text box."""
    gone = {node for away in paragraph.iter(qn("w:moveFrom"), _FALLBACK) for node in away.iter()}
    pieces: list[str] = []
    for node in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr"), qn("w:noBreakHyphen"), qn("w:sym")):
        if node in gone:
            continue
        if node.tag == qn("w:t"):
            pieces.append(node.text or "")
        elif node.tag == qn("w:sym"):
            pieces.append(_SYMBOLS.get(node.get(qn("w:char"), "")[-2:].upper(), "•"))
        elif node.tag == qn("w:noBreakHyphen"):
            pieces.append("-")
        elif node.getparent() is not None and node.getparent().tag == qn("w:r"):
            pieces.append("\t" if node.tag == qn("w:tab") else "\n")
    return "".join(pieces)


def _is_heading(paragraph: BaseOxmlElement) -> bool:
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return style is not None and re.match(r"(heading|title)", style.get(qn("w:val"), ""), re.IGNORECASE) is not None
