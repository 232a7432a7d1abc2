"""Typed words of a paper that name a small number of people: its author reads what the public edition leaves out, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inloco.documents.live_figures import LiveFigure
from inloco.documents.prose import left_out_of
from inloco.documents.small_numbers import few_in
from inloco.papers.models import Paper, PaperSection
from inloco.performance.queries import figure_book

ACTION = (
    "Name a figure instead of typing it, say it without the number, or leave the whole section out of the public edition. "
    "The board’s own edition keeps it."
)
ON_THE_COVER = "The public reads the title as it stands. Write it without the number."


@dataclass(frozen=True)
class Few:
    """One passage; ``section`` None: the title, which no edition leaves out."""

    section: PaperSection | None
    words: str


def few_people(paper: Paper, sections: Sequence[PaperSection], figures: Mapping[str, LiveFigure]) -> list[Few]:
    """Every one of them, the title's first. A paper or a section that is kept from the public may hold what it likes."""
    if paper.restricted:
        return []
    few = figure_book().settings.disclosure_threshold
    found = [Few(None, words) for words in few_in(paper.title, few)]
    for one in sections:
        if not one.restricted:
            found += [Few(one, words) for words in (*few_in(one.title, few), *left_out_of(one.text, figures, few, one.title))]
    return found
