"""The rules speak where a careful project manager would, and nowhere else: over annotated examples and a real plan."""

from __future__ import annotations

import dataclasses
from datetime import date
from itertools import pairwise

import pytest

from inloco.analytics.findings import Severity
from inloco.plans.reading import SheetView, read_plan
from inloco.plans.reading.owners import read_owners
from inloco.plans.rules import RULES, Disagreement, Measure, lint
from inloco.plans.rules.reading import material_of
from tests.shared import shared_file
from tests.unit.plans import examples
from tests.unit.plans.examples import EXAMPLES, material

CONTRACT = [
    "past_due_not_red",
    "past_due_green",
    "complete_not_blue",
    "blue_open_work",
    "no_brag",
    "no_date",
    "unreadable_date",
    "impossible_date",
    "dragged_year",
    "no_owner",
    "several_owners",
    "owner_not_a_person",
    "same_activity_twice",
    "pasted_update",
    "stale_update",
    "no_update",
    "no_metric",
    "metric_wrong_way",
    "target_reached",
    "target_differs",
    "current_without_date",
    "duplicate_ref",
    "view_brag_differs",
    "view_date_differs",
    "stray_remark",
    "working_note_left_in",
    "text_cut_off",
    "follow_on_unlinked",
    "evidence_missing",
    "brag_better_than_evidence",
    "named_person",
    "update_in_measure",
]
OF_VIEWS = {"target_differs", "view_brag_differs", "view_date_differs"}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_what_is_found_is_what_a_project_manager_would_find(example):
    assert {finding.rule for finding in lint(material(example))} == example.found


def test_the_contract_names_every_rule_and_every_rule_has_an_example():
    assert sorted(RULES) == sorted(CONTRACT)
    assert set().union(*(example.found for example in EXAMPLES)) | OF_VIEWS == set(RULES)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_a_rule_says_what_it_finds_and_what_to_do(rule):
    assert rule.what.endswith(".")
    assert rule.action.endswith(".")
    assert rule.severity in Severity


@pytest.mark.parametrize(
    ("rule", "field", "stands", "other"),
    [
        ("target_differs", "target", "10", "13"),
        ("view_brag_differs", "brag", "Amber", "Red"),
        ("view_date_differs", "timescale", "31/12/26", "30/09/26"),
    ],
)
def test_views_that_disagree_are_one_finding_an_action(rule, field, stands, other):
    plan = material(examples.one("two views"))
    said = [Disagreement(None, "1", "1", field, SheetView.LIVE, stands, SheetView.METRICS, ref, other) for ref in ("1a", "1b")]
    found = [one for one in lint(dataclasses.replace(plan, disagreements=tuple(said))) if one.rule == rule]
    assert [(one.view, one.objective, one.ref) for one in found] == [("live", "1", "1")]
    for words in (stands, other, "1/1a", "1/1b"):
        assert words in found[0].evidence


def test_findings_about_several_name_the_first_and_list_all():
    plan = material(
        examples.several(
            "two", "", {"metric": "", "current": "", "target": ""}, examples.OTHER | {"metric": "", "current": "", "target": ""}
        )
    )
    found = next(one for one in lint(plan) if one.rule == "no_metric")
    assert (found.ref, found.evidence) == ("1", "live 1/1, live 1/2")


def test_the_gravest_come_first():
    plan = material(
        examples.one(
            "much is wrong", brag="", timescale="31/06/26", responsible="", metric="", current="", target="", progress=""
        )
    )
    found = lint(plan)
    order = list(Severity)
    assert all(order.index(one.severity) <= order.index(other.severity) for one, other in pairwise(found))
    assert {one.rule for one in found} == {"no_brag", "impossible_date", "no_owner", "no_update", "no_metric"}


def test_a_finding_is_known_again_by_its_proof():
    first, again, changed = (lint(material(examples.one("x", timescale=day)))[0] for day in ("01/02/26", "01/02/26", "02/02/26"))
    assert first.proof == again.proof != changed.proof


def test_an_account_answers_the_question_who():
    plan = material(examples.one("a department", responsible="Commissioning"))
    named = dataclasses.replace(plan, items=tuple(dataclasses.replace(one, has_person=True) for one in plan.items))
    assert [one.rule for one in lint(plan)] == ["owner_not_a_person"]
    assert lint(named) == []


