"""Delivery plans and the board: what counts on which day, from records that were frozen with an extract."""

from __future__ import annotations

from pathlib import Path

import pytest

from inloco.analytics import behind, engine
from inloco.analytics.figure import Status
from inloco.analytics.periods import parse_period
from inloco.analytics.reference import reference_for
from inloco.analytics.settings import Settings
from inloco.analytics.snapshots import SnapshotStore
from tests.factories.county import record_of, snapshot_of
from tests.spec.county import AREAS, County

PLAN_FIGURES = ("plan_actions_brag_count", "plan_actions_overdue_count", "plan_updates_on_time_pct")
BOARD_FIGURES = ("board_attendance_pct", "resolutions_open_count")


class Plan:
    """A delivery plan, told action by action."""

    def __init__(self, county: County) -> None:
        self.county = county
        self.actions: list[dict[str, object]] = []
        self.states: list[dict[str, object]] = []

    def action(
        self,
        ref: str,
        *states: tuple[str, str, str, str | None],
        service: str = "",
        objective: str = "1",
        ended: str | None = None,
    ) -> Plan:
        """``states``: from which day on, the view, the BRAG and the end of the timescale."""
        self.actions.append(
            {
                "action": ref,
                "plan": "delivery",
                "objective": objective,
                "service": service,
                "added_on": states[0][0],
                "plan_ended_on": ended,
            }
        )
        for from_on, view, brag, due_on in states:
            self.states.append({"action": ref, "from_on": from_on, "view": view, "brag": brag, "due_on": due_on})
        return self

    def kept(self, since: str = "2019-01-01") -> County:
        self.county.recorded("record_action", *self.actions, since=since)
        self.county.recorded("record_action_state", *self.states, since=since)
        return self.county


def brags(county: County, period: str, **more: object) -> dict[str, int | None]:
    return {one.group: one.numerator for one in county.figures("plan_actions_brag_count", period, **more) if one.area == "county"}


def test_each_live_action_counts_with_its_rating_and_no_rating_is_a_class(county: County) -> None:
    plan = Plan(county)
    plan.action("1a", ("2019-03-01", "live", "Green", None))
    plan.action("1b", ("2019-03-01", "live", "Green", None))
    plan.action("2a", ("2019-03-01", "live", "", None))
    plan.action("2b", ("2019-03-01", "ongoing", "Red", None))
    plan.action("2c", ("2019-03-01", "closed", "Blue", None))
    assert brags(plan.kept(), "2019-08") == {"Green": 2, "No BRAG": 1}


def test_a_month_shows_what_stood_at_its_end(county: County) -> None:
    plan = Plan(county)
    plan.action(
        "1a", ("2019-03-01", "live", "Green", None), ("2019-06-30", "live", "Amber", None), ("2019-07-01", "live", "Red", None)
    )
    plan.action("1b", ("2019-05-02", "live", "Blue", None), ("2019-08-15", "closed", "Blue", None))
    plan.kept()
    assert brags(county, "2019-04") == {"Green": 1}
    assert brags(county, "2019-05") == {"Blue": 1, "Green": 1}
    assert brags(county, "2019-06") == {"Amber": 1, "Blue": 1}
    assert brags(county, "2019-07") == {"Blue": 1, "Red": 1}
    assert brags(county, "2019-08") == {"Red": 1}


def test_overdue_is_before_the_day_and_not_blue(county: County) -> None:
    plan = Plan(county)
    plan.action("on the day", ("2019-03-01", "live", "Green", "2019-08-31"))
    plan.action("the day before", ("2019-03-01", "live", "Green", "2019-08-30"))
    plan.action("Blue", ("2019-03-01", "live", "Blue", "2019-05-31"))
    plan.action("monitored", ("2019-03-01", "ongoing", "Red", "2019-05-31"))
    plan.action("no date", ("2019-03-01", "live", "Red", None))
    plan.action("no rating", ("2019-03-01", "live", "", "2019-05-31"))
    plan.kept()
    assert county.of("plan_actions_overdue_count") == "2"
    assert county.of("plan_actions_overdue_count", "2019-05") == "0"


