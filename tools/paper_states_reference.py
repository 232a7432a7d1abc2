"""The reference page of the process of a paper, from its table of transitions."""

from __future__ import annotations

from inloco.papers.states import TRANSITIONS, PaperState

INTRODUCTION = """# States of a paper

This page is generated from the table of transitions in `inloco.papers.states`. Policies, buttons and tests read the same table,
so nothing can happen that is not listed here. Which role holds which permission stands in [permissions](permissions.md).

| state | shown as |
|---|---|
"""


def pages() -> dict[str, str]:
    """``paper-states.md``: states, transitions and a diagram."""
    lines = [INTRODUCTION.rstrip("\n")]
    lines += [f"| `{state.value}` | {state.label} |" for state in PaperState]
    lines += ["", "| step | from | to | permission | what must be true |", "|---|---|---|---|---|"]
    for one in TRANSITIONS:
        sources = ", ".join(f"`{state}`" for state in one.sources)
        lines.append(f"| {one.label} | {sources} | `{one.target}` | `{one.permission}` | {'; '.join(one.guards) or '–'} |")
    lines += ["", "```mermaid", "stateDiagram-v2"]
    lines += [f"    {source} --> {one.target}: {one.label}" for one in TRANSITIONS for source in one.sources]
    return {"paper-states.md": "\n".join([*lines, "```", ""])}
