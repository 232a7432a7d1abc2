"""Engine and plain reference agree on the rest of the catalogue too: two tests compare every indicator of children."""

from __future__ import annotations

from collections import defaultdict

from hypothesis import given

from inloco.analytics.areas import UNALLOCATED
from inloco.analytics.figure import Figure, Unit
from inloco.analytics.indicators import CATALOGUE, OF_CHILDREN
from inloco.analytics.periods import Period

from .counties import AS_AT, Tables
from .examples import examples
from .full_counties import full_counties
from .full_reference import FullWorld
from .test_engine_agrees import BREAKDOWNS, LEAVES, PLAIN, computed

OTHERS = [id for id in OF_CHILDREN if id not in PLAIN and id not in BREAKDOWNS]
TODAY_ONLY = {"care_leavers_homeless_count", "staying_put_count", "care_leavers_pathway_plan_current_pct"}


@given(tables=full_counties())
@examples
def test_the_other_figures_agree_and_their_parts_sum(tables: Tables) -> None:
    world = FullWorld(tables, AS_AT)
    figures = computed(tables, OTHERS)
    different = [said for figure in figures if (said := disagreement(world, figure))]
    assert not different, "\n".join(different[:20])
    sums: dict[tuple[str, str, Period], int] = defaultdict(int)
    for figure in figures:
        sums[figure.indicator, figure.area, figure.period] += figure.numerator or 0
    for (id_, area, period), whole in sums.items():
        if area == "county":
            assert whole == sum(sums[id_, part, period] for part in ("north", "T3", UNALLOCATED)), f"{id_} {period}"


def disagreement(world: FullWorld, figure: Figure) -> str:
    """What the two say where they differ."""
    period = figure.period
    if figure.numerator is None:
        expected = figure.indicator in TODAY_ONLY and period.end != AS_AT
        return "" if expected else f"{figure.indicator} {figure.area} {period} is not computed"
    met, of = world.count(figure.indicator, period.start, period.end, LEAVES[figure.area])
    is_parted = figure.unit is not Unit.COUNT and not CATALOGUE[figure.indicator].per_month
    mine, engines = ((met, of), (figure.numerator, figure.denominator)) if is_parted else ((met,), (figure.numerator,))
    return "" if mine == engines else f"{figure.indicator} {figure.area} {period}: engine {engines}, reference {mine}"


def test_every_indicator_of_the_catalogue_is_compared() -> None:
    assert {*PLAIN, *BREAKDOWNS, *OTHERS} == set(OF_CHILDREN)
    assert not set(PLAIN) & BREAKDOWNS
