"""A meeting, the steps that it took, who came, and who needs its papers in another form."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from inloco.board.models.bodies import Body, Membership
from inloco.board.queries import Meetings
from inloco.board.states import MeetingState
from inloco.performance.models.reports import WrittenOnce

_USER = settings.AUTH_USER_MODEL


class Meeting(models.Model):
    """One meeting of a body. Its agenda, minutes and resolutions hang on it."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    on = models.DateField()
    starts = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    room = models.CharField(max_length=120, blank=True)
    join_link = models.URLField(max_length=500, blank=True)
    arrangements = models.TextField(blank=True)
    state = models.CharField(
        max_length=16, choices=[(one.value, one.label) for one in MeetingState], default=MeetingState.PLANNED
    )
    sequence = models.PositiveIntegerField(default=0)
    agreed_at = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="agreed_minutes_of")
    agreed_with = models.TextField(blank=True)
    note = models.TextField(blank=True)

    objects: ClassVar[Any] = Meetings.as_manager()

    class Meta:
        ordering = ("on", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("body", "on"), name="one_meeting_of_a_body_a_day"),
            models.CheckConstraint(condition=Q(ends=None) | Q(starts__lt=F("ends")), name="meeting_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(state__in=[one.value for one in MeetingState]), name="meeting_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.body.name}, {self.on:%-d %B %Y}"

    @property
    def condition(self) -> MeetingState:
        return MeetingState(self.state)

    @property
    def where(self) -> str:
        return ", ".join(part for part in (self.room, self.place) if part)

    def has_come(self, *, on: dt.date) -> bool:
        return self.on <= on


class MeetingStep(WrittenOnce):
    """One step of a meeting: who, when, from where to where, and why where a reason was asked for."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="steps")
    transition = models.CharField(max_length=40)
    source = models.CharField(max_length=16, blank=True)
    target = models.CharField(max_length=16)
    by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.transition} of {self.meeting_id} at {self.at:%Y-%m-%d %H:%M}"


class Presence(models.TextChoices):
    """Whether somebody came."""

    PRESENT = "present", "Present"
    APOLOGIES = "apologies", "Apologies"
    ABSENT = "absent", "Absent without apologies"


class Attendance(models.Model):
    """Somebody at a meeting, or their apologies. ``membership`` is empty for others in attendance; whoever comes in a
    member's place names that member in ``in_place_of``."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="attendance")
    in_place_of = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="substituted_by")
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=200, blank=True)
    presence = models.CharField(max_length=10, choices=Presence)
    presides = models.BooleanField(default=False)
    is_young = models.BooleanField(default=False)

    class Meta:
        ordering = ("name",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("meeting", "membership"), name="member_attends_once"),
            models.UniqueConstraint(fields=("meeting", "in_place_of"), name="one_substitute_a_member"),
            models.UniqueConstraint(fields=("meeting",), condition=Q(presides=True), name="one_presides"),
            models.CheckConstraint(condition=~Q(name=""), name="attendance_has_name"),
            models.CheckConstraint(condition=Q(membership=None) | Q(in_place_of=None), name="a_member_is_nobodys_substitute"),
            models.CheckConstraint(condition=Q(presides=False) | Q(presence=Presence.PRESENT), name="who_presides_is_present"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def public_name(self) -> str:
        return self.name.split()[0] if self.is_young else self.name


class PaperForm(models.TextChoices):
    """Forms in which somebody may need their papers."""

    LARGE_PRINT = "large_print", "Large print"
    EASY_READ = "easy_read", "Easy read"
    PRINTED = "printed", "Printed on paper"
    AUDIO = "audio", "Audio"
    BRAILLE = "braille", "Braille"
    TRANSLATION = "translation", "Another language"
    OTHER = "other", "Another form"


class AccessiblePaper(models.Model):
    """A request for the papers in another form: for whom, by when, who sees to it, and when it was done."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="accessible_papers")
    person = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120)
    form = models.CharField(max_length=12, choices=PaperForm)
    details = models.CharField(max_length=300, blank=True)
    due_on = models.DateField()
    asked_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        ordering = ("due_on", "name")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(done_at=None) | Q(done_by__isnull=False), name="provided_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.get_form_display()} for meeting {self.meeting_id}"
