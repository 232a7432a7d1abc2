"""What the board resolved: recorded on an item, reported on by its owner, closed by the board."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Max

from inloco.accounts.models import User
from inloco.analytics.errors import NotNow
from inloco.audit.actions import record
from inloco.board import policies
from inloco.board.actions.meetings import locked, moment_on
from inloco.board.carrying import carry_to_next, drop_closed
from inloco.board.in_plans import check_plan
from inloco.board.models import AgendaItem, MatterArising, Meeting, Resolution, ResolutionUpdate
from inloco.board.models.resolutions import ResolutionKind, ResolutionState
from inloco.plans.models import Plan


@transaction.atomic
def resolve(
    *,
    item: AgendaItem,
    kind: str,
    text: str,
    by: User,
    owner: User | None = None,
    owner_name: str = "",
    due_on: dt.date | None = None,
    plan: Plan | None = None,
) -> Resolution:
    """Record a resolution on an item. An action has an owner, who finds it among their tasks; a decision is closed at once.
    ``plan`` is the plan whose manager is asked to make it an action there."""
    meeting = locked(item.meeting)
    policies.check_can_record(meeting, by=by)
    wanted = ResolutionKind(kind)
    if item.is_put_off:
        raise NotNow(f"The item was {item.get_outcome_display().lower()}.", action="Resolve on another item.")
    _check_words(meeting, wanted, text, owner, owner_name, due_on)
    if plan is not None:
        if wanted is ResolutionKind.DECISION:
            raise NotNow("A decision is done once it is taken.", action="Record an action, or leave the plan empty.")
        check_plan(plan)
    made = create_resolution(item, wanted, text, owner=owner, owner_name=owner_name, due_on=due_on, plan=plan)
    record(
        "resolution_made", by=by, subject="board_meeting", reference=str(meeting.pk), detail={"resolution": made.pk, "kind": kind}
    )
    carry_to_next(meeting)
    return made


def create_resolution(
    item: AgendaItem,
    kind: ResolutionKind,
    text: str,
    *,
    owner: User | None,
    owner_name: str,
    due_on: dt.date | None,
    plan: Plan | None = None,
) -> Resolution:
    """Without asking who: for the import on the command line."""
    meeting = item.meeting
    last = Resolution.objects.filter(meeting=meeting).aggregate(last=Max("number"))["last"] or 0
    decided = kind is ResolutionKind.DECISION
    return Resolution.objects.create(
        body_id=meeting.body_id,
        meeting=meeting,
        item=item,
        number=last + 1,
        kind=kind,
        text=text.strip(),
        owner=owner,
        owner_name=owner_name.strip() or (owner.name if owner else ""),
        due_on=due_on,
        plan_asked=plan,
        state=ResolutionState.CLOSED if decided else ResolutionState.OPEN,
        closed_at=meeting if decided else None,
    )


@transaction.atomic
def change_resolution(
    *, resolution: Resolution, text: str, by: User, owner: User | None = None, owner_name: str = "", due_on: dt.date | None = None
) -> Resolution:
    """Put right what was written down at the meeting: its words, owner and day, while the minutes are open."""
    resolution = locked_resolution(resolution)
    policies.check_can_change_resolution(resolution, by=by)
    _check_words(resolution.meeting, ResolutionKind(resolution.kind), text, owner, owner_name, due_on)
    resolution.text, resolution.due_on = text.strip(), due_on
    resolution.owner, resolution.owner_name = owner, owner_name.strip() or (owner.name if owner else "")
    resolution.save(update_fields=["text", "due_on", "owner", "owner_name"])
    record(
        "resolution_changed",
        by=by,
        subject="board_meeting",
        reference=str(resolution.meeting_id),
        detail={"resolution": resolution.pk},
    )
    return resolution


def _check_words(
    meeting: Meeting, kind: ResolutionKind, text: str, owner: User | None, owner_name: str, due_on: dt.date | None
) -> None:
    if not text.strip():
        raise NotNow("The resolution is empty.", action="Write what was resolved.")
    if kind is ResolutionKind.ACTION and owner is None and not owner_name.strip():
        raise NotNow("An action needs an owner.", action="Choose a person, or write who sees to it.")
    if due_on is not None and due_on < meeting.on:
        raise NotNow("It would be due before the meeting.", action="Choose a later day.")


@transaction.atomic
def report_progress(*, resolution: Resolution, text: str, is_done: bool, by: User, on: dt.date | None = None) -> ResolutionUpdate:
    """What the owner reports. Done is a report, not the end: the board closes it."""
    resolution = locked_resolution(resolution)
    policies.check_can_report(resolution, by=by)
    if not text.strip():
        raise NotNow("The report is empty.", action="Say what has been done.")
    resolution.state = ResolutionState.DONE if is_done else ResolutionState.OPEN
    resolution.save(update_fields=["state"])
    made = ResolutionUpdate.objects.create(
        resolution=resolution, text=text.strip(), state=resolution.state, by=by, at=moment_on(on)
    )
    record(
        "resolution_reported", by=by, subject="board_resolution", reference=str(resolution.pk), detail={"state": resolution.state}
    )
    return made


@transaction.atomic
def close_resolution(
    *, resolution: Resolution, note: str, by: User, at: Meeting | None = None, on: dt.date | None = None
) -> Resolution:
    """The board takes it as done, at the meeting ``at`` where it arose, or between meetings."""
    resolution = locked_resolution(resolution)
    policies.check_can_close_resolution(resolution, by=by)
    if not note.strip():
        raise NotNow("A closing note is missing.", action="Say what came of it.")
    if at is not None:
        matter = MatterArising.objects.filter(resolution=resolution, meeting=at).first()
        if matter is None:
            raise NotNow("It did not arise at that meeting.", action="Close it at a meeting on whose agenda it stands.")
        policies.check_can_record(at, by=by)
        matter.is_closed_here = True
        matter.save(update_fields=["is_closed_here"])
    resolution.state, resolution.closing_note, resolution.closed_at = ResolutionState.CLOSED, note.strip(), at
    resolution.save(update_fields=["state", "closing_note", "closed_at"])
    ResolutionUpdate.objects.create(
        resolution=resolution, text=note.strip(), state=ResolutionState.CLOSED, by=by, at=moment_on(on)
    )
    drop_closed(resolution)
    record("resolution_closed", by=by, subject="board_resolution", reference=str(resolution.pk))
    return resolution


def locked_resolution(resolution: Resolution) -> Resolution:
    """The row as it is now, held until the transaction ends."""
    rows = Resolution.objects.select_for_update(of=("self",)).select_related("meeting", "plan_action__plan")
    return rows.get(pk=resolution.pk)  # type: ignore[no-any-return]
