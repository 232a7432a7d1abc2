"""Tables of several authorities one behind the other, every identifier led by a mark of the authority, so that two children of
the same number stay two. Names are left out: no figure needs them.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from inloco.analytics.facts.store import AUTHORITY
from inloco.analytics.schema.tables import tables
from inloco.analytics.snapshots import Snapshot

IDENTIFIERS = frozenset(
    {
        "attendance", "care_leaver", "child", "cin_plan", "conviction", "core_group", "cp_plan", "cp_review",
        "episode", "flag_row", "health_check", "icpc", "immigration_status_id", "involvement", "legal_status_id",
        "meeting", "missing_episode", "monitoring", "parent", "pep", "period_of_care", "personal_adviser",
        "placement", "plo_family_id", "referral", "review", "row_id", "s47_enquiry", "sdq", "team", "visit", "worker",
    }
)  # fmt: skip
"""Columns whose values mean something within one authority only."""

NAMES = frozenset({"forename", "surname", "common_child_id", "legacy_id", "upn_unknown", "nationality", "urn", "court_reference"})
"""Columns that stay at home."""

TEAMS = frozenset({"team", "parent"})
"""Those of them that are areas of the pool: they are led by the authority's name, which is long. Keys are joined over and over,
and are compared several times faster where they have twelve letters or fewer."""

SPELLED = pa.dictionary(pa.int32(), pa.string())
"""An identifier is written once however often it occurs: leading each is then quick."""


def put_together(table: str, snapshots: Mapping[str, Snapshot], marks: Mapping[str, str], into: Path) -> int:
    """The rows of all that have ``table``, an authority after the other, in one file. Returns how many there are.

    ``marks`` has a short text for each authority, no two alike.
    """
    known = [field for field in tables()[table].arrow if field.name not in NAMES]
    kinds = [SPELLED if field.name in IDENTIFIERS else field.type for field in known]
    schema = pa.schema([*map(pa.field, (field.name for field in known), kinds), pa.field(AUTHORITY, pa.string())])
    number = 0
    with pq.ParquetWriter(into / f"{table}.parquet", schema, compression="snappy", write_statistics=False) as writer:
        for name, snapshot in snapshots.items():
            if not snapshot.has(table):
                continue
            file = snapshot.path(table)
            there = set(pq.read_schema(file).names)
            spelled = [field.name for field in known if field.name in IDENTIFIERS & there]
            part = pq.read_table(file, columns=[field.name for field in known if field.name in there], read_dictionary=spelled)
            columns = [_column(table, part, field, kind, (name, marks[name])) for field, kind in zip(known, kinds, strict=True)]
            writer.write_table(pa.table([*columns, pa.repeat(pa.scalar(name), len(part))], schema=schema))
            number += len(part)
    return number


def told_apart(name: str, authority: str) -> str:
    """The name of a team or department in a pool."""
    return f"{name} ({authority})"


def _column(table: str, part: pa.Table, field: pa.Field, kind: pa.DataType, whose: tuple[str, str]) -> pa.Array | pa.ChunkedArray:
    authority, mark = whose
    if field.name not in part.column_names:
        return pa.nulls(len(part), kind)
    values = part[field.name]
    if table == "department" and field.name == "name":
        return pc.binary_join_element_wise(values.cast(field.type), pa.scalar(told_apart("", authority)), "")
    if field.name not in IDENTIFIERS:
        return values.cast(field.type)
    chunks = [_led(chunk, authority if field.name in TEAMS else mark) for chunk in values.cast(kind).chunks]
    return pa.chunked_array(chunks, kind)


def _led(chunk: pa.DictionaryArray, lead: str) -> pa.DictionaryArray:
    written = chunk.dictionary
    led = pc.if_else(pc.equal(written, ""), written, pc.binary_join_element_wise(pa.scalar(lead), written, "/"))
    return pa.DictionaryArray.from_arrays(chunk.indices, led)
