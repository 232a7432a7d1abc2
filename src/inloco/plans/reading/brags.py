"""BRAG as officers write it: the word, its first letter, any case; or only the fill of the cell."""

from __future__ import annotations

import colorsys
import re

from inloco.plans.words import Brag

_WORDS = {
    Brag.BLUE: r"blue|b|complete|completed|closed|done",
    Brag.RED: r"red|r",
    Brag.AMBER: r"amber|a|yellow|orange",
    Brag.GREEN: r"green|g",
}
_PATTERN = re.compile(r"\b(?:" + "|".join(f"(?P<{brag.name}>{words})" for brag, words in _WORDS.items()) + r")\b", re.IGNORECASE)
_FORMER = re.compile(r"\b(?:was|previously|from)\b.*", re.IGNORECASE | re.DOTALL)


def read_brag(words: str) -> Brag | None:
    """The one colour that the words name; None for none, and for two at once."""
    named = {Brag[found.lastgroup] for found in _PATTERN.finditer(_FORMER.sub("", words)) if found.lastgroup}
    return named.pop() if len(named) == 1 else None


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
