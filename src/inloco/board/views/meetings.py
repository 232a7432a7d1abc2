"""A meeting: planned, its agenda set, its steps made, its day and place changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from inloco.accounts.access import SignedInRequest, permission
from inloco.accounts.permissions import Permission
from inloco.analytics.errors import NotAllowed, UserError
from inloco.board import corrections, item_papers, policies
from inloco.board.actions import meetings as actions
from inloco.board.actions import packs
from inloco.board.carrying import CLOSING
from inloco.board.forms.meetings import (
    AccessibleForm,
    CorrectionsForm,
    MeetingForm,
    PlanForm,
    ReasonForm,
    UrgencyForm,
)
from inloco.board.in_plans import standing_of
from inloco.board.models import AccessiblePaper, AgendaItem, Meeting, Proposal
from inloco.board.models.agendas import Outcome
from inloco.board.models.bodies import ItemKind
from inloco.board.notice import notice_of
from inloco.board.pack_check import findings
from inloco.board.plan_days import cycles_towards
from inloco.board.presenters import meetings as presenter
from inloco.board.presenters.bodies import STATE_TAGS
from inloco.board.public_numbers import few_in_pack
from inloco.board.states import BEFORE, MeetingState
from inloco.board.views.asking import act, ask, sent
from inloco.board.views.finding import body_of, crumbs_to, meeting_of, work_address

STEPS: dict[str, Callable[..., object]] = {
    "open_agenda": actions.open_agenda,
    "settle_agenda": actions.settle_agenda,
    "reopen_agenda": actions.reopen_agenda,
    "publish_pack": packs.publish_pack,
    "hold": actions.hold,
    "draft_minutes": actions.draft_minutes,
    "agree_minutes": actions.agree_minutes,
    "close": actions.close,
    "cancel": actions.cancel,
}
"""The action of each transition. A test holds it complete."""

FORMS: dict[str, type[Any]] = {"reason": ReasonForm, "urgency": UrgencyForm, "corrections": CorrectionsForm}


@permission(Permission.RUN_MEETINGS)
@require_http_methods(["GET", "POST"])
def plan(request: SignedInRequest, slug: str) -> HttpResponse:
    """The meetings of a year at once."""
    body = body_of(slug)
    return ask(
        request,
        PlanForm(sent(request), today=timezone.localdate()),
        do=lambda given: actions.plan_year(body=body, days=given["days"], by=request.user),
        done="The meetings were planned.",
        back=reverse("board:body", args=[slug]),
        title="Plan meetings",
        crumbs=crumbs_to(body, None, {"text": "Plan meetings"}),
        button="Plan",
    )


@permission(Permission.SEE_MEETINGS)
@require_GET
def work(request: SignedInRequest, slug: str, on: dt.date) -> HttpResponse:
    """Everything about a meeting for those who make it: democratic services and the chair."""
    meeting = meeting_of(slug, on)
    policies.check_sees_work(meeting, by=request.user)
    return render(request, "board/work.html", _work(request, meeting))


@permission(Permission.SEE_MEETINGS)
@require_http_methods(["GET", "POST"])
def step(request: SignedInRequest, slug: str, on: dt.date, name: str) -> HttpResponse:
    """Make one transition. What it asks for is asked here; a plain one needs only the button."""
    meeting, today = meeting_of(slug, on), timezone.localdate()
    policies.check_sees_work(meeting, by=request.user)
    found = {
        one.name: one for one in presenter.steps(policies.open_steps(meeting, by=request.user, on=today), _notice(meeting), today)
    }
    wanted = found.get(name)
    if wanted is None:
        policies.check_can_begin(meeting, name, by=request.user)
    back = reverse("board:work", args=[slug, on])
    if wanted is not None and wanted.asks:
        form = FORMS[wanted.asks](sent(request))
        return ask(
            request,
            form,
            do=lambda given: STEPS[name](meeting=meeting, by=request.user, on=today, reason=given["reason"]),
            done=presenter.DONE[name],
            back=back,
            title=wanted.label,
            crumbs=crumbs_to(meeting.body, meeting, {"text": wanted.label}),
            button=wanted.label,
            context={
                "obstacle": wanted.obstacle,
                "intro": f"{meeting.body.name}, {presenter.day(on)}",
                "links": _links(name, meeting),
            },
        )
    if request.method == "GET":
        return redirect(back)
    try:
        STEPS[name](meeting=meeting, by=request.user, on=today)
    except NotAllowed:
        raise
    except UserError as refused:
        meeting.refresh_from_db()
        return render(request, "board/work.html", _work(request, meeting) | {"refused": refused}, status=422)
    messages.success(request, presenter.DONE[name])
    return redirect(back)


@permission(Permission.RUN_MEETINGS)
@require_http_methods(["GET", "POST"])
def supplement(request: SignedInRequest, slug: str, on: dt.date) -> HttpResponse:
    """Publish what changed since the last pack."""
    meeting, today = meeting_of(slug, on), timezone.localdate()
    back = reverse("board:work", args=[slug, on])
    if _notice(meeting).is_kept(on=today):
        if request.method == "GET":
            return redirect(back)
        return act(
            request,
            lambda: packs.publish_supplement(meeting=meeting, by=request.user, on=today),
            done="The supplement was published.",
            back=back,
        )
    return ask(
        request,
        UrgencyForm(sent(request)),
        do=lambda given: packs.publish_supplement(meeting=meeting, by=request.user, on=today, reason=given["reason"]),
        done="The supplement was published.",
        back=back,
        title="Publish a supplement",
        button="Publish the supplement",
        crumbs=crumbs_to(meeting.body, meeting, {"text": "Publish a supplement"}),
    )


@permission(Permission.RUN_MEETINGS)
@require_http_methods(["GET", "POST"])
def contradictions(request: SignedInRequest, slug: str, on: dt.date) -> HttpResponse:
    """What to look at before the pack is published: where its papers contradict each other, and letting that stand with a reason;
    small numbers that the public would read; figures of earlier packs that are known otherwise."""
    meeting = meeting_of(slug, on)
    policies.check_can_change_agenda(meeting, by=request.user)
    mark = str(request.POST.get("fingerprint", ""))
    return ask(
        request,
        ReasonForm(sent(request)),
        do=lambda given: packs.waive(meeting=meeting, fingerprint=mark, reason=given["reason"], by=request.user),
        done="It may stand. Your name and the reason are kept.",
        back=request.path,
        title="Before the pack is published",
        crumbs=crumbs_to(meeting.body, meeting, {"text": "Before the pack is published"}),
        template="board/contradictions.html",
        context={
            "findings": findings(meeting),
            "waiving": mark,
            "meeting": meeting,
            "few": few_in_pack(meeting),
            "corrections": corrections.of_pack(meeting),
            "known": corrections.known_otherwise(meeting, reader=request.user),
        },
    )


@permission(Permission.RUN_MEETINGS)
@require_http_methods(["GET", "POST"])
def change(request: SignedInRequest, slug: str, on: dt.date) -> HttpResponse:
    meeting = meeting_of(slug, on)
    policies.check_can_change_meeting(meeting, by=request.user)
    form = MeetingForm(sent(request), meeting=meeting, today=timezone.localdate())
    day = form.cleaned_data["on"] if form.is_bound and form.is_valid() else on
    return ask(
        request,
        form,
        do=lambda given: actions.change_meeting(meeting=meeting, fields=given, by=request.user),
        done="The meeting was changed.",
        back=reverse("board:work", args=[slug, day]),
        title="Date, place and how to join",
        crumbs=crumbs_to(meeting.body, meeting, {"text": "Date and place"}),
    )


@permission(Permission.SEE_MEETINGS)
@require_http_methods(["GET", "POST"])
def ask_for_paper(request: SignedInRequest, slug: str, on: dt.date) -> HttpResponse:
    """The papers in another form: large print, easy read, another language."""
    meeting = meeting_of(slug, on)
    policies.check_can_ask_for_paper(meeting, by=request.user)
    today = timezone.localdate()
    usual = presenter.reports_due_on(meeting)
    form = AccessibleForm(
        sent(request),
        for_others=policies.runs(by=request.user),
        today=today,
        initial={"due_on": usual if usual is not None and usual >= today else min(today, meeting.on)},
    )
    return ask(
        request,
        form,
        do=lambda given: actions.ask_for_paper(meeting=meeting, by=request.user, **given),
        done="Democratic services have been asked.",
        back=reverse("board:meeting", args=[slug, on]),
        title="Ask for the papers in another form",
        crumbs=crumbs_to(meeting.body, meeting, {"text": "Papers in another form"}),
        button="Ask",
    )


@permission(Permission.RUN_MEETINGS)
@require_POST
def provide_paper(request: SignedInRequest, pk: int) -> HttpResponse:
    asked = get_object_or_404(AccessiblePaper.objects.select_related("meeting__body"), pk=pk)
    return act(
        request,
        lambda: actions.provide_paper(request=asked, by=request.user, at=timezone.now()),
        done="Noted as provided.",
        back=work_address(asked.meeting),
    )


def _work(request: SignedInRequest, meeting: Meeting) -> dict[str, Any]:
    today = timezone.localdate()
    prefetch_related_objects(
        [meeting],
        Prefetch("items", AgendaItem.objects.select_related("paper", "carried_from__meeting", "report_by")),
        Prefetch("proposals", Proposal.objects.select_related("proposed_by")),
    )
    items = list(meeting.items.all())
    matters = list(meeting.matters_arising.select_related("resolution__meeting"))
    published = list(meeting.packs.defer("restricted", "public").select_related("published_by"))
    problems = {one.pk: item_papers.problem_of(one) for one in items if not one.is_put_off and not one.is_published}
    may_record = policies.can_record(meeting, by=request.user)
    return {
        "meeting": meeting,
        "body": meeting.body,
        "state": meeting.condition,
        "tags": STATE_TAGS,
        "crumbs": crumbs_to(meeting.body, meeting, {"text": "Work on the meeting"}),
        "stages": presenter.stages(meeting),
        "steps": presenter.steps(policies.open_steps(meeting, by=request.user, on=today), _notice(meeting), today),
        "details": presenter.when_and_where(meeting),
        "notice": presenter.notice_words(meeting, published, today),
        "reports_due": presenter.reports_due_on(meeting) if meeting.condition in BEFORE - {MeetingState.PACK_PUBLISHED} else None,
        "agenda": presenter.agenda(meeting, items, problems),
        "ordinary": ItemKind.ORDINARY,
        "closing": CLOSING,
        "sees_papers": request.user.may(Permission.WRITE_PAPER) or request.user.may(Permission.PUBLISH_PAPER),
        "packs": published,
        "has_changes": packs.has_changes(published[-1] if published else None, items, meeting.condition),
        "supplement_asks": not _notice(meeting).is_kept(on=today),
        "proposals": meeting.proposals.all(),
        "accessible": meeting.accessible_papers.select_related("done_by"),
        "matters": matters,
        "in_plans": standing_of([one.resolution for one in matters], on=today),
        "history": meeting.steps.select_related("by"),
        "step_words": presenter.step_words,
        "may_run": policies.runs(by=request.user),
        "may_change": policies.can_change_agenda(meeting, by=request.user),
        "may_record": may_record,
        "minutes_left": next((one for one in items if one.outcome == Outcome.OPEN), None) if may_record else None,
        "cycles": cycles_towards(meeting, by=request.user),
        "today": today,
        "refused": None,
    }


def _links(name: str, meeting: Meeting) -> list[tuple[str, str]]:
    """Where what may stand in the way of a step is mended."""
    if name != "publish_pack":
        return []
    return [
        ("What to look at before the pack is published", reverse("board:contradictions", args=[meeting.body.slug, meeting.on]))
    ]


def _notice(meeting: Meeting) -> Any:
    return notice_of(meeting.on, meeting.body.clear_days)
