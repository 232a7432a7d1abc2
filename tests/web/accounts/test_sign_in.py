"""Signing in: the right password, the wrong one, the lock after five, the second step."""

from __future__ import annotations

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.test import Client

from inloco.accounts.models import User
from inloco.accounts.roles import Role
from inloco.audit.models import Event
from tests.factories.people import PASSWORD, person

pytestmark = pytest.mark.django_db
EMAIL = "elin@council.example"


@pytest.fixture
def elin() -> User:
    return person(Role.IRO, email=EMAIL, name="Elin Marchbank", professional="W1")


def sign_in(client: Client, password: str = PASSWORD, **more: str) -> object:
    return client.post("/login/", {"login": EMAIL, "password": password, **more})


@pytest.mark.parametrize(
    ("login", "password", "message"),
    [
        (EMAIL, "wrong", "Enter a correct e-mail address and password"),
        ("nobody@council.example", PASSWORD, "Enter a correct e-mail address and password"),
        ("", "", "Enter e-mail address"),
        (EMAIL, "", "Enter password"),
    ],
)
def test_a_refused_sign_in_does_not_say_which_part_is_wrong(
    client: Client, elin: User, login: str, password: str, message: str
) -> None:
    answer = client.post("/login/", {"login": login, "password": password})
    assert message in answer.content.decode()
    assert "There is a problem" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_who_left_cannot_sign_in_and_is_told_no_more_than_a_stranger(client: Client, elin: User) -> None:
    User.objects.update(is_active=False)
    assert "Enter a correct e-mail address and password" in sign_in(client).content.decode()  # type: ignore[attr-defined]


def test_five_wrong_passwords_lock_even_the_right_one(client: Client, elin: User) -> None:
    answers = [sign_in(client, "wrong").status_code for _ in range(5)]  # type: ignore[attr-defined]
    assert answers == [200] * 4 + [429]
    locked = sign_in(client)
    assert locked.status_code == 429  # type: ignore[attr-defined]
    assert "Wait 15 minutes" in locked.content.decode()  # type: ignore[attr-defined]
    assert Event.objects.of_kind("locked_out").exists()
    other = person(email="other@council.example")
    assert client.post("/login/", {"login": other.email, "password": PASSWORD}).status_code == 302


def test_after_signing_in_the_page_that_was_asked_for(client: Client, elin: User) -> None:
    assert sign_in(client, next="/account/").headers["Location"] == "/account/"  # type: ignore[attr-defined]


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_but_never_another_site(client: Client, elin: User, elsewhere: str) -> None:
    assert sign_in(client, next=elsewhere).headers["Location"] == "/"  # type: ignore[attr-defined]


def test_the_session_ends_with_the_browser_and_after_a_working_day(client: Client, elin: User) -> None:
    sign_in(client)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == ("", True, "Lax")
    assert settings.SESSION_COOKIE_AGE == 8 * 60 * 60


def test_there_is_no_registration(client: Client) -> None:
    assert client.get("/signup/").status_code == 404


def test_changing_the_password(client: Client, elin: User) -> None:
    client.force_login(elin)
    new = "orchard teapot violin"
    wrong = client.post("/password/change/", {"oldpassword": "x", "password1": new, "password2": new})
    assert "Enter your current password" in wrong.content.decode()
    client.post("/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    elin.refresh_from_db()
    assert elin.check_password(new)


def confirm(client: Client) -> None:
    """Whoever changes how they sign in types their password once more."""
    client.post("/reauthenticate/", {"password": PASSWORD})


def code(secret: str) -> str:
    """What an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_the_second_step_from_setting_up_to_recovery(client: Client, elin: User) -> None:
    sign_in(client)
    assert client.get("/second-step/app/add/").headers["Location"].startswith("/reauthenticate/")
    assert "Confirm that it is you" in client.get("/reauthenticate/").content.decode()
    confirm(client)
    page = client.get("/second-step/app/add/")
    secret = client.session["mfa.totp.secret"]
    assert secret in page.content.decode()
    assert "data:image/svg+xml" in page.content.decode()
    refused = client.post("/second-step/app/add/", {"code": "000000"})
    assert "There is a problem" in refused.content.decode()
    assert client.post("/second-step/app/add/", {"code": code(secret)}).status_code == 302
    codes = client.get("/second-step/recovery-codes/").content.decode()
    recovery = next(one for one in get_recovery_codes(elin))
    assert recovery in codes
    assert client.get("/second-step/").content.decode().count("Remove it") == 1

    client.post("/logout/")
    assert sign_in(client).headers["Location"].startswith("/second-step/code/")  # type: ignore[attr-defined]
    assert client.get("/").status_code == 302
    assert "Enter your code" in client.get("/second-step/code/").content.decode()
    assert client.post("/second-step/code/", {"code": recovery}).headers["Location"] == "/"
    assert client.get("/").status_code == 200
    assert recovery not in get_recovery_codes(elin)


def get_recovery_codes(user: User) -> list[str]:
    held = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES).wrap()
    return list(held.get_unused_codes())


@pytest.mark.parametrize(
    "address",
    ["/second-step/app/remove/", "/second-step/recovery-codes/", "/second-step/recovery-codes/new/", "/second-step/confirm/"],
)
def test_pages_of_the_second_step_render(client: Client, elin: User, address: str) -> None:
    sign_in(client)
    confirm(client)
    client.get("/second-step/app/add/")
    client.post("/second-step/app/add/", {"code": code(client.session["mfa.totp.secret"])})
    page = client.get(address)
    assert page.status_code == 200
    assert page.content.decode().count("<h1") == 1


def test_secrets_of_the_second_step_are_named_for_the_service() -> None:
    assert get_adapter().get_totp_issuer() == "InLoco"


def test_signing_out_asks_first(client: Client, elin: User) -> None:
    client.force_login(elin)
    assert "Do you want to sign out?" in client.get("/logout/").content.decode()
    assert client.post("/logout/").headers["Location"] == "/login/"
    assert client.get("/").status_code == 302
