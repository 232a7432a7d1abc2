"""The public summary: it names nobody without a person having said so, and says what it leaves out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from inloco.accounts.models import User
from inloco.cli import main
from inloco.plans.exports import left_out_words
from inloco.plans.models import PublicSummary
from tests.factories.plans import Scene
from tests.web.queries import assert_queries

pytestmark = pytest.mark.django_db
Signed = Callable[[User], Client]
ADDRESS = "/plans/our-plan/summary/"


def test_what_is_not_shown_is_said(made: Scene, signed: Signed, client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    said = (
        "4 actions being delivered or monitored are shown. "
        "Not shown: 1 that is done (Blue) and waits for the board to close it; 1 that the board has closed."
    )
    manager = signed(made.manager)
    assert said in assert_queries(manager, ADDRESS)
    assert manager.post(ADDRESS).status_code == 302
    manager.logout()
    assert said in client.get("/public/plans/our-plan/").content.decode()
    with pytest.raises(SystemExit):
        main(["plan", "export", "--view", "public", "--format", "csv"])
    printed = capsys.readouterr()
    assert f"Our plan: {said}" in printed.err
    assert len(printed.out.splitlines()) == 5


def test_nothing_left_out_is_said_too() -> None:
    assert left_out_words(1, {}) == "1 action being delivered or monitored is shown. None is left out."


def test_a_name_is_published_only_when_a_person_said_why(made: Scene, signed: Signed) -> None:
    action = made.actions["nobody"]
    action.activity = "Agree a matching checklist with Ola Brightside"
    action.save()
    client = signed(made.manager)
    page = assert_queries(client, ADDRESS)
    assert "Names that the public would read" in page
    answer = client.post(ADDRESS)
    assert answer.status_code == 422
    assert "name a person: 2/1" in answer.content.decode()
    assert not PublicSummary.objects.exists()
    findings = client.get("/plans/our-plan/findings/?rule=named_person").content.decode()
    proof = findings.split('name="proof" value="')[1].split('"')[0]
    sent = {"rule": "named_person", "proof": proof, "reason": "She agreed to stand there."}
    assert client.post("/plans/our-plan/findings/waive/", sent).status_code == 302
    assert client.post(ADDRESS).status_code == 302
    action.activity += " and Wim Ferrers"
    action.save()
    assert client.post(ADDRESS).status_code == 422


def test_a_new_name_in_an_objective_counts_as_well(made: Scene, signed: Signed) -> None:
    made.first.title = "Every child is heard by Cllr Tobermory"
    made.first.save()
    assert "name a person: 1/title" in signed(made.manager).post(ADDRESS).content.decode()
