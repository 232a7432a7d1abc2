"""Typed words that name a small number of people: what a public edition leaves out, since nobody can take the number back."""

from __future__ import annotations

import re

WORDS = [
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
]

PEOPLE = (
    r"(?:child(?:ren)?|young\s+(?:people|person|men|man|women|woman|adults?)|care\s+leavers?|siblings?|sisters?|brothers?|boys?|"
    r"girls?|bab(?:y|ies)|infants?|teenagers?|adolescents?|toddlers?|twins?|famil(?:y|ies)|parents?|mothers?|fathers?|pupils?|students?|"
    r"(?:\d+|\w+)[- ]year[- ]olds?|uasc|asylum\s+seekers?|individuals?|people|persons?|cases?|placements?|residents?)"
)
"""Whom a small number could point to."""

ALONE = re.compile(r"\b(?:a\s+single|sole|only\s+one|a\s+pair\s+of|both)\s+(?:\w+\s+){0,2}?" + PEOPLE + r"\b", re.IGNORECASE)
SENTENCE = re.compile(r"[^.!?;\n]+(?:\.\d[^.!?;\n]*)*")
NUMBER = re.compile(r"(?<![\w.,/:£-])(\d{1,3}|" + "|".join(WORDS) + r")(?![\w%/:]|[.,]\d|-\w|\s*(?:%|per\s*cent))", re.IGNORECASE)
OUT_OF = re.compile(r"(?<![\w.,])(\d{1,3})\s+(?:out\s+)?of\s+(?:the\s+|all\s+)?(\d{1,3})(?![\w.,%]\d|\w|%)", re.IGNORECASE)
BETWEEN = (
    r"(?!(?:per|years?|months?|weeks?|days?|hours?|and|or|to|at|in|by|on|that|which|who|whom|whose|where|when|for|with|from|about|than|"
    r"is|are|was|were|has|have|had)\b)(?:his|(?:[\w-]*[’'])?[\w-]*(?:[^\Ws]|ss|[’']s))"
)
"""A word that may stand between the number and the people. A plural may not: “three aims for children” counts aims."""

FOLLOWED = re.compile(rf"^(?:[\s(]+{BETWEEN}(?![\w’'-])){{0,3}}?[\s(]+{PEOPLE}\b", re.IGNORECASE)
LABEL = re.compile(
    r"\b(?:section|part|chapter|table|figure|page|paragraph|objective|action|item|regulation|appendix|annex|version|schedule|"
    r"option|stage|phase|level|step|line|no|number|ni|question|theme|priority|standard)\.?\s*$",
    re.IGNORECASE,
)
"""What makes the number behind it a name."""

ANYONE = re.compile(r"\b" + PEOPLE + r"\b", re.IGNORECASE)


COUNTED = re.compile(r"(?<![\w.,/:£-])(?:…|\d[\d,]*(?![.\d%])|" + "|".join(WORDS) + r")\s+((?:[\w’'-]+\s*){1,4})", re.IGNORECASE)
"""A number, or the sign in the place of a figure, with the words behind it: whom or what it counts."""

TIME = frozenset(("years", "months", "weeks", "days", "hours", "minutes", "times", "points", "percent", "miles"))
"""What measures and counts nothing."""

NO_NOUN = frozenset(("of", "per", "in", "at", "to", "and", "or", "was", "is", "has", "does", "this", "its", "as", "less"))
"""Words that end in the way of a plural and are none, or with which another thing begins."""

PEOPLE_FIRST = re.compile(PEOPLE + r"\b", re.IGNORECASE)
THEM = re.compile(
    r"^(?:\s*\([^)]*\))?\s+(?:(?:also|still|now|then|already|never)\s+)?"
    r"(?:of\s+(?:them|these|those|whom)|were|was|are|is|had|have|has|went|left|came|moved|became|ceased|returned|ran|entered|started|"
    r"began|stayed|waited|wait|missed|remain(?:s|ed)?|live[sd]?|turned|died|received|need(?:s|ed)?|await(?:s|ed)?|refused|declined|"
    r"attended)\b",
    re.IGNORECASE,
)
"""What follows a number that stands for people named before it: “two of them”, “three were refused”."""

