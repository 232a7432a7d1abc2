"""Files become records, whole or not at all; a later edition changes what it says differently, and what stood before is kept."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest

from inloco.accounts.models import User
from inloco.analytics.errors import InputRefused, NotAllowed
from inloco.analytics.settings import Settings
from inloco.cli import main
from inloco.plans.actions.importing import take
from inloco.plans.editions import compare
from inloco.plans.exports import COLUMNS, PUBLIC_COLUMNS, ExportView, public_rows, rows
from inloco.plans.linting import keep_count, lint_plan
from inloco.plans.models import Action, BragMark, DateChange, Edition, LintCount, LintWaiver, Plan, ProgressNote, SourceRow
from inloco.plans.reading import read_plan
from inloco.plans.states import AskState
from inloco.plans.words import Origin, View
from tests.shared import shared_file
from tests.unit.plans import books

pytestmark = pytest.mark.django_db
AS_AT = date(2025, 9, 17)


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    assert isinstance(ended.value.code, int)
    return ended.value.code


@pytest.fixture
def taken():
    return take(read=read_plan(books.workbook(), name="plan.xlsx"), by=None)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "Plan.xlsx"
    path.write_bytes(books.workbook())
    return path


def exported(plan, view):
    return [(row.objective, row.ref) for row in rows(plan, view, as_at=AS_AT, settings=Settings())]


def changed(**others):
    """A later edition: the first action says something else."""
    sheets = {name: [list(row) for row in sheet] for name, sheet in books.SHEETS.items()}
    first = sheets["Live plan"][2]
    for name, value in others.items():
        first[books.FIELDS.index(name)] = value
    return sheets


def later(sheets):
    return read_plan(books.workbook(sheets), name="later.xlsx")


def test_a_fresh_import_exports_each_sheet_again_row_for_row(taken):
    assert exported(taken.plan, ExportView.LIVE) == [("1", "1"), ("1", "2a-c"), ("1", "3 b"), ("2", "1")]
    assert exported(taken.plan, ExportView.METRICS) == [("1", "1"), ("1", "2a"), ("1", "2b"), ("1", "9")]
    assert exported(taken.plan, ExportView.CLOSED) == [("1", "4.")]
    assert exported(taken.plan, ExportView.ONGOING) == []


def test_a_row_of_the_metrics_view_has_its_own_figures_and_its_actions_date_and_brag(taken):
    row = rows(taken.plan, ExportView.METRICS, as_at=AS_AT, settings=Settings())[0]
    assert (row.current, row.target, row.metric) == ("52 30/06/25", "150", "Cards returned")
    assert (row.timescale, row.due, row.brag) == ("31/12/25", date(2025, 12, 31), "Green")


def test_every_row_of_the_file_is_kept_with_how_it_was_taken(taken):
    kept = SourceRow.objects.filter(edition=taken.edition)
    assert kept.count() == sum(2 + len(sheet) for sheet in books.SHEETS.values())
    line = kept.get(sheet="Metrics", row=5)
    assert (line.kind, line.action.ref, line.line.ref) == ("metric line", "2a-c", "2a")
    assert (
        taken.edition.report["differences"][0]["action"] == Action.objects.get(plan=taken.plan, ref="1", objective__number="1").pk
    )


def test_words_and_what_was_read_stand_side_by_side(taken):
    action = Action.objects.get(plan=taken.plan, ref="2a-c")
    assert (action.timescale, action.due_on, action.baseline_due_on, action.due_precision) == (
        "Jul-25",
        date(2025, 7, 31),
        date(2025, 7, 31),
        "month",
    )
    assert (action.brag, action.brag_by, action.accountable, action.accountable_name) == ("Amber", None, None, "")
    mark = BragMark.objects.get(action=action)
    assert (mark.was, mark.brag, mark.origin) == ("", "Amber", Origin.IMPORT)
    first = Action.objects.get(plan=taken.plan, ref="1", objective__number="1")
    assert first.accountable_name == "Ottoline Marsh"
    assert ProgressNote.objects.get(action=first).on == date(2025, 6, 2)


def test_one_person_named_who_has_an_account_is_accountable():
    person = User.objects.create_user("idris@council.example", "Idris Penhale")
    plan = take(read=read_plan(books.workbook(), name="plan.xlsx"), by=None).plan
    assert {one.ref for one in Action.objects.filter(plan=plan, accountable=person)} == {"3 b", "1"}


def test_the_same_edition_again_changes_nothing(taken):
    again = take(read=read_plan(books.document(), name="plan.docx"), by=None)
    assert again.plan == taken.plan
    assert (again.edition.number, again.is_again) == (2, False)
    assert again.comparison.is_empty
    assert BragMark.objects.count() == Action.objects.count()
    assert not DateChange.objects.exists()
    assert set(Action.objects.values_list("version", flat=True)) == {1}


def test_the_same_file_again_is_no_edition(file):
    read = read_plan(file)
    first = take(read=read, by=None)
    again = take(read=read, by=None)
    assert (again.edition, again.is_again, Edition.objects.count()) == (first.edition, True, 1)
    Action.objects.filter(plan=first.plan, ref="3 b").update(brag="Red")
    back = take(read=read, by=None)
    assert (back.edition.number, back.is_again) == (2, False)
    assert [(one.ref, one.field, one.old, one.new) for one in back.comparison.changes] == [("3 b", "brag", "Red", "Green")]
    decided = take(read=read, remember={"apart": [["live", "1", "1"]], "joined": []}, by=None)
    assert (decided.edition.number, decided.is_again) == (3, False)


def test_a_later_edition_shows_and_keeps_what_changed(taken):
    read = later(changed(timescale="31/03/26", brag="Red", progress="02.09.25 - Printer broke down."))
    assert {one.field for one in compare(read, taken.plan).changes} == {"timescale", "brag", "progress"}
    result = take(read=read, by=None)
    action = Action.objects.get(plan=taken.plan, ref="1", objective__number="1")
    assert (action.brag, action.due_on, action.baseline_due_on, action.version) == (
        "Red",
        date(2026, 3, 31),
        date(2025, 12, 31),
        2,
    )
    slip = DateChange.objects.get(action=action)
    assert (slip.old_timescale, slip.new_timescale, slip.state, slip.edition, slip.slip) == (
        "31/12/25",
        "31/03/26",
        AskState.AGREED,
        result.edition,
        90,
    )
    assert [mark.brag for mark in BragMark.objects.filter(action=action)] == ["Green", "Red"]
    assert ProgressNote.objects.filter(action=action).count() == 2
    row = rows(taken.plan, ExportView.LIVE, as_at=AS_AT, settings=Settings())[0]
    assert row.progress == "02.09.25 - Printer broke down."


def test_an_action_that_an_edition_no_longer_has_stays_and_is_reported(taken):
    sheets = {**books.SHEETS, "Live plan": [row for row in books.LIVE if row[0] != "3 b"]}
    result = take(read=later(sheets), by=None)
    assert result.comparison.gone == (("1", "3 b"),)
    assert Action.objects.filter(plan=taken.plan, ref="3 b").exists()


def test_an_action_moves_to_the_closed_view_with_its_sheet(taken):
    moved = next(row for row in books.LIVE if row[0] == "3 b")
    sheets = {
        "Live plan": [row for row in books.LIVE if row is not moved],
        "Metrics": books.METRICS,
        "Closed actions": [*books.CLOSED, [*moved[:-1], "Blue"]],
    }
    take(read=later(sheets), by=None)
    action = Action.objects.get(plan=taken.plan, ref="3 b")
    assert (action.view, action.brag) == (View.CLOSED, "Blue")
    assert ("1", "3 b") not in exported(taken.plan, ExportView.LIVE)


def test_a_record_that_a_person_keeps_is_not_changed(taken):
    action = Action.objects.get(plan=taken.plan, ref="1", objective__number="1")
    take(read=later(changed(brag="Red")), by=None, keep=frozenset({action.pk}))
    action.refresh_from_db()
    assert (action.brag, action.version) == ("Green", 1)


def test_only_whoever_manages_plans_may_import():
    person = User.objects.create_user("petra@council.example", "Petra Quill")
    with pytest.raises(NotAllowed):
        take(read=read_plan(books.workbook(), name="plan.xlsx"), by=person)
    assert not Plan.objects.exists()


def test_a_plan_without_objectives_has_an_address_for_its_actions():
    flat = [books.action("1", "Ask each child", brag="Green"), books.action("2", "Tell each child", brag="Red")]
    plan = take(read=read_plan(books.comma_separated(flat), name="flat.csv"), by=None).plan
    assert [(one.number, one.title) for one in plan.objectives.all()] == [("none", "Actions without an objective")]
    assert exported(plan, ExportView.LIVE) == [("", "1"), ("", "2")]
    assert take(read=read_plan(books.comma_separated(flat), name="flat.csv"), by=None).comparison.is_empty


def test_a_row_that_cannot_be_kept_refuses_the_whole():
    sheets = {"Live": [*books.LIVE, books.action("5", "Ask again", plan_ref="4.1 " * 60, brag="Green")]}
    with pytest.raises(InputRefused, match="longer than 200"):
        take(read=later(sheets), by=None)
    assert not Plan.objects.exists()


def test_the_public_summary_has_five_columns_and_judges_the_date(taken):
    found = {(row.objective, row.ref): row.rag for row in public_rows(taken.plan, as_at=AS_AT, settings=Settings())}
    assert found == {("1", "1"): "Green", ("1", "2a-c"): "Red", ("1", "3 b"): "Green", ("2", "1"): "Green"}
    day_after = {row.ref: row.rag for row in public_rows(taken.plan, as_at=date(2025, 10, 1), settings=Settings())}
    assert day_after["3 b"] == "Red"
    owner = public_rows(taken.plan, as_at=AS_AT, settings=Settings(plan_public_rule="owner"))
    assert {row.ref: row.rag for row in owner}["2a-c"] == "Amber"


def test_waived_findings_are_shown_apart_until_what_stands_there_changes(taken):
    linted = lint_plan(taken.plan, on=AS_AT, settings=Settings())
    finding = next(one for one in linted.open if one.rule == "view_brag_differs")
    person = User.objects.create_user("petra@council.example", "Petra Quill")
    LintWaiver.objects.create(plan=taken.plan, rule=finding.rule, proof=finding.proof, reason="Agreed.", waived_by=person)
    after = lint_plan(taken.plan, on=AS_AT, settings=Settings())
    assert [one.rule for one, _ in after.waived] == ["view_brag_differs"]
    assert len(after.open) == len(linted.open) - 1
    assert finding in linted.of(finding.actions[0])
    keep_count(taken.plan, after, on=AS_AT)
    keep_count(taken.plan, after, on=AS_AT)
    count = LintCount.objects.get(plan=taken.plan)
    assert (count.waived, sum(count.counts.values())) == (1, len(after.open))


def test_a_disagreement_is_answered_once_the_record_is_changed(taken):
    action = Action.objects.get(plan=taken.plan, ref="1", objective__number="1")
    Action.objects.filter(pk=action.pk).update(brag="Red")
    found = {one.rule for one in lint_plan(taken.plan, on=AS_AT, settings=Settings()).open}
    assert "view_brag_differs" not in found
    assert "view_date_differs" in found


def test_records_and_file_are_judged_alike(taken, django_assert_max_num_queries):
    from inloco.plans.rules import lint
    from inloco.plans.rules.reading import material_of

    read = read_plan(books.workbook(), name="plan.xlsx")
    from_file = [one.as_dict() for one in lint(material_of(read, as_at=AS_AT, fresh_days=Settings().plan_fresh_days))]
    with django_assert_max_num_queries(9):
        from_records = [one.as_dict() for one in lint_plan(taken.plan, on=AS_AT, settings=Settings()).open]
    assert from_records == from_file
    assert from_file


# The command line


def test_import_answers_as_the_contract_says(file, capsys):
    assert run("plan", "import", file, "--format", "json") == 1
    answer = json.loads(capsys.readouterr().out)
    assert (answer["plan"], answer["edition"], answer["refused"]) == (books.TITLE, 1, False)
    assert answer["views"] == {"live": 4, "metrics": 4, "closed": 1}
    assert len(answer["rows"]) == sum(answer["counts"].values())
    assert {one["check"] for one in answer["findings"]} == {"metric_without_action"}
    assert {one["field"] for one in answer["differences"]} == {"brag", "timescale", "target", "current"}


def test_a_check_says_the_same_and_writes_nothing(file, capsys):
    assert run("plan", "import", file, "--check", "--as-at", "2025-09-17") == 1
    said = capsys.readouterr().out
    assert "Checked; nothing was written." in said
    assert "What the rules find on 17/09/2025: " in said
    assert "live 1/1: The BRAG differs between two sheets. [view_brag_differs]" in said
    assert run("plan", "import", file, "--check", "--as-at", "2025-09-17", "--format", "json") == 1
    rules = json.loads(capsys.readouterr().out)["rules"]
    assert list(rules[0]) == ["rule", "severity", "view", "objective", "ref", "message", "evidence"]
    assert ("past_due_not_red", "2a-c") in {(one["rule"], one["ref"]) for one in rules}
    assert not Plan.objects.exists()
    assert run("plan", "import", file, "--as-at", "2025-09-17") == 2


def test_a_plan_without_doubts_leaves_with_0(tmp_path, capsys):
    path = tmp_path / "clean.csv"
    path.write_bytes(books.comma_separated(books.LIVE[:3]))
    assert run("plan", "import", path, "--plan", "A small plan") == 0
    assert "Taken as edition 1 of “A small plan”: 1 actions." in capsys.readouterr().out
    path.write_bytes(books.comma_separated([*books.LIVE[:2], [*books.LIVE[2][:-1], "Red"]]))
    assert run("plan", "import", path, "--plan", "a small PLAN") == 0
    said = capsys.readouterr().out
    assert "1/1 brag: “Green” → “Red”" in said
    assert "Taken as edition 2" in said
    assert run("plan", "import", path, "--plan", "A small plan") == 0
    assert "This is edition 2 of “A small plan” already; nothing was changed." in capsys.readouterr().out
    path.write_bytes(books.comma_separated([*books.LIVE[:2], books.action("9", "Tell the youngest first", brag="Green")]))
    run("plan", "import", path, "--plan", "A small plan")
    said = capsys.readouterr().out
    assert "1/9: new" in said
    assert "Not in this edition, and still in the plan (1):\n  1/1\n" in said


def test_refusals_of_the_command_line(tmp_path, capsys, file):
    empty = tmp_path / "empty.xlsx"
    empty.write_bytes(b"")
    assert run("plan", "import", empty) == 3
    assert run("plan", "import", empty, "--format", "json") == 3
    answer = json.loads(capsys.readouterr().out)
    assert (answer["refused"], answer["findings"][0]["message"]) == (True, "The file is empty.")
    assert run("plan", "import", empty) == 3
    assert run("plan", "import", tmp_path / "nowhere.xlsx") == 3
    assert run("plan", "import", file, "--views", "live,nonsense") == 2
    assert run("plan", "import", file, "--plan", " ") == 2
    assert run("plan", "export", "--view", "live") == 2
    assert run("plan", "lint") == 2
    assert run("plan", "export", "--view", "nonsense") == 2
    assert run("plan", "lint", "--as-at", "31/04/2025") == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "empty.xlsx: The file is empty." in said.err
    assert not Plan.objects.exists()


def test_export_has_the_contracts_columns(file, capsys):
    run("plan", "import", file)
    capsys.readouterr()
    assert run("plan", "export", "--view", "live", "--as-at", "2025-09-17", "--format", "csv") == 0
    found = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert tuple(found[0]) == COLUMNS
    assert [(one["ref"], one["due"], one["date_position"], one["brag"]) for one in found] == [
        ("1", "2025-12-31", "not_due", "Green"),
        ("2a-c", "2025-07-31", "overdue", "Amber"),
        ("3 b", "2025-09-30", "due_this_cycle", "Green"),
        ("1", "", "no_date", "Green"),
    ]
    assert run("plan", "export", "--view", "public", "--as-at", "2025-09-17", "--format", "csv", "--plan", books.TITLE) == 0
    said = capsys.readouterr()
    assert tuple(csv.DictReader(io.StringIO(said.out)).fieldnames or ()) == PUBLIC_COLUMNS
    assert "shown as Red" in said.err
    assert run("plan", "export", "--view", "closed", "--format", "table") == 0
    assert "Choose the words of the pledge" in capsys.readouterr().out
    assert run("plan", "export", "--view", "live", "--plan", "Another") == 2


def test_lint_prints_findings_and_leaves_with_1(file, capsys):
    run("plan", "import", file)
    capsys.readouterr()
    assert run("plan", "lint", "--as-at", "2025-09-17", "--format", "json") == 1
    found = json.loads(capsys.readouterr().out)
    assert list(found[0]) == ["rule", "severity", "view", "objective", "ref", "message", "evidence"]
    assert ("past_due_not_red", "1", "2a-c") in {(one["rule"], one["objective"], one["ref"]) for one in found}
    assert run("plan", "lint", "--as-at", "2025-09-17") == 1
    assert "What to do" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["data/delivery-plan-2019-09.xlsx", "data/delivery-plan-2019-09.docx"])
def test_a_real_plan_comes_out_as_it_went_in(name):
    read = read_plan(shared_file(name))
    plan = take(read=read, by=None).plan
    day = date(2019, 9, 17)
    for view, count in read.views.items():
        found = rows(plan, ExportView(view), as_at=day, settings=Settings())
        assert len(found) == count
        lines = [line for line in read.lines if line.view == view]
        assert sorted((one.objective, one.ref, one.metric, one.current, one.target) for one in found) == sorted(
            (one.objective, one.ref, one.metric, one.current, one.target) for one in lines
        )
    assert take(read=read, by=None).comparison.is_empty
