"""Control charts against numbers worked by hand."""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from inloco.analytics.figure import Figure, Status, Unit
from inloco.analytics.indicators.definition import Polarity
from inloco.analytics.periods import month, months_to
from inloco.analytics.statistics.xmr import Signal, TrendWord, chart, chart_of_figures, trend_word


def numbers(*values: float | None) -> list[Decimal | None]:
    return [None if value is None else Decimal(str(value)) for value in values]


def figures(values: Sequence[float | None], versions: Sequence[int] | None = None, unit: Unit = Unit.PERCENT) -> list[Figure]:
    periods = months_to(month(2019, 8), len(values))
    return [
        Figure("x_pct", version, "A", period, None, None, value, unit, Status.FINAL, "s")
        for period, value, version in zip(periods, numbers(*values), versions or [1] * len(values), strict=True)
    ]


def test_centre_and_limits_by_hand() -> None:
    # Mean of 10 12 11 13 9 11 is 11; moving ranges 2 1 2 4 2 have the mean 2.2; 2.66 × 2.2 = 5.852.
    (segment,) = chart(numbers(10, 12, 11, 13, 9, 11), Unit.COUNT).segments
    assert segment.centre == 11
    assert segment.lower == Decimal("5.148")
    assert segment.upper == Decimal("16.852")
    assert segment.trial


@pytest.mark.parametrize(
    ("unit", "level", "lower", "upper"),
    [
        (Unit.PERCENT, 98, Decimal("92.68"), Decimal(100)),
        (Unit.PERCENT, 2, Decimal(0), Decimal("7.32")),
        (Unit.COUNT, 2, Decimal(0), Decimal("7.32")),
        (Unit.RATE, 98, Decimal("92.68"), Decimal("103.32")),
    ],
)
def test_limits_keep_within_what_is_possible(unit: Unit, level: int, lower: Decimal, upper: Decimal) -> None:
    # Level ±1 by turns: every moving range is 2, so limits lie 5.32 from the centre.
    (segment,) = chart(numbers(*[level - 1, level + 1] * 6), unit).segments
    assert (segment.lower, segment.upper, segment.trial) == (lower, upper, False)


def test_few_points_have_no_limits() -> None:
    (segment,) = chart(numbers(1, 2, 3, 4, 50), Unit.COUNT).segments
    assert (segment.lower, segment.upper, segment.trial) == (None, None, True)


def test_a_point_outside() -> None:
    found = chart(numbers(10, 11, 10, 11, 10, 11, 10, 30, 10, 11, 10, 11), Unit.COUNT)
    assert Signal.OUTSIDE in found.signals[7]
    assert found.segments[0].points[7].direction == 1


@pytest.mark.parametrize(("run", "marked"), [(7, list(range(7))), (6, [])])
def test_a_shift_takes_seven(run: int, marked: list[int]) -> None:
    values = [12, 13] * 3 + [12]
    below = [8, 7] * 3 + [8]
    found = chart(numbers(*values[:run], 9, 11, 9, 11, *below[:run], 11, 9), Unit.COUNT)
    assert [i for i, signals in found.signals.items() if Signal.SHIFT in signals and i < 8] == marked


def test_a_point_on_the_centre_ends_a_run() -> None:
    # The centre is 10: three above, one on it, three above, and the same below.
    found = chart(numbers(11, 12, 11, 10, 11, 12, 11, 9, 8, 9, 10, 9, 8, 9), Unit.COUNT)
    assert found.segments[0].centre == 10
    assert found.signals == {}


@pytest.mark.parametrize(
    ("values", "marked"),
    [
        ((50, 10, 11, 12, 13, 14, 15, 16, 12), list(range(1, 8))),
        ((50, 10, 11, 12, 13, 14, 15, 12, 20), []),
        ((50, 10, 11, 12, 12, 13, 14, 15, 16), []),
        ((10, 60, 59, 58, 57, 56, 55, 54, 60), list(range(1, 8))),
    ],
    ids=["seven rising", "six rising", "a standstill ends it", "seven falling"],
)
def test_a_trend_takes_seven_points(values: tuple[int, ...], marked: list[int]) -> None:
    found = chart(numbers(*values), Unit.COUNT)
    assert [i for i, signals in found.signals.items() if Signal.TREND in signals] == marked


