"""Numbers that go in step but for one: counts with their shares in one list, three percentages of which one is the change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from inloco.documents.contradictions.contradiction import Contradiction, Severity
from inloco.documents.contradictions.differences import DOWN, UP, judged
from inloco.documents.contradictions.quantities import Of, Quantity, places_of, shown
from inloco.documents.contradictions.sentences import Sentence
from inloco.documents.contradictions.shares import HUNDRED, fits
from inloco.documents.contradictions.wholes import sum_of, sum_words

PAIR = re.compile(r"(?<!\bof )(?<!\bof the )\{c(?P<c>\d+)\}(?: [a-z'/-]+){0,6}? ?\(\{p(?P<p>\d+)\}\)")
LABELLED = re.compile(r"^(?P<label>[a-z][a-z' /-]{2,40}): ?\{p(?P<p>\d+)\}[.;]?$")
WHOLE_SET = re.compile(
    r"\b(?:upheld|agreed|disagreed?|satisfied|dissatisfied|yes|no|other|unknown|not known|inadequate|outstanding)\b"
)
CHANGE = re.compile(
    r"\{p(?P<a>\d+)\}[^{}]{0,60}(?:\{a\d+\}[^{}]{0,30})?(?:\{c\d+\}(?: ?(?:out )?of \{c\d+\})?[^{}]{0,12})?"
    r"\{p(?P<b>\d+)\}[^{}]{0,40}(?:\{a\d+\}[^{}]{0,12})?"
    r"\b(?:(?:an?|the) (?:\w+ )?(?:increase|rise|improvement|growth|decrease|fall|drop|reduction|decline) of"
    rf"|(?:has )?(?:{UP}|{DOWN}) by|(?:up|down)|(?:which|that) is(?= \{{p\d+\}} (?:better|more|higher|lower|worse|less|fewer)\b))"
    r" \{p(?P<c>\d+)\}"
)
EARLIER = re.compile(
    r"\b(?:was|were|had been|last year|year before|previous|ago|earlier|compared|against|from|in (?:january|february|march"
    r"|april|may|june|july|august|september|october|november|december|(?:spring|summer|autumn|winter)))\b|\{a\d+\}"
)
OTHERS = re.compile(r"\b(?:targets?|national\w*|england|regional\w*|neighbours|average)\b")


def in_step(passage: Sequence[Sentence], before: Sequence[Sentence]) -> Iterator[Contradiction]:
    """Rules ``part_of_whole``, ``points_not_percent`` and ``shares_not_100``."""
    for at, sentence in enumerate(passage):
        yield from _one_of_a_list(sentence, [*before, *passage[:at]])
        yield from _three_percentages(sentence)
        yield from _returned(sentence)
    yield from _labelled(passage)


def _one_of_a_list(sentence: Sentence, earlier: Sequence[Sentence]) -> Iterator[Contradiction]:
    """``Schools 88 (41.5 %), families 61 (28.8 %), other 23 (13.8 %)``: all but one are of the same whole."""
    numbers = sentence.numbers
    pairs = [(numbers[int(one["c"])], numbers[int(one["p"])]) for one in PAIR.finditer(sentence.shape)]
    if len(pairs) < 3 or any(count.is_rough or share.is_rough for count, share in pairs):
        return
    added = sum((count.value for count, _ in pairs), Decimal(0))
    named = [one.value for place in [*earlier[-3:], sentence] for one in place.of(Of.COUNT)]
    for value in dict.fromkeys([added, *named]):
        whole = _of(value)
        wrong = [(count, share) for count, share in pairs if count.value > value or not fits(share, count, whole)]
        if not wrong and value > 0:
            return
        if len(wrong) != 1 or wrong[0][0].value > value or any(fits(wrong[0][1], wrong[0][0], _of(one)) for one in named):
            continue
        count, share = wrong[0]
        exact = shown(count.value * HUNDRED / value, places_of([share]))
        yield sentence.found(
            "part_of_whole",
            Severity.CERTAIN if len(pairs) > 3 else Severity.LIKELY,
            share,
            f"{shown(count.value)} of {shown(value)} is {share.text}",
            f"{shown(count.value)} ÷ {shown(value)} = {exact} %",
            f"{shown(count.value)} of {shown(value)} is {exact} %, not {share.text}; the other shares of the list are of "
            f"{shown(value)}.",
        )
        return


def _of(value: Decimal) -> Quantity:
    return Quantity(Of.COUNT, 0, 0, shown(value), value, value, value)


def _three_percentages(sentence: Sentence) -> Iterator[Contradiction]:
    """``9 of 26 (35 %); in 2031 it was 6 of 28 (21 %), which is an increase of 14 %``."""
    for found in CHANGE.finditer(sentence.shape):
        new, old, change = (sentence.numbers[int(found[name])] for name in "abc")
        if not EARLIER.search(found[0]) or OTHERS.search(found[0]) or new.is_rough or old.is_rough:
            continue
        if change.value == abs(new.value - old.value):
            yield from judged(sentence, old, new, change, False)


RETURNED = re.compile(
    r"\{c(?P<a>\d+)\} [^{}]{2,50}?\b(?:came back|returned|replied|answered|responded|received)\b[^{}]{0,20}?(?:from|of|out of) "
    r"(?:the )?\{c(?P<b>\d+)\}[^{}]{0,30}?,? (?:an?|giving an?|which is an?) (?:return|response|take-up|completion)(?: rate)? of "
    r"\{p(?P<p>\d+)\}"
)


def _returned(sentence: Sentence) -> Iterator[Contradiction]:
    """``96 forms came back from 120 sent, a return of 75 %``."""
    for found in RETURNED.finditer(sentence.shape):
        part, whole, share = (sentence.numbers[int(found[name])] for name in "abp")
        if part.value > whole.value or part.is_rough or whole.is_rough or share.is_rough or fits(share, part, whole):
            continue
        exact = shown(part.value * HUNDRED / whole.value, places_of([share]))
        yield sentence.found(
            "part_of_whole",
            Severity.CERTAIN,
            share,
            f"{shown(part.value)} of {shown(whole.value)} is {share.text}",
            f"{shown(part.value)} ÷ {shown(whole.value)} = {exact} %",
            f"{shown(part.value)} of {shown(whole.value)} is {exact} %, not {share.text}.",
        )


def _labelled(passage: Sequence[Sentence]) -> Iterator[Contradiction]:
    """``Upheld: 25 %. Partly upheld: 33 %. Not upheld: 50 %.``"""
    run: list[tuple[Sentence, Quantity, str]] = []
    for sentence in [*passage, None]:
        found = LABELLED.match(sentence.shape) if sentence is not None else None
        if found and sentence is not None:
            run.append((sentence, sentence.numbers[int(found["p"])], found["label"]))
            continue
        shares = [share for _, share, _ in run]
        if len(run) >= 3 and any(WHOLE_SET.search(label) for _, _, label in run) and not any(one.is_rough for one in shares):
            total, low, high = sum_of(shares)
            if not low <= HUNDRED <= high and 80 <= total <= 125:
                yield run[-1][0].found("shares_not_100", Severity.LIKELY, shares[-1], *sum_words(shares, total))
        run = []
