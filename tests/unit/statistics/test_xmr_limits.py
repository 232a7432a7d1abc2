"""Icons, new limits and locked limits, against numbers worked by hand."""

from datetime import date
from decimal import Decimal

import pytest

from inloco.analytics.figure import Unit
from inloco.analytics.indicators.definition import Polarity
from inloco.analytics.periods import month, months_to
from inloco.analytics.settings import LimitChange
from inloco.analytics.statistics.xmr import (
    Assurance,
    Rebase,
    Variation,
    assurance,
    chart,
    lead_months,
    rebases_of,
    variation,
)

HIGH, LOW, NEUTRAL = Polarity.HIGHER_IS_BETTER, Polarity.LOWER_IS_BETTER, Polarity.NEUTRAL


def numbers(*values: int) -> list[Decimal | None]:
    return [Decimal(value) for value in values]


LEVEL = [79, 81] * 6  # the mean is 80, every moving range 2, so that the limits are 74.68 and 85.32


@pytest.mark.parametrize(
    ("last", "polarity", "word"),
    [
        (80, HIGH, Variation.COMMON_CAUSE),
        (99, HIGH, Variation.IMPROVING),
        (99, LOW, Variation.CONCERNING),
        (99, NEUTRAL, Variation.HIGHER),
        (50, HIGH, Variation.CONCERNING),
        (50, LOW, Variation.IMPROVING),
        (50, NEUTRAL, Variation.LOWER),
    ],
)
def test_the_variation_icon(last: int, polarity: Polarity, word: Variation) -> None:
    assert variation(chart(numbers(*LEVEL, last), Unit.PERCENT), polarity) is word


def test_five_points_have_no_icons() -> None:
    few = chart(numbers(1, 2, 3, 4, 50), Unit.PERCENT)
    assert variation(few, HIGH) is Variation.TOO_LITTLE_DATA
    assert assurance(few, Decimal(3), HIGH) is Assurance.TOO_LITTLE_DATA
    assert variation(chart([None], Unit.PERCENT), HIGH) is Variation.TOO_LITTLE_DATA
    assert assurance(chart([], Unit.PERCENT), Decimal(3), HIGH) is Assurance.TOO_LITTLE_DATA


@pytest.mark.parametrize(
    ("target", "polarity", "word"),
    [
        ("74", HIGH, Assurance.ACHIEVING),
        ("74.68", HIGH, Assurance.ACHIEVING),
        ("75", HIGH, Assurance.HIT_AND_MISS),
        ("85.32", HIGH, Assurance.HIT_AND_MISS),
        ("86", HIGH, Assurance.FAILING),
        ("86", LOW, Assurance.ACHIEVING),
        ("80", LOW, Assurance.HIT_AND_MISS),
        ("74", LOW, Assurance.FAILING),
        ("80", NEUTRAL, Assurance.NO_TARGET),
        (None, HIGH, Assurance.NO_TARGET),
    ],
)
def test_the_assurance_icon(target: str | None, polarity: Polarity, word: Assurance) -> None:
    found = chart(numbers(*LEVEL), Unit.PERCENT)
    assert assurance(found, Decimal(target) if target else None, polarity) is word


def test_new_limits_with_a_reason() -> None:
    found = chart(numbers(*LEVEL, *[49, 51] * 6), Unit.PERCENT, rebases=[Rebase(12, "A new team took over.")])
    before, after = found.segments
    assert (before.centre, before.reason) == (80, "")
    assert (after.centre, after.reason, after.trial, after.is_locked) == (50, "A new team took over.", False, False)
    assert after.points[0].position == 12
    assert found.signals == {}


def test_locked_limits_hold_for_later_points() -> None:
    (segment,) = chart(numbers(*LEVEL, *[90] * 3), Unit.PERCENT, rebases=[Rebase(0, "Before the new form.", 11)]).segments
    assert (segment.centre, segment.lower, segment.upper) == (80, Decimal("74.68"), Decimal("85.32"))
    assert (segment.is_locked, segment.trial) == (True, False)
    assert [point.position for point in segment.points if point.direction > 0] == [12, 13, 14]


def test_limits_locked_to_points_that_are_not_there_are_not_drawn() -> None:
    (segment,) = chart(numbers(*LEVEL), Unit.PERCENT, rebases=[Rebase(0, "Long ago.", -1)]).segments
    assert (segment.lower, segment.upper, segment.is_locked) == (None, None, True)


def test_a_lock_ends_with_the_definition() -> None:
    found = chart(numbers(*LEVEL, *LEVEL), Unit.PERCENT, [1] * 12 + [2] * 12, [Rebase(0, "Locked.", 11)])
    assert [(one.version, one.is_locked, one.reason) for one in found.segments] == [(1, False, "Locked."), (2, False, "")]


def test_an_outlier_counts_and_is_told() -> None:
    # Steps of 2 and two of 60: the mean of the 12 is 11.67, and 60 is more than 3.267 times that.
    (segment,) = chart(numbers(*[79, 81] * 3, 21, *[81, 79] * 3), Unit.COUNT).segments
    assert segment.large_steps == (6, 7)
    assert segment.lower == segment.centre - Decimal("2.66") * (Decimal(10 * 2 + 2 * 60) / 12)


def test_what_the_settings_mean_for_a_series() -> None:
    change = LimitChange("x_pct", date(2019, 4, 1), "A new team.", date(2019, 7, 31))
    months = months_to(month(2019, 8), 13)
    assert rebases_of([change], "x_pct", months) == [Rebase(8, "A new team.", 11)]
    assert rebases_of([change], "y_pct", months) == []
    later = months_to(month(2020, 8), 13)
    lead = lead_months([change], "x_pct", later)
    assert (lead[0], lead[-1]) == (month(2019, 4), month(2019, 7))
    assert rebases_of([change], "x_pct", [*lead, *later]) == [Rebase(0, "A new team.", 3)]
    assert lead_months([change], "y_pct", later) == []
    assert lead_months([change], "x_pct", months) == []
