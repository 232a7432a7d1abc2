"""A paper about a plan as data: sections of sentences, tables and charts. Each output prints exactly this.

It knows nothing of plans: which actions stand in it, and whether names may, is decided before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from inloco.documents.charts import Chart
from inloco.documents.monthly_report import Council

BRAG_COLOURS = {"Blue": "#1D70B8", "Red": "#CA3535", "Amber": "#FFDD00", "Green": "#0F7A52"}
BRAG_WORDS = {"Blue": "#FFFFFF", "Red": "#FFFFFF", "Amber": "#0B0C0C", "Green": "#FFFFFF"}
"""The colour of the words on each: at least 4.5 to 1."""


@dataclass(frozen=True)
class PlanTable:
    """Rows under their column heads. The first cell names its row; ``brag`` is the column that holds a BRAG, None without one;
    ``weights`` share the width out."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    brag: int | None = None
    weights: tuple[int, ...] = ()

    @property
    def shares(self) -> tuple[int, ...]:
        return self.weights if len(self.weights) == len(self.columns) else (1,) * len(self.columns)


def without_empty(tables: Sequence[PlanTable], *, keep: int = 2) -> tuple[PlanTable, ...]:
    """The tables without the columns that hold nothing in any of them; the first ``keep`` stay. All have the same columns."""
    if not tables:
        return ()
    width = len(tables[0].columns)
    held = [
        place
        for place in range(width)
        if place < keep or place == tables[0].brag or any(row[place].strip() for table in tables for row in table.rows)
    ]
    return tuple(
        replace(
            table,
            columns=tuple(table.columns[place] for place in held),
            rows=tuple(tuple(row[place] for place in held) for row in table.rows),
            brag=held.index(table.brag) if table.brag is not None else None,
            weights=tuple(table.shares[place] for place in held),
        )
        for table in tables
    )


@dataclass(frozen=True)
class PlanSection:
    """A heading (level 1 or 2) with what stands under it, in this order."""

    title: str
    level: int = 1
    sentences: tuple[str, ...] = ()
    bullets: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[PlanTable, ...] = ()


@dataclass(frozen=True)
class PlanPaper:
    """The whole paper. ``notes`` stand under the title; ``name`` is the stem of its files."""

    name: str
    title: str
    subtitle: str
    council: Council
    as_at: date
    notes: tuple[str, ...]
    sections: tuple[PlanSection, ...]
    landscape: bool = False

    @property
    def tables(self) -> tuple[PlanTable, ...]:
        return tuple(table for section in self.sections for table in section.tables)


PAGE = 258.0
"""So many millimetres of an upright page can be filled."""


def height(paper: PlanPaper) -> float:
    """About how many millimetres an upright paper fills in print, without its charts; rather too many than too few."""
    filled = 10 + 8 * _lines(paper.title, 46) + sum(3.6 * _lines(note, 118) for note in paper.notes)
    for section in paper.sections:
        filled += 11 + sum(4.6 * _lines(words, 92) + 1 for words in section.sentences)
        filled += sum(4.8 * _lines(words, 90) for words in section.bullets)
        for table in section.tables:
            total = sum(table.shares)
            letters = [max(int(share / total * 112), 3) for share in table.shares]
            rows = (max(map(_lines, row, letters)) for row in table.rows)
            filled += 10.5 + sum(max(2.9 * lines + 2.5, 6.0) for lines in rows)
    return filled


def _lines(words: str, letters: int) -> int:
    """So many lines of so many letters."""
    return sum(max(-(-len(line) // letters), 1) for line in words.split("\n"))
