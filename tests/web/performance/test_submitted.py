"""Pages where no extract of children is loaded, only figures that somebody sent."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from inloco.accounts.roles import Role
from inloco.analytics.loading import load
from inloco.analytics.snapshots import SnapshotStore
from tests.factories.people import person
from tests.shared import shared_file
from tests.web.queries import assert_queries

pytestmark = pytest.mark.django_db
HEADER = "indicator,area,area_kind,period,value\n"
SENT = "".join(f"cla_count,Vale of Marrow,county,2019-{number:02},{2000 + number}\n" for number in range(1, 9))


def signed_in() -> Client:
    client = Client()
    client.force_login(person(Role.BI_OFFICER))
    return client


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def sent(data: Path, tmp_path: Path) -> Path:
    file = tmp_path / "sent.csv"
    file.write_text(HEADER + SENT)
    result = load([file], store=SnapshotStore(data), as_at=None)
    assert not result.refused, result.findings
    return data


def test_submitted_figures_carry_a_tag(sent: Path) -> None:
    page = text_of(signed_in().get("/performance/?q=children+looked+after"))
    assert "Performance in August 2019" in page
    assert "2,008" in page
    assert "Submitted" in page


def test_an_indicator_says_who_sent_the_figure_and_shows_no_children(sent: Path) -> None:
    client = signed_in()
    page = text_of(client.get("/performance/cla_count/"))
    assert "Submitted, not computed from an extract" in page
    assert "2,001" in page
    assert "See the children behind" not in page


def test_every_page_stands_on_submitted_figures_alone(sent: Path) -> None:
    client = signed_in()
    for address in (
        "/performance/dental_up_to_date_pct/",
        "/performance/cla_legal_status_pct/",
        "/performance/overview.csv",
        "/performance/cla_count/figures.csv",
        "/children/",
    ):
        assert client.get(address).status_code == 200, address


@pytest.mark.slow
def test_the_published_history_has_its_pages(data: Path) -> None:
    result = load([shared_file("data/published-figures.csv")], store=SnapshotStore(data), as_at=None)
    assert not result.refused
    client = signed_in()
    page = assert_queries(client, "/performance/")
    assert "2,117" in page
    indicator = text_of(client.get("/performance/cla_count/"))
    assert "Submitted" in indicator
    assert "England" in text_of(client.get("/performance/cla_rate/"))
    assert client.get("/performance/dental_up_to_date_pct/").status_code == 200
