"""The SSDA903 return, as CSV files or XML, of one year or several, read into the tables of a snapshot.

A later year's return counts where two disagree, and every repair is a finding. What a return does not say (teams, due dates, days
of health checks, the last contact with a care leaver) is left out, so that the figures that need it are not available.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from inloco.analytics.extracts.collected import Collected
from inloco.analytics.extracts.delimited import TextTable, header_of, read_delimited, text_of
from inloco.analytics.extracts.files import GivenFile
from inloco.analytics.extracts.formats import Reading, Tell
from inloco.analytics.extracts.formats.ssda903.checks import NO_EPISODES, PART_MISSING
from inloco.analytics.extracts.formats.ssda903.collection import (
    EPISODES,
    coded_columns,
    collected_files,
    field_as_written,
    file_of,
)
from inloco.analytics.extracts.formats.ssda903.conversion import converted
from inloco.analytics.extracts.formats.ssda903.xml import is_return, read_xml
from inloco.analytics.extracts.formats.ssda903.years import Part, with_years, year_end, year_said
from inloco.analytics.extracts.places import ROW, row_in
from inloco.analytics.extracts.tables import typed

SUFFIXES = (".csv", ".txt", ".tsv")


class SSDA903:
    """The return as one of the formats that are loaded."""

    kind = "ssda903"
    title = "an SSDA903 return"

    def recognises(self, file: GivenFile) -> bool:
        suffix = file.path.suffix.casefold()
        if suffix == ".xml":
            return is_return(file.data)
        return suffix in SUFFIXES and _file_of(file) is not None

    def read(self, files: Sequence[GivenFile], as_at: date | None, found: Collected, tell: Tell) -> Reading:
        """The tables of all years together. ``as_at`` is the 31 March of the latest return where nobody asks for another day."""
        said = _names(files)
        parts: list[Part] = []
        whole = sum(len(file.data) for file in files) or 1
        done = 0
        for number, file in enumerate(files):
            tell(f"Reading {said[number]}", 0.7 * done / whole)
            parts += _parts(file, number, said[number], found)
            done += len(file.data)
        parts = with_years(parts, found)
        episodes = [part.year for part in parts if part.name == EPISODES and part.year]
        if not episodes and not found.has_errors:
            found.add(NO_EPISODES.finding(", ".join(said[:3])))
        if found.has_errors:
            return Reading({}, tuple(said), as_at)
        _check_parts(parts, found)
        tell("Bringing the years together", 0.75)
        tables, fields = converted(parts, said, as_at is not None, found)
        return Reading(tables, tuple(said), as_at or year_end(max(episodes)), fields, since=_whole_since(episodes))


FORMAT = SSDA903()


def _whole_since(years: Sequence[int]) -> date:
    """The 1 April from which there is a return for every year."""
    first = max(years)
    while first - 1 in years:
        first -= 1
    return date(first - 1, 4, 1)


def _file_of(file: GivenFile) -> str | None:
    text = text_of(file.data, file.name, Collected())
    return file_of(header_of(text)) if text else None


def _names(files: Sequence[GivenFile]) -> list[str]:
    """What findings call the files: with the folder where two have one name."""
    names = [file.name for file in files]
    return [file.name if names.count(file.name) == 1 else f"{file.path.resolve().parent.name}/{file.name}" for file in files]


def _parts(file: GivenFile, number: int, said: str, found: Collected) -> list[Part]:
    """The files of the return that ``file`` holds: one as CSV, all of them as XML."""
    if file.path.suffix.casefold() == ".xml":
        texts = read_xml(file.data, said, found) or {}
    else:
        text = text_of(file.data, said, found)
        cells = read_delimited(text, said, found) if text is not None else None
        name = file_of(cells.header) if cells is not None else None
        texts = {name: replace(cells, header=tuple(map(field_as_written, cells.header)))} if cells and name else {}
    parts = []
    for name, cells in texts.items():
        table = typed(cells, collected_files()[name], said, found, coded_columns())
        if table is not None:
            placed = pc.bit_wise_or(table[ROW].cast(pa.int64()), pa.scalar(row_in(number, 0), pa.int64()))
            table = table.set_column(table.schema.get_field_index(ROW), ROW, placed)
            parts.append(Part(file, said, name, table, _columns(cells, name)))
    return parts


def _columns(cells: TextTable, name: str) -> frozenset[str]:
    """The plain names of the columns that the file has."""
    written = {field.strip().casefold() for field in cells.header}
    return frozenset(column.name for column in collected_files()[name].columns if column.field.casefold() in written)


def _check_parts(parts: Sequence[Part], found: Collected) -> None:
    """A file that some years have and others lack makes a gap that looks like nothing having happened."""
    years = sorted({part.year for part in parts if part.name == EPISODES and part.year})
    for name in collected_files():
        held = {part.year for part in parts if part.name == name}
        if held and (lacking := [year for year in years if year not in held]):
            said = ", ".join(map(year_said, lacking))
            what = f"{name} is missing from the return of {said}, though other years have it: nothing is known of it there."
            found.add(PART_MISSING.finding("", what, value=name))
