"""What a paper ends as: the frozen thing, and what is known otherwise since."""

from __future__ import annotations

import hashlib
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from inloco.analytics.errors import InputRefused
from inloco.papers.models.papers import Paper
from inloco.performance.models.reports import WrittenOnce

_USER = settings.AUTH_USER_MODEL


class PublishedPaper(WrittenOnce):
    """The frozen paper: the whole content as JSON (UTF-8) with its hash, and the snapshot that its figures come from."""

    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="published")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    snapshot = models.CharField(max_length=80, blank=True)
    published_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-published_at"]

    def __str__(self) -> str:
        return f"Published paper {self.paper_id}"

    @property
    def text(self) -> str:
        """The content as it was frozen. Raises InputRefused when the stored bytes are not those that were hashed."""
        stored = bytes(self.content)
        if hashlib.sha256(stored).hexdigest() != self.sha256:
            raise InputRefused("A published paper has been damaged.", action="Restore the database from a backup.")
        return stored.decode()


class Correction(models.Model):
    """A figure of a published paper that is known otherwise now, said with a date, for the next pack to carry.

    The published paper never changes. ``carried_on`` is the day of the meeting whose pack carried it.
    """

    published = models.ForeignKey(PublishedPaper, on_delete=models.PROTECT, related_name="corrections")
    written = models.CharField("the reference", max_length=400)
    figure = models.CharField(max_length=400)
    was = models.CharField(max_length=200)
    now = models.CharField(max_length=200)
    words = models.TextField()
    snapshot = models.CharField(max_length=80, blank=True)
    by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    carried_on = models.DateField(null=True, blank=True)
    carried_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["published", "written", "now"], name="correction_said_once"),
            models.CheckConstraint(condition=~models.Q(words=""), name="correction_gives_reason"),
        ]

    def __str__(self) -> str:
        return f"Correction {self.pk} of paper {self.published_id}"
