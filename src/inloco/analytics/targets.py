"""Targets: what an indicator should reach, for an area on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from inloco.analytics.areas import AreaTree
from inloco.analytics.settings import Target


def target_for(targets: Iterable[Target], areas: AreaTree, indicator: str, area: str, on: date) -> Target | None:
    """The target in force on that day: the area's own, else that of the nearest area above it, the authority's at the end.

    Of several for one area the one that began last holds.
    """
    top = areas.authority
    nearest = areas.ancestors(area)
    found: list[tuple[int, date, Target]] = []
    for target in targets:
        if target.indicator != indicator or not target.holds(on):
            continue
        named = areas.match(target.area) if target.area else top
        if named is not None and named.id in nearest:
            found.append((-nearest.index(named.id), target.from_ or date.min, target))
        elif target.area is None:
            found.append((-len(nearest), target.from_ or date.min, target))
    return max(found, key=lambda one: one[:2])[2] if found else None
