"""What plans ask of a person today: updates to return, decisions, returns to read, the next step of a cycle."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Exists, IntegerField, OuterRef, Subquery, Value
from django.urls import reverse
from django.utils import timezone

from inloco.accounts.models import User
from inloco.accounts.permissions import Permission
from inloco.accounts.tasks import Task
from inloco.plans import policies
from inloco.plans.board_days import BoardDay, meetings_named
from inloco.plans.models import Closure, Cycle, DateChange, Plan, UpdateRequest
from inloco.plans.presenters.board import unanswered_in
from inloco.plans.states import UNDER_WAY, AskState, CycleState, RequestState

SECTION = "Plans"
AWAITED = [one.value for one in RequestState if one.is_awaited]
BRIEFED = (CycleState.BRIEFING, CycleState.REPORTED)


def plan_tasks(user: User) -> Iterator[Task]:
    """Only what this person may do now; each with the day it is due."""
    if any(user.may(one) for one in (Permission.UPDATE_OWN_ACTIONS, Permission.SEE_PLANS, Permission.RUN_PLAN_CYCLE)):
        cycles = _cycles_for(user)
        yield from _returns(cycles)
        meetings = meetings_named(one.meeting for one in cycles)
        if user.may(Permission.SEE_PLANS):
            chaired = {one.pk for one in cycles if one.meeting in meetings and meetings[one.meeting].chair == user.pk}
            yield from _briefs(cycles, chaired)
            yield from _asked_of_chair([one for one in cycles if one.pk in chaired])
    yield from _decisions(user)
    if user.may(Permission.RUN_PLAN_CYCLE):
        yield from _moved(cycles, meetings, user)
        yield from _to_run(cycles, user)


def _cycles_for(user: User) -> list[Cycle]:
    """The cycles that are not settled, with this person's return in each and whether they are briefed, in one query."""
    own = UpdateRequest.objects.filter(cycle=OuterRef("pk"), person=user, state__in=AWAITED)
    briefed = Plan.briefed.through.objects.filter(plan=OuterRef("plan"), user=user)
    found = Cycle.objects.exclude(state__in=[CycleState.CLOSED, CycleState.CALLED_OFF]).select_related("plan", "plan__manager")
    return list(
        found.annotate(
            asked_for=Subquery(own.values("pk")[:1])
            if user.may(Permission.UPDATE_OWN_ACTIONS)
            else Value(None, output_field=IntegerField()),
            asked_state=Subquery(own.values("state")[:1]),
            is_briefed=Exists(briefed),
        )
    )


def _returns(cycles: Iterable[Any]) -> Iterator[Task]:
    for one in cycles:
        if one.asked_for is not None and one.condition in UNDER_WAY:
            words = "Answer the question about your updates" if one.asked_state == RequestState.QUERIED else "Update your actions"
            yield Task(
                f"{words}: {one.plan.title}",
                reverse("plans:return", args=[one.plan.slug, one.board_on, one.asked_for]),
                due=one.return_on,
                why=f"Board of {one.board_on.day} {one.board_on:%B}",
                section=SECTION,
            )


def _briefs(cycles: Iterable[Any], chaired: Collection[int]) -> Iterator[Task]:
    """The brief, for whoever is to be briefed and the chair, from its day until the board has met."""
    for one in cycles:
        if (one.is_briefed or one.pk in chaired) and one.condition in BRIEFED and one.board_on >= timezone.localdate():
            yield Task(
                f"Read the brief: {one.plan.title}",
                reverse("plans:brief", args=[one.plan.slug, one.board_on]),
                due=one.board_on,
                why=f"Board of {one.board_on.day} {one.board_on:%B}",
                section=SECTION,
            )


def _asked_of_chair(cycles: Iterable[Cycle]) -> Iterator[Task]:
    """What the board is asked: to look at from the briefing on, to answer from its day on."""
    open_now = [one for one in cycles if one.condition in BRIEFED]
    unanswered = unanswered_in(open_now)
    for one in open_now:
        if unanswered[one.pk]:
            count = unanswered[one.pk]
            has_met = one.condition is CycleState.REPORTED and one.board_on <= timezone.localdate()
            words = "Say what the board decided" if has_met else "Look at what the board is asked"
            yield Task(
                f"{words}: {one.plan.title}",
                reverse("plans:board-asked", args=[one.plan.slug, one.board_on]),
                due=one.board_on,
                why=f"{count} action{'s' if count > 1 else ''} to close",
                section=SECTION,
            )


def _moved(cycles: Iterable[Cycle], meetings: Mapping[UUID, BoardDay], user: User) -> Iterator[Task]:
    """Cycles whose meeting is on another day than they run towards, or was called off."""
    for one in cycles:
        meeting = meetings.get(one.meeting) if one.meeting is not None else None
        if meeting is None or one.plan.manager_id not in (None, user.pk) or not (meeting.is_off or meeting.on != one.board_on):
            continue
        to = "the meeting was called off" if meeting.is_off else f"the board meets on {meeting.on.day} {meeting.on:%B}"
        yield Task(
            f"Move the update cycle: {one.plan.title}",
            reverse("plans:cycle", args=[one.plan.slug, one.board_on]),
            due=min(one.board_on, meeting.on),
            why=to[0].upper() + to[1:],
            section=SECTION,
        )


def _decisions(user: User) -> Iterator[Task]:
    """New dates and closings that wait for somebody else than the person who asked, in one query."""
    kinds = ((Permission.DECIDE_PLAN_DATES, DateChange, "Decide on a new date"),
             (Permission.DECIDE_PLAN_CLOSURES, Closure, "Decide whether an action is done"))  # fmt: skip
    asked = [
        model.objects.filter(state=AskState.ASKED)
        .exclude(asked_by=user)
        .order_by()
        .values_list(
            Value(words),
            "action__plan__title",
            "action__plan__slug",
            "action__objective__number",
            "action__ref",
            "action",
            "asked_at",
        )
        for permission, model, words in kinds
        if user.may(permission)
    ]
    if not asked:
        return
    for words, title, slug, objective, ref, action, _ in asked[0].union(*asked[1:], all=True).order_by("asked_at"):
        yield Task(
            f"{words}: {title}, action {objective}/{ref or action}",
            reverse("plans:action", args=[slug, action]),
            why="Asked for",
            section=SECTION,
        )


def _to_run(cycles: Sequence[Cycle], user: User) -> Iterator[Task]:
    today = timezone.localdate()
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
