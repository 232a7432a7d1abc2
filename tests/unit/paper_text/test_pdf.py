"""PDF papers read by where the words stand: columns, pages that are turned, broken words."""

from __future__ import annotations

import io

import pikepdf
import pytest
import typst

from inloco.analytics.errors import InputRefused
from inloco.documents.paper_text import Kind, read_bytes
from inloco.documents.paper_text import pdf as reading

SOURCE = """#set page(width: 14cm, height: 10cm)
= Homes
Of 48 young people 12 came to the fair.

#table(columns: 3, stroke: none, column-gutter: 2em, [Kind], [April], [May], [Flat], [38], [41], [Shared house], [7], [9])
#pagebreak()
On the next page.
"""


@pytest.fixture(scope="module")
def paper() -> bytes:
    return bytes(typst.compile(SOURCE.encode()))


def turned(content: bytes, by: int) -> bytes:
    """The same pages as they are seen, with every page written sideways or upside down and turned back for the reader."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as file:
        for page in file.pages:
            width, height = float(page.mediabox[2]), float(page.mediabox[3])
            matrix, size = {
                90: (f"0 1 -1 0 {height} 0", (height, width)),
                180: (f"-1 0 0 -1 {width} {height}", (width, height)),
                270: (f"0 -1 1 0 0 {width}", (height, width)),
            }[by]
            page.contents_add(f"q {matrix} cm".encode(), prepend=True)
            page.contents_add(b"Q")
            page.mediabox = [0, 0, *size]
            page.Rotate = by
        file.save(made)
    return made.getvalue()


def told(content: bytes) -> list[object]:
    return [(one.kind, one.page, one.text or [row.cells for row in one.rows]) for one in read_bytes(content, "paper.pdf")]


def test_words_columns_and_pages(paper: bytes) -> None:
    assert told(paper) == [
        (Kind.HEADING, 1, "Homes"),
        (Kind.PARAGRAPH, 1, "Of 48 young people 12 came to the fair."),
        (Kind.TABLE, 1, [("Kind", "April", "May"), ("Flat", "38", "41"), ("Shared house", "7", "9")]),
        (Kind.PARAGRAPH, 2, "On the next page."),
    ]


@pytest.mark.parametrize("by", [90, 180, 270])
def test_a_page_that_is_turned_reads_the_same(paper: bytes, by: int) -> None:
    assert told(turned(paper, by)) == told(paper)


def test_a_word_broken_at_the_end_of_a_line_is_mended() -> None:
    source = '#set page(width: 4cm, height: 10cm)\n#set text(hyphenate: true, lang: "en")\nAccommodation is responsible.'
    (one,) = told(bytes(typst.compile(source.encode())))
    assert one == (Kind.PARAGRAPH, 1, "Accommodation is responsible.")


def test_more_than_a_paper_can_hold_is_refused(paper: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_SIGNS", 60)
    with pytest.raises(InputRefused, match="more text"):
        read_bytes(paper, "paper.pdf")
    monkeypatch.setattr(reading, "MOST_PAGES", 1)
    with pytest.raises(InputRefused, match="more than 1 pages"):
        read_bytes(paper, "paper.pdf")
