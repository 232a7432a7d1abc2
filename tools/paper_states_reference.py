"""The reference page of the process of a paper, from its table of transitions."""

from __future__ import annotations

from inloco.papers.states import TRANSITIONS, PaperState
from tools.process_reference import process

INTRODUCTION = """# States of a paper

This page is generated from the table of transitions in `inloco.papers.states`. Policies, buttons and tests read the same table,
so nothing can happen that is not listed here. Which role holds which permission stands in [permissions](permissions.md).
"""


def pages() -> dict[str, str]:
    """``paper-states.md``: states, transitions and a diagram."""
    return {"paper-states.md": "\n".join([INTRODUCTION, *process(PaperState, TRANSITIONS)])}
