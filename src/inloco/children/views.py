"""A person's list of children, and a child's page."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from inloco.accounts.access import SignedInRequest, permission
from inloco.accounts.permissions import Permission
from inloco.audit.actions import record, record_look
from inloco.children.forms import DayForm
from inloco.children.policies import check_can_see, visible
from inloco.children.presenters import child_page, clocks_page, list_page
from inloco.children.references import child_with
from inloco.children.register import register
from inloco.children.sections import sections_of


@permission(Permission.SEE_CHILDREN)
@require_GET
def my_children(request: SignedInRequest) -> HttpResponse:
    """The children whom this person may see, searched and filtered. One look is logged for the list."""
    known = register()
    page = list_page(
        known,
        visible(by=request.user),
        search=request.GET.get("q", ""),
        show=request.GET.get("show", ""),
        due=request.GET.get("due", ""),
        order=request.GET.get("order", ""),
        number=request.GET.get("page", "1"),
    )
    record(
        "looked",
        by=request.user,
        subject="children",
        reference="list",
        detail={
            "what": "list of children",
            "show": page.show or "all",
            "due": page.due or "any",
            "shown": len(page.rows),
            "visible": page.visible,
        },
    )
    return render(request, "children/list.html", {"page": page})


@permission(Permission.SEE_CHILDREN)
@require_GET
def child(request: SignedInRequest, reference: str) -> HttpResponse:
    """A child's page, to those whose role and relationship allow it; the look is logged before the page leaves."""
    snapshot = register().snapshot
    found = child_with(reference, snapshot) if snapshot is not None else None
    why = check_can_see(found, by=request.user)
    page = child_page(found) if found is not None else None
    if found is None or page is None:
        raise Http404
    record_look(by=request.user, what="child’s page", child_reference=reference, why=why)
    context = {"page": page, "reference": reference, "sections": sections_of(found, by=request.user)}
    return render(request, "children/child.html", context)


@permission(Permission.SEE_CHILDREN)
@require_GET
def clocks(request: SignedInRequest, reference: str) -> HttpResponse:
    """A child's timescales on a day, to those who may see the child; a day that is none is answered with the form."""
    snapshot = register().snapshot
    found = child_with(reference, snapshot) if snapshot is not None else None
    why = check_can_see(found, by=request.user)
    page = clocks_page(found) if found is not None else None
    if found is None or page is None:
        raise Http404
    is_asked = any(request.GET.get(f"on-{part}") for part in ("day", "month", "year"))
    form = DayForm(request.GET if is_asked else None, as_at=page.as_at, initial={"on": page.as_at})
    status = 422 if is_asked and not form.is_valid() else 200
    if is_asked and status == 200:
        page = clocks_page(found, form.cleaned_data["on"]) or page
    record_look(by=request.user, what="child’s timescales", child_reference=reference, why=why)
    context = {"page": page, "form": form, "reference": reference}
    return render(request, "children/clocks.html", context, status=status)
