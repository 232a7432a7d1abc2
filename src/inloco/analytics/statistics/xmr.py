"""Control charts of individuals and moving ranges (XmR): which month is more than the usual coming and going?

The rules are those that the health service's Making Data Count programme uses, so that partners on the board know them. A change
of definition begins a new chart: nothing is compared across it. A month without children has no value and is passed over.

Every point counts in the limits: none is screened out, however far it lies. Limits begin anew only where the council says so with
a reason, and are locked where it names the points that they are to be worked out from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from itertools import groupby, pairwise

from inloco.analytics.figure import Figure, Unit
from inloco.analytics.indicators.definition import Polarity
from inloco.analytics.periods import Period, months_to
from inloco.analytics.settings import LimitChange

LARGE_STEP = Decimal("3.267")
"""A moving range of more mean moving ranges than that is unusual. It is told, and counts all the same."""

LIMIT_FACTOR = Decimal("2.66")
"""3 / 1.128: three standard deviations, estimated from the mean moving range of two neighbours."""

ENOUGH_FOR_LIMITS = 6
"""With fewer points there are no limits at all."""

ENOUGH = 12
"""With fewer points the limits are trial limits."""

LONGEST_LEAD = 120
"""No limits reach back further than ten years."""

RUN = 7
"""So many points on one side of the centre, or so many each above (or below) the one before, are no chance."""


class Signal(StrEnum):
    """Why a point is more than chance."""

    OUTSIDE = "outside the limits"
    SHIFT = "seven or more on one side of the centre"
    TWO_OF_THREE = "two of three near a limit"
    TREND = "seven or more in one direction"


class TrendWord(StrEnum):
    """What the latest point says. ``HIGHER`` and ``LOWER`` are for indicators without a good direction."""

    BETTER = "better"
    WORSE = "worse"
    HIGHER = "higher"
    LOWER = "lower"
    NO_REAL_CHANGE = "no real change"
    TOO_LITTLE_DATA = "too little data"


class Variation(StrEnum):
    """The first icon of Making Data Count: what the latest point says about the coming and going."""

    COMMON_CAUSE = "common cause"
    IMPROVING = "special cause, improving"
    CONCERNING = "special cause, concerning"
    HIGHER = "special cause, higher"
    LOWER = "special cause, lower"
    TOO_LITTLE_DATA = "too little data"


class Assurance(StrEnum):
    """The second icon: whether the target lies beyond what the usual coming and going reaches."""

    ACHIEVING = "consistently achieves the target"
    FAILING = "consistently misses the target"
    HIT_AND_MISS = "hits and misses the target"
    NO_TARGET = "no target"
    TOO_LITTLE_DATA = "too little data"


@dataclass(frozen=True)
class Rebase:
    """New limits from the point at ``position`` on, and why. With ``baseline_to`` they are worked out from the points until that
    position and locked for the later ones."""

    position: int
    reason: str
    baseline_to: int | None = None


@dataclass(frozen=True)
class Point:
    """One value on the chart, at ``position`` in the series given. ``direction`` is 1 (up), -1 (down) or 0 without a signal."""

    position: int
    value: Decimal
    signals: tuple[Signal, ...] = ()
    direction: int = 0


@dataclass(frozen=True)
class Segment:
    """The points under one definition version and one set of limits. ``lower`` and ``upper`` are None where there are too few
    points for limits. ``reason`` says why limits begin anew; ``is_locked``: worked out from the first points alone.

    ``large_steps`` are the positions at the end of an unusually large step. They count in the limits.
    """

    version: int
    points: tuple[Point, ...]
    centre: Decimal
    lower: Decimal | None
    upper: Decimal | None
    trial: bool
    reason: str = ""
    is_locked: bool = False
    large_steps: tuple[int, ...] = ()


@dataclass(frozen=True)
class Chart:
    """A series as segments; where there are two or more, each boundary is a change of definition."""

    segments: tuple[Segment, ...]

    @property
    def signals(self) -> dict[int, tuple[Signal, ...]]:
        """Position in the series → its signals, for the points that have any."""
        return {point.position: point.signals for segment in self.segments for point in segment.points if point.signals}


def chart(
    values: Sequence[Decimal | None], unit: Unit, versions: Sequence[int] | None = None, rebases: Sequence[Rebase] = ()
) -> Chart:
    """The control chart of ``values``, oldest first; ``versions`` gives the definition version of each (default: one for all).

    Limits are the centre ± 2.66 mean moving ranges, but never below 0, nor above 100 for a percentage.
    """
    numbered = [
        ((version, _rebase_at(position, rebases)), Point(position, value))
        for position, (value, version) in enumerate(zip(values, versions or [1] * len(values), strict=True))
        if value is not None
    ]
    segments: list[Segment] = []
    begun: set[Rebase] = set()
    for (version, rebase), group in groupby(numbered, lambda pair: pair[0]):
        segments.append(_segment(version, [point for _, point in group], unit, None if rebase in begun else rebase))
        begun |= {rebase} if rebase is not None else set()
    return Chart(tuple(segments))


def rebases_of(changes: Iterable[LimitChange], indicator: str, periods: Sequence[Period]) -> list[Rebase]:
    """What the council's settings mean for a series of ``periods``, oldest first."""
    found = []
    for change in changes:
        begun = [position for position, period in enumerate(periods) if period.start >= change.from_]
        if change.indicator == indicator and begun:
            last = change.baseline_to
            until = None if last is None else sum(1 for period in periods if period.start <= last) - 1
            found.append(Rebase(begun[0], change.reason, until))
    return found


