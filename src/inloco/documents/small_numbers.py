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
    r"(?!(?:per|years?|months?|weeks?|days?|hours?|and|or|to|at|in|by|on)\b)(?:his|(?:[\w-]*[’'])?[\w-]*(?:[^\Ws]|ss|[’']s))"
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


def names_few(text: str, threshold: int) -> bool:
    """Whether a sentence of ``text`` names from 1 to ``threshold`` people: ``three children``, ``2 of the 9 young people``, ``a
    single child``; also where the rest is so small (``38 of 40 children``)."""
    if threshold < 1:
        return False
    return any(_few(sentence[0], threshold) for sentence in SENTENCE.finditer(text))


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
