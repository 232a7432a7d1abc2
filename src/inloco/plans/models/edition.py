"""Where a plan's words came from: files as they were read, row by row, and files on their way."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from inloco.data_folder import data_folder
from inloco.performance.models.reports import WrittenOnce
from inloco.plans.models.action import Action
from inloco.plans.models.metric import MetricLine
from inloco.plans.models.plan import Plan

_USER = settings.AUTH_USER_MODEL


class Edition(models.Model):
    """One file of a plan that was taken. ``report`` says what reading found and what changed against the edition before."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    source_name = models.CharField(max_length=200)
    source_format = models.CharField(max_length=10)
    sha256 = models.CharField(max_length=64)
    counts: Any = models.JSONField(default=dict)
    report: Any = models.JSONField(default=dict)
    taken_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    taken_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["plan", "-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "number"], name="edition_number_once")]

    def __str__(self) -> str:
        return f"Edition {self.number} of {self.plan_id}"


class SourceRow(WrittenOnce):
    """One row of the file as it was read: its cells, and what it was taken as. Every row of every sheet has one."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="rows")
    sheet = models.CharField(max_length=120)
    row = models.PositiveIntegerField()
    view = models.CharField(max_length=10, blank=True)
    kind = models.CharField(max_length=20)
    cells: Any = models.JSONField(default=list)
    objective = models.CharField(max_length=10, blank=True)
    ref = models.CharField(max_length=40, blank=True)
    how = models.TextField("how it was taken", blank=True)
    doubt = models.TextField(blank=True)
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="source_rows", null=True, blank=True)
    line = models.ForeignKey(MetricLine, on_delete=models.PROTECT, related_name="source_rows", null=True, blank=True)

    class Meta:
        ordering = ["edition", "pk"]

    def __str__(self) -> str:
        return f"{self.sheet}, row {self.row}"


class PlanUpload(models.Model):
    """A file staged by a person until it is taken or put aside. The file lies in a folder of its own, never in the database;
    ``decisions`` are what a person has said about its rows so far."""

    class State(models.TextChoices):
        STAGED = "staged", "Waiting to be confirmed"
        TAKEN = "taken", "Taken"
        DISCARDED = "discarded", "Put aside"

    reference = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="uploads", null=True, blank=True)
    title = models.CharField("name of the plan", max_length=200, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    decisions: Any = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.STAGED)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    uploaded_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-uploaded_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(state="taken") | models.Q(edition__isnull=False), name="taken_has_edition"
            ),
        ]

    def __str__(self) -> str:
        return f"Upload of {self.uploaded_at:%-d %B %Y}"

    @property
    def folder(self) -> Path:
        return data_folder() / "staging" / f"plan-{self.reference}"
