"""The Vega-Lite specifications behind the charts: pure data in, pure data out."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from inloco.analytics.figure import Unit
from inloco.documents.cells import Cell, State
from inloco.documents.chart_words import year_label
from inloco.documents.style import (
    BAND,
    FONT,
    GREY,
    INK,
    NAVY,
    ORANGE,
    PLUM,
    TEAL,
    TEXT_COLOUR,
    UNIT_WORDS,
    printed,
)

WIDTH = 620
HEIGHT = 260
KINDS = ("Computed from an extract", "Provisional", "Submitted figure")
KIND_OF = {State.FINAL: KINDS[0], State.PROVISIONAL: KINDS[1], State.SUBMITTED: KINDS[2]}

Spec = dict[str, Any]

CONFIG: Spec = {
    "font": FONT,
    "background": "#FFFFFF",
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK,
        "titleColor": INK,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "gridColor": "#E2E2E2",
        "domainColor": GREY,
        "tickColor": GREY,
    },
    "legend": {"labelFontSize": 12, "labelColor": INK, "title": None, "orient": "bottom", "symbolSize": 80, "labelLimit": 300},
    "title": {
        "anchor": "start",
        "fontSize": 15,
        "fontWeight": "bold",
        "color": INK,
        "offset": 14,
        "frame": "bounds",
        "lineHeight": 19,
    },
}


@dataclass(frozen=True)
class Limits:
    """Control limits of the months with index ``first`` to ``last``."""

    first: int
    last: int
    centre: Decimal
    lower: Decimal
    upper: Decimal


def break_indexes(cells: Sequence[Cell]) -> list[int]:
    """Where a new version of the definition begins, looking over months without a figure."""
    breaks: list[int] = []
    before: int | None = None
    for index, cell in enumerate(cells):
        if cell.value is None:
            continue
        if before is not None and cell.version != before:
            breaks.append(index)
        before = cell.version
    return breaks


def runs_of(cells: Sequence[Cell]) -> list[int]:
    """A number for each cell that grows at every gap and break, so that no line is drawn across one."""
    run, numbers, version = 0, [], None
    for cell in cells:
        if cell.value is None or (version is not None and cell.version != version):
            run += 1
        if cell.value is not None:
            version = cell.version
        numbers.append(run)
    return numbers


def bounds(values: Sequence[float], unit: Unit) -> tuple[float, float]:
    """An axis that shows every value with air around it, never below 0 where nothing is, never above 100%."""
    low, high = min(values), max(values)
    air = (high - low) * 0.18 or max(abs(high) * 0.1, 1)
    bottom = max(low - air, 0) if low >= 0 else low - air
    top = min(high + air, 100) if unit is Unit.PERCENT and high <= 100 else high + air
    return (0.0 if bottom < high * 0.15 else bottom), top


def apart(labels: list[tuple[float, str, str]], bottom: float, top: float, height: int, gap: int = 15) -> list[Spec]:
    """Labels (value, words, colour) as text records, moved apart so that none covers another."""
    scale = (top - bottom) / height
    placed: list[Spec] = []
    below = bottom - gap * scale
    for value, words, colour in sorted(labels, key=lambda label: label[0]):
        below = max(value, below + gap * scale)
        placed.append({"y": below, "words": words, "colour": TEXT_COLOUR.get(colour, colour)})
    limit = top
    for record in reversed(placed):
        record["y"] = min(record["y"], limit)
        limit = record["y"] - gap * scale
    return placed


def trend_spec(
    title: str,
    cells: Sequence[Cell],
    unit: Unit,
    counts: str,
    limits: Sequence[Limits],
    breaks: Sequence[int],
    target: Decimal | None,
    comparator: tuple[str, Cell] | None,
) -> Spec:
    last = len(cells) - 1
    runs = runs_of(cells)
    points: list[Spec] = [
        {
            "i": i,
            "v": float(cell.value),
            "run": runs[i],
            "kind": KIND_OF.get(cell.state, KINDS[0]),
            "label": printed(cell.value, unit) + (" ?" if cell.doubts else ""),
        }
        for i, cell in enumerate(cells)
        if cell.value is not None
    ]
    lowest = min(points, key=lambda point: point["v"])["i"] if points else -1
    highest = max(points, key=lambda point: point["v"])["i"] if points else -1
    beneath = [point for point in points if point["i"] == lowest != last]
    above = [point for point in points if point["i"] in {points[0]["i"], highest} - {lowest, last}]
    shown = [point["v"] for point in points]
    shown += [float(edge) for span in limits for edge in (span.lower, span.upper)]
    shown += [float(target)] if target is not None else []
    if comparator and comparator[1].value is not None:
        shown.append(float(comparator[1].value))
    bottom, top = bounds(shown or [0.0, 1.0], unit)

    labels: list[tuple[float, str, str]] = []
    layers: list[Spec] = []
    month_labels = [
        [f"{cell.period.end:%b}", f"{cell.period.end:%Y}"] if i == 0 or cell.period.end.month == 1 else [f"{cell.period.end:%b}"]
        for i, cell in enumerate(cells)
    ]
    x: Spec = {
        "field": "i",
        "type": "quantitative",
        "scale": {"domain": [-0.4, last + 0.4], "nice": False, "zero": False},
        "axis": {
            "values": list(range(len(cells))),
            "grid": False,
            "title": None,
            "labelOverlap": False,
            "tickSize": 4,
            "labelExpr": f"{json.dumps(month_labels)}[datum.value]",
        },
    }
    words = {Unit.PERCENT: f"% of {counts}", Unit.COUNT: counts}.get(unit, UNIT_WORDS[unit])
    y: Spec = {
        "field": "v",
        "type": "quantitative",
        "scale": {"domain": [bottom, top], "nice": False, "zero": False},
        "axis": {"tickCount": 5, "title": words if bottom == 0 else f"{words} (axis does not start at 0)"},
    }
    for span in limits:
        ends = {"i": span.first - 0.4, "i2": span.last + 0.4}
        band = {**ends, "low": max(float(span.lower), bottom), "high": min(float(span.upper), top), "v": float(span.centre)}
        layers += [
            {
                "data": {"values": [band]},
                "mark": {"type": "rect", "color": BAND},
                "encoding": {"x": x, "x2": {"field": "i2"}, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
            },
            {
                "data": {"values": [band]},
                "mark": {"type": "rule", "color": GREY, "strokeWidth": 1},
                "encoding": {"x": x, "x2": {"field": "i2"}, "y": y},
            },
        ]
    if limits:
        labels += [(float(limits[-1].centre), f"Average {printed(limits[-1].centre, unit)}", GREY)]
        if float(limits[-1].upper) <= top:
            labels += [(float(limits[-1].upper), f"Upper limit {printed(limits[-1].upper, unit)}", GREY)]
        if float(limits[-1].lower) >= bottom:
            labels += [(float(limits[-1].lower), f"Lower limit {printed(limits[-1].lower, unit)}", GREY)]
    if target is not None:
        layers.append(_level(float(target), x, y, last, TEAL, [7, 4]))
        labels.append((float(target), f"Target {printed(target, unit)}", TEAL))
    if comparator and comparator[1].value is not None:
        layers.append(_level(float(comparator[1].value), x, y, last, PLUM, [2, 3]))
        labels.append(
            (
                float(comparator[1].value),
                f"{comparator[0]} {printed(comparator[1].value, unit)}, {year_label(comparator[1].period)}",
                PLUM,
            )
        )
    if breaks:
        rules = [{"i": index - 0.5, "v": top, "words": "definition changed"} for index in breaks]
        side = {"align": "right", "dx": -4} if breaks[-1] > last / 2 else {"align": "left", "dx": 4}
        layers += [
            {"data": {"values": rules}, "mark": {"type": "rule", "color": ORANGE, "strokeWidth": 2}, "encoding": {"x": x}},
            {
                "data": {"values": rules},
                "mark": {"type": "text", "baseline": "top", "dy": 2, "fontSize": 12, "color": INK, **side},
                "encoding": {"x": x, "y": y, "text": {"field": "words"}},
            },
        ]
    kinds = [kind for kind in KINDS if any(point["kind"] == kind for point in points)]
    fills = {KINDS[0]: NAVY, KINDS[1]: "#FFFFFF", KINDS[2]: "#FFFFFF"}
    shapes = {KINDS[0]: "circle", KINDS[1]: "circle", KINDS[2]: "diamond"}
    legend: Spec | None = {} if kinds and kinds != [KINDS[0]] else None
    layers += [
        {
            "data": {"values": points},
            "mark": {"type": "line", "color": NAVY, "strokeWidth": 2.5},
            "encoding": {"x": x, "y": y, "detail": {"field": "run"}},
        },
        {
            "data": {"values": points},
            "mark": {"type": "point", "size": 60, "stroke": NAVY, "strokeWidth": 2, "opacity": 1, "filled": False},
            "encoding": {
                "x": x,
                "y": y,
                "shape": {
                    "field": "kind",
                    "type": "nominal",
                    "scale": {"domain": kinds, "range": [shapes[k] for k in kinds]},
                    "legend": legend,
                },
                "fill": {
                    "field": "kind",
                    "type": "nominal",
                    "scale": {"domain": kinds, "range": [fills[k] for k in kinds]},
                    "legend": legend,
                },
            },
        },
        _words_at(above, -13, x, y),
        _words_at(
            [{**point, "label": "?"} for point in points if point["label"].endswith("?") and point not in above + beneath],
            -13,
            x,
            y,
        ),
        _words_at(beneath, 15, x, y),
        _gaps(cells, counts, unit, bottom, x, y),
    ]
    if cells[-1].value is not None:
        labels.append((float(cells[-1].value), f"{cells[-1].period.short_label}: {printed(cells[-1].value, unit)}", NAVY))
    layers.append(side_labels(apart(labels, bottom, top, HEIGHT), y, WIDTH + 10))
    if not points:
        layers.append({"data": {"values": [{}]}, "mark": {"type": "text", "fontSize": 14, "text": "No figure to show"}})
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "padding": {"left": 6, "right": 6, "top": 6, "bottom": 6},
        "title": {"text": textwrap.wrap(title, 92)},
        "layer": _lean(layers),
        "config": CONFIG,
    }


def _lean(layers: list[Spec]) -> list[Spec]:
    """The layers that draw something, the axes said by the first alone: the same picture from a shorter specification. The line
    stays without a point too, since the axes hang on it."""
    drawn = [layer for layer in layers if layer["data"]["values"] or layer["mark"]["type"] == "line"]
    said: set[str] = set()
    lean = []
    for layer in drawn:
        encoding = {}
        for name, channel in layer.get("encoding", {}).items():
            known = name in said
            said |= {name} if "axis" in channel else set()
            encoding[name] = {key: value for key, value in channel.items() if key != "axis"} if known else channel
        lean.append({**layer, "encoding": encoding} if encoding else layer)
    return lean


def _level(value: float, x: Spec, y: Spec, last: int, colour: str, dash: list[int]) -> Spec:
    record = {"i": -0.4, "i2": last + 0.4, "v": value}
    mark = {"type": "rule", "color": colour, "strokeWidth": 1.5, "strokeDash": dash}
    return {"data": {"values": [record]}, "mark": mark, "encoding": {"x": x, "x2": {"field": "i2"}, "y": y}}


def _words_at(points: list[Spec], dy: int, x: Spec, y: Spec) -> Spec:
    mark = {"type": "text", "dy": dy, "fontSize": 12, "color": INK}
    return {"data": {"values": points}, "mark": mark, "encoding": {"x": x, "y": y, "text": {"field": "label"}}}


def _gaps(cells: Sequence[Cell], counts: str, unit: Unit, bottom: float, x: Spec, y: Spec) -> Spec:
    """Why a month has no point, written where the point would stand."""
    gaps = [{"i": i, "v": bottom, "label": cell.words(unit, counts)} for i, cell in enumerate(cells) if cell.value is None]
    mark = {"type": "text", "angle": 270, "align": "left", "dx": 8, "fontSize": 11, "color": GREY}
    return {"data": {"values": gaps}, "mark": mark, "encoding": {"x": x, "y": y, "text": {"field": "label"}}}


def side_labels(records: list[Spec], y: Spec, at: int) -> Spec:
    return {
        "data": {"values": records},
        "mark": {"type": "text", "align": "left", "fontSize": 12, "clip": False},
        "encoding": {
            "x": {"value": at},
            "y": {**y, "field": "y"},
            "text": {"field": "words"},
            "color": {"field": "colour", "type": "nominal", "scale": None, "legend": None},
        },
    }
