"""Gives every database connection a way to know who is acting: a function on SQLite, a setting on PostgreSQL."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from inloco.audit.actor import current_actor

WRITES = re.compile(r"\s*(?:INSERT|UPDATE|DELETE|WITH|SELECT\s+audit_append)\b", re.IGNORECASE)


def prepare(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """For the signal ``connection_created``."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("audit_actor", 0, current_actor)
    elif connection.vendor == "postgresql" and name_the_actor not in connection.execute_wrappers:
        connection.execute_wrappers.append(name_the_actor)


def name_the_actor(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Sets the actor before each write, in the same transaction: a pooled connection never carries another person's name.

    In autocommit the setting has to outlast its own statement, so it is the session's; every write sets it anew.
    """
    if isinstance(sql, str) and WRITES.match(sql):
        context["connection"].connection.execute("SELECT set_config('inloco.actor', %s, false)", [current_actor()])
    return execute(sql, params, many, context)
