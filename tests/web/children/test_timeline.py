"""A child's time in care to scale."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from inloco.children.timeline import LEFT, RIGHT, WIDTH, Event, Lane, Span, draw

ON = date(2019, 8, 31)


def test_nothing_known_is_nothing_drawn() -> None:
    assert draw([Lane("Placements"), Lane("Reviews")], on=ON) is None


def test_a_bar_is_as_long_as_its_days() -> None:
    drawn = draw(
        [Lane("Placements", (Span("A", date(2017, 8, 31), date(2018, 8, 31)), Span("B", date(2018, 8, 31), None)))], on=ON
    )
    assert drawn is not None
    first, second = drawn.lanes[0].bars
    assert first.x == LEFT
    assert abs(first.width - second.width) < 1
    assert second.title == "B: 31 Aug 2018 still open"
    assert abs(drawn.today - (WIDTH - RIGHT)) < 0.1


def test_what_is_due_lies_beyond_today_and_has_its_own_shape() -> None:
    events = (Event("held", date(2019, 3, 20)), Event("late", date(2019, 4, 20), "late"), Event("due", date(2019, 9, 20), "due"))
    drawn = draw([Lane("Reviews", events=events)], on=ON)
    assert drawn is not None
    held, late, due = drawn.lanes[0].marks
    assert due.x > drawn.today > late.x > held.x
    assert len({len(mark.points.split()) for mark in (held, late)}) == 2, "a square and a triangle"
    assert "Reviews: 2 held" in drawn.description


def test_a_label_that_does_not_fit_is_left_to_its_title() -> None:
    spans = (Span("Foster placement", date(2010, 1, 1), date(2010, 1, 20)), Span("Foster placement", date(2010, 1, 20), None))
    drawn = draw([Lane("Placements", spans)], on=ON)
    assert drawn is not None
    short, long = drawn.lanes[0].bars
    assert (short.text, long.text) == ("", "Foster placement")
    assert short.title.startswith("Foster placement: 1 Jan 2010")


@given(
    st.lists(st.tuples(st.dates(date(2000, 1, 1), ON), st.integers(0, 4000), st.booleans()), min_size=1, max_size=8),
)
def test_everything_stays_on_the_drawing(spans: list[tuple[date, int, bool]]) -> None:
    lane = Lane(
        "Any", tuple(Span("x", start, None if is_open else start + timedelta(days=days)) for start, days, is_open in spans)
    )
    drawn = draw([lane], on=ON)
    assert drawn is not None
    for bar in drawn.lanes[0].bars:
        assert bar.x >= LEFT
        assert bar.width > 0
        assert bar.x + bar.width <= WIDTH - RIGHT + 2.1
    assert LEFT <= drawn.today <= WIDTH - RIGHT + 0.1
    assert len(drawn.ticks) <= 14