def test_a_date_that_is_moved_counts_from_then_on(county: County) -> None:
    plan = Plan(county)
    plan.action("1a", ("2019-03-01", "live", "Amber", "2019-06-15"), ("2019-08-10", "live", "Amber", "2019-12-31"))
    plan.kept()
    assert [county.of("plan_actions_overdue_count", f"2019-0{month}") for month in (5, 6, 7, 8)] == ["0", "1", "1", "0"]


def test_a_plan_that_was_put_away_counts_no_more(county: County) -> None:
    plan = Plan(county)
    plan.action("1a", ("2019-03-01", "live", "Red", None), ended="2019-07-15")
    plan.kept()
    assert brags(county, "2019-06") == {"Red": 1}
    assert brags(county, "2019-07") == {"": 0}


def test_actions_are_parted_by_service_and_objective(county: County) -> None:
    plan = Plan(county)
    plan.action("1a", ("2019-03-01", "live", "Red", "2019-04-30"), service="Health", objective="1")
    plan.action("2a", ("2019-03-01", "live", "Red", "2019-04-30"), service="Health", objective="2")
    plan.action("2b", ("2019-03-01", "live", "Red", "2019-04-30"), objective="2")
    plan.kept()
    parted = {
        by: {one.group: one.numerator for one in county.figures("plan_actions_overdue_count", by=by)}
        for by in ("service", "objective", "plan", "brag")
    }
    assert parted == {
        "service": {"Health": 2, "nobody": 1},
        "objective": {"delivery/1": 1, "delivery/2": 2},
        "plan": {"delivery": 3},
        "brag": {"Red": 3},
    }


def update(number: int, due_on: str, returned_on: str | None = None, **more: object) -> dict[str, object]:
    return {"request": str(number), "plan": "delivery", "due_on": due_on, "returned_on": returned_on, **more}


def test_an_update_is_in_time_on_its_day_and_belongs_to_the_month_of_that_day(county: County) -> None:
    county.recorded(
        "record_update",
        update(1, "2019-08-05", "2019-08-05", service="Health"),
        update(2, "2019-08-05", "2019-08-06", service="Health"),
        update(3, "2019-08-05", service="Housing"),
        update(4, "2019-08-05", "2019-07-29", service="Housing"),
        update(5, "2019-07-31", "2019-07-31"),
    )
    assert county.of("plan_updates_on_time_pct") == "2 of 4"
    assert county.of("plan_updates_on_time_pct", "2019-07") == "1 of 1"
    assert county.of("plan_updates_on_time_pct", "2019/20") == "3 of 5"
    groups = {one.group: (one.numerator, one.denominator) for one in county.figures("plan_updates_on_time_pct", by="service")}
    assert groups == {"Health": (1, 2), "Housing": (1, 2)}


def test_a_round_that_was_called_off_in_time_asked_nobody(county: County) -> None:
    county.recorded(
        "record_update",
        update(1, "2019-08-05", called_off_on="2019-08-05"),
        update(2, "2019-08-20", called_off_on="2019-08-21"),
    )
    assert county.of("plan_updates_on_time_pct") == "0 of 1"


def seat(number: int, presence: str, held_on: str = "2019-08-13", **more: object) -> dict[str, object]:
    return {"seat": str(number), "body": "board", "held_on": held_on, "presence": presence, **more}


def test_a_substitute_fills_the_seat(county: County) -> None:
    county.recorded(
        "record_seat",
        seat(1, "present", member_class="Largest group"),
        seat(2, "substitute", member_class="Carers"),
        seat(3, "apologies", member_class="Carers"),
        seat(4, "absent"),
        seat(5, "present", "2019-07-02"),
    )
    assert county.of("board_attendance_pct") == "2 of 4"
    assert str(county.figure("board_attendance_pct").value) == "50.0"
    groups = {one.group: (one.numerator, one.denominator) for one in county.figures("board_attendance_pct", by="member_class")}
    assert groups == {"Largest group": (1, 1), "Carers": (1, 2), "unknown": (0, 1)}


