"""A plan, its objectives, what of it the public reads, and what people keep beside it."""

from __future__ import annotations

import hashlib
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from inloco.performance.models.reports import WrittenOnce
from inloco.plans.words import PlanKind

_USER = settings.AUTH_USER_MODEL


class Plan(models.Model):
    """One plan. ``slug`` stands in addresses; ``manager`` runs its cycles, ``briefed`` read the brief before a board."""

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=[(one.value, one.label) for one in PlanKind], default=PlanKind.DELIVERY)
    about = models.TextField(blank=True)
    board = models.CharField(max_length=120, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    manager = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    briefed: Any = models.ManyToManyField(_USER, related_name="+", blank=True)
    is_public = models.BooleanField(default=False)
    created_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["title"]
        constraints: ClassVar = [models.CheckConstraint(condition=~models.Q(title=""), name="plan_has_title")]

    def __str__(self) -> str:
        return self.title


class Objective(models.Model):
    """One objective of a plan. ``number`` is as the plan writes it, ``position`` where it stands."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="objectives")
    number = models.CharField(max_length=10)
    position = models.PositiveIntegerField(default=0)
    title = models.TextField()
    aim = models.TextField(blank=True)
    how = models.TextField("how it will be achieved", blank=True)

    class Meta:
        ordering = ["plan", "position", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "number"], name="objective_number_once")]

    def __str__(self) -> str:
        return f"Objective {self.number}"


class PublicSummary(WrittenOnce):
    """What was published of a plan: objective, reference, action, timescale and RAG only, frozen as JSON with its hash."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="summaries")
    as_at = models.DateField()
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    rule = models.CharField(max_length=20)
    published_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-published_at", "-pk"]

    def __str__(self) -> str:
        return f"Public summary of {self.plan_id} as at {self.as_at}"

    @property
    def is_intact(self) -> bool:
        """Whether the stored bytes are those that were hashed."""
        return hashlib.sha256(bytes(self.content)).hexdigest() == self.sha256


class SavedFilter(models.Model):
    """A person's name for a query of a plan's page."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="saved_filters")
    owner = models.ForeignKey(_USER, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=1000)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "owner", "name"], name="filter_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class CalendarToken(models.Model):
    """What lets a calendar program fetch a person's due dates without a sign-in. Only the hash is kept."""

    owner = models.OneToOneField(_USER, on_delete=models.CASCADE, related_name="+")
    sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Calendar of {self.owner_id}"
