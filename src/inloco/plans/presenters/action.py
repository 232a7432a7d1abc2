"""An action's page: everything that was ever said, set, asked and decided about it, the newest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from inloco.accounts.models import User
from inloco.plans import policies
from inloco.plans.log import Entry, Kind, log_of
from inloco.plans.models import Action, ActionLink, Closure, DateChange
from inloco.plans.rows import ActionRow, Record
from inloco.plans.states import AskState, ask_transition

DECIDED = {
    "agree_date": "The new date stands.",
    "refuse_date": "The date was refused. The old one stands.",
    "withdraw_date": "The date asked for was withdrawn.",
    "agree_closure": "The action is Blue. The board closes it.",
    "refuse_closure": "Closing was refused.",
    "withdraw_closure": "Closing was withdrawn.",
}
FROM_FILE = "From the plan’s file"
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
class EvidenceLine:
    """One piece of evidence: words, a link or a file."""

    pk: int
    title: str
    text: str
    link: str
    file_name: str
    who: str
    at: dt.datetime


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
    evidence: tuple[EvidenceLine, ...]
    before: tuple[ActionLink, ...]
    after: tuple[ActionLink, ...]
    date_steps: tuple[Step, ...]
    closure_steps: tuple[Step, ...]
    closure: Closure | None


def action_page(record: Record, *, by: User) -> ActionPage:
    """Everything about one action, in one query more at most: links that the record says it has not are not asked for."""
    row, action = record.row, record.row.action
    events = sorted(_events(record.log, record.changes, record.closures), key=lambda one: one.at, reverse=True)
    linked = ActionLink.objects.filter(Q(action=action) | Q(other=action))
    links = list(linked.select_related("action__objective", "other__objective")) if getattr(action, "has_links", True) else []
    agreed = [one for one in record.closures if one.state == AskState.AGREED]
    return ActionPage(
        row=row,
        history=tuple(events),
        slips=tuple(_slip(one) for one in record.changes if one.state == AskState.AGREED),
        evidence=tuple(_evidence(one) for one in record.log if one.kind is Kind.EVIDENCE),
        before=tuple(one for one in links if one.action_id == action.pk),
        after=tuple(one for one in links if one.other_id == action.pk),
        date_steps=_steps(row.date_asked, DATE_STEPS, by=by),
        closure_steps=_steps(row.closure_asked, CLOSURE_STEPS, by=by),
        closure=agreed[-1] if agreed else None,
    )


def _evidence(one: Entry) -> EvidenceLine:
    title, text, link, file_name = one.words
    return EvidenceLine(one.pk, title, text, link, file_name, one.who, one.at)


def latest(action: Action) -> list[Event]:
    """The last three things that happened to an action, for somebody who was overtaken."""
    events = _events(
        log_of([action.pk]),
        tuple(action.date_changes.select_related("asked_by", "decided_by")),
        tuple(action.closures.select_related("asked_by", "decided_by", "reopened_by")),
    )
    return sorted(events, key=lambda one: one.at, reverse=True)[:3]


def said_since(actions: Sequence[int], since: dt.datetime) -> dict[int, tuple[Event, ...]]:
    """What people wrote about each action since then, the oldest first."""
    found: dict[int, list[Event]] = {}
    for one in log_of(actions, since=since):
        if not one.is_from_file:
            found.setdefault(one.action, []).append(_told(one))
    return {key: tuple(events) for key, events in found.items()}


def _told(one: Entry) -> Event:
    """An entry of the log in words."""
    first, second, third, fourth = one.words
    who = one.who or FROM_FILE
    match one.kind:
        case Kind.NOTE:
            day = f" of {one.on:%-d %B %Y}" if one.on and one.on != timezone.localtime(one.at).date() else ""
            return Event(one.at, f"Update{day}", who, first)
        case Kind.BRAG:
            by_another = "" if fourth == "owner" else " (not the accountable person)"
            return Event(one.at, f"BRAG set, before: {first}" if first else "BRAG set", who + by_another, third, second or "None")
        case Kind.EVIDENCE:
            return Event(one.at, "Evidence added", who, first)
        case Kind.VALUE:
            on = f" as at {one.on:%-d %B %Y}" if one.on else ""
            return Event(one.at, "Value given", who, f"{' '.join((first or 'Measure').split())[:100]}: {second}{on}")


def _steps(ask: DateChange | Closure | None, names: tuple[str, ...], *, by: User) -> tuple[Step, ...]:
    if ask is None:
        return ()
    return tuple(
        Step(name, ask_transition(name).label, ask_transition(name).asks_reason)
        for name in names
        if policies.can_decide(ask, name, by=by)
    )


def _events(log: Iterable[Entry], changes: Iterable[DateChange], closures: Iterable[Closure]) -> Iterator[Event]:
    yield from (_told(one) for one in log if one.kind is not Kind.VALUE or not one.is_from_file)
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


def _slip(change: DateChange) -> Slip:
    moved = change.slip
    days = "" if moved is None else f"{abs(moved)} days {'later' if moved > 0 else 'earlier'}"
    return Slip(change, days, _name(change.asked_by), _name(change.decided_by))


def _name(person: User | None) -> str:
    return person.name if person is not None else FROM_FILE
