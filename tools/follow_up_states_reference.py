"""The reference page of two processes, a finding's and a return's, from their tables of transitions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from inloco.quality import states as quality
from inloco.returns import states as returns

INTRODUCTION = """# States of a finding and of a return

This page is generated from the tables of transitions in `inloco.quality.states` and `inloco.returns.states`. Policies,
buttons and tests read the same tables, so nothing can happen that is not listed here. Which role holds which permission
stands in [permissions](permissions.md).

A finding that nobody has touched is open. Steps without a permission are the extract's: every new one is held against the
findings that people follow. A return is late from the day after it is due, and missing ten working days later if it has never
been sent; neither is a state.
"""


def pages() -> dict[str, str]:
    """``follow-up-states.md``: states, transitions and a diagram of each process."""
    parts = [
        INTRODUCTION,
        _process("A finding", quality.FindingState, quality.TRANSITIONS),
        _process("A return", returns.ReturnState, returns.TRANSITIONS),
    ]
    return {"follow-up-states.md": "\n".join(parts)}


def _process(title: str, states: type[StrEnum], transitions: Sequence[quality.Transition | returns.Transition]) -> str:
    lines = [f"## {title}", "", "| state | shown as |", "|---|---|"]
    lines += [f"| `{state.value}` | {state.label} |" for state in states]  # type: ignore[attr-defined]
    lines += ["", "| step | from | to | permission | what must be true |", "|---|---|---|---|---|"]
    for one in transitions:
        permission = f"`{one.permission}`" if one.permission else "the newest extract"
        lines.append(f"| {one.label} | {_codes(one.sources)} | `{one.target}` | {permission} | {'; '.join(one.guards) or '–'} |")
    lines += ["", "```mermaid", "stateDiagram-v2"]
    lines += [f"    {source} --> {one.target}: {one.label}" for one in transitions for source in one.sources]
    return "\n".join([*lines, "```", ""])


def _codes(states: Iterable[StrEnum]) -> str:
    return ", ".join(f"`{state}`" for state in states)
