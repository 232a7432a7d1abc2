"""Who may see, update, decide and run, and when. ``check_can_x`` raises with the reason, ``can_x`` answers.

Whoever may read whole plans sees every action; others only those that they are accountable for. A missing permission is
NotAllowed and says nothing about what exists. A step that is not possible now is NotNow and says why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from inloco.accounts.models import User
from inloco.accounts.permissions import Permission
from inloco.accounts.policies import allows, check_has, has
from inloco.analytics.errors import NotAllowed, NotNow, UserError
from inloco.plans.models import Action, Closure, Cycle, DateChange, Plan, ProgressNote, RequestItem, UpdateRequest
from inloco.plans.queries import Actions
from inloco.plans.states import (
    CYCLE_TRANSITIONS,
    OWNER,
    UNDER_WAY,
    AskState,
    CycleState,
    CycleTransition,
    ItemState,
    RequestState,
    ask_transition,
    cycle_transition,
    request_transition,
)
from inloco.plans.words import Brag, View
from inloco.transitions import A_REASON

READERS = (Permission.SEE_PLANS, Permission.UPDATE_OWN_ACTIONS)
"""For people with one of these there are plans at all."""


def sees_whole_plans(by: User) -> bool:
    return has(by, Permission.SEE_PLANS)


def visible_actions(by: User) -> Actions:
    """Every action that this person may see, of all plans."""
    every: Actions = Action.objects.all()
    return every if sees_whole_plans(by) else every.accountable_to(by) if has(by, Permission.UPDATE_OWN_ACTIONS) else every.none()


def visible_plans(by: User) -> Any:
    """Whole plans, or those in which the person has an action."""
    plans = Plan.objects.filter(archived_at__isnull=True)
    return plans if sees_whole_plans(by) else plans.filter(pk__in=visible_actions(by).values("plan"))


def check_can_see_plan(plan: Plan, *, by: User) -> None:
    if not (sees_whole_plans(by) or visible_actions(by).filter(plan=plan).exists()):
        raise NotAllowed("You have no action in this plan.", action="Ask the project manager.")


def check_can_see(action: Action, *, by: User) -> None:
    if not sees_whole_plans(by) and not (has(by, Permission.UPDATE_OWN_ACTIONS) and action.accountable_id == by.pk):
        raise NotAllowed("This action is not yours.", action="Ask the project manager.")


def check_can_manage(*, by: User) -> None:
    check_has(by, Permission.MANAGE_PLANS)


def can_manage(*, by: User) -> bool:
    return has(by, Permission.MANAGE_PLANS)


def check_can_run(*, by: User) -> None:
    check_has(by, Permission.RUN_PLAN_CYCLE)


def can_run(*, by: User) -> bool:
    return has(by, Permission.RUN_PLAN_CYCLE)


def check_can_publish(*, by: User) -> None:
    check_has(by, Permission.PUBLISH_PLAN)


def is_owner(action: Action, *, by: User) -> bool:
    return action.accountable_id == by.pk and has(by, Permission.UPDATE_OWN_ACTIONS)


def check_can_update(action: Action, *, by: User) -> None:
    """The accountable person, or the project manager, whose every judgement names a reason."""
    if not is_owner(action, by=by) and not can_run(by=by):
        raise NotAllowed("Only the accountable person updates an action.", action="Ask the project manager.")
    if action.view == View.CLOSED:
        raise NotNow("The action is closed.", action="Ask the project manager to reopen it.")


def can_update(action: Action, *, by: User) -> bool:
    return allows(lambda: check_can_update(action, by=by))


def check_can_judge(action: Action, brag: str, *, by: User, reason: str) -> None:
    """Red, Amber and Green are the owner's. Somebody else who sets one says why, and the owner is told. Blue is agreed by two."""
    check_can_update(action, by=by)
    if brag == action.brag:
        return
    if brag not in (Brag.RED, Brag.AMBER, Brag.GREEN):
        raise NotNow("Blue is not set here.", action="Ask for the action to be closed: a second person then agrees.")
    if action.brag == Brag.BLUE:
        raise NotNow("The action is Blue.", action="Ask the project manager to reopen it first.")
    if not is_owner(action, by=by) and not reason.strip():
        raise NotNow(
            "A judgement that is not the accountable person’s needs a reason.",
            action="Say why you set it; the accountable person is told.",
        )


