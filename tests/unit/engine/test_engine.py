"""The engine: what it prints where there is nothing, whose order, and what it refuses."""

import pytest

from inloco.analytics import behind, engine
from inloco.analytics.areas import UNALLOCATED, Area, AreaKind, AreaTree, with_unallocated
from inloco.analytics.errors import WrongUsage
from inloco.analytics.facts.build import area_of
from inloco.analytics.figure import Unit
from inloco.analytics.indicators import CATALOGUE
from inloco.analytics.periods import parse_period
from tests.spec.county import County


@pytest.fixture
def county(tmp_path):
    county = County(tmp_path)
    county.child("Amara", sex="F").looked_after("2018-01-10").team("T1", "2018-01-10")
    county.child("Bela", sex="M").looked_after("2018-01-10", "2019-08-02", status="V2").team("T2", "2018-01-10")
    return county


def test_whole_catalogue_in_its_own_order_with_integers_only(county):
    snapshot, reference = county.freeze()
    figures = engine.compute(snapshot, reference, county.settings, periods=[parse_period("2019-08"), parse_period("2019-07")])
    assert list(dict.fromkeys(figure.indicator for figure in figures)) == list(CATALOGUE)
    for figure in figures:
        assert type(figure.numerator) in (int, type(None))
        assert (figure.value is None) == (figure.numerator is None or (figure.unit is not Unit.COUNT and not figure.denominator))
    first = [figure for figure in figures if figure.indicator == "cla_count"]
    assert [(figure.area, str(figure.period)) for figure in first[:4]] == [
        ("county", "2019-07"), ("county", "2019-08"), ("north", "2019-07"), ("north", "2019-08"),
    ]  # fmt: skip
    assert first[-1].area == UNALLOCATED


def test_figures_and_children_are_the_same_rows(county, tmp_path):
    snapshot, reference = county.freeze()
    periods = [parse_period(period) for period in ("2019-07", "2019-08", "2019/20")]
    kept = {}

    def keep(grain):
        kept[grain.name] = tmp_path / f"{grain.name}.parquet"
        return kept[grain.name]

    for figure in engine.compute(snapshot, reference, county.settings, None, periods, keep=keep):
        indicator = CATALOGUE[figure.indicator]
        if indicator.unit is Unit.RATE or indicator.breakdown or indicator.of or indicator.per_month:
            continue  # these divide by something other than rows
        if figure.area != "county" or figure.numerator is None:
            continue
        rows = behind.children(snapshot, reference, county.settings, indicator.id, figure.period, file=kept[indicator.grain])
        states = [one.state for one in rows]
        assert states.count("met") == figure.numerator, indicator.id
        if figure.denominator is not None:
            assert states.count("met") + states.count("not_met") == figure.denominator, indicator.id


def test_children_of_an_area(county):
    assert county.states("cla_count", "2019-07", area="T1") == {"Amara": "met"}
    assert county.states("cla_count", "2019-07", area="north") == {"Amara": "met", "Bela": "met"}
    with pytest.raises(WrongUsage, match="no area"):
        county.states("cla_count", area="T9")


def test_an_unknown_dimension_has_near_matches(county):
    with pytest.raises(WrongUsage, match="Perhaps ethnicity"):
        county.figures("cla_count", by="ethnic")


def test_areas_stand_under_each_other_and_comparators_last():
    tree = with_unallocated(
        AreaTree(
            [
                Area("B", "Beech", AreaKind.TEAM, "top"),
                Area("England", "England", AreaKind.COMPARATOR),
                Area("a", "Alder", AreaKind.LOCALITY, "top"),
                Area("a1", "Ash", AreaKind.TEAM, "a"),
                Area("top", "Wealdshire", AreaKind.AUTHORITY),
            ]
        )
    )
    assert [area.id for area in tree] == ["top", "a", "a1", "B", UNALLOCATED, "England"]
    assert tree.ancestors(UNALLOCATED) == [UNALLOCATED, "top"]


def test_departments_that_point_at_each_other_end():
    assert area_of("x", AreaTree([]), {"x": ("X", "y"), "y": ("Y", "x")}) is None


def test_due_days_outside_the_years_of_known_bank_holidays_are_refused(tmp_path):
    late = County(tmp_path, as_at="2031-03-31")
    late.child("Amara", born="2025-01-10").looked_after("2030-01-10")
    assert late.of("cla_count", "2030-12") == "1"
    with pytest.raises(WrongUsage, match="Bank holidays are held from 2005 to 2030"):
        late.figures("ni66_cla_reviews_in_time_pct", "2031-01")
