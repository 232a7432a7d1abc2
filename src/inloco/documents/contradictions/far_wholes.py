"""Numbers whose whole stands elsewhere in the paper: averages against the year's total, shares against the number of all."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from inloco.documents.contradictions.contradiction import Contradiction, Severity
from inloco.documents.contradictions.facts import OWN, Fact
from inloco.documents.contradictions.quantities import Of, Quantity, places_of, shown
from inloco.documents.contradictions.sentences import Sentence
from inloco.documents.contradictions.shares import HUNDRED, fits

IN_A_YEAR = {
    "month": (12,),
    "quarter": (4,),
    "week": (52, 50, 48, 39, 38),
    "term": (3, 6),
    "half-year": (2,),
    "fortnight": (26, 25),
}
"""How many of each make a year; weeks also without holidays, or of school."""
THING = r"(?P<thing>(?:[a-z'’/-]+ ){0,4}[a-z'’/-]+)"
EACH = r"(?:a|per|each|every) (?P<each>month|quarter|week|term|half-year|fortnight)\b"
MEAN = r"\{[cn](?P<v>\d+)\}"
AVERAGES = (
    re.compile(rf"\bon average,? (?:about |some |we (?:held|had|received|took) )?{MEAN} {THING} {EACH}"),
    re.compile(rf"\baverage of (?:about )?{MEAN} {THING} {EACH}"),
    re.compile(
        rf"\{{c\d+\}} {THING}[^{{}}]{{0,60}}?[,(;] ?(?:or |that is |i\.e\. |which is )?(?:an average of |on average )?"
        rf"{MEAN}(?: on average)?,? {EACH}"
    ),
)
LAST = re.compile(r"^[^{}]{0,60}?(?:last year|the year before|previous year)[^{}]{0,12}?\(?\{[cn](?P<v>\d+)\}")
HELD = r"(?:held|had|received|took|made|dealt with)"
YEAR = (
    re.compile(
        r"\b(?:in|during|over|for|throughout) (?:the )?(?:year |period )?(?:of |to |ending )?"
        r"(?P<when>\{a\d+\}|year|last year|twelve months|whole year|\{d\d+\}),?(?: as a whole,?)? "
        rf"(?:there (?:were|was)|we {HELD}|[a-z ]{{0,30}}?{HELD})? ?(?:a total of )?\{{c(?P<c>\d+)\}} {THING}(?P<after>.{{0,60}})"
    ),
    re.compile(
        rf"\{{c(?P<c>\d+)\}} {THING} (?:in|during|over) (?:the )?(?P<when>\{{a\d+\}}|year|whole year)(?P<after>.{{0,60}})"
    ),
)
COMPARED = re.compile(r"(?:compared (?:to|with)|against|up from|down from|\() ?\(?\{c(?P<c>\d+)\}")
A_YEAR = re.compile(r"20\d\d(?:/\d\d)?$")


@dataclass(frozen=True)
class Total:
    """How many of something there were in a year."""

    thing: str
    quantity: Quantity
    sentence: Sentence


def far_wholes(passages: Sequence[Sequence[Sentence]], facts: Sequence[Fact]) -> Iterator[Contradiction]:
    """Rules ``average_of_total`` and, for shares, ``part_of_whole``."""
    yield from _averages(passages)
    yield from _shares(passages, facts)


def _averages(passages: Sequence[Sequence[Sentence]]) -> Iterator[Contradiction]:
    totals: dict[str, list[Total]] = defaultdict(list)
    for sentence in (one for passage in passages for one in passage):
        for total in _totals(sentence):
            totals[total.thing].append(total)
    for sentence in (one for passage in passages for one in passage):
        for pattern in AVERAGES:
            for found in pattern.finditer(sentence.shape):
                thing = _noun(found["thing"])
                known = totals.get(thing, [])
                after = LAST.match(sentence.shape[found.end() :])
                this = [*_average(sentence, sentence.numbers[int(found["v"])], found["each"], thing, known)]
                yield from this
                if after:
                    earlier = sentence.numbers[int(after["v"])]
                    rest = [one for one in known if this or not _makes(sentence.numbers[int(found["v"])], found["each"], one)]
                    if not any(_makes(earlier, found["each"], one) for one in known):
                        yield from _average(sentence, earlier, found["each"], thing, rest)


def _totals(sentence: Sentence) -> Iterator[Total]:
    for pattern in YEAR:
        for found in pattern.finditer(sentence.shape):
            one, thing = sentence.numbers[int(found["c"])], _noun(found["thing"])
            when = re.match(r"\{a(\d+)\}", found["when"])
            if (when and not A_YEAR.match(sentence.numbers[int(when[1])].period)) or one.is_rough or not thing or one.value < 12:
                continue
            yield Total(thing, one, sentence)
            if earlier := COMPARED.search(found["after"]):
                yield Total(thing, sentence.numbers[int(earlier["c"])], sentence)


def _average(sentence: Sentence, average: Quantity, each: str, thing: str, known: Sequence[Total]) -> Iterator[Contradiction]:
    """Silent where any total of the paper's fits, or where the nearest is so far off that it counts something else."""
    if not known or average.is_rough or average.value < 2:
        return
    if any(_makes(average, each, one) for one in known):
        return
    number = IN_A_YEAR[each][0]
    year = average.value * number
    near = min(known, key=lambda one: abs(one.quantity.value - year))
    if not near.quantity.value * Decimal("0.6") <= year <= near.quantity.value * Decimal("1.6"):
        return
    exact = near.quantity.value / number
    yield sentence.found(
        "average_of_total",
        Severity.LIKELY,
        average,
        f"{average.text} {thing} a {each}",
        f"{shown(near.quantity.value)} ÷ {number} = {shown(exact)}",
        f"{average.text} {thing} a {each} would be about {shown(year)} in a year; "
        f"line {near.sentence.line_of(near.quantity)} counts {shown(near.quantity.value)}, which is {shown(exact)} a {each}.",
        (near.sentence.line_of(near.quantity),),
    )


