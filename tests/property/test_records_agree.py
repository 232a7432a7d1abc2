"""Engine and a plain reading agree on the figures of plans and boards, month after month, from random histories."""

from __future__ import annotations

import tempfile
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from inloco.analytics import engine
from inloco.analytics.figure import Figure
from inloco.analytics.indicators import CATALOGUE, OF_CHILDREN
from inloco.analytics.periods import financial_year, month
from inloco.analytics.records import Recorded
from inloco.analytics.reference import reference_for
from inloco.analytics.settings import Settings
from inloco.analytics.snapshots import SnapshotStore
from tests.factories.county import record_of, snapshot_of

from .examples import examples

FIRST, AS_AT = date(2019, 4, 1), date(2019, 8, 31)
PERIODS = [*(month(2019, number) for number in range(4, 9)), financial_year(2019)]
AREAS = [
    {"area": "county", "name": "County", "kind": "authority"},
    {"area": "T1", "name": "Team", "kind": "team", "parent": "county"},
]
Rows = dict[str, list[dict[str, Any]]]

days = st.dates(FIRST - timedelta(days=20), AS_AT)
maybe = st.none() | days
brags = st.sampled_from(["", "Blue", "Red", "Amber", "Green"])
views = st.sampled_from(["live", "live", "ongoing", "closed"])
states = st.lists(st.tuples(days, views, brags, maybe), min_size=1, max_size=4, unique_by=lambda one: one[0])


@st.composite
def histories(draw: st.DrawFn) -> Rows:
    """Tables as a load would freeze them."""
    rows: Rows = {name: [] for name in ("record_action", "record_action_state", "record_update", "record_seat")}
    rows["record_resolution"] = []
    for number, story in enumerate(draw(st.lists(states, max_size=6))):
        action = str(number)
        added_on = min(one[0] for one in story)
        rows["record_action"].append(
            {"action": action, "plan": "p", "objective": "1", "added_on": added_on, "plan_ended_on": draw(maybe)}
        )
        rows["record_action_state"] += [
            {"action": action, "from_on": on, "view": view, "brag": brag, "due_on": due} for on, view, brag, due in story
        ]
    for number, (due, returned, off) in enumerate(draw(st.lists(st.tuples(days, maybe, maybe), max_size=8))):
        rows["record_update"].append(
            {"request": str(number), "plan": "p", "due_on": due, "returned_on": returned, "called_off_on": off}
        )
    presences = st.sampled_from(["present", "substitute", "apologies", "absent", ""])
    for number, (held, presence) in enumerate(draw(st.lists(st.tuples(days, presences), max_size=8))):
        rows["record_seat"].append({"seat": str(number), "body": "b", "held_on": held, "presence": presence})
    for number, (made, closed, is_closed) in enumerate(draw(st.lists(st.tuples(days, maybe, st.booleans()), max_size=8))):
        rows["record_resolution"].append(
            {
                "resolution": str(number), "body": "b", "resolution_kind": "action", "resolved_on": made,
                "is_closed": is_closed, "closed_on": max(closed, made) if closed and is_closed else None,
            }
        )  # fmt: skip
    return rows


@given(rows=histories())
@examples
def test_every_figure_of_records_agrees(rows: Rows) -> None:
    since = "2019-01-01"
    frozen: dict[str, Recorded] = {name: record_of(name, listed, since=since) for name, listed in rows.items()}
    with tempfile.TemporaryDirectory() as folder:
        snapshot = snapshot_of(Path(folder), as_at=AS_AT, records=frozen, areas=AREAS)
        reference = reference_for(SnapshotStore(Path(folder)), snapshot)
        figures = engine.compute(snapshot, reference, Settings(), list(EXPECTED), PERIODS)
    assert {one.area for one in figures} == {"county"}
    for figure in figures:
        day = min(figure.period.end, AS_AT)
        expected = EXPECTED[figure.indicator](rows, figure.period.start, day)
        assert said(figure) == (expected[figure.group] if isinstance(expected, Counter) else expected), (figure.indicator, day)
    of_brags = [one for one in figures if one.indicator == "plan_actions_brag_count"]
    for period in PERIODS:
        groups = {one.group: one.numerator for one in of_brags if one.period == period}
        assert {group: count for group, count in groups.items() if count} == by_brag(rows, period.start, min(period.end, AS_AT))


def test_every_indicator_of_records_is_compared() -> None:
    assert set(EXPECTED) == set(CATALOGUE) - set(OF_CHILDREN)


def said(figure: Figure) -> object:
    return figure.numerator if figure.denominator is None else (figure.numerator, figure.denominator)


def standing(rows: Rows, day: date) -> list[dict[str, Any]]:
    """Live actions of plans in use, each as the last word until the day has it."""
    found = []
    for action in rows["record_action"]:
        words = [one for one in rows["record_action_state"] if one["action"] == action["action"] and one["from_on"] <= day]
        is_used = action["plan_ended_on"] is None or action["plan_ended_on"] > day
        if words and is_used:
            last = max(words, key=lambda one: one["from_on"])
            if last["view"] == "live":
                found.append(last)
    return found


def by_brag(rows: Rows, start: date, day: date) -> Counter[str]:
    return Counter(one["brag"] or "No BRAG" for one in standing(rows, day))


def overdue(rows: Rows, start: date, day: date) -> int:
    return sum(1 for one in standing(rows, day) if one["brag"] != "Blue" and one["due_on"] and one["due_on"] < day)


def on_time(rows: Rows, start: date, day: date) -> tuple[int, int]:
    asked = [
        one
        for one in rows["record_update"]
        if start <= one["due_on"] <= day and not (one["called_off_on"] and one["called_off_on"] <= one["due_on"])
    ]
    return sum(1 for one in asked if one["returned_on"] and one["returned_on"] <= one["due_on"]), len(asked)


def attended(rows: Rows, start: date, day: date) -> tuple[int, int]:
    seats = [one["presence"] for one in rows["record_seat"] if start <= one["held_on"] <= day and one["presence"]]
    return sum(1 for one in seats if one in ("present", "substitute")), len(seats)


def still_open(rows: Rows, start: date, day: date) -> int:
    made = [one for one in rows["record_resolution"] if one["resolved_on"] <= day]
    return sum(1 for one in made if not one["is_closed"] or (one["closed_on"] and one["closed_on"] > day))


EXPECTED = {
    "plan_actions_brag_count": by_brag,
    "plan_actions_overdue_count": overdue,
    "plan_updates_on_time_pct": on_time,
    "board_attendance_pct": attended,
    "resolutions_open_count": still_open,
}
