"""Parts, wholes and percentages in sentences: what one number divided by another really gives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from inloco.documents.contradictions.contradiction import Contradiction, Severity
from inloco.documents.contradictions.quantities import Of, Quantity, places_of, shown
from inloco.documents.contradictions.sentences import Sentence

HUNDRED = Decimal(100)
THE = r"(?:the |these |those |our |all |its |their |a |total |cohort |number |of |possible |eligible |whole |group |some )*"
WHOLE = rf"(?:out of|of|from|among|amongst|/) ?{THE}\{{c(\d+)\}}"
A_OF_B = re.compile(rf"\{{c(\d+)\}}(?P<thing> [a-z' -]{{0,40}}?)? ?(?:out of|of|from a total of|from the|/) ?{THE}\{{c(\d+)\}}")
SHARE = r"\{[pf](\d+)\}"
THEN_SHARE = re.compile(rf"^(?P<gap>(?: \(n ?= ?\{{c\d+\}}[;,] ?)?(?:[^{{}}]|\{{[dxa]\d+\}}){{0,140}}?){SHARE}")
SHARE_FIRST = re.compile(rf"{SHARE}(?P<gap>[^{{}}]{{0,90}}?)$")
GOVERNS = re.compile(
    rf"(?:^|[^a-z0-9}}] ?|\b(?:and|but|furthermore|overall|however) ){WHOLE}|\bout of {THE}\{{c(\d+)\}}|\bof {THE}\{{c(\d+)\}}"
)
PAIRS = (
    re.compile(
        r"\{c(?P<a>\d+)\}(?P<thing>(?: [a-z'/-]+){0,5}?),? ?(?:\(|, or |– ?|- )(?:or |i\.e\.,? |just "
        r"|only )?\{p(?P<p>\d+)\}(?P<after>.{0,14})"
    ),
    re.compile(
        r"\{p(?P<p>\d+)\}(?P<thing>) ?(?:\(|, or |– ?|- )(?:n ?= ?|just |only |i\.e\.,? )?\{c(?P<a>\d+)\}(?P<after>.{0,14})"
    ),
)
STOP = re.compile(
    r"\b(?:than|compared|against|targets?|last|previous(?:ly)?|national(?:ly)?|average|up|down"
    r"|increase|decrease|rise|rose|fall|fell|higher"
    r"|lower|below|above|while|whereas|but|respectively|by|from|of these|of whom|of which|who had|where)\b"
)
EXPLAINS = re.compile(
    r"(?:equat\w+ to|represent\w*|which (?:is|was|gives|means)|this (?:is|was)|equals?|or|amount\w* "
    r"to|making|giving|=)[ (]*(?:an? |about |only |just |over )*$"
)
NEGATIVE = re.compile(
    r"\b(?:did not|didn't|not|outside|late|missed|without|failed|overdue|declined|unsuitable|incomplete|absent)\b"
)
RESPECTIVELY = re.compile(
    r"^[^{}]{0,60}(?:\{c\d+\} (?:out )?of (?:the )?\{c\d+\}[^{}]{0,60})?\{p\d+\}(?:, \{p\d+\})* and \{p\d+\}"
)
"""“40 of 50 and 9 of 10 are 80 % and 90 %”."""
OF_ANOTHER = re.compile(
    r"^ of (?!them\b|these\b|those\b|the total|all\b|whom\b|which\b|\{|the \{|the (?:children|young|reviews|whole))"
)
"""“A third of that team's posts”: a share of something else."""
BEFORE_BRACKET = re.compile(rf"{SHARE}(?: (?:in|at|for|during|on) [a-z ]{{1,24}}(?:\{{a\d+\}})?)? ?\((?:just |only |i\.e\. )?$")
EVERY = re.compile(r"\b(?:every|each) $")
"""“Every one of the 58”: all of them, not one."""
FROM_TO = re.compile(r"[^{}]{0,60}(?:\{a\d+\}[^{}]{0,20})?\bto [^{}]{0,20}\{c\d+\}")
INSIDE = re.compile(
    r"\b(?:including|included?|such as|mainly|mostly|of whom|of which|of these|e\.g|for example|last"
    r"|previous|compared|target|against|was|were in)\b"
)
NOT_A_WHOLE = re.compile(r"^ ?(?:%|per ?cent|hours?|days?|weeks?|months?|years?|times)\b")


