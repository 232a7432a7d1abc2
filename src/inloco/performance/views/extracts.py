"""Extracts in the browser: the list, the upload, its preview and confirmation, undo and restore."""

from __future__ import annotations

import csv
import io
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from inloco.accounts.access import SignedInRequest, permission
from inloco.accounts.permissions import Permission
from inloco.analytics.errors import UserError
from inloco.analytics.schema.titles import table_title
from inloco.analytics.snapshots import SnapshotStore
from inloco.audit.actions import record
from inloco.children.policies import can_see_children, check_can_see_children, visible
from inloco.data_folder import data_folder
from inloco.documents.outputs.csv_cells import harmless
from inloco.performance import policies, staging
from inloco.performance.actions import uploads
from inloco.performance.forms import DayForm, ReasonForm, UploadForm
from inloco.performance.models import ExtractUpload, Withdrawal
from inloco.performance.presenters import extracts as presenter
from inloco.performance.states import UploadState, upload_transition
from inloco.web.downloads import attachment

ACTIONS = {"confirm": uploads.confirm, "discard": uploads.discard, "check_again": uploads.check_again, "resume": uploads.resume}
SAID = {
    "confirm": "The extract is being loaded.",
    "discard": "The upload was discarded. Nothing was loaded.",
    "check_again": "The files are being checked again.",
    "resume": "Loading goes on.",
}


@permission(Permission.LOAD_EXTRACT)
@require_GET
def list_extracts(request: SignedInRequest) -> HttpResponse:
    store = SnapshotStore(data_folder())
    loaded = ExtractUpload.objects.filter(state=UploadState.LOADED).select_related("confirmed_by")
    withdrawals = Withdrawal.objects.filter(restored_at__isnull=True).select_related("withdrawn_by")
    context = {
        "rows": presenter.snapshot_rows(store.list(), loaded, ()),
        "undone": presenter.snapshot_rows(store.withdrawn(), loaded, withdrawals),
        "staged": ExtractUpload.objects.exclude(state__in=[UploadState.LOADED, UploadState.DISCARDED]).select_related(
            "uploaded_by"
        ),
        "tags": presenter.STATE_TAGS,
        "may_undo": policies.can_undo(by=request.user),
    }
    return render(request, "performance/extracts/list.html", context)


@permission(Permission.LOAD_EXTRACT)
@require_http_methods(["GET", "POST"])
def upload(request: SignedInRequest) -> HttpResponse:
    form = UploadForm(_sent(request), request.FILES if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = uploads.receive(
                files=form.cleaned_data["files"],
                as_at=form.cleaned_data["as_at"],
                reference=form.cleaned_data["reference"],
                by=request.user,
            )
            return redirect("extracts:upload-state", made.reference)
        except UserError as refused:
            form.add_error("files", str(refused))
    return render(request, "performance/extracts/upload.html", {"form": form}, status=422 if form.is_bound else 200)


@permission(Permission.LOAD_EXTRACT)
@require_GET
def show_upload(request: SignedInRequest, reference: UUID) -> HttpResponse:
    """One upload as it stands: progress while a job is at work, then the preview or what to mend."""
    found = _upload(reference)
    if request.headers.get("HX-Request") and not found.condition.is_working:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "performance/extracts/upload_state.html", _upload_context(request, found))


@permission(Permission.LOAD_EXTRACT)
@require_POST
def step(request: SignedInRequest, reference: UUID, name: str) -> HttpResponse:
    """Confirm, discard, check again or resume. A step that is not possible now leaves the page with the reason."""
    found = _upload(reference)
    try:
        ACTIONS[name](upload=found, by=request.user)
    except UserError as refused:
        policies.check_can_see_upload(found, by=request.user)
        found.refresh_from_db()
        return render(
            request, "performance/extracts/upload_state.html", _upload_context(request, found) | {"refused": refused}, status=422
        )
    messages.success(request, SAID[name])
    return redirect("extracts:list") if name == "discard" else redirect("extracts:upload-state", reference)


@permission(Permission.LOAD_EXTRACT)
@require_POST
def give_day(request: SignedInRequest, reference: UUID) -> HttpResponse:
    """The as-at date of files that do not say it; then they are checked again."""
    found = _upload(reference)
    form = DayForm(request.POST)
    if form.is_valid():
        try:
            uploads.give_day(upload=found, as_at=form.cleaned_data["as_at"], by=request.user)
            return redirect("extracts:upload-state", reference)
        except UserError as refused:
            form.add_error(None, str(refused))
    context = _upload_context(request, found) | {"form": form}
    return render(request, "performance/extracts/upload_state.html", context, status=422)


@permission(Permission.LOAD_EXTRACT)
@require_GET
def upload_findings(request: SignedInRequest, reference: UUID) -> HttpResponse:
    return _findings_csv(staging.findings_of(_upload(reference)), "findings")


