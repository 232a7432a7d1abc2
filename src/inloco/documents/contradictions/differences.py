"""Judging a change: whether it leads from the old value to the new one, and whether the word for it goes the same way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from inloco.analytics.indicators import REGISTER
from inloco.analytics.indicators.definition import Polarity
from inloco.documents.contradictions.contradiction import Contradiction, Severity
from inloco.documents.contradictions.quantities import Of, Quantity, places_of, shown
from inloco.documents.contradictions.sentences import Sentence
from inloco.documents.contradictions.topics import topic_of

HUNDRED = Decimal(100)
UP = (
    r"(?:increas(?:e|ed|es|ing)|r(?:ise|ises|isen|ose|ising)|gr(?:ew|own|owth|ow)|up(?![- ]to[- ]date)|climb(?:ed)?"
    r"|gain(?:ed)?|jump(?:ed)?|more|higher|went up|gone up|surge(?:d)?|expanded)"
)
DOWN = (
    r"(?:decreas(?:e|ed|es|ing)|f(?:all|alls|allen|ell|alling)|reduc(?:ed|tion|es|e|ing)|declin(?:e"
    r"|ed|es|ing)|dropp?(?:ed|s)?|down|lower"
    r"|fewer|less|dip(?:ped)?|went down|gone down|shrunk|slip(?:ped)?)"
)
YEARLY = re.compile(r"^ ?(?:a|per|each|every) (?:year|month|week|annum|quarter)|^ ?annually|^ ?p\.a\.")
CLAUSE = re.compile(r"[.;:]|\b(?:but|while|whereas|although|despite)\b")
BETTER = re.compile(
    r"\b(?<!had )(?:(?P<better>improv\w+|better|strengthened)|(?P<worse>worsen\w*|deteriorat\w+|got worse"
    r"|poorer))\b(?! (?:than|their|the (?:quality|way)))"
)
GOOD_WHEN_HIGH = re.compile(
    r"\b(?:in time|on time|timely|timeliness|timescales?|up[ -]to[ -]date|completed|satisf\w+|attendance"
    r"|participation|success|employment (?:and|or) training|good or better|in touch|in contact|suitable|same (?:home"
    r"|placement|carer)s?|immuni[sz]\w+|dental|dentist|optician)\b"
)


SAYS_WHICH = re.compile(
    r"(?i)\b(?:(?P<low>low(?:er)?|small(?:er)?|fewer)|(?P<high>high(?:er)?)) (?:\w+ ){0,3}?(?:is|are|being|means) (?:good"
    r"|better|best)\b"
)
"""“Low is good”, “a higher score is better”."""
LESS_OF_IT = re.compile(
    r"(?i)\b(?:days? lost|absences?|suspensions?|exclusions?|vacanc(?:y|ies)|turnover|sickness|overdue|reoffending|neet"
    r"|re-?referrals?"
    r"|placement moves|three or more (?:moves|placements)|missing episodes|persistent(?:ly)? absent?|breakdowns?"
    r"|not in education)\b"
)
TAKES_TIME = re.compile(
    r"(?i)\b(?:wait\w*|delay\w*|took|takes?|time (?:between|from|to|taken)|(?:average|mean|median) time|time for|sickness"
    r"|absence) "
    r"[^.]{0,90}\b(?:days?|weeks?|months?)\b"
)


def comparable(old: Quantity, new: Quantity) -> bool:
    """Whether two values are of one kind, so that one may have become the other."""
    if {old.of, new.of} in ({Of.DURATION, Of.COUNT}, {Of.DURATION, Of.DECIMAL}):  # “from 21 to 24 days”
        given = old if old.of is Of.DURATION else new
        return bool(given.period) and old.value * 3 > new.value > old.value / 3
    if Of.DURATION in (old.of, new.of):
        return old.of is new.of and bool(old.period) and old.period == new.period
    same = old.of is new.of or {old.of, new.of} <= {Of.COUNT, Of.DECIMAL, Of.RATE}
    return same and not (old.of is Of.COUNT and new.of is Of.COUNT and old.value == new.value == 0)


def judged(
    sentence: Sentence, old: Quantity, new: Quantity, change: Quantity, is_count: bool, other_lines: tuple[int, ...] = ()
) -> Iterator[Contradiction]:
    """Whether ``change`` is what leads from ``old`` to ``new``; if not, what it is."""
    if YEARLY.match(sentence.text[change.end :]):
        return
    rough = old.is_rough or new.is_rough
    old_low, old_high = _nearest(old)
    new_low, new_high = _nearest(new)
    low, high = _bounds(new_low - old_high, new_high - old_low)
    difference = abs(new.value - old.value)
    size = Quantity(
        change.of, change.start, change.end, change.text, abs(change.value), abs(change.low), abs(change.high), change.is_rough
    )
    places = places_of([old, new, change])
    severity = Severity.LIKELY if rough or change.is_rough else Severity.CERTAIN
    if is_count or change.of in (Of.DECIMAL, Of.MONEY, Of.DURATION):
        if (
            (is_count and (old.of is not Of.COUNT or new.of is not Of.COUNT))
            or size.may_be(low, high)
            or size.value in (old.value, new.value)
        ):
            return
        yield sentence.found(
            "change",
            severity,
            change,
            f"{change.text} from {old.text} to {new.text}",
            f"{shown(new.value)} − {shown(old.value)} = {shown(new.value - old.value)}",
            f"From {old.text} to {new.text} is {shown(difference)}, not {change.text}.",
            other_lines,
        )
        return
    if change.of is Of.POINTS:
        if old.of is Of.PERCENT and not size.may_be(low, high):
            yield sentence.found(
                "change",
                severity,
                change,
                f"{change.text} from {old.text} to {new.text}",
                f"{shown(new.value, 2)} − {shown(old.value, 2)} = {shown(new.value - old.value, 2)} points",
                f"From {old.text} to {new.text} is {shown(difference, 2)} percentage points, not {change.text}.",
                other_lines,
            )
        return
    if old_low <= 0:
        return
    relative = _bounds((new_low - old_high) * HUNDRED / old_high, (new_high - old_low) * HUNDRED / old_low)
    exact = (new.value - old.value) * HUNDRED / old.value
    nearest = _nearest(size)
    is_plain = change.of is not Of.FRACTION
    as_points = is_plain and old.of is Of.PERCENT and size.value == difference and not nearest[0] <= abs(exact) <= nearest[1]
    if size.may_be(*relative):
        if not as_points:
            return
        severity = Severity.LIKELY  # what lies behind the rounded percentages might just give it
    nearly = is_plain and change.is_rough and difference * Decimal("0.8") <= size.value <= difference * Decimal("1.25")
    if is_plain and old.of is Of.PERCENT and (as_points or nearly or size.may_be(low, high)):
        yield sentence.found(
            "points_not_percent",
            severity,
            change,
            f"{change.text} from {old.text} to {new.text}",
            f"{shown(difference, 2)} percentage points; in per cent {shown(exact, places)} %",
            f"From {old.text} to {new.text} is {shown(difference, 2)} percentage points, or "
            f"{shown(abs(exact), places)} per cent. "
            "Write “percentage points”.",
            other_lines,
        )
        return
    if is_plain and old.of in (Of.DECIMAL, Of.RATE) and size.may_be(low, high):
        yield sentence.found(
            "points_not_percent",
            severity,
            change,
            f"{change.text} from {old.text} to {new.text}",
            f"{shown(new.value, 2)} − {shown(old.value, 2)} = {shown(new.value - old.value, 2)}; in "
            f"per cent {shown(exact, places)} %",
            f"{shown(difference, 2)} is the difference between {old.text} and {new.text}; the change "
            f"is {shown(abs(exact), places)} per cent.",
            other_lines,
        )
        return
    yield sentence.found(
        "change",
        severity,
        change,
        f"{change.text} from {old.text} to {new.text}",
        f"({shown(new.value, 2)} − {shown(old.value, 2)}) ÷ {shown(old.value, 2)} = {shown(exact, places)} %",
        f"From {old.text} to {new.text} is a change of {shown(exact, places)} %, not {change.text}.{_meaning(size, old, new)}",
        other_lines,
    )


def _nearest(one: Quantity) -> tuple[Decimal, Decimal]:
    """What may lie behind a value that was rounded to the nearest, not cut off."""
    return (one.low, one.high) if one.is_rough else (one.low, 2 * one.value - one.low)


def _bounds(low: Decimal, high: Decimal) -> tuple[Decimal, Decimal]:
    """The size of a change that lies between two values, whatever its direction."""
    if low <= 0 <= high:
        return Decimal(0), max(-low, high)
    return min(abs(low), abs(high)), max(abs(low), abs(high))


def _meaning(size: Quantity, old: Quantity, new: Quantity) -> str:
    if size.of is Of.FRACTION:
        return ""
    if old.value and size.may_be(new.value * HUNDRED / old.value):
        return f" {new.text} is {size.text} of {old.text}: what was meant is probably “{size.text} of” the earlier number."
    if new.value and size.may_be(abs(new.value - old.value) * HUNDRED / new.value):
        return " It was divided by the later value; a change is measured against the earlier one."
    if size.may_be(abs(new.value - old.value)):
        return " It is the difference itself, not a percentage."
    return ""


def judgement(sentence: Sentence, ahead: str, old: Quantity, new: Quantity) -> Iterator[Contradiction]:
    """``improved from 95.7 % to 91.2 %`` where higher is better."""
    said = list(BETTER.finditer(CLAUSE.split(ahead.replace(":", ","))[-1][-110:]))
    if not said or old.is_rough or new.is_rough:
        return
    yield from judgement_of(sentence, polarity_of(sentence.text), said[-1], old, new)


def polarity_of(text: str) -> Polarity:
    """Which way is good for what ``text`` speaks of; neutral where that cannot be told."""
    if said := SAYS_WHICH.search(text):
        return Polarity.LOWER_IS_BETTER if said["low"] else Polarity.HIGHER_IS_BETTER
    if topic := topic_of(text):
        return REGISTER[topic].polarity
    if TAKES_TIME.search(text) or (LESS_OF_IT.search(text) and not GOOD_WHEN_HIGH.search(text.lower())):
        return Polarity.LOWER_IS_BETTER
    return Polarity.HIGHER_IS_BETTER if GOOD_WHEN_HIGH.search(text.lower()) else Polarity.NEUTRAL


def judgement_of(
    sentence: Sentence, polarity: Polarity, said: re.Match[str], old: Quantity, new: Quantity, *, compared: bool = False
) -> Iterator[Contradiction]:
    """A word that judges (groups ``better``, ``worse``) against two values. ``compared``: ``old`` is somebody else's."""
    if polarity is Polarity.NEUTRAL:
        return
    higher, lower = new.low > old.high, new.high < old.low
    better = (polarity is Polarity.HIGHER_IS_BETTER and higher) or (polarity is Polarity.LOWER_IS_BETTER and lower)
    worse = (polarity is Polarity.HIGHER_IS_BETTER and lower) or (polarity is Polarity.LOWER_IS_BETTER and higher)
    if (said["better"] and worse) or (said["worse"] and better):
        word = said["better"] or said["worse"]
        good = "high" if polarity is Polarity.HIGHER_IS_BETTER else "low"
        became = "worse" if worse else "better"
        if compared:
            yield sentence.found(
                "direction_word",
                Severity.LIKELY,
                new,
                f"{new.text} is {word} than {old.text}",
                f"{new.text} is {'lower' if lower else 'higher'} than {old.text}, and {good} is good here",
                f"“{word}” is said of {new.text} beside {old.text}, but {good} is good here: it is {became}.",
            )
            return
        yield sentence.found(
            "direction_word",
            Severity.LIKELY,
            new,
            f"{word} from {old.text} to {new.text}",
            f"{new.text} is {'lower' if lower else 'higher'} than {old.text}, and {good} is good here",
            f"“{word}” is said, but from {old.text} to {new.text} it became {became}.",
        )


def direction(
    sentence: Sentence, old: Quantity, new: Quantity, word: str, *, at: Quantity | None = None, lines: tuple[int, ...] = ()
) -> Iterator[Contradiction]:
    """``rose`` where the value fell, and the other way round. ``word`` is ``up``, ``down`` or nothing; the word stands at ``at``,
    the values on ``lines``."""
    if not word or old.is_rough or new.is_rough or re.search(r"\b(?:rank\w*|position|place[ds]?) ", sentence.shape):
        return
    if (word == "up" and new.high < old.low) or (word == "down" and new.low > old.high):
        said, is_ = ("went up", "lower") if word == "up" else ("went down", "higher")
        yield sentence.found(
            "direction_word",
            Severity.CERTAIN,
            at or new,
            f"{said} from {old.text} to {new.text}",
            f"{new.text} is {is_} than {old.text}",
            f"The sentence says that it {said}, but {new.text} is {is_} than {old.text}: the word is "
            f"wrong, or the two values are swapped.",
            lines,
        )
