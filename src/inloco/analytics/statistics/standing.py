"""Where a figure stands: its rank among its fellows, and how far it is from a target or from somebody else's figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from inloco.analytics.indicators.definition import Polarity


class Word(StrEnum):
    BETTER = "better"
    WORSE = "worse"
    HIGHER = "higher"
    LOWER = "lower"
    SAME = "the same"


@dataclass(frozen=True)
class Rank:
    """``place`` from 1 among ``of`` that have a figure; ``is_shared`` with another of the same value."""

    place: int
    of: int
    is_shared: bool

    def __str__(self) -> str:
        return f"{self.place}{'=' if self.is_shared else ''} of {self.of}"


def ranks(values: Mapping[str, Decimal | None], polarity: Polarity) -> dict[str, Rank | None]:
    """Everyone's rank, the best first; without a good direction the highest first. Without a figure there is no rank.

    Equal values share the better place, and the next place is left out.
    """
    known = [value for value in values.values() if value is not None]
    is_low_first = polarity is Polarity.LOWER_IS_BETTER

    def rank(value: Decimal | None) -> Rank | None:
        if value is None:
            return None
        ahead = sum(1 for other in known if (other < value if is_low_first else other > value))
        return Rank(ahead + 1, len(known), known.count(value) > 1)

    return {area: rank(value) for area, value in values.items()}


@dataclass(frozen=True)
class Distance:
    """From somebody else's value to ours, in the indicator's unit: ``size`` above 0 where ours is higher."""

    size: Decimal
    word: Word


def distance(value: Decimal, other: Decimal, polarity: Polarity) -> Distance:
    """How far ``value`` lies from ``other``, and whether that is better or worse."""
    size = value - other
    if size == 0:
        return Distance(size, Word.SAME)
    if polarity is Polarity.NEUTRAL:
        return Distance(size, Word.HIGHER if size > 0 else Word.LOWER)
    is_better = (size > 0) == (polarity is Polarity.HIGHER_IS_BETTER)
    return Distance(size, Word.BETTER if is_better else Word.WORSE)
