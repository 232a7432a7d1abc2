"""Which returns; which figures services send; what is known of a figure already."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q

from inloco.accounts.models import User
from inloco.accounts.permissions import Permission
from inloco.accounts.policies import has
from inloco.analytics.book import FigureBook
from inloco.analytics.figure import Figure, Status
from inloco.analytics.indicators.register import REGISTER, SERVICE, Entry
from inloco.returns.states import ReturnState

AWAITED = [one.value for one in ReturnState if one.is_awaited]


class Returns(models.QuerySet[Any]):
    def with_people(self) -> Returns:
        return self.select_related("schedule", "schedule__contact", "sent_by", "decided_by")

    def awaited(self) -> Returns:
        """Those that a service has to send, or to answer a query about."""
        return self.filter(state__in=AWAITED)

    def of_person(self, person: User) -> Returns:
        """Those that the person is asked for, or has sent."""
        return self.filter(Q(schedule__contact=person) | Q(sent_by=person))

    def overdue(self, *, on: dt.date) -> Returns:
        return self.awaited().filter(due_on__lt=on, first_sent_at__isnull=True)

    def to_decide(self, *, by: User) -> Returns:
        """Sent, and not by the person who is to decide."""
        return self.filter(state=ReturnState.SENT).exclude(sent_by=by)


def sent_by_services() -> list[Entry]:
    """Every figure of the register that only a service can give, by family and title."""
    return sorted((one for one in REGISTER.values() if one.fed_by == SERVICE), key=lambda one: (one.family, one.title))


def contacts() -> list[User]:
    """Everybody who may send a return."""
    return [person for person in User.objects.active().with_roles() if has(person, Permission.SEND_RETURN)]


def history(book: FigureBook, indicator: str) -> list[Figure]:
    """What has been submitted of the figure for the whole council, oldest first."""
    top = book.areas.authority
    figures = book.figures([indicator]) if indicator in REGISTER else []
    return [one for one in figures if one.status is Status.SUBMITTED and top is not None and one.area == top.id]
