"""The process of a meeting, from the plan of the year to closed minutes: one table of transitions.

Policies, buttons, the truth-table tests and the reference page are derived from it; nothing else says who may do what when.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from inloco.accounts.permissions import Permission


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
class Transition:
    """One step: from which states, to which, with which permission, whether the chair of the body may take it too, and
    what must be true."""

    name: str
    label: str
    sources: tuple[MeetingState, ...]
    target: MeetingState
    permission: Permission
    chair_too: bool = False
    guards: tuple[str, ...] = ()


_RUN = Permission.RUN_MEETINGS
_S = MeetingState

REASON = "a reason is given"
NOTICE = "the notice rule is kept, or the reason for urgency is given"

AGREE = "papers that contradict each other are mended, or let stand with a reason"
FIRST_NAMES = "no young person's full name stands in the public edition"
AT_THE_STEP = frozenset({AGREE, FIRST_NAMES})
"""Guards that read every paper: asked when the step is taken, not on every look at the page."""

TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        "open_agenda", "Begin setting the agenda", (_S.PLANNED,), _S.AGENDA_SETTING, _RUN, True, ("the day has not passed",)
    ),
    Transition(
        "settle_agenda",
        "Settle the agenda and ask for reports",
        (_S.AGENDA_SETTING,),
        _S.REPORTS_DUE,
        _RUN,
        True,
        ("the agenda has an item", "every proposal for this meeting has an answer", "a time and a place are set"),
    ),
    Transition("reopen_agenda", "Open the agenda again", (_S.REPORTS_DUE,), _S.AGENDA_SETTING, _RUN, True, (REASON,)),
    Transition(
        "publish_pack",
        "Publish the pack",
        (_S.REPORTS_DUE,),
        _S.PACK_PUBLISHED,
        _RUN,
        False,
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
    Transition("hold", "Begin the meeting", (_S.PACK_PUBLISHED,), _S.HELD, _RUN, False, ("the day of the meeting has come",)),
    Transition(
        "draft_minutes",
        "Finish the draft minutes",
        (_S.HELD,),
        _S.MINUTES_DRAFT,
        _RUN,
        False,
        (
            "attendance is recorded",
            "every item has a minute, was deferred or withdrawn",
            "every item to agree has a vote or a resolution",
        ),
    ),
    Transition(
        "agree_minutes",
        "Record that the minutes were agreed as correct",
        (_S.MINUTES_DRAFT,),
        _S.MINUTES_AGREED,
        _RUN,
        False,
        ("a later meeting has begun", "no young person's full name stands in the minutes"),
    ),
    Transition(
        "close",
        "Close the meeting",
        (_S.MINUTES_AGREED,),
        _S.CLOSED,
        _RUN,
        False,
        ("every resolution is closed or was taken to a later meeting",),
    ),
    Transition(
        "cancel",
        "Cancel the meeting",
        (_S.PLANNED, _S.AGENDA_SETTING, _S.REPORTS_DUE, _S.PACK_PUBLISHED),
        _S.CANCELLED,
        _RUN,
        False,
        (REASON,),
    ),
)


def transition(name: str) -> Transition:
    """The transition of this name. Raises KeyError for an unknown one: names come from the code, never from a person."""
    return {one.name: one for one in TRANSITIONS}[name]
