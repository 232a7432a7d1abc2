"""The processes of an upload and of a monthly report, each one table of transitions.

Policies, buttons, the truth-table tests and the reference page are derived from these tables; nothing else says who
may do what when.
"""

from __future__ import annotations

from enum import StrEnum

from inloco.transitions import A_REASON, Transition, step_named


class UploadState(StrEnum):
    """Where staged files stand between the browser and a snapshot."""

    RECEIVED = "received"
    CHECKING = "checking"
    CHECKED = "checked"
    REFUSED = "refused"
    LOADING = "loading"
    LOADED = "loaded"
    DISCARDED = "discarded"
    FAILED = "failed"

    @property
    def label(self) -> str:
        return {
            UploadState.RECEIVED: "Waiting to be checked",
            UploadState.CHECKING: "Being checked",
            UploadState.CHECKED: "Ready to confirm",
            UploadState.REFUSED: "Refused",
            UploadState.LOADING: "Being loaded",
            UploadState.LOADED: "Loaded",
            UploadState.DISCARDED: "Discarded",
            UploadState.FAILED: "Stopped by a fault",
        }[self]

    @property
    def is_working(self) -> bool:
        """A background job holds it: nobody may change it meanwhile."""
        return self in {UploadState.RECEIVED, UploadState.CHECKING, UploadState.LOADING}


class ReportState(StrEnum):
    """Where a month's report stands, from the day its extract is due to the day it is frozen."""

    EXTRACT_DUE = "extract_due"
    EXTRACTED = "extracted"
    VALIDATED = "validated"
    COMPUTED = "computed"
    COMMENTARY = "commentary"
    APPROVED = "approved"
    PUBLISHED = "published"

    @property
    def label(self) -> str:
        return {
            ReportState.EXTRACT_DUE: "Extract due",
            ReportState.EXTRACTED: "Extract loaded",
            ReportState.VALIDATED: "Findings accepted",
            ReportState.COMPUTED: "Figures computed",
            ReportState.COMMENTARY: "Commentary being written",
            ReportState.APPROVED: "Approved",
            ReportState.PUBLISHED: "Published",
        }[self]


NOBODY_AT_WORK = "no job is at work on it: one that has said nothing for five minutes counts as stopped"

UPLOAD_TRANSITIONS: tuple[Transition[UploadState], ...] = (
    Transition("begin", "Start checking", (UploadState.RECEIVED,), UploadState.CHECKING, None),
    Transition(
        "find_good", "Checked without errors", (UploadState.CHECKING,), UploadState.CHECKED, None, ("no finding is an error",)
    ),
    Transition(
        "refuse",
        "Checked with errors",
        (UploadState.CHECKING,),
        UploadState.REFUSED,
        None,
        ("a finding is an error, or the files cannot be read",),
    ),
    Transition(
        "confirm",
        "Confirm and load",
        (UploadState.CHECKED,),
        UploadState.LOADING,
        "load_extract",
        ("nobody has loaded or undone anything since the check",),
    ),
    Transition(
        "finish", "Written as a snapshot", (UploadState.LOADING,), UploadState.LOADED, None, ("the snapshot is complete on disk",)
    ),
    Transition("fail", "Stopped by a fault", (UploadState.CHECKING, UploadState.LOADING), UploadState.FAILED, None),
    Transition(
        "check_again",
        "Check again",
        (UploadState.CHECKED, UploadState.FAILED, UploadState.CHECKING, UploadState.RECEIVED),
        UploadState.RECEIVED,
        "load_extract",
        (NOBODY_AT_WORK,),
    ),
    Transition(
        "give_day",
        "Give the as-at date and check again",
        (UploadState.REFUSED,),
        UploadState.RECEIVED,
        "load_extract",
        ("nothing but the day is missing",),
    ),
    Transition("resume", "Go on loading", (UploadState.LOADING,), UploadState.LOADING, "load_extract", (NOBODY_AT_WORK,)),
    Transition(
        "discard",
        "Discard",
        (UploadState.CHECKED, UploadState.REFUSED, UploadState.FAILED, UploadState.RECEIVED),
        UploadState.DISCARDED,
        "load_extract",
    ),
)

REPORT_TRANSITIONS: tuple[Transition[ReportState], ...] = (
    Transition(
        "record_extract",
        "Use the loaded extract",
        (ReportState.EXTRACT_DUE,),
        ReportState.EXTRACTED,
        "prepare_report",
        ("an extract or submitted figures for the month are loaded",),
    ),
    Transition(
        "accept_findings",
        "Accept the findings",
        (ReportState.EXTRACTED,),
        ReportState.VALIDATED,
        "prepare_report",
        ("each kind of warning is accepted by name", "the extract is still the newest of its month"),
    ),
    Transition(
        "compute",
        "Compute the figures",
        (ReportState.VALIDATED,),
        ReportState.COMPUTED,
        "prepare_report",
        ("the extract is still the newest of its month",),
    ),
    Transition(
        "open_commentary",
        "Ask for commentary",
        (ReportState.COMPUTED,),
        ReportState.COMMENTARY,
        "prepare_report",
        ("the extract is still the newest of its month",),
    ),
    Transition(
        "approve",
        "Approve",
        (ReportState.COMMENTARY,),
        ReportState.APPROVED,
        "approve_report",
        (
            "every chosen indicator has a commentary",
            "the approver wrote none of the commentary",
            "the extract is still the newest of its month",
        ),
    ),
    Transition(
        "return_to_commentary",
        "Return for changes",
        (ReportState.APPROVED,),
        ReportState.COMMENTARY,
        "approve_report",
        (A_REASON,),
    ),
    Transition(
        "take_extract_again",
        "Start again from the newest extract",
        (ReportState.EXTRACTED, ReportState.VALIDATED, ReportState.COMPUTED, ReportState.COMMENTARY, ReportState.APPROVED),
        ReportState.EXTRACTED,
        "prepare_report",
        ("an extract or submitted figures for the month are loaded", A_REASON),
    ),
    Transition(
        "publish",
        "Publish",
        (ReportState.APPROVED,),
        ReportState.PUBLISHED,
        "publish_report",
        (
            "the publisher wrote none of the commentary",
            "the publisher did not approve the report",
            "the extract is still the newest of its month",
        ),
    ),
)


def report_transition(name: str) -> Transition[ReportState]:
    return step_named(name, REPORT_TRANSITIONS)


def upload_transition(name: str) -> Transition[UploadState]:
    return step_named(name, UPLOAD_TRANSITIONS)
