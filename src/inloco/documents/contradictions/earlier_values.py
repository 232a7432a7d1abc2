"""A value in one sentence and the earlier one in the next: “This compares with 91 % the year before, an improvement of 3 %.”"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from inloco.documents.contradictions.contradiction import Contradiction
from inloco.documents.contradictions.differences import (
    BETTER,
    DOWN,
    UP,
    comparable,
    direction,
    judged,
    judgement_of,
    polarity_of,
)
from inloco.documents.contradictions.quantities import MONTH, Of, Quantity
from inloco.documents.contradictions.sentences import Sentence

VALUE = r"\{[cnprm](?P<v>\d+)\}"
SPAN = r"(?:year|quarter|month|half-year)"
IT = r"(?:it|this|that|they|there|performance|the (?:figure|rate|share|percentage|proportion|number|total|average|score))"
WHEN = (
    rf"(?:(?:in|at|by|at the end of|for) (?:the )?(?:\{{a\d+\}}|(?i:{MONTH})|(?:previous|last|same) {SPAN}|{SPAN} before)"
    rf"|last (?:{SPAN}|time)|the (?:previous year|year before)|(?:a|one) {SPAN} (?:ago|earlier|before)"
    r"|(?:this|the same) time last year|\{d\d+\} (?:ago|earlier|before)|previously)"
)
EARLIER = (
    re.compile(
        rf"^(?:this|that|it|which) (?:figure |result |rate )?compares? (?:well |favourably |poorly )?(?:with|to) (?:the )?{VALUE}"
    ),
    re.compile(rf"^(?:but |and )?{WHEN},? {IT} (?:was|were|had been|stood at|had) (?:only |still |at )?{VALUE}"),
    re.compile(rf"^{IT} (?:was|were|had been|stood at) {VALUE} {WHEN}"),
    re.compile(rf"^{WHEN}:? ?{VALUE}"),
)
NOT_OURS = re.compile(
    r"\b(?:targets?|ambition|national\w*|england|regional\w*|region|neighbours|average of|threshold|against)\b[^{}]*$"
)
CHANGED = re.compile(
    rf"\b(?:{UP}|{DOWN}|(?:improvements?|improved|better|worse|change|difference))\b[^{{}},;]{{0,16}}?"
    r"\{[ptfc](?P<c>\d+)\}"
    rf"|\{{[ptfc](?P<c2>\d+)\}} (?:\w+ )?(?:{UP}|{DOWN}|(?:better|worse|improvement|change))\b"
)
WORD = re.compile(
    rf"\b(?:has|have|is|was|had) (?:since |now |slightly |again )?(?:(?P<up>{UP})|(?P<down>{DOWN}))\b"
    rf"|\b(?:an?|the) (?:\w+ )?(?:(?P<up2>increase|rise|growth)|(?P<down2>decrease|reduction|fall|drop|decline))\b"
)


def earlier_values(passage: Sequence[Sentence]) -> Iterator[Contradiction]:
    """Rules ``change``, ``points_not_percent`` and ``direction_word`` over the end of a sentence."""
    for before, sentence in pairwise(passage):
        found = next((match for pattern in EARLIER if (match := pattern.match(sentence.shape))), None)
        if found is None:
            continue
        old = sentence.numbers[int(found["v"])]
        new = _present(before, old)
        if new is None or old.is_rough or new.is_rough:
            continue
        after = sentence.shape[found.end() :]
        if re.search(r"\{[cnprm]\d+\}[^{}]*$", after) and re.search(r"\b(?:and|while|but|whereas)\b", after):
            continue  # goes on to something else
        lines = (before.line_of(new),)
        if change := CHANGED.search(after):
            size = sentence.numbers[int(change["c"] or change["c2"])]
            if size is not old and not (size.of is Of.COUNT and new.of is not Of.COUNT):
                yield from judged(sentence, old, new, size, size.of is Of.COUNT, lines)
        word = WORD.search(after)
        if word:
            yield from direction(sentence, old, new, "up" if word["up"] or word["up2"] else "down")
        if said := BETTER.search(after):
            yield from judgement_of(sentence, polarity_of(f"{before.text} {sentence.text}"), said, old, new)


IN_CLAUSE = re.compile(
    rf"\{{[cnprm](?P<n>\d+)\}}[^{{}};,]{{0,80}}(?:;|,)(?: and| but)? {WHEN},? (?:{IT} )?(?:was|were|had been|stood at) "
    rf"(?:only |still |at )?{VALUE}(?P<after>.*)$"
)


IN_BRACKET = re.compile(
    rf"\{{[cnprmd](?P<n>\d+)\}}[^{{}}()]{{0,40}}"
    rf"\((?:\{{a\d+\}}|last {SPAN}|(?:the )?previous {SPAN}|(?:the )?{SPAN} before|{WHEN}):? ?"
    r"(?:it was )?\{[cnprmd](?P<v>\d+)\}[^{}()]{0,12}\),? (?:which is |that is |this is )?(?P<after>(?:an?|up|down)\b.*)$"
)


def earlier_in_clause(sentence: Sentence) -> Iterator[Contradiction]:
    """``186 children; a year before it was 171, so it has grown by 15 %``, and ``2.6 years (2033: 2.9 years), a rise``."""
    found = IN_CLAUSE.search(sentence.shape) or IN_BRACKET.search(sentence.shape)
    if found is None or NOT_OURS.search(sentence.shape[: found.start()].rsplit("}", 1)[-1]):
        return
    new, old, change = sentence.numbers[int(found["n"])], sentence.numbers[int(found["v"])], CHANGED.search(found["after"])
    if not comparable(old, new) or old.is_rough or new.is_rough:
        return
    if found.re is IN_BRACKET and (word := WORD.match(found["after"])):
        wrong = list(direction(sentence, old, new, "up" if word["up"] or word["up2"] else "down"))
        yield from wrong
        if wrong:
            return
    if change is None:
        return
    size = sentence.numbers[int(change["c"] or change["c2"])]
    if not (size.of is Of.COUNT and new.of is not Of.COUNT):
        yield from judged(sentence, old, new, size, size.of is Of.COUNT)


def _present(sentence: Sentence, old: Quantity) -> Quantity | None:
    """The one value of the sentence before that the earlier one is compared with; None where there may be several."""
    signs = {int(one[1]): one.start() for one in re.finditer(r"\{[a-z](\d+)\}", sentence.shape)}
    values = [
        one
        for at, one in enumerate(sentence.numbers)
        if one.of is old.of and comparable(old, one) and not NOT_OURS.search(sentence.shape[: signs[at]].rsplit("}", 1)[-1])
    ]
    if old.of is Of.COUNT:
        return values[0] if len(values) == 1 and len(sentence.of(Of.PERCENT)) == 0 else None
    return values[0] if len(values) == 1 else None


def better_than(sentence: Sentence) -> Iterator[Contradiction]:
    """``12.4 %, better than the national average of 10.0 %`` where a low value is good."""
    for found in BETTER_THAN.finditer(sentence.shape):
        ours, other = sentence.numbers[int(found["o"])], sentence.numbers[int(found["v"])]
        polarity = polarity_of(sentence.text)
        if ours.is_rough or other.is_rough or not comparable(other, ours):
            continue
        yield from judgement_of(sentence, polarity, found, other, ours, compared=True)


BETTER_THAN = re.compile(
    rf"\{{[pnr](?P<o>\d+)\}}[^{{}}]{{0,40}}?\b(?:(?P<better>better)|(?P<worse>worse|poorer)) than (?:the |our |that of )?"
    rf"(?:national|regional|england|region|statistical|north[ -]west|comparators?|target|last year|previous|similar|neighbours)"
    rf"[^{{}}]{{0,40}}(?:\{{a\d+\}}[^{{}}]{{0,12}})?{VALUE}"
)
