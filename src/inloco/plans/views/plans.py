"""Plans in the browser: the list, one plan in its views, its objectives, bulk work and what is kept beside it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from inloco.accounts.access import SignedInRequest, permission
from inloco.accounts.models import User
from inloco.accounts.permissions import Permission
from inloco.analytics.errors import NotAllowed, UserError
from inloco.plans import policies
from inloco.plans.actions import plans, records
from inloco.plans.filters import Filter
from inloco.plans.forms import (
    DescribeForm,
    FilterNameForm,
    NewActionForm,
    NewObjectiveForm,
    ObjectiveForm,
    PlanForm,
    assignable,
    person_choices,
)
from inloco.plans.models import Action, Objective, Plan
from inloco.plans.presenters import plan as presenter
from inloco.plans.rows import rows_of
from inloco.plans.views.common import READERS, next_of, plan_for, sent
from inloco.plans.words import PlanKind


@permission(*READERS)
@require_GET
def list_plans(request: SignedInRequest) -> HttpResponse:
    """The plans that this person may see any of, each with its numbers."""
    today = timezone.localdate()
    found = policies.visible_plans(request.user).select_related("manager")
    context = {
        "plans": presenter.plan_lines(found, policies.visible_actions(request.user), on=today),
        "whole": policies.sees_whole_plans(request.user),
        "may_manage": policies.can_manage(by=request.user),
        "today": today,
    }
    return render(request, "plans/list.html", context)


@permission(*READERS)
@require_GET
def show(request: SignedInRequest, slug: str) -> HttpResponse:
    """One plan in one of its views, filtered by its address."""
    plan = plan_for(request, slug)
    first = "story" if plan.kind == PlanKind.CARE_LEAVERS else "live"
    return render(request, "plans/plan.html", _plan_context(request, plan, Filter.read(request.GET.dict(), first=first)))


@permission(Permission.MANAGE_PLANS)
@require_http_methods(["GET", "POST"])
def begin(request: SignedInRequest) -> HttpResponse:
    form = PlanForm(sent(request))
    if form.is_bound and form.is_valid():
        try:
            made = plans.begin(by=request.user, **form.cleaned_data)
            messages.success(request, "The plan was begun.")
            return redirect("plans:show", made.slug)
        except NotAllowed:
            raise
        except UserError as refused:
            form.add_error(None, str(refused))
    return render(request, "plans/begin.html", {"form": form}, status=422 if form.is_bound else 200)


@permission(Permission.MANAGE_PLANS)
@require_http_methods(["GET", "POST"])
def describe(request: SignedInRequest, slug: str) -> HttpResponse:
    plan = plan_for(request, slug)
    initial = {
        "title": plan.title,
        "board": plan.board,
        "about": plan.about,
        "manager": plan.manager_id,
        "briefed": [str(pk) for pk in plan.briefed.values_list("pk", flat=True)],
    }
    form = DescribeForm(sent(request), initial=initial)
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        given["briefed"] = list(User.objects.filter(pk__in=[int(pk) for pk in given["briefed"]]))
        plans.describe(plan=plan, by=request.user, **given)
        messages.success(request, "The plan was changed.")
        return redirect("plans:show", plan.slug)
    return render(request, "plans/describe.html", {"form": form, "plan": plan}, status=422 if form.is_bound else 200)


@permission(Permission.MANAGE_PLANS)
@require_http_methods(["GET", "POST"])
def add_action(request: SignedInRequest, slug: str) -> HttpResponse:
    plan = plan_for(request, slug)
    form = NewActionForm(sent(request), plan=plan, initial={"objective": request.GET.get("objective", "")})
    if form.is_bound and form.is_valid():
        values = form.values
        try:
            made = records.add(
                plan=plan,
                objective=values.pop("objective"),
                values=values,
                timescale=form.cleaned_data["timescale"],
                by=request.user,
            )
            messages.success(request, f"Action {made.ref} was added.")
            return redirect("plans:action", plan.slug, made.pk)
        except NotAllowed:
            raise
        except UserError as refused:
            form.add_error("timescale", str(refused))
    return render(request, "plans/add_action.html", {"form": form, "plan": plan}, status=422 if form.is_bound else 200)


@permission(Permission.MANAGE_PLANS)
@require_http_methods(["GET", "POST"])
def add_objective(request: SignedInRequest, slug: str) -> HttpResponse:
    plan = plan_for(request, slug)
    form = NewObjectiveForm(sent(request))
    if form.is_bound and form.is_valid():
        try:
            made = plans.add_objective(plan=plan, by=request.user, **form.cleaned_data)
            messages.success(request, f"Objective {made.number} was added.")
            return redirect("plans:objective", plan.slug, made.number)
        except NotAllowed:
            raise
        except UserError as refused:
            form.add_error("number", str(refused))
    return render(request, "plans/objective_form.html", {"form": form, "plan": plan}, status=422 if form.is_bound else 200)


@permission(*READERS)
@require_GET
def objective(request: SignedInRequest, slug: str, number: str) -> HttpResponse:
    """One objective: its aim, how it will be achieved, its actions in all views, and its BRAG over time."""
    plan = plan_for(request, slug)
    found = get_object_or_404(Objective, plan=plan, number=number)
    today = timezone.localdate()
    held = rows_of(plan, by=request.user, on=today)
    context = {
        "plan": plan,
        "page": presenter.objective_page(found, held),
        "may_manage": policies.can_manage(by=request.user),
        "tags": presenter.POSITION_TAGS,
        "today": today,
    }
    return render(request, "plans/objective.html", context)


@permission(Permission.MANAGE_PLANS)
@require_http_methods(["GET", "POST"])
def change_objective(request: SignedInRequest, slug: str, number: str) -> HttpResponse:
    plan = plan_for(request, slug)
    found = get_object_or_404(Objective, plan=plan, number=number)
    form = ObjectiveForm(sent(request), initial={"title": found.title, "aim": found.aim, "how": found.how})
    if form.is_bound and form.is_valid():
        plans.change_objective(objective=found, by=request.user, **form.cleaned_data)
        messages.success(request, f"Objective {found.number} was changed.")
        return redirect("plans:objective", plan.slug, found.number)
    context = {"form": form, "plan": plan, "objective": found}
    return render(request, "plans/objective_form.html", context, status=422 if form.is_bound else 200)


@permission(Permission.MANAGE_PLANS)
@require_POST
def assign(request: SignedInRequest, slug: str) -> HttpResponse:
    """Make one person or service accountable for every action that is ticked, or for all that the filter shows."""
    plan = plan_for(request, slug)
    back = next_of(request, reverse("plans:show", args=[plan.slug]))
    keys = [int(one) for one in request.POST.getlist("actions") if one.isdigit()]
    expected = request.POST.get("all", "")
    if expected:
        shown = Filter.read(request.GET.dict()).rows(rows_of(plan, by=request.user, on=timezone.localdate()).rows)
        keys = [row.action.pk for row in shown]
    chosen = list(Action.objects.filter(plan=plan, pk__in=keys))
    person_given, service = request.POST.get("person", ""), request.POST.get("service", "").strip()[:200]
    people = {str(one.pk): one for one in assignable()}
    problem = ""
    if not chosen:
        problem = "Tick at least one action."
    elif expected and expected != str(len(keys)):
        problem = "The list has changed since you looked at it. Look again, then assign."
    elif not person_given and not service:
        problem = "Choose a person or write a service."
    elif person_given and person_given not in people:
        problem = "Choose a person from the list."
    if problem:
        context = _plan_context(request, plan, Filter.read(request.GET.dict()))
        return render(
            request,
            "plans/plan.html",
            context | {"problem": problem, "ticked": set(keys), "all_ticked": bool(expected)},
            status=422,
        )
    changed = records.assign(actions=chosen, person=people.get(person_given), service=service or None, by=request.user)
    messages.success(request, f"{changed} action{'' if changed == 1 else 's'} changed.")
    return redirect(back)


@permission(*READERS)
@require_POST
def save_filter(request: SignedInRequest, slug: str) -> HttpResponse:
    plan = plan_for(request, slug)
    form = FilterNameForm(request.POST)
    chosen = Filter.read(request.POST.dict())
    if form.is_valid():
        plans.save_filter(plan=plan, name=form.cleaned_data["name"], query=chosen.query, by=request.user)
        messages.success(request, "The filter was saved.")
        return redirect(f"{reverse('plans:show', args=[plan.slug])}?{chosen.query}")
    context = _plan_context(request, plan, chosen)
    return render(request, "plans/plan.html", context | {"problem": "Enter a name for the filter."}, status=422)


@permission(*READERS)
@require_POST
def remove_filter(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    plan = plan_for(request, slug)
    plans.remove_filter(plan=plan, pk=pk, by=request.user)
    messages.success(request, "The filter was removed.")
    return redirect("plans:show", plan.slug)


def _plan_context(request: SignedInRequest, plan: Plan, chosen: Filter) -> dict[str, Any]:
    today = timezone.localdate()
    held = rows_of(plan, by=request.user, on=today)
    may_manage = policies.can_manage(by=request.user)
    may_assign = may_manage and chosen.show not in ("metrics", "closed", "board", "story")
    changes = presenter.changes_since(held, since=held.last_board_on) if chosen.show == "board" else ()
    return {
        "plan": plan,
        "page": presenter.plan_page(held, chosen, changes=changes),
        "tags": presenter.POSITION_TAGS,
        "measure_words": presenter.measure_words,
        "saved": plan.saved_filters.filter(owner=request.user),
        "may_manage": may_manage,
        "may_run": policies.can_run(by=request.user),
        "may_publish": request.user.may(Permission.PUBLISH_PLAN),
        "whole": policies.sees_whole_plans(request.user),
        "people": person_choices(assignable(), "Leave the person") if may_assign else [],
        "may_assign": may_assign,
        "problem": "",
        "ticked": set(),
        "all_ticked": False,
        "today": today,
    }
