"""What a reader of a public edition can work out: every withheld number lies between two bounds that sums and totals set.

Whoever knows a whole and all its parts but one knows that one. So the numbers of an edition are nodes, each sum that holds among
them is an equation, and the bounds of what is withheld are narrowed until nothing changes. A number whose bounds meet is known.

An edition of a whole county's pages has some hundred thousand numbers, so all equations are narrowed side by side, in columns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

UNKNOWN = 10**9
"""More than any count: the upper bound of what nothing limits."""

Column = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Sum:
    """``whole`` is the sum of ``parts``. It is plain where its parts divide the whole as a table does: by area, group or month.

    Each is one of its own: two with the same members are two.
    """

    whole: Hashable
    parts: tuple[Hashable, ...]
    is_plain: bool = False

    def members(self) -> tuple[Hashable, ...]:
        return (self.whole, *self.parts)


class Numbers:
    """True values, the sums among them, and which are withheld. A number with no true value is one that nobody printed."""

    def __init__(self, values: Mapping[Hashable, int], sums: Iterable[Sum]) -> None:
        self.sums = list(sums)
        self.values = values
        self.withheld: set[Hashable] = set()
        self.sums_of: dict[Hashable, list[Sum]] = defaultdict(list)
        for one in self.sums:
            for member in one.members():
                self.sums_of[member].append(one)
        self._index = {number: place for place, number in enumerate(dict.fromkeys((*values, *self.sums_of)))}
        self._true: Column = np.array([values.get(number, -1) for number in self._index], dtype=np.int64)
        self._hidden = self._true < 0
        self._whole: Column = np.array([self._index[one.whole] for one in self.sums], dtype=np.int64)
        self._parts: Column = np.array([self._index[part] for one in self.sums for part in one.parts], dtype=np.int64)
        sizes = np.array([len(one.parts) for one in self.sums], dtype=np.int64)
        self._sum_of_part: Column = np.repeat(np.arange(len(self.sums)), sizes)

    def is_shown(self, number: Hashable) -> bool:
        return number in self.values and number not in self.withheld

    def withhold(self, number: Hashable) -> None:
        self.withheld.add(number)
        self._hidden[self._index[number]] = True

    def bounds(self) -> Bounds:
        """The narrowest bounds of everything that is not shown.

        Whoever knows that a nought is always shown knows that what is withheld is at least 1.
        """
        hidden = self._hidden
        low = np.where(hidden, np.where(self._true > 0, 1, 0), self._true)
        high = np.where(hidden, UNKNOWN, self._true)
        chosen = self._with_any_of(hidden)
        while chosen.size:
            changed = self._narrow(chosen, low, high)
            if (low > high).any():
                number = list(self._index)[int(np.argmax(low > high))]
                raise AssertionError(f"The sums around {number} contradict each other.")
            chosen = self._with_any_of(changed)
        return Bounds(self._index, hidden.copy(), low, high)

    def _with_any_of(self, numbers: NDArray[np.bool_]) -> Column:
        """The sums that have a member among ``numbers``."""
        touched = numbers[self._whole]
        touched[self._sum_of_part[numbers[self._parts]]] = True
        return np.flatnonzero(touched)

    def _narrow(self, chosen: Column, low: Column, high: Column) -> NDArray[np.bool_]:
        """Narrow the bounds by each of the sums ``chosen``, side by side; which of them changed."""
        is_chosen = np.zeros(len(self.sums), dtype=np.int64)
        is_chosen[chosen] = 1
        at = np.flatnonzero(is_chosen[self._sum_of_part])
        row = (np.cumsum(is_chosen) - 1)[self._sum_of_part[at]]
        parts, whole = self._parts[at], self._whole[chosen]
        before_low, before_high = low.copy(), high.copy()
        lows = np.bincount(row, weights=low[parts], minlength=chosen.size).astype(np.int64)
        highs = np.bincount(row, weights=high[parts], minlength=chosen.size).astype(np.int64)
        np.maximum.at(low, whole, lows)
        np.minimum.at(high, whole, highs)
        at_least = low[whole][row] - (highs[row] - before_high[parts])
        at_most = high[whole][row] - (lows[row] - before_low[parts])
        np.maximum.at(low, parts, at_least)
        np.minimum.at(high, parts, at_most)
        changed: NDArray[np.bool_] = (low != before_low) | (high != before_high)
        return changed

    def small_remainders(self, bounds: Bounds, threshold: int) -> list[Sum]:
        """The plain sums whose whole is known while those parts that are not add up to 1 to ``threshold``."""
        known = bounds.is_known & (self._true >= 0)
        given = np.where(known[self._parts], self._true[self._parts], 0)
        rest = np.where(known[self._whole], self._true[self._whole], 0)
        rest = rest - np.bincount(self._sum_of_part, weights=given, minlength=len(self.sums)).astype(np.int64)
        small = known[self._whole] & (rest > 0) & (rest <= threshold)
        return [self.sums[place] for place in np.flatnonzero(small) if self.sums[place].is_plain]

    def giving_away(self, number: Hashable, bounds: Bounds) -> Sequence[Sum]:
        """The sums that hold ``number``, first those in which it is the only one not known."""
        return sorted(self.sums_of[number], key=lambda one: sum(not bounds.knows(member) for member in one.members()))


@dataclass(frozen=True)
class Bounds:
    """What is known of each number at one moment of deciding."""

    index: Mapping[Hashable, int]
    hidden: NDArray[np.bool_]
    low: Column
    high: Column

    @property
    def is_known(self) -> NDArray[np.bool_]:
        known: NDArray[np.bool_] = self.low == self.high
        return known

    def was_hidden(self, number: Hashable) -> bool:
        """Whether the number was not shown when these bounds were worked out."""
        return bool(self.hidden[self.index[number]])

    def knows(self, number: Hashable) -> bool:
        """Whether a reader knows it, shown or worked out."""
        place = self.index[number]
        return bool(self.low[place] == self.high[place])
