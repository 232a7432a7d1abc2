"""The process of a return, one table of transitions.

Policies, buttons, the truth-table tests and the reference page are derived from this table. Late and missing are no states:
they follow from the day, whatever anybody does (``Lateness``).
"""

from __future__ import annotations

from enum import StrEnum

from inloco.transitions import A_REASON, Transition, step_named


class ReturnState(StrEnum):
    """Where one figure for one period stands."""

    REQUESTED = "requested"
    SENT = "sent"
    QUERIED = "queried"
    APPROVED = "approved"

    @property
    def label(self) -> str:
        return {
            ReturnState.REQUESTED: "Asked for",
            ReturnState.SENT: "Sent, to be approved",
            ReturnState.QUERIED: "Queried",
            ReturnState.APPROVED: "Approved",
        }[self]

    @property
    def is_awaited(self) -> bool:
        """Whether the service has to do something."""
        return self in (ReturnState.REQUESTED, ReturnState.QUERIED)


class Lateness(StrEnum):
    """How an awaited return stands to its day."""

    IN_TIME = "in_time"
    LATE = "late"
    MISSING = "missing"

    @property
    def label(self) -> str:
        return {Lateness.IN_TIME: "In time", Lateness.LATE: "Late", Lateness.MISSING: "Missing"}[self]


IS_ASKED = "the person is the contact of the service, or approves returns"
WHOLE = "there is a figure that can be read, or a reason why there is none"
DOUBTS_ANSWERED = "whatever the checks doubt is confirmed in words"
NOT_THE_SENDER = "the person did not send it"

TRANSITIONS: tuple[Transition[ReturnState], ...] = (
    Transition(
        "send",
        "Send the figure",
        (ReturnState.REQUESTED, ReturnState.QUERIED),
        ReturnState.SENT,
        "send_return",
        (IS_ASKED, WHOLE, DOUBTS_ANSWERED),
    ),
    Transition("query", "Query", (ReturnState.SENT,), ReturnState.QUERIED, "approve_return", (A_REASON,)),
    Transition("approve", "Approve", (ReturnState.SENT,), ReturnState.APPROVED, "approve_return", (NOT_THE_SENDER,)),
    Transition("ask_again", "Ask for a correction", (ReturnState.APPROVED,), ReturnState.QUERIED, "approve_return", (A_REASON,)),
)


def transition(name: str) -> Transition[ReturnState]:
    return step_named(name, TRANSITIONS)