ONLY_CHILDREN = re.compile(
    r"^(?:\s*\([^)]*\))?\s+(?:have\s+|had\s+|has\s+)?(?:went|gone|(?:were|was|are|is|been)(?:\s+reported)?)\s+missing\b|"
    r"^(?:\s*\([^)]*\))?\s+(?:have\s+|had\s+|has\s+)?(?:ran\s+away|(?:came|come|entered|went|taken)(?:\s+back)?\s+into\s+care|left\s+care|"
    r"(?:became|become|were|was|are|ceased\s+to\s+be)\s+looked\s+after|"
    r"(?:were|was|are|is|been)\s+(?:adopted|excluded|arrested|trafficked|exploited|remanded|homeless|pregnant|neet|unaccompanied|"
    r"not\s+in\s+education|in\s+(?:custody|prison|hospital)|placed\s+(?:in|with|out|outside|at))|"
    r"(?:had|have|has)\s+(?:no|not\s+had)\s+(?:an?\s+)?(?:personal\s+adviser|social\s+worker|personal\s+education\s+plan|pep|pathway\s+plan|"
    r"health\s+assessment|dental\s+check|dentist|school\s+place)|returned\s+home|turned\s+(?:16|18|21|25))\b",
    re.IGNORECASE,
)
"""What only a child or a care leaver does, or has done to them."""


def few_in(text: str, threshold: int, about_people: bool = False) -> list[str]:
    """The sentences of ``text`` that name from 1 to ``threshold`` people, in their order: ``three children``, ``2 of the 9 young
    people``, ``a single child``; where the rest is so small (``38 of 40 children``); and where the people are named before or
    only meant (``Three were refused``, ``2 went missing``). ``about_people`` where the words before it counted people last."""
    if threshold < 1:
        return []
    found: list[str] = []
    for match in SENTENCE.finditer(text):
        sentence = match[0]
        if _few(sentence, threshold) or _few_unnamed(sentence, threshold, about_people):
            found.append(" ".join(sentence.split()))
        about_people = counts_people(sentence, about_people)
    return found


def names_few(text: str, threshold: int) -> bool:
    """Whether any sentence does."""
    return bool(few_in(text, threshold))


def _few_unnamed(sentence: str, threshold: int, about_people: bool) -> bool:
    """Whether a small number stands for people whom the words before it name, or who alone can be meant."""
    for number in NUMBER.finditer(sentence):
        before, after = sentence[: number.start()], sentence[number.end() :]
        if not 0 < _value(number[1]) <= threshold or LABEL.search(before):
            continue
        if ONLY_CHILDREN.match(after) or (THEM.match(after) and counts_people(before, about_people)):
            return True
    return False


def counts_people(words: str, before: bool) -> bool:
    """Whether what is counted last in ``words`` are people; ``before`` where nothing is counted."""
    for counted in COUNTED.finditer(words):
        rest = counted[1]
        while rest:
            word = rest.split(maxsplit=1)[0].casefold()
            if PEOPLE_FIRST.match(rest):
                before = True
                break
            if word in NO_NOUN or word in TIME:
                break
            if word.endswith("s") and not word.endswith(("ss", "’s", "'s")):
                before = False
                break
            rest = rest.removeprefix(rest.split(maxsplit=1)[0]).lstrip()
    return before


def _few(sentence: str, threshold: int) -> bool:
    if not ANYONE.search(sentence):
        return False
    if ALONE.search(sentence):
        return True
    for pair in OUT_OF.finditer(sentence):
        part, whole = int(pair[1]), int(pair[2])
        if 0 < part <= threshold or 0 < whole <= threshold or 0 < whole - part <= threshold:
            return True
    return any(
        0 < _value(number[1]) <= threshold
        and FOLLOWED.match(sentence[number.end() :]) is not None
        and LABEL.search(sentence[: number.start()]) is None
        for number in NUMBER.finditer(sentence)
    )


def _value(word: str) -> int:
    return int(word) if word.isdigit() else WORDS.index(word.lower()) + 1


def is_small_cell(text: str, threshold: int) -> bool:
    """Whether a cell of a typed table is a whole number from 1 to ``threshold``."""
    plain = text.strip()
    return plain.isdigit() and 0 < int(plain) <= threshold
