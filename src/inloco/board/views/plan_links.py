"""A resolution goes into a plan: democratic services hand it over, the manager of the plan takes it on."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from inloco.accounts.access import SignedInRequest, permission
from inloco.accounts.permissions import Permission
from inloco.board import policies
from inloco.board.actions import plan_links
from inloco.board.forms.meetings import ReasonForm
from inloco.board.forms.plan_links import ExistingActionForm, HandOverForm, NewActionForm
from inloco.board.in_plans import open_actions, plans_to_ask
from inloco.board.models import Resolution
from inloco.board.public_words import first_names, young_of
from inloco.board.views.asking import act, ask, sent
from inloco.board.views.finding import crumbs_to, resolution_of


@permission(Permission.RUN_MEETINGS)
@require_http_methods(["GET", "POST"])
def hand_over(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask a plan for a new action, or name one that carries it."""
    found = resolution_of(pk)
    policies.check_can_hand_over(found, by=request.user)
    plans = plans_to_ask()
    initial = {
        "how": "elsewhere" if found.plan_reference else "new",
        "reference": found.plan_reference,
        "plan": found.plan_asked_id or (plans[0].pk if len(plans) == 1 else ""),
    }
    form = HandOverForm(sent(request), plans=plans, actions=open_actions(request.user), initial=initial)

    def do(given: dict[str, Any]) -> object:
        match given["how"]:
            case "new":
                return plan_links.ask_for_action(resolution=found, plan=form.plan_asked, by=request.user)
            case "existing":
                return plan_links.link_action(resolution=found, action=form.carried_by, by=request.user)
            case _:
                return plan_links.name_elsewhere(resolution=found, reference=given["reference"], by=request.user)

    return ask(
        request,
        form,
        do=do,
        done="Kept: the resolution says how a plan carries it.",
        title=f"Resolution {found.reference} in a plan",
        **_around(found, "Into a plan"),
    )


@permission(Permission.MANAGE_PLANS)
@require_http_methods(["GET", "POST"])
def take_on(request: SignedInRequest, pk: int) -> HttpResponse:
    """A new action of the plan that was asked. What the board kept from the public is not written into it beforehand."""
    found = resolution_of(pk)
    policies.check_can_take_on(found, by=request.user)
    plan = found.plan_asked
    assert plan is not None  # the policy refuses a resolution that asked no plan
    initial = {
        "activity": "" if found.item.is_exempt else first_names(found.text, young_of(found.meeting)),
        "timescale": f"{found.due_on:%d/%m/%Y}" if found.due_on else "",
        "accountable": found.owner_id or "",
    }
    form = NewActionForm(sent(request), objectives=plan.objectives.all(), initial=initial)
    return ask(
        request,
        form,
        do=lambda given: plan_links.add_action(
            resolution=found, objective=form.chosen, values=form.values, timescale=given["timescale"], by=request.user
        ),
        done=f"The action was added to {plan.title}.",
        title=f"Make resolution {found.reference} an action of {plan.title}",
        button="Add the action",
        **_around(found, f"An action of {plan.title}"),
    )


@permission(Permission.MANAGE_PLANS)
@require_http_methods(["GET", "POST"])
def take_on_existing(request: SignedInRequest, pk: int) -> HttpResponse:
    """One of the plan's open actions carries it already."""
    found = resolution_of(pk)
    policies.check_can_take_on(found, by=request.user)
    form = ExistingActionForm(
        sent(request), actions=[one for one in open_actions(request.user) if one.plan_id == found.plan_asked_id]
    )
    return ask(
        request,
        form,
        do=lambda given: plan_links.link_action(resolution=found, action=form.chosen, by=request.user),
        done="The action carries the resolution from now on.",
        title=f"Which action carries resolution {found.reference}?",
        **_around(found, "An action that is there"),
    )


@permission(Permission.MANAGE_PLANS)
@require_http_methods(["GET", "POST"])
def decline(request: SignedInRequest, pk: int) -> HttpResponse:
    found = resolution_of(pk)
    policies.check_can_take_on(found, by=request.user)
    return ask(
        request,
        ReasonForm(sent(request)),
        do=lambda given: plan_links.decline_action(resolution=found, reason=given["reason"], by=request.user),
        done="Democratic services read your reason with the resolution.",
        title=f"Why resolution {found.reference} is no action of the plan",
        **(_around(found, "Not in the plan") | {"back": reverse("home")}),
    )


@permission(Permission.RUN_MEETINGS)
@require_POST
def take_out(request: SignedInRequest, pk: int) -> HttpResponse:
    found = resolution_of(pk)
    return act(
        request,
        lambda: plan_links.take_out(resolution=found, by=request.user),
        done="No plan carries the resolution any more.",
        back=reverse("board:resolution", args=[pk]),
    )


def _around(found: Resolution, text: str) -> dict[str, Any]:
    """What every page about a resolution in a plan has around its form."""
    return {
        "back": reverse("board:resolution", args=[found.pk]),
        "crumbs": crumbs_to(
            found.body,
            None,
            {"text": f"Resolution {found.reference}", "href": reverse("board:resolution", args=[found.pk])},
            {"text": text},
        ),
        "context": {"intro": found.text},
    }