def check_can_ask(action: Action, *, by: User) -> None:
    """Another date or closing is asked for by whoever may update."""
    check_can_update(action, by=by)


def check_can_close(action: Action, *, by: User, has_note: bool | None = None) -> None:
    """Closing is asked for by whoever may update. What came Blue from a file lacks its note, even when closed.
    ``has_note``: whether its closing was agreed, where that is known already."""
    if action.is_blue_from_file:
        if not is_owner(action, by=by) and not can_run(by=by):
            raise NotAllowed("Only the accountable person closes an action.", action="Ask the project manager.")
        if Closure.objects.filter(action=action, state=AskState.AGREED).exists() if has_note is None else has_note:
            raise NotNow("The closing note is there.", action="Look at it again.")
        return
    check_can_update(action, by=by)
    if action.brag == Brag.BLUE:
        raise NotNow("The action is Blue already.", action="The board closes it.")


def can_close(action: Action, *, by: User, has_note: bool | None = None) -> bool:
    return allows(lambda: check_can_close(action, by=by, has_note=has_note))


def check_can_decide(ask: DateChange | Closure, name: str, *, by: User, reason: str = "") -> None:
    """Whether this person may agree, refuse, withdraw or reopen: permission, then state, then what must be true."""
    transition = ask_transition(name)
    if transition.permission == OWNER:
        if ask.asked_by_id != by.pk:
            raise NotAllowed("Only the person who asked withdraws it.", action="Ask them.")
    else:
        check_has(by, transition.needed)
    if ask.state not in transition.sources:
        raise NotNow(f"It is now: {_label(ask).lower()}.", action="Look at it again: somebody may have decided.")
    for guard in transition.guards:
        ASK_GUARDS[guard](ask, by, reason)


def can_decide(ask: DateChange | Closure, name: str, *, by: User) -> bool:
    return allows(lambda: check_can_decide(ask, name, by=by, reason="to be given"))


def check_can_step(cycle: Cycle, name: str, *, by: User | None, on: dt.date, reason: str = "") -> None:
    """Whether a cycle may take this step on that day. ``by`` None is the scheduler, which takes only steps that have a day."""
    transition = cycle_transition(name)
    if by is not None:
        check_has(by, transition.needed)
    elif not transition.day or getattr(cycle, transition.day) > on:
        raise NotNow("It is not yet the day.", action="Wait.")
    if cycle.condition not in transition.sources:
        raise NotNow(f"The cycle is “{cycle.condition.label.lower()}”.", action="Look at it again.")
    for guard in transition.guards:
        CYCLE_GUARDS[guard](cycle, on, reason)


def open_steps(cycle: Cycle, *, by: User, on: dt.date) -> list[tuple[CycleTransition, str]]:
    """The steps that the state and this person's permission allow, each with what stands in its way (empty: nothing)."""
    steps = []
    for transition in CYCLE_TRANSITIONS:
        if cycle.condition in transition.sources and transition.permission and has(by, transition.permission):
            try:
                check_can_step(cycle, transition.name, by=by, on=on, reason="to be given")
                steps.append((transition, ""))
            except UserError as obstacle:
                steps.append((transition, str(obstacle)))
    return steps


def chairs(cycle: Cycle, *, by: User) -> bool:
    """Whether this person chairs the meeting that the cycle is for."""
    return has(by, Permission.SEE_PLANS) and by.pk == cycle.chair


def answers_open(cycle: Cycle, *, on: dt.date) -> tuple[bool, str]:
    """Whether the chair may send actions back now, from the briefing until the decisions are applied; and why nothing can be
    agreed yet (empty: it can)."""
    if cycle.condition not in (CycleState.BRIEFING, CycleState.REPORTED):
        return False, ""
    if cycle.condition is CycleState.BRIEFING:
        return True, "The plan is not reported to the board yet."
    return True, "" if on >= cycle.board_on else f"The board meets on {cycle.board_on:%-d %B %Y}."


