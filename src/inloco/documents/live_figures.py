"""What a figure reference stands for, as data: everything that a paper prints of it, so that publishing can freeze it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from inloco.analytics.figure import Figure, Status, Unit
from inloco.analytics.indicators.definition import Polarity
from inloco.analytics.periods import Period
from inloco.documents.cells import Cell, State, suppressed
from inloco.documents.figure_references import Kind
from inloco.documents.style import difference_words


@dataclass(frozen=True)
class AreaFigure:
    """An area's line in a table of areas."""

    area: str
    name: str
    level: int
    cell: Cell


@dataclass(frozen=True)
class ActionLine:
    """One action of a plan as a paper lists it."""

    ref: str
    activity: str
    responsible: str
    timescale: str
    rag: str


@dataclass(frozen=True)
class LiveFigure:
    """A reference with what it stands for: everything that a paper prints of it, so that publishing can freeze it."""

    written: str
    kind: Kind
    indicator: str
    title: str
    unit: Unit
    counts: str
    polarity: Polarity
    area: str
    area_name: str
    period: Period
    cells: tuple[Cell, ...] = ()
    areas: tuple[AreaFigure, ...] = ()
    actions: tuple[ActionLine, ...] = ()
    source: str = ""

    @property
    def cell(self) -> Cell:
        """The figure of the period itself."""
        return self.cells[-1] if self.cells else Cell(self.period, None)

    @property
    def words(self) -> str:
        """What stands in the sentence."""
        match self.kind:
            case Kind.CHANGE:
                return change_words(self)
            case _:
                return value_words(self)

    @property
    def keys(self) -> tuple[tuple[str, str, Period], ...]:
        """Every figure that is printed: indicator, area and period."""
        if self.kind is Kind.ACTIONS:
            return ()
        own = tuple((self.indicator, self.area, cell.period) for cell in self.cells)
        return own + tuple((self.indicator, one.area, one.cell.period) for one in self.areas)

    @property
    def figures(self) -> Iterator[Figure]:
        """What is printed, as figures again, for disclosure control."""
        for area, cell in [*((self.area, cell) for cell in self.cells), *((one.area, one.cell) for one in self.areas)]:
            yield Figure(
                self.indicator,
                cell.version,
                area,
                cell.period,
                cell.numerator,
                cell.denominator,
                cell.value,
                self.unit,
                _STATUS.get(cell.state, Status.FINAL),
                cell.snapshot,
                source=cell.source,
            )


_STATUS = {
    State.PROVISIONAL: Status.PROVISIONAL,
    State.SUBMITTED: Status.SUBMITTED,
    State.NOT_AVAILABLE: Status.NOT_AVAILABLE,
    State.NOT_APPLICABLE: Status.NOT_APPLICABLE,
}


def value_words(live: LiveFigure) -> str:
    """``1,706 children``'s number alone; ``89.7% (1,283 of 1,430 children)``; ``84.8 per 10,000``; ``no children``."""
    cell = live.cell
    said = cell.words(live.unit, live.counts)
    if cell.value is None:
        return said
    if live.unit is Unit.RATE:
        return f"{said} per 10,000"
    if live.unit is Unit.PERCENT and (fraction := cell.fraction(live.unit, live.counts)):
        return f"{said} ({fraction})"
    return f"£{said}" if live.unit is Unit.MONEY else said


def change_words(live: LiveFigure) -> str:
    """``up 2.4 percentage points from 87.3% in August 2018``; never across a change of definition or against a missing figure."""
    before, now = live.cells[0], live.cells[-1]
    when = before.period.label
    if State.SUPPRESSED in (before.state, now.state):
        return "change suppressed"
    if now.value is None:
        return f"no figure for {now.period.label} ({now.words(live.unit, live.counts)})"
    if before.value is None:
        return f"no figure to compare with for {when} ({before.words(live.unit, live.counts)})"
    was = value_words(replace(live, kind=Kind.VALUE, cells=(before,)))
    if before.version != now.version:
        return f"not comparable with {was} in {when}, since the definition has changed"
    change = now.value - before.value
    if change == 0:
        return f"the same as in {when} ({was})"
    return f"{'up' if change > 0 else 'down'} {difference_words(change, live.unit)} from {was} in {when}"


def hidden(live: LiveFigure, keys: frozenset[tuple[str, str, Period]]) -> LiveFigure:
    """``live`` with nothing left of the figures that an edition withholds."""
    return replace(
        live,
        cells=tuple(suppressed(cell) if (live.indicator, live.area, cell.period) in keys else cell for cell in live.cells),
        areas=tuple(
            replace(one, cell=suppressed(one.cell)) if (live.indicator, one.area, one.cell.period) in keys else one
            for one in live.areas
        ),
    )
