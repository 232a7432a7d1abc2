"""One fault in a sound extract, and what one check has to say of it. Only that check's rules run, on tables in memory."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import pyarrow as pa

from inloco.analytics.extracts.checks.rows import RULES
from inloco.analytics.extracts.checks.running import SHARED, run_rules
from inloco.analytics.extracts.collected import Collected
from inloco.analytics.extracts.places import ROW
from inloco.analytics.extracts.values import Problem, read_value
from inloco.analytics.findings import Finding
from inloco.analytics.schema.codes import CODED_COLUMNS
from inloco.analytics.schema.tables import Column, tables
from inloco.analytics.settings import Settings
from tests.factories.sound import AS_AT, Tables, sound

NEW = 0
"""As a row: one is added at the end."""

SHARED_BY_RULES = {table for _, stands_on, _ in SHARED for table in stands_on} | {"legal_status", "department", "areas"}

Edit = tuple[str, int, dict[str, Any]]


@dataclass(frozen=True)
class Case:
    """``check`` finds the fault that ``edits`` plant at ``rows`` of ``table`` (as a spreadsheet counts), and nowhere else."""

    check: str
    table: str
    rows: tuple[int, ...]
    edits: tuple[Edit, ...]

    def __str__(self) -> str:
        return f"{self.check}-{self.table}"


def case(check: str, table: str, row: int | tuple[int, ...], *edits: Edit) -> Case:
    return Case(check, table, row if isinstance(row, tuple) else (row,), edits)


@cache
def sound_tables() -> dict[str, pa.Table]:
    """The sound extract as a reader hands it on; made once."""
    return {name: table_of(name, rows) for name, rows in sound().items()}


def planted(case: Case) -> dict[str, pa.Table]:
    """The sound extract with the fault of ``case``; a new row takes what it does not say from the row before."""
    changed: Tables = {}
    for table, row, changes in case.edits:
        rows = changed.setdefault(table, sound()[table])
        if row == NEW:
            rows.append({**rows[-1], **changes})
        else:
            rows[row - 2].update(changes)
    return sound_tables() | {name: table_of(name, rows) for name, rows in changed.items()}


def findings(read: dict[str, pa.Table], check: str = "", kind: str = "ssd") -> list[Finding]:
    """What ``check`` (or every check) finds in the tables, read from an extract of this kind."""
    found = Collected()
    rules = [rule for rule in RULES if check in ("", rule.id)]
    if check:
        read = {name: read[name] for name in {*SHARED_BY_RULES, *(table for rule in rules for table in rule.needs)} & read.keys()}
    files = {name: (f"{name}.csv",) for name in read}
    run_rules(read, files, AS_AT, kind, Settings().allocated_worker_roles, found, rules=rules)
    return found.findings


def table_of(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    """The rows as a reader hands them on: typed, coded, with the column ``row``."""
    columns = tables()[name].columns
    made = {column.name: pa.array([_value(column, row) for row in rows], column.type.arrow) for column in columns}
    return pa.table(made).append_column(ROW, pa.array(range(2, len(rows) + 2), pa.int64()))


def _value(column: Column, row: dict[str, Any]) -> Any:
    given = row.get(column.name)
    if given is None or given == "":
        return None
    value = read_value(column.type, str(given), CODED_COLUMNS.get((column.table, column.name)))
    assert not isinstance(value, Problem), f"{column.table}.{column.name} cannot be {given!r}"
    return value


def assert_found(case: Case) -> None:
    """The check finds the fault where it stands and nowhere else, and says what to do."""
    found = findings(planted(case), case.check)
    assert [(one.check, one.file, one.row) for one in found] == [(case.check, f"{case.table}.csv", row) for row in case.rows]
    assert all(one.message and one.action and one.column for one in found)


def assert_none(case: Case) -> None:
    """What only looks like the fault is none: ``rows`` of the case are empty."""
    assert findings(planted(case), case.check) == []
