"""What sentences tell of the tables: a value of a row, and whether a row went up, improved or got worse between two columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from inloco.analytics.indicators.definition import Polarity
from inloco.documents.contradictions.changes import FROM_TO
from inloco.documents.contradictions.contradiction import Contradiction, Severity
from inloco.documents.contradictions.differences import BETTER, direction, judgement_of, polarity_of
from inloco.documents.contradictions.grids import Grid, GridRow, Value
from inloco.documents.contradictions.mentions import DOWN_VERB, UP_VERB, Mention, mentions, month_of
from inloco.documents.contradictions.quantities import Of, Quantity
from inloco.documents.contradictions.sentences import Sentence
from inloco.documents.contradictions.written_periods import MONTHS, period_of

SMALL = re.compile(
    r"^(?:the|an?|of|in|to|and|or|for|with|on|at|by|from|that|who|whose|which|per|cent|number|no|total|all|is|are|was|were|be"
    r"|been|had"
    r"|have|has|held|up|date|than|more|under|over|out|our|their|its|as|not|average|rate|share|percentage|children|young"
    r"|people|child)$"
)
DATED = re.compile(r"\b(?:\d{1,2}(?:st|nd|rd|th)? )?(?:[A-Z][a-z]+) (?:19|20)\d\d\b")
QUARTERS = {
    "1": r"q1|quarter (?:1|one)|(?:the )?first quarter",
    "2": r"q2|quarter (?:2|two)|(?:the )?second quarter",
    "3": r"q3|quarter (?:3|three)|(?:the )?third quarter",
    "4": r"q4|quarter (?:4|four)|(?:the )?(?:fourth|last) quarter",
}
CODE = re.compile(r"^[A-Z]{1,3}\d{1,2}\b")
LOW, HIGH = (
    re.compile(r"(?i)^(?:l|low(?:er)?(?: is (?:good|better))?)$"),
    re.compile(r"(?i)^(?:h|high(?:er)?(?: is (?:good|better))?)$"),
)
AT_MOST = re.compile(r"(?i)^\W*[\d.,]+ ?%? or (?:lower|less|fewer|below)|^(?:at most|no more than|under|below) |^[<≤]")
AT_LEAST = re.compile(r"(?i)^\W*[\d.,]+ ?%? or (?:more|higher|above)|^at least |^[>≥]")
WORD = re.compile(
    rf"\b(?:(?P<up>{UP_VERB}|a (?:rise|growth)|the (?:rise|growth))|(?P<down>{DOWN_VERB}|the (?:fall|drop|decline|reduction)))\b"
)


@dataclass(frozen=True)
class Line:
    """A row of a table with what its label says."""

    grid: Grid
    row: GridRow

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the label that tell it from others."""
        return stems(self.row.label)

    @property
    def polarity(self) -> Polarity:
        """Which way is good, as the table says it or as the label lets one know."""
        return self.said_polarity or polarity_of(self.row.label)

    @cached_property
    def said_polarity(self) -> Polarity | None:
        for cell in self.row.row.cells:
            if LOW.match(cell.strip()) or AT_MOST.search(cell.strip()):
                return Polarity.LOWER_IS_BETTER
            if HIGH.match(cell.strip()) or AT_LEAST.search(cell.strip()):
                return Polarity.HIGHER_IS_BETTER
        return None


def stems(text: str) -> frozenset[str]:
    """The words that carry meaning, without their endings."""
    return frozenset(one[:6].rstrip("s") for one in re.findall(r"[a-z][a-z'-]+", text.lower()) if not SMALL.match(one))


def told_of_tables(passages: Sequence[Sequence[Sentence]], grids: Sequence[Grid]) -> Iterator[Contradiction]:
    """Rules ``same_fact_two_values`` and ``direction_word`` where a sentence names a row of a table."""
    lines = [Line(grid, row) for grid in grids for row in grid.rows if row.label and not row.is_comparator]
    for passage in passages:
        for sentence in passage:
            if sentence.cell_line is not None:
                continue
            yield from _went(sentence, lines)
            yield from _known_polarity(sentence, lines)
            yield from _values(sentence, lines)
            yield from _steps(sentence, lines)


# Directions


