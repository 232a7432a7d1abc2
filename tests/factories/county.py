"""A real snapshot from a few plain-named rows: what the tests of definitions stand on."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from inloco.analytics.records import Recorded, Records, recorded
from inloco.analytics.schema.records import record_tables
from inloco.analytics.schema.tables import Column, Type, tables
from inloco.analytics.snapshots import Snapshot, SnapshotStore

Row = Mapping[str, Any]


def snapshot_of(
    root: Path, *, as_at: date | str, kind: str = "ssd", records: Records | None = None, **given: Sequence[Row]
) -> Snapshot:
    """Write and open a snapshot under ``root`` with these tables: ``cla_episodes=[{"child": "A1", "started_on": "2019-04-01"}]``.

    Columns that a row leaves out are null; dates may be texts. A key column that no row gives is numbered. A table that is
    not named is missing, as from an extract that lacks it; an empty list is a table without rows.
    An unknown name is a mistake of the test.
    """
    day = date.fromisoformat(as_at) if isinstance(as_at, str) else as_at
    tables = {name: table_of(name, rows) for name, rows in given.items()}
    return SnapshotStore(root).write(kind, day, tables, records=records)


def record_of(name: str, rows: Sequence[Row], *, since: str) -> Recorded:
    """``rows`` as a table of records that begins on ``since``. Columns that a row leaves out are null, dates may be texts."""
    columns = record_tables()[name].columns
    for row in rows:
        if unknown := set(row) - {column.name for column in columns}:
            raise KeyError(f"{name} has no {', '.join(sorted(unknown))}")
    filled = [{column.name: _value(column, row.get(column.name)) for column in columns} for row in rows]
    return recorded(name, filled, date.fromisoformat(since))


def table_of(name: str, rows: Sequence[Row]) -> pa.Table:
    """``rows`` as the Arrow table that a load would make."""
    table = tables()[name]
    for row in rows:
        if unknown := set(row) - set(table.by_name):
            raise KeyError(f"{name} has no {', '.join(sorted(unknown))}; it has {', '.join(table.by_name)}")
    return pa.table({column.name: _values(column, rows) for column in table.columns}, schema=table.arrow)


def _values(column: Column, rows: Sequence[Row]) -> pa.Array:
    if column.is_key and column.type is Type.TEXT and not any(column.name in row for row in rows):
        return pa.array([f"{column.table}-{number}" for number in range(1, len(rows) + 1)], column.type.arrow)
    return pa.array([_value(column, row.get(column.name)) for row in rows], column.type.arrow)


def _value(column: Column, value: Any) -> Any:
    if isinstance(value, str) and column.type is Type.DATE:
        return date.fromisoformat(value)
    if value is not None and column.type is Type.DECIMAL:
        return Decimal(str(value))
    return value


def extract_of(folder: Path, **given: Sequence[Row]) -> Path:
    """Write the CSV files of an extract: plain-named rows under the source's column names, as a case-management system would.

    Needed columns and those that a row gives stand in the header; values are written as they are, so that they may be wrong.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in given.items():
        table = tables()[name]
        named = {key for row in rows for key in row}
        columns = [column for column in table.columns if column.is_required or column.is_key or column.name in named]
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(column.field for column in columns)
            for number, row in enumerate(rows, start=1):
                filled = {column.name: f"{name}-{number}" for column in columns if column.is_key} | dict(row)
                writer.writerow(filled.get(column.name, "") for column in columns)
    return folder
