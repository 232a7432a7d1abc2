"""One text for two engines: what Spark reads is written from the SQL that DuckDB reads."""

import pytest
import sqlglot
from sqlglot import exp

from inloco.analytics.clocks import CLOCKS
from inloco.analytics.facts import queries
from inloco.analytics.facts.spark_sql import spark_sql
from inloco.analytics.facts.store import FUNCTIONS, Function

NAMED = {one.name: one for one in FUNCTIONS}
DUE = {f"{one.name}_due": Function(f"{one.name}_due", ("anchor",), f"({one.sql()})") for one in CLOCKS if one.is_in_sql}


def said(sql: str) -> str:
    return spark_sql(sql, NAMED | DUE)


@pytest.mark.parametrize(
    ("duckdb", "spark"),
    [
        ("select child from extract.person", "SELECT child FROM extract_person AS person"),
        ("select p.child from extract.person as p", "SELECT p.child FROM extract_person AS p"),
        ("select cast(day + to_months(6) as date) from t", "SELECT ADD_MONTHS(day, 6) FROM t"),
        ("select cast(day - to_months(12) as date) from t", "SELECT ADD_MONTHS(day, -12) FROM t"),
        ("select first(need order by position) from t", "SELECT MIN_BY(need, STRUCT(position)) FROM t"),
        ("select last(need order by position) from t", "SELECT MAX_BY(need, STRUCT(position)) FROM t"),
        ("select first(a order by length(b) desc, b desc) from t", "SELECT MAX_BY(a, STRUCT(LENGTH(b), b)) FROM t"),
        (
            "select is_fostering(last_type) from t",
            "SELECT (last_type IN ('U', 'U1', 'U2', 'U3', 'U4', 'U5', 'U6')) FROM t",
        ),
        ("select later_review_due(held_on) from t", "SELECT (ADD_MONTHS(held_on, 6)) FROM t"),
    ],
)
def test_what_spark_lacks_is_spelt_out(duckdb, spark):
    assert said(duckdb) == spark


def test_a_parameter_is_not_taken_for_a_column_of_a_table():
    assert said("select age_on(child.born_on, visit.on_day) from t").count("child.born_on") == 3
    assert "t.born_on" in said("select age_on(t.born_on, day) from t")


def test_two_directions_are_refused_rather_than_answered_wrongly():
    with pytest.raises(ValueError, match="two directions"):
        said("select first(a order by b desc, c) from t")


@pytest.mark.parametrize("name", sorted(queries()))
def test_every_fact_can_be_said_to_spark(name):
    """Nothing is left of what only DuckDB knows, and the columns stay as they are."""
    sql = queries()[name].sql
    written = said(sql)
    parsed = sqlglot.parse_one(written, dialect="spark")
    before = sqlglot.parse_one(sql, dialect="duckdb")
    assert [one.alias_or_name for one in parsed.selects] == [one.alias_or_name for one in before.selects]
    unknown = {one.name.lower() for one in parsed.find_all(exp.Anonymous)} - {"add_months", "min_by", "max_by", "struct"}
    assert not unknown
    assert not parsed.find(exp.Qualify)
    assert "extract." not in written
    assert "ASOF" not in written.upper()
    assert "BY NAME" not in written.upper()
