"""The page of one indicator, and its figures as a file."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from inloco.accounts.access import SignedInRequest, permission
from inloco.accounts.permissions import Permission
from inloco.analytics.indicators import CATALOGUE, REGISTER
from inloco.analytics.indicators.definition import Indicator
from inloco.children.policies import can_see_children
from inloco.performance.filters import PlaceAndMonth, filter_of
from inloco.performance.presenters.catalogue import register_page
from inloco.performance.presenters.indicator import indicator_page
from inloco.performance.presenters.indicator_rows import as_table
from inloco.performance.queries import book_for
from inloco.performance.sections import sections_of
from inloco.performance.views.overview import csv_answer


def indicator_with(indicator_id: str) -> Indicator:
    """The indicator of the catalogue; no page for any other."""
    if indicator_id not in CATALOGUE:
        raise Http404
    return CATALOGUE[indicator_id]


@permission(Permission.SEE_AGGREGATES)
@require_GET
def indicator(request: SignedInRequest, indicator: str) -> HttpResponse:
    """History, comparators, areas, groups, definition and provenance; of a figure that no extract gives, what feeds it."""
    book = book_for(request.user)
    if indicator not in CATALOGUE and indicator in REGISTER:
        return render(request, "performance/register_only.html", {"page": register_page(book, REGISTER[indicator])})
    chosen = indicator_with(indicator)
    form = filter_of(PlaceAndMonth, request.GET, book)
    if form is None:
        return render(request, "performance/nothing_loaded.html")
    page = indicator_page(book, chosen, form.chosen_period, form.chosen_area)
    may = can_see_children(by=request.user)
    context = {
        "form": form,
        "page": page,
        "query": form.query(),
        "may_see_children": may,
        "sections": sections_of(chosen.id, form.chosen_area, by=request.user),
    }
    return render(request, "performance/indicator.html", context, status=200 if form.is_valid() else 422)


@permission(Permission.SEE_AGGREGATES)
@require_GET
def indicator_csv(request: SignedInRequest, indicator: str) -> HttpResponse:
    """The months of every area under the chosen one, as a file."""
    chosen = indicator_with(indicator)
    book = book_for(request.user)
    form = filter_of(PlaceAndMonth, request.GET, book)
    rows = as_table(book, chosen, form.chosen_period, form.chosen_area) if form is not None else []
    return csv_answer(f"{chosen.id}.csv", rows)
