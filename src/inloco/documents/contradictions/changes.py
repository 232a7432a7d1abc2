"""Changes in sentences: from an earlier value to a later one, in numbers, per cent and points, and the words for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from inloco.documents.contradictions.contradiction import Contradiction, Severity
from inloco.documents.contradictions.differences import CLAUSE, DOWN, UP, comparable, direction, judged, judgement
from inloco.documents.contradictions.quantities import WORDS as NUMBER_WORDS
from inloco.documents.contradictions.quantities import Of, Quantity, shown
from inloco.documents.contradictions.sentences import Sentence

VALUE = r"\{[cnprmd](\d+)\}"
FROM_TO = re.compile(
    rf"\bfrom (?:an? |about |around |the |average |of |rate |total |low |high "
    rf")*{VALUE}(?P<first>(?: \([^()]{{0,30}}\))?[^{{}}]{{0,60}}?(?:\(?(?:\{{a\d+\}}|\{{d\d+\}})[^{{}}]{{0,25}}?)?)"
    rf"\b(?:to|down to|up to) (?:an? |about |around |the |just |now |stand at |of |only |nearly |over "
    rf"|average |rate |total |low |high )*{VALUE}"
)
PAIR_CHANGE = r"\{[ptf](\d+)\}"
WORDS = re.compile(rf"\b(?:(?P<up>{UP})|(?P<down>{DOWN}))\b")
AFTER = re.compile(
    rf"^(?P<gap>[^{{}}]{{0,70}}?(?:\{{a\d+\}}[^{{}}]{{0,30}}?){{0,2}})(?:{PAIR_CHANGE}"
    rf"|\{{c(?P<n>\d+)\}})(?P<rest>[^{{}}]{{0,40}})"
)
BY = re.compile(
    rf"\b(?:by|of|with)(?: an?| about| around| over| nearly| almost| just| some)* ?(?:{PAIR_CHANGE}"
    rf"|\{{c(?P<n>\d+)\}})(?P<rest>[^{{}}]{{0,60}}(?:\{{a\d+\}}[^{{}}]{{0,20}})?)$"
)
BRACKET = re.compile(rf"^[^{{}}(]{{0,50}}(?:\{{a\d+\}}[^{{}}(]{{0,20}})?\([^{{}}]{{0,25}}{PAIR_CHANGE}[^{{}}]{{0,25}}\)")
NOUN_AFTER = re.compile(
    rf"{PAIR_CHANGE} (?:\w+ )?(?:increase|rise|decrease|reduction|fall|drop|growth|decline|improvement)[^{{}}]{{0,60}}$"
)
WORD_BEFORE = re.compile(rf"\b(?:{UP}|{DOWN}) {PAIR_CHANGE} (?:\w+ ){{0,3}}$")
SINCE = re.compile(
    rf"{VALUE}(?P<mid>[^{{}}]{{0,40}})\b(?:which )?(?:has |have |had |is |was |represents )?(?:(?:an?"
    rf"|the) )?(?P<word>{UP}|{DOWN}) (?:of |by )(?:about |around |over )?{PAIR_CHANGE}"
    rf"[^{{}}]{{0,40}}(?:\{{a\d+\}}[^{{}}]{{0,40}})?(?:\b(?:when|from|compared (?:to|with)|was|in "
    rf"comparison (?:to|with)|against|on|than)\b)[^{{}}]{{0,50}}{VALUE}"
)
THIS_IS = re.compile(
    rf"(?:^(?:this|that|it)\b|\b(?:which)\b)[^{{}}]{{0,50}}?\b(?P<kind>{UP}"
    rf"|{DOWN})\b(?! than)(?P<before>[^{{}}]{{0,24}}?)\{{[pf](\d+)\}}"
    rf"|(?:^(?:this|that|it)\b|\b(?:which)\b)[^{{}}]{{0,30}}?\{{p(?P<ahead>\d+)\}} (?:increase|rise"
    rf"|decrease|reduction|fall|drop|growth|improvement|higher|lower|more|less|fewer)"
)
BASE = re.compile(
    rf"\b(?:compar\w+ (?:to|with)|in comparison (?:to|with)|against|than|on"
    rf"|from)\b[^{{}}]{{0,60}}?(?:\(?\{{a\d+\}}[^{{}}]{{0,20}}?)?{VALUE}"
)
MULTIPLE = re.compile(
    rf"\b(?P<word>more than doubled|doubled|trebled|tripled|halved|quadrupled)\b[^{{}}]{{0,60}}\bfrom "
    rf"[^{{}}]{{0,20}}{VALUE}(?P<first>[^{{}}]{{0,40}}(?:\{{a\d+\}}[^{{}}]{{0,25}})?)\bto "
    rf"[^{{}}]{{0,20}}{VALUE}"
)
MULTIPLES = {
    "more than doubled": Decimal(2),
    "doubled": Decimal(2),
    "trebled": Decimal(3),
    "tripled": Decimal(3),
    "halved": Decimal("0.5"),
    "quadrupled": Decimal(4),
}
TIMES = re.compile(
    rf"{VALUE}[^{{}}]{{0,70}}?(?:,|\(|–|-|;|\bis|\bare|\bwas|\bwere) ?(?:that is |which is )?"
    r"(?P<rough>almost |nearly |about |around |more than |over |just over |just under )?"
    r"(?:\{x(?P<x>\d+)\}|(?P<word>double|treble)) (?:as (?:many|much|high|large) as )?(?:the |last year's |that of )*"
    rf"(?:(?:figure|total|number|rate|average|mean|cost|price|target) (?:of|was) )?{VALUE}"
)
TIMES_WORDS = {"twice": 2, "thrice": 3, "double": 2, "treble": 3} | {
    f"{word} times": NUMBER_WORDS[word] for word in ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
}


def changes(passage: Sequence[Sentence], before: Sequence[Sentence]) -> Iterator[Contradiction]:
    """Rules ``change``, ``points_not_percent`` and ``direction_word`` where an old and a new value are given."""
    for at, sentence in enumerate(passage):
        yield from _from_to(sentence)
        yield from _to_from(sentence)
        yield from _against(sentence)
        yield from _since(sentence)
        yield from _this_is(sentence, [*before, *passage[:at]])
        yield from _multiple(sentence)
        yield from _times(sentence)


def _from_to(sentence: Sentence) -> Iterator[Contradiction]:
    shape, numbers = sentence.shape, sentence.numbers
    for found in FROM_TO.finditer(shape):
        old, new = numbers[int(found[1])], numbers[int(found[3])]
        if not comparable(old, new):
            continue
        ahead, after = shape[: found.start()], shape[found.end() :]
        word = _word(ahead, after)
        yield from direction(sentence, old, new, word)
        yield from judgement(sentence, ahead, old, new)
        for given, is_count, place in _given(ahead, after):
            change = numbers[given]
            if change in (old, new) or not _is_change(shape, place, word):
                continue
            yield from judged(sentence, old, new, change, is_count)


TO_FROM = re.compile(
    rf"(?P<word>\b(?:{UP}|{DOWN}|improv\w+)\b)[^{{}}]{{0,40}}(?:\bby (?:about |around |over |nearly )?\{{[pt]\d+\}} )?"
    rf"\bto (?:an? |about |just |the |only |now |average |of |rate )*{VALUE}"
    rf"(?P<mid>[^{{}}]{{0,40}}?(?:\{{a\d+\}}[^{{}}]{{0,12}})?),? ?\(?(?:up |down )?from (?:an? |about "
    rf"|the |average |of |rate )*{VALUE}"
)
AGAINST = re.compile(
    rf"{VALUE}(?P<mid>[^{{}}]{{0,70}}(?:\{{a\d+\}}[^{{}}]{{0,20}})?)\b(?:compared (?:to|with)|against"
    rf"|up from|down from|as against|in comparison (?:to|with))"
    rf"[^{{}}]{{0,40}}(?:\{{a\d+\}}[^{{}}]{{0,20}})?{VALUE}(?P<after>[^{{}}]{{0,50}}(?:\{{a\d+\}}[^{{}}]{{0,25}})?[^{{}}]{{0,30}})"
    rf"(?P<how>\b(?:an?|the)\b[^{{}}]{{0,20}}\b(?:{UP}|{DOWN}|change|improvement"
    rf"|difference)\b[^{{}}]{{0,8}}\bof (?:about |around |over |nearly )?|\b(?:{UP}|{DOWN}) by "
    rf"|\((?:{UP}|{DOWN})(?: by)? |, (?:{UP}|{DOWN}) (?:by )?|\b(?:an?|the) |[(,] ?[+-]?)"
    rf"{PAIR_CHANGE}(?P<rest>[^{{}}]{{0,30}})"
)


def _to_from(sentence: Sentence) -> Iterator[Contradiction]:
    """``rose to 92 %, from 88 % a year before, an increase of 6 points``."""
    for found in TO_FROM.finditer(sentence.shape):
        new, old = sentence.numbers[int(found[2])], sentence.numbers[int(found[4])]
        if not comparable(old, new) or re.search(r"\b(?:national|target|england|regional)\b", found["mid"]):
            continue
        ahead, after = sentence.shape[: found.end("word")], sentence.shape[found.end() :]
        yield from direction(sentence, old, new, _word(ahead, ""))
        yield from judgement(sentence, ahead, old, new)
        for given, is_count, place in _given(sentence.shape[: found.start()] + found["word"], after):
            if place != "by" and sentence.numbers[given] not in (old, new):
                yield from judged(sentence, old, new, sentence.numbers[given], is_count)
        if by := re.search(rf"\bby (?:about |around |over |nearly )?{PAIR_CHANGE}[^{{}}]{{0,10}}\bto\b", found[0]):
            yield from judged(sentence, old, new, sentence.numbers[int(by[1])], False)


def _against(sentence: Sentence) -> Iterator[Contradiction]:
    """``300 referrals compared with 250 last year, an increase of 12 %``."""
    for found in AGAINST.finditer(sentence.shape):
        new, old, change = (sentence.numbers[int(found[at])] for at in (1, 3, 6))
        says_change = re.search(rf"\b(?:{UP}|{DOWN}|change|improvement|difference)\b", found["how"] + found["rest"][:26])
        between = found["mid"] + found["after"]
        if (
            not comparable(old, new)
            or not says_change
            or re.search(r"\b(?:national\w*|target|england|regional|neighbours|average of)\b", between)
        ):
            continue
        if FROM_TO.search(found[0]):
            continue
        yield from judged(sentence, old, new, change, False)
        down, up = (
            re.search(rf"\b{DOWN}\b", found["how"] + found["rest"][:26]),
            re.search(rf"\b{UP}\b", found["how"] + found["rest"][:26]),
        )
        if bool(down) != bool(up):
            yield from direction(sentence, old, new, "down" if down else "up")


def _word(ahead: str, after: str) -> str:
    """``up``, ``down`` or nothing: the nearest word before, else soon after."""
    clause = CLAUSE.split(ahead)[-1][-90:]
    nearer = [
        one
        for one in WORDS.finditer(clause)
        if not clause[: one.start()].endswith(" or ")  # “three or more placements”
        and not re.match(r" than (?:an? |one |half |\{)", clause[one.end() :])  # “moved less than a point”
    ]
    if nearer:
        last = nearer[-1]
        if re.search(
            r"\b(?:no|not|without|less of an?|rate of|slow\w*|speed of|target\w*)\s*$", nearer[-1].string[: last.start()]
        ):
            return ""
        return "up" if last["up"] else "down"
    if found := re.match(
        r"[^{}]{0,40}(?:\{a\d+\}[^{}]{0,30})?(?:,|\(|–|-|which is|this is|:)[^{}]{0,20}?(?:an?|the) "
        r"(?:[a-z]+ )?(?:(?P<up>increase|rise|growth)|(?P<down>decrease|reduction|fall|drop"
        r"|decline))\b",
        after,
    ):
        return "up" if found["up"] else "down"
    return ""


def _given(ahead: str, after: str) -> Iterator[tuple[int, bool, str]]:
    """The changes that are stated beside “from … to …”: the place of the number, whether it is plain, how it stands."""
    if found := BY.search(ahead):
        yield int(found[1] or found["n"]), bool(found["n"]), "by"
    if found := NOUN_AFTER.search(ahead) or WORD_BEFORE.search(ahead):
        yield int(found[1]), False, "by"
    if found := BRACKET.match(after):
        yield int(found[1]), False, "bracket"
    elif found := AFTER.match(after):
        near = re.search(r"\b(?:an?|the|by|of|is|was|represents?|equates? to)\b[^{}]{0,40}$|[(,–-] ?[+-]?$", found["gap"])
        noun = re.search(rf"\b(?:{UP}|{DOWN}|change|improvement|difference)\b", found["gap"] + found["rest"][:24])
        other = re.search(r"\b(?:national\w*|target|average|compared|against|while|whereas|and|but|with)\b", found["gap"])
        starts_again = found["n"] and re.search(r";|\b(?:from|to) $", found["gap"])  # “from 36 to 24; the others fell from 21”
        if near and noun and not other and not starts_again:
            yield int(found[2] or found["n"]), bool(found["n"]), "after"


def _is_change(shape: str, place: str, word: str) -> bool:
    return place != "bracket" or bool(word)


def _since(sentence: Sentence) -> Iterator[Contradiction]:
    """``an average of 77.9, which has risen by 3.6 % since March, when it was 74.3``."""
    for found in SINCE.finditer(sentence.shape):
        new, change, old = (sentence.numbers[int(one)] for one in (found[1], found[4], found[5]))
        if comparable(old, new) and change not in (old, new) and "from" not in found[0].split("}")[-2]:
            yield from judged(sentence, old, new, change, False)


def _this_is(sentence: Sentence, earlier: Sequence[Sentence]) -> Iterator[Contradiction]:
    """``… a total of 1,216. This is an increase of 190 % in comparison to 640 last year.``"""
    shape, numbers = sentence.shape, sentence.numbers
    found = THIS_IS.search(shape)
    if not found:
        return
    at = int(found[3] or found["ahead"])
    change = numbers[at]
    base = BASE.search(shape[found.end() :])
    if not base:
        yield from _two_before(sentence, earlier, change)
        return
    old = numbers[int(base[1])]
    if FROM_TO.search(shape) and FROM_TO.search(shape).start() > found.start():  # type: ignore[union-attr]
        return
    news = [one for one in numbers if one.end <= sentence_offset(sentence, found.start()) and comparable(old, one)]
    place = sentence
    if not news and earlier:
        place = earlier[-1]
        news = [one for one in place.numbers if comparable(old, one)]
    news = [one for one in news if one is not change and not one.is_rough]
    if not news or old is change:
        return
    quiet: list[Contradiction] = []
    for new in news:
        found_now = list(judged(sentence, old, new, change, False, (place.line_of(new),)))
        if not found_now:
            return
        quiet += found_now
    points = [one for one in quiet if one.rule == "points_not_percent"]
    best = points[0] if points else quiet[_best(news, place, quiet)]
    yield best


def _two_before(sentence: Sentence, earlier: Sequence[Sentence], change: Quantity) -> Iterator[Contradiction]:
    """``There were 1,216 in 2031/32. In 2030/31 there were 640. This is an increase of 190 %.``"""
    if sentence.of(Of.COUNT, Of.DECIMAL, Of.RATE) or len(sentence.of(Of.PERCENT, Of.POINTS, Of.FRACTION)) != 1:
        return
    near = earlier[-1:] if earlier and len(earlier[-1].of(Of.PERIOD)) == 2 else earlier[-2:]
    dated = [(place, one) for place in near for one in place.of(Of.COUNT, Of.DECIMAL, Of.RATE, Of.PERCENT, Of.MONEY)]
    periods = [one.period for place in near for one in place.of(Of.PERIOD)]
    if len(dated) != 2 or len(periods) != 2 or periods[0][:4] == periods[1][:4] or not comparable(dated[0][1], dated[1][1]):
        return
    if len(near) == 2 and dated[0][0] is dated[1][0] and len(earlier[-1].of(Of.PERIOD)) != 2:
        return
    (_, first), (_, second) = dated
    old, new = (first, second) if periods[0] < periods[1] else (second, first)
    if not (old.is_rough or new.is_rough):
        yield from judged(sentence, old, new, change, False, tuple(place.line_of(one) for place, one in dated))


def _best(news: Sequence[Quantity], place: Sentence, tried: Sequence[Contradiction]) -> int:
    """Which of several earlier numbers is meant: the one that explains the mistake, the total, else the largest."""
    for at, one in enumerate(tried):
        if "what was meant" in one.message or "divided by the later" in one.message:
            return at
    total = re.search(r"total (?:of )?\{[cnprm](\d+)\}", place.shape)
    if total and place.numbers[int(total[1])] in news:
        return news.index(place.numbers[int(total[1])])
    return max(range(len(news)), key=lambda at: news[at].value)


def sentence_offset(sentence: Sentence, in_shape: int) -> int:
    """About where a place in the shape is in the text: at the end of the last number before it."""
    before = re.findall(r"\{[a-z](\d+)\}", sentence.shape[:in_shape])
    return sentence.numbers[int(before[-1])].end if before else 0


def _multiple(sentence: Sentence) -> Iterator[Contradiction]:
    """``doubled from 20 to 32``."""
    for found in MULTIPLE.finditer(sentence.shape):
        old, new = sentence.numbers[int(found[2])], sentence.numbers[int(found[4])]
        usual = MULTIPLES[found["word"]]
        if old.value <= 0 or not comparable(old, new):
            continue
        times = new.value / old.value
        if found["word"] == "more than doubled":
            wrong = times <= 2
        else:
            wrong = not usual * Decimal("0.9") <= times <= usual * Decimal("1.12")
        if wrong:
            yield sentence.found(
                "change",
                Severity.LIKELY,
                new,
                f"{found['word']} from {old.text} to {new.text}",
                f"{shown(new.value, 2)} ÷ {shown(old.value, 2)} = {shown(times, 2)}",
                f"{new.text} is {shown(times, 2)} times {old.text}: that is not “{found['word']}”.",
            )


def _times(sentence: Sentence) -> Iterator[Contradiction]:
    """``12, twice as many as the 4 of the year before``."""
    for found in TIMES.finditer(sentence.shape):
        new, old = sentence.numbers[int(found[1])], sentence.numbers[int(found[5])]
        word = found["word"] or sentence.numbers[int(found["x"])].text.lower()
        usual = TIMES_WORDS.get(word) or (int(digits[0]) if (digits := re.match(r"\d+(?=[ -]times?$)", word)) else 0)
        if not usual or old.value <= 0 or new.is_rough or old.is_rough or not comparable(old, new):
            continue
        times, rough = new.value / old.value, (found["rough"] or "").strip()
        low, high = usual * Decimal("0.9"), usual * Decimal("1.12")
        if rough in ("more than", "over", "just over"):
            low, high = Decimal(usual), usual * Decimal("1.5")
        elif rough:
            low, high = usual * Decimal("0.8"), usual * Decimal("1.15")
        if not low <= times <= high:
            said = f"{rough} {word}".strip()
            yield sentence.found(
                "change",
                Severity.LIKELY,
                new,
                f"{new.text} is {said} {old.text}",
                f"{shown(new.value, 2)} ÷ {shown(old.value, 2)} = {shown(times, 2)}",
                f"{new.text} is {shown(times, 2)} times {old.text}: that is not “{said}”.",
            )
