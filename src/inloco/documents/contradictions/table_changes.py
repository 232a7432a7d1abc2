"""Changes in tables: a column called change, difference or variance beside the two values that it compares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from inloco.documents.contradictions.contradiction import Contradiction, Severity
from inloco.documents.contradictions.grids import Grid, GridRow, Value
from inloco.documents.contradictions.quantities import Of, shown

CHANGE = re.compile(
    r"(?i)^\W*(?:%|per ?cent(?:age)?|annual|year on year|yearly)?\W*(?:change|difference|variance"
    r"|movement|increase|decrease|rise|fall)\b|^\+/-|% ?change$"
)
HUNDRED = Decimal(100)


def table_changes(grid: Grid) -> Iterator[Contradiction]:
    """Rule ``change`` for columns of changes. Where most rows follow another way of reckoning, nothing is said."""
    for at, header in enumerate(grid.headers):
        if not CHANGE.search(header):
            continue
        values = [
            place
            for place in range(at)
            if grid.kind(place) in (Of.COUNT, Of.DECIMAL, Of.PERCENT, Of.MONEY) and not CHANGE.search(grid.headers[place])
        ]
        if len(values) < 2:
            continue
        old, new = values[-2], values[-1]
        judged = [(row, fitting) for row in grid.rows if (fitting := _fits(row, old, new, at)) is not None]
        wrong = [row for row, fitting in judged if not fitting]
        if not wrong or len(judged) - len(wrong) < max(1, len(wrong)):
            continue
        for row in wrong:
            if (earlier := row.values[old]) and (later := row.values[new]) and (change := row.values[at]):
                yield _told(grid, row, earlier, later, change)


def _fits(row: GridRow, old: int, new: int, at: int) -> bool | None:
    """Whether the change is one of the two values, in numbers or per cent, whatever its sign; None where one is missing."""
    earlier, later, change = row.values[old], row.values[new], row.values[at]
    if earlier is None or later is None or change is None or earlier.of is not later.of:
        return None
    low, high = _size(change)
    differences = (later.quantity.low - earlier.quantity.high, later.quantity.high - earlier.quantity.low)
    by_points = change.of is not Of.PERCENT or earlier.of is Of.PERCENT
    if by_points and _meets(differences, low, high):
        return True
    if earlier.quantity.low <= 0 or (change.of is not Of.PERCENT and earlier.of is Of.PERCENT):
        return False
    relative = (differences[0] * HUNDRED / earlier.quantity.high, differences[1] * HUNDRED / earlier.quantity.low)
    return _meets(relative, low, high)


def _size(change: Value) -> tuple[Decimal, Decimal]:
    ends = sorted((abs(change.quantity.low), abs(change.quantity.high)))
    slack = Decimal("0.5") if change.of is Of.COUNT else Decimal(0)
    return ends[0] - slack, ends[1] + slack


def _meets(bounds: tuple[Decimal, Decimal], low: Decimal, high: Decimal) -> bool:
    least, most = bounds
    ends = (Decimal(0), max(-least, most)) if least <= 0 <= most else tuple(sorted((abs(least), abs(most))))
    return ends[0] <= high and low <= ends[1]


def _told(grid: Grid, row: GridRow, earlier: Value, later: Value, change: Value) -> Contradiction:
    difference = later.number - earlier.number
    relative = f", {shown(difference * HUNDRED / earlier.number)} %" if earlier.number else ""
    return grid.found(
        "change",
        Severity.CERTAIN,
        row.line,
        f"{row.label}: {change.quantity.text} from {earlier.quantity.text} to {later.quantity.text}",
        f"{shown(later.number, 2)} − {shown(earlier.number, 2)} = {shown(difference, 2)}{relative}",
        f"{row.label or 'This row'}: from {earlier.quantity.text} to {later.quantity.text} is {shown(difference, 2)}{relative}, "
        f"not {change.quantity.text}; the other rows follow their values.",
    )
