"""The rows of a plan's views as scripts and papers get them: the contract's columns, words as written, the parsed date beside.

One record stands behind every row: a row of the metrics view has its action's timescale and BRAG, whatever the file said.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from inloco.analytics.settings import Settings
from inloco.plans.judgement import DatePosition, cycle_end, date_position, public_rag
from inloco.plans.models import Action, Cycle, MetricLine, Plan, ProgressNote
from inloco.plans.reading.plan import RowKind, SheetView
from inloco.plans.states import UNDER_WAY, CycleState
from inloco.plans.words import Brag, Origin, View

COLUMNS = (
    "objective",
    "ref",
    "plan_ref",
    "activity",
    "progress",
    "evidence",
    "metric",
    "current",
    "target",
    "responsible",
    "timescale",
    "due",
    "date_position",
    "brag",
)
PUBLIC_COLUMNS = ("objective", "ref", "action", "timescale", "rag")


NO_OBJECTIVE = "none"
"""The number of what holds the actions of a plan without objectives: an address needs one. It is written out as nothing."""


def number_of(action: Action) -> str:
    """The number of the action's objective as the plan writes it; empty where the plan has none."""
    number: str = action.objective.number
    return "" if number == NO_OBJECTIVE else number


class ExportView(StrEnum):
    """What can be exported. The public one has what everybody may read, and nothing else."""

    LIVE = "live"
    METRICS = "metrics"
    ONGOING = "ongoing"
    CLOSED = "closed"
    PUBLIC = "public"


@dataclass(frozen=True)
class Exported:
    """A row of a view. ``action`` is the record behind it."""

    objective: str
    ref: str
    plan_ref: str
    activity: str
    progress: str
    evidence: str
    metric: str
    current: str
    target: str
    responsible: str
    timescale: str
    due: dt.date | None
    date_position: DatePosition
    brag: str
    action: int

    def cells(self) -> list[str | None]:
        """In the order of ``COLUMNS``; None where there is nothing."""
        shown = {name: getattr(self, name) for name in COLUMNS}
        shown["due"] = self.due.isoformat() if self.due else None
        return [str(value) if value else None for value in shown.values()]


@dataclass(frozen=True)
class PublicRow:
    """What the public reads of an action."""

    objective: str
    ref: str
    action: str
    timescale: str
    rag: str

    def cells(self) -> list[str | None]:
        return [getattr(self, name) or None for name in PUBLIC_COLUMNS]


def rows(plan: Plan, view: ExportView | SheetView, *, as_at: dt.date, settings: Settings) -> list[Exported]:
    """The rows of a view but the public one, in the order of objectives and of the plan's file."""
    actions = _actions(plan)
    ends = cycle_end(board_on(plan, on=as_at), on=as_at, settings=settings)
    if view == ExportView.METRICS:
        lines = (line for action in actions for line in action.lines.all() if line.place == MetricLine.Place.METRICS)
        return [_of_line(line, as_at, ends) for line in lines]
    return [_of_action(action, as_at, ends) for action in actions if _is_shown(action, View(view.value))]


def public_rows(plan: Plan, *, as_at: dt.date, settings: Settings) -> list[PublicRow]:
    """Live and monitored actions that are not Blue: what, by when, and how it stands. No names, notes or figures."""
    return public_summary(plan, as_at=as_at, settings=settings)[0]


def public_summary(plan: Plan, *, as_at: dt.date, settings: Settings) -> tuple[list[PublicRow], str]:
    """What the public reads, and a sentence on what it does not: closed, done and not closed yet, measured only."""
    ends = cycle_end(board_on(plan, on=as_at), on=as_at, settings=settings)
    shown: list[PublicRow] = []
    hidden = dict.fromkeys(_HIDDEN, 0)
    for action in _actions(plan, "source_rows"):
        if action.view == View.CLOSED:
            hidden["closed"] += 1
        elif action.brag == Brag.BLUE:
            hidden["done"] += 1
        elif is_metric_only(action):
            hidden["measured"] += 1
        else:
            position = date_position(action.due_on, on=as_at, cycle_ends_on=ends)
            rag = public_rag(action.brag, position, rule=settings.plan_public_rule)
            shown.append(PublicRow(number_of(action), action.ref, action.activity, action.timescale, rag))
    return shown, left_out_words(len(shown), hidden)


_HIDDEN = {
    "done": "that {are} done (Blue) and {wait} for the board to close {it}",
    "closed": "that the board has closed",
    "measured": "that {are} only measured",
}


