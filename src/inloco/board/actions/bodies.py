"""The constitution of a body: made, changed, members appointed and their terms ended, champions, terms of reference."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, Q, QuerySet
from django.utils.text import slugify

from inloco.accounts.models import User
from inloco.analytics.errors import NotNow
from inloco.audit.actions import record
from inloco.board import policies
from inloco.board.models import Body, Champion, Membership, OfficeTerm, Seat, StandingItem, Substitute, TermsOfReference
from inloco.board.models.bodies import ItemKind, MemberKind, Office

STANDING = (
    (ItemKind.APOLOGIES, "Introductions and apologies", "note"),
    (ItemKind.LAST_MINUTES, "Minutes of the last meeting", "agree"),
    (ItemKind.MATTERS_ARISING, "Matters arising", "note"),
    (ItemKind.OTHER_BUSINESS, "Any other business", "note"),
    (ItemKind.NEXT_MEETING, "Date and time of the next meeting", "note"),
)
"""What every agenda of a new body begins with. The body may change it."""

CLOSING = frozenset({ItemKind.OTHER_BUSINESS, ItemKind.NEXT_MEETING})
"""Standing items that stay at the end, whatever is added."""


@transaction.atomic
def make_body(*, fields: Mapping[str, Any], by: User) -> Body:
    """A body with the usual standing items. ``fields`` are those of the model; the address follows from the name."""
    policies.check_can_run(by=by)
    return create_body(fields, by=by)


def create_body(fields: Mapping[str, Any], *, by: User | None) -> Body:
    """Without asking who: for the import on the command line. Refuses a name that is taken."""
    name = str(fields["name"]).strip()
    slug = slugify(name)[:60]
    if not slug:
        raise NotNow("The name has no letters.", action="Write the name of the body.")
    if Body.objects.filter(slug=slug).exists() or Body.objects.filter(name=name).exists():
        raise NotNow(f"There is a body called {name} already.", action="Open it from the list, or choose another name.")
    body = Body.objects.create(slug=slug, **{**fields, "name": name})
    for position, (kind, title, purpose) in enumerate(STANDING, start=1):
        StandingItem.objects.create(body=body, kind=kind, title=title, purpose=purpose, position=position)
    record("body_made", by=by, subject="board_body", reference=str(body.pk), detail={"name": name})
    return body


@transaction.atomic
def change_body(*, body: Body, fields: Mapping[str, Any], by: User) -> Body:
    """Its rules from now on. Packs that are out and votes that were counted keep the rules that they had."""
    policies.check_can_run(by=by)
    if Body.objects.filter(name=fields["name"]).exclude(pk=body.pk).exists():
        raise NotNow(f"There is another body called {fields['name']}.", action="Choose another name.")
    for name, value in fields.items():
        setattr(body, name, value)
    body.save(update_fields=list(fields))
    record("body_changed", by=by, subject="board_body", reference=str(body.pk), detail={"fields": sorted(fields)})
    return body


@transaction.atomic
def add_seat(*, body: Body, kind: str, title: str, number: int | None, by: User, number_words: str = "") -> Seat:
    policies.check_can_run(by=by)
    if body.seats.filter(kind=kind, title=title).exists():
        raise NotNow("The constitution has this seat already.", action="Change how many it is for.")
    last = body.seats.aggregate(last=Max("position"))["last"] or 0
    seat: Seat = body.seats.create(
        kind=MemberKind(kind), title=title, number=number, number_words=number_words, position=last + 1
    )
    record("seat_added", by=by, subject="board_body", reference=str(body.pk), detail={"seat": title})
    return seat


@transaction.atomic
def appoint(
    *,
    body: Body,
    name: str,
    kind: str,
    from_on: dt.date,
    by: User,
    person: User | None = None,
    seat: Seat | None = None,
    office: str = "",
    represents: str = "",
    is_young: bool = False,
    appointed_by: str = "",
    until_on: dt.date | None = None,
) -> Membership:
    """Somebody becomes a member from a day. Refused for whom the constitution bars, for a seat of another kind or that is
    full, for a second chair, and for a person who is a member in that time already."""
    policies.check_can_appoint(body, person, on=from_on, by=by)
    _check_term(from_on, until_on)
    check_office(body, office, kind, from_on, until_on)
    overlapping = Membership.objects.filter(body=body).exclude(until_on__lt=from_on)
    if until_on is not None:
        overlapping = overlapping.filter(from_on__lte=until_on)
    if person is not None and overlapping.filter(person=person).exists():
        raise NotNow(f"{person.name} is a member already.", action="Change that membership, or end it first.")
    if seat is not None:
        check_seat(seat, body, kind, overlapping)
    made: Membership = body.memberships.create(
        name=name.strip(),
        kind=MemberKind(kind),
        from_on=from_on,
        until_on=until_on,
        person=person,
        seat=seat,
        represents=represents,
        is_young=is_young,
        appointed_by=appointed_by,
    )
    if office:
        made.office_terms.create(body=body, office=Office(office), from_on=from_on, until_on=until_on)
        made.office = office
    record("member_appointed", by=by, subject="board_body", reference=str(body.pk), detail={"kind": kind, "office": office})
    return made


@transaction.atomic
def end_membership(*, membership: Membership, last_day: dt.date, reason: str, by: User) -> Membership:
    """The term ends with ``last_day``, and with it any office. What they did on the body stays theirs."""
    policies.check_can_run(by=by)
    check_last_day(membership.from_on, last_day)
    if not reason.strip():
        raise NotNow("A reason is missing.", action="Say why they leave: resigned, end of term, replaced.")
    membership.until_on, membership.end_reason = last_day, reason.strip()
    membership.save(update_fields=["until_on", "end_reason"])
    membership.office_terms.filter(from_on__gt=last_day).delete()
    held = membership.office_terms.filter(Q(until_on=None) | Q(until_on__gt=last_day))
    held.update(until_on=last_day, reason=reason.strip())
    record("membership_ended", by=by, subject="board_body", reference=str(membership.body_id), detail={"last_day": last_day})
    return membership


@transaction.atomic
def name_substitute(
    *, membership: Membership, name: str, from_on: dt.date, by: User, person: User | None = None, until_on: dt.date | None = None
) -> Substitute:
    """Who may come in a member's place. The bars of the constitution hold for them too."""
    body = membership.body
    policies.check_can_appoint(body, person, on=from_on, by=by)
    _check_term(from_on, until_on)
    if not body.allows_substitutes:
        raise NotNow("This body has no substitutes.", action="Change the constitution first.")
    if not membership.serves(on=from_on):
        raise NotNow(f"{membership.name} is no member on that day.", action="Choose a day of their membership.")
    if person is not None and Membership.objects.serving(on=from_on).filter(body=body, person=person).exists():
        raise NotNow(f"{person.name} is a member and cannot stand in for another.", action="Choose somebody else.")
    made: Substitute = membership.substitutes.create(name=name.strip(), person=person, from_on=from_on, until_on=until_on)
    record("substitute_named", by=by, subject="board_body", reference=str(body.pk))
    return made


