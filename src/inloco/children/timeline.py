"""A child's time in care drawn to scale: lanes of spans and events. Pure geometry: the template draws it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

WIDTH = 960
LEFT = 150
RIGHT = 20
LANE = 34
TOP = 34
BAR = 20
LETTER = 7
"""Width of a letter at the timeline's text size, rounded up: a label that does not fit its bar is left to the table."""


@dataclass(frozen=True)
class Span:
    """Something with a start and perhaps an end: a placement, a legal status, a plan."""

    label: str
    start: date
    end: date | None
    tone: int = 0


@dataclass(frozen=True)
class Event:
    """Something on a day. ``kind`` is ``done``, ``late`` or ``due``: the mark's shape says it without colour."""

    label: str
    on: date
    kind: str = "done"


@dataclass(frozen=True)
class Lane:
    name: str
    spans: tuple[Span, ...] = ()
    events: tuple[Event, ...] = ()


@dataclass(frozen=True)
class Bar:
    x: float
    y: int
    width: float
    text: str
    title: str
    tone: int


@dataclass(frozen=True)
class Mark:
    x: float
    y: int
    title: str
    kind: str
    points: str


@dataclass(frozen=True)
class Tick:
    x: float
    text: str


@dataclass(frozen=True)
class DrawnLane:
    name: str
    y: int
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Timeline:
    width: int
    height: int
    left: int
    right: int
    lanes: tuple[DrawnLane, ...]
    ticks: tuple[Tick, ...]
    today: float
    today_text: str
    description: str


def draw(lanes: Sequence[Lane], *, on: date) -> Timeline | None:
    """The lanes that hold anything, from the first day to ``on`` or the last due date; None where there is nothing to draw."""
    held = [lane for lane in lanes if lane.spans or lane.events]
    days = [*_days(held)]
    if not days:
        return None
    first, last = min(days), max([*days, on])
    length = max((last - first).days, 30)
    usable = WIDTH - LEFT - RIGHT

    def across(day: date) -> float:
        return round(LEFT + usable * (day - first).days / length, 1)

    drawn = tuple(_lane(lane, TOP + index * LANE, across, on) for index, lane in enumerate(held))
    return Timeline(
        width=WIDTH,
        height=TOP + len(held) * LANE + 10,
        left=LEFT,
        right=WIDTH - RIGHT,
        lanes=drawn,
        ticks=tuple(_ticks(first, last, across)),
        today=across(on),
        today_text=f"{on.day} {on:%b %Y}",
        description=". ".join(f"{lane.name}: {_said(lane)}" for lane in held) + ".",
    )


def _days(lanes: Iterable[Lane]) -> Iterable[date]:
    for lane in lanes:
        for span in lane.spans:
            yield span.start
            if span.end:
                yield span.end
        for event in lane.events:
            yield event.on


def _lane(lane: Lane, y: int, across: Callable[[date], float], on: date) -> DrawnLane:
    bars = []
    for span in lane.spans:
        x = across(span.start)
        width = max(across(span.end or max(on, span.start)) - x, 2.0)
        until = f"to {_day(span.end)}" if span.end else "still open"
        fits = int((width - 8) // LETTER)
        bars.append(
            Bar(
                x,
                y,
                width,
                span.label if len(span.label) <= fits else "",
                f"{span.label}: {_day(span.start)} {until}",
                span.tone % 4,
            )
        )
    marks = [
        Mark(
            across(event.on),
            y,
            f"{event.label}: {_day(event.on)}",
            event.kind,
            _shape(event.kind, across(event.on), y + BAR // 2),
        )
        for event in lane.events
    ]
    return DrawnLane(lane.name, y, tuple(bars), tuple(marks))


def _shape(kind: str, x: float, y: int) -> str:
    """A square for done, a triangle for late, a diamond for due: told apart without colour."""
    corners = {
        "done": [(-5, -5), (5, -5), (5, 5), (-5, 5)],
        "late": [(0, -7), (7, 6), (-7, 6)],
        "due": [(0, -7), (7, 0), (0, 7), (-7, 0)],
    }[kind]
    return " ".join(f"{round(x + dx, 1)},{y + dy}" for dx, dy in corners)


def _ticks(first: date, last: date, across: Callable[[date], float]) -> Iterable[Tick]:
    """A tick each January, or each quarter of a short history; never more than about a dozen."""
    years = last.year - first.year
    if years < 2:
        candidates = [date(year, month, 1) for year in range(first.year, last.year + 1) for month in (1, 4, 7, 10)]
        return [Tick(across(day), f"{day:%b %Y}") for day in candidates if first <= day <= last]
    step = 1 + years // 12
    return [Tick(across(date(year, 1, 1)), str(year)) for year in range(first.year + 1, last.year + 1, step)]


def _said(lane: Lane) -> str:
    return ", ".join(
        part
        for part in (
            f"{len(lane.spans)} recorded" if lane.spans else "",
            f"{sum(event.kind != 'due' for event in lane.events)} held" if lane.events else "",
        )
        if part
    )


def _day(day: date | None) -> str:
    return f"{day.day} {day:%b %Y}" if day else ""
