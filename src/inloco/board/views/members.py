"""Who belongs to a body: members, their offices, their substitutes, champions."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from inloco.accounts.access import SignedInRequest, permission
from inloco.accounts.permissions import Permission
from inloco.board.actions import amendments, offices
from inloco.board.actions import bodies as actions
from inloco.board.forms.bodies import ChampionForm, EndForm, EntryForm, LastDayForm, MemberForm, OfficeForm, SubstituteForm
from inloco.board.models import Champion, Membership, Substitute
from inloco.board.views.asking import about, sent
from inloco.board.views.finding import body_of


@permission(Permission.RUN_MEETINGS)
@require_http_methods(["GET", "POST"])
def appoint(request: SignedInRequest, slug: str) -> HttpResponse:
    body = body_of(slug)
    form = MemberForm(
        sent(request), body=body, initial={"from_on": timezone.localdate(), "appointed_by": body.appointed_by[:200]}
    )
    return about(
        request,
        body,
        form,
        "Add a member",
        "The member was added.",
        lambda given: actions.appoint(body=body, by=request.user, **given),
    )


@permission(Permission.RUN_MEETINGS)
@require_http_methods(["GET", "POST"])
def change(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Put a member's entry right, or join it to their sign-in."""
    body, member = body_of(slug), _member(slug, pk)
    names = ("name", "represents", "is_young", "appointed_by")
    initial = {name: getattr(member, name) for name in names}
    initial |= {"person": member.person_id or "", "seat": member.seat_id or ""}
    return about(
        request,
        body,
        EntryForm(sent(request), body=body, initial=initial),
        f"Change the entry of {member.name}",
        "The entry was changed.",
        lambda given: amendments.change_member(membership=member, by=request.user, **given),
    )


@permission(Permission.RUN_MEETINGS)
@require_http_methods(["GET", "POST"])
def office(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Make a member chair or vice-chair from a day on, or lay the office down."""
    body, member, today = body_of(slug), _member(slug, pk), timezone.localdate()
    serving = Membership.objects.serving(on=today).filter(pk=pk).first()
    return about(
        request,
        body,
        OfficeForm(sent(request), initial={"from_on": today, "office": serving.office if serving else ""}),
        f"Office of {member.name}",
        "The office was changed. Who held it before stays on record.",
        lambda given: offices.change_office(membership=member, by=request.user, **given),
    )


@permission(Permission.RUN_MEETINGS)
@require_http_methods(["GET", "POST"])
def end_membership(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    body, member = body_of(slug), _member(slug, pk)
    return about(
        request,
        body,
        EndForm(sent(request), initial={"last_day": timezone.localdate()}),
        f"End the membership of {member.name}",
        "The membership ends on that day.",
        lambda given: actions.end_membership(membership=member, by=request.user, **given),
    )


@permission(Permission.RUN_MEETINGS)
@require_http_methods(["GET", "POST"])
def substitute(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    body, member = body_of(slug), _member(slug, pk)
    return about(
        request,
        body,
        SubstituteForm(sent(request), initial={"from_on": timezone.localdate()}),
        f"A substitute for {member.name}",
        "The substitute was named.",
        lambda given: actions.name_substitute(membership=member, by=request.user, **given),
    )


@permission(Permission.RUN_MEETINGS)
@require_http_methods(["GET", "POST"])
def end_substitute(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    body = body_of(slug)
    named = get_object_or_404(Substitute.objects.select_related("membership"), pk=pk, membership__body=body)
    return about(
        request,
        body,
        LastDayForm(sent(request), initial={"last_day": timezone.localdate()}),
        f"{named.name} no longer comes for {named.membership.name}",
        "The substitute ends on that day.",
        lambda given: amendments.end_substitute(substitute=named, by=request.user, **given),
    )


@permission(Permission.RUN_MEETINGS)
@require_http_methods(["GET", "POST"])
def champion(request: SignedInRequest, slug: str) -> HttpResponse:
    body = body_of(slug)
    return about(
        request,
        body,
        ChampionForm(sent(request), initial={"from_on": timezone.localdate()}),
        "Add a champion",
        "The champion was added.",
        lambda given: actions.name_champion(body=body, by=request.user, **given),
    )


@permission(Permission.RUN_MEETINGS)
@require_http_methods(["GET", "POST"])
def end_champion(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    body = body_of(slug)
    named = get_object_or_404(Champion, pk=pk, body=body)
    return about(
        request,
        body,
        LastDayForm(sent(request), initial={"last_day": timezone.localdate()}),
        f"{named.name} is no longer a champion",
        "The champion ends on that day.",
        lambda given: actions.end_champion(champion=named, by=request.user, **given),
    )


def _member(slug: str, pk: int) -> Membership:
    member: Membership = get_object_or_404(Membership.objects.select_related("body"), pk=pk, body__slug=slug)
    return member
