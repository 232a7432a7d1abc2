"""The update cycle in the browser: planned, asked, returned, queried, briefed, reported, closed."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages as banners
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from inloco.accounts.access import SignedInRequest, permission
from inloco.accounts.permissions import Permission
from inloco.analytics.errors import NotAllowed, UserError
from inloco.plans import messages, policies
from inloco.plans.actions import cycles, records
from inloco.plans.board_days import board_days
from inloco.plans.forms import CycleForm, NoteForm, UpdateForm
from inloco.plans.models import Action, Cycle, Plan, RequestItem, UpdateRequest
from inloco.plans.presenters import action as action_presenter
from inloco.plans.presenters import board as board_presenter
from inloco.plans.presenters import cycle as presenter
from inloco.plans.presenters.plan import POSITION_TAGS
from inloco.plans.rows import rows_of
from inloco.plans.states import ItemState
from inloco.plans.views.common import cycle_for, plan_cycle_for, plan_for, sent
from inloco.plans.views.findings import tell


@permission(Permission.SEE_PLANS)
@require_http_methods(["GET", "POST"])
def list_cycles(request: SignedInRequest, slug: str) -> HttpResponse:
    """All cycles of a plan, and the form for the next."""
    plan = plan_for(request, slug)
    may_run = policies.can_run(by=request.user)
    form = CycleForm(sent(request))
    if form.is_bound:
        policies.check_can_run(by=request.user)
        if form.is_valid():
            try:
                made = cycles.plan_cycle(
                    plan=plan,
                    board_on=form.cleaned_data["board_on"],
                    meeting=_meeting_in(request),
                    by=request.user,
                    on=timezone.localdate(),
                )
                banners.success(request, "The cycle was planned.")
                return redirect("plans:cycle", plan.slug, made.board_on)
            except NotAllowed:
                raise
            except UserError as refused:
                form.add_error("board_on", str(refused))
    rows = presenter.cycle_lines(plan)
    planned = {one.cycle.board_on for one in rows}
    context = {
        "plan": plan,
        "rows": rows,
        "meetings": [one for one in board_days(since=timezone.localdate()) if one.on not in planned] if may_run else (),
        "form": form,
        "may_run": may_run,
        "tags": presenter.CYCLE_TAGS,
    }
    return render(request, "plans/cycles.html", context, status=422 if form.is_bound else 200)


@permission(Permission.SEE_PLANS)
@require_GET
def show(request: SignedInRequest, slug: str, board_on: dt.date) -> HttpResponse:
    plan, cycle = plan_cycle_for(request, slug, board_on)
    return render(request, "plans/cycle.html", _context(request, plan, cycle))


@permission(Permission.RUN_PLAN_CYCLE)
@require_POST
def step(request: SignedInRequest, slug: str, board_on: dt.date, name: str) -> HttpResponse:
    """Make one transition of the cycle. What stands in its way is said on its page."""
    plan, cycle = plan_cycle_for(request, slug, board_on)
    form = NoteForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    keys = [int(one) for one in request.POST.getlist("closes") if one.isdigit()]
    closes = list(Action.objects.filter(plan=plan, pk__in=keys))
    try:
        cycles.step(cycle=cycle, name=name, by=request.user, on=timezone.localdate(), note=note, closes=closes)
    except NotAllowed:
        raise
    except UserError as refused:
        context = _context(request, plan, cycle_for(plan, cycle.board_on), closes=set(keys))
        context |= {"refused": str(refused), "step": name, "note": note}
        return render(request, "plans/cycle.html", context, status=422)
    banners.success(request, presenter.STEPPED[name])
    return redirect("plans:cycle", plan.slug, cycle.board_on)


@permission(Permission.RUN_PLAN_CYCLE)
@require_http_methods(["GET", "POST"])
def move(request: SignedInRequest, slug: str, board_on: dt.date) -> HttpResponse:
    """Another day for the board: what is still to come moves with it."""
    plan, cycle = plan_cycle_for(request, slug, board_on)
    meeting = cycle.board_day
    form = CycleForm(sent(request), initial={"board_on": meeting.on if meeting and not meeting.is_off else cycle.board_on})
    if form.is_bound and form.is_valid():
        try:
            moved = cycles.move_board(
                cycle=cycle, board_on=form.cleaned_data["board_on"], by=request.user, on=timezone.localdate()
            )
            banners.success(request, "The days of the cycle that are still to come were moved.")
            return redirect("plans:cycle", plan.slug, moved.board_on)
        except NotAllowed:
            raise
        except UserError as refused:
            form.add_error("board_on", str(refused))
    context = {
        "plan": plan,
        "cycle": cycle,
        "form": form,
        "meeting": meeting,
        "awaited": sum(one.condition.is_awaited for one in messages.requests_of(cycle)) if cycle.state == "circulated" else 0,
    }
    return render(request, "plans/move_board.html", context, status=422 if form.is_bound else 200)


@permission(Permission.UPDATE_OWN_ACTIONS)
@require_GET
def my_return(request: SignedInRequest, slug: str, board_on: dt.date) -> HttpResponse:
    """Where the link of an e-mail leads: to the request of whoever has signed in."""
    _, cycle = plan_cycle_for(request, slug, board_on)
    found = get_object_or_404(UpdateRequest, cycle=cycle, person=request.user)
    return redirect("plans:return", slug, cycle.board_on, found.pk)


@permission(Permission.UPDATE_OWN_ACTIONS, Permission.SEE_PLANS)
@require_http_methods(["GET", "POST"])
def one_return(request: SignedInRequest, slug: str, board_on: dt.date, pk: int) -> HttpResponse:
    """One person's actions on one page, each saved on its own; then the whole is returned."""
    asked = _request(request, slug, board_on, pk)
    if request.method == "POST":
        if asked.person_id != request.user.pk:
            raise Http404
        return _save_item(request, asked)
    return render(request, "plans/return.html", _return_context(request, asked))


