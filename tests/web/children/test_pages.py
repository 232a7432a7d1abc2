"""The list of children and a child's page."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from inloco.accounts.roles import Role
from inloco.analytics.snapshots import SnapshotStore
from inloco.audit.models import Event
from inloco.children.policies import visible
from inloco.children.presenters import list_page
from inloco.children.references import child_with, reference_of
from inloco.children.register import register
from tests.factories.people import person
from tests.factories.vale import ELM, LEAVERS, LOOKED_AFTER, name_of, nobody, vale
from tests.web.queries import assert_queries

pytestmark = pytest.mark.django_db


def signed_in(*roles: Role, **fields: object) -> Client:
    client = Client()
    client.force_login(person(*roles, **fields))
    return client


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def address_of(child: str) -> str:
    return reverse("children:child", args=[reference_of(child)])


@pytest.fixture
def worker(loaded: Path) -> Client:
    return signed_in(Role.SOCIAL_WORKER, professional="W1")


def test_my_children_are_mine(worker: Client) -> None:
    page = text_of(worker.get("/children/"))
    assert "let you see 6 children" in page
    assert "Data as at 31 August 2019" in page
    for child in LOOKED_AFTER:
        assert (reference_of(child) in page) == (child in ELM[:6])


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("q=wren", {"A01", "B01", "C01"}),
        ("q=wren+oakhanger", {"B01"}),
        ("q=B01", {"B01"}),
        ("q=nobody-of-this-name", set()),
        ("show=care_leaver", set(LEAVERS)),
        ("show=looked_after&q=wren", {"A01", "B01"}),
        ("show=protection_plan", set()),
        ("show=unheard&order=unheard&q=wren", {"A01", "B01", "C01"}),
    ],
)
def test_search_and_filters(loaded: Path, query: str, shown: set[str]) -> None:
    page = text_of(signed_in(Role.DIRECTOR).get(f"/children/?{query}"))
    assert {child for child in [*LOOKED_AFTER, *LEAVERS] if reference_of(child) in page} == shown


def test_a_search_reaches_only_my_children(worker: Client) -> None:
    page = text_of(worker.get(f"/children/?q={name_of('B01').split()[1]}"))
    assert "No child to show" in page


def test_what_is_overdue_stands_first(loaded: Path) -> None:
    rows = list_page(register(), visible(by=person(Role.DIRECTOR))).rows
    days = [row.due.on for row in rows if row.due]
    assert days == sorted(days)
    assert rows[0].due is not None
    assert rows[0].due.is_overdue
    by_name = text_of(signed_in(Role.DIRECTOR).get("/children/?show=looked_after&order=name"))
    assert by_name.index(name_of("B05")) < by_name.index(name_of("A05")), "by surname"


def test_pages_of_the_list(loaded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inloco.children.presenters.children.PER_PAGE", 10)
    director = signed_in(Role.DIRECTOR)
    assert "1 to 10 of 32" in text_of(director.get("/children/"))
    assert "31 to 32 of 32" in text_of(director.get("/children/?page=4"))


def test_a_child_s_page(worker: Client) -> None:
    page = text_of(worker.get(address_of("A01")))
    assert f"{name_of('A01')}</h1>" in page
    assert "Elm team" in page
    assert "Amina Fairweather" in page
    assert "Lidia Marlpit" in page, "the reviewing officer"
    assert "Full care order" in page
    assert "20 September 2019" in page, "six months after the last review"
    assert "Review health assessment" in page or "Initial health assessment" in page
    assert "<svg viewBox" in page
    assert 'role="img"' in page
    assert "Periods of care" in page
    assert "From snapshot 2019-08-31-" in page


def test_an_overdue_review_says_so(loaded: Path) -> None:
    page = text_of(signed_in(Role.IRO, professional="I2").get(address_of("B12")))
    assert "27 March 2019" in page
    assert "Overdue" in page


def test_a_care_leaver_s_page(loaded: Path) -> None:
    page = text_of(signed_in(Role.PERSONAL_ADVISER, professional="P1").get(address_of("C01")))
    assert "Former relevant" in page
    assert "Contact with a care leaver" in page
    assert "1 October 2019" in page, "six months after the pathway plan's review"


def test_a_look_is_logged_with_the_reason_and_the_reference_only(worker: Client) -> None:
    worker.get(address_of("A01"))
    look = Event.objects.filter(kind="looked", subject="child").first()
    assert look is not None
    assert look.reference == reference_of("A01")
    assert look.after == {"what": "child’s page", "why": "worker of the child"}


def test_a_look_at_the_list_is_logged_with_how_many(worker: Client) -> None:
    worker.get("/children/?q=wren")
    look = Event.objects.filter(kind="looked", subject="children").first()
    assert look is not None
    assert look.after == {"what": "list of children", "show": "all", "due": "any", "shown": 1, "visible": 6}


def test_a_refused_look_is_no_look(worker: Client) -> None:
    worker.get(address_of("B01"))
    assert not Event.objects.filter(kind="looked").exists()


def without_token(answer) -> str:
    return re.sub(r'(value|content)="[A-Za-z0-9]{64}"', "", answer.content.decode())


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.BOARD_MEMBER, Role.ADMINISTRATOR])
def test_a_refusal_never_says_whether_the_child_exists(loaded: Path, role: Role) -> None:
    client = signed_in(role, professional="W1")
    answers = [client.get(address) for address in (address_of("B01"), "/children/aaaaaaaaaaaaaaaa/", "/children/no-such-child/")]
    assert [answer.status_code for answer in answers] == [403] * 3
    assert len({without_token(answer) for answer in answers}) == 1


def test_no_reference_is_a_child_s_id(loaded: Path) -> None:
    snapshot = SnapshotStore(loaded).latest()
    assert snapshot is not None
    references = {child: reference_of(child) for child in [*LOOKED_AFTER, *LEAVERS]}
    assert len(set(references.values())) == len(references)
    for child, reference in references.items():
        assert child.lower() not in reference
        assert child_with(reference, snapshot) == child
    assert child_with("A01", snapshot) is None


def test_a_reference_changes_with_the_key(loaded: Path, settings) -> None:
    before = reference_of("A01")
    settings.SECRET_KEY = "another made-up key of the same installation"
    assert reference_of("A01") != before


def test_no_address_and_no_log_line_names_a_child(loaded: Path, caplog: pytest.LogCaptureFixture) -> None:
    director = signed_in(Role.DIRECTOR)
    stranger = signed_in(Role.SOCIAL_WORKER, professional="W9")
    pages = ["/children/", address_of("A01"), "/performance/dental_up_to_date_pct/2019-08/elm/children/"]
    with caplog.at_level(logging.DEBUG):
        seen = [director.get(address).content.decode() for address in pages]
        stranger.get(address_of("A01"))
    for page in seen:
        for address in re.findall(r'(?:href|action|src)="([^"]*)"', page):
            if not address.startswith("data:"):
                assert not any(f"/{child}" in address or f"={child}" in address for child in LOOKED_AFTER), address
                assert not any(word in address for word in ("Thistlewick", "Oakhanger")), address
    for record in caplog.records:
        said = record.getMessage()
        assert not any(re.search(rf"\b{child}\b", said) for child in LOOKED_AFTER), said
        assert "Thistlewick" not in said


def test_pages_cost_few_queries(worker: Client) -> None:
    assert_queries(worker, "/children/")
    assert_queries(worker, address_of("A01"))


def test_without_an_extract_there_is_nobody() -> None:
    director = signed_in(Role.DIRECTOR)
    assert "No extract with children is loaded" in text_of(director.get("/children/"))
    assert director.get("/children/aaaaaaaaaaaaaaaa/").status_code == 403


def test_an_extract_without_children(data: Path) -> None:
    nobody(data)
    assert "No child to show" in text_of(signed_in(Role.DIRECTOR).get("/children/"))


@pytest.mark.parametrize(
    "missing", ["cla_episodes", "cla_reviews", "cla_health", "involvements", "legal_status", "cla_placement", "professionals"]
)
def test_a_child_s_page_stands_without_a_table(data: Path, missing: str) -> None:
    vale(data, **{missing: False})
    assert signed_in(Role.DIRECTOR).get(address_of("A01")).status_code == 200


def test_a_child_that_the_newest_extract_lacks_is_not_shown(loaded: Path) -> None:
    assert signed_in(Role.DIRECTOR).get(address_of("Z99")).status_code == 403


@pytest.mark.parametrize("address", ["/children/", "/children/aaaaaaaaaaaaaaaa/"])
def test_a_stranger_is_asked_to_sign_in(address: str) -> None:
    assert Client().get(address).headers["Location"].startswith("/login/?next=")