def ratio(part: Quantity, whole: Quantity) -> tuple[Decimal, Decimal] | None:
    """Between which percentages ``part`` of ``whole`` lies; None for no whole at all."""
    if whole.low <= 0:
        return None
    return part.low * HUNDRED / whole.high, part.high * HUNDRED / whole.low


def fits(share: Quantity, part: Quantity, whole: Quantity) -> bool:
    """Whether ``share`` may be printed for ``part`` of ``whole``."""
    given = ratio(part, whole)
    return given is None or share.may_be(*given)


def part_of_whole(passage: Sequence[Sentence], before: Sequence[Sentence]) -> Iterator[Contradiction]:
    """``before`` is what leads into the passage: the paragraph above a list, or the passage before."""
    judged: set[tuple[int, int]] = set()
    for at, sentence in enumerate(passage):
        earlier = [*before, *passage[:at]]
        yield from _direct(sentence, judged)
        yield from _beside(sentence, judged)
        yield from _the_rest(sentence, earlier, judged)
        yield from _added(sentence, judged)


def _direct(sentence: Sentence, judged: set[tuple[int, int]]) -> Iterator[Contradiction]:
    """``19 of 52 children (63 %)`` and ``63 % (19 of 52)``."""
    numbers, shape = sentence.numbers, sentence.shape
    for found in A_OF_B.finditer(shape):
        part, whole = numbers[int(found[1])], numbers[int(found[3])]
        if (
            part.value > whole.value
            or EVERY.search(shape[: found.start()])
            or NOT_A_WHOLE.match(shape[found.end() :])
            or (part.value == 1 and re.search(r"\b(?:to|in|at|from|by|on|with) $", shape[: found.start()]))
            or re.search(r"\b(?:and|or|with|in)\b", found["thing"] or "")
            or re.search(r"\{c\d+\} (?:and|plus) $", shape[: found.start()])  # “119 and 92 of 225”: both together
            or (len(A_OF_B.findall(shape)) > 1 and RESPECTIVELY.search(shape[found.end() :]))
        ):
            continue
        share = None
        before = BEFORE_BRACKET.search(shape[: found.start()])
        if before:
            share = int(before[1])
        elif after := THEN_SHARE.match(shape[found.end() :]):
            gap = after["gap"]
            if OF_ANOTHER.match(shape[found.end() + after.end() :]):
                continue
            if not STOP.search(gap) and ((len(gap.split()) <= 9 and not re.search(r"[;]|\band\b", gap)) or EXPLAINS.search(gap)):
                share = int(after[2])
        if share is None and (ahead := SHARE_FIRST.search(shape[: found.start()])):
            gap = ahead["gap"]
            if (
                not STOP.search(gap)
                and len(gap.split()) <= 12
                and ")" not in gap
                and re.search(r"[(,:–—-] ?(?:only |just |i\.e\.,? |that is,? |or )?$", gap)
            ):
                share = int(ahead[1])
        if share is None:
            continue
        judged.add((id(sentence), share))
        if not fits(numbers[share], part, whole):
            rough = part.is_rough or whole.is_rough or numbers[share].is_rough
            yield wrong_share(sentence, numbers[share], part, whole, Severity.LIKELY if rough else Severity.CERTAIN)


OF_THE = r"(?:out )?of (?:the |our |all |a total of )*\{c(?P<b>\d+)\}"
BESIDE = (
    re.compile(
        r"\{c(?P<a>\d+)\}(?: [a-z'/-]+){0,4}?,? ?(?:\(|, or |– ?|- |, )(?:about |only |just |or "
        r"|i\.e\. )?\{p(?P<p>\d+)\} " + OF_THE
    ),
    re.compile(r"\{c(?P<a>\d+)\}(?: [a-z'/-]+){0,3}? \(\{p(?P<p>\d+)\}\) " + OF_THE),
    re.compile(r"\{p(?P<p>\d+)\} \(\{c(?P<a>\d+)\}(?: [a-z'/-]+){0,3}\) " + OF_THE),
    re.compile(r"\{[pf](?P<p>\d+)\} of (?:the |our |all )*\{c(?P<b>\d+)\}(?: [a-z'/-]+){0,5}? ?\((?:n ?= ?)?\{c(?P<a>\d+)\}\)"),
    re.compile(
        r"\{p(?P<p>\d+)\} of (?:the |our |all )*\{c(?P<b>\d+)\}[^{}.;]{0,70}(?:\{[ax]\d+\}[^{}.;]{0,60}){0,2}[,(] ?"
        r"(?:in other words|namely|that is|i\.e\.),? (?:to say )?\{c(?P<a>\d+)\}(?! of\b)"
    ),
)