@transaction.atomic
def name_champion(
    *, body: Body, name: str, cause: str, from_on: dt.date, by: User, area: str = "", until_on: dt.date | None = None
) -> Champion:
    policies.check_can_run(by=by)
    _check_term(from_on, until_on)
    made: Champion = body.champions.create(name=name.strip(), cause=cause.strip(), area=area, from_on=from_on, until_on=until_on)
    record("champion_named", by=by, subject="board_body", reference=str(body.pk), detail={"cause": made.cause})
    return made


@transaction.atomic
def end_champion(*, champion: Champion, last_day: dt.date, by: User) -> Champion:
    policies.check_can_run(by=by)
    check_last_day(champion.from_on, last_day)
    champion.until_on = last_day
    champion.save(update_fields=["until_on"])
    record("champion_ended", by=by, subject="board_body", reference=str(champion.body_id))
    return champion


def write_terms(
    *, body: Body, text: str, from_on: dt.date, by: User | None, based_on: int, what_changed: str = "", agreed_by: str = ""
) -> TermsOfReference:
    """A new version of the terms of reference. ``based_on`` is the version that the writer saw: when another has been written
    meanwhile, nothing is written and the refusal says so. From the second version on, what changed must be said."""
    if by is not None:
        policies.check_can_run(by=by)
    wording = text.strip().replace("\r\n", "\n")
    if not wording:
        raise NotNow("The terms of reference are empty.", action="Write them.")
    last = body.terms.first()
    number = last.number if last else 0
    if number != based_on:
        raise NotNow("Somebody else wrote a new version meanwhile.", action="Read it, then put yours together with it.")
    if last is not None and last.text == wording:
        raise NotNow("Nothing has changed.", action="Change the text, or leave the version as it is.")
    if last is not None and not what_changed.strip():
        raise NotNow("What changed is missing.", action="Say in a sentence what is new, for whoever reads the history.")
    if last is not None and from_on < last.from_on:
        raise NotNow("The version before applies from a later day.", action="Choose that day or a later one.")
    try:
        with transaction.atomic():
            made = TermsOfReference.objects.create(
                body=body,
                number=number + 1,
                from_on=from_on,
                text=wording,
                what_changed=what_changed.strip(),
                agreed_by=agreed_by.strip(),
                written_by=by,
            )
            record("terms_written", by=by, subject="board_body", reference=str(body.pk), detail={"version": made.number})
    except IntegrityError:
        raise NotNow("Somebody else wrote a new version meanwhile.", action="Read it, then put yours together with it.") from None
    return made


