"""One figure that a service is asked for each month, with the people who send and approve it."""

from __future__ import annotations

import datetime as dt

import pytest

from inloco.accounts.models import User
from inloco.accounts.roles import Role
from inloco.analytics.periods import month
from inloco.returns import actions
from inloco.returns.models import Return, Schedule
from tests.factories.people import person
from tests.web.loaded import computed, loaded

__all__ = ["computed", "loaded"]

FIGURE = "supervision_rate_pct"
AUGUST = month(2019, 8)
DUE = dt.date(2019, 9, 13)
"""Ten working days after the end of August 2019."""


@pytest.fixture
def officer() -> User:
    return person(Role.BI_OFFICER)


@pytest.fixture
def manager() -> User:
    return person(Role.BI_MANAGER)


@pytest.fixture
def sender() -> User:
    return person(Role.PARTNER)


@pytest.fixture
def schedule(officer: User, sender: User) -> Schedule:
    return actions.plan(
        indicator=FIGURE, service="Social work academy", contact=sender, frequency="month", due_days=10, first_period=AUGUST,
        is_active=True, by=officer,
    )  # fmt: skip


@pytest.fixture
def asked(schedule: Schedule) -> Return:
    [one] = actions.ask_for_due(on=dt.date(2019, 9, 2))
    return one
