"""One small county for all tests of this folder, read as text."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from inloco.analytics.synthetic import make_county

UNTIL = date(2019, 8, 31)
CHILDREN = 80
Row = dict[str, str]


@dataclass(frozen=True)
class County:
    folder: Path
    months: list[Path]

    def rows(self, name: str, month: int = -1) -> list[Row]:
        """The rows of a file in one month, the newest by default."""
        with (self.months[month] / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> County:
    folder = tmp_path_factory.mktemp("synthetic") / "county"
    return County(folder, make_county(folder, children=CHILDREN, months=6, until=UNTIL, seed=11))


@pytest.fixture
def rows(county: County) -> Callable[..., list[Row]]:
    return county.rows


def contents(folder: Path) -> dict[str, bytes]:
    """Every file under a folder, by its path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
