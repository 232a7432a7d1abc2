"""Papers in Word as the check reads them: the same passages that a paper's sections are made of, each with its place."""

from __future__ import annotations

from collections.abc import Iterator

from inloco.analytics.errors import InputRefused, Place
from inloco.documents.paper_text.paper import Block, Kind, PaperText, Row
from inloco.documents.paper_text.plain import ITEM
from inloco.documents.word.passages import Passage, words_of
from inloco.documents.word.reading import opened

HEADING_BY_LOOKS = 6


def read_word(data: bytes, name: str = "") -> PaperText:
    """The blocks of a Word file; each paragraph and each row of a table is a line. InputRefused when it is none."""
    try:
        _, _, read = opened(data, "The file")
    except InputRefused as refused:
        raise InputRefused(refused.what, action=refused.action, place=Place(file=name or None)) from refused
    if not read.listed:
        raise InputRefused(
            "There is nothing in this file.", action="Choose the file with the paper in it.", place=Place(file=name or None)
        )
    blocks = [*_blocks(read.listed)]
    line = blocks[-1].rows[-1].line if blocks and blocks[-1].rows else blocks[-1].line if blocks else 0
    last = read.listed[-1]
    for number, pieces in enumerate(read.footnotes, 1):
        line += 1
        text = words_of(pieces)
        blocks.append(Block(Kind.ITEM, line, text, ((0, line),), 0, f"{number}.", page=last.page, paragraph=last.paragraph))
    return PaperText(tuple(blocks), "docx", name)


def _blocks(listed: list[Passage]) -> Iterator[Block]:
    line = 0
    for one in listed:
        line += 1
        if one.kind == "table":
            rows = []
            for at, row in enumerate((*one.head, *one.rows)):
                line += at > 0
                rows.append(Row(tuple("" if cell.repeats else words_of(cell.pieces) for cell in row), line))
            yield Block(Kind.TABLE, rows[0].line, rows=tuple(rows), page=one.page, paragraph=one.paragraph)
            continue
        text = one.words
        kind, level, marker = Kind.PARAGRAPH, 0, ""
        if one.kind == "heading":
            kind, level = Kind.HEADING, min(max(one.level, 1), HEADING_BY_LOOKS)
        elif one.kind == "item":
            kind, level, marker = Kind.ITEM, one.level, one.marker
        elif found := ITEM.match(text):
            kind, marker, text = Kind.ITEM, found[2], found[3]
        if text:
            yield Block(kind, line, text, ((0, line),), level, marker, page=one.page, paragraph=one.paragraph)
