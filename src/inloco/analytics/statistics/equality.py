"""Equality gaps: does a figure hold for every group of children, or do some get less than the rest?

Each group is compared with all the others together, who have nobody in common with it. A gap is named only where its interval
leaves out nought, which happens by chance in one of twenty comparisons.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from inloco.analytics.statistics.proportions import Interval, Share, difference, wilson

ENOUGH = 10
"""Groups of fewer children are put together, or said to be too few."""


class GapWord(StrEnum):
    """What the interval of a gap says."""

    HIGHER = "higher than the rest"
    LOWER = "lower than the rest"
    NO_CLEAR_GAP = "no clear difference"
    TOO_FEW = "too few to say"


@dataclass(frozen=True)
class Gap:
    """One group against the rest. ``members`` are its codes: several where small groups are together.

    ``rest``, ``interval``, ``gap`` and ``gap_interval`` are None where there are too few children in the group or in the rest.
    """

    members: tuple[str, ...]
    share: Share
    rest: Share | None
    interval: Interval | None
    gap: float | None
    gap_interval: Interval | None
    word: GapWord


def gaps(groups: Mapping[str, tuple[int, int]], enough: int = ENOUGH) -> list[Gap]:
    """Every group with children, as (met, of), in the order given; small ones together at the end."""
    shares = {group: Share(met, of) for group, (met, of) in groups.items() if of}
    if not shares:
        return []
    large = [group for group, share in shares.items() if share.of >= enough]
    small = tuple(group for group in shares if group not in large)
    parts: dict[tuple[str, ...], Share] = {(group,): shares[group] for group in large}
    if small:
        parts[small] = Share(sum(shares[group].met for group in small), sum(shares[group].of for group in small))
    met, of = sum(share.met for share in parts.values()), sum(share.of for share in parts.values())
    return [_gap(members, share, met - share.met, of - share.of, enough) for members, share in parts.items()]


def _gap(members: tuple[str, ...], share: Share, rest_met: int, rest_of: int, enough: int) -> Gap:
    if share.of < enough or rest_of < enough:
        return Gap(members, share, None, None, None, None, GapWord.TOO_FEW)
    rest = Share(rest_met, rest_of)
    apart = difference(share, rest)
    word = GapWord.HIGHER if apart.lower > 0 else GapWord.LOWER if apart.upper < 0 else GapWord.NO_CLEAR_GAP
    return Gap(members, share, rest, wilson(share), share.value - rest.value, apart, word)
