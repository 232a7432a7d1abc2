"""Figures in cells and dated notes in progress: read where they can be told, left alone where they cannot."""

from datetime import date
from decimal import Decimal

import pytest

from inloco.plans.reading.figures import Direction, direction, figures, has_period, single_figure, target_figure
from inloco.plans.reading.notes import latest, newest, read_notes


@pytest.mark.parametrize(
    ("text", "value", "unit", "on"),
    [
        ("112 31/01/26", "112", "", date(2026, 1, 31)),
        ("64% Jan-25", "64", "%", date(2025, 1, 31)),
        ("190 (June 2025 data)", "190", "", date(2025, 6, 30)),
        ("1,204 Q1 2025", "1204", "", None),
        ("18 2024/25", "18", "", None),
        ("57.7 per cent", "57.7", "%", None),
    ],
)
def test_the_one_figure_of_a_cell(text, value, unit, on):
    figure = single_figure(text)
    assert figure is not None
    assert (figure.value, figure.unit, figure.on) == (Decimal(value), unit, on)


@pytest.mark.parametrize(
    "text", ["", "not known", "85 placements, 31 apprentices", "1 Sept 2017 - 13.05.25", "12 of 40", "64% Jan-25\n57% Jun-25"]
)
def test_a_cell_that_says_several_things_is_left_to_a_person(text):
    assert single_figure(text) is None


def test_a_series_has_a_figure_a_line():
    assert [(str(one), one.on) for one in figures("64% Jan-25\n57.7% June-25")] == [
        ("64%", date(2025, 1, 31)),
        ("57.7%", date(2025, 6, 30)),
    ]


def test_a_series_may_stand_in_one_line():
    assert [(str(one), one.on) for one in figures("64% Jan-25, 57.7% June-25")] == [
        ("64%", date(2025, 1, 31)),
        ("57.7%", date(2025, 6, 30)),
    ]
    assert figures("June 2025: 56% at 18, 43% at 21") == []


def test_a_change_is_no_target():
    assert target_figure("reduce by 20 by March 2026") is None
    assert str(target_figure("60% in fostering 01/06/2026")) == "60%"


@pytest.mark.parametrize(
    ("texts", "way"),
    [
        (("Increase in calls answered",), Direction.HIGHER),
        (("Reduction in complaints", "Improve the service"), Direction.LOWER),
        (("Number of cards", "Improve what children hear back"), Direction.HIGHER),
        (("Reduce waits and increase calls",), Direction.NEITHER),
        (("Number of cards",), Direction.NEITHER),
    ],
)
def test_which_way_is_better(texts, way):
    assert direction(*texts) is way


@pytest.mark.parametrize(
    ("text", "has"), [("15%", False), ("15% July 25", True), ("27 Q1 2025", True), ("18 2024/25", True), ("112", False)]
)
def test_whether_a_value_says_its_time(text, has):
    assert has_period(text) is has


def test_notes_begin_with_their_dates_and_not_with_dates_within():
    text = "Cards drawn up. 11.03.25 - Printer found, due by 04.06.25. 14.05.25 IC - Waiting for her. Met 20.05.25."
    assert [(note.on, note.text[:12]) for note in read_notes(text)] == [
        (None, "Cards drawn "),
        (date(2025, 3, 11), "Printer foun"),
        (date(2025, 5, 14), "IC - Waiting"),
    ]


def test_a_span_of_dates_begins_no_note():
    assert read_notes("01/01/2025 – 31/07/2025 – 21 cards came back")[0].on is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("14.05.25 - Drawn up, to be used by 31.07.25 July 25 - Shown to the board.", [date(2025, 5, 14), date(2025, 7, 31)]),
        ("Services are there July 25 - End moved by a year", [None, date(2025, 7, 31)]),
        ("Report of March 2025 - 15.05.25 IC – still to improve", [None, date(2025, 5, 15)]),
        ("In the report March 2025 - The north leads", [None]),
        ("Costs from Jan 2025 – 31 May 2025 is less", [None]),
    ],
)
def test_a_month_in_the_middle_begins_a_note_where_a_dash_follows(text, days):
    assert [note.on for note in read_notes(text)] == days


def test_a_month_without_a_year_is_the_last_one():
    notes = read_notes("July update - Tracker in use.")
    assert (notes[0].on, notes[0].month, notes[0].text) == (None, 7, "Tracker in use.")
    assert newest(notes, on=date(2025, 9, 17)) == date(2025, 7, 31)
    assert newest(notes, on=date(2026, 3, 2)) == date(2025, 7, 31)
    assert newest(notes) is None


def test_what_was_said_last_on_a_day():
    notes = read_notes("02.06.25 - Second.\n09.08.25 - Last in the north.\n09.08.25 - Last in the east.\n01.12.25 - Later.")
    assert [note.text for note in latest(notes, on=date(2025, 9, 17))] == ["Last in the north.", "Last in the east."]
    assert latest(read_notes("No date at all"), on=date(2025, 9, 17))[0].text == "No date at all"
    assert read_notes("  ") == []
