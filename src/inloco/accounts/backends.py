"""Sign-in by e-mail address and password."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from inloco.accounts.models import User


class EmailBackend(ModelBackend):
    """An unknown address costs as much time as a wrong password, so that neither can be told from outside."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        email = (kwargs.get("email") or username or "").strip().lower()
        if not email or password is None:
            return None
        person: User | None = User.objects.filter(email=email).first()
        if person is None:
            User().set_password(password)
            return None
        if person.check_password(password) and self.user_can_authenticate(person):
            return person
        return None
