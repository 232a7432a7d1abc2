"""The audit trail, for those who may see it."""

from __future__ import annotations

import datetime as dt

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from inloco.accounts.access import SignedInRequest, permission
from inloco.accounts.models import User
from inloco.accounts.permissions import Permission
from inloco.audit.actions import record
from inloco.audit.chain import verify
from inloco.audit.models import Event
from inloco.audit.presenters import kind_label, row

PAGE = 50


@permission(Permission.SEE_AUDIT)
@require_GET
def events(request: SignedInRequest) -> HttpResponse:
    asked = {name: request.GET.get(name, "").strip()[:100] for name in ("who", "kind", "from", "to")}
    found = Event.objects.order_by("-id")
    if asked["who"]:
        found = found.filter(actor__in=[str(pk) for pk in User.objects.matching(asked["who"]).values_list("pk", flat=True)])
    if asked["kind"]:
        found = found.of_kind(asked["kind"])
    if since := iso_day(asked["from"]):
        found = found.since(since)
    if until := iso_day(asked["to"]):
        found = found.until(until)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    shown = list(page)
    names = {
        str(pk): name
        for pk, name in User.objects.filter(pk__in=[e.actor for e in shown if e.actor.isdigit()]).values_list("pk", "name")
    }
    kinds = [("", "Anything"), *((kind, kind_label(kind)) for kind in Event.objects.kinds())]
    return render(
        request,
        "audit/events.html",
        {"page": page, "rows": [row(event, names) for event in shown], "asked": asked, "kinds": kinds},
    )


@permission(Permission.SEE_AUDIT)
@require_POST
def check(request: SignedInRequest) -> HttpResponse:
    """Computes every seal again. That somebody checked is an event too."""
    chain = verify()
    record("trail_checked", by=request.user, detail={"events": chain.events, "whole": chain.is_whole})
    return render(request, "audit/check.html", {"chain": chain})


def iso_day(text: str) -> dt.date | None:
    """A day as a date input sends it; None for anything else."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
