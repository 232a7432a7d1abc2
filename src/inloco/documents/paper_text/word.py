"""Papers in Word: paragraphs, lists and tables in the order in which they stand. Text boxes and footnotes are not read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from inloco.analytics.errors import InputRefused, Place
from inloco.documents.paper_text.paper import Block, Kind, PaperText, Row
from inloco.documents.paper_text.plain import ITEM, cleaned

MOST_BYTES = 200_000_000
"""A Word file is a ZIP archive; one that unpacks to more than this is no paper."""


def read_word(data: bytes, name: str = "") -> PaperText:
    """The blocks of a Word file; each paragraph and each row of a table is a line. InputRefused when it is none."""
    place = Place(file=name or None)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES:
                raise InputRefused(
                    "The file unpacks to more than a paper can hold.", action="Save it without its pictures.", place=place
                )
        document = Document(io.BytesIO(data))
    except InputRefused:
        raise
    except Exception as trouble:  # python-docx and lxml raise a dozen kinds for a broken file
        raise InputRefused(
            "This Word file cannot be opened: it is damaged, protected by a password or no Word file.",
            action="Open it in Word, save it again as .docx, and try again.",
            place=place,
        ) from trouble
    return PaperText(tuple(_blocks(document)), "docx", name)


def _blocks(document: WordDocument) -> Iterator[Block]:
    line, page, paragraph = 0, 1, 0
    for part in document.iter_inner_content():
        if isinstance(part, Paragraph):
            line += 1
            paragraph += 1
            block = _prose(part, line, page, paragraph)
            page += _breaks(part)
            if block is not None:
                yield block
        elif isinstance(part, Table):
            rows: list[Row] = []
            first = line + 1
            for row in part.rows:
                line += 1
                cells: list[str] = []
                for cell in row._tr.tc_lst:
                    words = " ".join(
                        "".join(text.text or "" for text in inner.iter(qn("w:t"), qn("w:tab"))) for inner in cell.iter(qn("w:p"))
                    )
                    cells += [cleaned(words), *[""] * (cell.grid_span - 1)]
                rows.append(Row(tuple(cells), line))
            paragraph += sum(1 for _ in part._tbl.iter(qn("w:p")))
            yield Block(Kind.TABLE, first, rows=tuple(rows), page=page, paragraph=paragraph)
            page += sum(1 for _ in part._tbl.iter(qn("w:lastRenderedPageBreak")))


def _prose(part: Paragraph, line: int, page: int, paragraph: int) -> Block | None:
    text = cleaned(part.text)
    if not text:
        return None
    style = (part.style.name or "") if part.style is not None else ""
    kind, level, marker = Kind.PARAGRAPH, 0, ""
    numbering = part._p.pPr.numPr if part._p.pPr is not None else None
    if style.startswith(("Heading", "Title")):
        kind, level = Kind.HEADING, int(style[-1]) if style[-1:].isdigit() else 1
    elif style.startswith("List") or numbering is not None:
        kind = Kind.ITEM
        level = _level(part) if numbering is not None else _depth(style)
        marker = "-"
    elif found := ITEM.match(text):
        kind, marker, text = Kind.ITEM, found[2], found[3]
    elif len(text) < 120 and part.runs and all(run.bold for run in part.runs if run.text.strip()):
        kind, level = Kind.HEADING, 6
    return Block(kind, line, text, ((0, line),), level, marker, page=page, paragraph=paragraph)


def _level(part: Paragraph) -> int:
    """How deep a numbered or bulleted paragraph is nested; 0 is the outermost."""
    deep = next(iter(part._p.iter(qn("w:ilvl"))), None)
    return int(deep.get(qn("w:val")) or 0) if deep is not None else 0


def _depth(style: str) -> int:
    return int(style[-1]) - 1 if style[-1:].isdigit() else 0


def _breaks(part: Paragraph) -> int:
    """How many pages end within a paragraph, as far as Word has noted it."""
    hard = sum(1 for one in part._p.iter(qn("w:br")) if one.get(qn("w:type")) == "page")
    return hard + sum(1 for _ in part._p.iter(qn("w:lastRenderedPageBreak")))
