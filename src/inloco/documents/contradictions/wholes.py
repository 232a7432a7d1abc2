"""Parts against their whole in sentences: parts larger than it, shares that do not make it up, percentages no count gives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from inloco.documents.contradictions.contradiction import Contradiction, Severity
from inloco.documents.contradictions.quantities import Of, Quantity, places_of, shown
from inloco.documents.contradictions.sentences import Sentence
from inloco.documents.contradictions.shares import A_OF_B, HUNDRED, INSIDE, NOT_A_WHOLE


def parts_exceed_whole(sentence: Sentence) -> Iterator[Contradiction]:
    numbers, shape = sentence.numbers, sentence.shape
    for found in A_OF_B.finditer(shape):
        part, whole = numbers[int(found[1])], numbers[int(found[3])]
        explicit = re.search(r"out of|of (?:the|these|those|our|all|a total)|/", found[0])
        if not explicit or (
            found["thing"]
            and re.search(
                r"\b(?:and|or|with|in|to|average|instead|ahead|each|every|per|tells?|told|speaks?|spoke|heard|knows?|knew"
                r"|thinks?|thought"
                r"|because)\b",
                found["thing"],
            )
        ):
            continue
        if part.low > whole.high and whole.value > 0 and not NOT_A_WHOLE.match(shape[found.end() :]):
            yield sentence.found(
                "parts_exceed_whole",
                Severity.CERTAIN if not (part.is_rough or whole.is_rough) else Severity.LIKELY,
                part,
                f"{shown(part.value)} of {shown(whole.value)}",
                f"{shown(part.value)} > {shown(whole.value)}",
                f"{shown(part.value)} cannot be part of {shown(whole.value)}: one of the two is "
                f"wrong, or they are in the wrong order.",
            )
    if many := TOO_MANY.match(shape):
        whole, part = numbers[int(many[1])], numbers[int(many[2])]
        if part.value > whole.value and not (part.is_rough or whole.is_rough):
            yield sentence.found(
                "parts_exceed_whole",
                Severity.CERTAIN,
                part,
                f"{shown(part.value)} of {shown(whole.value)}",
                f"{shown(part.value)} > {shown(whole.value)}",
                f"{shown(part.value)} cannot be part of {shown(whole.value)}: one of the two is wrong.",
            )
    if over := DONE_AND_REST.search(shape):
        part, whole, rest = (numbers[int(over[at])] for at in (1, 2, 3))
        if part.value <= whole.value < part.value + rest.value and not (part.is_rough or whole.is_rough or rest.is_rough):
            yield sentence.found(
                "parts_exceed_whole",
                Severity.LIKELY,
                rest,
                f"{shown(part.value)} and {shown(rest.value)} of {shown(whole.value)}",
                f"{shown(part.value)} + {shown(rest.value)} = {shown(part.value + rest.value)}",
                f"{shown(part.value)} and {shown(rest.value)} are {shown(part.value + rest.value)}, more than the "
                f"{shown(whole.value)} that they are of.",
            )
    yield from _sums(sentence)


DONE_AND_REST = re.compile(
    r"\{c(\d+)\} of the \{c(\d+)\} [a-z ]{3,30}? (?:are|were|have been|is) (?:now )?(?:done|complete|completed|achieved"
    r"|finished|closed)"
    r"(?:,| and|;|, and) (?:the other )?\{c(\d+)\} (?:are|were|is|remain|have) (?:in progress|open|under way|outstanding"
    r"|on track|delayed"
    r"|not started|late|overdue)\b"
)
TOO_MANY = re.compile(
    r"(?:out )?of (?:the |these |our )?\{c(\d+)\} [a-z' -]{3,60}?, (?:a total of |only |all "
    r")?\{c(\d+)\} (?:\(\{p\d+\}\) )?(?:of them )?"
    r"(?:were|had|have|said|attended|took|came|are|agreed|felt|lived?|received|did|reported|responded"
    r"|completed|remained|left|moved)\b"
)
LIST = r"(?:(?:,| and|,? and|;| plus| \+| &) ?(?:the (?:other|remaining) )?\{c\d+\}[^{}():;]{0,60}?)+"
BREAKDOWNS = (
    re.compile(
        rf"\btotal of \{{c(\d+)\}} (?P<thing>[^{{}}():;,]{{2,60}}),? ?(?P<how>:|,|\(|–|-|made up of"
        rf"|comprising|consisting of) ?(?P<parts>\{{c\d+\}}[^{{}}():;]{{0,60}}?{LIST})(?P<after>[).;]|$)"
    ),
    re.compile(
        rf"\{{c(\d+)\}} (?P<thing>[^{{}}():;,]{{2,60}}) ?(?P<how>\(|:) "
        rf"?(?P<parts>\{{c\d+\}}[^{{}}():;]{{0,60}}?{LIST})(?P<after>[).;]|$)"
    ),
    re.compile(
        rf"\{{c(\d+)\}} (?P<thing>[^{{}}():;]{{2,60}}?),? (?P<how>made up of|comprising|consisting of"
        rf"|comprised of|that is|namely) (?P<parts>\{{c\d+\}}[^{{}}():;]{{0,60}}?{LIST})(?P<after>[).;]|$)"
    ),
    re.compile(
        rf"^of (?:the |these |our )?\{{c(\d+)\}}(?P<thing>(?: [^{{}}():;,]{{2,70}})?),(?P<how>) "
        rf"(?P<parts>\{{c\d+\}}[^{{}}():;]{{0,60}}?{LIST})(?P<after>[).;]|$)"
    ),
)
EXCLUSIVE = re.compile(
    r"\b(?:boys?.*girls?|girls?.*boys?|males?.*females?|females?.*males?|initial.*review"
    r"|review.*initial|formal.*informal|informal.*formal"
    r"|agreed.*(?:declined|refused)|yes.*no|upheld.*not upheld|in time.*late|on time.*late"
    r"|north.*(?:south|east|central)|good.*inadequate"
    r"|under \d.*over \d|white.*(?:asian|black)|remaining|the rest|others?\b)"
)


def _sums(sentence: Sentence) -> Iterator[Contradiction]:
    """A total with its parts in one sentence: they add up, or at least do not go beyond it."""
    shape, numbers = re.sub(r" ?\(\{p\d+\}\)", "", sentence.shape), sentence.numbers
    for pattern in BREAKDOWNS:
        for found in pattern.finditer(shape):
            whole = numbers[int(found[1])]
            parts = [numbers[int(one)] for one in re.findall(r"\{c(\d+)\}", found["parts"])]
            inside = found["thing"] + found["how"] + found["parts"]
            if (
                INSIDE.search(inside)
                or "{p" in shape
                or "{a" in found["parts"]
                or whole.is_rough
                or any(one.is_rough for one in parts)
            ):
                continue
            added = sum((one.value for one in parts), Decimal(0))
            must_be_all = found["how"] != "" or bool(EXCLUSIVE.search(found["parts"]))
            if added == whole.value or not must_be_all:
                continue
            if added < whole.value and (
                (found["how"] in ("", ",", "(", "-", "–") and "total of" not in shape) or whole.value > added * 2
            ):
                continue
            others = [one for one in sentence.of(Of.COUNT) if one not in parts and one is not whole and one.value != whole.value]
            if any(abs(one.value - added) < abs(whole.value - added) for one in others):
                continue  # “47 children in seven homes: 9 …”
            sum_ = " + ".join(shown(one.value) for one in parts)
            larger = added > whole.value
            yield sentence.found(
                "parts_exceed_whole" if larger else "row_sum",
                Severity.LIKELY
                if not (found["how"] in (":", "made up of", "comprising", "consisting of") or "total of" in found[0])
                else Severity.CERTAIN,
                whole,
                f"{shown(whole.value)} in all",
                f"{sum_} = {shown(added)}",
                f"The parts add up to {shown(added)}, {shown(abs(added - whole.value))} "
                f"{'more' if larger else 'less'} than the {shown(whole.value)} given.",
            )
            return


# Percentages that no count can give

ASKED = (
    r"\b(?:asked|surveyed|interviewed|spoke (?:to|with)|talked to|heard from) (?:all |the )*\{c(?P<n>\d+)\} "
    r"(?:[a-z-]+ )?(?:children|people|parents|carers|families|staff|workers|pupils|leavers|members|teachers)\b"
)
THEY_SAID = r"\{p(?P<p>\d+)\} (?:of them )?(?:said|felt|agreed|thought|told|knew|were|had|wanted|would)\b"
ASKED_THEN = re.compile(rf"{ASKED}[^{{}}]{{0,90}}(?:;|:|,| and) {THEY_SAID}")
GRIM = (
    re.compile(
        r"\{p(?P<p>\d+)\} (?:of|out of) (?:the |these |those |our |all |all the |its )*\{c(?P<n>\d+)\} (?P<thing>[a-z' -]+)"
    ),
    re.compile(
        r"^(?:out )?of (?:the |these |those |our )?\{c(?P<n>\d+)\} (?P<thing>[a-z' -]+?)[^{}]{0,60}, "
        r"(?:[a-z ]{0,20})?\{p(?P<p>\d+)\}(?! ?\()"
    ),
    re.compile(r"\{p(?P<p>\d+)\} \(n ?= ?\{c(?P<n>\d+)\}(?P<thing>)\)"),
    re.compile(
        r"\b(?:all|only|just) \{c(?P<n>\d+)\} (?P<thing>[a-z' -]+?)(?:responded|answered|replied|were "
        r"asked|were surveyed|took part)[^{}]{0,60}\{p(?P<p>\d+)\}"
    ),
    ASKED_THEN,
    re.compile(
        r"^(?:out )?of (?:the |these |those |our )\{c(?P<n>\d+)\}(?P<thing>), (?:about |only |just )?\{p(?P<p>\d+)\} (?:were"
        r"|had|have|are|said|did)\b"
    ),
    re.compile(r"\{p(?P<p>\d+)\} (?:of|out of) (?:the |these |those |our |all )*\{c(?P<n>\d+)\}(?P<thing>)(?=[.,;)]|$)"),
)


def impossible_percentage(sentence: Sentence, before: Sentence | None = None) -> Iterator[Contradiction]:
    """The GRIM test: of ``n`` things only so many percentages are possible. ``before`` may say how many were asked."""
    then = re.match(THEY_SAID, sentence.shape)
    asked = list(re.finditer(ASKED, before.shape)) if before is not None and then else []
    if before is not None and then and len(asked) == 1 and not sentence.of(Of.COUNT) and len(before.of(Of.COUNT)) == 1:
        share, whole = sentence.numbers[int(then["p"])], before.numbers[int(asked[0]["n"])]
        if not (share.is_rough or whole.is_rough) and is_impossible(share, whole.value):
            yield sentence.found("impossible_percentage", Severity.LIKELY, share, *impossible_words(share, whole.value))
    seen: set[str] = set()
    for pattern in GRIM:
        for found in pattern.finditer(sentence.shape):
            share, whole = sentence.numbers[int(found["p"])], sentence.numbers[int(found["n"])]
            if found["p"] in seen or share.is_rough or whole.is_rough or not is_impossible(share, whole.value):
                continue
            if (
                re.search(r"\{c\d+\}", sentence.shape[found.end() : found.end() + 14])
                and "(" in sentence.shape[found.end() : found.end() + 3]
            ):
                continue
            seen.add(found["p"])
            yield sentence.found("impossible_percentage", Severity.CERTAIN, share, *impossible_words(share, whole.value))


def is_impossible(share: Quantity, whole: Decimal) -> bool:
    """Whether no whole number of ``whole`` gives this percentage, rounded or cut off. Noughts at its end are not trusted."""
    if whole < 2 or whole != whole.to_integral_value() or not 0 <= share.value <= 100:
        return False
    value = share.value.normalize()
    exponent = value.as_tuple().exponent
    unit = Decimal(1).scaleb(min(0, exponent if isinstance(exponent, int) else 0))
    if whole >= HUNDRED / unit:
        return False
    first = int((value - unit / 2) * whole / HUNDRED)
    return not any(value - unit / 2 <= HUNDRED * count / whole < value + unit for count in range(max(0, first - 1), first + 3))


def impossible_words(share: Quantity, whole: Decimal) -> tuple[str, str, str]:
    """What is said, shown and told of such a percentage."""
    near = int(share.value * whole / HUNDRED)
    choices = [one for one in (near, near + 1) if one <= whole]
    places = places_of([share])
    said = " and ".join(f"{one} of {shown(whole)} is {shown(HUNDRED * one / whole, places)} %" for one in choices)
    return (
        f"{share.text} of {shown(whole)}",
        said,
        f"No whole number of {shown(whole)} gives {share.text}: {said}. Perhaps not all {shown(whole)} were counted.",
    )


# Shares that should make a hundred

ALL_OF_IT = re.compile(
    r"\b(?:remaining|remainder|the rest|balance|breakdown|split|made up|compris\w+|consist\w+"
    r"|distribut\w+|reasons?|categor\w+|elsewhere"
    r"|others?|unknown|not known|multiple|no (?:response|answer|reply)|(?:did not|didn't) (?:say|answer)|don't know|not sure"
    r"|neither|undecided|not recorded|proportions?)\b"
)
LEFT = re.compile(
    r"\b(?:the )?(?:remaining|remainder|rest|other|balance)\b[^{}]{0,40}\{p(\d+)\}"
    r"|\{p(\d+)\}[^{}]{0,12}\b(?:remaining|remainder)\b"
)
OPPOSITES = re.compile(
    r"\{p\d+\}[^{}]{0,40}(?:\bboys?\b|\bgirls?\b|\bmales?\b|\bfemales?\b|\bmen\b|\bwomen\b)[^{}]{0,40}\{p\d+\}[^{}]{0,40}"
    r"(?:\bboys?\b|\bgirls?\b|\bmales?\b|\bfemales?\b|\bmen\b|\bwomen\b)"
    r"|(?<!of )(?<!for )(?<!among )\b(?:boys|girls|males|females)\b[^{}]{0,25}\{p\d+\}[^{}]{0,40}(?<!of )(?<!for )(?<!among )"
    r"\b(?:boys|girls|males|females)\b[^{}]{0,25}\{p\d+\}"
)
NOT_SHARES = re.compile(
    r"\b(?:top|main|commonest|largest|biggest|most (?:common|frequent)|leading|targets?"
    r"|national(?:ly)?|compared|average|improv\w+|increas\w+|decreas\w+|rose|fell|risen"
    r"|fallen|last year|previous|more than one|than one"
    r"|tick|multiple (?:answers|responses|choice)|several answers|points|higher|lower|performance|up from|down from)\b"
)


IN_PER_CENT = re.compile(r"^in (?:per ?cent|percentages?|%)(?: terms)?: ?(?P<list>(?:\{[cn]\d+\}(?:, | and |, and )?){3,})\.?$")


def shares_not_100(sentence: Sentence) -> Iterator[Contradiction]:
    shares = sentence.of(Of.PERCENT)
    shape = sentence.shape
    if listed := IN_PER_CENT.match(shape):
        given = [sentence.numbers[int(one)] for one in re.findall(r"\{[cn](\d+)\}", listed["list"])]
        slack = Decimal(len(given)) / 2
        total = sum((one.value for one in given), Decimal(0))
        if not HUNDRED - slack <= total <= HUNDRED + slack and 80 <= total <= 125:
            yield sentence.found("shares_not_100", Severity.LIKELY, given[-1], *sum_words(given, total))
        return
    if (
        not 2 <= len(shares) <= 12
        or any(one.is_rough for one in shares)
        or NOT_SHARES.search(shape)
        or len(sentence.of(Of.PERIOD)) > 1
    ):
        return
    total, low, high = sum_of(shares)
    if low <= HUNDRED <= high:
        return
    left = LEFT.search(shape)
    if len(shares) == 2 and not ((left and shape.index("{p") < left.start()) or OPPOSITES.search(shape)):
        return
    if len(shares) > 2 and not (left or ALL_OF_IT.search(shape) or OPPOSITES.search(shape)):
        return
    if not 80 <= total <= 125 or (len(shares) == 2 and total > 125):
        return
    yield sentence.found(
        "shares_not_100", Severity.CERTAIN if left and len(shares) > 2 else Severity.LIKELY, shares[-1], *sum_words(shares, total)
    )


def sum_of(shares: Sequence[Quantity]) -> tuple[Decimal, Decimal, Decimal]:
    """The sum as printed, and between which values the sum of what lies behind may be; 100 may itself be a little off."""
    total = sum((one.value for one in shares), Decimal(0))
    slack = sum((one.value - one.low for one in shares), Decimal(0))
    cut = sum((one.high - one.value for one in shares), Decimal(0))
    return total, total - max(slack, Decimal("0.1")), total + max(cut, Decimal("0.1"))


def sum_words(shares: Sequence[Quantity], total: Decimal) -> tuple[str, str, str]:
    """What is said, shown and told of such shares."""
    sum_ = " + ".join(shown(one.value, 2) for one in shares)
    over = total > HUNDRED
    return (
        "shares of one whole: " + ", ".join(one.text for one in shares),
        f"{sum_} = {shown(total, 2)} %",
        f"The shares add up to {shown(total, 2)} %, which rounding cannot explain: "
        + ("one of them is too large or counted twice." if over else "one of them is too small, or a group is left out."),
    )
