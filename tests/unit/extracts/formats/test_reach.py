"""How far each format reaches is decided for every indicator of children: none is forgotten, and none is given by accident."""

from __future__ import annotations

import csv
from collections import Counter
from importlib.resources import files

import pytest

from inloco.analytics.extracts.formats.ssda903.conversion import GIVEN_BY
from inloco.analytics.facts.grain import DIMENSIONS
from inloco.analytics.indicators import CATALOGUE, OF_CHILDREN
from inloco.analytics.reach import GROUPS, LOOKS_BACK, ONLY_AT_YEAR_END, UNTOLD, out_of_reach, reaches

RETURNED = {
    "cla_count", "cla_rate", "cla_started_count", "cla_ceased_count", "ni66_cla_reviews_in_time_pct", "cla_reviews_in_time_pct",
    "cla_reviews_held_count", "cla_review_participation_pct", "cla_reviews_late_count", "cla_review_no_participation_count",
    "ni62_three_plus_placements_pct", "ni63_long_term_stability_pct", "cla_legal_status_count", "cla_legal_status_pct",
    "cla_s20_count", "cla_foster_count", "cla_foster_pct", "cla_residential_pct", "cla_residential_count",
    "cla_other_community_pct", "cla_placed_with_parents_pct", "cla_prospective_adopters_count", "sgo_granted_count",
    "cla_alternative_family_pct", "home_placements_count", "home_placements_fco_count", "home_placements_ico_count",
    "cla_16_17_residential_count", "missing_episodes_count", "immunisations_up_to_date_pct", "sdq_completed_pct",
    "sdq_average_score", "cla_annual_change_pct", "cla_repeat_episodes_pct", "ico_home_ceased_cla_count",
    "fco_home_ceased_cla_count", "reunified_stay_home_count", "cla_convicted_pct",
}  # fmt: skip
"""What an SSDA903 return with all its files gives, once it goes back far enough."""


@pytest.mark.parametrize("kind", ["annexa", "cin_census"])
def test_every_indicator_is_decided_for_a_partial_format(kind: str) -> None:
    named = Counter([*reaches()[kind], *out_of_reach()[kind]])
    assert named == Counter(list(OF_CHILDREN))


def test_a_row_says_how_far_or_why_not() -> None:
    text = files("inloco.analytics.schema").joinpath("reach.csv").read_text(encoding="utf-8")
    wrong = [
        row
        for row in csv.DictReader(text.splitlines())
        if bool(row["months"]) == bool(row["why_not"]) or bool(row["months"]) != (row["by_area"] in ("yes", "no"))
    ]
    assert wrong == []


def test_a_return_gives_what_its_tables_tell() -> None:
    given = {id for id, one in CATALOGUE.items() if set(one.tables) <= set(GIVEN_BY)} - set(UNTOLD["ssda903"])
    assert given == RETURNED


def test_groups_and_look_backs_are_known() -> None:
    assert set().union(*GROUPS.values()) <= set(DIMENSIONS)
    assert set(LOOKS_BACK).union(UNTOLD["ssda903"], ONLY_AT_YEAR_END["ssda903"]) <= set(CATALOGUE)
