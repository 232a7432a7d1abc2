"""Builds facts from one snapshot: the extract's tables as views, the days and spans asked for, then each grain by its SQL file.

All as-of work is done for every period at once. A SQL file is one query; ``-- needs:`` names the others that it stands on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from pathlib import Path
from types import TracebackType

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from inloco.analytics.areas import UNALLOCATED, AreaTree
from inloco.analytics.calendars import add_months, check_known, term_start, year_start
from inloco.analytics.clocks import CLOCKS, Limit, teach
from inloco.analytics.errors import InputRefused, Place
from inloco.analytics.facts.grains import Grain
from inloco.analytics.periods import Period
from inloco.analytics.reference import Reference
from inloco.analytics.schema.tables import tables
from inloco.analytics.settings import Settings
from inloco.analytics.snapshots import Snapshot

YEAR_TO_DATE = "year_to_date"
ROLLING_12 = "rolling12"
SPANS = (YEAR_TO_DATE, ROLLING_12)
"""How a year at a month end is cut: from 1 April (the statutory year at 31 March), or the 12 months to it."""

FUNCTIONS = (
    # Whoever was born on 29 February attains an age on 1 March of a common year, as calendars.age_on has it.
    """create temp macro age_on(born_on, on_day) as
        (year(on_day) - year(born_on)
         - cast(month(on_day) * 100 + day(on_day) < month(born_on) * 100 + day(born_on) as integer))""",
    "create temp macro is_fostering(type) as (type in ('U', 'U1', 'U2', 'U3', 'U4', 'U5', 'U6'))",
    "create temp macro said(on_day) as (coalesce(strftime(on_day, '%-d %B %Y'), 'not recorded'))",
    # Rows with overlapping [started_on, ended_on) become stretches that do not overlap; the highest rank wins.
    """create temp macro segments(spells) as table
        with cut as (
            select child, started_on as from_on from query_table(spells)
            union
            select child, ended_on from query_table(spells) where ended_on is not null
        ),
        stretch as (
            select child, from_on, lead(from_on) over (partition by child order by from_on) as to_on from cut
        )
        select stretch.child, stretch.from_on, stretch.to_on, max(spell.rank) as rank
        from stretch
        join query_table(spells) as spell
            on spell.child = stretch.child
            and spell.started_on <= stretch.from_on
            and (spell.ended_on is null or spell.ended_on > stretch.from_on)
        group by stretch.child, stretch.from_on, stretch.to_on""",
)


@dataclass(frozen=True)
class Query:
    """One SQL file: what it selects, which other queries it needs and which of the extract's tables it reads."""

    name: str
    sql: str
    needs: tuple[str, ...]
    reads: frozenset[str]


@cache
def queries() -> dict[str, Query]:
    """Every SQL file by name."""
    found = {}
    for folder in ("shared", "grains"):
        for file in resources.files("inloco.analytics.facts").joinpath(folder).iterdir():
            if not file.name.endswith(".sql"):
                continue
            name, sql = file.name.removesuffix(".sql"), file.read_text(encoding="utf-8")
            needs = re.search(r"^-- needs: (.+)$", sql, re.MULTILINE)
            found[name] = Query(
                name,
                sql,
                tuple(part.strip() for part in needs[1].split(",")) if needs else (),
                frozenset(re.findall(r"\bextract\.(\w+)", sql)),
            )
    return found


@cache
def tables_read(name: str) -> frozenset[str]:
    """All tables of the extract that the query ``name`` reads, directly or through others."""
    query = queries()[name]
    return query.reads.union(*(tables_read(need) for need in query.needs))


