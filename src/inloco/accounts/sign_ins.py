"""Signing in, out and being refused are events of the audit trail."""

from __future__ import annotations

from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from inloco.accounts.lockout import username
from inloco.audit.actions import record


@receiver(user_logged_in)
def signed_in(user: Any, **_: Any) -> None:
    record("signed_in", by=user)


@receiver(user_logged_out)
def signed_out(user: Any, **_: Any) -> None:
    if user is not None:
        record("signed_out", by=user)


@receiver(user_login_failed)
def refused(credentials: dict[str, Any], request: Any = None, **_: Any) -> None:
    record("sign_in_refused", by=None, detail={"tried": username(request, credentials)})


@receiver(user_locked_out)
def locked_out(request: Any = None, username: str = "", **_: Any) -> None:
    record("locked_out", by=None, detail={"tried": username})
