"""What is recorded of a meeting while it runs: who came, the minute of each item, votes. Two writers at once lose nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.db.models import F

from inloco.accounts.models import User
from inloco.analytics.errors import InLocoError, NotNow
from inloco.audit.actions import record
from inloco.board import policies
from inloco.board.actions.meetings import locked, moment_on
from inloco.board.models import AgendaItem, Attendance, MatterArising, Meeting, Membership, MinuteVersion, Vote
from inloco.board.models.agendas import Outcome
from inloco.board.models.meetings import Presence
from inloco.board.voting import count, voters

LONGEST = 20_000
"""Characters of one minute: about four pages."""


class MinuteChanged(InLocoError):
    """Somebody saved another wording meanwhile. ``theirs`` is what stands now; nothing was written and nothing is lost."""

    def __init__(self, theirs: AgendaItem | MatterArising) -> None:
        self.theirs = theirs
        super().__init__("Somebody else has changed this minute since you opened it.")


@transaction.atomic
def record_members(*, meeting: Meeting, presence: Mapping[int, str], presiding: int | None, by: User) -> None:
    """Who of the members came, sent apologies or stayed away: membership → presence. ``presiding`` is the membership in the
    chair. Members left out are unrecorded; a member with a substitute cannot be present too."""
    meeting = locked(meeting)
    policies.check_can_expect(meeting, by=by)
    serving = {one.pk: one for one in Membership.objects.serving(on=meeting.on).filter(body=meeting.body_id)}
    replaced = set(meeting.attendance.exclude(in_place_of=None).values_list("in_place_of", flat=True))
    if set(presence) - set(serving):
        raise NotNow("Somebody is not a member on that day.", action="Look at the membership, then record again.")
    came = {pk for pk, how in presence.items() if how == Presence.PRESENT}
    twice = [serving[pk].name for pk in came & replaced]
    if twice:
        raise NotNow(f"{', '.join(twice)} cannot be present and replaced.", action="Remove the substitute first.")
    if presiding is not None and presiding not in came:
        raise NotNow("Who presides must be present.", action="Mark them as present, or choose somebody else.")
    meeting.attendance.filter(presides=True).update(presides=False)
    meeting.attendance.filter(membership__isnull=False).exclude(membership__in=presence).delete()
    for pk, how in presence.items():
        member = serving[pk]
        Attendance.objects.update_or_create(
            meeting=meeting,
            membership=member,
            defaults={
                "name": member.name,
                "role": member.represents,
                "presence": Presence(how),
                "is_young": member.is_young,
                "presides": pk == presiding,
            },
        )
    record("attendance_recorded", by=by, subject="board_meeting", reference=str(meeting.pk), detail={"present": len(came)})


@transaction.atomic
def record_other(
    *, meeting: Meeting, name: str, role: str, by: User, in_place_of: Membership | None = None, is_young: bool = False
) -> Attendance:
    """Somebody else in attendance, perhaps in a member's place: then that member has sent apologies."""
    meeting = locked(meeting)
    policies.check_can_expect(meeting, by=by)
    if not name.strip():
        raise NotNow("The name is missing.", action="Write who attended.")
    if in_place_of is not None:
        if in_place_of.body_id != meeting.body_id or not in_place_of.serves(on=meeting.on):
            raise NotNow("They stand in for nobody who is a member on that day.", action="Choose a member.")
        if not meeting.body.allows_substitutes:
            raise NotNow("This body has no substitutes.", action="Record them as attending, without a member's place.")
        serving = Membership.objects.serving(on=meeting.on).filter(body=meeting.body_id)
        if serving.filter(name__iexact=name.strip()).exists():
            raise NotNow(f"{name.strip()} is a member and cannot stand in for another.", action="Record them among the members.")
        elsewhere = meeting.attendance.filter(name__iexact=name.strip()).exclude(in_place_of=None).select_related("in_place_of")
        if (other := elsewhere.first()) is not None and other.in_place_of is not None:
            raise NotNow(f"{name.strip()} is there for {other.in_place_of.name} already.", action="One person takes one place.")
        if meeting.attendance.filter(in_place_of=in_place_of).exists():
            raise NotNow(f"{in_place_of.name} has a substitute at this meeting.", action="Remove the first one.")
        if meeting.attendance.filter(membership=in_place_of, presence=Presence.PRESENT).exists():
            raise NotNow(f"{in_place_of.name} is present.", action="Record their apologies first.")
        Attendance.objects.update_or_create(
            meeting=meeting,
            membership=in_place_of,
            defaults={
                "name": in_place_of.name,
                "role": in_place_of.represents,
                "presence": Presence.APOLOGIES,
                "is_young": in_place_of.is_young,
                "presides": False,
            },
        )
    made = Attendance.objects.create(
        meeting=meeting,
        name=name.strip(),
        role=role.strip(),
        presence=Presence.PRESENT,
        in_place_of=in_place_of,
        is_young=is_young,
    )
    record(
        "attendance_recorded", by=by, subject="board_meeting", reference=str(meeting.pk), detail={"substitute": bool(in_place_of)}
    )
    return made


