"""The page of the trail and its check."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from inloco.accounts.models import User
from inloco.accounts.roles import Role
from inloco.audit.actions import record, record_look
from inloco.audit.models import Event
from tests.factories.people import person
from tests.web.queries import assert_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(client: Client) -> User:
    administrator = person(Role.ADMINISTRATOR, name="Ngozi Wetherby")
    client.force_login(administrator)
    return administrator


def test_the_page_says_who_did_what(client: Client, auditor: User) -> None:
    officer = person(Role.BI_OFFICER, name="Tobias Okonjo")
    record_look(by=officer, what="child record", child_reference="k3f9", why="all children")
    page = client.get("/audit/").content.decode()
    assert "Tobias Okonjo" in page
    assert "Looked at" in page
    assert "why: all children" in page


@pytest.mark.parametrize(
    ("query", "seen", "unseen"),
    [
        ("who=okonjo", "step one", "step two"),
        ("kind=second_kind", "step two", "step one"),
        ("who=nobody-of-this-name", "0 events", "step one"),
        ("from=2999-01-01", "0 events", "step one"),
        ("to=2001-01-01", "0 events", "step one"),
        ("from=never", "step one", "0 events"),
    ],
)
def test_it_can_be_narrowed(client: Client, auditor: User, query: str, seen: str, unseen: str) -> None:
    first, second = person(name="Tobias Okonjo"), person(name="Mirela Ashdown")
    record("first_kind", by=first, detail={"note": "step one"})
    record("second_kind", by=second, detail={"note": "step two"})
    page = client.get(f"/audit/?{query}").content.decode()
    assert seen in page
    assert unseen not in page


def test_a_day_is_the_day_here(client: Client, auditor: User) -> None:
    today = timezone.localdate()
    assert Event.objects.since(today).until(today).count() == Event.objects.count() > 0
    assert Event.objects.until(today - dt.timedelta(days=1)).count() == 0


def test_pages_of_fifty_in_few_queries(client: Client, auditor: User) -> None:
    for number in range(120):
        record("step", by=None, detail={"number": number})
    page = assert_queries(client, "/audit/?kind=step&page=2", 12)
    assert "120 events" in page
    assert "number: 69" in page
    assert "number: 70" not in page
    assert "kind=step&amp;page=3" in page


def test_the_check_tells_a_whole_trail_from_a_changed_one(client: Client, auditor: User) -> None:
    record("step", by=None)
    assert "The trail is whole" in client.post("/audit/check/").content.decode()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER audit_event_no_delete")
        else:
            cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM audit_event WHERE id = (SELECT min(id) + 1 FROM audit_event)")
    assert "The trail has been changed" in client.post("/audit/check/").content.decode()
