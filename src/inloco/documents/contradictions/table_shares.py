"""Shares in tables: columns that should make a hundred, and percentages beside the counts they are of."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from inloco.documents.contradictions.contradiction import Contradiction, Severity
from inloco.documents.contradictions.grids import NOT_ADDED, PERCENT_LABEL, Grid, GridRow, Value
from inloco.documents.contradictions.quantities import Of, Quantity, places_of, shown
from inloco.documents.contradictions.shares import HUNDRED, fits
from inloco.documents.contradictions.wholes import impossible_words, is_impossible, sum_of, sum_words

SPREAD = re.compile(
    r"\b(?:breakdown|split|distribution|by reason|reasons|share|proportion|made up|by (?:type|category"
    r"|gender|age|ethnicity|legal status|placement))\b",
    re.I,
)
BASE = re.compile(
    r"\b(?:n|number|no\.?|cohort|total|respon\w+|children|young people|base|eligible|returned|people|size"
    r"|count|asked)\b",
    re.I,
)


OWN_WHOLE = re.compile(r"(?i)\bn ?= ?\d|\bof (?:the )?\d+\b")
"""“Under-fives (n = 46)”: a row of another whole than the others."""


def table_shares(grid: Grid) -> Iterator[Contradiction]:
    """What the shares of one table deny: rules ``part_of_whole``, ``impossible_percentage`` and ``shares_not_100``."""
    wrong = [*_parts(grid)]
    if any(PERCENT_LABEL.search(row.label) for row in grid.rows):
        wrong += _parts(grid.turned())
    yield from wrong
    if not any(one.rule == "part_of_whole" for one in wrong):  # else the sum is off for that reason
        for one in (grid, grid.turned()):
            yield from _shares(one)


def _shares(grid: Grid) -> Iterator[Contradiction]:
    """Columns of shares of one whole: by a total of 100 %, by others that add up to 100, or by a title that says so."""
    sums: list[tuple[int, list[Value], Decimal, bool, bool]] = []
    for at in range(len(grid.headers)):
        if grid.kind(at) is not Of.PERCENT or (grid.periods[at] and grid.turned_from and not SPREAD.search(grid.title)):
            continue
        rows = [row for row in grid.rows if not row.is_total and not row.is_comparator]
        values = [value for row in rows if (value := row.values[at]) is not None]
        if len(values) < 3 or any(value.of is not Of.PERCENT and not PERCENT_LABEL.search(grid.headers[at]) for value in values):
            continue
        if any(row.hidden[at] for row in rows):
            continue
        says_hundred = any(row.is_total and (value := row.values[at]) is not None and value.number == 100 for row in grid.rows)
        total, low, high = sum_of([_as_share(value) for value in values])
        sums.append((at, values, total, low <= HUNDRED <= high, says_hundred))
    full = sum(is_full for _, _, _, is_full, _ in sums)
    for at, values, total, is_full, says_hundred in sums:
        if is_full or not 75 <= total <= 130:
            continue
        learnt = full >= 2 and full >= (len(sums) - full) * 2
        spread = SPREAD.search(grid.title) or SPREAD.search(grid.headers[at])
        if not (says_hundred or learnt or (spread and len(sums) == 1 and 88 <= total <= 112)):
            continue
        rows = [row for row in grid.rows if row.values[at] in values]
        summed = next((row for row in grid.rows if row.is_total and row.values[at] is not None), rows[-1])
        severity = Severity.CERTAIN if says_hundred else Severity.LIKELY
        said = sum_words([value.quantity for value in values], total)
        yield grid.found("shares_not_100", severity, grid.line_of(summed, at), *said, [grid.line_of(row, at) for row in rows])


# Percentages beside their counts


def _parts(grid: Grid) -> Iterator[Contradiction]:
    """A percentage column that is one count column divided by another, or by the column's total, in most rows, is so in all."""
    counts = [at for at in range(len(grid.headers)) if grid.kind(at) is Of.COUNT and not grid.periods[at]]
    for at in range(len(grid.headers)):
        if grid.kind(at) is not Of.PERCENT or grid.periods[at]:
            continue
        if not (
            (yield from _of_two_columns(grid, at, counts))
            or (yield from _of_the_total(grid, at, counts))
            or (yield from _of_one_whole(grid, at, counts))
        ):
            yield from _impossible(grid, at, counts)


