"""What a file of submitted figures holds once it has been read, before anything is checked."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import NamedTuple

from inloco.analytics.figure import Unit
from inloco.analytics.indicators.definition import Basis
from inloco.analytics.periods import Period


class Cell(NamedTuple):
    """One place in the table of figures: there can be only one value in it."""

    indicator: str
    area: str
    period: Period


@dataclass(frozen=True)
class Code:
    """What a code and measure of a return mean here. ``count_indicator`` counts the same or the wider group; indicators of one
    ``cohort`` share their denominator."""

    code: str
    measure: str
    indicator: str
    unit: Unit
    count_indicator: str
    cohort: str


@cache
def codes() -> tuple[Code, ...]:
    """The mapping that ships: ``indicators/submitted_codes.csv``."""
    text = resources.files("inloco.analytics.indicators").joinpath("submitted_codes.csv").read_text(encoding="utf-8")
    return tuple(
        Code(row["code"], row["measure"], row["indicator"], Unit(row["unit"]), row["count_indicator"], row["cohort"])
        for row in csv.DictReader(text.splitlines())
    )


@dataclass(frozen=True)
class SubmittedFigure:
    """One cell as it was given: the first row that gave it. ``row`` counts as a spreadsheet does."""

    indicator: str
    area: str
    area_name: str
    area_kind: str
    period: Period
    value: Decimal
    numerator: int | None
    denominator: int | None
    unit: Unit
    source: str
    row: int

    @property
    def cell(self) -> Cell:
        return Cell(self.indicator, self.area, self.period)

    def __str__(self) -> str:
        """The value with its unit: ``88.7 %``, ``85.9 per 10,000``, ``1838``."""
        return f"{self.value}" if self.unit is Unit.COUNT else f"{self.value} {self.unit}"


@dataclass(frozen=True)
class Meaning:
    """What is known of an indicator that figures are submitted for."""

    unit: Unit
    title: str
    count_indicator: str = ""
    cohort: str = ""
    basis: Basis = Basis.AS_AT
    breaks: tuple[Period, ...] = ()


@dataclass
class Submission:
    """A file as read: its cells in their order, the same cells by series, and the later rows that repeat a cell."""

    file: str
    cells: dict[Cell, SubmittedFigure] = field(default_factory=dict)
    series: dict[tuple[str, str], dict[Period, SubmittedFigure]] = field(default_factory=dict)
    repeats: list[SubmittedFigure] = field(default_factory=list)
    meanings: dict[str, Meaning] = field(default_factory=dict)

    def add(self, figure: SubmittedFigure) -> None:
        """Take a figure; of two for one cell the first stays."""
        if figure.cell in self.cells:
            self.repeats.append(figure)
        else:
            self.cells[figure.cell] = figure
            self.series.setdefault((figure.indicator, figure.area), {})[figure.period] = figure

    def title(self, figure: SubmittedFigure) -> str:
        return self.meanings[figure.indicator].title

    def named(self, figure: SubmittedFigure) -> str:
        """The figure's indicator, area and period in words."""
        return f"{self.title(figure)}, {figure.area_name}, {figure.period.label}"

    def base(self, figure: SubmittedFigure) -> int | None:
        """How many people a figure can be about at most: its denominator, else the file's own count of the wider group."""
        if figure.denominator is not None:
            return figure.denominator
        count = self.cells.get(Cell(self.meanings[figure.indicator].count_indicator, figure.area, figure.period))
        return int(count.value) if count and count.value >= 0 else None


def rows_named(rows: list[int]) -> str:
    """``row 4``, ``rows 4, 9 and 12`` or ``rows 4, 5, 6 and 40 more``."""
    if len(rows) == 1:
        return f"row {rows[0]}"
    shown = [str(row) for row in rows[:4]]
    if len(rows) > 4:
        return f"rows {', '.join(shown)} and {len(rows) - 4} more"
    return f"rows {', '.join(shown[:-1])} and {shown[-1]}"
