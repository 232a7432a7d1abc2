"""A small made-up county: three month-end extracts, of which the first two can stand loaded in a test's data folder
in no time."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from inloco.analytics.book import FigureBook
from inloco.analytics.loading import load
from inloco.analytics.periods import month
from inloco.analytics.snapshots import SnapshotStore
from inloco.analytics.synthetic import make_county
from tests.once import made_once

JUNE, JULY, AUGUST = month(2019, 6), month(2019, 7), month(2019, 8)


@dataclass(frozen=True)
class County:
    """``folders``: the extracts of June, July and August 2019. ``loaded``: a data folder that holds June and July."""

    folders: tuple[Path, ...]
    loaded: Path

    def put_into(self, data: Path) -> None:
        """June and July as if they had been loaded into ``data``, their figures computed."""
        shutil.copytree(self.loaded, data, dirs_exist_ok=True)

    def load(self, data: Path, number: int) -> str:
        """Load one of the months into ``data``; answers the snapshot's id."""
        folder = self.folders[number]
        result = load([folder], store=SnapshotStore(data), as_at=date.fromisoformat(folder.name))
        assert result.snapshot is not None, result.findings
        return result.snapshot.id


def county_of(factory: pytest.TempPathFactory) -> County:
    """The county, made once for the whole run."""
    folder = made_once(factory, "months", _make)
    return County(tuple(sorted((folder / "county").iterdir())), folder / "loaded")


def _make(folder: Path) -> None:
    folders = make_county(folder / "county", children=40, months=3, until=AUGUST, seed=3, history=24)
    county = County(tuple(folders), folder / "loaded")
    county.loaded.mkdir()
    for number in (0, 1):
        county.load(county.loaded, number)
    FigureBook(county.loaded).figures()