def check_can_answer(cycle: Cycle, action: Action, *, agrees: bool, reason: str, by: User, on: dt.date) -> None:
    """The chair of the meeting answers for the board: what it closes from its day on, what it sends back from the briefing on."""
    if not chairs(cycle, by=by):
        raise NotAllowed("Only the chair of the meeting says what the board decided.", action="Ask the chair.")
    is_open, not_yet = answers_open(cycle, on=on)
    if not is_open:
        raise NotNow(f"The cycle is “{cycle.condition.label.lower()}”.", action="Look at it again.")
    if action.plan_id != cycle.plan_id or action.brag != Brag.BLUE or action.view == View.CLOSED:
        raise NotNow("The board is not asked to close this action.", action="Look at the list again.")
    if agrees and not_yet:
        raise NotNow(not_yet, action="Send it back now, or agree at the board.")
    if not agrees:
        _reason_is_given(action, by, reason)


def check_can_see_request(request: UpdateRequest, *, by: User) -> None:
    """The person asked, and whoever runs the cycle or reads whole plans."""
    if request.person_id != by.pk and not sees_whole_plans(by):
        raise NotAllowed("This request is somebody else’s.", action="Ask the project manager.")


def check_can_move(request: UpdateRequest, name: str, *, by: User | None, on: dt.date, reason: str = "") -> None:
    """Whether a request may take this step. ``by`` None is the scheduler."""
    transition = request_transition(name)
    if transition.permission == OWNER:
        if by is None or request.person_id != by.pk:
            raise NotAllowed("Only the person who was asked returns the updates.", action="Ask them.")
        check_has(by, Permission.UPDATE_OWN_ACTIONS)
    elif transition.permission is None:
        if by is not None:
            raise NotAllowed("Only the scheduler does this.", action="Wait for the day.")
    elif by is not None:
        check_has(by, transition.permission)
    if request.condition not in transition.sources:
        raise NotNow(f"The return is “{request.condition.label.lower()}”.", action="Look at it again.")
    for guard in transition.guards:
        REQUEST_GUARDS[guard](request, by, on, reason)


def can_move(request: UpdateRequest, name: str, *, by: User, on: dt.date) -> bool:
    return allows(lambda: check_can_move(request, name, by=by, on=on, reason="to be given"))


def _label(ask: DateChange | Closure) -> str:
    return str(dict(type(ask)._meta.get_field("state").flatchoices).get(ask.state, ask.state))


def _somebody_else_asked(ask: DateChange | Closure, by: User, reason: str) -> None:
    if ask.asked_by_id == by.pk:
        raise NotNow("You asked for this, so somebody else decides.", action="Ask a colleague.")


def boards_over(plan: Any, *, on: dt.date) -> Any:
    """The cycles of boards before that day that were reported to, the last first."""
    reported = [CycleState.CLOSED, CycleState.REPORTED]
    return Cycle.objects.filter(plan=plan, state__in=reported, board_on__lt=on).order_by("-board_on")


def _wrote_no_update(ask: DateChange | Closure, by: User, reason: str) -> None:
    wrote = getattr(ask.action, "wrote_since_board", None)  # a page has read its log already
    if wrote is None:
        last = boards_over(ask.action.plan_id, on=timezone.localdate()).values_list("board_on", flat=True).first()
        notes = ProgressNote.objects.filter(action=ask.action_id)
        wrote = (notes if last is None else notes.filter(at__date__gt=last)).filter(author=by).values_list("author", flat=True)
    if by.pk in wrote:
        raise NotNow("You wrote an update of this action, so somebody else agrees that it is done.", action="Ask a colleague.")


def _reason_is_given(subject: object, who: object, reason: str) -> None:
    if not reason.strip():
        raise NotNow("A reason is missing.", action="Say why, so that the others know.")


