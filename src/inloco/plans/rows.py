"""The actions of a plan with everything that pages, papers and calendars say about them, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from inloco.accounts.models import User
from inloco.analytics.figure import Unit
from inloco.analytics.indicators import CATALOGUE
from inloco.analytics.settings import Settings
from inloco.data_folder import data_folder
from inloco.documents.style import printed
from inloco.performance.queries import book_for
from inloco.plans import policies
from inloco.plans.judgement import Judgement, Standing, cycle_end, judge
from inloco.plans.live import Live, baseline_of, live_of, title_of, way
from inloco.plans.log import Entry, Kind, log_of
from inloco.plans.models import (
    Action,
    ActionLink,
    Closure,
    Cycle,
    DateChange,
    MetricLine,
    Plan,
    ProgressNote,
)
from inloco.plans.reading.notes import newest, read_notes
from inloco.plans.states import AskState, CycleState
from inloco.plans.words import Brag, Origin, PlanKind


@dataclass(frozen=True)
class LineRow:
    """A measure as it is shown. ``is_live`` when an indicator gives the value; ``is_met`` None where nobody can tell. ``earlier``
    is what the value is compared with, and ``way`` says ``better``, ``worse``, ``same`` or nothing."""

    line: MetricLine
    current: str
    current_on: dt.date | None
    target: str
    is_live: bool
    is_met: bool | None
    source: str = ""
    earlier: str = ""
    earlier_on: dt.date | None = None
    way: str = ""


@dataclass(frozen=True)
class ActionRow:
    """An action on a day, as this person may see it."""

    action: Action
    judgement: Judgement
    updated_on: dt.date | None
    lines: tuple[LineRow, ...]
    date_asked: DateChange | None = None
    closure_asked: Closure | None = None

    @property
    def slip(self) -> int:
        """Days by which the end has moved from the first that was set; 0 where it has not, or one is missing."""
        first, now = self.action.baseline_due_on, self.action.due_on
        return (now - first).days if first is not None and now is not None else 0


@dataclass(frozen=True)
class PlanRows:
    """All rows of a plan that a person may see, on a day. ``noted`` is the day on which a person last wrote about an action."""

    plan: Plan
    on: dt.date
    rows: tuple[ActionRow, ...]
    cycle: Cycle | None
    last_board_on: dt.date | None
    agreed_dates: tuple[DateChange, ...] = ()
    noted: Mapping[int, dt.date] = field(default_factory=dict)
    settings: Settings = field(default_factory=Settings)

    @property
    def has_story(self) -> bool:
        """Whether something stands under the headings of a care leavers' plan, or is to."""
        return self.plan.kind == PlanKind.CARE_LEAVERS or any(row.action.has_story for row in self.rows)


def rows_of(plan: Plan, *, by: User, on: dt.date, only: Sequence[int] | None = None, cycle: Cycle | None = None) -> PlanRows:
    """The rows of ``plan``, or of its actions ``only``, in six queries, however many there are; in five for a ``cycle`` that
    is known already, where no former board is asked for."""
    visible = policies.visible_actions(by).filter(plan=plan)
    if only is not None:
        visible = visible.filter(pk__in=only)
    settings = Settings.read(data_folder())
    actions = list(visible.select_related("objective", "accountable", "brag_by"))
    notes = list(ProgressNote.objects.filter(action__plan=plan).only("action", "text", "on", "at", "origin"))
    lines = MetricLine.objects.filter(action__plan=plan).order_by("position", "pk")
    changes = list(DateChange.objects.filter(action__plan=plan, state__in=[AskState.ASKED, AskState.AGREED]))
    closures = Closure.objects.filter(action__plan=plan, state__in=[AskState.ASKED, AskState.AGREED])
    cycle, last = cycles_around(plan, on=on) if cycle is None else (cycle, None)
    ends = cycle_end(cycle.board_on if cycle else None, on=on, settings=settings)
    rows = _rows(actions, notes, lines, changes, closures, by=by, on=on, ends=ends, settings=settings)
    return PlanRows(
        plan,
        on,
        rows,
        cycle,
        last,
        tuple(one for one in changes if one.state == AskState.AGREED),
        {one.action_id: timezone.localtime(one.at).date() for one in notes if one.origin == Origin.PERSON},
        settings,
    )


