"""What forms of boards share: a time of day as people write it, people to choose from."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms

from inloco.accounts.models import User
from inloco.accounts.permissions import Permission
from inloco.web.forms import (
    TextField,
)

TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?")
NONE = ("", "None")


class TimeField(TextField):
    """A time of day, as people write it: 18:00, 6pm, 1.30pm."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("width", 5)
        kwargs.setdefault("help_text", "For example, 6pm or 18:00")
        super().__init__(*args, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, dt.time) else value

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value)).strip().lower()
        if not text:
            return None
        found = TIME.fullmatch(text)
        wrong = forms.ValidationError(f"{self.label} must be a time, like 6pm or 18:00")
        if found is None:
            raise wrong
        hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
        if half:
            if not 1 <= hour <= 12:
                raise wrong
            hour = hour % 12 + (12 if half == "pm" else 0)
        try:
            return dt.time(hour, minute)
        except ValueError:
            raise wrong from None


def people() -> dict[str, User]:
    """Everybody who can sign in, by key."""
    return {str(one.pk): one for one in User.objects.active().order_by("name")}


def people_who_write() -> dict[str, User]:
    """Those of them who may write papers."""
    active = User.objects.active().with_roles().order_by("name")
    return {str(one.pk): one for one in active if one.may(Permission.WRITE_PAPER)}


def person_choices(found: dict[str, User]) -> list[tuple[str, str]]:
    return [NONE, *((key, f"{one.name}, {one.email}") for key, one in found.items())]
