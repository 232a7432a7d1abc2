"""What a chart says, in words: the finding for its title and the text for whoever does not see it. Made from the same cells."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from inloco.analytics.figure import Unit
from inloco.analytics.periods import Period
from inloco.documents.cells import Cell, State
from inloco.documents.style import difference_words, printed


def finding(name: str, cells: Sequence[Cell], unit: Unit, counts: str = "children") -> str:
    """One sentence for a title: the latest figure and its change over the year. No comparison across a change of definition."""
    last = cells[-1]
    when = last.period.label
    if last.value is None:
        return f"{name}: {last.words(unit, counts)} in {when}"
    said = f"{name}: {last.words(unit, counts)} in {when}"
    first = cells[0]
    if len(cells) < 2 or first.value is None:
        return said
    if first.version != last.version:
        return f"{said}; the definition changed during the year"
    change = last.value - first.value
    if change == 0:
        return f"{said}, the same as in {first.period.label}"
    return f"{said}, {'up' if change > 0 else 'down'} {difference_words(change, unit)} from {first.period.label}"


def listed(items: Sequence[str]) -> str:
    """``a, b and c``."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""


def spans(cells: Sequence[Cell], chosen: Sequence[bool]) -> str:
    """The chosen months as runs: ``August 2018 to March 2019 and June 2019``."""
    runs: list[list[Period]] = []
    previous = False
    for cell, is_chosen in zip(cells, chosen, strict=True):
        if is_chosen and previous:
            runs[-1].append(cell.period)
        elif is_chosen:
            runs.append([cell.period])
        previous = is_chosen
    return listed([run[0].label if len(run) == 1 else f"{run[0].label} to {run[-1].label}" for run in runs])


def trend_alt(
    name: str,
    cells: Sequence[Cell],
    unit: Unit,
    *,
    counts: str = "children",
    limits: Sequence[tuple[Decimal, Decimal]] = (),
    breaks: Sequence[Period] = (),
    target: Decimal | None = None,
    comparator: tuple[str, Cell] | None = None,
) -> str:
    """The text alternative of a chart of months: start and end, extremes, limits, breaks, gaps and kinds of figure."""
    parts = [f"This line chart shows {name} from {cells[0].period.label} to {cells[-1].period.label}."]
    known = [cell for cell in cells if cell.value is not None]
    if not known:
        return f"{parts[0]} There is no figure to show."

    def said(cell: Cell) -> str:
        fraction = cell.fraction(unit, counts)
        return f"{cell.words(unit, counts)} in {cell.period.label}" + (f" ({fraction})" if fraction else "")

    parts.append(
        f"It starts at {said(known[0])} and ends at {said(known[-1])}." if len(known) > 1 else f"It shows {said(known[0])}."
    )
    if len(known) > 2:
        low = min(known, key=lambda cell: (cell.value, cell.period))
        high = max(known, key=lambda cell: (cell.value, cell.period))
        parts.append(f"Lowest: {said(low)}. Highest: {said(high)}.")
    if limits:
        lower, upper = limits[-1]
        outside = [cell.period.label for cell in known if not lower <= _value(cell) <= upper and len(limits) == 1]
        parts.append(f"Usual range (control limits): {printed(lower, unit)} to {printed(upper, unit)}.")
        if outside:
            parts.append(f"Outside it: {listed(outside)}.")
    parts += [f"The definition changed with {period.label}; earlier months cannot be compared." for period in breaks]
    if target is not None:
        parts.append(f"Target: {printed(target, unit)}.")
    if comparator is not None:
        parts.append(f"{comparator[0]}: {comparator[1].words(unit, counts)} ({comparator[1].period.label}).")
    for state, words in (
        (State.SUBMITTED, "Submitted, not computed from an extract"),
        (State.PROVISIONAL, "Provisional"),
        (State.NOBODY, f"No {counts} to count, so no figure"),
        (State.SUPPRESSED, "Suppressed, so that no child can be recognised"),
        (State.NOT_AVAILABLE, "Not available"),
    ):
        if months := spans(cells, [cell.state is state for cell in cells]):
            parts.append(f"{words}: {months}.")
    if doubtful := spans(cells, [bool(cell.doubts) for cell in cells]):
        parts.append(f"In doubt: {doubtful}.")
    return " ".join(parts)


def history_alt(name: str, rows: Sequence[tuple[str, Sequence[Cell]]], unit: Unit) -> str:
    """The text alternative of the annual chart: each line's first and last year."""
    parts = [f"This line chart shows {name} by year."]
    for row, cells in rows:
        known = [cell for cell in cells if cell.value is not None]
        if len(known) > 1:
            first, last = known[0], known[-1]
            parts.append(
                f"{row} goes from {first.words(unit)} in {year_label(first.period)} "
                f"to {last.words(unit)} in {year_label(last.period)}."
            )
        elif known:
            parts.append(f"{row} has one figure, {known[0].words(unit)} in {year_label(known[0].period)}.")
    return " ".join(parts) if len(parts) > 1 else f"{parts[0]} There is no figure to show."


def multiple_alt(name: str, rows: Sequence[tuple[str, Sequence[Cell]]], unit: Unit, counts: str = "children") -> str:
    """The text alternative of the small multiple: how many areas, the highest and the lowest now."""
    latest = [(row, cells[-1]) for row, cells in rows if cells]
    known = [(row, cell) for row, cell in latest if cell.value is not None]
    if not known:
        return f"These small line charts show {name}, one for each of {len(rows)} areas. There is no figure to show."
    low, high = min(known, key=lambda pair: _value(pair[1])), max(known, key=lambda pair: _value(pair[1]))
    when = latest[0][1].period.label
    words = (
        f"These small line charts show {name} on one scale, one for each of {len(rows)} areas. In {when} the highest is {high[0]}"
    )
    words += f" with {high[1].words(unit, counts)} and the lowest {low[0]} with {low[1].words(unit, counts)}."
    without = [row for row, cell in latest if cell.value is None]
    return f"{words} Without a figure: {listed(without)}." if without else words


def year_label(period: Period) -> str:
    """The column of a year: ``2018/19`` for a financial year, ``March 2019`` for a month end."""
    return str(period) if "/" in str(period) else period.label


def _value(cell: Cell) -> Decimal:
    return cell.value if cell.value is not None else Decimal(0)