@dataclass(frozen=True)
class Record:
    """One action with everything that was written and asked about it."""

    row: ActionRow
    log: tuple[Entry, ...]
    changes: tuple[DateChange, ...]
    closures: tuple[Closure, ...]


def record_of(*, slug: str, pk: int, by: User, on: dt.date) -> Record | None:
    """One action of the plan in five queries, and whether it is linked; None where there is none. Raises NotAllowed
    where this person may not see it."""
    coming = Cycle.objects.filter(plan=OuterRef("plan")).exclude(state__in=[CycleState.CLOSED, CycleState.CALLED_OFF])
    found = (
        Action.objects.filter(plan__slug=slug, plan__archived_at__isnull=True, pk=pk)
        .select_related("objective", "accountable", "brag_by", "plan")
        .annotate(
            next_board=Subquery(coming.order_by("board_on").values("board_on")[:1]),
            last_board=Subquery(policies.boards_over(OuterRef("plan"), on=on).values("board_on")[:1]),
            has_links=Exists(ActionLink.objects.filter(Q(action=OuterRef("pk")) | Q(other=OuterRef("pk")))),
        )
        .first()
    )
    if found is None:
        return None
    policies.check_can_see(found, by=by)
    log = log_of([found.pk])
    last = found.last_board
    found.wrote_since_board = {
        one.author for one in log if one.kind is Kind.NOTE and (last is None or timezone.localtime(one.at).date() > last)
    }
    lines = list(MetricLine.objects.filter(action=found).order_by("position", "pk"))
    changes = list(DateChange.objects.filter(action=found).select_related("asked_by", "decided_by"))
    closures = list(Closure.objects.filter(action=found).select_related("asked_by", "decided_by", "reopened_by"))
    for change in changes:
        change.action = found
    for closure in closures:
        closure.action = found
    settings = Settings.read(data_folder())
    ends = cycle_end(found.next_board, on=on, settings=settings)
    notes = [one.as_note for one in log if one.kind is Kind.NOTE]
    rows = _rows([found], notes, lines, changes, closures, by=by, on=on, ends=ends, settings=settings)
    return Record(rows[0], tuple(log), tuple(changes), tuple(closures))


def _rows(
    actions: Sequence[Action],
    notes: Iterable[ProgressNote],
    measures: Iterable[MetricLine],
    changes: Iterable[DateChange],
    closures: Iterable[Closure],
    *,
    by: User,
    on: dt.date,
    ends: dt.date,
    settings: Settings,
) -> tuple[ActionRow, ...]:
    said: dict[int, dt.date | None] = {}
    for note in notes:
        day = day_of(note, on=on)
        said[note.action_id] = max((one for one in (said.get(note.action_id), day) if one is not None), default=None)
    lines: dict[int, list[MetricLine]] = {}
    for line in measures:
        lines.setdefault(line.action_id, []).append(line)
    dates = {one.action_id: one for one in changes if one.state == AskState.ASKED}
    decided = list(closures)
    asked = {one.action_id: one for one in decided if one.state == AskState.ASKED}
    agreed = {one.action_id for one in decided if one.state == AskState.AGREED}
    bound = [line for one in actions for line in lines.get(one.pk, ()) if line.indicator]
    figures = live_of(bound, book=book_for(by)) if bound else {}
    rows = []
    for action in actions:
        measured = tuple(_line_row(line, figures.get(line.pk), on=on) for line in lines.get(action.pk, ()))
        standing = Standing(
            brag=action.brag,
            view=action.view,
            due_on=action.due_on,
            precision=action.due_precision,
            updated_on=said.get(action.pk),
            has_words=action.pk in said,
            has_agreed_closure=action.pk in agreed and action.brag == Brag.BLUE,
            is_blue_from_file=action.is_blue_from_file,
            metric_missed=any(_is_missed(one, on=on) for one in measured),
        )
        rows.append(
            ActionRow(
                action=action,
                judgement=judge(standing, on=on, cycle_ends_on=ends, settings=settings),
                updated_on=said.get(action.pk),
                lines=measured,
                date_asked=dates.get(action.pk),
                closure_asked=asked.get(action.pk),
            )
        )
    return tuple(rows)


