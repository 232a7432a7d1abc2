"""Rows of the made-up county as flat whole numbers: one buffer a table, filtered by what was known on a day.

Every row carries the day on which it was entered, and the day on which its closing columns (an end date, a result) were
entered. A month's folder holds what had been entered by its end; a closing column not yet entered is empty.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

NONE = -(2**31)
"""An empty cell."""

Numbers = NDArray[np.int32]
Mask = NDArray[np.bool_]


class Kind(StrEnum):
    NUMBER = "number"
    DAY = "day"
    WORD = "word"


class Words(dict[str, int]):
    """Every text of the county once, numbered in the order of its first use."""

    def __missing__(self, text: str) -> int:
        self[text] = number = len(self)
        return number

    def array(self) -> pa.Array:
        return pa.array(list(self), pa.string())


@dataclass(frozen=True)
class Column:
    """A field of a file. ``closing``: empty until the row's closing day was entered. ``past``: empty while its day is to come."""

    field: str
    kind: Kind = Kind.NUMBER
    closing: bool = False
    past: bool = False


@dataclass
class Table:
    """One file of the extract. ``person`` is the field that points to a person.

    ``recent``: the file holds only rows whose day in this field lies within so many days before the month end.
    ``latest_of``: of the rows with one value here, the file holds the last entered only.
    """

    name: str
    columns: tuple[Column, ...]
    person: str | None = None
    recent: tuple[str, int] | None = None
    latest_of: str | None = None
    buffer: array[int] = field(default_factory=lambda: array("i"))

    def add(self, entered: int, closed: int, *values: int) -> None:
        """One row: the day it was entered, the day its closing columns were entered, then its columns in order."""
        self.buffer.extend((entered, closed, *values))

    def __len__(self) -> int:
        return len(self.buffer) // (len(self.columns) + 2)

    @cached_property
    def numbers(self) -> Numbers:
        """All rows as a matrix; nothing may be added afterwards."""
        return np.frombuffer(self.buffer, dtype=np.int32).reshape(-1, len(self.columns) + 2)

    def index(self, name: str) -> int:
        return next(i for i, column in enumerate(self.columns) if column.field == name) + 2

    def values(self, name: str) -> Numbers:
        chosen: Numbers = self.numbers[:, self.index(name)]
        return chosen

    def known(self, day: int) -> Numbers:
        """The rows that had been entered by ``day``, in the order they were made."""
        rows = self.numbers
        mask = rows[:, 0] <= day
        if self.recent:
            mask &= rows[:, self.index(self.recent[0])] > day - self.recent[1]
        rows = rows[mask]
        if self.latest_of:
            group = rows[:, self.index(self.latest_of)]
            _, last = np.unique(group[::-1], return_index=True)
            rows = rows[np.sort(len(rows) - 1 - last)]
        return rows

    def as_known(self, day: int, words: pa.Array) -> pa.Table:
        """The file as it was extracted on ``day``."""
        rows = self.known(day)
        unclosed = rows[:, 1] > day
        arrays = [_as_arrow(rows[:, i + 2], column, unclosed, day, words) for i, column in enumerate(self.columns)]
        return pa.table(arrays, names=[column.field for column in self.columns])


def _as_arrow(values: Numbers, column: Column, unclosed: Mask, day: int, words: pa.Array) -> pa.Array:
    empty = values == NONE
    if column.closing:
        empty = empty | unclosed
    if column.past:
        empty = empty | (values > day)
    numbers = pa.array(values, pa.int32(), mask=empty)
    match column.kind:
        case Kind.DAY:
            return numbers.cast(pa.date32())
        case Kind.WORD:
            return words.take(numbers)
        case Kind.NUMBER:
            return numbers


def columns(spec: Sequence[str]) -> tuple[Column, ...]:
    """``started:day``, ``type:word``, ``ended:day!`` (closing), ``died:day?`` (past) as columns; without a kind, a number."""
    made = []
    for text in spec:
        name, _, kind = text.rstrip("!?").partition(":")
        made.append(Column(name, Kind(kind or "number"), text.endswith("!"), text.endswith("?")))
    return tuple(made)
