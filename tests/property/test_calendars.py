"""Calendars and clocks for any day; SQL and Python are one rule."""

from datetime import date, timedelta

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from inloco.analytics import calendars
from inloco.analytics.clocks import CLOCKS, teach
from inloco.analytics.facts.duck import define

DAYS = st.dates(date(2006, 1, 1), date(2030, 6, 30))


@given(DAYS, st.integers(1, 60))
def test_the_nth_working_day_has_n_working_days_up_to_it(anchor, number):
    due = calendars.add_working_days(anchor, number)
    assert calendars.is_working_day(due)
    assert calendars.working_days_between(anchor, due) == number
    counted = sum(calendars.is_working_day(anchor + timedelta(days=n)) for n in range(1, (due - anchor).days + 1))
    assert counted == number


@given(DAYS, st.integers(1, 30), st.integers(1, 30))
def test_working_days_add_up(anchor, first, second):
    together = calendars.add_working_days(anchor, first + second)
    assert calendars.add_working_days(calendars.add_working_days(anchor, first), second) == together


@given(DAYS, st.integers(-60, 60))
def test_months_keep_the_day_or_end_the_month(day, number):
    moved = calendars.add_months(day, number)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == number
    assert moved.day == day.day or (moved.day < day.day and moved == calendars.month_end(moved))


@given(st.dates(date(1990, 1, 1), date(2020, 12, 31)), st.integers(0, 30))
def test_an_age_is_attained_on_its_birthday_and_not_before(born, age):
    birthday = calendars.birthday(born, age)
    assert calendars.age_on(born, birthday) == age
    assert calendars.age_on(born, birthday - timedelta(days=1)) == age - 1


@given(DAYS, st.integers(1, 10))
def test_clear_days_lie_between(event, number):
    published = calendars.last_day_with_clear_days(event, number)
    between = [published + timedelta(days=n) for n in range(1, (event - published).days)]
    assert sum(map(calendars.is_working_day, between)) == number


@settings(deadline=None, max_examples=30)
@given(st.lists(DAYS.filter(lambda day: day < date(2030, 3, 1)), min_size=1, max_size=50))
def test_sql_and_python_agree_on_due_days(anchors):
    with duckdb.connect() as connection:
        teach(connection, CLOCKS)
        clocks = [clock for clock in CLOCKS if clock.is_in_sql]
        told = ", ".join(f"{clock.name}_due(anchor)" for clock in clocks)
        rows = connection.execute(f"select anchor, {told} from (select unnest(?::date[]) as anchor)", [anchors]).fetchall()
    assert sorted(rows) == sorted((anchor, *(clock.due(anchor) for clock in clocks)) for anchor in anchors)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.dates(date(1995, 1, 1), date(2019, 12, 31)), DAYS), min_size=1, max_size=50))
def test_sql_and_python_agree_on_ages(pairs):
    with duckdb.connect() as connection:
        define(connection)
        rows = connection.execute(
            "select age_on(born, on_day) from (select unnest(?::date[]) as born, unnest(?::date[]) as on_day)",
            [[born for born, _ in pairs], [day for _, day in pairs]],
        ).fetchall()
    assert [row[0] for row in rows] == [calendars.age_on(born, day) for born, day in pairs]
