"""Figures of chosen areas are those of all areas with the others left out."""

from inloco.analytics import engine
from inloco.analytics.periods import parse_period
from tests.spec.county import County


def test_chosen_places_have_the_same_figures(tmp_path):
    county = County(tmp_path)
    county.child("Amara").looked_after("2018-01-10").team("T1", "2018-01-10")
    county.child("Bela").looked_after("2018-01-10", "2019-08-02", status="V2").team("T3", "2018-01-10")
    snapshot, reference = county.freeze()
    periods = [parse_period("2019-07"), parse_period("2019-08")]
    for by in (None, "sex"):
        every = engine.compute(snapshot, reference, county.settings, periods=periods, by=by)
        chosen = engine.compute(snapshot, reference, county.settings, periods=periods, by=by, places={"north", "T3"})
        assert chosen == [one for one in every if one.area in ("north", "T3")]
        assert any(one.numerator for one in chosen)
