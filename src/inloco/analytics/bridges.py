"""A bridge from one month's figure to a later one's: who came in, who left, who changed, what was corrected.

It leads from what was published of the first month, through the first month as it is known now, to the later month as it is known
now; where the definition changed between them, through the first month under the later wording. Every step counts in the
numerator and in the denominator, and is made of children, so that the steps add up exactly and each can be listed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from inloco.analytics.behind import EXCLUDED, MET, ChildState
from inloco.analytics.book import FigureBook
from inloco.analytics.counting import PartsDoNotSum
from inloco.analytics.errors import WrongUsage
from inloco.analytics.figure import Figure, Unit
from inloco.analytics.indicators import CATALOGUE
from inloco.analytics.indicators.definition import Indicator
from inloco.analytics.late_entry import own_extract
from inloco.analytics.periods import Period


class Reason(StrEnum):
    """Why a figure moved."""

    CORRECTED = "Entered late or corrected since it was published"
    DEFINITION = "The definition changed"
    ENTERED = "Came in"
    MOVED_IN = "Moved in from another area"
    LEFT = "Left"
    MOVED_OUT = "Moved to another area"
    BECAME_MET = "Became counted"
    BECAME_NOT_MET = "Are no longer counted"
    RECOUNTED = "Have more or fewer events than before"
    POPULATION = "The population changed"


@dataclass(frozen=True)
class Change:
    """One child's part of a step."""

    child: str
    numerator: int
    denominator: int


@dataclass(frozen=True)
class Step:
    """What one reason adds to the numerator and to the denominator. A count has no denominator: its changes there are 0."""

    reason: Reason
    numerator: int
    denominator: int
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Bridge:
    """``start`` as published where the month has an extract of its own (``is_published``), else as known now."""

    indicator: Indicator
    start: Figure
    end: Figure
    is_published: bool
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        for name in ("numerator", "denominator"):
            before, after = getattr(self.start, name) or 0, getattr(self.end, name) or 0
            if before + sum(getattr(step, name) for step in self.steps) != after:
                raise PartsDoNotSum(f"The steps from {self.start.period} to {self.end.period} do not add up.")


@dataclass(frozen=True)
class Held:
    """How a child stands in a figure: in how many rows that count, of how many. A row is the child, or one of its events."""

    met: int = 0
    of: int = 0


Standing = Mapping[str, Held]

NOBODY = Held()


def standing(states: Iterable[ChildState]) -> dict[str, Held]:
    """Each child of the denominator, with its rows."""
    found: dict[str, Held] = defaultdict(Held)
    for one in states:
        if one.state != EXCLUDED:
            held = found[one.child]
            found[one.child] = Held(held.met + (one.state == MET), held.of + 1)
    return dict(found)


def steps_of(
    published: Standing | None,
    before: Standing,
    reworded: Standing | None,
    after: Standing,
    *,
    elsewhere_before: frozenset[str] = frozenset(),
    elsewhere_after: frozenset[str] = frozenset(),
) -> list[Step]:
    """The steps from ``published`` (where it is known) through ``before`` and ``reworded`` (where the definition changed) to
    ``after``. ``elsewhere_…`` are those who were counted in another area of the authority in that month."""
    found: dict[Reason, list[Change]] = {reason: [] for reason in Reason}
    if published is not None:
        found[Reason.CORRECTED] = list(_changes(published, before))
    if reworded is not None:
        found[Reason.DEFINITION] = list(_changes(before, reworded))
    first = before if reworded is None else reworded
    for change in _changes(first, after):
        was, now = first.get(change.child, NOBODY), after.get(change.child, NOBODY)
        found[_reason(change, was, now, elsewhere_before, elsewhere_after)].append(change)
    return [
        Step(reason, sum(one.numerator for one in changes), sum(one.denominator for one in changes), tuple(changes))
        for reason, changes in found.items()
        if changes
    ]


def _reason(change: Change, was: Held, now: Held, elsewhere_before: frozenset[str], elsewhere_after: frozenset[str]) -> Reason:
    if not was.of:
        return Reason.MOVED_IN if change.child in elsewhere_before else Reason.ENTERED
    if not now.of:
        return Reason.MOVED_OUT if change.child in elsewhere_after else Reason.LEFT
    if change.denominator:
        return Reason.RECOUNTED
    return Reason.BECAME_MET if change.numerator > 0 else Reason.BECAME_NOT_MET


