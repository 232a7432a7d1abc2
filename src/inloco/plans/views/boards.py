"""What a board is asked about a plan, and what its chair says for it."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages as banners
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from inloco.accounts.access import SignedInRequest, permission
from inloco.accounts.permissions import Permission
from inloco.analytics.errors import NotAllowed, UserError
from inloco.plans import policies
from inloco.plans.actions import boards
from inloco.plans.forms import BoardAnswerForm
from inloco.plans.models import Action, Cycle, Plan
from inloco.plans.presenters import board as presenter
from inloco.plans.rows import last_board_before
from inloco.plans.views.common import plan_cycle_for


@permission(Permission.SEE_PLANS)
@require_http_methods(["GET", "POST"])
def asked(request: SignedInRequest, slug: str, board_on: dt.date) -> HttpResponse:
    """Actions to close and dates that were changed. The chair answers, one action at a time or the rest at once."""
    plan, cycle = plan_cycle_for(request, slug, board_on)
    if request.method == "GET":
        return _page(request, plan, cycle)
    given, today = request.POST.get("action", ""), timezone.localdate()
    try:
        if given == "rest":
            answered = {one.action_id for one in cycle.newest_answers()}
            left = [one for one in presenter.to_close(cycle) if one.pk not in answered]
            for action in left:
                boards.answer(cycle=cycle, action=action, agrees=True, by=request.user, on=today)
            banners.success(request, "The board’s agreement was saved.")
            return redirect("plans:board-asked", plan.slug, cycle.board_on)
        action = get_object_or_404(Action, plan=plan, pk=int(given) if given.isdigit() else 0)
        _, not_yet = policies.answers_open(cycle, on=today)
        form = BoardAnswerForm(request.POST, prefix=f"a{action.pk}", may_agree=not not_yet)
        if not policies.chairs(cycle, by=request.user):
            raise NotAllowed("Only the chair of the meeting says what the board decided.", action="Ask the chair.")
        if not form.is_valid():
            return _page(request, plan, cycle, status=422, bound=(action.pk, form))
        said = form.cleaned_data
        agrees = said["answer"] == "agree"
        reason = "" if agrees else said["reason"]
        boards.answer(cycle=cycle, action=action, agrees=agrees, reason=reason, by=request.user, on=today)
    except NotAllowed:
        raise
    except UserError as refused:
        return _page(request, plan, cycle, status=422, refused=str(refused))
    banners.success(request, f"The answer for {action.place} was saved.")
    return redirect(f"{reverse('plans:board-asked', args=[plan.slug, cycle.board_on])}#action-{action.pk}")


def _page(
    request: SignedInRequest,
    plan: Plan,
    cycle: Cycle,
    *,
    status: int = 200,
    refused: str = "",
    bound: tuple[int, BoardAnswerForm] | None = None,
) -> HttpResponse:
    since = last_board_before(plan, on=cycle.board_on)
    page = presenter.asked_of_board(cycle, by=request.user, on=timezone.localdate(), since=since, bound=bound)
    context = {"plan": plan, "cycle": cycle, "page": page, "refused": refused, "form": bound[1] if bound else None}
    return render(request, "plans/board_asked.html", context, status=status)
