"""What the rules found over time, and what a person said is all right."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from inloco.plans.models.action import Action
from inloco.plans.models.plan import Plan

_USER = settings.AUTH_USER_MODEL


class LintCount(models.Model):
    """How many findings of each rule stood at the end of a day; the last count of a day stands."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="lint_counts")
    on = models.DateField()
    counts: Any = models.JSONField(default=dict)
    waived = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["on"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "on"], name="lint_counted_once_a_day")]

    def __str__(self) -> str:
        return f"Findings of {self.plan_id} on {self.on}"


class LintWaiver(models.Model):
    """A finding that a person said is all right, and why. ``proof`` is what stood there then: when it changes the finding is
    back."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="lint_waivers")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="lint_waivers", null=True, blank=True)
    rule = models.CharField(max_length=40)
    proof = models.CharField("fingerprint of the finding", max_length=64)
    reason = models.TextField()
    waived_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    waived_at = models.DateTimeField(default=timezone.now)
    withdrawn_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-waived_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="waiver_has_reason"),
            models.UniqueConstraint(
                fields=["plan", "rule", "proof"], condition=models.Q(withdrawn_at__isnull=True), name="finding_waived_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} waived"
