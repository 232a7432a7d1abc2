"""The SQL of facts and counts in Spark's words: the same text, parsed and written again, so that there is only one to keep right.

What Spark lacks is spelt out: functions of ours become their expressions, and the first row by an order the least by that order.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import sqlglot
from sqlglot import exp

from inloco.analytics.facts.store import SEGMENTS, SEGMENTS_OF, Function

DUCKDB, SPARK = "duckdb", "spark"


def spark_sql(sql: str, functions: Mapping[str, Function]) -> str:
    """A query in DuckDB's words as one in Spark's."""
    query = sqlglot.parse_one(sql, dialect=DUCKDB)
    for change in (_segments, lambda node: _called(node, functions), _added_months, _first_by, _without_schema):
        query = query.transform(change)
    return query.sql(dialect=SPARK, comments=False)


def view_of(table: str) -> str:
    """What ``extract.<table>`` is called where views have no schema."""
    return f"extract_{table}"


def _segments(node: exp.Expression) -> exp.Expression:
    if isinstance(node, exp.Table) and isinstance(node.this, exp.Anonymous) and node.this.name.lower() == SEGMENTS:
        inner = sqlglot.parse_one(SEGMENTS_OF.format(spells=node.this.expressions[0].name), dialect=DUCKDB)
        return cast(exp.Query, inner).subquery(node.alias)
    return node


def _called(node: exp.Expression, functions: Mapping[str, Function]) -> exp.Expression:
    """The function's expression with the arguments in place of its parameters."""
    if not isinstance(node, exp.Anonymous) or node.name.lower() not in functions:
        return node
    function = functions[node.name.lower()]
    given = dict(zip(function.parameters, node.expressions, strict=True))

    def put(part: exp.Expression) -> exp.Expression:
        if isinstance(part, exp.Column) and not part.table and part.name in given:
            return cast(exp.Expression, given[part.name].copy())
        return part

    body = sqlglot.parse_one(function.sql, dialect=DUCKDB).transform(put)
    return body.transform(lambda part: _called(part, functions))


def _added_months(node: exp.Expression) -> exp.Expression:
    """``cast(day + to_months(6) as date)``: both clamp to the last day of the month."""
    if isinstance(node, exp.Cast) and isinstance(node.this, exp.Add | exp.Sub):
        months = node.this.expression
        if isinstance(months, exp.Anonymous) and months.name.lower() == "to_months":
            number = months.expressions[0].copy()
            if isinstance(node.this, exp.Sub):
                number = exp.Neg(this=number)
            return exp.Anonymous(this="add_months", expressions=[node.this.this.copy(), number])
    return node


def _first_by(node: exp.Expression) -> exp.Expression:
    """``first(what order by how)``: Spark takes what stands beside the least, or with ``desc`` the greatest, of ``how``."""
    if isinstance(node, exp.First | exp.Last) and isinstance(node.this, exp.Order):
        keys = node.this.expressions
        down = {bool(key.args.get("desc")) for key in keys}
        if len(down) > 1:
            raise ValueError(f"Spark cannot order by two directions at once: {node.sql(dialect=DUCKDB)}")
        how = exp.Anonymous(this="struct", expressions=[key.this.copy() for key in keys])
        name = "max_by" if isinstance(node, exp.Last) != down.pop() else "min_by"
        return exp.Anonymous(this=name, expressions=[node.this.this.copy(), how])
    return node


def _without_schema(node: exp.Expression) -> exp.Expression:
    if isinstance(node, exp.Table) and node.db == "extract":
        view = exp.table_(view_of(node.name), alias=node.alias or node.name)
        view.set("joins", node.args.get("joins"))
        return view
    return node
