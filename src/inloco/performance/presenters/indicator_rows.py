"""An indicator's figures as the rows of a file."""

from __future__ import annotations

from inloco.analytics.areas import Area
from inloco.analytics.indicators.definition import Indicator
from inloco.analytics.periods import Period, months_to
from inloco.documents.style import UNIT_WORDS
from inloco.performance.known import MONTHS, Book, cell_for, known

CSV_HEADER = (
    "indicator",
    "area",
    "name",
    "period",
    "group",
    "numerator",
    "denominator",
    "value",
    "unit",
    "status",
    "version",
    "snapshot",
)


def as_table(book: Book, indicator: Indicator, period: Period, area: Area) -> list[tuple[str, ...]]:
    """The 13 months of ``area`` and of every area under it, group by group, as rows of a file."""
    months = months_to(period, MONTHS)
    within = book.areas.within(area.id) | {area.id}
    figures = known(book.figures(ids=[indicator.id], periods=months))
    lines: list[tuple[str, ...]] = [CSV_HEADER]
    for (place, month, group), figure in sorted(
        figures.items(), key=lambda item: (item[0][0] != area.id, item[0][0], item[0][2], item[0][1])
    ):
        if place not in within:
            continue
        cell = cell_for(figure, month)
        numbers = [cell.numerator, cell.denominator, cell.value]
        name = book.areas[place].name if place in book.areas else place
        lines.append(
            (
                indicator.id,
                place,
                name,
                str(month),
                group,
                *("" if number is None else str(number) for number in numbers),
                UNIT_WORDS[indicator.unit],
                str(cell.state),
                str(cell.version),
                cell.snapshot,
            )
        )
    return lines
