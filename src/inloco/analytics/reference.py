"""Reference data: the areas as a tree, their populations and the comparators, whichever load brought them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from inloco.analytics.areas import Area, AreaKind, AreaTree
from inloco.analytics.periods import Period, parse_period
from inloco.analytics.snapshots import Snapshot, SnapshotStore

AUTHORITY = "authority"
"""The id of the one area where nothing names any."""

ENGLAND = Area("England", "England", AreaKind.COMPARATOR)
NEIGHBOURS = Area("Statistical neighbours", "Statistical neighbours", AreaKind.COMPARATOR)


@dataclass(frozen=True)
class Population:
    """People under 18 in an area while it holds: from ``from_on`` to ``to_on``, unless a later one has begun."""

    area: str
    from_on: date
    to_on: date | None
    under_18: int


@dataclass(frozen=True)
class Comparator:
    """Somebody else's value, with its own period and source: never shown under another year's label."""

    indicator: str
    area: str
    period: Period
    value: Decimal
    source: str


@dataclass(frozen=True)
class Reference:
    areas: AreaTree
    population: list[Population] = field(default_factory=list)
    comparators: list[Comparator] = field(default_factory=list)

    def under_18(self, area: str, on: date) -> int | None:
        """The area's population on that day, the latest to begin first; None where nothing is known for it."""
        held = [
            one for one in self.population if one.area == area and one.from_on <= on and (one.to_on is None or on <= one.to_on)
        ]
        return max(held, key=lambda one: one.from_on).under_18 if held else None


def reference_for(store: SnapshotStore, snapshot: Snapshot | None) -> Reference:
    """What belongs to ``snapshot``: each table its own, else the newest reference set's, else the newest extract's, else derived.

    Areas are derived from the departments of the extract, else from the submitted figures, else there is one, ``authority``.
    England, the statistical neighbours and whoever the comparators name always stand beside the tree.
    """
    holders = [_holder(store, snapshot, table) for table in ("areas", "population", "comparators")]
    departments = snapshot.folder if snapshot is not None and snapshot.has("department") else None
    submitted = tuple(one.folder for one in store.list("submitted") if one.has("submitted_figures"))
    return _reference(holders[0], holders[1], holders[2], departments, submitted)


def _holder(store: SnapshotStore, snapshot: Snapshot | None, table: str) -> Path | None:
    if snapshot is not None and snapshot.has(table):
        return snapshot.folder
    for held in (store.list("reference"), store.extracts()):
        if having := [one for one in held if one.has(table)]:
            return having[-1].folder
    return None


@lru_cache(maxsize=256)
def _reference(
    areas: Path | None, population: Path | None, comparators: Path | None, departments: Path | None, submitted: tuple[Path, ...]
) -> Reference:
    """Snapshots never change, so what is read from them is kept."""
    told = _submitted_areas(submitted)
    if areas is not None:
        tree = [_area(row) for row in _rows(areas, "areas")]
        tree += [area for area in told if area.kind is AreaKind.COMPARATOR]
    elif departments is not None:
        tree = _department_areas(_rows(departments, "department"))
        tree += [area for area in told if area.kind is AreaKind.COMPARATOR]
    else:
        tree = told
    if not any(area.kind is AreaKind.AUTHORITY for area in tree):
        tree = [Area(AUTHORITY, "Whole authority", AreaKind.AUTHORITY), *(_under_authority(area) for area in tree)]
    comparator_rows = _rows(comparators, "comparators") if comparators else []
    found = AreaTree(tree)
    named = dict.fromkeys(Area(row["area"], row["area"], AreaKind.COMPARATOR) for row in comparator_rows)
    for comparator in (ENGLAND, NEIGHBOURS, *named):
        if found.match(comparator.id) is None:
            found = AreaTree([*found, comparator])
    return Reference(
        areas=found,
        population=[
            Population(_id(found, row["area"]), row["from_on"], row["to_on"], row["under_18"])
            for row in (_rows(population, "population") if population else [])
        ],
        comparators=[
            Comparator(
                row["indicator"], _id(found, row["area"]), parse_period(row["period"]), _plain(row["value"]), row["source"] or ""
            )
            for row in comparator_rows
        ],
    )


def _rows(folder: Path, table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(folder / f"{table}.parquet").to_pylist()
    return rows


def _plain(value: Decimal) -> Decimal:
    """Without the zeros that storage adds: 3.5000 is 3.5 and 40.0000 is 40 (not 4E+1)."""
    short = value.normalize()
    return short if short == 0 or int(short.as_tuple().exponent) <= 0 else short.quantize(Decimal(1))


def _id(tree: AreaTree, written: str) -> str:
    found = tree.match(written)
    return found.id if found else written


def _area(row: dict[str, Any]) -> Area:
    return Area(row["area"], row["name"], AreaKind(row["kind"].strip().casefold()), row["parent"], row["from_on"], row["to_on"])


def _under_authority(area: Area) -> Area:
    return area if area.parent or area.kind is AreaKind.COMPARATOR else replace(area, parent=AUTHORITY)


def _department_areas(rows: list[dict[str, Any]]) -> list[Area]:
    """The department table as a tree. Only a single root that has something under it is the authority itself."""
    names = {row["name"]: row["team"] for row in rows}
    parent = {row["team"]: row["parent"] if row["parent"] in names.values() else names.get(row["parent_name"]) for row in rows}
    parent = {team: above if above != team else None for team, above in parent.items()}
    roots = [team for team, above in parent.items() if above is None]
    inner = set(parent.values())

    def kind(team: str) -> AreaKind:
        if len(roots) == 1 and team == roots[0] and team in inner:
            return AreaKind.AUTHORITY
        if team not in inner:
            return AreaKind.TEAM
        below = [one for one, above in parent.items() if above == team]
        return AreaKind.LOCALITY if any(one in inner for one in below) else AreaKind.DISTRICT

    return [Area(row["team"], row["name"], kind(row["team"]), parent[row["team"]]) for row in rows]


def _submitted_areas(folders: tuple[Path, ...]) -> list[Area]:
    """The areas that submitted figures name with their kind: all that is known of the council before its first extract."""
    found: dict[str, Area] = {}
    for folder in folders:
        table = pq.read_table(folder / "submitted_figures.parquet")
        columns = ["area", "area_name", "area_kind"]
        for row in table.select(columns).group_by(columns).aggregate([]).to_pylist():
            if row["area_kind"]:
                found.setdefault(row["area"], Area(row["area"], row["area_name"] or row["area"], AreaKind(row["area_kind"])))
    top = next((area.id for area in found.values() if area.kind is AreaKind.AUTHORITY), None)
    return [
        area if area.kind in (AreaKind.AUTHORITY, AreaKind.COMPARATOR) else replace(area, parent=top)
        for area in sorted(found.values(), key=lambda area: (list(AreaKind).index(area.kind), area.id))
    ]
