"""Spark counts what DuckDB counts: every indicator, area, group and period, to the last integer. Needs ``inloco[spark]``."""

from __future__ import annotations

import importlib.util
import json
import os

import pytest
from click.testing import CliRunner

from inloco.analytics import engine
from inloco.analytics.errors import WrongUsage
from inloco.analytics.facts import spark
from inloco.analytics.facts.spark import SparkStore
from inloco.analytics.facts.store import MASTER
from inloco.analytics.figure import Status
from inloco.analytics.indicators import CATALOGUE, OF_CHILDREN
from inloco.analytics.loading import load
from inloco.analytics.periods import financial_year, month
from inloco.analytics.reference import reference_for
from inloco.analytics.settings import Settings
from inloco.analytics.snapshots import SnapshotStore
from inloco.analytics.synthetic.county import make_county
from inloco.cli import inloco
from tests.factories.county import record_of

needs_spark = pytest.mark.skipif(importlib.util.find_spec("pyspark") is None, reason="needs the extra inloco[spark]")
LAST = month(2026, 10)
QUICK = {
    "spark_sql_adaptive_enabled": "false",
    "spark_sql_codegen_wholeStage": "false",
    "spark_sql_shuffle_partitions": "1",
    "spark_default_parallelism": "1",
}
"""For a handful of rows, compiling and splitting cost more than counting."""


@pytest.fixture(scope="module")
def pool(tmp_path_factory):
    """Two small authorities, each in a data folder of its own."""
    root = tmp_path_factory.mktemp("pool")
    records = {
        name: record_of(name, [row], since="2026-01-01")
        for name, row in {
            "record_seat": {"seat": "1", "body": "b", "held_on": LAST.end, "presence": "present"},
            "record_update": {"request": "1", "plan": "p", "due_on": LAST.end},
            "record_resolution": {"resolution": "1", "body": "b", "resolved_on": LAST.start, "is_closed": False},
            "record_action": {"action": "1", "plan": "p", "objective": "1", "added_on": LAST.start},
            "record_action_state": {
                "action": "1", "from_on": LAST.start, "view": "live", "brag": "Red", "due_on": LAST.start
            },
        }.items()
    }  # fmt: skip
    for seed, name in enumerate(("eastmere", "westmere"), start=7):
        made = tmp_path_factory.mktemp(name)
        make_county(made, children=40, months=1, until=LAST, seed=seed)
        extract = next(one for one in made.iterdir() if one.is_dir())
        assert (
            load([extract], store=SnapshotStore(root / name), as_at=LAST.end, recorder=lambda day: records).snapshot is not None
        )
    return root


@needs_spark
def test_every_figure_is_the_same(pool):
    root = pool / "eastmere"
    snapshot = SnapshotStore(root).latest()
    given = (
        snapshot,
        reference_for(SnapshotStore(root), snapshot),
        Settings(),
        None,
        [month(2026, 4), LAST, financial_year(2025)],
    )
    ours = engine.compute(*given)
    theirs = engine.compute(*given, store=SparkStore(**QUICK))
    assert ours == theirs
    assert {one.indicator for one in ours} == set(CATALOGUE)
    of_records = {one.indicator for one in ours if one.indicator not in OF_CHILDREN and one.status is Status.FINAL}
    assert of_records == set(CATALOGUE) - set(OF_CHILDREN)
    assert len({one.indicator for one in ours if one.numerator}) > 60


@needs_spark
def test_a_pool_and_a_split_are_the_same_on_the_command_line(pool):
    asked = ["figures", "cla_count", "cin_plans_rate", "--pool", str(pool), "--period", str(LAST), "--format", "json"]
    for more in ([], ["--by", "sex"]):
        ours, theirs = (CliRunner().invoke(inloco, [*asked, *more, "--engine", one]) for one in ("duckdb", "local-spark"))
        assert ours.exit_code == theirs.exit_code == 0
        assert json.loads(ours.stdout) == json.loads(theirs.stdout)
        assert {row["area"] for row in json.loads(ours.stdout)} > {"pool", "eastmere", "westmere"}


@needs_spark
def test_nobody_at_the_clusters_address():
    with pytest.raises(WrongUsage, match="Nobody answers"):
        SparkStore(f"{MASTER}127.0.0.1:9")


@pytest.mark.parametrize("written", ["spark", "spark:/host:7077", "polars", ""])
def test_another_engine_is_refused(written):
    with pytest.raises(WrongUsage, match="There is no engine"):
        SparkStore(written)


def test_an_address_that_is_none(monkeypatch):
    monkeypatch.setattr(spark, "is_installed", lambda: True)
    with pytest.raises(WrongUsage, match="no address of a cluster"):
        SparkStore(f"{MASTER}nowhere")


def test_without_pyspark_the_message_says_how_to_get_it(monkeypatch, tmp_path):
    monkeypatch.setattr(spark, "is_installed", lambda: False)
    monkeypatch.setenv("INLOCO_DATA", str(tmp_path))
    with pytest.raises(WrongUsage, match=r"pip install inloco\[spark\]") as refused:
        SparkStore()
    assert refused.value.exit_code == 2


def test_without_java_the_message_says_how_to_get_it(monkeypatch, tmp_path):
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr(spark, "has_own_java", lambda: False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(WrongUsage, match="needs Java 17"):
        spark.java_home(tmp_path)


def test_java_home_is_taken_where_it_holds_a_java(monkeypatch, tmp_path):
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "java").touch()
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert spark.java_home(tmp_path / "other") == tmp_path
    assert os.environ["JAVA_HOME"] == str(tmp_path)
