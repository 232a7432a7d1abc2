"""How a process stands on a reference page: its states, its steps, and its diagram, from its table of steps."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any

from inloco.transitions import Transition


def process(
    states: Iterable[StrEnum], steps: Iterable[Transition[Any]], *, by_itself: str = "", who: Callable[[Any], str] | None = None
) -> list[str]:
    """Its lines. ``by_itself``: who takes a step without a permission. ``who`` says more than the permission does."""
    steps = list(steps)
    said = who or (lambda step: f"`{step.permission}`" if step.permission else by_itself)
    return [
        "| state | shown as |",
        "|---|---|",
        *(f"| `{state.value}` | {state.label} |" for state in states),  # type: ignore[attr-defined]
        "",
        "| step | from | to | who | what must be true |",
        "|---|---|---|---|---|",
        *(
            f"| {one.label} | {', '.join(f'`{state}`' for state in one.sources)} | `{one.target}` | {said(one)} "
            f"| {'; '.join(one.guards) or '–'} |"
            for one in steps
        ),
        "",
        "```mermaid",
        "stateDiagram-v2",
        *(f"    {source} --> {one.target}: {one.label}" for one in steps for source in one.sources),
        "```",
        "",
    ]
