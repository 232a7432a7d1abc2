"""Days as numbers follow the same rules as the calendars."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from inloco.analytics import calendars
from inloco.analytics.synthetic import days

DAYS = st.dates(date(2006, 1, 1), date(2028, 12, 31))


@given(DAYS)
def test_a_day_comes_back(day):
    number = days.day_number(day)
    assert days.as_date(number) == day
    assert days.parts(number) == (day.year, day.month, day.day)


@given(DAYS, st.integers(-24, 24))
def test_months_are_added_as_the_calendar_does(day, count):
    assert days.as_date(days.add_months(days.day_number(day), count)) == calendars.add_months(day, count)


@given(DAYS, st.integers(1, 60))
def test_working_days_are_counted_as_the_calendar_does(day, count):
    assert days.as_date(days.add_working_days(days.day_number(day), count)) == calendars.add_working_days(day, count)


@given(DAYS, st.integers(0, 18), DAYS)
def test_ages_are_attained_as_the_calendar_does(born, age, day):
    assert days.as_date(days.birthday(days.day_number(born), age)) == calendars.birthday(born, age)
    assert days.age_on(days.day_number(born), days.day_number(day)) == calendars.age_on(born, day)


def test_a_weekend_goes_back_to_friday():
    assert [days.as_date(days.on_weekday(days.day_number(date(2019, 8, day)))).day for day in (30, 31)] == [30, 30]
    assert days.as_date(days.on_weekday(days.day_number(date(2019, 9, 1)))) == date(2019, 8, 30)


def test_a_leap_day_birth_is_celebrated_on_1_march():
    born = days.day_number(date(2004, 2, 29))
    assert days.as_date(days.birthday(born, 18)) == date(2022, 3, 1)
