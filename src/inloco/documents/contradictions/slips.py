"""Numbers told twice with a slip of the keys: the same digits in another order, of the same thing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inloco.documents.contradictions.contradiction import Contradiction, Severity
from inloco.documents.contradictions.grids import Grid
from inloco.documents.contradictions.mentions import Mention, mentions, month_of
from inloco.documents.contradictions.quantities import Of, Quantity
from inloco.documents.contradictions.sentences import Sentence
from inloco.documents.contradictions.told_of_tables import stems

RATE = re.compile(
    r"\{p(?P<a>\d+)\} (?P<name>(?:response|return|completion|turnout|take-up|vacancy|turnover|occupancy) rate)\b"
    r"|\b(?P<name2>(?:response|return|completion|turnout|take-up|vacancy|turnover|occupancy) rate)(?: was| is| of| stood at"
    r"| at|:)* "
    r"(?:about )?\{p(?P<b>\d+)\}"
)


@dataclass(frozen=True)
class Told:
    """A count and the words around it."""

    mention: Mention
    words: frozenset[str]
    noun: frozenset[str]

    @property
    def value(self) -> str:
        return _written(self.mention.quantity)


def slips(passages: Sequence[Sequence[Sentence]], grids: Sequence[Grid]) -> Iterator[Contradiction]:
    """Rule ``same_fact_two_values``."""
    told = [
        one
        for passage in passages
        for at, sentence in enumerate(passage)
        for one in _told(sentence, passage[at - 1] if at else None)
    ]
    times = Counter(one.value for one in told)
    times.update(_written(value.quantity) for grid in grids for row in grid.rows for value in row.values if value)
    done: set[str] = set()
    for at, one in enumerate(told):
        for other in told[:at]:
            if one.mention.sentence is other.mention.sentence or not _is_slip(one.value, other.value) or one.value in done:
                continue
            if min(times[one.value], times[other.value]) > 1 or not _is_of_one_time(one.mention, other.mention):
                continue
            if one.value in _values(other) or other.value in _values(one) or not _is_alike(one, other, times):
                continue
            done.add(one.value)
            here, there = one.mention.quantity, other.mention.quantity
            yield one.mention.sentence.found(
                "same_fact_two_values",
                Severity.LIKELY,
                here,
                here.text,
                f"{there.text} in line {other.mention.line}",
                f"{here.text} here and {there.text} in line {other.mention.line} have the same digits in another order and "
                "seem to count the same: one of them was mistyped.",
                (other.mention.line,),
            )
    yield from _rates(passages)


def _written(one: Quantity) -> str:
    """The number as its keys were struck, without what parts thousands."""
    return str(int(one.value)) if one.of is Of.COUNT else re.sub(r"[\s,*]", "", one.text.lower()).replace("percent", "%")


def _values(one: Told) -> set[str]:
    return {_written(other) for other in one.mention.sentence.of(*TYPED)}


ANYBODY = frozenset({"children", "young", "people", "child", "who", "in", "had", "have"})
"""Words that tell nobody apart."""


def _is_alike(one: Told, other: Told, times: Counter[str]) -> bool:
    """Whether both seem to count the same: by two words around them, or by the noun where the day is one or one is told often."""
    if len(one.words & other.words) >= 2:
        return True
    same_day = month_of(one.mention.time) is not None and month_of(one.mention.time) == month_of(other.mention.time)
    shared = one.noun & other.noun
    return bool(shared) and (same_day or (max(times[one.value], times[other.value]) > 1 and not shared <= ANYBODY))


TYPED = (Of.COUNT, Of.MONEY, Of.PERCENT)


def _told(sentence: Sentence, before: Sentence | None) -> Iterator[Told]:
    for one in mentions(sentence):
        if one.quantity.of not in TYPED or one.changed or one.quantity.is_rough or not one.is_ours:
            continue
        if len(re.findall(r"\d", _written(one.quantity))) < 3:
            continue
        if re.search(r"\bof (?:whom|which|these|them|those)\b[^{}]*$", one.ahead):
            continue
        near = (
            sentence.shape[max(0, one.start - 60) : one.start].rsplit(". ", 1)[-1] + " " + sentence.shape[one.end : one.end + 70]
        )
        if one.quantity.of is Of.PERCENT and before is not None and THESE.match(sentence.shape):
            near += " " + before.shape
        yield Told(
            one, stems(_plain(near)), frozenset(re.findall(r"[a-z]+", _plain(one.after))[:2]) - {"of", "the", "were", "and"}
        )


THESE = re.compile(r"(?:of )?(?:these|those|them|it|this|that)\b")


def _plain(shape: str) -> str:
    return re.sub(r"\{[a-z]\d+\}", " ", shape)


def _is_slip(one: str, other: str) -> bool:
    return one != other and sorted(one) == sorted(other) and re.sub(r"\d", "#", one) == re.sub(r"\d", "#", other)


def _is_of_one_time(one: Mention, other: Mention) -> bool:
    if one.is_earlier != other.is_earlier:
        return False
    first, second = month_of(one.time), month_of(other.time)
    return first is None or second is None or first == second


def _rates(passages: Sequence[Sequence[Sentence]]) -> Iterator[Contradiction]:
    """``a response rate of 64 %`` where it was counted, and ``the 58 % response rate`` where it is only told again."""
    found: dict[str, list[tuple[Sentence, Mention]]] = {}
    for passage in passages:
        for sentence in passage:
            by_place = {one.at: one for one in mentions(sentence)}
            for match in RATE.finditer(sentence.shape):
                one = by_place.get(int(match["a"] or match["b"]))
                if one is not None and one.is_ours and not one.is_earlier and not one.quantity.is_rough:
                    found.setdefault(match["name"] or match["name2"], []).append((sentence, one))
    for name, told in found.items():
        counted = [one for one in told if one[0].of(Of.COUNT)]
        again = [one for one in told if not one[0].of(Of.COUNT)]
        if len(counted) != 1 or len({one.quantity.value for _, one in again}) != 1:
            continue
        (_, there), (sentence, here) = counted[0], again[0]
        if here.quantity.low <= there.quantity.high and there.quantity.low <= here.quantity.high:
            continue
        made = sentence.found(
            "same_fact_two_values",
            Severity.LIKELY,
            here.quantity,
            f"{name}: {here.quantity.text}",
            f"{there.quantity.text} in line {there.line}",
            f"The {name} is {here.quantity.text} here and {there.quantity.text} in line {there.line}, where it was counted.",
            (there.line,),
        )
        yield made
