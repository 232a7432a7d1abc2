"""The catalogue of every figure that the field counts, and the SQL behind a computed one."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from inloco.accounts.access import SignedInRequest, permission
from inloco.accounts.permissions import Permission
from inloco.analytics.facts import sql_of
from inloco.performance.presenters.catalogue import FED, catalogue_page
from inloco.performance.views.indicator import indicator_with


@permission(Permission.SEE_AGGREGATES)
@require_GET
def catalogue(request: SignedInRequest) -> HttpResponse:
    """Every figure of the register with what feeds it, by family. The search and the feed stand in the address."""
    page = catalogue_page(request.GET.get("q", ""), request.GET.get("fed", ""))
    return render(request, "performance/catalogue.html", {"page": page, "fed": list(FED.items())})


@permission(Permission.SEE_AGGREGATES)
@require_GET
def sql(request: SignedInRequest, indicator: str) -> HttpResponse:
    """What the computer does for this figure, from the tables of the extract to the rule."""
    chosen = indicator_with(indicator)
    return render(request, "performance/sql.html", {"indicator": chosen, "steps": sql_of(chosen.grain)})
