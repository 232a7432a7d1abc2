"""A paper in the making: starting it, how far it is, its cover, steps, findings, preview."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from inloco.accounts.access import SignedInRequest, permission
from inloco.accounts.permissions import Permission
from inloco.analytics.errors import NotAllowed, UserError
from inloco.documents.composing import compose
from inloco.documents.monthly_report import Edition
from inloco.documents.outputs.pack_pdf import paper_pdf
from inloco.documents.outputs.paper_html import paper_body_html
from inloco.papers import policies
from inloco.papers.actions import steps, writing
from inloco.papers.few_people import ACTION as FEW_ACTION
from inloco.papers.few_people import ON_THE_COVER, few_people
from inloco.papers.findings import findings_for, unread
from inloco.papers.forms import CoverForm, ReasonForm, StartForm, cover_values
from inloco.papers.full_names import ACTION, full_names
from inloco.papers.models import Paper, Source
from inloco.papers.outlines import title_for
from inloco.papers.plan_actions import plans_to_name
from inloco.papers.presenters import work as presenter
from inloco.papers.queries import (
    WORK,
    content_of,
    files_for_pack,
    live_figures,
    newest_file,
    sections_of,
    unsettled_comments,
    with_withheld,
)
from inloco.papers.states import transition
from inloco.papers.views.finding import paper_in_work
from inloco.performance.queries import book_for
from inloco.web.downloads import attachment


@permission(Permission.WRITE_PAPER)
@require_http_methods(["GET", "POST"])
def start(request: SignedInRequest) -> HttpResponse:
    plans = plans_to_name() if request.user.may(Permission.SEE_PLANS) else []
    form = StartForm(request.POST if request.method == "POST" else None, initial=_beginning(request), plans=plans)
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        try:
            paper = writing.start(
                title=values["title"] or title_for(values["template"], values["period"]),
                template=values["template"],
                about=values["period"],
                meeting=values["meeting"],
                meeting_on=values["meeting_on"],
                report_of=values["report_of"],
                plan=values.get("plan", ""),
                by=request.user,
            )
            return redirect("papers:work", paper.reference)
        except UserError as refused:
            form.add_error(None, str(refused))
    return render(request, "papers/start.html", {"form": form}, status=422 if form.is_bound else 200)


def _beginning(request: SignedInRequest) -> dict[str, Any]:
    latest = book_for(request.user).latest_period()
    return {"template": "standard", "period": str(latest) if latest else ""}


@permission(*WORK)
@require_GET
def work(request: SignedInRequest, reference: UUID) -> HttpResponse:
    return render(request, "papers/work.html", work_context(request, paper_in_work(request, reference)))


@permission(*WORK)
@require_POST
def step(request: SignedInRequest, reference: UUID, name: str) -> HttpResponse:
    """Make one step. What stands in its way is said on the work page."""
    paper = paper_in_work(request, reference)
    reason = request.POST.get("reason", "")
    try:
        steps.make(paper=paper, name=name, by=request.user, reason=reason)
    except NotAllowed:
        raise
    except UserError as refused:
        paper = paper_in_work(request, reference)
        context = work_context(request, paper) | {"refused": refused, "refused_step": name, "reason": reason}
        return render(request, "papers/work.html", context, status=422)
    messages.success(request, presenter.DONE[name])
    return redirect("papers:read" if transition(name).name == "publish" else "papers:work", reference)


@permission(Permission.WRITE_PAPER)
@require_http_methods(["GET", "POST"])
def cover(request: SignedInRequest, reference: UUID) -> HttpResponse:
    """The cover. Two people at once: the second sees what stands and keeps what they typed."""
    paper = paper_in_work(request, reference)
    policies.check_can_write(paper, by=request.user)
    theirs: Paper | None = None
    form = CoverForm(request.POST if request.method == "POST" else None, initial=cover_values(paper))
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            writing.change_cover(
                paper=paper, values=values, writers=values["writers"], based_on=values["based_on"], by=request.user
            )
            messages.success(request, "The cover was saved.")
            return redirect("papers:work", reference)
        except writing.CoverChanged as changed:
            theirs, status = changed.theirs, 409
            form = CoverForm(initial=values | {"writers": request.POST.get("writers", ""), "based_on": theirs.cover_number})
        except UserError as refused:
            form.add_error(None, str(refused))
    return render(request, "papers/cover.html", {"form": form, "paper": paper, "theirs": theirs}, status=status)


@permission(*WORK)
@require_GET
def findings(request: SignedInRequest, reference: UUID) -> HttpResponse:
    return render(request, "papers/findings.html", _findings_context(request, paper_in_work(request, reference)))


@permission(Permission.SIGN_OFF_PAPER)
@require_POST
def waive(request: SignedInRequest, reference: UUID) -> HttpResponse:
    """Let a contradiction stand, with a reason."""
    paper = paper_in_work(request, reference)
    mark, reason = request.POST.get("finding", ""), request.POST.get("reason", "")
    try:
        steps.waive(paper=paper, fingerprint=mark, reason=reason, by=request.user)
    except NotAllowed:
        raise
    except UserError as refused:
        context = _findings_context(request, paper) | {"refused": refused, "refused_mark": mark, "reason": reason}
        return render(request, "papers/findings.html", context, status=422)
    messages.success(request, "The contradiction stands, with your reason.")
    return redirect("papers:findings", reference)


@permission(*WORK)
@require_GET
def preview(request: SignedInRequest, reference: UUID) -> HttpResponse:
    """The paper as it would be published now, in either edition, with the figures that this person may see."""
    paper = paper_in_work(request, reference)
    edition = Edition.PUBLIC if request.GET.get("edition") == "public" else Edition.RESTRICTED
    sections = sections_of(paper)
    figures, problems = live_figures(sections, book_for(request.user), request.user)
    content = content_of(paper, sections, figures)
    composed = compose(with_withheld(content) if edition is Edition.PUBLIC else content, edition)
    body = paper_body_html(composed, address=presenter.address_for(request.user))
    context = {"paper": paper, "body": mark_safe(body), "edition": edition, "problems": problems}
    context["sees_all"] = request.user.may(Permission.SEE_SMALL_NUMBERS) or edition is Edition.PUBLIC
    return render(request, "papers/preview.html", context)


@permission(*WORK)
@require_GET
def draft_pdf(request: SignedInRequest, reference: UUID) -> HttpResponse:
    """The draft as PDF, with the figures that this person may see."""
    paper = paper_in_work(request, reference)
    sections = sections_of(paper)
    figures, _ = live_figures(sections, book_for(request.user), request.user)
    made = paper_pdf(content_of(paper, sections, figures), Edition.RESTRICTED, files_for_pack([paper]))
    return attachment("paper-draft.pdf", made, "application/pdf")


def work_context(request: SignedInRequest, paper: Paper) -> dict[str, Any]:
    """What the page of a paper in the making shows this person."""
    sections = list(paper.sections.select_related("written_by"))
    standing = [one for one in sections if not one.taken_out]
    figures, problems = live_figures(standing, book_for(request.user), request.user)
    found = findings_for(request.user, paper, standing, figures)
    unsettled = unsettled_comments(paper).order_by()
    comments = {row["section"]: row["count"] for row in unsettled.values("section").annotate(count=Count("pk"))}
    return {
        "paper": paper,
        "state": paper.condition,
        "tags": presenter.STATE_TAGS,
        "stages": presenter.stages(paper),
        "steps": presenter.steps(policies.open_steps(paper, by=request.user)),
        "rows": presenter.section_rows(standing, problems, found, comments),
        "taken_out": [one for one in sections if one.taken_out],
        "problems": problems,
        "findings": found,
        "few": few_people(paper, standing, figures),
        "unread": unread(paper),
        "writers": list(paper.writers.all()),
        "has_pictures": paper.source == Source.WORD and paper.pictures.exists(),
        "file": newest_file(paper) if paper.source != Source.WRITTEN else None,
        "history": paper.steps.select_related("by"),
        "step_words": presenter.step_words,
        "may_write": policies.can_write(paper, by=request.user),
        "may_clear": policies.can_clear(paper, by=request.user),
        "reason_form": ReasonForm(),
        "refused": None,
        "refused_step": "",
        "reason": "",
    }


def _findings_context(request: SignedInRequest, paper: Paper) -> dict[str, Any]:
    sections = sections_of(paper)
    figures, problems = live_figures(sections, book_for(request.user), request.user)
    return {
        "paper": paper,
        "findings": findings_for(request.user, paper, sections, figures),
        "problems": problems,
        "named": full_names(paper, sections),
        "name_action": ACTION,
        "few": few_people(paper, sections, figures),
        "few_action": FEW_ACTION,
        "few_title": ON_THE_COVER,
        "unread": unread(paper),
        "severities": presenter.SEVERITIES,
        "rule_title": presenter.rule_title,
        "may_waive": policies.can_waive(paper, by=request.user),
        "refused": None,
        "refused_mark": "",
        "reason": "",
    }
