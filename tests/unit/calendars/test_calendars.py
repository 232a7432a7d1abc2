"""Working days, ages and corresponding dates, against days that anybody can look up."""

from datetime import date

import pytest

from inloco.analytics import calendars
from inloco.analytics.errors import WrongUsage


def day(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("first", "number", "expected"),
    [
        ("2019-04-15", 20, "2019-05-16"),  # Good Friday, Easter Monday and 6 May between
        ("2019-04-18", 1, "2019-04-23"),
        ("2019-04-20", 1, "2019-04-23"),  # a Saturday is day 0 as well
        ("2020-04-30", 6, "2020-05-11"),  # 4 May 2020 was moved to 8 May
        ("2022-06-01", 1, "2022-06-06"),  # 2 and 3 June 2022
        ("2022-09-16", 1, "2022-09-20"),
        ("2023-05-05", 1, "2023-05-09"),
        ("2021-12-24", 1, "2021-12-29"),  # substitutes for Christmas Day and Boxing Day
    ],
)
def test_working_days_after(first, number, expected):
    assert calendars.add_working_days(day(first), number) == day(expected)


@pytest.mark.parametrize(
    "holiday", ["2020-05-08", "2022-06-02", "2022-06-03", "2022-09-19", "2023-05-08", "2012-06-05", "2011-04-29"]
)
def test_extra_and_moved_bank_holidays(holiday):
    assert not calendars.is_working_day(day(holiday))


@pytest.mark.parametrize("working", ["2020-05-04", "2022-05-30", "2019-12-24", "2012-05-28"])
def test_days_from_which_a_holiday_was_moved_are_working_days(working):
    assert calendars.is_working_day(day(working))


@pytest.mark.parametrize(
    ("year", "count"), [(2010, 8), (2011, 9), (2012, 9), (2019, 8), (2020, 8), (2022, 10), (2023, 9), (2030, 8)]
)
def test_bank_holidays_of_a_year(year, count):
    assert sum(holiday.year == year for holiday in calendars.bank_holidays()) == count
    assert all(holiday.weekday() < 5 for holiday in calendars.bank_holidays())


@pytest.mark.parametrize("outside", ["1999-06-01", "2031-01-01"])
def test_outside_the_years_held_it_is_an_error_and_no_guess(outside):
    with pytest.raises(WrongUsage, match="Bank holidays are held from"):
        calendars.is_working_day(day(outside))
    with pytest.raises(WrongUsage):
        calendars.add_working_days(day(outside), 1)


def test_a_due_day_beyond_the_years_held_is_an_error():
    with pytest.raises(WrongUsage):
        calendars.add_working_days(day("2030-12-20"), 20)


@pytest.mark.parametrize(
    ("first", "months", "expected"),
    [
        ("2019-11-30", 3, "2020-02-29"),
        ("2018-11-30", 3, "2019-02-28"),
        ("2019-08-31", 1, "2019-09-30"),
        ("2019-02-28", 6, "2019-08-28"),
        ("2020-02-29", 12, "2021-02-28"),
        ("2019-08-31", -6, "2019-02-28"),
        ("2019-08-31", -12, "2018-08-31"),
        ("2019-01-31", 0, "2019-01-31"),
    ],
)
def test_corresponding_dates_are_clamped(first, months, expected):
    assert calendars.add_months(day(first), months) == day(expected)


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        ("2016-02-29", "2021-02-28", 4),
        ("2016-02-29", "2021-03-01", 5),
        ("2016-02-29", "2020-02-29", 4),
        ("2015-08-31", "2019-08-30", 3),
        ("2015-08-31", "2019-08-31", 4),
    ],
)
def test_age_attained(born, on, age):
    assert calendars.age_on(day(born), day(on)) == age


def test_birthday_of_a_leap_day_birth():
    assert calendars.birthday(day("2004-02-29"), 17) == day("2021-03-01")
    assert calendars.birthday(day("2004-02-29"), 16) == day("2020-02-29")


@pytest.mark.parametrize(("event", "publish_by"), [("2019-09-17", "2019-09-09"), ("2019-11-26", "2019-11-18")])
def test_five_clear_days(event, publish_by):
    assert calendars.last_day_with_clear_days(day(event), 5) == day(publish_by)


@pytest.mark.parametrize(
    ("end", "first"), [("2019-08-31", "2019-09-02"), ("2019-03-31", "2019-04-01"), ("2019-12-31", "2020-01-02")]
)
def test_first_working_day_after_month_end(end, first):
    assert calendars.first_working_day_after(day(end)) == day(first)


def test_years_and_month_ends():
    assert calendars.year_start(day("2019-03-31")) == day("2018-04-01")
    assert calendars.year_start(day("2019-04-01")) == day("2019-04-01")
    assert calendars.month_end(day("2020-02-03")) == day("2020-02-29")
    assert calendars.working_days_between(day("2019-04-15"), day("2019-05-16")) == 20
