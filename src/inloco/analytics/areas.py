"""Areas: authority, locality, district and team as a dated tree, with the comparators beside it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

UNALLOCATED = "unallocated"
"""The area of whoever has no allocated worker, so that parts sum to the whole."""

COMPARATOR_NAMES = {
    "national": "England",
    "england": "England",
    "nw": "North West",
    "north west": "North West",
    "sn": "Statistical neighbours",
    "statistical neighbours": "Statistical neighbours",
    "statistical neighbour": "Statistical neighbours",
}
"""Other spellings of comparators met in real returns."""


class AreaKind(StrEnum):
    REGION = "region"
    """Above the authorities of a pool; nobody else has one."""
    AUTHORITY = "authority"
    LOCALITY = "locality"
    DISTRICT = "district"
    TEAM = "team"
    COMPARATOR = "comparator"


@dataclass(frozen=True)
class Area:
    """One area. ``id`` is what the extract uses and what ``inloco figures`` prints; ``parent`` is an id or None at the top."""

    id: str
    name: str
    kind: AreaKind
    parent: str | None = None
    from_: date | None = None
    to: date | None = None


def normalised(name: str) -> str:
    """``name`` for matching: case, stray marks (* ') and runs of blanks are nothing, ``and`` is ``&``."""
    plain = re.sub(r"[*'’`\"]+", "", name).casefold().replace(" and ", " & ")
    return re.sub(r"\s+", " ", plain).strip()


class AreaTree:
    """All areas of one council and its comparators; finds them by id or name and walks the tree."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self._areas = {area.id: area for area in areas}
        self._by_name: dict[str, str] = {}
        for area in self._areas.values():
            self._by_name.setdefault(normalised(area.name), area.id)
            self._by_name.setdefault(normalised(area.id), area.id)

    def __iter__(self) -> Iterator[Area]:
        return iter(self._areas.values())

    def __len__(self) -> int:
        return len(self._areas)

    def __contains__(self, area_id: object) -> bool:
        return area_id in self._areas

    def __getitem__(self, area_id: str) -> Area:
        return self._areas[area_id]

    @property
    def authority(self) -> Area | None:
        """The area at the top: the authority, or the region of a pool of them; None where nothing says which it is."""
        tops = [area for area in self if area.kind in (AreaKind.REGION, AreaKind.AUTHORITY)]
        return min(tops, key=lambda area: area.kind is not AreaKind.REGION, default=None)

    def match(self, text: str) -> Area | None:
        """The area with this id, else this name (tolerantly), else this comparator's other spelling; None when there is none."""
        if text in self._areas:
            return self._areas[text]
        plain = normalised(text)
        found = self._by_name.get(plain) or self._by_name.get(normalised(COMPARATOR_NAMES.get(plain, text)))
        return self._areas[found] if found else None

    def children_of(self, area_id: str) -> list[Area]:
        return [area for area in self if area.parent == area_id]

    def ancestors(self, area_id: str) -> list[str]:
        """Ids from ``area_id`` itself up to the top."""
        chain: list[str] = []
        current: str | None = area_id
        while current is not None and current in self._areas and current not in chain:
            chain.append(current)
            current = self._areas[current].parent
        return chain

    def within(self, area_id: str) -> frozenset[str]:
        """Ids of ``area_id`` and everything under it."""
        return frozenset(area.id for area in self if area_id in self.ancestors(area.id))


def with_unallocated(areas: AreaTree) -> AreaTree:
    """``areas`` with the one for whoever has no allocated worker, so that parts sum to the whole.

    In the order of every table: the authority, then each area followed by what is under it, ``unallocated``, comparators.
    """
    top = areas.authority
    own = [area for area in areas if area.kind is not AreaKind.COMPARATOR and area.id != UNALLOCATED]
    below: dict[str | None, list[Area]] = defaultdict(list)
    for area in sorted(own, key=lambda area: (area.name.casefold(), area.id)):
        below[area.parent].append(area)
    ordered: dict[str, Area] = {}

    def walk(area: Area) -> None:
        if area.id not in ordered:
            ordered[area.id] = area
            for part in below[area.id]:
                walk(part)

    for area in [*([top] if top else []), *below[None], *own]:
        walk(area)
    nobody = [Area(UNALLOCATED, "Nobody allocated", AreaKind.TEAM, parent=top.id if top else None)]
    if top is not None and top.kind is AreaKind.REGION:  # each of its authorities has one
        nobody = []
    return AreaTree([*ordered.values(), *nobody, *(area for area in areas if area.kind is AreaKind.COMPARATOR)])
