"""From facts and definitions to figures, in one pass a grain; and the children behind each figure, from the same rows.

SQL counts and nothing else: it returns integers by day or period, by the area responsible and by group. They are summed up the
tree of areas here, and each value is divided and rounded once.
"""

from __future__ import annotations

import difflib
import os
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from inloco.analytics.areas import UNALLOCATED, Area, AreaKind, AreaTree
from inloco.analytics.calendars import add_months, year_start
from inloco.analytics.counting import Chains, Columns, Tally
from inloco.analytics.errors import WrongUsage
from inloco.analytics.facts import DIMENSIONS, GRAINS, ROLLING_12, TABLE_OF, YEAR_TO_DATE, Facts, Grain, Store, kept
from inloco.analytics.facts.duck import DuckStore
from inloco.analytics.figure import Figure, Status, Unit, value_of
from inloco.analytics.indicators import CATALOGUE, indicator_of
from inloco.analytics.indicators.definition import Indicator, Version
from inloco.analytics.periods import Period
from inloco.analytics.reach import can_group, can_place, can_reach
from inloco.analytics.reference import Reference
from inloco.analytics.settings import Settings
from inloco.analytics.snapshots import Snapshot

MET, NOT_MET, EXCLUDED = "met", "not_met", "excluded"
STATES = (MET, NOT_MET, EXCLUDED)

WORKERS = "involvements"
"""The table that tells which team a child is with."""


AT_ONCE = 8
"""So many parts are counted side by side at most: each takes memory of its own."""

Part = AbstractContextManager[Snapshot]
"""Some of the rows of a snapshot, there as long as they are counted."""


@dataclass(frozen=True)
class ChildState:
    """One row behind a figure: met, not met or excluded, and why in plain words. ``area`` is the child's own team."""

    child: str
    indicator: str
    area: str
    period: Period
    state: str
    reason: str


def with_unallocated(areas: AreaTree) -> AreaTree:
    """``areas`` with the one for whoever has no allocated worker, so that parts sum to the whole.

    In the order of every table: the authority, then each area followed by what is under it, ``unallocated``, comparators.
    """
    top = areas.authority
    own = [area for area in areas if area.kind is not AreaKind.COMPARATOR and area.id != UNALLOCATED]
    below: dict[str | None, list[Area]] = defaultdict(list)
    for area in sorted(own, key=lambda area: (area.name.casefold(), area.id)):
        below[area.parent].append(area)
    ordered: dict[str, Area] = {}

    def walk(area: Area) -> None:
        if area.id not in ordered:
            ordered[area.id] = area
            for part in below[area.id]:
                walk(part)

    for area in [*([top] if top else []), *below[None], *own]:
        walk(area)
    nobody = [Area(UNALLOCATED, "Nobody allocated", AreaKind.TEAM, parent=top.id if top else None)]
    if top is not None and top.kind is AreaKind.REGION:  # each of its authorities has one
        nobody = []
    return AreaTree([*ordered.values(), *nobody, *(area for area in areas if area.kind is AreaKind.COMPARATOR)])


def missing_tables(snapshot: Snapshot, indicator: Indicator) -> list[str]:
    """The extract's tables that the indicator needs and the snapshot lacks: with any, its figures are not available."""
    return [table for table in indicator.tables if not snapshot.has(table)]


def is_available(snapshot: Snapshot, indicator: Indicator, period: Period, span: str = YEAR_TO_DATE) -> bool:
    """Whether this snapshot can give the figure at all: it has the tables, the period has begun, the table holds that day, and
    the format reaches so far. Our own records reach back to when they were first kept, whatever the format of the extract."""
    if missing_tables(snapshot, indicator) or snapshot.as_at is None or period.start > snapshot.as_at:
        return False
    on_day = period.day(snapshot.as_at)
    if GRAINS[indicator.grain].is_of_records:
        return all(snapshot.records[table].since <= on_day for table in indicator.tables if table in snapshot.records)
    year = add_months(on_day, -12) + timedelta(days=1) if span == ROLLING_12 else year_start(on_day)
    if not can_reach(snapshot.kind, snapshot.as_at, indicator, period, year, snapshot.since):
        return False
    return not GRAINS[indicator.grain].only_snapshot_day or period.end >= snapshot.as_at


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


