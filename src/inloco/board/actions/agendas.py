"""Items on an agenda, in which order, and what young people propose for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from inloco.accounts.models import User
from inloco.analytics.errors import NotNow
from inloco.audit.actions import record
from inloco.board import policies
from inloco.board.actions.meetings import locked, moment_on
from inloco.board.carrying import carry_to_next, renumber
from inloco.board.models import AgendaItem, Body, Meeting, Proposal
from inloco.board.models.agendas import Added, Outcome, ProposalState
from inloco.board.models.bodies import ItemKind
from inloco.board.notice import notice_of
from inloco.board.states import MeetingState


@transaction.atomic
def add_item(*, meeting: Meeting, fields: Mapping[str, Any], by: User, on: dt.date, why: str = "") -> AgendaItem:
    """An item before the closing ones. After the pack is out it is supplementary, or late once notice has ended; then ``why``
    it could not wait must be said."""
    meeting = locked(meeting)
    policies.check_can_change_agenda(meeting, by=by)
    added = added_as(meeting, on=on)
    if added is not Added.ORIGINAL and not why.strip():
        raise NotNow("The pack is out: say why this item is added now.", action="Give the reason; it is printed with the item.")
    item = AgendaItem.objects.create(
        meeting=meeting,
        position=0,
        added=added,
        added_why=why.strip() if added is not Added.ORIGINAL else "",
        added_by=by,
        **fields,
    )
    renumber(meeting)
    item.refresh_from_db()
    record("item_added", by=by, subject="board_meeting", reference=str(meeting.pk), detail={"item": item.pk, "added": added})
    return item


def added_as(meeting: Meeting, *, on: dt.date) -> Added:
    """How an item that comes on that day stands in the trail."""
    if meeting.condition in (MeetingState.AGENDA_SETTING, MeetingState.REPORTS_DUE):
        return Added.ORIGINAL
    if meeting.condition is MeetingState.HELD:
        return Added.LATE
    in_notice = notice_of(meeting.on, meeting.body.clear_days).is_kept(on=on) and on < meeting.on
    return Added.SUPPLEMENTARY if in_notice else Added.LATE


@transaction.atomic
def change_item(*, item: AgendaItem, fields: Mapping[str, Any], by: User) -> AgendaItem:
    locked(item.meeting)
    policies.check_can_change_item(item, by=by)
    for name, value in fields.items():
        setattr(item, name, value)
    item.save(update_fields=list(fields))
    record("item_changed", by=by, subject="board_meeting", reference=str(item.meeting_id), detail={"item": item.pk})
    return item


@transaction.atomic
def move_item(*, item: AgendaItem, up: bool, by: User) -> None:
    """One place up or down. The closing items stay at the end; what has been published keeps its number."""
    meeting = locked(item.meeting)
    policies.check_can_change_item(item, by=by)
    items = [one for one in meeting.items.all() if one.kind not in (ItemKind.OTHER_BUSINESS, ItemKind.NEXT_MEETING)]
    places = [one.pk for one in items]
    if item.pk not in places:
        raise NotNow("This item closes the meeting.", action="Move another one.")
    here = places.index(item.pk)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(places):
        raise NotNow("The item cannot be moved further.", action="It stands at the end already.")
    if items[there].is_published:
        raise NotNow("The item beside it has been published and keeps its number.", action="Leave the order as it is.")
    AgendaItem.objects.filter(pk=item.pk).update(position=items[there].position)
    AgendaItem.objects.filter(pk=items[there].pk).update(position=items[here].position)
    record("item_moved", by=by, subject="board_meeting", reference=str(meeting.pk), detail={"item": item.pk, "up": up})


@transaction.atomic
def defer_item(*, item: AgendaItem, reason: str, by: User, on: dt.date | None = None) -> AgendaItem:
    """Put off to the next meeting, where it stands on the agenda by itself."""
    return _put_off(item, Outcome.DEFERRED, reason, by=by, on=on)


@transaction.atomic
def withdraw_item(*, item: AgendaItem, reason: str, by: User) -> AgendaItem:
    """Taken off for good. It stays in the record with the reason."""
    return _put_off(item, Outcome.WITHDRAWN, reason, by=by)


def _put_off(item: AgendaItem, outcome: Outcome, reason: str, *, by: User, on: dt.date | None = None) -> AgendaItem:
    meeting = locked(item.meeting)
    item.refresh_from_db()
    policies.check_can_put_off(item, by=by)
    if not reason.strip():
        raise NotNow("A reason is missing.", action="Say why, so that the board and the presenter know.")
    if outcome is Outcome.DEFERRED and item.kind != ItemKind.ORDINARY:
        raise NotNow("This item stands on every agenda.", action="Withdraw it for this meeting instead.")
    if item.votes.exists() or item.resolutions.exists():
        raise NotNow("The board has resolved on this item.", action="Add a new item to the next meeting.")
    item.outcome, item.outcome_why, item.put_off_at = outcome, reason.strip(), moment_on(on)
    item.save(update_fields=["outcome", "outcome_why", "put_off_at"])
    record(f"item_{outcome}", by=by, subject="board_meeting", reference=str(meeting.pk), detail={"item": item.pk})
    if outcome is Outcome.DEFERRED:
        carry_to_next(meeting)
    return item


@transaction.atomic
def propose(*, body: Body, title: str, why: str, by: User) -> Proposal:
    """For the agenda that is being set, else for the next one that will be."""
    policies.check_can_propose(body, by=by)
    if not title.strip():
        raise NotNow("The proposal is empty.", action="Say what you would like the board to talk about.")
    open_now = Meeting.objects.to_come().filter(body=body, state=MeetingState.AGENDA_SETTING).first()
    made = Proposal.objects.create(body=body, meeting=open_now, title=title.strip(), why=why.strip(), proposed_by=by)
    record("item_proposed", by=by, subject="board_body", reference=str(body.pk), detail={"proposal": made.pk})
    return made


@transaction.atomic
def accept_proposal(*, proposal: Proposal, meeting: Meeting, by: User, on: dt.date, answer: str = "") -> AgendaItem:
    """On the agenda, in the words in which it was proposed, presented by who proposed it."""
    proposal = _locked_proposal(proposal)
    policies.check_can_answer(proposal, by=by)
    if meeting.body_id != proposal.body_id:
        raise NotNow("The meeting is of another body.", action="Choose a meeting of the same body.")
    item = add_item(
        meeting=meeting,
        fields={
            "title": proposal.title,
            "purpose": "discuss",
            "presenter": proposal.proposed_by.name,
            "recommendation": proposal.why,
        },
        by=by,
        on=on,
        why="Proposed by a young representative",
    )
    return _answered(proposal, ProposalState.ACCEPTED, answer, by=by, item=item, meeting=meeting).item  # type: ignore[return-value]


@transaction.atomic
def decline_proposal(*, proposal: Proposal, answer: str, by: User) -> Proposal:
    """Not on the agenda, and why: the young person reads the answer."""
    proposal = _locked_proposal(proposal)
    policies.check_can_answer(proposal, by=by)
    if not answer.strip():
        raise NotNow("The answer is missing.", action="Say why not now, in words that the young person can use.")
    return _answered(proposal, ProposalState.DECLINED, answer, by=by)


@transaction.atomic
def withdraw_proposal(*, proposal: Proposal, by: User) -> Proposal:
    proposal = _locked_proposal(proposal)
    policies.check_can_withdraw_proposal(proposal, by=by)
    proposal.state = ProposalState.WITHDRAWN
    proposal.save(update_fields=["state"])
    record("proposal_withdrawn", by=by, subject="board_body", reference=str(proposal.body_id), detail={"proposal": proposal.pk})
    return proposal


def _answered(proposal: Proposal, state: ProposalState, answer: str, *, by: User, **changes: Any) -> Proposal:
    proposal.state, proposal.answer = state, answer.strip()
    proposal.answered_by, proposal.answered_at = by, timezone.now()
    for name, value in changes.items():
        setattr(proposal, name, value)
    proposal.save()
    record(f"proposal_{state}", by=by, subject="board_body", reference=str(proposal.body_id), detail={"proposal": proposal.pk})
    return proposal


def _locked_proposal(proposal: Proposal) -> Proposal:
    return Proposal.objects.select_for_update(of=("self",)).select_related("body", "proposed_by").get(pk=proposal.pk)
