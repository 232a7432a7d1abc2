"""Dated facts: what a paper gives for an indicator, an area and a period, and how its sentences give it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from inloco.analytics.figure import Unit
from inloco.analytics.indicators import REGISTER
from inloco.documents.contradictions.contradiction import Contradiction, Severity, quoted
from inloco.documents.contradictions.quantities import MONTH, Of, Quantity
from inloco.documents.contradictions.sentences import Sentence
from inloco.documents.contradictions.topics import COUNTS, RATES, topic_of, topics_in
from inloco.documents.paper_text import Block, Kind

OWN, NOW = "", "now"
AREAS = {
    "England": re.compile(r"\b(?:national(?:ly)?(?: average| rate| figure)?|england)\b", re.I),
    "North West": re.compile(r"\b(?:regional(?:ly)?|north[ -]west|nw\b|region)\b", re.I),
    "Statistical neighbours": re.compile(
        r"\b(?:statistical neighbours?'?|sns?\b|sn's|comparators?|similar (?:authorities|councils))\b", re.I
    ),
}
KINDS = {
    Unit.PERCENT: (Of.PERCENT,),
    Unit.RATE: (Of.RATE, Of.DECIMAL),
    Unit.COUNT: (Of.COUNT,),
    Unit.AVERAGE: (Of.DECIMAL, Of.COUNT),
}
SOME_OF = re.compile(
    r"\b(?:of (?:these|those|them|whom|which)|aged|under (?:the age|\d)|boys?|girls?|male|female"
    r"|unaccompanied|asylum|disab\w+|siblings?|target|aim"
    r"|ambition|expected|forecast|projected|estimated|would|should|could|by 20\d\d|per cent of the"
    r"|sample|survey\w*|respond\w*|questionnaires?"
    r"|highest|lowest|team|month on month|audit\w*|pilot|cohort|initial|for the first time|who (?:had"
    r"|have|were|are)|with an?\b|without|excluding)\b"
)
CHANGED_BY = re.compile(
    r"\b(?:by|increase of|decrease of|rise of|fall of|reduction of|change of|growth of|drop of|gap of"
    r"|difference of|an?|a further|almost a|over)(?: about| around| nearly| almost| over| a)* ?$"
)
PLACED = re.compile(
    r"\bin the (?:north|south|east|west|centre)\b(?! west)|\b(?:north|south|east|west|central) "
    r"(?:locality|area|district|team)\b"
)
NOT_ALL = re.compile(
    r"\b(?:leaving out|leave (?:them|these|those) out|excluding|except|apart from|without (?:them|these|those)|if we|judged"
    r"|sampled?|dip|audited|good or better|of those)\b"
)
"""What is told of a sample, of the quality, or of all but some is another fact."""
STARTS_ON = re.compile(
    r"^(?:this|it|these|that|performance|the (?:rate|figure|percentage|proportion|number)|of this"
    r"|currently|our)\b|\bagainst this (?:indicator|measure)\b",
    re.I,
)
OF_WHOM = re.compile(r"[,;] (?:some |many |most )?of (?:whom|which|these|them|those)\b")
LISTED = re.compile(
    r"^(?:[a-z][.)] )?(?:nationally|national(?: average)?|england|north[ -]west(?: region)?|regionally|region"
    r"|statistical neighbours) ?[:–-] ?\{[pn]\d+\}[^a-z]*(?:\{a\d+\}[^a-z]*)?(?:[a-z][.)].*)?$"
)
"""A line of a list that gives the value of a comparator and nothing else."""
NEAR_AFTER = re.compile(
    r"^[ ,(]*(?:in|at|on|during|for|as at|as of|by|to|of|end of|at the end of|the end of|year ending"
    r"|31(?:st)?|march)?[ (]*(?:the )?(?:year |end of |month of |year ending |31 )*\{a(\d+)\}"
)
NEAR_BEFORE = re.compile(
    r"\{a(\d+)\}[ :,–=-]*(?:the |it |was |were |is |are |there |to |had |stood |at |figure |of |compared "
    r"|children |a |an |rate |number |our |and |only |now |currently |performance )*[ (:–-]*$"
)
COUNTED = (
    re.compile(
        r"\bnumber of (?:[^{}.;]|\{[pta]\d+\}){0,110}?(?:\bis|\bwas|\bare|\bwere|\bstands at|\bstood at|\breached|\bfrom"
        r"|\bto|\bat|\bof|:)(?: now| currently| at| about)* ?$"
    ),
    re.compile(
        r"\b(?:there (?:are|were|is|was)|total of|we (?:looked after|had|have|now have|care for|cared "
        r"for)|the (?:council|authority|county|borough) (?:looked after|had|has|cared for)|with"
        r"|supported|supports|works with|worked with)(?: now| "
        r"currently| a total of)* ?$"
    ),
)
NO_PLACES = {
    "Children",
    "Care",
    "Child",
    "Council",
    "County",
    "Looked",
    "Need",
    "Key",
    "Year",
    "Ofsted",
    "March",
    "England",
    "Services",
    "Authority",
}
STOCK = re.compile(
    r"^ ?(?:children|young people|children and young people)(?: and young people)? (?:were|are|was|who "
    r"were|who are)?(?: being| now| currently)? ?(?:looked after|in (?:our |the )?care|subject (?:to"
    r"|of)|on)\b"
)


@dataclass(frozen=True)
class Fact:
    """A value for an indicator, an area (empty: the authority's own) and a period (empty: none named)."""

    indicator: str
    area: str
    period: str
    quantity: Quantity
    line: int
    block: Block
    quote: str
    paper: str = ""

    def found(
        self,
        rule: str,
        severity: Severity,
        says: str,
        shows: str,
        message: str,
        other_lines: Iterable[int] = (),
        other_paper: str = "",
    ) -> Contradiction:
        """A contradiction at this fact."""
        others = tuple(one for one in dict.fromkeys(other_lines) if one != self.line or other_paper)
        return Contradiction(
            rule,
            severity,
            self.line,
            quoted(self.quote),
            says,
            shows,
            message,
            others,
            self.block.page,
            self.block.paragraph,
            self.paper,
            other_paper,
        )

    @property
    def named(self) -> str:
        """The indicator, area and period in words."""
        where = f", {self.area}" if self.area else ""
        when = f", {self.period}" if self.period else ""
        return f"{REGISTER[self.indicator].title}{where}{when}"


def same_period(period: str) -> str:
    """Periods that are one for an indicator: a financial year and the March with which it ends, a month and its last day."""
    if found := re.fullmatch(r"(\d{4})/\d\d", period):
        return f"{int(found[1]) + 1}-03"
    if found := re.fullmatch(r"(\d{4}-\d\d)-\d\d", period):
        return found[1]
    return period if re.fullmatch(r"\d{4}-\d\d|\d{4}-Q\d", period) else ""


EVENTS = re.compile(
    r"^ ?(?:iro |formal )?(?:challenges|child protection conferences|conferences|referrals) (?:were "
    r"|was |have been )?(?:made|raised|recorded|held|received)\b"
)
IN_PLACE = re.compile(
    rf"\b(?:in|across|for|of) (?!{MONTH})(?:the )?([A-Z][a-z]+(?:(?: (?:and|&))? [A-Z][a-z]+)*)\b(?! "
    rf"(?:Plan|Plans|Education|Protection))"
)


def council_names(texts: Iterable[str]) -> frozenset[str]:
    """Names of the authority itself: those that stand before “Council”."""
    found: set[str] = set()
    for text in texts:
        found |= {one.casefold() for one in COUNCIL.findall(text)}
    return frozenset(found)


COUNCIL = re.compile(r"\b([A-Z][a-z]+)(?:'s)?(?: (?:County|Borough|City|Metropolitan|District|Unitary))* (?:Council|Authority)\b")


def sentence_facts(
    passages: Iterable[Sequence[Sentence]], areas: Sequence[str] = (), own_names: frozenset[str] = frozenset()
) -> Iterator[Fact]:
    """What the sentences give. ``areas`` are names of parts of the authority, so that theirs are not taken for the whole's."""
    parts = re.compile(rf"\b(?:{'|'.join(re.escape(one) for one in sorted(areas, key=len, reverse=True))})\b") if areas else None
    before = ""
    for passage in passages:
        topic = before if passage[0].block.kind is Kind.ITEM else ""
        for sentence in passage:
            if not sentence.numbers:
                topic = topic_of(sentence.text) or topic
                continue
            main = OF_WHOM.split(sentence.text)[0]
            own = topic_of(main)
            until = len(main) if own else len(sentence.text)
            own = own or topic_of(sentence.text)
            if not own and (STARTS_ON.search(sentence.text) or LISTED.match(sentence.shape)) and not topics_in(sentence.text):
                own = topic
            if own:
                yield from _facts(sentence, own, until, parts, own_names)
            topic = own
        before = topic


def _facts(
    sentence: Sentence, topic: str, until: int, parts: re.Pattern[str] | None, own_names: frozenset[str]
) -> Iterator[Fact]:
    shape, numbers = sentence.shape, sentence.numbers
    if PLACED.search(shape) or NOT_ALL.search(shape):
        return
    periods = sentence.of(Of.PERIOD)
    place = parts.findall(sentence.text) if parts else []
    if not place and REGISTER[topic].unit is Unit.COUNT:
        elsewhere = [
            one for one in IN_PLACE.findall(sentence.text) if one.casefold() not in own_names and one.split()[0] not in NO_PLACES
        ]
        place = [one for one in elsewhere if not any(pattern.search(one) for pattern in AREAS.values())]
    signs = {int(one[2]): one for one in re.finditer(r"\{([a-z])(\d+)\}", shape)}
    previous_end = 0
    for at, one in enumerate(numbers):
        sign = signs[at]
        chunk = shape[previous_end : sign.start()]
        if one.of not in (Of.PERIOD, Of.OTHER):
            previous_end = sign.end()
        if one.of not in (Of.COUNT, Of.PERCENT, Of.RATE, Of.DECIMAL) or one.is_rough or CHANGED_BY.search(shape[: sign.start()]):
            continue
        after = shape[sign.end() :]
        own_clause = OF_WHOM.split(after)[0]
        if one.start >= until or (REGISTER[topic].unit is Unit.COUNT and SOME_OF.search(shape[: sign.end()] + own_clause)):
            continue
        indicator = _in_unit(topic, one, shape, shape[: sign.start()], after)
        if not indicator or re.match(
            r" ?(?:percentage )?points|[ -]*(?:increase|decrease|rise|reduction|fall|drop|higher|lower"
            r"|more|fewer|less)\b",
            after,
        ):
            continue
        area = _area_named(chunk, after)
        if area is OWN and re.search(
            r"\b(?:target|ambition|last year|previous year|year before|greater manchester|neighbouring)\b", chunk
        ):
            continue
        if area is OWN and place:
            if len(set(place)) > 1 or len(sentence.of(one.of)) > 2:
                continue
            area = place[0]
        period = same_period(_period(sentence, shape, sign, periods))
        if not period and re.search(r"\b(?:now|currently|at present)\b", chunk):
            period = NOW
        if periods and not period:
            continue  # dated, but not for certain
        yield Fact(
            indicator,
            area,
            period,
            one,
            sentence.line_of(one),
            sentence.block,
            sentence.text,
        )


def _area_named(chunk: str, after: str) -> str:
    """The area that stands with a value: before it (“the national rate of 50 %”) or after it (“50 % nationally”). What a value is
    compared with is not its own: “is above national at 51 %”."""
    if behind := re.match(r" ?(?:nationally|regionally|in england|for england|across england|across the region)\b", after):
        return next(name for name, pattern in AREAS.items() if pattern.search(behind[0]))
    if COMPARED.search(chunk):
        return OWN
    return next((name for name, pattern in AREAS.items() if pattern.search(chunk)), OWN)


COMPARED = re.compile(
    r"\b(?:above|below|(?:higher|lower|better|worse|more|less|greater|fewer) than|in line with|close to) (?:the |our )?"
    r"(?:national|regional|england|north[ -]west|statistical neighbours?'?)(?: average| rate| figure| level)?,? (?:at|with|on) $"
)


def _in_unit(topic: str, one: Quantity, shape: str, ahead: str, after: str) -> str:
    """The indicator of this topic that has numbers of this kind; a plain number must be said to count it."""
    unit = REGISTER[topic].unit
    if (
        unit is Unit.COUNT
        and topic in RATES
        and (one.of is Of.RATE or (one.of is Of.DECIMAL and re.search(r"\brate\b|per \{x|\{x\d+\}", shape)))
    ):
        return RATES[topic]
    if unit is Unit.PERCENT and one.of is Of.COUNT and topic in COUNTS:
        return ""
    if one.of not in KINDS.get(unit, ()):
        return ""
    if one.of is Of.COUNT and unit is Unit.COUNT:
        tail = ahead[-140:]
        counted = any(pattern.search(tail) for pattern in COUNTED) or (
            re.search(r"\bfrom \{c\d+\}[^{}]{0,20}(?:\{a\d+\}[^{}]{0,12})?to $", tail) and "number of" in ahead
        )
        stock = (
            STOCK.match(after)
            and topic in ("cla_count", "cp_plans_count", "cin_plans_count")
            and not re.search(r"\bof (?:the |our |these )?$", tail)
        )
        event = EVENTS.match(after) and topic in ("iro_challenges_count", "conferences_held_count", "referrals_count")
        if not (counted or stock or event) or one.value < 20 or re.match(r" ?(?:out )?of\b", after):
            return ""
        if (
            counted
            and not stock
            and re.search(r"\b(?:there (?:are|were)|total of|with) ?$", tail)
            and not re.match(
                r"[^{}.,;]{0,40}(?:looked after|in care|protection plans?|cp plans?|cin|in need|leavers|cla\b"
                r"|challenges|conferences|referrals)",
                after,
            )
        ):
            return ""
        if re.match(
            r"[^{}.,;]{0,60}\b(?:who|placed|living|reviewed|aged|assess|visit|waiting|missing|outside"
            r"|without|with|had|have)\b",
            after,
        ):
            return ""
    return topic


def _period(sentence: Sentence, shape: str, sign: re.Match[str], periods: Sequence[Quantity]) -> str:
    """The period that stands with a value: just after it, just before, or the only one of the sentence."""
    ahead, rest = shape[: sign.start()], shape[sign.end() :]
    if just_before := re.search(r"\{a(\d+)\}[:,]? ?$", ahead):
        return sentence.numbers[int(just_before[1])].period
    after = NEAR_AFTER.match(rest)
    if after and not re.match(r"[:,]? ?\{[pnrc]\d+\}", rest[after.end() :]):
        return sentence.numbers[int(after[1])].period
    if before := NEAR_BEFORE.search(ahead):
        return sentence.numbers[int(before[1])].period
    alone = sum(other[1] == sign[1] for other in re.finditer(r"\{([a-z])\d+\}", shape)) == 1
    return periods[0].period if len(periods) == 1 and alone else ""
