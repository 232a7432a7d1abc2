"""The engine's integers are those of the plain reference, for random small counties, every area and several periods."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from hypothesis import given

from inloco.analytics import engine
from inloco.analytics.areas import UNALLOCATED
from inloco.analytics.figure import Figure, Unit
from inloco.analytics.indicators import CATALOGUE
from inloco.analytics.periods import Period, financial_year, month
from inloco.analytics.reference import reference_for
from inloco.analytics.settings import Settings
from inloco.analytics.snapshots import SnapshotStore
from tests.factories.county import snapshot_of

from .counties import AREAS, AS_AT, Tables, counties
from .examples import examples
from .reference import World

PERIODS = [financial_year(2018), month(2019, 2), month(2019, 8)]
BREAKDOWNS = {"cla_legal_status_count", "cla_legal_status_pct"}
LEAVES = {
    "county": {"T1", "T2", "T3", UNALLOCATED},
    "north": {"T1", "T2"},
    "T1": {"T1"},
    "T2": {"T2"},
    "T3": {"T3"},
    UNALLOCATED: {UNALLOCATED},
}
PLAIN = [
    "cin_plans_count", "cp_plans_count", "cla_count", "cin_plans_rate", "cp_plans_rate", "cla_rate", "cla_started_count",
    "cla_ceased_count", "cla_s20_count", "health_assessment_up_to_date_pct", "dental_up_to_date_pct", "care_leavers_count",
    "care_leavers_suitable_accom_pct", "care_leavers_eet_pct", "care_leavers_neet_pct", "care_leavers_in_touch_pct",
    "ni66_cla_reviews_in_time_pct", "cla_reviews_in_time_pct", "cla_reviews_held_count", "cla_review_participation_pct",
    "ni62_three_plus_placements_pct", "ni63_long_term_stability_pct", "cla_foster_count", "cla_foster_pct", "cla_residential_pct",
    "cla_residential_count", "cla_other_community_pct", "cla_placed_with_parents_pct", "cla_prospective_adopters_count",
]  # fmt: skip


def computed(tables: Tables, ids: list[str]) -> list[Figure]:
    rows: dict[str, Any] = {
        **tables,
        "areas": AREAS,
        "population": [{"area": "county", "from_on": "2010-01-01", "under_18": 9_000}],
    }
    with tempfile.TemporaryDirectory() as folder:
        snapshot = snapshot_of(Path(folder), as_at=AS_AT, **rows)
        reference = reference_for(SnapshotStore(Path(folder)), snapshot)
        return engine.compute(snapshot, reference, Settings(), ids, PERIODS)


@given(tables=counties())
@examples
def test_every_figure_agrees_and_parts_sum_to_the_whole(tables: Tables) -> None:
    world = World(tables, AS_AT)
    figures = computed(tables, [*PLAIN, *BREAKDOWNS])
    different = [said for figure in figures if (said := disagreement(world, figure))]
    assert not different, "\n".join(different)
    sums: dict[tuple[str, str, Period], int] = defaultdict(int)
    for figure in figures:
        if figure.numerator is not None and figure.unit is not Unit.RATE:
            sums[figure.indicator, figure.area, figure.period] += figure.numerator
    for (id_, area, period), whole in sums.items():
        if area == "county":
            assert whole == sum(sums[id_, part, period] for part in ("north", "T3", UNALLOCATED)), f"{id_} {period}"
            assert sums[id_, "north", period] == sum(sums[id_, part, period] for part in ("T1", "T2")), f"{id_} {period}"
    for area, period in {(figure.area, figure.period) for figure in figures}:
        assert sums["cla_legal_status_pct", area, period] == sums["cla_count", area, period]


def disagreement(world: World, figure: Figure) -> str:
    """What the two say where they differ. Only a care leaver's figure may be missing, since an extract holds those of its day."""
    period, areas = figure.period, LEAVES[figure.area]
    if figure.numerator is None:
        expected = figure.indicator.startswith("care_leavers_") and period.end != AS_AT
        return "" if expected else f"{figure.indicator} {figure.area} {period} is not computed"
    if figure.indicator in BREAKDOWNS:
        mine: object = world.groups(figure.indicator, period.end, areas).get(figure.group, 0)
        engines: object = figure.numerator
    else:
        id_ = figure.indicator.removesuffix("_rate") + "_count" if figure.unit is Unit.RATE else figure.indicator
        met, of = world.figure(id_, period.start, period.end, areas)
        mine = (met, of) if figure.unit is Unit.PERCENT else met
        engines = (figure.numerator, figure.denominator) if figure.unit is Unit.PERCENT else figure.numerator
    return (
        "" if mine == engines else f"{figure.indicator} {figure.group} {figure.area} {period}: engine {engines}, reference {mine}"
    )


def test_the_indicators_compared_are_those_of_the_catalogue() -> None:
    assert set(PLAIN) | BREAKDOWNS <= set(CATALOGUE)
