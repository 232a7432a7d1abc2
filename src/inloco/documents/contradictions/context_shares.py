"""Percentages beside a count whose whole was named before: in the sentence, in the one before, or at the head of the list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from inloco.documents.contradictions.contradiction import Contradiction, Severity
from inloco.documents.contradictions.mentions import OF_OTHERS, OTHERS, Mention, mentions
from inloco.documents.contradictions.quantities import Of, Quantity
from inloco.documents.contradictions.sentences import Sentence
from inloco.documents.contradictions.shares import HUNDRED, fits, wrong_share

NEAR = Decimal(10)
"""By how many points a slip usually misses: a percentage farther off is of something else."""
LINK = (
    r"(?:\(|, |– |- |: |= )(?:or |that is,? |which is |i\.e\.,? |that was |which was |or just |just |only |equal to |about "
    r"|giving |making |which makes )*"
    r"(?:an? |the )?(?:(?:response|return|completion|success|take-up|pass|conversion|participation|overall|coverage) )*"
    r"(?:(?:rate|return|response|share|coverage|proportion|take-up) of )?"
)
OTHER_SIGNS = r"(?:[^{}]|\{[dxagfm]\d+\})"
COUNT_THEN_SHARE = re.compile(
    rf"\{{c(?P<c>\d+)\}}(?P<between>{OTHER_SIGNS}{{0,110}}?){LINK}\{{p(?P<p>\d+)\}}(?P<after>.{{0,24}})"
)
SHARE_THEN_COUNT = re.compile(r"\{p(?P<p>\d+)\}(?P<between>) ?\((?:n ?= ?|only |just )?\{c(?P<c>\d+)\}(?P<after>[^{}()]{0,30})\)")
NAMELY = re.compile(
    r"\{p(?P<p>\d+)\}(?P<between>[^{}();:]{0,60}), (?:namely|that is|or|i\.e\.|just|only) \{c(?P<c>\d+)\}(?P<after>[^{}]{0,24})"
)
SAYS_IT_AGAIN = re.compile(
    r"^(?:this|that|which|it|these|therefore|thus|so)?,? ?(?:means|figure|percentage|number|response|overall)? ?"
    r"(?:equates? to|represents?|is|was|gives|amounts to|equals|means|makes|corresponds to)"
    r" (?:an? |about |the |only |just |over |response rate of |return rate of |return of |overall |rate of )*\{p(?P<p>\d+)\}"
)
GOVERNING = re.compile(
    r"(?:^|^\{x0\} |[.;:(,] ?|\b(?:and|but|while|where|so) )(?:out )?"
    r"(?:of|among|from) (?:the |these |those |our |all |all the |its )*\{c(\d+)\}"
)
ANOTHER_WHOLE = re.compile(
    r"\b(?:than(?! \{[md])|compared|against|targets?|national\w*|england|last year|previous|by|up|down|rise|fall|increase"
    r"|decrease"
    r"|whereas|while)\b"
)
RESPECTIVE = re.compile(r"^(?:, | and )\{p\d+\}")
OWN_PART = re.compile(r"^,? ?\((?:n ?= ?)?\{c\d+\}")
PART_OF = re.compile(
    r"(?:\} in|\b(?:(?<!total )of|from|than|every|each|age|aged|to)) (?:the |these |those |our |all |a total of |other )*$"
)


def context_shares(passage: Sequence[Sentence], before: Sequence[Sentence], known: frozenset[Decimal]) -> Iterator[Contradiction]:
    """Rule ``part_of_whole``. ``before`` leads into the passage; ``known`` are counts near it that may be a whole as well."""
    told = [*before[-6:], *passage]
    start = len(told) - len(passage)
    for at, sentence in enumerate(passage):
        for part, share in _pairs(sentence):
            yield from _judged(sentence, part, share, told[: start + at], known)
        yield from _said_again(sentence, told[: start + at])


def _pairs(sentence: Sentence) -> Iterator[tuple[Mention, Mention]]:
    """A count and the percentage that is said of it."""
    shape = sentence.shape
    by_place = {one.at: one for one in mentions(sentence)}
    taken: set[int] = set()
    found = [*COUNT_THEN_SHARE.finditer(shape), *SHARE_THEN_COUNT.finditer(shape), *NAMELY.finditer(shape)]
    for one in found:
        part, share = by_place.get(int(one["c"])), by_place.get(int(one["p"]))
        if (
            part is None
            or share is None
            or share.at in taken
            or part.changed
            or share.changed
            or PART_OF.search(shape[: part.start])
            or re.match(r" or (?:more|over|older|above|under|younger|fewer|less)\b", part.after)
            or shape[: part.start].endswith("/")
            or RESPECTIVE.match(shape[share.end :])
            or (one.re is COUNT_THEN_SHARE and OWN_PART.match(shape[share.end :]))
            or ANOTHER_WHOLE.search(one["between"])
            or not share.is_ours
            or OTHERS.search(one["between"])
            or OF_OTHERS.match(one["after"])
            or re.match(
                r" ?(?:of (?!them\b|these\b|those\b|all\b|the total)|points|in \{a|at \{a|last|higher|lower|more|less|fewer)",
                one["after"],
            )
        ):
            continue
        taken.add(share.at)
        yield part, share


def _judged(
    sentence: Sentence, part: Mention, share: Mention, told: Sequence[Sentence], known: frozenset[Decimal]
) -> Iterator[Contradiction]:
    a, p = part.quantity, share.quantity
    if a.is_rough or p.is_rough or a.value <= 0:
        return
    own = [one for one in sentence.of(Of.COUNT) if one is not a]
    near = [one for place in told for one in place.of(Of.COUNT)]
    sums = [_both(a, one) for one in own]
    if any(one.value >= a.value and fits(p, a, one) for one in (*own, *near, *sums)):
        return
    total = sum((one.value for one in own), a.value)
    if total and fits(p, a, _count(total)):
        return
    governing = [sentence.numbers[int(one[1])] for one in GOVERNING.finditer(sentence.shape[: part.start])]
    for one in reversed(governing):
        if one.value > a.value and not one.is_rough:
            yield wrong_share(sentence, p, a, one, Severity.CERTAIN)
            return
    lead = told[-1] if told else None
    if not governing and lead is not None and lead.text.rstrip().endswith(":") and (found := GOVERNING.search(lead.shape)):
        whole = lead.numbers[int(found[1])]
        if whole.value > a.value and not whole.is_rough:
            yield wrong_share(sentence, p, a, whole, Severity.LIKELY, (lead.line_of(whole),))
            return
    if any(value >= a.value and fits(p, a, _count(value)) for value in known):
        return
    ahead = [one for one in own if one.end <= a.start]
    heads = [place.of(Of.COUNT)[:1] for place in told if place.offset == 0 and place not in told[-2:]]
    for group in (ahead, *[place.of(Of.COUNT) for place in reversed(told[-2:])], *reversed(heads)):
        wholes = [one for one in group if one.value > a.value and not one.is_rough and _is_near(p, a, one)]
        if wholes:
            whole = min(wholes, key=lambda one: abs(a.value * HUNDRED / one.value - p.value))
            place = next((other for other in told if whole in other.numbers), sentence)
            yield wrong_share(sentence, p, a, whole, Severity.LIKELY, (place.line_of(whole),))
            return


def _said_again(sentence: Sentence, told: Sequence[Sentence]) -> Iterator[Contradiction]:
    """``58 conferences were held and 21 forms came back. This equates to a 48 % return.``"""
    found = SAYS_IT_AGAIN.match(sentence.shape)
    if found is None or not told:
        return
    counts = sorted({one.value: one for one in told[-1].of(Of.COUNT)}.values(), key=lambda one: one.value)
    share = sentence.numbers[int(found["p"])]
    if len(counts) != 2 or told[-1].of(Of.PERCENT) or any(one.is_rough for one in counts):
        return
    part, whole = counts
    if not fits(share, part, whole) and not fits(share, _count(whole.value - part.value), whole):
        severity = Severity.LIKELY if share.is_rough else Severity.CERTAIN
        yield wrong_share(sentence, share, part, whole, severity, (told[-1].line_of(part), told[-1].line_of(whole)))


def _is_near(share: Quantity, part: Quantity, whole: Quantity) -> bool:
    exact = part.value * HUNDRED / whole.value
    near = abs(exact - share.value) <= NEAR and exact <= share.value * 2 and share.value <= exact * 2
    return near or sorted(f"{exact:.0f}") == sorted(f"{share.value:.0f}")


def _both(one: Quantity, other: Quantity) -> Quantity:
    return _count(one.value + other.value)


def _count(value: Decimal) -> Quantity:
    return Quantity(Of.COUNT, 0, 0, str(value), value, value, value)
