from pathlib import Path

import pytest

from tests.factories import months


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> months.County:
    return months.county_of(tmp_path_factory)


@pytest.fixture
def loaded(county: months.County, data: Path) -> months.County:
    """June and July are loaded; August's files wait."""
    county.put_into(data)
    return county


@pytest.fixture
def computes() -> None:
    """For a test of what a load computes after it has written."""


@pytest.fixture(autouse=True)
def only_writes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A load here writes, and leaves what it would compute for the pages, which takes seconds, unless the test ``computes``."""
    if "computes" not in request.fixturenames:
        monkeypatch.setattr("inloco.performance.tasks._compute", lambda report: None)
        monkeypatch.setattr("inloco.performance.after_load.tell", lambda: None)
