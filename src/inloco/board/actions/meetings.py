"""A meeting from the plan of the year to its end. Every step is one row that says who, when and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from inloco.accounts.models import User
from inloco.analytics.errors import NotNow
from inloco.audit.actions import record
from inloco.board import policies
from inloco.board.carrying import carry_over, carry_to_next, renumber
from inloco.board.mail import addresses, tell_of_cancellation
from inloco.board.models import AccessiblePaper, AgendaItem, Body, Meeting, MeetingStep, Proposal
from inloco.board.models.agendas import Outcome, ProposalState
from inloco.board.models.bodies import ItemKind
from inloco.board.states import AGENDA_OPEN, MeetingState, transition


@transaction.atomic
def plan_year(*, body: Body, days: Iterable[dt.date], by: User, on: dt.date | None = None) -> list[Meeting]:
    """A meeting on each of the days, at the body's usual time and place, planned today or ``on`` another day. All or none: a day
    that is taken refuses the plan."""
    policies.check_can_run(by=by)
    wanted = sorted(set(days))
    if not wanted:
        raise NotNow("No day is given.", action="Write at least one date.")
    taken = list(body.meetings.filter(on__in=wanted).values_list("on", flat=True))
    if taken:
        raise NotNow(
            f"A meeting stands on {', '.join(f'{day.day} {day:%B %Y}' for day in taken)} already.", action="Leave that day out."
        )
    return [create_meeting(body, day, by=by, at=moment_on(on)) for day in wanted]


def create_meeting(body: Body, on: dt.date, *, by: User | None, at: dt.datetime | None = None, **fields: Any) -> Meeting:
    """Without asking who: for the import on the command line. ``at`` is the moment when it was planned: now, unless given."""
    details = {"starts": body.usual_start, "place": body.usual_place} | fields
    meeting = Meeting.objects.create(body=body, on=on, **details)
    MeetingStep.objects.create(meeting=meeting, transition="plan", target=meeting.state, by=by, at=at or timezone.now())
    record("meeting_planned", by=by, subject="board_meeting", reference=str(meeting.pk), detail={"on": on})
    return meeting


@transaction.atomic
def change_meeting(*, meeting: Meeting, fields: Mapping[str, Any], by: User) -> Meeting:
    """Date, times, place, how to join. Calendars that follow the meeting are told by its sequence number."""
    meeting = locked(meeting)
    policies.check_can_change_meeting(meeting, by=by)
    on = fields.get("on", meeting.on)
    if on != meeting.on:
        if meeting.condition is MeetingState.PACK_PUBLISHED:
            raise NotNow("The pack names the date.", action="Cancel the meeting and plan another, so that notice is given anew.")
        if meeting.body.meetings.filter(on=on).exclude(pk=meeting.pk).exists():
            raise NotNow("The body meets on that day already.", action="Choose another day.")
    for name, value in fields.items():
        setattr(meeting, name, value)
    meeting.sequence = F("sequence") + 1
    meeting.save(update_fields=[*fields, "sequence"])
    meeting.refresh_from_db()
    carry_over(meeting)
    record("meeting_changed", by=by, subject="board_meeting", reference=str(meeting.pk), detail={"fields": sorted(fields)})
    return meeting


@transaction.atomic
def open_agenda(*, meeting: Meeting, by: User, on: dt.date) -> Meeting:
    """Begin with the body's standing items, what was deferred, what is still open, and the proposals that wait."""
    meeting = step(meeting, "open_agenda", by=by, on=on)
    fill_agenda(meeting, by=by)
    return meeting


def fill_agenda(meeting: Meeting, *, by: User | None) -> None:
    for number, standing in enumerate(meeting.body.standing_items.all(), start=1):
        AgendaItem.objects.create(
            meeting=meeting,
            kind=standing.kind,
            position=number,
            title=standing.title,
            purpose=standing.purpose,
            presenter=standing.presenter,
            minutes_allotted=standing.minutes_allotted,
            added_by=by,
        )
    carry_over(meeting)
    renumber(meeting)
    Proposal.objects.filter(body=meeting.body_id, meeting=None, state=ProposalState.PROPOSED).update(meeting=meeting)


@transaction.atomic
def settle_agenda(*, meeting: Meeting, by: User, on: dt.date) -> Meeting:
    return step(meeting, "settle_agenda", by=by, on=on)


@transaction.atomic
def reopen_agenda(*, meeting: Meeting, reason: str, by: User, on: dt.date) -> Meeting:
    return step(meeting, "reopen_agenda", by=by, on=on, reason=reason)


@transaction.atomic
def hold(*, meeting: Meeting, by: User, on: dt.date) -> Meeting:
    """The meeting begins: attendance, minutes, votes and resolutions can be recorded from now on."""
    return step(meeting, "hold", by=by, on=on)