def _beside(sentence: Sentence, judged: set[tuple[int, int]]) -> Iterator[Contradiction]:
    """``19 children (63 % of the 52)`` and ``63 % of the 52 children (19)``."""
    for pattern in BESIDE:
        for found in pattern.finditer(sentence.shape):
            share, part, whole = (sentence.numbers[int(found[name])] for name in "pab")
            if part.value > whole.value or (id(sentence), int(found["p"])) in judged:
                continue
            judged.add((id(sentence), int(found["p"])))
            if not fits(share, part, whole):
                rough = part.is_rough or whole.is_rough or share.is_rough
                yield wrong_share(sentence, share, part, whole, Severity.LIKELY if rough else Severity.CERTAIN)


def _the_rest(sentence: Sentence, earlier: Sequence[Sentence], judged: set[tuple[int, int]]) -> Iterator[Contradiction]:
    """``Participation is 97.9 %. Out of 830 children 31 did not take part.`` Either the part or what is left must fit."""
    shape, numbers = sentence.shape, sentence.numbers
    counts = [one for one in sentence.of(Of.COUNT) if not one.is_rough]
    if (
        len(counts) == 1
        and earlier
        and (
            found := re.search(
                r"proportion of (?:the )?(?:total )?(?:number of )?[^{}]{0,40}\(\{c(\d+)\}\)[^{}]{0,60}\{p(\d+)\}", shape
            )
        )
    ):
        whole, share = numbers[int(found[1])], numbers[int(found[2])]
        parts = [(one, other) for other in earlier for one in other.of(Of.COUNT) if 0 < one.value < whole.value]
        if parts and not any(fits(share, one, whole) or fits(share, _minus(whole, one), whole) for one, _ in parts):
            part, place = next(((one, other) for one, other in reversed(parts) if NEGATIVE.search(other.shape)), parts[-1])
            yield _wrong_rest(sentence, share, part, whole, sentence, place)
        return
    if len(counts) != 2 or sentence.of(Of.PERCENT, Of.FRACTION) or not NEGATIVE.search(shape) or not earlier:
        return
    governs = GOVERNS.search(shape) or re.search(rf"\bfrom {THE}\{{c(\d+)\}}", shape)
    if not governs:
        return
    whole = numbers[int(next(one for one in governs.groups() if one))]
    part = next(one for one in counts if one is not whole)
    previous = next((one for one in reversed(earlier[-3:]) if one.of(Of.PERCENT)), earlier[-1])
    shares = previous.of(Of.PERCENT)
    told = re.match(r"(?:this|the) (?:percentage|figure) (?:equates to|represents|is|means)", shape)
    near = previous is earlier[-1]
    if not shares or part.value >= whole.value or not (told or (near and _alike(previous, sentence))):
        return
    if any(pattern.search(previous.shape) for pattern in PAIRS):
        return  # the percentage has a count of its own
    if any(one.is_rough or fits(one, part, whole) or fits(one, _minus(whole, part), whole) for one in shares):
        return
    if (id(previous), previous.numbers.index(shares[-1])) in judged:
        return
    judged.add((id(previous), previous.numbers.index(shares[-1])))
    yield _wrong_rest(sentence, shares[-1], part, whole, previous, sentence)


