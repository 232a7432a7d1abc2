"""Running the rules over a paper, and over the papers of a pack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from inloco.analytics.book import FigureBook
from inloco.documents.contradictions.changes import changes
from inloco.documents.contradictions.contradiction import Contradiction, in_order
from inloco.documents.contradictions.days import days, years_of
from inloco.documents.contradictions.grids import grids_of
from inloco.documents.contradictions.labels import sentence_labels, table_labels
from inloco.documents.contradictions.lists import lists
from inloco.documents.contradictions.sentences import Sentence, passages
from inloco.documents.contradictions.shares import impossible_percentage, part_of_whole, parts_exceed_whole, shares_not_100
from inloco.documents.contradictions.table_series import table_series
from inloco.documents.contradictions.table_sums import table_sums
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
    grids = list(grids_of(text))
    for grid in grids:
        yield from table_sums(grid)
        yield from table_labels(grid)
    yield from table_series(grids)
    yield from lists(text)
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
            yield from sentence_labels(sentence)
        if not is_item:
            lead = passage
        before = passage
