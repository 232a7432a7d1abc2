"""Sums that a story tells: so many at the start, so many came and left, so many at the end; and what one costs of a total."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product

from inloco.documents.contradictions.contradiction import Contradiction, Severity
from inloco.documents.contradictions.mentions import OTHERS, Mention, mentions
from inloco.documents.contradictions.quantities import Of, Quantity, shown
from inloco.documents.contradictions.sentences import Sentence

START = re.compile(r"\b(?:began|begun|start(?:ed)?|opened|opening|beginning)\b[^{}.;]*$")
CAME = r"(?:approved|joined|came|entered|arrived|started|admitted|recruited|appointed|opened|added|were new|new)"
LEFT = r"(?:left|resigned|retired|ceased|closed|ended|departed|withdrew|dropped out|were de-?registered|moved on|leavers|went)"
END = re.compile(
    r"\b(?:closed|ended|finished|ending|finishing|leaving|brought us to|bringing|now|at the end|(?:which|that) (?:left|leaves"
    r"|makes)|end(?:ed)? with"
    r"|closed (?:it|the \w+) (?:with|at|on))\b[^{}.;]{0,40}$"
)
AFTER = 28


def balances(passage: Sequence[Sentence]) -> Iterator[Contradiction]:
    """Rule ``change``: one value at the start, one that came, one that left and one at the end, in three sentences at most."""
    for at, size in product(range(len(passage)), (1, 2, 3)):
        near = passage[at : at + size]
        found: dict[str, list[Mention]] = {"start": [], "came": [], "left": [], "end": []}
        for one in (one for sentence in near for one in mentions(sentence)):
            if one.quantity.of is Of.COUNT and not one.quantity.is_rough and (part := _part(one, bool(found["start"]))):
                found[part].append(one)
        if not found["start"] or found["start"][0].sentence is not near[0] or any(len(one) != 1 for one in found.values()):
            continue
        start, came, left, end = (found[name][0] for name in ("start", "came", "left", "end"))
        real = start.quantity.value + came.quantity.value - left.quantity.value
        off = abs(real - end.quantity.value)
        if not off or off > max(Decimal(3), end.quantity.value / 10):
            continue
        yield end.sentence.found(
            "change",
            Severity.LIKELY,
            end.quantity,
            f"{end.quantity.text} at the end",
            f"{start.quantity.text} + {came.quantity.text} − {left.quantity.text} = {shown(real)}",
            f"{start.quantity.text} at the start, {came.quantity.text} more and {left.quantity.text} less make {shown(real)}, "
            f"not {end.quantity.text}.",
            (start.line, came.line, left.line),
        )
        return


def _part(one: Mention, is_begun: bool) -> str:
    """What a number is in the story: how many there were, came, left, or are there at the end."""
    if START.search(one.ahead) and not is_begun:
        return "start"
    if END.search(one.ahead):
        return "end"
    if verb := re.search(
        r"\b(?:(?P<came>approved|recruited|gained|welcomed|took on|added)|(?P<left>lost|de-?registered)) $", one.ahead
    ):
        return "came" if verb["came"] else "left"
    verb = re.match(rf"[^{{}}.;,]{{0,{AFTER}}}?\b(?:(?P<came>{CAME})|(?P<left>{LEFT}))\b", one.after)
    if verb:
        return "came" if verb["came"] else "left"
    return ""


EACH = re.compile(
    r"\b(?:an? average(?: cost| fee| price| caseload)?(?: of| was| is)|(?:on average|averaging"
    r"|average)) (?:about )?\{(?P<kind>[mnc])(?P<at>\d+)\}"
    r"|\{(?P<kind2>[mnc])(?P<at2>\d+)\}(?: each| a head| apiece| for each| per (?:child|household|family|pupil|person"
    r"|young person|placement"
    r"|carer|place)\b| on average)"
)


def unit_averages(sentence: Sentence) -> Iterator[Contradiction]:
    """Rule ``average_of_total``: ``52 households, costing £41,300, an average of £974``."""
    shape = sentence.shape
    found = list(EACH.finditer(shape))
    if (
        len(found) != 1
        or OTHERS.search(shape)
        or re.search(r"\b(?:a|per|each|every) (?:week|month|quarter|day|night|year)\b", shape)
    ):
        return
    average = sentence.numbers[int(found[0]["at"] or found[0]["at2"])]
    if average.is_rough or average.value <= 0:
        return
    if average.of is not Of.MONEY:
        yield from _mean_of_counts(sentence, average)
        return
    before = [one for one in sentence.numbers if one.end <= average.start and not one.is_rough]
    totals = [one for one in before if one.of is Of.MONEY and one.value > average.value]
    counts = [one for one in before if one.of is Of.COUNT and one.value >= 2]
    if len(totals) != 1 or not counts or any(_makes(totals[0], one, average) for one in counts):
        return
    near = [one for one in counts if average.value / 2 <= totals[0].value / one.value <= average.value * 2]
    if not near:
        return
    number = near[0]
    real = totals[0].value / number.value
    yield sentence.found(
        "average_of_total",
        Severity.LIKELY,
        average,
        f"{average.text} each",
        f"{totals[0].text} ÷ {shown(number.value)} = £{shown(real)}",
        f"{totals[0].text} for {shown(number.value)} is £{shown(real)} each, not {average.text}.",
    )


def _mean_of_counts(sentence: Sentence, average: Quantity) -> Iterator[Contradiction]:
    """``8 officers have 496 children, an average caseload of 72``: two counts and what one makes of the other."""
    counts = [one for one in sentence.of(Of.COUNT, Of.DECIMAL) if one.end <= average.start]
    if len(counts) != 2 or any(one.is_rough or one.value < 2 for one in counts):
        return
    number, total = sorted(counts, key=lambda one: one.value)
    real = total.value / number.value
    slack = (average.high - average.value) + real / 50
    if average.low - slack <= real <= average.high + slack or not real * Decimal("0.6") <= average.value <= real * Decimal("1.6"):
        return
    yield sentence.found(
        "average_of_total",
        Severity.LIKELY,
        average,
        f"{average.text} on average",
        f"{shown(total.value)} ÷ {shown(number.value)} = {shown(real)}",
        f"{shown(total.value)} for {shown(number.value)} is {shown(real)} on average, not {average.text}.",
    )


def _makes(total: Quantity, count: Quantity, average: Quantity) -> bool:
    """Whether so much for so many may be that average, generously rounded."""
    low, high = total.low / count.value, total.high / count.value
    return low * Decimal("0.99") <= average.high and average.low <= high * Decimal("1.01")
