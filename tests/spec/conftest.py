"""An empty county for each definition."""

import pytest

from tests.spec.county import County


@pytest.fixture
def county(tmp_path):
    return County(tmp_path)