def test_a_month_without_a_meeting_is_no_percentage_and_an_unrecorded_one_is_left_out(county: County) -> None:
    county.recorded("record_seat", seat(1, "present", "2019-06-04"), seat(2, "", "2019-07-02"))
    assert county.of("board_attendance_pct", "2019-06") == "1 of 1"
    for month in ("2019-07", "2019-08"):
        figure = county.figure("board_attendance_pct", month)
        assert (figure.numerator, figure.denominator, figure.value, figure.status) == (0, 0, None, Status.FINAL)


def resolution(number: int, resolved_on: str, closed_on: str | None = None, **more: object) -> dict[str, object]:
    made = {"resolution": str(number), "body": "board", "resolution_kind": "action", "resolved_on": resolved_on}
    return {**made, "closed_on": closed_on, "is_closed": closed_on is not None, **more}


def test_a_resolution_is_open_until_the_board_closes_it(county: County) -> None:
    county.recorded(
        "record_resolution",
        resolution(1, "2019-05-20", "2019-07-15"),
        resolution(2, "2019-05-20", "2019-07-31"),
        resolution(3, "2019-07-16"),
        resolution(4, "2019-05-20", is_closed=True),
    )
    assert [county.of("resolutions_open_count", f"2019-0{month}") for month in (4, 5, 6, 7, 8)] == ["0", "2", "2", "1", "1"]


@pytest.mark.parametrize("indicator", [*PLAN_FIGURES, *BOARD_FIGURES])
def test_without_records_there_is_no_figure_and_no_nought(county: County, indicator: str) -> None:
    county.child("Amara").looked_after("2018-01-10")
    [figure] = county.figures(indicator)
    assert (figure.area, figure.status, figure.numerator, figure.value) == ("county", Status.NOT_AVAILABLE, None, None)


def test_before_anything_was_recorded_there_is_no_figure(county: County) -> None:
    Plan(county).action("1a", ("2019-07-10", "live", "Red", "2019-07-01")).kept(since="2019-07-10")
    county.recorded("record_seat", seat(1, "present", "2019-08-13"), since="2019-08-13")
    months = ("2019-06", "2019-07", "2019-08")
    assert [county.figure("plan_actions_overdue_count", month).numerator for month in months] == [None, 1, 1]
    assert [county.figure("board_attendance_pct", month).status for month in months] == [
        Status.NOT_AVAILABLE,
        Status.NOT_AVAILABLE,
        Status.FINAL,
    ]


def test_only_the_whole_authority_has_figures_and_no_child_is_behind_them(county: County) -> None:
    county.child("Amara").looked_after("2018-01-10")
    Plan(county).action("1a", ("2019-03-01", "live", "Red", "2019-05-31")).kept()
    figures = county.figures("plan_actions_overdue_count", "2019-07", "2019-08")
    assert [(one.area, one.numerator) for one in figures] == [("county", 1), ("county", 1)]
    snapshot, reference = county.freeze()
    assert behind.children(snapshot, reference, county.settings, "plan_actions_overdue_count", parse_period("2019-08")) == []


def test_records_reach_as_far_whatever_was_loaded_with_them(tmp_path: Path) -> None:
    """An Annex A workbook shows six months of children; the board’s records beside it go back to the first meeting."""
    rows = [resolution(1, "2019-05-20")]
    snapshot = snapshot_of(
        tmp_path,
        as_at="2019-08-31",
        kind="annexa",
        records={"record_resolution": record_of("record_resolution", rows, since="2019-05-20")},
        person=[],
        areas=AREAS,
    )
    reference = reference_for(SnapshotStore(tmp_path), snapshot)
    periods = [parse_period(month) for month in ("2019-04", "2019-05", "2019-08")]
    found = engine.compute(snapshot, reference, Settings(), ["resolutions_open_count"], periods, by="body")
    assert [(one.group, one.numerator, one.status) for one in found] == [
        ("", None, Status.NOT_AVAILABLE),
        ("board", 1, Status.FINAL),
        ("board", 1, Status.FINAL),
    ]