@transaction.atomic
def remove_other(*, attendance: Attendance, by: User) -> None:
    """Take back somebody else's attendance that was recorded by mistake."""
    policies.check_can_expect(attendance.meeting, by=by)
    if attendance.membership_id is not None:
        raise NotNow("This is a member.", action="Change their attendance in the list of members.")
    record("attendance_removed", by=by, subject="board_meeting", reference=str(attendance.meeting_id))
    attendance.delete()


@transaction.atomic
def write_minute(*, item: AgendaItem, text: str, based_on: int, by: User, on: dt.date | None = None) -> AgendaItem:
    """Save the minute of an item. ``based_on`` is the version that the writer saw; where another stands by now, MinuteChanged."""
    locked(item.meeting)
    policies.check_can_record(item.meeting, by=by)
    item.refresh_from_db()
    if item.outcome == Outcome.WITHDRAWN:
        raise NotNow("The item was withdrawn.", action="There is nothing to minute.")
    wording = _wording(text)
    if item.number == based_on and item.minute == wording:
        return item
    now = moment_on(on)
    outcome = Outcome.DEFERRED if item.outcome == Outcome.DEFERRED else Outcome.TAKEN
    changed = AgendaItem.objects.filter(pk=item.pk, number=based_on).update(
        number=F("number") + 1, minute=wording, minuted_by=by, minuted_at=now, outcome=outcome
    )
    item.refresh_from_db()
    if not changed:
        raise MinuteChanged(item)
    MinuteVersion.objects.create(item=item, number=item.number, text=wording, author=by, at=now)
    record(
        "minute_written",
        by=by,
        subject="board_meeting",
        reference=str(item.meeting_id),
        detail={"item": item.pk, "version": item.number},
    )
    return item


@transaction.atomic
def write_matter(*, matter: MatterArising, text: str, based_on: int, by: User) -> MatterArising:
    """What the meeting was told about an earlier resolution."""
    locked(matter.meeting)
    policies.check_can_record(matter.meeting, by=by)
    matter.refresh_from_db()
    wording = _wording(text)
    if matter.number == based_on and matter.said == wording:
        return matter
    changed = MatterArising.objects.filter(pk=matter.pk, number=based_on).update(number=F("number") + 1, said=wording)
    matter.refresh_from_db()
    if not changed:
        raise MinuteChanged(matter)
    record("matter_minuted", by=by, subject="board_meeting", reference=str(matter.meeting_id), detail={"matter": matter.pk})
    return matter


@transaction.atomic
def record_vote(
    *,
    item: AgendaItem,
    motion: str,
    votes_for: int,
    votes_against: int,
    abstentions: int,
    by: User,
    casting: str = "",
    replaces: Vote | None = None,
) -> Vote:
    """Count a vote by the constitution and keep it with who could vote. Refused where the numbers cannot be right; short of
    the quorum it is kept, and says so. A count that was entered wrongly is put right by one that ``replaces`` it."""
    meeting = locked(item.meeting)
    policies.check_can_record(meeting, by=by)
    if item.is_put_off:
        raise NotNow(f"The item was {item.get_outcome_display().lower()}.", action="Vote on another item.")
    if not motion.strip():
        raise NotNow("What was voted on is missing.", action="Write the motion.")
    if replaces is not None and (replaces.item_id != item.pk or Vote.objects.filter(replaces=replaces).exists()):
        raise NotNow("That count has been put right already.", action="Look at the votes on the item again.")
    attendance = meeting.attendance.select_related("membership", "in_place_of")
    able = voters(meeting, attendance, meeting.body)
    if not able.number:
        raise NotNow("Nobody who can vote is recorded as present.", action="Record the attendance first.")
    result = count(
        able,
        votes_for=votes_for,
        votes_against=votes_against,
        abstentions=abstentions,
        casting=casting,
        has_casting_vote=meeting.body.has_casting_vote,
    )
    vote = Vote.objects.create(
        item=item,
        motion=motion.strip(),
        votes_for=votes_for,
        votes_against=votes_against,
        abstentions=abstentions,
        entitled=able.number,
        quorum=able.quorum,
        casting=result.casting,
        cast_by=result.cast_by,
        is_carried=result.is_carried,
        by=by,
        replaces=replaces,
    )
    record(
        "vote_counted",
        by=by,
        subject="board_meeting",
        reference=str(meeting.pk),
        detail={"item": item.pk, "carried": vote.is_carried, "quorate": vote.was_quorate, "again": replaces is not None},
    )
    return vote


def _wording(text: str) -> str:
    wording = text.strip().replace("\r\n", "\n")
    if not wording:
        raise NotNow("The minute is empty.", action="Write what was said or agreed; “Noted.” is enough.")
    if len(wording) > LONGEST:
        raise NotNow(f"The minute is longer than {LONGEST:,} characters.", action="Shorten it.")
    return wording
