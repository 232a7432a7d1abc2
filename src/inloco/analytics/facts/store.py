"""Where facts are built: what an engine must be able to do for ``Facts``. DuckDB is the usual one, Spark the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa

from inloco.analytics.clocks import Clock

DUCKDB, LOCAL, MASTER = "duckdb", "local-spark", "spark://"
"""Engines as people name them: the usual one, Spark in this machine, and a Spark cluster's address."""


@dataclass(frozen=True)
class Function:
    """A rule with a name of its own, which the SQL files call: an expression over ``parameters``."""

    name: str
    parameters: tuple[str, ...]
    sql: str


FUNCTIONS = (
    # Whoever was born on 29 February attains an age on 1 March of a common year, as calendars.age_on has it.
    Function(
        "age_on",
        ("born_on", "on_day"),
        """(year(on_day) - year(born_on)
            - cast(month(on_day) * 100 + day(on_day) < month(born_on) * 100 + day(born_on) as integer))""",
    ),
    Function("is_fostering", ("type",), "(type in ('U', 'U1', 'U2', 'U3', 'U4', 'U5', 'U6'))"),
    Function("said", ("on_day",), "(coalesce(strftime(on_day, '%-d %B %Y'), 'not recorded'))"),
)

SEGMENTS = "segments"
SEGMENTS_OF = """
    with cut as (
        select child, started_on as from_on from {spells}
        union
        select child, ended_on from {spells} where ended_on is not null
    ),
    stretch as (
        select child, from_on, lead(from_on) over (partition by child order by from_on) as to_on from cut
    )
    select stretch.child, stretch.from_on, stretch.to_on, max(spell.rank) as rank
    from stretch
    join {spells} as spell
        on spell.child = stretch.child
        and spell.started_on <= stretch.from_on
        and (spell.ended_on is null or spell.ended_on > stretch.from_on)
    group by stretch.child, stretch.from_on, stretch.to_on"""
"""``segments('x')``: rows of ``x`` that overlap in [started_on, ended_on) become stretches that do not; the highest rank wins."""


class Store(Protocol):
    """An engine for one set of facts. It answers in whole numbers and texts; nobody divides here."""

    at_once: int
    """How many facts may be made side by side."""

    def teach(self, functions: Iterable[Function], clocks: Iterable[Clock], *, months_as_days: bool) -> None:
        """Make the functions, ``segments`` and each clock's ``<name>_due`` known to the SQL that follows."""

    def tell(self, name: str, table: pa.Table) -> None:
        """A small table of our own: days, settings, areas of teams."""

    def open(self, table: str, file: Path | None, schema: pa.Schema, child: str | None) -> None:
        """``extract.<table>`` with the columns of ``schema`` and ``authority``: the file's, or no rows without one.

        ``child`` leaves out everybody else. A column that the file lacks is null.
        """

    def make(self, name: str, sql: str) -> None:
        """The table ``name`` from a query in DuckDB's words."""

    def rows(self, sql: str) -> Sequence[tuple[Any, ...]]:
        """What a query in DuckDB's words answers."""

    def keep(self, name: str, order: str, file: Path) -> None:
        """Write the rows of ``name`` to a Parquet file."""

    def close(self) -> None: ...


AUTHORITY = "authority"
"""Beside the columns of the schema: which authority of a pool a row belongs to; empty where there is one."""
