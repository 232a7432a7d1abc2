"""Figures in the cells of a plan: ``64% Jan-19``, ``183 (June 2019 data)``, ``reduce by 20 by March 2020``.

Only a figure that can be told from the dates and words around it is read; a cell that says several things is left to a person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from inloco.plans.dates import Mention, mentions

_NUMBER = re.compile(
    r"(?<![\w.,/-])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s?(?P<unit>%|per ?cent)?(?![\w/]|-\d|\.\d)"
)
_PERIOD = re.compile(
    r"\bQ\s?[1-4]\b(?:\s?(?:19|20)?\d{2}(?:\s?[/-]\s?\d{2,4})?)?|\b(?:19[89]|20[0-4])\d\s?[/–-]\s?(?:19|20)?\d{2}\b|\b(?:19[89]|20[0-4])\d\b"
    r"|\b\d{1,2}\s?months?\b|\b(?:age|aged|year|years)\s?\d{1,2}(?:\s?[-–]\s?\d{1,2})?\b|\bkey stage \d\b",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\b(reduc\w*|increas\w*|decreas\w*|cut|lower\w*|rais\w*|up|down|further|additional|extra|more|fewer)\b", re.IGNORECASE
)
_DOWN = re.compile(
    r"\b(reduc\w*|decreas\w*|fewer|lower\w*|less|cut(?:ting)?|minimi[sz]e\w*|drop|fall|prevent\w*|avoid\w*|shorten\w*)\b",
    re.IGNORECASE,
)
_UP = re.compile(r"\b(increas\w*|improv\w*|more|higher|rais\w*|grow\w*|maximi[sz]e\w*|widen\w*|extend\w*)\b", re.IGNORECASE)


class Direction(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


@dataclass(frozen=True)
class Figure:
    """A value with its unit (``%`` or nothing) and the day that it speaks of."""

    value: Decimal
    unit: str
    on: date | None

    def __str__(self) -> str:
        return f"{self.value.normalize():f}{self.unit}"


def direction(*texts: str) -> Direction:
    """The way that the words want; the first text that names one way and not the other decides."""
    for text in texts:
        up, down = bool(_UP.search(text)), bool(_DOWN.search(text))
        if up != down:
            return Direction.HIGHER if up else Direction.LOWER
    return Direction.NEITHER


def has_period(text: str) -> bool:
    """Whether a cell says what time it speaks of, in any way."""
    return bool(mentions(text) or _PERIOD.search(text) or re.search(r"\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b", text))


def figures(text: str) -> list[Figure]:
    """The figures of a cell that has one in each line, each with the date beside it. Empty where a line has several or none."""
    found = []
    for line in (part for part in re.split(r"\n|;", text) if part.strip()):
        dates = mentions(line)
        without = _blanked(line, [(one.start, one.end) for one in dates])
        without = _PERIOD.sub(lambda match: " " * len(match.group()), without)
        numbers = list(_NUMBER.finditer(without))
        if len(numbers) > 1 and (pairs := _pairs(numbers, dates)):
            found += pairs
            continue
        if len(numbers) != 1:
            return []
        value = Decimal(numbers[0]["number"].replace(",", ""))
        found.append(Figure(value, "%" if numbers[0]["unit"] else "", dates[-1].day if dates else None))
    return found


def _pairs(numbers: list[re.Match[str]], dates: list[Mention]) -> list[Figure]:
    """``64% Jan-25 57% Jun-25``: as many figures as dates, each figure before its date. Empty for anything else."""
    if len(numbers) != len(dates):
        return []
    ends = [*(one.start() for one in numbers[1:]), None]
    if any(
        number.start() > day.start or (end is not None and day.start > end)
        for number, day, end in zip(numbers, dates, ends, strict=True)
    ):
        return []
    return [
        Figure(Decimal(number["number"].replace(",", "")), "%" if number["unit"] else "", day.day)
        for number, day in zip(numbers, dates, strict=True)
    ]


def single_figure(text: str) -> Figure | None:
    """The one figure of a cell, or None where there is none or there are several."""
    found = figures(text)
    if len(found) != 1 or _looks_like_a_span_of_dates(text):
        return None
    return found[0]


def target_figure(text: str) -> Figure | None:
    """The value to be reached; None for a change (``reduce by 20``) and for anything but one figure."""
    figure = single_figure(text)
    return None if figure is None or _CHANGE.search(text) else figure


def _looks_like_a_span_of_dates(text: str) -> bool:
    """``1 Sept 2017 - 13.05.19``: a count from a month on, or a day? A person has to say."""
    return bool(re.match(r"\W*\d{1,2}\s+[A-Za-z]{3,9}\.?\s+(?:19|20)\d{2}\b", text))


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
