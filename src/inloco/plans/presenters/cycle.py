"""A cycle's pages: how far it is, who has returned, one person's return, and the brief before the board."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from inloco.accounts.models import User
from inloco.plans import policies
from inloco.plans.filters import service_of
from inloco.plans.forms import UpdateForm
from inloco.plans.models import Cycle, CycleStep, Plan, RequestItem, UpdateRequest
from inloco.plans.presenters.action import Event, said_since
from inloco.plans.presenters.plan import Change, Summary, changes_since, summary
from inloco.plans.rows import ActionRow, PlanRows, rows_of
from inloco.plans.states import CycleState, CycleTransition, ItemState, RequestState, cycle_transition
from inloco.plans.words import Brag, View

CYCLE_TAGS = {
    CycleState.SCHEDULED: "grey",
    CycleState.CIRCULATED: "light-blue",
    CycleState.RETURNS_DUE: "yellow",
    CycleState.BRIEFING: "orange",
    CycleState.REPORTED: "blue",
    CycleState.CLOSED: "green",
    CycleState.CALLED_OFF: "grey",
}
REQUEST_TAGS = {
    RequestState.REQUESTED: "grey",
    RequestState.LATE: "orange",
    RequestState.MISSING: "red",
    RequestState.RETURNED: "blue",
    RequestState.QUERIED: "yellow",
    RequestState.ACCEPTED: "green",
}
STEPPED = {
    "circulate": "Updates were asked for.",
    "call_in": "The day for returns is marked.",
    "brief": "The briefing has begun. Missing returns are named in it.",
    "report": "The plan is reported to the board.",
    "close": "The board’s decisions were applied, and the cycle is closed.",
    "call_off": "The cycle was called off.",
}
MOVED = {"return": "Your updates were returned. Thank you.", "accept": "The return was accepted.", "query": "The query was sent."}


@dataclass(frozen=True)
class CycleLine:
    cycle: Cycle
    asked: int
    returned: int
    late: int


@dataclass(frozen=True)
class ReturnLine:
    request: UpdateRequest
    actions: int
    saved: int


@dataclass(frozen=True)
class Stage:
    title: str
    on: dt.date
    status: str
    tag: str


@dataclass(frozen=True)
class StepButton:
    name: str
    label: str
    obstacle: str
    asks_reason: bool


@dataclass(frozen=True)
class CyclePage:
    stages: tuple[Stage, ...]
    returns: tuple[ReturnLine, ...]
    awaited: int
    in_time: int
    history: tuple[CycleStep, ...]


@dataclass(frozen=True)
class ItemRow:
    """One action of a return: what was said about it since it was asked for, and its form where the person may still save it. One
    form is open: the first that is to be filled in."""

    item: RequestItem
    row: ActionRow
    form: Any
    theirs: Any = None
    said: tuple[Event, ...] = ()
    is_open: bool = False


@dataclass(frozen=True)
class ReturnPage:
    rows: tuple[ItemRow, ...]
    saved: int
    can_save: bool


@dataclass(frozen=True)
class Missing:
    """A return that is not in: whose, how many actions, and how it stands."""

    person_id: int
    name: str
    actions: int
    state: str


@dataclass(frozen=True)
class BriefPage:
    """Missing returns by name, what asks for the board's attention, and what changed."""

    missing: tuple[Missing, ...]
    late: tuple[UpdateRequest, ...]
    queried: tuple[UpdateRequest, ...]
    summary: Summary
    red: tuple[ActionRow, ...]
    overdue: tuple[ActionRow, ...]
    conflicts: tuple[ActionRow, ...]
    to_decide: tuple[ActionRow, ...]
    changes: tuple[Change, ...]
    to_close: tuple[ActionRow, ...]

    @property
    def missing_title(self) -> str:
        """A return is missing from the day of the briefing on; before, it is awaited."""
        awaited = bool(self.missing) and all(one.state == RequestState.REQUESTED.label.lower() for one in self.missing)
        return "Returns still awaited" if awaited else "Missing returns"


def cycle_lines(plan: Plan) -> list[CycleLine]:
    cycles = list(plan.cycles.all())
    asked: Counter[int] = Counter()
    returned: Counter[int] = Counter()
    late: Counter[int] = Counter()
    for request in UpdateRequest.objects.filter(cycle__plan=plan):
        asked[request.cycle_id] += 1
        returned[request.cycle_id] += request.returned_at is not None
        late[request.cycle_id] += request.is_late
    return [CycleLine(one, asked[one.pk], returned[one.pk], late[one.pk]) for one in cycles]


