"""Runs the checks of rows over the tables as read, in one embedded database."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import TracebackType

import duckdb
import pyarrow as pa

from inloco.analytics.extracts.checks.definition import AS_AT, Rule
from inloco.analytics.extracts.checks.links import KNOWN_TEAM
from inloco.analytics.extracts.checks.reach import CHECKS_OUT_OF_REACH
from inloco.analytics.extracts.checks.reading import CHECK_NOT_RUN
from inloco.analytics.extracts.checks.rows import RULES
from inloco.analytics.extracts.collected import SHOWN, Collected
from inloco.analytics.extracts.places import place_of
from inloco.analytics.findings import Severity
from inloco.analytics.schema.tables import tables as known_tables
from inloco.analytics.schema.titles import table_title
from inloco.analytics.snapshots import CHILD_LEVEL_KINDS

MACROS = (
    "said(day) as strftime(day, '%d/%m/%Y')",
    "until(ended_on) as coalesce(ended_on, date '9999-12-31')",
    f"open_now(started_on, ended_on) as started_on <= {AS_AT} and (ended_on is null or ended_on > {AS_AT})",
)
"""What the rules share: how a day is said, when something open ends, and whether it is open on the extract's day."""


SHARED: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (
        "period",
        ("cla_episodes",),
        """select period_of_care, any_value(child) as child, min(started_on) as started_on,
             case when bool_or(ended_on is null) then null else max(ended_on) end as ended_on
           from cla_episodes where period_of_care is not null group by period_of_care""",
    ),
    (
        "looked_after_now",
        ("cla_episodes",),
        """select e.child, min(e.row) as row, min(coalesce(p.started_on, e.started_on)) as since
           from cla_episodes e left join period p using (period_of_care)
           where e.child is not null and open_now(e.started_on, e.ended_on)
           and e.child not in (select child from short_break_now) group by e.child""",
    ),
    (
        "allocated_worker",
        ("involvements",),
        "select * from involvements where list_contains(getvariable('allocated_roles'), upper(trim(role)))",
    ),
    (
        "reviewing_officer",
        ("involvements",),
        "select * from involvements where upper(trim(role)) = 'IRO' or upper(role) like '%REVIEWING OFFICER%'",
    ),
    (
        "unaccompanied",
        ("immigration_status",),
        """select * from immigration_status
           where upper(immigration_status) like '%UASC%' or lower(immigration_status) like '%unaccompanied%'""",
    ),
)
"""What several rules ask of the same tables, worked out once: its name, the tables it stands on, and how."""


class Checking:
    """The tables as read, each with the column ``row``, in one embedded database that the rules can ask. A context manager."""

    def __init__(self, read: Mapping[str, pa.Table], as_at: date | None, allocated_roles: Sequence[str]) -> None:
        self._connection = duckdb.connect()
        self._connection.execute("set variable as_at = $1::date", [as_at])
        self._connection.execute("set variable allocated_roles = $1::varchar[]", [list(allocated_roles)])
        for macro in MACROS:
            self._connection.execute(f"create temp macro {macro}")
        for name, table in read.items():
            self._connection.register(name, table)
        self._connection.execute(f"create temp table short_break_now as {_short_breaks(read)}")
        self._there = {*read, *_with_known_teams(self._connection, read)}
        for name, stands_on, sql in SHARED:
            if self._there.issuperset(stands_on):
                self._connection.execute(f"create temp table {name} as {sql}")

    def __enter__(self) -> Checking:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self._connection.close()

    def missing(self, rule: Rule) -> list[str]:
        """The tables that ``rule`` needs and that are not there."""
        return [name for name in rule.needs if name not in self._there]

    def faults(self, rule: Rule, limit: int) -> tuple[list[tuple[int | None, str | None, str | None]], int]:
        """The first ``limit`` rows that break ``rule`` (row, value, message), and how many there are in all."""
        found = self._connection.execute(
            f"select row, value::text as value, message, count(*) over () as total from ({rule.sql}) order by row limit {limit}"
        ).fetchall()
        return [(row, value, message) for row, value, message, _ in found], found[0][3] if found else 0

    def table(self, sql: str) -> pa.Table:
        """What ``sql`` over the same tables gives."""
        return self._connection.sql(sql).to_arrow_table()


