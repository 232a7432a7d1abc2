"""Charts with axes, from the cells of figures: a finding, its words, and a picture. A page embeds one by ``chart_data_uri``."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from inloco.analytics.figure import Unit
from inloco.analytics.statistics.funnel import Funnel
from inloco.documents.cells import Cell
from inloco.documents.chart_drawing import ChartCache, Drawing
from inloco.documents.chart_funnel import funnel_alt, funnel_spec
from inloco.documents.chart_overviews import history_spec, multiple_spec
from inloco.documents.chart_specs import Limits, Spec, break_indexes, trend_spec
from inloco.documents.chart_words import finding, history_alt, multiple_alt, trend_alt

CACHE = ChartCache()
"""The process's own. The web project gives it a folder: ``charts.CACHE.folder = …``."""


@dataclass(frozen=True)
class Chart:
    """A chart: its finding, its text alternative, and its picture, drawn when it is first asked for."""

    title: str
    alt: str
    drawing: Drawing

    @property
    def svg(self) -> str:
        return self.drawing.svg

    @property
    def data_uri(self) -> str:
        return chart_data_uri(self.svg)


def chart_data_uri(svg: str) -> str:
    """``svg`` for the ``src`` of an ``<img>``."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def charted(title: str, alt: str, spec: Spec) -> Chart:
    """The chart that ``spec`` draws, with its title and its text alternative."""
    return Chart(title, alt, CACHE.drawing(spec))


def trend_chart(
    name: str,
    cells: Sequence[Cell],
    unit: Unit,
    *,
    counts: str = "children",
    limits: Sequence[Limits] = (),
    target: Decimal | None = None,
    comparator: tuple[str, Cell] | None = None,
    title: str = "",
) -> Chart:
    """The months of one measure: line and markers, control limits, target, the nearest comparator under its own period, and a
    break wherever the definition's version changes. A month without a figure is a gap. ``title`` defaults to the finding."""
    said = title or finding(name, cells, unit, counts)
    breaks = break_indexes(cells)
    alt = trend_alt(
        name,
        cells,
        unit,
        counts=counts,
        limits=[(one.lower, one.upper) for one in limits],
        breaks=[cells[index].period for index in breaks],
        target=target,
        comparator=comparator,
    )
    spec = trend_spec(said, cells, unit, counts, limits, breaks, target, comparator)
    return charted(said, alt, spec)


def history_chart(name: str, rows: Sequence[tuple[str, Sequence[Cell]]], unit: Unit, *, title: str = "") -> Chart:
    """Years of the authority (the first row) and of its comparators, each point under its own period, each line named."""
    said = title or f"{name} by year"
    return charted(said, history_alt(name, rows, unit), history_spec(said, rows, unit))


def small_multiple(
    name: str,
    rows: Sequence[tuple[str, Sequence[Cell]]],
    unit: Unit,
    *,
    counts: str = "children",
    columns: int = 4,
    title: str = "",
) -> Chart:
    """One small line for each area, all on one scale, so that areas can be compared at a glance."""
    said = title or f"{name} by area, on one scale"
    return charted(said, multiple_alt(name, rows, unit, counts), multiple_spec(said, rows, unit, counts, columns))


def funnel_chart(name: str, found: Funnel, names: Mapping[str, str], counts: str = "children") -> Chart:
    """Teams by size and share between the limits of chance; ``names`` by area."""
    said = f"{name}: teams against chance"
    return charted(said, funnel_alt(name, found, names), funnel_spec(said, found, names, counts))
