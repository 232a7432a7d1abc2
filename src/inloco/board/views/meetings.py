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
from inloco.analytics.errors import NotAllowed, NotNow, UserError
from inloco.board import item_papers, policies
from inloco.board.actions import agendas, packs
from inloco.board.actions import meetings as actions
from inloco.board.carrying import CLOSING
from inloco.board.forms.meetings import (
    AccessibleForm,
    AnswerForm,
    CorrectionsForm,
    ItemForm,
    MeetingForm,
    PlanForm,
    ProposalForm,
    ReasonForm,
    UrgencyForm,
)
from inloco.board.in_plans import standing_of
from inloco.board.models import AccessiblePaper, AgendaItem, Meeting, Proposal
from inloco.board.models.bodies import ItemKind
from inloco.board.notice import notice_of
from inloco.board.pack_check import findings
from inloco.board.presenters import meetings as presenter
from inloco.board.presenters.bodies import STATE_TAGS
from inloco.board.states import MeetingState
from inloco.board.views.asking import act, ask, sent
from inloco.board.views.finding import body_of, crumbs_to, item_of, meeting_of

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
        PlanForm(sent(request)),
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
            context={"obstacle": wanted.obstacle},
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
    """Where the papers of the pack contradict each other, and letting one stand with a reason."""
    meeting = meeting_of(slug, on)
    policies.check_can_change_agenda(meeting, by=request.user)
    mark = str(request.POST.get("fingerprint", ""))
    return ask(
        request,
        ReasonForm(sent(request)),
        do=lambda given: packs.waive(meeting=meeting, fingerprint=mark, reason=given["reason"], by=request.user),
        done="It may stand. Your name and the reason are kept.",
        back=request.path,
        title="Contradictions between the papers",
        crumbs=crumbs_to(meeting.body, meeting, {"text": "Contradictions"}),
        template="board/contradictions.html",
        context={"findings": findings(meeting), "waiving": mark, "meeting": meeting},
    )


@permission(Permission.RUN_MEETINGS)
@require_http_methods(["GET", "POST"])
def change(request: SignedInRequest, slug: str, on: dt.date) -> HttpResponse:
    meeting = meeting_of(slug, on)
    policies.check_can_change_meeting(meeting, by=request.user)
    form = MeetingForm(sent(request), meeting=meeting)
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
def add_item(request: SignedInRequest, slug: str, on: dt.date) -> HttpResponse:
    meeting, today = meeting_of(slug, on), timezone.localdate()
    policies.check_can_change_agenda(meeting, by=request.user)
    late = meeting.condition in (MeetingState.PACK_PUBLISHED, MeetingState.HELD)
    form = ItemForm(sent(request), meeting=meeting, asks_why=late, initial={"purpose": "note"})
    return ask(
        request,
        form,
        do=lambda given: agendas.add_item(meeting=meeting, why=given.pop("why", ""), fields=given, by=request.user, on=today),
        done="The item was added.",
        back=reverse("board:work", args=[slug, on]),
        title="Add an item",
        crumbs=crumbs_to(meeting.body, meeting, {"text": "Add an item"}),
    )


@permission(Permission.SEE_MEETINGS)
@require_http_methods(["GET", "POST"])
def change_item(request: SignedInRequest, pk: int) -> HttpResponse:
    item = item_of(pk)
    policies.check_can_change_item(item, by=request.user)
    names = [name for name in ItemForm.base_fields if name not in ("why", "paper")]
    initial = {name: getattr(item, name) for name in names} | {"paper": item.paper_id or ""}
    form = ItemForm(sent(request), meeting=item.meeting, initial=initial)
    return ask(
        request,
        form,
        do=lambda given: agendas.change_item(item=item, fields=given, by=request.user),
        done="The item was changed.",
        back=_work_address(item.meeting),
        title="Change an item",
        crumbs=crumbs_to(item.meeting.body, item.meeting, {"text": "Change an item"}),
    )


@permission(Permission.SEE_MEETINGS)
@require_POST
def move_item(request: SignedInRequest, pk: int) -> HttpResponse:
    item = item_of(pk)
    return act(
        request,
        lambda: agendas.move_item(item=item, up=request.POST.get("to") == "up", by=request.user),
        done="The order was changed.",
        back=_work_address(item.meeting),
    )


@permission(Permission.SEE_MEETINGS)
@require_http_methods(["GET", "POST"])
def defer_item(request: SignedInRequest, pk: int) -> HttpResponse:
    """It comes back on the next agenda by itself."""
    return _put_off(request, item_of(pk), agendas.defer_item, "Defer an item", "The item was deferred; it comes back by itself.")


@permission(Permission.SEE_MEETINGS)
@require_http_methods(["GET", "POST"])
def withdraw_item(request: SignedInRequest, pk: int) -> HttpResponse:
    return _put_off(request, item_of(pk), agendas.withdraw_item, "Withdraw an item", "The item was withdrawn.")


@permission(Permission.PROPOSE_ITEMS)
@require_http_methods(["GET", "POST"])
def propose(request: SignedInRequest, slug: str) -> HttpResponse:
    body = body_of(slug)
    policies.check_can_propose(body, by=request.user)
    return ask(
        request,
        ProposalForm(sent(request)),
        do=lambda given: agendas.propose(body=body, by=request.user, **given),
        done="Thank you. You will be told what happens with your proposal.",
        back=reverse("board:body", args=[slug]),
        title="Propose something for the agenda",
        crumbs=crumbs_to(body, None, {"text": "Propose an item"}),
        button="Send",
    )


