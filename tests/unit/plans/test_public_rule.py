"""What everybody reads of an action: each rule that a council can choose, over every BRAG and every position of the date."""

from __future__ import annotations

from pathlib import Path

import pytest

from inloco.analytics.errors import InputRefused
from inloco.analytics.settings import FILE, Settings
from inloco.plans.judgement import PUBLIC_RULES, DatePosition, public_rag
from inloco.plans.words import Brag

OVERDUE = {
    "overdue_is_red": {"Blue": "Blue", "Red": "Red", "Amber": "Red", "Green": "Red", "": "Red"},
    "overdue_is_amber": {"Blue": "Blue", "Red": "Red", "Amber": "Amber", "Green": "Amber", "": "Amber"},
    "owner": {"Blue": "Blue", "Red": "Red", "Amber": "Amber", "Green": "Green", "": "Green"},
}


@pytest.mark.parametrize("rule", OVERDUE)
@pytest.mark.parametrize("position", DatePosition)
def test_each_rule_judges_only_what_is_past_its_end(rule, position):
    found = {brag: public_rag(brag, position, rule=rule) for brag in (*map(str, Brag), "")}
    assert found == OVERDUE[rule if position is DatePosition.OVERDUE else "owner"]


def test_every_rule_has_its_sentence_and_can_be_chosen(tmp_path):
    assert PUBLIC_RULES.keys() == OVERDUE.keys()
    assert Settings().plan_public_rule == "overdue_is_red"
    for rule in OVERDUE:
        assert _chosen(tmp_path, rule).plan_public_rule == rule


def test_another_rule_is_refused_with_those_that_there_are(tmp_path):
    with pytest.raises(InputRefused, match="public_rule") as refused:
        _chosen(tmp_path, "green")
    assert all(f'"{rule}"' in str(refused.value) for rule in OVERDUE)


def _chosen(folder: Path, rule: str) -> Settings:
    (folder / FILE).write_text(f'[plans]\npublic_rule = "{rule}"\n', encoding="utf-8")
    return Settings.read(folder)
