"""Papers, charts and calendars of plans, and the public summary with and without a sign-in."""

from __future__ import annotations

import datetime as dt

from django.conf import settings as django_settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from inloco.accounts.access import SignedInRequest, permission, public
from inloco.accounts.models import User
from inloco.accounts.permissions import Permission
from inloco.analytics.errors import NotAllowed, UserError
from inloco.analytics.settings import Settings
from inloco.data_folder import data_folder
from inloco.documents.outputs.plan_files import RENDERERS
from inloco.documents.plan_paper import PlanPaper
from inloco.plans import papers, policies
from inloco.plans.actions import plans
from inloco.plans.calendars import Entry, feed
from inloco.plans.charts import charts_of
from inloco.plans.forms import NoteForm
from inloco.plans.linting import names_left
from inloco.plans.models import CalendarToken, Cycle, Objective, Plan, PublicSummary
from inloco.plans.presenters.cycle import brief_page
from inloco.plans.rows import rows_of
from inloco.plans.states import CycleState
from inloco.plans.views.common import READERS, plan_cycle_for, plan_for, sent
from inloco.web.downloads import attachment

FORMATS = {"pdf": "PDF", "docx": "Word", "html": "Web page", "xlsx": "XLSX", "ods": "ODS", "csv": "CSV"}


@permission(Permission.SEE_PLANS)
@require_GET
def outputs(request: SignedInRequest, slug: str) -> HttpResponse:
    """Every paper in every format, and the charts."""
    plan = plan_for(request, slug)
    held = rows_of(plan, by=request.user, on=timezone.localdate())
    context = {
        "plan": plan,
        "kinds": [(kind, words) for kind, words in papers.kinds_of(held).items() if kind != "public"],
        "formats": FORMATS,
        "objectives": list(dict.fromkeys(row.action.objective for row in held.rows)),
        "charts": charts_of(held),
        "may_publish": request.user.may(Permission.PUBLISH_PLAN),
    }
    return render(request, "plans/outputs.html", context)


@permission(Permission.SEE_PLANS)
@require_GET
def download(request: SignedInRequest, slug: str, kind: str, format: str) -> HttpResponse:
    plan = plan_for(request, slug)
    held = rows_of(plan, by=request.user, on=timezone.localdate())
    if kind not in papers.kinds_of(held) or kind == "public":
        raise Http404
    return file_of(papers.paper_of(held, kind), format)


@permission(Permission.SEE_PLANS)
@require_GET
def objective_file(request: SignedInRequest, slug: str, number: str, format: str) -> HttpResponse:
    plan = plan_for(request, slug)
    objective = get_object_or_404(Objective, plan=plan, number=number)
    return file_of(papers.objective_paper(rows_of(plan, by=request.user, on=timezone.localdate()), objective), format)


@permission(Permission.SEE_PLANS)
@require_GET
def brief_file(request: SignedInRequest, slug: str, board_on: dt.date, format: str) -> HttpResponse:
    plan, cycle = plan_cycle_for(request, slug, board_on)
    held = rows_of(plan, by=request.user, on=timezone.localdate())
    return file_of(papers.brief_paper(cycle, held, brief_page(cycle, held)), format)


@permission(Permission.PUBLISH_PLAN)
@require_http_methods(["GET", "POST"])
def summary(request: SignedInRequest, slug: str) -> HttpResponse:
    """What the public would read, before it is published."""
    plan = plan_for(request, slug)
    today = timezone.localdate()
    settings = Settings.read(data_folder())
    content = papers.public_content(plan, as_at=today, settings=settings)
    problem, status = "", 200
    if request.method == "POST":
        try:
            plans.publish(plan=plan, content=content, rule=settings.plan_public_rule, as_at=today, by=request.user)
            messages.success(request, "The summary is published.")
            return redirect("plans:summary", plan.slug)
        except NotAllowed:
            raise
        except UserError as refused:
            problem, status = str(refused), 422
    context = {
        "plan": plan,
        "paper": papers.public_paper(plan, content),
        "named": names_left(plan, on=today),
        "published": plan.summaries.select_related("published_by").first() if plan.is_public else None,
        "history": plan.summaries.select_related("published_by")[:20],
        "problem": problem,
        "form": None,
    }
    return render(request, "plans/summary.html", context, status=status)


