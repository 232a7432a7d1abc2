"""Periods: a month end, a financial year, a quarter or a week, as the command line writes them."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import total_ordering

from inloco.analytics.errors import WrongUsage


class PeriodKind(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    FINANCIAL_YEAR = "financial_year"
    WEEK = "week"


@total_ordering
@dataclass(frozen=True)
class Period:
    """A span of whole days, both ends inside. An as-at figure belongs to ``end``; a figure over a period to the whole span.

    Written ``2019-08`` (month), ``2018/19`` (financial year, 1 April to 31 March), ``2019-Q1`` (quarter of the
    calendar year) or ``2019-W35`` (ISO week).
    """

    kind: PeriodKind
    start: date
    end: date

    def __str__(self) -> str:
        match self.kind:
            case PeriodKind.MONTH:
                return f"{self.end:%Y-%m}"
            case PeriodKind.FINANCIAL_YEAR:
                return f"{self.start.year}/{self.end.year % 100:02d}"
            case PeriodKind.QUARTER:
                return f"{self.start.year}-Q{(self.start.month + 2) // 3}"
            case PeriodKind.WEEK:
                year, week, _ = self.start.isocalendar()
                return f"{year}-W{week:02d}"

    def __lt__(self, other: Period) -> bool:
        return (self.end, self.start) < (other.end, other.start)

    def day(self, as_at: date | None) -> date:
        """The day of an as-at figure: the period's end, or the snapshot's day while the period is not over."""
        return min(self.end, as_at or self.end)

    @property
    def label(self) -> str:
        """How a page says it: ``August 2019``, ``2018 to 2019``, ``January to March 2019``, ``week of 26 August 2019``."""
        match self.kind:
            case PeriodKind.MONTH:
                return f"{self.end:%B %Y}"
            case PeriodKind.FINANCIAL_YEAR:
                return f"{self.start.year} to {self.end.year}"
            case PeriodKind.QUARTER:
                return f"{self.start:%B} to {self.end:%B %Y}"
            case PeriodKind.WEEK:
                return f"week of {self.start.day} {self.start:%B %Y}"

    @property
    def short_label(self) -> str:
        """``Aug 19`` for a month; otherwise as ``str``."""
        return f"{self.end:%b %y}" if self.kind is PeriodKind.MONTH else str(self)


def month(year: int, number: int) -> Period:
    """The calendar month ``number`` (1-12) of ``year``."""
    return Period(PeriodKind.MONTH, date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1]))


def month_of(day: date) -> Period:
    return month(day.year, day.month)


def financial_year(first_year: int) -> Period:
    """1 April ``first_year`` to 31 March of the next."""
    return Period(PeriodKind.FINANCIAL_YEAR, date(first_year, 4, 1), date(first_year + 1, 3, 31))


def financial_year_of(day: date) -> Period:
    return financial_year(day.year if day.month >= 4 else day.year - 1)


def quarter(year: int, number: int) -> Period:
    last = month(year, number * 3)
    return Period(PeriodKind.QUARTER, date(year, number * 3 - 2, 1), last.end)


def week(year: int, number: int) -> Period:
    """ISO week, Monday to Sunday."""
    monday = date.fromisocalendar(year, number, 1)
    return Period(PeriodKind.WEEK, monday, monday + timedelta(days=6))


def months_to(last: Period, count: int = 13) -> list[Period]:
    """The ``count`` months that end with ``last``, oldest first."""
    index = last.end.year * 12 + last.end.month - 1
    return [month(i // 12, i % 12 + 1) for i in range(index - count + 1, index + 1)]


def parse_period(text: str) -> Period:
    """Read a period as the command line writes it; ``2019-03-31`` (a month's last day) is that month. Raises WrongUsage."""
    written = text.strip()
    try:
        if found := re.fullmatch(r"(\d{4})-(\d{2})", written):
            return month(int(found[1]), int(found[2]))
        if found := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", written):
            day = date(int(found[1]), int(found[2]), int(found[3]))
            if day == month_of(day).end:
                return month_of(day)
        if found := re.fullmatch(r"(\d{4})/(\d{2})", written):
            year = financial_year(int(found[1]))
            if year.end.year % 100 == int(found[2]):
                return year
        if found := re.fullmatch(r"(\d{4})-Q([1-4])", written):
            return quarter(int(found[1]), int(found[2]))
        if found := re.fullmatch(r"(\d{4})-W(\d{2})", written):
            return week(int(found[1]), int(found[2]))
    except ValueError:
        pass
    raise WrongUsage(
        f"“{text[:40]}” is not a period.",
        action="Write a month as 2019-08, a financial year as 2018/19, a quarter as 2019-Q1 or a week as 2019-W35.",
    )
