"""The numbers, the list of findings with its files, one finding, and the steps that people take."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from inloco.accounts.access import SignedInRequest, permission
from inloco.accounts.models import User
from inloco.accounts.permissions import Permission
from inloco.analytics.errors import NotNow
from inloco.audit.actions import record, record_look
from inloco.children.policies import visible
from inloco.children.references import reference_of as child_reference_of
from inloco.performance.queries import figure_book
from inloco.quality import actions, exports, policies
from inloco.quality.board import board
from inloco.quality.checks import what_of
from inloco.quality.filters import STATES, Filter, filter_of, kept
from inloco.quality.forms import AssignForm, ReasonForm, ReportForm
from inloco.quality.models import FindingEvent
from inloco.quality.presenters.findings import A_PAGE, area_names, endangered_choices, finding_page, finding_rows, worker_names
from inloco.quality.presenters.numbers import board_page
from inloco.quality.queries import Standing, candidates, case_of, standing, visible_findings
from inloco.quality.states import transition
from inloco.web.downloads import attachment

MOST_AT_ONCE = 200
SAID = {
    "assign": "The finding was assigned.",
    "report": "Thank you. The next extract shows whether it is mended.",
    "accept": "The finding was accepted as right.",
    "reopen": "The finding is open again.",
}


@permission(Permission.MEND_FINDINGS)
@require_GET
def numbers(request: SignedInRequest) -> HttpResponse:
    """How many findings there are by check, team and worker, and how they have changed."""
    findings = visible_findings(board(), visible(by=request.user))
    page = board_page(findings, figure_book(), person=request.user, today=timezone.localdate())
    return render(request, "quality/numbers.html", {"page": page})


@permission(Permission.MEND_FINDINGS)
@require_GET
def findings(request: SignedInRequest) -> HttpResponse:
    """The findings about children whom the person may see. One look is logged for the list."""
    everything, chosen, found = _chosen(request)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page", "1"))
    rows = finding_rows(page.object_list)
    _note_look(request, "list of findings", len(rows))
    names, areas = worker_names(), area_names()
    context = {
        "rows": rows,
        "page": page,
        "chosen": chosen,
        "as_at": snapshot.as_at if (snapshot := board().snapshot) else None,
        "states": list(STATES.items()),
        "checks": _choices("All checks", {one.fault.check for one in everything}, what_of),
        "areas": _choices("All teams", {one.fault.area for one in everything} | ({chosen.area} - {""}), areas),
        "indicators": endangered_choices(everything, chosen.indicator),
        "workers": _choices("All workers", {one.fault.worker for one in everything} - {""}, names),
        "may_assign": policies.can_assign(by=request.user),
        "most": MOST_AT_ONCE,
    }
    return render(request, "quality/findings.html", context)


@permission(Permission.MEND_FINDINGS)
@require_GET
def export(request: SignedInRequest, form: str) -> HttpResponse:
    """The same list as a file. It is logged as a look at the list."""
    _, _, found = _chosen(request)
    rows = finding_rows(found)
    _note_look(request, f"findings as {form}", len(rows))
    if form == "csv":
        content, kind = exports.as_csv(rows), "text/csv; charset=utf-8"
    else:
        content = exports.as_xlsx(rows, title="Findings of data quality")
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return attachment(f"findings.{form}", content, kind)


@permission(Permission.MEND_FINDINGS)
@require_GET
def finding(request: SignedInRequest, reference: str) -> HttpResponse:
    """One finding, to those who may see its child; the look is logged before the page leaves."""
    one = _finding(request, reference, what="finding of data quality")
    steps = policies.open_steps(fault=one.fault, case=one.case, state=one.state, by=request.user)
    events = FindingEvent.objects.filter(finding=one.case).select_related("by") if one.case else ()
    return render(request, "quality/finding.html", {"page": finding_page(one, events, steps)})


@permission(Permission.MEND_FINDINGS)
@require_http_methods(["GET", "POST"])
def step(request: SignedInRequest, reference: str, name: str) -> HttpResponse:
    """Take one step: a form, then the action. What stands in the way is said above the form, and nothing typed is lost."""
    one = _finding(request, reference, what=f"finding of data quality: {transition(name).label.lower()}")
    form, people = _form(request, name, one)
    if form.is_bound and form.is_valid():
        try:
            _take(name, reference, form.cleaned_data, people, by=request.user)
            messages.success(request, SAID[name])
            return redirect("quality:finding", reference)
        except NotNow as refused:
            form.add_error(None, str(refused))
    elif not form.is_bound and name not in policies.open_steps(fault=one.fault, case=one.case, state=one.state, by=request.user):
        # the reason is the action's own: asked with everything filled in
        policies.check_can_step(
            name, fault=one.fault, case=one.case, state=one.state, by=request.user, reason="-",
            candidates={request.user.pk}, chosen=request.user,
        )  # fmt: skip
    context = {"form": form, "page": finding_page(one, (), ()), "step": transition(name)}
    return render(request, "quality/step.html", context, status=422 if form.is_bound else 200)


@permission(Permission.ASSIGN_FINDINGS)
@require_http_methods(["GET", "POST"])
def assign_many(request: SignedInRequest) -> HttpResponse:
    """Assign everything that the filter shows to one person."""
    _, chosen, found = _chosen(request)
    open_ = [one for one in found if one.state in transition("assign").sources][:MOST_AT_ONCE]
    able = candidates(one.fault.child for one in open_)
    labels = [(pk, f"{person.name} (sees {_share(open_, seen)} of {len(open_)})") for pk, (person, seen) in able.items()]
    form = AssignForm(request.POST if request.method == "POST" else None, people=labels, today=timezone.localdate())
    if form.is_bound and form.is_valid():
        try:
            done, left = actions.assign_many(
                references=[one.reference for one in open_],
                to=able[int(form.cleaned_data["to"])][0],
                due_on=form.cleaned_data["due_on"],
                note=form.cleaned_data["note"],
                by=request.user,
                on=timezone.localdate(),
            )
            rest = f" {left} stay as they are: their children are not this person’s to see." if left else ""
            messages.success(request, f"{done} finding{'' if done == 1 else 's'} assigned.{rest}")
            return redirect("quality:findings")
        except NotNow as refused:
            form.add_error(None, str(refused))
    context = {"form": form, "count": len(open_), "chosen": chosen, "is_cut": len(open_) == MOST_AT_ONCE}
    return render(request, "quality/assign_many.html", context, status=422 if form.is_bound else 200)


def _chosen(request: SignedInRequest) -> tuple[list[Standing], Filter, list[Standing]]:
    """All findings within sight, the filter in the address, and those that it keeps."""
    everything = visible_findings(board(), visible(by=request.user))
    chosen = filter_of(request.GET)
    return everything, chosen, kept(everything, chosen, figure_book().areas, person=request.user, today=timezone.localdate())


def _finding(request: SignedInRequest, reference: str, *, what: str) -> Standing:
    """The finding, as the newest extract leaves it; NotAllowed where the person may not see it or there is none."""
    found = board()
    fault = found.faults.get(reference)
    why = policies.check_can_see(fault, by=request.user)
    assert fault is not None, "nobody may see what is not there"
    if fault.child:
        record_look(by=request.user, what=what, child_reference=child_reference_of(fault.child), why=why)
    case = case_of(reference)
    return Standing(reference, fault, case, standing(case, fault, found.snapshot)[0])


def _form(request: SignedInRequest, name: str, one: Standing) -> tuple[Any, dict[int, User]]:
    given = request.POST if request.method == "POST" else None
    if name != "assign":
        return {"report": ReportForm, "accept": ReasonForm, "reopen": ReasonForm}[name](given), {}
    able = {pk: person for pk, (person, _) in candidates([one.fault.child]).items()}
    people = [(pk, f"{person.name} ({', '.join(sorted(role.label for role in person.roles))})") for pk, person in able.items()]
    return AssignForm(given, people=people, today=timezone.localdate()), able


def _take(name: str, reference: str, given: dict[str, Any], people: dict[int, User], *, by: User) -> None:
    match name:
        case "assign":
            actions.assign(
                reference=reference, to=people[int(given["to"])], due_on=given["due_on"], note=given["note"], by=by,
                on=timezone.localdate(),
            )  # fmt: skip
        case "report":
            actions.report(reference=reference, note=given["note"], by=by)
        case _:
            actions.STEPS[name](reference=reference, reason=given["reason"], by=by)


def _note_look(request: SignedInRequest, what: str, shown: int) -> None:
    record("looked", by=request.user, subject="children", reference="findings", detail={"what": what, "shown": shown})


def _choices(everything: str, keys: set[str], name: Callable[[str], str]) -> list[tuple[str, str]]:
    return [("", everything), *sorted(((key, name(key)) for key in keys), key=lambda one: one[1])]


def _share(found: list[Standing], seen: set[str]) -> int:
    return sum(one.fault.child in seen for one in found)