def lead_months(changes: Iterable[LimitChange], indicator: str | None, periods: Sequence[Period]) -> list[Period]:
    """The months before ``periods`` that the limits in force need: back to where they begin. Empty without such limits."""
    begun = [one.from_ for one in changes if indicator in (None, one.indicator) and one.from_ < periods[0].start]
    if not begun:
        return []
    first, last = (max(begun) if indicator is not None else min(begun)), periods[0].start
    count = (last.year - first.year) * 12 + last.month - first.month
    return months_to(periods[0], min(count, LONGEST_LEAD) + 1)[:-1]


def _rebase_at(position: int, rebases: Sequence[Rebase]) -> Rebase | None:
    """The last rebase that has begun at ``position``."""
    return max((one for one in rebases if one.position <= position), key=lambda one: one.position, default=None)


def chart_of_figures(series: Sequence[Figure | None], rebases: Sequence[Rebase] = ()) -> Chart:
    """The control chart of a series of figures of one indicator and area; its breaks are changes of the definition's version."""
    known = next((figure for figure in series if figure), None)
    if known is None:
        return Chart(())
    return chart(
        [figure.value if figure else None for figure in series],
        known.unit,
        [figure.version if figure else known.version for figure in series],
        rebases,
    )


def trend_word(series: Sequence[Figure | None], polarity: Polarity, rebases: Sequence[Rebase] = ()) -> TrendWord:
    """Whether the last figure that has a value is better, worse, or no more than chance, within its own definition version."""
    return word_of(chart_of_figures(series, rebases), polarity)


def word_of(found: Chart, polarity: Polarity) -> TrendWord:
    """What the last point of a chart says, within its own segment."""
    if not found.segments or len(found.segments[-1].points) < RUN:
        return TrendWord.TOO_LITTLE_DATA
    direction = found.segments[-1].points[-1].direction
    if direction == 0:
        return TrendWord.NO_REAL_CHANGE
    if polarity is Polarity.NEUTRAL:
        return TrendWord.HIGHER if direction > 0 else TrendWord.LOWER
    good = 1 if polarity is Polarity.HIGHER_IS_BETTER else -1
    return TrendWord.BETTER if direction == good else TrendWord.WORSE


def variation(found: Chart, polarity: Polarity) -> Variation:
    """The word of the first icon, from the signals of the latest point."""
    if not found.segments or found.segments[-1].lower is None:
        return Variation.TOO_LITTLE_DATA
    direction = found.segments[-1].points[-1].direction
    if direction == 0:
        return Variation.COMMON_CAUSE
    if polarity is Polarity.NEUTRAL:
        return Variation.HIGHER if direction > 0 else Variation.LOWER
    good = 1 if polarity is Polarity.HIGHER_IS_BETTER else -1
    return Variation.IMPROVING if direction == good else Variation.CONCERNING