@permission(Permission.UPDATE_OWN_ACTIONS, Permission.RUN_PLAN_CYCLE)
@require_POST
def move_return(request: SignedInRequest, slug: str, board_on: dt.date, pk: int, name: str) -> HttpResponse:
    """Return, accept or query the whole; a query may name one action."""
    asked = _request(request, slug, board_on, pk)
    form = NoteForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    item = asked.items.filter(pk=request.POST["item"]).first() if request.POST.get("item", "").isdigit() else None
    today = timezone.localdate()
    try:
        if name == "query" and item is not None:
            cycles.query_item(item=item, reason=note, by=request.user, on=today)
        else:
            cycles.move_request(request=asked, name=name, by=request.user, on=today, reason=note)
    except NotAllowed:
        raise
    except UserError as refused:
        context = _return_context(request, _request(request, slug, board_on, pk))
        return render(request, "plans/return.html", context | {"refused": str(refused), "note": note}, status=422)
    banners.success(request, presenter.MOVED[name])
    if name == "return":
        return redirect("home")
    return redirect("plans:cycle", slug, board_on)


@permission(Permission.SEE_PLANS)
@require_GET
def brief(request: SignedInRequest, slug: str, board_on: dt.date) -> HttpResponse:
    """What the chair, the improvement partner and the strategic lead are told before the board: missing returns by name first."""
    plan, cycle = plan_cycle_for(request, slug, board_on)
    held = rows_of(plan, by=request.user, on=timezone.localdate())
    context = {
        "plan": plan,
        "cycle": cycle,
        "page": presenter.brief_page(cycle, held),
        "tags": POSITION_TAGS,
        "today": timezone.localdate(),
    }
    return render(request, "plans/brief.html", context)


def _meeting_in(request: SignedInRequest) -> UUID | None:
    """The meeting whose button was pressed; None where the day was typed, or for one that is not known."""
    wanted = request.POST.get("meeting", "")
    return next((one.meeting for one in board_days(since=timezone.localdate()) if str(one.meeting) == wanted), None)


