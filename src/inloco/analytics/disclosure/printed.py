"""Which numbers of children the figures of an edition print, in the words of their definitions: several may print the same."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from inloco.analytics.areas import AreaKind, AreaTree
from inloco.analytics.facts import RECORD_GRAINS
from inloco.analytics.figure import Figure, Unit
from inloco.analytics.indicators.definition import Basis, Indicator
from inloco.analytics.periods import Period, PeriodKind


class Quantity(NamedTuple):
    """One number that an edition may print: how many of ``who`` there are in an area at a time. Several figures may print it."""

    who: str
    group: str
    when: Hashable
    area: str


class Shown(NamedTuple):
    """What a figure prints: its numerator, and its denominator unless it has none or that is public knowledge (a population).

    A change prints how many there are now, and how many there were.
    """

    part: Quantity
    whole: Quantity | None


@dataclass(frozen=True)
class Terms:
    """Who is counted, in the words of the definition: ``who`` of ``population``, told apart by codes of a column.

    ``group`` is the population's own group: a breakdown divides it, any other split divides the population with it.
    """

    population: str
    who: str
    column: str
    codes: frozenset[str]
    group: str


class Printed:
    """All figures of an edition, and the numbers that they print."""

    def __init__(self, figures: Sequence[Figure], areas: AreaTree, catalogue: Mapping[str, Indicator]) -> None:
        self.figures = figures
        self.areas = areas
        self.catalogue = catalogue
        self.last_month_end = max((one.period.end for one in figures if one.period.kind is PeriodKind.MONTH), default=date.max)
        self.values: dict[Hashable, int] = {}
        self.by_place: dict[int, Shown] = {}
        self.places_of: dict[Quantity, list[int]] = defaultdict(list)
        self.groups_of: dict[tuple[str, str, Period], list[int]] = defaultdict(list)
        self.counts: dict[tuple[str, str, Period], list[int]] = defaultdict(list)
        self._terms: dict[tuple[str, int, str], Terms] = {}
        for place, figure in enumerate(figures):
            self._note(place, figure)

    def is_public(self, figure: Figure) -> bool:
        """Comparators are published by others; what is counted from plans and minutes has no child in it."""
        indicator = self.catalogue.get(figure.indicator)
        if indicator is not None and indicator.grain in RECORD_GRAINS:
            return True
        return figure.area in self.areas and self.areas[figure.area].kind is AreaKind.COMPARATOR

    def is_change(self, indicator_id: str) -> bool:
        """Whether the indicator is a difference, which may be below nought: what it stands on are two numbers of children."""
        indicator = self.catalogue.get(indicator_id)
        return indicator is not None and indicator.of is not None

    def terms_of(self, figure: Figure) -> Terms:
        key = figure.indicator, figure.version, figure.group
        if key not in self._terms:
            self._terms[key] = self._read_terms(figure)
        return self._terms[key]

    def quantities(self) -> list[Quantity]:
        return [number for number in self.values if isinstance(number, Quantity)]

    def who(self, indicator_id: str) -> str | None:
        """Whom the indicator counts, as its quantities name them."""
        indicator = self.catalogue.get(indicator_id)
        return f"{indicator.grain}: {plain(indicator.population)}" if indicator else None

    def _note(self, place: int, figure: Figure) -> None:
        if self.is_public(figure):
            return
        numerator = figure.numerator
        if figure.unit is Unit.COUNT and figure.value is not None:
            numerator = int(figure.value)
            if not figure.group:
                self.counts[figure.indicator, figure.area, figure.period].append(place)
        if figure.group:
            self.groups_of[figure.indicator, figure.area, figure.period].append(place)
        if numerator is None or (figure.unit is Unit.PERCENT and figure.denominator is None):
            return
        if self.is_change(figure.indicator):
            numerator += figure.denominator or 0
        part, whole = self._quantities(figure)
        part = self._print(place, part, numerator)
        if whole is not None:
            whole = self._print(place, whole, figure.denominator) if figure.denominator is not None else None
        self.by_place[place] = Shown(part, whole)

    def _print(self, place: int, quantity: Quantity, value: int) -> Quantity:
        """The quantity that is printed: ``quantity``, or one of its own where the same words came to another number before."""
        if self.values.get(quantity, value) != value:
            quantity = quantity._replace(who=f"{quantity.who}, of {self.figures[place].indicator}")
        self.values[quantity] = value
        self.places_of[quantity].append(place)
        return quantity

    def _quantities(self, figure: Figure) -> Shown:
        terms = self.terms_of(figure)
        when = self.when(figure)
        part = Quantity(terms.who, figure.group, when, figure.area)
        if figure.unit in (Unit.COUNT, Unit.RATE):
            return Shown(part, None)
        indicator = self.catalogue.get(figure.indicator)
        whole = Quantity(terms.population, terms.group, when, figure.area)
        if self.is_change(figure.indicator):
            return Shown(
                part._replace(who=f"{terms.population}, now of {figure.indicator}"),
                whole._replace(who=f"{terms.population}, then of {figure.indicator}"),
            )
        if figure.unit is Unit.AVERAGE:
            whole = whole._replace(who=terms.who)  # an average is over those who have a number
            part = part._replace(who=f"total of {figure.indicator}")
        return Shown(part, None if indicator is not None and indicator.per_month else whole)

    def when(self, figure: Figure) -> Hashable:
        """A figure as at a day, or for the year to date, is the same for the month and for the year that ends on that day.

        A year that is not over ends with the last month there is.
        """
        indicator = self.catalogue.get(figure.indicator)
        if indicator is None or indicator.basis is Basis.OVER_PERIOD:
            return figure.period
        return min(figure.period.end, self.last_month_end)

    def _read_terms(self, figure: Figure) -> Terms:
        indicator = self.catalogue.get(figure.indicator)
        if indicator is None:  # submitted, without a definition of ours: a count and its rate at least are one number
            who = re.sub(r"_(count|rate)$", "", figure.indicator)
            return Terms(f"those of {figure.indicator}", who, "", frozenset(), figure.group)
        version = next((one for one in indicator.versions if one.number == figure.version), None)
        population = plain((version and version.population) or indicator.population)
        met = plain(version.met if version else indicator.met)
        who = population if met == "true" else f"{population} and {met}"
        if figure.group and indicator.breakdown:
            codes = frozenset({figure.group})
            return Terms(f"{indicator.grain}: {population}", f"{indicator.grain}: {who}", indicator.breakdown, codes, "")
        base, condition = (population, met) if met != "true" else _split(population)
        column, listed = _codes(condition)
        return Terms(f"{indicator.grain}: {base}", f"{indicator.grain}: {who}", column, listed, figure.group)


def plain(sql: str) -> str:
    return re.sub(r"\s+", " ", sql).strip()


def _split(population: str) -> tuple[str, str]:
    """``looked_after and x = 1`` as ``looked_after`` and ``x = 1``: who is counted, of whom."""
    base, _, condition = population.partition(" and ")
    return (base, condition) if re.fullmatch(r"\w+", base) else (population, "")


def _codes(condition: str) -> tuple[str, frozenset[str]]:
    """The column and codes of ``column = 'A'`` or ``column in ('A', 'B')``; any other condition is a column of its own."""
    if found := re.fullmatch(r"(\w+) = '([^']*)'", condition):
        return found[1], frozenset({found[2]})
    if found := re.fullmatch(r"(\w+) in \(('[^']*'(?:, ?'[^']*')*)\)", condition):
        return found[1], frozenset(re.findall(r"'([^']*)'", found[2]))
    return condition, frozenset({"true"} if condition else ())
