"""The process of a finding, one table of transitions: people assign, correct and accept; each new extract says what is true.

Policies, buttons, the truth-table tests and the reference page are derived from this table; nothing else says who may do
what when.
"""

from __future__ import annotations

from enum import StrEnum

from inloco.transitions import A_REASON, Transition, step_named


class FindingState(StrEnum):
    """Where a finding stands. One that nobody has touched is open."""

    OPEN = "open"
    ASSIGNED = "assigned"
    REPORTED = "reported"
    ACCEPTED = "accepted"
    MENDED = "mended"

    @property
    def label(self) -> str:
        return {
            FindingState.OPEN: "Open",
            FindingState.ASSIGNED: "Assigned",
            FindingState.REPORTED: "Said to be corrected",
            FindingState.ACCEPTED: "Accepted as right",
            FindingState.MENDED: "Mended",
        }[self]

    @property
    def needs_work(self) -> bool:
        return self in (FindingState.OPEN, FindingState.ASSIGNED)


SEES_THE_CHILD = "the person sees the child"
MAY_MEND = "the person assigned sees the child and may work on findings"
IS_THEIRS = "the finding is assigned to the person, or the person may assign findings"
NOT_THEIR_OWN = "the finding is not assigned to the person who accepts it"

_BEFORE_THE_END = (FindingState.OPEN, FindingState.ASSIGNED, FindingState.REPORTED)

TRANSITIONS: tuple[Transition[FindingState], ...] = (
    Transition("assign", "Assign", _BEFORE_THE_END, FindingState.ASSIGNED, "assign_findings", (SEES_THE_CHILD, MAY_MEND)),
    Transition(
        "report",
        "Say that it is corrected",
        (FindingState.OPEN, FindingState.ASSIGNED),
        FindingState.REPORTED,
        "mend_findings",
        (SEES_THE_CHILD, IS_THEIRS),
    ),
    Transition(
        "accept",
        "Accept as right",
        _BEFORE_THE_END,
        FindingState.ACCEPTED,
        "assign_findings",
        (SEES_THE_CHILD, NOT_THEIR_OWN, A_REASON),
    ),
    Transition(
        "reopen",
        "Open again",
        (FindingState.REPORTED, FindingState.ACCEPTED),
        FindingState.OPEN,
        "assign_findings",
        (SEES_THE_CHILD, A_REASON),
    ),
    Transition(
        "find_mended",
        "No longer in the extract",
        (*_BEFORE_THE_END, FindingState.ACCEPTED),
        FindingState.MENDED,
        None,
        ("the newest extract does not have it",),
    ),
    Transition(
        "find_again",
        "In the extract again",
        (FindingState.MENDED,),
        FindingState.OPEN,
        None,
        ("the newest extract has it again",),
    ),
    Transition(
        "find_unchanged",
        "Still in the extract",
        (FindingState.REPORTED,),
        FindingState.ASSIGNED,
        None,
        ("an extract that was loaded since still has it",),
    ),
    Transition(
        "find_changed",
        "Another value than the accepted one",
        (FindingState.ACCEPTED,),
        FindingState.OPEN,
        None,
        ("what stands there is not what was accepted",),
    ),
)
"""Steps without a permission are the extract's, not a person's: see ``standing``."""


def transition(name: str) -> Transition[FindingState]:
    return step_named(name, TRANSITIONS)
