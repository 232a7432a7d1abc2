"""What a board says of a plan's action: that it was resolved, when, and how the resolution stands."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from inloco.accounts.models import User
from inloco.board import policies
from inloco.board.constitution import standing_of
from inloco.board.models import Resolution
from inloco.board.states import MeetingState
from inloco.plans.models import Action
from inloco.plans.origins import Origin

AGREED = frozenset({MeetingState.MINUTES_AGREED, MeetingState.CLOSED})


def resolutions_of(action: Action, by: User) -> Iterator[Origin]:
    """The resolutions that it carries. What was resolved is said to whoever may read the resolution, and to everybody else once
    the minutes are agreed, unless its item was kept from the public."""
    found = list(
        Resolution.objects.filter(plan_action=action).select_related("meeting", "body", "item").order_by("meeting__on", "number")
    )
    standing = {body.pk: standing_of(by, body, on=timezone.localdate()) for body in {one.body for one in found}}
    for one in found:
        one.plan_action = action
        sees = policies.sees_resolution(one, by=by, standing=standing[one.body_id])
        told = sees or (one.meeting.condition in AGREED and not one.item.is_exempt)
        day = f"{one.meeting.on.day} {one.meeting.on:%B %Y}"
        yield Origin(
            words=f"Resolved by {one.body.name} on {day}, resolution {one.reference}",
            text=one.text if told else "",
            state=one.get_state_display() if told else "",
            address=reverse("board:resolution", args=[one.pk]) if sees else "",
        )
