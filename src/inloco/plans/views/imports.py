"""A plan's file in the browser: send, look at every row and how it was read, decide, take it whole; and what was taken before."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from inloco.accounts.access import SignedInRequest, permission
from inloco.accounts.models import User
from inloco.accounts.permissions import Permission
from inloco.analytics.errors import InputRefused, NotAllowed, UserError
from inloco.analytics.settings import Settings
from inloco.data_folder import data_folder
from inloco.plans import policies
from inloco.plans.actions import findings
from inloco.plans.actions.importing import take
from inloco.plans.editions import LABELS, compare
from inloco.plans.editions import plan_for as plan_named
from inloco.plans.forms import UploadForm
from inloco.plans.models import Edition, Plan, PlanUpload
from inloco.plans.presenters import imports as presenter
from inloco.plans.reading import ReadPlan, read_plan
from inloco.plans.reading.decisions import Decisions, decided, remembered, to_remember
from inloco.plans.rules.reading import material_of
from inloco.plans.views.common import plan_for, sent
from inloco.plans.words import PlanKind

A_PAGE = 100
NEXT = "Next: look at the findings, make somebody accountable for each action, and plan the update cycle."


@permission(Permission.MANAGE_PLANS)
@require_http_methods(["GET", "POST"])
def upload(request: SignedInRequest) -> HttpResponse:
    """Send a file. It is read at once; a file that cannot be read is refused here, and nothing is kept of it."""
    plans = list(Plan.objects.filter(archived_at__isnull=True))
    form = UploadForm(sent(request), request.FILES or None, plans=plans, initial={"plan": request.GET.get("plan", "")})
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            staged = _stage(request, given, next((one for one in plans if one.slug == given["plan"]), None))
            return redirect("plans:preview", staged.reference)
        except NotAllowed:
            raise
        except UserError as refused:
            form.add_error("file", str(refused))
    waiting = PlanUpload.objects.filter(state=PlanUpload.State.STAGED).select_related("uploaded_by", "plan")
    context = {"form": form, "waiting": waiting}
    return render(request, "plans/upload.html", context, status=422 if form.is_bound else 200)


@permission(Permission.MANAGE_PLANS)
@require_GET
def preview(request: SignedInRequest, reference: UUID) -> HttpResponse:
    """Every row of the file and how it was read, what is doubtful, what would change."""
    staged = _staged(reference)
    if staged.state != PlanUpload.State.STAGED:
        return redirect("plans:show", staged.edition.plan.slug) if staged.edition else redirect("plans:import")
    return render(request, "plans/preview.html", _preview_context(request, staged))


@permission(Permission.MANAGE_PLANS)
@require_POST
def take_file(request: SignedInRequest, reference: UUID) -> HttpResponse:
    """Take the file whole, but for the rows that were left out and the records that are to stand."""
    staged = _staged(reference)
    if staged.state != PlanUpload.State.STAGED:
        messages.info(request, "This file was taken or put aside already.")
        return redirect("plans:import")
    keep = _kept(request)
    try:
        read = _read(staged)
        decisions = presenter.decisions_in(request.POST, read)
        with transaction.atomic():
            now = PlanUpload.objects.select_for_update().get(pk=staged.pk)
            if now.state != PlanUpload.State.STAGED:
                messages.info(request, "This file was taken or put aside already.")
                return redirect("plans:import")
            if _newest(staged) > _seen(request):
                problem = (
                    "Another edition was taken since you looked. This is what the file would change now: take it if it stands."
                )
                return render(request, "plans/preview.html", _preview_context(request, staged) | {"problem": problem}, status=409)
            done = take(
                read=decided(read, decisions),
                title=staged.title,
                plan=staged.plan,
                kind=staged.kind or None,
                keep=keep,
                remember=to_remember(read, decisions),
                by=request.user,
            )
            now.state, now.edition, now.plan = PlanUpload.State.TAKEN, done.edition, done.plan
            now.save(update_fields=["state", "edition", "plan"])
    except NotAllowed:
        raise
    except UserError as refused:
        context = _preview_context(request, staged)
        return render(request, "plans/preview.html", context | {"problem": str(refused)}, status=422)
    shutil.rmtree(staged.folder, ignore_errors=True)
    findings.count(done.plan, on=timezone.localdate(), by=request.user)
    said = "is this file already: nothing was changed" if done.is_again else f"was taken: {done.plan.actions.count()} actions"
    otherwise = " ".join(done.decided)
    messages.success(request, " ".join(one for one in (f"Edition {done.edition.number} {said}.", otherwise, NEXT) if one))
    return redirect("plans:show", done.plan.slug)


@permission(Permission.MANAGE_PLANS)
@require_POST
def decide(request: SignedInRequest, reference: UUID) -> HttpResponse:
    """Keep what was ticked, and show the preview as it then is. Nothing is taken."""
    staged = _staged(reference)
    if staged.state != PlanUpload.State.STAGED:
        messages.info(request, "This file was taken or put aside already.")
        return redirect("plans:import")
    try:
        read = _read(staged)
        decisions = presenter.decisions_in(request.POST, read)
        decided(read, decisions)
    except UserError as refused:
        context = _preview_context(request, staged)
        return render(request, "plans/preview.html", context | {"problem": str(refused)}, status=422)
    staged.decisions = decisions.as_json() | {"keep": sorted(_kept(request))}
    staged.save(update_fields=["decisions"])
    messages.success(request, "This is the file with what you decided. Nothing is taken yet.")
    return redirect("plans:preview", staged.reference)


@permission(Permission.MANAGE_PLANS)
@require_POST
def discard(request: SignedInRequest, reference: UUID) -> HttpResponse:
    staged = _staged(reference)
    PlanUpload.objects.filter(pk=staged.pk, state=PlanUpload.State.STAGED).update(state=PlanUpload.State.DISCARDED)
    shutil.rmtree(staged.folder, ignore_errors=True)
    messages.success(request, "The file was put aside. Nothing was taken.")
    return redirect("plans:import")


@permission(Permission.SEE_PLANS)
@require_GET
def editions(request: SignedInRequest, slug: str) -> HttpResponse:
    """The files that a plan came from; with an action in the address, its rows in them."""
    plan = plan_for(request, slug)
    found = plan.editions.select_related("taken_by")
    return render(
        request, "plans/editions.html", {"plan": plan, "editions": found, "may_manage": policies.can_manage(by=request.user)}
    )


@permission(Permission.SEE_PLANS)
@require_GET
def edition(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """One file: what reading found and every row as it was read."""
    plan = plan_for(request, slug)
    found = get_object_or_404(Edition.objects.select_related("taken_by"), plan=plan, number=number)
    rows = found.rows.select_related("action").order_by("pk")
    kind = request.GET.get("kind", "")
    if kind:
        rows = rows.filter(kind=kind)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "plan": plan,
        "edition": found,
        "page": page,
        "kind": kind,
        "counts": presenter.kind_counts(found),
        "report": found.report or {},
        "labels": LABELS,
    }
    return render(request, "plans/edition.html", context)


def _stage(request: SignedInRequest, given: dict[str, Any], plan: Plan | None) -> PlanUpload:
    file = given["file"]
    name = str(file.name).replace("\\", "/").rsplit("/", 1)[-1][:200]
    content = b"".join(file.chunks())
    read = read_plan(content, name=name)
    title = given["title"].strip() or (plan.title if plan else read.title.strip())
    if not title:
        raise InputRefused("The file names no plan.", action="Give the new plan a name below.")
    staged = PlanUpload.objects.create(
        plan=plan or plan_named(title),
        title=title[:200],
        kind=given["kind"],
        file_name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=request.user,
    )
    former = staged.plan.editions.order_by("-number").first() if staged.plan else None
    if former is not None:
        staged.decisions = remembered(read, former.report).as_json()
        staged.save(update_fields=["decisions"])
    staged.folder.mkdir(parents=True, mode=0o700)
    (staged.folder / "plan").write_bytes(content)
    return staged


def _staged(reference: UUID) -> PlanUpload:
    return get_object_or_404(
        PlanUpload.objects.select_related("plan", "uploaded_by", "edition", "edition__plan"), reference=reference
    )


def _read(staged: PlanUpload) -> ReadPlan:
    try:
        content = (staged.folder / "plan").read_bytes()
    except OSError:
        raise InputRefused("The staged file is no longer there.", action="Put it aside and send it again.") from None
    return read_plan(content, name=staged.file_name)


def _newest(staged: PlanUpload) -> int:
    """The number of the newest edition of the plan that the file is for; 0 for a new plan."""
    target = staged.plan or plan_named(staged.title)
    return (target.editions.aggregate(last=Max("number"))["last"] or 0) if target is not None else 0


def _seen(request: SignedInRequest) -> int:
    """The newest edition when the preview was made."""
    given = request.POST.get("seen", "0")
    return int(given) if given.isdigit() else 0


def _kept(request: SignedInRequest) -> frozenset[int]:
    """The actions whose record stands, whatever the file says."""
    return frozenset(int(one) for one in request.POST.getlist("keep") if one.isdigit())


def _preview_context(request: SignedInRequest, staged: PlanUpload) -> dict[str, Any]:
    decisions = Decisions.from_json(staged.decisions)
    read = decided(_read(staged), decisions)
    target = staged.plan or plan_named(staged.title)
    comparison = compare(read, target)
    today = timezone.localdate()
    material = material_of(read, as_at=today, fresh_days=Settings.read(data_folder()).plan_fresh_days)
    people = material.people.union(User.objects.values_list("name", flat=True))
    return {
        "staged": staged,
        "target": target,
        "newest": _newest(staged),
        "kind_words": PlanKind(staged.kind or read.kind).label,
        "page": presenter.preview_page(
            read,
            comparison,
            decisions=decisions,
            material=replace(material, people=people),
            kind=request.GET.get("kind", ""),
            number=request.GET.get("page", "1"),
        ),
        "kept": set(staged.decisions.get("keep", ())),
        "labels": LABELS,
        "today": today,
        "problem": "",
        "form": None,
    }