def _wrong_rest(
    sentence: Sentence, share: Quantity, part: Quantity, whole: Quantity, at: Sentence, other: Sentence
) -> Contradiction:
    rest = _minus(whole, part)
    places = places_of([share])
    direct, left = part.value * HUNDRED / whole.value, rest.value * HUNDRED / whole.value
    anchor = whole if sentence is not at else share
    return sentence.found(
        "part_of_whole",
        Severity.LIKELY,
        anchor,
        f"{share.text} beside {shown(part.value)} of {shown(whole.value)}",
        f"{shown(part.value)} of {shown(whole.value)} is {shown(direct, places)} %, and the rest {shown(left, places)} %",
        f"{shown(part.value)} of {shown(whole.value)} leaves {shown(left, places)} %, not {share.text}: "
        "the count and the percentage are of different things, or one of them is old.",
        (at.line_of(share), other.line_of(part)) if other is not sentence or at is not sentence else (),
    )


def _added(sentence: Sentence, judged: set[tuple[int, int]]) -> Iterator[Contradiction]:
    """``Of the 2,000 children 61 % are placed in families (1,204 with foster carers, 41 for adoption)``: the parts together."""
    shape, numbers = sentence.shape, sentence.numbers
    governs = re.match(rf"(?:out )?of {THE}\{{c(\d+)\}}", shape)
    if not governs:
        return
    whole = numbers[int(governs[1])]
    for found in re.finditer(
        r"\{p(\d+)\}[^{}()]{0,80}\((?P<parts>\{c\d+\}[^{}()]*(?:(?:,|;|and"
        r"|plus)[^{}()]*\{c\d+\}[^{}()]*)+)\)",
        shape,
    ):
        share = numbers[int(found[1])]
        parts = [numbers[int(one)] for one in re.findall(r"\{c(\d+)\}", found["parts"])]
        total = sum((one.value for one in parts), Decimal(0))
        both = Quantity(Of.COUNT, parts[0].start, parts[-1].end, shown(total), total, total, total)
        if (
            (id(sentence), int(found[1])) in judged
            or total > whole.value
            or fits(share, both, whole)
            or INSIDE.search(found["parts"])
        ):
            continue
        judged.add((id(sentence), int(found[1])))
        yield wrong_share(sentence, share, both, whole, Severity.LIKELY)


def _minus(whole: Quantity, part: Quantity) -> Quantity:
    left = whole.value - part.value
    return Quantity(Of.COUNT, whole.start, whole.end, str(left), left, left, left)


def _alike(one: Sentence, other: Sentence) -> bool:
    """Whether two sentences speak of one thing: a longer word of both begins alike."""
    words = {word[:7] for word in re.findall(r"[a-z]{7,}", one.shape)} - {"childre", "percent", "perform", "cohort"}
    return any(word[:7] in words for word in re.findall(r"[a-z]{7,}", other.shape))


def wrong_share(
    sentence: Sentence, share: Quantity, part: Quantity, whole: Quantity, severity: Severity, other_lines: tuple[int, ...] = ()
) -> Contradiction:
    """The finding that ``part`` of ``whole`` is not ``share``, with what was probably meant."""
    exact = part.value * HUNDRED / whole.value
    places = places_of([share])
    if share.of is Of.FRACTION:
        severity = Severity.LIKELY
    meaning = _meaning(share, part, whole, places)
    return sentence.found(
        "part_of_whole",
        severity,
        share,
        f"{shown(part.value)} of {shown(whole.value)} is {share.text}",
        f"{shown(part.value)} ÷ {shown(whole.value)} = {shown(exact, places)} %",
        f"{shown(part.value)} of {shown(whole.value)} is {shown(exact, places)} %, not {share.text}.{meaning}",
        other_lines,
    )


def _meaning(share: Quantity, part: Quantity, whole: Quantity, places: int) -> str:
    """What was probably meant: the rest of the whole, or another whole or part."""
    if fits(share, _minus(whole, part), whole):
        return f" {share.text} is the share of the other {shown(whole.value - part.value)}."
    if share.value <= 0 or share.of is Of.FRACTION:
        return ""
    other = (share.value * whole.value / HUNDRED).quantize(Decimal(1))
    base = (part.value * HUNDRED / share.value).quantize(Decimal(1))
    if base and share.may_be(part.value * HUNDRED / base) and base != whole.value:
        return f" It would be right for {shown(other)} of {shown(whole.value)}, or for {shown(part.value)} of {shown(base)}."
    return f" It would be right for {shown(other)} of {shown(whole.value)}."
