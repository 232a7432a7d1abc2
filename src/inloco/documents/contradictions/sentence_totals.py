"""Totals in sentences: the percentage, rate or average of a whole beside those of its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from inloco.documents.contradictions.contradiction import Contradiction, Severity
from inloco.documents.contradictions.mentions import OTHERS
from inloco.documents.contradictions.quantities import Of, Quantity, shown
from inloco.documents.contradictions.sentences import Sentence
from inloco.documents.contradictions.shares import HUNDRED
from inloco.documents.contradictions.wholes import sum_of

OF_ALL = re.compile(
    r"\b(?:overall|on average|in total|as a whole|altogether|across (?:the )?(?:whole )?(?:county|council"
    r"|borough|city|authority|service)|county-?wide"
    r"|council-?wide|(?:county|council|borough|overall|total) (?:figure|average|rate|percentage)"
    r"|(?:for )?the (?:whole )?(?:county|council|authority))\b"
)
BETWEEN = re.compile(r"[,(]")
"""What parts a value from the words for the whole: “8.1 days in the county (North 7.2 …”."""
APART = re.compile(
    r"\b(?:national\w*|england|regional|target|neighbours|compared|last year|previous|increas\w+|rose"
    r"|fell|decreas\w+|average of)\b"
)


def sentence_totals(sentence: Sentence) -> Iterator[Contradiction]:
    """``82 % in the North, 79 % in the East and 86 % in the South, and 91 % across the county``."""
    shape = sentence.shape
    kind = next((kind for kind in (Of.PERCENT, Of.DECIMAL) if len(sentence.of(kind)) >= 3), None)
    if kind is None or APART.search(shape) or sentence.of(Of.PERIOD) or sentence.of(Of.COUNT):
        return
    values = sentence.of(kind)
    marks = list(OF_ALL.finditer(shape))
    if len(marks) != 1 or any(one.is_rough for one in values):
        return
    signs = [found for found in re.finditer(r"\{[pn](\d+)\}", shape) if sentence.numbers[int(found[1])] in values]
    after = next((found for found in signs if found.start() >= marks[0].end()), None)
    before = next((found for found in reversed(signs) if found.end() <= marks[0].start()), None)
    near = [
        found
        for found in (before, after)
        if found and not BETWEEN.search(shape[min(found.end(), marks[0].end()) : max(found.start(), marks[0].start())])
    ]
    if len(near) != 1:
        return
    total = sentence.numbers[int(near[0][1])]
    parts = [one for one in values if one is not total]
    if len(parts) < 2 or _is_between(total, parts):
        return
    if kind is Of.PERCENT and sum_of(parts)[1] <= max(total.value, HUNDRED) <= sum_of(parts)[2]:
        return
    yield _found(sentence, total, parts)


FOR_THE_YEAR = re.compile(
    r"\b(?:(?:for|over|across|in) the (?:year|period|twelve months|half-year)(?: as a whole)?|(?:annual|yearly|full-year)"
    r" (?:rate|figure|average)|overall|as a whole|on average)\b"
)
PARTS_OF_IT = re.compile(
    r"\b(?:autumn|spring|summer|winter|quarter|q[1-4]|first|second|third|fourth|north|south|east|west|central|mid|team|district"
    r"|locality|area|term|january|february|march|april|may|june|july|august|september|october|november|december)\b"
)


def passage_totals(passage: Sequence[Sentence]) -> Iterator[Contradiction]:
    """``96 % in the autumn, 93 % in the spring and 97 % in the summer term. For the year the rate was 98 %.``"""
    for parts_in, whole_in in pairwise(passage):
        marks = FOR_THE_YEAR.search(whole_in.shape)
        values = [one for one in parts_in.of(Of.PERCENT, Of.DECIMAL) if not one.is_rough]
        kinds = {one.of for one in values}
        totals = [one for one in whole_in.of(*kinds) if not one.is_rough]
        if (
            marks
            and len(totals) > 1
            and (beside := re.match(r",? (?:was |is |stood at )?\{[pn](\d+)\}", whole_in.shape[marks.end() :]))
        ):
            totals = [whole_in.numbers[int(beside[1])]]
        spoken = f"{parts_in.shape} {whole_in.shape}"
        if (
            not marks
            or len(values) < 3
            or len(kinds) != 1
            or len(totals) != 1
            or parts_in.of(Of.COUNT)
            or whole_in.of(Of.COUNT, Of.PERIOD, Of.POINTS)
            or APART.search(spoken)
            or OF_ALL.search(parts_in.shape)
            or len(PARTS_OF_IT.findall(parts_in.shape)) < len(values) - 1
        ):
            continue
        (total,) = totals
        if _is_between(total, values):
            continue
        _, low, high = sum_of(values)
        if low <= HUNDRED <= high:
            continue
        yield _found(whole_in, total, values, (parts_in.line_of(values[0]),))


LABELLED = re.compile(
    r"(?:^|[:;,(.]|\band\b|\bwhile\b) ?(?P<label>[a-z][a-z' -]{1,40}?) ?(?:at |was |is |had |: ?"
    r"|\()?\{(?P<kind>[pnmdr])(?P<at>\d+)\}"
)
OF_WHOLE = re.compile(
    r"^(?:and |for |in |with |giving )*(?:the )?(?:whole )?(?:county|borough|city|council|authority|partnership|service"
    r"|overall|all|total|average|mean"
    r"|combined|together|all \w+|year|full year)(?: (?:figure|rate|average|as a whole|overall|total))?$"
)
MEAN_THEN_PARTS = re.compile(
    r"^[^{}]*\b(?:average|mean|overall)\b[^{}]{0,40}\{(?P<kind>[pnmdr])(?P<at>\d+)\}: "
    r"(?P<rest>(?:\{[pnmdr]\d+\} (?:in|for|at|among) [^{}.;:]{2,40}){2,})\.?$"
)
PARTS_THEN_MEAN = re.compile(
    r"^(?:[^{}]*: )?(?:[a-z][a-z' -]{1,30}:? \{n\d+\}(?:,|;| and|, and) ?){1,}[a-z][a-z' -]{1,30} \{n\d+\}[:;,] (?:an |a |the )?"
    r"(?:overall )?(?:average|mean) (?:of|is|was) \{n(?P<at>\d+)\}"
)
MEAN_OF_ALL = re.compile(
    r"\b(?:giving|making|so|which gives|for|with|and)(?: an?| the)?(?: [a-z-]+){0,2} (?:mean|average)(?: [a-z-]+){0,3}? (?:of"
    r"|was|is|at) "
    r"\{(?P<kind>[pnmdrc])(?P<at>\d+)\}"
)
TOLD_OF_ALL = re.compile(
    r"\b(?:county|borough|city|council|authority|partnership|service|overall|as a whole|average|mean|across)\b"
)
IN_BRACKETS = re.compile(
    r"\{(?P<kind>[pnmdr])(?P<at>\d+)\}(?P<of>[^{}()]{0,50})\((?P<parts>(?:[a-z][a-z' -]{1,30}:? \{[pnmdr]\d+\}(?:,|;| and"
    r"|, and|(?=\))) ?){2,})\)"
)
AVERAGED = re.compile(r"\b(?:mean|average|averaged|averages|on average|median)\b")


def labelled_totals(sentence: Sentence) -> Iterator[Contradiction]:
    """``North 69.2 %, South 71.0 %, East 66.7 %; Borough 72.4 %``, and ``£61 here and £52 there, giving a mean of £70``."""
    shape = sentence.shape
    if sentence.of(Of.PERIOD):
        return
    for stretch in re.split(r"(?<=[^\d])\. |; (?=[a-z -]+: )", shape):
        pieces = [one for one in LABELLED.finditer(stretch) if not OTHERS.search(one["label"])]
        kinds = [one["kind"] for one in pieces]
        pieces = [one for one in pieces if kinds.count(one["kind"]) * 2 > len(kinds)]
        wholes = [one for one in pieces if OF_WHOLE.match(one["label"].strip())]
        if len(wholes) == 1 and len(pieces) >= 3:
            total = sentence.numbers[int(wholes[0]["at"])]
            yield from _outside(sentence, total, [sentence.numbers[int(one["at"])] for one in pieces if one is not wholes[0]])
    if (
        (beside := IN_BRACKETS.search(shape))
        and (TOLD_OF_ALL.search(beside["of"]) or AVERAGED.search(shape[: beside.start()]))
        and not (OTHERS.search(beside["parts"]) or OTHERS.search(beside["of"]))
    ):
        total = sentence.numbers[int(beside["at"])]
        yield from _outside(
            sentence, total, [sentence.numbers[int(one)] for one in re.findall(r"\{[a-z](\d+)\}", beside["parts"])]
        )
    if (split := MEAN_THEN_PARTS.match(shape)) and not OTHERS.search(shape) and not APART.search(split["rest"]):
        total = sentence.numbers[int(split["at"])]
        alike = (Of.DURATION, Of.DECIMAL) if total.of is Of.DURATION else (total.of,)
        parts = [one for one in sentence.of(*alike) if one.start >= total.end]
        if len(parts) >= 2:
            yield from _outside(sentence, total, parts)
    if last := PARTS_THEN_MEAN.match(shape):
        total = sentence.numbers[int(last["at"])]
        yield from _outside(sentence, total, [one for one in sentence.of(Of.DECIMAL) if one.end <= total.start])
    found = MEAN_OF_ALL.search(shape)
    if found and AVERAGED.search(shape[: found.start()]) and not OTHERS.search(shape):
        total = sentence.numbers[int(found["at"])]
        alike = (total.of, Of.COUNT) if total.of is Of.DURATION else (total.of,)
        parts = [one for one in sentence.of(*alike) if one.end <= total.start]
        if len(parts) >= 2:
            yield from _outside(sentence, total, parts)


def _outside(sentence: Sentence, total: Quantity, parts: Sequence[Quantity]) -> Iterator[Contradiction]:
    if any(one.is_rough for one in (total, *parts)) or len({one.period for one in (total, *parts) if one.of is Of.DURATION}) > 1:
        return
    if _is_between(total, parts):
        return
    added, low, high = sum_of(parts)
    if low <= max(total.value, HUNDRED) <= high or abs(added - total.value) <= total.value / 20:
        return  # parts that are added, not levels
    yield _found(sentence, total, parts)


def _is_between(total: Quantity, parts: Sequence[Quantity]) -> bool:
    return min(one.low for one in parts) <= total.high and total.low <= max(one.high for one in parts)


def _found(sentence: Sentence, total: Quantity, parts: Sequence[Quantity], other_lines: tuple[int, ...] = ()) -> Contradiction:
    return sentence.found(
        "total_outside_parts",
        Severity.LIKELY,
        total,
        f"{total.text} for the whole",
        f"its parts go from {shown(min(one.value for one in parts), 2)} to {shown(max(one.value for one in parts), 2)}",
        f"{total.text} is given for the whole, outside the range of its parts ({', '.join(one.text for one in parts)}): "
        "a whole lies between its parts.",
        other_lines,
    )
