"""Papers in PDF: signs put into words and lines by where they stand on the page, so that columns stay columns."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from inloco.analytics.errors import InputRefused, Place
from inloco.documents.paper_text.paper import PaperText
from inloco.documents.paper_text.plain import read_plain

MOST_PAGES = 2_000
MOST_SIGNS = 10_000_000
NEIGHBOURS = 1.5
"""Points between two signs of one word at most."""
HEADING = 1.15
"""How much larger than the ordinary text of its page a line is that stands as a heading."""
_ONE_AT_A_TIME = threading.Lock()
"""pdfium may not be used by two threads at once."""


@dataclass
class Word:
    """A word on a page as it is shown, in points: ``bottom`` counts downwards from the upper edge."""

    text: str
    x0: float
    x1: float
    bottom: float
    size: float


def read_pdf(data: bytes, name: str = "") -> PaperText:
    """The blocks of a PDF, each with its page. InputRefused when it is damaged, protected or only pictures of pages."""
    place = Place(file=name or None)
    lines: list[str] = []
    pages: list[int] = []
    try:
        with _ONE_AT_A_TIME:
            for number, words in _pages(data, place):
                for line in [*_lines(words), ""]:
                    lines.append(line)
                    pages.append(number)
    except pypdfium2.PdfiumError as trouble:
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


def _pages(data: bytes, place: Place) -> Iterator[tuple[int, list[Word]]]:
    """The words of every page in the order of the file."""
    document = pypdfium2.PdfDocument(data)
    signs = 0
    try:
        if len(document) > MOST_PAGES:
            raise InputRefused(f"The file has more than {MOST_PAGES:,} pages.", action="Check it in parts.", place=place)
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage()
            signs += text.count_chars()
            if signs > MOST_SIGNS:
                raise InputRefused("The file has more text than a paper can hold.", action="Check it in parts.", place=place)
            yield number + 1, list(_words(page, text))
            text.close()
            page.close()
    finally:
        document.close()


def _words(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> Iterator[Word]:
    """The words of a page in the order in which they were written: signs that touch each other on one line."""
    box = pdfium.FS_RECTF()
    turned, (width, height) = page.get_rotation(), page.get_mediabox()[2:]
    word: Word | None = None
    half = ""
    for at in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text.raw, at)
        sign = "-" if pdfium.FPDFText_IsHyphen(text.raw, at) == 1 else chr(code)
        if 0xD800 <= code < 0xDC00:  # pdfium tells signs beyond the first plane in two halves
            half = sign
            continue
        if half:
            sign, half = (half + sign).encode("utf-16", "surrogatepass").decode("utf-16", "ignore"), ""
        if not sign.strip() or (code < 32 and sign != "-") or pdfium.FPDFText_IsGenerated(text.raw, at) == 1:
            if word is not None and sign:
                yield word
                word = None
            continue
        if not pdfium.FPDFText_GetLooseCharBox(text.raw, at, ctypes.byref(box)):
            continue
        x0, x1, bottom = _shown(box, turned, width, height)
        size = float(pdfium.FPDFText_GetFontSize(text.raw, at)) or x1 - x0
        if word is not None and abs(word.bottom - bottom) <= word.size / 2 and -word.size <= x0 - word.x1 <= NEIGHBOURS:
            word.text += sign
            word.x1 = max(word.x1, x1)
            continue
        if word is not None:
            yield word
        word = Word(sign, x0, x1, bottom, size)
    if word is not None:
        yield word


def _shown(box: pdfium.FS_RECTF, turned: int, width: float, height: float) -> tuple[float, float, float]:
    """Left, right and bottom of a sign as the page is shown, whichever way it is turned."""
    match turned:
        case 90:
            return box.bottom, box.top, box.right
        case 180:
            return width - box.right, width - box.left, box.top
        case 270:
            return height - box.top, height - box.bottom, width - box.left
        case _:
            return box.left, box.right, height - box.bottom


def _lines(words: Sequence[Word]) -> Iterator[str]:
    """The lines of a page from top to bottom, words at about the place where they stand, a blank line between paragraphs."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda one: (round(one.bottom), one.x0)):
        if rows and abs(rows[-1][0].bottom - word.bottom) <= max(2.0, word.size * 0.35):
            rows[-1].append(word)
        else:
            rows.append([word])
    if not rows:
        return
    width = median((word.x1 - word.x0) / max(1, len(word.text)) for word in words) or 5.0
    gaps = [later[0].bottom - earlier[0].bottom for earlier, later in pairwise(rows)]
    usual = median(gaps) if gaps else 12.0
    ordinary = median(word.size for word in words)
    before: Word | None = None
    for row in rows:
        row.sort(key=lambda one: one.x0)
        is_heading = row[0].size >= ordinary * HEADING
        if before is not None and (
            row[0].bottom - before.bottom > usual * 1.35 or is_heading or before.size >= ordinary * HEADING
        ):
            yield ""
        before = row[0]
        text = ""
        last: Word | None = None
        for word in row:
            if last is None:
                text = word.text
            elif word.x0 - last.x1 > max(width * 1.8, word.size * 0.9):
                column = int((word.x0 - row[0].x0) / width)
                text += " " * max(3, column - len(text)) + word.text
            else:
                text += " " + word.text
            last = word
        yield f"# {text}" if is_heading and "   " not in text else text
