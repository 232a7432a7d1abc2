"""The process of a meeting, from the plan of the year to closed minutes: one table of transitions.

Policies, buttons, the truth-table tests and the reference page are derived from it; nothing else says who may do what when.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from inloco.accounts.permissions import Permission
from inloco.transitions import A_REASON, Transition, step_named


class MeetingState(StrEnum):
    """Where a meeting stands."""

    PLANNED = "planned"
    AGENDA_SETTING = "agenda_setting"
    REPORTS_DUE = "reports_due"
    PACK_PUBLISHED = "pack_published"
    HELD = "held"
    MINUTES_DRAFT = "minutes_draft"
    MINUTES_AGREED = "minutes_agreed"
    CLOSED = "closed"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return {
            MeetingState.PLANNED: "Planned",
            MeetingState.AGENDA_SETTING: "Agenda being set",
            MeetingState.REPORTS_DUE: "Reports due",
            MeetingState.PACK_PUBLISHED: "Pack published",
            MeetingState.HELD: "Held",
            MeetingState.MINUTES_DRAFT: "Minutes in draft",
            MeetingState.MINUTES_AGREED: "Minutes agreed",
            MeetingState.CLOSED: "Closed",
            MeetingState.CANCELLED: "Cancelled",
        }[self]

    @property
    def is_to_come(self) -> bool:
        """The meeting has not begun."""
        return self in BEFORE

    @property
    def has_minutes(self) -> bool:
        """The meeting has begun: there are minutes, or there will be."""
        return self in {MeetingState.HELD, MeetingState.MINUTES_DRAFT, MeetingState.MINUTES_AGREED, MeetingState.CLOSED}


BEFORE = frozenset({MeetingState.PLANNED, MeetingState.AGENDA_SETTING, MeetingState.REPORTS_DUE, MeetingState.PACK_PUBLISHED})
AGENDA_OPEN = frozenset({MeetingState.AGENDA_SETTING, MeetingState.REPORTS_DUE, MeetingState.PACK_PUBLISHED})
MINUTES_OPEN = frozenset({MeetingState.HELD, MeetingState.MINUTES_DRAFT})
ORDER = tuple(state for state in MeetingState if state is not MeetingState.CANCELLED)


@dataclass(frozen=True)
class MeetingStep(Transition[MeetingState]):
    """A step of a meeting, and whether the chair of the body may take it too."""

    chair_too: bool = False


_RUN = Permission.RUN_MEETINGS
_S = MeetingState

NOTICE = "the notice rule is kept, or the reason for urgency is given"

AGREE = "papers that contradict each other are mended, or let stand with a reason"
FIRST_NAMES = "no young person's full name stands in the public edition"
AT_THE_STEP = frozenset({AGREE, FIRST_NAMES})
"""Guards that read every paper: asked when the step is taken, not on every look at the page."""

TRANSITIONS: tuple[MeetingStep, ...] = (
    MeetingStep(
        "open_agenda",
        "Begin setting the agenda",
        (_S.PLANNED,),
        _S.AGENDA_SETTING,
        _RUN,
        ("the day has not passed",),
        chair_too=True,
    ),
    MeetingStep(
        "settle_agenda",
        "Settle the agenda and ask for reports",
        (_S.AGENDA_SETTING,),
        _S.REPORTS_DUE,
        _RUN,
        ("the agenda has an item", "every proposal for this meeting has an answer", "a time and a place are set"),
        chair_too=True,
    ),
    MeetingStep(
        "reopen_agenda", "Open the agenda again", (_S.REPORTS_DUE,), _S.AGENDA_SETTING, _RUN, (A_REASON,), chair_too=True
    ),
    MeetingStep(
        "publish_pack",
        "Publish the pack",
        (_S.REPORTS_DUE,),
        _S.PACK_PUBLISHED,
        _RUN,
        (
            "the meeting has not begun",
            "every paper on the agenda is signed off",
            "every exempt item has its reason",
            "earlier minutes that it carries are a finished draft",
            FIRST_NAMES,
            AGREE,
            NOTICE,
        ),
    ),
    MeetingStep("hold", "Begin the meeting", (_S.PACK_PUBLISHED,), _S.HELD, _RUN, ("the day of the meeting has come",)),
    MeetingStep(
        "draft_minutes",
        "Finish the draft minutes",
        (_S.HELD,),
        _S.MINUTES_DRAFT,
        _RUN,
        (
            "attendance is recorded",
            "every item has a minute, was deferred or withdrawn",
            "every item to agree has a vote or a resolution",
        ),
    ),
    MeetingStep(
        "agree_minutes",
        "Record that the minutes were agreed as correct",
        (_S.MINUTES_DRAFT,),
        _S.MINUTES_AGREED,
        _RUN,
        ("a later meeting has begun", "no young person's full name stands in the minutes"),
    ),
    MeetingStep(
        "close",
        "Close the meeting",
        (_S.MINUTES_AGREED,),
        _S.CLOSED,
        _RUN,
        ("every resolution is closed or was taken to a later meeting",),
    ),
    MeetingStep(
        "cancel",
        "Cancel the meeting",
        (_S.PLANNED, _S.AGENDA_SETTING, _S.REPORTS_DUE, _S.PACK_PUBLISHED),
        _S.CANCELLED,
        _RUN,
        (A_REASON,),
    ),
)


def transition(name: str) -> MeetingStep:
    return step_named(name, TRANSITIONS)
