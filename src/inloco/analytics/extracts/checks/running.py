"""Runs the checks of rows over the tables as read, in one embedded database."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import duckdb
import pyarrow as pa

from inloco.analytics.extracts.checks.definition import AS_AT, Rule
from inloco.analytics.extracts.checks.links import KNOWN_TEAM
from inloco.analytics.extracts.checks.reading import CHECK_NOT_RUN
from inloco.analytics.extracts.checks.rows import RULES
from inloco.analytics.extracts.collected import SHOWN, Collected
from inloco.analytics.extracts.formats import place_of
from inloco.analytics.findings import Severity
from inloco.analytics.schema.tables import tables as known_tables
from inloco.analytics.snapshots import CHILD_LEVEL_KINDS

MACROS = (
    "said(day) as strftime(day, '%d/%m/%Y')",
    "until(ended_on) as coalesce(ended_on, date '9999-12-31')",
    f"open_now(started_on, ended_on) as started_on <= {AS_AT} and (ended_on is null or ended_on > {AS_AT})",
)
"""What the rules share: how a day is said, when something open ends, and whether it is open on the extract's day."""


def run_rules(
    read: Mapping[str, pa.Table],
    files: Mapping[str, Sequence[str]],
    as_at: date | None,
    kind: str,
    allocated_roles: Sequence[str],
    found: Collected,
    tell: Callable[[str, float], None] = lambda _what, _done: None,
    fields: Mapping[tuple[str, str], str] | None = None,
) -> None:
    """Add to ``found`` what every rule finds. ``read`` has the column ``row`` too; ``files`` says where each table stood.
    ``fields`` has the source's names of columns, by table and plain name, where they are not those of the dataset.

    A rule that lacks one of its tables says so, once for each check. Reference data on its own is checked by its own rules only.
    When the reading found errors, only the rules that refuse a load run: all that must be mended is said at once, and no
    warning arises from a value that could not be read.
    """
    is_refused = found.has_errors
    blocked: dict[str, set[str]] = {}
    rules = [
        rule
        for rule in RULES
        if (kind in CHILD_LEVEL_KINDS or known_tables()[rule.table].is_reference)
        and (rule.severity is Severity.ERROR or not is_refused)
    ]
    with duckdb.connect() as connection:
        connection.execute("set variable as_at = $1::date", [as_at])
        connection.execute("set variable allocated_roles = $1::varchar[]", [list(allocated_roles)])
        for macro in MACROS:
            connection.execute(f"create temp macro {macro}")
        for name, table in read.items():
            connection.register(name, table)
        there = {*read, *_with_known_teams(connection, read)}
        for number, rule in enumerate(rules):
            tell("Checking", 0.6 + 0.3 * number / len(rules))
            missing = [name for name in rule.needs if name not in there]
            if not missing:
                _run(connection, rule, files[rule.table], _field(rule, fields or {}), found)
            elif not is_refused and kind in CHILD_LEVEL_KINDS and not known_tables()[rule.table].is_reference:
                blocked.setdefault(rule.id, set()).update(missing)
    for check, tables in sorted(blocked.items()):
        lacking = ", ".join(sorted(tables)).replace(KNOWN_TEAM, "department or areas")
        message = f"The check {check} could not run in full: the extract lacks {lacking}."
        found.add(CHECK_NOT_RUN.finding("", message, value=check))


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


def _run(connection: duckdb.DuckDBPyConnection, rule: Rule, files: Sequence[str], field: str | None, found: Collected) -> None:
    faults = connection.execute(
        f"select row, value::text as value, message, count(*) over () as total from ({rule.sql}) order by row limit {SHOWN}"
    ).fetchall()
    for row, value, message, _ in faults:
        file, at = place_of(row, files) if row is not None else (files[0], None)
        found.add(rule.finding(file, message, row=at, column=field, value=value))
    if faults and faults[0][3] > len(faults):
        found.add_uncounted(rule.finding(file), faults[0][3] - len(faults))


def _field(rule: Rule, fields: Mapping[tuple[str, str], str]) -> str | None:
    """The source's name of the column, as it most likely stands in the file."""
    column = known_tables()[rule.table].by_name.get(rule.column)
    return fields.get((column.table, column.name), column.field) if column else None
