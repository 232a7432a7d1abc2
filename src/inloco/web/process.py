"""How a process is shown on a page: where it stands, and what can be done next."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Stage:
    """One state on the way, as a task list shows it."""

    title: str
    status: str
    tag: str


@dataclass(frozen=True)
class Step:
    """A button: what it does, what stands in its way, whether it asks for a reason."""

    name: str
    label: str
    obstacle: str
    asks_reason: bool
