"""Charts with axes: Vega-Lite specifications drawn as SVG, once for each content. A page embeds one by ``chart_data_uri``."""

from __future__ import annotations

import base64
import hashlib
import json
import textwrap
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import vl_convert

from inloco.analytics.figure import Unit
from inloco.analytics.periods import Period
from inloco.documents.cells import Cell, State
from inloco.documents.chart_words import finding, history_alt, multiple_alt, trend_alt, year_label
from inloco.documents.style import BAND, FONT, GREY, INK, NAVY, ORANGE, PALETTE, PLUM, TEAL, UNIT_WORDS, printed

FONTS = Path(__file__).parent / "fonts"
VEGA_LITE = "6.4"
WIDTH = 620
HEIGHT = 260
LABELS = 150
"""Room for the words to the right of the last point, in pixels."""

KINDS = ("Computed from an extract", "Provisional", "Submitted figure")
KIND_OF = {State.FINAL: KINDS[0], State.PROVISIONAL: KINDS[1], State.SUBMITTED: KINDS[2]}

Spec = dict[str, Any]

CONFIG: Spec = {
    "font": FONT,
    "background": "#FFFFFF",
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK, "titleColor": INK, "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal",
        "gridColor": "#E2E2E2", "domainColor": GREY, "tickColor": GREY,
    },
    "legend": {"labelFontSize": 12, "labelColor": INK, "title": None, "orient": "bottom", "symbolSize": 80, "labelLimit": 300},
    "title": {"anchor": "start", "fontSize": 15, "fontWeight": "bold", "color": INK, "offset": 14, "frame": "bounds", "lineHeight": 19},
}  # fmt: skip


@dataclass(frozen=True)
class Chart:
    """A drawn chart: the SVG, its finding and its text alternative."""

    title: str
    alt: str
    svg: str

    @property
    def data_uri(self) -> str:
        return chart_data_uri(self.svg)


@dataclass(frozen=True)
class Limits:
    """Control limits of the months with index ``first`` to ``last``."""

    first: int
    last: int
    centre: Decimal
    lower: Decimal
    upper: Decimal


def chart_data_uri(svg: str) -> str:
    """``svg`` for the ``src`` of an ``<img>``."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


class ChartCache:
    """Drawn charts by the hash of their specification: the latest in memory, all of them in ``folder`` when there is one."""

    def __init__(self, size: int = 512, folder: Path | None = None) -> None:
        self.size = size
        self.folder = folder
        self._drawn: OrderedDict[str, str] = OrderedDict()
        self._lock = threading.Lock()
        self._fonts_known = False

    def svg(self, spec: Spec) -> str:
        """The SVG of ``spec``. Drawing takes tens of milliseconds, finding it again none."""
        content = json.dumps([VEGA_LITE, vl_convert.__version__, spec], sort_keys=True)
        key = hashlib.sha256(content.encode()).hexdigest()
        with self._lock:
            if key in self._drawn:
                self._drawn.move_to_end(key)
                return self._drawn[key]
        svg = self._stored(key)
        if svg is None:
            svg = self._draw(spec)
            self._store(key, svg)
        with self._lock:
            self._drawn[key] = svg
            while len(self._drawn) > self.size:
                self._drawn.popitem(last=False)
        return svg

    def _draw(self, spec: Spec) -> str:
        with self._lock:
            if not self._fonts_known:
                vl_convert.register_font_directory(str(FONTS))
                self._fonts_known = True
        svg: str = vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE, allowed_base_urls=[])
        return svg

    def _stored(self, key: str) -> str | None:
        if self.folder is None:
            return None
        try:
            return (self.folder / f"{key}.svg").read_text(encoding="utf-8")
        except OSError:
            return None

    def _store(self, key: str, svg: str) -> None:
        """Keep a copy for the other processes. A cache that cannot be written costs time, never the page."""
        if self.folder is None:
            return
        part = self.folder / f".{key}.{threading.get_ident()}.part"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            part.write_text(svg, encoding="utf-8")
            part.replace(self.folder / f"{key}.svg")
        except OSError:
            part.unlink(missing_ok=True)


CACHE = ChartCache()
"""The process's own. The web project gives it a folder: ``charts.CACHE.folder = …``."""


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
        name, cells, unit, counts=counts, limits=[(one.lower, one.upper) for one in limits],
        breaks=[cells[index].period for index in breaks], target=target, comparator=comparator,
    )  # fmt: skip
    spec = _trend_spec(said, cells, unit, counts, limits, breaks, target, comparator)
    return Chart(said, alt, CACHE.svg(spec))


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


def _runs(cells: Sequence[Cell]) -> list[int]:
    """A number for each cell that grows at every gap and break, so that no line is drawn across one."""
    run, numbers, version = 0, [], None
    for cell in cells:
        if cell.value is None or (version is not None and cell.version != version):
            run += 1
        if cell.value is not None:
            version = cell.version
        numbers.append(run)
    return numbers


