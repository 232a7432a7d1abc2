"""One figure: what it is, what it was made from, how it came from last month's, and whether children stand behind it."""

from __future__ import annotations

from dataclasses import dataclass

from inloco.analytics.areas import Area
from inloco.analytics.indicators import is_of_children
from inloco.analytics.indicators.definition import Indicator
from inloco.analytics.periods import Period, PeriodKind, months_to
from inloco.documents.cells import Cell, State
from inloco.performance.known import Book, cell_for, known
from inloco.performance.presenters.indicator import published_cells
from inloco.performance.presenters.overview import group_name
from inloco.performance.presenters.provenance import Provenance, provenance
from inloco.performance.presenters.words import (
    Movement,
    Tag,
    TargetWords,
    movement,
    parts_words,
    status_tag,
    target_words,
    value_words,
)

STATE_WORDS = {
    State.FINAL: "Final: computed from an extract made after the period",
    State.PROVISIONAL: "Provisional: the period was not over when the extract was made",
    State.SUBMITTED: "Submitted: sent by a person or a partner, not computed",
    State.NOBODY: "Nobody to count: there is no percentage, which is not the same as 0%",
    State.NOT_APPLICABLE: "Not applicable",
    State.NOT_AVAILABLE: "Not available: nothing has been loaded that could give it",
    State.SUPPRESSED: "Suppressed, so that no child can be recognised",
}


@dataclass(frozen=True)
class FigurePage:
    """The page. ``published`` is what was known at the period's end, where it differs from now."""

    indicator: Indicator
    area: Area
    period: Period
    group: str
    cell: Cell
    state: str
    value: str
    parts: str
    tag: Tag | None
    movement: Movement | None
    target: TargetWords | None
    numerator: str
    denominator: str
    published: str
    provenance: Provenance
    definition: str
    has_children: bool


def figure_page(book: Book, indicator: Indicator, period: Period, area: Area, group: str = "") -> FigurePage:
    """The figure of ``area`` and ``period``; of one code of the breakdown when ``group`` names it."""
    periods = months_to(period, 2) if period.kind is PeriodKind.MONTH else [period]
    figures = known(book.figures(ids=[indicator.id], periods=periods, areas=[area.id]))
    cells = [cell_for(figures.get((area.id, one, group)), one) for one in periods]
    cell = cells[-1]
    target = None if group else book.target(indicator.id, area.id, period.end)
    then = published_cells(book, indicator, [period], area.id).get(period) if not group else None
    differs = then is not None and then.snapshot != cell.snapshot and (then.value, then.numerator) != (cell.value, cell.numerator)
    version = indicator.version_at(period.end)
    return FigurePage(
        indicator=indicator,
        area=area,
        period=period,
        group=group_name(indicator, group) if group else "",
        cell=cell,
        state=STATE_WORDS[cell.state],
        value=value_words(cell, indicator),
        parts=parts_words(cell, indicator),
        tag=status_tag(cell),
        movement=movement(cells[0], cell, indicator, since=f"since {periods[0].label}") if len(cells) > 1 else None,
        target=target_words(target.value if target else None, cell, indicator),
        numerator=_number(cell.numerator, cell),
        denominator=_number(cell.denominator, cell),
        published=value_words(then, indicator) if then is not None and differs else "",
        provenance=provenance(book, cell, indicator),
        definition=version.summary,
        has_children=has_children(cell) and is_of_children(indicator.id),
    )


def _number(number: int | None, cell: Cell) -> str:
    if cell.state is State.SUPPRESSED:
        return "Suppressed"
    return f"{number:,}".replace("-", "\N{MINUS SIGN}") if number is not None else "None, or not known"


def has_children(cell: Cell) -> bool:
    """Whether the figure was computed from records of children that are still here."""
    return cell.state in (State.FINAL, State.PROVISIONAL, State.NOBODY) and bool(cell.snapshot)
