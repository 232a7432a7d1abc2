"""The sums that hold among the numbers of an edition: whoever can add and subtract knows them as well as we do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import date

from inloco.analytics.areas import UNALLOCATED
from inloco.analytics.disclosure.bounds import Sum
from inloco.analytics.disclosure.printed import Printed, Quantity, plain
from inloco.analytics.figure import Unit
from inloco.analytics.indicators.definition import Basis
from inloco.analytics.periods import Period, PeriodKind, month_of, months_to


def sums_among(printed: Printed) -> Iterator[Sum]:
    """Every sum that holds. What no figure prints, but somebody may know, becomes a number of ``printed.values`` too."""
    yield from _areas(printed)
    yield from _groups(printed)
    yield from _years(printed)
    yield from _shares(printed)
    yield from _same_codes(printed)
    yield from _comings_and_goings(printed)
    yield from _changes(printed)


def _areas(printed: Printed) -> Iterator[Sum]:
    by_time: dict[tuple[str, str, Hashable], dict[str, Quantity]] = defaultdict(dict)
    for quantity in printed.quantities():
        by_time[quantity.who, quantity.group, quantity.when][quantity.area] = quantity
    areas = printed.areas
    parts_of = {area.id: [child.id for child in areas.children_of(area.id)] for area in areas}
    if areas.authority and UNALLOCATED not in areas:
        parts_of[areas.authority.id].append(UNALLOCATED)
    for held in by_time.values():
        for area, quantity in held.items():
            parts = [held[part] for part in parts_of.get(area, ()) if part in held]
            if parts:
                yield from _as_it_holds(printed, quantity, parts)


def _as_it_holds(printed: Printed, whole: Quantity, parts: Sequence[Quantity]) -> Iterator[Sum]:
    """The sum as it holds: with whoever belongs to no part, where the parts are fewer; none where they are more."""
    if adds_up(printed, whole, parts):
        yield Sum(whole, tuple(parts), is_plain=True)
    elif sum(printed.values[part] for part in parts) < printed.values[whole]:
        yield Sum(whole, (*parts, whole._replace(area=f"{whole.area} itself")), is_plain=True)


def _groups(printed: Printed) -> Iterator[Sum]:
    by_area: dict[tuple[str, Hashable, str], list[Quantity]] = defaultdict(list)
    for quantity in printed.quantities():
        if quantity.group:
            by_area[quantity.who, quantity.when, quantity.area].append(quantity)
    for groups in by_area.values():
        whole = groups[0]._replace(group="")
        if whole in printed.values and adds_up(printed, whole, groups):
            yield Sum(whole, tuple(groups), is_plain=True)


def _years(printed: Printed) -> Iterator[Sum]:
    """A year of events is the sum of its months, where no child is counted in two of them."""
    for quantity in printed.quantities():
        if isinstance(quantity.when, Period) and quantity.when.kind is PeriodKind.FINANCIAL_YEAR:
            months = [quantity._replace(when=one) for one in months_to(month_of(quantity.when.end), 12)]
            if all(one in printed.values for one in months) and adds_up(printed, quantity, months):
                yield Sum(quantity, tuple(months), is_plain=True)


def _shares(printed: Printed) -> Iterator[Sum]:
    """Those of one population told apart by the codes of a column: each set is the sum of its codes, all are the whole."""
    sets: dict[tuple[str, Quantity], dict[Quantity, frozenset[str]]] = defaultdict(dict)
    for place, shown in printed.by_place.items():
        terms = printed.terms_of(printed.figures[place])
        if terms.column and shown.part.who == terms.who:
            whole = Quantity(terms.population, terms.group, shown.part.when, shown.part.area)
            sets[terms.column, whole][shown.part] = terms.codes
    for (column, whole), members in sets.items():
        named = {atom: whole._replace(who=f"{whole.who}, {column} {' '.join(sorted(atom))}") for atom in _atoms(members.values())}
        for part, listed in members.items():
            yield Sum(part, tuple(quantity for atom, quantity in named.items() if atom <= listed))
            if whole in printed.values:
                yield Sum(whole, (part, part._replace(who=f"{part.who}, not")))
        if whole not in printed.values:
            continue
        codes = [code for listed in members.values() for code in listed]
        if len(codes) == len(set(codes)) and adds_up(printed, whole, list(members)):
            yield Sum(whole, tuple(members))  # a reader may know that there are no others
        else:
            yield Sum(whole, (*named.values(), whole._replace(who=f"{whole.who}, {column} other")))


def _same_codes(printed: Printed) -> Iterator[Sum]:
    """The same codes in a wider and a narrower population, where they are as many: whoever knows the one knows the other."""
    alike: dict[tuple[str, str, frozenset[str], Hashable, str], set[Quantity]] = defaultdict(set)
    for place, shown in printed.by_place.items():
        figure = printed.figures[place]
        terms = printed.terms_of(figure)
        if terms.column and not terms.group and shown.part.who == terms.who:
            grain = terms.population.partition(":")[0]
            alike[grain, terms.column, terms.codes, shown.part.when, figure.area].add(shown.part)
    for quantities in alike.values():
        first, *others = sorted(quantities, key=str)
        for other in others:
            yield from _same(printed, first, other)


def _comings_and_goings(printed: Printed) -> Iterator[Sum]:
    """Looked after at a month end: those of the month before, and who started, less who ceased. Both month ends are known."""
    started, ceased, now = (printed.who(name) for name in ("cla_started_count", "cla_ceased_count", "cla_count"))
    if not (started and ceased and now):
        return
    for quantity in printed.quantities():
        if quantity.who != started or not isinstance(quantity.when, Period) or quantity.group:
            continue
        before = Quantity(now, "", date.fromordinal(quantity.when.start.toordinal() - 1), quantity.area)
        after = Quantity(now, "", quantity.when.end, quantity.area)
        gone = quantity._replace(who=ceased)
        known = printed.values
        if all(one in known for one in (before, after, gone)):
            change = known[after] - known[before]
            if known[quantity] - known[gone] == change:
                net = quantity._replace(who=f"change of {now}")
                known[net] = abs(change)
                more, fewer = (quantity, gone) if change >= 0 else (gone, quantity)
                yield Sum(more, (fewer, net))


def _changes(printed: Printed) -> Iterator[Sum]:
    """A change stands on the counts of two days: each is the same number as that of the day's own figure, where it is as many."""
    counted = {
        plain(one.population): one.id
        for one in reversed(list(printed.catalogue.values()))
        if one.unit is Unit.COUNT and one.met == "true" and one.basis is Basis.AS_AT and one.total is None and not one.breakdown
    }
    for place, shown in printed.by_place.items():
        indicator = printed.figures[place].indicator
        if not printed.is_change(indicator) or not isinstance(shown.part.when, date):
            continue
        who = printed.who(counted.get(plain(printed.catalogue[indicator].population), ""))
        end = shown.part.when
        if who is None:
            continue
        a_year_before = months_to(month_of(end))[0].end
        for number, day in ((shown.part, end), (shown.whole, a_year_before)):
            if number is not None:
                yield from _same(printed, Quantity(who, number.group, day, number.area), number)


def _same(printed: Printed, number: Quantity, other: Quantity) -> Iterator[Sum]:
    if number in printed.values and printed.values[number] == printed.values[other]:
        yield Sum(number, (other,))


def adds_up(printed: Printed, whole: Quantity, parts: Sequence[Quantity]) -> bool:
    return sum(printed.values[part] for part in parts) == printed.values[whole]


def _atoms(sets: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """The coarsest sets of codes of which each of ``sets`` is made."""
    listed = list(sets)
    by_members: dict[tuple[bool, ...], set[str]] = defaultdict(set)
    for code in sorted(set().union(*listed)):
        by_members[tuple(code in one for one in listed)].add(code)
    return [frozenset(codes) for codes in by_members.values()]
