"""The making of a monthly report in the browser: choose, check, comment, approve, publish."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from inloco.accounts.access import SignedInRequest, permission
from inloco.accounts.permissions import Permission
from inloco.accounts.policies import check_has
from inloco.analytics.errors import UserError
from inloco.analytics.indicators import CATALOGUE
from inloco.analytics.periods import Period
from inloco.documents.outputs.html import report_body_html
from inloco.performance import policies
from inloco.performance.actions import reports
from inloco.performance.forms import AcceptForm, CommentaryForm, IndicatorsForm, ReasonForm, StartForm
from inloco.performance.models import Commentary, MonthlyReport
from inloco.performance.presenters import reports as presenter
from inloco.performance.queries import figure_book
from inloco.performance.report_queries import missing_commentary, months_to_report, open_findings, report_content
from inloco.performance.states import ReportState, report_transition

WORK = policies.WORK_ON_REPORTS


@permission(Permission.SEE_PUBLISHED_REPORTS)
@require_GET
def list_reports(request: SignedInRequest) -> HttpResponse:
    """Published reports for every reader; those in the making for whoever works on them."""
    works = policies.can_see_work(by=request.user)
    found = MonthlyReport.objects.select_related("published", "published__published_by")
    context = {
        "published": [one for one in found if one.condition is ReportState.PUBLISHED],
        "unpublished": [one for one in found if one.condition is not ReportState.PUBLISHED] if works else [],
        "tags": presenter.STATE_TAGS,
        "may_prepare": policies.can_prepare(by=request.user),
    }
    return render(request, "performance/reports/list.html", context)


@permission(Permission.PREPARE_REPORT)
@require_http_methods(["GET", "POST"])
def start(request: SignedInRequest) -> HttpResponse:
    months = months_to_report(timezone.localdate())
    initial = presenter.first_choice(MonthlyReport.objects.first(), figure_book().latest_period())
    form = StartForm(_sent(request), initial=initial, months=months)
    if form.is_bound and form.is_valid():
        try:
            made = reports.start(period=form.cleaned_data["period"], indicators=form.cleaned_data["indicators"], by=request.user)
            return redirect("reports:work", made.period)
        except UserError as refused:
            form.add_error(None, str(refused))
    return render(request, "performance/reports/start.html", {"form": form}, status=422 if form.is_bound else 200)


@permission(*WORK)
@require_GET
def work(request: SignedInRequest, period: Period) -> HttpResponse:
    """How far the report is and what this person can do. While it is being published, the page asks again by itself."""
    report = report_of(period)
    if request.headers.get("HX-Request") and not report.is_being_published:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "performance/reports/work.html", _work_context(request, report))


@permission(*WORK)
@require_POST
def step(request: SignedInRequest, period: Period, name: str) -> HttpResponse:
    """Make one transition. What stands in its way is said on the work page."""
    report = report_of(period)
    arguments: dict[str, Any] = {}
    form: AcceptForm | ReasonForm | None = None
    if name == "accept_findings":
        form = AcceptForm(request.POST, kinds=open_findings(report))
        if form.is_valid():
            arguments["notes"] = dict.fromkeys(form.cleaned_data["checks"], form.cleaned_data["note"])
    elif report_transition(name).asks_reason:
        form = ReasonForm(request.POST)
        if form.is_valid():
            arguments["reason"] = form.cleaned_data["reason"]
    if form is not None and not form.is_valid():
        policies.check_can_begin(report, name, by=request.user)
        return render(
            request, "performance/reports/work.html", _work_context(request, report) | {"form": form, "form_of": name}, status=422
        )
    try:
        reports.STEPS[name](report=report, by=request.user, **arguments)
    except UserError as refused:
        check_has(request.user, report_transition(name).permission or "")
        report.refresh_from_db()
        return render(request, "performance/reports/work.html", _work_context(request, report) | {"refused": refused}, status=422)
    messages.success(request, presenter.DONE[name])
    return redirect("reports:work", report.period)


@permission(Permission.PREPARE_REPORT)
@require_http_methods(["GET", "POST"])
def indicators(request: SignedInRequest, period: Period) -> HttpResponse:
    report = report_of(period)
    policies.check_can_choose(report, by=request.user)
    form = IndicatorsForm(_sent(request), initial={"indicators": report.indicators})
    if form.is_bound and form.is_valid():
        reports.choose_indicators(report=report, indicators=form.cleaned_data["indicators"], by=request.user)
        messages.success(request, "The report’s indicators were changed.")
        return redirect("reports:work", report.period)
    return render(
        request, "performance/reports/indicators.html", {"form": form, "report": report}, status=422 if form.is_bound else 200
    )


@permission(*WORK)
@require_http_methods(["GET", "POST"])
def commentary(request: SignedInRequest, period: Period, indicator: str) -> HttpResponse:
    """Write about one indicator. Two people at once: the second sees both wordings, and chooses."""
    report = report_of(period)
    if indicator not in report.indicators or indicator not in CATALOGUE:
        raise Http404
    found = Commentary.objects.select_related("written_by").filter(report=report, indicator=indicator).first()
    found = found or Commentary(report=report, indicator=indicator)
    theirs: Commentary | None = None
    preview = ""
    form = CommentaryForm(_sent(request), initial={"text": found.text, "based_on": found.number})
    status = 422 if form.is_bound else 200
    if form.is_bound:
        policies.check_can_comment(report, by=request.user)
        if form.is_valid():
            text, based_on = form.cleaned_data["text"], form.cleaned_data["based_on"]
            if request.POST.get("do") == "preview":
                preview, status = presenter.markdown(text), 200
            else:
                try:
                    reports.write_commentary(report=report, indicator=indicator, text=text, based_on=based_on, by=request.user)
                    messages.success(request, "The commentary was saved.")
                    return redirect(presenter.next_address(report, indicator, missing_commentary(report)))
                except reports.CommentaryChanged as changed:
                    theirs, status = changed.theirs, 409
                    form = CommentaryForm(initial={"text": text, "based_on": changed.theirs.number})
                except UserError as refused:
                    form.add_error("text", str(refused))
    context = {
        "report": report,
        "indicator": CATALOGUE[indicator],
        "commentary": found,
        "form": form,
        "preview": preview,
        "theirs": theirs,
        "may_write": policies.can_comment(report, by=request.user),
        "versions": found.versions.select_related("author") if found.pk else (),
        "facts": presenter.facts(figure_book(), CATALOGUE[indicator], report.month),
        "markdown": presenter.markdown,
    }
    return render(request, "performance/reports/commentary.html", context, status=status)


@permission(*WORK)
@require_GET
def draft(request: SignedInRequest, period: Period) -> HttpResponse:
    """The report as it would be published now."""
    report = report_of(period)
    if report.condition is ReportState.PUBLISHED:
        return redirect("reports:show", report.period)
    if report.condition in (ReportState.EXTRACT_DUE, ReportState.EXTRACTED, ReportState.VALIDATED):
        return redirect("reports:work", report.period)
    body = report_body_html(report_content(report))
    return render(request, "performance/reports/draft.html", {"report": report, "body": body})


def report_of(period: Period) -> MonthlyReport:
    """The month's report in whatever state; no page where none was started."""
    return get_object_or_404(
        MonthlyReport.objects.select_related("published", "published__published_by", "started_by", "approved_by"),
        period=str(period),
    )


def _work_context(request: SignedInRequest, report: MonthlyReport) -> dict[str, Any]:
    kinds = open_findings(report) if report.condition is ReportState.EXTRACTED else []
    accepted = list(report.accepted_findings.filter(snapshot=report.snapshot).select_related("accepted_by"))
    left = [kind for kind in kinds if kind.check not in {one.kind for one in accepted}]
    return {
        "report": report,
        "state": report.condition,
        "tags": presenter.STATE_TAGS,
        "stages": presenter.stages(report),
        "steps": presenter.steps(policies.open_steps(report, by=request.user)),
        "rows": presenter.commentary_rows(report),
        "missing": missing_commentary(report),
        "kinds": left,
        "accepted": accepted,
        "accept_form": AcceptForm(kinds=left),
        "reason_form": ReasonForm(),
        "history": report.steps.select_related("by"),
        "step_words": presenter.step_words,
        "may_comment": policies.can_comment(report, by=request.user),
        "may_choose": policies.can_choose(report, by=request.user),
        "refused": None,
    }


def _sent(request: SignedInRequest) -> QueryDict | None:
    """What was posted, if only an empty form; None for a form that is shown first."""
    return request.POST if request.method == "POST" else None
