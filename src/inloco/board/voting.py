"""Counting a vote by the constitution: who may vote, the casting vote, and when a count cannot be right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from inloco.analytics.errors import NotNow
from inloco.board.models import Attendance, Body, Meeting
from inloco.board.models.meetings import Presence


@dataclass(frozen=True)
class Voters:
    """Who may vote at a meeting as attendance stands: members with a vote who came, and substitutes in such a member's place.
    ``presiding`` is the name of who presides where they have a vote, else empty."""

    names: tuple[str, ...]
    presiding: str
    quorum: int | None

    @property
    def number(self) -> int:
        return len(self.names)

    @property
    def is_quorate(self) -> bool:
        return self.quorum is None or self.number >= self.quorum

    @property
    def warning(self) -> str:
        """What to say where the meeting is short of its quorum; empty otherwise."""
        if self.is_quorate:
            return ""
        return f"Only {self.number} of those present can vote, and the quorum is {self.quorum}. What is voted now is not binding."


@dataclass(frozen=True)
class Result:
    """A vote that has been counted."""

    is_carried: bool
    casting: str
    cast_by: str


def voters(meeting: Meeting, attendance: Iterable[Attendance], body: Body) -> Voters:
    """``attendance`` with its memberships, of ``meeting``."""
    able = [one for one in attendance if may_vote(one, meeting, body)]
    presiding = next((one.name for one in able if one.presides), "")
    return Voters(tuple(one.name for one in able), presiding, body.quorum)


def may_vote(one: Attendance, meeting: Meeting, body: Body) -> bool:
    """Present, and on that day a member with a vote or, where the body allows it, in the place of one."""
    if one.presence != Presence.PRESENT:
        return False
    if one.membership is not None:
        return one.membership.has_vote and one.membership.serves(on=meeting.on)
    replaced = one.in_place_of
    return body.allows_substitutes and replaced is not None and replaced.has_vote and replaced.serves(on=meeting.on)


def count(able: Voters, *, votes_for: int, votes_against: int, abstentions: int, casting: str, has_casting_vote: bool) -> Result:
    """The result by simple majority of those who voted for or against. Raises NotNow where the numbers cannot be right."""
    cast = votes_for + votes_against + abstentions
    if cast == 0:
        raise NotNow("Nobody has voted.", action="Enter how many voted for, against, or abstained.")
    if cast > able.number:
        raise NotNow(
            f"{cast} votes are more than the {able.number} people present who can vote.",
            action="Count again, or mend the attendance first.",
        )
    if votes_for != votes_against:
        if casting:
            raise NotNow("The vote is not tied, so there is no casting vote.", action="Leave the casting vote empty.")
        return Result(votes_for > votes_against, "", "")
    if not casting:
        return Result(False, "", "")
    if not has_casting_vote:
        raise NotNow("The chair of this body has no casting vote.", action="Leave the casting vote empty: a tie is not carried.")
    if not able.presiding:
        raise NotNow(
            "Nobody with a vote presides, so there is nobody to give the casting vote.",
            action="Record in the attendance who presides.",
        )
    return Result(casting == "for", casting, able.presiding)
