"""What cannot be right in a snapshot, child by child: who is responsible, and the same identity from one extract to the next.

A load says where a fault stands in a file. Whoever mends it needs the child, the team and the worker instead, and must recognise
it a month later; so the same checks are asked again of the frozen tables. All snapshots are asked today's checks: a trend over
them shows the records, not the growth of the checks.
"""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from inloco.analytics.areas import UNALLOCATED
from inloco.analytics.book import FigureBook
from inloco.analytics.extracts.checks.definition import Rule
from inloco.analytics.extracts.checks.rows import RULES
from inloco.analytics.extracts.checks.running import MACROS, SHARED, Checking
from inloco.analytics.extracts.places import ROW
from inloco.analytics.findings import Severity
from inloco.analytics.reference import reference_for
from inloco.analytics.schema.tables import tables as known_tables
from inloco.analytics.settings import Settings
from inloco.analytics.snapshots import Snapshot, SnapshotStore

MONTHS = 13
"""So many months a trend shows."""

FOLLOWED: tuple[Rule, ...] = tuple(
    rule for rule in RULES if rule.severity is Severity.WARNING and not known_tables()[rule.table].is_reference
)
"""The checks that somebody follows up. Errors never get into a snapshot; reference data has no children."""

CHILD_BY = {
    "cla_reviews": ("cla_episodes", "period_of_care"),
    "local_core_group": ("cp_plans", "cp_plan"),
    "local_placement_area": ("cla_placement", "placement"),
    "local_return_interview": ("missing", "missing_episode"),
}
"""Tables whose rows name no child: through which table and column they belong to one."""

KEYS = {"involvements": ("involvement", "worker", "role", "started_on"), "cla_immunisations": ("child",)}
"""What tells rows apart in tables without a key."""

SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("check", "table", "column", "key", "child", "value", "message", "area", "worker")]
)


@dataclass(frozen=True)
class Fault:
    """One thing that one check has against one row. ``check``, ``child``, ``table``, ``column`` and ``key`` identify it: the
    next extract has the same one until somebody mends it. ``area`` and ``worker`` are who is responsible for the child, or was
    last; ``value`` is what stands there."""

    check: str
    table: str
    column: str
    key: str
    child: str
    value: str
    message: str
    area: str
    worker: str

    @property
    def identity(self) -> str:
        return "|".join((self.check, self.table, self.column, self.child, self.key))


def followed_snapshots(book: FigureBook) -> list[Snapshot]:
    """The last snapshot of each month, of the latest thirteen months there are, oldest first."""
    by_month = {(one.as_at.year, one.as_at.month): one for one in book.store.extracts() if one.as_at is not None}
    return [by_month[month] for month in sorted(by_month)][-MONTHS:]


def faults_of(book: FigureBook, snapshot: Snapshot) -> Sequence[Fault]:
    """Every fault in ``snapshot``, in the order of the checks; worked out once and kept beside the figures."""
    return _kept(book.root, snapshot.id, _file(book, snapshot))


def is_kept(book: FigureBook, snapshot: Snapshot) -> bool:
    """Whether reading the faults is quick."""
    return _file(book, snapshot).is_file()


def could_not_run(snapshot: Snapshot) -> dict[str, list[str]]:
    """Check → the tables whose lack kept it from running in full."""
    found: dict[str, set[str]] = {}
    for rule in FOLLOWED:
        lacking = {table for table in rule.needs if table in known_tables() and not snapshot.has(table)}
        if lacking:
            found.setdefault(rule.id, set()).update(lacking)
    return {check: sorted(lacking) for check, lacking in sorted(found.items())}


@cache
def rule_of(check: str, table: str = "") -> Rule | None:
    """The rule of a check that is followed up, of the table named where it looks at several."""
    return next((rule for rule in FOLLOWED if rule.id == check and table in ("", rule.table)), None)


def _file(book: FigureBook, snapshot: Snapshot) -> Path:
    return book.file_for(snapshot, f"faults-{_rules_digest()}")


@cache
def _rules_digest() -> str:
    """Changes with any check, so that faults by older rules are never read again."""
    code = Path(__file__).read_text(encoding="utf-8")
    written = repr(([(rule.id, rule.needs, rule.column, rule.sql) for rule in FOLLOWED], SHARED, MACROS, code))
    return hashlib.sha256(written.encode()).hexdigest()[:8]


