"""What was resolved, until it is closed: for its owner, the board and democratic services."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from inloco.accounts.access import SignedInRequest, permission
from inloco.accounts.permissions import Permission
from inloco.board import policies
from inloco.board.actions import resolutions
from inloco.board.forms.recording import ClosingForm, ProgressForm, ResolutionForm
from inloco.board.in_plans import sees_action, standing_of
from inloco.board.models import Resolution
from inloco.board.views.asking import ask, sent
from inloco.board.views.finding import body_of, crumbs_to, resolution_of


@permission(Permission.SEE_MEETINGS)
@require_GET
def index(request: SignedInRequest, slug: str) -> HttpResponse:
    """What the board resolved: open ones first, all by choice."""
    body, today = body_of(slug), timezone.localdate()
    if not policies.reads_restricted(body, by=request.user):
        policies.check_can_run(by=request.user)
    state = request.GET.get("state", "open")
    found = Resolution.objects.filter(body=body).select_related("meeting", "owner", "item").order_by("-meeting__on", "number")
    if state == "late":
        found = found.overdue(on=today)
    elif state != "all":
        found = found.unclosed()
    context = {
        "body": body,
        "rows": found,
        "in_plans": standing_of(found, on=today),
        "state": state,
        "today": today,
        "crumbs": crumbs_to(body, None, {"text": "Resolutions"}),
    }
    return render(request, "board/resolutions.html", context)


@permission(Permission.SEE_MEETINGS)
@require_http_methods(["GET", "POST"])
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    """One resolution with everything that was said about it; its owner reports here."""
    found, today = resolution_of(pk), timezone.localdate()
    policies.check_sees_resolution(found, by=request.user)
    if request.method == "POST":
        policies.check_can_report(found, by=request.user)
    context = {
        "resolution": found,
        "updates": found.updates.select_related("by"),
        "matters": found.matters_arising.select_related("meeting__body"),
        "may_report": policies.can_report(found, by=request.user),
        "may_change": policies.can_change_resolution(found, by=request.user),
        "may_close": policies.can_close_resolution(found, by=request.user),
        "may_hand_over": policies.can_hand_over(found, by=request.user),
        "may_take_on": policies.can_take_on(found, by=request.user),
        "may_take_out": policies.can_take_out(found, by=request.user),
        "in_plan": standing_of([found], on=today).get(found.pk),
        "sees_action": sees_action(found.plan_action, by=request.user),
        "today": today,
    }
    return ask(
        request,
        ProgressForm(sent(request)),
        do=lambda given: resolutions.report_progress(resolution=found, by=request.user, **given),
        done="Your report was kept.",
        back=request.path,
        title=f"Resolution {found.reference}",
        button="Report",
        template="board/resolution.html",
        context=context,
        crumbs=crumbs_to(
            found.body,
            None,
            {"text": "Resolutions", "href": reverse("board:resolutions", args=[found.body.slug])},
            {"text": found.reference},
        ),
    )


@permission(Permission.RUN_MEETINGS)
@require_http_methods(["GET", "POST"])
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Its words, owner and day, while the minutes are open."""
    found = resolution_of(pk)
    policies.check_can_change_resolution(found, by=request.user)
    initial = {
        "text": found.text,
        "owner": found.owner_id or "",
        "owner_name": "" if found.owner_id else found.owner_name,
        "due_on": found.due_on,
    }
    return ask(
        request,
        ResolutionForm(sent(request), initial=initial, is_new=False),
        do=lambda given: resolutions.change_resolution(resolution=found, by=request.user, **given),
        done="The resolution was changed.",
        back=reverse("board:minute", args=[found.item_id]),
        title=f"Change resolution {found.reference}",
        crumbs=crumbs_to(found.body, found.meeting, {"text": f"Change {found.reference}"}),
    )


@permission(Permission.RUN_MEETINGS)
@require_http_methods(["GET", "POST"])
def close(request: SignedInRequest, pk: int) -> HttpResponse:
    found = resolution_of(pk)
    policies.check_can_close_resolution(found, by=request.user)
    return ask(
        request,
        ClosingForm(sent(request)),
        do=lambda given: resolutions.close_resolution(resolution=found, note=given["note"], by=request.user),
        done="The resolution was closed.",
        back=reverse("board:resolution", args=[pk]),
        title=f"Close resolution {found.reference}",
        button="Close",
        crumbs=crumbs_to(found.body, None, {"text": f"Close {found.reference}"}),
        context={"intro": found.text},
    )