def test_two_of_three_near_a_limit() -> None:
    # Centre 162 / 15 = 10.8; moving ranges 11 × 2 + 3 × 4.5 = 35.5, of 14; reach 2.66 × 35.5 / 14 = 6.745: the outer third begins
    # 4.497 from the centre, and 15.5 is 4.7 from it.
    level = [9, 11] * 6
    found = chart(numbers(*level, 15.5, 11, 15.5), Unit.COUNT)
    assert found.signals == {12: (Signal.TWO_OF_THREE,), 14: (Signal.TWO_OF_THREE,)}
    one_of_three = chart(numbers(*level, 15.5, 11, 11), Unit.COUNT)
    assert one_of_three.signals == {}


def test_a_level_series_has_no_signal() -> None:
    assert chart(numbers(*[5] * 20), Unit.COUNT).signals == {}


def test_no_children_is_passed_over_and_never_nought() -> None:
    with_gaps = chart(numbers(10, None, 12, 11, None, 13, 9, 11), Unit.COUNT)
    without = chart(numbers(10, 12, 11, 13, 9, 11), Unit.COUNT)
    assert with_gaps.segments[0].centre == without.segments[0].centre
    assert with_gaps.segments[0].upper == without.segments[0].upper
    assert [point.position for point in with_gaps.segments[0].points] == [0, 2, 3, 5, 6, 7]


def test_nothing_is_compared_across_a_change_of_definition() -> None:
    before, after = [90, 91] * 6, [60, 61] * 6
    found = chart_of_figures(figures([*before, *after], [1] * 12 + [2] * 12))
    assert [segment.version for segment in found.segments] == [1, 2]
    assert [segment.centre for segment in found.segments] == [Decimal("90.5"), Decimal("60.5")]
    assert found.signals == {}
    assert chart_of_figures(figures([*before, *after])).signals != {}


STEADY = [50, 52, 51, 49, 50, 51, 49, 50, 52, 51, 49, 50]


@pytest.mark.parametrize(
    ("values", "polarity", "word"),
    [
        ([*STEADY, 75], Polarity.HIGHER_IS_BETTER, TrendWord.BETTER),
        ([*STEADY, 75], Polarity.LOWER_IS_BETTER, TrendWord.WORSE),
        ([*STEADY, 75], Polarity.NEUTRAL, TrendWord.HIGHER),
        ([*STEADY, 25], Polarity.HIGHER_IS_BETTER, TrendWord.WORSE),
        ([*STEADY, 25], Polarity.NEUTRAL, TrendWord.LOWER),
        ([*STEADY, 51], Polarity.HIGHER_IS_BETTER, TrendWord.NO_REAL_CHANGE),
        ([*STEADY, 75, None], Polarity.HIGHER_IS_BETTER, TrendWord.BETTER),
        ([75, 25, *STEADY], Polarity.HIGHER_IS_BETTER, TrendWord.NO_REAL_CHANGE),
        ([50, 90, 10, 50, 90, 10], Polarity.HIGHER_IS_BETTER, TrendWord.TOO_LITTLE_DATA),
        ([None, None], Polarity.HIGHER_IS_BETTER, TrendWord.TOO_LITTLE_DATA),
        ([], Polarity.HIGHER_IS_BETTER, TrendWord.TOO_LITTLE_DATA),
    ],
)
def test_the_word_for_the_latest_month(values: list[float | None], polarity: Polarity, word: TrendWord) -> None:
    assert trend_word(figures(values), polarity) is word


def test_after_a_change_of_definition_the_word_waits() -> None:
    series = figures([*STEADY, 75, 76], [1] * 12 + [2] * 2)
    assert trend_word(series, Polarity.HIGHER_IS_BETTER) is TrendWord.TOO_LITTLE_DATA


def test_a_missing_figure_is_passed_over() -> None:
    series: list[Figure | None] = [None, *figures(STEADY), None]
    assert trend_word(series, Polarity.HIGHER_IS_BETTER) is TrendWord.NO_REAL_CHANGE
    assert chart_of_figures([None]).segments == ()
