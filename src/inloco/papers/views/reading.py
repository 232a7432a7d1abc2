"""Papers to read: the list, a published paper as it was frozen, its files."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_POST

from inloco.accounts.access import SignedInRequest, permission
from inloco.accounts.permissions import Permission
from inloco.analytics.errors import NotAllowed, UserError
from inloco.documents.composing import compose
from inloco.documents.monthly_report import Edition
from inloco.documents.outputs.paper_html import paper_body_html
from inloco.papers import policies, rendered
from inloco.papers.actions import corrections
from inloco.papers.models import Paper
from inloco.papers.presenters import work as presenter
from inloco.papers.queries import WORK, differences, frozen_content, in_the_making
from inloco.papers.states import PaperState
from inloco.performance.queries import book_for
from inloco.web.downloads import attachment_of

READ = (Permission.SEE_PUBLISHED_REPORTS, *WORK)


@permission(*READ)
@require_GET
def list_papers(request: SignedInRequest) -> HttpResponse:
    """Papers in the making for those whom they concern, and published ones for every reader. The filter lives in the address."""
    search, state = request.GET.get("search", "").strip()[:100], request.GET.get("state", "")
    works = any(request.user.may(one) for one in WORK)
    making = in_the_making(request.user).select_related("author") if works else Paper.objects.none()
    published = Paper.objects.filter(state=PaperState.PUBLISHED).select_related("published", "published__published_by")
    if policies.edition_for(by=request.user) is Edition.PUBLIC and not works:
        published = published.filter(restricted=False)
    if search:
        making, published = making.filter(title__icontains=search), published.filter(title__icontains=search)
    if state in {one.value for one in PaperState}:
        making = making.filter(state=state)
    page = Paginator(published.order_by("-published__published_at").defer("published__content"), 25).get_page(
        request.GET.get("page")
    )
    context = {
        "making": list(making) if state != PaperState.PUBLISHED else [],
        "page": page if state in ("", PaperState.PUBLISHED) else None,
        "tags": presenter.STATE_TAGS,
        "works": works,
        "may_start": request.user.may(Permission.WRITE_PAPER),
        "search": search,
        "state": state,
        "states": [("", "All"), *((one.value, one.label) for one in PaperState)],
    }
    return render(request, "papers/list.html", context)


@permission(*READ)
@require_GET
def read(request: SignedInRequest, reference: UUID) -> HttpResponse:
    """The published paper as it was frozen, with what is known otherwise beside it. Unpublished: the work page, or a refusal."""
    paper = _published(request, reference)
    if paper.condition is not PaperState.PUBLISHED:
        return redirect("papers:work", reference)
    return render(request, "papers/read.html", _context(request, paper))


@permission(*WORK)
@require_POST
def correct(request: SignedInRequest, reference: UUID) -> HttpResponse:
    """Write a correction for the next pack."""
    paper = _published(request, reference)
    figure, words = request.POST.get("figure", ""), request.POST.get("words", "")
    try:
        corrections.correct(paper=paper, figure=figure, words=words, by=request.user)
    except NotAllowed:
        raise
    except UserError as refused:
        if paper.condition is not PaperState.PUBLISHED:
            messages.error(request, str(refused))
            return redirect("papers:work", reference)
        context = _context(request, paper) | {"refused": refused, "figure": figure, "words": words}
        return render(request, "papers/read.html", context, status=422)
    messages.success(request, "The correction is offered to the next pack.")
    return redirect("papers:read", reference)


def _context(request: SignedInRequest, paper: Paper) -> dict[str, Any]:
    edition = policies.edition_for(by=request.user)
    content = frozen_content(paper.published)
    restricted = edition is Edition.RESTRICTED
    body = paper_body_html(compose(content, edition), address=presenter.address_for(request.user))
    return {
        "paper": paper,
        "body": mark_safe(body),
        "restricted": restricted,
        "differences": differences(content, book_for(request.user)) if restricted else [],
        "corrections": paper.published.corrections.select_related("by") if restricted else [],
        "may_correct": policies.can_correct(paper, by=request.user),
        "works": policies.can_see_work(paper, by=request.user),
        "refused": None,
        "figure": "",
        "words": "",
    }


@permission(Permission.SEE_RESTRICTED_REPORTS)
@require_GET
def download(request: SignedInRequest, reference: UUID, format: str) -> HttpResponse:
    """The published paper as a file, as the board has it."""
    return _file(request, reference, Edition.RESTRICTED, format)


@permission(*READ)
@require_GET
def download_public(request: SignedInRequest, reference: UUID, format: str) -> HttpResponse:
    """The edition without small numbers. One that is not for publication has none."""
    return _file(request, reference, Edition.PUBLIC, format)


def _file(request: SignedInRequest, reference: UUID, edition: Edition, format: str) -> HttpResponse:
    paper = _published(request, reference)
    if paper.condition is not PaperState.PUBLISHED or (edition is Edition.PUBLIC and paper.restricted):
        raise NotAllowed("There is no such edition.", action="Open the paper itself.")
    return attachment_of(rendered.file(paper.published, edition, format))


def _published(request: SignedInRequest, reference: UUID) -> Paper:
    """The paper, where this person may read it or knows of its making."""
    found = Paper.objects.select_related("author", "published", "published__published_by").filter(reference=reference).first()
    if found is None:
        raise NotAllowed("There is no such paper.", action="Ask who gave you the address.")
    if found.condition is PaperState.PUBLISHED:
        policies.check_can_read(found, by=request.user)
    else:
        policies.check_can_see_work(found, by=request.user)
    return found
