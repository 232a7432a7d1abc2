"""Days as whole numbers (days since 1970), so that a county's worth of dates is arithmetic and not objects.

The rules are those of ``inloco.analytics.calendars``; only the representation differs, and a test holds the two together.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta

from inloco.analytics.calendars import bank_holidays, known_years

EPOCH = date(1970, 1, 1).toordinal()
FIRST_YEAR, LAST_YEAR = 1960, 2070
NEVER = 2**31 - 1
"""Later than any day: something that does not happen, or is never entered."""

_START = date(FIRST_YEAR, 1, 1).toordinal() - EPOCH
_PARTS: list[tuple[int, int, int]] = []
_MONTH_START: list[int] = []
_MONTH_LENGTH: list[int] = []


def _fill() -> None:
    day = date(FIRST_YEAR, 1, 1)
    while day.year <= LAST_YEAR:
        if day.day == 1:
            following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
            _MONTH_START.append(day.toordinal() - EPOCH)
            _MONTH_LENGTH.append((following - day).days)
        _PARTS.append((day.year, day.month, day.day))
        day += timedelta(days=1)


_fill()


def day_number(day: date) -> int:
    return day.toordinal() - EPOCH


def as_date(number: int) -> date:
    return date.fromordinal(number + EPOCH)


def parts(number: int) -> tuple[int, int, int]:
    """Year, month and day."""
    return _PARTS[number - _START]


def add_months(number: int, count: int) -> int:
    """The corresponding day ``count`` months later, clamped to the end of its month."""
    year, month, day = _PARTS[number - _START]
    index = (year - FIRST_YEAR) * 12 + month - 1 + count
    length = _MONTH_LENGTH[index]
    return _MONTH_START[index] + (day if day < length else length) - 1


def birthday(born: int, age: int) -> int:
    """The day on which ``age`` is attained: 1 March of a common year for a birth on 29 February."""
    year, month, day = _PARTS[born - _START]
    index = (year + age - FIRST_YEAR) * 12 + month - 1
    return _MONTH_START[index] + day - 1


def age_on(born: int, number: int) -> int:
    year, month, day = _PARTS[number - _START]
    birth_year, birth_month, birth_day = _PARTS[born - _START]
    return year - birth_year - (1 if (month, day) < (birth_month, birth_day) else 0)


def on_weekday(number: int) -> int:
    """``number`` itself, or the Friday before when it falls on a weekend."""
    weekday = (number + 3) % 7
    return number - (weekday - 4) if weekday > 4 else number


def _working_days() -> list[int]:
    holidays = {day_number(day) for day in bank_holidays()}
    last = day_number(date(LAST_YEAR, 12, 31))
    return [day for day in range(_START, last + 1) if (day + 3) % 7 < 5 and day not in holidays]


_WORKING = _working_days()


def add_working_days(number: int, count: int) -> int:
    """The ``count``th working day after ``number``; outside the years of the bank holiday list, weekdays only."""
    return _WORKING[bisect_right(_WORKING, number) + count - 1]


def latest_year() -> int:
    """The last year for which bank holidays are held: no county is made up beyond it."""
    return known_years()[1].year