def missing_kinds(body: Body) -> list[ItemKind]:
    """The items that fill themselves and do not stand on this body's agendas."""
    there = {ItemKind.ORDINARY.value, *body.standing_items.values_list("kind", flat=True)}
    return [kind for kind in ItemKind if kind.value not in there]


@transaction.atomic
def add_standing_item(
    *,
    body: Body,
    title: str,
    purpose: str,
    by: User,
    presenter: str = "",
    minutes_allotted: int | None = None,
    kind: str = ItemKind.ORDINARY,
) -> StandingItem:
    """On every agenda from the next one on, before the closing items. An item of another kind brings its content along (the
    minutes of the last meeting, say); there is one of each."""
    policies.check_can_run(by=by)
    items = list(body.standing_items.all())
    wanted = ItemKind(kind)
    if wanted is not ItemKind.ORDINARY and any(one.kind == wanted for one in items):
        raise NotNow("Every agenda has that item already.", action="Leave it as it is.")
    made = StandingItem.objects.create(
        body=body,
        kind=wanted,
        title=title.strip(),
        purpose=purpose,
        presenter=presenter,
        minutes_allotted=minutes_allotted,
        position=len(items) + 1,
    )
    for position, one in enumerate(_in_order(items, made), start=1):
        StandingItem.objects.filter(pk=one.pk).update(position=position)
    record("standing_item_added", by=by, subject="board_body", reference=str(body.pk), detail={"title": made.title})
    return made


def _in_order(items: list[StandingItem], made: StandingItem) -> list[StandingItem]:
    """``made`` in its place: what opens a meeting before what the usual order puts after it, the closing items at the end."""
    usual = [kind for kind, _, _ in STANDING]
    if made.kind == ItemKind.NEXT_MEETING:
        before = items
    elif made.kind in (ItemKind.ORDINARY, ItemKind.OTHER_BUSINESS, ItemKind.CONSTITUTION):
        before = [one for one in items if one.kind not in CLOSING]
    else:
        ahead = usual[: usual.index(ItemKind(made.kind))]
        last = max((place for place, one in enumerate(items) if one.kind in ahead), default=-1)
        before = items[: last + 1]
    return [*before, made, *(one for one in items if one not in before)]


@transaction.atomic
def drop_standing_item(*, item: StandingItem, by: User) -> None:
    """No longer on new agendas. Agendas that have been begun keep it."""
    policies.check_can_run(by=by)
    record("standing_item_dropped", by=by, subject="board_body", reference=str(item.body_id), detail={"title": item.title})
    item.delete()


def check_seat(seat: Seat, body: Body, kind: str, others: QuerySet[Membership]) -> None:
    """That a member of this ``kind`` may take the seat beside the ``others`` who sit at that time."""
    if seat.body_id != body.pk or seat.kind != kind:
        raise NotNow("This seat is for another kind of member.", action="Choose a seat of the same kind.")
    if seat.number is not None and others.filter(seat=seat).count() >= seat.number:
        raise NotNow(f"All {seat.number} seats are taken: {seat.title}.", action="End a membership first.")


def check_last_day(from_on: dt.date, last_day: dt.date) -> None:
    """That something which began ends after it."""
    if last_day < from_on:
        raise NotNow("The last day lies before the first.", action="Choose a later day.")


def _check_term(from_on: dt.date, until_on: dt.date | None) -> None:
    if until_on is not None and until_on < from_on:
        raise NotNow("The last day lies before the first.", action="Choose a later day, or leave it empty.")


def check_office(body: Body, office: str, kind: str, from_on: dt.date, until_on: dt.date | None) -> None:
    """The chair has a vote, and there is one at a time."""
    if office != Office.CHAIR:
        return
    if kind != MemberKind.VOTING:
        raise NotNow("Only a member with a vote can be the chair.", action="Choose a voting member.")
    others = OfficeTerm.objects.filter(body=body, office=Office.CHAIR).exclude(until_on__lt=from_on)
    if until_on is not None:
        others = others.filter(from_on__lte=until_on)
    if others.exists():
        raise NotNow("The body has a chair in that time.", action="Appoint them without an office, then change the chair.")
