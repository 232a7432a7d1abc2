"""Administrators add people, change them, give and end roles; everything else is refused in words."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from inloco.accounts.actions import add_person, give_role
from inloco.accounts.models import User
from inloco.accounts.roles import Role
from inloco.analytics.errors import NotAllowed
from tests.factories.people import person
from tests.web.queries import assert_queries

pytestmark = pytest.mark.django_db
NEW = {
    "name": "Kofi Larkspur",
    "email": "Kofi@Council.example",
    "professional": "W9",
    "area": "north",
    "supervises": "W1\nW2, W1\n",
}


@pytest.fixture
def administrator(client: Client) -> User:
    made = person(Role.ADMINISTRATOR, name="Ngozi Wetherby")
    client.force_login(made)
    return made


def test_adding_a_person(client: Client, administrator: User) -> None:
    answer = client.post("/people/add/", NEW, follow=True)
    added = User.objects.get(email="kofi@council.example")
    assert (added.name, added.professional, added.area, added.supervises) == ("Kofi Larkspur", "W9", "north", ["W1", "W2"])
    assert not added.has_usable_password()
    assert added.roles == frozenset()
    assert "Kofi Larkspur has been added" in answer.content.decode()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": ""}, "Enter name"),
        ({"email": ""}, "Enter e-mail address"),
        ({"email": "kofi"}, "Enter an e-mail address in the correct format"),
        ({"email": "NGOZI@council.example"}, "Somebody has this e-mail address already"),
        ({"name": "x" * 121}, "at most 120 characters"),
    ],
)
def test_a_bad_form_says_what_is_wrong(client: Client, change: dict[str, str], message: str) -> None:
    client.force_login(person(Role.ADMINISTRATOR, email="ngozi@council.example"))
    before = User.objects.count()
    answer = client.post("/people/add/", NEW | change)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count(message) == 2  # in the summary and at the field
    assert "<title>Error: Add a person" in page
    assert User.objects.count() == before


def test_changing_a_person(client: Client, administrator: User) -> None:
    someone = person(Role.IRO, name="Elin Marchbank", professional="W1")
    shown = client.get(f"/people/{someone.pk}/change/").content.decode()
    assert 'value="Elin Marchbank"' in shown
    client.post(f"/people/{someone.pk}/change/", NEW | {"email": someone.email})
    someone.refresh_from_db()
    assert (someone.name, someone.professional) == ("Kofi Larkspur", "W9")


def test_giving_a_role_from_a_day(client: Client, administrator: User) -> None:
    someone = person(professional="W1")
    sent = {"role": "iro", "from_on-day": "1", "from_on-month": "apr", "from_on-year": "2019"}
    assert client.post(f"/people/{someone.pk}/roles/add/", sent).status_code == 302
    given = someone.role_assignments.get()
    assert (given.role, given.from_on, given.until_on) == ("iro", dt.date(2019, 4, 1), None)


@pytest.mark.parametrize(
    ("sent", "fields", "message"),
    [
        ({}, {}, "Select role"),
        ({"role": "iro"}, {}, "Give the person a worker id first"),
        ({"role": "team_manager"}, {}, "Give the person an area first"),
        ({"role": "inspector"}, {}, "this role is always for a limited time"),
        ({"role": "auditor", "from_on-day": "31", "from_on-month": "4"}, {}, "From must be a real date"),
        ({"role": "auditor", "from_on-day": ""}, {}, "From must include a day"),
        ({"role": "auditor", "until_on-day": "1", "until_on-month": "1", "until_on-year": "2018"}, {}, "on or after the first"),
        ({"role": "board_member"}, {}, "has this role already"),
        ({"role": "emperor"}, {}, "Select role from the list"),
    ],
)
def test_a_role_that_cannot_be_given(
    client: Client, administrator: User, sent: dict[str, str], fields: dict[str, str], message: str
) -> None:
    someone = person(Role.BOARD_MEMBER, **fields)
    answer = client.post(
        f"/people/{someone.pk}/roles/add/", {"from_on-day": "1", "from_on-month": "4", "from_on-year": "2019"} | sent
    )
    assert answer.status_code == 422
    assert answer.content.decode().count(message) == 2
    assert someone.role_assignments.count() == 1


def test_ending_a_role_takes_effect_today(client: Client, administrator: User) -> None:
    someone = person(Role.IRO, professional="W1")
    held = someone.role_assignments.get()
    client.post(f"/people/{someone.pk}/roles/{held.pk}/end/")
    held.refresh_from_db()
    assert held.until_on == timezone.localdate() - dt.timedelta(days=1)
    assert User.objects.get(pk=someone.pk).roles == frozenset()


def test_ending_a_role_given_today_takes_it_back(client: Client, administrator: User) -> None:
    someone = person()
    held = someone.role_assignments.create(role=Role.AUDITOR, from_on=timezone.localdate())
    client.post(f"/people/{someone.pk}/roles/{held.pk}/end/")
    assert not someone.role_assignments.exists()


def test_a_role_of_somebody_else_is_not_ended_through_another_address(client: Client, administrator: User) -> None:
    first, second = person(Role.AUDITOR), person(Role.AUDITOR)
    answer = client.post(f"/people/{first.pk}/roles/{second.role_assignments.get().pk}/end/")
    assert answer.status_code == 404
    assert second.role_assignments.get().until_on is None


def test_deactivating_signs_out_at_once(client: Client, administrator: User) -> None:
    someone = person(Role.ADMINISTRATOR)
    theirs = Client()
    theirs.force_login(someone)
    client.post(f"/people/{someone.pk}/active/", {"active": "no"})
    assert theirs.get("/people/").status_code == 302
    client.post(f"/people/{someone.pk}/active/", {"active": "yes"})
    assert User.objects.get(pk=someone.pk).is_active


@pytest.mark.parametrize("address", ["/people/{pk}/change/", "/people/{pk}/roles/add/"])
def test_no_administrator_changes_their_own_account(client: Client, administrator: User, address: str) -> None:
    assert client.get(address.format(pk=administrator.pk)).status_code == 403
    assert client.post(f"/people/{administrator.pk}/active/", {"active": "no"}).status_code == 403
    page = client.get(f"/people/{administrator.pk}/").content.decode()
    assert "Deactivate" not in page


@pytest.mark.parametrize(
    "act",
    [
        lambda by: add_person(name="x", email="x@council.example", by=by),
        lambda by: give_role(by, role="iro", from_on=dt.date(2019, 1, 1), by=by),
    ],
)
def test_an_action_checks_for_itself(act: object) -> None:
    with pytest.raises(NotAllowed):
        act(person(Role.BI_MANAGER))  # type: ignore[operator]


def test_the_link_for_a_password_works_once(client: Client, administrator: User) -> None:
    someone = add_person(name="Hana Silverdale", email="hana@council.example", by=administrator)
    client.post(f"/people/{someone.pk}/link/")
    (sent,) = mail.outbox
    assert sent.to == ["hana@council.example"]
    link = re.search(r"https?://[^/]+(/password/reset/key/\S+)", str(sent.body))
    assert link is not None
    theirs = Client()
    form = theirs.get(link[1], follow=True)
    where = form.redirect_chain[-1][0]
    weak = theirs.post(where, {"password1": "short", "password2": "short"})
    assert "There is a problem" in weak.content.decode()
    theirs.post(where, {"password1": "orchard teapot violin", "password2": "orchard teapot violin"})
    assert User.objects.get(pk=someone.pk).check_password("orchard teapot violin")
    assert "does not work any more" in Client().get(link[1], follow=True).content.decode()


def test_an_unknown_address_gets_the_same_answer_and_no_mail(client: Client) -> None:
    person(email="hana@council.example")
    answers = [client.post("/password/reset/", {"email": email}) for email in ("hana@council.example", "nobody@council.example")]
    assert [(answer.status_code, answer.headers["Location"]) for answer in answers] == [(302, "/password/reset/sent/")] * 2
    assert [message.to for message in mail.outbox] == [["hana@council.example"]]


def test_finding_people_in_few_queries_whatever_their_number(client: Client, administrator: User) -> None:
    for _ in range(60):
        person(Role.IRO, Role.AUDITOR, professional="W1")
    person(Role.DIRECTOR, name="Saoirse Pemberley-Unique")
    assert "62 people found" in assert_queries(client, "/people/")
    assert "60 people found" in assert_queries(client, "/people/?role=iro&page=2")
    page = assert_queries(client, "/people/?q=unique+saoirse")
    assert "1 person found" in page
    assert "Director of children’s services" in page
    assert client.get("/people/?page=x&role=nonsense").status_code == 200


def test_markup_in_a_name_is_only_text(client: Client, administrator: User) -> None:
    someone = person(name="<script>alert(1)</script>", area="<b>north</b>")
    for address in ("/people/", f"/people/{someone.pk}/", "/audit/"):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<b>north" not in page


def test_the_permission_page_shows_every_role(client: Client) -> None:
    client.force_login(person())
    page = client.get("/people/permissions/").content.decode()
    assert all(str(role.label) in page for role in Role)
