"""The running clock of an agenda: when each item begins and ends, as its minutes add up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Slot:
    """One item's place in the evening. Without a start of the meeting there are no times; an item without minutes takes none."""

    begins: dt.time | None
    ends: dt.time | None


@dataclass(frozen=True)
class Clock:
    """The slots of all items in order, the minutes allotted in all, and by how many minutes they pass the end of the meeting."""

    slots: tuple[Slot, ...]
    allotted: int
    over: int


def running(starts: dt.time | None, ends: dt.time | None, allotted: Sequence[int | None]) -> Clock:
    """``allotted`` are the minutes of each item in order."""
    total = sum(one or 0 for one in allotted)
    if starts is None:
        return Clock(tuple(Slot(None, None) for _ in allotted), total, 0)
    anchor = dt.datetime.combine(dt.date(2000, 1, 1), starts)
    slots, passed = [], 0
    for minutes in allotted:
        begins = (anchor + dt.timedelta(minutes=passed)).time()
        passed += minutes or 0
        slots.append(Slot(begins, (anchor + dt.timedelta(minutes=passed)).time() if minutes else None))
    over = 0
    if ends is not None:
        room = (ends.hour * 60 + ends.minute) - (starts.hour * 60 + starts.minute)
        over = max(0, total - room)
    return Clock(tuple(slots), total, over)
