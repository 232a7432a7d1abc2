"""Comparators: other people's values, each with its own period and source, never moved to another year's label."""

from __future__ import annotations

from collections.abc import Iterable

from inloco.analytics.areas import AreaKind, AreaTree
from inloco.analytics.figure import Figure
from inloco.analytics.periods import Period
from inloco.analytics.reference import Comparator


def comparators_of(indicator: str, known: Iterable[Comparator], submitted: Iterable[Figure], areas: AreaTree) -> list[Comparator]:
    """All values of comparators for ``indicator``: reference data first, then what was submitted and is not there already."""
    found: dict[tuple[str, Period], Comparator] = {}
    for comparator in known:
        if comparator.indicator == indicator:
            found.setdefault((comparator.area, comparator.period), comparator)
    for figure in submitted:
        is_comparator = figure.area in areas and areas[figure.area].kind is AreaKind.COMPARATOR
        if figure.indicator == indicator and is_comparator and figure.value is not None:
            found.setdefault(
                (figure.area, figure.period),
                Comparator(indicator, figure.area, figure.period, figure.value, figure.source),
            )
    return sorted(found.values(), key=lambda one: (one.area, one.period))


def newest(comparators: Iterable[Comparator], until: Period) -> list[Comparator]:
    """The newest value of each comparator area that is not later than ``until``. It keeps the period that it belongs to."""
    latest: dict[str, Comparator] = {}
    for comparator in sorted(comparators, key=lambda one: one.period):
        if comparator.period.end <= until.end:
            latest[comparator.area] = comparator
    return [latest[area] for area in sorted(latest)]
