"""What the minute of a standing item will most likely say, from what is recorded already: a suggestion in an empty box, never
written by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from inloco.board.composing import minutes_to_agree, next_meeting_words
from inloco.board.minutes_text import listed
from inloco.board.models import AgendaItem, Attendance
from inloco.board.models.bodies import ItemKind
from inloco.board.models.meetings import Presence
from inloco.documents.style import day_words


def suggestion(item: AgendaItem) -> str:
    """A wording for the minute of ``item``; empty where there is nothing to go by, and once anything was written."""
    make = SUGGESTIONS.get(ItemKind(item.kind))
    return make(item) if make is not None and not item.number else ""


def _apologies(item: AgendaItem) -> str:
    """Of a young person the first name: the minute will be public."""
    recorded = list(item.meeting.attendance.select_related("in_place_of"))
    sorry = _names([one for one in recorded if one.presence == Presence.APOLOGIES])
    lines = [f"Apologies were received from {listed(sorry)}."] if sorry else []
    lines += [
        f"{one.public_name} was in attendance for {one.in_place_of.public_name}."
        for one in recorded
        if one.in_place_of is not None and one.presence == Presence.PRESENT
    ]
    return " ".join(lines)


def _names(attendance: Sequence[Attendance]) -> list[str]:
    return [one.public_name for one in attendance]


def _last_minutes(item: AgendaItem) -> str:
    held = [day_words(one.on) for one in minutes_to_agree(item.meeting)]
    if not held:
        return ""
    meetings = "meeting" if len(held) == 1 else "meetings"
    record = "a correct record" if len(held) == 1 else "correct records"
    return f"The minutes of the {meetings} held on {listed(held)} were agreed as {record}."


def _matters(item: AgendaItem) -> str:
    return "" if item.meeting.matters_arising.exists() else "There were no matters arising."


def _next_meeting(item: AgendaItem) -> str:
    words = next_meeting_words(item.meeting)
    return f"The next meeting is on {words}" if words else ""


SUGGESTIONS: dict[ItemKind, Callable[[AgendaItem], str]] = {
    ItemKind.APOLOGIES: _apologies,
    ItemKind.LAST_MINUTES: _last_minutes,
    ItemKind.MATTERS_ARISING: _matters,
    ItemKind.NEXT_MEETING: _next_meeting,
}
