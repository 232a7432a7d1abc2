"""What changed from one snapshot to another, table by table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from inloco.analytics.schema.tables import tables as known_tables
from inloco.analytics.snapshots import Snapshot


@dataclass(frozen=True)
class TableDifference:
    """What one table gained, lost and changed from one snapshot to the other. None where only one of them has it."""

    table: str
    rows_before: int | None
    rows_after: int | None
    added: int
    removed: int
    changed: int


def differences(before: Snapshot, after: Snapshot) -> Sequence[TableDifference]:
    """What changed, by key where the table has one, else by whole rows. The two may belong to different stores: what is only
    staged is compared with what is there."""
    with duckdb.connect() as connection:
        return [_difference(connection, before, after, table) for table in sorted(before.tables | after.tables)]


def _difference(connection: duckdb.DuckDBPyConnection, before: Snapshot, after: Snapshot, table: str) -> TableDifference:
    rows_before, rows_after = before.tables.get(table), after.tables.get(table)
    if rows_before is None or rows_after is None:
        return TableDifference(table, rows_before, rows_after, rows_after or 0, rows_before or 0, 0)
    old = connection.read_parquet(str(before.path(table)))
    new = connection.read_parquet(str(after.path(table)))
    known = known_tables().get(table)
    key = [name for name in known.key if name in old.columns and name in new.columns] if known else []
    if key:
        shared = [name for name in new.columns if name in old.columns and name not in key]
        same = " and ".join(f'a."{name}" is not distinct from b."{name}"' for name in key)
        differs = " or ".join(f'a."{name}" is distinct from b."{name}"' for name in shared) or "false"
        added, removed, changed = _one_row(
            connection,
            f"""select count(*) filter (where a.here is null), count(*) filter (where b.here is null),
                       count(*) filter (where a.here and b.here and ({differs}))
                from (select *, true as here from old) a full join (select *, true as here from new) b on {same}""",
            old=old,
            new=new,
        )
        return TableDifference(table, rows_before, rows_after, added, removed, changed)
    columns = ", ".join(f'"{name}"' for name in new.columns if name in old.columns)
    added, removed = _one_row(
        connection,
        f"""select (select count(*) from (select {columns} from new except all select {columns} from old)),
                   (select count(*) from (select {columns} from old except all select {columns} from new))""",
        old=old,
        new=new,
    )
    return TableDifference(table, rows_before, rows_after, added, removed, 0)


def _one_row(connection: duckdb.DuckDBPyConnection, sql: str, **relations: duckdb.DuckDBPyRelation) -> tuple[int, ...]:
    for name, relation in relations.items():
        relation.create_view(name, replace=True)
    [found] = connection.execute(sql).fetchall()
    return tuple(found)
