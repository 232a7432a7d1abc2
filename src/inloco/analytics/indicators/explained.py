"""What helps to understand a figure beside its definition: an example, what a published pack printed of it, and, for figures that
no extract gives, their law and definition in words.

These are words and not rules: nothing is computed from them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources

from inloco.analytics.errors import WrongUsage
from inloco.analytics.figure import Unit
from inloco.analytics.indicators.catalogue import CATALOGUE
from inloco.analytics.indicators.register import REGISTER, SERVICE, Entry
from inloco.analytics.periods import Period, parse_period

PACK = "the public board pack of an English county council of September 2019"
"""Whose figures ``known_figures`` are. They are as printed there: for format and size, never a proof of a computation."""


@dataclass(frozen=True)
class KnownFigure:
    """A figure as the pack printed it. ``whose`` is empty for the council itself."""

    whose: str
    period: Period
    value: Decimal
    note: str

    def words(self, unit: Unit) -> str:
        """``89.7%``, ``1,737``."""
        return f"{self.value}%" if unit is Unit.PERCENT else f"{self.value:,}"


@dataclass(frozen=True)
class Explained:
    """One figure of the register in words, whatever feeds it."""

    law: str
    definition: str
    example: str
    limits: str
    known: tuple[KnownFigure, ...]


def explained(id: str) -> Explained:
    """The words of the figure. WrongUsage for one that is not in the register."""
    if id not in REGISTER:
        raise WrongUsage(f"There is no indicator “{id[:60]}”.", action="`inloco indicator list` names them all.")
    if id in CATALOGUE:
        one = CATALOGUE[id]
        law = f"{one.source.name}: {one.source.reference}"
        return Explained(law, one.definition, one.example or _examples().get(id, ""), one.limits or NO_LIMITS, known_figures(id))
    law, definition, example = _register_words()[id]
    return Explained(law, definition, example, _limits_of(REGISTER[id]), known_figures(id))


NO_LIMITS = "None are known beyond those of the records: what is not recorded, or late, is not counted."


def _limits_of(entry: Entry) -> str:
    if entry.fed_by == SERVICE:
        return (
            "Whoever sends it counts it. It is checked for sense and against what was sent before, and approved by somebody "
            "else; nobody counts it again here, and no child stands behind it."
        )
    return "Nobody counts it here yet. A submitted figure is only as good as the count of whoever sent it."


def known_figures(id: str) -> tuple[KnownFigure, ...]:
    """What the pack printed of this figure, the council's own first, oldest first."""
    found = (one for one in _rows("known_figures.csv") if one["indicator"] == id)
    read = (KnownFigure(one["whose"], parse_period(one["period"]), Decimal(one["value"]), one["note"]) for one in found)
    return tuple(sorted(read, key=lambda one: (one.whose, one.period.end)))


def fits(entry: Entry, search: str) -> bool:
    """Whether every word of ``search`` stands somewhere in what is said of the figure."""
    words = search.casefold().split()
    return not words or all(word in _text(entry.id) for word in words)


@cache
def _text(id: str) -> str:
    entry, said = REGISTER[id], explained(id)
    return " ".join(
        (id, entry.title, entry.family, entry.counts, said.law, said.definition, said.example, said.limits)
    ).casefold()


@cache
def _examples() -> dict[str, str]:
    return {one["indicator"]: one["example"] for one in _rows("examples.csv")}


@cache
def _register_words() -> dict[str, tuple[str, str, str]]:
    return {one["id"]: (one["law"], one["definition"], one["example"]) for one in _rows("register_words.csv")}


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = resources.files("inloco.analytics.indicators").joinpath(name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())
