"""Who is chair or vice-chair, from when: changed within a membership, with what was before kept."""

from __future__ import annotations

import datetime as dt

from django.db import models, transaction

from inloco.accounts.models import User
from inloco.analytics.errors import NotNow
from inloco.audit.actions import record
from inloco.board import policies
from inloco.board.models import Body, Membership, OfficeTerm
from inloco.board.models.bodies import MemberKind, Office

ONE_DAY = dt.timedelta(days=1)


@transaction.atomic
def change_office(*, membership: Membership, office: str, from_on: dt.date, reason: str, by: User) -> OfficeTerm | None:
    """The member holds ``office`` from a day on, none for the empty one. Whoever is the chair then hands over: their term ends
    the day before. Refused for whom the constitution bars from being appointed on that day."""
    body = Body.objects.select_for_update().get(pk=membership.body_id)
    policies.check_can_appoint(body, membership.person, on=from_on, by=by)
    wanted = Office(office)
    if not reason.strip():
        raise NotNow("A reason is missing.", action="Say why: elected, appointed by the leader, laid down.")
    if not membership.serves(on=from_on):
        raise NotNow(f"{membership.name} is no member on that day.", action="Choose a day of their membership.")
    if wanted is Office.CHAIR and membership.kind != MemberKind.VOTING:
        raise NotNow("Only a member with a vote can be the chair.", action="Choose a voting member.")
    own = _held(membership.office_terms.all(), on=from_on)
    if (own.office if own else Office.NONE) == wanted:
        held = wanted.label.lower() if wanted else "no office"
        raise NotNow(f"{membership.name} has {held} on that day already.", action="Choose another office or day.")
    terms = OfficeTerm.objects.filter(body=body).select_related("membership")
    later = terms.filter(membership=membership, from_on__gt=from_on) | terms.filter(office=Office.CHAIR, from_on__gt=from_on)
    coming = (later if wanted is Office.CHAIR else later.filter(membership=membership)).order_by("from_on").first()
    if coming is not None:
        raise NotNow(
            f"{coming.membership.name} becomes {coming.get_office_display().lower()} on {coming.from_on:%-d %B %Y}.",
            action="Choose a later day.",
        )
    chair = _held(terms.filter(office=Office.CHAIR), on=from_on) if wanted is Office.CHAIR else None
    for one in (own, chair):
        if one is not None:
            _end(one, from_on - ONE_DAY)
    made = None
    if wanted:
        made = OfficeTerm.objects.create(
            body=body, membership=membership, office=wanted, from_on=from_on, until_on=membership.until_on, reason=reason.strip()
        )
    record("office_changed", by=by, subject="board_body", reference=str(body.pk), detail={"office": office, "from_on": from_on})
    return made


def _held(terms: models.QuerySet[OfficeTerm], *, on: dt.date) -> OfficeTerm | None:
    return terms.filter(from_on__lte=on).exclude(until_on__lt=on).first()


def _end(term: OfficeTerm, last_day: dt.date) -> None:
    if last_day < term.from_on:
        raise NotNow(
            f"{term.membership.name} became {term.get_office_display().lower()} on that very day.", action="Choose a later day."
        )
    term.until_on = last_day
    term.save(update_fields=["until_on"])
