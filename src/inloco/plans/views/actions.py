"""One action in the browser: its whole history, updates, what is asked and decided, links, evidence and measures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from inloco.accounts.access import SignedInRequest, permission
from inloco.accounts.permissions import Permission
from inloco.analytics.errors import NotAllowed, UserError
from inloco.plans import policies
from inloco.plans.actions import asks, records
from inloco.plans.actions.evidence import evidence_folder
from inloco.plans.cross_references import elsewhere
from inloco.plans.forms import (
    BasedOn,
    ChangeActionForm,
    ClosureAskForm,
    DateAskForm,
    LinkForm,
    MetricForm,
    MonitorForm,
    NewMetricForm,
    NoteForm,
    ReopenForm,
    UpdateForm,
)
from inloco.plans.models import Action, ActionLink, Closure, DateChange, Evidence, MetricLine, Plan
from inloco.plans.origins import origins_of
from inloco.plans.presenters import action as presenter
from inloco.plans.presenters.plan import POSITION_TAGS
from inloco.plans.rows import record_of
from inloco.plans.states import AskState
from inloco.plans.views.common import DECIDERS, READERS, action_for, plan_for, return_in_hand, sent
from inloco.plans.views.findings import tell

UPDATERS = (Permission.UPDATE_OWN_ACTIONS, Permission.RUN_PLAN_CYCLE)


@permission(*READERS)
@require_GET
def show(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    return render(request, "plans/action.html", _context(request, slug, pk))


@permission(*UPDATERS)
@require_http_methods(["GET", "POST"])
def update(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Note, BRAG, evidence and values in one form. Two people at once: the second sees both and loses nothing."""
    plan = plan_for(request, slug)
    action = action_for(request, plan, pk)
    policies.check_can_update(action, by=request.user)
    form = UpdateForm(
        sent(request),
        request.FILES or None,
        action=action,
        lines=action.lines.all(),
        is_owner=policies.is_owner(action, by=request.user),
    )

    def make() -> None:
        records.update(
            action=action,
            based_on=form.cleaned_data["based_on"],
            note=form.cleaned_data["note"],
            brag=form.cleaned_data.get("brag") or None,
            brag_reason=form.cleaned_data.get("brag_reason", ""),
            evidence=form.evidence,
            readings=form.readings,
            by=request.user,
            on=timezone.localdate(),
        )

    return _answer(request, "plans/update.html", action, form, make, "The update was saved.", tells=True)


