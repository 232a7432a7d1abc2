"""What is asked for and decided by a second person: another date, and closing an action."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from inloco.plans.models.action import Action
from inloco.plans.states import AskState
from inloco.plans.words import Origin, Precision

_USER = settings.AUTH_USER_MODEL
_STATES = [(one.value, one.label) for one in AskState]


class DateChange(models.Model):
    """A timescale that was changed, or is to be: old and new words and dates, the reason, who asked and who agreed. A change
    found in a later edition of the plan's file has neither person, and names the edition."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="date_changes")
    old_timescale = models.TextField(blank=True)
    old_due_on = models.DateField(null=True, blank=True)
    new_timescale = models.TextField(blank=True)
    new_due_on = models.DateField(null=True, blank=True)
    new_precision = models.CharField(max_length=10, choices=[(one.value, one.label) for one in Precision])
    new_review_on = models.DateField(null=True, blank=True)
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=_STATES, default=AskState.ASKED)
    asked_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.TextField(blank=True)
    origin = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Origin], default=Origin.PERSON)
    edition = models.ForeignKey("plans.Edition", on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["action"], condition=models.Q(state=AskState.ASKED), name="one_date_change_asked"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="date_change_has_reason"),
            models.CheckConstraint(
                condition=~models.Q(state=AskState.AGREED) | models.Q(decided_by__isnull=False) | models.Q(origin=Origin.IMPORT),
                name="agreed_date_names_approver",
            ),
        ]

    def __str__(self) -> str:
        return f"Date of {self.action_id}: {self.state}"

    @property
    def slip(self) -> int | None:
        """Days by which the end moved; negative when earlier; None where one side has no date."""
        if self.old_due_on is None or self.new_due_on is None:
            return None
        return (self.new_due_on - self.old_due_on).days


class Closure(models.Model):
    """That an action is done: note, day, evidence or why none is needed; asked by one person, agreed by another. Reopening it
    needs a reason. An imported Blue has none."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="closures")
    note = models.TextField()
    closed_on = models.DateField()
    evidence = models.TextField(blank=True)
    waiver = models.TextField("why no evidence is needed", blank=True)
    state = models.CharField(max_length=10, choices=_STATES, default=AskState.ASKED)
    asked_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.TextField(blank=True)
    reopened_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["action"], condition=models.Q(state=AskState.ASKED), name="one_closure_asked"),
            models.CheckConstraint(condition=~models.Q(note=""), name="closure_has_note"),
            models.CheckConstraint(
                condition=~(models.Q(evidence="") & models.Q(waiver="")), name="closure_has_evidence_or_waiver"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=AskState.AGREED)
                | (models.Q(decided_by__isnull=False) & ~models.Q(decided_by=models.F("asked_by"))),
                name="closure_agreed_by_second_person",
            ),
            models.CheckConstraint(
                condition=models.Q(reopened_at__isnull=True) | ~models.Q(reopened_reason=""), name="reopening_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"Closing of {self.action_id}: {self.state}"
