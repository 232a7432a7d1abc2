"""What boards ask of a person today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from inloco.accounts.models import User
from inloco.accounts.permissions import Permission
from inloco.accounts.tasks import Task
from inloco.board.models import AccessiblePaper, AgendaItem, Meeting, Membership, PackReading, Proposal, PublishedPack, Resolution
from inloco.board.models.agendas import Outcome, ProposalState
from inloco.board.models.bodies import Office
from inloco.board.models.resolutions import ResolutionState
from inloco.board.notice import notice_of
from inloco.board.presenters.meetings import reports_due_on
from inloco.board.states import AGENDA_OPEN, BEFORE, MINUTES_OPEN, MeetingState
from inloco.papers.models import Paper
from inloco.papers.states import PaperState

SECTION = "Boards"
AHEAD = dt.timedelta(days=60)
"""A meeting further off asks nothing yet."""


def board_tasks(user: User) -> Iterator[Task]:
    """Resolutions to see to, packs to read, agendas to set, packs to publish, minutes to write, papers in other forms."""
    if not user.may(Permission.SEE_MEETINGS):
        return
    today = timezone.localdate()
    yield from _resolutions(user)
    yield from _reports_to_write(user)
    if user.may(Permission.MANAGE_PLANS):
        yield from _asked_of_plans(user)
    mine = list(Membership.objects.serving(on=today).filter(person=user))
    if mine:
        yield from _packs_to_read(user, [one.body_id for one in mine], today)
    chaired = [one.body_id for one in mine if one.office == Office.CHAIR]
    if user.may(Permission.RUN_MEETINGS):
        states = [one.value for one in (*BEFORE, *MINUTES_OPEN)]
        going_on = list(Meeting.objects.filter(state__in=states).select_related("body").order_by("on", "pk"))
        yield from _meetings_to_run(going_on, today)
        yield from _other_forms()
        yield from _papers_without_agenda(going_on, today)
    elif chaired:
        yield from _proposals(chaired)


def _resolutions(user: User) -> Iterator[Task]:
    """Those that an action of the person's own carries are asked for by the plan."""
    found = Resolution.objects.filter(owner=user, state=ResolutionState.OPEN).select_related("meeting")
    found = found.exclude(plan_action__accountable=user)
    for one in found:
        yield Task(
            one.text if len(one.text) <= 80 else f"{one.text[:79]}…",
            reverse("board:resolution", args=[one.pk]),
            due=one.due_on,
            why=f"Resolution {one.reference}",
            section=SECTION,
        )


def _reports_to_write(user: User) -> Iterator[Task]:
    """Reports that settled agendas ask of the person, until one stands with the item."""
    asked = AgendaItem.objects.filter(report_by=user, paper=None, meeting__state=MeetingState.REPORTS_DUE)
    for one in asked.exclude(outcome__in=[Outcome.DEFERRED, Outcome.WITHDRAWN]).select_related("meeting__body"):
        meeting = one.meeting
        yield Task(
            f"Write the report “{one.title}”",
            reverse("papers:start"),
            due=reports_due_on(meeting),
            why=f"{meeting.body.name}, {meeting.on:%-d %B %Y}",
            section=SECTION,
        )


def _asked_of_plans(user: User) -> Iterator[Task]:
    """Resolutions that are to become actions: for the plan's manager; for every one where the plan has none."""
    found = (
        Resolution.objects.unclosed().exclude(plan_asked=None).filter(Q(plan_asked__manager=user) | Q(plan_asked__manager=None))
    )
    for one in found.select_related("meeting", "plan_asked"):
        yield Task(
            f"Make a resolution an action of {one.plan_asked.title}",
            reverse("board:resolution", args=[one.pk]),
            why=f"Resolution {one.reference}",
            section=SECTION,
        )


