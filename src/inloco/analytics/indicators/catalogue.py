"""The catalogue: every indicator by id, in the order of the monthly report, each checked against the columns of its grain."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from inloco.analytics.errors import InLocoError, WrongUsage
from inloco.analytics.facts import GRAINS, tables_read
from inloco.analytics.figure import Unit
from inloco.analytics.indicators import (
    board,
    care,
    conferences,
    education,
    health,
    journeys,
    leaving_care,
    placements,
    plans,
    protection,
    reviews,
    visits,
)
from inloco.analytics.indicators.definition import Indicator
from inloco.analytics.schema.records import snapshot_tables

WORDING_FUNCTIONS = {"said"}
"""Our own SQL functions that a definition may call; everything else is the dialect's."""


class DefinitionBroken(InLocoError):
    """A definition that names what its grain does not have. Nothing is computed with it."""


def checked(indicators: Iterable[Indicator]) -> dict[str, Indicator]:
    """``indicators`` by id. Raises DefinitionBroken for an id given twice, an unknown grain, column or table, or broken SQL.

    So a slip never gets as far as a query.
    """
    found: dict[str, Indicator] = {}
    for indicator in indicators:
        if indicator.id in found:
            raise DefinitionBroken(f"{indicator.id} is defined twice.")
        _check(indicator)
        found[indicator.id] = indicator
    return found


def _check(indicator: Indicator) -> None:
    if indicator.grain not in GRAINS:
        raise DefinitionBroken(f"{indicator.id}: there is no grain {indicator.grain}.")
    columns = GRAINS[indicator.grain].columns
    expressions: dict[str, str] = {}
    for version in indicator.all_versions():
        expressions |= {
            f"population of version {version.number}": version.population or "",
            f"met of version {version.number}": version.met,
            f"because of version {version.number}": version.because or "''",
        }
        expressions |= {f"excluded, {reason}": predicate for reason, predicate in (version.excluded or {}).items()}
    if indicator.total is not None:
        expressions["total"] = indicator.total
    if indicator.of is not None:
        expressions["of"] = indicator.of
    for what, sql in expressions.items():
        check_expression(f"{indicator.id}, {what}", sql, columns)
    if (indicator.total is not None) != (indicator.unit is Unit.AVERAGE or indicator.of is not None):
        raise DefinitionBroken(f"{indicator.id}: an average or a change, and nothing else, has a total.")
    if indicator.breakdown is not None and indicator.breakdown not in columns:
        raise DefinitionBroken(f"{indicator.id}: {indicator.grain} has no column {indicator.breakdown} to break down by.")
    if unknown := set(indicator.tables) - set(snapshot_tables()):
        raise DefinitionBroken(f"{indicator.id}: there is no table {', '.join(sorted(unknown))}.")
    if unread := set(indicator.tables) - tables_read(indicator.grain):
        raise DefinitionBroken(f"{indicator.id}: {indicator.grain} does not read {', '.join(sorted(unread))}.")
    starts = [version.from_ for version in indicator.versions]
    dated = [start for start in starts[1:] if start is not None]
    if starts and (starts[0] is not None or len(dated) != len(starts) - 1 or dated != sorted(set(dated))):
        raise DefinitionBroken(f"{indicator.id}: the first version has no date, later ones have rising ones.")


def check_expression(what: str, sql: str, columns: Mapping[str, str]) -> None:
    """Raise DefinitionBroken unless ``sql`` is one expression over ``columns`` alone."""
    try:
        parsed = sqlglot.parse_one(sql, dialect="duckdb")
    except SqlglotError as broken:
        raise DefinitionBroken(f"{what}: {sql!r} is not an expression.") from broken
    if parsed.find(exp.Query, exp.DDL, exp.DML, exp.Command) is not None:
        raise DefinitionBroken(f"{what}: {sql!r} is more than an expression.")
    for column in parsed.find_all(exp.Column):
        if column.table or column.name not in columns:
            near = difflib.get_close_matches(column.name, columns, 1)
            hint = f" Is {near[0]} meant?" if near else ""
            raise DefinitionBroken(f"{what}: there is no column {column.sql()}.{hint}")
    for function in parsed.find_all(exp.Anonymous):
        if function.name.lower() not in WORDING_FUNCTIONS:
            raise DefinitionBroken(f"{what}: there is no function {function.name}.")


CATALOGUE: dict[str, Indicator] = checked(
    [
        *care.INDICATORS[:2],
        *protection.INDICATORS,
        *care.INDICATORS[2:],
        *health.INDICATORS,
        *leaving_care.INDICATORS,
        *reviews.INDICATORS,
        *placements.INDICATORS,
        *protection.CONFERENCE_INDICATORS,
        *care.FURTHER_INDICATORS,
        *placements.FURTHER_INDICATORS,
        *health.FURTHER_INDICATORS,
        *leaving_care.FURTHER_INDICATORS,
        *reviews.FURTHER_INDICATORS,
        *conferences.INDICATORS,
        *journeys.INDICATORS,
        *visits.INDICATORS,
        *education.INDICATORS,
        *plans.INDICATORS,
        *board.INDICATORS,
    ]
)

OF_CHILDREN: dict[str, Indicator] = {id: one for id, one in CATALOGUE.items() if not GRAINS[one.grain].is_of_records}
"""Those that extracts give, and that have children behind them; the others are counted from our own records."""


def is_of_children(id: str) -> bool:
    """Whether a figure is about children. Those counted from our own records are not; of what is only submitted nobody knows."""
    return id in OF_CHILDREN or id not in CATALOGUE


def indicator_of(id: str) -> Indicator:
    """The indicator of this id. WrongUsage with near matches when there is none."""
    if id in CATALOGUE:
        return CATALOGUE[id]
    near = difflib.get_close_matches(id, CATALOGUE, 3, 0.4)
    hint = f"Perhaps {' or '.join(near)}? " if near else ""
    raise WrongUsage(f"There is no indicator “{id[:60]}”.", action=f"{hint}`inloco indicator list` names them all.")
