"""A pool: extracts of several authorities counted as one, for a region or the whole country. The authority is a level of area.

Each authority loads its own extract into its own data folder, with its own checks; a pool is a folder of those. Nothing is
merged for good: the tables are put one behind the other for as long as the counting takes, every identifier led by the
authority's name, so that two children of the same number stay two. Names are left out: no figure needs them.
"""

from __future__ import annotations

import difflib
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from inloco.analytics.areas import Area, AreaKind, AreaTree
from inloco.analytics.book import usual_periods
from inloco.analytics.engine import compute, with_unallocated
from inloco.analytics.errors import InputRefused, Place, WrongUsage
from inloco.analytics.facts import CHILD_GRAINS, YEAR_TO_DATE, Store, tables_read
from inloco.analytics.facts.store import AUTHORITY
from inloco.analytics.figure import Figure
from inloco.analytics.indicators import indicator_of
from inloco.analytics.periods import Period
from inloco.analytics.reference import Population, Reference, reference_for
from inloco.analytics.schema.tables import tables
from inloco.analytics.settings import Settings
from inloco.analytics.snapshots import Snapshot, SnapshotStore, storage_refused

POOL = "pool"
"""The id of the area at the top: everybody."""

IDENTIFIERS = frozenset(
    {
        "attendance", "care_leaver", "child", "cin_plan", "conviction", "core_group", "cp_plan", "cp_review",
        "episode", "flag_row", "health_check", "icpc", "immigration_status_id", "involvement", "legal_status_id",
        "meeting", "missing_episode", "monitoring", "parent", "pep", "period_of_care", "personal_adviser",
        "placement", "plo_family_id", "referral", "review", "row_id", "s47_enquiry", "sdq", "team", "visit", "worker",
    }
)  # fmt: skip
"""Columns whose values mean something within one authority only."""

NAMES = frozenset({"forename", "surname", "common_child_id", "legacy_id", "upn_unknown", "nationality", "urn", "court_reference"})
"""Columns that stay at home."""


def authorities_of(folder: Path) -> dict[str, Path]:
    """Authority → its data folder: every folder in ``folder`` into which something was loaded. InputRefused without any."""
    found = {one.name: one for one in sorted(folder.iterdir()) if _holds_snapshots(one)} if folder.is_dir() else {}
    if not found:
        raise InputRefused(
            "There is no authority in this pool.",
            action="It is a folder of data folders: `INLOCO_DATA=POOL/AUTHORITY inloco load …` makes one.",
            place=Place(file=folder.name),
        )
    return found


def _holds_snapshots(folder: Path) -> bool:
    return folder.is_dir() and not folder.name.startswith(".") and SnapshotStore(folder).folder.is_dir()


def pooled(authorities: Mapping[str, Path], into: Path, as_known: date | None = None) -> tuple[Snapshot, Reference]:
    """The newest extracts that all ``authorities`` have of one day, written to ``into`` as one snapshot, and their areas.

    A table that one of them lacks is missing in the pool: what needs it is not available, never too low. Nor are records of
    plans and boards: each council's are its own.
    Raises InputRefused where there is no such day, or their formats differ.
    """
    snapshots = _of_one_day({name: SnapshotStore(root) for name, root in authorities.items()}, as_known)
    first = next(iter(snapshots.values()))
    needed = sorted({table for grain in CHILD_GRAINS for table in tables_read(grain)} | {"department"})
    held = [table for table in needed if all(snapshot.has(table) for snapshot in snapshots.values())]
    rows = {table: _put_together(table, snapshots, into) for table in held}
    since = [one.since for one in snapshots.values() if one.since is not None]
    snapshot = Snapshot(
        id=f"{POOL}-{first.as_at}",
        folder=into,
        as_at=first.as_at,
        loaded_at=datetime.now(UTC),
        kind=first.kind,
        tables=rows,
        findings=(),
        sources=(),
        since=max(since, default=None),
    )
    return snapshot, _reference({name: reference_for(SnapshotStore(authorities[name]), one) for name, one in snapshots.items()})


def figures_of(
    folder: Path,
    ids: Sequence[str] = (),
    periods: Sequence[Period] = (),
    areas: Sequence[str] = (),
    *,
    as_known: date | None = None,
    by: str | None = None,
    span: str = YEAR_TO_DATE,
    make_store: Callable[[], Store] | None = None,
) -> tuple[list[Figure], Mapping[str, Sequence[str]]]:
    """The figures of the pool in ``folder``, and which tables some of its authorities lack. Without a filter: all.

    ``areas`` are ids or names in the pool: ``pool`` itself, an authority, ``AUTHORITY/TEAM``. Settings are the pool's own.
    """
    authorities = authorities_of(folder)
    for id in ids:
        indicator_of(id)
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix=".counted-together-") as work:
            snapshot, reference = pooled(authorities, Path(work), as_known)
            tree = reference.areas
            places = {_known(tree, area).id for area in areas} or None
            asked = sorted(set(periods)) if periods else usual_periods(snapshot)
            wanted = list(dict.fromkeys(ids)) if ids else None
            settings = Settings.read(folder)
            store = make_store() if make_store is not None else None
            found = compute(snapshot, reference, settings, wanted, asked, by=by, span=span, store=store, places=places)
            return found, lacking(authorities, snapshot)
    except OSError as trouble:
        raise storage_refused(trouble) from trouble


