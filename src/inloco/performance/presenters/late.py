"""What the freeze on the first working day missed: a month as published and as known now, by indicator and by team."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from inloco.analytics.areas import Area, AreaKind
from inloco.analytics.book import FigureBook
from inloco.analytics.indicators import CATALOGUE
from inloco.analytics.late_entry import LateEntry, late_entries, own_extract
from inloco.analytics.periods import Period, month_of, months_to
from inloco.performance.presenters.analysis import LateLine, late_line
from inloco.performance.presenters.overview import group_name

BACK = 36
"""How many months a reader can choose from."""


@dataclass(frozen=True)
class LateIndicator:
    """One indicator that late entries changed in the chosen area; ``group`` is the code of a breakdown in words."""

    id: str
    title: str
    group: str
    line: LateLine
    areas: int


@dataclass(frozen=True)
class LateArea:
    """An area beneath the chosen one, and how many figures late entries changed there."""

    id: str
    name: str
    level: int
    changed: int
    of: int


@dataclass(frozen=True)
class LatePage:
    """The page. ``months`` are those that have an extract of their own and a later one; without any there is nothing to say."""

    months: tuple[tuple[str, str], ...]
    period: Period | None
    area: Area
    frozen_on: str
    later: str
    indicators: tuple[LateIndicator, ...]
    unchanged: int
    areas: tuple[LateArea, ...]
    entries: tuple[LateEntry, ...]


def late_page(book: FigureBook, month: str, area: Area) -> LatePage:
    """The month named, else the newest that can be told; within ``area``."""
    choices = _months(book)
    chosen = next((one for one in choices if str(one) == month), choices[0] if choices else None)
    months = tuple((str(one), one.label) for one in choices)
    if chosen is None:
        return LatePage(months, None, area, "", "", (), 0, (), ())
    within = [one for one in book.areas if one.id in book.areas.within(area.id) and one.kind is not AreaKind.COMPARATOR]
    found = late_entries(book, chosen, None, [one.id for one in within])
    here = [one for one in found if one.known.area == area.id]
    changed = Counter((one.known.indicator, one.known.group) for one in found if one.is_changed and one.known.area != area.id)
    own, later = own_extract(book.store.extracts(), chosen), book.snapshot()
    return LatePage(
        months=months,
        period=chosen,
        area=area,
        frozen_on=f"{own.as_at:%-d %B %Y}" if own is not None and own.as_at else "",
        later=f"{later.as_at:%-d %B %Y}" if later is not None and later.as_at else "",
        indicators=tuple(_indicator(one, book, changed) for one in here if one.is_changed),
        unchanged=sum(not one.is_changed for one in here),
        areas=tuple(_areas(book, area, within, found)),
        entries=tuple(one for one in found if one.is_changed),
    )


def _months(book: FigureBook) -> list[Period]:
    """The newest first. The newest extract's own month has nothing later to be held against."""
    latest = book.snapshot()
    if latest is None or latest.as_at is None:
        return []
    extracts = book.store.extracts()
    last = book.latest_period()
    found = []
    for one in reversed(months_to(month_of(last.end), BACK) if last is not None else []):
        own = own_extract(extracts, one)
        if own is not None and own.as_at is not None and own.as_at < latest.as_at:
            found.append(one)
    return found


def _indicator(one: LateEntry, book: FigureBook, changed: Counter[tuple[str, str]]) -> LateIndicator:
    indicator = CATALOGUE[one.known.indicator]
    group = group_name(indicator, one.known.group) if one.known.group else ""
    areas = changed[one.known.indicator, one.known.group]
    return LateIndicator(indicator.id, indicator.title, group, late_line(one, book, indicator), areas)


def _areas(book: FigureBook, top: Area, within: Sequence[Area], found: Sequence[LateEntry]) -> list[LateArea]:
    """The areas beneath ``top`` in which anything changed, under their parents."""
    changed = Counter(one.known.area for one in found if one.is_changed)
    total = Counter(one.known.area for one in found)
    base = len(book.areas.ancestors(top.id))
    return [
        LateArea(one.id, one.name, len(book.areas.ancestors(one.id)) - base, changed[one.id], total[one.id])
        for one in within
        if one.id != top.id and changed[one.id]
    ]


CSV_HEADER = (
    *("indicator", "area", "group", "period", "published_numerator", "published_denominator", "published_value"),
    *("known_numerator", "known_denominator", "known_value"),
)


def as_table(page: LatePage) -> list[tuple[str, ...]]:
    """Every changed figure of the area and of those beneath it, as rows of a file."""
    rows: list[tuple[str, ...]] = [CSV_HEADER]
    for one in page.entries:
        numbers = [
            *(one.published.numerator, one.published.denominator, one.published.value),
            *(one.known.numerator, one.known.denominator, one.known.value),
        ]
        told = ("" if number is None else str(number) for number in numbers)
        rows.append((one.known.indicator, one.known.area, one.known.group, str(one.known.period), *told))
    return rows