def _bounds(values: Sequence[float], unit: Unit) -> tuple[float, float]:
    """An axis that shows every value with air around it, never below 0 where nothing is, never above 100%."""
    low, high = min(values), max(values)
    air = (high - low) * 0.18 or max(abs(high) * 0.1, 1)
    bottom = max(low - air, 0) if low >= 0 else low - air
    top = min(high + air, 100) if unit is Unit.PERCENT and high <= 100 else high + air
    return (0.0 if bottom < high * 0.15 else bottom), top


def _apart(labels: list[tuple[float, str, str]], bottom: float, top: float, height: int, gap: int = 15) -> list[Spec]:
    """Labels (value, words, colour) as text records, moved apart so that none covers another."""
    scale = (top - bottom) / height
    placed: list[Spec] = []
    below = bottom - gap * scale
    for value, words, colour in sorted(labels, key=lambda label: label[0]):
        below = max(value, below + gap * scale)
        placed.append({"y": below, "words": words, "colour": colour})
    limit = top
    for record in reversed(placed):
        record["y"] = min(record["y"], limit)
        limit = record["y"] - gap * scale
    return placed


def _trend_spec(
    title: str,
    cells: Sequence[Cell],
    unit: Unit,
    counts: str,
    limits: Sequence[Limits],
    breaks: Sequence[int],
    target: Decimal | None,
    comparator: tuple[str, Cell] | None,
) -> Spec:
    runs = _runs(cells)
    points = [
        {"i": i, "v": float(cell.value), "run": runs[i], "kind": KIND_OF.get(cell.state, KINDS[0]), "label": printed(cell.value, unit)}
        for i, cell in enumerate(cells)
        if cell.value is not None
    ]
    extremes = {pick(points, key=lambda point: point["v"])["i"] for pick in (min, max)} if points else set()
    marked = {points[0]["i"], *extremes} - {len(cells) - 1} if points else set()
    shown = [point["v"] for point in points]
    shown += [float(edge) for span in limits for edge in (span.lower, span.upper)]
    shown += [float(target)] if target is not None else []
    if comparator and comparator[1].value is not None:
        shown.append(float(comparator[1].value))
    bottom, top = _bounds(shown or [0.0, 1.0], unit)

    last = len(cells) - 1
    labels: list[tuple[float, str, str]] = []
    layers: list[Spec] = []
    x: Spec = {
        "field": "i", "type": "quantitative", "scale": {"domain": [-0.4, last + 0.4], "nice": False, "zero": False},
        "axis": {
            "values": list(range(len(cells))), "grid": False, "title": None, "labelOverlap": False, "tickSize": 4,
            "labelExpr": f"{json.dumps([[f'{c.period.end:%b}', f'{c.period.end:%Y}'] if i == 0 or c.period.end.month == 1 else [f'{c.period.end:%b}'] for i, c in enumerate(cells)])}[datum.value]",
        },
    }  # fmt: skip
    words = {Unit.PERCENT: f"% of {counts}", Unit.COUNT: counts}.get(unit, UNIT_WORDS[unit])
    y: Spec = {
        "field": "v", "type": "quantitative", "scale": {"domain": [bottom, top], "nice": False, "zero": False},
        "axis": {"tickCount": 5, "title": words if bottom == 0 else f"{words} (axis does not start at 0)"},
    }  # fmt: skip
    for span in limits:
        ends = {"i": span.first - 0.4, "i2": span.last + 0.4}
        band = {**ends, "low": max(float(span.lower), bottom), "high": min(float(span.upper), top), "v": float(span.centre)}
        layers += [
            {"data": {"values": [band]}, "mark": {"type": "rect", "color": BAND},
             "encoding": {"x": x, "x2": {"field": "i2"}, "y": {**y, "field": "low"}, "y2": {"field": "high"}}},
            {"data": {"values": [band]}, "mark": {"type": "rule", "color": GREY, "strokeWidth": 1},
             "encoding": {"x": x, "x2": {"field": "i2"}, "y": y}},
        ]  # fmt: skip
    if limits:
        labels += [(float(limits[-1].centre), f"Average {printed(limits[-1].centre, unit)}", GREY)]
        if float(limits[-1].upper) <= top:
            labels += [(float(limits[-1].upper), f"Upper limit {printed(limits[-1].upper, unit)}", GREY)]
        if float(limits[-1].lower) >= bottom:
            labels += [(float(limits[-1].lower), f"Lower limit {printed(limits[-1].lower, unit)}", GREY)]
    if target is not None:
        layers.append(_level(float(target), x, y, last, TEAL, [7, 4]))
        labels.append((float(target), f"Target {printed(target, unit)}", "#1B6D66"))
    if comparator and comparator[1].value is not None:
        layers.append(_level(float(comparator[1].value), x, y, last, PLUM, [2, 3]))
        labels.append((float(comparator[1].value), f"{comparator[0]} {printed(comparator[1].value, unit)}, {year_label(comparator[1].period)}", PLUM))
    if breaks:
        rules = [{"i": index - 0.5, "v": top, "words": "definition changed"} for index in breaks]
        side = {"align": "right", "dx": -4} if breaks[-1] > last / 2 else {"align": "left", "dx": 4}
        layers += [
            {"data": {"values": rules}, "mark": {"type": "rule", "color": ORANGE, "strokeWidth": 2}, "encoding": {"x": x}},
            {"data": {"values": rules}, "mark": {"type": "text", "baseline": "top", "dy": 2, "fontSize": 12, "color": INK, **side},
             "encoding": {"x": x, "y": y, "text": {"field": "words"}}},
        ]  # fmt: skip
    kinds = [kind for kind in KINDS if any(point["kind"] == kind for point in points)]
    fills = {KINDS[0]: NAVY, KINDS[1]: "#FFFFFF", KINDS[2]: "#FFFFFF"}
    shapes = {KINDS[0]: "circle", KINDS[1]: "circle", KINDS[2]: "diamond"}
    legend = {} if kinds and kinds != [KINDS[0]] else None
    layers += [
        {"data": {"values": points}, "mark": {"type": "line", "color": NAVY, "strokeWidth": 2.5},
         "encoding": {"x": x, "y": y, "detail": {"field": "run"}}},
        {"data": {"values": points}, "mark": {"type": "point", "size": 60, "stroke": NAVY, "strokeWidth": 2, "opacity": 1, "filled": False},
         "encoding": {
             "x": x, "y": y,
             "shape": {"field": "kind", "type": "nominal", "scale": {"domain": kinds, "range": [shapes[k] for k in kinds]}, "legend": legend},
             "fill": {"field": "kind", "type": "nominal", "scale": {"domain": kinds, "range": [fills[k] for k in kinds]}, "legend": legend},
         }},
        {"data": {"values": [point for point in points if point["i"] in marked]},
         "mark": {"type": "text", "dy": -13, "fontSize": 12, "color": INK}, "encoding": {"x": x, "y": y, "text": {"field": "label"}}},
    ]  # fmt: skip
    if cells[-1].value is not None:
        labels.append((float(cells[-1].value), f"{cells[-1].period.short_label}: {printed(cells[-1].value, unit)}", NAVY))
    layers.append(_side_labels(_apart(labels, bottom, top, HEIGHT), y, WIDTH + 10))
    if not points:
        layers.append({"data": {"values": [{}]}, "mark": {"type": "text", "fontSize": 14, "text": "No figure to show"}})
    return {
        "width": WIDTH, "height": HEIGHT, "padding": {"left": 6, "right": 6, "top": 6, "bottom": 6},
        "title": {"text": textwrap.wrap(title, 92)}, "layer": layers, "config": CONFIG,
    }  # fmt: skip


