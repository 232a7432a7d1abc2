"""Triggers that refuse to change or delete a row that is written once: what goes round Django's models is stopped by
the database.

Made anew after every migration, since SQLite drops a table's triggers when its columns change.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connections

REFUSAL = "what has been published or recorded is never changed"

POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION written_once_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '{REFUSAL}';
END $$
"""


def tables() -> list[str]:
    """The tables of all models that are written once."""
    from inloco.performance.models.reports import WrittenOnce

    return [model._meta.db_table for model in apps.get_models() if issubclass(model, WrittenOnce)]


def install(using: str = "default", **_: Any) -> None:
    """For the signal ``post_migrate``."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_FUNCTION, None)
        for table in present.intersection(tables()):
            for statement in _statements(connection.vendor, table):
                cursor.execute(statement, None)


def remove(using: str = "default") -> None:
    """Take the triggers away, for whoever empties a test database."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for table in tables():
            for operation in ("update", "delete"):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{operation}{on}", None)


def _statements(vendor: str, table: str) -> list[str]:
    if vendor == "postgresql":
        return [
            f"CREATE OR REPLACE TRIGGER {table}_no_{operation} BEFORE {operation.upper()} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION written_once_refuse()"
            for operation in ("update", "delete")
        ]
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{operation} BEFORE {operation.upper()} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for operation in ("update", "delete")
    ]
