"""A clock: from which day it runs, how long, and so when something is due. Stated once, for Python and for SQL alike."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

import duckdb
import pyarrow as pa

from inloco.analytics.calendars import add_months, add_working_days, known_years, last_day_with_clear_days, term_start
from inloco.analytics.errors import WrongUsage


class Limit(StrEnum):
    WORKING_DAYS = "working days"
    MONTHS = "months"
    DAYS = "days"
    TERMS = "school terms"
    CLEAR_DAYS = "clear working days before"


class Outcome(StrEnum):
    """Where a clock stands on a day. An event on the due day is in time."""

    RUNNING = "running"
    MET = "met"
    MISSED = "missed"


@dataclass(frozen=True)
class Clock:
    """A timescale. ``starts_from`` and ``law`` are for people; ``name`` is also the SQL function that gives the due day.

    ``length`` counts working days after the anchor, months to the corresponding date (clamped, not moved off Sundays or
    bank holidays), calendar days (before it, when negative), school terms after the anchor's own, or clear working days before
    it. ``days_when_counted`` is the length where a council counts months as days. ``opens_months_before`` the anchor a window
    begins: an event before it does not count.
    """

    id: str
    name: str
    what: str
    starts_from: str
    length: int
    limit: Limit
    law: str
    days_when_counted: int | None = None
    opens_months_before: int | None = None

    @property
    def is_in_sql(self) -> bool:
        """Whether facts may use it: terms and clear days are for people's diaries, no figure stands on them."""
        return self.limit not in (Limit.TERMS, Limit.CLEAR_DAYS)

    def due(self, anchor: date, *, months_as_days: bool = False) -> date:
        """The last day in time."""
        if months_as_days and self.days_when_counted:
            return anchor + timedelta(days=self.days_when_counted)
        match self.limit:
            case Limit.WORKING_DAYS:
                return add_working_days(anchor, self.length)
            case Limit.MONTHS:
                return add_months(anchor, self.length)
            case Limit.DAYS:
                return anchor + timedelta(days=self.length)
            case Limit.TERMS:
                return term_start(anchor, -self.length - 1) - timedelta(days=1)
            case Limit.CLEAR_DAYS:
                return last_day_with_clear_days(anchor, self.length)

    def opens(self, anchor: date) -> date | None:
        """The first day on which an event counts; None where any earlier one does."""
        return add_months(anchor, -self.opens_months_before) if self.opens_months_before is not None else None

    def outcome(self, anchor: date, happened: date | None, on: date, *, months_as_days: bool = False) -> Outcome:
        """Met or missed once the event is known or its day has passed; on the due day itself, without an event, missed."""
        due = self.due(anchor, months_as_days=months_as_days)
        opens = self.opens(anchor)
        if happened is not None and opens is not None and happened < opens:
            happened = None
        if happened is not None and happened <= on:
            return Outcome.MET if happened <= due else Outcome.MISSED
        return Outcome.MISSED if due <= on else Outcome.RUNNING

    def sql(self, *, months_as_days: bool = False) -> str:
        """The same rule as a SQL expression over ``anchor``. DuckDB clamps months as ``add_months`` does (property-tested)."""
        if months_as_days and self.days_when_counted:
            return f"anchor + {self.days_when_counted}"
        match self.limit:
            case Limit.WORKING_DAYS:
                return f"(select max(due) from working_day_due where working_day_due.day = anchor and number = {self.length})"
            case Limit.MONTHS:
                return f"cast(anchor + to_months({self.length}) as date)"
            case Limit.DAYS:
                return f"anchor + {self.length}"
            case Limit.TERMS | Limit.CLEAR_DAYS:
                raise ValueError(f"{self.name} has no SQL")


def teach(connection: duckdb.DuckDBPyConnection, clocks: Iterable[Clock], *, months_as_days: bool = False) -> None:
    """Give ``connection`` each clock that facts may use as a function ``<name>_due(anchor)``, with the due days of working
    days as a table.

    An anchor outside the years of known bank holidays has no due day in SQL; ``Clock.due`` refuses it.
    """
    clocks = [clock for clock in clocks if clock.is_in_sql]
    connection.register("working_day_due_held", working_day_due(clocks))
    connection.execute("create or replace table working_day_due as from working_day_due_held")
    connection.unregister("working_day_due_held")
    for clock in clocks:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", clock.name):
            raise ValueError(f"{clock.name} cannot be a function")
        connection.execute(f"create or replace macro {clock.name}_due(anchor) as ({clock.sql(months_as_days=months_as_days)})")


def working_day_due(clocks: Iterable[Clock]) -> pa.Table:
    """The due day of every day in the years of known bank holidays, for each length of ``clocks`` in working days."""
    return _working_day_due(tuple(sorted({clock.length for clock in clocks if clock.limit is Limit.WORKING_DAYS})))


@cache
def _working_day_due(lengths: tuple[int, ...]) -> pa.Table:
    first, last = known_years()
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    rows: list[tuple[int, date, date]] = []
    for length in lengths:
        for day in days:
            try:
                rows.append((length, day, add_working_days(day, length)))
            except WrongUsage:  # due after the last year whose bank holidays are held
                break
    return pa.table(
        {
            "number": pa.array([row[0] for row in rows], pa.int32()),
            "day": pa.array([row[1] for row in rows], pa.date32()),
            "due": pa.array([row[2] for row in rows], pa.date32()),
        }
    )
