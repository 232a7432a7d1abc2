"""What of the plans is frozen with an extract: how each action stood at the end of each day, and which updates came in time.

How it stood is read from the trail, which the database itself writes and nobody changes: whatever changed an action, a person, an
import or the closing of a round, left its mark there. No words and no names go along.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Min
from django.utils import timezone

from inloco.analytics.records import Records, recorded
from inloco.audit.models import Event
from inloco.plans.models import Action, CycleStep, Plan, RequestItem
from inloco.plans.states import CycleState


@dataclass(frozen=True)
class Stood:
    """An action as it stood at the end of a day."""

    action: str
    on: dt.date
    view: str
    brag: str
    due_on: dt.date | None


def plans_until(as_at: dt.date) -> Records:
    """The records of every plan until that day; none where no plan was kept by then."""
    begun = Plan.objects.filter(created_at__lt=_end_of(as_at)).aggregate(first=Min("created_at"))["first"]
    if begun is None:
        return {}
    since = timezone.localdate(begun)
    actions = list(_actions(as_at))
    states = [vars_of(one) for one in states_of(_changes(as_at))]
    return {
        "record_action": recorded("record_action", actions, since),
        "record_action_state": recorded("record_action_state", states, since),
        "record_update": recorded("record_update", _updates(as_at), since),
    }


def states_of(changes: Iterable[tuple[dt.date, str, dict[str, Any]]]) -> Iterator[Stood]:
    """The last word of each day on each action, where it says something else than the day before. ``changes`` in their order:
    the day, the action, and its row from then on."""
    stood: dict[str, list[Stood]] = {}
    for on, action, row in changes:
        due = dt.date.fromisoformat(str(row["due_on"])[:10]) if row["due_on"] else None
        now = Stood(action, on, row["view"], row["brag"] or "", due)
        days = stood.setdefault(action, [])
        if days and days[-1].on == on:
            days.pop()
        if not days or (days[-1].view, days[-1].brag, days[-1].due_on) != (now.view, now.brag, now.due_on):
            days.append(now)
    return (one for days in stood.values() for one in days)


def vars_of(one: Stood) -> dict[str, Any]:
    return {"action": one.action, "from_on": one.on, "view": one.view, "brag": one.brag, "due_on": one.due_on}


def _changes(as_at: dt.date) -> Iterator[tuple[dt.date, str, dict[str, Any]]]:
    events = Event.objects.filter(subject=Action._meta.db_table, kind__in=("insert", "update")).until(as_at).order_by("id")
    for at, reference, after in events.values_list("at", "reference", "after_json").iterator():
        yield timezone.localdate(at), reference, json.loads(after)


def _actions(as_at: dt.date) -> Iterator[dict[str, Any]]:
    rows = Action.objects.filter(created_at__lt=_end_of(as_at)).order_by("pk")
    for pk, plan, objective, service, created_at, archived_at in rows.values_list(
        "pk", "plan__slug", "objective__number", "service", "created_at", "plan__archived_at"
    ):
        yield {
            "action": str(pk),
            "plan": plan,
            "objective": objective,
            "service": service,
            "added_on": timezone.localdate(created_at),
            "plan_ended_on": _until(archived_at, as_at),
        }


def _updates(as_at: dt.date) -> Iterator[dict[str, Any]]:
    """Whatever was to be returned by ``as_at``. What came after that day had not come by then."""
    called_off = {
        cycle: timezone.localdate(at)
        for cycle, at in CycleStep.objects.filter(target=CycleState.CALLED_OFF).values_list("cycle", "at")
    }
    rows = RequestItem.objects.filter(request__cycle__return_on__lte=as_at).order_by("pk")
    for pk, plan, service, due_on, returned_at, cycle in rows.values_list(
        "pk",
        "action__plan__slug",
        "action__service",
        "request__cycle__return_on",
        "request__returned_at",
        "request__cycle",
    ):
        stopped = called_off.get(cycle)
        yield {
            "request": str(pk),
            "plan": plan,
            "service": service,
            "due_on": due_on,
            "returned_on": _until(returned_at, as_at),
            "called_off_on": stopped if stopped is not None and stopped <= as_at else None,
        }


def _until(at: dt.datetime | None, as_at: dt.date) -> dt.date | None:
    on = timezone.localdate(at) if at is not None else None
    return on if on is not None and on <= as_at else None


def _end_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min))
