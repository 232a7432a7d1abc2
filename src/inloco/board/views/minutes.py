"""The meeting as it runs: the minute of each item, votes, resolutions, and what came back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from inloco.accounts.access import SignedInRequest, permission
from inloco.accounts.permissions import Permission
from inloco.analytics.errors import NotAllowed, UserError
from inloco.board import minutes_text, policies
from inloco.board.actions import minutes as actions
from inloco.board.actions import resolutions
from inloco.board.composing import held_words, minutes_to_agree
from inloco.board.forms.recording import MinuteForm, ResolutionForm, VoteForm
from inloco.board.in_plans import standing_of
from inloco.board.models import AgendaItem, MatterArising, Meeting, Vote
from inloco.board.models.agendas import Outcome
from inloco.board.models.bodies import ItemKind
from inloco.board.presenters.bodies import STATE_TAGS
from inloco.board.presenters.markdown import markdown
from inloco.board.states import MeetingState
from inloco.board.suggested import suggestion
from inloco.board.views.asking import ask, sent
from inloco.board.views.finding import crumbs_to, item_of, matter_of, meeting_of, work_address
from inloco.board.voting import voters

ASIDE = {"vote": "board:vote", "resolve": "board:resolve", "defer": "board:defer-item"}
"""Where a minute is left for in the middle of writing it: what was typed is saved first."""


@permission(Permission.SEE_MEETINGS)
@require_GET
def read(request: SignedInRequest, slug: str, on: dt.date) -> HttpResponse:
    """The minutes: agreed ones for every reader of packs, drafts for members."""
    meeting = meeting_of(slug, on)
    restricted = policies.reads_restricted(meeting.body, by=request.user)
    agreed = meeting.condition in (MeetingState.MINUTES_AGREED, MeetingState.CLOSED)
    if not meeting.condition.has_minutes or (not agreed and not restricted):
        raise Http404
    if meeting.condition is MeetingState.HELD and not policies.runs(by=request.user):
        raise Http404
    context = {
        "meeting": meeting,
        "body": meeting.body,
        "state": meeting.condition,
        "tags": STATE_TAGS,
        "crumbs": crumbs_to(meeting.body, meeting, {"text": "Minutes"}),
        "held": held_words(meeting),
        "text": markdown(minutes_text.minutes(meeting, public=not restricted, level=1)),
        "agreed": agreed,
        "restricted": restricted,
    }
    return render(request, "board/minutes.html", context)


@permission(Permission.RUN_MEETINGS)
@require_http_methods(["GET", "POST"])
def minute(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write the minute of an item. Two people at once: the second sees both wordings, and chooses."""
    item = item_of(pk)
    policies.check_can_record(item.meeting, by=request.user)
    suggested = suggestion(item)
    form = MinuteForm(sent(request), initial={"text": item.minute or suggested, "based_on": item.number})
    then = request.POST.get("do", "")
    if then in ASIDE and not request.POST.get("text", "").strip():
        return redirect(reverse(ASIDE[then], args=[pk]))
    status = 422 if form.is_bound else 200
    theirs: AgendaItem | None = None
    if form.is_bound and form.is_valid():
        text, based_on = form.cleaned_data["text"], form.cleaned_data["based_on"]
        try:
            actions.write_minute(item=item, text=text, based_on=based_on, by=request.user)
            messages.success(request, "The minute was saved.")
            if then in ASIDE:
                return redirect(reverse(ASIDE[then], args=[pk]))
            return redirect(_next_address(item) if then == "next" else request.path)
        except actions.MinuteChanged as changed:
            theirs, status = item_of(changed.theirs.pk), 409
            form = MinuteForm(initial={"text": text, "based_on": theirs.number})
        except NotAllowed:
            raise
        except UserError as refused:
            form.add_error("text", str(refused))
    return render(request, "board/minute.html", _minuting(item, form, theirs) | {"suggested": suggested}, status=status)


@permission(Permission.RUN_MEETINGS)
@require_http_methods(["GET", "POST"])
def vote(request: SignedInRequest, pk: int) -> HttpResponse:
    """Count a vote by the constitution."""
    item = item_of(pk)
    policies.check_can_record(item.meeting, by=request.user)
    meeting = item.meeting
    able = voters(meeting, meeting.attendance.select_related("membership", "in_place_of"), meeting.body)
    return ask(
        request,
        VoteForm(sent(request), initial={"motion": item.recommendation}),
        do=lambda given: actions.record_vote(item=item, by=request.user, **given),
        done="The vote was counted.",
        back=reverse("board:minute", args=[pk]),
        title=f"Vote on: {item.title}",
        button="Count",
        crumbs=_item_crumbs(item, "Vote"),
        template="board/vote.html",
        context={"able": able, "body": meeting.body},
    )


@permission(Permission.RUN_MEETINGS)
@require_http_methods(["GET", "POST"])
def correct_vote(request: SignedInRequest, pk: int) -> HttpResponse:
    """Count it again: the numbers that were entered stay on record, the new ones stand in the minutes."""
    wrong = get_object_or_404(Vote, pk=pk)
    item = item_of(wrong.item_id)
    policies.check_can_record(item.meeting, by=request.user)
    meeting = item.meeting
    able = voters(meeting, meeting.attendance.select_related("membership", "in_place_of"), meeting.body)
    names = ("motion", "votes_for", "votes_against", "abstentions", "casting")
    return ask(
        request,
        VoteForm(sent(request), initial={name: getattr(wrong, name) for name in names}),
        do=lambda given: actions.record_vote(item=item, by=request.user, replaces=wrong, **given),
        done="The count was put right. The earlier one stays on record.",
        back=reverse("board:minute", args=[item.pk]),
        title=f"Put right the vote on: {item.title}",
        button="Count again",
        crumbs=_item_crumbs(item, "Put a vote right"),
        template="board/vote.html",
        context={"able": able, "body": meeting.body},
    )


