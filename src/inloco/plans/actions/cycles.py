"""A cycle from its planning to the board's decisions, a person's return in it, and what the scheduler does by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from inloco.accounts.models import User
from inloco.analytics.errors import NotNow, UserError
from inloco.analytics.settings import Settings
from inloco.audit.actions import record
from inloco.data_folder import data_folder
from inloco.documents.style import day_words
from inloco.plans import messages, policies
from inloco.plans.actions import boards, findings
from inloco.plans.actions.boards import moment_on
from inloco.plans.actions.records import locked, touch
from inloco.plans.board_days import board_days
from inloco.plans.models import Action, Cycle, CycleStep, Plan, RequestItem, UpdateRequest
from inloco.plans.states import (
    CYCLE_TRANSITIONS,
    CycleState,
    ItemState,
    RequestState,
    cycle_transition,
    request_transition,
)
from inloco.plans.words import Brag, View


def plan_cycle(*, plan: Plan, board_on: dt.date, by: User, on: dt.date, meeting: UUID | None = None) -> Cycle:
    """Plan the updates for a board: the days are counted back from the board's by the council's settings. ``meeting`` is the one
    that it is for; without, the only one that is known on that day."""
    policies.check_can_run(by=by)
    if board_on < on:
        raise NotNow("The board's day has passed.", action="Give a day to come.")
    try:
        with transaction.atomic():
            cycle = Cycle.objects.create(
                plan=plan, board_on=board_on, meeting=meeting or _only_meeting(board_on), created_by=by, **days_of(board_on)
            )
            CycleStep.objects.create(cycle=cycle, transition="plan", target=cycle.state, by=by, **_dated("at", on))
            _record("plan_cycle_planned", cycle, by=by)
    except IntegrityError:
        raise NotNow("There is a cycle for this board already.", action="Open it from the list.") from None
    return cycle


def _only_meeting(on: dt.date) -> UUID | None:
    found = [one.meeting for one in board_days(since=on) if one.on == on]
    return found[0] if len(found) == 1 else None


def days_of(board_on: dt.date) -> dict[str, dt.date]:
    """When updates are asked for, due and briefed before a board of that day."""
    settings = Settings.read(data_folder())
    return {
        "circulate_on": board_on - dt.timedelta(days=settings.plan_circulate_days),
        "return_on": board_on - dt.timedelta(days=settings.plan_return_days),
        "brief_on": board_on - dt.timedelta(days=settings.plan_brief_days),
    }


@transaction.atomic
def move_board(*, cycle: Cycle, board_on: dt.date, by: User, on: dt.date, meeting: UUID | None = None) -> Cycle:
    """The board meets on another day: every day that is still to come moves with it, and whoever has been asked and has not
    returned is told. ``meeting`` is the one that it is for; without, the meeting it was for where that is on this day now, else
    the only one that is known."""
    policies.check_can_run(by=by)
    now = _locked(cycle)
    if now.condition.is_settled:
        raise NotNow(f"The cycle is “{now.condition.label.lower()}”.", action="Plan another.")
    if board_on < on:
        raise NotNow("The board's day has passed.", action="Give a day to come.")
    if board_on != now.board_on and now.plan.cycles.filter(board_on=board_on).exists():
        raise NotNow("There is a cycle for this board already.", action="Open it from the list.")
    was, before = now.board_on, now.return_on
    for field, day in days_of(board_on).items():
        if now.condition not in _BEFORE[field]:
            continue
        if now.condition is not CycleState.SCHEDULED and day < on:
            raise NotNow(
                f"{_DAYS[field]} would have been on {day_words(day)}.", action="Give a later day, or call the cycle off."
            )
        setattr(now, field, day)
    now.board_on = board_on
    same = now.board_day
    if meeting is not None or same is None or same.on != board_on:
        now.meeting = meeting or _only_meeting(board_on)
    if board_on != was:
        now.former_days = [*now.former_days, was.isoformat()]
        CycleStep.objects.create(
            cycle=now,
            transition="move",
            source=now.state,
            target=now.state,
            by=by,
            note=f"From {day_words(was)} to {day_words(board_on)}.",
            **_dated("at", on),
        )
    now.save()
    _record("plan_cycle_moved", now, by=by)
    if now.return_on != before and now.condition is CycleState.CIRCULATED:
        transaction.on_commit(lambda: messages.tell_of_move(now))
    return now


_DAYS = {"circulate_on": "Asking for updates", "return_on": "Returning updates", "brief_on": "The briefing"}
_BEFORE = {
    "circulate_on": (CycleState.SCHEDULED,),
    "return_on": (CycleState.SCHEDULED, CycleState.CIRCULATED),
    "brief_on": (CycleState.SCHEDULED, CycleState.CIRCULATED, CycleState.RETURNS_DUE),
}
"""Until which state each day is still to come."""


@transaction.atomic
def step(*, cycle: Cycle, name: str, by: User | None, on: dt.date, note: str = "", closes: Iterable[Action] = ()) -> Cycle:
    """Make one transition of a cycle. ``by`` None is the scheduler. ``closes``: the Blue actions that the board closes."""
    now = _locked(cycle)
    policies.check_can_step(now, name, by=by, on=on, reason=note)
    source, now.state = now.state, cycle_transition(name).target
    now.save(update_fields=["state"])
    said = note.strip()
    if name == "circulate":
        _ask_everybody(now, on=on)
    elif name == "brief":
        _call_missing(now, on=on)
    elif name == "close":
        said = " ".join(part for part in (said, *_apply(now, closes, by=by)) if part)
    CycleStep.objects.create(cycle=now, transition=name, source=source, target=now.state, by=by, note=said, **_dated("at", on))
    _record(f"plan_cycle_{name}", now, by=by)
    if by is not None:
        transaction.on_commit(lambda: messages.send_waiting(now, on=on))
    return now


@transaction.atomic
def move_request(*, request: UpdateRequest, name: str, by: User | None, on: dt.date, reason: str = "") -> UpdateRequest:
    """Return, accept, query; or, by the scheduler, late and missing."""
    now = UpdateRequest.objects.select_for_update().select_related("cycle").get(pk=request.pk)
    policies.check_can_move(now, name, by=by, on=on, reason=reason)
    now.state = request_transition(name).target
    fields = ["state"]
    if name == "return":
        if now.returned_at is None:  # what is asked about afterwards does not make a return late
            now.returned_at = moment_on(on)
            now.is_late = now.is_late or on > now.cycle.return_on
        fields += ["returned_at", "is_late"]
    elif name == "go_missing":
        now.is_escalated = True
        fields.append("is_escalated")
    elif name in ("accept", "query"):
        now.decided_by, now.decided_at = by, moment_on(on)
        now.query = reason.strip() if name == "query" else now.query
        fields += ["decided_by", "decided_at", "query"]
    now.save(update_fields=fields)
    record(f"plan_return_{name}", by=by, subject="plans_updaterequest", reference=str(now.pk))
    if by is not None:
        transaction.on_commit(lambda: messages.send_waiting(now.cycle, on=on))
    return now


@transaction.atomic
def query_item(*, item: RequestItem, reason: str, by: User, on: dt.date) -> UpdateRequest:
    """Send a return back with a question about one action; the others stay saved."""
    request = move_request(request=item.request, name="query", by=by, on=on, reason=reason)
    RequestItem.objects.filter(pk=item.pk).update(state=ItemState.QUERIED, query=reason.strip())
    return request


@dataclass(frozen=True)
class Done:
    """What the scheduler did, or would do: a step of a cycle, a return that fell late, or a message."""

    plan: str
    board_on: dt.date
    what: str
    person: str = ""

    def __str__(self) -> str:
        who = f" ({self.person})" if self.person else ""
        return f"{self.plan}, board of {self.board_on:%-d %B %Y}: {self.what}{who}"


def tick(*, on: dt.date) -> list[Done]:
    """Do everything that is due on that day, each once however often it is asked for. A cycle that cannot go on is left, and says
    why; the others go on."""
    done: list[Done] = []
    for cycle in _under_way():
        done += _tick_cycle(cycle, on=on)
    for plan in Plan.objects.filter(archived_at__isnull=True):
        findings.count(plan, on=on)
    return done


def foresee(*, on: dt.date) -> list[Done]:
    """What ``tick`` would do on that day. It is done and undone in one transaction; no message is handed over."""
    done: list[Done] = []
    for cycle in _under_way():
        with transaction.atomic():
            done += _tick_cycle(cycle, on=on, rehearsal=True)
            transaction.set_rollback(True)
    return done


def _under_way() -> Sequence[Cycle]:
    settled = [CycleState.CLOSED, CycleState.CALLED_OFF]
    return list(Cycle.objects.exclude(state__in=settled).select_related("plan").order_by("board_on"))


def _tick_cycle(cycle: Cycle, *, on: dt.date, rehearsal: bool = False) -> list[Done]:
    done: list[Done] = []

    def note(what: str, person: str = "") -> None:
        done.append(Done(cycle.plan.title, cycle.board_on, what, person))

    for transition in CYCLE_TRANSITIONS:
        if not transition.day or cycle.condition not in transition.sources or getattr(cycle, transition.day) > on:
            continue
        try:
            cycle = step(cycle=cycle, name=transition.name, by=None, on=on)
        except UserError as obstacle:
            note(f"cannot go on: {obstacle}")
            break
        note(transition.label)
    if cycle.condition.takes_updates:
        for request in cycle.requests.filter(state=RequestState.REQUESTED).select_related("person", "cycle"):
            if on > cycle.return_on:
                move_request(request=request, name="fall_late", by=None, on=on)
                note("Return is late", request.person.name)
    letters = messages.waiting(cycle, on=on) if rehearsal else messages.send_waiting(cycle, on=on)
    for letter in letters:
        note(f"e-mail: {letter.kind_words.lower()}", letter.person.name)
    return done


def _dated(field: str, on: dt.date) -> dict[str, dt.datetime]:
    """The field's value where something is entered for another day than today; else it dates itself."""
    return {} if on == timezone.localdate() else {field: moment_on(on)}


