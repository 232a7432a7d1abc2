"""Who came to a meeting: members, those in a member's place, and anybody else."""

from __future__ import annotations

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from inloco.accounts.access import SignedInRequest, permission
from inloco.accounts.permissions import Permission
from inloco.board import policies
from inloco.board.actions import minutes as actions
from inloco.board.forms.recording import AttendanceForm, OtherForm
from inloco.board.models import Attendance, Meeting, Membership, Substitute
from inloco.board.presenters.meetings import by_part
from inloco.board.views.asking import act, ask, sent
from inloco.board.views.finding import crumbs_to, meeting_of, work_address
from inloco.board.voting import voters


@permission(Permission.RUN_MEETINGS)
@require_http_methods(["GET", "POST"])
def attendance(request: SignedInRequest, slug: str, on: dt.date) -> HttpResponse:
    """Members by name, then anybody else."""
    meeting = meeting_of(slug, on)
    policies.check_can_expect(meeting, by=request.user)
    recorded = list(meeting.attendance.select_related("membership", "in_place_of"))
    members = by_part(Membership.objects.serving(on=meeting.on).filter(body=meeting.body_id).select_related("seat"))
    form = AttendanceForm(
        sent(request), members=members, recorded={one.membership_id: one for one in recorded if one.membership_id}
    )
    context = {
        "meeting": meeting,
        "others": [one for one in recorded if one.membership_id is None],
        "able": voters(meeting, recorded, meeting.body),
        "is_recorded": bool(recorded),
        "substitutes": _substitutes(meeting, recorded),
        "work": work_address(meeting),
    }
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
        context=context,
    )


@permission(Permission.RUN_MEETINGS)
@require_http_methods(["GET", "POST"])
def other(request: SignedInRequest, slug: str, on: dt.date) -> HttpResponse:
    """Somebody else, perhaps in a member's place. ``?substitute=`` fills in one whom the body has named."""
    meeting = meeting_of(slug, on)
    policies.check_can_expect(meeting, by=request.user)
    members = by_part(Membership.objects.serving(on=meeting.on).filter(body=meeting.body_id))
    wanted = request.GET.get("substitute", "")
    named = next((one for one in _substitutes(meeting, ()) if str(one.pk) == wanted), None)
    initial = {"name": named.name, "in_place_of": str(named.membership_id)} if named is not None else {}
    return ask(
        request,
        OtherForm(sent(request), members=members, initial=initial),
        do=lambda given: actions.record_other(meeting=meeting, by=request.user, **given),
        done="Their attendance was recorded.",
        back=reverse("board:attendance-at", args=[slug, on]),
        title="Somebody else in attendance",
        crumbs=crumbs_to(
            meeting.body,
            meeting,
            {"text": "Attendance", "href": reverse("board:attendance-at", args=[slug, on])},
            {"text": "Somebody else"},
        ),
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


def _substitutes(meeting: Meeting, recorded: list[Attendance] | tuple[()]) -> list[Substitute]:
    """Whom members have named to come in their place on that day, and who is not recorded yet."""
    if not meeting.body.allows_substitutes:
        return []
    taken = {one.in_place_of_id for one in recorded}
    serving = Membership.objects.serving(on=meeting.on).filter(body=meeting.body_id)
    found = Substitute.objects.serving(on=meeting.on).filter(membership__in=serving).select_related("membership")
    return [one for one in found if one.membership_id not in taken]
