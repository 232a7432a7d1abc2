"""How a plan, an action and a cycle are found for the person who asks: role and relationship before anything is shown."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from inloco.accounts.access import SignedInRequest
from inloco.accounts.models import User
from inloco.accounts.permissions import Permission
from inloco.plans import policies
from inloco.plans.models import Action, Cycle, Plan, RequestItem
from inloco.plans.states import UNDER_WAY, RequestState

READERS = policies.READERS
RUNNERS = (Permission.RUN_PLAN_CYCLE,)
DECIDERS = (Permission.DECIDE_PLAN_DATES, Permission.DECIDE_PLAN_CLOSURES)


def plan_for(request: SignedInRequest, slug: str) -> Plan:
    """The plan, where this person may see any of it. A plan of others and one that does not exist are refused alike."""
    plan = Plan.objects.select_related("manager").filter(slug=slug, archived_at__isnull=True).first()
    if plan is None:
        raise Http404
    policies.check_can_see_plan(plan, by=request.user)
    return plan


def action_for(request: SignedInRequest, plan: Plan, pk: int) -> Action:
    found: Action = get_object_or_404(
        Action.objects.select_related("objective", "accountable", "brag_by", "plan").filter(plan=plan), pk=pk
    )
    policies.check_can_see(found, by=request.user)
    return found


def plan_cycle_for(request: SignedInRequest, slug: str, board_on: dt.date) -> tuple[Plan, Cycle]:
    """Both in one query. A cycle is found by the days of its board before it was moved, too: messages name them."""
    every = Cycle.objects.select_related("plan", "plan__manager").filter(plan__slug=slug, plan__archived_at__isnull=True)
    found = every.filter(board_on=board_on).first() or next(
        (one for one in every.exclude(former_days=[]) if board_on.isoformat() in one.former_days), None
    )
    if found is None:
        raise Http404
    policies.check_can_see_plan(found.plan, by=request.user)
    return found.plan, found


def cycle_for(plan: Plan, board_on: dt.date) -> Cycle:
    return get_object_or_404(Cycle.objects.select_related("plan", "plan__manager"), plan=plan, board_on=board_on)


def return_in_hand(action: Action, *, by: User) -> str:
    """The address at which a person goes on with the updates that are awaited of them, at this action; empty where none are."""
    awaited = [one.value for one in RequestState if one.is_awaited]
    item = (
        RequestItem.objects.filter(action=action, request__person=by, request__state__in=awaited)
        .filter(request__cycle__state__in=UNDER_WAY)
        .select_related("request__cycle")
        .first()
    )
    if item is None:
        return ""
    asked = item.request
    return f"{reverse('plans:return', args=[action.plan.slug, asked.cycle.board_on, asked.pk])}#action-{item.pk}"


def sent(request: SignedInRequest) -> QueryDict | None:
    """What was posted, if only an empty form; None for a form that is shown first."""
    return request.POST if request.method == "POST" else None


def next_of(request: SignedInRequest, otherwise: str) -> str:
    """Where a posted form leads back to: a place of our own that it names, else ``otherwise``."""
    asked = request.POST.get("next", "")
    return asked if asked and url_has_allowed_host_and_scheme(asked, allowed_hosts=None) else otherwise
