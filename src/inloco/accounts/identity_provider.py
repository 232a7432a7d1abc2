"""Sign-in by the council's own identity provider (OpenID Connect, Entra ID for instance): for people who have an account here.

The provider says who somebody is; whether they may come in, and as what, is said here. Nobody is registered, and nothing that the
provider tells is kept. A person is found by an e-mail address that the provider has verified.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest
from django.shortcuts import redirect, resolve_url

from inloco.accounts.models import User
from inloco.audit.actions import record

BACKEND = "inloco.accounts.backends.EmailBackend"
VERIFIED = ("email_verified", "xms_edov")
"""Claims that say that the address is verified: the standard's, and that of Entra ID, whose tokens lack the standard's."""

SECOND_STEP = frozenset(["mfa", "ngcmfa", "otp", "hwk", "fido"])
"""Ways of proving oneself (the claim ``amr``) after which no second step is asked for here."""

REFUSED = "You could not be signed in with your council account. Ask whoever manages the people of this service."
BROKEN = "Your council's sign-in did not answer as it should. Try again, or sign in with your password."


def is_configured() -> bool:
    return bool(settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"])


class IdentityProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """What allauth asks us of people who come from the provider."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Sign the person in, or send them back with one sentence: a stranger learns nothing about who has an account."""
        told = sociallogin.account.extra_data
        proof = told.get("id_token")
        if not isinstance(proof, Mapping) or not _is_of_one(proof, told.get("userinfo")):
            _refuse(request, "", "no proof of identity")
        claims = {**(told.get("userinfo") or {}), **proof}
        email = str(claims.get("email") or "").strip().lower()
        if not email or not _is_verified(claims):
            _refuse(request, email, "the address is not verified")
        person = User.objects.active().filter(email=email).first()
        if person is None:
            _refuse(request, email, "no account")
        onward = sociallogin.get_redirect_url(request) or resolve_url(settings.LOGIN_REDIRECT_URL)
        if SECOND_STEP & set(_list(proof.get("amr"))):
            login(request, person, backend=BACKEND)
            record_authentication(request, person, method="socialaccount", provider="openid_connect")
            raise ImmediateHttpResponse(redirect(onward))
        raise ImmediateHttpResponse(perform_login(request, person, redirect_url=onward))

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        """Cancelled, broken off or forged: back to the sign-in page, without the details, which may hold a token."""
        messages.error(request, BROKEN)
        raise ImmediateHttpResponse(redirect(settings.LOGIN_URL))


def _is_of_one(proof: Mapping[str, Any], more: Any) -> bool:
    """Whether both speak of the same person."""
    return bool(proof.get("sub")) and (not more or more.get("sub") == proof["sub"])


def _is_verified(claims: Mapping[str, Any]) -> bool:
    """By the first of VERIFIED that is there: a plain no is not outvoted."""
    said = next((claims[name] for name in VERIFIED if name in claims), False)
    return said is True or str(said).casefold() in ("true", "1")


def _list(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)] if value else []


def _refuse(request: HttpRequest, tried: str, why: str) -> NoReturn:
    record("sign_in_refused", by=None, detail={"tried": tried, "council_account": why})
    messages.error(request, REFUSED)
    raise ImmediateHttpResponse(redirect(settings.LOGIN_URL))
