"""Facts in DuckDB, in the memory of this process."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from inloco.analytics.clocks import Clock, teach
from inloco.analytics.facts.store import AUTHORITY, FUNCTIONS, SEGMENTS, SEGMENTS_OF, Function


class DuckStore:
    """One database in memory; each thread has a connection of its own to it. ``threads`` are as many as there are cores
    without: one is best where several of them count side by side."""

    def __init__(self, threads: int | None = None) -> None:
        self.at_once = 2 if threads is None else threads
        self.connection = duckdb.connect(":memory:", config={} if threads is None else {"threads": threads})
        self.connection.execute("create schema extract")
        self._own = threading.local()
        self._owner = threading.get_ident()

    @property
    def here(self) -> duckdb.DuckDBPyConnection:
        """This thread's connection."""
        if threading.get_ident() == self._owner:
            return self.connection
        if not hasattr(self._own, "connection"):
            self._own.connection = self.connection.cursor()
        held: duckdb.DuckDBPyConnection = self._own.connection
        return held

    def teach(self, functions: Iterable[Function], clocks: Iterable[Clock], *, months_as_days: bool) -> None:
        define(self.connection, functions)
        self.connection.execute(f"create macro {SEGMENTS}(spells) as table {SEGMENTS_OF.format(spells='query_table(spells)')}")
        teach(self.connection, clocks, months_as_days=months_as_days)

    def tell(self, name: str, table: pa.Table) -> None:
        connection = self.here
        connection.register("held", table)
        connection.execute(f"create table {name} as from held")
        connection.unregister("held")

    def open(self, table: str, file: Path | None, schema: pa.Schema, child: str | None) -> None:
        if file is None:
            self.tell(f"extract.{table}", schema.append(pa.field(AUTHORITY, pa.string())).empty_table())
            return
        there = set(pq.read_schema(file).names)
        columns = ", ".join(name if name in there else f"null as {name}" for name in schema.names)
        authority = AUTHORITY if AUTHORITY in there else f"'' as {AUTHORITY}"
        where = f" where child = {quoted(child)}" if child is not None and "child" in schema.names else ""
        self.here.execute(
            f"create view extract.{table} as select {columns}, {authority} from read_parquet({quoted(str(file))}){where}"
        )

    def make(self, name: str, sql: str) -> None:
        self.here.execute(f"create table {name} as {sql}")

    def rows(self, sql: str) -> Sequence[tuple[Any, ...]]:
        return self.here.execute(sql).fetchall()

    def keep(self, name: str, order: str, file: Path) -> None:
        self.here.execute(f"copy (from {name} order by {order}) to {quoted(str(file))} (format parquet, compression zstd)")

    def close(self) -> None:
        self.connection.close()


def define(connection: duckdb.DuckDBPyConnection, functions: Iterable[Function] = FUNCTIONS) -> None:
    """Give ``connection`` the functions that facts and definitions call."""
    for one in functions:
        connection.execute(f"create macro {one.name}({', '.join(one.parameters)}) as {one.sql}")


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
