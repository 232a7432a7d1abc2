"""When a pack must be out: the body's rule of clear working days, counted backwards from the meeting."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from inloco.analytics.calendars import last_day_with_clear_days
from inloco.analytics.errors import WrongUsage


@dataclass(frozen=True)
class Notice:
    """The rule for one meeting. ``publish_by`` is the last day that keeps it; empty where the body has no rule, or where bank
    holidays of that year are not held, which ``problem`` then says."""

    clear_days: int
    publish_by: dt.date | None
    problem: str = ""

    @property
    def has_rule(self) -> bool:
        return self.clear_days > 0

    def is_kept(self, *, on: dt.date) -> bool:
        """Whether publishing on that day is in time. Without a rule always; where the day cannot be computed, never."""
        if not self.has_rule:
            return True
        return self.publish_by is not None and on <= self.publish_by


def notice_of(meeting_on: dt.date, clear_days: int) -> Notice:
    """The rule applied to a meeting on that day: ``clear_days`` working days between publication and meeting, neither counted."""
    if clear_days == 0:
        return Notice(0, None)
    try:
        return Notice(clear_days, last_day_with_clear_days(meeting_on, clear_days))
    except WrongUsage as unknown:
        return Notice(clear_days, None, str(unknown))
