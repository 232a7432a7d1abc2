"""The Vale of Marrow as pages find it: two extracts loaded and their figures computed, once for all tests."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from inloco.analytics.book import FigureBook
from inloco.analytics.public_book import PublicBook
from tests.factories.vale import JULY, vale
from tests.once import made_once


@pytest.fixture(scope="session")
def computed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_once(tmp_path_factory, "vale", _compute)


def _compute(folder: Path) -> None:
    vale(folder)
    book = FigureBook(folder)
    book.warm()
    book.figures(["cla_count"], as_known=JULY)
    PublicBook(book).keep()


@pytest.fixture
def loaded(computed: Path, data: Path) -> Path:
    shutil.copytree(computed, data, dirs_exist_ok=True)
    return data