def _of_two_columns(grid: Grid, at: int, counts: Sequence[int]) -> Generator[Contradiction, None, bool]:
    best: tuple[int, int, int, list[GridRow]] | None = None
    rows = [row for row in grid.rows if row.values[at] is not None]
    for part in counts:
        for whole in counts:
            if part == whole:
                continue
            full = [row for row in rows if row.values[part] is not None and row.values[whole] is not None]
            wrong = [row for row in full if not _fits(row, at, part, whole)]
            right = len(full) - len(wrong)
            if right > (best[0] if best else 0):
                best = (right, part, whole, wrong)
    if best is None:
        named = [
            one
            for one in counts
            if re.search(r"\b(?:total|cohort|eligible|all|due|asked|returned|of|sample)\b", grid.headers[one], re.I)
        ]
        if len(rows) <= 2 and len(counts) == 2 and len(named) == 1:
            part = next(one for one in counts if one != named[0])
            best = (len(rows), part, named[0], [row for row in rows if not _fits(row, at, part, named[0])])
        else:
            return False
    right, part, whole, wrong = best
    if not wrong:
        return right > 0
    if (right < 2 and len(rows) > 2) or (right < len(wrong) * 1.5 and len(rows) > 2):
        return False
    for row in wrong:
        share, a, b = row.values[at], row.values[part], row.values[whole]
        if share and a and b and b.number > 0 and a.number <= b.number:
            exact = a.number * HUNDRED / b.number
            yield grid.found(
                "part_of_whole",
                Severity.CERTAIN,
                grid.line_of(row, at),
                f"{row.label}: {shown(a.number)} of {shown(b.number)} is {share.quantity.text}",
                f"{shown(a.number)} ÷ {shown(b.number)} = {shown(exact, places_of([share.quantity]))} %",
                f"{row.label or 'In this row'}: {shown(a.number)} of {shown(b.number)} is "
                f"{shown(exact, places_of([share.quantity]))} %, "
                f"not {share.quantity.text}; the other rows are “{grid.headers[part]}” of “{grid.headers[whole]}”.",
            )
    return True


def _as_share(share: Value) -> Quantity:
    """A percentage, also where the sign is left out and it looks like a count."""
    one = share.quantity
    half = Decimal("0.5")
    return (
        one
        if one.of is not Of.COUNT
        else replace(one, of=Of.PERCENT, low=one.value - half, high=one.value + half * Decimal("1.9999"))
    )


def _fits(row: GridRow, at: int, part: int, whole: int) -> bool:
    share, a, b = row.values[at], row.values[part], row.values[whole]
    if share is None or a is None or b is None or b.number <= 0 or a.number > b.number:
        return False
    return fits(_as_share(share), a.quantity, b.quantity)


