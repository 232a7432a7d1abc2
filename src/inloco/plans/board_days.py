"""On which days boards meet and who chairs them, as another app knows it: what a cycle is counted back from need not be typed.

An app registers from its ``ready`` what it knows. The days of meetings are told to whoever runs cycles; who chairs a meeting may
say what the board decided about a plan.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class BoardDay:
    """A meeting: its day, the name of its board, where its page is, whether it was called off, and the key of whoever chairs it
    and can sign in."""

    on: dt.date
    board: str
    meeting: UUID
    address: str = ""
    is_off: bool = False
    chair: int | None = None


ToCome = Callable[[dt.date], Iterable[BoardDay]]
Named = Callable[[Collection[UUID]], Iterable[BoardDay]]
_providers: list[tuple[ToCome, Named]] = []


def register(to_come: ToCome, named: Named) -> None:
    """Ask ``to_come`` for the meetings from a day on, wherever a cycle is planned, and ``named`` for single ones."""
    if (to_come, named) not in _providers:
        _providers.append((to_come, named))


def board_days(*, since: dt.date) -> list[BoardDay]:
    """Every meeting that is known from that day on, the next first."""
    return sorted({day for to_come, _ in _providers for day in to_come(since)}, key=lambda one: (one.on, one.board))


def meetings_named(meetings: Iterable[UUID | None]) -> dict[UUID, BoardDay]:
    """These meetings, as far as they are known; nothing is asked where none is named."""
    wanted = {one for one in meetings if one is not None}
    return {day.meeting: day for _, named in _providers for day in named(wanted)} if wanted else {}


def meeting_named(meeting: UUID | None) -> BoardDay | None:
    """That meeting, or None."""
    return meetings_named([meeting]).get(meeting) if meeting is not None else None
