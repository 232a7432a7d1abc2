"""One fact with two values: within a paper, between the papers of a pack, and against the figures that are kept."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from inloco.analytics.areas import AreaKind
from inloco.analytics.book import FigureBook
from inloco.analytics.errors import WrongUsage
from inloco.analytics.figure import Figure, Unit
from inloco.analytics.indicators import REGISTER
from inloco.analytics.periods import Period, PeriodKind, financial_year_of, parse_period
from inloco.documents.contradictions.contradiction import Contradiction, Severity
from inloco.documents.contradictions.facts import NOW, OWN, Fact
from inloco.documents.contradictions.quantities import Of, Quantity, shown
from inloco.documents.contradictions.sentences import Sentence

Key = tuple[str, str, str]
PLAIN = re.compile(
    r"(?:the|an?|of|in|to|and|or|for|with|on|at|by|from|that|this|these|those|is|are|was|were|be|been"
    r"|has|have|had|it|its|as|their|there"
    r"|which|who|out|total|number|during|period|year|per|cent|also|now|our|we|all|some|they|them|not|but)$"
)


def two_values(facts: Sequence[Fact]) -> Iterator[Contradiction]:
    """Facts of one indicator, area and period whose values cannot be one number rounded differently."""
    by_key: dict[Key, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_key[fact.indicator, fact.area, fact.period].append(fact)
    years = _by_year(facts)
    yield from _outdated(facts, years)
    yield from _other_change(facts, years)
    for (indicator, area, period), same in by_key.items():
        kept: list[Fact] = []
        for fact in same:
            earlier = [one for one in kept if not _may_be_one(one.quantity, fact.quantity)]
            if not any(_may_be_one(one.quantity, fact.quantity) for one in kept):
                kept.append(fact)
                if not earlier or (not period and fact.paper == earlier[0].paper and _is_past(fact, earlier[0])):
                    continue
                if not period and (
                    any(one.block is fact.block for one in earlier) or _groups(fact.quote) != _groups(earlier[0].quote)
                ):
                    continue  # told of another group: one paragraph does not forget what it said
                yield _conflict(fact, earlier, years.get((indicator, area), []))


GROUP = re.compile(
    r"(?i)\b(?:post-16|primary|secondary|nursery|early years|key stage \d|year \d+|under[ -]\w+|over[ -]\d+s?|boys|girls"
    r"|teenagers?"
    r"|older|younger|aged [\w -]{1,12})\b"
)


def _groups(quote: str) -> frozenset[str]:
    """The groups of people that a sentence speaks of."""
    return frozenset(found.casefold() for found in GROUP.findall(quote))


def _outdated(facts: Sequence[Fact], years: Mapping[tuple[str, str], Sequence[Fact]]) -> Iterator[Contradiction]:
    """What is called the present value, but is that of an earlier period than the latest that the paper has."""
    for fact in facts:
        dated = [one for one in years.get((fact.indicator, fact.area), ()) if re.fullmatch(r"\d{4}-\d\d", one.period)]
        if fact.period != NOW or len({one.period for one in dated}) < 2:
            continue
        latest = max(dated, key=lambda one: one.period)
        earlier = [one for one in dated if one.period < latest.period and _may_be_one(one.quantity, fact.quantity)]
        newest = [one for one in dated if one.period == latest.period]
        if earlier and not any(_may_be_one(one.quantity, fact.quantity) for one in newest):
            yield fact.found(
                "same_fact_two_values",
                Severity.LIKELY,
                f"{REGISTER[fact.indicator].title}, now: {fact.quantity.text}",
                f"{latest.quantity.text} for {latest.period} in line {latest.line}; "
                f"{fact.quantity.text} is of {earlier[0].period}",
                f"{fact.quantity.text} is called the present value, but it is that of {earlier[0].period}; "
                f"line {latest.line} has {latest.quantity.text} for {latest.period}.",
                [latest.line, earlier[0].line],
            )


def _other_change(facts: Sequence[Fact], years: Mapping[tuple[str, str], Sequence[Fact]]) -> Iterator[Contradiction]:
    """An undated change “from 6.5 % to 7.5 %” where every dated value of the indicator is another: one of the two is of something
    else, or old."""
    pairs: dict[tuple[str, str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        if not fact.period and re.search(
            rf"\bfrom {re.escape(fact.quantity.text)} to\b|\bto {re.escape(fact.quantity.text)}", fact.quote
        ):
            pairs[fact.indicator, fact.area, fact.quote].append(fact)
    for (indicator, area, _), pair in pairs.items():
        dated = years.get((indicator, area), [])
        if len(pair) != 2 or len({one.period for one in dated}) < 2:
            continue
        if any(one.quantity.value == mine.quantity.value for one in dated for mine in pair):
            continue
        if all(any(_may_be_one(one.quantity, mine.quantity) for one in dated) for mine in pair):
            continue
        place, other = max(pair[0], dated[-1], key=lambda one: one.line), dated[-1]
        said = f"{pair[0].quantity.text} to {pair[1].quantity.text}"
        against = f"{dated[-2].quantity.text} for {dated[-2].period} and {other.quantity.text} for {other.period}"
        yield place.found(
            "same_fact_two_values",
            Severity.POSSIBLE,
            f"{REGISTER[indicator].title}: from {said}",
            f"{against} in line {other.line}",
            f"A change from {said} is told in line {pair[0].line}, but the paper has {against}. Say which years and which "
            "definition the first is of, or correct it.",
            [pair[0].line, other.line],
        )


def _is_past(fact: Fact, other: Fact) -> bool:
    """Whether one of two undated facts is told of another time."""
    past = re.compile(r"\b(?:last|previous|before|ago|then|was \w+ing|had been|used to)\b", re.I)
    if fact.area == OWN and (" compared " in fact.quote or " compared " in other.quote):
        return True
    return bool(past.search(fact.quote)) or bool(past.search(other.quote)) or fact.quote == other.quote


def _conflict(fact: Fact, earlier: Sequence[Fact], years: Sequence[Fact]) -> Contradiction:
    first = earlier[0]
    elsewhere = f"{first.paper}, line {first.line}" if first.paper != fact.paper else f"line {first.line}"
    lines = [one.line for one in earlier if one.paper == first.paper]
    other_paper = first.paper if first.paper != fact.paper else ""
    if fact.area != OWN and (
        right := [one for one in years if _same_digits(one.quantity, fact.quantity) and one.period != fact.period]
    ):
        return fact.found(
            "comparator_period",
            Severity.LIKELY,
            f"{fact.named}: {fact.quantity.text}",
            f"{first.quantity.text} in {elsewhere}; {fact.quantity.text} is the value of {right[0].period}",
            f"{fact.quantity.text} is given for {fact.period}, but {elsewhere} has "
            f"{first.quantity.text} for it and {right[0].quantity.text} "
            f"for {right[0].period}: the value is of another year.",
            [*lines, right[0].line],
            other_paper,
        )
    severity = Severity.LIKELY if fact.period else Severity.POSSIBLE
    return fact.found(
        "same_fact_two_values",
        severity,
        f"{fact.named}: {fact.quantity.text}",
        f"{first.quantity.text} in {elsewhere}",
        f"{fact.named} is {fact.quantity.text} here and {first.quantity.text} in {elsewhere}. "
        "One of the two is wrong, or they are of different days or definitions: then say so.",
        lines,
        other_paper,
    )


def _by_year(facts: Sequence[Fact]) -> dict[tuple[str, str], list[Fact]]:
    found: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.period and fact.period != NOW:
            found[fact.indicator, fact.area].append(fact)
    return found


def _same_digits(one: Quantity, other: Quantity) -> bool:
    return _may_be_one(one, other)


def _may_be_one(one: Quantity, other: Quantity) -> bool:
    """Whether both may be one number, printed with more or fewer digits."""
    if one.of is Of.COUNT and other.of is Of.COUNT:
        return one.value == other.value
    return one.low <= other.high and other.low <= one.high


# The same sentence twice with another number in it


FOOTER = re.compile(r"^[^{}]{0,60}(?:\{[a-z]\d+\}[^{}]{0,12})?(?:\{[cx]\d+\}) ?(?:of|/) ?\{c\d+\}\W*$")
"""“Annual review, page 2 of 3” at the foot of every page."""


def twin_sentences(sentences: Sequence[Sentence], papers: Sequence[str]) -> Iterator[Contradiction]:
    """Sentences alike but for a number: the same statement repeated, with one of its numbers changed."""
    kept = [
        (at, one, _words(one), _counted(one))
        for at, one in enumerate(sentences)
        if _counted(one) and one.cell_line is None and len(one.text) < 400 and not FOOTER.search(one.shape)
    ]
    index: dict[str, list[int]] = defaultdict(list)
    for number, (_, _, words, _) in enumerate(kept):
        for word in words:
            index[word].append(number)
    told: set[tuple[int, str]] = set()
    for number, (at, sentence, words, numbers) in enumerate(kept):
        if len(words) < 2:
            continue
        near: dict[int, int] = defaultdict(int)
        for word in words:
            if len(index[word]) < 40:
                for other in index[word]:
                    if other < number:
                        near[other] += 1
        for other, shared in near.items():
            place, twin, twin_words, twin_numbers = kept[other]
            if shared / len(words | twin_words) < 0.8 or [one.of for one in numbers] != [one.of for one in twin_numbers]:
                continue
            if not _same_time(sentence, twin) or _signature(sentence) != _signature(twin):
                continue
            differing = [(a, b) for a, b in zip(numbers, twin_numbers, strict=True) if not _may_be_one(a, b)]
            dated = bool(sentence.of(Of.PERIOD))
            if len(differing) != 1 or (len(numbers) == 1 and not dated and (len(words) < 6 or papers[at] == papers[place])):
                continue
            if len(words) < 4 and not (_is_of_a_day(sentence) and words == twin_words and papers[at] != papers[place]):
                continue
            here, there = differing[0]
            key = (sentence.line, there.text)
            if key in told:
                continue
            told.add(key)
            elsewhere = (
                f"{papers[place]}, line {twin.line_of(there)}" if papers[place] != papers[at] else f"line {twin.line_of(there)}"
            )
            found = sentence.found(
                "same_fact_two_values",
                Severity.LIKELY,
                here,
                here.text,
                f"{there.text} in {elsewhere}",
                f"The same statement has {here.text} here and {there.text} in {elsewhere}.",
                (twin.line_of(there),),
            )
            yield replace(found, paper=papers[at], other_paper=papers[place] if papers[place] != papers[at] else "")


def _is_of_a_day(sentence: Sentence) -> bool:
    """Whether it tells of one day and nothing else, so that a few words say whole what is counted."""
    return [len(one.period) for one in sentence.of(Of.PERIOD)] == [len("2026-08-31")]


def _words(sentence: Sentence) -> frozenset[str]:
    """The words that carry meaning, roughly without endings."""
    plain = re.sub(r"\{[a-z]\d+\}", " ", sentence.shape)
    return frozenset(word[:7].rstrip("s") for word in re.findall(r"[a-z][a-z'-]+", plain) if not PLAIN.match(word))


def _signature(sentence: Sentence) -> tuple[str, ...]:
    """Names and places in capitals within the sentence: another team or area makes another statement."""
    return tuple(sorted(re.findall(r"(?<=[a-z,;] )(?!CLA|CP)[A-Z][a-z]+", sentence.text)))


def _counted(sentence: Sentence) -> list[Quantity]:
    return [one for one in sentence.of(Of.COUNT, Of.PERCENT, Of.RATE, Of.DECIMAL, Of.MONEY) if not one.is_rough]


def _same_time(one: Sentence, other: Sentence) -> bool:
    return {period.period for period in one.of(Of.PERIOD)} == {period.period for period in other.of(Of.PERIOD)} and {
        part.text.lower() for part in one.of(Of.DURATION, Of.OTHER)
    } == {part.text.lower() for part in other.of(Of.DURATION, Of.OTHER)}


# Against the figures that are kept


def against_figures(facts: Sequence[Fact], book: FigureBook) -> Iterator[Contradiction]:
    """Dated facts against the book: computed, as published then, or submitted; whichever agrees, the paper is right.

    Where most of the paper's figures differ, it is of somebody else or of another definition: that is said once.
    """
    differing: list[Contradiction] = []
    compared: set[tuple[str, str, str, str]] = set()
    told: set[tuple[str, str, str, str]] = set()
    for fact in facts:
        area = _area(fact.area, book)
        if not fact.period or area is None:
            continue
        try:
            periods = _periods(fact)
            known = [figure for period in periods for figure in _figures(book, fact.indicator, area, period)]
        except WrongUsage:
            continue
        values = [figure for figure in known if figure.value is not None]
        key = (fact.indicator, area, fact.period, fact.quantity.text)
        if values:
            compared.add(key)
        if (
            not values
            or key in told
            or any(fact.quantity.low <= figure.value <= fact.quantity.high for figure in values if figure.value is not None)
        ):
            continue
        told.add(key)
        figure = values[0]
        if figure.value is None:
            continue
        value = _printed(figure)
        parts = f" ({shown_parts(figure)})" if figure.numerator is not None and figure.denominator else ""
        differing.append(
            fact.found(
                "differs_from_figure",
                Severity.LIKELY,
                f"{fact.named}: {fact.quantity.text}",
                f"the figure for {figure.period.label} is {value}{parts}",
                f"The paper gives {fact.quantity.text} for {fact.named}; the figure is {value}{parts}. "
                "Use a live figure, or say which day or definition is meant.",
            )
        )
    if len(differing) < SEVERAL or len(differing) * 2 <= len(compared):
        yield from differing
        return
    first, authority = differing[0], book.areas.authority
    share = f"{len(differing)} of {len(compared)}"
    yield replace(
        first,
        says=f"{share} dated figures of the paper",
        shows=f"the figures that are kept are others; for instance, {first.says} here, and {first.shows}",
        message=f"{share} dated figures of this paper differ from those that are kept"
        f"{f' for {authority.name}' if authority is not None else ''}. It seems to be of another authority, or to count "
        "otherwise; they are not listed one by one.",
        other_lines=tuple(dict.fromkeys(one.line for one in differing[1:6] if one.line != first.line)),
    )


SEVERAL = 8
"""From how many differing figures on a paper that differs mostly is told in one finding."""


def _printed(figure: Figure) -> str:
    assert figure.value is not None
    return f"{shown(figure.value)} %" if figure.unit is Unit.PERCENT else shown(figure.value)


def shown_parts(figure: Figure) -> str:
    """``1,332 of 2,128``."""
    return f"{figure.numerator:,} of {figure.denominator:,}"


def _area(name: str, book: FigureBook) -> str | None:
    if name == OWN:
        top = book.areas.authority
        return top.id if top is not None else None
    found = book.areas.match(name)
    return found.id if found is not None else None


def _periods(fact: Fact) -> list[Period]:
    period = parse_period(fact.period)
    if period.kind is PeriodKind.MONTH and period.end.month == 3:
        return [period, financial_year_of(period.end)]
    return [period]


def _figures(book: FigureBook, indicator: str, area: str, period: Period) -> Iterator[Figure]:
    for figure in (*book.series(indicator, area, [period]), *book.submitted_series(indicator, area, [period])):
        if figure is not None:
            yield figure
    snapshot = book.snapshot(period.end)
    if snapshot is not None and snapshot.as_at == period.end:
        for figure in book.series(indicator, area, [period], as_known=period.end):
            if figure is not None:
                yield figure


def names_of(book: FigureBook) -> list[str]:
    """The names of the authority's parts."""
    return [area.name for area in book.areas if area.kind not in (AreaKind.AUTHORITY, AreaKind.COMPARATOR) and len(area.name) > 3]
