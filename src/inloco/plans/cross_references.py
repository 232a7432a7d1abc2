"""Where one plan's reference names an action of another: ``4.4.3`` in a delivery plan is an action of the improvement plan."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Q

from inloco.accounts.models import User
from inloco.plans import policies
from inloco.plans.models import Action
from inloco.plans.reading.refs import key

_TELLING = re.compile(r"(?<![\w.])(?:\d+(?:\.\d+)+[a-z]?|[A-Za-z]{1,2}\d+(?:\.\d+)*)(?![\w.]*\w)")
"""A reference that is told from a mere number: it has two parts, or a letter before it."""
MOST = 20


@dataclass(frozen=True)
class Elsewhere:
    """An action of another plan. ``names_this`` when it is that one whose reference in another plan is this action's."""

    action: Action
    names_this: bool


def elsewhere(action: Action, *, by: User) -> list[Elsewhere]:
    """The actions of other plans that this one names, and those that name it, as far as this person sees them; in one query, and
    in none where neither has a reference that tells."""
    named = {key(one) for one in _TELLING.findall(action.plan_ref)}
    own = key(action.ref) if _TELLING.fullmatch(action.ref.strip()) else ""
    wanted = Q(ref__in=_TELLING.findall(action.plan_ref))
    if own:
        wanted |= Q(plan_ref__icontains=action.ref.strip())
    if not named and not own:
        return []
    found = policies.visible_actions(by).exclude(plan=action.plan_id).filter(wanted, plan__archived_at__isnull=True)
    lines = []
    for one in found.select_related("plan", "objective").order_by("plan__title", "position")[:MOST]:
        if key(one.ref) in named:
            lines.append(Elsewhere(one, False))
        elif own in {key(ref) for ref in _TELLING.findall(one.plan_ref)}:
            lines.append(Elsewhere(one, True))
    return lines