@permission(Permission.SEE_MEETINGS)
@require_http_methods(["GET", "POST"])
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put a proposal on the agenda that is being set, or say why not."""
    proposal = get_object_or_404(Proposal.objects.select_related("body", "meeting__body", "proposed_by"), pk=pk)
    policies.check_sets_agenda(proposal.body, by=request.user)
    return ask(
        request,
        AnswerForm(sent(request), initial={"decision": "accept"}),
        do=lambda given: _answer(request, proposal, **given),
        done="The answer was sent to whoever proposed it.",
        back=_work_address(proposal.meeting) if proposal.meeting else reverse("board:body", args=[proposal.body.slug]),
        title=proposal.title,
        crumbs=crumbs_to(proposal.body, proposal.meeting, {"text": "Answer a proposal"}),
        context={"intro": proposal.why, "asked_by": proposal.proposed_by.name},
        button="Answer",
    )


@permission(Permission.PROPOSE_ITEMS)
@require_POST
def withdraw_proposal(request: SignedInRequest, pk: int) -> HttpResponse:
    proposal = get_object_or_404(Proposal.objects.select_related("body"), pk=pk, proposed_by=request.user)
    return act(
        request,
        lambda: agendas.withdraw_proposal(proposal=proposal, by=request.user),
        done="You took the proposal back.",
        back=reverse("board:body", args=[proposal.body.slug]),
    )


@permission(Permission.SEE_MEETINGS)
@require_http_methods(["GET", "POST"])
def ask_for_paper(request: SignedInRequest, slug: str, on: dt.date) -> HttpResponse:
    """The papers in another form: large print, easy read, another language."""
    meeting = meeting_of(slug, on)
    policies.check_can_ask_for_paper(meeting, by=request.user)
    form = AccessibleForm(
        sent(request), for_others=policies.runs(by=request.user), initial={"due_on": presenter.reports_due_on(meeting)}
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
        back=_work_address(asked.meeting),
    )


def _answer(request: SignedInRequest, proposal: Proposal, *, decision: str, answer: str) -> None:
    if decision == "decline":
        agendas.decline_proposal(proposal=proposal, answer=answer, by=request.user)
        return
    meeting = proposal.meeting or Meeting.objects.to_come().filter(body=proposal.body, state=MeetingState.AGENDA_SETTING).first()
    if meeting is None:
        raise NotNow("No agenda of this body is being set.", action="Begin setting the agenda of the next meeting first.")
    agendas.accept_proposal(proposal=proposal, meeting=meeting, answer=answer, by=request.user, on=timezone.localdate())


def _put_off(request: SignedInRequest, item: AgendaItem, do: Callable[..., object], title: str, done: str) -> HttpResponse:
    policies.check_can_put_off(item, by=request.user)
    return ask(
        request,
        ReasonForm(sent(request)),
        do=lambda given: do(item=item, reason=given["reason"], by=request.user),
        done=done,
        back=_work_address(item.meeting),
        title=f"{title}: {item.title}",
        button=title,
        crumbs=crumbs_to(item.meeting.body, item.meeting, {"text": title}),
    )


def _work(request: SignedInRequest, meeting: Meeting) -> dict[str, Any]:
    today = timezone.localdate()
    prefetch_related_objects(
        [meeting],
        Prefetch("items", AgendaItem.objects.select_related("paper", "carried_from__meeting")),
        Prefetch("proposals", Proposal.objects.select_related("proposed_by")),
    )
    items = list(meeting.items.all())
    matters = list(meeting.matters_arising.select_related("resolution__meeting"))
    published = list(meeting.packs.defer("restricted", "public").select_related("published_by"))
    problems = {one.pk: item_papers.problem_of(one) for one in items if not one.is_put_off and not one.is_published}
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
        "reports_due": presenter.reports_due_on(meeting) if meeting.condition.is_to_come else None,
        "agenda": presenter.agenda(meeting, items, problems),
        "ordinary": ItemKind.ORDINARY,
        "closing": CLOSING,
        "sees_papers": request.user.may(Permission.WRITE_PAPER) or request.user.may(Permission.PUBLISH_PAPER),
        "packs": published,
        "has_changes": packs.has_changes(published[-1] if published else None, items),
        "proposals": meeting.proposals.all(),
        "accessible": meeting.accessible_papers.select_related("done_by"),
        "matters": matters,
        "in_plans": standing_of([one.resolution for one in matters], on=today),
        "history": meeting.steps.select_related("by"),
        "step_words": presenter.step_words,
        "may_run": policies.runs(by=request.user),
        "may_change": policies.can_change_agenda(meeting, by=request.user),
        "may_record": policies.can_record(meeting, by=request.user),
        "today": today,
        "refused": None,
    }


def _notice(meeting: Meeting) -> Any:
    return notice_of(meeting.on, meeting.body.clear_days)


def _work_address(meeting: Meeting) -> str:
    return reverse("board:work", args=[meeting.body.slug, meeting.on])
