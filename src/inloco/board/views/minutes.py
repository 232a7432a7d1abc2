"""The meeting as it runs: who came, the minute of each item, votes, and what came back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from inloco.accounts.access import SignedInRequest, permission
from inloco.accounts.permissions import Permission
from inloco.analytics.errors import NotAllowed, UserError
from inloco.board import minutes_text, policies
from inloco.board.actions import minutes as actions
from inloco.board.actions import resolutions
from inloco.board.composing import last_minuted
from inloco.board.forms.recording import AttendanceForm, MinuteForm, OtherForm, ResolutionForm, VoteForm
from inloco.board.in_plans import standing_of
from inloco.board.models import AgendaItem, Attendance, Meeting, Membership
from inloco.board.presenters.bodies import STATE_TAGS
from inloco.board.presenters.markdown import markdown
from inloco.board.states import MeetingState
from inloco.board.views.asking import act, ask, sent
from inloco.board.views.finding import crumbs_to, item_of, matter_of, meeting_of
from inloco.board.voting import voters


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
        "text": markdown(minutes_text.minutes(meeting, public=not restricted, level=1)),
        "agreed": agreed,
        "restricted": restricted,
    }
    return render(request, "board/minutes.html", context)


@permission(Permission.RUN_MEETINGS)
@require_http_methods(["GET", "POST"])
def attendance(request: SignedInRequest, slug: str, on: dt.date) -> HttpResponse:
    """Members by name, then anybody else."""
    meeting = meeting_of(slug, on)
    policies.check_can_expect(meeting, by=request.user)
    recorded = list(meeting.attendance.select_related("membership", "in_place_of"))
    members = list(Membership.objects.serving(on=meeting.on).filter(body=meeting.body_id))
    form = AttendanceForm(
        sent(request), members=members, recorded={one.membership_id: one for one in recorded if one.membership_id}
    )
    able = voters(meeting, recorded, meeting.body)
    return ask(
        request,
        form,
        do=lambda given: actions.record_members(
            meeting=meeting, presence=form.presence, presiding=form.presiding, by=request.user
        ),
        done="The attendance was recorded.",
        back=reverse("board:attendance-at", args=[slug, on]),
        title="Attendance",
        crumbs=crumbs_to(meeting.body, meeting, {"text": "Attendance"}),
        template="board/attendance_at.html",
        context={"meeting": meeting, "others": [one for one in recorded if one.membership_id is None], "able": able},
    )


@permission(Permission.RUN_MEETINGS)
@require_http_methods(["GET", "POST"])
def other(request: SignedInRequest, slug: str, on: dt.date) -> HttpResponse:
    """Somebody else, perhaps in a member's place."""
    meeting = meeting_of(slug, on)
    policies.check_can_expect(meeting, by=request.user)
    members = Membership.objects.serving(on=meeting.on).filter(body=meeting.body_id)
    return ask(
        request,
        OtherForm(sent(request), members=members),
        do=lambda given: actions.record_other(meeting=meeting, by=request.user, **given),
        done="Their attendance was recorded.",
        back=reverse("board:attendance-at", args=[slug, on]),
        title="Somebody else in attendance",
        crumbs=crumbs_to(meeting.body, meeting, {"text": "Somebody else in attendance"}),
    )


@permission(Permission.RUN_MEETINGS)
@require_POST
def remove_other(request: SignedInRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(Attendance.objects.select_related("meeting__body"), pk=pk)
    return act(
        request,
        lambda: actions.remove_other(attendance=one, by=request.user),
        done="Their attendance was taken back.",
        back=reverse("board:attendance-at", args=[one.meeting.body.slug, one.meeting.on]),
    )


@permission(Permission.RUN_MEETINGS)
@require_http_methods(["GET", "POST"])
def minute(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write the minute of an item. Two people at once: the second sees both wordings, and chooses."""
    item = item_of(pk)
    policies.check_can_record(item.meeting, by=request.user)
    form = MinuteForm(sent(request), initial={"text": item.minute, "based_on": item.number})
    status = 422 if form.is_bound else 200
    theirs: AgendaItem | None = None
    if form.is_bound and form.is_valid():
        text, based_on = form.cleaned_data["text"], form.cleaned_data["based_on"]
        try:
            actions.write_minute(item=item, text=text, based_on=based_on, by=request.user)
            messages.success(request, "The minute was saved.")
            return redirect(_next_address(item) if request.POST.get("do") == "next" else request.path)
        except actions.MinuteChanged as changed:
            theirs, status = item_of(changed.theirs.pk), 409
            form = MinuteForm(initial={"text": text, "based_on": theirs.number})
        except NotAllowed:
            raise
        except UserError as refused:
            form.add_error("text", str(refused))
    return render(request, "board/minute.html", _minuting(item, form, theirs), status=status)


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
def resolve(request: SignedInRequest, pk: int) -> HttpResponse:
    item = item_of(pk)
    policies.check_can_record(item.meeting, by=request.user)
    return ask(
        request,
        ResolutionForm(sent(request), initial={"kind": "action"}),
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
            return redirect(reverse("board:work", args=[found.meeting.body.slug, found.meeting.on]) + "#matters")
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
    items = list(meeting.items.all())
    able = voters(meeting, meeting.attendance.select_related("membership", "in_place_of"), meeting.body)
    return {
        "item": item,
        "number": [one.pk for one in items].index(item.pk) + 1,
        "items": items,
        "meeting": meeting,
        "form": form,
        "theirs": theirs,
        "versions": item.versions.select_related("author"),
        "votes": [minutes_text.vote_line(one).replace("**", "") for one in item.votes.all()],
        "resolutions": item.resolutions.select_related("meeting"),
        "matters": meeting.matters_arising.select_related("resolution__meeting") if item.kind == "matters_arising" else (),
        "last": last_minuted(meeting) if item.kind == "last_minutes" else None,
        "able": able,
        "crumbs": _item_crumbs(item, "Minute"),
    }


def _next_address(item: AgendaItem) -> str:
    following = item.meeting.items.filter(position__gt=item.position, outcome="open").first()
    if following is not None:
        return reverse("board:minute", args=[following.pk])
    return reverse("board:work", args=[item.meeting.body.slug, item.meeting.on])


def _item_crumbs(item: AgendaItem, text: str) -> list[dict[str, str]]:
    meeting: Meeting = item.meeting
    work = {"text": "Work on the meeting", "href": reverse("board:work", args=[meeting.body.slug, meeting.on])}
    return crumbs_to(meeting.body, meeting, work, {"text": text})
