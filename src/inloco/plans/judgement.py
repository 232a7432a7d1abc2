"""What is computed beside the owner's BRAG: where the date stands, how fresh the last word is, and which BRAG a plain rule would
propose, with its reason. Pure; nothing here changes a record."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from inloco.analytics.settings import Settings
from inloco.plans.words import Brag, Precision, View


class DatePosition(StrEnum):
    """Where an action's end stands on a day."""

    NOT_DUE = "not_due"
    DUE_THIS_CYCLE = "due_this_cycle"
    OVERDUE = "overdue"
    NO_DATE = "no_date"

    @property
    def label(self) -> str:
        return {
            DatePosition.NOT_DUE: "Not due",
            DatePosition.DUE_THIS_CYCLE: "Due this cycle",
            DatePosition.OVERDUE: "Overdue",
            DatePosition.NO_DATE: "No date",
        }[self]


class Freshness(StrEnum):
    """How long ago somebody last said something."""

    FRESH = "fresh"
    STALE = "stale"
    NEVER = "never"

    @property
    def label(self) -> str:
        return {Freshness.FRESH: "Up to date", Freshness.STALE: "Out of date", Freshness.NEVER: "No update"}[self]


@dataclass(frozen=True)
class Standing:
    """What is known of an action on a day. ``updated_on`` is the day of the newest word on progress; ``has_words``
    where there are some without a day. ``is_blue_from_file`` when the plan's file gave it as Blue, and nobody here."""

    brag: str
    view: str
    due_on: dt.date | None
    precision: str
    updated_on: dt.date | None
    has_words: bool = False
    has_agreed_closure: bool = False
    is_blue_from_file: bool = False
    metric_missed: bool = False


@dataclass(frozen=True)
class Judgement:
    """The owner's BRAG with what is computed beside it. ``proposed`` is empty where the rule has nothing to say; ``conflict`` is
    a sentence where owner and record do not agree, else empty; ``missing`` one where the record lacks a part and nothing in it
    disagrees."""

    brag: str
    position: DatePosition
    days_over: int
    freshness: Freshness
    days_since: int | None
    proposed: str
    reason: str
    conflict: str
    missing: str = ""


BLUE_FROM_FILE = "Blue as given in the file; the closing note is missing."


def date_position(due_on: dt.date | None, *, on: dt.date, cycle_ends_on: dt.date) -> DatePosition:
    """Overdue is before ``on``: on the day itself it is still in time."""
    if due_on is None:
        return DatePosition.NO_DATE
    if due_on < on:
        return DatePosition.OVERDUE
    return DatePosition.DUE_THIS_CYCLE if due_on <= cycle_ends_on else DatePosition.NOT_DUE


def cycle_end(board_on: dt.date | None, *, on: dt.date, settings: Settings) -> dt.date:
    """The next board's day; without one, the usual length of a cycle from ``on``."""
    return board_on if board_on is not None and board_on >= on else on + dt.timedelta(days=settings.plan_cycle_days)


def judge(standing: Standing, *, on: dt.date, cycle_ends_on: dt.date, settings: Settings) -> Judgement:
    """All that is shown beside the owner's judgement."""
    position = date_position(standing.due_on, on=on, cycle_ends_on=cycle_ends_on)
    over = (on - standing.due_on).days if standing.due_on is not None and position is DatePosition.OVERDUE else 0
    since = (on - standing.updated_on).days if standing.updated_on is not None else None
    freshness = _freshness(since, standing, settings)
    proposed, reason = _propose(standing, position, over, freshness, since, settings)
    return Judgement(
        brag=standing.brag,
        position=position,
        days_over=over,
        freshness=freshness,
        days_since=since,
        proposed=proposed,
        reason=reason,
        conflict=_conflict(standing, position, over, proposed, reason),
        missing=BLUE_FROM_FILE if _is_blue_as_given(standing) else "",
    )


def _freshness(since: int | None, standing: Standing, settings: Settings) -> Freshness:
    if since is None:
        return Freshness.STALE if standing.has_words else Freshness.NEVER
    return Freshness.STALE if since > settings.plan_fresh_days else Freshness.FRESH


def _propose(
    standing: Standing, position: DatePosition, over: int, freshness: Freshness, since: int | None, settings: Settings
) -> tuple[str, str]:
    if standing.has_agreed_closure:
        return Brag.BLUE, "It was agreed that this is done."
    if _is_blue_as_given(standing):
        return "", "The file gave it as done: no rule is applied to it."
    if standing.view == View.CLOSED and standing.brag == Brag.BLUE:
        return Brag.BLUE, "The board closed it."
    if position is DatePosition.OVERDUE and over > settings.plan_red_after_days:
        return Brag.RED, f"The end of the timescale passed {_days(over)} ago."
    if position is DatePosition.OVERDUE:
        return (
            Brag.AMBER,
            f"The end of the timescale passed {_days(over)} ago; Red is for more than {settings.plan_red_after_days}.",
        )
    if standing.metric_missed:
        return Brag.AMBER, "A measure has passed its target date without reaching the target."
    if freshness is Freshness.NEVER:
        return Brag.AMBER, "Nothing has been said about progress."
    if freshness is Freshness.STALE and since is None:
        return Brag.AMBER, "What is said about progress carries no date."
    if freshness is Freshness.STALE:
        return Brag.AMBER, f"The last word on progress is {_days(since or 0)} old."
    if position is DatePosition.NO_DATE and standing.precision != Precision.ONGOING:
        return Brag.AMBER, "There is no date to be on course for."
    return Brag.GREEN, "In time, and updated lately."


def _is_blue_as_given(standing: Standing) -> bool:
    """Done before there was a record to agree in: a gap to fill, and no contradiction."""
    return standing.brag == Brag.BLUE and standing.is_blue_from_file and not standing.has_agreed_closure


def _conflict(standing: Standing, position: DatePosition, over: int, proposed: str, reason: str) -> str:
    """Only what makes the record contradict itself: an owner may well be more worried than the rule."""
    if not standing.brag:
        return "No BRAG has been given."
    if standing.brag == Brag.BLUE:
        return "" if proposed == Brag.BLUE or _is_blue_as_given(standing) else "It is Blue, but nobody agreed that it is done."
    if proposed == Brag.BLUE:
        return f"It was agreed that this is done, but it is {standing.brag}."
    if standing.brag == Brag.GREEN and proposed in (Brag.RED, Brag.AMBER):
        return f"The owner says Green. {reason}"
    if standing.brag == Brag.AMBER and proposed == Brag.RED and over > 0:
        return f"The owner says Amber. {reason}"
    return ""


def public_rag(brag: str, position: DatePosition, *, rule: str) -> str:
    """What the public reads: past its end date Red, or at least Amber, where the rule says so; else the owner's, else Green."""
    owners = brag or Brag.GREEN
    if position is DatePosition.OVERDUE and brag != Brag.BLUE:
        if rule == "overdue_is_red":
            return Brag.RED
        if rule == "overdue_is_amber" and owners == Brag.GREEN:
            return Brag.AMBER
    return owners


PUBLIC_RULES = {
    "overdue_is_red": "An action past the end of its timescale is shown as Red. Otherwise the colour is the judgement of the "
    "person responsible; where none is recorded it is Green.",
    "overdue_is_amber": "An action past the end of its timescale is shown as Amber where the person responsible judges it Green. "
    "Otherwise the colour is that judgement; where none is recorded it is Green.",
    "owner": "The colour is the judgement of the person responsible; where none is recorded it is Green.",
}
"""The sentence that stands with the public summary."""


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"