def unavailable(
    snapshot: Snapshot, reference: Reference, indicator: str, periods: Iterable[Period], status: Status = Status.NOT_AVAILABLE
) -> Iterator[Figure]:
    """The figures that say that there are none, for every area and period."""
    wanted = indicator_of(indicator)
    top = reference.areas.authority
    for area in with_unallocated(reference.areas):
        if area.kind is AreaKind.COMPARATOR or not _has_area(wanted, area, top):
            continue
        for period in periods:
            on_day = period.day(snapshot.as_at)
            if wanted.unit is not Unit.RATE or area == top or reference.under_18(area.id, on_day) is not None:
                yield _without(wanted, area.id, period, status, snapshot.id)


def _has_area(indicator: Indicator, area: Area, top: Area | None) -> bool:
    """Our own records are the whole authority's (each one's in a pool): the areas below it have no figure of them."""
    if not GRAINS[indicator.grain].is_of_records:
        return True
    if top is None:
        return area.id == UNALLOCATED
    return area == top or (top.kind is AreaKind.REGION and area.kind is AreaKind.AUTHORITY)


def _without(indicator: Indicator, area: str, period: Period, status: Status, snapshot: str) -> Figure:
    """The figure that says why there is none."""
    return Figure(
        indicator=indicator.id,
        version=indicator.version_at(period.end).number,
        area=area,
        period=period,
        numerator=None,
        denominator=None,
        value=None,
        unit=indicator.unit,
        status=status,
        snapshot=snapshot,
    )


def children(
    snapshot: Snapshot,
    reference: Reference,
    settings: Settings,
    indicator: str,
    period: Period,
    area: str | None = None,
    *,
    span: str = YEAR_TO_DATE,
    file: Path | None = None,
    version: Version | None = None,
) -> list[ChildState]:
    """The rows behind one figure, each with its state and reason. None where the snapshot cannot give the figure, or where it
    counts our own records: no child is behind those.

    ``excluded`` are those of the wider group whom the definition leaves out. A figure that counts reviews has a row a review.
    ``file`` holds the rows of the grain as ``compute`` kept them for this period; without, they are built. ``version`` is another
    wording of the definition than the period's own.
    """
    wanted = indicator_of(indicator)
    areas = with_unallocated(reference.areas)
    if area is not None and area not in areas:
        raise WrongUsage(f"There is no area “{area[:60]}”.", action="`inloco figures cla_count` prints every area.")
    grain = GRAINS[wanted.grain]
    if grain.is_of_records or not is_available(snapshot, wanted, period, span):
        return []
    query = _states_query(wanted, version or wanted.version_at(period.end))
    if file is not None:
        on_day = period.day(snapshot.as_at)
        with kept(grain, file) as connection:
            rows = connection.execute(query, [on_day if grain.key == "on_day" else str(period)]).fetchall()
    else:
        with Facts(snapshot, reference, settings, [period], span=span) as facts:
            facts.build(grain.name)
            rows = facts.connection.execute(query, [facts.key(grain, period)]).fetchall()
    within = areas.within(area) if area is not None else None
    whole = areas.authority.id if areas.authority else None
    return [
        ChildState(child, wanted.id, own, period, state, _sentence(reason))
        for child, own, state, reason in rows
        if within is None or area == whole or own in within
    ]


def _states_query(indicator: Indicator, version: Version) -> str:
    grain = GRAINS[indicator.grain]
    population = f"coalesce({version.population}, false)"
    excluded = dict(version.excluded or {})
    reasons = " ".join(f"when {predicate} then {_quoted(reason)}" for reason, predicate in excluded.items())
    wider = " or ".join([population, *(f"coalesce({predicate}, false)" for predicate in excluded.values())])
    because = version.because or _quoted(indicator.definition)
    return f"""
        select child, area,
            case when not {population} then 'excluded' when {version.met} then 'met' else 'not_met' end as state,
            case when {population} then {because} {reasons} end as reason
        from {grain.name}
        where {grain.key} = ? and ({wider})
        order by child, reason"""


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _sentence(reason: str | None) -> str:
    return reason[:1].upper() + reason[1:] if reason else ""


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
            if not _has_area(indicator, area, self.top):
                continue
            is_told = self._is_told(indicator, area)
            for group in groups:
                for period, way in ways:
                    if way is None or tally is None or not is_told:
                        if group == groups[0] and self._has_row(indicator, area, period):
                            yield _without(indicator, area.id, period, Status.NOT_AVAILABLE, self.snapshot.id)
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
                    nothing = _without(indicator, area.id, period, Status.NOT_AVAILABLE, self.snapshot.id)
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
