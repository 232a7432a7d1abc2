"""Chance that comes out the same on every machine: one seeded stream, and durations read off a table by straight lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


class Choice(Generic[T]):
    """One of some things by weight: ``Choice({"V2": 3, "C1": 1}).of(rng)``."""

    def __init__(self, weights: dict[T, float]) -> None:
        self._things = list(weights)
        self._sums = list(accumulate(weights.values()))

    def of(self, rng: Random) -> T:
        return self._things[min(bisect_right(self._sums, rng.random() * self._sums[-1]), len(self._things) - 1)]


class Spread:
    """A whole number by its quantiles, evenly spaced: ``Spread(1, 10, 100)`` has the median 10; straight lines between."""

    def __init__(self, *quantiles: int) -> None:
        self._points: Sequence[int] = quantiles

    def of(self, rng: Random) -> int:
        place = rng.random() * (len(self._points) - 1)
        lower = int(place)
        below, above = self._points[lower], self._points[lower + 1]
        return below + int((place - lower) * (above - below))


LAG = Spread(0, 0, 0, 1, 1, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 12, 20, 35, 60)
"""Days from an event to its entry: mostly at once, nearly all within ten days, a tail up to sixty."""
