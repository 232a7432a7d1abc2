"""What the words of the table of transitions mean: each guard by its words. A test holds the two together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from inloco.analytics.errors import NotNow
from inloco.board import item_papers
from inloco.board.models import AgendaItem, Meeting, Resolution
from inloco.board.models.agendas import Outcome, ProposalState
from inloco.board.models.bodies import ItemKind
from inloco.board.models.meetings import Presence
from inloco.board.notice import notice_of
from inloco.board.pack_check import findings
from inloco.board.public_words import full_names_in_minutes, full_names_in_pack
from inloco.board.states import AGREE, FIRST_NAMES, NOTICE, MeetingState
from inloco.documents.style import day_words
from inloco.transitions import A_REASON

Guard = Callable[[Meeting, dt.date, str], None]


def _date_is_set(meeting: Meeting, on: dt.date, reason: str) -> None:
    if meeting.on < on:
        raise NotNow(
            f"The meeting was planned for {day_words(meeting.on)}, which has passed.", action="Change its date, or cancel it."
        )


def _agenda_has_items(meeting: Meeting, on: dt.date, reason: str) -> None:
    if all(one.outcome == Outcome.WITHDRAWN for one in meeting.items.all()):
        raise NotNow("The agenda is empty.", action="Add an item.")


def _proposals_are_answered(meeting: Meeting, on: dt.date, reason: str) -> None:
    waiting = sum(one.state == ProposalState.PROPOSED for one in meeting.proposals.all())
    if waiting:
        raise NotNow(
            f"{waiting} {'proposal waits' if waiting == 1 else 'proposals wait'} for an answer.",
            action="Put each on the agenda, or say why not.",
        )


def _time_and_place_are_set(meeting: Meeting, on: dt.date, reason: str) -> None:
    missing = [
        word
        for word, value in (("a time", meeting.starts), ("a place or a link", meeting.where or meeting.join_link))
        if not value
    ]
    if missing:
        raise NotNow(
            f"The meeting has no {' and no '.join(part[2:] for part in missing)}.", action="Fill in the details of the meeting."
        )


def _is_before(meeting: Meeting, on: dt.date, reason: str) -> None:
    if meeting.on < on:
        raise NotNow(f"The meeting was on {day_words(meeting.on)}.", action="A pack is published before its meeting.")


def _papers_are_signed_off(meeting: Meeting, on: dt.date, reason: str) -> None:
    missing = item_papers.not_ready(meeting)
    if missing:
        raise NotNow(f"Not ready: {'; '.join(missing)}.", action="Have each report signed off, or defer its item.")


def _exempt_items_have_reasons(meeting: Meeting, on: dt.date, reason: str) -> None:
    without = meeting.items.filter(is_exempt=True, exempt_reason="").values_list("title", flat=True)
    if without:
        raise NotNow(
            f"No reason is given for keeping from the public: {', '.join(without)}.", action="Give the reason on the item."
        )


def _earlier_minutes_are_finished(meeting: Meeting, on: dt.date, reason: str) -> None:
    """Half-written minutes are nobody's record. A pack without the item on the last minutes carries none."""
    carries = meeting.items.filter(kind=ItemKind.LAST_MINUTES, published_in=None).exclude(outcome=Outcome.WITHDRAWN)
    held = Meeting.objects.before(meeting).filter(state=MeetingState.HELD).order_by("on").first()
    if held is not None and carries.exists():
        raise NotNow(
            f"The minutes of {day_words(held.on)} are not finished, and this pack would carry them.",
            action="Finish that draft, or withdraw the item on the last minutes.",
        )


def _pack_keeps_first_names(meeting: Meeting, on: dt.date, reason: str) -> None:
    _refuse_names(full_names_in_pack(meeting))


def _papers_agree(meeting: Meeting, on: dt.date, reason: str) -> None:
    left = [one.found for one in findings(meeting) if one.blocks]
    if left:
        said = "; ".join(f"{one.paper} and {one.other_paper}: {one.message}" for one in left[:3])
        raise NotNow(
            f"{len(left)} {'contradiction' if len(left) == 1 else 'contradictions'} between papers. {said}",
            action="Have one paper mended, or let it stand with a reason on the page of contradictions.",
        )


def _minutes_keep_first_names(meeting: Meeting, on: dt.date, reason: str) -> None:
    if meeting.body.is_public:
        _refuse_names(full_names_in_minutes(meeting))


