"""What comes back by itself: deferred items and open resolutions, onto the next agenda of the body."""

from __future__ import annotations

from inloco.board.models import AgendaItem, MatterArising, Meeting, Resolution
from inloco.board.models.agendas import Outcome
from inloco.board.models.bodies import ItemKind
from inloco.board.states import AGENDA_OPEN, MeetingState

CLOSING = frozenset({ItemKind.OTHER_BUSINESS, ItemKind.NEXT_MEETING})


def carry_over(meeting: Meeting) -> None:
    """Put onto the agenda of ``meeting`` what earlier meetings of its body left open. Again and again the same: nothing comes
    twice. Only an agenda that is open takes anything."""
    if meeting.condition not in AGENDA_OPEN:
        return
    for item in deferred_before(meeting):
        AgendaItem.objects.create(
            meeting=meeting,
            kind=ItemKind.ORDINARY,
            position=0,
            title=item.title,
            purpose=item.purpose,
            presenter=item.presenter,
            minutes_allotted=item.minutes_allotted,
            recommendation=item.recommendation,
            needs_report=item.needs_report,
            is_exempt=item.is_exempt,
            exempt_reason=item.exempt_reason,
            carried_from=item,
            added_by=item.added_by,
            paper_id=item.paper_id,
            **late_words(meeting, f"Deferred from {item.meeting.on:%-d %B %Y}"),
        )
    renumber(meeting)
    for resolution in open_before(meeting):
        MatterArising.objects.get_or_create(meeting=meeting, resolution=resolution)


def drop_closed(resolution: Resolution) -> None:
    """A resolution that has been closed arises no more: it leaves agendas that no pack has carried yet."""
    still_made = [MeetingState.AGENDA_SETTING, MeetingState.REPORTS_DUE]
    unspoken = MatterArising.objects.filter(resolution=resolution, said="", is_closed_here=False, meeting__state__in=still_made)
    unspoken.delete()


def carry_to_next(meeting: Meeting) -> None:
    """The same for the next meeting of the body after this one, where its agenda is open already."""
    following = Meeting.objects.after(meeting).filter(state__in=[one.value for one in AGENDA_OPEN]).first()
    if following is not None:
        carry_over(following)


def deferred_before(meeting: Meeting) -> list[AgendaItem]:
    """Items deferred at earlier meetings that stand on no agenda since; one on a cancelled meeting does not count as standing."""
    deferred = AgendaItem.objects.filter(
        meeting__body=meeting.body_id, meeting__on__lt=meeting.on, outcome=Outcome.DEFERRED, kind=ItemKind.ORDINARY
    ).select_related("meeting")
    taken_up = AgendaItem.objects.exclude(carried_from=None).exclude(meeting__state=MeetingState.CANCELLED)
    return list(deferred.exclude(pk__in=taken_up.values("carried_from")).order_by("meeting__on", "position"))


def open_before(meeting: Meeting) -> list[Resolution]:
    """Resolutions of earlier meetings that are not closed."""
    return list(Resolution.objects.unclosed().filter(body=meeting.body_id, meeting__on__lt=meeting.on))


def late_words(meeting: Meeting, why: str) -> dict[str, str]:
    """How an item that comes now stands in the trail: with the pack until it is out, supplementary or late afterwards."""
    if meeting.condition in (MeetingState.PACK_PUBLISHED, MeetingState.HELD):
        return {"added": "late" if meeting.condition is MeetingState.HELD else "supplementary", "added_why": why}
    return {"added": "original", "added_why": why}


def renumber(meeting: Meeting) -> None:
    """Positions 1, 2, 3 … in order; new ones (position 0) come after the business and before the closing items."""
    items = list(meeting.items.all())
    placed = [one for one in items if one.position and one.kind not in CLOSING]
    new = [one for one in items if not one.position and one.kind not in CLOSING]
    closing = sorted((one for one in items if one.kind in CLOSING), key=lambda one: (one.kind == ItemKind.NEXT_MEETING, one.pk))
    for number, item in enumerate([*placed, *new, *closing], start=1):
        if item.position != number:
            AgendaItem.objects.filter(pk=item.pk).update(position=number)
