"""The trail: one row an event, sealed to the one before it. The database's triggers write it, nothing changes it."""

from __future__ import annotations

import hashlib
import json
from typing import Any, ClassVar

from django.db import models

from inloco.audit.queries import Events

SEPARATOR = "\x1f"


class Event(models.Model):
    """Made by migration, not by Django (``managed = False``): so that no flush and no schema change ever touches it."""

    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=100)
    reference = models.CharField(max_length=200)
    before_json = models.TextField()
    after_json = models.TextField()
    previous_seal = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)

    objects: ClassVar[Any] = Events.as_manager()

    class Meta:
        managed = False
        db_table = "audit_event"
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.reference}".strip()

    @property
    def before(self) -> dict[str, Any]:
        return dict(json.loads(self.before_json)) if self.before_json else {}

    @property
    def after(self) -> dict[str, Any]:
        return dict(json.loads(self.after_json)) if self.after_json else {}

    @property
    def changes(self) -> list[tuple[str, Any, Any]]:
        """Column, before, after: of an update only what differs."""
        before, after = self.before, self.after
        return [(name, before.get(name), after.get(name)) for name in {**before, **after} if before.get(name) != after.get(name)]

    def seal_expected(self) -> str:
        """What the seal must be: the same text that the database hashed."""
        parts = (
            self.previous_seal,
            f"{self.at:%Y-%m-%d %H:%M:%S.%f}",
            self.actor,
            self.kind,
            self.subject,
            self.reference,
            self.before_json,
            self.after_json,
        )
        return hashlib.sha256(SEPARATOR.join(parts).encode()).hexdigest()
