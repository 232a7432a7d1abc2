"""Labels against their units: rows and columns called per cent with counts in them, and sentences that mix the two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from inloco.documents.contradictions.contradiction import Contradiction, Severity
from inloco.documents.contradictions.grids import NUMBER_LABEL, PERCENT_LABEL, RATE_LABEL, Grid, Value
from inloco.documents.contradictions.quantities import Of
from inloco.documents.contradictions.sentences import Sentence

BOTH = re.compile(
    r"(?i)\b(?:number|no\.?|count)s?\b.*(?:%|per ?cent|percentage)|(?:%|per ?cent"
    r"|percentage).*\b(?:number|count)s?\b|change|difference|variance"
)
NUMBER_IS_PERCENT = re.compile(
    r"\b(?:total |overall )?number of (?P<who>[^{}.,;]{3,90}?) (?:is|was|are|were|stands at|stood at"
    r"|has been|now stands at)(?: now| currently| at)? \{p(\d+)\}(?! (?:higher|lower|more|less|fewer"
    r"|up|down|above|below|of))"
)
PERCENT_IS_NUMBER = re.compile(
    r"\b(?:percentage|proportion|per ?cent) of (?P<who>[^{}.,;]{3,90}?) (?:is|was|stands at|stood "
    r"at)(?: now| currently| at)? \{c(\d+)\}(?! ?(?:in (?:every )?\{|out of|%|\())"
)


def table_labels(grid: Grid) -> Iterator[Contradiction]:
    """Rows and columns whose label names another kind of number than they hold."""
    rowwise = [
        (
            row.label,
            [value for value in row.values if value is not None],
            row.line,
            [grid.headers[at] for at, value in enumerate(row.values) if value is not None],
        )
        for row in grid.rows
    ]
    told: set[int] = set()
    for label, values, line, headers in rowwise:
        if any(RATE_LABEL.search(header) or PERCENT_LABEL.search(header) or NUMBER_LABEL.search(header) for header in headers):
            continue
        for one in _wrong(grid, label, values, line):
            told.add(line)
            yield one
    for at, header in enumerate(grid.headers):
        column = grid.column(at)
        if column and not any(
            PERCENT_LABEL.search(row.label) or RATE_LABEL.search(row.label) or NUMBER_LABEL.search(row.label) for row, _ in column
        ):
            yield from _wrong(grid, header, [value for _, value in column], column[0][0].line)
    yield from _title(grid, told)


def _wrong(grid: Grid, label: str, values: Sequence[Value], line: int) -> Iterator[Contradiction]:
    if not values or BOTH.search(label) or len(label) > 80:
        return
    kinds = {value.of for value in values}
    shown = ", ".join(value.quantity.text for value in values[:4]) + (" …" if len(values) > 4 else "")
    if PERCENT_LABEL.search(label) and not RATE_LABEL.search(label):
        if kinds <= {Of.COUNT} and all(value.number > 100 for value in values):
            severity = Severity.CERTAIN if len(values) > 1 or min(value.number for value in values) > 200 else Severity.LIKELY
            yield grid.found(
                "label_unit",
                severity,
                line,
                f"“{label}”: {shown}",
                "whole numbers above 100 are no percentages",
                f"“{label}” holds {shown}: those are numbers, not percentages.",
            )
    elif RATE_LABEL.search(label) and re.search(r"(?i)per 10", label):
        if kinds == {Of.PERCENT}:
            yield grid.found(
                "label_unit",
                Severity.LIKELY,
                line,
                f"“{label}”: {shown}",
                "the values are percentages",
                f"“{label}” holds percentages ({shown}): a rate per 10,000 has no per cent sign.",
            )
    elif NUMBER_LABEL.search(label) and len(values) > 2 and (odd := _odd_one(values)) is not None:
        yield grid.found(
            "label_unit",
            Severity.LIKELY,
            line,
            f"“{label}”: {odd.quantity.text}",
            f"the other values are numbers: {', '.join(value.quantity.text for value in values if value is not odd)}",
            f"“{label}” counts, and {odd.quantity.text} is {'a percentage' if odd.of is Of.PERCENT else 'no whole number'}.",
        )
    elif NUMBER_LABEL.search(label) and kinds == {Of.PERCENT}:
        yield grid.found(
            "label_unit",
            Severity.LIKELY,
            line,
            f"“{label}”: {shown}",
            "the values are percentages",
            f"“{label}” holds percentages ({shown}): the label should say so.",
        )


def _odd_one(values: Sequence[Value]) -> Value | None:
    """The one value among counts that is a percentage or no whole number."""
    odd = [value for value in values if value.of in (Of.PERCENT, Of.DECIMAL)]
    return odd[0] if len(odd) == 1 and all(value.of is Of.COUNT for value in values if value is not odd[0]) else None


def _title(grid: Grid, told: set[int]) -> Iterator[Contradiction]:
    """A table called “Number of …” that holds nothing but percentages."""
    title = grid.title.rsplit(" – ", 1)[-1]
    values = [value for row in grid.rows for value in row.values if value is not None]
    named = re.search(r"(?i)^\W*(?:[\d.]+ )?(?:table [\w.]+:? )?(?:the )?number of\b", title)
    if not named or BOTH.search(title) or len(values) < 2 or {value.of for value in values} != {Of.PERCENT}:
        return
    if any(row.line in told for row in grid.rows) or any(PERCENT_LABEL.search(header) for header in grid.headers):
        return
    line = grid.rows[0].line
    shown = ", ".join(value.quantity.text for value in values[:3]) + " …"
    yield grid.found(
        "label_unit",
        Severity.POSSIBLE,
        line,
        f"“{title[:120]}”: {shown}",
        "the values are percentages",
        f"The table is called “{title[:120]}”, but holds percentages ({shown}).",
        [grid.title_line] if grid.title_line else [],
    )


def sentence_labels(sentence: Sentence) -> Iterator[Contradiction]:
    """``a rate of 85.9 % per 10,000``, ``the number of children … was 88.7 %``, ``the percentage … was 2,128``."""
    numbers, shape = sentence.numbers, sentence.shape
    for found in re.finditer(r"\{p(\d+)\} ?(?:children |young people )?\{x(\d+)\}", shape):
        share, per = numbers[int(found[1])], numbers[int(found[2])]
        if re.match(r"(?i)per 1", per.text):
            yield sentence.found(
                "label_unit",
                Severity.CERTAIN,
                share,
                f"{share.text} {per.text}",
                "a rate per 10,000 is no percentage",
                f"{share.text} {per.text} is two units at once: a rate has no per cent sign.",
            )
    for found in NUMBER_IS_PERCENT.finditer(shape):
        share = numbers[int(found[2])]
        yield sentence.found(
            "label_unit",
            Severity.LIKELY,
            share,
            f"number of {found['who']}: {share.text}",
            "a number is no percentage",
            f"The sentence speaks of a number and gives {share.text}: it means the percentage, or the number is missing.",
        )
    for found in PERCENT_IS_NUMBER.finditer(shape):
        count = numbers[int(found[2])]
        if count.value > 100:
            yield sentence.found(
                "label_unit",
                Severity.CERTAIN,
                count,
                f"percentage of {found['who']}: {count.text}",
                f"{count.text} is above 100",
                f"The sentence speaks of a percentage and gives {count.text}: it means the number.",
            )
    for found in re.finditer(
        r"(?<!increase of )(?<!rise of )(?<!by )(?<!growth of )\{p(\d+)\} of (?:the |our |all "
        r")?(?:children|young people|care leavers|reviews|plans|cases|families|staff|carers)\b",
        shape,
    ):
        share = numbers[int(found[1])]
        before = shape[max(0, found.start() - 60) : found.start()]
        if share.value > 100 and not re.search(r"increas|ris|rose|grow|up|more|capacity|target|budget", before):
            yield sentence.found(
                "label_unit",
                Severity.CERTAIN,
                share,
                share.text,
                "a part is at most 100 % of its whole",
                f"{share.text} of a group is more than all of it: a number was probably meant.",
            )
