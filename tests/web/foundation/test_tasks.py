"""My tasks: gathered from the apps, by section, the earliest due first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import timezone

from inloco.accounts import tasks
from inloco.accounts.models import User
from inloco.accounts.roles import Role
from inloco.accounts.tasks import Task, register, tasks_of
from tests.factories.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _only_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "_providers", [])


def test_nothing_to_do(client: Client) -> None:
    client.force_login(person())
    page = client.get("/").content.decode()
    assert "There is nothing for you to do today" in page
    assert "You have no role yet" in page


def test_tasks_by_section_and_due_day(client: Client) -> None:
    today = timezone.localdate()

    def reviews(user: User) -> Iterator[Task]:
        if Role.IRO in user.roles:
            yield Task("Second review", "/b/", today + dt.timedelta(days=1), "due tomorrow", "Reviews")
            yield Task("Some day", "/c/", None, "no date", "Reviews")
            yield Task("First review", "/a/", today - dt.timedelta(days=1), "was due yesterday", "Reviews")

    register(reviews)
    register(reviews)
    register(lambda user: [Task("Read the report", "/r/", today)])
    officer = person(Role.IRO, professional="W1")
    assert {name: [one.title for one in listed] for name, listed in tasks_of(officer).items()} == {
        "Reviews": ["First review", "Second review", "Some day"],
        "To do": ["Read the report"],
    }
    client.force_login(officer)
    page = client.get("/").content.decode()
    assert page.count(">Late</strong>") == 1
    assert page.index("First review") < page.index("Second review") < page.index("Some day") < page.index("Read the report")
    assert list(tasks_of(person(Role.AUDITOR))) == ["To do"]
