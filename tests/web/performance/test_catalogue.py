"""The catalogue of every figure, those that no extract gives, and the SQL behind a computed one."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from inloco.accounts.roles import Role
from inloco.analytics.indicators import CATALOGUE, REGISTER
from inloco.analytics.loading import load
from inloco.analytics.snapshots import SnapshotStore
from tests.factories.people import person
from tests.web.queries import assert_queries

pytestmark = pytest.mark.django_db
SENT = "indicator,area,area_kind,period,value\ncontacts_24h_pct,Vale of Marrow,county,2019-08,61.5\n"


@pytest.fixture
def client() -> Client:
    made = Client()
    made.force_login(person(Role.BI_OFFICER))
    return made


def text_of(answer) -> str:
    assert answer.status_code == 200
    return " ".join(unescape(answer.content.decode()).split())


def test_every_figure_of_the_register_is_listed_and_has_a_page(client: Client) -> None:
    page = text_of(client.get("/performance/catalogue/"))
    assert f"{len(REGISTER)} of {len(REGISTER)} figures" in page
    assert all(f"/performance/{id}/" in page for id in REGISTER)
    for entry in REGISTER.values():
        if entry.id not in CATALOGUE:
            assert entry.title in text_of(client.get(f"/performance/{entry.id}/"))


def test_the_search_and_the_feed_narrow_it(client: Client) -> None:
    page = text_of(client.get("/performance/catalogue/?q=dental+check"))
    assert "dental_up_to_date_pct" in page
    assert "ni66_cla_reviews_in_time_pct" not in page
    assert "No figure fits" in text_of(client.get("/performance/catalogue/?q=zeppelin"))
    records = text_of(client.get("/performance/catalogue/?fed=records"))
    assert "submitted by a service" not in records
    assert "records of" in records
    assert text_of(client.get("/performance/catalogue/?fed=nonsense")).count("<code") == len(REGISTER)


def test_a_figure_that_a_service_sends_says_so_and_shows_what_was_sent(client: Client, data: Path, tmp_path: Path) -> None:
    address = "/performance/contacts_24h_pct/"
    page = text_of(client.get(address))
    assert "a service returns it" in page
    assert "Nothing has been submitted yet" in page
    file = tmp_path / "sent.csv"
    file.write_text(SENT)
    assert not load([file], store=SnapshotStore(data), as_at=None).refused
    page = text_of(client.get(address))
    assert "61.5%" in page
    assert "Vale of Marrow" in page
    assert_queries(client, address)


def test_an_unknown_figure_has_no_page(client: Client) -> None:
    assert client.get("/performance/no_such_figure/").status_code == 404


def test_the_sql_ends_with_the_grain_of_the_figure(client: Client) -> None:
    page = text_of(client.get("/performance/cla_count/sql/"))
    assert "select" in page.casefold()
    assert page.rindex("<h2") == page.index(f'<h2 class="govuk-heading-m" id="step-{CATALOGUE["cla_count"].grain}"')
    assert client.get("/performance/contacts_24h_pct/sql/").status_code == 404
