"""What a paper says, whatever file it came in: headings, paragraphs, list items and tables, each with its place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    TABLE = "table"


@dataclass(frozen=True)
class Row:
    """One row of a table; ``line`` is where it begins."""

    cells: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Block:
    """One heading, paragraph, list item or table. ``text`` is without marks of formatting; a table has ``rows`` instead.

    ``starts`` says at which offset of ``text`` each line of the file begins. ``level`` is the depth of a heading (1 the highest)
    or of a list item (0 the outermost); ``marker`` is what stood before an item: ``-``, ``2.``, ``(a)``. ``page`` and
    ``paragraph`` are None where the file has none.
    """

    kind: Kind
    line: int
    text: str = ""
    starts: tuple[tuple[int, int], ...] = ()
    level: int = 0
    marker: str = ""
    rows: tuple[Row, ...] = ()
    page: int | None = None
    paragraph: int | None = None

    def line_at(self, offset: int) -> int:
        """The line of the file on which the character at ``offset`` of ``text`` stands."""
        at = bisect_right(self.starts, (offset, 1 << 60)) - 1
        return self.starts[at][1] if at >= 0 else self.line


@dataclass(frozen=True)
class PaperText:
    """A paper as text. ``kind`` is ``md``, ``txt``, ``docx`` or ``pdf``; ``name`` what a message calls it."""

    blocks: tuple[Block, ...]
    kind: str = "md"
    name: str = ""

    def __iter__(self) -> Iterator[Block]:
        return iter(self.blocks)

    @property
    def has_places(self) -> bool:
        """Whether the file has pages and paragraphs of its own, so that a line number says little to a reader."""
        return self.kind in ("docx", "pdf")
