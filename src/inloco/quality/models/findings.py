"""A finding that somebody follows up, and what has happened to it.

Neither names a child: the finding and the child stand here by opaque references, and are found again in the extract.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from inloco.quality.states import FindingState


class FollowedFinding(models.Model):
    """``reference`` stands for check, child and row, in this and every later extract. ``settled_in`` is the extract that the
    state was last held against, ``accepted_value`` a digest of what stood there when it was accepted."""

    reference = models.CharField(max_length=24, unique=True)
    check_id = models.CharField("check", max_length=60)
    child_reference = models.CharField(max_length=16, blank=True)
    state = models.CharField(max_length=20, choices=[(one.value, one.label) for one in FindingState], default=FindingState.OPEN)
    assigned_to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    accepted_value = models.CharField(max_length=24, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    settled_in = models.CharField(max_length=80, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("due_on", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(state=FindingState.ASSIGNED) | models.Q(assigned_to__isnull=False),
                name="assigned_finding_has_person",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=FindingState.ACCEPTED) | ~models.Q(accepted_value=""),
                name="accepted_finding_has_value",
            ),
            models.CheckConstraint(condition=models.Q(state__in=[one.value for one in FindingState]), name="finding_state_known"),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "assigned_to"], name="finding_by_person")]

    def __str__(self) -> str:
        return f"{self.check_id} ({self.condition.label.lower()})"

    @property
    def condition(self) -> FindingState:
        return FindingState(self.state)


class FindingEvent(models.Model):
    """One step of a finding: by whom (nobody: an extract), with what words. Never changed."""

    finding = models.ForeignKey(FollowedFinding, on_delete=models.PROTECT, related_name="events")
    step = models.CharField(max_length=20)
    text = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)
    snapshot = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.step} on {self.at:%-d %B %Y}"
