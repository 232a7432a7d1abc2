"""The reference page of the processes of a plan, from their tables of transitions."""

from __future__ import annotations

from inloco.plans.states import (
    CLOSURE_TRANSITIONS,
    CYCLE_TRANSITIONS,
    DATE_TRANSITIONS,
    REQUEST_TRANSITIONS,
    AskState,
    CycleState,
    RequestState,
)

INTRODUCTION = """# States of an update cycle, a return, a date and a closing

This page is generated from the tables of transitions in `inloco.plans.states`. Policies, buttons and tests read the same tables.
`owner` is the person who was asked, or who asked; “by itself” is the scheduler. Roles stand in [permissions](permissions.md).
"""


def pages() -> dict[str, str]:
    """``plan-states.md``."""
    parts = [INTRODUCTION]
    for title, states, transitions in (
        ("The cycle", CycleState, CYCLE_TRANSITIONS),
        ("A return", RequestState, REQUEST_TRANSITIONS),
        ("Another date", AskState, DATE_TRANSITIONS),
        ("Closing", AskState, CLOSURE_TRANSITIONS),
    ):
        parts += [f"## {title}", "", "| state | shown as |", "|---|---|"]
        parts += [f"| `{state.value}` | {state.label} |" for state in states]
        parts += ["", "| step | from | to | permission | what must be true |", "|---|---|---|---|---|"]
        for one in transitions:
            permission = f"`{one.permission}`" if one.permission else "by itself"
            sources = ", ".join(f"`{source}`" for source in one.sources)
            parts.append(f"| {one.label} | {sources} | `{one.target}` | {permission} | {'; '.join(one.guards) or '–'} |")
        parts.append("")
    return {"plan-states.md": "\n".join(parts)}