def left_out_words(shown: int, counts: Mapping[str, int]) -> str:
    """What a summary says about what it does not show, so that nothing is withheld silently."""
    parts = [
        f"{count:,} "
        + words.format(
            are="is" if count == 1 else "are", wait="waits" if count == 1 else "wait", it="it" if count == 1 else "them"
        )
        for name, words in _HIDDEN.items()
        if (count := counts.get(name, 0))
    ]
    standing = f"{shown:,} action{'' if shown == 1 else 's'} being delivered or monitored {'is' if shown == 1 else 'are'} shown."
    return f"{standing} Not shown: {'; '.join(parts)}." if parts else f"{standing} None is left out."


def board_on(plan: Plan, *, on: dt.date) -> dt.date | None:
    """The next board's day, from the cycle under way or planned; None without one."""
    days: list[dt.date] = sorted(
        Cycle.objects.filter(plan=plan, board_on__gte=on, state__in=[CycleState.SCHEDULED, *UNDER_WAY]).values_list(
            "board_on", flat=True
        )
    )
    return days[0] if days else None


def is_metric_only(action: Action) -> bool:
    """Whether the action stands on the metrics view alone: it was found on no other sheet, and nobody gave it a measure of its
    own."""
    seen = {row.view for row in action.source_rows.all()}
    return seen == {SheetView.METRICS.value} and action.version == 1


def _actions(plan: Plan, *with_them: str) -> list[Action]:
    """The plan's actions in their order, with what stands around them."""
    return list(
        Action.objects.filter(plan=plan)
        .select_related("objective")
        .prefetch_related(*(with_them or ("notes", "lines", "source_rows")))
        .order_by("objective__position", "position", "pk")
    )


def _is_shown(action: Action, view: View) -> bool:
    """Its own view; or another sheet of the newest edition that has it again, until the record is moved."""
    if action.view == view:
        return not (view == View.LIVE and is_metric_only(action))
    seen = list(action.source_rows.all())
    if not seen:
        return False
    newest = max(row.edition_id for row in seen)
    now = [row for row in seen if row.edition_id == newest]
    stands = {row.view for row in now if row.kind == RowKind.ACTION}
    return action.view in stands and any(row.kind == RowKind.SAME_ACTION and row.view == view for row in now)


def _of_action(action: Action, as_at: dt.date, ends: dt.date) -> Exported:
    own = next((line for line in action.lines.all() if line.place == MetricLine.Place.OWN), None)
    return Exported(
        objective=number_of(action),
        ref=action.ref,
        plan_ref=action.plan_ref,
        activity=action.activity,
        progress=progress_of(action.notes.all()),
        evidence=action.evidence,
        metric=own.metric if own else "",
        current=own.current if own else "",
        target=own.target if own else "",
        responsible=action.responsible,
        timescale=action.timescale,
        due=action.due_on,
        date_position=date_position(action.due_on, on=as_at, cycle_ends_on=ends),
        brag=action.brag,
        action=action.pk,
    )


def _of_line(line: MetricLine, as_at: dt.date, ends: dt.date) -> Exported:
    """A row of the metrics view: words and figures of the line, timescale and BRAG of its action."""
    action = line.action
    return Exported(
        objective=number_of(action),
        ref=line.ref or action.ref,
        plan_ref=line.plan_ref,
        activity=line.activity or action.activity,
        progress=line.progress,
        evidence=line.evidence,
        metric=line.metric,
        current=line.current,
        target=line.target,
        responsible=line.responsible or action.responsible,
        timescale=action.timescale,
        due=action.due_on,
        date_position=date_position(action.due_on, on=as_at, cycle_ends_on=ends),
        brag=action.brag,
        action=action.pk,
    )


def progress_of(notes: Iterable[ProgressNote]) -> str:
    """What was said about progress: the newest edition's cell whole, then what people wrote since, each with its day."""
    every = sorted(notes, key=lambda note: (note.at, note.pk))
    imported = [place for place, note in enumerate(every) if note.origin == Origin.IMPORT]
    start = imported[-1] if imported else 0
    return "\n".join(_note(note) for note in every[start:])


def _note(note: ProgressNote) -> str:
    if note.origin == Origin.IMPORT:
        return str(note.text)
    return f"{note.on or note.at.date():%d.%m.%y} - {note.text}"


def columns(view: ExportView) -> Sequence[str]:
    """The names of a view's columns."""
    return PUBLIC_COLUMNS if view is ExportView.PUBLIC else COLUMNS
