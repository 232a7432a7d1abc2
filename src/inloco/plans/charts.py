"""A plan over time, for charts: BRAG by objective at month ends, dates that moved later, what was to be done and what is."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from inloco.documents.charts import Chart
from inloco.documents.plan_charts import BragCount, DoneByDay, Slipped, brag_over_time, burn_up, slippage
from inloco.plans.models import BragMark, Closure, Plan
from inloco.plans.rows import ActionRow, PlanRows
from inloco.plans.states import AskState
from inloco.plans.words import Brag, View

KEPT_FOR = dt.timedelta(days=150)
"""A plan whose judgements are kept for less has fewer points than months are drawn: the chart says from when on it knows them."""
Marks = dict[int, list[tuple[dt.date, str]]]


def charts_of(held: PlanRows) -> list[Chart]:
    """BRAG by objective over time, slippage and burn-up; those that have nothing to show are left out."""
    made = []
    marks = marks_of(held.plan)
    if counts := brag_history(held, marks):
        began = min(said[0][0] for said in marks.values())
        known = f", known from {began:%-d %B %Y} on" if began > held.on - KEPT_FOR else ""
        made.append(brag_over_time(counts, title=f"BRAG by objective{known}"))
    slipped = [
        Slipped(_place(row), row.action.baseline_due_on, row.action.due_on)
        for row in held.rows
        if row.slip > 0 and row.action.baseline_due_on and row.action.due_on and row.action.view != View.CLOSED
    ]
    if slipped:
        longest = max(slipped, key=lambda one: one.days)
        made.append(slippage(slipped, title=f"{len(slipped)} dates have moved later, the furthest by {longest.days} days"))
    if days := done_by_day(held, marks):
        since = min((said[0][0] for said in marks.values()), default=held.on)
        made.append(burn_up(days, today=held.on, title="Actions done against what was planned", since=since))
    return made


def marks_of(plan: Plan) -> Marks:
    """Every judgement that was ever given, by action: its day and what it said."""
    found: Marks = {}
    for key, at, brag in BragMark.objects.filter(action__plan=plan).order_by("at", "pk").values_list("action", "at", "brag"):
        found.setdefault(key, []).append((timezone.localtime(at).date(), brag))
    return found


def brag_history(held: PlanRows, marks: Marks) -> list[BragCount]:
    """BRAG by objective at the end of each of the last months, and today: from the marks, so that it says what stood then."""
    first = min((days[0][0] for days in marks.values()), default=None)
    if first is None:
        return []
    days = [day for day in _month_ends(held.on, 5) if day >= first] + [held.on]
    counts: dict[tuple[str, dt.date, str], int] = {}
    for row in held.rows:
        if row.action.view == View.CLOSED and row.action.brag != Brag.BLUE:
            continue
        said = marks.get(row.action.pk, [])
        began = min(timezone.localtime(row.action.created_at).date(), said[0][0] if said else held.on)
        for day in dict.fromkeys(days):
            if began > day:
                continue
            standing = [brag for on, brag in said if on <= day]
            key = (
                row.action.objective.number,
                day,
                (standing[-1] if standing else row.action.brag if day == held.on else "") or "None",
            )
            counts[key] = counts.get(key, 0) + 1
    return [BragCount(*key, count) for key, count in counts.items()]


def done_by_day(held: PlanRows, marks: Marks) -> list[DoneByDay]:
    """How many actions were to be done and were, at each month end from the first date to the last."""
    dated = [row for row in held.rows if row.action.due_on is not None]
    if not dated:
        return []
    done = _done_on(held, marks)
    firsts = [row.action.baseline_due_on or row.action.due_on for row in dated]
    ends = [row.action.due_on for row in dated]
    known = [day for day in (*firsts, *ends) if day is not None]
    last = max(max(known), held.on)
    days = sorted({*_between(min(known), last), held.on})
    return [
        DoneByDay(
            day,
            sum(one <= day for one in firsts if one is not None),
            sum(one <= day for one in ends if one is not None),
            sum(on <= day for on in done.values()),
        )
        for day in _thinned(days, keep=held.on)
    ]


def _thinned(days: list[dt.date], *, keep: dt.date, most: int = 36) -> list[dt.date]:
    """At most so many days over the whole time of the plan, with the first, the last and ``keep`` among them."""
    step = -(-len(days) // most)
    return sorted({*days[::step], days[-1], keep})


def _done_on(held: PlanRows, marks: Marks) -> dict[int, dt.date]:
    """The day on which each Blue action was done: the closing's own, else the day on which it became Blue."""
    closed = dict(Closure.objects.filter(action__plan=held.plan, state=AskState.AGREED).values_list("action", "closed_on"))
    found: dict[int, dt.date] = {}
    for row in held.rows:
        if row.action.brag == Brag.BLUE:
            blue = [on for on, brag in marks.get(row.action.pk, []) if brag == Brag.BLUE]
            found[row.action.pk] = closed.get(row.action.pk) or (blue[-1] if blue else held.on)
    return found


def _month_ends(on: dt.date, back: int) -> list[dt.date]:
    ends, day = [], on.replace(day=1)
    for _ in range(back):
        day -= dt.timedelta(days=1)
        ends.append(day)
        day = day.replace(day=1)
    return sorted(ends)


def _between(first: dt.date, last: dt.date) -> list[dt.date]:
    """The month ends from ``first`` to the one after ``last``."""
    days, month = [], first.replace(day=1)
    while month <= last:
        month = (month + dt.timedelta(days=32)).replace(day=1)
        days.append(month - dt.timedelta(days=1))
    return days


def _place(row: ActionRow) -> str:
    return f"{row.action.objective.number}/{row.action.ref or '–'}"
