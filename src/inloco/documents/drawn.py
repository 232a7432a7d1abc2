"""The charts of a report, drawn from the cells of its pages."""

from __future__ import annotations

from inloco.analytics.periods import Period
from inloco.documents.cells import Cell
from inloco.documents.chart_specs import Limits
from inloco.documents.charts import Chart, history_chart, small_multiple, trend_chart
from inloco.documents.monthly_report import Measure, MonthlyReport


def months_chart(measure: Measure, report: MonthlyReport) -> Chart:
    """The months of a measure with its limits, target and England's latest figure under its own period."""
    index = {period: number for number, period in enumerate(report.periods)}
    limits = [
        Limits(_index(index, span.first, 0), _index(index, span.last, len(index) - 1), span.centre, span.lower, span.upper)
        for span in measure.limits
        if span.last >= report.periods[0] and span.first <= report.periods[-1]
    ]
    return trend_chart(
        measure.title,
        measure.series,
        measure.unit,
        counts=measure.counts,
        limits=limits,
        target=measure.target.value if measure.target else None,
        comparator=nearest_comparator(measure),
        title=measure.finding,
    )


def _index(index: dict[Period, int], period: Period, otherwise: int) -> int:
    return index.get(period, otherwise)


def nearest_comparator(measure: Measure) -> tuple[str, Cell] | None:
    """One comparator for the chart of months: the one with the most recent figure, England before others of the same year."""
    latest = [
        (max(known, key=lambda cell: cell.period), row.name)
        for row in measure.history
        if row.comparator and (known := [cell for cell in row.cells if cell.value is not None])
    ]
    if not latest:
        return None
    cell, name = max(latest, key=lambda pair: (pair[0].period, pair[1] == "England"))
    return name, cell


def years_chart(measure: Measure) -> Chart | None:
    """The authority's years beside its comparators; None with fewer than two years to draw."""
    if len(measure.years) < 2:
        return None
    return history_chart(measure.title, [(row.name, row.cells) for row in measure.history], measure.unit)


MOST_PANELS = 16
"""More small lines than this cannot be compared at a glance, and take seconds to draw."""


def areas_chart(measure: Measure, *, columns: int = 4) -> Chart | None:
    """A small line for each area under the authority; where they are too many, for localities and districts only, and then for
    localities. None with fewer than two. The table beneath has every area."""
    under = [row for row in measure.areas if row.level > 0]
    kinds = [{row.kind for row in under}, {"locality", "district"}, {"locality"}]
    shown = next((chosen for kind in kinds if len(chosen := [row for row in under if row.kind in kind]) <= MOST_PANELS), [])
    rows = [(row.name, row.cells) for row in shown]
    return small_multiple(measure.title, rows, measure.unit, counts=measure.counts, columns=columns) if len(rows) > 1 else None
