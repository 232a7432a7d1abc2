"""A timescale as officers write it, and the day it ends: one reading for the importer, the forms, the rules and every paper.

The words are never changed; what was read from them stands beside, with what is doubtful about it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from inloco.plans.dates import Mention, first_two_years, mentions
from inloco.plans.words import Precision


@dataclass(frozen=True)
class Timescale:
    """``words`` as written; ``due`` is the day it ends, None without one. ``doubts`` say what had to be guessed, ``error`` that
    the words name a day that does not exist. ``is_read`` is False where words are there and nothing was understood. ``review``
    is the day of a review, where an ongoing action names one."""

    words: str
    due: date | None
    precision: Precision
    doubts: tuple[str, ...] = ()
    error: str | None = None
    is_read: bool = True
    review: date | None = None

    @property
    def is_blank(self) -> bool:
        return not self.words.strip()


_ONGOING = re.compile(
    r"\b(on[\s-]?going|continuous(ly)?|continual(ly)?|rolling|business as usual|bau|"
    r"(bi-?)?(weekly|monthly|quarterly|annually|annual|yearly|termly|daily)|every (week|month|quarter|term|year|board)|"
    r"each (week|month|quarter|term|year|board))\b",
    re.IGNORECASE,
)
_OPEN = re.compile(r"^\W*(tbc|tba|tbd|to be (confirmed|agreed|decided)|n/?a|none|-+|–+|\?+)\W*$", re.IGNORECASE)
_DONE = re.compile(r"^\W*(action\s+)?(now\s+)?(complete|completed|done|closed|achieved|finished)\W*$", re.IGNORECASE)
_FROM = re.compile(r"\b(from|since|starting|start|starts|commencing|beginning)\W*$", re.IGNORECASE)
_SERIAL = re.compile(r"(3[6-9]|4\d|5[0-4])\d{3}(\.0+)?")
_EPOCH = date(1899, 12, 30)
_SPAN = re.compile(r"[-–—]|\b(to|until|till|by|and|&|through)\b", re.IGNORECASE)
_FORMER = re.compile(
    r"\b(was|were|previously|originally|original|formerly|prior|old(?: date)?|not|instead of|rather than)\b[\s:(]*$",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"\b(amended|revised|changed|moved|extended|now|new date|brought forward|re-?set|agreed)\b[^.;\n]*$", re.IGNORECASE
)


def read_timescale(words: str) -> Timescale:
    """The end that ``words`` name. Never raises: what cannot be read has no date and says so."""
    text = " ".join(words.split())
    if not text or _OPEN.match(text):
        return Timescale(words, None, Precision.NONE)
    if _DONE.match(text):
        return Timescale(words, None, Precision.NONE, ("A state is written where a date belongs.",), is_read=False)
    if _SERIAL.fullmatch(text):
        day = _EPOCH + timedelta(days=int(float(text)))
        return Timescale(words, day, Precision.DAY, (f"This is a spreadsheet’s number of a day; it was read as {day:%d/%m/%Y}.",))
    found = mentions(words)
    impossible = [one for one in found if one.day is None]
    dates = [one for one in found if one.day is not None]
    if impossible and (not dates or impossible[-1].start > dates[-1].start):
        error = f"{impossible[-1].words} is a day that does not exist{_month_first(impossible[-1].words)}."
        return Timescale(words, None, Precision.NONE, (), error)
    if not dates:
        return _without_date(words, text)
    return _with_dates(words, dates, tuple(f"{one.words} is a day that does not exist." for one in impossible))


def _month_first(words: str) -> str:
    """A hint where the words are a day as it is written in America."""
    found = re.fullmatch(r"(\d{1,2})\W(\d{1,2})\W(\d{4}|\d{2})", words)
    if found is None or int(found[2]) <= 12 or not 1 <= int(found[1]) <= 12:
        return ""
    return f"; with the month first it would be {int(found[2]):02}/{int(found[1]):02}/{found[3]}"


_UNREAD = (
    (
        re.compile(r"^\W*(within |in )?\d+\s*(days?|weeks?|months?|years?|terms?)\W*$", re.IGNORECASE),
        "A length of time names no day.",
    ),
    (re.compile(r"\b(spring|summer|autumn|winter|easter|christmas|term)\b", re.IGNORECASE), "A season or a term names no day."),
    (
        re.compile(r"^\W*(asap|as soon as possible|immediate(ly)?|now)\W*$", re.IGNORECASE),
        "It says that it is urgent, and no day.",
    ),
)
"""Why no date can be read from words that hold none."""


def _lacks_year(text: str) -> bool:
    """``31/12`` is a day and a month; ``18/19`` are two years."""
    found = re.fullmatch(r"\D*(\d{1,2})\s?[/.]\s?(\d{1,2})\D*", text)
    return found is not None and int(found[2]) != int(found[1]) + 1


def _without_date(words: str, text: str) -> Timescale:
    if _ONGOING.search(text):
        return Timescale(words, None, Precision.ONGOING)
    why = next((said for pattern, said in _UNREAD if pattern.search(text)), None)
    if why is not None:
        return Timescale(words, None, Precision.NONE, (why,), is_read=False)
    if first_two_years(text) and not _lacks_year(text):
        return Timescale(words, None, Precision.NONE, ("Years alone name no day.",), is_read=False)
    if re.search(r"\b\d{1,2}(st|nd|rd|th)?[\s/.-]+([A-Za-z]{3,9}|\d{1,2})\b", text) and not re.search(r"\b(19|20)\d\d\b", text):
        return Timescale(words, None, Precision.NONE, ("No year can be read.",), is_read=False)
    return Timescale(words, None, Precision.NONE, ("No date can be read from this.",), is_read=False)


def _with_dates(words: str, dates: list[Mention], faults: tuple[str, ...]) -> Timescale:
    standing = [one for one in dates if not _FORMER.search(words[: one.start])] or dates
    end, doubts = standing[-1], list(faults)
    changed = bool(_CHANGED.search(words[: end.start]))
    latest = max(standing, key=lambda one: one.day or date.min)
    if latest.day != end.day and not changed:
        end = latest
        doubts.append("Several dates are written; the latest was taken.")
    elif len(standing) > 1 and not _joined(words, standing):
        doubts.append("Several dates are written; the last was taken.")
    doubts += end.doubts
    after = words[end.end :]
    for one in dates:
        if one.start >= end.end:
            after = after.replace(one.words, "", 1)
    if _ONGOING.search(after) or re.match(r"\W*(onwards?|and beyond)\b", after, re.IGNORECASE):
        return Timescale(words, None, Precision.ONGOING, tuple(faults))
    if all(_FROM.search(words[: one.start]) for one in standing):
        return Timescale(words, None, Precision.ONGOING, (*faults, "A beginning is written, and no end."))
    if re.search(r"\b(19|20)\d\d\b", after):
        doubts.append(f"“{' '.join(after.split())}” names no day.")
    precision = _precision(words, standing, end, changed)
    review = end.day if re.search(r"\breview(ed)?\b", words[: end.start], re.IGNORECASE) or _ONGOING.search(words) else None
    return Timescale(words, end.day, precision, tuple(dict.fromkeys(doubts)), review=review)


def _joined(words: str, dates: list[Mention]) -> bool:
    """Whether every two neighbours are joined by nothing but a dash or a word that makes a range or a list."""
    between = [words[one.end : other.start] for one, other in pairwise(dates)]
    return all(_SPAN.search(gap) and len(gap.split()) <= 3 for gap in between)


def _precision(words: str, dates: list[Mention], end: Mention, changed: bool) -> Precision:
    if (len(dates) > 1 and not changed) or _ONGOING.search(words[: end.start]) or end.is_range:
        return Precision.RANGE
    return Precision.MONTH if end.is_month else Precision.DAY
