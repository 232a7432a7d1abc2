"""One figure and the children behind it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from inloco.accounts.access import SignedInRequest, permission
from inloco.accounts.permissions import Permission
from inloco.analytics.indicators import is_of_children
from inloco.analytics.periods import Period
from inloco.audit.actions import record
from inloco.children.policies import can_see_children, check_can_see_children, visible
from inloco.performance.filters import area_with
from inloco.performance.presenters.children_behind import children_behind
from inloco.performance.presenters.figure import figure_page
from inloco.performance.queries import book_for, figure_book
from inloco.performance.sections import sections_of
from inloco.performance.views.indicator import indicator_with


@permission(Permission.SEE_AGGREGATES)
@require_GET
def figure(request: SignedInRequest, indicator: str, period: Period, area: str) -> HttpResponse:
    """What a figure is made of and where it comes from."""
    chosen = indicator_with(indicator)
    book = book_for(request.user)
    page = figure_page(book, chosen, period, area_with(book.areas, area), request.GET.get("group", ""))
    may = page.has_children and not page.group and can_see_children(by=request.user)
    bridged = page.has_children and not page.group and request.user.may(Permission.SEE_SMALL_NUMBERS)
    context = {
        "page": page,
        "may_see_children": may,
        "has_bridge": bridged,
        "sections": [] if is_of_children(chosen.id) else sections_of(chosen.id, page.area, by=request.user),
    }
    return render(request, "performance/figure.html", context)


@permission(Permission.SEE_CHILDREN)
@require_GET
def children(request: SignedInRequest, indicator: str, period: Period, area: str) -> HttpResponse:
    """The children behind a figure, as far as this person may see them. The look is logged before the page leaves.

    Of a figure that counts our own records: that there is nobody, and where to look instead.
    """
    check_can_see_children(by=request.user)
    chosen = indicator_with(indicator)
    book = figure_book()
    place = area_with(book.areas, area)
    if not is_of_children(chosen.id):
        context = {
            "indicator": chosen,
            "area": place,
            "period": period,
            "sections": sections_of(chosen.id, place, by=request.user),
        }
        return render(request, "performance/nobody_behind.html", context)
    page = children_behind(
        book,
        chosen,
        period,
        place,
        visible(by=request.user),
        state=request.GET.get("state", ""),
        number=request.GET.get("page", "1"),
    )
    record(
        "looked",
        by=request.user,
        subject="children",
        reference=f"{chosen.id}/{period}/{place.id}",
        detail={
            "what": "children behind a figure",
            "state": page.state or "all",
            "shown": len(page.rows),
            "visible": page.visible,
        },
    )
    return render(request, "performance/children_behind.html", {"page": page})
