"""Gaps between groups: who is compared with whom, and what may be said."""

import pytest

from inloco.analytics.statistics.equality import GapWord, gaps
from inloco.analytics.statistics.proportions import Share


def test_a_group_against_the_rest() -> None:
    girls, boys = gaps({"F": (48, 80), "M": (56, 70)})
    assert (girls.share, girls.rest) == (Share(48, 80), Share(56, 70))
    assert girls.gap == pytest.approx(-0.2)
    assert girls.gap_interval is not None
    assert round(girls.gap_interval.upper, 4) == -0.0524
    assert (girls.word, boys.word) == (GapWord.LOWER, GapWord.HIGHER)


def test_a_gap_that_may_be_nothing() -> None:
    assert [one.word for one in gaps({"F": (40, 80), "M": (36, 70)})] == [GapWord.NO_CLEAR_GAP] * 2


def test_small_groups_are_put_together() -> None:
    found = gaps({"A": (30, 60), "B": (3, 6), "C": (2, 5), "D": (0, 0)})
    assert [one.members for one in found] == [("A",), ("B", "C")]
    assert found[1].share == Share(5, 11)
    assert found[1].word is GapWord.NO_CLEAR_GAP


def test_too_few_to_say() -> None:
    large, small = gaps({"A": (30, 60), "B": (3, 6)})
    assert (large.word, small.word) == (GapWord.TOO_FEW, GapWord.TOO_FEW)  # six children are too few for either side
    assert (small.gap, small.interval) == (None, None)
    assert gaps({"A": (0, 0)}) == []
