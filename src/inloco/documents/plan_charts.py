"""Charts of a plan: BRAG by objective over time, how far dates have moved, and what was planned to be done against what is."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from inloco.documents.chart_specs import CONFIG, Spec
from inloco.documents.charts import Chart, charted
from inloco.documents.plan_paper import BRAG_COLOURS
from inloco.documents.style import GREY, NAVY, ORANGE, TEAL, day_words

ORDER = ("Red", "Amber", "Green", "Blue", "None")
COLOURS = {**BRAG_COLOURS, "None": "#B1B4B6"}


@dataclass(frozen=True)
class BragCount:
    """How many actions of an objective had a BRAG on a day."""

    objective: str
    on: date
    brag: str
    count: int


@dataclass(frozen=True)
class Slipped:
    """How far the end of an action has moved from the first that was set."""

    label: str
    first: date
    now: date

    @property
    def days(self) -> int:
        return (self.now - self.first).days


@dataclass(frozen=True)
class DoneByDay:
    """On a day: how many actions were planned to be done by then as first set, as set now, and how many were."""

    on: date
    first_planned: int
    planned: int
    done: int


def brag_over_time(counts: Sequence[BragCount], *, title: str) -> Chart:
    """Stacked bars, one panel an objective, one bar a day. Every colour is named in the legend and in the text."""
    objectives = list(dict.fromkeys(one.objective for one in counts))
    days = sorted({one.on for one in counts})
    values = [
        {
            "objective": f"Objective {one.objective}",
            "day": _short(one.on),
            "brag": one.brag,
            "count": one.count,
            "place": ORDER.index(one.brag),
        }
        for one in counts
        if one.count
    ]
    spec: Spec = {
        "config": CONFIG,
        "title": _title(title),
        "data": {"values": values},
        "facet": {
            "field": "objective",
            "type": "nominal",
            "sort": [f"Objective {one}" for one in objectives],
            "header": {"title": None, "labelFontSize": 12, "labelAnchor": "start"},
        },
        "columns": _columns(len(objectives)),
        "resolve": {"axis": {"x": "independent"}},
        "spec": {
            "width": 680 // _columns(len(objectives)) - 20,
            "height": 80,
            "mark": {"type": "bar"},
            "encoding": {
                "x": {
                    "field": "day",
                    "type": "ordinal",
                    "sort": [_short(day) for day in days],
                    "title": None,
                    "axis": {"labelAngle": 0, "labelOverlap": True},
                },
                "y": {"field": "count", "type": "quantitative", "title": "Actions", "axis": {"tickMinStep": 1, "format": "d"}},
                "order": {"field": "place"},
                "color": {
                    "field": "brag",
                    "type": "nominal",
                    "scale": {"domain": list(ORDER), "range": [COLOURS[one] for one in ORDER]},
                    "legend": {"title": "BRAG"},
                },
            },
        },
    }
    last = days[-1] if days else None
    said = []
    for objective in objectives:
        now = {one.brag: one.count for one in counts if one.objective == objective and one.on == last and one.count}
        said.append(f"objective {objective}: " + (", ".join(f"{now[b]} {b}" for b in ORDER if b in now) or "none"))
    alt = f"{title}. On {day_words(last)}: {'; '.join(said)}." if last else title
    return charted(title, alt, spec)


def _columns(panels: int) -> int:
    """Panels side by side: five at most, in rows of nearly the same length, so that the chart is wide and low."""
    rows = -(-panels // 5)
    return max(-(-panels // rows), 1) if panels else 1


def slippage(rows: Sequence[Slipped], *, title: str) -> Chart:
    """A line from the first date to the one that stands now, the longest slip first, twenty at most."""
    shown = sorted(rows, key=lambda one: -one.days)[:20]
    values = [
        {
            "action": one.label,
            "first": one.first.isoformat(),
            "now": one.now.isoformat(),
            "days": f"{one.days} days",
            "order": place,
        }
        for place, one in enumerate(shown)
    ]
    y = {"field": "action", "type": "nominal", "sort": {"field": "order"}, "title": None, "axis": {"labelLimit": 260}}
    spec: Spec = {
        "config": CONFIG,
        "title": _title(title),
        "width": 380,
        "height": {"step": 22},
        "data": {"values": values},
        "layer": [
            {
                "mark": {"type": "rule", "strokeWidth": 3, "color": GREY},
                "encoding": {"y": y, "x": _day_axis("first"), "x2": {"field": "now"}},
            },
            {
                "mark": {"type": "point", "filled": False, "size": 70, "color": NAVY, "strokeWidth": 2},
                "encoding": {"y": y, "x": _day_axis("first")},
            },
            {"mark": {"type": "point", "filled": True, "size": 80, "color": ORANGE}, "encoding": {"y": y, "x": _day_axis("now")}},
            {
                "mark": {"type": "text", "align": "left", "dx": 8, "fontSize": 12},
                "encoding": {"y": y, "x": _day_axis("now"), "text": {"field": "days"}},
            },
        ],
    }
    said = "; ".join(f"{one.label}: {one.days} days later, from {day_words(one.first)} to {day_words(one.now)}" for one in shown)
    return charted(title, f"{title}. Open circle: as first set; filled: now. {said}.", spec)


def burn_up(days: Sequence[DoneByDay], *, today: date, title: str, since: date | None = None) -> Chart:
    """Three stepped lines: to be done as first set, as set now, and done. What is done begins at ``since``, the first day that
    anything is known of, and stops at today."""
    known = since or min((one.on for one in days), default=today)
    values = [
        {"on": one.on.isoformat(), "what": what, "count": count}
        for one in days
        for what, count in (("Planned at first", one.first_planned), ("Planned now", one.planned), ("Done", one.done))
        if what != "Done" or (one.on <= today and one.on >= known)
    ]
    ends = {value["what"]: {**value, "label": f"{value['count']} {str(value['what']).lower()}"} for value in values}
    before, after = ends.get("Planned at first"), ends.get("Planned now")
    if before is not None and after is not None and before["count"] == after["count"]:
        after["label"], before["label"] = f"{after['count']} planned, at first and now", ""
    spec: Spec = {
        "config": CONFIG,
        "title": _title(title),
        "width": 520,
        "height": 240,
        "data": {"values": values},
        "encoding": {
            "x": {"field": "on", "type": "temporal", "title": None, "axis": {"format": "%b %Y", "labelOverlap": True}},
            "y": {"field": "count", "type": "quantitative", "title": "Actions", "axis": {"tickMinStep": 1, "format": "d"}},
            "color": {
                "field": "what",
                "type": "nominal",
                "scale": {"domain": ["Planned at first", "Planned now", "Done"], "range": [GREY, NAVY, TEAL]},
                "legend": None,
            },
        },
        "layer": [
            {
                "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 2.5},
                "encoding": {
                    "strokeDash": {
                        "field": "what",
                        "type": "nominal",
                        "scale": {"domain": ["Planned at first", "Planned now", "Done"], "range": [[2, 3], [7, 4], [1, 0]]},
                        "legend": {"title": None, "symbolStrokeColor": "#0B0C0C"},
                    }
                },
            },
            {
                "data": {"values": list(ends.values())},
                "mark": {"type": "point", "filled": True, "size": 50, "opacity": 1},
            },
            {
                "data": {"values": list(ends.values())},
                "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 12},
                "encoding": {"text": {"field": "label"}},
            },
        ],
    }
    now = max((one for one in days if one.on <= today), key=lambda one: one.on, default=None)
    alt = title
    if now is not None:
        alt = (
            f"{title}. By {day_words(now.on)}: {now.first_planned} planned at first, {now.planned} planned now, {now.done} done."
        )
    if since is not None and days and since > days[0].on:
        alt += f" What was done by which day is known from {day_words(since)} on."
    return charted(title, alt, spec)


def share_words(counts: Mapping[str, int]) -> str:
    """``3 Red, 12 Green``: the order of seriousness; nothing is "no action"."""
    return (
        ", ".join(f"{counts[name]} {'without BRAG' if name == 'None' else name}" for name in ORDER if counts.get(name))
        or "no action"
    )


def _day_axis(field: str) -> Spec:
    return {"field": field, "type": "temporal", "title": None, "axis": {"format": "%b %Y", "labelOverlap": True}}


def _short(day: date) -> str:
    return f"{day:%b} {day:%y}"


def _title(words: str) -> Spec:
    return {"text": textwrap.wrap(words, 78)}
