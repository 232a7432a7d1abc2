"""Files on their way to a snapshot, and snapshots that were undone.

The files, the findings, the preview and the progress lie in a private folder of the upload, never in the database: they hold
children's data and go with the folder when the upload is discarded, loaded or forgotten.
"""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from inloco.data_folder import data_folder
from inloco.performance.states import UploadState


class ExtractUpload(models.Model):
    """One person's files, staged. ``reference`` comes from the form, so that the same form sent twice is one upload."""

    reference = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    as_at = models.DateField(null=True, blank=True)
    files: Any = models.JSONField(default=list)
    state = models.CharField(max_length=20, choices=[(s.value, s.label) for s in UploadState], default=UploadState.RECEIVED)
    changed_at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=20, blank=True)
    counts: Any = models.JSONField(default=dict)
    compared_with = models.CharField(max_length=80, blank=True)
    snapshot = models.CharField(max_length=80, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-uploaded_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(state=UploadState.LOADED) | (~models.Q(snapshot="") & models.Q(confirmed_by__isnull=False)),
                name="loaded_upload_has_snapshot",
            ),
        ]

    def __str__(self) -> str:
        return f"Upload of {self.uploaded_at:%-d %B %Y} ({self.condition.label})"

    @property
    def condition(self) -> UploadState:
        return UploadState(self.state)

    @property
    def folder(self) -> Path:
        """The private staging folder: ``files`` as sent, ``checked`` as they would be stored."""
        return data_folder() / "staging" / str(self.reference)


class Withdrawal(models.Model):
    """A snapshot that a person undid, with the reason; restoring it closes the withdrawal. The snapshot's files stay."""

    snapshot = models.CharField(max_length=80)
    as_at = models.DateField(null=True, blank=True)
    reason = models.TextField()
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(default=timezone.now)
    restored_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    restored_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-withdrawn_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["snapshot"], condition=models.Q(restored_at__isnull=True), name="one_open_withdrawal"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="withdrawal_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.snapshot} undone on {self.withdrawn_at:%-d %B %Y}"
