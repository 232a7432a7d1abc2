"""The reference page of a meeting's process, from its table of transitions."""

from __future__ import annotations

from inloco.board.states import TRANSITIONS, MeetingState, MeetingStep
from tools.process_reference import process

INTRODUCTION = """# States of a meeting

This page is generated from the table of transitions in `inloco.board.states`. Policies, buttons and tests read the same table, so
nothing can happen that is not listed here. Which role holds which permission stands in [permissions](permissions.md); where the
table says so, the chair of the body may take a step too.
"""


def pages() -> dict[str, str]:
    """``meeting-states.md``: states, transitions and a diagram."""
    return {"meeting-states.md": "\n".join([INTRODUCTION, *process(MeetingState, TRANSITIONS, who=_who)])}


def _who(step: MeetingStep) -> str:
    return f"`{step.permission}`" + (", or the chair of the body" if step.chair_too else "")
