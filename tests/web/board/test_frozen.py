"""What of boards is frozen with an extract: filled seats and open resolutions, without a name."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from inloco.board.actions import minutes, resolutions
from inloco.board.frozen import boards_until
from inloco.board.models import Attendance, Meeting, Resolution
from inloco.performance.with_load import recorded_until
from tests.web.board.conftest import DAY, Board

pytestmark = pytest.mark.django_db


def rows(table: str, as_at: dt.date) -> list[dict[str, Any]]:
    return recorded_until(as_at)[table].rows.to_pylist()


def presences(meeting: Meeting, board: Board, as_at: dt.date) -> dict[str, str]:
    names = {f"{meeting.pk}/{member.pk}": name for name, member in board.members.items()}
    return {names[one["seat"]]: one["presence"] for one in rows("record_seat", as_at)}


def resolved(board: Board, meeting: Meeting, kind: str = "action") -> Resolution:
    item = meeting.items.filter(outcome="open").first()
    return resolutions.resolve(item=item, kind=kind, text="Write to every carer", owner_name="Kit Amankwah", by=board.officer)


def test_a_seat_is_a_voting_member_who_serves_on_the_day(board: Board) -> None:
    meeting = board.held()
    assert presences(meeting, board, board.today) == {"chair": "present", "member": "present", "young": "present"}
    assert {(one["body"], one["held_on"]) for one in rows("record_seat", board.today)} == {(board.body.slug, board.today)}
    board.members["young"].until_on = board.today - DAY
    board.members["young"].save()
    assert set(presences(meeting, board, board.today)) == {"chair", "member"}


def test_a_substitute_fills_it_and_whoever_is_not_named_was_absent(board: Board) -> None:
    meeting = board.held(came=("chair",))
    Attendance.objects.create(meeting=meeting, in_place_of=board.members["member"], name="Delphine Akerman", presence="present")
    meeting.attendance.filter(membership=board.members["young"]).delete()
    assert presences(meeting, board, board.today) == {"chair": "present", "member": "substitute", "young": "absent"}


def test_a_meeting_whose_attendance_nobody_recorded_says_nothing(board: Board) -> None:
    meeting = board.held()
    meeting.attendance.all().delete()
    assert set(presences(meeting, board, board.today).values()) == {""}


def test_before_the_first_meeting_there_is_nothing(board: Board) -> None:
    assert recorded_until(board.today) == {}
    board.published()
    assert recorded_until(board.today + 40 * DAY) == {}, "a meeting to come has no seats"
    board.held()
    assert recorded_until(board.today - DAY) == {}
    assert {one.since for one in boards_until(board.today).values()} == {board.today}


def test_an_action_is_open_until_the_board_closes_it(board: Board) -> None:
    meeting = board.held()
    resolved(board, meeting, "decision")
    made = resolved(board, meeting)
    [row] = rows("record_resolution", board.today)
    assert (row["resolution"], row["resolution_kind"], row["resolved_on"]) == (str(made.pk), "action", board.today)
    assert (row["is_closed"], row["closed_on"]) == (False, None)
    resolutions.close_resolution(resolution=made, note="All were written to.", by=board.officer)
    [row] = rows("record_resolution", board.today)
    assert (row["is_closed"], row["closed_on"]) == (True, board.today)


def test_what_a_later_meeting_closed_was_open_before(board: Board) -> None:
    meeting = board.held()
    made = resolved(board, meeting)
    later = board.plan(9)
    Resolution.objects.filter(pk=made.pk).update(state="closed", closing_note="Done", closed_at=later)
    [row] = rows("record_resolution", board.today)
    assert (row["is_closed"], row["closed_on"]) == (False, None)
    [row] = rows("record_resolution", board.today + 9 * DAY)
    assert (row["is_closed"], row["closed_on"]) == (True, later.on)


def test_one_closed_on_a_day_that_nobody_recorded_says_so(board: Board) -> None:
    made = resolved(board, board.held())
    Resolution.objects.filter(pk=made.pk).update(state="closed", closing_note="Done")
    [row] = rows("record_resolution", board.today)
    assert (row["is_closed"], row["closed_on"]) == (True, None)


def test_no_name_goes_along(board: Board) -> None:
    meeting = board.held()
    resolved(board, meeting)
    minutes.write_minute(item=meeting.items.first(), text="Kit spoke.", based_on=0, by=board.officer)
    said = str({name: one.rows.to_pylist() for name, one in boards_until(board.today).items()})
    assert not [person.name for person in board.people.values() if person.name in said or person.name.split()[0] in said]
