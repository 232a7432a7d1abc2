"""Changes that are stated beside the two values that they lead from and to, in whatever order the sentences give them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from inloco.documents.contradictions.contradiction import Contradiction
from inloco.documents.contradictions.differences import (
    BETTER,
    HUNDRED,
    SAYS_WHICH,
    YEARLY,
    comparable,
    direction,
    judged,
    judgement_of,
    polarity_of,
)
from inloco.documents.contradictions.mentions import (
    DOWN_VERB,
    OTHERS,
    UP_VERB,
    Mention,
    came_before,
    is_bracketed,
    mentions,
    month_of,
)
from inloco.documents.contradictions.quantities import Of, Quantity
from inloco.documents.contradictions.sentences import Sentence

SIZES = (Of.COUNT, Of.PERCENT, Of.POINTS, Of.FRACTION, Of.DECIMAL, Of.MONEY, Of.DURATION)
VALUES = (Of.COUNT, Of.PERCENT, Of.RATE, Of.DECIMAL, Of.MONEY, Of.DURATION)


POINTS = re.compile(r" (?:percentage )?points?\b")


@dataclass(frozen=True)
class Step:
    """An earlier and a later value of one thing."""

    old: Mention
    new: Mention


def stated_changes(passage: Sequence[Sentence], before: Sequence[Sentence]) -> Iterator[Contradiction]:
    """Rules ``change``, ``points_not_percent`` and ``direction_word``. ``before`` leads into the passage."""
    told = [*before[-2:], *passage]
    for at, sentence in enumerate(passage):
        here = mentions(sentence)
        place = len(told) - len(passage) + at
        for change in here:
            if change.changed and change.quantity.of in SIZES and not _is_of_others(change) and not POINTS.match(change.after):
                yield from _stated(sentence, change, here, told[max(0, place - 2) : place])
        yield from _told(sentence, here)


def _is_of_others(change: Mention) -> bool:
    """Whether the difference is one from a target or from somebody else, or is so much every year."""
    behind = re.split(r"[;.]|\b(?:and|but|while) ", change.sentence.shape[change.end :])[0]
    ahead = re.split(r"[;.]|\b(?:and|but|while) ", change.ahead)[-1]
    return bool(
        (re.match(r"[^{}]{0,30}\b(?:than|below|above|under|over|short of|from|to)\b", behind) and OTHERS.search(behind[:60]))
        or OTHERS.search(ahead)
        or YEARLY.match(behind)
        or re.match(r" (?:a|per|each|every) ", behind)
    )


def _stated(sentence: Sentence, change: Mention, here: Sequence[Mention], before: Sequence[Sentence]) -> Iterator[Contradiction]:
    own = _step(change, [one for one in here if _is_value(one)], [])
    earlier = [one for place in before for one in mentions(place)] if own is None else []
    near = [one for one in (*earlier, *here) if _is_value(one) and one.quantity.of in VALUES]
    fitting = [
        Step(old, new)
        for old in near
        for new in near
        if old is not new and _leads(old, new, change) and not (own and came_before(new, old))
    ]
    if own and own.old.quantity.of is Of.PERCENT and change.quantity.of is Of.PERCENT:
        fitting = [one for one in fitting if one != own]  # the judge tells points from per cent
    if fitting:
        ordered = [step for step in fitting if came_before(step.old, step.new) and _is_told_of(step, change, here)]
        backwards = [step for step in ordered if _goes(step, change) is False]
        if len(ordered) == len(backwards) == 1 and not _is_rough(backwards[0]):
            step = backwards[0]
            lines = tuple(one.line for one in (step.old, step.new))
            yield from direction(sentence, step.old.quantity, step.new.quantity, change.changed, at=change.quantity, lines=lines)
        return
    found = own or _step(change, [one for one in here if _is_value(one)], before)
    if found is None or _is_rough(found):
        return
    lines = tuple(one.line for one in (found.old, found.new))
    yield from judged(sentence, found.old.quantity, found.new.quantity, change.quantity, change.quantity.of is Of.COUNT, lines)


def _is_told_of(step: Step, change: Mention, here: Sequence[Mention]) -> bool:
    """Whether the values stand with the change: in its sentence, or in those before where it has none of its own."""
    own = [one for one in (step.old, step.new) if one.sentence is change.sentence]
    if len(own) == 2:
        return not _is_of_another(change, step)
    alike = [one for one in here if _is_value(one) and comparable(one.quantity, step.old.quantity)]
    return alike == [step.old] or not alike or bool(re.match(r"(?:that|this|it) (?:is|was|means)\b", change.sentence.shape))


def _is_value(one: Mention) -> bool:
    return not one.changed and not one.is_whole and one.is_ours and not one.quantity.is_rough


def _is_rough(step: Step) -> bool:
    return step.old.quantity.is_rough or step.new.quantity.is_rough


def _leads(old: Mention, new: Mention, change: Mention) -> bool:
    """Whether the change may be the one between the two values, whichever of them is the later."""
    a, b, size = old.quantity, new.quantity, change.quantity
    if not comparable(a, b):
        return False
    difference = abs(b.value - a.value)
    if size.of is Of.POINTS:
        return a.of is Of.PERCENT and size.low <= difference + _slack(a, b) and difference - _slack(a, b) <= size.high
    if size.of in (Of.PERCENT, Of.FRACTION):
        if a.value <= 0:
            return False
        low, high = _share(a, b)
        return size.low <= high and low <= size.high
    return comparable(size, a) and size.low <= difference + _slack(a, b) and difference - _slack(a, b) <= size.high


def _slack(a: Quantity, b: Quantity) -> Decimal:
    return (a.value - a.low) + (b.value - b.low)


def _share(a: Quantity, b: Quantity) -> tuple[Decimal, Decimal]:
    ends = [abs(y - x) * HUNDRED / x for x in (a.low, a.high) for y in (b.low, b.high) if x > 0]
    return min(ends, default=Decimal(0)), max(ends, default=Decimal(0))


def _goes(step: Step, change: Mention) -> bool | None:
    if change.changed not in ("up", "down") or step.old.quantity.value == step.new.quantity.value:
        return None
    return (step.new.quantity.value > step.old.quantity.value) == (change.changed == "up")


def _step(change: Mention, values: Sequence[Mention], before: Sequence[Sentence]) -> Step | None:
    """The two values that a change stands with: an earlier one in its own sentence and what it is set against."""
    kinds = {
        Of.POINTS: (Of.PERCENT,),
        Of.PERCENT: VALUES,
        Of.FRACTION: VALUES,
        Of.DECIMAL: (Of.DECIMAL, Of.RATE),
    }.get(change.quantity.of, (change.quantity.of,))
    values = [one for one in values if one.quantity.of in kinds]
    pairs = _pairs(values)
    if not pairs and len(before) and len(values) <= 1:
        last = [one for one in mentions(before[-1]) if _is_value(one) and one.quantity.of in kinds]
        if len(last) == 1 and len(before) > 1 and not values:
            last = [*[one for one in mentions(before[-2]) if _is_value(one) and one.quantity.of in kinds], *last]
        joined = [*last, *values]
        if len(joined) == 2 and (values or AGAIN.match(change.sentence.shape)):
            pairs = [one for one in _pairs(joined) if _is_near(one, change)]
    if change.quantity.of in (Of.PERCENT, Of.FRACTION) and len(pairs) > 1:
        pairs = [one for one in pairs if one.new.quantity.of is Of.PERCENT] or pairs
    pairs = [one for one in pairs if not _is_of_another(change, one)]
    near = [one for one in pairs if not any(_is_between(other, one, change) for other in values)]
    return near[0] if len(near) == 1 else None


ANEW = re.compile(rf"\b(?:{UP_VERB}|{DOWN_VERB}|up|down)\b")
GOES_ON = re.compile(r";|, and\b(?! (?:so|thus)\b)|\b(?:while|whereas|but|although|though)\b")


def _is_of_another(change: Mention, step: Step) -> bool:
    """Whether the sentence has gone on to something else between the two values and the change."""
    shape = change.sentence.shape
    ends = [one for one in (step.old, step.new) if one.sentence is change.sentence]
    ahead = [one for one in ends if one.end <= change.start]
    behind = [one for one in ends if one.start >= change.end]
    if len(behind) == 2 and ANEW.search(shape[change.end : behind[0].start]):
        return True
    if behind and GOES_ON.search(shape[change.end : min(one.start for one in behind)]):
        return True
    return bool(ahead) and bool(GOES_ON.search(shape[max(one.end for one in ahead) : change.start]))


def _is_near(step: Step, change: Mention) -> bool:
    """Whether the change that is stated is at least of the size of the real one: another would be of something else."""
    old, new, size = step.old.quantity, step.new.quantity, change.quantity
    real = abs(new.value - old.value)
    if not (step.old.is_earlier or (month_of(step.old.time) is not None and month_of(step.new.time) is not None)):
        return False
    if size.of in (Of.PERCENT, Of.FRACTION) and old.value:
        sizes = [real * HUNDRED / old.value, *([real] if old.of is Of.PERCENT else [])]
    else:
        sizes = [real]
    return any(one * Decimal("0.4") <= size.value <= one * Decimal("2.5") for one in sizes)


AGAIN = re.compile(
    r"(?:this|that|it|which|so|thus|an?|the) (?:is|was|means|makes|represents|rise|fall|increase|decrease|reduction|drop)\b"
)


def _pairs(values: Sequence[Mention]) -> list[Step]:
    """Each earlier value with the later one that it is set beside."""
    found: list[Step] = []
    for old in values:
        alike = [
            one
            for one in values
            if one is not old
            and comparable(old.quantity, one.quantity)
            and came_before(old, one)
            and (is_bracketed(old) or not is_bracketed(one) or one.sentence is not old.sentence)
        ]
        ahead = [one for one in alike if _place(one) < _place(old)]
        behind = [one for one in alike if _place(one) > _place(old)]
        new = ahead[-1] if ahead else behind[0] if behind else None
        if behind and TO.search(behind[0].ahead) and FROM.search(old.ahead):
            new = behind[0]
        if new is not None and (new.time or old.is_earlier or is_bracketed(old)):
            found.append(Step(old, new))
    if not found:  # “up by a third, 31 to 38”
        for old, new in pairwise(values):
            if re.search(r"[,:(] ?$", old.ahead) and re.fullmatch(r" to ", new.ahead) and comparable(old.quantity, new.quantity):
                found.append(Step(old, new))
    return found


FROM = re.compile(r"\bfrom (?:an? |about |the )*$")
TO = re.compile(r"\bto (?:an? |about |only |just |now |the )*$")


def _place(one: Mention) -> tuple[int, int, int]:
    return one.sentence.line, one.sentence.offset, one.start


def _is_between(other: Mention, step: Step, change: Mention) -> bool:
    """Whether a third value of the same kind stands between the change and the two that it is of."""
    if other in (step.old, step.new) or not comparable(other.quantity, step.old.quantity):
        return False
    if other.sentence is not change.sentence or is_bracketed(other) != is_bracketed(change):
        return False
    ends = sorted([step.old, step.new, change], key=_place)
    return _place(ends[0]) < _place(other) < _place(ends[-1])


WAY = re.compile(
    rf"\b(?:(?P<up>{UP_VERB})|(?P<down>{DOWN_VERB}))\b|\b(?:is|are|was|were) (?:again |slightly |well )?(?:(?P<up2>up)"
    rf"|(?P<down2>down))\b"
    r"|^(?:(?P<up3>more)|(?P<down3>fewer))\b(?! than)"
)
LEADS_ON = re.compile(r"\b(?:to|at|and|was|were|is|are|of|now|:) ?[^{}]{0,12}$|[:,] ?$")
DENIED = re.compile(r"\b(?:not|no|without|never|if|slow\w*|rate of)\b[^{}]{0,20}$")
NUMBER = re.compile(r"\{[cnprmdtf]\d+\}(?![^(]*\))")
SO_IT = re.compile(
    rf"\b(?:so|therefore|thus|which (?:means|shows))\b[^{{}}.;]{{0,50}}?\b(?:has|have|had|is|are)? ?(?:(?P<up>{UP_VERB})"
    rf"|(?P<down>{DOWN_VERB}))\b"
)
FOLLOWS = re.compile(
    r"\b(?:so|therefore|thus|which is|which was|an?)\b[^{}]{0,40}?\b(?P<better>improv\w+|better)\b|\b(?P<worse>worse)\b"
)


def _is_up(word: re.Match[str]) -> bool:
    return any(value for name, value in word.groupdict().items() if name.startswith("up"))


def _told(sentence: Sentence, here: Sequence[Mention]) -> Iterator[Contradiction]:
    """``fell to 61, compared with 58 the year before``: one word, one earlier value, one later."""
    values = [one for one in here if not one.changed and not one.is_whole and one.is_ours and one.quantity.of in VALUES]
    pairs = [one for one in _pairs(values) if not _is_rough(one)]
    if len(pairs) != 1 or any(one.changed for one in here):
        return
    step = pairs[0]
    first = min(step.old, step.new, key=_place)
    lead = re.split(r"[;.]", sentence.shape[: first.start])[-1]
    words = list(WAY.finditer(lead))
    if (
        len(words) == 1
        and len(lead) - words[0].end() < 40
        and LEADS_ON.search(lead)
        and not DENIED.search(lead[: words[0].start()])
    ):
        yield from direction(
            sentence, step.old.quantity, step.new.quantity, "up" if _is_up(words[0]) else "down", at=step.new.quantity
        )
    said = list(BETTER.finditer(lead))
    if len(said) == 1 and LEADS_ON.search(lead) and not DENIED.search(lead[: said[0].start()]):
        yield from judgement_of(sentence, polarity_of(sentence.text), said[0], step.old.quantity, step.new.quantity)
    behind = sentence.shape[max(step.old.end, step.new.end) :]
    if (so := SO_IT.search(behind)) and "{" not in re.sub(r"^[^{}]*\(\{[^()]*\)", "", behind[: so.start()]):
        yield from direction(sentence, step.old.quantity, step.new.quantity, "up" if so["up"] else "down", at=step.new.quantity)
    if (follows := FOLLOWS.search(behind)) and not NUMBER.search(behind[: follows.start()]) and not SAYS_WHICH.search(behind):
        yield from judgement_of(sentence, polarity_of(sentence.text), follows, step.old.quantity, step.new.quantity)