def _went(sentence: Sentence, lines: Sequence[Line]) -> Iterator[Contradiction]:
    """``The improvement in health assessments between Quarter 1 and Quarter 2``, of a row that went from 78 % to 71 %."""
    said, word = BETTER.search(sentence.shape), WORD.search(sentence.shape)
    if not (said or word) or sentence.of(Of.PERCENT, Of.DECIMAL, Of.RATE) or re.search(r"\bnot\b|\bno\b", sentence.shape):
        return
    named = stems(sentence.text)
    best = [one for one in lines if len(one.words) >= 2 and len(one.words & named) >= max(2, len(one.words) * 0.6)]
    if len(best) > 1:
        most = max(len(one.words & named) for one in best)
        best = [one for one in best if len(one.words & named) == most]
    if len(best) != 1:
        return
    (line,) = best
    places = [at for at, header in enumerate(line.grid.headers) if _is_named(header, sentence.text)]
    values = [line.row.values[at] for at in places]
    if len(places) != 2 or any(one is None for one in values):
        return
    old, new = (one.quantity for one in values if one is not None)
    if old.of is not new.of:
        return
    anchor = _anchor(sentence, said or word)
    found: Iterator[Contradiction] = iter(())
    if said:
        found = judgement_of(sentence, line.polarity, said, old, new)
    elif word:
        found = direction(sentence, old, new, "up" if word["up"] else "down", at=anchor)
    for one in found:
        yield sentence.found(one.rule, one.severity, anchor, one.says, one.shows, one.message, (line.row.line,))


def _anchor(sentence: Sentence, said: re.Match[str] | None) -> Quantity:
    at = sentence.text.lower().find(said[0]) if said else 0
    return Quantity(Of.OTHER, max(at, 0), max(at, 0), said[0] if said else "")


def _is_named(header: str, text: str) -> bool:
    """Whether a sentence speaks of a column: “Quarter 1” of “Q1 2024/25”, “May” of “May 25”."""
    plain = header.strip().lower()
    if found := re.match(r"q([1-4])\b", plain):
        return bool(re.search(rf"\b(?:{QUARTERS[found[1]]})\b", text.lower()))
    if (found := re.match(r"([a-z]{3,9})\b", plain)) and found[1][:3] in MONTHS and period_of(re.sub(r"\W+$", "", plain)):
        return bool(re.search(rf"\b{found[1][:3].capitalize()}[a-z]*\b", text))
    return bool(plain) and bool(re.fullmatch(r"(?:19|20)\d\d(?:[/-]\d\d)?", plain)) and plain in text


def _known_polarity(sentence: Sentence, lines: Sequence[Line]) -> Iterator[Contradiction]:
    """``improved from 10.8 % to 12.4 %``: which way is good stands in the row of the table that has both values."""
    found = FROM_TO.search(sentence.shape)
    said = list(BETTER.finditer(sentence.shape[: found.start()])) if found else []
    if not found or not said:
        return
    old, new = sentence.numbers[int(found[1])], sentence.numbers[int(found[3])]
    holding = [
        one
        for one in lines
        if one.said_polarity is not None
        and {old.value, new.value} <= {value.number for value in one.row.values if value is not None}
    ]
    if len(holding) == 1 and holding[0].said_polarity is not None:
        yield from judgement_of(sentence, holding[0].said_polarity, said[-1], old, new)


# Values


def _values(sentence: Sentence, lines: Sequence[Line]) -> Iterator[Contradiction]:
    """``106 children in residential homes on 30 November``, of a row “Residential homes” with 96 then."""
    here = [one for one in mentions(sentence) if one.is_ours and not one.changed and not one.quantity.is_rough]
    for one in here:
        if one.quantity.of is not Of.COUNT or one.is_whole:
            continue
        whole = next((other for other in here if other.is_whole and other.at == one.at + 1), None)
        for line in lines:
            cell = _of_code(sentence, one, whole, line) if whole is not None else _of_day(sentence, one, line)
            if cell is not None and cell.number != one.quantity.value:
                yield sentence.found(
                    "same_fact_two_values",
                    Severity.LIKELY,
                    one.quantity,
                    f"{line.row.label}: {one.quantity.text}",
                    f"{cell.quantity.text} in line {line.row.line}",
                    f"{line.row.label} is {one.quantity.text} here and {cell.quantity.text} in the table, line {line.row.line}.",
                    (line.row.line,),
                )
                break


