"""Shares of few children: how far a share can be trusted, and how far two shares lie apart.

Wilson's interval keeps within 0 and 1 and holds for small groups, where the textbook's does neither; Newcombe's interval for a
difference is made of two of Wilson's. No test and no p-value: an interval says how large a difference may be.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

Z_95 = 1.959963984540054
"""95 in 100 of a normal distribution lie within so many standard deviations of its mean."""


@dataclass(frozen=True)
class Share:
    """``met`` of ``of`` children, who are at least one."""

    met: int
    of: int

    def __post_init__(self) -> None:
        if not 0 <= self.met <= self.of or self.of < 1:
            raise ValueError(f"{self.met} of {self.of} is no share")

    @property
    def value(self) -> float:
        return self.met / self.of

    def __add__(self, other: Share) -> Share:
        return Share(self.met + other.met, self.of + other.of)


@dataclass(frozen=True)
class Interval:
    """From ``lower`` to ``upper``, as shares of 1."""

    lower: float
    upper: float

    def __contains__(self, value: object) -> bool:
        return isinstance(value, int | float) and self.lower <= value <= self.upper


def wilson(share: Share, z: float = Z_95) -> Interval:
    """Wilson's score interval, without a correction for continuity."""
    n, p = share.of, share.value
    middle = p + z * z / (2 * n)
    reach = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    lower = 0.0 if share.met == 0 else (middle - reach) / scale
    upper = 1.0 if share.met == share.of else (middle + reach) / scale
    return Interval(lower, upper)


def difference(a: Share, b: Share, z: float = Z_95) -> Interval:
    """Newcombe's interval for ``a`` minus ``b`` (his method 10), of two groups that have nobody in common."""
    first, second, gap = wilson(a, z), wilson(b, z), a.value - b.value
    return Interval(
        gap - math.hypot(a.value - first.lower, second.upper - b.value),
        gap + math.hypot(first.upper - a.value, b.value - second.lower),
    )
