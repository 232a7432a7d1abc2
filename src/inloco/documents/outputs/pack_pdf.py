"""A paper or a whole pack as a tagged PDF (PDF/UA-1), set by Typst from data, with received PDF files in their places."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pikepdf
import typst

from inloco.documents.composing import ComposedPaper, compose
from inloco.documents.live_exhibits import Grid, Span
from inloco.documents.monthly_report import Council, Edition
from inloco.documents.outputs.html import colour
from inloco.documents.outputs.merging import Insertion, with_inserted
from inloco.documents.outputs.pdf import fonts, showable, typeset
from inloco.documents.outputs.row_headers import with_row_headers
from inloco.documents.pack import Pack
from inloco.documents.pack_layout import EDITIONS, ItemLayout, lay_out_pack
from inloco.documents.paper import Attachment, Paper
from inloco.documents.pictures import as_svg, width_of
from inloco.documents.prose import Part, plain
from inloco.documents.style import NAVY, TEAL

TEMPLATE = Path(__file__).parents[1] / "templates" / "pack.typ"
BREAK = re.compile(r"[ \t\n]+")
"""Where a line of a cell may break: not at a blank that holds a date together."""
FOOTERS = """#set page(paper: "a4", margin: (x: 12mm, y: 6mm))
#set text(font: "Liberation Sans", size: 7.5pt, fill: rgb("#505a5f"))
#let data = json(bytes(sys.inputs.data))
#for (index, words) in data.lines.enumerate() {
  if index > 0 { pagebreak() }
  place(bottom, grid(columns: (1fr, auto), data.name, words))
}
"""


def paper_pdf(paper: Paper, edition: Edition = Edition.RESTRICTED, files: Mapping[str, bytes] | None = None) -> bytes:
    """The paper as PDF/UA-1 with bookmarks, tagged tables and described charts. ``files`` holds the attached file by its hash;
    where it is missing, its sheet stands alone. Raises NotRendered when Typst refuses or warns."""
    composed = compose(paper, edition)
    item = ItemLayout("", (), "", (), composed)
    content = _content("paper", paper.title, paper.council, edition, [item], composed.stamp, files or {}) | {
        "body": "",
        "when": "",
        "front": [],
        "corrections": None,
        "trail": None,
        "notes": [],
    }
    return _made(content, _moment(paper.stamp.published_at, paper.cover.meeting_on), [item], files or {})


def pack_pdf(pack: Pack, files: Mapping[str, bytes] | None = None) -> bytes:
    """The whole pack: front sheet and agenda with the pages of each item, contents, papers, restricted ones apart, page x of y.
    ``files`` holds the attached PDF files by their hash."""
    laid = lay_out_pack(pack)
    content = _content("pack", laid.title, pack.council, pack.edition, laid.items, laid.stamp, files or {}) | {
        "body": laid.body,
        "when": laid.when,
        "front": [list(line) for line in laid.front],
        "corrections": _grid(laid.corrections),
        "trail": _grid(laid.trail),
        "notes": list(pack.notes),
    }
    return _made(content, _moment(pack.published_at, pack.meeting_on), laid.items, files or {})


def _moment(published: datetime | None, otherwise: date | None) -> int:
    """The time that the file carries: of publication, else of the meeting, so that the same paper gives the same bytes."""
    day = otherwise or date(2000, 1, 1)
    return int((published or datetime(day.year, day.month, day.day, tzinfo=UTC)).timestamp())


def _made(content: dict[str, Any], made: int, items: Sequence[ItemLayout], files: Mapping[str, bytes]) -> bytes:
    attached = [(item, file) for item in items if (file := _file_of(item)) is not None and file.sha256 in files]
    content["after"] = content["skip"] if content["trail"] is None else 0
    main = with_row_headers(typeset(TEMPLATE.read_bytes(), content, made))
    if not attached:
        return main
    sheets = _sheets(main, len(attached))
    with pikepdf.open(io.BytesIO(main)) as pdf:
        own = len(pdf.pages)
    total = own + sum(file.pages for _, file in attached)
    insertions, before = [], 0
    for (item, file), after in zip(attached, sheets, strict=True):
        name = item.heading or item.paper.title if item.paper else item.heading
        first = after + before + 1
        lines = [f"Page {number} of {total}" for number in range(first, first + file.pages)]
        footers = _footers(name, lines)
        insertions.append(Insertion(after, name, files[file.sha256], footers))
        before += file.pages
    return with_inserted(main, insertions)


def _sheets(main: bytes, count: int) -> list[int]:
    """The pages (from 1) behind which the ``count`` files go: the numbering of pages leaves room there for the pages of each."""
    with pikepdf.open(io.BytesIO(main)) as pdf:
        labels = list(pdf.Root.PageLabels.Nums)
        pages = len(pdf.pages)
    found: list[int] = []
    expected = 1
    runs = [(int(labels[place]), int(labels[place + 1].get("/St", 1))) for place in range(0, len(labels) - 1, 2)]
    for index, (first, number) in enumerate(runs):
        if number > expected:
            found.append(first)
        following = runs[index + 1][0] if index + 1 < len(runs) else pages
        expected = number + following - first
    return found if len(found) == count else [*found, pages]


def _footers(name: str, lines: Sequence[str]) -> bytes:
    """A sheet for each page of a file that is put in, with nothing on it but its number."""
    data = json.dumps(showable({"name": name[:90], "lines": list(lines)}), ensure_ascii=False)
    made = typst.compile(
        FOOTERS.encode(), font_paths=fonts(), sys_inputs={"data": data}, pdf_tags=False, timestamp=0, format="pdf"
    )
    return bytes(made)


def _content(
    kind: str,
    title: str,
    council: Council,
    edition: Edition,
    items: Sequence[ItemLayout],
    stamp: Sequence[str],
    files: Mapping[str, bytes],
) -> dict[str, Any]:
    """What the template is given. ``skip`` are the pages of the file before, which are put in afterwards; ``pages`` those of an
    item's own. An item without content stands on the agenda alone."""
    made = []
    skip, opens, before = 0, "", None
    for number, item in enumerate(items, 1):
        opens = item.opens or opens
        one = _item(number, item) | {"pages": 0, "skip": 0, "apart": False, "opens_here": ""}
        if item.has_content:
            file = _file_of(item)
            pages = file.pages if file is not None and file.sha256 in files else 0
            one |= {"pages": pages, "skip": skip, "opens_here": opens, "apart": _stands_apart(item, before, bool(opens))}
            skip, opens, before = pages, "", item
        made.append(one)
    return {
        "kind": kind,
        "title": title,
        "council": council.name,
        "edition": EDITIONS[edition],
        "colour": colour(council.colour, NAVY),
        "accent": colour(council.accent, TEAL),
        "stamp": list(stamp),
        "items": made,
        "skip": skip,
    }


