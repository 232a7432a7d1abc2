"""Figures that are computed once and kept beside the snapshots: which periods, under which names, and until when.

A file's name changes with anything that its figures depend on, so nothing that is read is ever out of date. A file that cannot be
written or read only costs time.
"""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from inloco.analytics import behind, engine
from inloco.analytics.behind import ChildState
from inloco.analytics.facts import GRAINS, Grain, queries
from inloco.analytics.figure import Figure, Status, Unit, value_of
from inloco.analytics.indicators import CATALOGUE
from inloco.analytics.periods import Period, financial_year, financial_year_of, month_of, months_to, parse_period
from inloco.analytics.reference import reference_for
from inloco.analytics.settings import Settings
from inloco.analytics.snapshots import Snapshot, SnapshotStore

MONTHS_KEPT = 24
YEARS_KEPT = 10
"""What a book holds without being asked: two years of months, and the financial years that the extract reaches, up to ten."""

USUAL, OWN, ASKED, ASKED_KEPT = "", "own", "asked", 50
"""How files are told apart: the usual periods, a snapshot's own month (as it was published), others. So many others stay."""

Cell = tuple[str, str, Period]
"""Area, group and period: where a figure of one indicator stands."""

FIGURE_SCHEMA = pa.schema(
    [
        ("indicator", pa.string()),
        ("version", pa.int32()),
        ("area", pa.string()),
        ("group", pa.string()),
        ("period", pa.string()),
        ("numerator", pa.int64()),
        ("denominator", pa.int64()),
        ("unit", pa.string()),
        ("status", pa.string()),
        ("snapshot", pa.string()),
    ]
)


@cache
def definitions_digest() -> str:
    """Changes with any definition, fact or bank holiday, so that no figure of an older wording is ever read again."""
    holidays = resources.files("inloco.analytics").joinpath("bank_holidays.csv").read_text(encoding="utf-8")
    sources = [resources.files("inloco.analytics").joinpath(name).read_text(encoding="utf-8") for name in _SOURCES]
    facts = sorted((name, query.sql) for name, query in queries().items())  # no sets: their order differs between processes
    written = repr((list(CATALOGUE.values()), facts, holidays, sources))
    return hashlib.sha256(written.encode()).hexdigest()


_SOURCES = (
    "engine.py", "counting.py", "reach.py", "schema/reach.csv", "facts/build.py", "facts/grains.py", "facts/record_grains.py",
    "facts/store.py", "clocks/__init__.py", "clocks/clock.py", "calendars.py",
)  # fmt: skip


