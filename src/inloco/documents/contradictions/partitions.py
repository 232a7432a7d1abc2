"""Lists of parts with the whole before or after them, in a sentence or in bullets: whether the parts make up the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from inloco.documents.contradictions.contradiction import Contradiction, Severity
from inloco.documents.contradictions.mentions import SIGN
from inloco.documents.contradictions.quantities import Of, Quantity, shown
from inloco.documents.contradictions.sentences import Sentence
from inloco.documents.contradictions.shares import INSIDE
from inloco.documents.contradictions.wholes import sum_of, sum_words
from inloco.documents.paper_text import Kind

OVERLAP = re.compile(
    r"\b(?:more than (?:one|\{x\d+\})|one or more|as many as|several (?:answers|reasons|boxes)|can be in|may be in"
    r"|may (?:have|be)"
    r"|could (?:give|tick|choose|name|say)|overlap\w*|some (?:\w+ )?(?:also|both|\{c\d+\} of)"
    r"|who also|both of|not (?:be )?add|multiple|counted twice"
    r"|at least one|tick (?:all|any)|double[ -]count\w*|than once)\b"
)
SEPARATOR = re.compile(r"[,;]|\band\b|\bplus\b|&")
OWN_VERB = re.compile(
    r"^ (?:of (?:them|these|those|whom) |children |young people )?(?:is|are|was|were|has|have|had|will|can|did|do|does|could"
    r"|would)\b"
)
ALL_OF_IT = re.compile(
    r"\b(?:others?|another (?:reason|cause|way|outcome|kind|type)"
    r"|abst(?:ain\w*|entions?)|rest|remaining|remainder|unknown|not known|elsewhere|none|neither|undecided|declined|refused"
    r"|withdrawn"
    r"|withdrew"
    r"|unallocated|outstanding|pending|not (?:yet )?(?:recorded|known|decided|held|started|due)"
    r"|no (?:answer|view|information|reply)|(?:did not|didn't) (?:say|answer|know)|don't know|not sure|boys?|girls?|male"
    r"|female)\b"
)
ENDINGS = re.compile(
    r"\b(?:adopted|(?:went|returned|gone) home|special guardian\w*|turned|reunif\w+|moved to another (?:council|authority))\b"
)
"""Ways in which care ends: each child has one."""
HOW = r"(?P<how>:|,|;| \(|\(| – | - |, of (?:whom|which)| of (?:whom|which)) ?"
WHOLE_FIRST = re.compile(
    r"(?:^|[ (])"
    r"(?:out of |of )?(?:the |these |our |all )?\{[cm](?P<w>\d+)\}"
    r"(?P<thing>[^{}.;:()]{0,90}?(?:\{[axdcm]\d+\}[^{}.;:()]{0,40}?){0,2})"
    rf"{HOW}(?:(?<=[:(] )(?:[^{{}}.;:(),]|\{{[x]\d+\}}){{1,50}})?$"
)
WHOLE_OF = re.compile(r"(?:^|[.;:(] ?)(?:out )?of (?:the |our |these )?\{[cm](?P<w>\d+)\}(?P<thing> [^{}.;:(),]{1,50}) $")
WHOLE_AFTER = re.compile(
    r"^(?P<how>[:;,] ?(?:in all|altogether|a total of|together|making|in total|totalling|giving)?|\)?,? (?:making|giving"
    r"|which makes"
    r"|totalling|a total of|or|=|in all|altogether)) ?(?:a total of )?\{[cm](?P<w>\d+)\}(?P<rest>[^{}]{0,40})"
)
GOES_ON = re.compile(r"^[^{}();.]{0,60}\([^()]*\)[^{}();.]{0,40}?(?:,| and|;)[^{}().]{0,40}\{[cm]\d+\}")
"""The list goes on after a bracket with numbers of its own."""
NOT_ALL = re.compile(
    r"\b(?:includ\w+|such as|of wh(?:om|ich)|of these|e\.g|for example|compared|targets?|against(?!,| and)|last|previous)\b"
)
OF_THE = re.compile(r"(?:^|[.;:(] ?)(?:out )?of (?:the |these |those |our |all )?$")
OF_THEM = re.compile(r"\b(?:of|by|among|from|for) (?:each of |all )?(?:the |these |those |our )?(?:other |remaining )?$")
"""The whole of a list that names a rest: “by the other eight there were five for, two against and two abstained”."""
IN_ALL = re.compile(
    r"\b(?:in all|altogether|in total|total|together|in the (?:year|half-year|quarter|period)|overall|making|totalling)\b"
)


@dataclass(frozen=True)
class Run:
    """Numbers of one kind that are listed one after another; ``start`` and ``end`` are places in the shape."""

    parts: tuple[Quantity, ...]
    start: int
    end: int
    gaps: tuple[str, ...]

    @property
    def added(self) -> Decimal:
        return sum((one.value for one in self.parts), Decimal(0))

    def after_semicolon(self) -> Run:
        """What is listed after the last semicolon, where only some of the parts are kept apart by one."""
        cuts = [at for at, gap in enumerate(self.gaps[:-1]) if ";" in gap]
        if not cuts or len(cuts) == len(self.gaps) - 1:
            return self
        return Run(self.parts[cuts[-1] + 1 :], self.start, self.end, self.gaps[cuts[-1] + 1 :])

    @property
    def goes_on(self) -> bool:
        """Whether the parts after the first have no verb of their own, as where one verb is said of all."""
        return not any(OWN_VERB.match(gap) for gap in self.gaps[1:])


def may_overlap(passage: Sequence[Sentence], at: int, following: Sequence[Sentence] = ()) -> bool:
    """Whether the words near a sentence say that one may be counted in several of its parts."""
    return bool(OVERLAP.search(" ".join(one.shape for one in [*passage[max(0, at - 1) : at + 3], *following[:1]])))


def partitions(passage: Sequence[Sentence], following: Sequence[Sentence]) -> Iterator[Contradiction]:
    """Rules ``parts_exceed_whole``, ``row_sum`` and ``shares_not_100`` within the sentences of a passage.

    ``following`` is what comes next: there a paper may say that somebody is counted twice.
    """
    for at, sentence in enumerate(passage):
        if may_overlap(passage, at, following):
            continue
        shape = BAND.sub(lambda band: " " * len(band[0]), re.sub(r"\([^()]{0,70}\)", _blank, sentence.shape))
        for kind in ("c", "m"):
            for run in _runs(sentence, shape, kind):
                yield from _with_whole(sentence, shape, run)
                if kind == "c" and at:
                    yield from _of_before(sentence, passage[at - 1], run)


BAND = re.compile(r"\b(?:from|between) \{[cdnx]\d+\} (?:to|and) (?:less than |under )?\{[dg]\d+\}")
"""“81 from six to 24 hours”: the length of each is no part of the list."""


def _blank(found: re.Match[str]) -> str:
    """A bracket with a remark or a percentage is passed over; one with a list is not."""
    return found[0] if re.search(r"\{[cmf]\d+\}", found[0]) else " " * len(found[0])


def _runs(sentence: Sentence, shape: str, kind: str) -> Iterator[Run]:
    """Two numbers or more with a comma, a semicolon or “and” between each two and no other kind of number."""
    signs = [
        one
        for one in SIGN.finditer(shape)
        if (one[1] not in "axdg" or _is_one(sentence, one))
        and not (NAMED.search(shape[: one.start()]) and not OF_THE.search(shape[: one.start()]))
    ]
    of = re.compile(r"^ (?:out )?of (?:the )?\{[cm]")
    run: list[re.Match[str]] = []
    for sign in [*signs, None]:
        gap = shape[run[-1].end() : sign.start()] if run and sign is not None else ""
        if sign is not None and sign[1] == "x" and not re.search(r"(?:[,;]|\band) $", shape[: sign.start()]):
            continue
        if (
            sign is not None
            and _is_of(sentence, sign, kind)
            and run
            and SEPARATOR.search(gap)
            and len(gap) < 110
            and not _parts_ways(gap)
        ):
            run.append(sign)
            continue
        if any(of.match(shape[one.end() :]) or re.search(r"\} (?:out )?of (?:the )?$", shape[: one.start()]) for one in run):
            run = []  # “31 of 34, 47 of 52”: parts of other wholes
        if len(run) >= 2:
            yield _run(sentence, shape, run)
        run = [sign] if sign is not None and _is_of(sentence, sign, kind) else []


NAMED = re.compile(r"\b(?:the|these|those|our|their|its|(?<!in )all) $")
"""“The two districts” names them; it counts nobody. “The other eight” does."""


def _is_one(sentence: Sentence, sign: re.Match[str]) -> bool:
    return sentence.numbers[int(sign[2])].text.lower() == "one"


def _is_of(sentence: Sentence, sign: re.Match[str], kind: str) -> bool:
    return sign[1] == kind or (kind == "c" and sign[1] == "x" and _is_one(sentence, sign))


def _value(sentence: Sentence, sign: re.Match[str]) -> Quantity:
    number = sentence.numbers[int(sign[2])]
    return replace(number, value=Decimal(1), low=Decimal(1), high=Decimal(1)) if sign[1] == "x" else number


def _parts_ways(gap: str) -> bool:
    return bool(
        re.search(
            r"[.:()]|\b(?:of (?:the|these|those|whom|which)|out of|from|to|than|against) $|\b(?:compared|but|while|whereas)\b",
            gap,
        )
    )


def _run(sentence: Sentence, shape: str, run: Sequence[re.Match[str]]) -> Run:
    ends = [*(one.start() for one in run[1:]), len(shape)]
    last = re.split(r"[.;:)]", shape[run[-1].end() :])[0]
    gaps = tuple(shape[one.end() : end] for one, end in zip(run[:-1], ends, strict=False))
    return Run(tuple(_value(sentence, one) for one in run), run[0].start(), run[-1].end(), (*gaps, last))


def _with_whole(sentence: Sentence, shape: str, run: Run) -> Iterator[Contradiction]:
    """The list and the whole that stands before it, that is its own first number, or that follows it."""
    before = [one for at in range(run.start) if (one := WHOLE_FIRST.match(shape[: run.start], at))]
    before = [one for one in before if sentence.numbers[int(one["w"])].of is run.parts[0].of]
    first = min(before, key=lambda one: abs(sentence.numbers[int(one["w"])].value - run.added), default=None)
    runs = [(run, sentence.numbers[int(first["w"])], first["how"], first["thing"])] if first else []
    of_all = WHOLE_OF.search(shape[: run.start]) if not first and len(run.parts) >= 3 else None
    if of_all:
        runs = [(run, sentence.numbers[int(of_all["w"])], ",", of_all["thing"])]
    if not first and len(run.parts) >= 4 and OF_THE.search(shape[: run.start]):
        runs = [(Run(run.parts[1:], run.start, run.end, run.gaps[1:]), run.parts[0], ",", run.gaps[0].rsplit(",", 1)[0])]
    run = run.after_semicolon()
    if len(run.parts) < 2 or GOES_ON.match(sentence.shape[run.end :]):
        return
    ends_in_all = re.search(
        r"\b(?:in all|altogether|in total|a total of|together|making|totalling) (?:a total of )?$", run.gaps[-2]
    ) or (
        re.match(r" (?:in all|altogether|in total|together|in the (?:whole )?(?:year|half-year|quarter|period))\b", run.gaps[-1])
    )
    if not runs and len(run.parts) >= 3 and ends_in_all and not re.search(r"\band $", run.gaps[-2]):
        runs = [(Run(run.parts[:-1], run.start, run.end, run.gaps[:-1]), run.parts[-1], "=", "")]
    in_bracket = re.search(r"^(?:(?! and )[^{}(),]){0,40}\(\{[cm](?P<w>\d+)\} [a-z -]{3,30}\)", sentence.shape[run.end :])
    if not runs and in_bracket and len(run.parts) >= 3:
        runs = [(run, sentence.numbers[int(in_bracket["w"])], "=", "")]
    after = WHOLE_AFTER.match(shape[run.end + len(run.gaps[-1]) :])
    if not runs and after and IN_ALL.search(after["how"] + after["rest"]):
        runs = [(run, sentence.numbers[int(after["w"])], "=", "")]
    if not runs and len(run.parts) >= 3 and ALL_OF_IT.search(" ".join(run.gaps)):
        ahead = [one for one in SIGN.finditer(shape[: run.start]) if one[1] not in "ax"]
        if len(ahead) == 1 and ahead[0][1] in "cm" and OF_THEM.search(shape[: ahead[0].start()]):
            runs = [(run, sentence.numbers[int(ahead[0][2])], ",", shape[ahead[0].end() : run.start])]
    for parts, whole, how, thing in runs:
        if whole in parts.parts or whole.of is not parts.parts[0].of:
            continue
        yield from _judged(sentence, parts, whole, how.strip(), thing)


def _of_before(sentence: Sentence, before: Sentence, run: Run) -> Iterator[Contradiction]:
    """``The team had 318 contacts. Police sent 121, schools 94, health services 62 and families 51.``"""
    counts = before.of(Of.COUNT)
    if len(run.parts) < 4 or len(sentence.of(Of.COUNT)) != len(run.parts) or len(counts) != 1 or sentence.of(Of.PERIOD):
        return
    gap = abs(run.added - counts[0].value)
    share = 10 if ALL_OF_IT.search(" ".join(run.gaps)) else 20
    if gap * share <= counts[0].value and run.goes_on and not before.of(Of.PERIOD, Of.PERCENT):
        for one in _judged(sentence, run, counts[0], ":", ""):
            yield replace(one, other_lines=(before.line_of(counts[0]),))


def _judged(sentence: Sentence, run: Run, whole: Quantity, how: str, thing: str) -> Iterator[Contradiction]:
    if whole.is_rough or any(one.is_rough or one.value > whole.value for one in run.parts):
        return
    if INSIDE.search(thing.split(",")[-1]) or any(NOT_ALL.search(gap) for gap in run.gaps[:-1]):
        return
    added, least, most = run.added, _low(run.parts), _high(run.parts)
    if least <= whole.high and whole.low <= most:
        return
    if any(one.value == added and one not in run.parts for one in sentence.of(whole.of)):
        return  # “29 of the 31 leavers: 18 …, 11 …”: it is the 29 that is taken apart
    gap = abs(added - whole.value)
    told = " ".join(run.gaps)
    everything = bool(ALL_OF_IT.search(told)) or how == "=" or len(set(ENDINGS.findall(told))) >= 2
    names_all = how in (":", "(") or everything
    is_told = how == ":" and len(run.parts) > 2 and (added > whole.value or whole.of is Of.MONEY)
    if gap > max(Decimal(3), whole.value / (5 if is_told else 10)) or (len(run.parts) == 2 and not everything):
        return
    if added > whole.value and not (run.goes_on or names_all):
        return
    if added < whole.value and not (everything or (how in (":", "(") and run.goes_on and len(run.parts) > 2)):
        return
    larger = added > whole.value
    yield sentence.found(
        "parts_exceed_whole" if larger and how != "=" else "row_sum",
        Severity.CERTAIN if how == "=" else Severity.LIKELY,
        whole,
        f"{whole.text} in all",
        f"{' + '.join(shown(one.value, 2) for one in run.parts)} = {shown(added, 2)}",
        f"The parts add up to {shown(added, 2)}, {shown(gap, 2)} {'more' if larger else 'less'} than the {whole.text} given.",
        tuple(sentence.line_of(one) for one in run.parts),
    )


def _low(parts: Sequence[Quantity]) -> Decimal:
    return sum((one.low for one in parts), Decimal(0))


def _high(parts: Sequence[Quantity]) -> Decimal:
    return sum((one.high for one in parts), Decimal(0))


# Bullets

LEAD = re.compile(r"\{[cm](?P<w>\d+)\}(?P<thing>[^{}]{0,120}(?:\{[axd]\d+\}[^{}]{0,60}){0,2})$")
OF_EACH = re.compile(r"^ of (?:your|our|the|their|these|those|them)\b")
"""“12 of your children are …; 10 of your children …”: each says something of all, not a part of the whole."""
LEADS_IN = re.compile(r"^(?:the|these|they|their|its|by)\b[^{}]{0,60}:$")
"""“58 were late. The causes were:” – the whole stands in the sentence before."""
ONE_NUMBER = re.compile(r"^(?P<ahead>[^{}]*(?:\{[axd]\d+\}[^{}]{0,20})?)\{(?P<kind>[cmp])(?P<at>\d+)\}(?P<after>.*)$")
ONE_ANSWER = re.compile(
    r"\b(?:one (?:face|answer|box|option|of)|\{[cx]\d+\} (?:face|answer|box|option)|breakdown|broken down|split|made up"
    r"|by (?:age|type|reason"
    r"|outcome|placement|gender|area|team|council|source|status|ethnicity|length|stage))\b"
)


def bulleted(
    items: Sequence[Sequence[Sentence]], lead: Sequence[Sentence], following: Sequence[Sentence]
) -> Iterator[Contradiction]:
    """The same for a list of bullets with one number each, and for their percentages."""
    behind = [] if following and following[-1].text.endswith(":") else following
    near = " ".join(one.shape for one in (*lead, *(one for item in items for one in item), *behind))
    if len(items) < 3 or not lead or OVERLAP.search(near):
        return
    found = [ONE_NUMBER.match(item[0].shape) for item in items if item]
    if len(found) != len(items) or not all(found):
        return
    marks = [one for one in found if one is not None]
    kinds = {one["kind"] for one in marks}
    numbers = [item[0].numbers[int(one["at"])] for item, one in zip(items, marks, strict=True)]
    if len(kinds) != 1 or any(one.is_rough for one in numbers) or any(INSIDE.search(one["ahead"]) for one in marks):
        return
    last, words = items[-1][0], " ".join(item[0].shape for item in items)
    if kinds == {"p"}:
        if not (
            ALL_OF_IT.search(words)
            or ONE_ANSWER.search(lead[-1].shape)
            or re.search(r"\bdidn't want to say\b|\bnot sure\b", words)
        ):
            return
        total, low, high = sum_of(numbers)
        if not low <= 100 <= high and 85 <= total <= 115:
            yield last.found("shares_not_100", Severity.LIKELY, numbers[-1], *sum_words(numbers, total), _lines(items))
        return
    says = lead[-2] if len(lead) > 1 and not lead[-1].numbers and LEADS_IN.search(lead[-1].shape) else lead[-1]
    whole_mark = LEAD.search(says.shape)
    if whole_mark is None or INSIDE.search(whole_mark["thing"]) or any(OF_EACH.match(one["after"]) for one in marks):
        return
    whole, run = says.numbers[int(whole_mark["w"])], Run(tuple(numbers), 0, 0, tuple(one["after"] for one in marks))
    for one in _judged(says, run, whole, ":", whole_mark["thing"]):
        yield replace(one, other_lines=_lines(items))


def _lines(items: Sequence[Sequence[Sentence]]) -> tuple[int, ...]:
    return tuple(item[0].line for item in items)


def runs_of_items(passages: Sequence[Sequence[Sentence]]) -> Iterator[tuple[int, int]]:
    """Where the lists of a paper begin and end among its passages."""
    start: int | None = None
    for at, passage in enumerate([*passages, []]):
        is_item = bool(passage) and passage[0].block.kind is Kind.ITEM
        if is_item and start is None:
            start = at
        elif not is_item and start is not None:
            yield start, at
            start = None
