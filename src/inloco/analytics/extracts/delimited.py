"""A delimited text file as columns of text: encoding, separator, header and the shape of each row, before any meaning.

The quick way reads with Arrow. Whatever it cannot take (a ragged row, a blank line, a quotation mark gone astray, a giant cell)
is read again slowly, only to say exactly where it is.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from inloco.analytics.extracts.checks.reading import (
    BINARY_FILE,
    EMPTY_FILE,
    LONG_CELL,
    OLDER_ENCODING,
    RAGGED_ROW,
    UNCLOSED_QUOTE,
    WRONG_ENCODING,
)
from inloco.analytics.extracts.collected import Collected

CELL_LIMIT = 10_000
"""No cell of an extract is longer; what is, is a fault or an attack."""

FIRST_ROW = 2
"""As a spreadsheet counts: the header is row 1."""

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROL = bytes(set(range(32)) - {9, 10, 12, 13, 26, 27})


@dataclass(frozen=True)
class TextTable:
    """Columns of text in the file's order, under the names as written. ``rows`` gives each record's spreadsheet row."""

    header: tuple[str, ...]
    columns: tuple[pa.ChunkedArray, ...]
    rows: pa.Array


def signature(data: bytes) -> str | None:
    """What a file that is no delimited text is, in words; None where it may be one."""
    for start, what in (
        (b"%PDF", "a PDF document"),
        (b"PK\x03\x04", "a workbook, a Word document or a zip file"),
        (b"\xd0\xcf\x11\xe0", "an old Excel or Word file"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"\x1f\x8b", "a compressed file"),
        (b"SQLite format 3", "a database"),
        (b"<?xml", "an XML file"),
    ):
        if data.startswith(start):
            return what
    return None


def text_of(data: bytes, file: str, found: Collected) -> bytes | None:
    """``data`` as UTF-8 without a mark at the start, or None with a finding. Windows-1252 is taken, with a remark."""
    if data.startswith(_UTF16):
        found.add(WRONG_ENCODING.finding(file, "The file is in UTF-16."))
        return None
    data = data.removeprefix(codecs.BOM_UTF8)
    if (what := signature(data)) is not None:
        found.add(BINARY_FILE.finding(file, f"The file is {what}, not CSV."))
        return None
    if b"\0" in data or len(data.translate(None, _CONTROL)) < len(data):
        found.add(BINARY_FILE.finding(file, "The file is not text: it holds control characters."))
        return None
    if data.isascii():
        return data
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as trouble:
        row = data.count(b"\n", 0, trouble.start) + 1
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            found.add(WRONG_ENCODING.finding(file, row=row))
            return None
        found.add(OLDER_ENCODING.finding(file, row=row))
        return text.encode()
    return data


def header_of(text: bytes) -> tuple[str, ...]:
    """The cells of the first line, trimmed; () where there is none."""
    return tuple(cell.strip() for cell in next(_records(_first_line(text), separator_of(text), strict=False), []))


def separator_of(text: bytes) -> str:
    """Comma, unless the first line has none and has semicolons, tabs or bars."""
    first = _first_line(text)
    return next((mark for mark in ",;\t|" if mark.encode() in first), ",")


def _first_line(text: bytes) -> bytes:
    return re.split(rb"\r\n|\n|\r", text[:100_000], maxsplit=1)[0]


def read_delimited(text: bytes, file: str, found: Collected) -> TextTable | None:
    """Every cell as text, or None with findings when the rows do not hold together."""
    if not text.strip():
        found.add(EMPTY_FILE.finding(file))
        return None
    header = header_of(text)
    if not any(header):
        found.add(EMPTY_FILE.finding(file, "The first row is blank; a header is needed there."))
        return None
    return _quickly(text, header) or _slowly(text, header, file, found)


def _quickly(text: bytes, header: tuple[str, ...]) -> TextTable | None:
    """Arrow's reader; None whenever anything is unusual."""
    has_quotes = b'"' in text
    if text.count(b"\r") != text.count(b"\r\n") or _has_blank_row(text, separator_of(text).encode() * (len(header) - 1)):
        return None
    names = [str(number) for number in range(len(header))]
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(text),
            read_options=arrow_csv.ReadOptions(column_names=names, skip_rows=1, block_size=1 << 22),
            parse_options=arrow_csv.ParseOptions(delimiter=separator_of(text), newlines_in_values=has_quotes),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, check_utf8=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    if has_quotes and text.count(b'"') % 2:
        return None
    for column in table.columns:
        if len(column) and pc.max(pc.binary_length(column)).as_py() > CELL_LIMIT:
            return None
    return TextTable(header, tuple(table.columns), pa.array(np.arange(FIRST_ROW, FIRST_ROW + table.num_rows)))


def _has_blank_row(text: bytes, only_separators: bytes) -> bool:
    """A line without anything, or the row of separators that a spreadsheet writes for it."""
    ends = (b"\n", b"\r\n") if b"\r" in text else (b"\n",)
    return any(b"\n" + blank + end in text for blank in (b"", only_separators) for end in ends)


def _slowly(text: bytes, header: tuple[str, ...], file: str, found: Collected) -> TextTable | None:
    """Python's reader, record by record, naming each row that is wrong. Blank lines are skipped and counted."""
    records: list[list[str]] = []
    rows: list[int] = []
    sound = True
    number = 0
    try:
        for number, record in enumerate(_records(text, separator_of(text)), start=1):
            long = next((place for place, cell in enumerate(record) if len(cell) > CELL_LIMIT), None)
            if long is not None:
                column = header[long] if long < len(header) else None
                size = f"The cell holds {len(record[long]):,} characters; {CELL_LIMIT:,} is the most."
                found.add(LONG_CELL.finding(file, size, row=number, column=column, value=record[long]))
                sound = False
            elif number > 1 and any(record) and len(record) != len(header):
                message = f"The row has {len(record)} cells, the header {len(header)}."
                found.add(RAGGED_ROW.finding(file, message, row=number, value=",".join(record)))
                sound = False
            elif number > 1 and any(record):
                records.append(record)
                rows.append(number)
    except csv.Error as trouble:
        found.add(UNCLOSED_QUOTE.finding(file, f"{UNCLOSED_QUOTE.what} ({trouble})", row=number + 1))
        return None
    if not sound:
        return None
    columns = zip(*records, strict=True) if records else [()] * len(header)
    return TextTable(
        header, tuple(pa.chunked_array([pa.array(column, pa.string())]) for column in columns), pa.array(rows, pa.int64())
    )


def _records(text: bytes, separator: str, strict: bool = True) -> Iterator[list[str]]:
    csv.field_size_limit(max(len(text), 131_072))
    return csv.reader(io.StringIO(text.decode("utf-8"), newline=""), delimiter=separator, strict=strict)
