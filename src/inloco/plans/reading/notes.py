"""The dated notes in a cell of progress: ``22.07.19 - Asked again.`` begins one, ``due on 30.09.19`` does not.

Officers write one under the other or in one line, in the order in which they came or the other way round. A note goes up to the
next. What stands before the first has no date.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from inloco.plans.dates import MONTHS, Mention, mentions

_INSIDE = re.compile(
    r"\b(by|on|of|from|until|till|to|due|dated?|since|w\.?/?c\.?|at|for|before|after|the|in|and|commenc\w+|complet\w+|arranged|"
    r"scheduled|planned|meeting|mtg|board|held|deadline|between|start\w*|end\w*|live|through|changed|amended|revised|than|was|"
    r"for|last|next|published|launched|agreed|signed|circulated|version|v\d[\d.]*)\s*[:\-–]?\s*\(?$",
    re.IGNORECASE,
)
_SENTENCE_ENDS = re.compile(r"(^|[.;!?)\]”\"•\n]|\s[-–])\s*$")
_HEAD = re.compile(r"^\s*([-–:]|update\b|\([A-Z])", re.IGNORECASE)
_INITIALS = re.compile(r"^\s*(?:[A-Z]{1,4}|[A-Z]\.? ?[A-Z][a-z]+)\b[\s\w]{0,20}?[-–:]")
_MONTH_HEAD = re.compile(
    r"(?:^|(?<=[.\n;]))\s*\b(january|february|march|april|may|june|july|august|september|october|november|december)"
    r"\b(?:\s+[A-Za-z0-9]{2,6}){0,2}\s*[-–:]",
    re.IGNORECASE,
)
_OF_A_MONTH = re.compile(r"\b(audit|bulletin|data|figures|minutes|newsletter|paper|report|survey)\W*$", re.IGNORECASE)
"""``the report of a month - what it says`` is no note of that month."""
_WORDED = re.compile(r"^\s*[-–:]?\s*[A-Z]")


@dataclass(frozen=True)
class Note:
    """One note: its day (a month's last day where only that is named; None for words without one) and its text. ``month`` is that
    of a note that names a month and no year."""

    on: date | None
    text: str
    month: int | None = None

    def day(self, on: date | None) -> date | None:
        """The day, reckoned on ``on``: a month without a year is the last one that was."""
        if self.on is not None or self.month is None or on is None:
            return self.on
        year = on.year if self.month <= on.month else on.year - 1
        return min(on, date(year, self.month, monthrange(year, self.month)[1]))


def read_notes(text: str) -> list[Note]:
    """The notes of a cell in the order of their places."""
    found = mentions(text)
    heads: list[tuple[int, int, date | None, int | None]] = [
        (one.start, one.end, one.day, None)
        for place, one in enumerate(found)
        if one.day is not None and _begins_note(text, one) and not _is_span(text, found, place)
    ]
    heads += [
        (match.start(1), match.end(), None, MONTHS.index(match[1].casefold()) + 1)
        for match in _MONTH_HEAD.finditer(text)
        if not any(start < match.end() and match.start() < end for start, end, _, _ in heads)
    ]
    heads.sort(key=lambda head: head[0])
    if not heads:
        return [Note(None, text.strip())] if text.strip() else []
    notes = []
    before = text[: heads[0][0]].strip()
    if before:
        notes.append(Note(None, before))
    for place, (_, end, day, month) in enumerate(heads):
        until = heads[place + 1][0] if place + 1 < len(heads) else len(text)
        notes.append(Note(day, re.sub(r"^[\s\-–:.]+", "", text[end:until]).strip(), month))
    return notes


def newest(notes: list[Note], *, on: date | None = None) -> date | None:
    """The day of the newest note, none from after ``on``."""
    days = [day for note in notes if (day := note.day(on)) is not None and (on is None or day <= on)]
    return max(days, default=None)


def latest(notes: list[Note], *, on: date) -> list[Note]:
    """What was said last: the notes of the newest day, or everything where nothing has a date."""
    day = newest(notes, on=on)
    if day is None:
        return [note for note in notes if note.on is None]
    return [note for note in notes if note.day(on) == day]


def _is_span(text: str, found: list[Mention], place: int) -> bool:
    """Whether a date is one end of ``01/01/19 – 31/07/19``. In ``Report of March 2019 - 15.05.19 BG: …`` a day begins a note."""
    neighbours = found[max(place - 1, 0) : place + 2]
    here = found[place]
    return any(
        re.fullmatch(r"\s*(?:[-–—]|to)\s*", text[min(here.end, one.end) : max(here.start, one.start)])
        for one in neighbours
        if one is not here and (one.is_month is here.is_month or not _has_head(text[here.end :]))
    )


def _has_head(after: str) -> bool:
    """Whether a dash, a colon or somebody's initials follow."""
    return bool(_HEAD.match(after) or _INITIALS.match(after))


def _begins_note(text: str, found: Mention) -> bool:
    before, after = text[: found.start], text[found.end :]
    is_start = bool(_SENTENCE_ENDS.search(before[-40:]))
    if found.is_month:
        if is_start:
            return bool(re.match(r"\s*[-–:]", after))
        is_within = _INSIDE.search(before[-40:]) or _OF_A_MONTH.search(before[-40:])
        return not is_within and bool(re.match(r"\s*[-–:]\s*[A-Z]", after))
    if is_start:
        return True
    if _INSIDE.search(before[-40:]):
        return False
    return _has_head(after) or bool(_WORDED.match(after))
