"""An invented plan as tests find it: two objectives, actions of every kind, the people around it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from inloco.accounts.models import User
from inloco.accounts.roles import Role
from inloco.plans.models import Action, BragMark, MetricLine, Objective, Plan, ProgressNote
from inloco.plans.timescales import read_timescale
from inloco.plans.words import Origin
from tests.factories.people import person


@dataclass(frozen=True)
class Scene:
    """A plan and its people."""

    plan: Plan
    first: Objective
    second: Objective
    manager: User
    lead: User
    other: User
    director: User
    member: User
    actions: dict[str, Action]


def scene(*, on: dt.date | None = None) -> Scene:
    """Six actions: overdue and Green, on course, Blue, nobody's, monitored, closed."""
    today = on or dt.date.today()
    manager = person(Role.PROJECT_MANAGER, name="Petra Holmwood")
    lead = person(Role.SERVICE_LEAD, name="Ola Brightside")
    other = person(Role.SERVICE_LEAD, name="Wim Ferrers")
    director = person(Role.DIRECTOR, name="Ines Calloway")
    member = person(Role.BOARD_MEMBER, name="Cllr Tam Roebuck")
    plan = Plan.objects.create(slug="our-plan", title="Our plan", manager=manager, created_by=manager, board="Board of tests")
    first = plan.objectives.create(number="1", title="Every child is heard", aim="Views change what we do", position=1)
    second = plan.objectives.create(number="2", title="Homes last", how="We will match earlier", position=2)
    past, soon = today - dt.timedelta(days=40), today + dt.timedelta(days=200)
    made = {
        "late": _action(plan, first, "1a", "Ask every young person about their review", past, "Green", lead),
        "good": _action(plan, first, "1b", "Train carers with young people", soon, "Green", lead),
        "blue": _action(plan, first, "2", "Publish the promise to children", past, "Blue", lead),
        "nobody": _action(plan, second, "1", "Agree a matching checklist", soon, "Amber", None),
        "watch": _action(plan, second, "2", "Watch the number of moves", None, "Amber", other, "ongoing", "Ongoing"),
        "closed": _action(plan, second, "3", "Recruit two matching officers", past, "Blue", other, "closed"),
    }
    ProgressNote.objects.create(action=made["good"], text="Two courses booked", on=today, author=lead)
    MetricLine.objects.create(action=made["good"], metric="Carers trained", current="12", target="40", position=1)
    return Scene(plan, first, second, manager, lead, other, director, member, made)


def _action(
    plan: Plan,
    objective: Objective,
    ref: str,
    activity: str,
    due: dt.date | None,
    brag: str,
    accountable: User | None,
    view: str = "live",
    timescale: str = "",
) -> Action:
    words = timescale or (f"{due:%d/%m/%Y}" if due else "")
    read = read_timescale(words)
    action: Action = Action.objects.create(
        plan=plan,
        objective=objective,
        ref=ref,
        position=plan.actions.count() + 1,
        activity=activity,
        timescale=words,
        due_on=read.due,
        due_precision=read.precision,
        baseline_timescale=words,
        baseline_due_on=read.due,
        brag=brag,
        view=view,
        accountable=accountable,
        service="Placements" if objective.number == "2" else "Participation",
    )
    BragMark.objects.create(action=action, brag=brag, origin=Origin.IMPORT)
    return action
