"""Where a record stands in the files that were read: one number beside each row, for whoever has to say it to a person."""

from __future__ import annotations

from collections.abc import Sequence

ROW = "row"
"""The column, beside a table's own, that says where a record stands. Checks use it; a snapshot does not keep it."""

_FILE_BITS = 32


def row_in(file: int, row: int) -> int:
    """The value of the column ``row`` for a record of the file of this number in ``Reading.files``."""
    return file << _FILE_BITS | row


def place_of(row: int, files: Sequence[str]) -> tuple[str, int]:
    """The file and the row in it that ``row`` stands for; a plain row number is one of the first file."""
    return files[row >> _FILE_BITS], row & ((1 << _FILE_BITS) - 1)
