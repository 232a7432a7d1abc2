"""What the words of a timescale are read as: the shapes that officers type, and what has no date."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inloco.plans.dates import mentions
from inloco.plans.timescales import read_timescale
from inloco.plans.words import Precision

DAYS = [
    ("31/12/19", date(2019, 12, 31)),
    ("28/02/2020", date(2020, 2, 28)),
    ("30.11.19", date(2019, 11, 30)),
    ("31 / 3 / 20", date(2020, 3, 31)),
    ("31-03-2020", date(2020, 3, 31)),
    ("2020-03-31", date(2020, 3, 31)),
    ("31-Mar-20", date(2020, 3, 31)),
    ("30th April 2020", date(2020, 4, 30)),
    ("April 30th 2020", date(2020, 4, 30)),
    ("by the 1st of June 2021", date(2021, 6, 1)),
    ("43921", date(2020, 3, 31)),
]
MONTHS = [
    ("Jul-20", date(2020, 7, 31)),
    ("Feb 2020", date(2020, 2, 29)),
    ("Feb-19", date(2019, 2, 28)),
    ("Sept 2019", date(2019, 9, 30)),
    ("Jul '20", date(2020, 7, 31)),
    ("end of March 2020", date(2020, 3, 31)),
    ("in effect by Feb 2019", date(2019, 2, 28)),
    ("09/2019", date(2019, 9, 30)),
]
RANGES = [
    ("Nov 18 – Nov 19", date(2019, 11, 30)),
    ("Nov-Dec 19", date(2019, 12, 31)),
    ("Apr to Jun 2019", date(2019, 6, 30)),
    ("1-5 June 2019", date(2019, 6, 5)),
    ("01/09/19 - 30/09/19", date(2019, 9, 30)),
    ("Dec 18 & Monthly monitoring September 2020", date(2020, 9, 30)),
    ("Start Jan 19\nNov 19", date(2019, 11, 30)),
    ("Ongoing-Mar-20", date(2020, 3, 31)),
    ("01/04/19 - Ongoing\nJan-20", date(2020, 1, 31)),
    ("Year 9 - Sept 2018 Year 8 Sept 2019", date(2019, 9, 30)),
    ("Q3 2019/20", date(2019, 12, 31)),
    ("Q4 2019/20", date(2020, 3, 31)),
]
OPEN = [
    "Ongoing",
    "on-going",
    "01/03/2019 and ongoing",
    "Mar 19 – ongoing quarterly",
    "01/03/2019 onwards",
    "Quarterly monitoring",
    "monthly from Jan 2020",
]
NO_DATE = ["TBC", "to be agreed", "n/a", "-", "2018-2019", "2018/19", "2019", "Spring 2020", "Complete", "soon", "31 March"]


@pytest.mark.parametrize(("words", "due"), DAYS)
def test_a_day_is_that_day(words, due):
    read = read_timescale(words)
    assert (read.due, read.precision, read.error) == (due, Precision.DAY, None)


@pytest.mark.parametrize(("words", "due"), MONTHS)
def test_a_month_ends_on_its_last_day(words, due):
    read = read_timescale(words)
    assert (read.due, read.precision) == (due, Precision.MONTH)


@pytest.mark.parametrize(("words", "due"), RANGES)
def test_a_range_or_list_ends_with_its_last_date(words, due):
    read = read_timescale(words)
    assert (read.due, read.precision) == (due, Precision.RANGE)


@pytest.mark.parametrize("words", OPEN)
def test_what_has_no_end_is_ongoing(words):
    read = read_timescale(words)
    assert (read.due, read.precision, read.error) == (None, Precision.ONGOING, None)


@pytest.mark.parametrize("words", ["", "  ", *NO_DATE])
def test_what_names_no_day_has_no_date_and_no_error(words):
    read = read_timescale(words)
    assert (read.due, read.precision, read.error) == (None, Precision.NONE, None)
    assert read.words == words


@pytest.mark.parametrize(
    ("words", "due", "said"),
    [
        ("01./03/20", date(2020, 3, 1), "slip"),
        ("30.11..19", date(2019, 11, 30), "slip"),
        ("Nov1-9", date(2019, 11, 30), "slip"),
        ("by end of Febuary 2020", date(2020, 2, 29), "read as February"),
        ("November 2018, repeated through 2019", date(2018, 11, 30), "names no day"),
        ("Mar 20, Dec 19", date(2020, 3, 31), "the latest was taken"),
    ],
)
def test_what_had_to_be_guessed_is_said(words, due, said):
    read = read_timescale(words)
    assert read.due == due
    assert any(said in doubt for doubt in read.doubts), read.doubts


@pytest.mark.parametrize("words", ["31/04/19", "29/02/2019", "31st June 2020", "12/13/19", "0/1/20"])
def test_a_day_that_does_not_exist_is_an_error_and_no_date(words):
    read = read_timescale(words)
    assert read.due is None
    assert read.error is not None
    assert words in read.error


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("Mar-20 (was Dec 19)", date(2020, 3, 31)),
        ("31/12/19 amended to 30/09/19", date(2019, 9, 30)),
        ("First draft BY 30TH Jan 2019 amended 01.05.19", date(2019, 5, 1)),
    ],
)
def test_a_date_that_was_changed_is_the_new_one(words, due):
    assert read_timescale(words).due == due


SHAPES = ["%d/%m/%Y", "%d/%m/%y", "%d.%m.%y", "%d.%m.%Y", "%Y-%m-%d", "%d %B %Y", "%d-%b-%y", "%B %d, %Y"]
A_DAY = st.dates(date(2005, 1, 1), date(2049, 12, 31))


@given(A_DAY, st.sampled_from(SHAPES))
def test_every_day_is_read_back_in_every_shape(day, shape):
    read = read_timescale(day.strftime(shape))
    assert (read.due, read.precision, read.doubts) == (day, Precision.DAY, ())


@given(A_DAY, st.sampled_from(["%b-%y", "%b %Y", "%B %Y"]))
def test_every_month_ends_on_its_last_day(day, shape):
    read = read_timescale(day.strftime(shape)).due
    assert read is not None
    assert (read.year, read.month) == (day.year, day.month)
    assert read.day in {28, 29, 30, 31}


@given(A_DAY, A_DAY)
def test_two_days_joined_end_with_the_later(one, other):
    first, last = sorted((one, other))
    assert read_timescale(f"{first:%d/%m/%Y} - {last:%d/%m/%Y}").due == last


@given(st.text(max_size=80))
def test_no_text_is_too_odd_and_nothing_is_made_up(words):
    read = read_timescale(words)
    assert read.words == words
    assert read.due is None or any(character.isdigit() for character in words)
    assert not (read.due and read.error)


@given(st.text(max_size=120))
def test_dates_in_a_text_never_overlap(text):
    found = mentions(text)
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("31/12", "No year can be read."),
        ("18/19", "Years alone name no day."),
        ("6 months", "A length of time names no day."),
        ("Autumn term 2026", "A season or a term names no day."),
        ("ASAP", "It says that it is urgent, and no day."),
    ],
)
def test_why_no_day_is_read_is_said_in_its_own_words(words, why):
    assert read_timescale(words).doubts == (why,)


def test_a_day_with_the_month_first_is_an_error_with_a_hint():
    read = read_timescale("12/31/2026")
    assert (read.due, read.error) == (
        None,
        "12/31/2026 is a day that does not exist; with the month first it would be 31/12/2026.",
    )
