"""The pages of a meeting: how far it is, its agenda with the running clock, and what its pack must keep to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from inloco.analytics.calendars import add_working_days, is_working_day
from inloco.analytics.errors import WrongUsage
from inloco.board.clock import Clock, running
from inloco.board.models import AgendaItem, Meeting, Membership, PublishedPack
from inloco.board.models.agendas import Added, Outcome, numbered
from inloco.board.models.bodies import MemberKind, Office
from inloco.board.notice import Notice, notice_of
from inloco.board.states import ORDER, MeetingState, MeetingStep, transition
from inloco.web.process import Stage

OUTCOME_TAGS = {Outcome.OPEN: "grey", Outcome.TAKEN: "green", Outcome.DEFERRED: "yellow", Outcome.WITHDRAWN: "red"}
DONE = {
    "open_agenda": "The agenda is open, with its standing items and whatever came back.",
    "settle_agenda": "The agenda is settled. Reports are due.",
    "reopen_agenda": "The agenda is open again.",
    "publish_pack": "The pack was published and its readers were told.",
    "hold": "The meeting has begun.",
    "draft_minutes": "The draft minutes are complete. Members can read them.",
    "agree_minutes": "The minutes are recorded as agreed.",
    "close": "The meeting is closed.",
    "cancel": "The meeting was cancelled.",
}


@dataclass(frozen=True)
class Line:
    """One item on an agenda page; ``number`` 0 where no pack will count it."""

    number: int
    item: AgendaItem
    begins: str
    problem: str

    @property
    def outcome_tag(self) -> str:
        return OUTCOME_TAGS[Outcome(self.item.outcome)]

    @property
    def trail(self) -> str:
        """How it came, where it did not come with the pack."""
        if self.item.added == Added.ORIGINAL:
            return ""
        return f"{self.item.get_added_display()}: {self.item.added_why}"


@dataclass(frozen=True)
class Agenda:
    lines: tuple[Line, ...]
    allotted: int
    over: int

    @property
    def warning(self) -> str:
        if not self.over:
            return ""
        return f"The items take {self.over} {'minute' if self.over == 1 else 'minutes'} more than the meeting has."


@dataclass(frozen=True)
class Step:
    """A button: what it does, what stands in its way, what it asks for."""

    name: str
    label: str
    obstacle: str
    asks: str

    @property
    def is_aside(self) -> bool:
        """It leads back or away, and comes after the step that leads on."""
        return self.name in ("cancel", "reopen_agenda")


def agenda(meeting: Meeting, items: Sequence[AgendaItem], problems: dict[int, str]) -> Agenda:
    """Items that are put off take no time."""
    clock: Clock = running(meeting.starts, meeting.ends, [None if one.is_put_off else one.minutes_allotted for one in items])
    lines = tuple(
        Line(number, item, "" if item.is_put_off else clock_time(slot.begins), problems.get(item.pk, ""))
        for (number, item), slot in zip(numbered(items), clock.slots, strict=True)
    )
    return Agenda(lines, clock.allotted, clock.over)


def by_part(members: Iterable[Membership]) -> list[Membership]:
    """Members with a vote first, the chair before all, then the co-opted, then advisers."""
    parts = [kind.value for kind in MemberKind]
    offices = {Office.CHAIR.value: 0, Office.VICE_CHAIR.value: 1}
    return sorted(members, key=lambda one: (parts.index(one.kind), offices.get(one.office, 2), one.name))


def stages(meeting: Meeting) -> list[Stage]:
    """Every state in order: done, current or to come; a cancelled meeting has only that."""
    if meeting.condition is MeetingState.CANCELLED:
        return [Stage(MeetingState.CANCELLED.label, "Now", "red")]
    reached = ORDER.index(meeting.condition)
    return [
        Stage(
            state.label,
            "Done" if number < reached else "Now" if number == reached else "To come",
            "green" if number < reached else "blue" if number == reached else "grey",
        )
        for number, state in enumerate(ORDER)
    ]


def steps(open_steps: Iterable[tuple[MeetingStep, str]], notice: Notice, on: dt.date) -> list[Step]:
    """What each asks for: a reason, why notice is short, corrections; nothing where it is only a button."""
    listed = []
    for one, obstacle in open_steps:
        asks = "reason" if one.asks_reason else "corrections" if one.name == "agree_minutes" else ""
        if one.name == "publish_pack" and not notice.is_kept(on=on):
            asks = "urgency"
        listed.append(Step(one.name, one.label, obstacle, asks))
    return sorted(listed, key=lambda one: one.is_aside)


def step_words(name: str) -> str:
    return {"plan": "Plan the meeting", "import": "Read from a file"}.get(name) or transition(name).label


def notice_words(meeting: Meeting, packs: Sequence[PublishedPack], on: dt.date) -> str:
    """The rule, by when it asks for the pack, and how it was kept."""
    notice = notice_of(meeting.on, meeting.body.clear_days)
    if not notice.has_rule:
        return "This body has no rule of notice."
    rule = f"{notice.clear_days} clear working {'day' if notice.clear_days == 1 else 'days'} of notice"
    if packs:
        first = packs[0]
        if first.is_in_notice:
            return f"Published with {rule}."
        return f"Published with less than {rule}. The reason for urgency: {first.urgency_reason}"
    if notice.publish_by is None:
        return f"{rule}. {notice.problem}"
    if not meeting.condition.is_to_come:
        return f"{rule}: no pack was published."
    late = " That day has passed: publishing now needs the reason for urgency." if notice.publish_by < on else ""
    return f"{rule}: publish by {day(notice.publish_by)}.{late}"


def reports_due_on(meeting: Meeting) -> dt.date | None:
    """The working day by which reports must be in: so many working days before the pack must be out; none where bank holidays
    of that year are not held."""
    notice = notice_of(meeting.on, meeting.body.clear_days)
    anchor = notice.publish_by or meeting.on
    try:
        return working_days_before(anchor, meeting.body.reports_due_days)
    except WrongUsage:
        return None


def working_days_before(day: dt.date, number: int) -> dt.date:
    """The working day from which ``number`` working days lead to ``day``; ``day`` itself for 0."""
    if number == 0:
        return day
    found = day
    while not (is_working_day(found) and add_working_days(found, number) <= day):
        found -= dt.timedelta(days=1)
    return found


def clock_time(at: dt.time | None) -> str:
    """6pm, 6:30pm."""
    if at is None:
        return ""
    return f"{at.hour % 12 or 12}{f':{at:%M}' if at.minute else ''}{'am' if at.hour < 12 else 'pm'}"


def day(on: dt.date) -> str:
    return f"{on.day} {on:%B %Y}"


def when_and_where(meeting: Meeting) -> list[tuple[str, str]]:
    """Date, times, place and link as terms and values; the link only for those who may join."""
    times = " to ".join(part for part in (clock_time(meeting.starts), clock_time(meeting.ends)) if part)
    rows: list[tuple[str, str]] = [
        ("Date", f"{meeting.on:%A} {day(meeting.on)}"),
        ("Time", times or "Not set"),
        ("Place", meeting.where or "Not set"),
    ]
    if meeting.arrangements:
        rows.append(("Getting there and taking part", meeting.arrangements))
    return rows
