"""After five wrong passwords from one place an account waits a quarter of an hour."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from inloco.web import errors


def username(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """The address that was tried, however it was sent."""
    given = (credentials or {}).get("email") or (credentials or {}).get("username")
    if not given and request is not None:
        given = request.POST.get("login")
    return str(given or "").strip().lower()[:255]


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    return errors.page(
        request,
        429,
        "Too many attempts",
        "The password was wrong too many times. Wait 15 minutes and try again, or reset your password.",
    )
