"""Papers that come as a file: bringing one, a later version of it, the file itself, and letting the public have it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from inloco.accounts.access import SignedInRequest, permission
from inloco.accounts.permissions import Permission
from inloco.analytics.errors import NotAllowed, UserError
from inloco.papers import policies
from inloco.papers.actions import files, steps, writing
from inloco.papers.forms import FileForm, UploadForm
from inloco.papers.models import Paper, Source
from inloco.papers.queries import WORK, newest_file
from inloco.papers.views.finding import paper_in_work
from inloco.papers.views.work import work_context
from inloco.web.downloads import attachment


@permission(Permission.WRITE_PAPER)
@require_http_methods(["GET", "POST"])
def upload(request: SignedInRequest) -> HttpResponse:
    """A paper that comes as a file. What cannot be read is refused before a paper is begun."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        content = values["file"].read()
        try:
            paper = _from_file(request, values, content)
            return redirect("papers:work", paper.reference)
        except UserError as refused:
            form.add_error("file", str(refused))
    return render(request, "papers/upload.html", {"form": form}, status=422 if form.is_bound else 200)


def _from_file(request: SignedInRequest, values: dict[str, Any], content: bytes) -> Paper:
    file = files.read_file(name=values["file"].name, content=content)
    with transaction.atomic():
        paper = writing.start(
            title=values["title"],
            template="",
            about=None,
            source=file.kind,
            meeting=values["meeting"],
            meeting_on=values["meeting_on"],
            report_of=values["report_of"],
            by=request.user,
        )
        files.keep_file(paper=paper, file=file, by=request.user)
    return paper


@permission(Permission.WRITE_PAPER)
@require_http_methods(["GET", "POST"])
def replace_file(request: SignedInRequest, reference: UUID) -> HttpResponse:
    """A later version of the file that a paper came as."""
    paper = paper_in_work(request, reference)
    policies.check_can_write(paper, by=request.user)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_bound and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            files.take_file(paper=paper, name=sent.name, content=sent.read(), by=request.user)
            messages.success(request, "The file was read. Earlier wordings are kept.")
            return redirect("papers:work", reference)
        except UserError as refused:
            form.add_error("file", str(refused))
    return render(request, "papers/file.html", {"form": form, "paper": paper}, status=422 if form.is_bound else 200)


@permission(*WORK)
@require_GET
def file(request: SignedInRequest, reference: UUID) -> HttpResponse:
    """The file as it was received."""
    paper = paper_in_work(request, reference)
    found = paper.files.first()
    if found is None:
        raise NotAllowed("This paper has no file.", action="Open the paper itself.")
    if found.kind == Source.PDF:
        return attachment("paper.pdf", bytes(found.content), "application/pdf")
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return attachment("paper.docx", bytes(found.content), word)


@permission(Permission.SIGN_OFF_PAPER, Permission.PUBLISH_PAPER)
@require_POST
def clear_file(request: SignedInRequest, reference: UUID) -> HttpResponse:
    """Say that the PDF, or the pictures of a Word file, may be published as they are."""
    paper = paper_in_work(request, reference)
    found = newest_file(paper)
    if found is None:
        raise NotAllowed("This paper has no file.", action="Open the paper itself.")
    try:
        steps.clear_file(paper=paper, file=found, by=request.user)
        whole = found.kind == Source.PDF
        messages.success(request, "The file may be published as it is." if whole else "Its pictures may be published.")
    except NotAllowed:
        raise
    except UserError as refused:
        return render(request, "papers/work.html", work_context(request, paper) | {"refused": refused}, status=422)
    return redirect("papers:work", reference)
