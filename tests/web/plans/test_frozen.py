"""What of a plan is frozen with an extract: the last word of each day, and nothing that names anybody."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from django.utils import timezone

from inloco.performance.with_load import recorded_until
from inloco.plans.actions import asks, cycles, records
from inloco.plans.frozen import plans_until, states_of
from inloco.plans.models import Action
from inloco.plans.states import RequestState
from tests.factories.plans import Scene

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def rows(table: str, as_at: dt.date) -> list[dict[str, Any]]:
    return recorded_until(as_at)[table].rows.to_pylist()


def stood(action: Action, as_at: dt.date) -> tuple[str, str, dt.date | None]:
    [last] = [one for one in rows("record_action_state", as_at) if one["action"] == str(action.pk)]
    return last["view"], last["brag"], last["due_on"]


def test_every_action_stands_as_it_is_saved(made: Scene) -> None:
    today = timezone.localdate()
    frozen = plans_until(today)
    assert {name: one.since for name, one in frozen.items()} == dict.fromkeys(
        ("record_action", "record_action_state", "record_update"), today
    )
    assert len(rows("record_action", today)) == len(rows("record_action_state", today)) == 6
    assert stood(made.actions["late"], today) == ("live", "Green", made.actions["late"].due_on)
    assert stood(made.actions["watch"], today) == ("ongoing", "Amber", None)
    [late] = [one for one in rows("record_action", today) if one["action"] == str(made.actions["late"].pk)]
    assert (late["plan"], late["objective"], late["service"]) == ("our-plan", "1", "Participation")


def test_whatever_changes_an_action_is_known_the_same_day(made: Scene) -> None:
    today = timezone.localdate()
    late, good, closed = made.actions["late"], made.actions["good"], made.actions["closed"]
    records.update(action=late, based_on=late.version, brag="Red", brag_reason="The money is gone.", by=made.lead, on=today)
    asks.monitor(action=good, based_on=good.version, review_on=today + DAY, reason="Goes on.", by=made.manager)
    asks.reopen(action=closed, based_on=closed.version, brag="Amber", reason="It came back.", by=made.manager)
    Action.objects.filter(pk=made.actions["nobody"].pk).update(due_on=today)
    assert stood(late, today)[:2] == ("live", "Red")
    assert stood(good, today)[:2] == ("ongoing", "Green")
    assert stood(closed, today)[:2] == ("live", "Amber")
    assert stood(made.actions["nobody"], today)[2] == today


def test_before_there_was_a_plan_nothing_is_frozen(made: Scene) -> None:
    assert recorded_until(timezone.localdate() - DAY) == {}


def test_the_last_word_of_a_day_stands_and_an_unchanged_one_is_not_repeated() -> None:
    first, second = dt.date(2019, 5, 2), dt.date(2019, 6, 30)

    def row(brag: str, view: str = "live", due_on: str | None = "2019-12-31") -> dict[str, Any]:
        return {"brag": brag, "view": view, "due_on": due_on, "activity": "Words that stay where they are"}

    found = states_of(
        [
            (first, "1", row("")),
            (first, "2", row("Red")),
            (first, "1", row("Green")),
            (second, "1", row("Green")),
            (second, "2", row("Amber", due_on=None)),
            (second, "2", row("Red")),
            (second + DAY, "2", row("Red", view="closed")),
        ]
    )
    assert [(one.action, one.on, one.view, one.brag) for one in found] == [
        ("1", first, "live", "Green"),
        ("2", first, "live", "Red"),
        ("2", second + DAY, "closed", "Red"),
    ]


def test_updates_count_once_their_day_has_come(made: Scene) -> None:
    today = timezone.localdate()
    with_board = cycles.plan_cycle(plan=made.plan, board_on=today + 14 * DAY, by=made.manager, on=today)
    cycle = cycles.step(cycle=with_board, name="circulate", by=made.manager, on=today)
    request = cycle.requests.get(person=made.lead)
    for item in request.items.select_related("action"):
        action = Action.objects.get(pk=item.action_id)
        records.update(action=action, based_on=action.version, note="Done so far.", item=item, by=made.lead, on=today)
    cycles.move_request(request=request, name="return", by=made.lead, on=today)
    assert cycle.return_on == today
    found = rows("record_update", today)
    assert {one["due_on"] for one in found} == {today}
    assert Counter(one["returned_on"] for one in found) == {today: 2, None: 1}
    assert cycle.requests.get(person=made.other).state == RequestState.REQUESTED
    cycles.step(cycle=cycle, name="call_off", by=made.manager, on=today, note="The board does not meet.")
    assert {one["called_off_on"] for one in rows("record_update", today)} == {today}


def test_what_happened_after_the_day_is_not_told(made: Scene) -> None:
    """A round whose day has come may be returned later: on that day it had not come."""
    today = timezone.localdate()
    cycle = cycles.plan_cycle(plan=made.plan, board_on=today + 14 * DAY, by=made.manager, on=today)
    cycle = cycles.step(cycle=cycle, name="circulate", by=made.manager, on=today)
    cycle.requests.update(returned_at=timezone.now() + 3 * DAY)
    assert {one["returned_on"] for one in rows("record_update", today)} == {None}


def test_no_word_and_no_name_goes_along(made: Scene) -> None:
    said = str({name: one.rows.to_pylist() for name, one in plans_until(timezone.localdate()).items()})
    for words in (*(person.name for person in (made.lead, made.other, made.manager)), made.actions["late"].activity):
        assert words not in said
