"""The table of a meeting's steps over every role and state, and that nothing stands beside it."""

import pytest

from inloco.accounts.permissions import TABLE
from inloco.accounts.roles import Role
from inloco.analytics.errors import NotAllowed, NotNow
from inloco.board import policies
from inloco.board.guards import GUARDS
from inloco.board.models import Meeting
from inloco.board.presenters.meetings import DONE
from inloco.board.states import TRANSITIONS, MeetingState, transition
from inloco.board.views.meetings import STEPS
from tests.factories.people import person

FROM = {
    "open_agenda": {"planned"},
    "settle_agenda": {"agenda_setting"},
    "reopen_agenda": {"reports_due"},
    "publish_pack": {"reports_due"},
    "hold": {"pack_published"},
    "draft_minutes": {"held"},
    "agree_minutes": {"minutes_draft"},
    "close": {"minutes_agreed"},
    "cancel": {"planned", "agenda_setting", "reports_due", "pack_published"},
}
CHAIR_TOO = {"open_agenda", "settle_agenda", "reopen_agenda"}


def test_the_table_is_complete():
    assert {one.name for one in TRANSITIONS} == set(FROM) == set(STEPS) == set(DONE)
    assert {guard for one in TRANSITIONS for guard in one.guards} == set(GUARDS)
    assert {MeetingState.PLANNED, *(one.target for one in TRANSITIONS)} == set(MeetingState)
    ends = {MeetingState.CLOSED, MeetingState.CANCELLED}
    assert not [one for one in TRANSITIONS if ends & set(one.sources)], "what is closed or cancelled stays"
    assert {one.name: {state.value for state in one.sources} for one in TRANSITIONS} == FROM
    assert {one.name for one in TRANSITIONS if one.chair_too} == CHAIR_TOO


@pytest.mark.parametrize("role", list(Role))
def test_each_step_is_for_democratic_services_in_its_states_only(board, role):
    someone = person(role)
    for step in TRANSITIONS:
        for state in MeetingState:
            meeting = Meeting(body=board.body, on=board.today, state=state)
            allowed = role is Role.DEMOCRATIC_SERVICES
            if allowed and state.value in FROM[step.name]:
                policies.check_can_begin(meeting, step.name, by=someone)
            else:
                with pytest.raises(NotNow if allowed else NotAllowed):
                    policies.check_can_begin(meeting, step.name, by=someone)


@pytest.mark.parametrize("who", ["chair", "member", "young", "co_opted", "adviser", "stranger", "cabinet"])
def test_the_chair_sets_the_agenda_and_nobody_else_of_the_members(board, who):
    for step in TRANSITIONS:
        meeting = Meeting(body=board.body, on=board.today, state=step.sources[0])
        if who == "chair" and step.name in CHAIR_TOO:
            policies.check_can_begin(meeting, step.name, by=board.people[who])
        else:
            with pytest.raises(NotAllowed):
                policies.check_can_begin(meeting, step.name, by=board.people[who])


def test_the_permissions_say_the_same():
    holders = {role for role in Role if transition("publish_pack").permission in TABLE[role].permissions}
    assert holders == {Role.DEMOCRATIC_SERVICES}


def test_a_chair_of_another_body_sets_nothing_here(board):
    from inloco.board.actions import bodies

    other = bodies.make_body(fields={"name": "Foster Carers’ Forum"}, by=board.officer)
    outsider = person(Role.BOARD_MEMBER)
    bodies.appoint(
        body=other, name=outsider.name, person=outsider, kind="voting", office="chair", from_on=board.today, by=board.officer
    )
    assert policies.sets_agenda(other, by=outsider)
    assert not policies.sets_agenda(board.body, by=outsider)
