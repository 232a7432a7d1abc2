"""The processes of a plan, each one table of transitions: an update cycle, a person's request in it, and what is asked of a
second person (another date, closing).

Policies, buttons, the truth-table tests and the reference page are derived from these tables; nothing else says who may do
what when.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from inloco.transitions import A_REASON, Transition, step_named


class CycleState(StrEnum):
    """Where a round of updates stands, counted back from the board's day."""

    SCHEDULED = "scheduled"
    CIRCULATED = "circulated"
    RETURNS_DUE = "returns_due"
    BRIEFING = "briefing"
    REPORTED = "reported"
    CLOSED = "closed"
    CALLED_OFF = "called_off"

    @property
    def label(self) -> str:
        return {
            CycleState.SCHEDULED: "Planned",
            CycleState.CIRCULATED: "Updates asked for",
            CycleState.RETURNS_DUE: "Returns were due",
            CycleState.BRIEFING: "Briefing",
            CycleState.REPORTED: "Reported to the board",
            CycleState.CLOSED: "Closed",
            CycleState.CALLED_OFF: "Called off",
        }[self]

    @property
    def takes_updates(self) -> bool:
        """Whether people can still return updates in this cycle."""
        return self in UNDER_WAY

    @property
    def is_settled(self) -> bool:
        """Whether nothing comes after it."""
        return self in {CycleState.CLOSED, CycleState.CALLED_OFF}


UNDER_WAY = (CycleState.CIRCULATED, CycleState.RETURNS_DUE, CycleState.BRIEFING)


class RequestState(StrEnum):
    """Where one person's return stands."""

    REQUESTED = "requested"
    LATE = "late"
    MISSING = "missing"
    RETURNED = "returned"
    QUERIED = "queried"
    ACCEPTED = "accepted"

    @property
    def label(self) -> str:
        return {
            RequestState.REQUESTED: "Asked",
            RequestState.LATE: "Late",
            RequestState.MISSING: "Missing",
            RequestState.RETURNED: "Returned",
            RequestState.QUERIED: "Queried",
            RequestState.ACCEPTED: "Accepted",
        }[self]

    @property
    def is_awaited(self) -> bool:
        """Whether the person still has something to do."""
        return self in {RequestState.REQUESTED, RequestState.LATE, RequestState.MISSING, RequestState.QUERIED}


class ItemState(StrEnum):
    """Whether an action of a request has been looked at."""

    WAITING = "waiting"
    SAVED = "saved"
    QUERIED = "queried"

    @property
    def label(self) -> str:
        return {ItemState.WAITING: "To do", ItemState.SAVED: "Saved", ItemState.QUERIED: "Queried"}[self]


class AskState(StrEnum):
    """What became of something that was asked of a second person."""

    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"

    @property
    def label(self) -> str:
        return {
            AskState.ASKED: "Waiting for a decision",
            AskState.AGREED: "Agreed",
            AskState.REFUSED: "Refused",
            AskState.WITHDRAWN: "Withdrawn",
            AskState.REOPENED: "Reopened",
        }[self]


@dataclass(frozen=True)
class CycleTransition(Transition[CycleState]):
    """A step of a cycle. ``day``: the field of the cycle with the day on which the scheduler takes it by itself."""

    day: str = ""


OWNER = "owner"
"""In the place of a permission: the person who was asked, or who asked."""