def _changes(before: Standing, after: Standing) -> Iterable[Change]:
    for child in sorted(before.keys() | after.keys()):
        was, now = before.get(child, NOBODY), after.get(child, NOBODY)
        if was != now:
            yield Change(child, now.met - was.met, now.of - was.of)


def bridge(book: FigureBook, indicator_id: str, from_: Period, to: Period, area: str | None = None) -> Bridge:
    """The bridge of ``area`` (the whole authority without one) between two periods of one kind.

    WrongUsage where there is none: a figure that no extract gives, one that is not made by counting children, or periods that
    cannot be compared.
    """
    indicator = _bridgeable(book, indicator_id, from_, to)
    place = book.area_of(area) if area is not None else book.areas.authority
    if place is None:
        raise WrongUsage("No area is known.", action="Load an extract first.")
    own = own_extract(book.store.extracts(), from_)
    as_known = own.as_at if own is not None else None
    start = _figure(book, indicator, from_, place.id)
    end = _figure(book, indicator, to, place.id)
    published = None
    if as_known is not None:
        found = book.series(indicator.id, place.id, [from_], as_known=as_known)[0]
        published = found if found is not None and own is not None and found.snapshot == own.id else None
    is_reworded = start.version != end.version

    within = book.areas.within(place.id)
    is_whole = book.areas.authority == place

    def here(states: Sequence[ChildState]) -> Standing:
        return standing(one for one in states if is_whole or one.area in within)

    known = book.children(indicator.id, from_)
    before = book.children(indicator.id, from_, version=end.version) if is_reworded else known
    after = book.children(indicator.id, to)
    steps = steps_of(
        here(book.children(indicator.id, from_, as_known=as_known)) if published is not None else None,
        here(known),
        here(before) if is_reworded else None,
        here(after),
        elsewhere_before=_elsewhere(before, within, is_whole),
        elsewhere_after=_elsewhere(after, within, is_whole),
    )
    first = published if published is not None else start
    return Bridge(indicator, first, end, published is not None, tuple(_in_unit(steps, indicator, first, start, end)))


def _bridgeable(book: FigureBook, indicator_id: str, from_: Period, to: Period) -> Indicator:
    for period in (from_, to):
        why = book.why_not(indicator_id, period)
        if why is not None:
            raise WrongUsage(f"There is no bridge: {why}", action="Choose periods whose figures are computed.")
    indicator = CATALOGUE[indicator_id]
    if indicator.total is not None:
        raise WrongUsage(
            f"There is no bridge for {indicator.id}: it adds up amounts, not children.",
            action="Choose a count, a percentage or a rate.",
        )
    if indicator.breakdown is not None:
        raise WrongUsage(
            f"There is no bridge for {indicator.id}: it is a breakdown into groups.",
            action="Choose the indicator of the whole.",
        )
    if from_.kind is not to.kind or from_ >= to:
        raise WrongUsage(
            f"There is no bridge from {from_.label} to {to.label}.",
            action="Name two months, or two years, the earlier one first.",
        )
    return indicator


def _figure(book: FigureBook, indicator: Indicator, period: Period, area: str) -> Figure:
    found = book.series(indicator.id, area, [period])[0]
    if found is None or found.numerator is None or not found.snapshot or found.source:
        raise WrongUsage(
            f"There is no bridge: the figure of {period.label} is not computed from an extract.",
            action="Choose periods whose figures are computed.",
        )
    return found


def _elsewhere(states: Iterable[ChildState], within: frozenset[str], is_whole: bool) -> frozenset[str]:
    if is_whole:
        return frozenset()
    return frozenset(one.child for one in states if one.state != EXCLUDED and one.area not in within)


def _in_unit(steps: Iterable[Step], indicator: Indicator, first: Figure, start: Figure, end: Figure) -> Iterable[Step]:
    """The steps as the unit divides: by the children themselves, by nothing, or by the population, which has its own step."""
    if indicator.unit is Unit.PERCENT:
        yield from steps
        return
    for step in steps:
        changes = tuple(replace(one, denominator=0) for one in step.changes)
        yield replace(step, denominator=0, changes=changes)
    moved = (end.denominator or 0) - (first.denominator or 0)
    if moved:
        yield Step(Reason.POPULATION, 0, moved)