@permission(Permission.MANAGE_PLANS)
@require_http_methods(["GET", "POST"])
def change(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    plan = plan_for(request, slug)
    action = action_for(request, plan, pk)
    names = ("ref", "plan_ref", "activity", "service", "contributors", "where_we_are", "what_will_change", "outcome")
    initial = {name: getattr(action, name) for name in names}
    initial |= {"objective": action.objective.number, "accountable": action.accountable_id, "based_on": action.version}
    form = ChangeActionForm(sent(request), plan=plan, initial=initial)

    def make() -> None:
        records.change(action=action, based_on=form.cleaned_data["based_on"], values=form.values, by=request.user)

    return _answer(request, "plans/change_action.html", action, form, make, "The action was changed.", tells=True)


@permission(*UPDATERS)
@require_http_methods(["GET", "POST"])
def ask_date(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    plan = plan_for(request, slug)
    action = action_for(request, plan, pk)
    policies.check_can_ask(action, by=request.user)
    initial = {"based_on": action.version, "timescale": action.timescale, "review_on": action.review_on}
    form = DateAskForm(sent(request), initial=initial)

    def make() -> None:
        asks.ask_date(action=action, by=request.user, on=timezone.localdate(), **form.cleaned_data)

    return _answer(
        request,
        "plans/ask_date.html",
        action,
        form,
        make,
        "The new date was asked for. The old one stands until somebody agrees.",
        blames="timescale",
        returns=True,
    )


@permission(*UPDATERS)
@require_http_methods(["GET", "POST"])
def ask_closure(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    plan = plan_for(request, slug)
    action = action_for(request, plan, pk)
    policies.check_can_close(action, by=request.user)
    today = timezone.localdate()
    form = ClosureAskForm(sent(request), initial={"based_on": action.version, "closed_on": today})

    def make() -> None:
        asks.ask_closure(action=action, by=request.user, on=today, **form.cleaned_data)

    said = "Closing was asked for. A second person makes it Blue."
    return _answer(request, "plans/ask_closure.html", action, form, make, said, returns=True)


@permission(Permission.RUN_PLAN_CYCLE)
@require_http_methods(["GET", "POST"])
def reopen(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    plan = plan_for(request, slug)
    action = action_for(request, plan, pk)
    form = ReopenForm(sent(request), initial={"based_on": action.version})

    def make() -> None:
        asks.reopen(action=action, by=request.user, **form.cleaned_data)

    return _answer(request, "plans/reopen.html", action, form, make, "The action is open again.")


@permission(Permission.MANAGE_PLANS)
@require_http_methods(["GET", "POST"])
def monitor(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    plan = plan_for(request, slug)
    action = action_for(request, plan, pk)
    form = MonitorForm(sent(request), initial={"based_on": action.version})

    def make() -> None:
        asks.monitor(action=action, by=request.user, **form.cleaned_data)

    return _answer(request, "plans/monitor.html", action, form, make, "The action is monitored from now on.")


@permission(*UPDATERS, *DECIDERS)
@require_POST
def decide(request: SignedInRequest, slug: str, pk: int, ask: str, ask_pk: int, name: str) -> HttpResponse:
    """Agree, refuse or withdraw what was asked. What stands in the way is said on the action's page."""
    plan = plan_for(request, slug)
    action = action_for(request, plan, pk)
    form = NoteForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    if not name.endswith(f"_{ask}"):
        raise Http404
    try:
        if ask == "date":
            asks.decide_date(
                change=get_object_or_404(DateChange, pk=ask_pk, action=action), name=name, note=note, by=request.user
            )
        else:
            asks.decide_closure(
                closure=get_object_or_404(Closure, pk=ask_pk, action=action), name=name, note=note, by=request.user
            )
    except NotAllowed:
        raise
    except UserError as refused:
        context = _context(request, plan.slug, action.pk)
        return render(request, "plans/action.html", context | {"refused": str(refused), "note": note}, status=422)
    messages.success(request, presenter.DECIDED[name])
    return redirect("plans:action", plan.slug, action.pk)


@permission(*UPDATERS, Permission.MANAGE_PLANS)
@require_http_methods(["GET", "POST"])
def link(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    plan = plan_for(request, slug)
    action = action_for(request, plan, pk)
    others = policies.visible_actions(request.user).filter(plan=plan).exclude(pk=action.pk).select_related("objective")
    form = LinkForm(sent(request), others=others)
    if form.is_bound and form.is_valid():
        other = get_object_or_404(Action, plan=plan, pk=int(form.cleaned_data["other"]))
        try:
            records.link(action=action, other=other, kind=form.cleaned_data["kind"], by=request.user)
            messages.success(request, "The actions were linked.")
            return redirect("plans:action", plan.slug, action.pk)
        except NotAllowed:
            raise
        except UserError as refused:
            form.add_error("other", str(refused))
    return _form_page(request, "plans/link.html", plan, action, form)


@permission(*UPDATERS, Permission.MANAGE_PLANS)
@require_POST
def unlink(request: SignedInRequest, slug: str, pk: int, link_pk: int) -> HttpResponse:
    plan = plan_for(request, slug)
    action = action_for(request, plan, pk)
    records.unlink(link=get_object_or_404(ActionLink, pk=link_pk, action=action), by=request.user)
    messages.success(request, "The link was removed.")
    return redirect("plans:action", plan.slug, action.pk)


@permission(Permission.MANAGE_PLANS)
@require_http_methods(["GET", "POST"])
def metric(request: SignedInRequest, slug: str, pk: int, line_pk: int) -> HttpResponse:
    """A line's target as a number, and the indicator that gives its value."""
    plan = plan_for(request, slug)
    action = action_for(request, plan, pk)
    line = get_object_or_404(MetricLine, pk=line_pk, action=action)
    initial = {
        "indicator": line.indicator,
        "baseline": f"{line.baseline_value.normalize():f}" if line.baseline_value is not None else "",
        "baseline_on": line.baseline_on,
        "target": f"{line.target_value.normalize():f}" if line.target_value is not None else "",
        "target_on": line.target_on,
        "better": line.better,
    }
    form = MetricForm(sent(request), initial=initial)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        records.bind(
            line=line,
            indicator=given["indicator"],
            area=line.area,
            target=given["target"],
            target_on=given["target_on"],
            better=given["better"],
            baseline=given["baseline"],
            baseline_on=given["baseline_on"],
            by=request.user,
        )
        messages.success(request, "The measure was changed.")
        return redirect("plans:action", plan.slug, action.pk)
    return _form_page(request, "plans/metric.html", plan, action, form, line=line)


@permission(Permission.MANAGE_PLANS)
@require_http_methods(["GET", "POST"])
def add_metric(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    plan = plan_for(request, slug)
    action = action_for(request, plan, pk)
    form = NewMetricForm(sent(request))
    if form.is_bound and form.is_valid():
        line = records.add_line(action=action, by=request.user, **form.cleaned_data)
        messages.success(request, "The measure was added.")
        return redirect("plans:metric", plan.slug, action.pk, line.pk)
    return _form_page(request, "plans/metric.html", plan, action, form, line=None)


@permission(*READERS)
@require_GET
def evidence(request: SignedInRequest, slug: str, pk: int, evidence_pk: int) -> HttpResponseBase:
    """A file of evidence, as a download: it is never shown inside a page of ours."""
    plan = plan_for(request, slug)
    action = action_for(request, plan, pk)
    found = get_object_or_404(Evidence, pk=evidence_pk, action=action)
    path = evidence_folder() / found.file
    if not found.file or not path.is_file():
        raise Http404
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=found.file_name, content_type=found.file_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _answer(
    request: SignedInRequest,
    template: str,
    action: Action,
    form: Any,
    make: Callable[[], None],
    said: str,
    *,
    blames: str | None = None,
    tells: bool = False,
    returns: bool = False,
) -> HttpResponse:
    """Do what a good form asks and lead back to the action; else the form again: beside what somebody else saved meanwhile, or
    with what stands in the way (at the field ``blames``). ``tells``: what the rules find in the saved action is said too.
    ``returns``: whoever is in the middle of their updates is led back to them."""
    plan = action.plan
    if form.is_bound and form.is_valid():
        try:
            make()
            messages.success(request, said)
            if tells:
                tell(request, plan, action.pk)
            back = return_in_hand(action, by=request.user) if returns else ""
            return redirect(back) if back else redirect("plans:action", plan.slug, action.pk)
        except records.ActionChanged as changed:
            return _conflict(request, template, plan, changed.theirs, form)
        except NotAllowed:
            raise
        except UserError as refused:
            form.add_error(blames, str(refused))
    return _form_page(request, template, plan, action, form)


def _form_page(request: SignedInRequest, template: str, plan: Plan, action: Action, form: Any, **more: Any) -> HttpResponse:
    context = {"plan": plan, "action": action, "form": form, "theirs": None, **more}
    return render(request, template, context, status=422 if form.is_bound else 200)


def _conflict(request: SignedInRequest, template: str, plan: Plan, theirs: Action, form: BasedOn | Any) -> HttpResponse:
    """The form again with what was typed, beside what somebody else saved meanwhile."""
    data = request.POST.copy()
    data["based_on"] = str(theirs.version)
    form.data = data
    fresh = Action.objects.select_related("objective", "accountable", "brag_by", "plan").get(pk=theirs.pk)
    context = {"plan": plan, "action": fresh, "form": form, "theirs": presenter.latest(fresh)}
    return render(request, template, context, status=409)


def _context(request: SignedInRequest, slug: str, pk: int) -> dict[str, Any]:
    today = timezone.localdate()
    record = record_of(slug=slug, pk=pk, by=request.user, on=today)
    if record is None:
        raise Http404
    action = record.row.action
    return {
        "plan": action.plan,
        "action": action,
        "page": presenter.action_page(record, by=request.user),
        "elsewhere": elsewhere(action, by=request.user),
        "origins": origins_of(action, by=request.user),
        "tags": POSITION_TAGS,
        "may_update": policies.can_update(action, by=request.user),
        "may_close": record.row.closure_asked is None
        and bool(record.row.judgement.missing)
        and policies.can_close(action, by=request.user, has_note=any(one.state == AskState.AGREED for one in record.closures)),
        "is_owner": policies.is_owner(action, by=request.user),
        "may_manage": policies.can_manage(by=request.user),
        "may_run": policies.can_run(by=request.user),
        "whole": policies.sees_whole_plans(request.user),
        "refused": "",
        "note": "",
        "today": today,
    }
