"""BRAG as officers write it: the word, its first letter, any case; words of another scale; or only the fill of the cell."""

from __future__ import annotations

import colorsys
import re
from datetime import date

from inloco.plans.dates import mentions
from inloco.plans.words import Brag

_WORDS = {
    Brag.BLUE: r"blue|complete|completed|closed|done",
    Brag.RED: r"red",
    Brag.AMBER: r"amber|yellow|orange",
    Brag.GREEN: r"green",
}
_PATTERN = re.compile(r"\b(?:" + "|".join(f"(?P<{brag.name}>{words})" for brag, words in _WORDS.items()) + r")\b", re.IGNORECASE)
_LETTER = re.compile(r"(?<![\w'’])(?<![\w'’] )(?P<letter>[brag])\b(?!['’])", re.IGNORECASE)
_LETTERS = {"b": Brag.BLUE, "r": Brag.RED, "a": Brag.AMBER, "g": Brag.GREEN}
_FORMER = re.compile(r"\b(?:was|previously|from)\b.*", re.IGNORECASE | re.DOTALL)
_NOT = re.compile(
    r"\b(?:not|nearly|almost|part(?:ly|ially)?|to be|until|in)[ -]+(?:yet |fully )?(?:complete[d]?|closed|done)\b", re.IGNORECASE
)
_SCALE = {
    Brag.GREEN: r"on (?:track|target|schedule|course)|progressing well|going well",
    Brag.AMBER: r"at risk|some risk|some concerns?|slipping|minor (?:delays?|issues?)|needs attention|slightly behind",
    Brag.RED: r"off (?:track|target|course)|not on (?:track|target|schedule)|delayed|behind(?: schedule)?|overdue|stalled"
    r"|major (?:delays?|issues?)|significant concerns?",
    Brag.BLUE: r"achieved|delivered|finished|implemented|fully met",
}
_SCALES = {brag: re.compile(rf"\W*(?:{words})\W*", re.IGNORECASE) for brag, words in _SCALE.items()}
_STAGE = re.compile(
    r"\W*(?:not (?:yet )?(?:started|begun|due)|to (?:start|be started|begin)|in progress|under ?way|started|ongoing|planned"
    r"|on hold|paused|open|live|not (?:fully )?complete[d]?|(?:nearly|almost|part(?:ly|ially)?) complete[d]?)\W*",
    re.IGNORECASE,
)
_FULL = r"(?P<brag>blue|red|amber|green)"
_BEFORE = re.compile(
    rf"(?:^|[\n.;,(]\s*|\b(?:b?rag|rated|status)\b\W*){_FULL}\s*(?:[-–:,(]|\bin\b|\bat\b|\bon\b)?\s*$", re.IGNORECASE
)
_OVER = re.compile(r"\s*(?:$|[\n.;,:)])")
_AFTER = re.compile(rf"^\s*(?:[-–:)]\s*)?(?:b?rag\W+)?{_FULL}\b\s*(?=$|[\n.;,:)–-])", re.IGNORECASE)


def read_brag(words: str) -> Brag | None:
    """The one colour that the words name; None for none, and for two at once."""
    now = _NOT.sub("", _FORMER.sub("", words))
    named = {Brag[found.lastgroup] for found in _PATTERN.finditer(now) if found.lastgroup}
    named |= {_LETTERS[found["letter"].casefold()] for found in _LETTER.finditer(now)}
    return named.pop() if len(named) == 1 else None


def scale_brag(words: str) -> Brag | None:
    """The colour that the words of another scale stand for: ``On track``, ``At risk``, ``Delayed``, ``Achieved``."""
    return next((brag for brag, pattern in _SCALES.items() if pattern.fullmatch(words)), None)


def is_stage(words: str) -> bool:
    """Whether the words say how far something is, and not how it stands: ``Not started``, ``In progress``."""
    return bool(_STAGE.fullmatch(words))


def dated_brags(words: str) -> list[tuple[date, Brag]]:
    """The judgements that stand beside a day: ``Amber – June 2019``, ``12.06.19: Red``. A colour within a sentence is none."""
    found = []
    for one in mentions(words):
        named = _BEFORE.search(words[: one.start])
        if named is not None and named.group().rstrip()[-1].isalpha() and not _OVER.match(words[one.end :]):
            continue  # the day may begin the next note
        named = named or _AFTER.match(words[one.end :])
        if named is not None and one.day is not None:
            found.append((one.day, Brag[named["brag"].upper()]))
    return found


def painted(colour: str) -> Brag | None:
    """The colour of a cell's fill (RRGGBB). None for white, greys and pale shades, which only band a table."""
    try:
        red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4))
    except ValueError:
        return None
    hue, saturation, value = colorsys.rgb_to_hsv(red, green, blue)
    if saturation < 0.45 or value < 0.3:
        return None
    degrees = hue * 360
    if degrees < 18 or degrees >= 335:
        return Brag.RED
    if degrees < 68:
        return Brag.AMBER
    if degrees < 175:
        return Brag.GREEN
    return Brag.BLUE if degrees < 265 else None
