"""What plans ask of a person today: updates to return, decisions, returns to read, the next step of a cycle."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from inloco.accounts.models import User
from inloco.accounts.permissions import Permission
from inloco.accounts.tasks import Task
from inloco.plans import policies
from inloco.plans.models import Closure, Cycle, DateChange, UpdateRequest
from inloco.plans.states import UNDER_WAY, AskState, CycleState, RequestState

SECTION = "Plans"


def plan_tasks(user: User) -> Iterator[Task]:
    """Only what this person may do now; each with the day it is due."""
    if user.may(Permission.UPDATE_OWN_ACTIONS):
        yield from _returns(user)
    if user.may(Permission.DECIDE_PLAN_DATES):
        asked = DateChange.objects.filter(state=AskState.ASKED).exclude(asked_by=user).select_related("action__plan")
        yield from (_decide(one, "Decide on a new date") for one in asked)
    if user.may(Permission.DECIDE_PLAN_CLOSURES):
        closures = Closure.objects.filter(state=AskState.ASKED).exclude(asked_by=user).select_related("action__plan")
        yield from (_decide(one, "Decide whether an action is done") for one in closures)
    if user.may(Permission.RUN_PLAN_CYCLE):
        yield from _cycles(user)


def _returns(user: User) -> Iterator[Task]:
    awaited = [RequestState.REQUESTED, RequestState.LATE, RequestState.MISSING, RequestState.QUERIED]
    requests = UpdateRequest.objects.filter(person=user, state__in=awaited, cycle__state__in=UNDER_WAY)
    for one in requests.select_related("cycle__plan"):
        yield Task(
            f"Answer the question about your updates: {one.cycle.plan.title}"
            if one.condition is RequestState.QUERIED
            else f"Update your actions: {one.cycle.plan.title}",
            reverse("plans:return", args=[one.cycle.plan.slug, one.cycle.board_on, one.pk]),
            due=one.cycle.return_on,
            why=f"Board of {one.cycle.board_on.day} {one.cycle.board_on:%B}",
            section=SECTION,
        )


def _decide(ask: DateChange | Closure, words: str) -> Task:
    action = ask.action
    return Task(
        f"{words}: {action.plan.title}, action {action.ref}",
        reverse("plans:action", args=[action.plan.slug, action.pk]),
        why="Asked for",
        section=SECTION,
    )


def _cycles(user: User) -> Iterator[Task]:
    today = timezone.localdate()
    settled = [CycleState.CLOSED, CycleState.CALLED_OFF]
    cycles = list(Cycle.objects.exclude(state__in=settled).select_related("plan", "plan__manager"))
    returned = UpdateRequest.objects.filter(cycle__in=cycles, state=RequestState.RETURNED).exclude(person=user)
    for one in returned.select_related("cycle__plan", "person"):
        yield Task(
            f"Read the updates of {one.person.name}",
            reverse("plans:return", args=[one.cycle.plan.slug, one.cycle.board_on, one.pk]),
            due=one.cycle.brief_on,
            why="Returned",
            section=SECTION,
        )
    for cycle in cycles:
        if cycle.plan.manager_id not in (None, user.pk):
            continue
        for transition, obstacle in policies.open_steps(cycle, by=user, on=today):
            if transition.name == "call_off" or obstacle:
                continue
            due = getattr(cycle, transition.day) if transition.day else cycle.board_on
            if transition.name == "circulate" and due > today:
                continue
            yield Task(
                f"{transition.label}: {cycle.plan.title}",
                reverse("plans:cycle", args=[cycle.plan.slug, cycle.board_on]),
                due=due,
                why=cycle.condition.label,
                section=SECTION,
            )
