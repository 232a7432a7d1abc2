"""The funnel plot: teams by size and share between the limits of chance."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

from inloco.analytics.statistics.funnel import Funnel, Spot, limits
from inloco.documents.chart_specs import CONFIG, HEIGHT, WIDTH, Spec
from inloco.documents.chart_words import listed
from inloco.documents.style import GREY, INK, NAVY, ORANGE, TEXT_COLOUR

POINTS = 24
"""At how many sizes the limits are drawn."""

SHAPES = {"Within chance": ("circle", NAVY), "Outside 95%": ("diamond", ORANGE), "Outside 99.8%": ("square", TEXT_COLOUR[ORANGE])}
"""A shape beside each colour."""


def funnel_alt(name: str, found: Funnel, names: Mapping[str, str]) -> str:
    """The plot for whoever does not see it. The table beside it has every number."""
    outside = [f"{names[spot.area]} ({spot.place})" for spot in found.spots if spot.place.direction]
    teams = sum(1 for spot in found.spots if spot.of)
    said = f"{name}: funnel plot of {teams} teams against {found.expected.value:.1%}. "
    return said + (f"Outside the limits: {listed(outside)}." if outside else "Every team lies within the limits of chance.")


def funnel_spec(title: str, found: Funnel, names: Mapping[str, str], counts: str) -> Spec:
    """The specification. There is at least one team with children."""
    filled = [spot for spot in found.spots if spot.of]
    largest = max(spot.of for spot in filled)
    sizes = sorted({max(1, round(largest * 1.1 * step / POINTS)) for step in range(1, POINTS + 1)})
    lines = []
    for size in sizes:
        band = limits(size, found.expected)
        edges = {"95%": (band.lower_95, band.upper_95), "99.8%": (band.lower_998, band.upper_998)}
        for name, (low, high) in edges.items():
            lines.append({"n": size, "v": low * 100, "line": f"{name} below", "limit": f"{name} limits"})
            lines.append({"n": size, "v": high * 100, "line": f"{name} above", "limit": f"{name} limits"})
    points = [{"n": spot.of, "v": spot.met / spot.of * 100, "kind": _kind(spot), "name": names[spot.area]} for spot in filled]
    x = {
        "field": "n",
        "type": "quantitative",
        "scale": {"domain": [0, largest * 1.1], "nice": False},
        "axis": {"title": f"{counts.capitalize()} in the denominator", "grid": False, "tickMinStep": 1},
    }
    y = {"field": "v", "type": "quantitative", "scale": {"domain": [0, 100]}, "axis": {"title": f"% of {counts}", "tickCount": 5}}
    kinds = [kind for kind in SHAPES if any(point["kind"] == kind for point in points)]
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "padding": 6,
        "title": {"text": textwrap.wrap(title, 92)},
        "layer": [
            {
                "data": {"values": lines},
                "mark": {"type": "line", "color": GREY, "strokeWidth": 1.5, "interpolate": "monotone"},
                "encoding": {
                    "x": x,
                    "y": y,
                    "detail": {"field": "line"},
                    "strokeDash": {
                        "field": "limit",
                        "type": "nominal",
                        "scale": {"domain": ["95% limits", "99.8% limits"], "range": [[5, 4], [1, 0]]},
                        "legend": {},
                    },
                },
            },
            {
                "data": {"values": [{"n": 0, "n2": largest * 1.1, "v": found.expected.value * 100}]},
                "mark": {"type": "rule", "color": INK, "strokeWidth": 1},
                "encoding": {"x": x, "x2": {"field": "n2"}, "y": y},
            },
            {
                "data": {"values": points},
                "mark": {"type": "point", "filled": True, "size": 80, "opacity": 1},
                "encoding": {
                    "x": x,
                    "y": y,
                    "shape": _by_kind(kinds, [SHAPES[kind][0] for kind in kinds]),
                    "color": _by_kind(kinds, [SHAPES[kind][1] for kind in kinds]),
                },
            },
            {
                "data": {"values": [point for point in points if point["kind"] != "Within chance"]},
                "mark": {"type": "text", "dy": -12, "fontSize": 12, "color": INK},
                "encoding": {"x": x, "y": y, "text": {"field": "name"}},
            },
        ],
        "config": CONFIG,
    }


def _by_kind(kinds: list[str], values: list[str]) -> Spec:
    return {"field": "kind", "type": "nominal", "scale": {"domain": kinds, "range": values}, "legend": {}}


def _kind(spot: Spot) -> str:
    if not spot.place.direction:
        return "Within chance"
    return "Outside 99.8%" if spot.place.value.startswith("much") else "Outside 95%"
