"""Disclosure control for public editions: no small number of children can be read, or worked out, from what is printed.

A figure is withheld when its number of children, what it is out of, or the rest of it is small. Then further figures are withheld
until no small number follows from the others: from the parts of an area, from the groups of a breakdown, from a rate beside its
count, from a share beside the others of the same children, from a month beside its year. Noughts are shown: nobody is in them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeGuard

from inloco.analytics.areas import UNALLOCATED, AreaKind, AreaTree
from inloco.analytics.disclosure_bounds import Numbers, Sum
from inloco.analytics.extracts.submission import codes
from inloco.analytics.figure import Figure, Unit
from inloco.analytics.indicators.definition import Basis, Indicator
from inloco.analytics.periods import Period, PeriodKind, month_of, months_to


@dataclass(frozen=True)
class Withheld(Figure):
    """A figure that a public edition does not print. Nothing of it is left but its place."""


def withheld(figure: Figure) -> Withheld:
    """The marker that stands where ``figure`` stood."""
    kept = {one.name: getattr(figure, one.name) for one in fields(Figure)}
    return Withheld(**{**kept, "numerator": None, "denominator": None, "value": None})


def suppress(
    figures: Sequence[Figure],
    areas: AreaTree,
    threshold: int = 5,
    catalogue: Mapping[str, Indicator] | None = None,
) -> list[Figure]:
    """``figures`` in their order, with ``Withheld`` in the place of what is small or would give something small away.

    Small is 1 to ``threshold`` children. Give all the figures of an edition in one call: what is safe alone may not be together.
    """
    if catalogue is None:
        from inloco.analytics.indicators import CATALOGUE

        catalogue = CATALOGUE
    return _Edition(figures, areas, threshold, catalogue).decided()


class Quantity(NamedTuple):
    """One number that an edition may print: how many of ``who`` there are in an area at a time. Several figures may print it."""

    who: str
    group: str
    when: Hashable
    area: str


class _Shown(NamedTuple):
    """What a figure prints: its numerator, and its denominator unless it has none or that is public knowledge (a population)."""

    part: Quantity
    whole: Quantity | None


@dataclass(frozen=True)
class _Terms:
    """Who is counted, in the words of the definition: ``who`` of ``population``, told apart by codes of a column.

    ``group`` is the population's own group: a breakdown divides it, any other split divides the population with it.
    """

    population: str
    who: str
    column: str
    codes: frozenset[str]
    group: str


class _Edition:
    """All figures of an edition, the numbers that they print, and what has to go."""

    def __init__(self, figures: Sequence[Figure], areas: AreaTree, threshold: int, catalogue: Mapping[str, Indicator]) -> None:
        self.figures = figures
        self.last_month_end = max((one.period.end for one in figures if one.period.kind is PeriodKind.MONTH), default=date.max)
        self.areas = areas
        self.threshold = threshold
        self.catalogue = catalogue
        self.numbers = Numbers()
        self.gone: set[int] = set()
        self.secret: set[Quantity] = set()
        self.prints: dict[int, _Shown] = {}
        self.printed_by: dict[Quantity, list[int]] = defaultdict(list)
        self.groups_of: dict[tuple[str, str, Period], list[int]] = defaultdict(list)
        self.counts: dict[tuple[str, str, Period], list[int]] = defaultdict(list)
        self._terms: dict[tuple[str, int, str], _Terms] = {}

    def decided(self) -> list[Figure]:
        for place, figure in enumerate(self.figures):
            self._note(place, figure)
        sums = (self._area_sums, self._group_sums, self._year_sums, self._shares, self._same_codes, self._comings_and_goings)
        for one in (one for kind in sums for one in kind()):
            self.numbers.add(one)
        for place, figure in enumerate(self.figures):
            if place in self.prints and self._is_small(place, figure):
                self._withhold(place)
            elif (
                figure.value is not None
                and place not in self.prints
                and not self._is_public(figure)
                and self._may_be_small(figure)
            ):
                self.gone.add(place)
        self._protect()
        return [withheld(figure) if place in self.gone else figure for place, figure in enumerate(self.figures)]

    # What the figures print

    def _note(self, place: int, figure: Figure) -> None:
        if self._is_public(figure):
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
        part, whole = self._quantities(figure)
        part = self._print(place, part, numerator)
        if whole is not None:
            whole = self._print(place, whole, figure.denominator) if figure.denominator is not None else None
        self.prints[place] = _Shown(part, whole)

    def _print(self, place: int, quantity: Quantity, value: int) -> Quantity:
        """The quantity that is printed: ``quantity``, or one of its own where the same words came to another number before."""
        if self.numbers.values.get(quantity, value) != value:
            quantity = quantity._replace(who=f"{quantity.who}, of {self.figures[place].indicator}")
        self.numbers.values[quantity] = value
        self.printed_by[quantity].append(place)
        return quantity

    def _quantities(self, figure: Figure) -> _Shown:
        terms = self._terms_of(figure)
        when = self._when(figure)
        part = Quantity(terms.who, figure.group, when, figure.area)
        if figure.unit in (Unit.COUNT, Unit.RATE):
            return _Shown(part, None)
        indicator = self.catalogue.get(figure.indicator)
        whole = Quantity(terms.population, terms.group, when, figure.area)
        if indicator is not None and indicator.of is not None:
            whole = whole._replace(who=f"base of {figure.indicator}")
        if figure.unit is Unit.AVERAGE:
            whole = whole._replace(who=terms.who)  # an average is over those who have a number
        if figure.unit is Unit.AVERAGE or (indicator is not None and indicator.of is not None):
            part = part._replace(who=f"total of {figure.indicator}")
        return _Shown(part, None if indicator is not None and indicator.per_month else whole)

    def _when(self, figure: Figure) -> Hashable:
        """A figure as at a day, or for the year to date, is the same for the month and for the year that ends on that day.

        A year that is not over ends with the last month there is.
        """
        indicator = self.catalogue.get(figure.indicator)
        if indicator is None or indicator.basis is Basis.OVER_PERIOD:
            return figure.period
        return min(figure.period.end, self.last_month_end)

    def _terms_of(self, figure: Figure) -> _Terms:
        key = figure.indicator, figure.version, figure.group
        if key not in self._terms:
            self._terms[key] = self._read_terms(figure)
        return self._terms[key]

    def _read_terms(self, figure: Figure) -> _Terms:
        indicator = self.catalogue.get(figure.indicator)
        if indicator is None:  # submitted, without a definition of ours: a count and its rate at least are one number
            who = re.sub(r"_(count|rate)$", "", figure.indicator)
            return _Terms(f"those of {figure.indicator}", who, "", frozenset(), figure.group)
        version = next((one for one in indicator.versions if one.number == figure.version), None)
        population = _plain((version and version.population) or indicator.population)
        met = _plain(version.met if version else indicator.met)
        who = population if met == "true" else f"{population} and {met}"
        if figure.group and indicator.breakdown:
            codes_ = frozenset({figure.group})
            return _Terms(f"{indicator.grain}: {population}", f"{indicator.grain}: {who}", indicator.breakdown, codes_, "")
        base, condition = (population, met) if met != "true" else _split(population)
        column, listed = _codes(condition)
        return _Terms(f"{indicator.grain}: {base}", f"{indicator.grain}: {who}", column, listed, figure.group)

    def _is_public(self, figure: Figure) -> bool:
        """Comparators are published by others."""
        return figure.area in self.areas and self.areas[figure.area].kind is AreaKind.COMPARATOR

    # The sums that hold among them

    def _area_sums(self) -> Iterator[Sum]:
        by_time: dict[tuple[str, str, Hashable], dict[str, Quantity]] = defaultdict(dict)
        for quantity in self._numbers():
            by_time[quantity.who, quantity.group, quantity.when][quantity.area] = quantity
        parts_of = {area.id: [child.id for child in self.areas.children_of(area.id)] for area in self.areas}
        if self.areas.authority and UNALLOCATED not in self.areas:
            parts_of[self.areas.authority.id].append(UNALLOCATED)
        for held in by_time.values():
            for area, quantity in held.items():
                parts = tuple(held[part] for part in parts_of.get(area, ()) if part in held)
                if parts:
                    yield from self._sum(quantity, parts)

    def _year_sums(self) -> Iterator[Sum]:
        """A year of events is the sum of its months, where no child is counted in two of them."""
        for quantity in self._numbers():
            if isinstance(quantity.when, Period) and quantity.when.kind is PeriodKind.FINANCIAL_YEAR:
                months = [quantity._replace(when=one) for one in months_to(month_of(quantity.when.end), 12)]
                if all(one in self.numbers.values for one in months) and self._adds_up(quantity, months):
                    yield Sum(quantity, tuple(months))

    def _group_sums(self) -> Iterator[Sum]:
        by_area: dict[tuple[str, Hashable, str], list[Quantity]] = defaultdict(list)
        for quantity in self._numbers():
            if quantity.group:
                by_area[quantity.who, quantity.when, quantity.area].append(quantity)
        for groups in by_area.values():
            whole = groups[0]._replace(group="")
            if whole in self.numbers.values and self._adds_up(whole, groups):
                yield Sum(whole, tuple(groups))

    def _shares(self) -> Iterator[Sum]:
        """Those of one population told apart by the codes of a column: each set is the sum of its codes, all are the whole."""
        sets: dict[tuple[str, Quantity], dict[Quantity, frozenset[str]]] = defaultdict(dict)
        for place, shown in self.prints.items():
            terms = self._terms_of(self.figures[place])
            if terms.column and shown.part.who == terms.who:
                whole = Quantity(terms.population, terms.group, shown.part.when, shown.part.area)
                sets[terms.column, whole][shown.part] = terms.codes
        for (column, whole), members in sets.items():
            named = {
                atom: whole._replace(who=f"{whole.who}, {column} {' '.join(sorted(atom))}") for atom in _atoms(members.values())
            }
            for part, listed in members.items():
                yield Sum(part, tuple(quantity for atom, quantity in named.items() if atom <= listed))
                if whole in self.numbers.values:
                    yield Sum(whole, (part, part._replace(who=f"{part.who}, not")))
            if whole not in self.numbers.values:
                continue
            codes_ = [code for listed in members.values() for code in listed]
            if len(codes_) == len(set(codes_)) and self._adds_up(whole, list(members)):
                yield Sum(whole, tuple(members))  # a reader may know that there are no others
            else:
                yield Sum(whole, (*named.values(), whole._replace(who=f"{whole.who}, {column} other")))

    def _same_codes(self) -> Iterator[Sum]:
        """The same codes in a wider and a narrower population, where they are as many: whoever knows the one knows the other."""
        alike: dict[tuple[str, str, frozenset[str], Hashable, str], set[Quantity]] = defaultdict(set)
        for place, shown in self.prints.items():
            figure = self.figures[place]
            terms = self._terms_of(figure)
            if terms.column and not terms.group and shown.part.who == terms.who:
                grain = terms.population.partition(":")[0]
                alike[grain, terms.column, terms.codes, shown.part.when, figure.area].add(shown.part)
        for quantities in alike.values():
            first, *others = sorted(quantities, key=str)
            for other in others:
                if self._adds_up(first, [other]):
                    yield Sum(first, (other,))

    def _numbers(self) -> list[Quantity]:
        return [number for number in self.numbers.values if isinstance(number, Quantity)]

    def _comings_and_goings(self) -> Iterator[Sum]:
        """Looked after at a month end: those of the month before, and who started, less who ceased. Both month ends are known."""
        started, ceased, now = (self._who(name) for name in ("cla_started_count", "cla_ceased_count", "cla_count"))
        if not (started and ceased and now):
            return
        for quantity in self._numbers():
            if quantity.who != started or not isinstance(quantity.when, Period) or quantity.group:
                continue
            before = Quantity(now, "", date.fromordinal(quantity.when.start.toordinal() - 1), quantity.area)
            after = Quantity(now, "", quantity.when.end, quantity.area)
            gone = quantity._replace(who=ceased)
            known = self.numbers.values
            if all(one in known for one in (before, after, gone)):
                change = known[after] - known[before]
                if known[quantity] - known[gone] == change:
                    net = quantity._replace(who=f"change of {now}")
                    self.numbers.values[net] = abs(change)
                    more, fewer = (quantity, gone) if change >= 0 else (gone, quantity)
                    yield Sum(more, (fewer, net))

    def _who(self, indicator_id: str) -> str | None:
        indicator = self.catalogue.get(indicator_id)
        return f"{indicator.grain}: {_plain(indicator.population)}" if indicator else None

    def _sum(self, whole: Quantity, parts: Sequence[Quantity]) -> Iterator[Sum]:
        """The sum as it holds: with whoever belongs to no part, where the parts are fewer; none where they are more."""
        if self._adds_up(whole, parts):
            yield Sum(whole, tuple(parts))
        elif sum(self.numbers.values[part] for part in parts) < self.numbers.values[whole]:
            yield Sum(whole, (*parts, whole._replace(area=f"{whole.area} itself")))

    def _adds_up(self, whole: Quantity, parts: Sequence[Quantity]) -> bool:
        return sum(self.numbers.values[part] for part in parts) == self.numbers.values[whole]

    # What has to go

    def _is_small(self, place: int, figure: Figure) -> bool:
        """Also notes which number is the secret."""
        part, whole = self.prints[place]
        number = self.numbers.values[part]
        small = False
        if figure.unit is not Unit.AVERAGE and self._small(number):
            self.secret.add(part)
            small = True
        if whole is not None:
            size = self.numbers.values[whole]
            if self._small(size):
                self.secret.add(whole)
                small = True
            if figure.unit is Unit.PERCENT and self._small(size - number):
                self.secret.add(part)
                small = True
        return small

    def _small(self, number: int) -> bool:
        return 0 < number <= self.threshold

    def _may_be_small(self, figure: Figure) -> bool:
        """Of a submitted percentage without its numbers: whether it may stand for few children, as far as the counts tell."""
        if figure.unit not in (Unit.PERCENT, Unit.AVERAGE) or figure.area == (self.areas.authority and self.areas.authority.id):
            return False
        counted = next((code.count_indicator for code in codes() if code.indicator == figure.indicator), "")
        count = next((self.figures[i] for i in self.counts[counted, figure.area, figure.period]), None)
        base = count.value if count else None
        if base is None or figure.value is None:
            return True
        share = min(figure.value, 100 - figure.value) / 100 if figure.unit is Unit.PERCENT else Decimal(1)
        return base <= 2 * self.threshold or 0 < base * share <= 2 * self.threshold

    def _withhold(self, place: int) -> None:
        """Take a figure out, with all that print the same number of children, and below the authority all groups with it."""
        todo = [place]
        while todo:
            one = todo.pop()
            if one in self.gone:
                continue
            self.gone.add(one)
            if one in self.prints:
                todo += self.printed_by[self.prints[one].part]
                whole = self.prints[one].whole
                for number in (self.prints[one].part, whole):
                    if number is not None and all(other in self.gone for other in self.printed_by[number]):
                        self.numbers.withheld.add(number)
                if whole in self.secret:
                    todo += self.printed_by[whole]
            figure = self.figures[one]
            if figure.group and figure.area != (self.areas.authority and self.areas.authority.id):
                todo += self.groups_of[figure.indicator, figure.area, figure.period]

    def _protect(self) -> None:
        """Withhold more until no secret follows from what is left. Withholding only widens bounds: no pass undoes another.

        A pass first covers what one sum gives away, which needs no bounds; when nothing does, all bounds are worked out, once.
        """
        at_risk = sorted(self.secret, key=str)
        while at_risk:
            if sum(self._cover_at_once(number) for number in at_risk):
                continue
            bounds = self.numbers.bounds(at_risk)
            at_risk = [number for number in at_risk if bounds[number][0] == bounds[number][1]]
            if at_risk and not sum(self._cover(number, bounds) for number in at_risk):
                raise AssertionError(f"{at_risk[0]} is known, and there is nothing left to withhold.")

    def _cover_at_once(self, number: Quantity) -> bool:
        """Withhold where ``number`` itself is printed, and a fellow member of each sum that leaves nothing else open."""
        places = self.printed_by[number] if self.numbers.is_shown(number) else ()
        for place in places:
            self._withhold(place)
        covered = bool(places)
        for one in self.numbers.sums_of[number]:
            fellows = [member for member in one.members() if member != number]
            if all(self.numbers.is_shown(member) for member in fellows):
                covered = self._withhold_one_of(one) or covered
        return covered

    def _cover(self, number: Quantity, bounds: Mapping[Hashable, tuple[int, int]]) -> bool:
        """Withhold what keeps ``number`` from following: the smallest of its fellow parts, else what is next to them.

        Nothing happens where a neighbour has been withheld since ``bounds`` were worked out: first they are worked out again.
        """
        around = {member for one in self.numbers.sums_of[number] for member in one.members()}
        if any(member not in bounds and not self.numbers.is_shown(member) for member in around):
            return False
        seen: dict[Hashable, None] = {number: None}
        ring: list[Hashable] = [number]
        while ring:
            for one in (one for member in ring for one in self.numbers.giving_away(member, bounds)):
                if self._withhold_one_of(one):
                    return True
            near = [other for member in ring for one in self.numbers.sums_of[member] for other in one.members()]
            ring = [other for other in dict.fromkeys(near) if other not in seen]
            seen.update(dict.fromkeys(ring))
        return False

    def _withhold_one_of(self, one: Sum) -> bool:
        """Withhold the smallest part of a sum that is still printed, a nought or the whole only for want of others."""
        left = [member for member in one.members() if self._can_go(member)]
        if not left:
            return False
        size = self.numbers.values
        order = {member: (member == one.whole, size[member] == 0, size[member], str(member)) for member in left}
        for place in self.printed_by[min(left, key=order.__getitem__)]:
            self._withhold(place)
        return True

    def _can_go(self, number: Hashable) -> TypeGuard[Quantity]:
        return isinstance(number, Quantity) and number in self.printed_by and self.numbers.is_shown(number)


def _plain(sql: str) -> str:
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


def _atoms(sets: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """The coarsest sets of codes of which each of ``sets`` is made."""
    listed = list(sets)
    by_members: dict[tuple[bool, ...], set[str]] = defaultdict(set)
    for code in sorted(set().union(*listed)):
        by_members[tuple(code in one for one in listed)].add(code)
    return [frozenset(codes) for codes in by_members.values()]
