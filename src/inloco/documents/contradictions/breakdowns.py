"""Lists that break a whole down: in its own sentence, in the next one, by area or by outcome, in people or in money."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from inloco.documents.contradictions.contradiction import Contradiction, Severity
from inloco.documents.contradictions.quantities import Of, shown
from inloco.documents.contradictions.sentences import Sentence
from inloco.documents.contradictions.shares import INSIDE

WORD = r"[a-z'’/-]+"
PART = rf"\{{c\d+\}} {WORD}(?: {WORD}){{0,5}}"
BARE = rf"(?:(?:[,;] ?(?:and )?| and ){PART})"
OUTCOMES = re.compile(
    r"\b(?:outstanding|inadequate|adequate|poor|requir\w+ improvement|unfounded|unsubstantiated|substantiated|upheld|withdrawn"
    r"|still open|pending|declined|refused|rejected|undecided|other reasons?|others?|elsewhere|not known|unknown|the rest"
    r"|remaining|not recorded|stage (?:one|two|three)|boys|girls|male|female)\b"
)
"""Words of lists that leave nobody out and count nobody twice."""
LISTED = (
    re.compile(rf"^(?P<label>[a-z][a-z' /-]{{2,40}}): ?(?P<parts>{PART}{BARE}{{2,}})[.;]?$"),
    re.compile(rf"^(?:of (?:these|those|them|which),? )?(?P<parts>{PART}{BARE}{{2,}})[.;]?$"),
)
BY = re.compile(
    r"^(?:by|split by|broken down by) (?P<label>[a-z][a-z' -]{2,40})[:,] ?"
    r"(?P<parts>(?:[a-z][a-z' &-]{1,30} \{c\d+\}(?:,|;| and|, and|$|\.) ?){3,})$"
)
NAMED = re.compile(
    r"\{c(?P<w>\d+)\} (?P<label>[a-z][a-z' -]{2,60})[:(] ?"
    r"(?P<parts>(?:[a-z][a-z' &-]{1,30} \{c\d+\}(?:,|;| and|, and|\)?\.?$) ?){3,})$"
)
COUPLES = re.compile(
    r"^[^{}]{0,40}\{c(?P<w>\d+)\} (?P<label>[a-z' -]{2,40}), "
    r"(?P<parts>\{c\d+\} [a-z' -]{2,40}? and \{c\d+\} [a-z' -]{2,40}?)[.;,]?$"
)
TWO_KINDS = re.compile(
    r"\b(?:couples?.*single|single.*couples?|boys?.*girls?|girls?.*boys?|formal.*informal|informal.*formal|mainstream.*family"
    r"|full-time.*part-time|part-time.*full-time|new.*existing|initial.*review|internal.*external|in-house.*agency)\b"
)
PARTS_ONLY = re.compile(r" ?\(\{p\d+\}\)")
OF_MONEY = re.compile(
    r"\bof (?:the |our |this )?\{m(?P<w>\d+)\}[^{}.;]{0,50},"
    r"(?P<parts>(?: (?:and |while )?\{m\d+\}[^{};.]{2,60}?[,.]?){2,})$"
)


def breakdowns(sentence: Sentence, earlier: Sequence[Sentence], known: frozenset[Decimal]) -> Iterator[Contradiction]:
    """Rules ``parts_exceed_whole`` and ``row_sum`` for a list and the whole that stands before it.

    ``earlier`` are the sentences that lead into this one, ``known`` all counts of the paper: a sum that is among them is right.
    """
    shape = PARTS_ONLY.sub("", sentence.shape)
    yield from _of_money(sentence, shape)
    yield from _named(sentence, shape)
    head, _, tail = shape.rpartition("; ")
    found = BY.match(shape) or next((match for pattern in LISTED if (match := pattern.match(tail))), None)
    if found is None:
        return
    listed, is_named = found["parts"], bool(found.groupdict().get("label"))
    if found.re is not BY and (not OUTCOMES.search(listed) or INSIDE.search(listed.split("}", 1)[0])):
        return
    parts = [sentence.numbers[int(one)] for one in re.findall(r"\{c(\d+)\}", listed)]
    own = [sentence.numbers[int(one)] for one in re.findall(r"\{c(\d+)\}", head)]
    if any(one.is_rough for one in parts) or len(sentence.of(Of.COUNT)) != len(parts) + len(own) or len(own) > 1:
        return
    added = sum((one.value for one in parts), Decimal(0))
    if added in known or any(one.value == added for one in own):
        return
    wholes = [
        (abs(one.value - added), at, one, place)
        for at, place in enumerate([sentence] if own else reversed(earlier if is_named else earlier[-1:]))
        for one in (own or place.of(Of.COUNT))
        if not one.is_rough
        and abs(one.value - added) <= max(Decimal(2), one.value / 12)
        and one.value > max(p.value for p in parts)
    ]
    if not wholes:
        return
    _, _, whole, place = min(wholes, key=lambda one: one[:2])
    larger = added > whole.value
    yield sentence.found(
        "parts_exceed_whole" if larger else "row_sum",
        Severity.LIKELY,
        parts[-1],
        f"{shown(whole.value)} in all",
        f"{' + '.join(shown(one.value) for one in parts)} = {shown(added)}",
        f"The parts add up to {shown(added)}, {shown(abs(added - whole.value))} {'more' if larger else 'less'} than the "
        f"{shown(whole.value)} before them.",
        (place.line_of(whole),),
    )


def _named(sentence: Sentence, shape: str) -> Iterator[Contradiction]:
    """``34 children: Ashlea 6, Brook 4 and Cote 5``, and ``19 households, 14 couples and 6 single people``."""
    found = NAMED.search(shape) or COUPLES.match(shape)
    if found is None or INSIDE.search(found["label"]) or (found.re is COUPLES and not TWO_KINDS.search(found["parts"])):
        return
    whole = sentence.numbers[int(found["w"])]
    parts = [sentence.numbers[int(one)] for one in re.findall(r"\{c(\d+)\}", found["parts"])]
    added = sum((one.value for one in parts), Decimal(0))
    if added == whole.value or whole.is_rough or any(one.is_rough or one.value > whole.value for one in parts):
        return
    if abs(added - whole.value) > max(Decimal(2), whole.value / 6):
        return  # not a list of all of them
    larger = added > whole.value
    yield sentence.found(
        "parts_exceed_whole" if larger else "row_sum",
        Severity.LIKELY,
        whole,
        f"{shown(whole.value)} in all",
        f"{' + '.join(shown(one.value) for one in parts)} = {shown(added)}",
        f"The parts add up to {shown(added)}, {shown(abs(added - whole.value))} {'more' if larger else 'less'} than the "
        f"{shown(whole.value)} given.",
    )


def _of_money(sentence: Sentence, shape: str) -> Iterator[Contradiction]:
    """``Of the £1.8m agreed, £1.1m is delivered, £0.4m on track and £0.5m lost``."""
    found = OF_MONEY.search(shape)
    if not found or INSIDE.search(found["parts"]):
        return
    whole = sentence.numbers[int(found["w"])]
    parts = [sentence.numbers[int(one)] for one in re.findall(r"\{m(\d+)\}", found["parts"])]
    if whole.is_rough or any(one.is_rough or one.value > whole.value for one in parts):
        return
    low, added = sum((one.low for one in parts), Decimal(0)), sum((one.value for one in parts), Decimal(0))
    high = 2 * whole.value - whole.low  # as far as it may have been rounded down
    if low >= high:
        sums = " + ".join(one.text for one in parts)
        yield sentence.found(
            "parts_exceed_whole",
            Severity.LIKELY if low > high else Severity.POSSIBLE,
            whole,
            f"{whole.text} in all",
            f"{sums} = £{shown(added, 2)}",
            f"The parts add up to £{shown(added, 2)}, more than the {whole.text} that they are of.",
        )
