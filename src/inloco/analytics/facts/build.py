"""Builds facts from one snapshot: the extract's tables as views, the days and spans asked for, then each grain by its SQL file.

All as-of work is done for every period at once. A SQL file is one query; ``-- needs:`` names the others that it stands on.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
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
from inloco.analytics.clocks import CLOCKS, Limit
from inloco.analytics.errors import InputRefused, Place
from inloco.analytics.facts.duck import DuckStore, define, quoted
from inloco.analytics.facts.grain import Grain
from inloco.analytics.facts.store import AUTHORITY, FUNCTIONS, Store
from inloco.analytics.periods import Period
from inloco.analytics.reference import Reference
from inloco.analytics.schema.records import snapshot_tables
from inloco.analytics.settings import Settings
from inloco.analytics.snapshots import Snapshot

YEAR_TO_DATE = "year_to_date"
ROLLING_12 = "rolling12"
SPANS = (YEAR_TO_DATE, ROLLING_12)
"""How a year at a month end is cut: from 1 April (the statutory year at 31 March), or the 12 months to it."""


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
        store: Store | None = None,
    ) -> None:
        """``child`` narrows the facts to one child, by the same rules. ``store`` is where they are built: DuckDB without."""
        if snapshot.as_at is None:
            raise InputRefused(
                f"The snapshot {snapshot.id} has no as-at date.", action="Load the extract again with --as-at.", place=Place()
            )
        self.snapshot = snapshot
        self.as_at: date = snapshot.as_at
        self.periods = sorted({period for period in periods if period.start <= self.as_at})
        self.store: Store = DuckStore() if store is None else store
        self._built: set[str] = set()
        self._sources: set[str] = set()
        self._knows_visits = False
        self._queue = _Queue(self)
        self.store.teach(FUNCTIONS, CLOCKS, months_as_days=settings.months_as_days)
        self._reference = reference
        self._tell(settings)
        self._tell_time(span)
        self._child = child

    def __enter__(self) -> Facts:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self._queue.stop()
        self.store.close()

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The connection of facts that are built in DuckDB, for further questions."""
        assert isinstance(self.store, DuckStore)
        return self.store.connection

    def on_day(self, period: Period) -> date:
        """The day of an as-at figure of this snapshot."""
        return period.day(self.as_at)

    def key(self, grain: Grain, period: Period) -> date | str:
        """What the rows of ``grain`` for ``period`` carry in its key column."""
        return self.on_day(period) if grain.key == "on_day" else str(period)

    def start(self, names: Iterable[str]) -> None:
        """Begin to build these, in this order, as many at once as the store can; ``build`` then waits for the one it is asked."""
        order: list[str] = []

        def walk(name: str) -> None:
            for need in queries()[name].needs:
                walk(need)
            if name not in order and name not in self._built:
                order.append(name)

        for name in names:
            walk(name)
        for table in sorted({table for name in order for table in queries()[name].reads}):
            self.open(table)
        self._queue.start(order)

    def build(self, name: str) -> None:
        """Make the table ``name`` and everything that it needs."""
        if self._queue.wait(name):
            return
        for need in queries()[name].needs:
            self.build(need)
        self.make(name)

    def is_built(self, name: str) -> bool:
        return name in self._built

    def make(self, name: str) -> None:
        """The table ``name`` itself, from what is there."""
        if name in self._built:
            return
        query = queries()[name]
        if any(f"{clock.name}_due(" in query.sql for clock in CLOCKS if clock.limit is Limit.WORKING_DAYS):
            for period in self.periods:
                check_known(self.on_day(period))
        for table in sorted(query.reads):
            self.open(table)
        if name == "responsible":
            self._tell_teams()
        if "visit_history" in query.sql and not self._knows_visits:
            self._tell_visit_history()
        self.store.make(name, query.sql)
        self._built.add(name)

    def keep(self, grain: Grain, file: Path) -> None:
        """Write the rows of ``grain`` to ``file``, from which ``kept`` reads them again without building anything."""
        self.build(grain.name)
        self.store.keep(grain.name, f"{grain.key}, {grain.subject}", file)

    def open(self, table: str) -> None:
        """Give the store ``extract.<table>`` where no fact has needed it yet; one that is missing has no rows (its figures are
        not available)."""
        if table not in self._sources:
            file = self.snapshot.path(table) if self.snapshot.has(table) else None
            self.store.open(table, file, snapshot_tables()[table].arrow, self._child)
            self._sources.add(table)

    def _tell(self, settings: Settings) -> None:
        roles = [role.strip().upper() for role in settings.allocated_worker_roles]
        self.store.tell("allocated_worker_role", pa.table({"role": pa.array(roles, pa.string())}))
        self.store.tell("setting", pa.table({"care_leavers_include_qualifying": [settings.care_leavers_include_qualifying]}))
        top = self._reference.areas.authority
        self.store.tell("whole", pa.table({"area": [top.id if top is not None else UNALLOCATED]}))

    def _tell_time(self, span: str) -> None:
        days = sorted({self.on_day(period) for period in self.periods})

        def before(months: int) -> pa.Array:
            return pa.array([add_months(day, -months) for day in days], pa.date32())

        starts = [
            add_months(day, -12) + timedelta(days=1) if span == ROLLING_12 else year_start(day)
            for day in days
        ]  # fmt: skip
        self.store.tell(
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
        self.store.tell(
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

    def _tell_visit_history(self) -> None:
        """Since when each authority's extract shows visits: everybody's, whichever child the facts are narrowed to."""
        self._knows_visits = True
        begins: dict[str, date] = {}
        if self.snapshot.has("cla_visits"):
            file = self.snapshot.path("cla_visits")
            there = AUTHORITY in pq.read_schema(file).names
            held = pq.read_table(file, columns=["visited_on", *([AUTHORITY] if there else [])])
            if not there:
                held = held.append_column(AUTHORITY, pa.repeat(pa.scalar(""), len(held)))
            first = held.group_by(AUTHORITY).aggregate([("visited_on", "min")])
            begins = {row[AUTHORITY]: row["visited_on_min"] for row in first.to_pylist() if row["visited_on_min"] is not None}
        columns = {"authority": pa.array(begins, pa.string()), "begins_on": pa.array(begins.values(), pa.date32())}
        self.store.tell("visit_history", pa.table(columns))

    def _tell_teams(self) -> None:
        """Which area each team is: by its id, else by the department's name, else as the department above it."""
        rows = self.store.rows("select distinct team from allocated_worker_spell where team is not null")
        departments: dict[str, tuple[str | None, str | None]] = {}
        if self.snapshot.has("department"):
            held = self.snapshot.read("department", ["team", "name", "parent"])
            departments = {row["team"]: (row["name"], row["parent"]) for row in held.to_pylist()}
        teams = [row[0] for row in rows]
        areas = [area_of(team, self._reference.areas, departments) for team in teams]
        self.store.tell("team_area", pa.table({"team": pa.array(teams, pa.string()), "area": pa.array(areas, pa.string())}))


class _Queue:
    """Facts being built by threads, each as soon as what it needs is there: most queries leave a core idle."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._order: list[str] = []
        self._making: set[str] = set()
        self._trouble: BaseException | None = None
        self._changed = threading.Condition()
        self._pool: ThreadPoolExecutor | None = None

    def start(self, order: list[str]) -> None:
        with self._changed:
            self._order += order
        if self._pool is None and len(order) > 1 and self._facts.store.at_once > 1:
            self._pool = ThreadPoolExecutor(self._facts.store.at_once, "facts")
            for _ in range(self._facts.store.at_once):
                self._pool.submit(self._work)

    def wait(self, name: str) -> bool:
        """Whether a thread has built ``name``, once it has; False where nobody will."""
        with self._changed:
            if self._facts.is_built(name):
                return True
            if self._pool is None:
                return False
            self._changed.wait_for(lambda: self._trouble or (name not in self._order and name not in self._making))
            if self._trouble is not None:
                raise self._trouble
            return self._facts.is_built(name)

    def stop(self) -> None:
        """End the threads; what has not begun is left out."""
        with self._changed:
            self._order.clear()
            self._changed.notify_all()
        if self._pool is not None:
            self._pool.shutdown()

    def _work(self) -> None:
        while (name := self._next()) is not None:
            trouble: BaseException | None = None
            try:
                self._facts.make(name)
            except BaseException as met:  # handed to whoever waits
                trouble = met
            with self._changed:
                self._making.discard(name)
                if trouble is not None:
                    self._trouble = self._trouble or trouble
                    self._order.clear()
                self._changed.notify_all()

    def _next(self) -> str | None:
        """The first whose needs are built; None when nothing is left."""
        with self._changed:
            while self._order:
                for name in self._order:
                    if all(self._facts.is_built(need) for need in queries()[name].needs):
                        self._order.remove(name)
                        self._making.add(name)
                        return name
                self._changed.wait()
            return None


def kept(grain: Grain, file: Path) -> duckdb.DuckDBPyConnection:
    """A connection that has the kept rows of ``grain`` under its name, and the functions that definitions use."""
    connection = duckdb.connect(":memory:")
    define(connection)
    connection.execute(f"create view {grain.name} as from read_parquet({quoted(str(file))})")
    return connection


def area_of(team: str, areas: AreaTree, departments: dict[str, tuple[str | None, str | None]]) -> str | None:
    """The id of the area that ``team`` is; None where neither it nor a department above it is an area."""
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
    return None
