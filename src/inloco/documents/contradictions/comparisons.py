"""Comparisons in sentences: “higher than the national average”, comparators of other years, and values out of line with them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from statistics import median

from inloco.analytics.indicators.definition import Polarity
from inloco.documents.contradictions.contradiction import Contradiction, Severity
from inloco.documents.contradictions.differences import polarity_of
from inloco.documents.contradictions.quantities import Of, Quantity, shown
from inloco.documents.contradictions.sentences import Sentence

WITH = (
    r"(?:national|england|regional|region\b|north[ -]west|\bnw\b|statistical|neighbours?|average"
    r"|target|last year|previous year|comparators?|similar"
    r"|year before|county|peers?|midlands|south|london|ambition|threshold)"
)
OTHERS = (
    r"(?:national|england|regional|region\b|north[ -]west|\bnw\b|neighbours?|target|last year|previous "
    r"year|comparators?|similar|year before|peers?)"
)
RELATION = re.compile(
    r"(?P<up>\b(?:higher than|above|greater than|exceeds|exceeded|exceeding)\b)|(?P<down>\b(?:lower than"
    r"|below|less than|fewer than)\b)"
)
VALUE = re.compile(r"\{([pnrc])(\d+)\}")
OTHER_TIME = re.compile(
    r"\b(?:by|from|than|against|compared (?:to|with)|in comparison (?:to|with)|of an?) (?:an? |about "
    r"|only |the )*$",
    re.I,
)
KINDS = (Of.PERCENT, Of.RATE, Of.DECIMAL)
NOW = re.compile(
    r"\b(?:is|are|stands at|now at|currently) (?:now |currently |at )*(?:\w+ "
    r"){0,2}\{[pnr](\d+)\}[^{}]{0,40}\(\{a(\d+)\}\)"
)


def comparisons(passage: Sequence[Sentence], before: Sequence[Sentence]) -> Iterator[Contradiction]:
    """Rules ``direction_word``, ``outlier`` and ``comparator_period`` where a value stands beside comparators."""
    for at, sentence in enumerate(passage):
        yield from _outlier(sentence)
        earlier = [*before[-1:], *passage[:at]]
        yield from _relations(sentence, earlier)
        yield from _years(sentence)
        yield from _targets(sentence)
        yield from _now(sentence, passage)
        yield from _above_both(sentence, passage[max(0, at - 2) : at])


def _relations(sentence: Sentence, earlier: Sequence[Sentence]) -> Iterator[Contradiction]:
    shape, numbers = sentence.shape, sentence.numbers
    marks = list(RELATION.finditer(shape))
    for number, mark in enumerate(marks):
        if re.search(
            r"\{[a-z]\d+\} ?(?:%|points?|percentage points)?(?: (?!(?:is|was|are|were|remains|stays|stands) )\w+)? ?$",
            shape[max(0, mark.start() - 24) : mark.start()],
        ) and mark[0].endswith("than"):
            continue  # “1.4 % lower than”: a difference, not a subject
        until = marks[number + 1].start() if number + 1 < len(marks) else len(shape)
        stretch = shape[mark.end() : until]
        stretch = re.split(
            r"[;]|\.(?=\s)|\b(?:while|whereas|although|which|who|this is|compared|and (?:has|have|is|was"
            r"|rose|fell)|up from|down from|last)\b",
            stretch,
        )[0]
        if not re.match(rf"[^{{}}]{{0,60}}{WITH}", stretch):
            continue
        subject, place = _subject(sentence, shape[: mark.start()], earlier)
        if subject is None:
            continue
        for found in VALUE.finditer(stretch):
            other = numbers[int(found[2])]
            ahead = stretch[: found.start()]
            if other is subject or other.is_rough or subject.is_rough or not _alike(subject, other):
                continue
            if not re.search(rf"{WITH}[^{{}}]{{0,40}}(?:\(?\{{a\d+\}}[^{{}}]{{0,20}})?$", ahead) or re.search(
                r"\b(?:by|points)\b[^{}]{0,12}$", ahead
            ):
                continue
            wrong = subject.high < other.low if mark["up"] else subject.low > other.high
            before = [one for one in sentence.of(subject.of) if one.end <= other.start and one is not other]
            if wrong and any(one.value > other.value if mark["up"] else one.value < other.value for one in before):
                wrong = not re.search(
                    r", and (?:were|was|is|are)\b", shape[: mark.end()]
                )  # said of the year, not of its last part
            if wrong:
                said, is_ = (mark[0], "lower") if mark["up"] else (mark[0], "higher")
                yield sentence.found(
                    "direction_word",
                    Severity.CERTAIN if place is sentence else Severity.LIKELY,
                    other,
                    f"{subject.text} is {said} {other.text}",
                    f"{subject.text} is {is_} than {other.text}",
                    f"{subject.text} is {is_} than {other.text}, not {said} it: the word is wrong, or one of the values.",
                    (place.line_of(subject),),
                )


def _subject(sentence: Sentence, ahead: str, earlier: Sequence[Sentence]) -> tuple[Quantity | None, Sentence]:
    """The value that is compared: the last of the authority's own before the word, here or in the sentence before."""
    clause = re.split(rf"{RELATION.pattern}", ahead)[0]
    own = [
        found
        for found in VALUE.finditer(clause)
        if found[1] != "c"
        and not re.search(rf"{OTHERS}[^{{}}]{{0,25}}(?:\{{a\d+\}}[^{{}}]{{0,5}})?$", clause[: found.start()])
        and not OTHER_TIME.search(clause[: found.start()])
    ]
    if own:
        return sentence.numbers[int(own[-1][2])], sentence
    if re.match(r"(?:this|it|that|performance|the (?:rate|figure|percentage|proportion|number))\b", sentence.shape) and earlier:
        place = earlier[-1]
        last = [one for one in place.of(*KINDS) if not OTHER_TIME.search(place.text[: one.start])]
        if last and not re.search(r"\b(?:national|england|regional|neighbours)\b", place.shape):
            after = place.shape.rsplit("}", 1)[-1]
            return (last[-1], place) if len(after) < 200 else (None, sentence)
    return None, sentence


