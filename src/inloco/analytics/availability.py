"""Which figures a snapshot can give at all, and the figures that say that there is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from inloco.analytics.areas import UNALLOCATED, Area, AreaKind, with_unallocated
from inloco.analytics.calendars import add_months, year_start
from inloco.analytics.facts import GRAINS, ROLLING_12, YEAR_TO_DATE
from inloco.analytics.figure import Figure, Status, Unit
from inloco.analytics.indicators import indicator_of
from inloco.analytics.indicators.definition import Indicator
from inloco.analytics.periods import Period
from inloco.analytics.reach import can_reach
from inloco.analytics.reference import Reference
from inloco.analytics.snapshots import Snapshot


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


def unavailable(
    snapshot: Snapshot, reference: Reference, indicator: str, periods: Iterable[Period], status: Status = Status.NOT_AVAILABLE
) -> Iterator[Figure]:
    """The figures that say that there are none, for every area and period."""
    wanted = indicator_of(indicator)
    top = reference.areas.authority
    for area in with_unallocated(reference.areas):
        if area.kind is AreaKind.COMPARATOR or not has_area(wanted, area, top):
            continue
        for period in periods:
            on_day = period.day(snapshot.as_at)
            if wanted.unit is not Unit.RATE or area == top or reference.under_18(area.id, on_day) is not None:
                yield without_value(wanted, area.id, period, status, snapshot.id)


def has_area(indicator: Indicator, area: Area, top: Area | None) -> bool:
    """Our own records are the whole authority's (each one's in a pool): the areas below it have no figure of them."""
    if not GRAINS[indicator.grain].is_of_records:
        return True
    if top is None:
        return area.id == UNALLOCATED
    return area == top or (top.kind is AreaKind.REGION and area.kind is AreaKind.AUTHORITY)


def without_value(indicator: Indicator, area: str, period: Period, status: Status, snapshot: str) -> Figure:
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
