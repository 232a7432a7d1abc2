"""Dates: days that the calendar does not have, and weekdays that do not fit."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date

from inloco.documents.contradictions.contradiction import Contradiction, Severity, quoted
from inloco.documents.contradictions.quantities import MONTH
from inloco.documents.contradictions.written_periods import MONTHS
from inloco.documents.paper_text import Block, Kind

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAY = (
    r"(?:(?P<weekday>Mon(?:day)?|Tue(?:s(?:day)?)?|Wed(?:nesday)?|Thu(?:r(?:s(?:day)?)?)?|Fri(?:day)?"
    r"|Sat(?:urday)?|Sun(?:day)?)\b[.,]? ?(?:the |on |\()?)?"
)
LATE = r"(?:,? ?\(?(?P<late>Mondays?|Tuesdays?|Wednesdays?|Thursdays?|Fridays?|Saturdays?|Sundays?)\b\)?)?"
WRITTEN = re.compile(
    rf"\b{WEEKDAY}(?<![\d.,/])(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{MONTH}),? "
    rf"?(?P<year>(?:19|20)\d{{2}}\b|'\d{{2}}\b)?{LATE}",
    re.I,
)
AMERICAN = re.compile(
    rf"\b{WEEKDAY}(?P<month>{MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>(?:19|20)\d{{2}})\b{LATE}", re.I
)
DIGITS = re.compile(
    rf"(?<![\w.,/£-]){WEEKDAY}(?<![\w.,/£-])(?P<day>\d{{1,2}})(?P<by>[/.-])(?P<month>\d{{1,2}})(?P=by)(?P<year>\d{{4}}"
    rf"|\d{{2}})(?![\w%]|[/.-]\d){LATE}",
    re.I,
)
ISO = re.compile(r"(?<![\w./-])(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?![\w-])")
YEAR = re.compile(r"(?<![\d.,/£])(?:19[89]|20[0-6])\d(?!\d|,\d|\.\d)")


def days(block: Block, years: frozenset[int]) -> Iterator[Contradiction]:
    """Rules ``impossible_date`` and ``weekday``. ``years`` are those that the paper speaks of, for dates without one."""
    if block.kind is not Kind.TABLE:
        yield from _in_text(block.text, block, None, years)
        return
    for row in block.rows:
        for cell in row.cells:
            yield from _in_text(cell, block, row.line, years)


def years_of(block: Block) -> set[int]:
    """The years that a block names, and those beside them."""
    text = block.text or " ".join(cell for row in block.rows for cell in row.cells)
    return {int(found) + step for found in YEAR.findall(text) for step in (0, 1)}


def _in_text(text: str, block: Block, line: int | None, years: frozenset[int]) -> Iterator[Contradiction]:
    if not re.search(r"\d", text):
        return
    for pattern in (WRITTEN, AMERICAN, DIGITS, ISO):
        for found in pattern.finditer(text):
            parts = found.groupdict()
            at = line if line is not None else block.line_at(found.start("day"))
            month = int(parts["month"]) if parts["month"].isdigit() else MONTHS[parts["month"][:3].lower()]
            year = _year(parts.get("year"))
            day = int(parts["day"])
            if pattern is DIGITS and not _is_date(found, month, day):
                continue
            if pattern is WRITTEN and not (0 if year else 1) <= day <= (39 if year else 31):  # “59 January to August”, “0 Sep”
                continue
            found_at = (text, found.start(), found.end(), block, at)
            if not _exists(day, month, year):
                yield _impossible(found_at, day, month, year)
                continue
            weekday = parts.get("weekday") or parts.get("late")
            if weekday:
                yield from _weekday(found_at, weekday, day, month, year, years)


def _is_date(found: re.Match[str], month: int, day: int) -> bool:
    """Numbers with points are often sections (4.2.13): only two digits each make a date, and they must at least look like one."""
    if found["by"] == "/" or found["weekday"]:
        return not (month == 0 or day == 0 or month > 31 or day > 39)
    return len(found["day"]) == len(found["month"]) == 2 and 0 < month <= 31 and 0 < day <= 39


def _year(written: str | None) -> int | None:
    if not written:
        return None
    digits = written.strip("'")
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _exists(day: int, month: int, year: int | None) -> bool:
    if not 1 <= month <= 12:
        return False
    return 1 <= day <= calendar.monthrange(year if year and year > 0 else 2024, month)[1]


def _impossible(found_at: tuple[str, int, int, Block, int], day: int, month: int, year: int | None) -> Contradiction:
    text, start, end, block, line = found_at
    written = text[start:end].strip(" ,(")
    if not 1 <= month <= 12:
        shows = f"there is no month {month}"
        meaning = (
            f" Perhaps {month} {calendar.month_name[day]} {year}, written the American way."
            if 1 <= day <= 12 and month <= 31
            else ""
        )
    else:
        last = calendar.monthrange(year or 2024, month)[1]
        leap = f" {year}" if month == 2 and year else ""
        shows = f"{calendar.month_name[month]}{leap} has {last} days"
        meaning = f" Perhaps {last} {calendar.month_name[month]}, its last day." if day <= 31 else ""
    return Contradiction(
        "impossible_date",
        Severity.CERTAIN,
        line,
        quoted(text, start, end),
        written,
        shows,
        f"There is no such day as {written}: {shows}.{meaning}",
        page=block.page,
        paragraph=block.paragraph,
    )


def _weekday(
    found_at: tuple[str, int, int, Block, int], said: str, day: int, month: int, year: int | None, years: frozenset[int]
) -> Iterator[Contradiction]:
    text, start, end, block, line = found_at
    wanted = next(at for at, name in enumerate(DAYS) if name[:3].lower() == said[:3].lower())
    tried = [year] if year else sorted(one for one in years if _exists(day, month, one))
    if not tried or any(date(one, month, day).weekday() == wanted for one in tried):
        return
    written = text[start:end].strip(" ,(")
    nearest = tried[0] if year else max(tried)
    real = DAYS[date(nearest, month, day).weekday()]
    fitting = next(
        (
            date(nearest, month, other)
            for step in range(1, 7)
            for other in (day - step, day + step)
            if _exists(other, month, nearest) and date(nearest, month, other).weekday() == wanted
        ),
        None,
    )
    meaning = f" The nearest {DAYS[wanted]} is {fitting.day} {fitting:%B}." if fitting else ""
    yield Contradiction(
        "weekday",
        Severity.CERTAIN if year else Severity.LIKELY,
        line,
        quoted(text, start, end),
        written,
        f"{day} {calendar.month_name[month]} {nearest} is a {real}",
        f"{day} {calendar.month_name[month]} {nearest} is a {real}, not a {DAYS[wanted]}.{meaning}",
        page=block.page,
        paragraph=block.paragraph,
    )
