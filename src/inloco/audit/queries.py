"""Which events."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.utils import timezone


class Events(models.QuerySet[Any]):
    def by(self, actor: str) -> Events:
        return self.filter(actor=actor)

    def of_kind(self, kind: str) -> Events:
        return self.filter(kind=kind)

    def kinds(self) -> list[str]:
        """The kinds that occur. By the index, kind after kind: a trail of millions has a few dozen."""
        found: list[str] = []
        while kind := self.filter(kind__gt=found[-1] if found else "").aggregate(first=models.Min("kind"))["first"]:
            found.append(kind)
        return found

    def since(self, on: dt.date) -> Events:
        return self.filter(at__gte=_midnight(on))

    def until(self, on: dt.date) -> Events:
        """Up to the end of that day."""
        return self.filter(at__lt=_midnight(on + dt.timedelta(days=1)))

    def looks_at(self, child_reference: str) -> Events:
        return self.filter(kind="looked", subject="child", reference=child_reference)


def _midnight(on: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(on, dt.time.min))