def test_a_link_and_evidence_answer_theirs():
    plan = material(examples.one("follows", progress="18.02.26 - Carried over from action 12.", brag="Blue", evidence=""))
    assert {one.rule for one in lint(plan)} == {"follow_on_unlinked", "evidence_missing"}
    answered = dataclasses.replace(
        plan, items=tuple(dataclasses.replace(one, is_linked=True, is_evidenced=True) for one in plan.items)
    )
    assert lint(answered) == []


def test_a_live_figure_needs_no_date_written_by_hand():
    plan = material(examples.one("bound", metric="", current="", target=""))
    live = Measure(SheetView.LIVE, "1", "", "112", "", is_live=True)
    bound = dataclasses.replace(plan, items=tuple(dataclasses.replace(one, measures=(live,)) for one in plan.items))
    assert lint(bound) == []


@pytest.mark.parametrize(
    ("words", "people", "is_post"),
    [
        ("Ines Calloway", ("Ines Calloway",), False),
        ("I. Calloway – Head of Placements", ("I. Calloway",), False),
        ("Ines Calloway Head of Service Tobiah Renshaw Commissioner", ("Ines Calloway", "Tobiah Renshaw"), False),
        ("Head of Service Safeguarding – Ines Calloway", ("Ines Calloway",), False),
        ("Siobhán Ní Bhriain", ("Siobhán Ní Bhriain",), False),
        ("Virtual School Headteacher", (), True),
        ("Strategic Lead for Participation", (), True),
        ("Strategic Lead for Participation Leaving Care Development Officer", (), False),
        ("Northmere NHS Foundation Trust", (), False),
        ("Brackwater Coastal Trust", (), False),
        ("Ines Calloway, Brackwater Council", ("Ines Calloway",), False),
        ("LCC", (), False),
        ("", (), False),
    ],
)
def test_who_is_named(words, people, is_post):
    read = read_owners(words)
    assert (read.people, read.is_post) == (people, is_post)


def test_a_real_plan_has_its_true_faults():
    read = read_plan(shared_file("data/delivery-plan-2019-09.xlsx"))
    found = lint(material_of(read, as_at=date(2019, 9, 17), fresh_days=42))
    where = {(one.rule, one.view, one.objective, one.ref) for one in found}
    assert {
        ("impossible_date", "ongoing", "1", "8c"),
        ("dragged_year", "metrics", "6", "2b1"),
        ("duplicate_ref", "ongoing", "1", "5a5"),
        ("target_differs", "live", "5", "2b"),
        ("view_brag_differs", "live", "2", "5a-c"),
        ("view_brag_differs", "live", "7", "1"),
        ("view_date_differs", "live", "1", "1"),
        ("no_brag", "live", "5", "1c-d"),
        ("past_due_green", "live", "2", "14a"),
        ("past_due_not_red", "live", "2", "14f"),
        ("metric_wrong_way", "live", "2", "7b-d"),
        ("working_note_left_in", "live", "5", ""),
        ("stray_remark", "live", "5", ""),
        ("text_cut_off", "live", "2", "14f"),
        ("blue_open_work", "closed", "2", "13c"),
        ("follow_on_unlinked", "live", "1", "12a"),
        ("unreadable_date", "live", "7", "5"),
        ("unreadable_date", "live", "1", "12a"),
        ("follow_on_unlinked", "live", "3", "13c"),
        ("text_cut_off", "live", "3", "14"),
        ("pasted_update", "live", "1", "14"),
        ("blue_open_work", "closed", "5", "1b"),
    } <= where
    assert {one.rule for one in found} == set(RULES)
    assert ("complete_not_blue", "live", "5", "5") not in where
    assert ("complete_not_blue", "live", "5", "12") not in where
    assert len(found) < 240


def test_a_name_in_an_objectives_title_is_named_once_for_all_its_words():
    plan = material(examples.one("clean"))
    titled = dataclasses.replace(plan, headings=(("1", "Heard by Mrs Ferrers and Samir Tobermory"), ("2", "Dr Marlow’s aims")))
    found = lint(titled)
    assert [(one.rule, one.objective, one.ref) for one in found] == [("named_person", "1", "")]
    assert "Mrs Ferrers, Samir Tobermory" in found[0].evidence
