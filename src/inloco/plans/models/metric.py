"""What an action is measured by: lines with target and current value, and every reading that was given."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from inloco.performance.models.reports import WrittenOnce
from inloco.plans.models.action import Action
from inloco.plans.words import Origin

_USER = settings.AUTH_USER_MODEL


class MetricLine(models.Model):
    """One measure of an action. ``own`` lines stand on the action's own row; the others are rows of the metrics view, with a
    reference, activity, progress and evidence as written there. BRAG and timescale are always the action's."""

    class Place(models.TextChoices):
        OWN = "own", "On the action’s own row"
        METRICS = "metrics", "On the metrics view"

    class Better(models.TextChoices):
        HIGHER = "higher", "Higher is better"
        LOWER = "lower", "Lower is better"
        NEITHER = "neither", "Neither"

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="lines")
    place = models.CharField(max_length=10, choices=Place, default=Place.OWN)
    position = models.PositiveIntegerField(default=0)
    ref = models.CharField(max_length=40, blank=True)
    plan_ref = models.CharField(max_length=200, blank=True)
    activity = models.TextField(blank=True)
    progress = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    responsible = models.TextField(blank=True)
    metric = models.TextField("what is measured, as written", blank=True)
    current = models.TextField("current value and date, as written", blank=True)
    current_value = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    current_on = models.DateField(null=True, blank=True)
    target = models.TextField("target and date, as written", blank=True)
    target_value = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    target_on = models.DateField(null=True, blank=True)
    baseline_value = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    baseline_on = models.DateField(null=True, blank=True)
    better = models.CharField(max_length=10, choices=Better, default=Better.NEITHER)
    indicator = models.CharField("indicator whose figure is the current value", max_length=80, blank=True)
    area = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["action__objective__position", "position", "pk"]

    def __str__(self) -> str:
        return f"Metric of {self.action_id}"


class MetricReading(WrittenOnce):
    """One value that was given for a line."""

    line = models.ForeignKey(MetricLine, on_delete=models.PROTECT, related_name="readings")
    words = models.TextField(blank=True)
    value = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    origin = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Origin], default=Origin.PERSON)
    edition = models.ForeignKey("plans.Edition", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"Reading of {self.line_id} at {self.at:%Y-%m-%d}"