@permission(Permission.PUBLISH_PLAN)
@require_POST
def withdraw_summary(request: SignedInRequest, slug: str) -> HttpResponse:
    plan = plan_for(request, slug)
    form = NoteForm(sent(request))
    plans.withdraw_summary(plan=plan, reason=form.cleaned_data["note"] if form.is_valid() else "", by=request.user)
    messages.success(request, "The summary is no longer public.")
    return redirect("plans:summary", plan.slug)


@permission(*READERS)
@require_http_methods(["GET", "POST"])
def calendar(request: SignedInRequest) -> HttpResponse:
    """Make or stop the link by which a calendar program fetches this person's due dates."""
    address = ""
    if request.method == "POST" and request.POST.get("do") == "stop":
        plans.stop_calendar(by=request.user)
        messages.success(request, "The calendar link no longer works.")
        return redirect("plans:calendar")
    if request.method == "POST":
        secret = plans.make_calendar(by=request.user)
        address = request.build_absolute_uri(reverse("plans:calendar-feed", args=[secret]))
    held = CalendarToken.objects.filter(owner=request.user).first()
    return render(request, "plans/calendar.html", {"address": address, "held": held, "form": None})


@public
@require_GET
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The feed of whoever the secret belongs to; a wrong one is no page."""
    token = CalendarToken.objects.select_related("owner").filter(sha256=plans.digest(secret)).first()
    if token is None or not token.owner.is_active:
        raise Http404
    dates = feed("Delivery plan dates", _entries(token.owner), made_at=timezone.now())
    return attachment("plan-dates.ics", dates, "text/calendar; charset=utf-8")


@public
@require_GET
@cache_control(public=True, max_age=300)
def public_list(request: HttpRequest) -> HttpResponse:
    """The plans whose summaries everybody may read."""
    found = Plan.objects.filter(is_public=True, archived_at__isnull=True)
    return render(request, "plans/public_list.html", {"plans": found})


@public
@require_GET
@cache_control(public=True, max_age=300)
def public_show(request: HttpRequest, slug: str) -> HttpResponse:
    plan, frozen = _published(slug)
    context = {"plan": plan, "frozen": frozen, "paper": papers.public_paper(plan, plans.published(frozen)), "formats": FORMATS}
    return render(request, "plans/public_show.html", context)


@public
@require_GET
@cache_control(public=True, max_age=300)
def public_file(request: HttpRequest, slug: str, format: str) -> HttpResponse:
    plan, frozen = _published(slug)
    answer = file_of(papers.public_paper(plan, plans.published(frozen)), format)
    del answer["Cache-Control"]
    return answer


def file_of(paper: PlanPaper, format: str) -> HttpResponse:
    """A paper as a file. Http404 for a format that does not exist."""
    if format not in RENDERERS:
        raise Http404
    make, content_type = RENDERERS[format]
    return attachment(f"{paper.name}.{format}", make(paper), content_type)


def _published(slug: str) -> tuple[Plan, PublicSummary]:
    plan = get_object_or_404(Plan, slug=slug, is_public=True, archived_at__isnull=True)
    frozen = plan.summaries.first()
    if frozen is None:
        raise Http404
    return plan, frozen


def _entries(owner: User) -> list[Entry]:
    """The person's own open actions; who runs cycles also gets the days of each."""
    base = django_settings.BASE_ADDRESS
    actions = policies.visible_actions(owner).open().filter(accountable=owner).select_related("objective", "plan")
    entries = []
    for one in actions:
        address = base + reverse("plans:action", args=[one.plan.slug, one.pk])
        name = f"{one.plan.title}, action {one.objective.number}/{one.ref}"
        if one.due_on:
            entries.append(Entry(f"action-{one.pk}-due", one.due_on, f"Due: {name}", address))
        if one.review_on:
            entries.append(Entry(f"action-{one.pk}-review", one.review_on, f"Review: {name}", address))
    if policies.sees_whole_plans(owner):
        for cycle in Cycle.objects.exclude(state__in=[CycleState.CLOSED, CycleState.CALLED_OFF]).select_related("plan"):
            address = base + reverse("plans:cycle", args=[cycle.plan.slug, cycle.board_on])
            days = [
                ("circulate", cycle.circulate_on, "Updates asked for"),
                ("return", cycle.return_on, "Returns due"),
                ("brief", cycle.brief_on, "Briefing"),
                ("board", cycle.board_on, "Board"),
            ]
            entries += [Entry(f"cycle-{cycle.pk}-{key}", on, f"{words}: {cycle.plan.title}", address) for key, on, words in days]
    return entries
