"""An action's page: everything that was ever said, set, asked and decided about it, the newest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from inloco.accounts.models import User
from inloco.plans import policies
from inloco.plans.models import Action, ActionLink, Closure, DateChange, Evidence, MetricReading, ProgressNote
from inloco.plans.rows import ActionRow, Record
from inloco.plans.states import AskState, ask_transition
from inloco.plans.words import Origin

DECIDED = {
    "agree_date": "The new date stands.",
    "refuse_date": "The date was refused. The old one stands.",
    "withdraw_date": "The date asked for was withdrawn.",
    "agree_closure": "The action is Blue. The board closes it.",
    "refuse_closure": "Closing was refused.",
    "withdraw_closure": "Closing was withdrawn.",
}
DATE_STEPS = ("agree_date", "refuse_date", "withdraw_date")
CLOSURE_STEPS = ("agree_closure", "refuse_closure", "withdraw_closure")


@dataclass(frozen=True)
class Step:
    name: str
    label: str
    asks_reason: bool


@dataclass(frozen=True)
class Event:
    """One line of the history."""

    at: dt.datetime
    what: str
    who: str
    text: str
    brag: str = ""


@dataclass(frozen=True)
class Slip:
    """One change of the end: old, new, days, why, who asked and who agreed."""

    change: DateChange
    days: str
    asked: str
    decided: str


@dataclass(frozen=True)
class ActionPage:
    row: ActionRow
    history: tuple[Event, ...]
    slips: tuple[Slip, ...]
    evidence: tuple[Evidence, ...]
    before: tuple[ActionLink, ...]
    after: tuple[ActionLink, ...]
    date_steps: tuple[Step, ...]
    closure_steps: tuple[Step, ...]
    closure: Closure | None


def action_page(record: Record, *, by: User) -> ActionPage:
    """Everything about one action, in four queries more at most: what the record says it has not is not asked for."""
    row, action = record.row, record.row.action
    evidence = tuple(action.evidence_items.select_related("added_by")) if _has(action, "evidence") else ()
    events = sorted(
        _events(action, record.notes, record.changes, record.closures, evidence), key=lambda one: one.at, reverse=True
    )
    linked = ActionLink.objects.filter(Q(action=action) | Q(other=action))
    links = (
        list(linked.select_related("action", "action__objective", "other", "other__objective")) if _has(action, "links") else []
    )
    agreed = [one for one in record.closures if one.state == AskState.AGREED]
    return ActionPage(
        row=row,
        history=tuple(events),
        slips=tuple(_slip(one) for one in record.changes if one.state == AskState.AGREED),
        evidence=evidence,
        before=tuple(one for one in links if one.action_id == action.pk),
        after=tuple(one for one in links if one.other_id == action.pk),
        date_steps=_steps(row.date_asked, DATE_STEPS, by=by),
        closure_steps=_steps(row.closure_asked, CLOSURE_STEPS, by=by),
        closure=agreed[-1] if agreed else None,
    )


def _has(action: Action, what: str) -> bool:
    """What ``record_of`` found out beforehand; an action that was read otherwise may have it."""
    return bool(getattr(action, f"has_{what}", True))


def latest(action: Action) -> list[Event]:
    """The last three things that happened to an action, for somebody who was overtaken."""
    events = _events(
        action,
        tuple(action.notes.select_related("author")),
        tuple(action.date_changes.select_related("asked_by", "decided_by")),
        tuple(action.closures.select_related("asked_by", "decided_by", "reopened_by")),
        tuple(action.evidence_items.select_related("added_by")),
    )
    return sorted(events, key=lambda one: one.at, reverse=True)[:3]


def _steps(ask: DateChange | Closure | None, names: tuple[str, ...], *, by: User) -> tuple[Step, ...]:
    if ask is None:
        return ()
    return tuple(
        Step(name, ask_transition(name).label, "a reason is given" in ask_transition(name).guards)
        for name in names
        if policies.can_decide(ask, name, by=by)
    )


def _events(
    action: Action,
    notes: tuple[ProgressNote, ...],
    changes: tuple[DateChange, ...],
    closures: tuple[Closure, ...],
    evidence: tuple[Evidence, ...],
) -> Iterator[Event]:
    for note in notes:
        who = note.author.name if note.author else "From the plan’s file"
        day = f" of {note.on.day} {note.on:%B %Y}" if note.on and note.on != timezone.localtime(note.at).date() else ""
        yield Event(note.at, f"Update{day}", who, note.text)
    for mark in action.marks.select_related("by"):
        who = mark.by.name if mark.by else "From the plan’s file"
        owner = "" if mark.origin == Origin.IMPORT or mark.is_owner else " (not the accountable person)"
        was = f", before: {mark.was}" if mark.was else ""
        yield Event(mark.at, f"BRAG set{was}", who + owner, mark.reason, mark.brag or "None")
    for change in changes:
        words = f"From “{change.old_timescale or 'none'}” to “{change.new_timescale or 'none'}”. {change.reason}"
        yield Event(
            change.asked_at,
            "Another date asked for" if change.asked_by else "Another date in the plan’s file",
            _name(change.asked_by),
            words,
        )
        if change.decided_at and change.state != AskState.ASKED:
            yield Event(
                change.decided_at, f"Date: {AskState(change.state).label.lower()}", _name(change.decided_by), change.decision_note
            )
    for closure in closures:
        shown = closure.evidence or f"No evidence needed: {closure.waiver}"
        yield Event(closure.asked_at, "Closing asked for", closure.asked_by.name, f"{closure.note}\n{shown}")
        if closure.decided_at:
            state = AskState.AGREED if closure.state == AskState.REOPENED else AskState(closure.state)
            yield Event(closure.decided_at, f"Closing: {state.label.lower()}", _name(closure.decided_by), closure.decision_note)
        if closure.reopened_at:
            yield Event(closure.reopened_at, "Opened again", _name(closure.reopened_by), closure.reopened_reason)
    for item in evidence:
        yield Event(item.at, "Evidence added", _name(item.added_by), item.title)
    readings = MetricReading.objects.filter(line__action=action).select_related("by", "line")
    for reading in readings if _has(action, "readings") else ():
        where = " ".join((reading.line.metric or "Measure").split())[:100]
        on = f" as at {reading.on.day} {reading.on:%B %Y}" if reading.on else ""
        if reading.by is not None:
            yield Event(reading.at, "Value given", _name(reading.by), f"{where}: {reading.words}{on}")


def _slip(change: DateChange) -> Slip:
    moved = change.slip
    days = "" if moved is None else f"{abs(moved)} days {'later' if moved > 0 else 'earlier'}"
    return Slip(change, days, _name(change.asked_by), _name(change.decided_by))


def _name(person: User | None) -> str:
    return person.name if person is not None else "From the plan’s file"
