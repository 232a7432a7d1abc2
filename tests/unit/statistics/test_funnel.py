"""Funnels against binomial probabilities worked by hand."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inloco.analytics.statistics.funnel import Place, funnel, limits
from inloco.analytics.statistics.proportions import Share

HALF = Share(1, 2)


@pytest.mark.parametrize(
    ("met", "place"),
    [
        # Ten children at a half: P(0) = 1/1024 = 0.00098, P(at most 1) = 11/1024 = 0.0107, P(at most 2) = 56/1024 = 0.0547.
        (0, Place.BELOW_998),
        (1, Place.BELOW_95),
        (2, Place.INSIDE),
        (8, Place.INSIDE),
        (9, Place.ABOVE_95),
        (10, Place.ABOVE_998),
    ],
)
def test_ten_children_at_a_half(met: int, place: Place) -> None:
    found = funnel({"elm": (met, 10)}, HALF)
    assert found is not None
    assert found.spots[0].place is place


def test_few_children_are_never_outside() -> None:
    found = funnel({"elm": (0, 3), "oak": (3, 3)}, HALF)
    assert found is not None
    assert {spot.place for spot in found.spots} == {Place.INSIDE}


def test_a_limit_by_hand() -> None:
    # P(at most 1) = 11/1024 < 0.025 ≤ 56/1024 = P(at most 2): the limit is 2 - (56 - 25.6) / 45 = 1.3244 of 10.
    assert limits(10, HALF).lower_95 == pytest.approx(0.13244, abs=1e-5)
    assert limits(10, HALF).upper_95 == pytest.approx(0.86756, abs=1e-5)


def test_the_expected_share_is_that_of_all_together() -> None:
    found = funnel({"elm": (8, 10), "oak": (20, 30), "ash": (0, 0)})
    assert found is not None
    assert found.expected == Share(28, 40)
    assert found.spots[2].place is Place.NO_CHILDREN
    assert (found.spots[2].limits, found.spots[2].value) == (None, None)
    assert funnel({"ash": (0, 0)}) is None


def test_where_everybody_is_met_nobody_less_is_chance() -> None:
    found = funnel({"elm": (10, 10), "oak": (9, 10)}, Share(50, 50))
    assert found is not None
    assert [spot.place for spot in found.spots] == [Place.INSIDE, Place.BELOW_998]


def test_spread_between_teams() -> None:
    # Share 0.5 and 100 children each: 0.6 and 0.4 lie two standard deviations of 0.05 off, so the mean square is 4.
    apart = funnel({name: (met, 100) for name, met in zip("abcdef", (60, 40) * 3, strict=True)})
    assert apart is not None
    assert apart.spread == pytest.approx(4)
    assert apart.is_overdispersed
    alike = funnel({name: (met, 100) for name, met in zip("abcdef", (55, 45) * 3, strict=True)})
    assert alike is not None
    assert (alike.spread, alike.is_overdispersed) == (pytest.approx(1), False)
    few = funnel({"a": (60, 100), "b": (40, 100)})
    assert few is not None
    assert few.spread is None


@given(st.integers(1, 60), st.integers(0, 20), st.integers(1, 20), st.data())
def test_outside_is_a_tail_below_the_limit(of: int, yes: int, no: int, data: st.DataObject) -> None:
    met = data.draw(st.integers(0, of))
    found = funnel({"elm": (met, of)}, Share(yes, yes + no))
    assert found is not None
    ways = [comb(of, k) * yes**k * no ** (of - k) for k in range(of + 1)]
    low, high, whole = sum(ways[: met + 1]), sum(ways[met:]), (yes + no) ** of
    place = found.spots[0].place
    assert (place is Place.BELOW_998) == (1000 * low < whole)
    assert (place is Place.ABOVE_998) == (1000 * high < whole)
    assert (place.direction == 0) == (40 * low >= whole and 40 * high >= whole)


def test_no_limit_lies_beyond_nobody_or_everybody() -> None:
    for of in range(1, 12):
        found = limits(of, Share(7, 10))
        assert 0 <= found.lower_998 <= found.lower_95 <= found.upper_95 <= found.upper_998 <= 1
