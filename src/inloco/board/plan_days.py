"""The days of boards' meetings and who chairs them, for the update cycles of plans, which are counted back from them; and which
cycles run towards a meeting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from inloco.accounts.models import User
from inloco.accounts.permissions import Permission
from inloco.board.models import Meeting, OfficeTerm
from inloco.board.models.bodies import Office
from inloco.board.states import MeetingState
from inloco.plans.board_days import BoardDay
from inloco.plans.models import Cycle

SHOWN = 6
"""So many meetings to come are offered."""


def meetings_from(since: dt.date) -> Iterator[BoardDay]:
    """The next meetings of every board that were neither held nor cancelled."""
    return _days(Meeting.objects.to_come().filter(on__gte=since)[:SHOWN])


def meetings_of(keys: Collection[UUID]) -> Iterator[BoardDay]:
    """These meetings, whatever became of them."""
    return _days(Meeting.objects.filter(uid__in=keys))


def cycles_towards(meeting: Meeting, *, by: User) -> list[dict[str, Any]]:
    """The update cycles of plans that are counted back from a meeting: for whoever may read whole plans the plan, where its cycle
    stands, and whether it still runs towards another day."""
    if not by.may(Permission.SEE_PLANS):
        return []
    return [
        {
            "plan": one.plan.title,
            "state": one.condition.label.lower(),
            "address": reverse("plans:cycle", args=[one.plan.slug, one.board_on]),
            "other_day": one.board_on if one.board_on != meeting.on and not one.condition.is_settled else None,
        }
        for one in Cycle.objects.filter(meeting=meeting.uid).select_related("plan").order_by("plan__title")
    ]


def _days(meetings: QuerySet[Meeting]) -> Iterator[BoardDay]:
    """Each with whoever chairs on its day, in one query: for as long as they are a member, unless the office ends before."""
    on = OuterRef("on")
    held = OfficeTerm.objects.filter(
        Q(until_on=None) | Q(until_on__gte=on),
        Q(membership__until_on=None) | Q(membership__until_on__gte=on),
        body=OuterRef("body"),
        office=Office.CHAIR,
        from_on__lte=on,
        membership__from_on__lte=on,
    )
    chair = Subquery(held.values("membership__person")[:1])
    for one in meetings.select_related("body").annotate(chair=chair):
        address = reverse("board:meeting", args=[one.body.slug, one.on])
        yield BoardDay(one.on, one.body.name, one.uid, address, one.condition is MeetingState.CANCELLED, one.chair)
