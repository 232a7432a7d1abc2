"""The reference page of a meeting's process, from its table of transitions."""

from __future__ import annotations

from inloco.board.states import TRANSITIONS, MeetingState

INTRODUCTION = """# States of a meeting

This page is generated from the table of transitions in `inloco.board.states`. Policies, buttons and tests read the same table, so
nothing can happen that is not listed here. Which role holds which permission stands in [permissions](permissions.md); where the
table says so, the chair of the body may take a step too.
"""


def pages() -> dict[str, str]:
    """``meeting-states.md``: states, transitions and a diagram."""
    lines = [INTRODUCTION, "| state | shown as |", "|---|---|"]
    lines += [f"| `{state.value}` | {state.label} |" for state in MeetingState]
    lines += ["", "| step | from | to | who | what must be true |", "|---|---|---|---|---|"]
    for one in TRANSITIONS:
        who = f"`{one.permission}`" + (", or the chair of the body" if one.chair_too else "")
        sources = ", ".join(f"`{state}`" for state in one.sources)
        lines.append(f"| {one.label} | {sources} | `{one.target}` | {who} | {'; '.join(one.guards) or '–'} |")
    lines += ["", "```mermaid", "stateDiagram-v2"]
    lines += [f"    {source} --> {one.target}: {one.label}" for one in TRANSITIONS for source in one.sources]
    return {"meeting-states.md": "\n".join([*lines, "```", ""])}
