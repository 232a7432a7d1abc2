"""Dates in running text, as people type them: found with their place, read where they can be, and marked where they had to be
guessed. Timescales, dated notes and the rules all read through here.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache

EARLIEST, LATEST = 1990, 2060
"""A year outside these is no year of a plan."""

MONTHS = tuple(name.casefold() for name in calendar.month_name[1:])
_SHORT = {**{name[:3]: number for number, name in enumerate(MONTHS, 1)}, "sept": 9}
_LIKE = 0.72
"""A misspelt month ("Febuary", "Spetember") is at least this like its name, and begins with the same letter."""


@dataclass(frozen=True)
class Mention:
    """A date in a text, from ``start`` to ``end``. ``day`` is the last day that it covers; None for a day that does not exist."""

    words: str
    start: int
    end: int
    day: date | None
    is_month: bool = False
    is_range: bool = False
    doubts: tuple[str, ...] = ()


_ISO = re.compile(r"(?<!\d)(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?!\d)(?:[T ]\d\d:\d\d(?::\d\d)?)?")
_DAY = re.compile(
    r"(?<![\d/.])(?P<d>\d{1,2})(?P<s1>\s?[./\-–]\s?|\s?\.\s?[./]\s?|//)(?P<m>\d{1,2})(?P<s2>\s?[./\-–]\s?|\s?\.\s?[./]\s?|//)"
    r"(?P<y>\d{4}|\d{2})(?![\d%])(?!\.\d)"
)
_WORD = r"(?P<month>[A-Za-z]{3,9})"
_YEAR = r"(?P<y>(?:19|20)\d{2}|['’]?\d{2})(?![\d%/])(?!:\d)(?!\.\d)"
_NAMED_DAY = re.compile(
    rf"(?<![\w.])(?P<d>\d{{1,2}})\s?(?:st|nd|rd|th)?\s?(?:of\s)?[\s\-./,]{{0,2}}{_WORD}\.?(?:[\s\-./,]{{0,3}}){_YEAR}",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"\b{_WORD}\.?\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,\s?|\s)(?P<y>(?:19|20)\d{{2}})(?!\d)", re.IGNORECASE
)
_MONTH = re.compile(rf"(?<![A-Za-z]){_WORD}\.?(?:[\s\-–./,']{{0,3}}){_YEAR}", re.IGNORECASE)
_SLIPPED = re.compile(r"(?<![A-Za-z])(?P<month>[A-Za-z]{3,9})(?P<a>\d)\s?-\s?(?P<b>\d)(?!\d)")
_NUMBER_MONTH = re.compile(r"(?<![\d/.])(?P<m>0?[1-9]|1[0-2])/(?P<y>20\d{2})(?![\d/])")
_MONTHS_SPAN = re.compile(
    rf"(?<![A-Za-z])(?P<first>[A-Za-z]{{3,9}})\.?\s?(?:[-–—/&]|to|and)\s?{_WORD}\.?[\s\-']{{0,2}}{_YEAR}", re.IGNORECASE
)
_DAYS_SPAN = re.compile(
    rf"(?<![\w./])(?P<from>\d{{1,2}})(?:st|nd|rd|th)?\s?(?:[-–—&]|to|and)\s?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s{_WORD}\.?\s{_YEAR}",
    re.IGNORECASE,
)
_QUARTER = re.compile(r"\bQ\s?(?P<q>[1-4])\s?(?:of\s)?(?P<y>20\d{2})\s?[/-]\s?(?P<next>(?:20)?\d{2})(?!\d)", re.IGNORECASE)
_YEARS = re.compile(r"^\D*(?:19|20)?\d{2}\s*(?:[-–—/]|to|and)\s*(?:19|20)?\d{2}\D*$|^\D*(?:19|20)\d{2}\D*$")
_PREFIX_OF_OTHERS = re.compile(
    r"\b(years?|yr|class|key stage|ks|phase|wave|part|group|level|action|objective|ref)\s*$", re.IGNORECASE
)


def first_two_years(text: str) -> bool:
    """Whether the text holds years and nothing nearer: ``2018-2019``, ``2018/19``, ``by 2020``."""
    return bool(_YEARS.match(text))


def month_named(word: str) -> int | None:
    """1 to 12 for a month's name, its short form or a plain misspelling of it; None for any other word."""
    return _month_named(word.casefold().rstrip("."))


@lru_cache(maxsize=4096)
def _month_named(plain: str) -> int | None:
    if plain in _SHORT:
        return _SHORT[plain]
    if plain in MONTHS:
        return MONTHS.index(plain) + 1
    if len(plain) < 5:
        return None
    likeness, number = max((SequenceMatcher(None, plain, name).ratio(), number) for number, name in enumerate(MONTHS, 1))
    near = likeness >= _LIKE and plain[0] == MONTHS[number - 1][0] and abs(len(plain) - len(MONTHS[number - 1])) <= 2
    return number if near and len(MONTHS[number - 1]) > 5 else None


