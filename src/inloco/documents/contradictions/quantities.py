"""The numbers in a sentence: what each one is, and between which values it lies as printed. Dates, references, ages and phone
numbers are told apart, since most false alarms come from numbers that count nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from inloco.documents.contradictions.written_periods import period_of


class Of(StrEnum):
    """What a number is. The letter stands for it in the shape of a sentence."""

    COUNT = "C"
    DECIMAL = "N"
    PERCENT = "P"
    POINTS = "T"
    RATE = "R"
    MONEY = "M"
    FRACTION = "F"
    DURATION = "D"
    PERIOD = "A"
    RANGE = "G"
    OTHER = "X"


@dataclass(frozen=True)
class Quantity:
    """``value`` as printed; ``low`` and ``high`` bound what may lie behind it (rounding to the last digit, or cutting it off).

    ``period`` is set for periods: ``2018/19``, ``2019-03``, ``2019-03-31`` or ``2019``; for a duration it is the unit.
    """

    of: Of
    start: int
    end: int
    text: str
    value: Decimal = Decimal(0)
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    is_rough: bool = False
    period: str = ""

    @property
    def is_whole(self) -> bool:
        return self.value == self.value.to_integral_value()

    def may_be(self, low: Decimal, high: Decimal | None = None) -> bool:
        """Whether something from ``low`` to ``high`` may be printed so."""
        return self.low <= (low if high is None else high) and low <= self.high


UNITS = (
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    "|sixteen|seventeen|eighteen|nineteen"
)
TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
WORDS = {word: number for number, word in enumerate(UNITS.split("|"))} | {
    word: 20 + 10 * at for at, word in enumerate(TENS.split("|"))
}
ONES = "one|two|three|four|five|six|seven|eight|nine"
WORD = rf"(?:(?:{TENS})(?:[ -](?:{ONES}))?|{UNITS})"
NUM = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
ANY = rf"(?:{NUM}|\b{WORD}\b)"
FREE = r"(?<![\w.,/£$-])"
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?"
    r"|Dec(?:ember)?)\b\.?"
)
SPAN = (
    r"(?:working |calendar |clear |school )?(?:second|minute|min|hour|hr|day|week|month|year|yr|night|term|decade|mile|km|metre)"
)
THINGS = (
    r"(?:children|young|reviews?|cases|referrals|contacts|plans|care leavers|carers|people|pupils"
    r"|conferences|cla\b|audits|challenges"
    r"|responses|visits|assessments|episodes|looked after|families|members|placements|questionnaires"
    r"|alerts|meetings|survey|child)"
)
REFERENCE = (
    r"sections?|s\.|ss\.|regulations?|regs?\.?|articles?|schedules?|chapters?|parts?|paragraphs?"
    r"|paras?\.?|pages?|pp?\.|items?|appendix"
    r"|appendices|annex|tables?|figures?|fig\.|charts?|objectives?|actions?|priority|priorities no\.|recommendations?|standards?"
    r"|outcomes?|versions?|phase|stage|tier|levels?|band|grades?|key stage|years?(?= ?\d{1,2}(?!\d|,\d))|yr|ni|ref\.?|no\.|number"
    r"|nos\.|room|form|option"
    r"|steps?|point|question|strand|wave|group|team|unit|block|zone|ward|route|class|(?:week|month|quarter)(?= ?\d{1,2}(?!\d"
    r"|,\d))"
    r"|example|note|pillar"
    r"|theme|principle|volume|issue|act|case|child|iro|minute|resolution|agenda|clause|rule|category"
    r"|line|column|row|sheet|attainment"
    r"|progress|goal|aim|sample|site|home|house|floor|bus|type|model|module|session|day|page|q|pr|ma|a|b|m"
)
NUMBERED = (
    r"years|year groups|key stages|stages|sections|tables|figures|charts|items|actions|paragraphs|paras|levels|bands|grades"
    r"|phases|tiers|pages|chapters|parts|appendices|priorities|pledges|objectives|recommendations|standards|outcomes|weeks"
    r"|months|days|regulations|articles|schedules|questions|groups|steps|wards|areas|notes|indicators"
)
"""What is numbered: “Years 12 and 13” and “tables 3, 4 and 6” are names and count nobody."""
QUARTERS = (
    r"(?:consecutive |successive |full )?quarters\b(?! (?:of (?:the|our|all|them|these|those|its|children|young)|were|are"
    r"|had)\b)"
)
"""Quarters of a year, of which “three quarters of the children” speaks never."""
ROUGH = re.compile(
    r"(?P<some>\bsome)\s*$|"
    r"(?P<about>\b(?:about|around|approximately|approx\.?|roughly|circa|ca?\.|estimated(?: at)?"
    r"|close to|nearer|say|in the region of)|~)"
    r"\s*(?:an?|the)?\s*$"
    r"|(?P<below>\b(?:nearly|almost|just under|under|less than|fewer than|below|up to|at most|not "
    r"quite|no more than|a maximum of))"
    r"\s*(?:an?|the)?\s*$"
    r"|(?P<above>\b(?:over|more than|just over|at least|above|in excess of|well over|upwards of|a "
    r"minimum of|slightly over))\s*(?:an?|the)?\s*$",
    re.I,
)

SOME_OF = r"(?:out )?of (?:the|our|these|those|all|\d)"
"""“In September 29 of the 31”: no day of September."""
FINDERS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.I))
    for name, pattern in (
        ("mask", r"\S+@\S+|https?://\S+|www\.\S+"),
        ("mask", r"\A\s*\d{1,2}(?:\.\d{1,2}){1,3}\.?\)?(?=\s+[\"'“‘(]?(?-i:[A-Z][a-z]|A |I ))"),
        ("mask", rf"\b(?:{WORD}|\d+|a|several) (?:hundred|thousand|million)s?\b(?: and {ANY})?(?<!\d million)(?<!\d thousand)"),
        (
            "mask",
            rf"\b(?:{NUMBERED}) \d{{1,2}}(?:\.\d+)?[a-z]?(?:, ?\d{{1,2}}(?:\.\d+)?[a-z]?)*,? ?(?:-|–|to|and|&|or) "
            rf"?\d{{1,2}}(?:\.\d+)?[a-z]?(?!\w|[,.]\d| ?%| (?:{THINGS}|out of|of))",
        ),
        ("span", rf"\b(?:two|(?:last|past|previous|first|next|these) three|four|five|six|seven|eight) {QUARTERS}"),
        ("span", rf"\bthree {QUARTERS}(?= (?:in a row|running|ago|earlier|later|before|since|in succession)\b)"),
        ("span", rf"{FREE}\d{{1,2}} {QUARTERS}"),
        ("mask", r"\ball (?:two|three|four|five|six)\b(?! of)"),
        ("mask", r"(?<![\w,])(?:\+44[\d ]{9,13}|\(?0\d{2,4}\)?[ -]?\d{3,4}[ -]?\d{3,6})(?!\d)"),
        (
            "day",
            rf"{FREE}\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH},? ?(?:(?:19|20)\d{{2}}\b|['’]?\d{{2}}\b(?! (?:{THINGS}"
            rf"|[a-z]+s (?:for|were|have|had|of|with|in|are)\b)))",
        ),
        ("day", rf"\b{MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d{{2}}\b"),
        ("day", r"(?<![\w.,/£])\d{4}-\d{2}-\d{2}\b"),
        ("day", r"(?<![\w,£])(?:\d{1,2}[/]\d{1,2}[/]\d{2,4}|\d{1,2}[.-]\d{1,2}[.-](?:\d{4}|\d{2}))(?![\w%]|[./]\d)"),
        (
            "period",
            rf"\b{MONTH}[ -]*(?:(?:19|20)\d{{2}}|['’]?\d{{2}}(?!\d| ?%| (?:{SOME_OF}|{THINGS}"
            rf"|[a-z]+s (?:for|were|have|had|of|with|in|are)\b)))\b",
        ),
        ("mask", rf"{FREE}\d{{1,2}}(?:st|nd|rd|th)?(?: (?:and|to|-|–|&) \d{{1,2}}(?:st|nd|rd|th)?)?(?: of)? {MONTH}"),
        ("mask", rf"\b{MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b(?! (?:{SOME_OF}|{THINGS}))"),
        ("period", r"(?<![\w.,£])(?:19|20)\d{2} ?[/–-] ?(?:(?:19|20)\d{2}|\d{2})(?![\w%]|\.\d)"),
        ("period", r"\bq[1-4],? (?:(?:of )?(?:19|20)\d{2}(?:[/-]\d{2})?|\d{2}[/-]\d{2})\b"),
        (
            "mask",
            r"(?<![\w.,/])\d{1,2}[.:]\d{2} ?(?:am|pm|a\.m\.|p\.m\.|hrs|hours)(?!\w)|\b\d{1,2} ?(?:am"
            r"|pm)\b|(?<![\w.])\d{1,2}:\d{2}\b",
        ),
        ("rate", rf"{FREE}({NUM})(?: \w+){{0,3}} (?:per|for every|in every) (?:100,?000|10,?000|1,?000)\b"),
        (
            "mask",
            r"\b(?:per|for every|in every|of|a|each) (?:100,?000|10,?000|1,?000)\b(?= (?:children"
            r"|population|people|under|of the|child))",
        ),
        ("mask", r"\bper (?:100,?000|10,?000|1,?000)\b"),
        ("range", rf"{FREE}{NUM} ?%? ?(?:-|–|—) ?{NUM} ?(?:%|per ?cent)(?!\w)"),
        ("range", rf"\bbetween {NUM} ?%? and {NUM} ?(?:%|per ?cent)(?!\w)"),
        ("range", rf"(?<!from )(?<!by )(?<!of ){FREE}{NUM} to {NUM} ?(?:%|per ?cent)(?!\w)"),
        (
            "points",
            rf"{FREE}({ANY}) ?(?:-|–)?(?:percentage[ -]points?|per ?cent(?:age)?[ -]points?|% "
            rf"?-?points?|p\.?p\.?t?s?\b|ppts?\b|%pts?\b)",
        ),
        ("percent", rf"(?:(?<![\w.,/£$])[-+−]?)({NUM}) ?(?:%|per ?cent(?!age)|pct\b|pc\b)|\b({WORD}) per ?cent(?!age)"),
        ("money", rf"£ ?({NUM})(?: ?(k|m|bn|million|thousand|billion)\b)?|{FREE}({NUM})p\b"),
        ("span", rf"{FREE}(?<!from )(?:{ANY}|\ba few|\bseveral)(?: ?(?:-|–|to|or|and) ?{ANY})?[ -]+{SPAN}s?\b[’']?(?![ -]olds?)"),
        (
            "mask",
            rf"(?:{ANY} (?:to|or) )?(?:{ANY})[ -]+(?:years?|months?|weeks?|days?)[ -]olds?\b|\b(?:aged?|ages)(?: of| from"
            rf"| between| under| over| up to)? "
            rf"{ANY}(?: ?(?:-|–|/|to|and|or) ?{ANY}(?! (?:are|were|have|had|live|lived|was|is|did|do)\b))*"
            r"(?: years?| months?)?|\b(?:under|over)[ -]\d{1,2}['’]?s\b|\b\d{1,2} ?[-–/] "
            r"?\d{1,2}s?(?:[ -](?:year|yr))?(?:s?[ -]olds?)\b",
        ),
        (
            "mask",
            r"(?<=\()(?:under|over|aged) \d{1,2}\b(?![%,.]\d|%)|\bturn(?:ed|s|ing)? (?:1[0-9]|2[0-5])\b(?!,\d|%| ?per)",
        ),
        (
            "mask",
            rf"\b(?:were|are) (?:(?:under|over|from|between) (?:\d{{1,2}}|{WORD})(?: (?:to|and) (?:\d{{1,2}}|{WORD}))?"
            rf"|(?:\d{{1,2}}|{WORD}) (?:or|to) (?:\d{{1,2}}|{WORD}|over|older|above))(?= or (?:over|older)|[,.;)]|$| (?:and"
            rf"|at|on)\b)",
        ),
        (
            "mask",
            rf"(?<!last )(?<!this )(?<!previous )\b(?:{REFERENCE}) ?"
            rf"[(#]?\d+(?:\.\d+)*[a-z]?(?:\([a-z0-9]+\))*(?: ?[-–/] "
            rf"?\d{{1,2}}(?:\.\d+)*[a-z]?(?![\w%,.]?\d| ?%))*\)?(?!\d|,\d|\.\d| ?%| (?:out )?of (?:the )?\d)",
        ),
        ("mask", r"(?<![\w,])\d+\.\d+\.\d+(?:\.\d+)*\b"),
        (
            "mask",
            r"\b[A-Za-z]{1,6}[-/]?\d[\w/]*(?:\.\d+)*|(?<![\w.,])\d+[a-z]\d*\b(?<!st)(?<!nd)(?<!rd)(?<!th)(?<!\dk)(?<!\dm)"
            r"|(?<![\w.,])\d+ ?x ?\d+\b",
        ),
        ("mask", r"(?<![\w,.])\d{1,3}(?:st|nd|rd|th)\b"),
        (
            "ratio",
            rf"{FREE}\b({ANY}) (?:in|out of) (?:every )?({ANY})(?! ?(?:%|per ?cent|{SPAN}))(?![\w,./]"
            rf"|\.\d)(?= (?:of|young|child|care|people|pupil|famil|look|review|respon|\()|[,.;:)]|$)",
        ),
        (
            "mask",
            rf"{FREE}(?:{WORD}|\d{{1,2}}(?:\.\d+)?)[ -]times?\b(?! ?(?:[,.;()]|$|in\b|during\b|against\b|by\b|compared\b"
            rf"|last\b|since\b))"
            rf"|\b(?:twice|thrice)\b|{FREE}{ANY}-(?:fold|way|part|stage|page"
            rf"|bed|bedded|point|tier|step)\b",
        ),
        (
            "fraction",
            r"\b(?:(a|one|two|three|four)[ -])?(half|third|quarter|fifth|tenth|thirds|quarters|fifths"
            r"|tenths)(?= (?:of|\()|[ ,.;)]| were| had| are|$)(?! (?:time|year|month|quarter|term|consecutive"
            r"|successive|party|child|person|review|sector|placement|meeting)\b)|\b(half)\b(?!-| (?:year|term|day|hour)s?\b)",
        ),
        ("between", rf"\bbetween {ANY} and {ANY}\b(?! ?%)"),
        ("range", rf"{FREE}{NUM} ?(?:-|–) ?{NUM}(?!\w|,\d|\.\d)"),
        ("slash", r"(?<![\w.,/£$-])(\d[\d,]*) ?/ ?(\d[\d,]*)(?![\w/]|[.,]\d)"),
        ("year", r"(?<![\w.,/£$-])(?:19[5-9]|20[0-6])\d(?!\w|,\d|\.\d| ?%)"),
        ("count", rf"(?<![\w.,/£$])[-+−]?({NUM})(?: ?(million|thousand|k\b|m\b|bn\b))?(\+)?(?!\d)|\b({WORD})\b"),
    )
)
"""What is looked for, in order: what an earlier one has taken is not looked at again."""

COUNTING = re.compile(rf"^\s+{THINGS}", re.I)
DATED = re.compile(
    rf"(?:\b(?:in|since|during|for|by|until|to|early|late|end of|of|from|before|after|year|the|at|than"
    rf"|this|and|spring|summer|autumn"
    rf"|winter|december|{MONTH})|[(/])\s*$",
    re.I,
)
COUNTS_ONE = re.compile(
    r"(?:^|[,.;:()–-]|\b(?:and|or|only|just|but|than|with|by|to|from|in|at|for|of|that|were|was|are|is|have|had|has|includ\w+|not"
    r"|least|about|nearly|exactly|every|while|when|so|where|which|then))\s*$",
    re.I,
)
"""What may stand before “one” where it counts; “the quick one” does not."""
FRACTIONS = {"half": Decimal(50), "third": Decimal(100) / 3, "quarter": Decimal(25), "fifth": Decimal(20), "tenth": Decimal(10)}
SCALES = {"k": 1000, "thousand": 1000, "m": 1_000_000, "million": 1_000_000, "bn": 10**9, "billion": 10**9}


def quantities(text: str) -> list[Quantity]:
    """Every number of ``text`` in order; no two overlap."""
    if not HAS_NUMBER.search(text):
        return []
    taken: list[Quantity] = []
    covered = bytearray(len(text))
    for name, pattern in FINDERS:
        for found in pattern.finditer(text):
            start, end = found.span()
            if any(covered[start:end]) or start == end:
                continue
            made = _pair(found, text) if name == "slash" else [_made(name, found, text)]
            for one in made:
                if one is not None:
                    taken.append(one)
                    covered[start:end] = b"\1" * (end - start)
    return sorted(taken, key=lambda one: one.start)


HAS_NUMBER = re.compile(rf"\d|\b(?:{UNITS}|{TENS}|half|thirds?|quarters?)\b", re.I)


def _made(name: str, found: re.Match[str], text: str) -> Quantity | None:
    start, end = found.span()
    match name:
        case "mask":
            return Quantity(Of.OTHER, start, end, found[0])
        case "day" | "period":
            return Quantity(Of.PERIOD, start, end, found[0], period=period_of(found[0]))
        case "year":
            if COUNTING.match(text[end:]) and not DATED.search(text[:start]):
                return _number(Of.COUNT, found[0], start, end, text)
            return Quantity(Of.PERIOD, start, end, found[0], period=found[0])
        case "span":
            return _duration(found[0], start, end)
        case "range" | "between":
            return Quantity(Of.RANGE, start, end, found[0])
        case "rate":
            return _number(Of.RATE, found[1], start, end, text)
        case "points":
            return _number(Of.POINTS, found[1], start, end, text)
        case "percent":
            return _number(Of.PERCENT, found[1] or found[2], start, end, text)
        case "money":
            return _number(Of.MONEY, found[1] or found[3], start, end, text, SCALES.get((found[2] or "").lower(), 1))
        case "ratio":
            part, whole = _plain(found[1]), _plain(found[2])
            if not whole or part > whole or (whole > 20 and not found[0].lower().count(" in ")):
                return None
            if whole > 20 or part == whole:
                return None
            return _around(part * 100 / whole, found[0], start, end, text)
        case "fraction":
            noun = (found[2] or found[3]).lower()
            base = FRACTIONS[noun.removesuffix("s")]
            many = WORDS.get((found[1] or "").lower(), 1)
            if base * many >= 100 or (many == 1 and not found[1] and noun != "half"):
                return None
            return _around(base * many, found[0], start, end, text)
        case _:
            written = found[1] or found[4]
            if (
                found[4]
                and found[4].lower() == "one"
                and (
                    not re.match(r" (?:of|child|young|was|had|out|did|case|review|person|member)\b", text[end:])
                    or not COUNTS_ONE.search(text[:start])
                )
            ):
                return Quantity(Of.OTHER, start, end, found[0])
            scale = SCALES.get((found[2] or "").lower(), 1)
            of = Of.DECIMAL if "." in written and scale == 1 else Of.COUNT
            return _number(of, written, start, end, text, scale, is_rough=bool(found[3]))


def _pair(found: re.Match[str], text: str) -> list[Quantity | None]:
    """``33/58`` as a part and its whole; two neighbouring numbers (16/17) are ages or years."""
    part, whole = (int(one.replace(",", "")) for one in found.groups())
    if part > whole or (whole - part == 1 and whole < 40) or (part, whole) == (24, 7):
        return [Quantity(Of.OTHER, *found.span(), found[0])]
    return [_number(Of.COUNT, found[at], found.start(at), found.end(at), text) for at in (1, 2)]


def _duration(written: str, start: int, end: int) -> Quantity:
    """A length of time or a distance; one number of it can be compared with another in the same unit (``period``)."""
    one = re.fullmatch(rf"({ANY})[ -]+((?:\w+ )?\w+?)s?[’']?", written.strip(), re.I)
    if one is None:
        return Quantity(Of.DURATION, start, end, written)
    value = _plain(one[1])
    unit = Decimal(1).scaleb(exponent if isinstance(exponent := value.as_tuple().exponent, int) else 0)
    return Quantity(Of.DURATION, start, end, written, value, value - unit / 2, value + unit / 2, period=one[2].lower())


def _number(of: Of, written: str, start: int, end: int, text: str, scale: int = 1, *, is_rough: bool = False) -> Quantity:
    value = _plain(written)
    unit = Decimal(1).scaleb(exponent if isinstance(exponent := value.as_tuple().exponent, int) else 0)
    low, high = value, value
    if of is not Of.COUNT or scale > 1:
        low, high = value - unit / 2, value + unit * Decimal("0.9999")
    value, low, high = value * scale, low * scale, high * scale
    found = ROUGH.search(text[:start])
    if found and re.search(rf"(?:\d|%|points?|\b{WORD})\s*$", text[: found.start()], re.I):
        found = None  # “9 more than the 100”: a difference
    if found and found["below"] and found["below"].lower() == "up to" and re.match(r"\W{0,3}from\b", text[end:]):
        found = None  # “up to 82 % from 77 %”
    if found and not (found["some"] and value % 5):
        is_rough = True
        slack = Decimal(3) if of in (Of.PERCENT, Of.POINTS) else max(value / 10, unit * scale)
        low = value if found["above"] else value - slack * (2 if found["below"] else 1)
        high = value if found["below"] else value + slack * (2 if found["above"] else 1)
    elif is_rough:
        high = value * 2
    return Quantity(of, start, end, text[start:end].strip(), value, low, high, is_rough)


def _around(value: Decimal, written: str, start: int, end: int, text: str) -> Quantity:
    """A fraction in words stands for what is near it; “more than half” for what is above."""
    low, high = value - 6, value + 6
    if found := ROUGH.search(text[:start]):
        said = found[0].strip().lower()
        if found["above"]:
            low, high = value, high if "just" in said or "slightly" in said else value + 30
        elif found["below"]:
            low, high = low if "just" in said else value - 15, value
    return Quantity(Of.FRACTION, start, end, written, value, low, high, is_rough=True)


def _plain(written: str) -> Decimal:
    word = written.lower().replace("-", " ").strip()
    if word[:1].isdigit():
        return Decimal(word.replace(",", ""))
    return Decimal(sum(WORDS[part] for part in word.split()))


def shown(value: Decimal, places: int = 1) -> str:
    """``value`` for a message: thousands with commas, at most ``places`` decimals, none when it is whole."""
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{rounded.normalize():,f}" if rounded != rounded.to_integral_value() else f"{int(rounded):,}"


def places_of(values: Iterable[Quantity]) -> int:
    """How many decimals a sum of these is worth showing with: one more than printed, one to three."""
    printed = [max(0, -exponent) for one in values if isinstance(exponent := one.value.as_tuple().exponent, int)]
    return min(3, max([1, *(count + 1 for count in printed if count)]))
