"""The schedule of returns, each return of a period, what has happened to it, and which messages went out."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from inloco.analytics.calendars import add_working_days
from inloco.analytics.figure import value_of
from inloco.analytics.indicators.register import REGISTER, Entry
from inloco.analytics.periods import Period, parse_period
from inloco.data_folder import data_folder
from inloco.returns.queries import Returns
from inloco.returns.states import Lateness, ReturnState

MISSING_AFTER = 10
"""Working days after the due day from which a late return counts as missing."""


class Frequency(models.TextChoices):
    MONTHLY = "month", "Each month"
    QUARTERLY = "quarter", "Each quarter"
    YEARLY = "financial_year", "Each financial year"


class Schedule(models.Model):
    """One figure that a service sends: who, how often, and how many working days after the period it is due."""

    indicator = models.CharField(max_length=80, unique=True)
    service = models.CharField(max_length=120)
    contact = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    frequency = models.CharField(max_length=20, choices=Frequency, default=Frequency.MONTHLY)
    due_days = models.PositiveSmallIntegerField(default=10)
    first_period = models.CharField(max_length=10)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("indicator",)
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(due_days__gte=1, due_days__lte=60), name="return_due_in_60_working_days"),
            models.CheckConstraint(condition=~models.Q(service=""), name="return_has_service"),
            models.CheckConstraint(condition=models.Q(frequency__in=Frequency.values), name="return_frequency_known"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} from {self.service}"

    @property
    def entry(self) -> Entry:
        return REGISTER[self.indicator]

    @property
    def first(self) -> Period:
        return parse_period(self.first_period)

    def due_on(self, period: Period) -> dt.date:
        return add_working_days(period.end, self.due_days)


class Return(models.Model):
    """One figure for one period. ``value`` keeps the digits given; ``none_because`` stands where there is no figure."""

    reference = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    schedule = models.ForeignKey(Schedule, on_delete=models.PROTECT, related_name="returns")
    period = models.CharField(max_length=10)
    due_on = models.DateField()
    state = models.CharField(
        max_length=20, choices=[(one.value, one.label) for one in ReturnState], default=ReturnState.REQUESTED
    )
    numerator = models.PositiveBigIntegerField(null=True, blank=True)
    denominator = models.PositiveBigIntegerField(null=True, blank=True)
    value = models.CharField(max_length=24, blank=True)
    none_because = models.TextField(blank=True)
    note = models.TextField(blank=True)
    evidence: Any = models.JSONField(default=dict, blank=True)
    doubts: Any = models.JSONField(default=list, blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    first_sent_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    snapshot = models.CharField(max_length=80, blank=True)

    objects: ClassVar[Any] = Returns.as_manager()

    class Meta:
        ordering = ("due_on", "schedule__indicator")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["schedule", "period"], name="one_return_of_a_period"),
            models.CheckConstraint(condition=models.Q(state__in=[one.value for one in ReturnState]), name="return_state_known"),
            models.CheckConstraint(
                condition=models.Q(state=ReturnState.REQUESTED) | ~models.Q(value="") | ~models.Q(none_because=""),
                name="sent_return_has_figure_or_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ReturnState.APPROVED)
                | (models.Q(decided_by__isnull=False) & ~models.Q(decided_by=models.F("sent_by"))),
                name="return_approved_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.schedule.indicator} {self.period} ({self.condition.label.lower()})"

    @property
    def condition(self) -> ReturnState:
        return ReturnState(self.state)

    @property
    def span(self) -> Period:
        return parse_period(self.period)

    @property
    def figure(self) -> Decimal | None:
        """The figure that it gives: worked out from its parts where it has them, else as it was given."""
        if self.value == "":
            return None
        unit = self.schedule.entry.unit
        worked_out = value_of(unit, self.numerator, self.denominator) if unit.has_parts else None
        return worked_out if worked_out is not None else Decimal(self.value)

    @property
    def folder(self) -> Path:
        """Where its evidence lies."""
        return data_folder() / "returns" / str(self.reference)

    def lateness(self, *, on: dt.date) -> Lateness:
        """How it stands to its day; one that was sent is as late as when it was first sent."""
        day = timezone.localdate(self.first_sent_at) if self.first_sent_at else on
        if day <= self.due_on:
            return Lateness.IN_TIME
        is_missing = self.first_sent_at is None and day > add_working_days(self.due_on, MISSING_AFTER)
        return Lateness.MISSING if is_missing else Lateness.LATE


class ReturnEvent(models.Model):
    """One step of a return: by whom, with what figure and words. Never changed."""

    of = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="events")
    step = models.CharField(max_length=20)
    said = models.CharField(max_length=60, blank=True)
    text = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.step} on {self.at:%-d %B %Y}"


class ReturnMessage(models.Model):
    """A message that went out. ``key`` makes each go once."""

    key = models.CharField(max_length=120, unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.key
