"""The Vega-Lite specifications of the annual chart and of the small multiple."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence

from inloco.analytics.figure import Unit
from inloco.analytics.periods import Period
from inloco.documents.cells import Cell
from inloco.documents.chart_specs import CONFIG, WIDTH, Spec, apart, bounds, runs_of, side_labels
from inloco.documents.chart_words import year_label
from inloco.documents.style import INK, NAVY, ORANGE, PALETTE, UNIT_WORDS, printed


def history_spec(title: str, rows: Sequence[tuple[str, Sequence[Cell]]], unit: Unit) -> Spec:
    """The first row is the authority; each point stands at its own period."""
    periods = sorted({cell.period for _, cells in rows for cell in cells})
    index = {period: i for i, period in enumerate(periods)}
    records: list[Spec] = []
    labels: list[tuple[float, str, str]] = []
    for number, (row, cells) in enumerate(rows):
        colour = PALETTE[number % len(PALETTE)]
        known = [cell for cell in cells if cell.value is not None]
        run, before = 0, None
        for cell in known:
            position = index[cell.period]
            run += before is not None and (position != before[0] + 1 or cell.version != before[1])
            before = (position, cell.version)
            records.append({"i": position, "v": float(cell.value or 0), "row": row, "run": f"{row}{run}", "colour": colour})
        if known and known[-1].value is not None:
            labels.append(
                (float(known[-1].value), f"{row} {printed(known[-1].value, unit)}, {year_label(known[-1].period)}", colour)
            )
    bottom, top = bounds([record["v"] for record in records] or [0.0, 1.0], unit)
    last = max(len(periods) - 1, 0)
    x = {
        "field": "i",
        "type": "quantitative",
        "scale": {"domain": [-0.3, last + 0.3], "nice": False, "zero": False},
        "axis": {
            "values": list(range(len(periods))),
            "grid": False,
            "title": None,
            "labelOverlap": False,
            "labelExpr": f"{json.dumps([year_label(period).split(' ') for period in periods])}[datum.value]",
        },
    }
    y = {
        "field": "v",
        "type": "quantitative",
        "scale": {"domain": [bottom, top], "nice": False, "zero": False},
        "axis": {"tickCount": 5, "title": UNIT_WORDS[unit] if bottom == 0 else f"{UNIT_WORDS[unit]} (axis does not start at 0)"},
    }
    colour_of = {"field": "colour", "type": "nominal", "scale": None, "legend": None}
    shape = {
        "field": "row",
        "type": "nominal",
        "legend": None,
        "scale": {
            "domain": [row for row, _ in rows],
            "range": [("circle", "square", "triangle-up", "diamond")[n % 4] for n in range(len(rows))],
        },
    }
    return {
        "width": WIDTH,
        "height": 220,
        "padding": 6,
        "title": {"text": textwrap.wrap(title, 92)},
        "config": CONFIG,
        "layer": [
            {
                "data": {"values": records},
                "mark": {"type": "line", "strokeWidth": 2},
                "encoding": {"x": x, "y": y, "detail": {"field": "run"}, "color": colour_of},
            },
            {
                "data": {"values": records},
                "mark": {"type": "point", "filled": True, "size": 50, "opacity": 1},
                "encoding": {"x": x, "y": y, "color": colour_of, "shape": shape},
            },
            side_labels(apart(labels, bottom, top, 220), y, WIDTH + 10),
        ],
    }


def multiple_spec(title: str, rows: Sequence[tuple[str, Sequence[Cell]]], unit: Unit, counts: str, columns: int) -> Spec:
    """One small line for each row on one scale."""
    records: list[Spec] = []
    headings: dict[str, str] = {}
    for row, cells in rows:
        heading = f"{textwrap.shorten(row, 24, placeholder='…')}: {cells[-1].words(unit, counts)}"
        headings[row] = heading
        runs = runs_of(cells)
        known = [
            {"area": heading, "i": i, "v": float(cell.value), "run": runs[i], "size": 0 if runs.count(runs[i]) > 1 else 10}
            for i, cell in enumerate(cells)
            if cell.value is not None
        ]
        records += known or [{"area": heading, "i": 0, "v": None, "run": 0, "size": 0}]
    values = [record["v"] for record in records if record["v"] is not None]
    bottom, top = bounds(values or [0.0, 1.0], unit)
    periods: list[Period] = [cell.period for cell in rows[0][1]] if rows else []
    last = max(len(periods) - 1, 1)
    ends = [periods[0].short_label, periods[-1].short_label] if periods else ["", ""]
    x = {
        "field": "i",
        "type": "quantitative",
        "scale": {"domain": [-0.3, last + 0.6], "nice": False, "zero": False},
        "axis": {
            "values": [0, last],
            "grid": False,
            "title": None,
            "domain": False,
            "ticks": False,
            "labelFontSize": 10,
            "labelAlign": {"condition": {"test": "datum.value == 0", "value": "left"}, "value": "right"},
            "labelExpr": f"{json.dumps(ends)}[datum.value ? 1 : 0]",
        },
    }
    y = {
        "field": "v",
        "type": "quantitative",
        "scale": {"domain": [bottom, top], "nice": False, "zero": False},
        "axis": {"tickCount": 3, "title": None, "domain": False, "ticks": False, "labelFontSize": 10},
    }
    return {
        "data": {"values": records},
        "facet": {
            "field": "area",
            "type": "nominal",
            "sort": list(headings.values()),
            "title": None,
            "header": {
                "labelFontSize": 11,
                "labelFontWeight": "bold",
                "labelColor": INK,
                "labelAnchor": "start",
                "labelPadding": 2,
            },
        },
        "columns": columns,
        "spacing": {"row": 16, "column": 18},
        "padding": 6,
        "title": {"text": textwrap.wrap(title, 92)},
        "config": CONFIG,
        "spec": {
            "width": 150,
            "height": 58,
            "layer": [
                {
                    "mark": {"type": "line", "color": NAVY, "strokeWidth": 1.8},
                    "encoding": {"x": x, "y": y, "detail": {"field": "run"}},
                },
                {
                    "mark": {"type": "point", "color": NAVY, "filled": True, "opacity": 1},
                    "encoding": {
                        "x": x,
                        "y": y,
                        "size": {"field": "size", "type": "quantitative", "scale": None, "legend": None},
                    },
                },
                {
                    "transform": [{"filter": f"datum.i == {last}"}],
                    "mark": {"type": "point", "color": ORANGE, "filled": True, "size": 40, "opacity": 1},
                    "encoding": {"x": x, "y": y},
                },
            ],
        },
    }