def _of_the_total(grid: Grid, at: int, counts: Sequence[int]) -> Generator[Contradiction, None, bool]:
    totals = [row for row in grid.rows if row.is_total]
    parts = [row for row in grid.rows if not row.is_total and not row.is_comparator and row.values[at] is not None]
    for count in counts:
        known = [value for row in parts if (value := row.values[count]) is not None]
        whole = totals[-1].values[count] if totals else None
        added = sum((value.number for value in known), Decimal())
        if whole is not None and added != whole.number and len(known) == len(parts):
            told = [(row.values[at], row.values[count]) for row in parts]
            all_of_them = Quantity(Of.COUNT, 0, 0, shown(added), added, added, added)
            if all(share and value and fits(_as_share(share), value.quantity, all_of_them) for share, value in told):
                return True  # the shares are right, the total is not: said by the rule of sums
        if whole is None and len(known) >= 3 and len(known) == len(parts):
            total = sum((value.number for value in known), Decimal(0))
            whole = Value(Quantity(Of.COUNT, 0, 0, shown(total), total, total, total))
        if whole is None or whole.number <= 0 or len(known) < 3:
            continue
        wrong = [
            row
            for row in parts
            if not OWN_WHOLE.search(row.label)
            and (share := row.values[at])
            and (value := row.values[count])
            and not fits(_as_share(share), value.quantity, whole.quantity)
        ]
        right = len(known) - len(wrong)
        if right < 2 or right < len(wrong) * 1.5:
            continue
        for row in wrong:
            share, value = row.values[at], row.values[count]
            if share is None or value is None:
                continue
            exact = value.number * HUNDRED / whole.number
            yield grid.found(
                "part_of_whole",
                Severity.CERTAIN,
                grid.line_of(row, at),
                f"{row.label}: {shown(value.number)} of {shown(whole.number)} is {share.quantity.text}",
                f"{shown(value.number)} ÷ {shown(whole.number)} = {shown(exact, places_of([share.quantity]))} %",
                f"{row.label or 'In this row'}: {shown(value.number)} of {shown(whole.number)} is "
                f"{shown(exact, places_of([share.quantity]))} %, not {share.quantity.text}.",
            )
        return True
    return False


def _of_one_whole(grid: Grid, at: int, counts: Sequence[int]) -> Generator[Contradiction, None, bool]:
    """A whole that the title or a header names (“cohort 24”) and that most rows' counts and percentages bear out."""
    named = {
        int(one) for one in re.findall(r"(?<![\d.,/-])\d{1,6}(?![\d.,/-]| ?%)", f"{grid.corner} {grid.title} {grid.headers[at]}")
    }
    named |= {int(one) for count in counts for one in re.findall(r"(?<![\d.,/-])\d{1,6}(?![\d.,/-])", grid.headers[count])}
    for count in counts:
        full = [(row, share, part) for row in grid.rows if (share := row.values[at]) and (part := row.values[count])]
        for number in sorted(named):
            whole = Quantity(Of.COUNT, 0, 0, str(number), Decimal(number), Decimal(number), Decimal(number))
            if number < 2 or any(part.number > number for _, _, part in full):
                continue
            wrong = [
                one for one in full if not fits(_as_share(one[1]), one[2].quantity, whole) and not OWN_WHOLE.search(one[0].label)
            ]
            if len(full) - len(wrong) < 2 or len(wrong) * 2 >= len(full):
                continue
            for row, share, part in wrong:
                exact = shown(part.number * HUNDRED / whole.value, places_of([share.quantity]))
                yield grid.found(
                    "part_of_whole",
                    Severity.CERTAIN if len(full) - len(wrong) > 2 else Severity.LIKELY,
                    grid.line_of(row, at),
                    f"{row.label}: {shown(part.number)} of {number} is {share.quantity.text}",
                    f"{shown(part.number)} ÷ {number} = {exact} %",
                    f"{row.label or 'In this row'}: {shown(part.number)} of {number} is {exact} %, not {share.quantity.text}; "
                    f"the other rows are of {number}.",
                )
            return True
    return False


def _impossible(grid: Grid, at: int, counts: Sequence[int]) -> Iterator[Contradiction]:
    """Percentages of the one count in their row that no whole number gives."""
    if (
        len(counts) != 1
        or not BASE.search(grid.headers[counts[0]])
        or NOT_ADDED.search(re.sub(r"(?i)\bno\b\.?", "", grid.headers[counts[0]]))
    ):
        return
    full = [(row, share, whole) for row in grid.rows if (share := row.values[at]) and (whole := row.values[counts[0]])]
    wrong = [(row, share, whole) for row, share, whole in full if is_impossible(share.quantity, whole.number)]
    if len(wrong) * 2 > len(full) and len(full) > 1:
        return
    for row, share, whole in wrong:
        says, shows, message = impossible_words(share.quantity, whole.number)
        yield grid.found("impossible_percentage", Severity.LIKELY, grid.line_of(row, at), f"{row.label}: {says}", shows, message)
