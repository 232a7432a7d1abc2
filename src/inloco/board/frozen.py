"""What of the boards is frozen with an extract: whose seats were filled at each meeting, and which resolutions stood open.

No words and no names go along: of a young member of a board not even the first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils import timezone

from inloco.analytics.records import Records, recorded
from inloco.board.models import Attendance, Meeting, Membership, Resolution
from inloco.board.models.meetings import Presence
from inloco.board.models.resolutions import ResolutionKind, ResolutionState

SUBSTITUTE = "substitute"


def boards_until(as_at: dt.date) -> Records:
    """The records of every board until that day; none where no meeting had been held by then."""
    held = list(Meeting.objects.begun().filter(on__lte=as_at).select_related("body").order_by("on", "pk"))
    if not held:
        return {}
    since = held[0].on
    return {
        "record_seat": recorded("record_seat", _seats(held), since),
        "record_resolution": recorded("record_resolution", _resolutions(held, as_at), since),
    }


def _seats(held: Sequence[Meeting]) -> Iterator[dict[str, Any]]:
    """A row for each voting member who served on the day of a meeting."""
    present: dict[tuple[int, int], str] = {}
    recorded_for: set[int] = set()
    for one in Attendance.objects.filter(meeting__in=held):
        recorded_for.add(one.meeting_id)
        if one.membership_id is not None:
            present.setdefault((one.meeting_id, one.membership_id), one.presence)
        elif one.in_place_of_id is not None and one.presence == Presence.PRESENT:
            present[one.meeting_id, one.in_place_of_id] = SUBSTITUTE
    voting: dict[int, list[Membership]] = {}
    for member in Membership.objects.voting().filter(body__in={one.body_id for one in held}).select_related("seat"):
        voting.setdefault(member.body_id, []).append(member)
    for meeting in held:
        for member in voting.get(meeting.body_id, ()):
            if member.serves(on=meeting.on):
                was = present.get((meeting.pk, member.pk), Presence.ABSENT)
                yield {
                    "seat": f"{meeting.pk}/{member.pk}",
                    "body": meeting.body.slug,
                    "member_class": member.seat.title if member.seat is not None else member.represents,
                    "held_on": meeting.on,
                    "presence": str(was) if meeting.pk in recorded_for else "",
                }


def _resolutions(held: Sequence[Meeting], as_at: dt.date) -> Iterator[dict[str, Any]]:
    """Actions and recommendations of those meetings. What was closed after ``as_at`` was open then."""
    rows = Resolution.objects.filter(meeting__in=held).exclude(kind=ResolutionKind.DECISION).order_by("pk")
    for one in rows.select_related("meeting", "body", "closed_at").prefetch_related("updates"):
        is_closed = one.state == ResolutionState.CLOSED
        closed_on = _closed_on(one) if is_closed else None
        if closed_on is not None and closed_on > as_at:
            is_closed, closed_on = False, None
        yield {
            "resolution": str(one.pk),
            "body": one.body.slug,
            "resolution_kind": one.kind,
            "resolved_on": one.meeting.on,
            "due_on": one.due_on,
            "is_closed": is_closed,
            "closed_on": closed_on,
        }


def _closed_on(one: Resolution) -> dt.date | None:
    """The day of the meeting that closed it, else of the last word that it is closed; None where neither is recorded."""
    if one.closed_at is not None:
        return one.closed_at.on
    said = [update.at for update in one.updates.all() if update.state == ResolutionState.CLOSED]
    return timezone.localdate(max(said)) if said else None
