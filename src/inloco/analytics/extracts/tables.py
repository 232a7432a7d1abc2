"""A file's columns of text as a table of a snapshot: names matched tolerantly, values read strictly, each fault at its row.

Every column is encoded as a dictionary first, so that a value is read once however often it stands there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from inloco.analytics.errors import shortened
from inloco.analytics.extracts.checks.definition import Check
from inloco.analytics.extracts.checks.reading import (
    ABSENT_COLUMN,
    DOUBLED_COLUMN,
    DUPLICATE_KEY,
    EXTRA_COLUMN,
    MISSING_COLUMN,
    MISSING_IDENTIFIER,
)
from inloco.analytics.extracts.collected import SHOWN, Collected
from inloco.analytics.extracts.delimited import TextTable
from inloco.analytics.extracts.places import ROW
from inloco.analytics.extracts.values import BLANKS, Problem, read_value
from inloco.analytics.schema.codes import CODED_COLUMNS
from inloco.analytics.schema.tables import Column, Table, Type


def plain_header(written: str) -> str:
    """``written`` for matching: case, blanks and marks at the ends are nothing, a blank or hyphen inside is an underscore."""
    return re.sub(r"[\s\-.]+", "_", written.strip().strip('"').strip("\ufeff").strip()).casefold()


def spellings(table: Table) -> dict[str, Column]:
    """Every name under which a column of ``table`` is recognised: the source's, that without its prefix, and the plain one."""
    found: dict[str, Column] = {column.field.casefold(): column for column in table.columns}
    for column in table.columns:
        found.setdefault(f"ssd_{column.field}".casefold(), column)
    prefixes = {column.field.partition("_")[0] for column in table.columns}
    if len(prefixes) == 1:
        for column in table.columns:
            found.setdefault(column.field.partition("_")[2].casefold(), column)
    for column in table.columns:
        found.setdefault(column.name.casefold(), column)
    return found


def typed(
    text: TextTable, table: Table, file: str, found: Collected, coded: Mapping[tuple[str, str], str] = CODED_COLUMNS
) -> pa.Table | None:
    """``text`` as ``table``, with the column ``row``; None, with findings, when a needed column is missing or doubled.

    ``coded`` says which code list a column draws on.
    """
    places = _matched(text.header, table, file, found)
    if places is None:
        return None
    columns: dict[str, pa.ChunkedArray] = {}
    for column in table.columns:
        if column.name in places:
            place = places[column.name]
            columns[column.name] = _read(
                text.columns[place], column, coded.get((table.name, column.name)), text.rows, file, text.header[place], found
            )
        else:
            columns[column.name] = pa.nulls(len(text.rows), column.type.arrow)
    read = pa.table(columns, schema=table.arrow).append_column(ROW, pa.chunked_array([text.rows]))
    _check_keys(read, table, {name: text.header[place] for name, place in places.items()}, file, found)
    return read


def _matched(header: tuple[str, ...], table: Table, file: str, found: Collected) -> dict[str, int] | None:
    """Plain name → place in the file."""
    known = spellings(table)
    places: dict[str, int] = {}
    sound = True
    for place, written in enumerate(header):
        column = known.get(plain_header(written))
        if column is None:
            if written or place < len(header) - 1:
                found.add(EXTRA_COLUMN.finding(file, column=written))
        elif column.name in places:
            message = f"“{header[places[column.name]]}” and “{written}” are the same column."
            found.add(DOUBLED_COLUMN.finding(file, message, row=1, column=written))
            sound = False
        else:
            places[column.name] = place
    for column in table.columns:
        if column.is_required and column.name not in places:
            message = f"The column {column.field} is missing; {table.name} cannot do without it."
            found.add(MISSING_COLUMN.finding(file, message, row=1, column=column.field))
            sound = False
    absent = [column.field for column in table.columns if not column.is_required and column.name not in places]
    if sound and absent and table.is_used:
        named = ", ".join(absent[:5]) + (f" and {len(absent) - 5} more" if len(absent) > 5 else "")
        found.add(ABSENT_COLUMN.finding(file, f"Not in the file: {named}. They count as blank."))
    return places if sound else None


