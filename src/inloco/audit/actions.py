"""What is written to the trail on purpose: steps of a process, sign-ins, and every look at a child.

Changes of rows need no call: the database's triggers record them, bulk writes too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import connection

from inloco.audit.actor import acting
from inloco.audit.triggers import append_sql


def record(kind: str, *, by: Any, detail: Mapping[str, Any] | None = None, subject: str = "", reference: str = "") -> None:
    """Append one event by that person (None: the system). ``detail`` never holds a child's name or id."""
    after = json.dumps(detail, default=str, ensure_ascii=False, sort_keys=True) if detail else ""
    with acting(by), connection.cursor() as cursor:
        cursor.execute(append_sql(connection.vendor), [kind, subject, reference, "", after])


def record_look(*, by: Any, what: str, child_reference: str, why: str) -> None:
    """Append a look at a child: ``what`` was shown, ``why`` the person may see it; the reference is the opaque one."""
    record("looked", by=by, subject="child", reference=child_reference, detail={"what": what, "why": why})