def assurance(found: Chart, target: Decimal | None, polarity: Polarity) -> Assurance:
    """The word of the second icon, from the target and the latest limits. A figure without a good direction has no target."""
    if target is None or polarity is Polarity.NEUTRAL:
        return Assurance.NO_TARGET
    if not found.segments:
        return Assurance.TOO_LITTLE_DATA
    lower, upper = found.segments[-1].lower, found.segments[-1].upper
    if lower is None or upper is None:
        return Assurance.TOO_LITTLE_DATA
    is_high = polarity is Polarity.HIGHER_IS_BETTER
    if (lower >= target) if is_high else (upper <= target):
        return Assurance.ACHIEVING
    if (upper < target) if is_high else (lower > target):
        return Assurance.FAILING
    return Assurance.HIT_AND_MISS


def _segment(version: int, points: Sequence[Point], unit: Unit, rebase: Rebase | None = None) -> Segment:
    values = [point.value for point in points]
    reason = rebase.reason if rebase is not None else ""
    last = rebase.baseline_to if rebase is not None else None
    base = values if last is None else [point.value for point in points if point.position <= last]
    is_locked = len(base) < len(values)
    centre = sum(base or values, Decimal(0)) / len(base or values)
    if len(base) < ENOUGH_FOR_LIMITS:
        return Segment(version, tuple(points), centre, None, None, trial=True, reason=reason, is_locked=is_locked)
    ranges = [abs(after - before) for before, after in pairwise(base)]
    mean_range = sum(ranges, Decimal(0)) / len(ranges)
    reach = LIMIT_FACTOR * mean_range
    lower = max(centre - reach, Decimal(0))
    upper = min(centre + reach, Decimal(100)) if unit is Unit.PERCENT else centre + reach
    found: list[list[tuple[Signal, int]]] = [[] for _ in points]
    for position, signal, direction in (
        *_outside(values, lower, upper),
        *_shifts(values, centre),
        *_two_of_three(values, centre, reach),
        *_trends(values),
    ):
        if (signal, direction) not in found[position]:
            found[position].append((signal, direction))
    marked = tuple(
        replace(point, signals=tuple(signal for signal, _ in signals), direction=signals[0][1] if signals else 0)
        for point, signals in zip(points, found, strict=True)
    )
    large = tuple(
        after.position for before, after in pairwise(points) if abs(after.value - before.value) > LARGE_STEP * mean_range
    )
    return Segment(version, marked, centre, lower, upper, len(base) < ENOUGH, reason, is_locked, large)


Found = Iterator[tuple[int, Signal, int]]
"""Place within the segment, signal, direction. The first signal found at a point gives its direction."""


def _outside(values: Sequence[Decimal], lower: Decimal, upper: Decimal) -> Found:
    for i, value in enumerate(values):
        if value > upper:
            yield i, Signal.OUTSIDE, 1
        elif value < lower:
            yield i, Signal.OUTSIDE, -1


def _shifts(values: Sequence[Decimal], centre: Decimal) -> Found:
    """A point on the centre ends a run."""
    for side, run in _runs([_sign(value - centre) for value in values]):
        if side and len(run) >= RUN:
            for i in run:
                yield i, Signal.SHIFT, side


def _two_of_three(values: Sequence[Decimal], centre: Decimal, reach: Decimal) -> Found:
    """Two of three consecutive points in the outer third towards the same limit, or past it: those two are marked."""
    near = [_sign(value - centre) if reach and abs(value - centre) * 3 > reach * 2 else 0 for value in values]
    for start in range(len(values) - 2):
        for side in (1, -1):
            hits = [i for i in range(start, start + 3) if near[i] == side]
            if len(hits) >= 2:
                for i in hits:
                    yield i, Signal.TWO_OF_THREE, side


def _trends(values: Sequence[Decimal]) -> Found:
    for direction, run in _runs([_sign(after - before) for before, after in pairwise(values)]):
        if direction and len(run) >= RUN - 1:
            for i in (*run, run[-1] + 1):
                yield i, Signal.TREND, direction


def _runs(signs: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
    for sign, run in groupby(range(len(signs)), lambda i: signs[i]):
        yield sign, list(run)


def _sign(value: Decimal) -> int:
    return (value > 0) - (value < 0)
