"""The parts of all years as the plain tables of a snapshot, in SQL: one file a table, in ``sql/``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

import duckdb
import pyarrow as pa

from inloco.analytics.extracts.collected import Collected
from inloco.analytics.extracts.formats.ssda903.checks import NOT_TAKEN
from inloco.analytics.extracts.formats.ssda903.collection import EPISODES, collected_files
from inloco.analytics.extracts.formats.ssda903.repair import MACROS, report
from inloco.analytics.extracts.formats.ssda903.years import Part
from inloco.analytics.extracts.places import ROW
from inloco.analytics.schema.tables import tables as known_tables

STEPS = ("repaired_episode", "period_episode", "period_of_care")
"""Made first, in this order; the tables stand on them."""

GIVEN_BY: Mapping[str, tuple[tuple[str, str], ...]] = {
    "person": ((EPISODES, "child"),),
    "cla_episodes": ((EPISODES, "child"),),
    "cla_placement": ((EPISODES, "child"),),
    "legal_status": ((EPISODES, "child"),),
    "linked_identifiers": (("Header", "upn"),),
    "cla_reviews": (("Reviews", "child"),),
    "sdq_scores": (("OC2", "score"),),
    "cla_immunisations": (("OC2", "is_immunised"),),
    "cla_convictions": (("OC2", "is_convicted"),),
    "missing": (("Missing", "child"),),
    "involvements": (("SWEpisodes", "child"),),
    "immigration_status": (("UASC", "child"),),
    "cla_previous_permanence": (("PrevPerm", "child"),),
    "permanence": (("AD1", "child"), ("PlacedAdoption", "child")),
}
"""Table → the files of the return, with a column that must be in the file, of which any one is enough to give it."""

OF_THE_LAST_YEAR = ("cla_immunisations",)
"""Tables that say what holds now: only the last year's file gives them."""

NO_TABLE: Mapping[str, str] = {
    "OC3": "It says how care leavers were about their birthdays, and neither their eligibility nor the last contact.",
    "DoLo": "No figure is made from deprivations of liberty yet.",
}

NAMES_OF_FIELDS: Mapping[tuple[str, str], str] = {
    ("cla_episodes", "period_of_care"): "RNE",
    ("cla_reviews", "period_of_care"): "REVIEW",
    ("sdq_scores", "completed_on"): "SDQ_SCORE",
    ("cla_convictions", "convicted_on"): "CONVICTED",
    ("immigration_status", "started_on"): "DUC",
    ("permanence", "adm_decision_on"): "DATE_PLACED",
}
"""Plain columns that the return has under no name, and where a person would look."""


def converted(
    parts: Sequence[Part], files: Sequence[str], is_dated: bool, found: Collected
) -> tuple[dict[str, pa.Table], dict[tuple[str, str], str]]:
    """Every table that the return gives, with ``row``, and the return's names of its columns. Each repair goes to ``found``."""
    with duckdb.connect() as connection:
        for macro in MACROS:
            connection.execute(f"create temp macro {macro}")
        there = _told(connection, parts)
        for step in STEPS:
            connection.execute(f"create temp table {step} as {_sql(step)}")
        report(connection, there, files, is_dated, found)
        last = {part.name for part in parts if part.year == max(one.year or 0 for one in parts if one.name == EPISODES)}
        read = {}
        for name, givers in GIVEN_BY.items():
            giving = [file for file, column in givers if column in there.get(file, ())]
            if giving and (name not in OF_THE_LAST_YEAR or set(giving) <= last):
                read[name] = _table(connection, name)
    for part in parts:
        if part.name in NO_TABLE:
            found.add(NOT_TAKEN.finding(part.said, NO_TABLE[part.name]))
    return read, _fields(read)


def _told(connection: duckdb.DuckDBPyConnection, parts: Sequence[Part]) -> dict[str, list[str]]:
    """Make a table of each file of the return, all years together, and one of everybody named. Returns each one's columns."""
    there: dict[str, list[str]] = {}
    people = []
    for name, table in collected_files().items():
        own = [part for part in parts if part.name == name]
        columns = [column.name for column in table.columns]
        if own:
            held = {column for part in own for column in part.columns}
            there[name] = [column for column in columns if column in held]
        years = [
            part.table.append_column("year", pa.repeat(pa.scalar(part.year, pa.int32()), part.table.num_rows)) for part in own
        ]
        empty = table.arrow.append(pa.field(ROW, pa.int64())).append(pa.field("year", pa.int32())).empty_table()
        connection.register(f"held_{name}", pa.concat_tables([empty, *years]))
        connection.execute(f'create temp view "{name}" as from "held_{name}"')
        if "born_on" in columns:
            source = {"Header": 0, "UASC": 1}.get(name, 2)
            said = [column if column in columns else f"null as {column}" for column in ("sex", "ethnicity", "upn", "is_mother")]
            people.append(f'select child, born_on, {", ".join(said)}, year, row, {source} as source from "{name}"')
    connection.execute(f"create temp view person_row as {' union all '.join(people)}")
    return there


@cache
def _sql(name: str) -> str:
    folder = resources.files("inloco.analytics.extracts.formats.ssda903")
    return folder.joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")


def _table(connection: duckdb.DuckDBPyConnection, name: str) -> pa.Table:
    """The table with exactly the columns of the schema, those that the return lacks as nulls."""
    known = known_tables()[name]
    made = connection.sql(_sql(name)).arrow()
    made = made if isinstance(made, pa.Table) else made.read_all()
    columns = [
        made[column.name].cast(column.type.arrow)
        if column.name in made.column_names
        else pa.nulls(made.num_rows, column.type.arrow)
        for column in known.columns
    ]
    whole = pa.table(columns, schema=known.arrow).append_column(ROW, made[ROW].cast(pa.int64()))
    return whole.sort_by(ROW)


def _fields(read: Mapping[str, pa.Table]) -> dict[tuple[str, str], str]:
    """The return's name of each plain column, from the files that give the table; CHILD where it has none."""
    found: dict[tuple[str, str], str] = {}
    for table in read:
        names = {column.name: column.field for file, _ in GIVEN_BY[table] for column in collected_files()[file].columns}
        if table == "person":
            names = {column.name: column.field for column in collected_files()["Header"].columns}
        for column in known_tables()[table].columns:
            found[(table, column.name)] = NAMES_OF_FIELDS.get((table, column.name), names.get(column.name, "CHILD"))
    return found
