"""Which rows are one action, said on the command line: shown by a check, read from a file, remembered for the next edition."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from inloco.cli.plan import plan as command
from inloco.plans.models import Plan
from tests.unit.plans import books

pytestmark = pytest.mark.django_db
APART, JOIN = ["Metrics", 5], [["Metrics", 7], ["Live plan", 7]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "plan.xlsx"
    made.write_bytes(books.workbook())
    return made


def run(*words: object) -> Result:
    return CliRunner().invoke(command, ["import", *map(str, words)], standalone_mode=False)


def said(answer: Result) -> dict[str, Any]:
    assert answer.exception is None, answer.exception
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


def test_a_check_says_which_rows_are_one_action_and_which_may_be(file: Path) -> None:
    found = said(run(file, "--check", "--format", "json"))
    assert found["decisions"] == {"left_out": [], "apart": [], "joined": []}
    same = found["same"][1]
    assert (same["sheet"], same["row"], same["ref"]) == ("Live plan", 6, "2a-c")
    assert [one["row"] for one in same["rows"]] == [5, 6]
    printed = run(file, "--check").stdout
    assert "One action, several rows (2); --decisions FILE says what is not so:" in printed
    assert "1/2a-c (Live plan, row 6): also 1/2a (Metrics, row 5), 1/2b (Metrics, row 6)" in printed
    assert not Plan.objects.exists()


def test_a_file_decides_and_the_next_edition_remembers(file: Path, tmp_path: Path) -> None:
    given = tmp_path / "decisions.json"
    given.write_text(json.dumps({"decisions": {"apart": [APART], "joined": [JOIN]}}))
    found = said(run(file, "--decisions", given, "--format", "json"))
    plan = Plan.objects.get()
    assert [line.ref for line in plan.actions.get(objective__number="1", ref="3 b").lines.all()] == ["9"]
    assert plan.actions.filter(objective__number="1", ref="2a").exists()
    actions = plan.actions.count()
    assert found["decisions"] == {"left_out": [], "apart": [APART], "joined": [JOIN]}
    again = said(run(file, "--format", "json"))
    assert again["decisions"] == found["decisions"], "what was decided holds for the next edition"
    assert plan.actions.count() == actions
    assert "2 decided by a person." in run(file).stdout


def test_only_a_row_left_out_makes_the_same_file_another_edition(file: Path, tmp_path: Path) -> None:
    run(file)
    given = tmp_path / "decisions.json"
    given.write_text(json.dumps({"left_out": [["Closed actions", 4]]}))
    printed = run(file, "--decisions", given).stdout
    assert "1 row left out: Closed actions, row 4." in printed
    assert "Not in this edition, and still in the plan (1):" in printed
    assert "Taken as edition 2" in printed
    assert "edition 2 of" in run(file).stdout, "the same file, decided the same, is no third edition"
    given.write_text("{}")
    found = said(run(file, "--decisions", given, "--format", "json"))
    assert (found["edition"], found["decided_otherwise"]) == (3, ["1 row not left out any more: Closed actions, row 4."])


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("not json", "not JSON"),
        ('{"apart": {}}', "lists under"),
        ('{"split": []}', "nothing else"),
        ('{"no_history": "yes"}', "true or false"),
        ('{"apart": ["Metrics, 5"]}', "A row is written as"),
        ('{"apart": [["Metrics", 500]]}', "has no row 500"),
        ('{"joined": [["Metrics", 7, "Live plan"]]}', "list of pairs"),
        (None, "cannot be read"),
    ],
)
def test_a_file_that_decides_nothing_is_refused(file: Path, tmp_path: Path, written: str | None, why: str) -> None:
    given = tmp_path / "decisions.json"
    if written is not None:
        given.write_text(written)
    answer = run(file, "--decisions", given)
    assert why in str(answer.exception)
    assert getattr(answer.exception, "exit_code", None) == 2
    assert not Plan.objects.exists()


def test_two_rows_of_one_sheet_are_refused_here_too(file: Path, tmp_path: Path) -> None:
    given = tmp_path / "decisions.json"
    given.write_text(json.dumps({"joined": [[["Live plan", 5], ["Live plan", 6]]]}))
    answer = run(file, "--decisions", given)
    assert "stay two actions" in str(answer.exception)
    assert not Plan.objects.exists()
