"""What every kind of file comes down to: sheets of rows of text, with what was merged."""

from __future__ import annotations

from dataclasses import dataclass, field

LONGEST_CELL = 50_000
"""No officer writes more into one cell; a spreadsheet holds at most 32,767 characters."""

MOST_ROWS = 20_000
MOST_COLUMNS = 200


@dataclass(frozen=True)
class Row:
    """``number`` counts as the file does. ``spans`` when one cell lies across the table; ``apart`` for a paragraph outside it;
    ``heads`` when that is set as a heading."""

    number: int
    cells: tuple[str, ...]
    spans: bool = False
    apart: bool = False
    heads: bool = False

    @property
    def is_blank(self) -> bool:
        return not any(self.cells)

    @property
    def filled(self) -> list[int]:
        """The places of the cells that hold something."""
        return [place for place, cell in enumerate(self.cells) if cell]


@dataclass(frozen=True)
class Sheet:
    """One sheet or table. ``title`` is its name, or the heading above it; empty where it has none of its own."""

    title: str
    rows: tuple[Row, ...]
    place: str
    hidden: bool = False
    colours: dict[tuple[int, int], str] = field(default_factory=dict)
    """The fill of cells that have one, as RRGGBB, by row number and place."""


def tidy(text: str) -> str:
    """Trimmed, with the odd spaces of word processors made plain; line breaks stay, since they part what was written apart."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ").replace("\u200b", "").replace("\x0b", "\n")
    lines = [" ".join(line.split()) for line in plain.split("\n")]
    return "\n".join(lines).strip()[:LONGEST_CELL]
