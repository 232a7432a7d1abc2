"""A cycle that is counted back from a meeting, and what the board says about the plan by its chair."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from inloco.accounts.models import User
from inloco.accounts.tasks import tasks_of
from inloco.analytics.errors import NotAllowed, NotNow
from inloco.board.models import Body, Meeting, OfficeTerm
from inloco.plans.actions import boards, cycles
from inloco.plans.messages import readers_of_brief
from inloco.plans.models import Action, BoardAnswer, BragMark, Cycle
from inloco.plans.states import CycleState
from tests.factories.plans import Scene
from tests.web.queries import assert_queries

pytestmark = pytest.mark.django_db
Signed = Callable[[User], Client]
Commits = Callable[..., object]
TODAY = timezone.localdate()


@pytest.fixture
def meeting(made: Scene) -> Meeting:
    """Of a board that the member chairs, five weeks from today."""
    body = Body.objects.create(name="Board of tests", slug="board-of-tests")
    member = body.memberships.create(person=made.member, name=made.member.name, kind="voting", from_on=dt.date(2020, 1, 1))
    OfficeTerm.objects.create(body=body, membership=member, office="chair", from_on=dt.date(2020, 1, 1))
    return Meeting.objects.create(body=body, on=timezone.localdate() + dt.timedelta(days=35))


@pytest.fixture
def cycle(made: Scene, meeting: Meeting) -> Cycle:
    return cycles.plan_cycle(plan=made.plan, board_on=meeting.on, by=made.manager, on=timezone.localdate())


def reported(cycle: Cycle, by: User) -> Cycle:
    """Reported to a board that meets today."""
    for name, day in (
        ("circulate", cycle.circulate_on),
        ("call_in", cycle.return_on),
        ("brief", cycle.brief_on),
        ("report", cycle.board_on),
    ):
        cycle = cycles.step(cycle=cycle, name=name, by=by, on=day)
    today = timezone.localdate()
    days = {"circulate_on": 21, "return_on": 14, "brief_on": 7, "board_on": 0}
    Cycle.objects.filter(pk=cycle.pk).update(**{name: today - dt.timedelta(days=ago) for name, ago in days.items()})
    Meeting.objects.update(on=today)
    cycle.refresh_from_db()
    return cycle


def address(cycle: Cycle, part: str = "") -> str:
    return f"/plans/our-plan/cycles/{cycle.board_on}/{part}"


def test_a_cycle_names_its_meeting_and_the_meeting_its_cycle(made: Scene, meeting: Meeting, cycle: Cycle, signed: Signed) -> None:
    assert cycle.meeting == meeting.uid
    page = assert_queries(signed(made.manager), address(cycle))
    assert "For the meeting of" in page
    assert f"/boards/board-of-tests/{meeting.on}/" in page
    there = assert_queries(signed(made.member), f"/boards/board-of-tests/{meeting.on}/")
    assert address(cycle) in there
    assert made.member in readers_of_brief(cycle)
    assert "made for this meeting" not in signed(made.lead).get(f"/boards/board-of-tests/{meeting.on}/").content.decode()


def test_a_meeting_that_moves_offers_to_move_the_cycle(
    made: Scene, meeting: Meeting, cycle: Cycle, signed: Signed, django_capture_on_commit_callbacks: Commits
) -> None:
    cycle = cycles.step(cycle=cycle, name="circulate", by=made.manager, on=cycle.circulate_on)
    former, asked = cycle.board_on, cycle.requests.get(person=made.lead)
    Meeting.objects.update(on=former + dt.timedelta(days=7))
    meeting.refresh_from_db()
    assert "Move the update cycle: Our plan" in str(tasks_of(made.manager))
    assert "still run towards" in signed(made.member).get(f"/boards/board-of-tests/{meeting.on}/").content.decode()
    manager = signed(made.manager)
    assert "is on another day now" in manager.get(address(cycle)).content.decode()
    assert f'value="{meeting.on.day}"' in manager.get(address(cycle, "move/")).content.decode()
    sent = {"board_on-day": meeting.on.day, "board_on-month": meeting.on.month, "board_on-year": meeting.on.year}
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        answer = manager.post(address(cycle, "move/"), sent)
    cycle.refresh_from_db()
    assert answer["Location"] == address(cycle)
    assert (cycle.board_on, cycle.meeting, cycle.former_days) == (meeting.on, meeting.uid, [former.isoformat()])
    assert cycle.circulate_on == former - dt.timedelta(days=21), "what has been stays"
    assert cycle.return_on == meeting.on - dt.timedelta(days=14)
    assert {one.to[0] for one in mail.outbox if "another day" in one.body} == {made.lead.email, made.other.email}
    assert "Move the update cycle" not in str(tasks_of(made.manager))
    old = signed(made.lead).get(f"/plans/our-plan/cycles/{former}/my-return/")
    assert old["Location"] == address(cycle, f"returns/{asked.pk}/"), "the address that the first message named still leads there"
    assert "The board meets on another day" in signed(made.manager).get(address(cycle)).content.decode()
    Meeting.objects.update(state="cancelled")
    assert "was called off" in signed(made.manager).get(address(cycle)).content.decode()


def test_the_chair_agrees_and_sends_back_and_the_decisions_are_applied(made: Scene, cycle: Cycle, signed: Signed) -> None:
    also = made.actions["nobody"]
    BragMark.objects.create(action=also, was="Amber", brag="Blue", origin="person", by=made.director)
    Action.objects.filter(pk=also.pk).update(brag="Blue")
    cycle, blue = reported(cycle, made.manager), made.actions["blue"]
    assert "Say what the board decided: Our plan" in str(tasks_of(made.member))
    assert "Say what the board decided" not in str(tasks_of(made.director))
    chair = signed(made.member)
    page = assert_queries(chair, address(cycle, "board/"))
    assert page.count("Not answered") == 2
    bare = chair.post(address(cycle, "board/"), {"action": also.pk, f"a{also.pk}-answer": "back"})
    assert (bare.status_code, "Say why it goes back" in bare.content.decode()) == (422, True)
    given = {"action": also.pk, f"a{also.pk}-answer": "back", f"a{also.pk}-reason": "We have not seen the checklist."}
    assert chair.post(address(cycle, "board/"), given).status_code == 302
    assert chair.post(address(cycle, "board/"), {"action": "rest"}).status_code == 302
    assert [(one.action, one.agrees) for one in cycle.newest_answers()] == [(also, False), (blue, True)]
    assert "Say what the board decided" not in str(tasks_of(made.member))
    manager = signed(made.manager)
    form = manager.get(address(cycle)).content.decode()
    assert "We have not seen the checklist." in form
    assert f'value="{also.pk}"' not in form
    refused = manager.post(address(cycle, "step/close/"), {"closes": [also.pk, blue.pk]})
    assert (refused.status_code, "sent Action 1 back" in refused.content.decode()) == (422, True)
    assert manager.post(address(cycle, "step/close/"), {"closes": [blue.pk]}).status_code == 302
    for one in (also, blue):
        one.refresh_from_db()
    assert (blue.view, also.view, also.brag) == ("closed", "live", "Amber")
    note = cycle.steps.get(transition="close").note
    assert note == "Closed by the board: 1/2. Sent back and opened again: 2/1."
    mark = BragMark.objects.filter(action=also).latest("pk")
    assert "We have not seen the checklist." in mark.reason
    assert "Sent back" in signed(made.member).get(address(cycle, "board/")).content.decode()


def test_before_the_board_the_chair_only_sends_back_and_nobody_else_answers(made: Scene, cycle: Cycle, signed: Signed) -> None:
    blue = made.actions["blue"]
    with pytest.raises(NotNow, match="The cycle is “planned”"):
        boards.answer(cycle=cycle, action=blue, agrees=False, reason="Too early", by=made.member, on=TODAY)
    Cycle.objects.update(state=CycleState.BRIEFING)
    assert "Look at what the board is asked" in str(tasks_of(made.member))
    with pytest.raises(NotNow, match="not reported"):
        boards.answer(cycle=cycle, action=blue, agrees=True, by=made.member, on=TODAY)
    with pytest.raises(NotNow, match="reason is missing"):
        boards.answer(cycle=cycle, action=blue, agrees=False, by=made.member, on=TODAY)
    with pytest.raises(NotNow, match="not asked to close"):
        boards.answer(cycle=cycle, action=made.actions["good"], agrees=False, reason="Why?", by=made.member, on=TODAY)
    Cycle.objects.update(state=CycleState.REPORTED)
    with pytest.raises(NotNow, match="The board meets on"):
        boards.answer(cycle=cycle, action=blue, agrees=True, by=made.member, on=TODAY)
    for person in (made.director, made.manager, made.lead):
        with pytest.raises(NotAllowed):
            boards.answer(cycle=cycle, action=blue, agrees=False, reason="No", by=person, on=TODAY)
    assert signed(made.director).post(address(cycle, "board/"), {"action": "rest"}).status_code == 403
    assert not BoardAnswer.objects.exists()
