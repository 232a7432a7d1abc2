"""Sums and shares in tables: totals that are not the sum of their parts or lie outside them, and percentages of their columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from inloco.documents.contradictions.contradiction import Contradiction, Severity
from inloco.documents.contradictions.grids import COMPARATOR, NOT_ADDED, Grid, GridRow, Value
from inloco.documents.contradictions.quantities import Of, shown
from inloco.documents.contradictions.wholes import sum_of

ADDED = (Of.COUNT, Of.MONEY)
SPENT = re.compile(r"£|\b(?:budget|spend|spending|forecast|outturn|savings|costs?)\b", re.I)
SUB = re.compile(r"^(?:of which|of these|including|incl\.?|which|[-–•])\b", re.I)


def table_sums(grid: Grid) -> Iterator[Contradiction]:
    """What the sums of one table deny: totals down the columns, in the first row, across the rows."""
    yield from _down(grid)
    yield from _unnamed(grid)
    yield from _across(grid)
    yield from _whole_column(grid)


# Down the columns


def _down(grid: Grid) -> Iterator[Contradiction]:
    """Each total row against the rows above it (or below, when it comes first)."""
    totals = [
        at for at, row in enumerate(grid.rows) if row.is_total and not NOT_ADDED.search(re.sub(r"(?i)^.*?total", "", row.label))
    ]
    for place in totals:
        groups = _groups(grid.rows, place, totals)
        if not groups:
            continue
        wrong: list[tuple[int, Value, Sequence[tuple[GridRow, Value]]]] = []
        right = 0
        for at in range(len(grid.headers)):
            total = grid.rows[place].values[at]
            kind = grid.kind(at)
            if total is None or kind is None:
                continue
            money = kind is Of.DECIMAL and SPENT.search(f"{grid.headers[at]} {grid.corner} {grid.title}")
            averaged = kind is Of.COUNT and _is_averaged(grid, at)
            if (kind in ADDED or money) and not averaged and not NOT_ADDED.search(_without_period(grid, at)):
                fitting = [_adds_up(total, group, at) for group in groups]
                if any(one is True for one in fitting):
                    right += 1
                elif all(one is False for one in fitting):
                    wrong.append((at, total, _filled(groups[0], at)))
                elif exceeding := _exceeds(total, groups[0], at):
                    yield _not_the_sum(grid, grid.rows[place], at, total, exceeding, "parts_exceed_whole", Severity.CERTAIN)
            elif kind in (Of.PERCENT, Of.DECIMAL) or averaged:
                yield from _outside(grid, grid.rows[place], at, total, groups, kind)
        if wrong and not right and len(wrong) >= 3:
            continue  # no column adds up: the table shows only some of the parts
        for at, total, parts in wrong:
            added = sum((value.number for _, value in parts), Decimal(0))
            near = total.number and abs(added - total.number) <= abs(total.number) / 2
            if not right and not near:
                continue
            sure = right or len(wrong) == 1
            yield _not_the_sum(grid, grid.rows[place], at, total, parts, "row_sum", Severity.CERTAIN if sure else Severity.LIKELY)


def _without_period(grid: Grid, at: int) -> str:
    return "" if grid.periods[at] else grid.headers[at]


def _groups(rows: Sequence[GridRow], place: int, totals: Sequence[int]) -> list[list[GridRow]]:
    """What a total may be the sum of: the rows since the last, all plain rows before it, the subtotals, or those after."""
    last = max((at for at in totals if at < place), default=-1)
    plain = [row for row in rows[:place] if not row.is_total and not row.is_comparator and row.label]
    without_subs = [row for row in plain if not SUB.search(row.label)]
    since = [row for row in rows[last + 1 : place] if row in plain]
    subtotals = [rows[at] for at in totals if at < place]
    following = next((at for at in totals if at > place), len(rows))
    after = [row for row in rows[place + 1 : following] if not row.is_comparator and row.label]
    candidates = [since, plain, without_subs, subtotals, [*subtotals, *since]] if place else [after]
    found: list[list[GridRow]] = []
    for one in candidates:
        if len(one) >= 2 and one not in found:
            found.append(one)
    return found


def _filled(group: Sequence[GridRow], at: int) -> list[tuple[GridRow, Value]]:
    return [(row, value) for row in group if (value := row.values[at]) is not None]


def _adds_up(total: Value, group: Sequence[GridRow], at: int) -> bool | None:
    """Whether the parts may add up to the total; None where one of them is hidden or there are too few."""
    parts = _filled(group, at)
    hidden = [row for row in group if row.values[at] is None]
    if len(parts) < 2 or any(value.of not in (*ADDED, Of.DECIMAL) for _, value in parts):
        return None
    low = sum((value.quantity.low for _, value in parts), Decimal(0))
    high = sum((value.quantity.high for _, value in parts), Decimal(0))
    if low <= total.quantity.high and total.quantity.low <= high:
        return True
    return None if hidden else False


def _exceeds(total: Value, group: Sequence[GridRow], at: int) -> list[tuple[GridRow, Value]]:
    parts = _filled(group, at)
    counted = all(value.of in ADDED for _, value in parts) and len(parts) >= 2
    return parts if counted and sum((value.quantity.low for _, value in parts), Decimal(0)) > total.quantity.high else []


def _not_the_sum(
    grid: Grid, row: GridRow, at: int, total: Value, parts: Sequence[tuple[GridRow, Value]], rule: str, severity: Severity
) -> Contradiction:
    added = sum((value.number for _, value in parts), Decimal(0))
    numbers = [shown(value.number) for _, value in parts]
    sum_ = " + ".join(numbers) if len(numbers) <= 20 else f"{numbers[0]} + … + {numbers[-1]}"
    name = grid.headers[at] or f"column {at + 1}"
    difference = added - total.number
    return grid.found(
        rule,
        severity,
        row.line,
        f"{row.label or 'total'}, {name}: {total.quantity.text}",
        f"{sum_} = {shown(added)}",
        f"{row.label or 'The total'} in “{name}” is {total.quantity.text}, but its {len(parts)} parts add up to {shown(added)}, "
        f"{shown(abs(difference))} {'more' if difference > 0 else 'less'}.",
        [part.line for part, _ in parts],
    )


def _outside(
    grid: Grid, row: GridRow, at: int, total: Value, groups: Sequence[Sequence[GridRow]], kind: Of
) -> Iterator[Contradiction]:
    """A percentage or an average of the whole lies between the lowest and the highest of its parts."""
    parts = _filled(groups[0], at)
    values = [value for _, value in parts]
    if len(values) < 2 or any(value.of is not total.of for value in values):
        return
    added, low, high = sum_of([value.quantity for value in values])
    if kind is Of.PERCENT and (low <= total.number <= high or total.number == 100):
        return  # shares of one whole, not levels
    lowest, highest = min(value.quantity.low for value in values), max(value.quantity.high for value in values)
    if kind is Of.DECIMAL and abs(added - total.number) <= max(added - low, Decimal("0.5")):
        return  # decimals that are added
    if lowest <= total.quantity.high and total.quantity.low <= highest:
        return
    if kind is Of.DECIMAL and not re.search(
        r"\b(?:rate|per|average|avg|mean|score|caseload)\b", f"{grid.headers[at]} {grid.title} {row.label}", re.I
    ):
        return
    near = "above the highest" if total.number > highest else "below the lowest"
    edge = max(values, key=lambda one: one.number) if total.number > highest else min(values, key=lambda one: one.number)
    name = grid.headers[at] or f"column {at + 1}"
    whole_known = not any(row.values[at] is None for row in groups[0])
    yield grid.found(
        "total_outside_parts",
        Severity.CERTAIN if whole_known and row.is_total else Severity.LIKELY,
        row.line,
        f"{row.label}, {name}: {total.quantity.text}",
        f"its parts go from {shown(min(value.number for value in values), 2)} to "
        f"{shown(max(value.number for value in values), 2)}",
        f"{row.label} in “{name}” is {total.quantity.text}, {near} of its {len(values)} parts ({edge.quantity.text}): "
        "a whole lies between its parts.",
        [part.line for part, _ in parts],
    )


AVERAGED = re.compile(r"(?i)^(?:average|mean|median)\b")


def _is_averaged(grid: Grid, at: int) -> bool:
    """Whether a column has averages: by its header, or as the same for another period beside such a column."""
    return bool(AVERAGED.search(grid.headers[at]) or (at and grid.periods[at] and AVERAGED.search(grid.headers[at - 1])))


def _unnamed(grid: Grid) -> Iterator[Contradiction]:
    """A first or last row that is the sum of the others in most columns is their total; where it is not, something is wrong."""
    rows = [row for row in grid.rows if row.label]
    if len(rows) < 4 or any(row.is_total for row in rows) or any(row.is_comparator for row in rows):
        return
    for whole, parts in ((rows[0], rows[1:]), (rows[-1], rows[:-1])):
        columns = [at for at in range(len(grid.headers)) if grid.kind(at) in ADDED and whole.values[at] is not None]
        judged = [
            (at, total, fitting)
            for at in columns
            if (total := whole.values[at]) and (fitting := _adds_up(total, parts, at)) is not None
        ]
        right = sum(fitting for _, _, fitting in judged)
        if len(judged) < 3 or right < 2 or right < len(judged) * 0.6:
            continue
        for at, total, fitting in judged:
            if not fitting and not NOT_ADDED.search(_without_period(grid, at)):
                yield _not_the_sum(grid, whole, at, total, _filled(parts, at), "row_sum", Severity.CERTAIN)
            elif not fitting and _is_averaged(grid, at):
                yield from _outside(grid, whole, at, total, [parts], Of.COUNT)


# Across the rows


def _across(grid: Grid) -> Iterator[Contradiction]:
    """A column called total against the columns beside it."""
    places = [
        at
        for at, header in enumerate(grid.headers)
        if re.search(r"^(?:grand |overall )?totals?$|\btotal$|^all$|^overall$|^(?:full |whole )?year$", header.strip(), re.I)
    ]
    for place in places:
        if grid.kind(place) not in ADDED:
            yield from _across_outside(grid, place)
            continue
        last = max((at for at in places if at < place), default=-1)
        plain = [
            at
            for at in range(len(grid.headers))
            if at not in places
            and grid.kind(at) in ADDED
            and (grid.periods[at] or not NOT_ADDED.search(grid.headers[at]))
            and not COMPARATOR.search(grid.headers[at])
        ]
        choices = [
            one for one in ([at for at in plain if last < at < place], plain, [at for at in plain if at > place]) if len(one) >= 2
        ]
        choices = [one for number, one in enumerate(choices) if one not in choices[:number]]
        best: tuple[int, list[int], list[tuple[GridRow, Value, Decimal]]] | None = None
        for choice in choices:
            right, wrong = 0, []
            for row in grid.rows:
                total = row.values[place]
                cells = [value for at in choice if (value := row.values[at]) is not None]
                if (
                    total is None
                    or len(cells) != len(choice)
                    or ((NOT_ADDED.search(row.label) or STOCK.search(row.label)) and not row.is_total)
                    or row.is_comparator
                ):
                    continue
                low, high = sum(value.quantity.low for value in cells), sum(value.quantity.high for value in cells)
                left_out = [value.number for at, value in enumerate(row.values) if value and at not in (*choice, place)]
                if low <= total.quantity.high and total.quantity.low <= high:
                    right += 1
                elif not (_is_of_people(grid, row, choice, total, cells) or any(low + one == total.number for one in left_out)):
                    wrong.append((row, total, sum((value.number for value in cells), Decimal(0))))
            if best is None or right > best[0]:
                best = (right, choice, wrong)
        if best is None or not best[2]:
            continue
        right, choice, wrong = best
        if (right < len(wrong) and not (right == 0 and len(wrong) <= 2)) or (right == 0 and len(grid.rows) > 3):
            continue
        for row, total, added in wrong:
            if right == 0 and abs(added - total.number) > total.number / 2:
                continue
            cells = [value for at in choice if (value := row.values[at]) is not None]
            yield grid.found(
                "row_sum",
                Severity.CERTAIN if right else Severity.LIKELY,
                row.line,
                f"{row.label}, {grid.headers[place]}: {total.quantity.text}",
                f"{' + '.join(shown(value.number) for value in cells)} = {shown(added)}",
                f"The total of {row.label or 'this row'} is {total.quantity.text}, but its parts add up to {shown(added)}, "
                f"{shown(abs(added - total.number))} {'more' if added > total.number else 'less'}.",
            )


PEOPLE = re.compile(r"(?i)\b(?:children|young people|people|care leavers|pupils|boys|girls|carers|families|individuals)\b")


def _is_of_people(grid: Grid, row: GridRow, choice: Sequence[int], total: Value, cells: Sequence[Value]) -> bool:
    """Whether a row may count each person once in the year who is counted in several of its quarters."""
    return (
        bool(PEOPLE.search(row.label))
        and all(grid.periods[at] for at in choice)
        and max(one.number for one in cells) <= total.number < sum(one.number for one in cells)
    )


STOCK = re.compile(
    r"(?i)\b(?:(?:open|waiting|on roll|in care|held|live) at|at (?:the )?end|longest|shortest|highest|lowest|maximum|minimum"
    r"|peak|latest|weeks)\b"
)
"""What stands at the end of each quarter is not added up over the year."""
WHOLE_HEADER = re.compile(
    r"(?i)^(?:the )?(?:county|borough|city|council|authority|partnership|service|combined|overall|all|total|average|mean"
    r"|whole \w+)$"
)


def _whole_column(grid: Grid) -> Iterator[Contradiction]:
    """A column for the whole whose averages lie between those of its parts in every row but one."""
    for place, header in enumerate(grid.headers):
        if not WHOLE_HEADER.match(header.strip()) or grid.kind(place) is Of.PERCENT:
            continue
        beside = [at for at in range(len(grid.headers)) if at != place and not COMPARATOR.search(grid.headers[at])]
        outside: list[tuple[GridRow, Value, list[Value]]] = []
        inside = 0
        for row in grid.rows:
            total, values = row.values[place], [value for at in beside if (value := row.values[at]) is not None]
            if total is None or len(values) != len(beside) or len(values) < 2 or {one.of for one in values} != {total.of}:
                continue
            if min(one.quantity.low for one in values) <= total.number <= max(one.quantity.high for one in values):
                inside += 1
            else:
                outside.append((row, total, values))
        if len(outside) != 1 or inside < 2 or any(grid.periods[at] for at in beside):
            continue
        row, total, values = outside[0]
        if abs(sum(one.number for one in values) - total.number) <= 1:
            continue
        yield _out_of_range(grid, row, place, total, values)


def _out_of_range(grid: Grid, row: GridRow, place: int, total: Value, values: Sequence[Value]) -> Contradiction:
    return grid.found(
        "total_outside_parts",
        Severity.CERTAIN,
        row.line,
        f"{row.label}, {grid.headers[place]}: {total.quantity.text}",
        f"its parts go from {shown(min(value.number for value in values), 2)} to "
        f"{shown(max(value.number for value in values), 2)}",
        f"{grid.headers[place]} of {row.label or 'this row'} is {total.quantity.text}, outside the range of its parts: "
        "a whole lies between them.",
    )


def _across_outside(grid: Grid, place: int) -> Iterator[Contradiction]:
    if grid.kind(place) is not Of.PERCENT:
        return
    beside = [
        at
        for at in range(len(grid.headers))
        if at != place and grid.kind(at) is Of.PERCENT and not grid.periods[at] and not COMPARATOR.search(grid.headers[at])
    ]
    for row in grid.rows:
        total = row.values[place]
        values = [value for at in beside if (value := row.values[at]) is not None]
        if total is None or len(values) < 2 or len(values) < len(beside) or any(value.of is not total.of for value in values):
            continue
        _, low, high = sum_of([value.quantity for value in values])
        lowest, highest = min(value.quantity.low for value in values), max(value.quantity.high for value in values)
        if (
            low <= total.number <= high
            or total.number == 100
            or (lowest <= total.quantity.high and total.quantity.low <= highest)
        ):
            continue
        yield _out_of_range(grid, row, place, total, values)