class Facts:
    """Facts of one snapshot for the periods asked for, built when they are first asked for. A context manager."""

    def __init__(
        self,
        snapshot: Snapshot,
        reference: Reference,
        settings: Settings,
        periods: Iterable[Period],
        *,
        span: str = YEAR_TO_DATE,
        child: str | None = None,
    ) -> None:
        """``child`` narrows the facts to one child, by the same rules."""
        if snapshot.as_at is None:
            raise InputRefused(
                f"The snapshot {snapshot.id} has no as-at date.", action="Load the extract again with --as-at.", place=Place()
            )
        self.snapshot = snapshot
        self.as_at: date = snapshot.as_at
        self.periods = sorted({period for period in periods if period.start <= self.as_at})
        self.connection = duckdb.connect(":memory:")
        self._built: set[str] = set()
        self._sources: set[str] = set()
        self.connection.execute("create schema extract")
        for function in FUNCTIONS:
            self.connection.execute(function)
        teach(self.connection, CLOCKS, months_as_days=settings.months_as_days)
        self._tell(settings)
        self._tell_time(span)
        self._reference = reference
        self._child = child

    def __enter__(self) -> Facts:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self.connection.close()

    def on_day(self, period: Period) -> date:
        """The day of an as-at figure: the period's end, or the snapshot's day while the period is not over."""
        return min(period.end, self.as_at)

    def key(self, grain: Grain, period: Period) -> date | str:
        """What the rows of ``grain`` for ``period`` carry in its key column."""
        return self.on_day(period) if grain.key == "on_day" else str(period)

    def build(self, name: str) -> None:
        """Make the table ``name`` and everything that it needs."""
        if name in self._built:
            return
        query = queries()[name]
        for need in query.needs:
            self.build(need)
        if any(f"{clock.name}_due(" in query.sql for clock in CLOCKS if clock.limit is Limit.WORKING_DAYS):
            for period in self.periods:
                check_known(self.on_day(period))
        for table in sorted(query.reads):
            self.open(table)
        if name == "responsible":
            self._tell_teams()
        self.connection.execute(f"create temp table {name} as {query.sql}")
        self._built.add(name)

    def keep(self, grain: Grain, file: Path) -> None:
        """Write the rows of ``grain`` to ``file``, from which ``kept`` reads them again without building anything."""
        self.build(grain.name)
        self.connection.execute(
            f"copy (from {grain.name} order by {grain.key}, child) to {_quoted(file)} (format parquet, compression zstd)"
        )

    def open(self, table: str) -> None:
        """Give the connection ``extract.<table>`` where no fact has needed it yet."""
        if table not in self._sources:
            self._open(table)

    def _open(self, table: str) -> None:
        """The extract's table as a view; one that is missing as a table without rows (its figures are not available)."""
        schema = tables()[table].arrow
        if self.snapshot.has(table):
            path = self.snapshot.path(table)
            there = set(pq.read_schema(path).names)
            columns = ", ".join(name if name in there else f"null as {name}" for name in schema.names)
            where = f" where child = {_text(self._child)}" if self._child is not None and "child" in schema.names else ""
            self.connection.execute(f"create view extract.{table} as select {columns} from read_parquet({_quoted(path)}){where}")
        else:
            self._register(f"extract.{table}", schema.empty_table())
        self._sources.add(table)

    def _register(self, name: str, table: pa.Table) -> None:
        self.connection.register("held", table)
        self.connection.execute(f"create table {name} as from held")
        self.connection.unregister("held")

    def _tell(self, settings: Settings) -> None:
        roles = [role.strip().upper() for role in settings.allocated_worker_roles]
        self._register("allocated_worker_role", pa.table({"role": pa.array(roles, pa.string())}))
        self._register("setting", pa.table({"care_leavers_include_qualifying": [settings.care_leavers_include_qualifying]}))

    def _tell_time(self, span: str) -> None:
        days = sorted({self.on_day(period) for period in self.periods})

        def before(months: int) -> pa.Array:
            return pa.array([add_months(day, -months) for day in days], pa.date32())

        starts = [
            add_months(day, -12) + timedelta(days=1) if span == ROLLING_12 else year_start(day)
            for day in days
        ]  # fmt: skip
        self._register(
            "day",
            pa.table(
                {
                    "on_day": pa.array(days, pa.date32()),
                    "year_start": pa.array(starts, pa.date32()),
                    "months_3_before": before(3),
                    "months_6_before": before(6),
                    "months_12_before": before(12),
                    "months_24_before": before(24),
                    "months_30_before": before(30),
                    "previous_term_start": pa.array([term_start(day, 1) for day in days], pa.date32()),
                    "is_snapshot_day": pa.array([day == self.as_at for day in days], pa.bool_()),
                }
            ),
        )
        self._register(
            "span",
            pa.table(
                {
                    "period": pa.array([str(period) for period in self.periods], pa.string()),
                    "start_on": pa.array([period.start for period in self.periods], pa.date32()),
                    "on_day": pa.array([self.on_day(period) for period in self.periods], pa.date32()),
                    "year_start": pa.array([starts[days.index(self.on_day(period))] for period in self.periods], pa.date32()),
                }
            ),
        )

    def _tell_teams(self) -> None:
        """Which area each team is: by its id, else by the department's name, else as the department above it."""
        rows = self.connection.execute("select distinct team from allocated_worker_spell where team is not null").fetchall()
        departments: dict[str, tuple[str | None, str | None]] = {}
        if self.snapshot.has("department"):
            held = self.snapshot.read("department", ["team", "name", "parent"])
            departments = {row["team"]: (row["name"], row["parent"]) for row in held.to_pylist()}
        teams = [row[0] for row in rows]
        areas = [area_of(team, self._reference.areas, departments) for team in teams]
        self._register("team_area", pa.table({"team": pa.array(teams, pa.string()), "area": pa.array(areas, pa.string())}))


def kept(grain: Grain, file: Path) -> duckdb.DuckDBPyConnection:
    """A connection that has the kept rows of ``grain`` under its name, and the functions that definitions use."""
    connection = duckdb.connect(":memory:")
    for function in FUNCTIONS:
        connection.execute(function)
    connection.execute(f"create view {grain.name} as from read_parquet({_quoted(file)})")
    return connection


def _quoted(path: Path) -> str:
    return _text(str(path))


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def area_of(team: str, areas: AreaTree, departments: dict[str, tuple[str | None, str | None]]) -> str:
    """The id of the area that ``team`` is; ``unallocated`` where neither it nor a department above it is an area."""
    current: str | None = team
    seen: set[str] = set()
    while current and current not in seen:
        seen.add(current)
        name, parent = departments.get(current, (None, None))
        found: str | None = current if current in areas else None
        for text in (current, name):
            if found is None and text and (match := areas.match(text)) is not None:
                found = match.id
        if found is not None:
            return found
        current = parent
    return UNALLOCATED
