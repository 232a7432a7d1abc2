"""Running the rules over a paper, and over the papers of a pack."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from inloco.analytics.book import FigureBook
from inloco.documents.contradictions.balances import balances, unit_averages
from inloco.documents.contradictions.breakdowns import breakdowns
from inloco.documents.contradictions.changes import changes
from inloco.documents.contradictions.comparisons import comparisons
from inloco.documents.contradictions.context_shares import context_shares
from inloco.documents.contradictions.contradiction import Contradiction, in_order
from inloco.documents.contradictions.days import days, years_of
from inloco.documents.contradictions.earlier_values import better_than, earlier_in_clause, earlier_values
from inloco.documents.contradictions.facts import Fact, council_names, sentence_facts
from inloco.documents.contradictions.far_wholes import far_wholes
from inloco.documents.contradictions.grids import Grid, grids_of
from inloco.documents.contradictions.in_step import in_step
from inloco.documents.contradictions.labels import sentence_labels, table_labels
from inloco.documents.contradictions.lists import lists
from inloco.documents.contradictions.partitions import bulleted, may_overlap, partitions, runs_of_items
from inloco.documents.contradictions.quantities import Of
from inloco.documents.contradictions.repeats import against_figures, names_of, twin_sentences, two_values
from inloco.documents.contradictions.sentence_totals import labelled_totals, passage_totals, sentence_totals
from inloco.documents.contradictions.sentences import Sentence, passages
from inloco.documents.contradictions.shares import part_of_whole
from inloco.documents.contradictions.sizes_of_changes import sizes_of_changes
from inloco.documents.contradictions.slips import slips
from inloco.documents.contradictions.stated_changes import stated_changes
from inloco.documents.contradictions.table_changes import table_changes
from inloco.documents.contradictions.table_facts import grid_facts, own_names, part_names
from inloco.documents.contradictions.table_series import table_series
from inloco.documents.contradictions.table_shares import table_shares
from inloco.documents.contradictions.table_sums import table_sums
from inloco.documents.contradictions.told_of_tables import told_of_tables
from inloco.documents.contradictions.wholes import impossible_percentage, parts_exceed_whole, shares_not_100
from inloco.documents.paper_text import Kind, PaperText


@dataclass(frozen=True)
class Read:
    """A paper taken apart once: its sentences by passage, its tables, the facts that both give."""

    text: PaperText
    passages: list[list[Sentence]]
    grids: list[Grid]
    facts: list[Fact]


def check(text: PaperText, *, book: FigureBook | None = None) -> list[Contradiction]:
    """Every contradiction in one paper, by line. With ``book`` its figures are compared with those that are kept."""
    return check_pack({"": text}, book=book)


def check_pack(papers: Mapping[str, PaperText], *, book: FigureBook | None = None) -> list[Contradiction]:
    """Every contradiction in the papers of a pack by their names, and facts that one paper gives otherwise than another."""
    read = {name: _read(text, book) for name, text in papers.items()}
    found = [replace(one, paper=name) for name, paper in read.items() for one in _within(paper)]
    found += _repeated(read)
    if book is not None:
        found += [replace(one, paper=name) for name, paper in read.items() for one in against_figures(paper.facts, book)]
    return in_order(_explained(found))


FOLLOWS = {"total_outside_parts": "part_of_whole", "shares_not_100": "part_of_whole", "change": "row_sum"}
"""What is no finding of its own where the other rule has denied the same number."""


def _explained(found: Sequence[Contradiction]) -> Iterator[Contradiction]:
    """What is found, less what another finding at the same place already explains: a second value by an outlier, a total out of
    range by the parts that deny it, a change by the total that it was reckoned from."""
    denied = [
        (one.paper, one.line, one.says.rsplit(" ", 1)[-1], one.rule) for one in found if one.rule in ("part_of_whole", "row_sum")
    ]
    odd = {(one.paper, one.line, one.says.split(" beside ")[0]) for one in found if one.rule == "outlier"}
    titles: set[tuple[str, tuple[int, ...]]] = set()
    changed: set[tuple[str, int, str]] = set()
    twice: set[tuple[str, int, str]] = set()
    lists_told: set[tuple[str, int, str]] = set()
    ways: set[tuple[str, int, str]] = set()
    for one in found:
        if one.rule == "direction_word":
            way = (one.paper, one.line, re.split(r" (?:to|by) ", one.says)[0])
            if way in ways:
                continue
            ways.add(way)
        if one.rule == "same_fact_two_values":  # and so is a fact that two rules find
            places = (one.paper, one.line, one.says.rsplit(": ", 1)[-1])
            if places in twice:
                continue
            twice.add(places)
        if one.rule in ("parts_exceed_whole", "row_sum"):  # and a list that is no whole
            list_ = (one.paper, one.line, one.shows)
            if list_ in lists_told:
                continue
            lists_told.add(list_)
        if one.rule in ("change", "points_not_percent"):  # one change is denied once, whichever way it was read
            size = (one.paper, one.line, one.says.split(" from ")[0])
            if size in changed:
                continue
            changed.add(size)
        if any(
            (paper, line, rule) == (one.paper, one.line, FOLLOWS.get(one.rule))
            and re.search(rf"(?<![\d,.]){re.escape(value)}(?!\d)", one.says)
            for paper, line, value, rule in denied
        ):
            continue
        if one.rule == "label_unit" and one.other_lines:  # a title is told once, whatever tables stand under it
            if (one.paper, one.other_lines) in titles:
                continue
            titles.add((one.paper, one.other_lines))
        if one.rule not in ("same_fact_two_values", "direction_word") or not any(
            (one.paper, one.line) == (paper, line) and one.says.endswith(value) for paper, line, value in odd
        ):
            yield one


def _read(text: PaperText, book: FigureBook | None) -> Read:
    grids = list(grids_of(text))
    spoken = [passage for passage in passages(text) if passage]
    upright = [grid.upright() for grid in grids]
    own = own_names(upright)
    parts = [*part_names(upright, own), *(names_of(book) if book is not None else ())]
    facts = [
        *sentence_facts(spoken, parts, own | council_names(block.text for block in text)),
        *(fact for grid in upright for fact in grid_facts(grid, own)),
    ]
    return Read(text, spoken, grids, sorted(facts, key=lambda one: one.line))


def _within(read: Read) -> Iterator[Contradiction]:
    """What one paper contradicts by its own sums, dates, tables and lists."""
    years = frozenset(year for block in read.text for year in years_of(block))
    for block in read.text:
        yield from days(block, years)
    for grid in read.grids:
        yield from table_sums(grid)
        yield from table_shares(grid)
        yield from table_changes(grid)
        yield from table_labels(grid)
    yield from table_series([grid.upright() for grid in read.grids])
    yield from lists(read.text)
    yield from far_wholes(read.passages, read.facts)
    yield from told_of_tables(read.passages, read.grids)
    yield from slips(read.passages, read.grids)
    for start, end in runs_of_items(read.passages):
        yield from bulleted(read.passages[start:end], read.passages[start - 1] if start else [], _after(read.passages, end))
    known = frozenset(one.value for passage in read.passages for sentence in passage for one in sentence.of(Of.COUNT))
    printed = frozenset((one.of, one.value) for passage in read.passages for sentence in passage for one in sentence.numbers)
    printed |= {(one.of, one.number) for grid in read.grids for row in grid.rows for one in row.values if one is not None}
    told: list[Sentence] = []
    before: list[Sentence] = []
    lead: list[Sentence] = []
    ahead: list[Sentence] = []
    for number, passage in enumerate(read.passages):
        near = [*read.passages[:4], *read.passages[max(0, number - 8) : number + 1]]
        known_near = frozenset(one.value for other in near for sentence in other for one in sentence.of(Of.COUNT))
        is_item = passage[0].block.kind is Kind.ITEM
        if is_item and lead and not any(one.numbers for one in lead):
            lead = [*ahead, *lead]
        context = lead if is_item else [*lead[-2:], *before[-3:]] if before and before[0].block.kind is Kind.ITEM else before
        listed = list(in_step(passage, context))
        yield from listed
        told_shares = {(one.line, one.says.rsplit(" ", 1)[-1]) for one in listed}
        yield from (
            one for one in part_of_whole(passage, context[-5:]) if (one.line, one.says.rsplit(" ", 1)[-1]) not in told_shares
        )
        yield from context_shares(passage, context, known_near)
        yield from changes(passage, context[-1:])
        yield from stated_changes(passage, [] if is_item else before if before is lead else [])
        yield from sizes_of_changes(passage, [] if is_item else before, printed)
        yield from comparisons(passage, context)
        yield from earlier_values(passage)
        yield from passage_totals(passage)
        yield from balances(passage)
        yield from partitions(passage, _after(read.passages, number + 1))
        for at, sentence in enumerate(passage):
            if not may_overlap(passage, at):
                yield from breakdowns(sentence, [*told[-10:], *passage[:at]], known)
            yield from parts_exceed_whole(sentence)
            yield from impossible_percentage(sentence, passage[at - 1] if at else None)
            yield from shares_not_100(sentence)
            yield from sentence_labels(sentence)
            yield from unit_averages(sentence)
            yield from sentence_totals(sentence)
            yield from labelled_totals(sentence)
            yield from better_than(sentence)
            yield from earlier_in_clause(sentence)
        if not is_item:
            ahead, lead = lead[-2:], passage
        before = passage
        told += passage


def _after(passages: Sequence[list[Sentence]], at: int) -> list[Sentence]:
    """The passage at a place, where there is one."""
    return passages[at] if at < len(passages) else []


def _repeated(papers: Mapping[str, Read]) -> Iterator[Contradiction]:
    """One fact with two values, within a paper and between papers."""
    facts = [replace(fact, paper=name) for name, read in papers.items() for fact in read.facts]
    spoken = [(sentence, name) for name, read in papers.items() for passage in read.passages for sentence in passage]
    told: set[tuple[str, int, str]] = set()
    for one in (*two_values(facts), *twin_sentences([sentence for sentence, _ in spoken], [name for _, name in spoken])):
        key = (one.paper, one.line, one.says.rsplit(": ", 1)[-1])
        if key not in told:
            told.add(key)
            yield one