def _level(value: float, x: Spec, y: Spec, last: int, colour: str, dash: list[int]) -> Spec:
    record = {"i": -0.4, "i2": last + 0.4, "v": value}
    mark = {"type": "rule", "color": colour, "strokeWidth": 1.5, "strokeDash": dash}
    return {"data": {"values": [record]}, "mark": mark, "encoding": {"x": x, "x2": {"field": "i2"}, "y": y}}


def _side_labels(records: list[Spec], y: Spec, at: int) -> Spec:
    return {
        "data": {"values": records}, "mark": {"type": "text", "align": "left", "fontSize": 12, "clip": False},
        "encoding": {
            "x": {"value": at}, "y": {**y, "field": "y"}, "text": {"field": "words"},
            "color": {"field": "colour", "type": "nominal", "scale": None, "legend": None},
        },
    }  # fmt: skip


def history_chart(name: str, rows: Sequence[tuple[str, Sequence[Cell]]], unit: Unit, *, title: str = "") -> Chart:
    """Years of the authority (the first row) and of its comparators, each point under its own period, each line named at its end."""
    periods = sorted({cell.period for _, cells in rows for cell in cells})
    index = {period: i for i, period in enumerate(periods)}
    said = title or f"{name} by year"
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
            labels.append((float(known[-1].value), f"{row} {printed(known[-1].value, unit)}, {year_label(known[-1].period)}", colour))
    bottom, top = _bounds([record["v"] for record in records] or [0.0, 1.0], unit)
    last = max(len(periods) - 1, 0)
    x = {
        "field": "i", "type": "quantitative", "scale": {"domain": [-0.3, last + 0.3], "nice": False, "zero": False},
        "axis": {"values": list(range(len(periods))), "grid": False, "title": None, "labelOverlap": False,
                 "labelExpr": f"{json.dumps([year_label(period).split(' ') for period in periods])}[datum.value]"},
    }  # fmt: skip
    y = {
        "field": "v", "type": "quantitative", "scale": {"domain": [bottom, top], "nice": False, "zero": False},
        "axis": {"tickCount": 5, "title": UNIT_WORDS[unit] if bottom == 0 else f"{UNIT_WORDS[unit]} (axis does not start at 0)"},
    }  # fmt: skip
    colour_of = {"field": "colour", "type": "nominal", "scale": None, "legend": None}
    shape = {"field": "row", "type": "nominal", "legend": None, "scale": {
        "domain": [row for row, _ in rows], "range": [("circle", "square", "triangle-up", "diamond")[n % 4] for n in range(len(rows))]}}  # fmt: skip
    spec: Spec = {
        "width": WIDTH, "height": 220, "padding": 6, "title": {"text": textwrap.wrap(said, 92)}, "config": CONFIG,
        "layer": [
            {"data": {"values": records}, "mark": {"type": "line", "strokeWidth": 2},
             "encoding": {"x": x, "y": y, "detail": {"field": "run"}, "color": colour_of}},
            {"data": {"values": records}, "mark": {"type": "point", "filled": True, "size": 50, "opacity": 1},
             "encoding": {"x": x, "y": y, "color": colour_of, "shape": shape}},
            _side_labels(_apart(labels, bottom, top, 220), y, WIDTH + 10),
        ],
    }  # fmt: skip
    return Chart(said, history_alt(name, rows, unit), CACHE.svg(spec))


