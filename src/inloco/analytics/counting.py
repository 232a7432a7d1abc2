"""Counting one grain: what all its indicators ask, as columns of one query, and the whole numbers that came back, summed up
the tree of areas. The rows may lie in several snapshots, whose counts are added up.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Container, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from inloco.analytics.areas import AreaTree
from inloco.analytics.errors import InLocoError
from inloco.analytics.facts import DIMENSIONS, Facts, Grain
from inloco.analytics.indicators.definition import Indicator, Version

Counts = NDArray[np.int64]
Cell = tuple[str, date | str, str]
"""A dimension, the day or period, and a group of that dimension; both texts are empty for the whole."""


class PartsDoNotSum(InLocoError):
    """The parts of an area do not add up to the whole: a mistake of ours, and no figure is given."""


class Chains:
    """From an area up to the top: whose counts a row adds to. ``places`` leaves out areas that nobody asked for."""

    def __init__(self, areas: AreaTree, places: Container[str] | None) -> None:
        self.areas = areas
        self.top = areas.authority
        self._places = places
        self._known: dict[str, list[str]] = {}

    def above(self, leaf: str) -> list[str]:
        """The area itself and everything above it, the top at the end: what parts are checked against."""
        if leaf not in self._known:
            chain = self.areas.ancestors(leaf) or [leaf]
            if self.top is not None and self.top.id not in chain:
                chain.append(self.top.id)
            if self._places is not None:
                chain = [area for area in chain if area in self._places or (self.top is not None and area == self.top.id)]
            self._known[leaf] = chain
        return self._known[leaf]


class Tally:
    """The counts of one grain: by dimension, day and group, then by area."""

    def __init__(self, grain: Grain, columns: Columns, splits: Sequence[str], chains: Chains) -> None:
        self.grain = grain
        self.columns = columns
        self._splits = splits
        self._chains = chains
        self._found: dict[Cell, dict[str, Counts]] = defaultdict(dict)
        self._whole: dict[Cell, Counts] = {}
        self._adding = threading.Lock()

    def add(self, facts: Facts) -> None:
        """Count the rows of one snapshot to what is there. Several may be counted side by side."""
        facts.build(self.grain.name)
        sets = ["(key, area)", *(f"(key, area, by_{split})" for split in self._splits)]
        dimensions = "".join(f", {DIMENSIONS[split]} as by_{split}" for split in self._splits)
        which = "".join(f", grouping(by_{split}) = 0, by_{split}" for split in self._splits)
        rows = facts.store.rows(
            f"""select key, area{which}, {", ".join(self.columns.outer)}
                from (select {self.grain.key} as key, area{dimensions}, {", ".join(self.columns.inner)} from {self.grain.name})
                group by grouping sets ({", ".join(sets)})"""
        )
        first = 2 + 2 * len(self._splits)
        with self._adding:
            for row in rows:
                dimension, group = "", ""
                for number, split in enumerate(self._splits):
                    if row[2 + 2 * number]:
                        dimension, group = split, row[3 + 2 * number]
                counts = np.array([value or 0 for value in row[first:]], dtype=np.int64)
                self._put((dimension, row[0], group), row[1], counts)

    def _put(self, cell: Cell, leaf: str, counts: Counts) -> None:
        self._whole[cell] = self._whole[cell] + counts if cell in self._whole else counts
        held = self._found[cell]
        for area in self._chains.above(leaf):
            held[area] = held[area] + counts if area in held else counts

    def check(self) -> None:
        """Raises PartsDoNotSum where the areas of a day do not add up to the top."""
        top = self._chains.top
        if top is None:
            return
        for cell, whole in self._whole.items():
            if not np.array_equal(self._found[cell][top.id], whole):
                raise PartsDoNotSum(f"The areas of {cell[1]} do not sum to {top.name}.")

    def of(self, cell: Cell, area: str) -> Counts | None:
        """The counts of an area, in the order of ``columns``; None where nobody was counted."""
        return self._found[cell].get(area) if cell in self._found else None

    def groups(self, dimension: str, places: Sequence[int]) -> list[str]:
        """The groups of ``dimension`` in which anybody was counted in one of these columns."""
        return sorted(
            {
                cell[2]
                for cell, areas in self._found.items()
                if cell[0] == dimension and any(counts[place] for counts in areas.values() for place in places)
            }
        )


class Columns:
    """The counts of a pass: each predicate is written once, however many indicators use it."""

    def __init__(self) -> None:
        self.inner: list[str] = []
        self.outer: list[str] = []
        self.places: dict[tuple[str, int], tuple[int, int]] = {}
        self._known: dict[str, int] = {}
        self._terms: dict[str, str] = {}

    def add(self, indicator: Indicator, version: Version) -> None:
        population = f"({version.population})"
        if indicator.of is not None:
            of = self._place(f"sum({self._term(indicator.of)}) filter (where {self._term(population)})")
        else:
            of = self._place(f"count(*) filter (where {self._term(population)})")
        if indicator.total is not None:
            both = self._term(f"{population} and ({version.met})")
            met = self._place(f"sum({self._term(indicator.total)}) filter (where {both})")
        elif version.met == "true":
            met = of
        else:
            met = self._place(f"count(*) filter (where {self._term(f'{population} and ({version.met})')})")
        self.places[indicator.id, version.number] = (of, met)

    def _term(self, sql: str) -> str:
        if sql not in self._terms:
            self._terms[sql] = f"t{len(self._terms)}"
            self.inner.append(f"{sql} as {self._terms[sql]}")
        return self._terms[sql]

    def _place(self, sql: str) -> int:
        if sql not in self._known:
            self._known[sql] = len(self.outer)
            self.outer.append(f"{sql} as c{len(self.outer)}")
        return self._known[sql]
