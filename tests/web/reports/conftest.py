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