@lru_cache(maxsize=MONTHS + 2)
def _kept(root: Path, snapshot_id: str, file: Path) -> Sequence[Fault]:
    with contextlib.suppress(OSError, pa.ArrowException):
        table = pq.read_table(file)
        if table.schema.equals(SCHEMA):
            return _rows(table)
    table = _worked_out(root, snapshot_id)
    with contextlib.suppress(OSError):  # a file that cannot be written only costs time
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".writing-") as folder:
            whole = Path(folder) / "faults.parquet"
            pq.write_table(table, whole, compression="zstd")
            whole.replace(file)
    return _rows(table)


def _rows(table: pa.Table) -> Sequence[Fault]:
    columns = [table[name].to_pylist() for name in SCHEMA.names]
    return tuple(Fault(*values) for values in zip(*columns, strict=True))


def _worked_out(root: Path, snapshot_id: str) -> pa.Table:
    store = SnapshotStore(root)
    snapshot = store.open(snapshot_id)
    read = {name: _table(snapshot, name) for name in _needed() if snapshot.has(name)}
    with Checking(read, snapshot.as_at, Settings.read(root).allocated_worker_roles) as checking:
        found = [SCHEMA.empty_table().select(SCHEMA.names[:7])]
        found += [
            checking.table(_with_owner(rule, set(read))).cast(found[0].schema) for rule in FOLLOWED if not checking.missing(rule)
        ]
        responsible = _responsible(checking, read)
    areas = reference_for(store, snapshot).areas
    named: dict[str, str] = {}
    rows = []
    for row in pa.concat_tables(found).to_pylist():
        team, worker = responsible.get(row["child"], ("", ""))
        if team not in named:
            matched = areas.match(team) if team else None
            named[team] = matched.id if matched is not None else UNALLOCATED
        rows.append(row | {"area": named[team], "worker": worker})
    unique = {tuple(row[name] for name in ("check", "table", "column", "child", "key")): row for row in reversed(rows)}
    return pa.Table.from_pylist(list(reversed(unique.values())), schema=SCHEMA)


def _needed() -> set[str]:
    named = {table for rule in FOLLOWED for table in rule.needs} | {table for table, _ in CHILD_BY.values()}
    return {name for name in named | {"department", "areas", "involvements", "care_leavers"} if name in known_tables()}


def _table(snapshot: Snapshot, name: str) -> pa.Table:
    """With every column that the table has today, and ``row``."""
    read = snapshot.read(name)
    for field in known_tables()[name].arrow:
        if field.name not in read.column_names:
            read = read.append_column(field, pa.nulls(read.num_rows, field.type))
    return read.append_column(ROW, pa.array(range(2, read.num_rows + 2), pa.int64()))


def _with_owner(rule: Rule, there: set[str]) -> str:
    """The rule's rows with what identifies each, and its child."""
    table = known_tables()[rule.table]
    key = ", ".join(f"faulty.{name}::varchar" for name in KEYS.get(rule.table) or table.key)
    child, through = "faulty.child", CHILD_BY.get(rule.table)
    if "child" not in table.by_name:
        child = "null"
        if through is not None and through[0] in there:
            child = f"(select any_value(child) from {through[0]} o where o.{through[1]} = faulty.{through[1]})"
    return f"""select '{rule.id}' as "check", '{rule.table}' as "table", '{rule.column}' as "column",
                 concat_ws('|', {key}) as key, coalesce({child}, '') as child, coalesce(found.value::varchar, '') as value,
                 coalesce(found.message, $${rule.what}$$) as message
               from ({rule.sql}) found join {rule.table} faulty on faulty.row = found.row order by found.row"""


def _responsible(checking: Checking, read: dict[str, pa.Table]) -> dict[str, tuple[str, str]]:
    """Child → team and worker: the allocated worker who began last, whether or not still open, else the personal adviser."""
    found: dict[str, tuple[str, str]] = {}
    if "care_leavers" in read:
        leavers = checking.table(
            """select child, coalesce(any_value(team), '') as team,
                 coalesce(any_value(coalesce(personal_adviser, worker)), '') as worker
               from care_leavers where child is not null group by child"""
        )
        found |= {row["child"]: (row["team"], row["worker"]) for row in leavers.to_pylist()}
    if "involvements" in read:
        allocated = checking.table(
            """select child, coalesce(team, '') as team, coalesce(worker, '') as worker from allocated_worker
               where child is not null and started_on is not null
               qualify row_number() over (partition by child order by started_on desc, until(ended_on) desc, row desc) = 1"""
        )
        found |= {row["child"]: (row["team"], row["worker"]) for row in allocated.to_pylist()}
    return found