def _stands_apart(item: ItemLayout, before: ItemLayout | None, opens: bool) -> bool:
    """Whether an item begins a page: the first, one with a paper, one behind it, one that opens a part."""
    return before is None or opens or item.paper is not None or before.paper is not None


def _file_of(item: ItemLayout) -> Attachment | None:
    return item.paper.attachment if item.paper is not None else None


def _item(number: int, item: ItemLayout) -> dict[str, Any]:
    return {
        "name": f"i{number}",
        "heading": item.heading,
        "opens": item.opens,
        "has_content": item.has_content,
        "meta": list(item.meta),
        "recommendation": item.recommendation,
        "parts": [_part(part) for part in item.parts],
        "paper": _paper(number, item.paper) if item.paper is not None else None,
    }


def _paper(number: int, paper: ComposedPaper) -> dict[str, Any]:
    file = paper.attachment
    return {
        "title": paper.title,
        "restricted": paper.restricted,
        "status": paper.status,
        "cover": [list(line) for line in paper.cover],
        "sections": [
            {
                "title": section.title,
                "restricted": section.restricted and paper.edition is Edition.RESTRICTED,
                "parts": [_part(part) for part in section.parts],
            }
            for section in paper.sections
        ],
        "sources": _grid(paper.sources),
        "notes": list(paper.notes),
        "stamp": list(paper.stamp),
        "file": {"number": number, "name": file.name, "pages": file.pages, "tagged": file.tagged} if file else None,
    }


def _part(part: Part) -> dict[str, Any]:
    svg, width = "", 0.0
    if part.picture is not None:
        svg = as_svg(part.picture.content)
        width = width_of(part.picture.content, part.width)
        if not svg:
            part = replace(part, kind="paragraph", spans=(Span(f"[Picture: {part.words}]", emphasis=True),))
    return {
        "kind": part.kind,
        "spans": [_span(span) for span in part.spans],
        "level": part.level,
        "items": [[_part(one) for one in item] for item in part.items],
        "start": part.start,
        "parts": [_part(one) for one in part.parts],
        "grid": _grid(part.grid),
        "chart": {"svg": part.chart.svg, "alt": part.chart.alt} if part.chart else {"svg": svg, "alt": part.words},
        "width": width,
        "words": part.words,
    }


def _span(span: Span) -> dict[str, Any]:
    return {
        "text": span.text,
        "strong": span.strong,
        "emphasis": span.emphasis,
        "code": span.code,
        "whole": span.stays_whole,
        "href": span.href,
        "source": span.source,
        "svg": span.sparkline,
    }


def _grid(grid: Grid | None) -> dict[str, Any] | None:
    if grid is None:
        return None
    columns = range(len(grid.columns))
    lengths = [[plain(row[place]) for row in grid.rows if place < len(row)] + [plain(grid.columns[place])] for place in columns]
    return {
        "caption": grid.caption,
        "columns": [[_span(span) for span in column] for column in grid.columns],
        "rows": [[[_span(span) for span in cell] for cell in _filled(row, len(grid.columns))] for row in grid.rows],
        "numeric": list(grid.numeric),
        "widths": [_width(texts) for texts in lengths],
        "notes": list(grid.notes),
    }


def _filled(row: Sequence[Sequence[Span]], count: int) -> list[Sequence[Span]]:
    return [*row[:count], *([()] * (count - len(row)))]


def _width(texts: Sequence[str]) -> float:
    """A column's share of the width: enough for its longest word, more for whole sentences."""
    word = max((len(piece) for text in texts for piece in BREAK.split(text)), default=1)
    longest = max((len(text) for text in texts), default=1)
    share: float = max(min(word, 24) + 2.0, min(longest, 160) ** 0.72, 3.0)
    return round(share, 2)
