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
from inloco.board.forms.recording import ClosingForm, LinkForm, ProgressForm
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
        "state": state,
        "today": today,
        "crumbs": crumbs_to(body, None, {"text": "Resolutions"}),
    }
    return render(request, "board/resolutions.html", context)


@permission(Permission.SEE_MEETINGS)
@require_http_methods(["GET", "POST"])
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    """One resolution with everything that was said about it; its owner reports here."""
    found = resolution_of(pk)
    if found.owner_id != request.user.pk and not policies.reads_restricted(found.body, by=request.user):
        policies.check_can_run(by=request.user)
    if request.method == "POST":
        policies.check_can_report(found, by=request.user)
    context = {
        "resolution": found,
        "updates": found.updates.select_related("by"),
        "matters": found.matters_arising.select_related("meeting__body"),
        "may_report": policies.can_report(found, by=request.user),
        "may_close": policies.can_close_resolution(found, by=request.user),
        "may_run": policies.runs(by=request.user),
        "today": timezone.localdate(),
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


@permission(Permission.RUN_MEETINGS)
@require_http_methods(["GET", "POST"])
def link(request: SignedInRequest, pk: int) -> HttpResponse:
    """Name the action of the delivery plan that carries it."""
    found = resolution_of(pk)
    return ask(
        request,
        LinkForm(sent(request), initial={"reference": found.plan_reference}),
        do=lambda given: resolutions.link_to_plan(resolution=found, reference=given["reference"], by=request.user),
        done="The link was kept.",
        back=reverse("board:resolution", args=[pk]),
        title=f"Resolution {found.reference} in the delivery plan",
        crumbs=crumbs_to(found.body, None, {"text": f"Link {found.reference}"}),
        context={"intro": found.text},
    )
