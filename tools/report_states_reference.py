"""The reference page of the two processes, from their tables of transitions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

from inloco.performance.states import REPORT_TRANSITIONS, UPLOAD_TRANSITIONS, ReportState, Transition, UploadState

INTRODUCTION = """# States of an upload and of a monthly report

This page is generated from the tables of transitions in `inloco.performance.states`. Policies, buttons and tests
read the same tables,
so nothing can happen that is not listed here. Which role holds which permission stands in [permissions](permissions.md).
"""


def pages() -> dict[str, str]:
    """``report-states.md``: states, transitions and a diagram of each process."""
    parts = [
        INTRODUCTION,
        _process("The monthly report", ReportState, REPORT_TRANSITIONS),
        _process("An upload", UploadState, UPLOAD_TRANSITIONS),
    ]
    return {"report-states.md": "\n".join(parts)}


def _process(title: str, states: type[ReportState] | type[UploadState], transitions: Sequence[Transition[Any]]) -> str:
    lines = [f"## {title}", "", "| state | shown as |", "|---|---|"]
    lines += [f"| `{state.value}` | {state.label} |" for state in states]
    lines += ["", "| step | from | to | permission | what must be true |", "|---|---|---|---|---|"]
    for one in transitions:
        permission = f"`{one.permission}`" if one.permission else "the background job"
        lines.append(f"| {one.label} | {_codes(one.sources)} | `{one.target}` | {permission} | {'; '.join(one.guards) or '–'} |")
    lines += ["", "```mermaid", "stateDiagram-v2"]
    lines += [f"    {source} --> {one.target}: {one.label}" for one in transitions for source in one.sources]
    return "\n".join([*lines, "```", ""])


def _codes(states: Iterable[StrEnum]) -> str:
    return ", ".join(f"`{state}`" for state in states)