def _makes(average: Quantity, each: str, total: Total) -> bool:
    """Whether so many each month (week, quarter) may make that total in a year."""
    slack = Decimal("0.5") if average.of is Of.COUNT else Decimal(0)
    low, high = average.low - slack, average.high + slack * 2
    return any(low * number <= total.quantity.value <= high * number for number in IN_A_YEAR[each])


def _noun(words: str) -> str:
    """The thing that is counted, without what is said of it: the first word in the plural."""
    kept = [word for word in re.findall(r"[a-z'’-]+", words) if "'" not in word and word.endswith("s") and len(word) > 4]
    return kept[0] if kept else ""


# Shares

PROPORTION = re.compile(
    r"\b(?:proportion|percentage|share|rate) of (?:our |all |the )?(?P<whole>[^{},;]{4,60}?)(?:\{[dx]\d+\})?[^{},;]{0,60}?"
    r"\b(?:is|was|to|at|now|of) \{p(?P<p>\d+)\},? ?(?:\(|with |or |which is |that is )(?:now )?"
    r"\{c(?P<c>\d+)\} (?:children|young people|plans|care leavers|of them)"
)
PART = re.compile(
    r"\{c(?P<c>\d+)\} (?:children|young people|of them|care leavers)[^{}.;,]{0,60}? ?(?:\(|, or |, which is )(?:just |only )?"
    r"\{p(?P<p>\d+)\} of (?:our |all |all our |all the |the )?(?P<whole>(?:children (?:we )?(?:looked after|in (?:our )?care)"
    r"|looked after children|care leavers|children (?:on|with) (?:a )?(?:child )?protection plans?|children in need))\b"
)
WHOLES = {
    "cla_count": re.compile(r"children (?:we )?(?:looked after|in (?:our )?care)|looked after children|\bcla\b"),
    "cp_plans_count": re.compile(r"\bcp plans?\b|protection plans?\b"),
    "cin_plans_count": re.compile(r"children in need|\bcin\b"),
    "care_leavers_count": re.compile(r"care leavers"),
}


def _shares(passages: Sequence[Sequence[Sentence]], facts: Sequence[Fact]) -> Iterator[Contradiction]:
    """``The proportion of plans of over two years is 4.0 %, with 71 children``, where no number of plans here gives that."""
    known: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.area == OWN and fact.quantity.of is Of.COUNT and fact.indicator in WHOLES:
            known[fact.indicator].append(fact)
    if not known:
        return
    for sentence in (one for passage in passages for one in passage):
        for found in (match for pattern in (PROPORTION, PART) for match in pattern.finditer(sentence.shape)):
            yield from _share(sentence, found, known)


def _share(sentence: Sentence, found: re.Match[str], known: Mapping[str, Sequence[Fact]]) -> Iterator[Contradiction]:
    share, part = sentence.numbers[int(found["p"])], sentence.numbers[int(found["c"])]
    names = [id for id, pattern in WHOLES.items() if pattern.search(found["whole"])]
    if share.is_rough or part.is_rough or len(names) != 1 or share.value <= 0:
        return
    wholes = [one for one in known.get(names[0], ()) if one.quantity.value >= part.value]
    others = [one for one in sentence.of(Of.COUNT) if one is not part and one.value >= part.value]
    if not wholes or any(fits(share, part, one) for one in [*others, *(fact.quantity for fact in wholes)]):
        return
    implied = part.value * HUNDRED / share.value
    near = min(wholes, key=lambda one: abs(one.quantity.value - implied))
    exact = part.value * HUNDRED / near.quantity.value
    yield sentence.found(
        "part_of_whole",
        Severity.LIKELY,
        share,
        f"{shown(part.value)} is {share.text} of all",
        f"{shown(part.value)} ÷ {shown(near.quantity.value)} = {shown(exact, places_of([share]))} %",
        f"{shown(part.value)} is {share.text} of about {shown(implied, 0)}, but line {near.line} counts "
        f"{shown(near.quantity.value)}: of those it would be {shown(exact, places_of([share]))} %.",
        (near.line,),
    )
