"""Every change of a row is recorded, however it was written; nothing in the trail can be changed; tampering is seen."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from inloco.accounts.models import RoleAssignment, User
from inloco.accounts.roles import Role
from inloco.audit.actions import record, record_look
from inloco.audit.actor import acting
from inloco.audit.chain import verify
from inloco.audit.models import Event
from inloco.audit.triggers import install, triggers_of, watched_models
from tests.factories.people import PASSWORD, person

pytestmark = pytest.mark.django_db


def events_of(table: str, kind: str) -> list[Event]:
    return list(Event.objects.filter(subject=table, kind=kind).order_by("id"))


def test_bulk_create_is_recorded_row_by_row() -> None:
    someone = person()
    RoleAssignment.objects.bulk_create(
        RoleAssignment(user=someone, role=role, from_on=dt.date(2019, 4, 1)) for role in (Role.IRO, Role.AUDITOR)
    )
    added = events_of("accounts_roleassignment", "insert")
    assert [event.after["role"] for event in added] == ["iro", "auditor"]
    assert [event.after["user_id"] for event in added] == [someone.pk, someone.pk]
    assert all(not event.before for event in added)


def test_queryset_update_is_recorded_with_before_and_after() -> None:
    first, second = person(), person()
    User.objects.filter(pk__in=[first.pk, second.pk]).update(area="north")
    changed = events_of("accounts_user", "update")
    assert [(event.reference, event.changes) for event in changed] == [
        (str(first.pk), [("area", "", "north")]),
        (str(second.pk), [("area", "", "north")]),
    ]


def test_queryset_delete_is_recorded_with_what_was() -> None:
    someone = person(Role.IRO)
    RoleAssignment.objects.filter(user=someone).delete()
    (gone,) = events_of("accounts_roleassignment", "delete")
    assert gone.before["role"] == "iro"
    assert not gone.after


def test_raw_sql_is_recorded() -> None:
    someone = person()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET name = %s WHERE id = %s", ["Jory Oldacre", someone.pk])
    (changed,) = events_of("accounts_user", "update")
    assert changed.after["name"] == "Jory Oldacre"


def test_an_update_that_changes_nothing_is_no_event() -> None:
    someone = person()
    User.objects.filter(pk=someone.pk).update(name=someone.name)
    assert events_of("accounts_user", "update") == []


def test_a_sign_in_time_is_no_change() -> None:
    someone = person()
    someone.last_login = dt.datetime(2019, 8, 1, tzinfo=dt.UTC)
    someone.save()
    assert events_of("accounts_user", "update") == []


def test_a_new_password_is_recorded_but_not_the_password() -> None:
    someone = person()
    before = someone.password
    someone.set_password("another lantern thistle")
    someone.save()
    (changed,) = events_of("accounts_user", "update")
    ((column, was, is_now),) = changed.changes
    assert column == "password"
    assert was == hashlib.sha256(before.encode()).hexdigest()[:12]
    assert is_now == hashlib.sha256(someone.password.encode()).hexdigest()[:12]


def test_the_actor_is_whoever_acts() -> None:
    officer, someone = person(), person()
    with acting(officer):
        User.objects.filter(pk=someone.pk).update(area="north")
    User.objects.filter(pk=someone.pk).update(area="south")
    assert [event.actor for event in events_of("accounts_user", "update")] == [str(officer.pk), "system"]


def test_the_actor_of_a_request_is_who_signed_in(client: Client) -> None:
    administrator, someone = person(Role.ADMINISTRATOR), person()
    client.force_login(administrator)
    answer = client.post(f"/people/{someone.pk}/active/", {"active": "no"})
    assert answer.status_code == 302
    (changed,) = events_of("accounts_user", "update")
    assert changed.actor == str(administrator.pk)


def test_a_look_at_a_child_names_who_what_and_why() -> None:
    officer = person(Role.IRO)
    record_look(by=officer, what="child record", child_reference="k3f9", why="own child")
    event = Event.objects.looks_at("k3f9").get()
    assert (event.actor, event.kind, event.subject, event.after) == (
        str(officer.pk), "looked", "child", {"what": "child record", "why": "own child"},
    )  # fmt: skip


def test_what_is_rolled_back_leaves_no_event() -> None:
    class Stop(Exception):
        pass

    before = Event.objects.count()

    def add_and_fail() -> None:
        person()
        raise Stop

    with pytest.raises(Stop), transaction.atomic():
        add_and_fail()
    assert Event.objects.count() == before


@pytest.mark.parametrize("sql", ["UPDATE audit_event SET actor = 'x'", "DELETE FROM audit_event"])
def test_the_trail_refuses_change(sql: str) -> None:
    record("something", by=None)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert verify().is_whole


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
def test_the_trail_refuses_to_be_truncated() -> None:
    record("something", by=None)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE audit_event")


def test_the_chain_is_whole_after_writes_of_every_kind() -> None:
    someone = person(Role.IRO, name="Zoë “Ash” O’Dell\n\tüñ")
    record("said", by=someone, detail={"text": "a \x1f b", "number": 3})
    someone.area = "north"
    someone.save()
    chain = verify()
    assert chain.is_whole
    assert chain.events == Event.objects.count()
    assert chain.last_seal == Event.objects.order_by("-id").first().seal


@pytest.mark.parametrize(
    "tamper",
    [
        "UPDATE audit_event SET actor = '999' WHERE id = (SELECT max(id) - 1 FROM audit_event)",
        "UPDATE audit_event SET after_json = '{}' WHERE id = (SELECT max(id) - 1 FROM audit_event)",
        "DELETE FROM audit_event WHERE id = (SELECT max(id) - 1 FROM audit_event)",
        "DELETE FROM audit_event WHERE id = (SELECT min(id) FROM audit_event)",
    ],
)
def test_tampering_behind_the_triggers_is_seen(tamper: str) -> None:
    for number in range(4):
        record("step", by=None, detail={"number": number})
    with connection.cursor() as cursor:
        switch_refusals(cursor, on=False)
        cursor.execute(tamper)
    assert not verify().is_whole


def switch_refusals(cursor: object, *, on: bool) -> None:
    """As somebody with the database file, or the owner's rights on the server, could."""
    if connection.vendor == "sqlite":
        for name in ("audit_event_no_update", "audit_event_no_delete"):
            cursor.execute(f"DROP TRIGGER {name}")  # type: ignore[attr-defined]
    else:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER USER")  # type: ignore[attr-defined]


