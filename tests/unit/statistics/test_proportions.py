"""Intervals against published examples."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inloco.analytics.statistics.proportions import Share, difference, wilson

shares = st.integers(1, 300).flatmap(lambda of: st.integers(0, of).map(lambda met: Share(met, of)))


@pytest.mark.parametrize(
    ("met", "of", "lower", "upper"),
    [
        (81, 263, 0.2553, 0.3662),  # Newcombe 1998, one proportion, method 3
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (20, 20, 0.8389, 1.0),
    ],
)
def test_wilson(met: int, of: int, lower: float, upper: float) -> None:
    found = wilson(Share(met, of))
    assert (round(found.lower, 4), round(found.upper, 4)) == (lower, upper)


@pytest.mark.parametrize(
    ("a", "b", "lower", "upper"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),  # Newcombe 1998, two proportions, method 10
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_difference(a: tuple[int, int], b: tuple[int, int], lower: float, upper: float) -> None:
    found = difference(Share(*a), Share(*b))
    assert (round(found.lower, 4), round(found.upper, 4)) == (lower, upper)


@given(shares, shares)
def test_an_interval_holds_its_value(a: Share, b: Share) -> None:
    assert a.value in wilson(a)
    assert a.value - b.value in difference(a, b)
    assert difference(a, b).lower == pytest.approx(-difference(b, a).upper)


@pytest.mark.parametrize(("met", "of"), [(1, 0), (3, 2), (-1, 5)])
def test_what_is_no_share(met: int, of: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        Share(met, of)
