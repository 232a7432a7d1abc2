"""Working days of England, ages and corresponding dates: every statutory timescale counts with these, and with nothing else."""

from __future__ import annotations

import calendar
import csv
from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from functools import cache
from importlib import resources

from inloco.analytics.errors import WrongUsage
from inloco.analytics.periods import financial_year_of, month_of

MONTHS_IN_YEAR = 12
SATURDAY = 5


@cache
def bank_holidays() -> dict[date, str]:
    """Every bank holiday of England and Wales that is held, by day, with its name; Christmas Day and Good Friday too."""
    text = resources.files("inloco.analytics").joinpath("bank_holidays.csv").read_text(encoding="utf-8")
    return {date.fromisoformat(row["day"]): row["name"] for row in csv.DictReader(text.splitlines())}


@cache
def known_years() -> tuple[date, date]:
    """First and last day for which bank holidays are held."""
    days = bank_holidays()
    return date(min(days).year, 1, 1), date(max(days).year, 12, 31)


@cache
def _working_days() -> list[date]:
    first, last = known_years()
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in days if day.weekday() < SATURDAY and day not in bank_holidays()]


def check_known(day: date) -> None:
    """Raise WrongUsage for a day whose bank holidays are not held: no due day is guessed."""
    first, last = known_years()
    if not first <= day <= last:
        raise WrongUsage(
            f"Bank holidays are held from {first.year} to {last.year}; {day.isoformat()} lies outside.",
            action="Ask for a day within those years, or add the missing years to bank_holidays.csv.",
        )


def is_working_day(day: date) -> bool:
    """Any day but Saturday, Sunday and bank holidays. Outside the years held: WrongUsage, never a guess."""
    check_known(day)
    return day.weekday() < SATURDAY and day not in bank_holidays()


def add_working_days(anchor: date, number: int) -> date:
    """The ``number``th working day after ``anchor``, which is day 0 whether or not it is a working day itself."""
    if number < 1:
        raise ValueError("working days are counted forward, from 1")
    check_known(anchor)
    days = _working_days()
    index = bisect_right(days, anchor) + number - 1
    if index >= len(days):
        check_known(known_years()[1] + timedelta(days=1))
    return days[index]


def working_days_between(after: date, until: date) -> int:
    """How many working days lie after ``after``, up to and including ``until``; 0 when it is not later."""
    check_known(after)
    check_known(until)
    days = _working_days()
    return max(0, bisect_right(days, until) - bisect_right(days, after))


def add_months(day: date, number: int) -> date:
    """The corresponding date ``number`` months later (earlier, when negative), clamped to the last day of its month.

    Due dates by months do not move off Sundays and bank holidays. Always add to the original anchor: adding 1 month twice
    to a clamped date is not adding 2.
    """
    index = day.year * MONTHS_IN_YEAR + day.month - 1 + number
    year, month = index // MONTHS_IN_YEAR, index % MONTHS_IN_YEAR + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def age_on(born: date, day: date) -> int:
    """Whole years attained at the start of ``day``. Births on 29 February attain an age on 1 March of a common year."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def birthday(born: date, age: int) -> date:
    """The day on which ``age`` is attained: 1 March of a common year for a birth on 29 February."""
    year = born.year + age
    if (born.month, born.day) == (2, 29) and not calendar.isleap(year):
        return date(year, 3, 1)
    return born.replace(year=year)


def month_end(day: date) -> date:
    """The last day of the month of ``day``."""
    return month_of(day).end


def year_start(day: date) -> date:
    """1 April on or before ``day``: the first day of its financial year."""
    return financial_year_of(day).start


TERMS = ((1, 1), (4, 16), (9, 1))
"""When school terms are taken to begin, by month and day: spring, summer after Easter, autumn. Schools' own days differ a
little."""


def term_start(day: date, back: int = 0) -> date:
    """The first day of the school term of ``day``, or of the one ``back`` terms before (after, when negative)."""
    starts = [date(year, *start) for year in range(day.year - 2 - abs(back), day.year + 2 + abs(back)) for start in TERMS]
    return starts[bisect_right(starts, day) - 1 - back]


def first_working_day_after(day: date) -> date:
    """The day on which a month's extract is taken: the first working day after its end."""
    return add_working_days(day, 1)


def last_day_with_clear_days(event: date, number: int) -> date:
    """The latest day to publish so that ``number`` clear working days lie between it and ``event``, neither day counted."""
    check_known(event)
    days = _working_days()
    index = bisect_left(days, event) - number - 1
    if index < 0:
        check_known(known_years()[0] - timedelta(days=1))
    return days[index]