def _packs_to_read(user: User, bodies: list[int], today: dt.date) -> Iterator[Task]:
    packs = PublishedPack.objects.filter(
        meeting__body__in=bodies, meeting__on__gte=today, meeting__state=MeetingState.PACK_PUBLISHED
    )
    newest: dict[int, PublishedPack] = {}
    for pack in packs.defer("restricted", "public").select_related("meeting__body").order_by("number"):
        newest[pack.meeting_id] = pack
    read = set(PackReading.objects.filter(reader=user, pack__in=newest.values()).values_list("pack", flat=True))
    for pack in newest.values():
        if pack.pk not in read:
            meeting = pack.meeting
            yield Task(
                f"Read the pack for {meeting.body.name}",
                reverse("board:meeting", args=[meeting.body.slug, meeting.on]),
                due=meeting.on,
                why="New" if pack.number == 1 else "A supplement was published",
                section=SECTION,
            )


def _meetings_to_run(going_on: list[Meeting], today: dt.date) -> Iterator[Task]:
    for meeting in going_on:
        wanted = _next_step(meeting, today) if meeting.on <= today + AHEAD else None
        if wanted is not None:
            title, due, why = wanted
            address = reverse("board:work", args=[meeting.body.slug, meeting.on])
            yield Task(f"{title}: {meeting.body.name}, {meeting.on:%-d %B}", address, due=due, why=why, section=SECTION)


def _next_step(meeting: Meeting, today: dt.date) -> tuple[str, dt.date | None, str] | None:
    due = reports_due_on(meeting)
    match meeting.condition:
        case MeetingState.PLANNED:
            return "Begin setting the agenda", due, "Planned"
        case MeetingState.AGENDA_SETTING:
            return "Settle the agenda", due, "Agenda being set"
        case MeetingState.REPORTS_DUE:
            return "Publish the pack", notice_of(meeting.on, meeting.body.clear_days).publish_by or meeting.on, "Reports due"
        case MeetingState.PACK_PUBLISHED if meeting.on <= today:
            return "Begin the meeting", meeting.on, "The day has come"
        case MeetingState.HELD:
            return "Finish the draft minutes", None, "Held"
        case MeetingState.MINUTES_DRAFT if Meeting.objects.after(meeting).begun().exists():
            return "Record that the minutes were agreed", None, "A later meeting has begun"
    return None


def _other_forms() -> Iterator[Task]:
    for one in AccessiblePaper.objects.filter(done_at=None, meeting__state__in=BEFORE).select_related("meeting__body"):
        yield Task(
            f"Papers in another form: {one.get_form_display().lower()}",
            reverse("board:work", args=[one.meeting.body.slug, one.meeting.on]),
            due=one.due_on,
            why=one.meeting.body.name,
            section=SECTION,
        )


def _papers_without_agenda(going_on: list[Meeting], today: dt.date) -> Iterator[Task]:
    """Signed-off papers that stand on no agenda: no pack would publish them. Each leads to the agenda that it was written for, or
    to the next one of that body."""
    on_agenda = AgendaItem.objects.filter(outcome__in=[Outcome.OPEN, Outcome.TAKEN]).exclude(paper=None)
    standing = on_agenda.exclude(meeting__state=MeetingState.CANCELLED).values("paper")
    waiting = Paper.objects.filter(state=PaperState.SIGNED_OFF).exclude(pk__in=standing)
    ahead: dict[str, list[Meeting]] = {}
    for one in going_on:
        if one.on >= today and one.condition in AGENDA_OPEN:
            ahead.setdefault(one.body.name.casefold(), []).append(one)
    for paper in waiting.only("pk", "reference", "title", "meeting", "meeting_on"):
        fitting = ahead.get(paper.meeting.casefold(), [])
        meeting = next((one for one in fitting if one.on == paper.meeting_on), fitting[0] if fitting else None)
        if meeting is not None:
            address = f"{reverse('board:add-item', args=[meeting.body.slug, meeting.on])}?paper={paper.pk}"
        else:
            address = reverse("papers:work", args=[paper.reference])
        yield Task(
            f"Put “{paper.title}” on an agenda",
            address,
            due=paper.meeting_on,
            why="Signed off, on no agenda yet",
            section=SECTION,
        )


def _proposals(bodies: list[int]) -> Iterator[Task]:
    found = Proposal.objects.filter(body__in=bodies, state=ProposalState.PROPOSED).exclude(meeting=None)
    for one in found:
        yield Task(
            f"Answer the proposal “{one.title}”",
            reverse("board:answer", args=[one.pk]),
            why="Proposed by a young representative",
            section=SECTION,
        )
