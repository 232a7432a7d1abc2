"""What a board says about a plan by its chair, and what becomes of it when the cycle is closed."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from inloco.accounts.models import User
from inloco.audit.actions import record
from inloco.plans import policies
from inloco.plans.actions import asks
from inloco.plans.models import Action, BoardAnswer, BragMark, Cycle
from inloco.plans.words import Brag


def moment_on(on: dt.date) -> dt.datetime:
    """The moment that a step made on that day carries: now, or noon of another day that is entered afterwards."""
    return timezone.now() if on == timezone.localdate() else timezone.make_aware(dt.datetime.combine(on, dt.time(12)))


@transaction.atomic
def answer(*, cycle: Cycle, action: Action, agrees: bool, reason: str = "", by: User, on: dt.date) -> BoardAnswer:
    """Agree that an action is closed, or send it back with a reason. Until the cycle is closed the chair may say otherwise."""
    now = Cycle.objects.select_for_update(of=("self",)).select_related("plan").get(pk=cycle.pk)
    policies.check_can_answer(now, action, agrees=agrees, reason=reason, by=by, on=on)
    said = BoardAnswer.objects.create(cycle=now, action=action, agrees=agrees, reason=reason.strip(), by=by, at=moment_on(on))
    record("plan_board_agreed" if agrees else "plan_board_sent_back", by=by, subject="plans_action", reference=str(action.pk))
    return said


def open_again(said: BoardAnswer, *, by: User) -> Action:
    """An action that the board sent back goes on with the BRAG that it had before it was Blue."""
    action = Action.objects.get(pk=said.action_id)
    marks = BragMark.objects.filter(action=action, brag=Brag.BLUE).order_by("-at", "-pk")
    before = marks.values_list("was", flat=True).first() or ""
    brag = before if before in (Brag.RED, Brag.AMBER, Brag.GREEN) else Brag.AMBER
    reason = f"Sent back by the board ({said.by.name}): {said.reason}"
    return asks.reopen(action=action, based_on=action.version, brag=brag, reason=reason, by=by)
