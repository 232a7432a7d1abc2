"""The demonstration's update cycles, counted back from the meetings of its board: one behind the delivery plan and one half-way
through; and the care leavers' plan, about which the chair has not said yet what the board decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from uuid import UUID

from django.utils import timezone

from inloco.accounts.models import User
from inloco.accounts.roles import Role
from inloco.analytics.settings import Settings
from inloco.audit.actor import acting
from inloco.board.models import Meeting
from inloco.data_folder import data_folder
from inloco.demo.board import meeting_days
from inloco.demo.care_leavers import TITLE as CARE_LEAVERS
from inloco.demo.plan import OWNERS, TITLE
from inloco.plans import papers
from inloco.plans.actions import asks, boards, cycles, plans, records
from inloco.plans.models import Action, Cycle, Plan
from inloco.plans.states import ItemState

Say = Callable[[str], None]


def run_cycles(say: Say) -> Plan:
    """Everything by the real actions, each by whoever would do it; then the plan's summary is published."""
    today = timezone.localdate()
    _, former, following, *_ = meeting_days(today)
    people = {letter: _person(role) for letter, (role, _) in OWNERS.items()}
    manager, director = _person(Role.PROJECT_MANAGER), _person(Role.DIRECTOR)
    plan, own = Plan.objects.get(title=TITLE), Plan.objects.get(title=CARE_LEAVERS)
    say("Running the update cycles of its plans")
    _agreed_as_done(plan, "One page on each", "Everybody who left care this year has theirs.", director, former)
    _agreed_as_done(plan, "Use one matching form", "All four teams use it.", director, former)
    _agreed_as_done(
        own, "Guarantee an interview", "Every advert at entry grade says so, and names whom to ring.", director, former
    )
    closed = _reported(plan, manager, former)
    _chair_says(closed, "Use one matching form", "Two teams told us that they still use the old one.")
    with acting(manager):
        agreed = [one.action for one in closed.newest_answers() if one.agrees]
        cycles.step(cycle=closed, name="close", by=manager, on=former, closes=agreed)
    _reported(own, manager, former)
    _half_way(plan, people, manager, following, today)
    with acting(manager):
        settings = Settings.read(data_folder())
        content = papers.public_content(plan, as_at=today, settings=settings)
        plans.publish(plan=plan, content=content, rule=settings.plan_public_rule, as_at=today, by=manager)
    return plan


def _agreed_as_done(plan: Plan, begins: str, note: str, director: User, on: dt.date) -> None:
    """Asked by whoever is accountable, agreed by the director: Blue, for the board to close."""
    action = Action.objects.of(plan).get(activity__startswith=begins)
    owner = action.accountable
    assert owner is not None, "every action that is closed here was assigned"
    with acting(owner):
        asked = asks.ask_closure(
            action=action, based_on=action.version, note=note, closed_on=on - dt.timedelta(days=10),
            evidence="Kept with the plan’s papers", waiver="", by=owner, on=on,
        )  # fmt: skip
    with acting(director):
        asks.decide_closure(closure=asked, name="agree_closure", by=director)


def _reported(plan: Plan, manager: User, board_on: dt.date) -> Cycle:
    """A cycle up to the board: everybody returned, the manager accepted and reported. Most had nothing new to say."""
    with acting(manager):
        cycle = cycles.plan_cycle(
            plan=plan, board_on=board_on, by=manager, on=board_on - dt.timedelta(days=30), meeting=_meeting_on(board_on)
        )
        cycle = cycles.step(cycle=cycle, name="circulate", by=manager, on=cycle.circulate_on)
    for request in cycle.requests.select_related("person"):
        _save(cycle, request.person, "", cycle.return_on, everything=True)
        with acting(request.person):
            cycles.move_request(request=request, name="return", by=request.person, on=cycle.return_on)
        if request.person_id != manager.pk:
            with acting(manager):
                cycles.move_request(request=request, name="accept", by=manager, on=cycle.return_on)
    with acting(manager):
        for name, day in (("call_in", cycle.return_on), ("brief", cycle.brief_on), ("report", board_on)):
            cycle = cycles.step(cycle=cycle, name=name, by=manager, on=day)
    return cycle