def run_rules(
    read: Mapping[str, pa.Table],
    files: Mapping[str, Sequence[str]],
    as_at: date | None,
    kind: str,
    allocated_roles: Sequence[str],
    found: Collected,
    tell: Callable[[str, float], None] = lambda _what, _done: None,
    fields: Mapping[tuple[str, str], str] | None = None,
    rules: Sequence[Rule] = RULES,
) -> None:
    """Add to ``found`` what every rule finds. ``read`` has the column ``row`` too; ``files`` says where each table stood.
    ``fields`` has the source's names of columns, by table and plain name, where they are not those of the dataset.

    A rule that lacks one of its tables says so, once for each check, and so does one that the format cannot answer. Reference
    data on its own is checked by its own rules only.
    When the reading found errors, only the rules that refuse a load run: all that must be mended is said at once, and no
    warning arises from a value that could not be read.
    """
    is_refused = found.has_errors
    out_of_reach = CHECKS_OUT_OF_REACH.get(kind, {})
    beyond: dict[str, Rule] = {}
    blocked: dict[Rule, set[str]] = {}
    asked = [
        rule
        for rule in rules
        if (kind in CHILD_LEVEL_KINDS or known_tables()[rule.table].is_reference)
        and (rule.severity is Severity.ERROR or not is_refused)
    ]
    with Checking(read, as_at, allocated_roles) as checking:
        for number, rule in enumerate(asked):
            tell("Checking", 0.6 + 0.3 * number / len(asked))
            if rule.id in out_of_reach:
                if not is_refused:
                    beyond.setdefault(rule.id, rule)
                continue
            missing = checking.missing(rule)
            if not missing:
                _report(rule, checking, files[rule.table], _field(rule, fields or {}), found)
            elif not is_refused and kind in CHILD_LEVEL_KINDS and not known_tables()[rule.table].is_reference:
                first = next((one for one in blocked if one.id == rule.id), rule)
                blocked.setdefault(first, set()).update(missing)
    for rule, tables in sorted(blocked.items(), key=lambda one: one[0].id):
        lacking = ", ".join(f"{table_title(table)} ({table})" for table in sorted(tables - {KNOWN_TEAM}))
        lacking = ", ".join([lacking] * bool(lacking) + ["department or areas"] * (KNOWN_TEAM in tables))
        message = f"Not checked in full, because the extract lacks {lacking}: “{rule.what}”"
        found.add(CHECK_NOT_RUN.finding("", message, value=rule.id))
    for id, rule in sorted(beyond.items()):
        message = f"Not checked, because {out_of_reach[id]}: “{rule.what}”"
        found.add(CHECK_NOT_RUN.finding("", message, value=id, action="Nothing: the format asks no more."))


def _short_breaks(read: Mapping[str, pa.Table]) -> str:
    """Children in a series of short breaks on the extract's day: other rules hold for them. Without legal statuses: nobody."""
    if "legal_status" not in read:
        return "select null::varchar as child where false"
    return """select distinct child from legal_status
              where legal_status in ('V3', 'V4') and child is not null and open_now(started_on, ended_on)"""


def _with_known_teams(connection: duckdb.DuckDBPyConnection, read: Mapping[str, pa.Table]) -> set[str]:
    """Make the list of teams from departments and areas, whichever there are."""
    names = [
        f"select lower(trim({column})) as name from {table} where {column} is not null"
        for table, columns in (("department", ("team", "name")), ("areas", ("area", "name")))
        if table in read
        for column in columns
    ]
    if not names:
        return set()
    connection.execute(f"create temp table {KNOWN_TEAM} as {' union '.join(names)}")
    return {KNOWN_TEAM}


def _report(rule: Rule, checking: Checking, files: Sequence[str], field: str | None, found: Collected) -> None:
    faults, total = checking.faults(rule, SHOWN)
    for row, value, message in faults:
        file, at = place_of(row, files) if row is not None else (files[0], None)
        found.add(rule.finding(file, message, row=at, column=field, value=value))
    if total > len(faults):
        found.add_uncounted(rule.finding(files[0]), total - len(faults))


def _field(rule: Rule, fields: Mapping[tuple[str, str], str]) -> str | None:
    """The source's name of the column, as it most likely stands in the file."""
    column = known_tables()[rule.table].by_name.get(rule.column)
    return fields.get((column.table, column.name), column.field) if column else None
