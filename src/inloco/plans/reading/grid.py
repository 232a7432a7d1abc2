"""What every kind of file comes down to: sheets of rows of text, with what was merged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from inloco.analytics.errors import InputRefused, Place
from inloco.plans.reading.plan import Doubt

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

    doubts: dict[int, tuple[Doubt, ...]] = field(default_factory=dict)
    """What a reader of values does not get, by row number: errors of formulas, comments, hidden rows."""

    hidden_columns: frozenset[int] = frozenset()
    """The places of columns that are not shown."""

    lost: tuple[Doubt, ...] = ()
    """The same where the kind of file does not say in which row."""


def tidy(text: str) -> str:
    """Trimmed, with the odd spaces of word processors made plain; line breaks stay, since they part what was written apart."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ").replace("\u200b", "").replace("\x0b", "\n")
    lines = [" ".join(line.split()) for line in plain.split("\n")]
    return "\n".join(lines).strip()


def letters(place: int) -> str:
    """The name of a column: 0 is A, 26 is AA."""
    name = ""
    place += 1
    while place:
        place, left = divmod(place - 1, 26)
        name = chr(65 + left) + name
    return name


def check_size(cells: Iterable[str], *, name: str, sheet: str, number: int, first: int = 0) -> None:
    """Raise InputRefused for a row that no plan has: a cell of more than fifty thousand characters, or words far to the right.
    ``first`` is the column of the first cell. Nothing is cut off silently."""
    for place, cell in enumerate(cells, first):
        if len(cell) > LONGEST_CELL:
            raise InputRefused(
                f"The cell holds {len(cell):,} characters; a plan’s has at most {LONGEST_CELL:,}.",
                action="Shorten it, or put the text into a document of its own, and send the plan again.",
                place=Place(name, sheet or None, number, letters(place), cell[:24]),
            )
        if cell and place - first >= MOST_COLUMNS:
            raise InputRefused(
                f"The cell lies more than {MOST_COLUMNS} columns from the first; a plan is not so wide.",
                action="Send the plan alone, in a workbook of its own.",
                place=Place(name, sheet or None, number, letters(place), cell[:24]),
            )
