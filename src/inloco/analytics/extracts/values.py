"""How one written value is read: dates, numbers and flags as case-management systems and spreadsheets export them."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from inloco.analytics.extracts.checks.definition import Check
from inloco.analytics.extracts.checks.reading import (
    AMERICAN_DATE,
    IMPOSSIBLE_DATE,
    UNKNOWN_CODE,
    UNKNOWN_FLAG,
    UNREADABLE_DATE,
    UNREADABLE_NUMBER,
)
from inloco.analytics.schema.codes import code_lists
from inloco.analytics.schema.tables import Type

BLANKS = ("", "NULL", "null", "NaN", "nan", "NaT")
"""What exports write where there is nothing."""

BLANK_DAYS = (date(1900, 1, 1), date(9999, 12, 31))
"""Days that systems write for “none” and “open”."""

EARLIEST, LATEST = 1900, 2100


@dataclass(frozen=True)
class Problem:
    """Why a value could not be read: the check, and where it helps a message and an action of its own."""

    check: Check
    message: str | None = None
    action: str | None = None


Value = date | int | Decimal | bool | str | None

_TIME = r"(?:[T ]\s*\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[AaPp][Mm])?\s*(?:Z|[+-]\d{2}:?\d{2})?)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}")
_DAY_FIRST = re.compile(rf"(\d{{1,2}})[-/.](\d{{1,2}})[-/.](\d{{4}}){_TIME}")
_NAMED_MONTH = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?[- ]([A-Za-z]{{3,9}})[- ,]+(\d{{4}}){_TIME}")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YES, _NO = {"y", "yes", "1", "true", "t", "1.0"}, {"n", "no", "0", "false", "f", "0.0"}


def read_value(type: Type, written: str, code_list: str | None = None) -> Value | Problem:
    """``written`` (trimmed, not blank) as a value of ``type``, or what is wrong with it."""
    if code_list is not None:
        return code_lists()[code_list].read(written) or Problem(UNKNOWN_CODE)
    match type:
        case Type.DATE:
            return read_date(written)
        case Type.INTEGER:
            number = read_number(written)
            if isinstance(number, Decimal):
                return (
                    int(number)
                    if number == number.to_integral_value()
                    else Problem(UNREADABLE_NUMBER, "This is not a whole number.")
                )
            return number
        case Type.DECIMAL:
            return read_number(written)
        case Type.FLAG:
            plain = written.casefold()
            return True if plain in _YES else False if plain in _NO else Problem(UNKNOWN_FLAG)
        case Type.TEXT:
            return written


@lru_cache(maxsize=100_000)
def read_date(written: str) -> date | Problem | None:
    """A day: year first, or day first as England writes it, with or without a time. None for the days that mean a blank."""
    if found := _YEAR_FIRST.fullmatch(written):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
    elif found := _DAY_FIRST.fullmatch(written):
        day, month, year = int(found[1]), int(found[2]), int(found[3])
    elif found := _NAMED_MONTH.fullmatch(written):
        day, month, year = int(found[1]), _month_named(found[2]), int(found[3])
    elif re.fullmatch(r"\d{8}", written):
        year, month, day = int(written[:4]), int(written[4:6]), int(written[6:])
    else:
        return _no_date(written)
    if month > 12 >= day >= 1 and month <= 31:
        return Problem(AMERICAN_DATE)
    try:
        read = date(year, month, day)
    except ValueError:
        return _no_such_day(year, month, day) if 1 <= month <= 12 else Problem(UNREADABLE_DATE)
    if read in BLANK_DAYS:
        return None
    if not EARLIEST <= read.year <= LATEST:
        return Problem(IMPOSSIBLE_DATE, f"The year {read.year} cannot be right.")
    return read


def _no_such_day(year: int, month: int, day: int) -> Problem:
    """``April has 30 days; there is no 31 April.``"""
    name = calendar.month_name[month]
    last = calendar.monthrange(year, month)[1] if 1 <= year <= 9999 else 31
    in_year = f" {year}" if month == 2 else ""
    return Problem(
        IMPOSSIBLE_DATE, f"{name}{in_year} has {last} days; there is no {day} {name}{in_year}." if day > last else None
    )


def _no_date(written: str) -> Problem:
    if re.fullmatch(r"\d{5}(\.\d+)?", written):
        return Problem(
            UNREADABLE_DATE,
            "This is a spreadsheet's number of a day, not a date.",
            "Format the column as a date and export again.",
        )
    if re.fullmatch(rf"\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2}}{_TIME}", written):
        return Problem(UNREADABLE_DATE, "The year has only two digits.", "Export dates as 2019-12-31 or 31/12/2019.")
    return Problem(UNREADABLE_DATE)


def _month_named(name: str) -> int:
    """1 to 12, or 0 for no month."""
    short = name[:3].casefold()
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0


def read_number(written: str) -> Decimal | Problem:
    """A number with a point; commas between thousands are nothing. At most four decimals are kept, as a snapshot stores them."""
    plain = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", written)
    if not re.fullmatch(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,2})?", plain):
        return Problem(UNREADABLE_NUMBER)
    number = Decimal(plain)
    if abs(number) >= 10**13:
        return Problem(UNREADABLE_NUMBER, "The number is too large.")
    return number.quantize(Decimal("0.0001")) if int(number.as_tuple().exponent) < -4 else number
