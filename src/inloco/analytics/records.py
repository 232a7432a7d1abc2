"""InLoco's own records on their way into a snapshot: the rows of one table, and since when they tell everything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from inloco.analytics.schema.records import record_tables


@dataclass(frozen=True)
class Recorded:
    """``since`` is the first day that the rows know of: before it nothing was recorded here, which is not the same as nothing."""

    rows: pa.Table
    since: date


Records = Mapping[str, Recorded]
"""By table."""

Recorder = Callable[[date], Records]
"""Gives what was recorded until a day, that day included: no table where nothing was."""


def recorded(table: str, rows: Iterable[Mapping[str, Any]], since: date) -> Recorded:
    """``rows`` as the table that a snapshot keeps, every column named. Raises KeyError for an unknown table or column."""
    known = record_tables()[table]
    listed = list(rows)
    for row in listed:
        if set(row) != set(known.by_name):
            raise KeyError(f"A row of {table} has {sorted(row)} and should have {sorted(known.by_name)}.")
    columns = {column.name: pa.array([row[column.name] for row in listed], column.type.arrow) for column in known.columns}
    return Recorded(pa.table(columns, schema=known.arrow), since)