class KeptFigures:
    """Computed figures as columns; those of an indicator become values when they are first asked for."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table
        self._cells: dict[str, Mapping[Cell, Figure]] = {}

    def cells(self, id: str) -> Mapping[Cell, Figure]:
        if id not in self._cells:
            rows = self._table.filter(pc.equal(self._table["indicator"], id)).to_pydict()
            figures = (_figure(*values) for values in zip(*(rows[name] for name in FIGURE_SCHEMA.names), strict=True))
            self._cells[id] = {(figure.area, figure.group, figure.period): figure for figure in figures}
        return self._cells[id]


def _figure(
    indicator: str,
    version: int,
    area: str,
    group: str,
    period: str,
    numerator: int | None,
    denominator: int | None,
    unit: str,
    status: str,
    snapshot: str,
) -> Figure:
    as_unit = Unit(unit)
    return Figure(
        indicator=indicator,
        version=version,
        area=area,
        period=_period(period),
        numerator=numerator,
        denominator=denominator,
        value=value_of(as_unit, numerator, denominator),
        unit=as_unit,
        status=Status(status),
        snapshot=snapshot,
        group=group,
    )


_period = lru_cache(maxsize=4096)(parse_period)


@lru_cache(maxsize=128)
def kept_figures(
    root: Path, snapshot_id: str, digest: str, periods: tuple[Period, ...], is_today: bool, part: str, by: str | None, span: str
) -> KeptFigures:
    """From the file, else computed and written. A file that cannot be written or read is only slower, never wrong."""
    file = file_of(root, snapshot_id, digest, periods, is_today, by, span, part=part)
    with contextlib.suppress(OSError, pa.ArrowException):
        table = pq.read_table(file)
        if table.schema.equals(FIGURE_SCHEMA):
            return KeptFigures(table)
    store = SnapshotStore(root)
    snapshot = store.open(snapshot_id)
    reference, settings = reference_for(store, snapshot), Settings.read(root)
    ids = [id for id, indicator in CATALOGUE.items() if GRAINS[indicator.grain].only_snapshot_day == is_today]
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".writing-") as folder:
            places: dict[Path, Path] = {}

            def keep(grain: Grain) -> Path:
                written = Path(folder) / f"{grain.name}.parquet"
                places[written] = rows_file(file, grain)
                return written

            rows = keep if part == USUAL and not by else None
            figures = engine.compute(snapshot, reference, settings, ids, periods, by=by, span=span, keep=rows)
            table = table_of(figures)
            pq.write_table(table, whole := Path(folder) / "figures.parquet", compression="zstd")
            for written, place in [*places.items(), (whole, file)]:
                written.replace(place)
        _prune(file.parent, {one.id for one in store.list()}, f"{snapshot_id}-", f"{snapshot_id}-{digest}-")
    except (OSError, duckdb.IOException):
        table = table_of(engine.compute(snapshot, reference, settings, ids, periods, by=by, span=span))
    return KeptFigures(table)


def file_of(
    root: Path,
    snapshot_id: str,
    digest: str,
    periods: tuple[Period, ...],
    is_today: bool,
    by: str | None,
    span: str,
    *,
    part: str = USUAL,
) -> Path:
    """Where figures are kept: a name that changes with anything they depend on."""
    which = hashlib.sha256(repr(([str(period) for period in periods], is_today, by, span)).encode()).hexdigest()[:8]
    return root / "figures" / f"{snapshot_id}-{digest}-{part}{which}.parquet"


def _prune(folder: Path, snapshots: set[str], own: str, current: str) -> None:
    """Remove what nothing will read again: figures of snapshots withdrawn, and of this one by older definitions or settings.

    Of the periods that somebody asked for beside the usual ones only the latest stay; the others can be computed again.
    """
    files = list(folder.glob("*.parquet"))
    known = tuple(f"{id}-" for id in snapshots)
    old = [file for file in files if not file.name.startswith(known) or (file.name.startswith(own) and current not in file.name)]
    asked = sorted((file for file in files if f"-{ASKED}" in file.name), key=_written_at, reverse=True)
    for file in [*old, *asked[ASKED_KEPT:]]:
        file.unlink(missing_ok=True)


def _written_at(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except FileNotFoundError:  # another process pruned it
        return 0.0


def rows_file(file: Path, grain: Grain) -> Path:
    """Where the rows behind those figures are kept."""
    return file.with_name(f"{file.stem}-{grain.name}.parquet")


def table_of(figures: Sequence[Figure]) -> pa.Table:
    columns = {
        "indicator": [figure.indicator for figure in figures],
        "version": [figure.version for figure in figures],
        "area": [figure.area for figure in figures],
        "group": [figure.group for figure in figures],
        "period": [str(figure.period) for figure in figures],
        "numerator": [figure.numerator for figure in figures],
        "denominator": [figure.denominator for figure in figures],
        "unit": [str(figure.unit) for figure in figures],
        "status": [str(figure.status) for figure in figures],
        "snapshot": [figure.snapshot for figure in figures],
    }
    return pa.table(columns, schema=FIGURE_SCHEMA)


def usual_periods(snapshot: Snapshot, is_today: bool = False) -> tuple[Period, ...]:
    """Two years of months up to the snapshot's own, and the financial years back to the first ending that the extract shows.

    For what holds only today: the month and the financial year that it falls into.
    """
    if snapshot.as_at is None:
        return ()
    month, year = month_of(snapshot.as_at), financial_year_of(snapshot.as_at)
    if is_today:
        return (month, year)
    first = whole_since(snapshot) or snapshot.as_at
    years = [financial_year(number) for number in range(year.start.year - YEARS_KEPT + 1, year.start.year + 1)]
    return tuple(sorted([*months_to(month, MONTHS_KEPT), *(one for one in years if one.start >= first or one == year)]))


def own_month(snapshot: Snapshot) -> tuple[Period, ...]:
    """The month that ends with the snapshot's day."""
    month = month_of(snapshot.as_at) if snapshot.as_at is not None else None
    return (month,) if month is not None and month.end == snapshot.as_at else ()


def whole_since(snapshot: Snapshot) -> date | None:
    """How far back the extract's history is whole: an extract cut off at some year shows no ending before it.

    Earlier than that a submitted figure stands before a computed one, which would be too low.
    """
    return _first_ending(snapshot.folder) if snapshot.has("cla_episodes") else None


@lru_cache(maxsize=128)
def _first_ending(folder: Path) -> date | None:
    table = pq.read_table(folder / "cla_episodes.parquet", columns=["started_on", "ended_on"])
    found = pc.min(table["ended_on"]).as_py() or pc.min(table["started_on"]).as_py()
    return found if isinstance(found, date) else None


@lru_cache(maxsize=64)
def children_behind(
    root: Path, snapshot_id: str, digest: str, id: str, period: Period, span: str, version: int | None
) -> tuple[ChildState, ...]:
    """From the rows kept with the figures where the period is a usual one, else built."""
    store = SnapshotStore(root)
    snapshot = store.open(snapshot_id)
    reference, settings, grain = reference_for(store, snapshot), Settings.read(root), GRAINS[CATALOGUE[id].grain]
    wording = next((one for one in CATALOGUE[id].all_versions() if one.number == version), None)
    usual = usual_periods(snapshot, grain.only_snapshot_day)
    if period in usual:
        kept_rows = rows_file(file_of(root, snapshot_id, digest, usual, grain.only_snapshot_day, None, span), grain)
        with contextlib.suppress(OSError, duckdb.Error):
            if kept_rows.exists():
                return tuple(
                    behind.children(snapshot, reference, settings, id, period, span=span, file=kept_rows, version=wording)
                )
    return tuple(behind.children(snapshot, reference, settings, id, period, span=span, version=wording))
