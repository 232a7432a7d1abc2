"""The agenda of a meeting: its items, and what young people propose for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from inloco.accounts.access import SignedInRequest, permission
from inloco.accounts.permissions import Permission
from inloco.analytics.errors import NotNow
from inloco.board import item_papers, policies
from inloco.board.actions import agendas
from inloco.board.forms.meetings import AnswerForm, ItemForm, ProposalForm, ReasonForm
from inloco.board.models import AgendaItem, Meeting, Proposal
from inloco.board.states import MeetingState
from inloco.board.views.asking import act, ask, sent
from inloco.board.views.finding import body_of, crumbs_to, item_of, meeting_of, work_address


@permission(Permission.SEE_MEETINGS)
@require_http_methods(["GET", "POST"])
def add_item(request: SignedInRequest, slug: str, on: dt.date) -> HttpResponse:
    meeting, today = meeting_of(slug, on), timezone.localdate()
    policies.check_can_change_agenda(meeting, by=request.user)
    late = meeting.condition in (MeetingState.PACK_PUBLISHED, MeetingState.HELD)
    form = ItemForm(sent(request), meeting=meeting, asks_why=late, initial={"purpose": "note"})
    if (paper := form.papers.get(request.GET.get("paper", ""))) is not None:
        form.initial.update(item_papers.begins_with(paper))
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
    names = [name for name in ItemForm.base_fields if name not in ("kind", "why", "paper", "report_by")]
    initial = {name: getattr(item, name) for name in names} | {"paper": item.paper_id or "", "report_by": item.report_by_id or ""}
    form = ItemForm(sent(request), meeting=item.meeting, is_new=False, initial=initial)
    return ask(
        request,
        form,
        do=lambda given: agendas.change_item(item=item, fields=given, by=request.user),
        done="The item was changed.",
        back=work_address(item.meeting),
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
        back=work_address(item.meeting),
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
        back=work_address(proposal.meeting) if proposal.meeting else reverse("board:body", args=[proposal.body.slug]),
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
        back=work_address(item.meeting),
        title=f"{title}: {item.title}",
        button=title,
        crumbs=crumbs_to(item.meeting.body, item.meeting, {"text": title}),
    )