@permission(Permission.LOAD_EXTRACT)
@require_GET
def upload_children(request: SignedInRequest, reference: UUID, step: str) -> HttpResponse:
    """The children behind one number of the preview, as far as this person may see them. The look is logged."""
    check_can_see_children(by=request.user)
    found = _upload(reference)
    preview = staging.preview_of(found) if found.condition is UploadState.CHECKED else None
    if preview is None or step not in preview.who:
        raise Http404
    staged = [staging.checked_store(found).open(found.snapshot)]
    former = [SnapshotStore(data_folder()).open(preview.former)] if preview.former else []
    page = presenter.moved_page(preview.who, step, [*staged, *former], visible(by=request.user))
    record(
        "looked",
        by=request.user,
        subject="children",
        reference=f"upload/{found.reference}",
        detail={"what": "children of the preview of an extract", "state": step, "shown": len(page.rows)},
    )
    return render(request, "performance/extracts/upload_children.html", {"upload": found, "page": page})


@permission(Permission.LOAD_EXTRACT)
@require_GET
def show_snapshot(request: SignedInRequest, snapshot: str) -> HttpResponse:
    """One loaded extract: its tables, its files and the findings that were kept with it."""
    store = SnapshotStore(data_folder())
    found = store.open(snapshot)
    context = {
        "snapshot": found,
        "kind": presenter.KINDS.get(found.kind, found.kind),
        "findings": presenter.findings_page(found.findings, **_filter(request), counts=found.counts),
        "loaded_by": ExtractUpload.objects.filter(snapshot=found.id, state=UploadState.LOADED)
        .select_related("confirmed_by")
        .first(),
        "history": Withdrawal.objects.filter(snapshot=found.id).select_related("withdrawn_by", "restored_by"),
        "is_undone": store.is_withdrawn(found.id),
        "table_title": table_title,
        "may_undo": policies.can_undo(by=request.user),
    }
    return render(request, "performance/extracts/snapshot.html", context)


@permission(Permission.LOAD_EXTRACT)
@require_GET
def snapshot_findings(request: SignedInRequest, snapshot: str) -> HttpResponse:
    found = SnapshotStore(data_folder()).open(snapshot)
    return _findings_csv(found.findings, f"findings-{found.id}")


@permission(Permission.UNDO_LOAD)
@require_http_methods(["GET", "POST"])
def undo(request: SignedInRequest, snapshot: str) -> HttpResponse:
    store = SnapshotStore(data_folder())
    found = store.open(snapshot)
    form = ReasonForm(_sent(request))
    if form.is_bound and form.is_valid():
        try:
            uploads.withdraw(snapshot=found.id, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, "The extract was undone. Figures are computed from the one before it.")
            return redirect("extracts:list")
        except UserError as refused:
            form.add_error(None, str(refused))
    left = [one for one in store.list(found.kind) if one.id != found.id]
    context = {
        "form": form,
        "snapshot": found,
        "kind": presenter.KINDS.get(found.kind, found.kind),
        "next": left[-1] if left else None,
    }
    return render(request, "performance/extracts/undo.html", context, status=422 if form.is_bound else 200)


@permission(Permission.UNDO_LOAD)
@require_POST
def restore(request: SignedInRequest, snapshot: str) -> HttpResponse:
    uploads.restore(snapshot=snapshot, by=request.user)
    messages.success(request, "The extract was restored.")
    return redirect("extracts:list")


def _upload(reference: UUID) -> ExtractUpload:
    return get_object_or_404(ExtractUpload.objects.select_related("uploaded_by", "confirmed_by"), reference=reference)


def _upload_context(request: SignedInRequest, found: ExtractUpload) -> dict[str, Any]:
    findings = () if found.condition.is_working else staging.findings_of(found)
    return {
        "upload": found,
        "state": found.condition,
        "progress": staging.progress_of(found),
        "problem": staging.problem_of(found),
        "tag": presenter.STATE_TAGS[found.condition],
        "kind": presenter.KINDS.get(found.kind, found.kind),
        "preview": staging.preview_of(found) if found.condition is UploadState.CHECKED else None,
        "findings": presenter.findings_page(findings, **_filter(request)),
        "difference_words": presenter.difference_words,
        "movement_lines": presenter.movement_lines,
        "left_aside": presenter.left_aside(findings),
        "may_see_children": can_see_children(by=request.user),
        "table_title": table_title,
        "steps": [upload_transition(name) for name in policies.possible_steps(found, by=request.user) if name in ACTIONS],
        "form": DayForm() if policies.can_step(found, "give_day", by=request.user) else None,
        "refused": None,
    }


def _filter(request: SignedInRequest) -> dict[str, Any]:
    severity, page = request.GET.get("severity", ""), request.GET.get("page", "1")
    return {"severity": severity if severity in {"error", "warning", "info"} else "", "page": int(page) if page.isdigit() else 1}


def _findings_csv(findings: Any, name: str) -> HttpResponse:
    """With a byte order mark, so that spreadsheets read it as UTF-8."""
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    columns = ("severity", "check", "file", "row", "column", "value", "message", "action")
    rows.writerow(columns)
    for finding in findings:
        listed = finding.as_dict()
        rows.writerow([harmless(listed[column]) for column in columns])
    return attachment(f"{name}.csv", "\ufeff" + text.getvalue(), "text/csv; charset=utf-8")


def _sent(request: SignedInRequest) -> QueryDict | None:
    """What was posted, if only an empty form; None for a form that is shown first."""
    return request.POST if request.method == "POST" else None