def mentions(text: str) -> list[Mention]:
    """Every date written in ``text``, in the order of their places, none overlapping another."""
    found: list[Mention] = []
    taken: list[tuple[int, int]] = []
    for pattern, read in _READERS:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            mention = read(match, text)
            if mention is not None:
                found.append(mention)
                taken.append((mention.start, mention.end))
    return sorted(found, key=lambda one: one.start)


def _year(written: str) -> int | None:
    number = int(written.strip("'’"))
    year = number if number > 99 else 2000 + number
    return year if EARLIEST <= year <= LATEST else None


def _on(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _last(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _mention(match: re.Match[str], day: date | None, *doubts: str, start: int | None = None, **kinds: bool) -> Mention:
    at = match.start() if start is None else start
    return Mention(match.string[at : match.end()].strip(), at, match.end(), day, doubts=doubts, **kinds)


def _read_iso(match: re.Match[str], text: str) -> Mention | None:
    year = _year(match["y"])
    return None if year is None else _mention(match, _on(year, int(match["m"]), int(match["d"])))


def _read_day(match: re.Match[str], text: str) -> Mention | None:
    year = _year(match["y"])
    slips = [match[name].strip() for name in ("s1", "s2")]
    if year is None or (len(match["y"]) == 2 and not 5 <= int(match["y"]) <= 60):
        return None
    if slips == ["-", "-"] and len(match["y"]) == 2 and int(match["m"]) > 12:
        return None
    day = _on(year, int(match["m"]), int(match["d"]))
    odd = any(slip not in {".", "/", "-", "–"} for slip in slips) or slips[0] != slips[1]
    doubts = (f"“{match.group().strip()}” has a slip in it; it was read as {day:%d/%m/%Y}.",) if odd and day else ()
    return _mention(match, day, *doubts)


def _read_named_day(match: re.Match[str], text: str) -> Mention | None:
    month, year = month_named(match["month"]), _year(match["y"])
    if month is None or year is None or _PREFIX_OF_OTHERS.search(text[: match.start()]):
        return None
    if re.match(r"\d{1,2}\s?-\s", match.group()) or _ends_with_month(text[: match.start()]):
        return None
    return _mention(match, _on(year, month, int(match["d"])), *_misspelt(match["month"]))


def _read_month_first(match: re.Match[str], text: str) -> Mention | None:
    month, year = month_named(match["month"]), _year(match["y"])
    return None if month is None or year is None else _mention(match, _on(year, month, int(match["d"])))


def _read_month(match: re.Match[str], text: str) -> Mention | None:
    month, year = month_named(match["month"]), _year(match["y"])
    if month is None or year is None:
        return None
    return _mention(match, _last(year, month), *_misspelt(match["month"]), is_month=True)


def _read_slip(match: re.Match[str], text: str) -> Mention | None:
    month = month_named(match["month"])
    year = _year(match["a"] + match["b"])
    if month is None or year is None:
        return None
    day = _last(year, month)
    return _mention(match, day, f"“{match.group()}” has a slip in it; it was read as {day:%B %Y}.", is_month=True)


def _read_number_month(match: re.Match[str], text: str) -> Mention | None:
    year = _year(match["y"])
    return None if year is None else _mention(match, _last(year, int(match["m"])), is_month=True)


def _read_months_span(match: re.Match[str], text: str) -> Mention | None:
    first, last, year = month_named(match["first"]), month_named(match["month"]), _year(match["y"])
    if first is None or last is None or year is None:
        return None
    return _mention(match, _last(year, last), is_month=True, is_range=True)


def _read_days_span(match: re.Match[str], text: str) -> Mention | None:
    month, year = month_named(match["month"]), _year(match["y"])
    if month is None or year is None or int(match["from"]) > int(match["d"]) or _PREFIX_OF_OTHERS.search(text[: match.start()]):
        return None
    return _mention(match, _on(year, month, int(match["d"])), is_range=True)


def _read_quarter(match: re.Match[str], text: str) -> Mention | None:
    """A quarter of a financial year: the first ends in June."""
    year = int(match["y"])
    if (year + 1) % 100 != int(match["next"]) % 100 or not EARLIEST <= year <= LATEST:
        return None
    quarter = int(match["q"])
    return _mention(match, _last(year + (quarter == 4), (quarter * 3 + 2) % 12 + 1), is_range=True)


def _ends_with_month(before: str) -> bool:
    """``Jan `` before ``19 Nov 19``: the 19 is January's year, not a day."""
    word = re.search(r"([A-Za-z]{3,9})[.\s\-']*$", before)
    return word is not None and month_named(word[1]) is not None


def _misspelt(word: str) -> tuple[str, ...]:
    plain = word.casefold()
    known = plain in _SHORT or plain in MONTHS
    return () if known else (f"“{word}” was read as {MONTHS[(month_named(word) or 1) - 1].title()}.",)


_READERS = (
    (_ISO, _read_iso),
    (_QUARTER, _read_quarter),
    (_DAYS_SPAN, _read_days_span),
    (_DAY, _read_day),
    (_NAMED_DAY, _read_named_day),
    (_MONTH_FIRST, _read_month_first),
    (_MONTHS_SPAN, _read_months_span),
    (_SLIPPED, _read_slip),
    (_MONTH, _read_month),
    (_NUMBER_MONTH, _read_number_month),
)