@permission(Permission.RUN_MEETINGS)
@require_http_methods(["GET", "POST"])
def resolve(request: SignedInRequest, pk: int) -> HttpResponse:
    item = item_of(pk)
    policies.check_can_record(item.meeting, by=request.user)
    return ask(
        request,
        ResolutionForm(sent(request), initial={"kind": "action", "text": _carried_motion(item)}),
        do=lambda given: resolutions.resolve(item=item, by=request.user, **given),
        done="The resolution was recorded.",
        back=reverse("board:minute", args=[pk]),
        title=f"Resolution on: {item.title}",
        crumbs=_item_crumbs(item, "Resolution"),
        button="Record",
    )


@permission(Permission.RUN_MEETINGS)
@require_http_methods(["GET", "POST"])
def matter(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the meeting was told about an earlier resolution, and whether it closes it."""
    found = matter_of(pk)
    policies.check_can_record(found.meeting, by=request.user)
    form = MinuteForm(sent(request), initial={"text": found.said, "based_on": found.number})
    form.fields["text"].label = "What was said"
    status, theirs = 422 if form.is_bound else 200, None
    if form.is_bound and form.is_valid():
        text, based_on = form.cleaned_data["text"], form.cleaned_data["based_on"]
        try:
            actions.write_matter(matter=found, text=text, based_on=based_on, by=request.user)
            if request.POST.get("do") == "close":
                resolutions.close_resolution(resolution=found.resolution, note=text, by=request.user, at=found.meeting)
            messages.success(request, "The matter was minuted.")
            return redirect(_after_matter(found))
        except actions.MinuteChanged as changed:
            theirs, status = matter_of(changed.theirs.pk), 409
            form = MinuteForm(initial={"text": text, "based_on": theirs.number})
        except NotAllowed:
            raise
        except UserError as refused:
            form.add_error("text", str(refused))
            found.refresh_from_db()
    context = {
        "matter": found,
        "resolution": found.resolution,
        "form": form,
        "theirs": theirs,
        "updates": found.resolution.updates.select_related("by"),
        "in_plan": standing_of([found.resolution], on=timezone.localdate()).get(found.resolution_id),
        "crumbs": crumbs_to(found.meeting.body, found.meeting, {"text": "Matter arising"}),
    }
    return render(request, "board/matter.html", context, status=status)


def _minuting(item: AgendaItem, form: MinuteForm, theirs: AgendaItem | None) -> dict[str, Any]:
    meeting = item.meeting
    items = [one for one in meeting.items.all() if not one.never_was or one.pk == item.pk]
    able = voters(meeting, meeting.attendance.select_related("membership", "in_place_of"), meeting.body)
    return {
        "item": item,
        "number": [one.pk for one in items].index(item.pk) + 1,
        "items": items,
        "meeting": meeting,
        "form": form,
        "theirs": theirs,
        "versions": item.versions.select_related("author"),
        "votes": [(one, minutes_text.vote_line(one).replace("**", "")) for one in Vote.standing().filter(item=item)],
        "resolutions": item.resolutions.select_related("meeting"),
        "matters": meeting.matters_arising.select_related("resolution__meeting") if item.kind == "matters_arising" else (),
        "drafts": [one for one in minutes_to_agree(meeting) if one.agreed_at_id is None] if item.kind == "last_minutes" else (),
        "drafted": MeetingState.MINUTES_DRAFT,
        "able": able,
        "crumbs": _item_crumbs(item, "Minute"),
    }


def _carried_motion(item: AgendaItem) -> str:
    """What the board has voted for on the item, as the words of a resolution; empty where one holds them already."""
    carried = Vote.standing().filter(item=item, is_carried=True).last()
    return carried.motion if carried is not None and not item.resolutions.filter(text=carried.motion).exists() else ""


def _after_matter(matter: MatterArising) -> str:
    """The next matter that was not spoken about yet, else the agenda's item on them, else the page of the meeting."""
    waiting = matter.meeting.matters_arising.filter(said="", is_closed_here=False).first()
    if waiting is not None:
        return reverse("board:matter", args=[waiting.pk])
    item = matter.meeting.items.filter(kind=ItemKind.MATTERS_ARISING).exclude(outcome=Outcome.WITHDRAWN).first()
    return reverse("board:minute", args=[item.pk]) if item is not None else f"{work_address(matter.meeting)}#matters"


def _next_address(item: AgendaItem) -> str:
    following = item.meeting.items.filter(position__gt=item.position, outcome="open").first()
    if following is not None:
        return reverse("board:minute", args=[following.pk])
    return reverse("board:work", args=[item.meeting.body.slug, item.meeting.on])


def _item_crumbs(item: AgendaItem, text: str) -> list[dict[str, str]]:
    meeting: Meeting = item.meeting
    work = {"text": "Work on the meeting", "href": reverse("board:work", args=[meeting.body.slug, meeting.on])}
    return crumbs_to(meeting.body, meeting, work, {"text": text})
