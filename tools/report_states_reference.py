"""The reference page of the two processes, from their tables of transitions."""

from __future__ import annotations

from inloco.performance.states import REPORT_TRANSITIONS, UPLOAD_TRANSITIONS, ReportState, UploadState
from tools.process_reference import process

INTRODUCTION = """# States of an upload and of a monthly report

This page is generated from the tables of transitions in `inloco.performance.states`. Policies, buttons and tests
read the same tables,
so nothing can happen that is not listed here. Which role holds which permission stands in [permissions](permissions.md).
"""


def pages() -> dict[str, str]:
    """``report-states.md``: states, transitions and a diagram of each process."""
    lines = [INTRODUCTION]
    for title, states, steps in (
        ("The monthly report", ReportState, REPORT_TRANSITIONS),
        ("An upload", UploadState, UPLOAD_TRANSITIONS),
    ):
        lines += [f"## {title}", "", *process(states, steps, by_itself="the background job")]
    return {"report-states.md": "\n".join(lines)}