def _read(
    cells: pa.ChunkedArray, column: Column, code_list: str | None, rows: pa.Array, file: str, header: str, found: Collected
) -> pa.ChunkedArray:
    """One column, read. What cannot be read becomes null and a finding."""
    if column.type is Type.TEXT and code_list is None:
        trimmed = pc.utf8_trim_whitespace(cells)
        return pc.if_else(pc.is_in(trimmed, pa.array(BLANKS)), pa.scalar(None, pa.string()), trimmed)
    encoded = pc.utf8_trim_whitespace(cells).combine_chunks().dictionary_encode()
    values, problems = [], {}
    for place, written in enumerate(encoded.dictionary.to_pylist()):
        value = None if written is None or written in BLANKS else read_value(column.type, written, code_list)
        if isinstance(value, Problem):
            problems[place] = value
            value = None
        values.append(value)
    if problems:
        _report(problems, encoded, rows, file, header, found)
    return pa.chunked_array([pa.array(values, column.type.arrow).take(encoded.indices)])


def _report(
    problems: dict[int, Problem], encoded: pa.DictionaryArray, rows: pa.Array, file: str, header: str, found: Collected
) -> None:
    """Findings for the first rows of each check, a number for the rest. Only bad rows are looped over."""
    by_check: dict[Check, list[int]] = {}
    for place, problem in problems.items():
        by_check.setdefault(problem.check, []).append(place)
    for check, places in by_check.items():
        bad = pc.indices_nonzero(pc.fill_null(pc.is_in(encoded.indices, pa.array(places, encoded.indices.type)), False))
        last = None
        for position in bad[:SHOWN].to_pylist():
            place = encoded.indices[position].as_py()
            problem = problems[place]
            last = check.finding(
                file,
                problem.message,
                row=rows[position].as_py(),
                column=header,
                value=encoded.dictionary[place].as_py(),
                action=problem.action,
            )
            found.add(last)
        if last is not None and len(bad) > SHOWN:
            found.add_uncounted(last, len(bad) - SHOWN)


def _check_keys(read: pa.Table, table: Table, headers: dict[str, str], file: str, found: Collected) -> None:
    """Identifiers must be there and, in a key, stand once. Tables that no figure uses have loose ones."""
    if not table.is_used:
        return
    needed = [column.name for column in table.columns if column.name in headers and (column.is_key or _is_owner(column))]
    for name in needed:
        missing = read.filter(pc.is_null(read[name]))[ROW]
        _report_rows(MISSING_IDENTIFIER, missing, file, headers[name], found, [None] * min(len(missing), SHOWN))
    key = [name for name in table.key if name in headers]
    if not key or len(key) < len(table.key):
        return
    counted = read.select([*key, ROW]).group_by(key, use_threads=False).aggregate([(ROW, "count"), (ROW, "min")])
    doubled = counted.filter(pc.greater(counted[f"{ROW}_count"], 1))
    doubled = doubled.filter(pc.is_valid(doubled[key[0]]))
    if not doubled.num_rows:
        return
    for one in doubled.slice(0, SHOWN).to_pylist():
        written = ", ".join(str(one[name]) for name in key)
        times, first = one[f"{ROW}_count"], one[f"{ROW}_min"]
        message = f"{shortened(written)} stands in {times} rows; it may stand in one. The first is row {first}."
        again = _row_after(read, key, one)
        found.add(DUPLICATE_KEY.finding(file, message, row=again, column=headers[key[0]], value=written))
    if doubled.num_rows > SHOWN:
        found.add_uncounted(DUPLICATE_KEY.finding(file), doubled.num_rows - SHOWN)


def _is_owner(column: Column) -> bool:
    return column.name == "child" and column.is_required


def _row_after(read: pa.Table, key: list[str], one: dict[str, object]) -> int:
    """The second row with this key."""
    same = pc.equal(read[key[0]], pa.scalar(one[key[0]], read[key[0]].type))
    for name in key[1:]:
        same = pc.and_(same, pc.equal(read[name], pa.scalar(one[name], read[name].type)))
    row: int = read.filter(same)[ROW].slice(1, 1)[0].as_py()
    return row


def _report_rows(
    check: Check, rows: pa.ChunkedArray, file: str, header: str, found: Collected, values: Iterable[str | None]
) -> None:
    for row, value in zip(rows.slice(0, SHOWN).to_pylist(), values, strict=True):
        found.add(check.finding(file, row=row, column=header, value=value))
    if len(rows) > SHOWN:
        found.add_uncounted(check.finding(file), len(rows) - SHOWN)
