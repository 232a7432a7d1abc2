"""What allauth asks us: accounts are made by an administrator, never by the person."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "Enter a correct e-mail address and password",
        "too_many_login_attempts": "There were too many attempts. Try again later",
        "enter_current_password": "Enter your current password",
        "incorrect_code": "Enter the code that your app shows now",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Signing in and out need no banner; what changed in the account does."""
        template = kwargs.get("message_template") or (args[0] if args else "") or ""
        if "logged_in" in template or "logged_out" in template:
            return
        super().add_message(request, level, *args, **kwargs)
