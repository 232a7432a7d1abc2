"""Publishing a pack: both editions frozen for ever, notice kept or its breach explained, readers told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from inloco.accounts.models import User
from inloco.analytics.errors import NotNow
from inloco.audit.actions import record
from inloco.board import corrections, item_papers, policies
from inloco.board.actions.meetings import locked, moment_on, step
from inloco.board.composing import compose
from inloco.board.frozen_pack import as_json, seal
from inloco.board.guards import GUARDS
from inloco.board.mail import addresses, tell_of_pack
from inloco.board.models import AgendaItem, Meeting, PackWaiver, PublishedPack
from inloco.board.models.agendas import Outcome
from inloco.board.notice import notice_of
from inloco.board.pack_check import findings
from inloco.board.states import MeetingState, transition
from inloco.documents.monthly_report import Edition


def publish_pack(*, meeting: Meeting, by: User, on: dt.date, reason: str = "") -> PublishedPack:
    """The first pack. ``reason`` is the urgency where notice is short; refused without one then."""
    with transaction.atomic():
        meeting = step(meeting, "publish_pack", by=by, on=on, reason=reason)
        item_papers.publish_all(meeting, by=by)
        return _freeze(meeting, by=by, on=on, reason=reason)


def publish_supplement(*, meeting: Meeting, by: User, on: dt.date, reason: str = "") -> PublishedPack:
    """What came or went since the last pack. The pack is frozen again as a whole, with the trail of what changed."""
    with transaction.atomic():
        meeting = locked(meeting)
        policies.check_can_run(by=by)
        if meeting.condition not in (MeetingState.PACK_PUBLISHED, MeetingState.HELD):
            raise NotNow("There is no pack to supplement.", action="Publish the pack first.")
        if not has_changes(newest_pack(meeting), meeting.items.all(), meeting.condition):
            raise NotNow("Nothing has changed since the last pack.", action="Add, defer or withdraw an item first.")
        for guard in transition("publish_pack").guards:
            if guard != "the meeting has not begun":
                GUARDS[guard](meeting, on, reason)
        item_papers.publish_all(meeting, by=by)
        return _freeze(meeting, by=by, on=on, reason=reason)


@transaction.atomic
def waive(*, meeting: Meeting, fingerprint: str, reason: str, by: User) -> PackWaiver:
    """Let two papers disagree, in one's own name and with a reason. It holds for these very words."""
    meeting = locked(meeting)
    policies.check_can_waive(meeting, by=by)
    if not reason.strip():
        raise NotNow("A reason is missing.", action="Say why the two may stand side by side.")
    found = next((one for one in findings(meeting) if one.fingerprint == fingerprint), None)
    if found is None:
        raise NotNow("The finding is gone.", action="Look at the findings again.")
    if found.waiver is not None:
        raise NotNow("Somebody has let it stand already.", action="Look at the findings again.")
    made = PackWaiver.objects.create(
        meeting=meeting, fingerprint=fingerprint, rule=found.found.rule, quote=found.found.quote, reason=reason.strip(), by=by
    )
    record("pack_finding_waived", by=by, subject="board_meeting", reference=str(meeting.pk), detail={"rule": made.rule})
    return made


def has_changes(last: PublishedPack | None, items: Iterable[AgendaItem], state: MeetingState) -> bool:
    """Whether an item was added, deferred or withdrawn since the ``last`` pack. What a meeting puts off while it runs stands in
    its minutes; only what it adds asks for a supplement then."""
    if last is None:
        return False
    listed = list(items)
    if any(not one.is_published and one.outcome != Outcome.WITHDRAWN for one in listed):
        return True
    return state is MeetingState.PACK_PUBLISHED and {one.pk for one in listed if one.is_put_off} != set(last.put_off)


def newest_pack(meeting: Meeting) -> PublishedPack | None:
    """The pack that stands, without its content."""
    found: PublishedPack | None = meeting.packs.defer("restricted", "public").order_by("-number").first()
    return found


def _freeze(meeting: Meeting, *, by: User, on: dt.date, reason: str) -> PublishedPack:
    now = moment_on(on)
    last = newest_pack(meeting)
    number = last.number + 1 if last else 1
    meeting.items.filter(published_in=None).exclude(outcome="withdrawn").update(published_in=number)
    notice = notice_of(meeting.on, meeting.body.clear_days)
    in_notice = notice.is_kept(on=on)
    urgency = "" if in_notice else reason
    restricted, public = (
        as_json(compose(meeting, one, at=now, by=by, urgency=urgency)) for one in (Edition.RESTRICTED, Edition.PUBLIC)
    )
    pack = PublishedPack.objects.create(
        meeting=meeting,
        number=number,
        published_by=by,
        published_at=now,
        notice_ended_on=notice.publish_by,
        is_in_notice=in_notice,
        urgency_reason=urgency.strip(),
        restricted=restricted.encode(),
        restricted_sha256=seal(restricted),
        public=public.encode(),
        public_sha256=seal(public),
        put_off=list(meeting.items.filter(outcome__in=["deferred", "withdrawn"]).values_list("pk", flat=True)),
    )
    corrections.carry_all(meeting, by=by)
    record(
        "pack_published",
        by=by,
        subject="board_meeting",
        reference=str(meeting.pk),
        detail={"number": number, "in_notice": in_notice, "sha256": pack.restricted_sha256},
    )
    readers = addresses(meeting)
    transaction.on_commit(lambda: tell_of_pack(meeting, number, readers))
    return pack
