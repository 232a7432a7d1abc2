"""The pages that belong to no app, rendered whole: the macros fail only when they run."""

import pytest
from django.test import Client

from inloco.accounts.roles import Role
from tests.factories.people import PASSWORD, person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/", "/account/", "/people/permissions/", "/people/", "/people/add/", "/gallery/"])
def test_a_page_renders(client: Client, address: str) -> None:
    client.force_login(person(Role.ADMINISTRATOR))
    answer = client.get(address)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert page.count("<h1") == 1
    assert "GOV.UK -" not in page
    assert 'id="main-content"' in page


def test_sign_in_by_email_and_password(client: Client) -> None:
    someone = person(Role.IRO, email="elin@council.example", professional="W1")
    assert client.get("/login/").status_code == 200
    answer = client.post("/login/", {"login": "Elin@Council.example", "password": PASSWORD})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/"
    assert someone.name in client.get("/").content.decode()


def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    assert client.get("/people/").headers["Location"] == "/login/?next=/people/"
