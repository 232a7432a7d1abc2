"""Which columns of the extract an indicator stands on: read off the SQL of its facts, so that nobody keeps a list by hand.

A step's conditions touch every row that it gives, so whatever they read is needed; of what it gives only the columns that a later
step, or the indicator's own predicates, ask for. That is wider than the truth where a name stands for two things, never narrower.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import sqlglot
from sqlglot import exp

from inloco.analytics.facts import sql_of
from inloco.analytics.indicators import CATALOGUE
from inloco.analytics.schema.tables import tables as known_tables


@dataclass(frozen=True)
class _Step:
    """One step of the facts: the tables it reads, what its conditions read, and what stands behind each column that it gives."""

    tables: frozenset[str]
    always: frozenset[str]
    gives: tuple[tuple[str, frozenset[str]], ...]


@cache
def read_by(indicator: str) -> frozenset[tuple[str, str]]:
    """Table and column of the extract, for every column that a figure of ``indicator`` depends on."""
    chosen = CATALOGUE[indicator]
    written = [chosen.total or "", chosen.of or "", chosen.breakdown or ""]
    for version in chosen.all_versions():
        written += [version.population or "", version.met, *(version.excluded or {}).values()]
    needed = set(re.findall(r"\w+", " ".join(written)))
    found: set[tuple[str, str]] = set()
    for name, text in reversed(sql_of(chosen.grain)):
        step = _step(name, text)
        here = set(step.always) | needed
        while wider := {behind for gives, columns in step.gives if gives in here for behind in columns} - here:
            here |= wider
        found |= {(table, column) for table in step.tables for column in here & known_tables()[table].by_name.keys()}
        needed |= here
    return frozenset(found)


@cache
def _step(name: str, text: str) -> _Step:
    parsed = sqlglot.parse_one(text, read="duckdb")
    tables = {one.name for one in parsed.find_all(exp.Table) if one.name in known_tables()}
    always: set[str] = set()
    gives: list[tuple[str, frozenset[str]]] = []
    for select in parsed.find_all(exp.Select):
        for shown in select.expressions:
            if shown.alias_or_name not in ("", "*"):
                gives.append((shown.alias_or_name, frozenset(_names(shown))))
        for key, clause in select.args.items():
            if key not in ("expressions", "with", "with_"):
                for one in clause if isinstance(clause, list) else [clause]:
                    if isinstance(one, exp.Expression):
                        always |= set(_conditions(one))
    return _Step(frozenset(tables), frozenset(always), tuple(gives))


def _names(expression: exp.Expression) -> Iterator[str]:
    return (column.name for column in expression.find_all(exp.Column))


def _conditions(clause: exp.Expression) -> Iterator[str]:
    """The columns of a clause, but not those of a query within it: that has projections and conditions of its own."""
    if isinstance(clause, exp.Select | exp.Subquery) and not isinstance(clause.parent, exp.Expression):
        return
    for column in clause.find_all(exp.Column):
        inner = column.find_ancestor(exp.Select)
        if inner is None or inner is clause.find_ancestor(exp.Select):
            yield column.name
    for join in clause.find_all(exp.Join):
        for using in join.args.get("using") or []:
            yield using.name
