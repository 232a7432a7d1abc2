"""What a board is asked about a plan: which actions it closes, and which dates were changed since it last met."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from inloco.accounts.models import User
from inloco.plans import policies
from inloco.plans.board_days import BoardDay
from inloco.plans.forms import BoardAnswerForm
from inloco.plans.models import Action, BoardAnswer, Closure, Cycle, DateChange
from inloco.plans.states import AskState
from inloco.plans.words import Brag, View


@dataclass(frozen=True)
class AskedToClose:
    """An action that two people agreed as done: what they said, what the board said, and the form where it may still be said."""

    action: Action
    closing: Closure | None
    answer: BoardAnswer | None
    form: BoardAnswerForm | None


@dataclass(frozen=True)
class AskedOfBoard:
    """``not_yet`` says why nothing can be agreed yet; ``can_agree_rest`` that something is left to agree."""

    meeting: BoardDay | None
    to_close: tuple[AskedToClose, ...]
    dates: tuple[DateChange, ...]
    waiting: tuple[DateChange | Closure, ...]
    is_chair: bool
    not_yet: str

    @property
    def unanswered(self) -> int:
        return sum(one.answer is None for one in self.to_close)

    @property
    def can_agree_rest(self) -> bool:
        return self.is_chair and not self.not_yet and self.unanswered > 0


@dataclass(frozen=True)
class Closable:
    """A Blue action at the end of a cycle: whether its box is ticked, and what the board said of it."""

    action: Action
    is_ticked: bool
    answer: BoardAnswer | None

    @property
    def is_sent_back(self) -> bool:
        return self.answer is not None and not self.answer.agrees


def asked_of_board(cycle: Cycle, *, by: User, on: dt.date, since: dt.date | None, bound: Any = None) -> AskedOfBoard:
    """The page for the board of a cycle. ``since`` is the day of the board before; ``bound``: an action's key and its form as it
    was sent."""
    is_chair = policies.chairs(cycle, by=by)
    is_open, not_yet = policies.answers_open(cycle, on=on)
    answers = {one.action_id: one for one in cycle.newest_answers()}
    actions = to_close(cycle)
    if cycle.condition.is_settled:
        actions = [one.action for one in answers.values()]
    closings = {
        one.action_id: one
        for one in Closure.objects.filter(action__in=[one.pk for one in actions], state__in=[AskState.AGREED, AskState.REOPENED])
        .select_related("asked_by", "decided_by")
        .order_by("decided_at")
    }
    rows = []
    for action in actions:
        answer, form = answers.get(action.pk), None
        if is_chair and is_open:
            said = {"answer": "agree" if answer.agrees else "back", "reason": answer.reason} if answer is not None else {}
            given = bound[1] if bound is not None and bound[0] == action.pk else None
            form = given or BoardAnswerForm(initial=said, prefix=f"a{action.pk}", may_agree=not not_yet)
        rows.append(AskedToClose(action, closings.get(action.pk), answer, form))
    changed = DateChange.objects.filter(action__plan=cycle.plan_id, state=AskState.AGREED)
    if since is not None:
        changed = changed.filter(decided_at__date__gt=since)
    waiting: list[DateChange | Closure] = [
        *DateChange.objects.filter(action__plan=cycle.plan_id, state=AskState.ASKED).select_related(
            "action__objective", "asked_by"
        ),
        *Closure.objects.filter(action__plan=cycle.plan_id, state=AskState.ASKED).select_related("action__objective", "asked_by"),
    ]
    return AskedOfBoard(
        meeting=cycle.board_day,
        to_close=tuple(rows),
        dates=tuple(changed.select_related("action__objective", "decided_by").order_by("decided_at")),
        waiting=tuple(waiting),
        is_chair=is_chair and is_open,
        not_yet=not_yet,
    )


def to_close(cycle: Cycle) -> list[Action]:
    """The actions that the board of a cycle is asked to close: Blue, and not closed."""
    found = Action.objects.of(cycle.plan_id).filter(brag=Brag.BLUE).exclude(view=View.CLOSED)
    return list(found.select_related("objective").order_by("objective__position", "position"))


def closable(cycle: Cycle, *, ticked: set[int] | None) -> list[Closable]:
    """What the project manager may close as the board's decision. What the chair sent back is not ticked and never closed; what
    was not answered is ticked only where no chair could answer."""
    answers = {one.action_id: one for one in cycle.newest_answers()}
    rows = []
    for action in to_close(cycle):
        answer = answers.get(action.pk)
        by_rule = answer.agrees if answer is not None else cycle.chair is None
        rows.append(Closable(action, action.pk in ticked if ticked is not None else by_rule, answer))
    return rows


def unanswered_in(cycles: list[Cycle]) -> dict[int, int]:
    """How many actions each of these cycles waits to hear about, by the cycle's key, in one query."""
    found: dict[int, int] = {one.pk: 0 for one in cycles}
    wanted = Q()
    for one in cycles:
        wanted |= Q(plan=one.plan_id) & ~Q(board_answers__cycle=one.pk)
    if not cycles:
        return found
    plans = {one.plan_id: one.pk for one in cycles}
    blue = Action.objects.filter(wanted, brag=Brag.BLUE).exclude(view=View.CLOSED).distinct()
    for plan in blue.values_list("plan", flat=True):
        found[plans[plan]] += 1
    return found
