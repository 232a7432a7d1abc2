"""Which actions: in the board's language, chainable, never more queries for more actions."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models

from inloco.plans.words import Brag, View

if TYPE_CHECKING:
    from inloco.accounts.models import User


class Actions(models.QuerySet[Any]):
    """Actions of plans."""

    def of(self, plan: Any) -> Actions:
        return self.filter(plan=plan)

    def live(self) -> Actions:
        return self.filter(view=View.LIVE)

    def ongoing(self) -> Actions:
        return self.filter(view=View.ONGOING)

    def closed(self) -> Actions:
        return self.filter(view=View.CLOSED)

    def open(self) -> Actions:
        """Live or monitored, and not Blue: somebody still has to do something."""
        return self.exclude(view=View.CLOSED).exclude(brag=Brag.BLUE)

    def overdue(self, *, on: dt.date) -> Actions:
        """Open, with an end before that day."""
        return self.open().filter(due_on__lt=on)

    def accountable_to(self, person: User) -> Actions:
        return self.filter(accountable=person)
