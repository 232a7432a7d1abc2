"""A published report in the browser: its contents, its pages one by one, what is known otherwise now, and its files."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from inloco.accounts.access import SignedInRequest, permission
from inloco.accounts.permissions import Permission
from inloco.analytics.periods import Period
from inloco.documents.monthly_report import Edition
from inloco.performance import policies, rendered, restated
from inloco.performance.actions import reports
from inloco.performance.models import MonthlyReport, PublicEdition, PublishedReport
from inloco.performance.presenters import reports as presenter
from inloco.performance.queries import book_for, figure_book
from inloco.performance.states import ReportState
from inloco.performance.views.reports import WORK, report_of
from inloco.web.downloads import attachment_of


@permission(Permission.SEE_PUBLISHED_REPORTS)
@require_GET
def show(request: SignedInRequest, period: Period) -> HttpResponse:
    """The contents of the report as it was frozen. Unpublished: the work page, or nothing at all."""
    report = report_of(period)
    if report.condition is not ReportState.PUBLISHED:
        if not policies.can_see_work(by=request.user):
            raise Http404
        return redirect("reports:work", report.period)
    frozen = _frozen_for(request, report)
    reports.note_reading(report=report, by=request.user)
    compares = policies.edition_for(by=request.user) is Edition.RESTRICTED
    public = rendered.frozen_edition(report.published, Edition.PUBLIC)
    context = {
        "report": report,
        "contents": rendered.contents(frozen) if frozen else None,
        "differing": len(_differences(request, report)) if compares else 0,
        "compares": compares,
        "downloads": presenter.downloads(report.period, restricted=compares, public=public is not None),
        "awaits_public": public is None,
        "works": policies.can_see_work(by=request.user),
    }
    return render(request, "performance/reports/published.html", context)


@permission(Permission.SEE_PUBLISHED_REPORTS)
@require_GET
def page(request: SignedInRequest, period: Period, key: str) -> HttpResponse:
    """One page of the report, with the ways to the page before, the next, and the indicator as it is known now."""
    report = _published(period)
    frozen = _frozen_for(request, report)
    contents = rendered.contents(frozen) if frozen else None
    keys = [row.key for row in contents.rows] if contents else []
    if frozen is None or contents is None or key not in keys:
        raise Http404
    here = keys.index(key)
    context: dict[str, Any] = {
        "report": report,
        "contents": contents,
        "row": contents.rows[here],
        "before": contents.rows[here - 1] if here else None,
        "after": contents.rows[here + 1] if here + 1 < len(keys) else None,
        "inside": rendered.page(frozen, key),
        "may_see_now": request.user.may(Permission.SEE_AGGREGATES),
    }
    return render(request, "performance/reports/published_page.html", context)


@permission(Permission.SEE_RESTRICTED_REPORTS)
@require_GET
def known_now(request: SignedInRequest, period: Period) -> HttpResponse:
    """Every figure of the report that would be another one today, and why. For readers of the restricted edition."""
    report = _published(period)
    policies.check_can_read(report, by=request.user)
    policies.check_can_read_restricted(by=request.user)
    context = {"report": report, "restated": _differences(request, report)}
    return render(request, "performance/reports/known_now.html", context)


@permission(Permission.SEE_RESTRICTED_REPORTS, *WORK)
@require_GET
def download(request: SignedInRequest, period: Period, format: str) -> HttpResponse:
    """The published report as a file, restricted edition."""
    report = _published(period)
    policies.check_can_read_restricted(by=request.user)
    policies.check_can_read(report, by=request.user)
    return _file(report, Edition.RESTRICTED, format)


@permission(Permission.SEE_PUBLISHED_REPORTS, *WORK)
@require_GET
def download_public(request: SignedInRequest, period: Period, format: str) -> HttpResponse:
    """The edition without small numbers."""
    report = _published(period)
    policies.check_can_read(report, by=request.user)
    return _file(report, Edition.PUBLIC, format)


def _published(period: Period) -> MonthlyReport:
    report = report_of(period)
    if report.condition is not ReportState.PUBLISHED:
        raise Http404
    return report


def _frozen_for(request: SignedInRequest, report: MonthlyReport) -> PublishedReport | PublicEdition | None:
    """The edition that this person reads; None while it is still being made."""
    policies.check_can_read(report, by=request.user)
    return rendered.frozen_edition(report.published, policies.edition_for(by=request.user))


def _differences(request: SignedInRequest, report: MonthlyReport) -> list[restated.Difference]:
    content = rendered.content_of(report.published)
    return restated.differences(report.published, content, figure_book(), book_for(request.user))


def _file(report: MonthlyReport, edition: Edition, format: str) -> HttpResponse:
    return attachment_of(rendered.file(report.published, edition, format))