ASK_GUARDS: dict[str, Callable[[Any, User, str], None]] = {
    "somebody else asked": _somebody_else_asked,
    "wrote none of the updates since the last board": _wrote_no_update,
    A_REASON: _reason_is_given,
}


def _no_other_cycle(cycle: Cycle, on: dt.date, reason: str) -> None:
    under_way = [*UNDER_WAY, CycleState.REPORTED]
    other = Cycle.objects.filter(plan=cycle.plan_id, state__in=under_way).exclude(pk=cycle.pk).first()
    if other is not None:
        raise NotNow(f"The cycle for {other.board_on:%-d %B %Y} is not closed yet.", action="Close it or call it off first.")


def _somebody_to_ask(cycle: Cycle, on: dt.date, reason: str) -> None:
    if not Action.objects.of(cycle.plan_id).open().filter(accountable__is_active=True).exists():
        raise NotNow("No open action has an accountable person with an account.", action="Assign the actions first.")


def _day_has_come(field: str, words: str) -> Callable[[Cycle, dt.date, str], None]:
    def guard(cycle: Cycle, on: dt.date, reason: str) -> None:
        day: dt.date = getattr(cycle, field)
        if on < day:
            raise NotNow(f"The day for {words} is {day:%-d %B %Y}.", action="Wait until then.")

    return guard


def _closes_only_blue(cycle: Cycle, on: dt.date, reason: str) -> None:
    """What is chosen is checked by the action itself; nothing stands in the way beforehand."""


CYCLE_GUARDS: dict[str, Callable[[Cycle, dt.date, str], None]] = {
    "no other cycle of the plan is under way": _no_other_cycle,
    "an open action has an accountable person": _somebody_to_ask,
    "the day for returns has come": _day_has_come("return_on", "returns"),
    "the day for the briefing has come": _day_has_come("brief_on", "the briefing"),
    "the board’s day has come": _day_has_come("board_on", "the board"),
    "what the board closes is Blue": _closes_only_blue,
    A_REASON: lambda cycle, on, reason: _reason_is_given(cycle, on, reason),
}


def _cycle_takes_updates(request: UpdateRequest, by: User | None, on: dt.date, reason: str) -> None:
    if not request.cycle.condition.takes_updates:
        raise NotNow(f"The cycle is “{request.cycle.condition.label.lower()}”.", action="Update the action itself instead.")


def _everything_saved(request: UpdateRequest, by: User | None, on: dt.date, reason: str) -> None:
    waiting = RequestItem.objects.filter(request=request).exclude(state=ItemState.SAVED).count()
    if waiting:
        raise NotNow(
            f"{waiting} action{' is' if waiting == 1 else 's are'} not saved yet.",
            action="Save each, even where nothing has changed.",
        )


def _not_their_own(request: UpdateRequest, by: User | None, on: dt.date, reason: str) -> None:
    if by is not None and request.person_id == by.pk:
        raise NotNow("This is your own return, so somebody else accepts it.", action="Ask a colleague.")


def _returns_have_passed(request: UpdateRequest, by: User | None, on: dt.date, reason: str) -> None:
    if on <= request.cycle.return_on:
        raise NotNow("Returns are not late yet.", action="Wait.")


def _briefing_has_come(request: UpdateRequest, by: User | None, on: dt.date, reason: str) -> None:
    if on < request.cycle.brief_on:
        raise NotNow("The day for the briefing has not come.", action="Wait.")


REQUEST_GUARDS: dict[str, Callable[[UpdateRequest, User | None, dt.date, str], None]] = {
    "the cycle takes updates": _cycle_takes_updates,
    "every action has been saved": _everything_saved,
    "the day for returns has passed": _returns_have_passed,
    "the day for the briefing has come": _briefing_has_come,
    "nobody accepts their own return": _not_their_own,
    A_REASON: lambda request, by, on, reason: _reason_is_given(request, by, reason),
}
"""What the words of the tables mean. A test holds them together."""


def awaits(request: UpdateRequest) -> bool:
    return RequestState(request.state).is_awaited