def _alike(one: Quantity, other: Quantity) -> bool:
    return (
        one.of is other.of
        or {one.of, other.of} <= {Of.RATE, Of.DECIMAL}
        or (one.of in KINDS and other.of is Of.COUNT and 0 < other.value <= 100)
    )


def _outlier(sentence: Sentence) -> Iterator[Contradiction]:
    """One value of several beside each other that is ten times the others."""
    if len(re.findall(r"\b(?:national|england|regional|neighbours?|north[ -]west|average|nw)\b", sentence.shape)) < 2:
        return
    values = [one for one in sentence.of(*KINDS) if not one.is_rough and one.value > 0]
    if len(values) < 3:
        return
    for one in values:
        rest = [other for other in values if other is not one and _alike(one, other)]
        if len(rest) < 2 or max(other.value for other in rest) > min(other.value for other in rest) * Decimal("2.5"):
            continue
        usual = Decimal(median(other.value for other in rest))
        if usual / 4 < one.value < usual * 4:
            continue
        beside = ", ".join(other.text for other in rest)
        lost = " A decimal point was probably lost." if 8 <= one.value / usual <= 13 else ""
        yield sentence.found(
            "outlier",
            Severity.LIKELY,
            one,
            f"{one.text} beside {beside}",
            f"{one.text} is {shown(one.value / usual)} times as much as what it stands beside",
            f"{one.text} stands beside {beside}.{lost} Check it at the source.",
        )


def _years(sentence: Sentence) -> Iterator[Contradiction]:
    """Comparators that carry their year, all the same but one."""
    found = [
        (sentence.numbers[int(one[2])], sentence.numbers[int(one[3])])
        for one in re.finditer(rf"({WITH})[^{{}}]{{0,40}}\(\{{a(\d+)\}}[:,]? ?\{{[pnrc](\d+)\}}", sentence.shape)
    ]
    if len(found) < 3:
        return
    years = Counter(period.period for period, _ in found)
    usual, most = years.most_common(1)[0]
    if most < len(found) - 1 or most == len(found):
        return
    period, value = next(one for one in found if one[0].period != usual)
    same = next(one[0].text for one in found if one[0].period == usual)
    yield sentence.found(
        "comparator_period",
        Severity.LIKELY,
        value,
        f"{value.text} for {period.text}",
        f"the {most} comparators beside it are of {same}",
        f"{value.text} is given for {period.text}, the other {most} comparators for {same}: either "
        f"the year is wrong or the value is of another year.",
    )


