"""Pages of analysis that cost more than a look at kept figures: the bridge between two months, equality gaps, what came late."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from inloco.accounts.access import SignedInRequest, permission
from inloco.accounts.permissions import Permission
from inloco.analytics.areas import Area
from inloco.analytics.book import FigureBook
from inloco.analytics.errors import InputRefused, WrongUsage
from inloco.analytics.periods import Period, parse_period
from inloco.audit.actions import record
from inloco.children.policies import can_see_children, check_can_see_children, visible
from inloco.performance.filters import area_choices, area_with, top_area
from inloco.performance.presenters.bridge import bridge_page, earlier_period
from inloco.performance.presenters.groups import groups_page
from inloco.performance.presenters.late import as_table, late_page
from inloco.performance.queries import figure_book
from inloco.performance.views.indicator import indicator_with
from inloco.performance.views.overview import csv_answer


@permission(Permission.SEE_SMALL_NUMBERS)
@require_GET
def bridge(request: SignedInRequest, indicator: str, period: Period, area: str) -> HttpResponse:
    """How an earlier figure became this one. The children of one step are listed on demand, and the look is logged."""
    chosen = indicator_with(indicator)
    book = figure_book()
    place = area_with(book.areas, area)
    written = request.GET.get("from", "")
    from_ = parse_period(written) if written else earlier_period(period)
    step = request.GET.get("step", "")
    may = can_see_children(by=request.user)
    if step:
        check_can_see_children(by=request.user)
    try:
        page = bridge_page(book, chosen, from_, period, place, step, visible(by=request.user) if step else None)
    except WrongUsage as none:
        raise InputRefused(none.what, action=none.action) from none  # the page is there; what was chosen on it has no bridge
    if page.chosen:
        record(
            "looked",
            by=request.user,
            subject="children",
            reference=f"{chosen.id}/{from_}/{period}/{place.id}",
            detail={"what": "children of a bridge", "state": step, "shown": len(page.children), "visible": len(page.children)},
        )
    return render(request, "performance/bridge.html", {"page": page, "may_see_children": may})


@permission(Permission.SEE_SMALL_NUMBERS)
@require_GET
def late(request: SignedInRequest) -> HttpResponse:
    """What came after a month was frozen, by indicator and by team. Area and month stand in the address."""
    book = figure_book()
    area = _area(request, book)
    if area is None:
        return render(request, "performance/nothing_loaded.html")
    page = late_page(book, request.GET.get("period", ""), area)
    return render(request, "performance/late.html", {"page": page, "areas": area_choices(book.areas)})


@permission(Permission.SEE_SMALL_NUMBERS)
@require_GET
def late_csv(request: SignedInRequest) -> HttpResponse:
    """Every changed figure of the page and of the areas beneath, as a file."""
    book = figure_book()
    area = _area(request, book)
    page = late_page(book, request.GET.get("period", ""), area) if area is not None else None
    return csv_answer(f"late-{page.period}.csv" if page and page.period else "late.csv", as_table(page) if page else [])


def _area(request: SignedInRequest, book: FigureBook) -> Area | None:
    """The area in the address, else the whole council; None while nothing is loaded."""
    asked = request.GET.get("area", "")
    return area_with(book.areas, asked) if asked else top_area(book.areas)


@permission(Permission.SEE_SMALL_NUMBERS)
@require_GET
def groups(request: SignedInRequest, indicator: str, period: Period, area: str) -> HttpResponse:
    """One figure by group of children, each against the rest."""
    chosen = indicator_with(indicator)
    book = figure_book()
    place = area_with(book.areas, area)
    try:
        page = groups_page(book, chosen, period, place, request.GET.get("by", ""))
    except WrongUsage as none:
        raise InputRefused(none.what, action=none.action) from none
    return render(request, "performance/groups.html", {"page": page})