def _refuse_names(found: list[str]) -> None:
    if found:
        raise NotNow(
            f"More than the first name of a child or young person: {'; '.join(found)}.",
            action="Use the first name only, or keep the item from the public.",
        )


def _notice_is_kept(meeting: Meeting, on: dt.date, reason: str) -> None:
    notice = notice_of(meeting.on, meeting.body.clear_days)
    if notice.is_kept(on=on) or reason.strip():
        return
    by = f"it had to be published by {day_words(notice.publish_by)}" if notice.publish_by else notice.problem
    raise NotNow(
        f"The pack would be late: {notice.clear_days} clear working days of notice are the rule, so {by}.",
        action="Give the reason for urgency, or move the meeting.",
    )


def _day_has_come(meeting: Meeting, on: dt.date, reason: str) -> None:
    if not meeting.has_come(on=on):
        raise NotNow(f"The meeting is on {day_words(meeting.on)}.", action="Begin it on that day.")


def _attendance_is_recorded(meeting: Meeting, on: dt.date, reason: str) -> None:
    if not meeting.attendance.filter(presence=Presence.PRESENT).exists():
        raise NotNow("Nobody is recorded as present.", action="Record the attendance.")


def _items_are_minuted(meeting: Meeting, on: dt.date, reason: str) -> None:
    items = meeting.items.all()
    titles = [one.title for one in items if one.outcome == Outcome.OPEN or (one.outcome == Outcome.TAKEN and not one.minute)]
    if titles:
        raise NotNow(
            f"{len(titles)} {'item has' if len(titles) == 1 else 'items have'} no minute: {', '.join(titles[:3])}"
            f"{' …' if len(titles) > 3 else ''}.",
            action="Write the minute, or defer or withdraw the item.",
        )


def _votes_have_results(meeting: Meeting, on: dt.date, reason: str) -> None:
    """Items that asked to agree and were taken say what was agreed: a vote, or a resolution."""
    asked = meeting.items.filter(kind__in=[ItemKind.ORDINARY, ItemKind.CONSTITUTION], purpose="agree", outcome=Outcome.TAKEN)
    silent = [one.title for one in asked.prefetch_related("votes", "resolutions") if not _has_result(one)]
    if silent:
        raise NotNow(
            f"The board was asked to agree, but nothing is recorded: {', '.join(silent)}.",
            action="Record a vote or a resolution.",
        )


def _has_result(item: AgendaItem) -> bool:
    return bool(item.votes.all()) or bool(item.resolutions.all())


def _later_meeting_has_begun(meeting: Meeting, on: dt.date, reason: str) -> None:
    if not Meeting.objects.after(meeting).begun().exists():
        raise NotNow(
            "Minutes are agreed at a later meeting, and none of this body has begun since.",
            action="Begin the next meeting; its item on the last minutes leads back here.",
        )


def _resolutions_are_followed(meeting: Meeting, on: dt.date, reason: str) -> None:
    loose = Resolution.objects.unclosed().filter(meeting=meeting, matters_arising=None).count()
    if loose:
        raise NotNow(
            f"{loose} {'resolution is' if loose == 1 else 'resolutions are'} open and stand on no later agenda.",
            action="Begin setting the agenda of the next meeting, or close them.",
        )


def _reason_is_given(meeting: Meeting, on: dt.date, reason: str) -> None:
    if not reason.strip():
        raise NotNow("A reason is missing.", action="Say why, so that the others know.")


GUARDS: dict[str, Guard] = {
    "the day has not passed": _date_is_set,
    "the agenda has an item": _agenda_has_items,
    "every proposal for this meeting has an answer": _proposals_are_answered,
    "a time and a place are set": _time_and_place_are_set,
    "the meeting has not begun": _is_before,
    "every paper on the agenda is signed off": _papers_are_signed_off,
    "every exempt item has its reason": _exempt_items_have_reasons,
    "earlier minutes that it carries are a finished draft": _earlier_minutes_are_finished,
    FIRST_NAMES: _pack_keeps_first_names,
    AGREE: _papers_agree,
    NOTICE: _notice_is_kept,
    "the day of the meeting has come": _day_has_come,
    "attendance is recorded": _attendance_is_recorded,
    "every item has a minute, was deferred or withdrawn": _items_are_minuted,
    "every item to agree has a vote or a resolution": _votes_have_results,
    "a later meeting has begun": _later_meeting_has_begun,
    "no young person's full name stands in the minutes": _minutes_keep_first_names,
    "every resolution is closed or was taken to a later meeting": _resolutions_are_followed,
    A_REASON: _reason_is_given,
}