@transaction.atomic
def draft_minutes(*, meeting: Meeting, by: User, on: dt.date) -> Meeting:
    """The draft is complete and members can read it. What was left open goes to the next meeting's agenda."""
    meeting = step(meeting, "draft_minutes", by=by, on=on)
    carry_to_next(meeting)
    return meeting


@transaction.atomic
def agree_minutes(*, meeting: Meeting, by: User, on: dt.date, reason: str = "") -> Meeting:
    """Agreed as a correct record at the latest later meeting that has begun. ``reason`` holds the corrections that it made."""
    later = Meeting.objects.after(meeting).begun().order_by("on").first()
    meeting = step(
        meeting, "agree_minutes", by=by, on=on, reason=reason, changes={"agreed_at": later, "agreed_with": reason.strip()}
    )
    return meeting


@transaction.atomic
def close(*, meeting: Meeting, by: User, on: dt.date) -> Meeting:
    return step(meeting, "close", by=by, on=on)


@transaction.atomic
def cancel(*, meeting: Meeting, reason: str, by: User, on: dt.date) -> Meeting:
    """Called off. Its business and its proposals go to the next agenda; calendars are told, and members by e-mail who have its
    pack already."""
    was_open = meeting.condition in AGENDA_OPEN
    was_out = locked(meeting).condition is MeetingState.PACK_PUBLISHED
    meeting = step(
        meeting, "cancel", by=by, on=on, reason=reason, changes={"sequence": meeting.sequence + 1, "note": reason.strip()}
    )
    if was_open:
        # What came from an earlier meeting comes again from there.
        meeting.items.filter(kind=ItemKind.ORDINARY, outcome=Outcome.OPEN, carried_from=None).update(
            outcome=Outcome.DEFERRED, outcome_why=f"The meeting was cancelled: {reason.strip()}"[:300], put_off_at=timezone.now()
        )
        Proposal.objects.filter(meeting=meeting, state=ProposalState.PROPOSED).update(meeting=None)
        carry_to_next(meeting)
    if was_out:
        readers = addresses(meeting)
        transaction.on_commit(lambda: tell_of_cancellation(meeting, readers))
    return meeting


@transaction.atomic
def ask_for_paper(
    *, meeting: Meeting, form: str, due_on: dt.date, by: User, details: str = "", name: str = ""
) -> AccessiblePaper:
    """The papers in another form. For oneself; democratic services also for somebody named."""
    policies.check_can_ask_for_paper(meeting, by=by)
    if due_on > meeting.on:
        raise NotNow("That is after the meeting.", action="Choose a day before it.")
    for_other = bool(name.strip()) and policies.runs(by=by)
    made = AccessiblePaper.objects.create(
        meeting=meeting,
        person=None if for_other else by,
        name=name.strip() if for_other else by.name,
        form=form,
        details=details.strip(),
        due_on=due_on,
        asked_by=by,
    )
    record("accessible_paper_asked", by=by, subject="board_meeting", reference=str(meeting.pk), detail={"form": form})
    return made


@transaction.atomic
def provide_paper(*, request: AccessiblePaper, by: User, at: dt.datetime) -> AccessiblePaper:
    policies.check_can_provide(request, by=by)
    request.done_at, request.done_by = at, by
    request.save(update_fields=["done_at", "done_by"])
    record("accessible_paper_provided", by=by, subject="board_meeting", reference=str(request.meeting_id))
    return request


def step(
    meeting: Meeting, name: str, *, by: User, on: dt.date, reason: str = "", changes: Mapping[str, Any] | None = None
) -> Meeting:
    """Make one transition within the caller's transaction: policy, write, and the row that says so."""
    meeting = locked(meeting)
    policies.check_can_make(meeting, name, by=by, on=on, reason=reason)
    source, target = meeting.condition, transition(name).target
    meeting.state = target
    for field, value in (changes or {}).items():
        setattr(meeting, field, value)
    meeting.save(update_fields=["state", *(changes or {})])
    MeetingStep.objects.create(
        meeting=meeting, transition=name, source=source, target=target, by=by, reason=reason.strip(), at=moment_on(on)
    )
    record(f"meeting_{name}", by=by, subject="board_meeting", reference=str(meeting.pk), detail={"from": source, "to": target})
    return meeting


def moment_on(on: dt.date | None) -> dt.datetime:
    """The moment that what happened on that day carries: now, or noon of another day that is entered afterwards."""
    if on is None or on == timezone.localdate():
        return timezone.now()
    return timezone.make_aware(dt.datetime.combine(on, dt.time(12)))


def locked(meeting: Meeting) -> Meeting:
    """The meeting as it stands now, for nobody else to change meanwhile."""
    found: Meeting = Meeting.objects.select_for_update(of=("self",)).select_related("body").get(pk=meeting.pk)
    return found
