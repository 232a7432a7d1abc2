"""The extract of one day as tables to ask in SQL, under the plain names of a snapshot's columns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import duckdb
import pyarrow as pa

from inloco.analytics.schema.tables import tables

HELD = """
create temp table period as
select
    episode.child, period_of_care, min(episode.started_on) as started_on,
    case when bool_or(episode.ended_on is null) then null else max(episode.ended_on) end as ended_on,
    last(end_reason order by episode.started_on) as end_reason,
    last(need order by episode.started_on) as need,
    bool_or(status.legal_status in ('V3', 'V4')) as short_breaks
from cla_episodes as episode
left join legal_status as status
    on status.child = episode.child
    and status.started_on <= episode.started_on
    and (status.ended_on is null or status.ended_on > episode.started_on)
group by episode.child, period_of_care
"""
"""Periods of care: what nearly every list asks for, and the extract only has by episode."""


class Extract:
    """What was known on ``day``, in an in-memory database that is closed with it."""

    def __init__(self, day: date, known: Mapping[str, pa.Table]) -> None:
        self.day = day
        self.connection = duckdb.connect(config={"threads": 1})
        for name, table in known.items():
            plain = {column.field: column.name for column in tables()[name].columns}
            self.connection.register(f"given_{name}", table.rename_columns([plain[field] for field in table.column_names]))
            self.connection.execute(f'create temp table "{name}" as from "given_{name}"')
        self.connection.execute(HELD)

    def rows(self, sql: str, **given: object) -> list[dict[str, object]]:
        """The rows of a query as mappings; ``given`` are its ``$names``."""
        used = {name: value for name, value in {"day": self.day, **given}.items() if f"${name}" in sql}
        answer = self.connection.execute(sql, used)
        names = [column[0] for column in answer.description or ()]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

    def close(self) -> None:
        self.connection.close()
