"""A PostgreSQL database as tables of text: dumped in one transaction, and filled again with the triggers asleep.

PostgreSQL's own pg_dump is not asked for: it has to be of the server's version, and is not on every computer that runs InLoco.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

import psycopg
from psycopg import sql

from inloco.analytics.errors import StorageRefused
from inloco.web.environment import postgresql

TABLES_OF_OURS = """
select relname from pg_class
where relkind = 'r' and relnamespace = current_schema()::regnamespace order by relname"""


class Tables:
    """The tables of the database that ``url`` names, all as they are at one moment. To be closed."""

    def __init__(self, url: str) -> None:
        given = postgresql(url)
        named = {"host": given["HOST"], "port": given["PORT"], "user": given["USER"], "password": given["PASSWORD"]}
        options: dict[str, Any] = {name: value for name, value in named.items() if value} | given["OPTIONS"]
        try:
            self.connection = psycopg.connect(dbname=given["NAME"], **options)
        except psycopg.Error as trouble:
            raise StorageRefused(
                "The database cannot be reached. Nothing was changed.", action="Check INLOCO_DATABASE_URL and the server."
            ) from trouble
        self.connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ

    def close(self) -> None:
        self.connection.close()

    def names(self) -> list[str]:
        return [name for (name,) in self.connection.execute(TABLES_OF_OURS)]

    def migrations(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for app, name in self.connection.execute("select app, name from django_migrations order by app, name"):
            found.setdefault(app, []).append(name)
        return found

    def dump(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Each table's name, and its rows as COPY writes them under a header of column names."""
        for name in self.names():
            yield name, self._rows(name)

    def _rows(self, name: str) -> Iterator[bytes]:
        command = sql.SQL("copy {} ({}) to stdout (format csv, header true)").format(sql.Identifier(name), self._columns(name))
        with self.connection.cursor() as cursor, cursor.copy(command) as copy:
            for chunk in copy:
                yield bytes(chunk)

    def _columns(self, name: str) -> sql.Composed:
        found = self.connection.execute(
            "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0 and not attisdropped"
            " and attgenerated = '' order by attnum",
            [f'"{name}"'],
        ).fetchall()
        return sql.SQL(", ").join(sql.Identifier(column) for (column,) in found)

    def is_empty(self) -> bool:
        """Whether there is no table, or no person in it: what may be filled."""
        if "accounts_user" not in self.names():
            return True
        return self.connection.execute("select 1 from accounts_user limit 1").fetchone() is None

    def fill(self, rows: dict[str, IO[bytes]]) -> None:
        """Replace the rows of every table by these, in one transaction; then set the counters behind the highest numbers."""
        with self.connection.transaction():
            names = self.names()
            self.connection.execute("set constraints all deferred")
            for name in names:
                self.connection.execute(sql.SQL("alter table {} disable trigger user").format(sql.Identifier(name)))
            self.connection.execute(
                sql.SQL("truncate {} cascade").format(sql.SQL(", ").join(sql.Identifier(name) for name in names))
            )
            for name, source in rows.items():
                header = source.readline().decode().strip().split(",")
                columns = sql.SQL(", ").join(sql.Identifier(column.strip('"')) for column in header)
                command = sql.SQL("copy {} ({}) from stdin (format csv)").format(sql.Identifier(name), columns)
                with self.connection.cursor() as cursor, cursor.copy(command) as copy:
                    while chunk := source.read(1 << 20):
                        copy.write(chunk)
            self.connection.execute("set constraints all immediate")
            for name in names:
                self.connection.execute(sql.SQL("alter table {} enable trigger user").format(sql.Identifier(name)))
            self._set_counters(names)

    def _set_counters(self, names: list[str]) -> None:
        for name in names:
            for (column,) in self.connection.execute(
                "select attname from pg_attribute where attrelid = %s::regclass and attidentity <> ''", [f'"{name}"']
            ).fetchall():
                self.connection.execute(
                    sql.SQL(
                        "select setval(pg_get_serial_sequence(%s, %s), coalesce((select max({}) from {}), 0) + 1, false)"
                    ).format(sql.Identifier(column), sql.Identifier(name)),
                    [f'"{name}"', column],
                )
