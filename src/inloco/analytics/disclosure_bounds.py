"""What a reader of a public edition can work out: every withheld number lies between two bounds that sums and totals set.

Whoever knows a whole and all its parts but one knows that one. So the numbers of an edition are nodes, each sum that holds among
them is an equation, and the bounds of what is withheld are narrowed until nothing changes. A number whose bounds meet is known.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

UNKNOWN = 10**9
"""More than any count: the upper bound of what nothing limits."""


@dataclass(frozen=True)
class Sum:
    """``whole`` is the sum of ``parts``."""

    whole: Hashable
    parts: tuple[Hashable, ...]

    def members(self) -> tuple[Hashable, ...]:
        return (self.whole, *self.parts)


@dataclass
class Numbers:
    """True values, the sums among them, and which are withheld. A number with no true value is one that nobody printed."""

    values: dict[Hashable, int] = field(default_factory=dict)
    withheld: set[Hashable] = field(default_factory=set)
    sums_of: dict[Hashable, list[Sum]] = field(default_factory=lambda: defaultdict(list))

    def add(self, one: Sum) -> None:
        for member in one.members():
            self.sums_of[member].append(one)

    def is_shown(self, number: Hashable) -> bool:
        return number in self.values and number not in self.withheld

    def bounds(self, start: Iterable[Hashable]) -> dict[Hashable, tuple[int, int]]:
        """The narrowest bounds of the numbers in ``start`` and of all that hang together with them.

        Whoever knows that a nought is always shown knows that what is withheld is at least 1.
        """
        bounds: dict[Hashable, tuple[int, int]] = {}
        touched: dict[int, Sum] = {}
        stack = [number for number in start if not self.is_shown(number)]
        while stack:
            number = stack.pop()
            if number in bounds:
                continue
            bounds[number] = (1 if self.values.get(number, 0) > 0 else 0, UNKNOWN)
            for one in self.sums_of[number]:
                if id(one) not in touched:
                    touched[id(one)] = one
                    stack += [member for member in one.members() if not self.is_shown(member)]
        queue = deque(touched.values())
        waiting = set(touched)
        while queue:
            one = queue.popleft()
            waiting.discard(id(one))
            for number in self._narrow(one, bounds):
                for other in self.sums_of[number]:
                    if id(other) not in waiting:
                        waiting.add(id(other))
                        queue.append(other)
        return bounds

    def _at(self, number: Hashable, bounds: Mapping[Hashable, tuple[int, int]]) -> tuple[int, int]:
        if number in bounds:
            return bounds[number]
        return (self.values[number], self.values[number]) if number in self.values else (0, UNKNOWN)

    def _narrow(self, one: Sum, bounds: dict[Hashable, tuple[int, int]]) -> list[Hashable]:
        """Narrow the bounds of the members of one sum; which of them changed."""
        low, high = self._at(one.whole, bounds)
        parts = [self._at(part, bounds) for part in one.parts]
        lows, highs = sum(part[0] for part in parts), sum(part[1] for part in parts)
        changed: list[Hashable] = []

        def narrow(number: Hashable, at_least: int, at_most: int) -> None:
            if number not in bounds:
                return
            before = bounds[number]
            after = max(before[0], at_least), min(before[1], at_most)
            if after != before:
                if after[0] > after[1]:
                    raise AssertionError(f"The sums around {number} contradict each other.")
                bounds[number] = after
                changed.append(number)

        narrow(one.whole, lows, highs)
        low, high = self._at(one.whole, bounds)
        for part, (part_low, part_high) in zip(one.parts, parts, strict=True):
            narrow(part, low - (highs - part_high), high - (lows - part_low))
        return changed

    def giving_away(self, number: Hashable, bounds: Mapping[Hashable, tuple[int, int]]) -> Sequence[Sum]:
        """The sums that hold ``number``, first those in which it is the only one not known."""
        return sorted(
            self.sums_of[number], key=lambda one: sum(low != high for low, high in (self._at(m, bounds) for m in one.members()))
        )
