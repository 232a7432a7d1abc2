"""One section of a paper: writing, preview, comments, versions; and the picker of figures."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from inloco.accounts.access import SignedInRequest, permission
from inloco.accounts.permissions import Permission
from inloco.analytics.errors import NotAllowed, UserError
from inloco.documents.figure_references import references_in
from inloco.documents.outputs.paper_html import parts_html
from inloco.documents.prose import Setting, parts_of
from inloco.papers import policies
from inloco.papers.actions import writing
from inloco.papers.few_people import ACTION as FEW_ACTION
from inloco.papers.few_people import few_people
from inloco.papers.findings import findings_for
from inloco.papers.forms import CommentForm, SectionForm, TitleForm
from inloco.papers.full_names import ACTION, full_names
from inloco.papers.models import PaperComment, PaperSection
from inloco.papers.plan_actions import plans_to_name
from inloco.papers.presenters import picker
from inloco.papers.presenters import work as presenter
from inloco.papers.queries import WORK, live_figures, sections_of
from inloco.papers.views.finding import paper_in_work, section_in_work
from inloco.papers.views.pictures import pictures_of
from inloco.performance.queries import book_for


@permission(*WORK)
@require_http_methods(["GET", "POST"])
def section(request: SignedInRequest, reference: UUID, key: str) -> HttpResponse:
    """Write a section: save, or look at it first. Two people at once: the second sees both wordings, and chooses."""
    found = section_in_work(request, reference, key)
    theirs: PaperSection | None = None
    shown: SafeString | None = None
    initial = {"title": found.title, "text": found.text, "restricted": found.restricted, "based_on": found.number}
    form = SectionForm(request.POST if request.method == "POST" else None, initial=initial)
    status = 422 if form.is_bound else 200
    text = found.text
    if form.is_bound:
        policies.check_can_write(found.paper, by=request.user)
        if form.is_valid():
            values = form.cleaned_data
            text = values["text"].replace("\r\n", "\n")
            if request.POST.get("do") == "preview":
                status = 200
                shown = _shown(request, found, values["title"], text)
            else:
                try:
                    writing.write_section(
                        section=found,
                        title=values["title"],
                        text=text,
                        restricted=values["restricted"],
                        based_on=values["based_on"],
                        by=request.user,
                    )
                    messages.success(request, f"“{values['title']}” was saved.")
                    return redirect("papers:section", reference, key)
                except writing.SectionChanged as changed:
                    theirs, status = changed.theirs, 409
                    form = SectionForm(initial=values | {"based_on": theirs.number})
                except UserError as refused:
                    form.add_error("text", str(refused))
    return render(request, "papers/section.html", _context(request, found, form, text, shown, theirs), status=status)


def _context(
    request: SignedInRequest,
    found: PaperSection,
    form: SectionForm,
    text: str,
    shown: SafeString | None,
    theirs: PaperSection | None,
    comment_form: CommentForm | None = None,
) -> dict[str, object]:
    """The page of a section, its problems and findings as the text in the box has them."""
    sections = [one for one in sections_of(found.paper) if one.pk != found.pk]
    now = PaperSection(
        pk=found.pk, paper=found.paper, key=found.key, title=found.title, text=text, position=found.position, number=found.number
    )
    now.restricted = found.restricted
    sections = sorted([*sections, now], key=lambda one: one.position)
    figures, problems = live_figures(sections, book_for(request.user), request.user)
    findings = findings_for(request.user, found.paper, sections, figures)
    may_write = policies.can_write(found.paper, by=request.user)
    return {
        "section": found,
        "paper": found.paper,
        "form": form,
        "shown": shown if shown is not None or may_write else _shown(request, found, found.title, text),
        "theirs": theirs,
        "theirs_difference": writing.difference(theirs.text, text) if theirs else (),
        "problems": [one.problem for one in problems if one.section.pk == found.pk],
        "findings": [one for one in findings if one.section is not None and one.section.pk == found.pk],
        "named": [str(one) for one in full_names(found.paper, [now])],
        "name_action": ACTION,
        "few": [one.words for one in few_people(found.paper, [now], figures) if one.section is not None],
        "few_action": FEW_ACTION,
        "severities": presenter.SEVERITIES,
        "rule_title": presenter.rule_title,
        "comments": found.comments.filter(reply_to=None).select_related("author", "settled_by"),
        "replies": _replies(found),
        "month": next((str(one.period) for each in sections for one in references_in(each.text)[0]), ""),
        "comment_form": comment_form or CommentForm(),
        "may_write": may_write,
        "may_comment": policies.can_comment(found.paper, by=request.user),
        "works": policies.works_on(found.paper, by=request.user),
    }


def _replies(found: PaperSection) -> dict[int, list[PaperComment]]:
    """What was said to each comment, by its key."""
    listed: dict[int, list[PaperComment]] = {}
    for one in found.comments.exclude(reply_to=None).select_related("author"):
        listed.setdefault(one.reply_to_id or 0, []).append(one)
    return listed


def _shown(request: SignedInRequest, found: PaperSection, title: str, text: str) -> SafeString:
    """The text as readers will see it, with the figures that this person may see."""
    now = PaperSection(pk=found.pk, paper=found.paper, key=found.key, title=title, text=text)
    figures, _ = live_figures([now], book_for(request.user), request.user)
    parts = parts_of(text, Setting(figures=figures, pictures=pictures_of(found.paper), title=title))
    return mark_safe(parts_html(parts, "preview", 3, presenter.address_for(request.user)))


@permission(*WORK)
@require_GET
def versions(request: SignedInRequest, reference: UUID, key: str) -> HttpResponse:
    """Every wording, and what two of them do not share."""
    found = section_in_work(request, reference, key)
    listed = list(found.versions.select_related("author"))
    numbers = {one.number: one for one in listed}
    chosen = [request.GET.get(name, "") for name in ("from", "to")]
    after = numbers.get(int(chosen[1])) if chosen[1].isdigit() else listed[0] if listed else None
    before = numbers.get(int(chosen[0])) if chosen[0].isdigit() else numbers.get(after.number - 1) if after else None
    context = {
        "section": found,
        "paper": found.paper,
        "versions": listed,
        "before": before,
        "after": after,
        "runs": writing.difference(before.text if before else "", after.text) if after else [],
        "choices": [(str(one.number), f"Version {one.number}, {one.author.name}") for one in listed],
    }
    return render(request, "papers/versions.html", context)


@permission(Permission.WRITE_PAPER)
@require_http_methods(["GET", "POST"])
def add_section(request: SignedInRequest, reference: UUID) -> HttpResponse:
    paper = paper_in_work(request, reference)
    policies.check_can_write(paper, by=request.user)
    form = TitleForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            made = writing.add_section(
                paper=paper, title=form.cleaned_data["title"], behind=request.GET.get("behind", ""), by=request.user
            )
            return redirect("papers:section", reference, made.key)
        except UserError as refused:
            form.add_error("title", str(refused))
    return render(request, "papers/add_section.html", {"form": form, "paper": paper}, status=422 if form.is_bound else 200)


CHANGES = ("up", "down", "take-out", "put-back")


@permission(Permission.WRITE_PAPER)
@require_POST
def change_section(request: SignedInRequest, reference: UUID, key: str, change: str) -> HttpResponse:
    """Move a section up or down, take it out, put it back."""
    found = section_in_work(request, reference, key)
    try:
        if change in ("up", "down"):
            writing.move_section(section=found, up=change == "up", by=request.user)
        else:
            writing.take_out(section=found, back=change == "put-back", by=request.user)
    except NotAllowed:
        raise
    except UserError as refused:
        messages.error(request, str(refused))
    return redirect("papers:work", reference)


@permission(*WORK)
@require_POST
def comment(request: SignedInRequest, reference: UUID, key: str) -> HttpResponse:
    """Say something about a section."""
    found = section_in_work(request, reference, key)
    form = CommentForm(request.POST)
    if form.is_valid():
        try:
            writing.comment(section=found, text=form.cleaned_data["text"], by=request.user)
            messages.success(request, "Your comment was added.")
            return redirect("papers:section", reference, key)
        except UserError as refused:
            form.add_error("text", str(refused))
    return _with_comment(request, found, form)


def _with_comment(request: SignedInRequest, found: PaperSection, form: CommentForm) -> HttpResponse:
    """The section's page with a comment that was refused, and what was typed."""
    initial = {"title": found.title, "text": found.text, "restricted": found.restricted, "based_on": found.number}
    context = _context(request, found, SectionForm(initial=initial), found.text, None, None, form)
    return render(request, "papers/section.html", context, status=422)


