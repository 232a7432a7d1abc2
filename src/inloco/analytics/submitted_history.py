"""Figures that were submitted or published before InLoco, as the book takes them: by indicator, with areas of their own."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import pyarrow.parquet as pq

from inloco.analytics.areas import Area, AreaKind, AreaTree
from inloco.analytics.figure import Figure, Status, Unit
from inloco.analytics.indicators import CATALOGUE
from inloco.analytics.kept_figures import Cell
from inloco.analytics.periods import parse_period


@lru_cache(maxsize=16)
def submitted_figures(files: tuple[Path, ...], areas: tuple[Area, ...]) -> Mapping[str, Mapping[Cell, Figure]]:
    tree = AreaTree(areas)
    found: dict[str, dict[Cell, Figure]] = {}
    for file in files:
        for row in pq.read_table(file).to_pylist():
            indicator, period = row["indicator"], parse_period(row["period"])
            unit = Unit(row["unit"])
            figure = Figure(
                indicator=indicator,
                version=CATALOGUE[indicator].version_at(period.end).number if indicator in CATALOGUE else 1,
                area=_submitted_area(row, tree),
                period=period,
                numerator=row["numerator"],
                denominator=row["denominator"],
                value=Decimal(row["value"]) if row["value"] is not None else None,
                unit=unit,
                status=Status.SUBMITTED,
                snapshot=file.parent.name,
                source=row["source"] or "",
            )
            found.setdefault(indicator, {})[figure.area, "", period] = figure
    return found


def _submitted_area(row: Mapping[str, str | None], tree: AreaTree) -> str:
    """The id in the tree. A figure for the whole council belongs to the authority, whatever the return calls it."""
    written = row["area"] or ""
    matched = tree.match(written) or tree.match(row.get("area_name") or written)
    if matched is not None:
        return matched.id
    top = tree.authority
    return top.id if top is not None and row["area_kind"] == AreaKind.AUTHORITY else written


@lru_cache(maxsize=16)
def _submitted_places(files: tuple[Path, ...]) -> tuple[tuple[str, str, str], ...]:
    places: dict[str, tuple[str, str, str]] = {}
    for file in files:
        table = pq.read_table(file, columns=["area", "area_name", "area_kind"])
        for row in table.to_pylist():
            places.setdefault(row["area"], (row["area"], row["area_name"] or row["area"], row["area_kind"] or "team"))
    return tuple(places.values())


def with_submitted_areas(tree: AreaTree, files: tuple[Path, ...]) -> AreaTree:
    top = tree.authority
    added = []
    for id, name, kind in _submitted_places(files):
        if tree.match(id) is None and tree.match(name) is None and not (kind == AreaKind.AUTHORITY and top is not None):
            parent = top.id if top is not None and kind != AreaKind.COMPARATOR else None
            added.append(Area(id, name, AreaKind(kind), parent))
    return AreaTree([*tree, *added]) if added else tree
