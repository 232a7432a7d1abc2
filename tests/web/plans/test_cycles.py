"""A whole cycle, as project manager, owner and chair; by hand and by the scheduler; and each refusal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from click.testing import CliRunner
from django.core import mail
from django.test import Client
from django.utils import timezone

from inloco.accounts.models import User
from inloco.accounts.tasks import tasks_of
from inloco.analytics.errors import NotAllowed, NotNow
from inloco.board.models import Body, Meeting
from inloco.cli.tick import tick as tick_command
from inloco.plans import policies
from inloco.plans.actions import asks, cycles
from inloco.plans.board_days import board_days
from inloco.plans.messages import KINDS, forecast, waiting
from inloco.plans.models import Action, Cycle, CycleStep, LintCount, Message, UpdateRequest
from inloco.plans.rows import cycles_around
from inloco.plans.states import (
    CYCLE_TRANSITIONS,
    REQUEST_TRANSITIONS,
    CycleState,
    ItemState,
    RequestState,
    cycle_transition,
)
from tests.factories.plans import Scene
from tests.web.queries import assert_queries

pytestmark = pytest.mark.django_db
Signed = Callable[[User], Client]
BOARD = dt.date(2030, 6, 25)
ASK, DUE, BRIEF = dt.date(2030, 6, 4), dt.date(2030, 6, 11), dt.date(2030, 6, 18)


@pytest.fixture
def cycle(made: Scene) -> Cycle:
    made.plan.briefed.add(made.director)
    return cycles.plan_cycle(plan=made.plan, board_on=BOARD, by=made.manager, on=timezone.localdate())


def circulated(cycle: Cycle, by: User) -> Cycle:
    return cycles.step(cycle=cycle, name="circulate", by=by, on=ASK)


def request_of(cycle: Cycle, person: User) -> UpdateRequest:
    return UpdateRequest.objects.get(cycle=cycle, person=person)


def test_the_days_are_counted_back_from_the_board(cycle: Cycle) -> None:
    assert (cycle.circulate_on, cycle.return_on, cycle.brief_on) == (ASK, DUE, BRIEF)


def test_the_days_are_the_councils(made: Scene, data: object) -> None:
    (data / "council.toml").write_text("[plans]\ncirculate_days = 28\nreturn_days = 10\nbrief_days = 3\n")  # type: ignore[operator]
    assert cycles.days_of(BOARD)["circulate_on"] == BOARD - dt.timedelta(days=28)


def test_everybody_accountable_is_asked_about_their_open_actions_only(made: Scene, cycle: Cycle) -> None:
    circulated(cycle, made.manager)
    lead, other = request_of(cycle, made.lead), request_of(cycle, made.other)
    assert [item.action.ref for item in lead.items.all()] == ["1a", "1b"]  # 2 is Blue
    assert [item.action.ref for item in other.items.all()] == ["2"]  # 3 is closed
    assert UpdateRequest.objects.count() == 2


def test_a_whole_cycle_by_hand(made: Scene, cycle: Cycle, signed: Signed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_, **__: ASK)
    page = f"/plans/our-plan/cycles/{BOARD}/"
    manager = signed(made.manager)
    assert "What will be sent by itself" in assert_queries(manager, page)
    assert manager.post(f"{page}step/circulate/").status_code == 302
    assert manager.post(f"{page}step/call_in/").status_code == 422

    lead = signed(made.lead)
    assert "Update your actions" in str(tasks_of(made.lead))
    mine = lead.get(f"{page}my-return/")["Location"]
    assert_queries(lead, mine)
    assert lead.post(f"{mine}return/").status_code == 422  # nothing is saved yet
    for item in request_of(cycle, made.lead).items.all():
        sent = {"item": item.pk, f"a{item.pk}-based_on": item.action.version, f"a{item.pk}-note": f"News of {item.action.ref}"}
        assert lead.post(mine, sent).status_code == 302
    assert lead.post(f"{mine}return/")["Location"] == "/"
    asked = request_of(cycle, made.lead)
    assert (asked.condition, asked.is_late) == (RequestState.RETURNED, False)
    assert "Update your actions" not in str(tasks_of(made.lead))

    manager = signed(made.manager)
    assert f"Read the updates of {made.lead.name}" in str(tasks_of(made.manager))
    assert "News of 1a" in assert_queries(manager, mine)
    item = asked.items.first()
    assert item is not None
    assert manager.post(f"{mine}query/", {"item": item.pk, "note": ""}).status_code == 422
    assert manager.post(f"{mine}query/", {"item": item.pk, "note": "How many came?"}).status_code == 302
    lead = signed(made.lead)
    assert "How many came?" in lead.get(mine).content.decode()
    item.refresh_from_db()
    assert item.state == ItemState.QUERIED
    again = {
        "item": item.pk,
        f"a{item.pk}-based_on": Action.objects.get(pk=item.action_id).version,
        f"a{item.pk}-note": "Eleven.",
    }
    assert lead.post(mine, again).status_code == 302
    monkeypatch.setattr(timezone, "localdate", lambda *_, **__: DUE + dt.timedelta(days=1))
    assert lead.post(f"{mine}return/").status_code == 302
    asked.refresh_from_db()
    assert not asked.is_late, "it came in time; only the answer to a question came after the day"
    assert signed(made.manager).post(f"{mine}accept/").status_code == 302

    monkeypatch.setattr(timezone, "localdate", lambda *_, **__: BRIEF)
    manager = signed(made.manager)
    for name in ("call_in", "brief"):
        assert manager.post(f"{page}step/{name}/").status_code == 302
    assert request_of(cycle, made.other).condition is RequestState.MISSING
    assert f"Read the brief: {made.plan.title}" in str(tasks_of(made.director))
    brief = assert_queries(signed(made.director), f"{page}brief/")
    assert f"{made.other.name}: 1 action (missing)" in brief

    monkeypatch.setattr(timezone, "localdate", lambda *_, **__: BOARD)
    manager = signed(made.manager)
    assert manager.post(f"{page}step/report/").status_code == 302
    blue = made.actions["blue"]
    refused = manager.post(f"{page}step/close/", {"closes": made.actions["late"].pk, "note": "The chair thanked the service"})
    assert refused.status_code == 422
    assert "The chair thanked the service</textarea>" in refused.content.decode()
    assert manager.post(f"{page}step/close/", {"closes": blue.pk, "note": "Well done."}).status_code == 302
    assert "Well done. Closed by the board: 1/2." in manager.get(page).content.decode()
    assert "Read the brief" not in str(tasks_of(made.director)), "the board has met"
    assert cycles_around(made.plan, on=BOARD)[1] is None, "on its own day a board reads what changed since the one before"
    assert cycles_around(made.plan, on=BOARD + dt.timedelta(days=1))[1] == BOARD
    blue.refresh_from_db()
    cycle.refresh_from_db()
    assert (blue.view, cycle.condition) == ("closed", CycleState.CLOSED)
    assert [step.transition for step in CycleStep.objects.all()] == [
        "plan", "circulate", "call_in", "brief", "report", "close"
    ]  # fmt: skip


def test_somebody_elses_return_is_nobodys_business(made: Scene, cycle: Cycle, signed: Signed) -> None:
    circulated(cycle, made.manager)
    theirs = f"/plans/our-plan/cycles/{BOARD}/returns/{request_of(cycle, made.lead).pk}/"
    assert signed(made.other).get(theirs).status_code == 403
    assert signed(made.other).post(f"{theirs}return/").status_code == 403
    assert signed(made.manager).post(theirs, {"item": 1}).status_code == 404
    assert signed(made.manager).post(f"{theirs}return/").status_code == 403
    assert signed(made.member).get(theirs).status_code == 200


def test_what_another_saved_meanwhile_stands_beside_mine_in_the_return(made: Scene, cycle: Cycle, signed: Signed) -> None:
    circulated(cycle, made.manager)
    asked = request_of(cycle, made.lead)
    item = asked.items.first()
    assert item is not None
    from inloco.plans.actions import records

    records.update(action=item.action, based_on=1, note="From the manager", by=made.manager, on=timezone.localdate())
    sent = {"item": item.pk, f"a{item.pk}-based_on": 1, f"a{item.pk}-note": "From the owner"}
    answer = signed(made.lead).post(f"/plans/our-plan/cycles/{BOARD}/returns/{asked.pk}/", sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "From the manager" in page
    assert "From the owner" in page
    assert f'name="a{item.pk}-based_on" value="2"' in page


def test_the_scheduler_does_each_thing_once_and_says_it_before(made: Scene, cycle: Cycle) -> None:
    days = [ASK - dt.timedelta(days=1), ASK, DUE - dt.timedelta(days=3), DUE, DUE + dt.timedelta(days=1), BRIEF, BOARD]
    said: list[tuple[dt.date, list[str]]] = []
    for day in days:
        before = [str(one) for one in cycles.foresee(on=day)]
        sent_before = len(mail.outbox)
        assert Message.objects.count() == sent_before, "looking ahead sends nothing"
        done = [str(one) for one in cycles.tick(on=day)]
        assert before == done
        assert cycles.tick(on=day) == []
        said.append((day, [one.split(": ", 1)[1] for one in done]))
    by_day = dict(said)
    lead, other, director, manager = made.lead.name, made.other.name, made.director.name, made.manager.name
    assert by_day[days[0]] == []
    assert by_day[ASK] == [
        "Ask for updates", f"e-mail: request for updates ({lead})", f"e-mail: request for updates ({other})"
    ]  # fmt: skip
    assert by_day[days[2]] == [f"e-mail: reminder ({lead})", f"e-mail: reminder ({other})"]
    assert by_day[DUE] == ["Call in the returns"]
    assert by_day[days[4]] == [
        f"Return is late ({lead})", f"Return is late ({other})",
        f"e-mail: return is late ({lead})", f"e-mail: return is late ({other})",
    ]  # fmt: skip
    assert by_day[BRIEF] == [
        "Begin the briefing",
        f"e-mail: return is missing ({lead})", f"e-mail: return is missing ({other})",
        f"e-mail: brief before the board ({director})", f"e-mail: brief before the board ({manager})",
    ]  # fmt: skip
    assert by_day[BOARD] == []  # reporting and closing are people's
    assert LintCount.objects.count() == len(days)


def test_no_message_says_what_an_action_is_about(made: Scene, cycle: Cycle) -> None:
    for day in (ASK, DUE - dt.timedelta(days=2), DUE + dt.timedelta(days=1), BRIEF):
        cycles.tick(on=day)
    told = " ".join(message.subject + message.body for message in mail.outbox)
    assert len(mail.outbox) == 10
    for action in made.actions.values():
        assert action.activity not in told
    assert f"http://localhost:8000/plans/our-plan/cycles/{BOARD}/my-return/" in told


def test_a_message_that_cannot_be_sent_is_tried_again(made: Scene, cycle: Cycle, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> int:
        raise ConnectionRefusedError

    with monkeypatch.context() as patched:
        patched.setattr("inloco.plans.messages.send_mail", broken)
        done = cycles.tick(on=ASK)
    assert [one.what for one in done] == ["Ask for updates"]
    assert len(cycles.tick(on=ASK)) == 2


def test_what_is_to_come_is_shown_with_its_day(made: Scene, cycle: Cycle) -> None:
    coming = [(one.on, one.kind, one.person) for one in forecast(cycle, on=ASK - dt.timedelta(days=5))]
    assert (ASK, "request", made.lead) in coming
    assert (DUE + dt.timedelta(days=1), "late", made.other) in coming
    assert (BRIEF, "brief", made.director) in coming
    assert {kind for _, kind, _ in coming} <= set(KINDS)
    cycle = circulated(cycle, made.manager)
    asked = request_of(cycle, made.lead)
    asked.items.update(state=ItemState.SAVED)
    cycles.move_request(request=asked, name="return", by=made.lead, on=ASK)
    assert [one.person for one in forecast(cycle, on=DUE) if one.kind == "missing"] == [made.other]


def test_a_late_return_is_taken_and_marked(made: Scene, cycle: Cycle) -> None:
    cycle = circulated(cycle, made.manager)
    cycles.tick(on=DUE + dt.timedelta(days=2))
    asked = request_of(cycle, made.lead)
    assert asked.condition is RequestState.LATE
    asked.items.update(state=ItemState.SAVED)
    done = cycles.move_request(request=asked, name="return", by=made.lead, on=DUE + dt.timedelta(days=3))
    assert (done.condition, done.is_late) == (RequestState.RETURNED, True)


def test_one_cycle_at_a_time_and_none_in_the_past(made: Scene, cycle: Cycle) -> None:
    with pytest.raises(NotNow, match="passed"):
        cycles.plan_cycle(plan=made.plan, board_on=dt.date(2019, 9, 17), by=made.manager, on=timezone.localdate())
    with pytest.raises(NotNow, match="already"):
        cycles.plan_cycle(plan=made.plan, board_on=BOARD, by=made.manager, on=timezone.localdate())
    with pytest.raises(NotAllowed):
        cycles.plan_cycle(plan=made.plan, board_on=dt.date(2030, 9, 1), by=made.lead, on=timezone.localdate())
    circulated(cycle, made.manager)
    second = cycles.plan_cycle(plan=made.plan, board_on=dt.date(2030, 9, 1), by=made.manager, on=timezone.localdate())
    with pytest.raises(NotNow, match="not closed yet"):
        circulated(second, made.manager)
    with pytest.raises(NotNow, match="for this board already"):
        cycles.move_board(cycle=cycle, board_on=dt.date(2030, 9, 1), by=made.manager, on=timezone.localdate())
    with pytest.raises(NotNow, match="Returning updates would have been on 11 June"):
        cycles.move_board(cycle=cycle, board_on=BOARD, by=made.manager, on=dt.date(2030, 6, 12))
    moved = cycles.move_board(cycle=second, board_on=dt.date(2030, 10, 1), by=made.manager, on=timezone.localdate())
    assert moved.return_on == dt.date(2030, 9, 17)
    with pytest.raises(NotNow, match="reason"):
        cycles.step(cycle=cycle, name="call_off", by=made.manager, on=ASK)
    assert cycles.step(cycle=cycle, name="call_off", by=made.manager, on=ASK, note="No quorum").condition is CycleState.CALLED_OFF
    assert waiting(Cycle.objects.get(pk=cycle.pk), on=ASK) == []


def test_a_cycle_is_planned_from_a_meeting_that_is_known(made: Scene, signed: Signed) -> None:
    today = timezone.localdate()
    body = Body.objects.create(name="Board of tests", slug="board-of-tests")
    for days, state in ((30, "planned"), (60, "cancelled"), (-30, "planned"), (90, "agenda_setting")):
        Meeting.objects.create(body=body, on=today + dt.timedelta(days=days), state=state)
    assert [one.on for one in board_days(since=today)] == [today + dt.timedelta(days=days) for days in (30, 90)]
    manager = signed(made.manager)
    page = assert_queries(manager, "/plans/our-plan/cycles/")
    assert page.count("Plan the cycle for") == 2
    day = today + dt.timedelta(days=30)
    sent = {"board_on-day": day.day, "board_on-month": day.month, "board_on-year": day.year}
    assert manager.post("/plans/our-plan/cycles/", sent)["Location"] == f"/plans/our-plan/cycles/{day}/"
    assert manager.get("/plans/our-plan/cycles/").content.decode().count("Plan the cycle for") == 1
    assert "Plan the cycle for" not in signed(made.member).get("/plans/our-plan/cycles/").content.decode()


def test_nobody_is_asked_where_nobody_is_accountable(made: Scene, cycle: Cycle) -> None:
    Action.objects.update(accountable=None)
    with pytest.raises(NotNow, match="Assign"):
        circulated(cycle, made.manager)
    assert next(one.what for one in cycles.tick(on=ASK)).startswith("cannot go on")


def test_the_command_says_what_is_due(made: Scene, cycle: Cycle) -> None:
    seen = CliRunner().invoke(tick_command, ["--dry-run", "--on", ASK.isoformat()], standalone_mode=False)
    assert "Our plan, board of 25 June 2030: Ask for updates" in seen.stdout
    assert Cycle.objects.get().condition is CycleState.SCHEDULED
    wrong = CliRunner().invoke(tick_command, ["--on", ASK.isoformat()], standalone_mode=False)
    assert "Add --dry-run" in str(wrong.exception)
    unread = CliRunner().invoke(tick_command, ["--dry-run", "--on", "tomorrow"], standalone_mode=False)
    assert "not a day" in str(unread.exception)
    assert CliRunner().invoke(tick_command, [], standalone_mode=False).return_value == 0


@pytest.mark.parametrize("state", list(CycleState))
@pytest.mark.parametrize("name", [one.name for one in CYCLE_TRANSITIONS])
def test_a_cycle_moves_only_as_its_table_says(made: Scene, cycle: Cycle, state: CycleState, name: str) -> None:
    Cycle.objects.filter(pk=cycle.pk).update(state=state)
    cycle.refresh_from_db()
    if state in cycle_transition(name).sources:
        policies.check_can_step(cycle, name, by=made.manager, on=BOARD, reason="given")
    else:
        with pytest.raises(NotNow):
            policies.check_can_step(cycle, name, by=made.manager, on=BOARD, reason="given")
    with pytest.raises(NotAllowed):
        policies.check_can_step(cycle, name, by=made.member, on=BOARD, reason="given")


def test_the_tables_are_complete() -> None:
    assert {one.target for one in CYCLE_TRANSITIONS} | {CycleState.SCHEDULED} == set(CycleState)
    assert {one.target for one in REQUEST_TRANSITIONS} | {RequestState.REQUESTED} == set(RequestState)
    assert {guard for one in CYCLE_TRANSITIONS for guard in one.guards} == set(policies.CYCLE_GUARDS)
    assert {guard for one in REQUEST_TRANSITIONS for guard in one.guards} == set(policies.REQUEST_GUARDS)


def test_closing_in_the_brief_and_at_the_board(made: Scene, cycle: Cycle, signed: Signed) -> None:
    action = made.actions["good"]
    asked = asks.ask_closure(
        action=action, based_on=1, note="All trained", closed_on=timezone.localdate(), evidence="List", waiver="", by=made.lead,
        on=timezone.localdate(),
    )  # fmt: skip
    assert "Decide whether an action is done" in str(tasks_of(made.director))
    brief = signed(made.director).get(f"/plans/our-plan/cycles/{BOARD}/brief/").content.decode()
    assert "To decide" in brief
    asks.decide_closure(closure=asked, name="agree_closure", by=made.director)
    assert "Done, for the board to close" in signed(made.director).get(f"/plans/our-plan/cycles/{BOARD}/brief/").content.decode()
