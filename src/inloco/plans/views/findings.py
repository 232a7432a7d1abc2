"""What is wrong with a plan: each finding with its place, its proof and what to do; waived with a reason; counted over time."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from inloco.accounts.access import SignedInRequest, permission
from inloco.accounts.permissions import Permission
from inloco.analytics.errors import NotAllowed, UserError
from inloco.analytics.settings import Settings
from inloco.data_folder import data_folder
from inloco.performance.queries import book_for
from inloco.plans import policies
from inloco.plans.actions import findings
from inloco.plans.forms import WaiveForm
from inloco.plans.linting import Linted, lint_plan
from inloco.plans.models import LintCount, LintWaiver, Plan
from inloco.plans.presenters import findings as presenter
from inloco.plans.views.common import next_of, plan_for

A_PAGE = 40


@permission(Permission.SEE_PLANS)
@require_GET
def list_findings(request: SignedInRequest, slug: str) -> HttpResponse:
    plan = plan_for(request, slug)
    return render(request, "plans/findings.html", _context(request, plan))


@permission(Permission.MANAGE_PLANS)
@require_POST
def waive(request: SignedInRequest, slug: str) -> HttpResponse:
    plan = plan_for(request, slug)
    form = WaiveForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    rule, proof = request.POST.get("rule", "")[:40], request.POST.get("proof", "")[:64]
    try:
        findings.waive(plan=plan, rule=rule, proof=proof, reason=reason, by=request.user, on=timezone.localdate())
    except NotAllowed:
        raise
    except UserError as refused:
        return render(request, "plans/findings.html", _context(request, plan) | {"problem": str(refused)}, status=422)
    messages.success(request, "The finding was waived.")
    return redirect(next_of(request, reverse("plans:findings", args=[plan.slug])))


@permission(Permission.MANAGE_PLANS)
@require_POST
def withdraw(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    plan = plan_for(request, slug)
    findings.withdraw(waiver=get_object_or_404(LintWaiver, pk=pk, plan=plan), by=request.user, on=timezone.localdate())
    messages.success(request, "The finding stands again.")
    return redirect("plans:findings", plan.slug)


def tell(request: SignedInRequest, plan: Plan, action: int) -> None:
    """After a save: count the plan's findings, and say those about the action that was saved."""
    found = findings.count(plan, on=timezone.localdate(), by=request.user)
    about = found.of(action)
    if about:
        said = " ".join(one.message for one in about[:3])
        more = f" And {len(about) - 3} more." if len(about) > 3 else ""
        messages.warning(request, f"The rules find: {said}{more}")


def _context(request: SignedInRequest, plan: Plan) -> dict[str, Any]:
    settings = Settings.read(data_folder())
    linted: Linted = lint_plan(plan, on=timezone.localdate(), settings=settings, book=book_for(request.user))
    rule = request.GET.get("rule", "")
    action = request.GET.get("action", "")
    rows = [one for one in linted.open if (not rule or one.rule == rule) and (not action.isdigit() or int(action) in one.actions)]
    return {
        "plan": plan,
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "rules": presenter.rule_counts(linted),
        "waived": linted.waived,
        "history": presenter.history(list(LintCount.objects.filter(plan=plan).order_by("-on")[:30])),
        "tags": presenter.TAGS,
        "rule": rule,
        "total": len(linted.open),
        "may_manage": policies.can_manage(by=request.user),
        "here": request.get_full_path() if request.method == "GET" else "",
        "problem": "",
        "form": None,
    }
