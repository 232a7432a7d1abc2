"""On which days boards meet, as another app knows it: what a cycle is counted back from need not be typed.

An app registers from its ``ready`` what it knows. The days of meetings are told to whoever runs cycles.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class BoardDay:
    """A meeting to come: its day and the name of its board."""

    on: dt.date
    board: str


Provider = Callable[[dt.date], Iterable[BoardDay]]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Ask ``provider`` for the meetings from a day on, wherever a cycle is planned."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def board_days(*, since: dt.date) -> list[BoardDay]:
    """Every meeting that is known from that day on, the next first."""
    return sorted({day for provider in _providers for day in provider(since)}, key=lambda one: (one.on, one.board))
