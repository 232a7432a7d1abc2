"""The same children as an extract and as SSDA903 returns of several years have the same figures."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

from inloco.analytics import engine
from inloco.analytics.periods import financial_year, month
from inloco.analytics.reference import reference_for
from inloco.analytics.settings import Settings
from inloco.analytics.snapshots import Snapshot, SnapshotStore
from tests.factories.county import snapshot_of
from tests.factories.returns import taken, years

from .returns import Told

INDICATORS = [
    "cla_count", "cla_started_count", "cla_ceased_count", "cla_legal_status_count", "cla_s20_count",
    "ni62_three_plus_placements_pct", "ni63_long_term_stability_pct", "ni66_cla_reviews_in_time_pct",
    "cla_reviews_held_count", "cla_review_participation_pct", "cla_foster_pct", "cla_residential_pct",
]  # fmt: skip
PERIODS = [financial_year(2018), month(2018, 6), month(2018, 12), month(2019, 3)]


def figures(root: Path, snapshot: Snapshot) -> dict[tuple[str, str, str], tuple[int | None, int | None]]:
    reference = reference_for(SnapshotStore(root), snapshot)
    computed = engine.compute(snapshot, reference, Settings(), INDICATORS, PERIODS)
    return {
        (one.indicator, str(one.period), one.group or ""): (one.numerator, one.denominator)
        for one in computed
        if one.area == reference.areas.authority.id and (one.numerator or one.denominator)
    }


@pytest.mark.parametrize("seed", range(6))
def test_a_return_has_the_figures_of_its_extract(tmp_path: Path, seed: int) -> None:
    told = Told(seed)
    extract = snapshot_of(tmp_path / "extract", as_at=date(2019, 3, 31), **told.extract)
    folders = years(tmp_path, **{f"y{year}": files for year, files in told.returns.items()})
    random.Random(seed).shuffle(folders)
    returned, result = taken(tmp_path / "returns", *folders)
    assert not {one.check for one in result.findings if "episode" in one.check}
    expected = figures(tmp_path / "extract", extract)
    assert figures(tmp_path / "returns", returned) == expected
    assert {indicator for indicator, _, _ in expected} >= set(INDICATORS) - {"cla_s20_count", "ni63_long_term_stability_pct"}