def _ask_everybody(cycle: Cycle, *, on: dt.date) -> None:
    """One request for each accountable person, listing their open actions."""
    actions = Action.objects.of(cycle.plan_id).open().filter(accountable__is_active=True)
    by_person: dict[int, list[Action]] = {}
    for action in actions:
        by_person.setdefault(action.accountable_id, []).append(action)
    for person, theirs in by_person.items():
        request = UpdateRequest.objects.create(cycle=cycle, person_id=person, **_dated("requested_at", on))
        RequestItem.objects.bulk_create(RequestItem(request=request, action=action) for action in theirs)


def _call_missing(cycle: Cycle, *, on: dt.date) -> None:
    for request in cycle.requests.filter(state__in=[RequestState.REQUESTED, RequestState.LATE]):
        move_request(request=request, name="go_missing", by=None, on=max(on, cycle.brief_on))


def _apply(cycle: Cycle, closes: Iterable[Action], *, by: User | None) -> Iterator[str]:
    """The board's decisions: what it closes leaves the live view, what it sent back is opened again. Answers in words which."""
    closed, again = [], []
    sent_back = {one.action_id: one for one in cycle.newest_answers() if not one.agrees}
    for chosen in closes:
        action = locked(chosen, None)
        if action.plan_id != cycle.plan_id or action.brag != Brag.BLUE or action.view == View.CLOSED:
            raise NotNow(f"{action} is not Blue, or is closed already.", action="Only what two people agreed as done is closed.")
        if action.pk in sent_back:
            raise NotNow(f"The board sent {action} back.", action="Leave it out: it is opened again.")
        action.view = View.CLOSED
        touch(action, "view")
        record("plan_action_closed", by=None, subject="plans_action", reference=str(action.pk))
        closed.append(chosen.place)
    for answer in sent_back.values():
        if by is not None and answer.action.brag == Brag.BLUE and answer.action.view != View.CLOSED:
            again.append(boards.open_again(answer, by=by).place)
    if closed:
        yield f"Closed by the board: {', '.join(closed)}."
    if again:
        yield f"Sent back and opened again: {', '.join(again)}."


def _locked(cycle: Cycle) -> Cycle:
    return Cycle.objects.select_for_update(of=("self",)).select_related("plan").get(pk=cycle.pk)


def _record(kind: str, cycle: Cycle, *, by: User | None) -> None:
    record(kind, by=by, subject="plans_cycle", reference=str(cycle.pk), detail={"board_on": cycle.board_on, "state": cycle.state})