def _now(sentence: Sentence, passage: Sequence[Sentence]) -> Iterator[Contradiction]:
    """“is now 79.2 (March 2018)” where the same paragraph already speaks of March 2019."""
    for found in NOW.finditer(sentence.shape):
        if "now" not in found[0] and "currently" not in found[0]:
            continue
        value, period = sentence.numbers[int(found[1])], sentence.numbers[int(found[2])]
        later = [
            one
            for other in passage
            for one in other.of(Of.PERIOD)
            if one.period[:7] > period.period[:7] and one.period[:4].isdigit()
        ]
        years = [one for one in later if int(one.period[:4]) > int(period.period[:4])]
        if years:
            yield sentence.found(
                "comparator_period",
                Severity.POSSIBLE,
                value,
                f"“now” {value.text} ({period.text})",
                f"the paragraph speaks of {years[0].text}",
                f"{value.text} is called the present value but is of {period.text}, while the "
                f"paragraph speaks of {years[0].text}.",
            )


TARGET = (
    re.compile(
        r"\btarget(?: of| is| was|,)? \{p(?P<t>\d+)\}[^{}.;]{0,24}\b(?:was|is|has been|were) (?P<not>not |narrowly |just )*"
        r"(?P<how>met|reached|achieved|exceeded|hit|missed)\b[^{}.;]{0,24}\{p(?P<v>\d+)\}"
    ),
    re.compile(
        r"\b(?P<not>not |narrowly |just )*(?P<how>met|reached|achieved|exceeded|hit|missed) (?:the|our|its"
        r"|their) target of \{p(?P<t>\d+)\}"
        r"[^{}.;]{0,16}(?:with|at|:|\() ?\{p(?P<v>\d+)\}"
    ),
)
AT_MOST = re.compile(r"\b(?:or (?:less|lower|fewer)|no more than|at most|maximum|ceiling)\b")


def _targets(sentence: Sentence) -> Iterator[Contradiction]:
    """``The target of 95 % was met, with 93.8 % in time``."""
    for pattern in TARGET:
        for found in pattern.finditer(sentence.shape):
            target, value = sentence.numbers[int(found["t"])], sentence.numbers[int(found["v"])]
            polarity = polarity_of(sentence.text)
            if polarity is Polarity.LOWER_IS_BETTER or AT_MOST.search(sentence.shape) or target.is_rough or value.is_rough:
                continue
            met = (found["how"] != "missed") != ((found["not"] or "").strip() == "not")
            if (met and value.high < target.low) or (not met and value.low > target.high):
                is_ = "lower" if met else "higher"
                yield sentence.found(
                    "direction_word",
                    Severity.LIKELY,
                    value,
                    f"the target of {target.text} was {'met' if met else 'missed'} with {value.text}",
                    f"{value.text} is {is_} than {target.text}",
                    f"The target of {target.text} is said to be {'met' if met else 'missed'}, but {value.text} is {is_}.",
                )


BOTH = re.compile(
    r"\b(?P<how>above|below|higher than|lower than|ahead of|behind) (?:both|all(?: \{x\d+\})?|either|each)(?: of (?:them|these))?"
    r"[.,;]?(?: (?:comparators|averages|rates|figures))?\.?$"
)
COMPARATOR = re.compile(rf"\b{OTHERS}[^{{}}]{{0,25}}(?:\{{a\d+\}}[^{{}}]{{0,5}})?$")


def _above_both(sentence: Sentence, before: Sequence[Sentence]) -> Iterator[Contradiction]:
    """``53.7 %. England: 56 %; statistical neighbours: 53 %. We are above both.``"""
    found = BOTH.search(sentence.shape)
    if not found or not before:
        return
    ours: list[tuple[Sentence, Quantity]] = []
    others: list[Quantity] = []
    for place in before:
        for sign in VALUE.finditer(place.shape):
            one = place.numbers[int(sign[2])]
            if one.of not in KINDS or one.is_rough:
                continue
            ahead = place.shape[: sign.start()].rsplit("}", 1)[-1]
            if COMPARATOR.search(ahead):
                others.append(one)
            else:
                ours.append((place, one))
    if len(others) < 2 or len(ours) != 1:
        return
    ((place, own),) = ours
    above = found["how"] in ("above", "higher than", "ahead of")
    wrong = [one for one in others if _alike(own, one) and (own.high < one.low if above else own.low > one.high)]
    if wrong:
        yield place.found(
            "direction_word",
            Severity.LIKELY,
            own,
            f"{own.text} is {found['how']} both",
            f"{own.text} is {'lower' if above else 'higher'} than {wrong[0].text}",
            f"{own.text} is said to be {found['how']} each of {', '.join(one.text for one in others)}, but it is "
            f"{'lower' if above else 'higher'} than {wrong[0].text}.",
            (sentence.line,),
        )
