"""What the pages know: one figure for each cell of the book, and one area's part of the tree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from inloco.analytics.areas import Area, AreaKind, AreaTree
from inloco.analytics.disclosure import Withheld
from inloco.analytics.figure import Figure, Status
from inloco.analytics.periods import Period
from inloco.analytics.public_book import Book as Book
from inloco.analytics.snapshots import Snapshot
from inloco.documents.cells import Cell, cell_of, suppressed

MONTHS = 13

Key = tuple[str, Period, str]
"""Area, period, group."""


def cell_for(figure: Figure | None, period: Period) -> Cell:
    """The cell of ``figure``, suppressed where this reader is not shown it."""
    cell = cell_of(figure, period)
    return suppressed(cell) if isinstance(figure, Withheld) else cell


def known(figures: Iterable[Figure]) -> dict[Key, Figure]:
    """Figures of one indicator by area, period and group: the computed one where there is one, else the submitted one."""
    found: dict[Key, Figure] = {}
    for figure in figures:
        key = (figure.area, figure.period, figure.group)
        if key not in found or rank(figure) < rank(found[key]):
            found[key] = figure
    return found


def rank(figure: Figure) -> int:
    """Which of two figures for one cell stands: the lower. Computed before submitted before none."""
    return {Status.NOT_AVAILABLE: 3, Status.NOT_APPLICABLE: 2, Status.SUBMITTED: 1}.get(figure.status, 0)


def part_of(tree: AreaTree, area: Area) -> AreaTree:
    """``area`` as the top of a tree of its own, with everything under it; the comparators stay beside it."""
    within = tree.within(area.id)
    kept = [one for one in tree if one.kind is AreaKind.COMPARATOR or (one.id in within and one.id != area.id)]
    return AreaTree([replace(area, kind=AreaKind.AUTHORITY, parent=None), *kept])


def is_kept(book: Book, extract: Snapshot) -> bool:
    """Whether figures of this extract have been computed before, so that reading them is quick."""
    return book.is_kept(extract.as_at)
