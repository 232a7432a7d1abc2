"""What has to go from an edition, so that no small number of children can be read or worked out from what is left.

A figure is withheld when its number of children, what it is out of, or the rest of it is small. Then further figures are withheld
until no small number follows from the others: from the parts of an area, from the groups of a breakdown, from a rate beside its
count, from a share beside the others of the same children, from a month beside its year. Nor are the withheld parts of a whole
together a small number. Noughts are shown: nobody is in them.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from decimal import Decimal
from typing import TypeGuard

from inloco.analytics.areas import AreaTree
from inloco.analytics.disclosure.bounds import Bounds, Numbers, Sum
from inloco.analytics.disclosure.printed import Printed, Quantity
from inloco.analytics.disclosure.sums import sums_among
from inloco.analytics.disclosure.withheld import withheld
from inloco.analytics.extracts.submission import codes
from inloco.analytics.figure import Figure, Unit
from inloco.analytics.indicators.definition import Indicator


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


class _Edition:
    """The figures of an edition, and what has to go."""

    def __init__(self, figures: Sequence[Figure], areas: AreaTree, threshold: int, catalogue: Mapping[str, Indicator]) -> None:
        self.figures = figures
        self.threshold = threshold
        self.top = areas.authority.id if areas.authority else None
        self.printed = Printed(figures, areas, catalogue)
        self.numbers = Numbers(self.printed.values, sums_among(self.printed))
        self.gone: set[int] = set()
        self.secret: set[Quantity] = set()

    def decided(self) -> list[Figure]:
        for place, figure in enumerate(self.figures):
            if place in self.printed.by_place and self._is_small(place, figure):
                self._withhold(place)
            elif (
                figure.value is not None
                and place not in self.printed.by_place
                and not self.printed.is_public(figure)
                and self._may_be_small(figure)
            ):
                self.gone.add(place)
        self._protect()
        return [withheld(figure) if place in self.gone else figure for place, figure in enumerate(self.figures)]

    def _is_small(self, place: int, figure: Figure) -> bool:
        """Also notes which number is the secret."""
        part, whole = self.printed.by_place[place]
        number = self.printed.values[part]
        small = False
        if figure.unit is not Unit.AVERAGE and self._small(number):
            self.secret.add(part)
            small = True
        if whole is not None:
            size = self.printed.values[whole]
            if self._small(size):
                self.secret.add(whole)
                small = True
            if figure.unit is Unit.PERCENT and not self.printed.is_change(figure.indicator) and self._small(size - number):
                small = True
                if number:  # the rest of nobody is the whole, which is a secret already
                    self.secret.add(part)
        return small

    def _small(self, number: int) -> bool:
        return 0 < number <= self.threshold

    def _may_be_small(self, figure: Figure) -> bool:
        """Of a submitted percentage without its numbers: whether it may stand for few children, as far as the counts tell."""
        if figure.unit not in (Unit.PERCENT, Unit.AVERAGE) or figure.area == self.top:
            return False
        counted = next((code.count_indicator for code in codes() if code.indicator == figure.indicator), "")
        count = next((self.figures[i] for i in self.printed.counts[counted, figure.area, figure.period]), None)
        base = count.value if count else None
        if base is None or figure.value is None:
            return True
        share = min(figure.value, 100 - figure.value) / 100 if figure.unit is Unit.PERCENT else Decimal(1)
        return base <= 2 * self.threshold or 0 < base * share <= 2 * self.threshold

    def _withhold(self, place: int) -> None:
        """Take a figure out, with all that print the same number of children, and below the authority all groups with it.

        A number that is known to be as many is the same number.
        """
        places_of = self.printed.places_of
        todo = [place]
        while todo:
            one = todo.pop()
            if one in self.gone:
                continue
            self.gone.add(one)
            if one in self.printed.by_place:
                part, whole = self.printed.by_place[one]
                todo += places_of[part]
                for number in (part, whole):
                    if number is not None and all(other in self.gone for other in places_of[number]):
                        self.numbers.withhold(number)
                twins = (twin for same in self.numbers.sums_of[part] if len(same.parts) == 1 for twin in same.members())
                todo += [other for twin in twins if self._can_go(twin) for other in places_of[twin]]
                if whole is not None and whole in self.secret:
                    todo += places_of[whole]
            figure = self.figures[one]
            if figure.group and figure.area != self.top:
                todo += self.printed.groups_of[figure.indicator, figure.area, figure.period]

    def _protect(self) -> None:
        """Withhold more until no secret follows from what is left. Withholding only widens bounds: no pass undoes another.

        A pass first covers what one sum gives away, which needs no bounds; when nothing does, all bounds are worked out, once.
        """
        at_risk = sorted(self.secret, key=str)
        while True:
            if sum(self._cover_at_once(number) for number in at_risk):
                continue
            bounds = self.numbers.bounds()
            at_risk = [number for number in at_risk if bounds.knows(number)]
            remainders = self.numbers.small_remainders(bounds, self.threshold)
            if not at_risk and not remainders:
                return
            covered = sum(self._cover(number, bounds) for number in at_risk)
            covered += sum(self._cover_remainder(one, bounds) for one in remainders)
            if not covered:
                raise AssertionError(f"{(at_risk or remainders)[0]} is known, and there is nothing left to withhold.")

    def _cover_at_once(self, number: Quantity) -> bool:
        """Withhold where ``number`` itself is printed, and a fellow member of each sum that leaves nothing else open."""
        places = self.printed.places_of[number] if self.numbers.is_shown(number) else ()
        for place in places:
            self._withhold(place)
        covered = bool(places)
        for one in self.numbers.sums_of[number]:
            if all(self.numbers.is_shown(member) for member in one.members() if member != number):
                covered = self._withhold_one_of(one) or covered
        return covered

    def _cover(self, number: Hashable, bounds: Bounds) -> bool:
        """Withhold what keeps ``number`` from following: the smallest of its fellow parts, else what is next to them.

        First along the sums of which everything is known, one way in which it follows; else wherever something is left.
        """
        for is_tight in (True, False):
            covered = self._cover_along(number, bounds, is_tight)
            if covered is not None:
                return covered
        return False

    def _cover_along(self, number: Hashable, bounds: Bounds, is_tight: bool) -> bool | None:
        """Whether something was withheld on the way from ``number`` over the sums, or those known whole; None: nothing is left.

        Nothing happens where anything on the way has been withheld since ``bounds`` were worked out: first they are worked out
        again, for it may be enough.
        """
        seen: dict[Hashable, None] = {number: None}
        ring: list[Hashable] = [number]
        while ring:
            around = [
                one
                for member in ring
                for one in self.numbers.giving_away(member, bounds)
                if not is_tight or all(bounds.knows(other) for other in one.members())
            ]
            near = [other for one in around for other in one.members()]
            if any(self._has_gone_since(other, bounds) for other in near):
                return False
            if any(self._withhold_one_of(one) for one in around):
                return True
            ring = [other for other in dict.fromkeys(near) if other not in seen]
            seen.update(dict.fromkeys(ring))
        return None

    def _cover_remainder(self, one: Sum, bounds: Bounds) -> bool:
        """Withhold one more of a whole whose withheld parts are together small; where none is left, what tells the whole."""
        if any(self._has_gone_since(member, bounds) for member in one.members()):
            return False
        known = (member for member in one.members() if member in self.numbers.values and bounds.knows(member))
        return self._withhold_one_of(one) or any(self._cover(member, bounds) for member in known)

    def _has_gone_since(self, number: Hashable, bounds: Bounds) -> bool:
        return not self.numbers.is_shown(number) and not bounds.was_hidden(number)

    def _withhold_one_of(self, one: Sum) -> bool:
        """Withhold the smallest part of a sum that is still printed, a nought or the whole only for want of others."""
        left = [member for member in one.members() if self._can_go(member)]
        if not left:
            return False
        size = self.printed.values
        order = {member: (member == one.whole, size[member] == 0, size[member], str(member)) for member in left}
        for place in self.printed.places_of[min(left, key=order.__getitem__)]:
            self._withhold(place)
        return True

    def _can_go(self, number: Hashable) -> TypeGuard[Quantity]:
        return isinstance(number, Quantity) and number in self.printed.places_of and self.numbers.is_shown(number)
