"""Errors planted on request in the newest month of a made-up county, each one listed, so that checks can be held to find them.

A fault changes cells or adds a row at the end of a file: no row moves. No two faults touch the same child.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

EPISODES = "ssd_cla_episodes"
NOBODY = "999999999"
"""An id that no county gives."""


class Planted(StrEnum):
    """What to plant: nothing, what a load reports and takes, or also what makes it refuse."""

    NONE = "none"
    WARNINGS = "warnings"
    ALL = "all"


@dataclass
class File:
    """One file as text. Rows count as a spreadsheet does: the header is row 1."""

    name: str
    header: list[str]
    rows: list[list[str]]
    changed: bool = False

    def at(self, column: str) -> int:
        return self.header.index(column)

    def get(self, index: int, column: str) -> str:
        return self.rows[index][self.header.index(column)]

    def set(self, index: int, column: str, value: str) -> None:
        self.rows[index][self.header.index(column)] = value
        self.changed = True

    def add(self, row: list[str]) -> int:
        self.rows.append(row)
        self.changed = True
        return len(self.rows) - 1


@dataclass(frozen=True)
class Found:
    """Where a fault was planted: an index into the file's rows, and the children that it takes up."""

    index: int
    children: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fault:
    """``check`` is the id of the check that has to find it; ``plant`` does it and answers where, or None when nobody fits.

    ``shows``: where the check finds it, if not where it was planted: the child's ``first`` or ``last`` episode, or the same
    ``row``, and the column there.
    """

    check: str
    severity: str
    file: str
    column: str
    what: str
    plant: Callable[[Month], Found | None]
    shows: tuple[str, str] = ("", "")

    @property
    def shown_in(self) -> tuple[str, str]:
        """The file and column in which the check finds it."""
        file = EPISODES if self.shows[0] in ("first", "last") else self.file
        return file, self.shows[1] or self.column


@dataclass
class Month:
    """The files of one month, read when they are needed, with what faults look up in them."""

    folder: Path
    as_at: date
    taken: set[str] = field(default_factory=lambda: {NOBODY})
    files: dict[str, File] = field(default_factory=dict)
    _grouped: dict[tuple[str, str], dict[str, list[int]]] = field(default_factory=dict)

    def file(self, name: str) -> File:
        if name not in self.files:
            with (self.folder / f"{name}.csv").open(encoding="utf-8", newline="") as source:
                rows = list(csv.reader(source))
            self.files[name] = File(name, rows[0], rows[1:])
        return self.files[name]

    def grouped(self, name: str, column: str) -> dict[str, list[int]]:
        """Indexes of the rows of a file by the value of a column."""
        key = (name, column)
        if key not in self._grouped:
            place = self.file(name).at(column)
            groups: dict[str, list[int]] = {}
            for i, row in enumerate(self.file(name).rows):
                groups.setdefault(row[place], []).append(i)
            self._grouped[key] = groups
        return self._grouped[key]

    def free(self, name: str, person: str) -> Iterator[tuple[int, str]]:
        """Rows of a file whose child no fault has touched yet, and that child."""
        file = self.file(name)
        place = file.at(person)
        return ((i, row[place]) for i, row in enumerate(file.rows) if row[place] not in self.taken)

    def born(self, child: str) -> date | None:
        rows = self.grouped("ssd_person", "pers_person_id").get(child, [])
        return day_of(self.file("ssd_person").get(rows[0], "pers_dob")) if rows else None

    def child_of_period(self, period: str) -> str:
        rows = self.grouped("ssd_cla_episodes", "clae_cla_id").get(period, [])
        return self.file("ssd_cla_episodes").get(rows[0], "clae_person_id") if rows else ""

    def before(self, days: int) -> date:
        return self.as_at - timedelta(days=days)

    def episodes(self, child: str) -> list[int]:
        """Indexes of a child's episodes, oldest first."""
        file = self.file(EPISODES)
        rows = self.grouped(EPISODES, "clae_person_id").get(child, [])
        return sorted(rows, key=lambda i: file.get(i, "clae_cla_episode_start_date"))

    def save(self) -> None:
        for file in self.files.values():
            if file.changed:
                with (self.folder / f"{file.name}.csv").open("w", encoding="utf-8", newline="") as target:
                    writer = csv.writer(target, lineterminator="\n")
                    writer.writerow(file.header)
                    writer.writerows(file.rows)


def day_of(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
