"""Markdown and plain text become headings, paragraphs, items and tables, each at its line."""

from __future__ import annotations

import pytest

from inloco.documents.paper_text import Kind, read_bytes, read_plain

PAPER = """# Report

First line of a paragraph
and its second line, with **bold** and [a link](https://example.org).

- one
  - nested
- two

| Area | Apr | May |
|---|---|---|
| North | 41 | 43 |

1. First
2. Second
"""


def test_blocks_and_their_lines() -> None:
    found = [(block.kind, block.line, block.text or len(block.rows)) for block in read_plain(PAPER)]
    assert found == [
        (Kind.HEADING, 1, "Report"),
        (Kind.PARAGRAPH, 3, "First line of a paragraph and its second line, with bold and a link."),
        (Kind.ITEM, 6, "one"),
        (Kind.ITEM, 7, "nested"),
        (Kind.ITEM, 8, "two"),
        (Kind.TABLE, 10, 2),
        (Kind.ITEM, 14, "First"),
        (Kind.ITEM, 15, "Second"),
    ]


def test_the_place_in_a_paragraph_of_several_lines() -> None:
    paragraph = read_plain(PAPER).blocks[1]
    assert paragraph.line_at(0) == 3
    assert paragraph.line_at(paragraph.text.index("second")) == 4


def test_items_have_depth_and_marker() -> None:
    items = [(block.level, block.marker) for block in read_plain(PAPER) if block.kind is Kind.ITEM]
    assert items == [(0, "-"), (1, "-"), (0, "-"), (0, "1."), (0, "2.")]


@pytest.mark.parametrize(
    "written",
    [
        "Area\tApril\tMay\nNorth\t41\t43\nSouth\t38\t39\n",
        "| Area | April | May |\n|---|---|---|\n| North | 41 | 43 |\n| South | 38 | 39 |\n",
        "Area        April    May\nNorth          41     43\nSouth          38     39\n",
        "Area  |  April  |  May\n--- | --- | ---\nNorth | 41 | 43\nSouth | 38 | 39\n",
    ],
)
def test_one_table_written_in_four_ways(written: str) -> None:
    (table,) = read_plain(written).blocks
    assert [row.cells for row in table.rows] == [("Area", "April", "May"), ("North", "41", "43"), ("South", "38", "39")]


def test_columns_with_empty_cells_stay_in_place() -> None:
    written = "Area           Apr    May    Jun\nNorth           41            40\nSouth Vale      38     39    41\n"
    (table,) = read_plain(written).blocks
    assert [row.cells for row in table.rows][1:] == [("North", "41", "", "40"), ("South Vale", "38", "39", "41")]


def test_a_sentence_is_no_table() -> None:
    text = "The panel met on four days.  It heard twelve cases.\nAll were agreed.  Two came back.\n"
    assert [block.kind for block in read_plain(text)] == [Kind.PARAGRAPH]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_in_any_usual_encoding(encoding: str) -> None:
    assert read_bytes("£4 – “quoted”".encode(encoding), "paper.txt").blocks[0].text == "£4 – “quoted”"


@pytest.mark.parametrize("text", ["", "|", "\t", "# ", "- ", "---", "|---|", "\f\f", "*" * 500, "1." * 300, "(" * 200, "%{c0}"])
def test_nothing_odd_breaks_it(text: str) -> None:
    from inloco.documents.contradictions import check

    assert check(read_plain(text)) == []
