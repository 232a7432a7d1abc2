"""Papers in PDF: words put into lines by where they stand on the page, so that columns stay columns."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import Any

import pdfplumber

from inloco.analytics.errors import InputRefused, Place
from inloco.documents.paper_text.paper import PaperText
from inloco.documents.paper_text.plain import read_plain

MOST_PAGES = 2_000


def read_pdf(data: bytes, name: str = "") -> PaperText:
    """The blocks of a PDF, each with its page. InputRefused when it is damaged, protected or only pictures of pages."""
    place = Place(file=name or None)
    lines: list[str] = []
    pages: list[int] = []
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            if len(document.pages) > MOST_PAGES:
                raise InputRefused(f"The file has more than {MOST_PAGES:,} pages.", action="Check it in parts.", place=place)
            for number, page in enumerate(document.pages, start=1):
                for line in [*_lines(page.extract_words(x_tolerance=1.5, keep_blank_chars=False, extra_attrs=["size"])), ""]:
                    lines.append(line)
                    pages.append(number)
                page.close()
    except InputRefused:
        raise
    except Exception as trouble:  # pdfminer raises many kinds for a broken or protected file
        raise InputRefused(
            "This PDF cannot be read: it is damaged or protected by a password.",
            action="Export it again from the program that made it.",
            place=place,
        ) from trouble
    if not any(line.strip() for line in lines):
        raise InputRefused(
            "There is no text in this PDF: its pages are pictures.",
            action="Export it from Word, or have the text recognised.",
            place=place,
        )
    read = read_plain("\n".join(lines), "pdf", name)
    blocks = tuple(
        replace(block, page=pages[min(block.line, len(pages)) - 1], paragraph=number)
        for number, block in enumerate(read, start=1)
    )
    return PaperText(blocks, "pdf", name)


def _lines(words: Sequence[dict[str, Any]]) -> Iterator[str]:
    """The lines of a page from top to bottom, words at about the place where they stand, a blank line between paragraphs."""
    rows: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda one: (round(one["bottom"]), one["x0"])):
        if rows and abs(rows[-1][0]["bottom"] - word["bottom"]) <= max(2.0, word["size"] * 0.35):
            rows[-1].append(word)
        else:
            rows.append([word])
    if not rows:
        return
    width = median((word["x1"] - word["x0"]) / max(1, len(word["text"])) for word in words) or 5.0
    gaps = [later[0]["bottom"] - earlier[0]["bottom"] for earlier, later in pairwise(rows)]
    usual = median(gaps) if gaps else 12.0
    before: float | None = None
    for row in rows:
        row.sort(key=lambda one: one["x0"])
        if before is not None and row[0]["bottom"] - before > usual * 1.35:
            yield ""
        before = row[0]["bottom"]
        text = ""
        last: dict[str, Any] | None = None
        for word in row:
            if last is None:
                text = word["text"]
            elif word["x0"] - last["x1"] > max(width * 1.8, word["size"] * 0.9):
                column = int((word["x0"] - row[0]["x0"]) / width)
                text += " " * max(3, column - len(text)) + word["text"]
            else:
                text += " " + word["text"]
            last = word
        yield text
