"""The reference page of two processes, a finding's and a return's, from their tables of transitions."""

from __future__ import annotations

from inloco.quality import states as quality
from inloco.returns import states as returns
from tools.process_reference import process

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
    lines = [INTRODUCTION]
    for title, states, steps in (
        ("A finding", quality.FindingState, quality.TRANSITIONS),
        ("A return", returns.ReturnState, returns.TRANSITIONS),
    ):
        lines += [f"## {title}", "", *process(states, steps, by_itself="the newest extract")]
    return {"follow-up-states.md": "\n".join(lines)}
