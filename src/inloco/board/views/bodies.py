"""Bodies and their constitution."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from inloco.accounts.access import SignedInRequest, permission
from inloco.accounts.permissions import Permission
from inloco.board import policies
from inloco.board.actions import amendments, importing
from inloco.board.actions import bodies as actions
from inloco.board.constitution import composition, standing_among, standing_of
from inloco.board.forms.bodies import (
    BodyForm,
    ImportForm,
    SeatForm,
    StandingForm,
    TermsForm,
)
from inloco.board.models import Attendance, Body, Meeting, Membership, Proposal, Resolution, Seat, StandingItem, Substitute
from inloco.board.presenters import bodies as presenter
from inloco.board.presenters.markdown import markdown
from inloco.board.presenters.meetings import when_and_where
from inloco.board.views.asking import about, act, ask, sent
from inloco.board.views.finding import body_of, crumbs_to

SHOWN = 12


@permission(Permission.SEE_MEETINGS)
@require_GET
def list_bodies(request: SignedInRequest) -> HttpResponse:
    """Every body, and what is next."""
    today = timezone.localdate()
    mine = set(Membership.objects.serving(on=today).of(request.user).values_list("body_id", flat=True))
    return render(
        request,
        "board/list.html",
        {
            "bodies": Body.objects.existing(on=today),
            "mine": mine,
            "next": Meeting.objects.to_come().filter(on__gte=today).select_related("body")[:SHOWN],
            "tags": presenter.STATE_TAGS,
            "may_run": policies.runs(by=request.user),
        },
    )


@permission(Permission.SEE_MEETINGS)
@require_GET
def show(request: SignedInRequest, slug: str) -> HttpResponse:
    """A body: its next meeting, those before, proposals, and what the person may do with it."""
    body, today = body_of(slug), timezone.localdate()
    standing = standing_of(request.user, body, on=today)
    meetings = list(body.meetings.all())
    restricted = policies.reads_restricted(body, by=request.user, standing=standing)
    sets = policies.sets_agenda(body, by=request.user, standing=standing)
    may_propose = policies.can_propose(body, by=request.user, standing=standing)
    proposals = Proposal.objects.filter(body=body).select_related("proposed_by", "meeting")
    if not sets:
        proposals = proposals.filter(proposed_by=request.user)
    open_ones = list(Resolution.objects.unclosed().filter(body=body)) if restricted else []
    upcoming = next((one for one in meetings if one.condition.is_to_come and one.on >= today), None)
    context = {
        "body": body,
        "crumbs": [*crumbs_to(body)[:1], {"text": body.short_name or body.name}],
        "upcoming": upcoming,
        "upcoming_details": when_and_where(upcoming) if upcoming else (),
        "meetings": sorted(meetings, key=lambda one: one.on, reverse=True)[:SHOWN],
        "tags": presenter.STATE_TAGS,
        "open_resolutions": len(open_ones),
        "late_resolutions": sum(one.is_late(on=today) for one in open_ones),
        "proposals": proposals[:SHOWN] if sets or may_propose else (),
        "may_run": policies.runs(by=request.user),
        "may_set": sets,
        "may_propose": may_propose,
        "reads_restricted": restricted,
    }
    return render(request, "board/body.html", context)


@permission(Permission.SEE_MEETINGS)
@require_GET
def constitution(request: SignedInRequest, slug: str) -> HttpResponse:
    """Members by seat, champions, rules. Whoever is not sent the whole pack reads first names of young people."""
    body, today = body_of(slug), timezone.localdate()
    may_run = policies.runs(by=request.user)
    found = Membership.objects.serving(on=today).filter(body=body).select_related("person")
    serving = list(
        found.prefetch_related("person__role_assignments", Prefetch("substitutes", Substitute.objects.serving(on=today)))
    )
    sitting = composition(body, serving, on=today)
    standing = standing_among(request.user, serving, on=today)
    context = {
        "body": body,
        "crumbs": crumbs_to(body, None, {"text": "Members and constitution"}),
        "rules": presenter.rules(body),
        "composition": sitting,
        "members": [(seat, member) for seat, member in sitting.rows if may_run or member is not None],
        "offices": body.office_terms.select_related("membership"),
        "former": body.memberships.filter(until_on__lt=today).select_related("seat").order_by("-until_on", "name"),
        "seats": [(held.seat, len(held.members)) for held in sitting.seats] if may_run else (),
        "champions": body.champions.all(),
        "today": today,
        "may_run": may_run,
        "standing_items": body.standing_items.all() if may_run else (),
        "names_shown": policies.reads_restricted(body, by=request.user, standing=standing),
    }
    return render(request, "board/constitution.html", context)


@permission(Permission.RUN_MEETINGS)
@require_http_methods(["GET", "POST"])
def add(request: SignedInRequest) -> HttpResponse:
    return ask(
        request,
        BodyForm(sent(request)),
        do=lambda given: actions.make_body(fields=_constitution(given), by=request.user),
        done="The body was added. Now its seats and members.",
        back=reverse("board:list"),
        title="Add a body",
        crumbs=[{"text": "Boards", "href": reverse("board:list")}, {"text": "Add a body"}],
    )


@permission(Permission.RUN_MEETINGS)
@require_http_methods(["GET", "POST"])
def change(request: SignedInRequest, slug: str) -> HttpResponse:
    body = body_of(slug)
    return about(
        request,
        body,
        BodyForm(sent(request), body=body),
        "Change the constitution",
        "The constitution was changed.",
        lambda given: actions.change_body(body=body, fields=_constitution(given), by=request.user),
    )


@permission(Permission.RUN_MEETINGS)
@require_http_methods(["GET", "POST"])
def load(request: SignedInRequest) -> HttpResponse:
    """A body, its constitution and its meetings from a file."""
    return ask(
        request,
        ImportForm(sent(request), request.FILES or None),
        do=lambda given: importing.read_into_database(given["file"].read(), given["file"].name, by=request.user),
        done="The body was read from the file.",
        back=reverse("board:list"),
        title="Read a body from a file",
        crumbs=[{"text": "Boards", "href": reverse("board:list")}, {"text": "Read a body from a file"}],
        button="Read the file",
        context={"files": True},
    )


@permission(Permission.RUN_MEETINGS)
@require_http_methods(["GET", "POST"])
def add_seat(request: SignedInRequest, slug: str) -> HttpResponse:
    body = body_of(slug)
    return about(
        request,
        body,
        SeatForm(sent(request)),
        "Add a seat",
        "The seat was added.",
        lambda given: actions.add_seat(body=body, by=request.user, **given),
    )


@permission(Permission.RUN_MEETINGS)
@require_http_methods(["GET", "POST"])
def change_seat(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    body, seat = body_of(slug), get_object_or_404(Seat, pk=pk, body__slug=slug)
    return about(
        request,
        body,
        SeatForm(sent(request), is_new=False, initial={"title": seat.title, "number": seat.number}),
        "Change a seat",
        "The seat was changed.",
        lambda given: amendments.change_seat(seat=seat, by=request.user, **given),
    )


@permission(Permission.RUN_MEETINGS)
@require_POST
def remove_seat(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    seat = get_object_or_404(Seat, pk=pk, body__slug=slug)
    return act(
        request,
        lambda: amendments.remove_seat(seat=seat, by=request.user),
        done="The constitution no longer has this seat.",
        back=reverse("board:constitution", args=[slug]),
    )


@permission(Permission.SEE_MEETINGS)
@require_GET
def terms(request: SignedInRequest, slug: str) -> HttpResponse:
    """The terms of reference that apply, and every version before."""
    body = body_of(slug)
    versions = list(body.terms.select_related("written_by"))
    wanted = request.GET.get("version", "")
    chosen = next((one for one in versions if str(one.number) == wanted), versions[0] if versions else None)
    context = {"body": body, "versions": versions, "chosen": chosen, "may_run": policies.runs(by=request.user)}
    context["text"] = markdown(chosen.text) if chosen else ""
    crumbs = crumbs_to(body, None, {"text": "Terms of reference"})
    return render(request, "board/terms.html", {**context, "crumbs": crumbs})


@permission(Permission.RUN_MEETINGS)
@require_http_methods(["GET", "POST"])
def write_terms(request: SignedInRequest, slug: str) -> HttpResponse:
    body = body_of(slug)
    last = body.terms.first()
    initial = {"text": last.text if last else "", "based_on": last.number if last else 0, "from_on": timezone.localdate()}
    return about(
        request,
        body,
        TermsForm(sent(request), initial=initial),
        "Write the terms of reference",
        "The new version was kept.",
        lambda given: actions.write_terms(body=body, by=request.user, **given),
        back=reverse("board:terms", args=[slug]),
    )


@permission(Permission.RUN_MEETINGS)
@require_http_methods(["GET", "POST"])
def add_standing(request: SignedInRequest, slug: str) -> HttpResponse:
    body = body_of(slug)
    return about(
        request,
        body,
        StandingForm(sent(request), missing=actions.missing_kinds(body), initial={"purpose": "note"}),
        "Add a standing item",
        "The item stands on every new agenda.",
        lambda given: actions.add_standing_item(body=body, by=request.user, **given),
    )


@permission(Permission.RUN_MEETINGS)
@require_POST
def drop_standing(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    item = get_object_or_404(StandingItem, pk=pk, body__slug=slug)
    return act(
        request,
        lambda: actions.drop_standing_item(item=item, by=request.user),
        done="The item no longer stands on new agendas.",
        back=reverse("board:constitution", args=[slug]),
    )


@permission(Permission.SEE_MEETINGS)
@require_GET
def attendance(request: SignedInRequest, slug: str) -> HttpResponse:
    """How often members came, over a year back by default."""
    body, today = body_of(slug), timezone.localdate()
    if not policies.reads_restricted(body, by=request.user):
        policies.check_can_run(by=request.user)
    since = today.replace(year=today.year - 1, day=min(today.day, 28))
    span = request.GET.get("since", "year")
    held = body.meetings.begun().filter(attendance__isnull=False).distinct()
    if span != "all":
        held = held.filter(on__gt=since)
    meetings = list(held)
    members = Membership.objects.filter(body=body)
    if span != "all":
        members = members.exclude(until_on__lte=since)
    rows = presenter.attendance_rows(meetings, members, Attendance.objects.filter(meeting__in=meetings))
    crumbs = crumbs_to(body, None, {"text": "Attendance"})
    return render(
        request, "board/attendance.html", {"body": body, "rows": rows, "meetings": meetings, "span": span, "crumbs": crumbs}
    )


def _constitution(given: dict[str, Any]) -> dict[str, Any]:
    return {**given, "has_casting_vote": bool(given["has_casting_vote"]), "usual_start": given["usual_start"] or None}
