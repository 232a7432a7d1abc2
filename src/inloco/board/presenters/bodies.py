"""The pages of bodies: who sits on them, how they are called, how often members come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from inloco.board.models import Attendance, Body, Meeting, Membership
from inloco.board.models.bodies import MemberKind
from inloco.board.models.meetings import Presence
from inloco.board.states import MeetingState

STATE_TAGS = {
    MeetingState.PLANNED: "grey",
    MeetingState.AGENDA_SETTING: "light-blue",
    MeetingState.REPORTS_DUE: "yellow",
    MeetingState.PACK_PUBLISHED: "purple",
    MeetingState.HELD: "blue",
    MeetingState.MINUTES_DRAFT: "yellow",
    MeetingState.MINUTES_AGREED: "green",
    MeetingState.CLOSED: "grey",
    MeetingState.CANCELLED: "red",
}


@dataclass(frozen=True)
class AttendanceRow:
    """How often somebody came, of the meetings held while they served. ``expected`` of 0 is no meeting, never 0 %."""

    name: str
    kind: str
    expected: int
    present: int
    replaced: int
    apologies: int
    absent: int

    @property
    def share(self) -> str:
        """Per cent of the expected meetings, whole numbers rounded half up; "no meetings" where there was none."""
        if not self.expected:
            return "No meetings"
        return f"{(Decimal(self.present * 100) / self.expected).quantize(Decimal(1), ROUND_HALF_UP)}%"


def rules(body: Body) -> list[tuple[str, str]]:
    """The constitution in a table of terms and values."""
    days = body.clear_days
    return [
        ("What it is", body.nature or "Not said"),
        ("What it is for", "; ".join(body.functions) or "Not said"),
        ("Appointed by", body.appointed_by or "Not said"),
        ("Contact", body.contact or "Whoever publishes the pack"),
        ("Cannot be members", body.bars or "Nobody is barred"),
        ("Chair", "Has a casting vote" if body.has_casting_vote else "Has no casting vote"),
        ("Quorum", f"{body.quorum} members with a vote" if body.quorum else "None"),
        ("Notice", f"{days} clear working {'day' if days == 1 else 'days'}" if days else "No rule"),
        ("Reports are due", f"{body.reports_due_days} working days before the pack must be out"),
        ("Substitutes", "Members may send one" if body.allows_substitutes else "None"),
        ("Papers", "The public edition is open to everybody" if body.is_public else "For members and council officers only"),
    ]


def attendance_rows(
    meetings: Iterable[Meeting], members: Iterable[Membership], recorded: Iterable[Attendance]
) -> list[AttendanceRow]:
    """One row a membership, over ``meetings`` that have been held with attendance recorded."""
    held = list(meetings)
    by_member: dict[int, dict[int, Attendance]] = {}
    replaced: dict[int, set[int]] = {}
    for one in recorded:
        if one.membership_id is not None:
            by_member.setdefault(one.membership_id, {})[one.meeting_id] = one
        if one.in_place_of_id is not None:
            replaced.setdefault(one.in_place_of_id, set()).add(one.meeting_id)
    rows = []
    for member in members:
        expected = [one for one in held if member.serves(on=one.on)]
        there = by_member.get(member.pk, {})
        counts = [there[one.pk].presence for one in expected if one.pk in there]
        stood_in = sum(one.pk in replaced.get(member.pk, set()) for one in expected)
        apologies = counts.count(Presence.APOLOGIES)
        present = counts.count(Presence.PRESENT)
        rows.append(
            AttendanceRow(
                member.name,
                MemberKind(member.kind).label,
                len(expected),
                present,
                stood_in,
                apologies,
                len(expected) - present - apologies,
            )
        )
    return rows


def day(on: dt.date) -> str:
    return f"{on.day} {on:%B %Y}"
