"""Annotated examples: papers with planted contradictions and clean ones full of traps, and how the rules do on them."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from inloco.analytics.book import FigureBook
from inloco.analytics.loading import load
from inloco.analytics.snapshots import SnapshotStore
from inloco.documents.contradictions import Contradiction, check
from inloco.documents.paper_text import read_plain

FOLDER = Path(__file__).parent / "examples"
SETS = ("development", "held_out")
REPORTS = "reports"
"""Whole reports in other hands, each batch of which was measured once before any rule was tuned on it."""
AGAINST = "differs_from_figure"


@dataclass(frozen=True)
class Example:
    """A short paper and what is wrong with it: rules with the line at which a reader would point. Nothing for a clean one."""

    id: str
    text: str
    planted: frozenset[tuple[str, int]]


@dataclass
class Score:
    """How often a rule was right: planted and found, planted and missed, found where nothing was planted."""

    found: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    complaints: list[str] = field(default_factory=list)

    def recall(self, rule: str | None = None) -> tuple[int, int]:
        """Found of planted."""
        found = self.found[rule] if rule else self.found.total()
        return found, found + (self.missed[rule] if rule else self.missed.total())

    def precision(self, rule: str | None = None) -> tuple[int, int]:
        """Right of reported."""
        found = self.found[rule] if rule else self.found.total()
        return found, found + (self.wrong[rule] if rule else self.wrong.total())


@cache
def examples(name: str) -> tuple[Example, ...]:
    """The examples of one set."""
    return tuple(_read((FOLDER / f"{name}.txt").read_text(encoding="utf-8")))


def _read(text: str) -> Iterator[Example]:
    for part in re.split(r"^=== ", text, flags=re.M)[1:]:
        head, body = part.split("\n", 1)
        id, _, marks = head.partition(" ")
        planted = frozenset((rule, int(line)) for rule, line in re.findall(r"(\w+)@(\d+)", marks))
        if not planted and marks.strip() != "clean":
            raise ValueError(f"{id}: neither planted nor clean")
        yield Example(id, body.rstrip("\n") + "\n", planted)


@cache
def kept_figures() -> FigureBook:
    """A book with the figures that the examples are compared with."""
    folder = Path(tempfile.mkdtemp(prefix="inloco-examples-"))
    load([FOLDER / "figures.csv"], store=SnapshotStore(folder))
    return FigureBook(folder)


def found_in(example: Example) -> list[Contradiction]:
    """What the rules find in an example; every example is compared with the figures, too."""
    return check(read_plain(example.text, "md", example.id), book=kept_figures())


@cache
def score(name: str) -> Score:
    """The rules against one set. A finding counts as right where its rule was planted within a line of its place."""
    result = Score()
    for example in examples(name):
        left = set(example.planted)
        for one in found_in(example):
            places = {one.line, *one.other_lines}
            match = next(
                (mark for mark in sorted(left) if mark[0] == one.rule and any(abs(mark[1] - line) <= 1 for line in places)), None
            )
            if match:
                left.discard(match)
                result.found[one.rule] += 1
            else:
                result.wrong[one.rule] += 1
                result.complaints.append(f"{example.id}: wrong {one.rule}@{one.line} ({one.severity}): {one.says} | {one.shows}")
        for rule, line in sorted(left):
            result.missed[rule] += 1
            result.complaints.append(f"{example.id}: missed {rule}@{line}")
    return result
