"""From facts and definitions to figures, in one pass a grain.

SQL counts and nothing else: it returns integers by day or period, by the area responsible and by group. They are summed up the
tree of areas here, and each value is divided and rounded once.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from inloco.analytics.areas import Area, AreaKind, with_unallocated
from inloco.analytics.availability import has_area, is_available, unavailable, without_value
from inloco.analytics.counting import Chains, Columns, Tally
from inloco.analytics.errors import WrongUsage
from inloco.analytics.facts import DIMENSIONS, GRAINS, TABLE_OF, YEAR_TO_DATE, Facts, Grain, Store
from inloco.analytics.facts.duck import DuckStore
from inloco.analytics.figure import Figure, Status, Unit, value_of
from inloco.analytics.indicators import CATALOGUE, indicator_of
from inloco.analytics.indicators.definition import Indicator
from inloco.analytics.periods import Period
from inloco.analytics.reach import can_group, can_place
from inloco.analytics.reference import Reference
from inloco.analytics.settings import Settings
from inloco.analytics.snapshots import Snapshot

WORKERS = "involvements"
"""The table that tells which team a child is with."""


AT_ONCE = 8
"""So many parts are counted side by side at most: each takes memory of its own."""

Part = AbstractContextManager[Snapshot]
"""Some of the rows of a snapshot, there as long as they are counted."""


def compute(
    snapshot: Snapshot,
    reference: Reference,
    settings: Settings,
    indicators: Iterable[str] | None = None,
    periods: Sequence[Period] = (),
    *,
    by: str | None = None,
    span: str = YEAR_TO_DATE,
    keep: Callable[[Grain], Path] | None = None,
    store: Store | None = None,
    places: Container[str] | None = None,
    parts: Sequence[Part] | None = None,
    lacking: Mapping[str, Container[str]] | None = None,
) -> list[Figure]:
    """Figures of ``indicators`` (all without) for every area and every period, in the order of catalogue, area, group, period.

    ``by`` splits them by one of DIMENSIONS; an indicator that cannot be split so is ``not_applicable``. What the snapshot cannot
    give is ``not_available``. ``span`` cuts years at a month end: from 1 April, or the 12 months to it.
    ``keep`` names a file for the rows of each grain, from which ``children`` answers at once. ``store`` is the engine that builds
    the facts and counts them: DuckDB without. ``places`` are the areas whose figures are wanted, all without.
    ``parts`` hold the rows of ``snapshot`` where they lie in several, none of which knows a child of another; each is opened when
    its turn comes, some are counted side by side, and nothing is kept. ``lacking`` names areas for which tables are missing that
    the snapshot has for others.
    """
    chosen = [indicator_of(id) for id in (CATALOGUE if indicators is None else indicators)]
    asked = sorted(set(periods))
    if by is not None and by not in DIMENSIONS:
        near = difflib.get_close_matches(by, DIMENSIONS, 1, 0.4)
        raise WrongUsage(
            f"Figures cannot be split by “{by[:40]}”.",
            action=(f"Perhaps {near[0]}? " if near else "") + f"Use one of {', '.join(DIMENSIONS)}.",
        )
    asking = _Asking(snapshot, reference, asked, span, by, places, lacking or {})
    members = {name: [one for one in chosen if one.grain == name] for name in dict.fromkeys(one.grain for one in chosen)}
    tallies = {name: tally for name, some in members.items() if (tally := asking.tally(GRAINS[name], some)) is not None}

    def count(part: Part, store: Store | None = store) -> None:
        with part as rows, Facts(rows, reference, settings, asked, span=span, store=store) as facts:
            facts.start(tallies)
            for name, tally in tallies.items():
                tally.add(facts)
                if keep is not None:
                    facts.keep(GRAINS[name], keep(GRAINS[name]))

    if parts is None or store is not None:
        for part in (nullcontext(snapshot),) if parts is None else parts:
            count(part)
    else:
        _side_by_side(lambda part: count(part, DuckStore(threads=1)), parts)
    for tally in tallies.values():
        tally.check()
    return [figure for indicator in chosen for figure in asking.figures(indicator, tallies.get(indicator.grain))]


def _side_by_side(count: Callable[[Part], None], parts: Sequence[Part]) -> None:
    """``count`` each of ``parts``, as many at once as there are cores. The first that fails ends it."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with ThreadPoolExecutor(min(cores, AT_ONCE), "parts") as hands:
        try:
            for counted in [hands.submit(count, part) for part in parts]:
                counted.result()
        except BaseException:
            hands.shutdown(cancel_futures=True)
            raise