@permission(*WORK)
@require_POST
def settle(request: SignedInRequest, reference: UUID, comment: int) -> HttpResponse:
    """Answer a comment, or say that it is dealt with."""
    paper = paper_in_work(request, reference)
    found = PaperComment.objects.select_related("section__paper").filter(pk=comment, section__paper=paper, reply_to=None).first()
    if found is None:
        raise NotAllowed("There is no such comment.", action="Open it from its section.")
    answer = request.POST.get("answer", "")
    try:
        if request.POST.get("do") == "reply":
            writing.comment(section=found.section, text=answer, reply_to=found, by=request.user)
        else:
            writing.settle(comment=found, answer=answer, by=request.user)
        messages.success(request, "Your answer was added." if request.POST.get("do") == "reply" else "The comment is settled.")
    except NotAllowed:
        raise
    except UserError as refused:
        form = CommentForm({"text": answer})  # what was typed stands in the box for a new comment
        form.is_valid()
        form.errors["text"] = form.error_class([str(refused)])
        return _with_comment(request, found.section, form)
    return redirect("papers:section", reference, found.section.key)


@permission(Permission.WRITE_PAPER, Permission.SIGN_OFF_PAPER)
@require_GET
def figures(request: SignedInRequest) -> HttpResponse:
    """The picker: what to paste for a figure, and what it gives."""
    book = book_for(request.user)
    latest = book.latest_period()
    asked = {name: request.GET.get(name, "").strip()[:120] for name in ("search", "indicator", "area", "period", "since")}
    asked["period"] = asked["period"] or (str(latest) if latest else "")
    picked = picker.pick(book, **asked)
    address = presenter.address_for(request.user)
    samples = [
        (one, mark_safe(parts_html(one.parts, f"sample-{number}", 3, address))) for number, one in enumerate(picked.samples, 1)
    ]
    plans = plans_to_name() if request.user.may(Permission.SEE_PLANS) else []
    plan = request.GET.get("plan", "")[:200]
    context = {
        "picked": picked,
        "asked": asked | {"plan": plan if plan in plans else ""},
        "samples": samples,
        "plans": [(one, one) for one in plans],
        "lists": picker.lists_of_actions(plans, plan, asked["period"]),
    }
    return render(request, "papers/figures.html", context)
