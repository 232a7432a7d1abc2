"""The numbers of a sentence as values of something: when each was so, whose it is, and which of them say by how much it changed.

Rules that read whole reports work on these and not on the order of a sentence's words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from inloco.documents.contradictions.quantities import MONTH, Of, Quantity
from inloco.documents.contradictions.sentences import Sentence

SIGN = re.compile(r"\{([a-z])(\d+)\}")
VALUES = frozenset("cnprmdt")
SPAN = r"(?:year|quarter|month|half-year|term|summer|autumn|spring|winter|season|period|week|report|count)"
EARLIER = "earlier"
THEN = re.compile(
    rf"\blast (?:{SPAN}|time|(?i:{MONTH}))(?:'s)?(?!\w)|(?<=\}} in the )last\b|\b(?:the )?(?:previous|preceding|prior"
    rf"|past) (?:\w+ )?{SPAN}(?:'s)?\b"
    rf"|\b(?:the |a )?(?:year|quarter|month|term|half-year|summer|season) (?:before|earlier|previously|ago|since)\b"
    rf"|\b(?:twelve months|two years|three years|six months|\{{d\d+\}}) (?:before|earlier|previously|ago)\b"
    rf"|\b(?:this|that|the same) (?:time|{SPAN}|point) (?:of |in )?(?:last|the previous) {SPAN}\b"
    rf"|\bpreviously\b|\bbefore that\b|\bformerly\b|\bat the start\b|(?<=\d\}})(?: \w+)? then\b|\ban earlier (?:\w+ )?{SPAN}\b"
)
NOW = re.compile(rf"\bthis {SPAN}\b|\bnow\b|\bcurrently\b|\btoday\b|\bat present\b")
UP_VERB = (
    r"rose|rises?|risen|rising|increas\w+|gr[eo]w\w*|climb\w*|gain\w*|jump(?:s|ed|ing)?|went up|going up|gone up|goes up|surg\w+"
    r"|doubled|trebled"
)
DOWN_VERB = (
    r"fell|falls?|fallen|falling|decreas\w+|declin\w+|dropp\w+|drops?|reduc\w+|dip(?:ped|s)?|shr[aiu]nk\w*|slip(?:ped|s)?"
    r"|went down"
    r"|going down|gone down|goes down|cut by|came down|come down|halved"
)
MORE = r"more|higher|up|above|longer|greater|older"
LESS = r"fewer|less|lower|down|below|shorter|smaller|younger"
ROUGHLY = r"(?: about| around| nearly| almost| just| only| just over| over| some| an?| another| a further)*"
CHANGED_BY = re.compile(
    rf"\b(?:(?P<up>{UP_VERB})|(?P<down>{DOWN_VERB})"
    r"|(?P<any>change|difference|improv\w+|deteriorat\w+|worsen\w*|net (?:gain|loss)|loss))"
    rf"(?: \w+){{0,2}}? (?:of|by){ROUGHLY} $"
    r"|(?:^|[(,;:–-] ?|\b(?:and|is|was|are|were|been|so|thus|went|gone|has|have|now|but) )"
    rf"(?:(?P<up2>up|plus)|(?P<down2>down|minus))(?: by)?{ROUGHLY} $"
    r"|\b(?:the|an?|net) (?:\w+ )?(?:(?P<up4>increase|rise|growth|gain)|(?P<down4>decrease|reduction|fall|drop|decline)"
    r"|(?P<any4>change|difference)) (?:is|was|has been|being)(?: about| around| only)* $"
    r"|\b(?:(?P<up3>rose|risen|increased|grew|grown|climbed|went up|gone up)"
    r"|(?P<down3>fell|fallen|decreased|dropped|declined|went down|gone down)) $"
)
CHANGES_SO = re.compile(
    rf"^(?: (?!(?:was|is|has|does)\b)(?:\w+s|children|people))? (?:(?P<up>{MORE})|(?P<down>{LESS})|(?P<any>better|worse))\b"
    r"(?! (?:or|from|to|than (?:one|twice)))"
    rf"|^ (?:\w+ )?(?:(?P<up2>increase|rise|growth|gain|jump|growing)|(?P<down2>decrease|reduction|fall|drop|decline)"
    r"|(?P<any2>improvement|change|difference))\b"
)
OTHERS = re.compile(
    r"\b(?:national\w*|england|english|regional\w*|regions?|north[ -]west|north[ -]east|south[ -]west|south[ -]east|midlands"
    r"|london|yorkshire|wales|statistical|neighbours?|comparators?|targets?|ambition|threshold|benchmark|similar|peers?"
    r"|standard|limit|aim"
    r"|goal|budget\w*|expected|forecast|planned|maximum|minimum|promis\w+|capacity|establishment|norm|ceiling|handbook)\b"
)
OF_OTHERS = re.compile(
    r"^[^{}.;,()]{0,12}\b(?:nationally|regionally|in england|for england|across england|nationwide|elsewhere|for the region"
    r"|in the region|target)\b"
)


@dataclass(frozen=True)
class Mention:
    """One value of a sentence, with the words up to the neighbouring numbers (``ahead``, ``after``).

    ``time`` is a period, ``earlier``, ``now`` or nothing; ``is_whole`` is the 40 of “31 of 40”; ``is_ours`` is false of a target
    or of what others have; ``changed`` says of a number that it is a change: ``up``, ``down`` or ``some``.
    """

    sentence: Sentence
    at: int
    start: int
    end: int
    ahead: str
    after: str
    time: str = ""
    is_whole: bool = False
    is_ours: bool = True
    changed: str = ""

    @property
    def quantity(self) -> Quantity:
        return self.sentence.numbers[self.at]

    @property
    def line(self) -> int:
        return self.sentence.line_of(self.quantity)

    @property
    def is_earlier(self) -> bool:
        return self.time == EARLIER


def mentions(sentence: Sentence) -> list[Mention]:
    """The values of a sentence in order, without periods, ages and references."""
    shape = sentence.shape
    signs = list(SIGN.finditer(shape))
    found: list[Mention] = []
    for place, sign in enumerate(signs):
        if sign[1] not in VALUES and sign[1] != "f":
            continue
        before = next((one.end() for one in reversed(signs[:place]) if one[1] in VALUES or one[1] == "f"), 0)
        behind = next((one.start() for one in signs[place + 1 :] if one[1] in VALUES or one[1] == "f"), len(shape))
        ahead, after = shape[before : sign.start()], shape[sign.end() : behind]
        changed = _change(ahead, after, sign[1])
        if (
            not changed
            and found
            and found[-1].changed
            and re.fullmatch(r"(?: [a-z]+)?,? ?(?:or|i\.e\.|\(|that is,?) ?\(?", ahead)
        ):
            changed = found[-1].changed  # “a drop of 44 or 14 %”
        ours = not (OTHERS.search(re.split(r"[;.]|\b(?:and|but|while) ", ahead)[-1]) or OF_OTHERS.match(after))
        found.append(
            Mention(
                sentence,
                int(sign[2]),
                sign.start(),
                sign.end(),
                ahead,
                after,
                is_whole=bool(found) and bool(OF_IT.search(ahead)),
                is_ours=ours,
                changed=changed,
            )
        )
    return _timed(shape, sentence, found)


OF_IT = re.compile(
    r"^(?: [a-z-]+)? (?:out )?of (?:the |these |those |our |all )?$|^/$|^ in (?:every )?$|\{x\d+\}(?: [a-z]+)? in (?:every )?$"
)


def _change(ahead: str, after: str, kind: str) -> str:
    if kind == "f" and re.match(r" of (?:all|the|our|their|them|these|those|its)\b", after):
        return ""
    if kind == "t":
        found = CHANGED_BY.search(ahead) or CHANGES_SO.match(after)
        return _way(found) if found else "some"
    if found := CHANGED_BY.search(ahead):
        return _way(found)
    if (found := CHANGES_SO.match(after)) and not re.match(r" (?:or|and) ", after):
        return _way(found)
    if re.search(r"[(,] ?\+ ?$", ahead):
        return "up"
    if re.search(r"[,;:(–-] ?(?:that is(?: to say)?,? |or |namely )?by (?:about |almost |nearly |only )?$", ahead):
        return "some"
    return ""


def _way(found: re.Match[str]) -> str:
    groups = {name for name, value in found.groupdict().items() if value}
    if any(name.startswith("up") for name in groups):
        return "up"
    return "down" if any(name.startswith("down") for name in groups) else "some"


def _marks(shape: str, sentence: Sentence) -> list[tuple[int, int, str]]:
    """Where the words name a time, and which."""
    marks = [(one.start(), one.end(), EARLIER) for one in THEN.finditer(shape)]
    marks += [(one.start(), one.end(), "now") for one in NOW.finditer(shape)]
    for one in SIGN.finditer(shape):
        if one[1] == "a" and sentence.numbers[int(one[2])].period:
            marks.append((one.start(), one.end(), sentence.numbers[int(one[2])].period))
        elif one[1] == "x" and QUARTER.match(sentence.numbers[int(one[2])].text):
            marks.append((one.start(), one.end(), sentence.numbers[int(one[2])].text.lower()))
    kept: list[tuple[int, int, str]] = []
    for mark in sorted(marks):
        if not kept or mark[0] >= kept[-1][1]:
            kept.append(mark)
    return kept


BARE = re.compile(r"^[:,]? ?\((?:it was |was )?\{[a-z]\d+\}(?:\)| of |;|,)")
AIMED = re.compile(r"\b(?:than|compared (?:to|with)|comparison (?:to|with)) (?:in |the |that of |for |at )*$")
AIMED_BACK = re.compile(r"\b(?:than|on|from|against|over|since) (?:in |the |that of |for |at )*$")
QUARTER = re.compile(r"(?i)(?:quarter|q|term|half) ?\d$")
LEADS_TO = re.compile(r"^(?:[^{}.;,–-]|(?<=\w)-(?=\w))*$|^,? (?:when|where|in which|then)\b[^{}.;]*$")
WHEN_IT_WAS = re.compile(r"^,? (?:when|where|in which|then)\b(?: (?:it|there|this|the \w+|we))* (?:was|were|had|stood|held)\b")
BREAKS = re.compile(r"[;,]| and | but | while | whereas |\b(?:than|against|compared|from) ")


def _timed(shape: str, sentence: Sentence, found: Sequence[Mention]) -> list[Mention]:
    """Each value with the time that stands with it: in its brackets, just after it, or before it."""
    values = [one for one in found if not one.changed and not one.is_whole]
    marks = _marks(shape, sentence)
    leads = bool(marks) and bool(values) and marks[0][0] < values[0].start
    times: dict[int, str] = {}
    for start, end, time in marks:
        inside = _bracket(shape, start)
        own = [one for one in values if inside and inside[0] <= one.start < inside[1]]
        own = [one for one in own if one.quantity.of is not Of.DURATION] or own
        ahead_of = [one for one in values if one.end <= start]
        before = next((one for one in reversed(ahead_of) if inside or not is_bracketed(one)), ahead_of[-1] if ahead_of else None)
        behind = next((one for one in values if one.start >= end), None)
        aimed = AIMED.search(shape[:start]) or (time == EARLIER and AIMED_BACK.search(shape[:start]))
        if behind is not None and not inside and is_bracketed(behind) and not BARE.match(shape[end:]):
            behind = next((one for one in values if one.start > behind.start and not is_bracketed(one)), None)
        if own:
            chosen: Mention | None = next((one for one in own if one.start >= end), own[-1])
        elif aimed or (behind is not None and WHEN_IT_WAS.match(shape[end : behind.start])):
            chosen = behind if behind is not None and LEADS_TO.match(shape[end : behind.start]) else None
        elif inside or behind is None:
            chosen = before
        elif before is None:
            chosen = behind
        else:
            ahead, after = shape[before.end : start], shape[end : behind.start]
            breaks_before, breaks_after = bool(BREAKS.search(ahead)), bool(BREAKS.search(after))
            if re.search(r"[;.]", after):
                chosen = before
            elif breaks_before != breaks_after:
                chosen = behind if breaks_before else before
            else:
                chosen = behind if leads or re.match(r"^[:,]? ?\($|^:? ?$", after) else before
        if chosen is not None:
            times.setdefault(chosen.at, time)
    for one in values:
        set_against = AGAINST.search(one.ahead)
        if set_against and one.at not in times and CHANGING.search(shape) and one.is_ours:
            times[one.at] = EARLIER
        if set_against and one.at in times and times[one.at] != "now":
            times[one.at] = EARLIER
        if one.at not in times and STEPPED.search(shape[: one.start]):
            times[one.at] = EARLIER
        if FROM.search(one.ahead) and (MOVED.search(_plain(shape[: one.start])) or _goes_to(values, one)):
            times[one.at] = EARLIER
    for at, one in enumerate(found[1:], 1):
        if one.quantity.of is not Of.PERCENT or one.at in times or not is_bracketed(one):
            continue
        before = next((other for other in reversed(found[:at]) if not other.is_whole and not is_bracketed(other)), None)
        if before is not None and before.at in times and shape[before.end : one.start].count("(") == 1:
            times[one.at] = times[before.at]  # “68 of 252 (27 %) in the year before”
    return [replace(one, time=times.get(one.at, "")) for one in found]


STEPPED = re.compile(r"\b(?:up|down)(?: by)? \{[cnpt]\d+\}(?: (?:percentage )?points?)? (?:on|from|since) (?:the )?$")
"""“down 0.7 points on 91.6 %”"""
FROM = re.compile(r"\bfrom (?:an? |about |the |around |only )*$")
MOVED = re.compile(
    rf"\b(?:up|down|{UP_VERB}|{DOWN_VERB}|improv\w+|worsen\w*|deteriorat\w+|chang\w+|went|moved|came|gone|better"
    rf"|worse)\b[^{{}}]{{0,24}}$"
)


CHANGING = re.compile(
    rf"\b(?:{UP_VERB}|{DOWN_VERB}|improv\w+|worse\w*|better|longer|shorter|more|fewer|quicker|slower|increase|reduction|rise"
    rf"|fall|drop)\b"
)


def _plain(shape: str) -> str:
    return SIGN.sub("", shape)


def _goes_to(values: Sequence[Mention], one: Mention) -> bool:
    """Whether “to” and another value follow."""
    behind = next((other for other in values if other.start > one.start and not is_bracketed(other)), None)
    return behind is not None and bool(re.search(r"\bto (?:an? |about |the |just |only |now )*$", behind.ahead))


AGAINST = re.compile(
    r"\b(?:compared (?:to|with)|as against|against|in comparison (?:to|with)|instead of)\b[^{}]{0,25}(?:\{a\d+\}[^{}]{0,12})?$"
)


def _bracket(shape: str, at: int) -> tuple[int, int] | None:
    start = shape.rfind("(", 0, at)
    end = shape.find(")", at)
    if start < 0 or end < 0 or ")" in shape[start:at]:
        return None
    return start, end


def is_bracketed(one: Mention) -> bool:
    """Whether a value stands in brackets."""
    return _bracket(one.sentence.shape, one.start) is not None


def month_of(time: str) -> Decimal | None:
    """About when a period ends, in months, so that two can be put in order."""
    if found := re.fullmatch(r"(\d{4})/\d\d", time):
        return Decimal(int(found[1]) + 1) * 12 + 3
    if found := re.fullmatch(r"(\d{4})-(\d\d)(?:-\d\d)?", time):
        return Decimal(found[1]) * 12 + Decimal(found[2])
    if found := re.fullmatch(r"(\d{4})-Q(\d)", time):
        return Decimal(found[1]) * 12 + Decimal(found[2]) * 3
    return Decimal(time) * 12 + 12 if re.fullmatch(r"\d{4}", time) else None


def came_before(one: Mention, other: Mention) -> bool:
    """Whether the first value is of an earlier time than the second, as far as the words tell."""
    if one.is_earlier:
        return not other.is_earlier
    if other.is_earlier:
        return False
    first, second = month_of(one.time), month_of(other.time)
    if first is not None and second is not None:
        return first < second
    return first is not None and (other.time == "now" or (is_bracketed(one) and not is_bracketed(other)))
