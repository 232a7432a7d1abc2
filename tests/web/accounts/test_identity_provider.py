"""Sign-in by the council's identity provider, with one that answers from memory: who comes in, and everybody who does not."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from inloco.accounts.identity_provider import IdentityProviderAdapter, is_configured
from inloco.accounts.models import User
from inloco.accounts.roles import Role
from inloco.analytics.errors import WrongUsage
from inloco.audit.models import Event
from inloco.web.environment import Environment
from tests.factories.people import person

pytestmark = pytest.mark.django_db
ISSUER = "https://login.example/tenant/v2.0"
EMAIL = "elin@council.example"
GIVEN = {
    "INLOCO_OIDC_ISSUER": ISSUER,
    "INLOCO_OIDC_CLIENT_ID": "inloco",
    "INLOCO_OIDC_CLIENT_SECRET": "a secret",
    "INLOCO_OIDC_NAME": "Aldermere",
}


class Answer:
    def __init__(self, told: dict[str, Any], status: int = 200) -> None:
        self.told, self.status_code, self.headers = told, status, {"content-type": "application/json"}
        self.text, self.content = str(told), str(told).encode()

    def json(self) -> dict[str, Any]:
        return self.told

    def raise_for_status(self) -> None:
        if self.status_code >= 400:
            import requests

            raise requests.HTTPError(str(self.status_code))


class Provider:
    """Discovery, token and userinfo, with the claims that a test sets."""

    def __init__(self) -> None:
        self.proof: dict[str, Any] | None = {"sub": "elin-1", "email": EMAIL, "email_verified": True}
        self.userinfo: dict[str, Any] = {"sub": "elin-1", "email": EMAIL}
        self.issuer, self.audience = ISSUER, "inloco"
        self.token_status = 200
        self.asked: list[tuple[str, str, dict[str, Any]]] = []

    def __enter__(self) -> Provider:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def get(self, url: str, **more: Any) -> Answer:
        return self.request("GET", url, **more)

    def request(self, method: str, url: str, **more: Any) -> Answer:
        self.asked.append((method, url, more))
        if url.endswith("/.well-known/openid-configuration"):
            endpoints = {f"{name}_endpoint": f"{ISSUER}/{name}" for name in ("authorization", "token", "userinfo")}
            return Answer({"issuer": ISSUER, "jwks_uri": f"{ISSUER}/keys", **endpoints})
        if url.endswith("/token"):
            told: dict[str, Any] = {"access_token": "token", "token_type": "bearer"}
            if self.proof is not None:
                claims = {"iss": self.issuer, "aud": self.audience, "iat": 1_566_000_000, "exp": 4_000_000_000, **self.proof}
                told["id_token"] = jwt.encode(claims, "k" * 32, algorithm="HS256", headers={"kid": "one"})
            return Answer(told, self.token_status)
        if url.endswith("/userinfo"):
            return Answer(self.userinfo)
        raise AssertionError(url)


@pytest.fixture
def provider(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Provider:
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": Environment(GIVEN).identity_providers()}}
    made = Provider()
    monkeypatch.setattr(IdentityProviderAdapter, "get_requests_session", lambda self: made)
    return made


@pytest.fixture
def elin() -> User:
    return person(Role.IRO, email=EMAIL, name="Elin Marchbank", professional="W1")


def come_back(client: Client, next_page: str = "", **changed: str) -> Any:
    """Follow the button to the provider, and come back with what it would send."""
    there = client.get("/sign-in/council/" + (f"?next={next_page}" if next_page else ""))
    assert there.status_code == 302
    asked = {name: value[0] for name, value in parse_qs(urlsplit(there["Location"]).query).items()}
    assert there["Location"].startswith(f"{ISSUER}/authorization?")
    assert asked["code_challenge_method"] == "S256"
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}
    return client.get("/sign-in/council/back/", {"state": asked["state"], "code": "a code", **changed})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_button_is_there_only_when_a_provider_is_named(client: Client, settings: Any, provider: Provider) -> None:
    page = client.get("/login/?next=/account/").content.decode()
    assert "Sign in with Aldermere" in page
    assert "/sign-in/council/?next=%2Faccount%2F" in page
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": []}}
    assert not is_configured()
    assert "Sign in with" not in client.get("/login/").content.decode()
    assert client.get("/sign-in/council/").status_code == 404
    assert client.get("/sign-in/council/back/").status_code == 404


def test_who_has_an_account_comes_in(client: Client, provider: Provider, elin: User) -> None:
    answer = come_back(client, "/account/")
    assert (answer.status_code, answer["Location"]) == (302, "/account/")
    assert client.session["_auth_user_id"] == str(elin.pk)
    assert Event.objects.of_kind("signed_in").exists()
    from allauth.socialaccount.models import SocialAccount, SocialToken

    assert not SocialAccount.objects.exists()
    assert not SocialToken.objects.exists()


def test_the_claim_of_entra_id_counts_as_verified(client: Client, provider: Provider, elin: User) -> None:
    provider.proof = {"sub": "elin-1", "email": EMAIL.upper(), "xms_edov": "1"}
    come_back(client)
    assert is_in(client)


@pytest.mark.parametrize(
    ("proof", "userinfo"),
    [
        ({"sub": "x", "email": "stranger@council.example", "email_verified": True}, {"sub": "x"}),
        ({"sub": "x", "email": EMAIL, "email_verified": False}, {"sub": "x"}),
        ({"sub": "x", "email": EMAIL, "email_verified": "no", "xms_edov": True}, {"sub": "x"}),
        ({"sub": "x", "email": EMAIL}, {"sub": "x", "email": EMAIL}),
        ({"sub": "x", "preferred_username": EMAIL, "email_verified": True}, {"sub": "x"}),
        ({"sub": "x", "email": EMAIL, "email_verified": True}, {"sub": "somebody else"}),
    ],
    ids=["no account", "not verified", "both say different", "nothing said", "no address", "two people"],
)
def test_everybody_else_is_told_one_sentence(
    client: Client, provider: Provider, elin: User, proof: dict[str, Any], userinfo: dict[str, Any]
) -> None:
    provider.proof, provider.userinfo = proof, userinfo
    answer = come_back(client)
    assert (answer.status_code, answer["Location"]) == (302, "/login/")
    assert not is_in(client)
    assert "You could not be signed in with your council account" in client.get("/login/").content.decode()
    assert Event.objects.of_kind("sign_in_refused").count() == 1
    assert User.objects.count() == 1


def test_who_left_does_not_come_in(client: Client, provider: Provider, elin: User) -> None:
    User.objects.update(is_active=False)
    assert come_back(client)["Location"] == "/login/"
    assert not is_in(client)


def test_without_a_proof_of_identity_nobody_comes_in(client: Client, provider: Provider, elin: User) -> None:
    provider.proof = None
    provider.userinfo = {"sub": "elin-1", "email": EMAIL, "email_verified": True}
    assert come_back(client)["Location"] == "/login/"
    assert not is_in(client)


@pytest.mark.parametrize("wrong", ["issuer", "audience", "token_status"])
def test_a_token_of_another_is_refused(client: Client, provider: Provider, elin: User, wrong: str) -> None:
    setattr(provider, wrong, 400 if wrong == "token_status" else "another")
    assert come_back(client)["Location"] == "/login/"
    assert not is_in(client)
    assert "did not answer as it should" in client.get("/login/").content.decode()


def test_a_way_back_that_nobody_began_is_refused(client: Client, provider: Provider, elin: User) -> None:
    assert client.get("/sign-in/council/back/", {"state": "made up", "code": "a code"})["Location"] == "/login/"
    assert come_back(client, error="access_denied", code="")["Location"] == "/login/"
    assert not is_in(client)


def test_the_way_back_leads_nowhere_else(client: Client, provider: Provider, elin: User) -> None:
    assert come_back(client, "https://elsewhere.example/")["Location"] == "/"


@pytest.mark.parametrize(("amr", "asked"), [(["pwd", "mfa"], False), (["pwd"], True), (None, True)])
def test_the_second_step_is_asked_for_once(
    client: Client, provider: Provider, elin: User, amr: list[str] | None, asked: bool
) -> None:
    Authenticator.objects.create(user=elin, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert provider.proof is not None
    provider.proof = provider.proof | ({"amr": amr} if amr else {})
    answer = come_back(client)
    assert answer["Location"] == ("/second-step/code/" if asked else "/")
    assert is_in(client) is not asked


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"INLOCO_OIDC_ISSUER": ISSUER}, "INLOCO_OIDC_CLIENT_ID and INLOCO_OIDC_CLIENT_SECRET"),
        (GIVEN | {"INLOCO_OIDC_CLIENT_SECRET": ""}, "INLOCO_OIDC_CLIENT_SECRET must"),
        (GIVEN | {"INLOCO_OIDC_ISSUER": "http://login.example"}, "INLOCO_OIDC_ISSUER is not understood"),
        (GIVEN | {"INLOCO_OIDC_ISSUER": "login.example"}, "INLOCO_OIDC_ISSUER is not understood"),
    ],
)
def test_half_a_configuration_is_refused(given: dict[str, str], says: str) -> None:
    with pytest.raises(WrongUsage, match=says):
        Environment(given).identity_providers()
    assert Environment({}).identity_providers() == []
