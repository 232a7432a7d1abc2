"""The rules against annotated examples: each planted contradiction and each trap of the development set, and what the held-out
set must at least reach."""

from __future__ import annotations

from collections import Counter

import pytest

from inloco.documents.contradictions import RULES
from tests.documents.contradictions.marked import REPORTS, SETS, Example, examples, found_in, score


@pytest.mark.parametrize("example", examples("development"), ids=lambda one: one.id)
def test_development(example: Example) -> None:
    found = found_in(example)
    for rule, line in example.planted:
        assert any(one.rule == rule and any(abs(line - at) <= 1 for at in (one.line, *one.other_lines)) for one in found), rule
    assert len(found) == len(example.planted), [f"{one.rule}@{one.line}: {one.message}" for one in found]


def test_held_out_precision_and_recall() -> None:
    found, planted = score("held_out").recall()
    right, reported = score("held_out").precision()
    assert right / reported >= 0.95, score("held_out").complaints
    assert found / planted >= 0.9, score("held_out").complaints


def test_whole_reports_cry_no_wolf() -> None:
    right, reported = score(REPORTS).precision()
    found, planted = score(REPORTS).recall()
    assert right == reported, score(REPORTS).complaints
    assert found / planted >= 0.7, score(REPORTS).complaints
    assert len([one for one in examples(REPORTS) if not one.planted]) >= 10


def test_there_are_enough_examples_of_both_kinds() -> None:
    planted = [one for name in SETS for one in examples(name) if one.planted]
    clean = [one for name in SETS for one in examples(name) if not one.planted]
    assert len(planted) >= 120
    assert len(clean) >= len(planted) * 0.8
    assert {rule for one in planted for rule, _ in one.planted} == set(RULES)
    assert not [id for id, times in Counter(one.id for name in SETS for one in examples(name)).items() if times > 1]
