"""A pool: extracts of several authorities counted as one, for a region or the whole country. The authority is a level of area.

Each authority loads its own extract into its own data folder, with its own checks; a pool is a folder of those. Nothing is
merged for good: the tables of a few authorities are put one behind the other for as long as they are counted, and the counts are
added up. No child of one is known to another.
"""

from __future__ import annotations

import difflib
import shutil
import tempfile
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from inloco.analytics.areas import Area, AreaKind, AreaTree, with_unallocated
from inloco.analytics.engine import Part, compute
from inloco.analytics.errors import InputRefused, Place, WrongUsage
from inloco.analytics.facts import CHILD_GRAINS, YEAR_TO_DATE, Store, tables_read
from inloco.analytics.figure import Figure
from inloco.analytics.indicators import indicator_of
from inloco.analytics.kept_figures import usual_periods
from inloco.analytics.periods import Period
from inloco.analytics.pool_tables import put_together, told_apart
from inloco.analytics.reference import Population, Reference, reference_for
from inloco.analytics.settings import Settings
from inloco.analytics.snapshots import Snapshot, SnapshotStore, storage_refused

POOL = "pool"
"""The id of the area at the top: everybody."""

ROWS_AT_ONCE = 1_500_000
"""Authorities are counted together until they have so many rows: enough to be worth a database, few enough for any memory."""


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


@dataclass(frozen=True)
class Pool:
    """Extracts of one day and one format, counted as one.

    ``snapshot`` is what they hold together: the tables that any of them has; it has no files of its own. ``lacking`` names the
    tables that an authority has not and others have: what needs one is not available there and in the whole, never too low.
    Records of plans and boards are left out: each council's are its own.
    """

    snapshots: Mapping[str, Snapshot]
    reference: Reference
    snapshot: Snapshot
    lacking: Mapping[str, frozenset[str]]

    def parts(self, into: Path, rows: int | None = None) -> list[Part]:
        """The tables of a few authorities each, which are put together in ``into`` when they are opened, and then gone.

        A few have ``rows`` or one authority more; all are together without.
        """
        few = _few(self.snapshots, self.snapshot.tables, rows)
        return [self._together(some, into / str(number)) for number, some in enumerate(few)]

    @contextmanager
    def _together(self, some: Mapping[str, Snapshot], into: Path) -> Iterator[Snapshot]:
        into.mkdir()
        held = [table for table in self.snapshot.tables if any(one.has(table) for one in some.values())]
        marks = {name: f"{number:x}" for number, name in enumerate(some)}  # children of two parts never meet
        try:
            rows = {table: put_together(table, some, marks, into) for table in held}
            yield replace(self.snapshot, folder=into, tables=rows)
        finally:
            shutil.rmtree(into)

    def lacking_by_area(self) -> Mapping[str, frozenset[str]]:
        """Area → the tables that are missing for it: an authority's for each of its areas, everybody's for the whole."""
        areas = self.reference.areas
        found = {area: missing for name, missing in self.lacking.items() for area in areas.within(name)}
        everybody = frozenset[str]().union(*self.lacking.values())
        return {**found, POOL: everybody} if everybody else found


def _few(snapshots: Mapping[str, Snapshot], tables: Container[str], rows: int | None) -> Iterator[Mapping[str, Snapshot]]:
    some: dict[str, Snapshot] = {}
    held = 0
    for name, one in snapshots.items():
        some[name] = one
        held += sum(number for table, number in one.tables.items() if table in tables)
        if rows is not None and held >= rows:
            yield some
            some, held = {}, 0
    if some:
        yield some


def pooled(authorities: Mapping[str, Path], as_known: date | None = None) -> Pool:
    """The newest extracts that all ``authorities`` have of one day. InputRefused where there is none, or formats differ."""
    snapshots = _of_one_day({name: SnapshotStore(root) for name, root in authorities.items()}, as_known)
    first = next(iter(snapshots.values()))
    needed = sorted({table for grain in CHILD_GRAINS for table in tables_read(grain)} | {"department"})
    held = {
        table: sum(snapshot.tables.get(table, 0) for snapshot in snapshots.values())
        for table in needed
        if any(snapshot.has(table) for snapshot in snapshots.values())
    }
    missing = {name: frozenset(table for table in held if not one.has(table)) for name, one in snapshots.items()}
    snapshot = Snapshot(
        id=f"{POOL}-{first.as_at}",
        folder=Path(),
        as_at=first.as_at,
        loaded_at=datetime.now(UTC),
        kind=first.kind,
        tables=held,
        findings=(),
        sources=(),
        since=max((one.since for one in snapshots.values() if one.since is not None), default=None),
    )
    reference = _reference({name: reference_for(SnapshotStore(authorities[name]), one) for name, one in snapshots.items()})
    return Pool(snapshots, reference, snapshot, {name: tables for name, tables in missing.items() if tables})


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
) -> tuple[list[Figure], Mapping[str, frozenset[str]]]:
    """The figures of the pool in ``folder``, and which tables some of its authorities lack. Without a filter: all.

    ``areas`` are ids or names in the pool: ``pool`` itself, an authority, ``AUTHORITY/TEAM``. Settings are the pool's own.
    """
    authorities = authorities_of(folder)
    for id in ids:
        indicator_of(id)
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix=".counted-together-") as work:
            pool = pooled(authorities, as_known)
            found = count(
                pool,
                Path(work),
                Settings.read(folder),
                list(dict.fromkeys(ids)) or None,
                sorted(set(periods) or {period for one in pool.snapshots.values() for period in usual_periods(one)}),
                by=by,
                span=span,
                places={_known(pool.reference.areas, area).id for area in areas} or None,
                store=make_store() if make_store is not None else None,
            )
            return found, pool.lacking
    except OSError as trouble:
        raise storage_refused(trouble) from trouble


def count(
    pool: Pool,
    into: Path,
    settings: Settings,
    ids: Sequence[str] | None,
    periods: Sequence[Period],
    *,
    by: str | None = None,
    span: str = YEAR_TO_DATE,
    places: Container[str] | None = None,
    store: Store | None = None,
) -> list[Figure]:
    """The figures of ``pool``, with ``into`` as room for its tables. A ``store`` of another engine gets them all at once."""
    parts = pool.parts(into, ROWS_AT_ONCE if store is None else None)
    return compute(
        pool.snapshot,
        pool.reference,
        settings,
        ids,
        periods,
        by=by,
        span=span,
        store=store,
        places=places,
        parts=parts,
        lacking=pool.lacking_by_area(),
    )


def _known(tree: AreaTree, written: str) -> Area:
    found = tree.match(written)
    if found is None:
        near = difflib.get_close_matches(written, [area.id for area in tree], 3, 0.5)
        hint = f"Perhaps {' or '.join(near)}? " if near else ""
        raise WrongUsage(f"There is no area “{written[:60]}” in the pool.", action=f"{hint}The whole pool is `{POOL}`.")
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
            yield replace(area, id=_id(name, area.id, tree), name=told_apart(area.name, name), parent=parent)


def _id(authority: str, area: str, tree: AreaTree) -> str:
    """An authority goes by its name in the pool, what is under it is led by that."""
    return authority if tree.authority is not None and area == tree.authority.id else f"{authority}/{area}"


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