@lru_cache(maxsize=65536)
def _value(unit: Unit, numerator: int | None, denominator: int | None) -> Decimal | None:
    return value_of(unit, numerator, denominator)


@dataclass(frozen=True)
class _Way:
    """Where the counts of one indicator for one period stand, and how they are printed."""

    version: int
    of: int
    met: int
    key: date | str
    on_day: date
    status: Status


class _Asking:
    """What was asked for, and the figures that the counts give."""

    def __init__(
        self,
        snapshot: Snapshot,
        reference: Reference,
        periods: Sequence[Period],
        span: str,
        by: str | None,
        places: Container[str] | None,
        lacking: Mapping[str, Container[str]],
    ) -> None:
        self.snapshot = snapshot
        self.reference = reference
        self.periods = periods
        self.span = span
        self.by = by
        self.lacking = lacking
        areas = with_unallocated(reference.areas)
        self.chains = Chains(areas, places)
        self.top = areas.authority
        own = [area for area in areas if area.kind is not AreaKind.COMPARATOR]
        self.own_areas = [area for area in own if places is None or area.id in places]
        self.lacks_table = by in TABLE_OF and not snapshot.has(TABLE_OF[by])
        self.can_group = can_group(snapshot.kind, by)
        self._under_18: dict[tuple[str, date], int | None] = {}

    def tally(self, grain: Grain, indicators: Sequence[Indicator]) -> Tally | None:
        """What ``indicators``, which all are of ``grain``, have counted; None where there is nothing to count."""
        columns = Columns()
        splits = set()
        for indicator in indicators:
            split = self._split(indicator)
            if split is None or not any(is_available(self.snapshot, indicator, on, self.span) for on in self.periods):
                continue
            splits.add(split)
            for version in indicator.all_versions():
                columns.add(indicator, version)
        return Tally(grain, columns, sorted(splits - {""}), self.chains) if splits else None

    def figures(self, indicator: Indicator, tally: Tally | None) -> Iterator[Figure]:
        """The figures of ``indicator`` from the counts of its grain."""
        split = self._split(indicator)
        if split is not None:
            yield from self._counted(indicator, split, tally)
            return
        status = Status.NOT_AVAILABLE if self.lacks_table else Status.NOT_APPLICABLE
        wanted = {area.id for area in self.own_areas}
        for figure in unavailable(self.snapshot, self.reference, indicator.id, self.periods, status):
            if figure.area in wanted:
                yield figure

    def _split(self, indicator: Indicator) -> str | None:
        """The dimension that groups this indicator, "" where there is none, None where it cannot be split as asked."""
        grain = GRAINS[indicator.grain]
        if self.lacks_table or not (grain.is_of_records or self.can_group):
            return None
        if self.by is None or self.by == indicator.breakdown:
            return indicator.breakdown or ""
        if indicator.breakdown or indicator.unit is Unit.RATE or self.by not in grain.dimensions:
            return None
        return self.by

    def _counted(self, indicator: Indicator, split: str, tally: Tally | None) -> Iterator[Figure]:
        ways = [(period, self._way(indicator, period, tally)) for period in self.periods]
        groups = _groups(indicator, split, tally)
        for area in self.own_areas:
            if not has_area(indicator, area, self.top):
                continue
            is_told = self._is_told(indicator, area)
            for group in groups:
                for period, way in ways:
                    if way is None or tally is None or not is_told:
                        if group == groups[0] and self._has_row(indicator, area, period):
                            yield without_value(indicator, area.id, period, Status.NOT_AVAILABLE, self.snapshot.id)
                        continue
                    counts = tally.of((split, way.key, group), area.id)
                    numerator = int(counts[way.met]) if counts is not None else 0
                    whole = tally.of(("", way.key, ""), area.id) if indicator.breakdown else counts
                    denominator = int(whole[way.of]) if whole is not None else 0
                    if numerator or denominator or _in_force(area, way.on_day):
                        yield from self._figure(indicator, way, area, group, period, numerator, denominator)

    def _is_told(self, indicator: Indicator, area: Area) -> bool:
        """Whether the rows tell of this area: which team's they are where it is one, and none of its tables is missing."""
        missing = self.lacking.get(area.id, ())
        if any(table in missing for table in indicator.tables) or (self.by in TABLE_OF and TABLE_OF[self.by] in missing):
            return False
        if area == self.top or area.kind is AreaKind.AUTHORITY:
            return True
        return self.snapshot.has(WORKERS) and WORKERS not in missing and can_place(self.snapshot.kind, indicator)

    def _way(self, indicator: Indicator, period: Period, tally: Tally | None) -> _Way | None:
        """Where the counts of a period are, whatever the area; None where there are none."""
        if tally is None or self.snapshot.as_at is None or not is_available(self.snapshot, indicator, period, self.span):
            return None
        version = indicator.version_at(period.end)
        of, met = tally.columns.places[indicator.id, version.number]
        status = Status.PROVISIONAL if period.end > self.snapshot.as_at else Status.FINAL
        on_day = period.day(self.snapshot.as_at)
        key = on_day if tally.grain.key == "on_day" else str(period)
        return _Way(version.number, of, met, key, on_day, status)

    def _figure(
        self, indicator: Indicator, way: _Way, area: Area, group: str, period: Period, numerator: int, denominator: int
    ) -> Iterator[Figure]:
        below: int | None = denominator
        if indicator.unit is Unit.COUNT:
            below = None
        elif indicator.per_month:
            below = _months(period, way.on_day)
        elif indicator.unit is Unit.RATE:
            below = self._population(area.id, way.on_day)
            if below is None:
                if area == self.top:
                    nothing = without_value(indicator, area.id, period, Status.NOT_AVAILABLE, self.snapshot.id)
                    yield replace(nothing, numerator=numerator)
                return
        yield Figure(
            indicator=indicator.id,
            version=way.version,
            area=area.id,
            period=period,
            numerator=numerator,
            denominator=below,
            value=_value(indicator.unit, numerator, below),
            unit=indicator.unit,
            status=way.status,
            snapshot=self.snapshot.id,
            group=group,
        )

    def _has_row(self, indicator: Indicator, area: Area, period: Period) -> bool:
        """Rates have rows only where a population is given; the authority always has one."""
        if indicator.unit is not Unit.RATE or area == self.top:
            return True
        return self._population(area.id, period.day(self.snapshot.as_at)) is not None

    def _population(self, area: str, on_day: date) -> int | None:
        if (area, on_day) not in self._under_18:
            self._under_18[area, on_day] = self.reference.under_18(area, on_day)
        return self._under_18[area, on_day]


def _months(period: Period, on_day: date) -> int:
    """The months that a period has so far; a week has one."""
    return (on_day.year - period.start.year) * 12 + on_day.month - period.start.month + 1


def _in_force(area: Area, on_day: date) -> bool:
    return (area.from_ is None or area.from_ <= on_day) and (area.to is None or area.to > on_day)


def _groups(indicator: Indicator, split: str, tally: Tally | None) -> list[str]:
    """The groups that occur anywhere, so that every area and period has the same rows."""
    if not split or tally is None:
        return [""]
    places = tally.columns.places
    known = [places.get((indicator.id, version.number)) for version in indicator.all_versions()]
    return tally.groups(split, [met if indicator.breakdown else of for of, met in filter(None, known)]) or [""]