CYCLE_TRANSITIONS: tuple[CycleTransition, ...] = (
    CycleTransition(
        "circulate",
        "Ask for updates",
        (CycleState.SCHEDULED,),
        CycleState.CIRCULATED,
        "run_plan_cycle",
        ("no other cycle of the plan is under way", "an open action has an accountable person"),
        "circulate_on",
    ),
    CycleTransition(
        "call_in",
        "Call in the returns",
        (CycleState.CIRCULATED,),
        CycleState.RETURNS_DUE,
        "run_plan_cycle",
        ("the day for returns has come",),
        "return_on",
    ),
    CycleTransition(
        "brief",
        "Begin the briefing",
        (CycleState.RETURNS_DUE,),
        CycleState.BRIEFING,
        "run_plan_cycle",
        ("the day for the briefing has come",),
        "brief_on",
    ),
    CycleTransition("report", "Report to the board", (CycleState.BRIEFING,), CycleState.REPORTED, "run_plan_cycle"),
    CycleTransition(
        "close",
        "Apply the board’s decisions and close",
        (CycleState.REPORTED,),
        CycleState.CLOSED,
        "run_plan_cycle",
        ("the board’s day has come", "what the board closes is Blue"),
    ),
    CycleTransition(
        "call_off",
        "Call off",
        (CycleState.SCHEDULED, CycleState.CIRCULATED, CycleState.RETURNS_DUE, CycleState.BRIEFING, CycleState.REPORTED),
        CycleState.CALLED_OFF,
        "run_plan_cycle",
        (A_REASON,),
    ),
)

REQUEST_TRANSITIONS: tuple[Transition[RequestState], ...] = (
    Transition(
        "return",
        "Return the updates",
        (RequestState.REQUESTED, RequestState.LATE, RequestState.MISSING, RequestState.QUERIED),
        RequestState.RETURNED,
        OWNER,
        ("the cycle takes updates", "every action has been saved"),
    ),
    Transition(
        "fall_late", "Mark as late", (RequestState.REQUESTED,), RequestState.LATE, None, ("the day for returns has passed",)
    ),
    Transition(
        "go_missing",
        "Mark as missing and escalate",
        (RequestState.REQUESTED, RequestState.LATE),
        RequestState.MISSING,
        None,
        ("the day for the briefing has come",),
    ),
    Transition(
        "accept",
        "Accept",
        (RequestState.RETURNED,),
        RequestState.ACCEPTED,
        "run_plan_cycle",
        ("nobody accepts their own return",),
    ),
    Transition(
        "query",
        "Send back with a query",
        (RequestState.RETURNED, RequestState.ACCEPTED),
        RequestState.QUERIED,
        "run_plan_cycle",
        ("the cycle takes updates", A_REASON),
    ),
)

DATE_TRANSITIONS: tuple[Transition[AskState], ...] = (
    Transition(
        "agree_date",
        "Agree the new date",
        (AskState.ASKED,),
        AskState.AGREED,
        "decide_plan_dates",
        ("somebody else asked",),
    ),
    Transition(
        "refuse_date",
        "Refuse the new date",
        (AskState.ASKED,),
        AskState.REFUSED,
        "decide_plan_dates",
        ("somebody else asked", A_REASON),
    ),
    Transition("withdraw_date", "Withdraw", (AskState.ASKED,), AskState.WITHDRAWN, OWNER),
)

CLOSURE_TRANSITIONS: tuple[Transition[AskState], ...] = (
    Transition(
        "agree_closure",
        "Agree that it is done (Blue)",
        (AskState.ASKED,),
        AskState.AGREED,
        "decide_plan_closures",
        ("somebody else asked", "wrote none of the updates since the last board"),
    ),
    Transition(
        "refuse_closure",
        "Not done yet",
        (AskState.ASKED,),
        AskState.REFUSED,
        "decide_plan_closures",
        ("somebody else asked", A_REASON),
    ),
    Transition("withdraw_closure", "Withdraw", (AskState.ASKED,), AskState.WITHDRAWN, OWNER),
    Transition(
        "reopen",
        "Reopen",
        (AskState.AGREED,),
        AskState.REOPENED,
        "run_plan_cycle",
        (A_REASON,),
    ),
)


def cycle_transition(name: str) -> CycleTransition:
    return step_named(name, CYCLE_TRANSITIONS)


def request_transition(name: str) -> Transition[RequestState]:
    return step_named(name, REQUEST_TRANSITIONS)


def ask_transition(name: str) -> Transition[AskState]:
    return step_named(name, DATE_TRANSITIONS, CLOSURE_TRANSITIONS)
