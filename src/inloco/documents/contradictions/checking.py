"""Running the rules over a paper, and over the papers of a pack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from inloco.analytics.book import FigureBook
from inloco.documents.contradictions.changes import changes
from inloco.documents.contradictions.contradiction import Contradiction, in_order
from inloco.documents.contradictions.days import days, years_of
from inloco.documents.contradictions.sentences import Sentence, passages
from inloco.documents.contradictions.shares import impossible_percentage, part_of_whole, parts_exceed_whole, shares_not_100
from inloco.documents.paper_text import Kind, PaperText


def check(text: PaperText, *, book: FigureBook | None = None) -> list[Contradiction]:
    """Every contradiction in one paper, by line. With ``book`` its figures are compared with those that are kept."""
    return in_order(_found(text, book))


def check_pack(papers: Mapping[str, PaperText], *, book: FigureBook | None = None) -> list[Contradiction]:
    """Every contradiction in the papers of a pack by their names, and facts that one paper gives otherwise than another."""
    return in_order(replace(one, paper=name) for name, text in papers.items() for one in _found(text, book))


def _found(text: PaperText, book: FigureBook | None) -> Iterator[Contradiction]:
    years = frozenset(year for block in text for year in years_of(block))
    for block in text:
        yield from days(block, years)
    before: list[Sentence] = []
    lead: list[Sentence] = []
    for passage in passages(text):
        is_item = passage[0].block.kind is Kind.ITEM
        context = lead if is_item else before
        yield from part_of_whole(passage, context[-3:])
        yield from changes(passage, context[-1:])
        for sentence in passage:
            yield from parts_exceed_whole(sentence)
            yield from impossible_percentage(sentence)
            yield from shares_not_100(sentence)
        if not is_item:
            lead = passage
        before = passage