def _known(tree: AreaTree, written: str) -> Area:
    found = tree.match(written)
    if found is None:
        near = difflib.get_close_matches(written, [area.id for area in tree], 3, 0.5)
        hint = f"Perhaps {' or '.join(near)}? " if near else ""
        raise WrongUsage(f"There is no area “{written[:60]}” in the pool.", action=f"{hint}The whole pool is `{POOL}`.")
    return found


def lacking(authorities: Mapping[str, Path], snapshot: Snapshot) -> dict[str, list[str]]:
    """Authority → the tables that it lacks and others have, which the pool ``snapshot`` has to do without."""
    found: dict[str, list[str]] = {}
    newest = {name: SnapshotStore(root).latest(as_known=snapshot.as_at) for name, root in authorities.items()}
    needed = {table for grain in CHILD_GRAINS for table in tables_read(grain)}
    there = {table for one in newest.values() if one is not None for table in one.tables} & needed
    for name, one in newest.items():
        if one is not None and (missing := sorted(there - set(one.tables))):
            found[name] = missing
    return found


def _of_one_day(stores: Mapping[str, SnapshotStore], as_known: date | None) -> dict[str, Snapshot]:
    days = {name: {one.as_at for one in store.extracts() if one.as_at is not None} for name, store in stores.items()}
    empty = sorted(name for name, some in days.items() if not some)
    common = set.intersection(*days.values()) if days else set()
    known = sorted(day for day in common if as_known is None or day <= as_known)
    if not known:
        said = f"no extract of {', '.join(empty)}" if empty else "no day of which everybody has an extract"
        newest = ", ".join(f"{name} {max(some)}" for name, some in sorted(days.items()) if some)
        raise InputRefused(
            f"These authorities cannot be counted together: there is {said}.",
            action=f"Load extracts of one day. The newest are: {newest or 'none'}.",
        )
    found = {name: store.latest(as_known=known[-1]) for name, store in stores.items()}
    snapshots = {name: one for name, one in found.items() if one is not None}
    if len(kinds := {one.kind for one in snapshots.values()}) > 1:
        told = ", ".join(f"{name} {one.kind}" for name, one in sorted(snapshots.items()))
        raise InputRefused(
            f"These authorities' extracts are of {len(kinds)} formats, which reach differently far.",
            action=f"Load the same format for all of them. There are: {told}.",
        )
    return snapshots


def _put_together(table: str, snapshots: Mapping[str, Snapshot], into: Path) -> int:
    """The rows of all, an authority after the other, in one file. Returns how many there are."""
    known = [field for field in tables()[table].arrow if field.name not in NAMES]
    schema = pa.schema([*known, pa.field(AUTHORITY, pa.string())])
    number = 0
    with pq.ParquetWriter(into / f"{table}.parquet", schema, compression="zstd") as writer:
        for name, snapshot in snapshots.items():
            part = pq.read_table(snapshot.path(table))
            columns = [_column(table, part, field, name) for field in known]
            writer.write_table(pa.table([*columns, pa.repeat(pa.scalar(name), len(part))], schema=schema))
            number += len(part)
    return number


def _column(table: str, part: pa.Table, field: pa.Field, authority: str) -> pa.Array | pa.ChunkedArray:
    if field.name not in part.column_names:
        return pa.nulls(len(part), field.type)
    values = part[field.name].cast(field.type)
    if table == "department" and field.name == "name":
        return pc.binary_join_element_wise(values, pa.scalar(_of(authority)), "")
    if field.name not in IDENTIFIERS:
        return values
    led = pc.binary_join_element_wise(pa.scalar(authority), values, "/")
    return pc.if_else(pc.equal(values, ""), values, led)


def _reference(held: Mapping[str, Reference]) -> Reference:
    areas = [Area(POOL, "All authorities", AreaKind.REGION)]
    population: list[Population] = []
    for name, reference in held.items():
        areas += _areas(name, with_unallocated(reference.areas))
        population += [replace(one, area=_id(name, one.area, reference.areas)) for one in reference.population]
    return Reference(AreaTree(areas), [*population, *_whole(population, held)])


def _areas(name: str, tree: AreaTree) -> Iterator[Area]:
    for area in tree:
        if area.kind is AreaKind.AUTHORITY:
            yield replace(area, id=name, parent=POOL)
        elif area.kind is not AreaKind.COMPARATOR:
            parent = _id(name, area.parent, tree) if area.parent is not None else name
            yield replace(area, id=_id(name, area.id, tree), name=f"{area.name}{_of(name)}", parent=parent)


def _id(authority: str, area: str, tree: AreaTree) -> str:
    """An authority goes by its name in the pool, what is under it is led by that."""
    return authority if tree.authority is not None and area == tree.authority.id else f"{authority}/{area}"


def _of(authority: str) -> str:
    return f" ({authority})"


def _whole(population: list[Population], held: Mapping[str, Reference]) -> Iterator[Population]:
    """The people of the whole pool, from each day on which one authority's number changes; where all of them are known."""
    names = set(held)
    own = [one for one in population if one.area in names]
    alone = Reference(AreaTree([]), own)
    days = sorted({one.from_on for one in own} | {one.to_on for one in own if one.to_on is not None})
    for number, day in enumerate(days):
        known = [alone.under_18(name, day) for name in names]
        until = days[number + 1] if number + 1 < len(days) else None
        if all(one is not None for one in known):
            yield Population(POOL, day, until, sum(one for one in known if one is not None))
