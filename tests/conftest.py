"""What every test stands on: a data folder of its own, quick passwords, SQLite (or PostgreSQL by INLOCO_TEST_DATABASE)."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of this test: empty, and gone afterwards."""
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.setenv("INLOCO_DATA", str(folder))
    return folder


@pytest.fixture(autouse=True)
def _quick_passwords(settings: object) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]


def pytest_configure(config: pytest.Config) -> None:
    from tests import postgresql

    postgresql.use_if_asked()
