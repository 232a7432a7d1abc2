"""A resolution becomes an action of a plan: asked of the plan's manager, added or declined by them, or one that is there.

The plan stays the manager's: democratic services ask for a new action or name one that exists, and never write in a plan.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from inloco.accounts.models import User
from inloco.analytics.errors import NotNow
from inloco.audit.actions import record
from inloco.board import policies
from inloco.board.actions.resolutions import locked_resolution
from inloco.board.in_plans import check_plan, name_of
from inloco.board.models import Resolution, ResolutionUpdate
from inloco.plans.actions import records
from inloco.plans.models import Action, Objective, Plan


@transaction.atomic
def ask_for_action(*, resolution: Resolution, plan: Plan, by: User) -> Resolution:
    """Ask whoever manages ``plan`` to make the resolution one of its actions. They find it among their tasks."""
    resolution = locked_resolution(resolution)
    policies.check_can_hand_over(resolution, by=by)
    check_plan(plan)
    return _keep(resolution, "resolution_asked_of_plan", by=by, plan_asked=plan, plan_answer="", plan_reference="")


@transaction.atomic
def add_action(*, resolution: Resolution, objective: Objective, values: Mapping[str, Any], timescale: str, by: User) -> Action:
    """The manager of the plan makes a new action of it, in the words that they give."""
    resolution = locked_resolution(resolution)
    policies.check_can_take_on(resolution, by=by)
    if objective.plan_id != resolution.plan_asked_id:
        raise NotNow("The objective is of another plan.", action="Choose one of the plan that was asked.")
    made = records.add(plan=objective.plan, objective=objective, values=values, timescale=timescale, by=by)
    _carry(resolution, made, by=by)
    return made


@transaction.atomic
def link_action(*, resolution: Resolution, action: Action, by: User) -> Resolution:
    """An action that a plan has already carries the resolution from now on."""
    resolution = locked_resolution(resolution)
    policies.check_can_link(resolution, action, by=by)
    return _carry(resolution, action, by=by)


@transaction.atomic
def decline_action(*, resolution: Resolution, reason: str, by: User) -> Resolution:
    """The manager of the plan says why it does not belong there; democratic services read it with the resolution."""
    resolution = locked_resolution(resolution)
    policies.check_can_take_on(resolution, by=by)
    if not reason.strip():
        raise NotNow("A reason is missing.", action="Say why the plan does not take it.")
    return _keep(resolution, "resolution_declined_by_plan", by=by, plan_asked=None, plan_answer=reason.strip())


@transaction.atomic
def name_elsewhere(*, resolution: Resolution, reference: str, by: User) -> Resolution:
    """Name in words the action of a plan that is not kept here."""
    resolution = locked_resolution(resolution)
    policies.check_can_hand_over(resolution, by=by)
    if not reference.strip():
        raise NotNow("The action is not named.", action="Write its plan and reference.")
    return _keep(resolution, "resolution_linked", by=by, plan_reference=reference.strip(), plan_asked=None, plan_answer="")


@transaction.atomic
def take_out(*, resolution: Resolution, by: User) -> Resolution:
    """No plan carries it, or is asked to, any more. What was done about it in the plan stays there."""
    resolution = locked_resolution(resolution)
    policies.check_can_take_out(resolution, by=by)
    action = resolution.plan_action
    if action is not None:
        _note(resolution, f"No longer carried by the action {name_of(action)} of “{action.plan.title}”.", by=by)
    changes = {"plan_action": None, "plan_asked": None, "plan_answer": "", "plan_reference": ""}
    return _keep(resolution, "resolution_unlinked", by=by, **changes)


def _carry(resolution: Resolution, action: Action, *, by: User) -> Resolution:
    _note(resolution, f"Carried by the action {name_of(action)} of “{action.plan.title}”.", by=by)
    changes = {"plan_action": action, "plan_asked": None, "plan_answer": "", "plan_reference": ""}
    return _keep(resolution, "resolution_linked", by=by, **changes)


def _note(resolution: Resolution, text: str, *, by: User) -> None:
    ResolutionUpdate.objects.create(resolution=resolution, text=text, state=resolution.state, by=by)


def _keep(resolution: Resolution, kind: str, *, by: User, **changes: Any) -> Resolution:
    for name, value in changes.items():
        setattr(resolution, name, value)
    resolution.save(update_fields=list(changes))
    action = resolution.plan_action_id
    record(kind, by=by, subject="board_resolution", reference=str(resolution.pk), detail={"action": action} if action else None)
    return resolution