def _steps(sentence: Sentence, lines: Sequence[Line]) -> Iterator[Contradiction]:
    """``rose from 121 to 138`` of a row that went from 121 to 133, and ``fell by 36`` of one that rose by 36."""
    named = stems(sentence.text)
    rows = [one for one in lines if one.words and one.words <= named and sum(bool(period) for period in one.grid.periods) >= 2]
    if len(rows) != 1:
        return
    (line,) = rows
    cells = [value for at, value in enumerate(line.row.values) if value is not None and line.grid.periods[at]]
    found = FROM_TO.search(sentence.shape)
    if found:
        old, new = sentence.numbers[int(found[1])], sentence.numbers[int(found[3])]
        after = [later for earlier, later in pairwise(cells) if earlier.number == old.value and earlier.of is old.of is later.of]
        if len(after) == 1 and new.of is old.of and new.value not in {one.number for one in cells}:
            (cell,) = after
            if abs(new.value - cell.number) * 10 <= cell.number:
                yield sentence.found(
                    "same_fact_two_values",
                    Severity.LIKELY,
                    new,
                    f"{line.row.label}: from {old.text} to {new.text}",
                    f"from {old.text} to {cell.quantity.text} in line {line.row.line}",
                    f"{line.row.label} goes from {old.text} to {new.text} here and to {cell.quantity.text} in the table.",
                    (line.row.line,),
                )
        return
    here = mentions(sentence)
    changes = [one for one in here if one.changed in ("up", "down") and one.quantity.of is Of.COUNT]
    if len(changes) != 1 or len([one for one in here if one.quantity.of is Of.COUNT]) != 1:
        return
    steps = [
        (old, new)
        for old, new in pairwise(cells)
        if old.of is new.of is Of.COUNT and abs(new.number - old.number) == changes[0].quantity.value
    ]
    if len(steps) == 1:
        old, new = (one.quantity for one in steps[0])
        yield from direction(sentence, old, new, changes[0].changed, at=changes[0].quantity, lines=(line.row.line,))


def _of_code(sentence: Sentence, part: Mention, whole: Mention, line: Line) -> Value | None:
    """``R2 stands at 6 of 9 actions complete``: the row R2 with 9 actions, the column “Complete”."""
    code = CODE.match(line.row.label)
    if (
        not code
        or not re.search(rf"\b{re.escape(code[0])}\b", sentence.text)
        or len(re.findall(r"\b[A-Z]\d+\b", sentence.text)) != 1
    ):
        return None
    named = stems(sentence.text)
    cells = [
        (stems(header), value) for header, value in zip(line.grid.headers, line.row.values, strict=True) if value is not None
    ]
    wholes = [value for header, value in cells if value.number == whole.quantity.value and header and header <= named]
    parts = [value for header, value in cells if header and header <= named and value.number <= whole.quantity.value]
    parts = [value for value in parts if value not in wholes]
    return parts[0] if wholes and len(parts) == 1 else None


def _of_day(sentence: Sentence, one: Mention, line: Line) -> Value | None:
    """The cell of a row for the same day, where the words after the number are those of its label and its column.

    A table whose columns are periods has days of its own: the one above it is not that of each cell."""
    if not line.words or len(line.grid.rows) < 3 or any(line.grid.periods):
        return None
    told = re.split(r"[,;:().]|\b(?:and|but|who|which|that)\b", one.after)[0]
    phrase = re.sub(r"\{a\d+\}", " ", told)
    if "{" in phrase or month_of(one.time) is None:
        return None
    words = stems(phrase)
    days = {period_of(found) for found in DATED.findall(f"{line.grid.title} {line.grid.corner}")}
    if not words or one.time not in days:
        return None
    cells = [
        value
        for header, value in zip(line.grid.headers, line.row.values, strict=True)
        if value is not None and value.of is Of.COUNT and line.words <= words <= line.words | stems(header)
    ]
    return cells[0] if cells and line.words <= words else None
