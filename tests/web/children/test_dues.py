"""What is overdue for a person's children: as tasks on the home page, and as a filter of their list."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from inloco.accounts.roles import Role
from inloco.accounts.tasks import tasks_of
from inloco.children.dues import SOON_DAYS, choice_of, choices, fits
from inloco.children.policies import visible
from inloco.children.references import reference_of
from inloco.children.register import Due, register
from tests.factories.people import person
from tests.web.queries import assert_queries

pytestmark = pytest.mark.django_db


def test_each_thing_overdue_is_a_task_that_leads_to_its_children(loaded: Path) -> None:
    worker = person(Role.SOCIAL_WORKER, professional="W1")
    known = register()
    mine = [known.entries[child] for child in visible(by=worker).reasons]
    late = {due.what: 0 for entry in mine for due in entry.dues}
    for entry in mine:
        for due in entry.dues:
            late[due.what] += due.is_overdue(on=known.as_at)
    tasks = {task.title: task for task in tasks_of(worker).get("Children", [])}
    counted = {title: int(number) for title in tasks if (number := "".join(re.findall(r"overdue for (\d+)", title)))}
    assert sum(counted.values()) == sum(late.values()) > 0
    client = Client()
    client.force_login(worker)
    for title, number in counted.items():
        page = assert_queries(client, tasks[title].url)
        assert sum(reference_of(entry.child) in page for entry in mine) == number
    home = client.get("/").content.decode()
    assert all(entry.surname not in home for entry in mine if entry.surname)


def test_whoever_sees_everybody_has_no_children_of_their_own(loaded: Path) -> None:
    assert "Children" not in tasks_of(person(Role.BI_OFFICER))
    assert "Children" not in tasks_of(person(Role.BOARD_MEMBER))


def test_the_choices_keep_what_they_say(loaded: Path) -> None:
    known = register()
    on = known.as_at
    entry = next(iter(known.entries.values()))
    dues = (Due("Dental check", on), Due("Looked-after review", on + timedelta(SOON_DAYS)))
    kept = replace(entry, dues=dues)
    assert set(choices([kept])) == {"", "overdue", "soon", "dental-check", "looked-after-review"}
    assert {one for one in choices([kept]) if fits(kept, one, on=on)} == {"", "overdue", "soon", "dental-check"}
    assert not fits(kept, "soon", on=on - timedelta(SOON_DAYS + 1))
    assert choice_of("Dental check") == "dental-check"


def test_a_choice_that_does_not_exist_keeps_everybody(loaded: Path) -> None:
    client = Client()
    client.force_login(person(Role.SOCIAL_WORKER, professional="W1"))
    assert "1 to 6 of 6" in client.get("/children/?due=zeppelin").content.decode()
