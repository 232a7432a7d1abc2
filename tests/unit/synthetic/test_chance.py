"""Chance by table: right shares, right ranges, no surprises at the ends."""

from random import Random

from inloco.analytics.synthetic.chance import LAG, Choice, Spread


def test_a_choice_keeps_its_shares():
    rng = Random(5)
    choice = Choice({"often": 3, "seldom": 1})
    found = [choice.of(rng) for _ in range(4000)]
    assert 0.72 < found.count("often") / len(found) < 0.78


def test_a_choice_never_gives_what_weighs_nothing():
    rng = Random(5)
    assert {Choice({"never": 0, "always": 1}).of(rng) for _ in range(500)} == {"always"}


def test_a_spread_has_its_quantiles():
    rng = Random(5)
    found = sorted(Spread(0, 10, 100).of(rng) for _ in range(4000))
    assert found[0] >= 0
    assert found[-1] <= 100
    assert 9 <= found[2000] <= 12


def test_most_is_entered_within_ten_days_and_nothing_after_sixty():
    rng = Random(5)
    lags = [LAG.of(rng) for _ in range(4000)]
    assert max(lags) <= 60
    assert sum(lag <= 10 for lag in lags) / len(lags) > 0.8
    assert any(lag > 30 for lag in lags)
