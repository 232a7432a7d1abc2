"""Series in tables: values out of line with their own history, copied from another series, and comparators of another year."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from statistics import median

from inloco.documents.contradictions.contradiction import Contradiction, Severity
from inloco.documents.contradictions.grids import Grid, GridRow, Value
from inloco.documents.contradictions.quantities import Of, shown

FEWEST = 6
SPIKE = Decimal("3.865")
"""3.267 / 0.845: the upper limit of the moving range from its median, which one wrong figure does not widen."""
SMALL = 20
Place = tuple[Grid, GridRow, int]


def table_series(grids: Sequence[Grid]) -> Iterator[Contradiction]:
    """Rules ``outlier``, ``equal_to_other_series`` and ``comparator_period`` of all the tables of a paper together."""
    alike: dict[tuple[str, str, Of, Decimal], list[Place]] = defaultdict(list)
    for grid in grids:
        for row in grid.rows:
            for at, value in enumerate(row.values):
                if (
                    value is not None
                    and grid.periods[at]
                    and value.of in (Of.PERCENT, Of.DECIMAL)
                    and value.number not in (0, 100)
                ):
                    alike[_whose(grid, row), grid.periods[at], value.of, value.number].append((grid, row, at))
    told: set[tuple[str, str, str]] = set()
    for grid in grids:
        yield from _repeated_comparators(grid)
        for row in grid.rows:
            yield from _row(grid, row, alike, told)
    yield from _copied_rows(grids)


def _whose(grid: Grid, row: GridRow) -> str:
    """Whose value a row has: its label, or that of the table where the row only says what it counts."""
    generic = re.fullmatch(
        r"(?i)\W*(?:number|no\.?|count|percentage|%|rate(?: per [\d,]+)?|value|actual|at 31(?:st)? "
        r"march)\W*",
        row.label,
    )
    return (grid.corner if generic else row.label).casefold().strip(" *'")


OF = re.compile(r"^([\d,]+) of [\d,]+$")


def _is_of_few(row: GridRow) -> bool:
    """Whether the row tells that so few people are counted that one of them makes a jump: “2 of 463”."""
    told = [found for cell in row.row.cells if (found := OF.match(cell.strip()))]
    return bool(told) and int(told[-1][1].replace(",", "")) < SMALL


def _row(
    grid: Grid, row: GridRow, alike: dict[tuple[str, str, Of, Decimal], list[Place]], told: set[tuple[str, str, str]]
) -> Iterator[Contradiction]:
    if not grid.turned_from and _is_of_few(row):
        return
    for run in _runs(grid, row):
        for at, before, after, usual, is_last in _out_of_line(run):
            value = run[at][1]
            place = run[at][0]
            line = grid.line_of(row, place)
            period = grid.headers[place]
            others = [
                one
                for one in alike.get((_whose(grid, row), grid.periods[place], value.of, value.number), ())
                if _subject(one[0]) != _subject(grid)
            ]
            key = (_subject(grid), _whose(grid, row), grid.periods[place])
            if key in told:
                continue
            told.add(key)
            name = f"{row.label or grid.title}, {period}"
            around = f"{before} before" + (f" and {after} after" if after else "")
            if others:
                other, other_row, other_at = others[0]
                yield grid.found(
                    "equal_to_other_series",
                    Severity.LIKELY,
                    line,
                    f"{name}: {value.quantity.text}",
                    f"{value.quantity.text} is also the value of “{other.title}” then; here it is {around}",
                    f"{value.quantity.text} for {period} is exactly what “{other.title}” has then, "
                    f"and out of line with its own series "
                    f"({around}; it usually moves by about {shown(usual)}): it was probably copied from there.",
                    [other.line_of(other_row, other_at)],
                )
                continue
            slip = _slip(value.number, run[at - 1][1].number if at else run[1][1].number)
            yield grid.found(
                "outlier",
                Severity.POSSIBLE if is_last else Severity.LIKELY,
                line,
                f"{name}: {value.quantity.text}",
                f"{around}; it usually moves by about {shown(usual)}",
                f"{name} is {value.quantity.text}, with {around}. From one period to the next it "
                f"usually moves by about {shown(usual)}. {slip}"
                "Check it at the source.",
            )


def _slip(value: Decimal, near: Decimal) -> str:
    if near and Decimal(8) <= value / near <= Decimal(12):
        return "A decimal point may have been lost. "
    if value and near and Decimal(8) <= near / value <= Decimal(12):
        return "A digit may have been lost. "
    return ""


QUARTERS = ("q1", "q2", "q3", "q4")


def _runs(grid: Grid, row: GridRow) -> Iterator[list[tuple[int, Value]]]:
    """The values of a row over periods, without gaps, of one kind."""
    run: list[tuple[int, Value]] = []
    kind = ""
    for at, value in enumerate(row.values):
        shape = (
            re.sub(r"\d", "9", grid.periods[at])
            if not grid.periods[at].startswith("-")
            else grid.periods[at][:2].replace(grid.periods[at][1], "q" if grid.periods[at][1:3] in QUARTERS else "m")
        )
        if value is None or not shape or (kind and shape != kind):
            if run:
                yield run
            run, kind = [], ""
        if value is not None and shape:
            run.append((at, value))
            kind = shape
    if run:
        yield run


def _out_of_line(run: Sequence[tuple[int, Value]]) -> Iterator[tuple[int, str, str, Decimal, bool]]:
    """Where a run jumps and comes back (or ends with a jump): the place, its neighbours as printed, how much is usual."""
    numbers = [value.number for _, value in run]
    kinds = {value.of for _, value in run}
    if kinds == {Of.COUNT, Of.DECIMAL}:
        kinds = {Of.DECIMAL}
    if len(run) < 4 or len(kinds) != 1 or min(numbers) < 0:
        return
    kind = kinds.pop()
    if kind is Of.PERCENT and sum(number in (0, 100) for number in numbers) * 5 > len(numbers):
        return  # so few children that it goes from nothing to all
    if kind in (Of.COUNT, Of.MONEY) and median(numbers) < SMALL:
        return
    moves = [abs(later - earlier) for earlier, later in pairwise(numbers)]
    usual = Decimal(median(moves))
    if kind is not Of.COUNT and usual == 0 and len(run) >= FEWEST:
        return  # it stands still and steps, as small groups do
    last = len(numbers) - 1
    for at, number in enumerate(numbers):
        before = numbers[at - 1] if at else None
        after = numbers[at + 1] if at < last else None
        near = [one for one in (before, after) if one is not None]
        if len(run) < FEWEST:
            lost = all(one > 0 and (number / one >= 4 or 0 < number <= one / 4) for one in near) and kind is not Of.COUNT
            if not lost or (len(near) < 2 and len(run) < 5):
                continue
            rest = [one for place, one in enumerate(numbers) if place != at]
            if max(rest) > 2 * max(min(rest), Decimal(1)):
                continue
        else:
            least = {Of.PERCENT: Decimal(15), Of.COUNT: 4 * Decimal(median(numbers)).sqrt()}.get(
                kind, Decimal(median(numbers)) / 4
            )
            limit = max(usual * SPIKE, least)
            far = all(abs(number - one) > limit for one in near)
            if not far or (len(near) == 2 and (number > near[0]) != (number > near[1])):
                continue
            if at == 0 and abs(number - near[0]) < limit * 2:
                continue
        yield (
            at,
            run[at - 1][1].quantity.text if at else "nothing",
            run[at + 1][1].quantity.text if at < last else "",
            usual,
            at in (0, last),
        )


def _subject(grid: Grid) -> str:
    """What a table is about, in small letters without section numbers."""
    return re.sub(r"[\W\d]+", " ", grid.title.rsplit(" – ", 1)[-1].casefold()).strip()


def _copied_rows(grids: Sequence[Grid]) -> Iterator[Contradiction]:
    """Two rows that are equal to the last digit though they count different things."""
    rows: dict[tuple[Decimal, ...], list[tuple[Grid, GridRow]]] = defaultdict(list)
    for grid in grids:
        for row in grid.rows:
            numbers = tuple(value.number for at, value in enumerate(row.values) if value is not None and grid.periods[at])
            if (
                len(numbers) >= 4
                and len(set(numbers)) >= min(4, len(numbers) - 1)
                and len(numbers) == sum(bool(one) for one in grid.periods)
            ):
                rows[numbers].append((grid, row))
    for same in rows.values():
        first_grid, first = same[0]
        for grid, row in same[1:]:
            if grid.block is first_grid.block:
                different = first.label.casefold() != row.label.casefold() and not (first.is_total or row.is_total)
            else:
                words, others = set(_subject(grid).split()), set(_subject(first_grid).split())
                different = len(words & others) < 0.6 * min(len(words), len(others)) and _whose(grid, row) == _whose(
                    first_grid, first
                )
            if different:
                yield grid.found(
                    "equal_to_other_series",
                    Severity.LIKELY,
                    grid.line_of(row, 0),
                    f"{row.label or grid.title}: the whole row",
                    f"every value is that of “{first.label or first_grid.title}” (line {first_grid.line_of(first, 0)})",
                    f"The row “{row.label or grid.title}” equals “{first.label or first_grid.title}” "
                    f"in every value: one of them was copied.",
                    [first_grid.line_of(first, 0)],
                )


def _repeated_comparators(grid: Grid) -> Iterator[Contradiction]:
    """All comparators repeat the year before while the authority's own figure moves: last year's, under this year's label."""
    comparators = [row for row in grid.rows if row.is_comparator and not re.search(r"(?i)target|ambition|threshold", row.label)]
    own = [row for row in grid.rows if not row.is_comparator]
    if len(comparators) < 2 or not own:
        return
    places = [at for at, period in enumerate(grid.periods) if re.match(r"\d{4}(?:/\d\d)?$", period)]
    repeated = [
        (earlier, later)
        for earlier, later in pairwise(places)
        if all(
            (a := row.values[earlier]) is not None
            and (b := row.values[later]) is not None
            and a.number == b.number
            and a.number != 0
            for row in comparators
        )
    ]
    if not repeated or len(repeated) > max(1, (len(places) - 1) // 3):
        return
    for earlier, later in repeated:
        moved = any((a := row.values[earlier]) and (b := row.values[later]) and a.number != b.number for row in own)
        missing = all(row.values[earlier] is None or row.values[later] is None for row in own)
        if not moved and not missing:
            continue
        first = comparators[0]
        values = ", ".join(f"{row.label} {value.quantity.text}" for row in comparators if (value := row.values[later]))
        yield grid.found(
            "comparator_period",
            Severity.LIKELY,
            first.line,
            f"{grid.headers[later]}: {values}",
            f"{grid.headers[earlier]} has the same values",
            f"All {len(comparators)} comparators have the same values for {grid.headers[later]} as for {grid.headers[earlier]}: "
            f"those of {grid.headers[earlier]} were probably carried over before the new ones were published.",
            [row.line for row in comparators[1:]],
        )
