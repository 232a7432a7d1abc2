"""Funnel plots: is a team unlike the council, or only small?

Ten children give shares of 70 % and 90 % by chance alone where the council has 80 %. So each team is held against what chance
would give a team of its size at the council's share: limits of 95 % and of 99.8 %, from the binomial distribution in whole
numbers. Where teams differ among themselves by more than chance, that is said beside the plot; the limits are not widened for it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from inloco.analytics.statistics.proportions import Share

TAIL_95 = Fraction(25, 1000)
TAIL_998 = Fraction(1, 1000)
"""What lies beyond a limit on either side."""

ENOUGH_TEAMS = 5
"""With fewer teams nobody can say whether they differ by more than chance."""


class Place(StrEnum):
    """Where a team lies."""

    INSIDE = "within chance"
    ABOVE_95 = "higher than chance usually gives"
    BELOW_95 = "lower than chance usually gives"
    ABOVE_998 = "much higher than chance gives"
    BELOW_998 = "much lower than chance gives"
    NO_CHILDREN = "no children"

    @property
    def direction(self) -> int:
        """1 above the limits, -1 below, else 0."""
        return {Place.ABOVE_95: 1, Place.ABOVE_998: 1, Place.BELOW_95: -1, Place.BELOW_998: -1}.get(self, 0)


@dataclass(frozen=True)
class Limits:
    """What a share may be by chance in a group of this size, as shares of 1."""

    lower_998: float
    lower_95: float
    upper_95: float
    upper_998: float


@dataclass(frozen=True)
class Spot:
    """One team in the plot. ``limits`` are None where it has no children."""

    area: str
    met: int
    of: int
    place: Place
    limits: Limits | None

    @property
    def value(self) -> float | None:
        return self.met / self.of if self.of else None


@dataclass(frozen=True)
class Funnel:
    """Every team given, in the order given. ``spread`` is about 1 where only chance makes teams differ; None for few teams."""

    expected: Share
    spots: tuple[Spot, ...]
    spread: float | None

    @property
    def is_overdispersed(self) -> bool:
        """Whether teams differ among themselves by more than two standard deviations above what chance gives."""
        if self.spread is None:
            return False
        teams = sum(1 for spot in self.spots if spot.of)
        return self.spread > 1 + 2 * math.sqrt(2 / teams)


def funnel(teams: Mapping[str, tuple[int, int]], expected: Share | None = None) -> Funnel | None:
    """``teams`` as (met, of) against the ``expected`` share; without one, against all of them together.

    None where nobody has any children.
    """
    if expected is None:
        of = sum(of for _, of in teams.values())
        if not of:
            return None
        expected = Share(sum(met for met, _ in teams.values()), of)
    common = math.gcd(expected.met, expected.of)
    reduced = Share(expected.met // common, expected.of // common)
    spots = tuple(_spot(area, met, of, reduced) for area, (met, of) in teams.items())
    return Funnel(expected, spots, _spread(spots, expected))


def limits(of: int, expected: Share) -> Limits:
    """The limits for ``of`` children, drawn as a smooth line between the whole numbers that bound them.

    In a small group even nobody, or everybody, is no surprise: then the limit is 0 or 1, for no share lies beyond.
    """
    lower_998, lower_95, upper_95, upper_998 = (min(max(float(edge / of), 0.0), 1.0) for edge in _edges(of, expected))
    return Limits(lower_998, lower_95, upper_95, upper_998)


def _spot(area: str, met: int, of: int, expected: Share) -> Spot:
    if not of:
        return Spot(area, met, of, Place.NO_CHILDREN, None)
    lower_998, lower_95, upper_95, upper_998 = _edges(of, expected)
    if met < lower_998:
        place = Place.BELOW_998
    elif met > upper_998:
        place = Place.ABOVE_998
    elif met < lower_95:
        place = Place.BELOW_95
    elif met > upper_95:
        place = Place.ABOVE_95
    else:
        place = Place.INSIDE
    return Spot(area, met, of, place, limits(of, expected))


@lru_cache(maxsize=4096)
def _edges(of: int, expected: Share) -> tuple[Fraction, Fraction, Fraction, Fraction]:
    """The numbers between which a group of this size lies: outer and inner lower, inner and outer upper."""
    return (
        _lower(of, expected, TAIL_998),
        _lower(of, expected, TAIL_95),
        _upper(of, expected, TAIL_95),
        _upper(of, expected, TAIL_998),
    )


def _lower(of: int, expected: Share, tail: Fraction) -> Fraction:
    """The number below which ``tail`` lies: less than that has a probability below ``tail``, exactly."""
    whole: int = expected.of**of * tail.numerator
    below = 0
    for number, ways in _ways(of, expected.met, expected.of - expected.met):
        below += ways
        if below * tail.denominator >= whole:
            return number - Fraction(below * tail.denominator - whole, ways * tail.denominator)
    raise AssertionError("the probabilities add up to 1")


def _upper(of: int, expected: Share, tail: Fraction) -> Fraction:
    """The same from above: whoever is not met, counted from below."""
    return of - _lower(of, Share(expected.of - expected.met, expected.of), tail)


def _ways(of: int, yes: int, no: int) -> Iterator[tuple[int, int]]:
    """Each number that can occur, from the least, and its probability times (yes + no) to the power of ``of``."""
    if not yes:
        yield 0, no**of
        return
    if not no:
        yield of, yes**of
        return
    ways = no**of
    for number in range(of + 1):
        yield number, ways
        ways = ways * (of - number) * yes // ((number + 1) * no)


def _spread(spots: tuple[Spot, ...], expected: Share) -> float | None:
    """The mean squared distance from the council's share in standard deviations of chance."""
    variance = expected.value * (1 - expected.value)
    filled = [spot for spot in spots if spot.of]
    if len(filled) < ENOUGH_TEAMS or not variance:
        return None
    return sum((spot.met / spot.of - expected.value) ** 2 * spot.of / variance for spot in filled) / len(filled)
