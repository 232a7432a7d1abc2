"""What the tables of a paper give for an indicator, an area and a period."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from inloco.analytics.figure import Unit
from inloco.analytics.indicators import REGISTER
from inloco.documents.contradictions.facts import AREAS, KINDS, OWN, Fact, same_period
from inloco.documents.contradictions.grids import Grid, GridRow
from inloco.documents.contradictions.quantities import Of
from inloco.documents.contradictions.topics import RATES, topic_of, topics_in

GENERIC = re.compile(
    r"(?i)^\W*(?:number|no\.?|count|percentage|%|per ?cent|rate(?: per [\d,]+)?|value|actual|at 31(?:st)? "
    r"march|total|county|overall|the council|council)?\W*$"
)


def grid_facts(grid: Grid, own: frozenset[str]) -> Iterator[Fact]:
    """What a table gives, by its title or its rows' labels. ``own`` are the authority's own names."""
    title = topic_of(grid.corner) or topic_of(grid.title.rsplit(" – ", 1)[-1])
    of_corner = same_period(grid.corner_period)
    for row in grid.rows:
        if of_corner and not any(grid.periods) and (row_topic := _topic(row.label) or title):
            yield from _across_areas(grid, row, row_topic, of_corner, own)
            continue
        topic = _topic(row.label) or title
        if not topic or (topic_of(row.label) and not _topic(row.label)):
            continue
        area = _area(grid, row, own) if not _topic(row.label) else OWN
        for at, value in enumerate(row.values):
            period = grid.periods[at]
            if value is None or not period:
                continue
            if re.fullmatch(r"\d{4}", period):
                period = f"{period}-03" if re.search(r"(?i)31(?:st)? march", f"{row.label} {grid.corner} {grid.title}") else ""
            indicator = _of_table(topic, value.of, row.label, grid)
            if indicator and same_period(period):
                text = " | ".join(cell for cell in row.row.cells if cell)
                yield Fact(indicator, area, same_period(period), value.quantity, grid.line_of(row, at), grid.block, text)


STOCKS = ("cla_count", "cp_plans_count", "cin_plans_count", "care_leavers_count", "referrals_count")
PLAIN = re.compile(
    r"(?i)\b(?:all|our|total|overall|number|no|count|rate|per|of|in|the|for|at|with|on|a|an|subject|to|and|under|aged"
    r"|under-18s?|population"
    r"|child(?:ren)?|young|people|end|year|quarter|month|march|plans?|\d[\d,/]*(?:st|s)?|cla|cp|cin|cic|lac|who|are|were|be"
    r"|being|open)\b"
)


def _topic(label: str) -> str:
    """What a row counts by its label. One that says more than all of a stock (“CLA visits on time”) counts something else."""
    topic = topic_of(label)
    if topic not in STOCKS:
        return topic
    rest = label
    for one in sorted(topics_in(label), key=lambda one: one.start, reverse=True):
        rest = rest[: one.start] + rest[one.end :]
    return "" if re.search(r"[A-Za-z]{2,}", PLAIN.sub("", rest)) else topic


def _across_areas(grid: Grid, row: GridRow, topic: str, period: str, own: frozenset[str]) -> Iterator[Fact]:
    """A row of one period with areas across: the small table “2031/32 | Fairshire | Region | England” beside a longer one."""
    for header, value in zip(grid.headers, row.values, strict=True):
        name = header.strip(" *'")
        is_own = any(one.startswith(name.casefold().rstrip(".s")) for one in own if len(name) >= 4)
        area = OWN if is_own else next((area for area, pattern in AREAS.items() if pattern.fullmatch(name)), "")
        indicator = _of_table(topic, value.of, row.label, grid) if value is not None and (is_own or area) else ""
        if value is not None and indicator:
            text = " | ".join(cell for cell in row.row.cells if cell)
            yield Fact(indicator, area, period, value.quantity, row.line, grid.block, text)


def _of_table(topic: str, of: Of, label: str, grid: Grid) -> str:
    unit = REGISTER[topic].unit
    if unit is Unit.COUNT and topic in RATES and (of is Of.DECIMAL or re.search(r"(?i)\brate\b", f"{label} {grid.corner}")):
        return RATES[topic]
    return topic if of in KINDS.get(unit, ()) else ""


def _area(grid: Grid, row: GridRow, own: frozenset[str]) -> str:
    label = row.label.strip(" *'")
    if GENERIC.match(label) or label.casefold() in own:
        return OWN
    if label.casefold() == grid.corner.casefold():
        return OWN
    return next((name for name, pattern in AREAS.items() if pattern.fullmatch(label)), label)


def own_names(grids: Sequence[Grid]) -> frozenset[str]:
    """Names that stand over tables with a row “Number” or “Percentage”: the authority's own."""
    return frozenset(
        grid.corner.casefold()
        for grid in grids
        if grid.corner and any(GENERIC.match(row.label) and row.label for row in grid.rows)
    )


def part_names(grids: Sequence[Grid], own: frozenset[str]) -> list[str]:
    """Areas that tables list below the authority: their values are not the authority's."""
    names: dict[str, int] = {}
    for grid in grids:
        if sum(bool(period) for period in grid.periods) < 2 and not any(row.is_total for row in grid.rows):
            continue
        for row in grid.rows:
            label = row.label.strip(" *'")
            if (
                label[:1].isupper()
                and 3 < len(label) < 40
                and not row.is_total
                and not row.is_comparator
                and not GENERIC.match(label)
                and label.casefold() not in own
                and not topic_of(label)
            ):
                names[label] = names.get(label, 0) + 1
    return [name for name in names if not re.search(r"\d|%", name)]
