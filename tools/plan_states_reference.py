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
from tools.process_reference import process

INTRODUCTION = """# States of an update cycle, a return, a date and a closing

This page is generated from the tables of transitions in `inloco.plans.states`. Policies, buttons and tests read the same tables.
`owner` is the person who was asked, or who asked; “by itself” is the scheduler. Roles stand in [permissions](permissions.md).
"""


def pages() -> dict[str, str]:
    """``plan-states.md``."""
    lines = [INTRODUCTION]
    for title, states, steps in (
        ("The cycle", CycleState, CYCLE_TRANSITIONS),
        ("A return", RequestState, REQUEST_TRANSITIONS),
        ("Another date", AskState, DATE_TRANSITIONS),
        ("Closing", AskState, CLOSURE_TRANSITIONS),
    ):
        lines += [f"## {title}", "", *process(states, steps, by_itself="by itself")]
    return {"plan-states.md": "\n".join(lines)}