def _save_item(request: SignedInRequest, asked: UpdateRequest) -> HttpResponse:
    given = request.POST.get("item", "")
    item = get_object_or_404(
        RequestItem.objects.select_related("action", "action__objective", "action__accountable", "action__plan"),
        pk=int(given) if given.isdigit() else 0,
        request=asked,
    )
    action = item.action
    form = UpdateForm(
        request.POST,
        request.FILES or None,
        action=action,
        lines=action.lines.all(),
        is_owner=policies.is_owner(action, by=request.user),
        prefix=f"a{item.pk}",
    )
    status, theirs = 422, None
    if form.is_valid():
        values = form.cleaned_data
        try:
            records.update(
                action=action,
                based_on=values["based_on"],
                note=values["note"],
                brag=values.get("brag") or None,
                brag_reason=values.get("brag_reason", ""),
                evidence=form.evidence,
                readings=form.readings,
                item=item,
                by=request.user,
                on=timezone.localdate(),
            )
            banners.success(request, f"{action.ref or 'The action'} was saved.")
            tell(request, asked.cycle.plan, action.pk)
            waits = asked.items.exclude(state=ItemState.SAVED).first()
            return redirect(f"{request.path}#{f'action-{waits.pk}' if waits else 'finish'}")
        except records.ActionChanged as changed:
            status, theirs = 409, action_presenter.latest(changed.theirs)
            data = request.POST.copy()
            data[f"a{item.pk}-based_on"] = str(changed.theirs.version)
            form.data = data
        except NotAllowed:
            raise
        except UserError as refused:
            form.add_error(None, str(refused))
    context = _return_context(request, asked, bound=(item.pk, form, theirs))
    return render(request, "plans/return.html", context | {"form": form if status == 422 else None}, status=status)


def _request(request: SignedInRequest, slug: str, board_on: dt.date, pk: int) -> UpdateRequest:
    found = get_object_or_404(
        UpdateRequest.objects.select_related("cycle", "cycle__plan", "person", "decided_by"), pk=pk, cycle__plan__slug=slug
    )
    if board_on.isoformat() not in (found.cycle.board_on.isoformat(), *found.cycle.former_days):
        raise Http404
    policies.check_can_see_request(found, by=request.user)
    return found


def _return_context(request: SignedInRequest, asked: UpdateRequest, *, bound: Any = None) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "plan": asked.cycle.plan,
        "cycle": asked.cycle,
        "asked": asked,
        "page": presenter.return_page(asked, by=request.user, on=today, bound=bound),
        "mine": asked.person_id == request.user.pk,
        "may_return": policies.can_move(asked, "return", by=request.user, on=today),
        "may_accept": policies.can_move(asked, "accept", by=request.user, on=today),
        "may_query": policies.can_move(asked, "query", by=request.user, on=today),
        "tags": presenter.REQUEST_TAGS,
        "plan_tags": POSITION_TAGS,
        "refused": "",
        "note": "",
        "form": None,
        "today": today,
    }


def _context(request: SignedInRequest, plan: Plan, cycle: Cycle, *, closes: set[int] | None = None) -> dict[str, Any]:
    today = timezone.localdate()
    may_run = policies.can_run(by=request.user)
    requests = messages.requests_of(cycle)
    return {
        "plan": plan,
        "cycle": cycle,
        "page": presenter.cycle_page(cycle, requests),
        "steps": presenter.steps(policies.open_steps(cycle, by=request.user, on=today)),
        "forecast": messages.forecast(cycle, on=today, requests=requests) if may_run else (),
        "closable": board_presenter.closable(cycle, ticked=closes) if may_run and cycle.state == "reported" else (),
        "meeting": cycle.board_day,
        "may_run": may_run,
        "cycle_tags": presenter.CYCLE_TAGS,
        "step_words": presenter.step_words,
        "tags": presenter.REQUEST_TAGS,
        "refused": "",
        "step": "",
        "note": "",
        "today": today,
    }
