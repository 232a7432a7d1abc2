"""Returns: the list, one return and its steps, its evidence, and the schedule."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages as notes
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from inloco.accounts.access import SignedInRequest, permission
from inloco.accounts.permissions import Permission
from inloco.analytics.errors import UserError
from inloco.analytics.indicators.register import REGISTER, SERVICE
from inloco.analytics.periods import month_of
from inloco.performance.queries import figure_book
from inloco.returns import actions, messages, policies, presenters
from inloco.returns.forms import ApproveForm, ReasonForm, ScheduleForm, SendForm
from inloco.returns.models import Frequency, Return, Schedule
from inloco.returns.queries import contacts, sent_by_services
from inloco.returns.states import ReturnState, transition

A_PAGE = 50
SHOW = {
    "": "To be done",
    "late": "Late or missing",
    **{one.value: one.label for one in ReturnState},
    "all": "All of them",
}
SAID = {
    "send": "Thank you. The figure was sent.",
    "query": "The question was sent back.",
    "approve": "The figure was approved; pages and reports show it now.",
    "ask_again": "A correction was asked for.",
}


@permission(*policies.REACHES)
@require_GET
def list_returns(request: SignedInRequest) -> HttpResponse:
    """The returns that the person may see: all of them for whoever approves, else their own."""
    today, everything = timezone.localdate(), Return.objects.with_people()
    all_seen = policies.sees_all(by=request.user)
    mine = everything if all_seen else everything.of_person(request.user)
    show = request.GET.get("show", request.GET.get("state", ""))
    show = show if show in SHOW else ""
    match show:
        case "":
            found = mine.exclude(state=ReturnState.APPROVED)
        case "late":
            found = mine.overdue(on=today)
        case "all":
            found = mine.order_by("-due_on", "schedule__indicator")
        case state:
            found = mine.filter(state=state)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page", "1"))
    context = {
        "rows": [presenters.row(one, on=today) for one in page.object_list],
        "page": page,
        "show": show,
        "choices": list(SHOW.items()),
        "all_seen": all_seen,
        "may_manage": request.user.may(Permission.MANAGE_RETURNS),
    }
    return render(request, "returns/list.html", context)


@permission(*policies.REACHES)
@require_GET
def show_return(request: SignedInRequest, reference: UUID) -> HttpResponse:
    one = _return(request, reference)
    steps = policies.open_steps(one, by=request.user)
    page = presenters.page(one, one.events.select_related("by"), steps, figure_book())
    return render(request, "returns/return.html", {"page": page, "one": one})


@permission(*policies.REACHES)
@require_http_methods(["GET", "POST"])
def step(request: SignedInRequest, reference: UUID, name: str) -> HttpResponse:
    """Take one step. What stands in the way is said above the form, and nothing typed is lost."""
    one = _return(request, reference)
    policies.check_can_step(one, name, by=request.user, reason="to be given")
    form = _form(request, one, name)
    doubts: list[str] = []
    if form.is_bound and form.is_valid():
        try:
            _take(name, one, form.cleaned_data, request)
            notes.success(request, SAID[name])
            return redirect("returns:show", one.reference)
        except actions.Doubted as doubted:
            doubts = [finding.message for finding in doubted.found]
            form = _form(request, one, name, is_doubted=True)
            form.is_valid()
            form.add_error("is_confirmed", "Check the figure. If it is right, confirm it and say why in the note")
        except UserError as refused:
            form.add_error(None, str(refused))
    context = {
        "form": form,
        "one": one,
        "row": presenters.row(one, on=timezone.localdate()),
        "step": transition(name),
        "doubts": doubts,
    }
    return render(request, "returns/step.html", context, status=422 if form.is_bound else 200)


@permission(*policies.REACHES)
@require_GET
def evidence(request: SignedInRequest, reference: UUID) -> HttpResponseBase:
    """The file that came with the figure, always as a download."""
    one = _return(request, reference)
    file = one.folder / str(one.evidence.get("file", ""))
    if not one.evidence or not file.is_file():
        raise Http404
    return FileResponse(
        file.open("rb"), as_attachment=True, filename=one.evidence["name"], content_type="application/octet-stream"
    )


@permission(Permission.MANAGE_RETURNS)
@require_GET
def schedule(request: SignedInRequest) -> HttpResponse:
    """Every figure that services send: who sends it how often, or that nobody is asked; and what would be sent today."""
    rows = presenters.schedule_rows(sent_by_services(), Schedule.objects.select_related("contact"))
    letters = messages.due_reminders(timezone.localdate())
    return render(request, "returns/schedule.html", {"rows": rows, "letters": letters})


@permission(Permission.MANAGE_RETURNS)
@require_http_methods(["GET", "POST"])
def change(request: SignedInRequest, indicator: str) -> HttpResponse:
    """Who sends one figure."""
    entry = REGISTER.get(indicator)
    if entry is None or entry.fed_by != SERVICE:
        raise Http404
    there = Schedule.objects.filter(indicator=indicator).first()
    initial: dict[str, Any] = {
        "frequency": Frequency.MONTHLY,
        "due_days": 10,
        "first_period": str(month_of(timezone.localdate())),
        "is_active": True,
    }
    if there is not None:
        initial = {
            "service": there.service, "contact": there.contact_id, "frequency": there.frequency, "due_days": there.due_days,
            "first_period": there.first_period, "is_active": there.is_active,
        }  # fmt: skip
    form = ScheduleForm(request.POST if request.method == "POST" else None, people=contacts(), initial=initial)
    if form.is_bound and form.is_valid():
        try:
            actions.plan(indicator=indicator, by=request.user, **form.cleaned_data)
            notes.success(request, "The schedule was saved.")
            return redirect("returns:schedule")
        except UserError as refused:
            form.add_error("first_period", str(refused))
    context = {"form": form, "entry": entry}
    return render(request, "returns/change.html", context, status=422 if form.is_bound else 200)


@permission(Permission.MANAGE_RETURNS)
@require_POST
def ask(request: SignedInRequest) -> HttpResponse:
    """Ask for what is due and send what is to be sent, without waiting for the scheduler."""
    asked = actions.ask_for_due(on=timezone.localdate(), by=request.user)
    sent = messages.send_due(timezone.localdate())
    notes.success(request, f"{len(asked)} figures were asked for, and {len(sent)} messages sent.")
    return redirect("returns:list")


def _return(request: SignedInRequest, reference: UUID) -> Return:
    """The return, to those who may see it. The refusal is the same where there is none."""
    one: Return | None = Return.objects.with_people().filter(reference=reference).first()
    policies.check_can_see(one, by=request.user)
    assert one is not None, "nobody may see what is not there"
    return one


def _form(request: SignedInRequest, one: Return, name: str, *, is_doubted: bool = False) -> Any:
    posted = request.POST if request.method == "POST" else None
    if name == "send":
        initial = {
            "numerator": one.numerator, "denominator": one.denominator, "none_because": one.none_because, "note": one.note,
            "value": "" if one.numerator is not None else one.value,
        }  # fmt: skip
        is_doubted = is_doubted or (posted is not None and "is_confirmed" in posted)
        files = request.FILES if posted is not None else None
        return SendForm(posted, files, entry=one.schedule.entry, is_doubted=is_doubted, initial=initial)
    return ApproveForm(posted) if name == "approve" else ReasonForm(posted)


def _take(name: str, one: Return, given: dict[str, Any], request: SignedInRequest) -> None:
    match name:
        case "send":
            actions.send(one=one, by=request.user, **{key: value for key, value in given.items() if value not in (None, "")})
        case "approve":
            actions.approve(one=one, by=request.user)
        case _:
            actions.STEPS[name](one=one, reason=given["reason"], by=request.user)