def _meeting_on(day: dt.date) -> UUID | None:
    """The demonstration's board on that day; it may be over."""
    found = Meeting.objects.filter(on=day, body__name="Corporate Parenting Board").values_list("uid", flat=True)
    return found.first()


def _chair_says(cycle: Cycle, goes_back: str, reason: str) -> None:
    """One action is closed, one goes back."""
    chair = User.objects.filter(pk=cycle.chair).first()
    if chair is None:
        return
    with acting(chair):
        for action in Action.objects.of(cycle.plan).live().filter(brag="Blue"):
            agrees = not action.activity.startswith(goes_back)
            boards.answer(cycle=cycle, action=action, agrees=agrees, reason="" if agrees else reason, by=chair, on=cycle.board_on)


def _half_way(plan: Plan, people: dict[str, User], manager: User, board_on: dt.date, today: dt.date) -> None:
    """Updates were asked for, some are in: one accepted, one queried, one half saved; a date and a closing wait."""
    with acting(manager):
        cycle = cycles.plan_cycle(
            plan=plan, board_on=board_on, by=manager, on=board_on - dt.timedelta(days=30), meeting=_meeting_on(board_on)
        )
        cycle = cycles.step(cycle=cycle, name="circulate", by=manager, on=cycle.circulate_on)
    said = {
        "L": "The children in care council read it and asked for shorter words.",
        "V": "On course; two schools have joined.",
        "P": "One clinic closed for a fortnight, dates were moved.",
        "S": "",
    }
    for letter, note in said.items():
        _save(cycle, people[letter], note, today, everything=letter != "S")
    for letter in ("L", "V", "P"):
        request = cycle.requests.get(person=people[letter])
        with acting(people[letter]):
            cycles.move_request(request=request, name="return", by=people[letter], on=today)
    with acting(manager):
        cycles.move_request(request=cycle.requests.get(person=people["V"]), name="accept", by=manager, on=today)
        item = cycle.requests.get(person=people["P"]).items.first()
        if item is not None:
            cycles.query_item(item=item, reason="How many children had to wait?", by=manager, on=today)
    _ask(plan, people, today)


def _save(cycle: Cycle, person: User, note: str, today: dt.date, *, everything: bool) -> None:
    request = cycle.requests.get(person=person)
    with acting(person):
        for place, item in enumerate(request.items.select_related("action")):
            if not everything and place > 0:
                break
            action = Action.objects.get(pk=item.action_id)
            worse = "Red" if action.due_on and action.due_on < today and action.brag == "Amber" else None
            words = note if place % 2 == 0 else ""
            records.update(action=action, based_on=action.version, note=words, brag=worse, item=item, by=person, on=today)
        assert not everything or not request.items.exclude(state=ItemState.SAVED).exists()


def _ask(plan: Plan, people: dict[str, User], today: dt.date) -> None:
    """What a second person has to decide."""
    late = Action.objects.of(plan).filter(accountable=people["H"], due_on__lt=today, view="live").first()
    if late is not None:
        later = today + dt.timedelta(days=90)
        with acting(people["H"]):
            asks.ask_date(
                action=late, based_on=late.version, timescale=f"{later:%d/%m/%Y}", review_on=None,
                reason="The court has moved its dates.", by=people["H"], on=today,
            )  # fmt: skip
    done = Action.objects.of(plan).filter(accountable=people["L"], brag="Green", view="live").order_by("-position").first()
    if done is not None:
        with acting(people["L"]):
            asks.ask_closure(
                action=done, based_on=done.version, note="Every child has had a card since the autumn.", closed_on=today,
                evidence="List of the director's office", waiver="", by=people["L"], on=today,
            )  # fmt: skip


def _person(role: Role) -> User:
    found: User = User.objects.get(email=f"{role.value}@demo.example")
    return found
