"""The files of the return and their columns, as data (``schema/ssda903.csv``), and how a file is told from its header."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from inloco.analytics.extracts.tables import plain_header
from inloco.analytics.schema.tables import Column, Table, Type

EPISODES = "Episodes"

ALSO_WRITTEN: Mapping[str, str] = {"childid": "CHILD", "child_id": "CHILD", "pl": "PLACE"}
"""The XML's names, and how people write an identifier."""

_SHARED = {"child", "dob", "sex", "urn"}
"""Columns that say nothing about which file it is: other lists of children have them too."""


@cache
def collected_files() -> Mapping[str, Table]:
    """Every file of the return by its name, its columns under plain names."""
    grouped: dict[str, list[Column]] = {}
    for row in _rows():
        column = Column(row["file"], row["field"], row["name"], Type(row["type"]), False, row["required"] == "yes", None)
        grouped.setdefault(row["file"], []).append(column)
    return {name: Table(name, tuple(columns)) for name, columns in grouped.items()}


@cache
def coded_columns() -> Mapping[tuple[str, str], str]:
    """Which code list each column draws on, by file and plain name."""
    return {(row["file"], row["name"]): row["list"] for row in _rows() if row["list"]}


@cache
def _rows() -> tuple[dict[str, str], ...]:
    text = files("inloco.analytics.schema").joinpath("ssda903.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def field_as_written(written: str) -> str:
    """``written`` as the return's own name where it is another spelling of one."""
    return ALSO_WRITTEN.get(plain_header(written), written)


def file_of(header: Iterable[str]) -> str | None:
    """The file of the return that has these columns: most of them are its own, and one of them is no other's."""
    plain = {plain_header(field_as_written(name)) for name in header} - {""}
    if "child" not in plain:
        return None
    fits = []
    for name, table in collected_files().items():
        fields = {column.field.casefold() for column in table.columns}
        own = len((plain & fields) - _SHARED)
        if own and len(plain & fields) * 2 > len(plain):
            fits.append((own, -len(fields), name))
    return max(fits)[2] if fits else None