def small_multiple(
    name: str, rows: Sequence[tuple[str, Sequence[Cell]]], unit: Unit, *, counts: str = "children", columns: int = 4, title: str = ""
) -> Chart:
    """One small line for each area, all on one scale, so that areas can be compared at a glance."""
    said = title or f"{name} by area, on one scale"
    records: list[Spec] = []
    headings: dict[str, str] = {}
    for row, cells in rows:
        heading = f"{textwrap.shorten(row, 24, placeholder='…')}: {cells[-1].words(unit, counts)}"
        headings[row] = heading
        runs = _runs(cells)
        known = [
            {"area": heading, "i": i, "v": float(cell.value), "run": runs[i], "size": 0 if runs.count(runs[i]) > 1 else 10}
            for i, cell in enumerate(cells)
            if cell.value is not None
        ]
        records += known or [{"area": heading, "i": 0, "v": None, "run": 0, "size": 0}]
    values = [record["v"] for record in records if record["v"] is not None]
    bottom, top = _bounds(values or [0.0, 1.0], unit)
    periods: list[Period] = [cell.period for cell in rows[0][1]] if rows else []
    last = max(len(periods) - 1, 1)
    x = {"field": "i", "type": "quantitative", "scale": {"domain": [-0.3, last + 0.6], "nice": False, "zero": False},
         "axis": {"values": [0, last], "grid": False, "title": None, "domain": False, "ticks": False, "labelFontSize": 10, "labelFlush": True,
                  "labelExpr": f"datum.value == 0 ? {json.dumps(periods[0].short_label if periods else '')} : {json.dumps(periods[-1].short_label if periods else '')}"}}  # fmt: skip
    y = {"field": "v", "type": "quantitative", "scale": {"domain": [bottom, top], "nice": False, "zero": False},
         "axis": {"tickCount": 3, "title": None, "domain": False, "ticks": False, "labelFontSize": 10}}  # fmt: skip
    spec: Spec = {
        "data": {"values": records},
        "facet": {"field": "area", "type": "nominal", "sort": list(headings.values()), "title": None,
                  "header": {"labelFontSize": 11, "labelFontWeight": "bold", "labelColor": INK, "labelAnchor": "start", "labelPadding": 2}},
        "columns": columns, "spacing": {"row": 16, "column": 18}, "padding": 6, "title": {"text": textwrap.wrap(said, 92)}, "config": CONFIG,
        "spec": {
            "width": 150, "height": 58,
            "layer": [
                {"mark": {"type": "line", "color": NAVY, "strokeWidth": 1.8}, "encoding": {"x": x, "y": y, "detail": {"field": "run"}}},
                {"mark": {"type": "point", "color": NAVY, "filled": True, "opacity": 1},
                 "encoding": {"x": x, "y": y, "size": {"field": "size", "type": "quantitative", "scale": None, "legend": None}}},
                {"transform": [{"filter": f"datum.i == {last}"}], "mark": {"type": "point", "color": ORANGE, "filled": True, "size": 40, "opacity": 1},
                 "encoding": {"x": x, "y": y}},
            ],
        },
    }  # fmt: skip
    return Chart(said, multiple_alt(name, rows, unit, counts), CACHE.svg(spec))

