"""What the contradiction check finds in a paper, at the line of the section that the writer sees, and what was let stand."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import cast

from inloco.accounts.models import User
from inloco.accounts.permissions import Permission
from inloco.analytics.book import FigureBook
from inloco.analytics.disclosure import Withheld
from inloco.analytics.errors import InputRefused
from inloco.analytics.figure import Figure
from inloco.analytics.periods import Period
from inloco.analytics.public_book import PublicBook
from inloco.documents import contradictions
from inloco.documents.contradictions import Contradiction
from inloco.documents.figure_references import REFERENCE
from inloco.documents.live_figures import LiveFigure
from inloco.documents.paper_text import PaperText, read_bytes, read_plain
from inloco.papers.models import FindingWaiver, Paper, PaperSection, Source
from inloco.performance.queries import books, figure_book

AGAINST_FIGURES = "differs_from_figure"
"""The rule whose finding names a figure of the book: only those who see small numbers are told."""


@dataclass(frozen=True)
class Finding:
    """One contradiction: ``line`` counts from 1 in ``section``; ``others`` are the places that deny it, ready to print."""

    section: PaperSection | None
    line: int
    found: Contradiction
    others: tuple[str, ...]
    fingerprint: str
    waiver: FindingWaiver | None = None

    @property
    def blocks(self) -> bool:
        """Whether it keeps the paper from being signed off and published."""
        return self.found.is_certain and self.waiver is None


def findings_of(
    paper: Paper, sections: Sequence[PaperSection], figures: Mapping[str, LiveFigure], book: FigureBook | None = None
) -> list[Finding]:
    """Every contradiction in the paper as it stands, its live figures in their places, in reading order; with all that is known,
    unless another ``book`` is given."""
    if paper.source == Source.PDF:
        return _in_the_file(paper, book)
    lines: list[str] = []
    places: list[tuple[PaperSection, int]] = []
    for section in sections:
        heading = [f"## {section.title}", ""]
        text = as_read(section.text, figures).split("\n")
        for number, line in enumerate([*heading, *text, ""], 1 - len(heading)):
            lines.append(line)
            places.append((section, number))
    waivers = {one.fingerprint: one for one in paper.waivers.select_related("by")}
    listed = []
    for one in contradictions.check(read_plain("\n".join(lines), "md", paper.title), book=book or figure_book()):
        where, at = _place(places, one.line)
        others = tuple(
            f"{other.title}, line {max(number, 1)}"
            for other, number in (_place(places, line) for line in one.other_lines)
            if other
        )
        mark = fingerprint(one)
        listed.append(Finding(where, max(at, 1), one, others, mark, waivers.get(mark)))
    return listed


def _in_the_file(paper: Paper, book: FigureBook | None) -> list[Finding]:
    """Those of a PDF as it was received, by page. A file without words has none: ``unread`` says so."""
    file = paper.files.first()
    if file is None:
        return []
    try:
        found = contradictions.check(_text_of(file.sha256, bytes(file.content)), book=book or figure_book())
    except InputRefused:
        return []
    waivers = {one.fingerprint: one for one in paper.waivers.select_related("by")}
    return [Finding(None, one.page or one.line, one, (), mark, waivers.get(mark)) for one in found for mark in [fingerprint(one)]]


def unread(paper: Paper) -> str:
    """Why the check could not read a paper that came as PDF; empty where it could. Silence never means that nothing was found."""
    file = paper.files.first() if paper.source == Source.PDF else None
    if file is None:
        return ""
    try:
        _text_of(file.sha256, bytes(file.content))
    except InputRefused as refused:
        return refused.what
    return ""


@lru_cache(maxsize=16)
def _text_of(sha256: str, content: bytes) -> PaperText:
    """What stands in the file: reading it takes far longer than checking it does."""
    return read_bytes(content, "paper.pdf")


def findings_for(
    reader: User, paper: Paper, sections: Sequence[PaperSection], figures: Mapping[str, LiveFigure]
) -> list[Finding]:
    """Those that this person may read. Who sees no small numbers is told of a figure that denies the paper where that is open."""
    found = findings_of(paper, sections, figures)
    if reader.may(Permission.SEE_SMALL_NUMBERS) or all(one.found.rule != AGAINST_FIGURES for one in found):
        return found
    shown = findings_of(paper, sections, figures, cast(FigureBook, _OpenBook(books().public)))
    told = {(one.line, one.found.says, one.found.shows) for one in shown if one.found.rule == AGAINST_FIGURES}
    return [one for one in found if one.found.rule != AGAINST_FIGURES or (one.line, one.found.says, one.found.shows) in told]


class _OpenBook:
    """What the check asks of the book of figures, answered from the public one: what is withheld there is not known here."""

    def __init__(self, public: PublicBook) -> None:
        self._public, self.areas = public, public.areas

    def series(self, indicator: str, area: str, periods: Sequence[Period], as_known: date | None = None) -> list[Figure | None]:
        found = [] if as_known else self._public.figures(ids=[indicator], periods=periods, areas=[area])
        return [None if isinstance(one, Withheld) else one for one in found]

    def submitted_series(self, indicator: str, area: str, periods: Sequence[Period]) -> list[Figure | None]:
        return []

    def snapshot(self, as_at: date) -> None:
        return None


def as_read(markdown: str, figures: Mapping[str, LiveFigure]) -> str:
    """The text with the words of its figures in their places, line for line. A chart or a table leaves its line empty: what is
    computed is not checked against itself."""

    def words(name: str) -> str:
        live = figures.get(" ".join(name.split()))
        return "" if live is None or live.kind.stands_alone or live.kind == "sparkline" else live.words

    return REFERENCE.sub(lambda one: words(one[1]), markdown.replace("\r\n", "\n"))


def fingerprint(found: Contradiction) -> str:
    """What a waiver holds for: the rule and the very words."""
    return hashlib.sha256(f"{found.rule}\n{' '.join(found.quote.split())}\n{found.shows}".encode()).hexdigest()


def _place(places: Sequence[tuple[PaperSection, int]], line: int) -> tuple[PaperSection | None, int]:
    return places[line - 1] if 0 < line <= len(places) else (None, line)
