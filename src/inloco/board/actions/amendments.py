"""What stands otherwise in a constitution from now on: a seat, a member's entry, a substitute who no longer comes."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from inloco.accounts.models import User
from inloco.analytics.errors import NotNow
from inloco.audit.actions import record
from inloco.board import policies
from inloco.board.actions.bodies import check_last_day, check_seat
from inloco.board.models import Membership, Seat, Substitute


@transaction.atomic
def change_seat(*, seat: Seat, title: str, number: int | None, by: User) -> Seat:
    """Its words, and how many people it is for. Refused below the number of those who sit on it."""
    policies.check_can_run(by=by)
    wording = title.strip()
    if seat.body.seats.filter(kind=seat.kind, title=wording).exclude(pk=seat.pk).exists():
        raise NotNow("The constitution has another seat of that name.", action="Choose another name, or change that one.")
    holding = Membership.objects.serving(on=timezone.localdate()).filter(seat=seat).count()
    if number is not None and number < holding:
        raise NotNow(f"{holding} members hold this seat.", action="End a membership first, or choose a higher number.")
    seat.title, seat.number = wording, number
    seat.save(update_fields=["title", "number"])
    record("seat_changed", by=by, subject="board_body", reference=str(seat.body_id), detail={"seat": wording})
    return seat


@transaction.atomic
def remove_seat(*, seat: Seat, by: User) -> None:
    """No longer provided. Refused while anybody holds it or held it: their record names it."""
    policies.check_can_run(by=by)
    if seat.memberships.exists():
        raise NotNow("Members hold this seat, or held it.", action="Change how many it is for, or give them another seat first.")
    record("seat_removed", by=by, subject="board_body", reference=str(seat.body_id), detail={"seat": seat.title})
    seat.delete()


@transaction.atomic
def change_member(
    *,
    membership: Membership,
    name: str,
    by: User,
    person: User | None = None,
    seat: Seat | None = None,
    represents: str = "",
    is_young: bool = False,
    appointed_by: str = "",
) -> Membership:
    """Put a member's entry right, or join it to a sign-in that they have by now. What they did on the body stays theirs."""
    body = membership.body
    policies.check_can_appoint(body, person, on=max(membership.from_on, timezone.localdate()), by=by)
    if person is not None and person.pk != membership.person_id:
        others = Membership.objects.filter(body=body, person=person).exclude(pk=membership.pk)
        if others.exclude(until_on__lt=membership.from_on).exists():
            raise NotNow(f"{person.name} is a member already.", action="Choose another sign-in, or end that membership first.")
    if seat is not None and seat.pk != membership.seat_id:
        others = Membership.objects.serving(on=timezone.localdate()).exclude(pk=membership.pk)
        check_seat(seat, body, membership.kind, others)
    membership.name, membership.person, membership.seat = name.strip(), person, seat
    membership.represents, membership.is_young, membership.appointed_by = represents, is_young, appointed_by
    membership.save(update_fields=["name", "person", "seat", "represents", "is_young", "appointed_by"])
    record("member_changed", by=by, subject="board_body", reference=str(body.pk), detail={"membership": membership.pk})
    return membership


@transaction.atomic
def end_substitute(*, substitute: Substitute, last_day: dt.date, by: User) -> Substitute:
    """They come in the member's place until that day. Meetings at which they did keep their name."""
    policies.check_can_run(by=by)
    check_last_day(substitute.from_on, last_day)
    substitute.until_on = last_day
    substitute.save(update_fields=["until_on"])
    record("substitute_ended", by=by, subject="board_body", reference=str(substitute.membership.body_id))
    return substitute
