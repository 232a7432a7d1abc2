"""The first person of an installation: made on the server, where nobody manages the people yet, and nowhere else."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from inloco.accounts.models import User
from inloco.accounts.roles import Role
from inloco.audit.models import Event
from inloco.cli import main
from tests.factories.people import person

pytestmark = pytest.mark.django_db
ASKED = ["administrator", "N.Wetherby@council.example", "--name", "Ngozi Wetherby"]
PASSWORD = "a lantern on the marsh 7"


def run(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    said = capsys.readouterr()
    return int(left.value.code or 0), said.out, said.err


def test_the_first_chooses_a_password_by_the_link_and_manages_people(capsys: pytest.CaptureFixture[str]) -> None:
    code, link, said = run(ASKED, capsys)
    assert (code, "Ngozi Wetherby manages the people" in said) == (0, True)
    made = User.objects.get(email="n.wetherby@council.example")
    assert made.roles == {Role.ADMINISTRATOR}
    assert {*Event.objects.filter(kind__in=["person_added", "role_given"]).values_list("kind", "actor")} == {
        ("person_added", "system"),
        ("role_given", "system"),
    }
    client = Client()
    form = client.get(urlsplit(link.strip()).path, follow=True)
    address = form.redirect_chain[-1][0]
    client.post(address, {"password1": PASSWORD, "password2": PASSWORD})
    made.refresh_from_db()
    assert made.check_password(PASSWORD)
    client.force_login(made)
    assert client.get("/people/").status_code == 200
    assert "set-password" not in Client().get(urlsplit(link.strip()).path).headers.get("Location", ""), "a link works once"


def test_while_somebody_manages_people_nobody_else_is_made(capsys: pytest.CaptureFixture[str]) -> None:
    person(Role.ADMINISTRATOR)
    code, out, said = run(ASKED, capsys)
    assert (code, out) == (3, "")
    assert "Somebody manages the people here already" in said
    assert not User.objects.filter(email="n.wetherby@council.example").exists()


def test_after_the_last_has_left_one_can_be_made_again(capsys: pytest.CaptureFixture[str]) -> None:
    gone = person(Role.ADMINISTRATOR)
    gone.role_assignments.update(until_on=timezone.localdate() - dt.timedelta(days=1))
    left = person(Role.BI_MANAGER, name="Ngozi Wetherby")
    User.objects.filter(pk=left.pk).update(is_active=False)
    assert run(["administrator", left.email, "--name", "Ngozi Wetherby"], capsys)[0] == 0
    left.refresh_from_db()
    assert left.is_active
    assert Role.ADMINISTRATOR in left.roles


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["administrator", "nobody", "--name", "Ngozi Wetherby"], "no e-mail address"),
        (["administrator", "n@council.example", "--name", " "], "1 to 120 characters"),
        (["administrator", "n@council.example"], "--name"),
    ],
)
def test_what_is_put_wrongly_is_refused(arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, said = run(arguments, capsys)
    assert (code, out) == (2, "")
    assert says in said
    assert not User.objects.exists()
