"""A Parquet file as columns of text, so that one reader of values serves both formats."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from inloco.analytics.extracts.checks.reading import DAMAGED_FILE, LONG_CELL
from inloco.analytics.extracts.collected import Collected
from inloco.analytics.extracts.delimited import CELL_LIMIT, FIRST_ROW, TextTable

MAGIC = b"PAR1"
DAMAGES = (pa.ArrowException, OSError, UnicodeDecodeError)
"""What a scratched file makes the reader raise."""


def parquet_header(data: bytes) -> tuple[str, ...]:
    """The column names; () when the file is damaged."""
    try:
        return tuple(pq.read_schema(pa.BufferReader(data)).names)
    except DAMAGES:
        return ()


def read_parquet(data: bytes, file: str, found: Collected) -> TextTable | None:
    """Every cell as text, or None with a finding. Rows count from 2, as if there were a header line."""
    try:
        table = pq.read_table(pa.BufferReader(data))
        table.validate(full=True)
        columns = tuple(_as_text(column) for column in table.columns)
    except DAMAGES as trouble:
        found.add(DAMAGED_FILE.finding(file, f"The Parquet file cannot be read ({type(trouble).__name__})."))
        return None
    for name, column in zip(table.column_names, columns, strict=True):
        longest = pc.max(pc.binary_length(column)).as_py() or 0
        if longest > CELL_LIMIT:
            message = f"A cell holds {longest:,} characters; {CELL_LIMIT:,} is the most."
            found.add(LONG_CELL.finding(file, message, column=name))
            return None
    return TextTable(tuple(table.column_names), columns, pa.array(np.arange(FIRST_ROW, FIRST_ROW + table.num_rows)))


def _as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Null becomes a blank. Whole numbers that an export turned into floats (1203.0) lose their point again."""
    kind = column.type
    if pa.types.is_floating(kind):
        whole = pc.all(pc.fill_null(pc.equal(column, pc.floor(column)), True)).as_py()
        column = column.cast(pa.int64()) if whole and not pc.any(pc.is_nan(column)).as_py() else column
    elif pa.types.is_timestamp(kind):
        column = pc.strftime(column, format="%Y-%m-%d")
    elif pa.types.is_date(kind):
        column = column.cast(pa.date32())
    return pc.fill_null(column.cast(pa.string()), "")