def cycle_page(cycle: Cycle, requests: Sequence[UpdateRequest]) -> CyclePage:
    lines = tuple(
        ReturnLine(one, len(one.items.all()), sum(item.state == ItemState.SAVED for item in one.items.all())) for one in requests
    )
    return CyclePage(
        stages=_stages(cycle),
        returns=lines,
        awaited=sum(one.condition.is_awaited for one in requests),
        in_time=sum(one.returned_at is not None and not one.is_late for one in requests),
        history=tuple(cycle.steps.select_related("by")),
    )


def steps(open_steps: Sequence[tuple[CycleTransition, str]]) -> list[StepButton]:
    return [StepButton(one.name, one.label, obstacle, one.asks_reason) for one, obstacle in open_steps]


def step_words(name: str) -> str:
    said = {"plan": "Planned", "move": "The board meets on another day"}
    return said[name] if name in said else cycle_transition(name).label


def return_page(asked: UpdateRequest, *, by: User, on: dt.date, bound: Any = None) -> ReturnPage:
    """The actions of a return. ``bound``: item, form as it was sent, and what somebody else saved meanwhile."""
    items = list(asked.items.select_related("action"))
    held = rows_of(asked.cycle.plan, by=by, on=on, only=[item.action_id for item in items], cycle=asked.cycle)
    rows = {row.action.pk: row for row in held.rows}
    can_save = asked.person_id == by.pk and asked.cycle.condition.takes_updates and asked.condition.is_awaited
    said = said_since([row.action.pk for row in held.rows], asked.requested_at)
    waits = next((item.pk for item in items if item.state != ItemState.SAVED), None)
    listed = []
    for item in items:
        row = rows.get(item.action_id)
        if row is None:
            continue
        words = said.get(item.action_id, ())
        if bound is not None and bound[0] == item.pk:
            listed.append(ItemRow(item, row, bound[1], bound[2], words, is_open=True))
            continue
        form = None
        if can_save and row.action.view != View.CLOSED:
            owner = policies.is_owner(row.action, by=by)
            form = UpdateForm(action=row.action, lines=[line.line for line in row.lines], is_owner=owner, prefix=f"a{item.pk}")
        listed.append(ItemRow(item, row, form, said=words, is_open=bound is None and item.pk == waits))
    return ReturnPage(tuple(listed), sum(one.item.state == ItemState.SAVED for one in listed), can_save)


def brief_page(cycle: Cycle, held: PlanRows) -> BriefPage:
    requests = list(cycle.requests.select_related("person").annotate(actions=Count("items")))
    at_work = [row for row in held.rows if row.action.view != View.CLOSED]
    open_rows = [row for row in at_work if row.action.brag != Brag.BLUE]
    return BriefPage(
        missing=tuple(
            Missing(one.person_id, one.person.name, one.actions, one.condition.label.lower())
            for one in requests
            if one.condition in (RequestState.MISSING, RequestState.LATE, RequestState.REQUESTED)
        ),
        late=tuple(one for one in requests if one.is_late and one.returned_at is not None),
        queried=tuple(one for one in requests if one.condition is RequestState.QUERIED),
        summary=summary(held.rows),
        red=tuple(row for row in open_rows if row.action.brag == Brag.RED),
        overdue=tuple(row for row in open_rows if row.judgement.position == "overdue" and row.action.brag != Brag.RED),
        conflicts=tuple(row for row in at_work if row.judgement.conflict and row.judgement.position != "overdue"),
        to_decide=tuple(row for row in at_work if row.date_asked is not None or row.closure_asked is not None),
        changes=tuple(changes_since(held, since=held.last_board_on)),
        to_close=tuple(row for row in at_work if row.action.brag == Brag.BLUE),
    )


def services_missing(page: BriefPage, held: PlanRows) -> list[str]:
    """The services behind missing returns."""
    people = {one.person_id for one in page.missing}
    return sorted({service_of(row.action) for row in held.rows if row.action.accountable_id in people})


def _stages(cycle: Cycle) -> tuple[Stage, ...]:
    order = [
        CycleState.SCHEDULED,
        CycleState.CIRCULATED,
        CycleState.RETURNS_DUE,
        CycleState.BRIEFING,
        CycleState.REPORTED,
        CycleState.CLOSED,
    ]
    days = [
        ("Updates asked for", cycle.circulate_on, CycleState.CIRCULATED),
        ("Returns due", cycle.return_on, CycleState.RETURNS_DUE),
        ("Briefing, missing returns escalated", cycle.brief_on, CycleState.BRIEFING),
        ("Board", cycle.board_on, CycleState.REPORTED),
        ("Decisions applied", cycle.board_on, CycleState.CLOSED),
    ]
    if cycle.condition is CycleState.CALLED_OFF:
        return tuple(Stage(title, day, "Called off", "grey") for title, day, _ in days)
    reached = order.index(cycle.condition)
    return tuple(
        Stage(title, day, "Done", "green") if order.index(state) <= reached else Stage(title, day, "To come", "grey")
        for title, day, state in days
    )
