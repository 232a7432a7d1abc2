"""Who sits on a body on a day, by the constitution: seats filled and empty, the chair, and what breaks a rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from inloco.accounts.models import User
from inloco.accounts.roles import Role
from inloco.board.models import Body, Membership, Seat, Substitute
from inloco.board.models.bodies import MemberKind, Office


@dataclass(frozen=True)
class Standing:
    """What a person is to a body on a day: their membership, if any, and whether they may come in somebody's place."""

    membership: Membership | None = None
    is_substitute: bool = False

    @property
    def is_chair(self) -> bool:
        return self.membership is not None and self.membership.office == Office.CHAIR

    @property
    def is_member(self) -> bool:
        return self.membership is not None

    @property
    def reads_restricted(self) -> bool:
        """Members with or without a vote and their substitutes are sent the whole pack; advisers what is public."""
        return self.is_substitute or (self.membership is not None and self.membership.kind != MemberKind.ADVISER)


@dataclass(frozen=True)
class SeatHeld:
    """A seat with those who hold it; ``missing`` people where the constitution gives a number."""

    seat: Seat
    members: tuple[Membership, ...]

    @property
    def missing(self) -> int:
        return max(0, (self.seat.number or 0) - len(self.members))


@dataclass(frozen=True)
class Composition:
    """A body's members on a day by seat, those without a seat, and what is wrong with it."""

    seats: tuple[SeatHeld, ...]
    without_seat: tuple[Membership, ...]
    problems: tuple[str, ...]

    @property
    def rows(self) -> list[tuple[Seat | None, Membership | None]]:
        """Seat by seat: each member, a vacancy where somebody is missing or nobody sits; then those without a seat."""
        rows: list[tuple[Seat | None, Membership | None]] = []
        for held in self.seats:
            rows += [(held.seat, one) for one in held.members]
            rows += [(held.seat, None)] * (held.missing or (0 if held.members else 1))
        return [*rows, *((None, one) for one in self.without_seat)]


def standing_of(person: User, body: Body, *, on: dt.date) -> Standing:
    """One query, two where the person is no member."""
    membership = Membership.objects.serving(on=on).filter(body=body, person=person).first()
    if membership is not None:
        return Standing(membership)
    comes = Substitute.objects.filter(person=person, membership__body=body, from_on__lte=on).exclude(until_on__lt=on)
    return Standing(None, body.allows_substitutes and comes.exclude(membership__until_on__lt=on).exists())


def standing_among(person: User, serving: Iterable[Membership], *, on: dt.date) -> Standing:
    """The same from members who have been read already, with their substitutes."""
    listed = list(serving)
    membership = next((one for one in listed if one.person_id == person.pk), None)
    comes = any(
        one.person_id == person.pk and one.from_on <= on and (one.until_on is None or on <= one.until_on)
        for member in listed
        for one in member.substitutes.all()
    )
    return Standing(membership, comes)


def composition(body: Body, members: Iterable[Membership], *, on: dt.date) -> Composition:
    """``members`` are those who serve on that day, with their person and the person's roles."""
    serving = list(members)
    seats = tuple(SeatHeld(seat, tuple(one for one in serving if one.seat_id == seat.pk)) for seat in body.seats.all())
    seated = {one.pk for held in seats for one in held.members}
    return Composition(seats, tuple(one for one in serving if one.pk not in seated), tuple(_problems(body, serving, seats, on)))


def _problems(body: Body, serving: list[Membership], seats: tuple[SeatHeld, ...], on: dt.date) -> Iterable[str]:
    chairs = [one for one in serving if one.office == Office.CHAIR]
    if not chairs:
        yield "Nobody is the chair."
    if len(chairs) > 1:
        yield f"{len(chairs)} people are the chair at once."
    for held in seats:
        if held.missing:
            yield f"{held.missing} of {held.seat.number} missing: {held.seat.title}."
        for one in held.members:
            if one.kind != held.seat.kind:
                yield f"{one.name} holds a seat that is for: {MemberKind(held.seat.kind).label.lower()}."
    for one in serving:
        barred = barred_roles(body, one.person, on=on)
        if barred:
            yield f"{one.name} cannot serve: barred is {', '.join(role.label.lower() for role in barred)}."
    voting = sum(one.has_vote for one in serving)
    if body.quorum is not None and voting < body.quorum:
        yield f"The quorum of {body.quorum} cannot be reached: {voting} members have a vote."


def barred_roles(body: Body, person: User | None, *, on: dt.date) -> list[Role]:
    """The roles held that day which keep the person off the body."""
    if person is None:
        return []
    held = {Role(one.role) for one in person.role_assignments.all() if one.holds(on=on)}
    return [role for role in held if role.value in body.barred_roles]
