"""Changes whose other value stands elsewhere in the paper: by their size alone it can be told which value that must be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise, permutations

from inloco.documents.contradictions.contradiction import Contradiction, Severity
from inloco.documents.contradictions.differences import direction, judged, judgement_of, polarity_of
from inloco.documents.contradictions.mentions import OTHERS, Mention, mentions
from inloco.documents.contradictions.quantities import Of, Quantity, shown
from inloco.documents.contradictions.sentences import Sentence

Known = Set[tuple[Of, Decimal]]
HUNDRED = Decimal(100)
THAN = re.compile(r"^ (?:[a-z]+ )?(?:more|fewer|less|higher|lower|up|down)\b[^{}.;]{0,30}?\b(?:than|on|from)\b")
OR_SO_MUCH = re.compile(r"^(?: [a-z]+)?(?:,? or | \(| – |, that is,? )(?:about |by )?$")
JUDGES = re.compile(r"\b(?:(?P<better>improv\w+)|(?P<worse>worsen\w*|deteriorat\w+)) by ")
BUDGET = re.compile(r"\b(?:over|under)(?:spend|spent|spending)\b[^{}.;]{0,12}$|\b(?:surplus|deficit) of $")
PLANNED = re.compile(r"\b(?:budgets?|budgeted|provision|allocation)\b[^{}.;]{0,20}$")


def sizes_of_changes(passage: Sequence[Sentence], before: Sequence[Sentence], known: Known) -> Iterator[Contradiction]:
    """Rules ``change``, ``points_not_percent`` and ``direction_word``. ``known`` are the numbers that the paper gives nearby."""
    for at, sentence in enumerate(passage):
        here = mentions(sentence)
        near = [*before[-2:], *passage[max(0, at - 2) : at + 1]]
        yield from _stepped(sentence)
        yield from _more_than_then(sentence, here, known)
        yield from _wrong_base(sentence, here, near)
        yield from _added_as_points(sentence, here, known)
        yield from _spent(sentence, here)
        if at:
            yield from _judged_by_points(sentence, here, passage[at - 1])


STEPPED = re.compile(
    r"\{p(?P<new>\d+)\} ?[(,]? ?(?P<word>up|down)(?: by)? \{[nc](?P<size>\d+)\} points? (?:on|from) (?:the )?\{p(?P<old>\d+)\}"
)


def _stepped(sentence: Sentence) -> Iterator[Contradiction]:
    """``92.3 % (down 0.7 points on 91.6 %)``: beside percentages points are percentage points."""
    for found in STEPPED.finditer(sentence.shape):
        new, size, old = (sentence.numbers[int(found[name])] for name in ("new", "size", "old"))
        yield from direction(sentence, old, new, found["word"])
        yield from judged(sentence, old, new, replace(size, of=Of.POINTS), False)


def _more_than_then(sentence: Sentence, here: Sequence[Mention], known: Known) -> Iterator[Contradiction]:
    """``36 more than last year (246)`` where the paper has 210 and nowhere 282."""
    if len(here) < 2 or OTHERS.search(sentence.shape):
        return
    size, then = here[0], here[1]
    if (
        size.changed not in ("up", "down")
        or not (size.quantity.of is then.quantity.of is Of.COUNT)
        or not (then.is_earlier and THAN.match(size.after))
        or any(one.quantity.of is Of.COUNT for one in here[2:])
        or then.quantity.value < 20
        or size.quantity.value < 3
        or size.quantity.is_rough
        or then.quantity.is_rough
    ):
        return
    sign = 1 if size.changed == "up" else -1
    said, other = (then.quantity.value + way * size.quantity.value for way in (sign, -sign))
    if (Of.COUNT, said) in known or (Of.COUNT, other) not in known:
        return
    word, is_ = ("went up", "fewer") if sign > 0 else ("went down", "more")
    yield sentence.found(
        "direction_word",
        Severity.LIKELY,
        size.quantity,
        f"{word} from {then.quantity.text} by {size.quantity.text}",
        f"{shown(other)} is {size.quantity.text} {is_}",
        f"{shown(said)} is nowhere in the paper, but {shown(other)} is: {size.quantity.text} {is_} than {then.quantity.text}.",
    )


def _wrong_base(sentence: Sentence, here: Sequence[Mention], near: Sequence[Sentence]) -> Iterator[Contradiction]:
    """``gone up by 8, or 17 %`` from 38 to 46: the size in numbers tells which two values are meant."""
    for size, share in pairwise(here):
        if (
            size.changed not in ("up", "down")
            or size.quantity.of is not Of.COUNT
            or share.quantity.of is not Of.PERCENT
            or not OR_SO_MUCH.match(share.ahead)
            or size.quantity.is_rough
            or share.quantity.is_rough
            or size.quantity.value < 3
        ):
            continue
        counts = {one.value: (place, one) for place in near for one in place.of(Of.COUNT) if not one.is_rough}
        pairs = [
            (old, new)
            for (_, old), (_, new) in permutations(counts.values(), 2)
            if (new.value - old.value if size.changed == "up" else old.value - new.value) == size.quantity.value
            and old.value > size.quantity.value / 3
        ]
        if any(_is_share(share.quantity, size.quantity.value, old.value) for old, _ in pairs):
            continue
        by_later = [(old, new) for old, new in pairs if _is_share(share.quantity, size.quantity.value, new.value)]
        if len(by_later) == 1:
            old, new = by_later[0]
            lines = tuple(counts[one.value][0].line_of(one) for one in (old, new))
            yield from judged(sentence, old, new, share.quantity, False, lines)


def _is_share(share: Quantity, part: Decimal, whole: Decimal) -> bool:
    return whole > 0 and share.may_be(part * HUNDRED / whole)


def _added_as_points(sentence: Sentence, here: Sequence[Mention], known: Known) -> Iterator[Contradiction]:
    """``then 61.1 %, an improvement of 10.7 per cent`` where the paper has 71.8 % now."""
    sizes = [one for one in here if one.changed or IMPROVEMENT.search(one.ahead)]
    values = [one for one in here if one not in sizes and one.quantity.of is Of.PERCENT]
    if len(sizes) != 1 or len(values) != 1 or sizes[0].quantity.of is not Of.PERCENT or OTHERS.search(sentence.shape):
        return
    size, old = sizes[0].quantity, values[0].quantity
    if "." not in size.text or "." not in old.text or size.is_rough or old.is_rough or not values[0].is_earlier:
        return
    reached = [value for of, value in known if of in (Of.PERCENT, Of.DECIMAL) and abs(value - old.value) == size.value]
    relative = {(old.value * (1 + way * size.value / HUNDRED)).quantize(Decimal("0.1")) for way in (1, -1)}
    if len(set(reached)) == 1 and not any((of, value) in known for of in (Of.PERCENT, Of.DECIMAL) for value in relative):
        exact = shown(size.value * HUNDRED / old.value)
        yield sentence.found(
            "points_not_percent",
            Severity.LIKELY,
            size,
            f"{size.text} from {old.text} to {shown(reached[0], 2)}%",
            f"{shown(size.value, 2)} percentage points; in per cent {exact} %",
            f"From {old.text} to the {shown(reached[0], 2)} % of the paper is {shown(size.value, 2)} percentage points, or "
            f"{exact} per cent. Write “percentage points”.",
        )


IMPROVEMENT = re.compile(
    r"\b(?:improvement|increase|rise|fall|decrease|reduction|drop|gain)(?: (?:over|in|since|on|for) (?:the|that) \w+)?"
    r" (?:is|was|of) $"
)


def _spent(sentence: Sentence, here: Sequence[Mention]) -> Iterator[Contradiction]:
    """``£26.4m against a budget of £22.9m, an overspend of £1.7m``."""
    money = [one for one in here if one.quantity.of is Of.MONEY]
    if len(money) != 3 or any(one.quantity.is_rough for one in money):
        return
    gaps = [one for one in money if BUDGET.search(one.ahead)]
    planned = [one for one in money if PLANNED.search(one.ahead)]
    if len(planned) != 1 or gaps != money[2:] or gaps == planned:
        return
    spent = next(one.quantity for one in money if one not in (gaps[0], planned[0]))
    if spent.value < planned[0].quantity.value * 2 < spent.value * 4:
        yield from judged(sentence, planned[0].quantity, spent, gaps[0].quantity, False)


def _judged_by_points(sentence: Sentence, here: Sequence[Mention], before: Sentence) -> Iterator[Contradiction]:
    """``8.9 %, against 10.3 % a year before. This, where low is good, has worsened by 1.4 points.``"""
    said = JUDGES.search(sentence.shape)
    values = [one for one in mentions(before) if one.quantity.of is Of.PERCENT and one.is_ours and not one.changed]
    if not said or len(here) != 1 or len(values) != 2 or values[0].is_earlier == values[1].is_earlier:
        return
    old, new = sorted(values, key=lambda one: not one.is_earlier)
    if here[0].quantity.may_be(abs(new.quantity.value - old.quantity.value)):
        polarity = polarity_of(f"{before.text} {sentence.text}")
        for one in judgement_of(before, polarity, said, old.quantity, new.quantity):
            yield sentence.found(
                one.rule, one.severity, here[0].quantity, one.says, one.shows, one.message, (before.line_of(new.quantity),)
            )
