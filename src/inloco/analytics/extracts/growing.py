"""A table of a snapshot that grows row by row, for formats whose records are not laid out as tables."""

from __future__ import annotations

import pyarrow as pa

from inloco.analytics.extracts.places import ROW
from inloco.analytics.schema.tables import tables

_ROWS_AT_ONCE = 50_000
"""So many rows are held as Python values before they are packed."""


class GrowingTable:
    """The plain table ``name``, of which only ``columns`` are ever filled; the others are blank."""

    def __init__(self, name: str, columns: tuple[str, ...]) -> None:
        self._schema = tables()[name].arrow.append(pa.field(ROW, pa.int64()))
        if unknown := {*columns} - {*self._schema.names}:
            raise KeyError(f"{name} has no column {', '.join(sorted(unknown))}")
        self._columns = (*columns, ROW)
        self._rows: list[tuple[object, ...]] = []
        self._packed: list[pa.Table] = []

    def add(self, row: int, *values: object) -> None:
        """A record: the place it stands at, then a value for each of the columns."""
        self._rows.append((*values, row))
        if len(self._rows) >= _ROWS_AT_ONCE:
            self._pack()

    def done(self) -> pa.Table:
        self._pack()
        return pa.concat_tables([self._schema.empty_table(), *self._packed])

    def _pack(self) -> None:
        if not self._rows:
            return
        filled = dict(zip(self._columns, zip(*self._rows, strict=True), strict=True))
        count = len(self._rows)
        self._packed.append(
            pa.table(
                [
                    pa.array(filled[field.name], field.type) if field.name in filled else pa.nulls(count, field.type)
                    for field in self._schema
                ],
                schema=self._schema,
            )
        )
        self._rows.clear()


class Ids:
    """Identifiers for records that have none: made of what tells them apart, the same in every load of the same records."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def of(self, *parts: object) -> str:
        """``parts`` joined; a second record with the same ones gets ``~2``."""
        id = ":".join("" if part is None else str(part) for part in parts)
        times = self._seen[id] = self._seen.get(id, 0) + 1
        return id if times == 1 else f"{id}~{times}"
