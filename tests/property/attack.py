"""A reader of a public edition who can add up: finds, if there is one, another world that prints the same figures.

Written without a look at how figures are withheld. The unknowns are the smallest groups of children there are; every printed
number is a sum of some of them. A secret is safe when two worlds with different secrets print the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Equation:
    """The unknowns ``of`` add up to ``total``."""

    of: frozenset[int]
    total: int


def another_world(true: Sequence[int], printed: Sequence[Equation], secret: frozenset[int]) -> bool:
    """Whether whole numbers near the ``true`` ones print the same sums, while those of ``secret`` add up to something else.

    Another world near by is proof that the secret is safe; where none is found, it counts as worked out.
    """
    together: dict[tuple[bool, ...], set[int]] = defaultdict(set)
    for i in range(len(true)):  # whoever is always counted together is one unknown
        together[tuple(i in one for one in (secret, *(equation.of for equation in printed)))].add(i)
    merged = [sum(true[i] for i in members) for members in together.values()]

    def places(of: frozenset[int]) -> frozenset[int]:
        return frozenset(place for place, members in enumerate(together.values()) if members <= of)

    equations = [Equation(places(equation.of), equation.total) for equation in printed]
    if _Moves(merged, equations, places(secret)).another():
        return True
    number = sum(true[i] for i in secret)
    for reach in (1, 2, 4, 8):
        near = [(max(0, value - reach), value + reach) for value in merged]
        for step in (1, -1, 2, -2, 4, -4):
            if number + step >= 0 and _Search().solvable(near, [*equations, Equation(places(secret), number + step)]):
                return True
    return False


class _Moves:
    """Counts a child more or less in one group of the secret, and mends the sums that then fail by another child elsewhere, the
    shortest sum first, for so many children and steps at most."""

    def __init__(self, true: Sequence[int], equations: Sequence[Equation], secret: frozenset[int], steps: int = 4_000) -> None:
        self.true = true
        self.sums = sorted((equation.of for equation in equations), key=len)
        self.secret = secret
        self.steps = steps

    def another(self) -> bool:
        return any(
            self._mended({one: by}, children) for children in (1, 3, 5) for one in self.secret for by in self._possible(one)
        )

    def _possible(self, place: int) -> tuple[int, ...]:
        return (1, -1) if self.true[place] else (1,)

    def _mended(self, moved: dict[int, int], children: int) -> bool:
        self.steps -= 1
        gaps = ((of, sum(by for place, by in moved.items() if place in of)) for of in self.sums)
        of, gap = next(((of, gap) for of, gap in gaps if gap), (frozenset[int](), 0))
        if not gap:
            return sum(by for place, by in moved.items() if place in self.secret) != 0
        if not children or self.steps < 0:
            return False
        by = -1 if gap > 0 else 1
        return any(
            self._mended({**moved, place: by}, children - 1) for place in sorted(of - moved.keys()) if by in self._possible(place)
        )


class _Search:
    """Halves the bounds of the narrowest unknown until a world is found, for so many steps at most."""

    def __init__(self, steps: int = 1_000) -> None:
        self.steps = steps

    def solvable(self, bounds: Sequence[tuple[int, int]], equations: Sequence[Equation]) -> bool:
        self.steps -= 1
        tried = list(bounds)
        if self.steps < 0 or not _narrow(tried, equations):
            return False
        open_ = [i for i, (low, high) in enumerate(tried) if low < high]
        if not open_:
            return True
        chosen = min(open_, key=lambda i: tried[i][1] - tried[i][0])
        low, high = tried[chosen]
        middle = (low + high) // 2
        for half in ((low, middle), (middle + 1, high)):
            tried[chosen] = half
            if self.solvable(tried, equations):
                return True
        return False


def _narrow(bounds: list[tuple[int, int]], equations: Sequence[Equation]) -> bool:
    changed = True
    while changed:
        changed = False
        for equation in equations:
            lows = sum(bounds[i][0] for i in equation.of)
            highs = sum(bounds[i][1] for i in equation.of)
            if not lows <= equation.total <= highs:
                return False
            for i in equation.of:
                low, high = bounds[i]
                at_least = max(low, equation.total - (highs - high))
                at_most = min(high, equation.total - (lows - low))
                if (at_least, at_most) != (low, high):
                    if at_least > at_most:
                        return False
                    lows += at_least - low
                    highs += at_most - high
                    bounds[i] = (at_least, at_most)
                    changed = True
    return True
