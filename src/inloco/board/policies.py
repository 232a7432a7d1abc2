"""Who may run, chair, propose, read and minute, and when. ``check_can_x`` raises with the reason, ``can_x`` answers.

Role and relationship both count: democratic services run every body, the chair of a body sets its agenda, young
representatives propose to bodies on which they serve, members read the whole pack of theirs, everybody else what is public.
A missing permission is NotAllowed and says nothing about what exists; a step that is not possible now is NotNow and says why.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from inloco.accounts.models import User
from inloco.accounts.permissions import Permission
from inloco.accounts.policies import allows, check_has, has
from inloco.analytics.errors import NotAllowed, NotNow, UserError
from inloco.board.constitution import Standing, barred_roles, standing_of
from inloco.board.guards import GUARDS
from inloco.board.models import AccessiblePaper, AgendaItem, Body, Meeting, Proposal, Resolution
from inloco.board.models.agendas import ProposalState
from inloco.board.models.resolutions import ResolutionKind, ResolutionState
from inloco.board.states import AGENDA_OPEN, AT_THE_STEP, MINUTES_OPEN, TRANSITIONS, MeetingState, MeetingStep, transition
from inloco.plans import policies as plan_policies
from inloco.plans.models import Action

REFUSED = "Your role on this body does not include this."
ASK = "Ask democratic services."


def runs(*, by: User) -> bool:
    """Whether the person runs boards: democratic services."""
    return has(by, Permission.RUN_MEETINGS)


def check_can_run(*, by: User) -> None:
    check_has(by, Permission.RUN_MEETINGS)


def check_can_read_board(*, by: User) -> None:
    check_has(by, Permission.SEE_MEETINGS)


def sets_agenda(body: Body, *, by: User, standing: Standing | None = None) -> bool:
    """Democratic services, and whoever chairs the body today."""
    if runs(by=by):
        return True
    return has(by, Permission.SEE_MEETINGS) and (standing or _standing(by, body)).is_chair


def check_sets_agenda(body: Body, *, by: User) -> None:
    check_has(by, Permission.SEE_MEETINGS)
    if not sets_agenda(body, by=by):
        raise NotAllowed(REFUSED, action=ASK)


def check_can_change_meeting(meeting: Meeting, *, by: User) -> None:
    """Date, place and how to join: until the meeting has begun."""
    check_can_run(by=by)
    if not meeting.condition.is_to_come:
        raise NotNow(f"The meeting is “{meeting.condition.label.lower()}”.", action="Its date and place are history now.")


def check_can_change_agenda(meeting: Meeting, *, by: User) -> None:
    """The chair while the agenda is being set; democratic services until the meeting begins, and during it for urgent items."""
    check_sets_agenda(meeting.body, by=by)
    if meeting.condition is MeetingState.HELD and runs(by=by):
        return
    if meeting.condition not in AGENDA_OPEN:
        raise NotNow(
            f"The agenda cannot be changed: the meeting is “{meeting.condition.label.lower()}”.",
            action="Begin setting the agenda first." if meeting.condition is MeetingState.PLANNED else "Use a later meeting.",
        )
    if meeting.condition is MeetingState.PACK_PUBLISHED and not runs(by=by):
        raise NotNow("The pack has been published.", action="Ask democratic services to add a supplementary or late item.")


def can_change_agenda(meeting: Meeting, *, by: User) -> bool:
    return allows(lambda: check_can_change_agenda(meeting, by=by))


def check_can_change_item(item: AgendaItem, *, by: User) -> None:
    """What has been published stands: afterwards an item is deferred or withdrawn, not rewritten."""
    check_can_change_agenda(item.meeting, by=by)
    if item.is_put_off:
        raise NotNow(f"The item was {item.get_outcome_display().lower()}.", action="Add a new one.")
    if item.meeting.condition in (MeetingState.PACK_PUBLISHED, MeetingState.HELD) and item.is_published:
        raise NotNow("The item has been published.", action="Defer or withdraw it, or add a supplementary item.")


def can_change_item(item: AgendaItem, *, by: User) -> bool:
    return allows(lambda: check_can_change_item(item, by=by))


def check_can_put_off(item: AgendaItem, *, by: User) -> None:
    """Deferring or withdrawing: while the agenda is open or the meeting runs, and only once."""
    check_sets_agenda(item.meeting.body, by=by)
    if item.meeting.condition not in (*AGENDA_OPEN, MeetingState.HELD):
        raise NotNow("The meeting is over.", action="Add the item to a later meeting.")
    if item.meeting.condition is MeetingState.HELD and not runs(by=by):
        raise NotAllowed(REFUSED, action=ASK)
    if item.outcome not in ("open", "taken"):
        raise NotNow(f"The item was {item.get_outcome_display().lower()} already.", action="There is nothing to do.")


def check_can_propose(body: Body, *, by: User) -> None:
    """A young representative, to a body on which they serve today."""
    check_has(by, Permission.PROPOSE_ITEMS)
    if not _standing(by, body).is_member:
        raise NotAllowed(REFUSED, action="Ask to be named as a member of this body.")


def can_propose(body: Body, *, by: User, standing: Standing | None = None) -> bool:
    if not has(by, Permission.PROPOSE_ITEMS):
        return False
    return (standing or _standing(by, body)).is_member


def check_can_answer(proposal: Proposal, *, by: User) -> None:
    check_sets_agenda(proposal.body, by=by)
    if proposal.state != ProposalState.PROPOSED:
        raise NotNow(f"The proposal is: {proposal.get_state_display().lower()}.", action="It has its answer already.")


def check_can_withdraw_proposal(proposal: Proposal, *, by: User) -> None:
    check_has(by, Permission.PROPOSE_ITEMS)
    if proposal.proposed_by_id != by.pk:
        raise NotAllowed(REFUSED, action="Only who made a proposal takes it back.")
    if proposal.state != ProposalState.PROPOSED:
        raise NotNow("The proposal has its answer already.", action="Talk to democratic services.")


def check_can_record(meeting: Meeting, *, by: User) -> None:
    """Attendance, minutes, votes and resolutions: from the beginning of the meeting until its minutes are agreed."""
    check_can_run(by=by)
    if meeting.condition not in MINUTES_OPEN:
        raise NotNow(
            f"The meeting is “{meeting.condition.label.lower()}”.",
            action="Begin the meeting first."
            if meeting.condition.is_to_come
            else "Agreed minutes stand: correct them at a meeting.",
        )


def can_record(meeting: Meeting, *, by: User) -> bool:
    return allows(lambda: check_can_record(meeting, by=by))


def check_can_expect(meeting: Meeting, *, by: User) -> None:
    """Apologies may be noted before the meeting too, until its minutes are agreed."""
    check_can_run(by=by)
    if meeting.condition not in (*AGENDA_OPEN, *MINUTES_OPEN):
        raise NotNow(f"The meeting is “{meeting.condition.label.lower()}”.", action="Attendance is no longer recorded.")


def check_can_report(resolution: Resolution, *, by: User) -> None:
    """Whoever owns it, and democratic services, until it is closed."""
    check_has(by, Permission.SEE_MEETINGS)
    if resolution.owner_id != by.pk and not runs(by=by):
        raise NotAllowed(REFUSED, action="Only its owner and democratic services report on a resolution.")
    if resolution.state == ResolutionState.CLOSED:
        raise NotNow("The resolution has been closed.", action="Ask for a new one at a meeting.")


def can_report(resolution: Resolution, *, by: User) -> bool:
    return allows(lambda: check_can_report(resolution, by=by))


def check_can_change_resolution(resolution: Resolution, *, by: User) -> None:
    """Its words are put right while the minutes that hold it are open, and nobody has acted on it yet."""
    check_can_record(resolution.meeting, by=by)
    if resolution.kind != ResolutionKind.DECISION and resolution.state != ResolutionState.OPEN:
        raise NotNow(f"The resolution is: {resolution.get_state_display().lower()}.", action="Record another one.")
    _check_not_carried(resolution)


def can_change_resolution(resolution: Resolution, *, by: User) -> bool:
    return allows(lambda: check_can_change_resolution(resolution, by=by))


def check_can_close_resolution(resolution: Resolution, *, by: User) -> None:
    """The board closes, democratic services record it; an owner never closes their own."""
    check_can_run(by=by)
    if resolution.owner_id == by.pk:
        raise NotNow("You own this resolution, so somebody else records that it is closed.", action="Ask a colleague.")
    if resolution.state == ResolutionState.CLOSED:
        raise NotNow("The resolution has been closed already.", action="There is nothing to do.")


def can_close_resolution(resolution: Resolution, *, by: User) -> bool:
    return allows(lambda: check_can_close_resolution(resolution, by=by))


def sees_resolution(resolution: Resolution, *, by: User, standing: Standing | None = None) -> bool:
    """Those who are sent the whole pack of the body, its owner, and of a plan: who is asked to take it on, and who carries it."""
    if by.pk == resolution.owner_id or reads_restricted(resolution.body, by=by, standing=standing):
        return True
    if resolution.plan_asked_id is not None and plan_policies.can_manage(by=by):
        return has(by, Permission.SEE_MEETINGS)
    carried = resolution.plan_action
    return carried is not None and has(by, Permission.SEE_MEETINGS) and plan_policies.is_owner(carried, by=by)


def check_sees_resolution(resolution: Resolution, *, by: User) -> None:
    check_has(by, Permission.SEE_MEETINGS)
    if not sees_resolution(resolution, by=by):
        raise NotAllowed(REFUSED, action=ASK)


def check_can_hand_over(resolution: Resolution, *, by: User) -> None:
    """Asking a plan for an action, or naming one: democratic services, while it is open and nothing carries it."""
    check_can_run(by=by)
    _check_open(resolution)
    _check_not_carried(resolution)


def can_hand_over(resolution: Resolution, *, by: User) -> bool:
    return allows(lambda: check_can_hand_over(resolution, by=by))


def check_can_take_on(resolution: Resolution, *, by: User) -> None:
    """Making an action of it, or saying why not: who manages plans, once their plan is asked."""
    plan_policies.check_can_manage(by=by)
    _check_open(resolution)
    _check_not_carried(resolution)
    if resolution.plan_asked_id is None:
        raise NotNow("No plan is asked to take the resolution on.", action=ASK)


def can_take_on(resolution: Resolution, *, by: User) -> bool:
    return allows(lambda: check_can_take_on(resolution, by=by))


def check_can_link(resolution: Resolution, action: Action, *, by: User) -> None:
    """Naming an action that is there: democratic services, or who manages the plan that is asked. They see it, and it is open."""
    if runs(by=by):
        check_can_hand_over(resolution, by=by)
    else:
        check_can_take_on(resolution, by=by)
        if action.plan_id != resolution.plan_asked_id:
            raise NotNow("The action is of another plan.", action="Choose one of the plan that was asked.")
    plan_policies.check_can_see(action, by=by)
    if action.is_closed or action.is_blue:
        raise NotNow("The action is done.", action="Choose an open one, or ask for a new one.")


def check_can_take_out(resolution: Resolution, *, by: User) -> None:
    check_can_run(by=by)
    _check_open(resolution)
    if resolution.plan_action_id is None and resolution.plan_asked_id is None and not resolution.plan_reference:
        raise NotNow("No plan has the resolution.", action="There is nothing to do.")


def can_take_out(resolution: Resolution, *, by: User) -> bool:
    return allows(lambda: check_can_take_out(resolution, by=by))


def _check_open(resolution: Resolution) -> None:
    if resolution.state == ResolutionState.CLOSED:
        raise NotNow("The resolution has been closed.", action="A plan carries only what is open.")


def _check_not_carried(resolution: Resolution) -> None:
    if resolution.plan_action_id is not None:
        raise NotNow("An action of a plan carries the resolution already.", action="Take it out of that plan first.")


def check_can_appoint(body: Body, person: User | None, *, on: dt.date, by: User) -> None:
    """Nobody who is barred by a role that they hold on the first day."""
    check_can_run(by=by)
    barred = barred_roles(body, person, on=on)
    if barred:
        words = ", ".join(role.label.lower() for role in barred)
        raise NotNow(
            f"The constitution of {body.name} bars them: {words}.", action="Choose somebody else, or change the constitution."
        )


def check_can_ask_for_paper(meeting: Meeting, *, by: User) -> None:
    """Anybody who reads packs may ask for themselves; democratic services for anybody."""
    check_has(by, Permission.SEE_MEETINGS)
    if not meeting.condition.is_to_come:
        raise NotNow("The meeting has begun.", action="Ask democratic services to send you what you need.")


def check_can_provide(request: AccessiblePaper, *, by: User) -> None:
    check_can_run(by=by)
    if request.done_at is not None:
        raise NotNow("It has been provided already.", action="There is nothing to do.")


def reads_restricted(body: Body, *, by: User, standing: Standing | None = None) -> bool:
    """Whether the person is sent the whole pack of this body, exempt items included."""
    if runs(by=by):
        return True
    return has(by, Permission.SEE_MEETINGS) and (standing or _standing(by, body)).reads_restricted


def sees_draft_minutes(body: Body, *, by: User, standing: Standing | None = None) -> bool:
    """Until they are agreed, minutes are for democratic services and for those who agree them."""
    return reads_restricted(body, by=by, standing=standing)


def sees_work(meeting: Meeting, *, by: User, standing: Standing | None = None) -> bool:
    """Whether an agenda that is being made exists for this person."""
    return sets_agenda(meeting.body, by=by, standing=standing)


def check_sees_work(meeting: Meeting, *, by: User) -> None:
    check_sets_agenda(meeting.body, by=by)


def check_can_begin(meeting: Meeting, name: str, *, by: User) -> None:
    """Permission and state of a step, before what must be true for it."""
    step = transition(name)
    check_has(by, Permission.SEE_MEETINGS)
    if not _may_take(step, meeting, by):
        raise NotAllowed(REFUSED, action=ASK)
    if meeting.condition not in step.sources:
        raise NotNow(
            f"The meeting is “{meeting.condition.label.lower()}”.", action="Look at it again: somebody may have moved it on."
        )


def check_can_make(meeting: Meeting, name: str, *, by: User, on: dt.date, reason: str = "", at_the_step: bool = True) -> None:
    """Whether this person may take this step of the meeting on that day: permission, then state, then what must be true.
    Without ``at_the_step`` the guards that read every paper are left for later."""
    check_can_begin(meeting, name, by=by)
    for guard in transition(name).guards:
        if at_the_step or guard not in AT_THE_STEP:
            GUARDS[guard](meeting, on, reason)


def check_can_waive(meeting: Meeting, *, by: User) -> None:
    """Letting two papers of a pack disagree, until it is out."""
    check_can_run(by=by)
    if meeting.condition not in AGENDA_OPEN:
        raise NotNow(f"The meeting is “{meeting.condition.label.lower()}”.", action="Say it in the next pack.")


def open_steps(meeting: Meeting, *, by: User, on: dt.date) -> list[tuple[MeetingStep, str]]:
    """The steps that this person's part and the state allow, each with what still stands in its way (empty: nothing)."""
    steps = []
    for one in TRANSITIONS:
        if meeting.condition in one.sources and _may_take(one, meeting, by):
            try:
                check_can_make(meeting, one.name, by=by, on=on, reason="to be given", at_the_step=False)
                steps.append((one, ""))
            except UserError as obstacle:
                steps.append((one, str(obstacle)))
    return steps


def _may_take(step: MeetingStep, meeting: Meeting, by: User) -> bool:
    if has(by, step.needed):
        return True
    return step.chair_too and sets_agenda(meeting.body, by=by)


def _standing(person: User, body: Body) -> Standing:
    return standing_of(person, body, on=timezone.localdate())
