"""The tables of a snapshot as data: the Standard Safeguarding Dataset's, and InLoco's own small files beside it.

A source file keeps its own column names; a snapshot has the plain ones. Both are in ``ssd.csv`` and ``own.csv``, a row each.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from importlib.resources import files

import pyarrow as pa


class Type(StrEnum):
    TEXT = "text"
    DATE = "date"
    INTEGER = "integer"
    DECIMAL = "decimal"
    FLAG = "flag"

    @property
    def arrow(self) -> pa.DataType:
        """How a snapshot stores it. Decimals are exact, with four places."""
        return {
            Type.TEXT: pa.string(),
            Type.DATE: pa.date32(),
            Type.INTEGER: pa.int64(),
            Type.DECIMAL: pa.decimal128(18, 4),
            Type.FLAG: pa.bool_(),
        }[self]


REFERENCE_TABLES = ("areas", "population", "comparators")
"""Loaded once and kept dated: in an extract's folder or on their own."""


@dataclass(frozen=True)
class Column:
    """``field`` is the source's name, ``name`` the plain one. ``references`` is (table, plain column) that it points to."""

    table: str
    field: str
    name: str
    type: Type
    is_key: bool
    is_required: bool
    references: tuple[str, str] | None


@dataclass(frozen=True)
class Table:
    name: str
    columns: tuple[Column, ...]

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        return {column.name: column for column in self.columns}

    @cached_property
    def key(self) -> tuple[str, ...]:
        """Plain names of the columns that together identify a row; empty where the source has no such thing."""
        return tuple(column.name for column in self.columns if column.is_key)

    @cached_property
    def arrow(self) -> pa.Schema:
        return pa.schema([(column.name, column.type.arrow) for column in self.columns])

    @property
    def is_used(self) -> bool:
        """Whether figures are computed from it. Other tables of the dataset are taken along, and checked for their types only."""
        return any(column.is_required for column in self.columns)

    @property
    def is_reference(self) -> bool:
        return self.name in REFERENCE_TABLES


@cache
def tables() -> Mapping[str, Table]:
    """Every known table by its plain name."""
    rows = [row for name in ("ssd.csv", "own.csv") for row in _rows_of(name)]
    plain = {(row["table"], row["field"]): row["name"] for row in rows}
    grouped: dict[str, list[Column]] = {}
    for row in rows:
        grouped.setdefault(row["table"], []).append(
            Column(
                table=row["table"],
                field=row["field"],
                name=row["name"],
                type=Type(row["type"]),
                is_key=row["key"] == "yes",
                is_required=row["required"] == "yes",
                references=_target_of(row["references"], plain),
            )
        )
    return {name: Table(name, tuple(columns)) for name, columns in grouped.items()}


def _rows_of(name: str) -> list[dict[str, str]]:
    text = files("inloco.analytics.schema").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _target_of(written: str, plain: Mapping[tuple[str, str], str]) -> tuple[str, str] | None:
    """The published list of references has slips (a table in the plural, a remark): what does not resolve points nowhere."""
    table, _, field = written.partition(".")
    table = {"cla_placements": "cla_placement"}.get(table, table)
    field = {"clap_placement_id": "clap_cla_placement_id"}.get(field, field)
    found = plain.get((table, field))
    return (table, found) if found else None