def test_every_table_of_ours_is_watched() -> None:
    watched = triggers_of(connection)
    tables = {model._meta.db_table for model in watched_models()}
    assert {"accounts_user", "accounts_roleassignment"} <= tables
    expected = 3 if connection.vendor == "sqlite" else 2
    assert {table: len(watched.get(table, ())) for table in tables} == dict.fromkeys(tables, expected)


def test_triggers_are_made_anew_when_missing_and_left_alone_when_right() -> None:
    before = triggers_of(connection)
    name = sorted(before["accounts_user"])[0]
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "{name}"' + ("" if connection.vendor == "sqlite" else " ON accounts_user"))
    assert triggers_of(connection) != before
    install()
    assert triggers_of(connection) == before


def test_signing_in_and_being_refused_are_events(client: Client) -> None:
    someone = person(Role.IRO, email="hana@council.example")
    client.post("/login/", {"login": "hana@council.example", "password": "wrong"})
    client.post("/login/", {"login": "hana@council.example", "password": PASSWORD})
    client.post("/logout/")
    kinds = [(e.kind, e.actor) for e in Event.objects.filter(kind__startswith="sign").order_by("id")]
    assert kinds == [("sign_in_refused", "system"), ("signed_in", str(someone.pk)), ("signed_out", str(someone.pk))]
    assert "wrong" not in "".join(Event.objects.values_list("after_json", flat=True))
