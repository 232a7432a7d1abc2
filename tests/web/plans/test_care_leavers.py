"""A care leavers' plan in the browser: imported by its headings, shown and printed under them; other plans have no such view."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from inloco.accounts.models import User
from inloco.plans.models import Plan
from inloco.plans.papers import STORY_COLUMNS
from inloco.plans.words import PlanKind
from tests.factories.plans import Scene
from tests.unit.plans.test_care_leavers import HOME, THEMES, document
from tests.web.queries import assert_queries

pytestmark = pytest.mark.django_db
Signed = Callable[[User], Client]


@pytest.fixture
def plan(made: Scene, signed: Signed) -> Plan:
    client = signed(made.manager)
    file = SimpleUploadedFile("care leavers.docx", document(THEMES))
    preview = client.post("/plans/import/", {"file": file})["Location"]
    assert client.post(f"{preview}take/").status_code == 302
    return Plan.objects.get(title="Leaving our care well")


def test_its_page_opens_with_its_own_headings(plan: Plan, made: Scene, signed: Signed) -> None:
    assert plan.kind == PlanKind.CARE_LEAVERS
    page = assert_queries(signed(made.manager), f"/plans/{plan.slug}/")
    for words in (*STORY_COLUMNS, *HOME):
        assert words in page
    assert page.count("<caption") == len(THEMES)
    action = plan.actions.get(what_will_change=HOME[1])
    changed = signed(made.manager).get(f"/plans/{plan.slug}/actions/{action.pk}/change/").content.decode()
    assert 'name="where_we_are"' in changed
    assert "Six in ten" not in signed(made.manager).get(f"/plans/{plan.slug}/?q=fares").content.decode()


def test_it_is_printed_under_them(plan: Plan, made: Scene, signed: Signed) -> None:
    client = signed(made.manager)
    address = f"/plans/{plan.slug}/papers/story"
    html = client.get(f"{address}.html").content.decode()
    for words in (*STORY_COLUMNS, *HOME):
        assert words in html
    assert client.get(f"{address}.pdf").content.startswith(b"%PDF")
    with zipfile.ZipFile(io.BytesIO(client.get(f"{address}.docx").content)) as archive:
        word = archive.read("word/document.xml").decode()
    assert 'w:orient="landscape"' in word
    assert word.count("<w:tblHeader") == len(THEMES)
    assert HOME[0] in word


def test_a_plan_without_such_words_has_neither_view_nor_paper(made: Scene, signed: Signed) -> None:
    client = signed(made.manager)
    assert "What will change (" not in client.get("/plans/our-plan/").content.decode()
    assert client.get("/plans/our-plan/papers/story.pdf").status_code == 404
    action = made.actions["good"]
    assert 'name="where_we_are"' not in client.get(f"/plans/our-plan/actions/{action.pk}/change/").content.decode()
    action.outcome = "Carers are sure of themselves"
    action.save()
    assert "What will change (" in client.get("/plans/our-plan/").content.decode()
    assert 'name="where_we_are"' in client.get(f"/plans/our-plan/actions/{action.pk}/change/").content.decode()