def cycles_around(plan: Plan, *, on: dt.date) -> tuple[Cycle | None, dt.date | None]:
    """The cycle under way or planned next, and the day of the last board before ``on`` that was reported to: on a board's own day
    it reads what has changed since the one before, also when its decisions are applied already."""
    cycles = list(plan.cycles.exclude(state=CycleState.CALLED_OFF).order_by("board_on"))
    current = next((one for one in cycles if one.condition is not CycleState.CLOSED), None)
    over = [one.board_on for one in cycles if one.condition is CycleState.CLOSED and one.board_on < on]
    return current, max(over, default=None)


def last_board_before(plan: Plan, *, on: dt.date) -> dt.date | None:
    """The day of the last board before ``on`` whose decisions were applied."""
    days = plan.cycles.filter(state=CycleState.CLOSED, board_on__lt=on).order_by("-board_on").values_list("board_on", flat=True)
    return days.first()


def day_of(note: ProgressNote, *, on: dt.date) -> dt.date | None:
    """The day that a note speaks of: when a person wrote it, or the newest day within an imported cell. A day to come is none."""
    if note.origin == Origin.IMPORT:
        return _newest(note.text, on)
    day: dt.date = note.on or timezone.localtime(note.at).date()
    return day if day <= on else None


@lru_cache(maxsize=4096)
def _newest(text: str, on: dt.date) -> dt.date | None:
    return newest(read_notes(text), on=on)


def _line_row(line: MetricLine, live: Live | None, *, on: dt.date) -> LineRow:
    if not line.indicator:
        words = f"{line.baseline_value.normalize():f}" if line.baseline_value is not None else ""
        return LineRow(
            line,
            line.current,
            line.current_on,
            line.target,
            False,
            _met(line.current_value, line.target_value, line.better),
            earlier=words,
            earlier_on=line.baseline_on,
            way=way(line.baseline_value, line.current_value, line.better),
        )
    if live is None or live.now.value is None:
        return LineRow(line, "Not available, or too small to show", None, _target_words(line), True, None, title_of(line))
    earlier, earlier_on = baseline_of(line, live)
    return LineRow(
        line,
        printed(live.now.value, live.now.unit),
        live.now.period.end,
        _target_words(line, live.now.unit),
        True,
        _met(live.now.value, line.target_value, line.better),
        f"{title_of(line)}, {live.now.period.label}",
        printed(earlier, live.now.unit) if earlier is not None else "",
        earlier_on,
        way(earlier, live.now.value, line.better),
    )


def _target_words(line: MetricLine, unit: Unit | None = None) -> str:
    """The target as written, else its number in the indicator's unit."""
    if line.target or line.target_value is None:
        return line.target
    if unit is None and line.indicator in CATALOGUE:
        unit = CATALOGUE[line.indicator].unit
    return printed(line.target_value, unit) if unit is not None else f"{line.target_value.normalize():f}"


def _met(value: Decimal | None, target: Decimal | None, better: str) -> bool | None:
    if value is None or target is None or better == MetricLine.Better.NEITHER:
        return None
    return value >= target if better == MetricLine.Better.HIGHER else value <= target


def _is_missed(row: LineRow, *, on: dt.date) -> bool:
    return row.is_met is False and row.line.target_on is not None and row.line.target_on < on


def number_in(words: str) -> Decimal | None:
    """The one number that ``words`` hold, for comparing with a target; None where there is none, or more than one."""
    found = re.findall(r"(?<![\d./])\d[\d,]*(?:\.\d+)?(?![\d./])", words)
    if len(found) != 1:
        return None
    try:
        return Decimal(found[0].replace(",", ""))
    except InvalidOperation:
        return None
