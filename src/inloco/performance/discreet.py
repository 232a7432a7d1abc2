"""The book for those who may not see small numbers: the same questions, with whatever could point to a child withheld.

This is quick enough for a page, and stricter where that is simpler: it decides for the whole tree of areas at once, so that no
choice of area or group changes what is withheld, and no total minus its other parts gives it away. What is printed for the public
goes through ``analytics.disclosure`` as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from inloco.analytics.areas import UNALLOCATED, AreaKind, AreaTree
from inloco.analytics.book import FigureBook
from inloco.analytics.disclosure import withheld
from inloco.analytics.figure import Figure, Unit
from inloco.analytics.indicators import is_of_children
from inloco.analytics.periods import Period, PeriodKind, month_of, months_to


def hidden_parts(figures: Mapping[str, Figure], parts: Mapping[str, Sequence[str]], threshold: int) -> frozenset[str]:
    """Which keys of ``figures`` must be withheld. ``parts`` gives for a key those that add up to it.

    First whatever is small itself; then, until nothing changes: where what is withheld of a visible whole is one part, or
    together still small, the smallest further part, or the whole where there is none; and a part of each withheld whole.
    """
    hidden = {key for key, figure in figures.items() if is_small(figure, threshold)}
    if not hidden:
        return frozenset()
    changed = True
    while changed:
        changed = False
        for whole, listed in parts.items():
            held = [key for key in listed if key in figures]
            gone = [key for key in held if key in hidden]
            left = sorted((key for key in held if key not in hidden), key=lambda key: (_size(figures[key]), key))
            if whole not in hidden:
                if not gone:
                    continue
                if len(gone) == 1 or _is_small_sum([figures[key] for key in gone], threshold):
                    if left:
                        hidden.add(left[0])
                        changed = True
                    elif whole in figures:
                        hidden.add(whole)
                        changed = True
            elif held and not gone:
                hidden.add(left[0])
                changed = True
    return frozenset(hidden)


def is_small(figure: Figure, threshold: int) -> bool:
    """Whether the number, what it is out of, or the rest of it is from 1 to ``threshold``. A population is no secret."""
    return any(0 < size <= threshold for size in _sizes(figure))


def _sizes(figure: Figure) -> tuple[int, ...]:
    number = figure.numerator
    if number is None and figure.unit is Unit.COUNT and figure.value is not None:
        number = int(figure.value)
    if figure.unit is Unit.AVERAGE:
        return (figure.denominator or 0,)
    if number is None:
        return (figure.denominator or 0,) if figure.unit is Unit.PERCENT else ()
    if figure.unit is Unit.PERCENT and figure.denominator is not None:
        return number, figure.denominator, figure.denominator - number
    return (number,)


def _size(figure: Figure) -> tuple[bool, int]:
    """Smallest first, but a nought last: it hides nothing."""
    sizes = _sizes(figure)
    least = min(sizes, default=0)
    return least == 0, sum(sizes)


def _is_small_sum(figures: Iterable[Figure], threshold: int) -> bool:
    columns = zip(*(_sizes(figure) for figure in figures), strict=False)
    return any(0 < sum(column) <= threshold for column in columns)


def area_parts(tree: AreaTree) -> dict[str, tuple[str, ...]]:
    """Each area with those directly under it; children without a team belong to the authority's parts."""
    found = {
        area.id: tuple(child.id for child in tree.children_of(area.id)) for area in tree if area.kind is not AreaKind.COMPARATOR
    }
    if tree.authority is not None and UNALLOCATED not in found.get(tree.authority.id, ()):
        found[tree.authority.id] = (*found[tree.authority.id], UNALLOCATED)
    return {whole: parts for whole, parts in found.items() if parts}


class Discreet:
    """A FigureBook without its small numbers: the same questions, the same shapes.

    Not told at all: what was known on an earlier day (the published reports say it), months beyond those that the book keeps, and
    groups below the whole authority. A year is withheld with any of its months, since the other months would give that one away.
    """

    def __init__(self, book: FigureBook) -> None:
        self._book = book
        self._threshold = book.settings.disclosure_threshold
        self._parts = area_parts(book.areas)
        self._hidden: dict[tuple[str, Period], frozenset[tuple[str, str]]] = {}
        self.areas = book.areas
        self.settings = book.settings
        self.store = book.store
        self.comparators = book.comparators
        self.target = book.target
        self.latest_period = book.latest_period
        self.is_kept = book.is_kept
        self._kept = frozenset(book.default_periods())

    def figures(
        self,
        ids: Iterable[str] | None = None,
        periods: Sequence[Period] | None = None,
        areas: Iterable[str] | None = None,
        as_known: date | None = None,
    ) -> list[Figure]:
        """As the book's, with ``Withheld`` in the place of what is small."""
        if as_known is not None:
            return []
        found = self._book.figures(ids=ids, periods=periods, areas=areas)
        self._decide({(figure.indicator, figure.period) for figure in found})
        return [self._shown(figure) for figure in found]

    def _shown(self, figure: Figure) -> Figure:
        if not is_of_children(figure.indicator):
            return figure
        top = self.areas.authority
        if figure.group and (top is None or figure.area != top.id):
            return withheld(figure)
        if figure.period not in self._kept and not self._is_public(figure):
            return withheld(figure)
        return withheld(figure) if (figure.area, figure.group) in self._hidden[figure.indicator, figure.period] else figure

    def _is_public(self, figure: Figure) -> bool:
        return figure.area in self.areas and self.areas[figure.area].kind is AreaKind.COMPARATOR

    def _decide(self, wanted: set[tuple[str, Period]]) -> None:
        """Decide what is withheld of ``wanted``, over the whole tree of areas, once for each."""
        missing = {pair for pair in wanted if pair not in self._hidden and pair[1] in self._kept}
        if not missing:
            return
        months = {pair: self._months_of(pair[1]) for pair in missing if pair[1].kind is PeriodKind.FINANCIAL_YEAR}
        asked = {period for _, period in missing} | {one for listed in months.values() for one in listed}
        found = self._book.figures(ids=sorted({id for id, _ in missing}), periods=sorted(asked))
        grouped: dict[tuple[str, Period], list[Figure]] = {pair: [] for pair in missing}
        for figure in found:
            grouped.setdefault((figure.indicator, figure.period), []).append(figure)
        for pair in sorted(grouped, key=lambda pair: pair in months):
            hidden = self._hidden_of(grouped[pair])
            for one in months.get(pair, ()):
                hidden |= self._hidden.get((pair[0], one), frozenset())
            self._hidden[pair] = hidden

    def _hidden_of(self, figures: Sequence[Figure]) -> frozenset[tuple[str, str]]:
        """Areas of the whole; of the authority its groups, which add up to it."""
        areas = {figure.area: figure for figure in figures if not figure.group}
        gone = {(area, "") for area in hidden_parts(areas, self._parts, self._threshold)}
        top = self.areas.authority
        groups = {figure.group: figure for figure in figures if figure.group and top is not None and figure.area == top.id}
        if groups and top is not None:
            whole = {"": areas[top.id]} if top.id in areas else {}
            gone |= {(top.id, group) for group in hidden_parts(whole | groups, {"": tuple(groups)}, self._threshold)}
        return frozenset(gone)

    def _months_of(self, year: Period) -> list[Period]:
        return [one for one in months_to(month_of(year.end), 12) if one in self._kept]
