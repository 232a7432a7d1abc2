"""Sentences with their numbers, and their *shape*: the words in small letters with a sign for each number, so that what a
sentence claims can be told from the order of its words and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from inloco.documents.contradictions.contradiction import Contradiction, Severity, quoted
from inloco.documents.contradictions.quantities import Of, Quantity, quantities
from inloco.documents.paper_text import Block, Kind, PaperText

BREAK = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9£•])|(?<=[;])\s+(?=[•])")
NO_BREAK = re.compile(
    r"(?:(?<!['’])\b(?:e\.g|i\.e|approx|no|nos|st|mr|mrs|ms|dr|cllr|vs|para|paras|fig|reg|regs|s|ss|c"
    r"|ca|p|pp|etc|w\.c|ref|dept|cf|art|sch|inc|max|min|av|est)|^\d{1,3})\.$|\b(?-i:[B-HJ-Z])\.$",
    re.I,
)


@dataclass(frozen=True)
class Sentence:
    """One sentence of a block, or one cell of a table. ``offset`` is where it begins in the block's text."""

    block: Block
    text: str
    offset: int = 0
    cell_line: int | None = None

    @cached_property
    def numbers(self) -> list[Quantity]:
        return quantities(self.text)

    @cached_property
    def shape(self) -> str:
        """``of the {c0} questionnaires, {c1} ({p2}) said``: the number in each sign is its place in ``numbers``."""
        parts, at = [], 0
        for number, one in enumerate(self.numbers):
            parts += [self.text[at : one.start].lower(), f"{{{one.of.value.lower()}{number}}}"]
            at = one.end
        return re.sub(r"\s+", " ", "".join([*parts, self.text[at:].lower()]).replace("’", "'"))

    def line_of(self, one: Quantity) -> int:
        return self.cell_line if self.cell_line is not None else self.block.line_at(self.offset + one.start)

    @property
    def line(self) -> int:
        return self.cell_line if self.cell_line is not None else self.block.line_at(self.offset)

    def of(self, *kinds: Of) -> list[Quantity]:
        return [one for one in self.numbers if one.of in kinds]

    def found(
        self, rule: str, severity: Severity, at: Quantity, says: str, shows: str, message: str, other_lines: tuple[int, ...] = ()
    ) -> Contradiction:
        """A contradiction at the number ``at`` of this sentence."""
        line = self.line_of(at)
        return Contradiction(
            rule,
            severity,
            line,
            quoted(self.text, at.start, at.end),
            says,
            shows,
            message,
            tuple(one for one in dict.fromkeys(other_lines) if one != line),
            self.block.page,
            self.block.paragraph,
        )


EARLIER = r"\D{0,20}(?:19|20)\d\d(?:[/–-]\d\d(?:\d\d)?)?[:,] £?\d[\d,.]* ?(?:%|per cent)?"
DATED = re.compile(rf"\({EARLIER}(?:,? (?:and|to|compared (?:to|with)) {EARLIER})*\)")
"""A bracket with an earlier value, which belongs to the sentence before it even where that has ended already."""


def sentences_of(block: Block) -> list[Sentence]:
    """The sentences of a heading, paragraph or item."""
    found: list[Sentence] = []
    start = 0
    for gap in BREAK.finditer(block.text):
        if NO_BREAK.search(block.text[start : gap.start()].rstrip("\"'”’)]")) or DATED.match(block.text, gap.end()):
            continue
        found.append(Sentence(block, block.text[start : gap.start()], start))
        start = gap.end()
    if block.text[start:].strip():
        found.append(Sentence(block, block.text[start:], start))
    return found


def cell_sentences(block: Block) -> Iterator[list[Sentence]]:
    """The sentences of each cell that holds prose rather than a value."""
    for row in block.rows:
        for cell in row.cells:
            if len(cell) > 25 and cell.count(" ") > 3:
                inner = Block(Kind.PARAGRAPH, row.line, cell, page=block.page, paragraph=block.paragraph)
                yield [Sentence(inner, one.text, one.offset, row.line) for one in sentences_of(inner)]


def passages(paper: PaperText) -> Iterator[list[Sentence]]:
    """What is read in one go: the sentences of each paragraph, item, heading and prose cell."""
    for block in paper:
        if block.kind is Kind.TABLE:
            yield from cell_sentences(block)
        elif block.text:
            yield sentences_of(block)
