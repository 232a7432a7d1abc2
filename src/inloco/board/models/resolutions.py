"""What a board resolved, and how it comes back until it is done."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from inloco.board.models.agendas import AgendaItem
from inloco.board.models.bodies import Body
from inloco.board.models.meetings import Meeting
from inloco.board.queries import Resolutions
from inloco.performance.models.reports import WrittenOnce

_USER = settings.AUTH_USER_MODEL


class ResolutionKind(models.TextChoices):
    """A decision is done once taken; an action and a recommendation are followed until they are closed."""

    DECISION = "decision", "Decision"
    ACTION = "action", "Action"
    RECOMMENDATION = "recommendation", "Recommendation to the cabinet member"


class ResolutionState(models.TextChoices):
    OPEN = "open", "Open"
    DONE = "done", "Reported as done"
    CLOSED = "closed", "Closed"


class Resolution(models.Model):
    """What was resolved on an item: who sees to it, by when, and where it stands. ``plan_action`` is the action of a plan that
    carries it. Until there is one, ``plan_asked`` is the plan whose manager was asked for it, and ``plan_answer`` why they said
    no. ``plan_reference`` names it in words in a plan that is not kept here."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="resolutions")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="resolutions")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="resolutions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=ResolutionKind)
    text = models.TextField()
    owner = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, blank=True, related_name="board_resolutions")
    owner_name = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True, blank=True)
    plan_action = models.ForeignKey(
        "plans.Action", on_delete=models.PROTECT, null=True, blank=True, related_name="board_resolutions"
    )
    plan_asked = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    plan_answer = models.CharField(max_length=300, blank=True)
    plan_reference = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=8, choices=ResolutionState, default=ResolutionState.OPEN)
    closed_at = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="closed_resolutions")
    closing_note = models.TextField(blank=True)

    objects: ClassVar[Any] = Resolutions.as_manager()

    class Meta:
        ordering = ("meeting__on", "number")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("meeting", "number"), name="resolution_number_once"),
            models.CheckConstraint(condition=~Q(text=""), name="resolution_says_something"),
            models.CheckConstraint(condition=Q(kind__in=ResolutionKind.values), name="resolution_kind_known"),
            models.CheckConstraint(
                condition=~Q(state=ResolutionState.CLOSED) | Q(kind=ResolutionKind.DECISION) | ~Q(closing_note=""),
                name="resolution_closed_with_a_note",
            ),
            models.CheckConstraint(
                condition=Q(plan_action=None) | Q(plan_asked=None, plan_reference=""), name="resolution_carried_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.text[:60]}"

    @property
    def reference(self) -> str:
        """2019-05-22/3: the third of the meeting on 22 May 2019. A body may meet twice in a month."""
        return f"{self.meeting.on}/{self.number}"

    def is_late(self, *, on: dt.date) -> bool:
        return self.state == ResolutionState.OPEN and self.due_on is not None and self.due_on < on


class ResolutionUpdate(WrittenOnce):
    """What somebody reported about a resolution, and the state that it had from then on."""

    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, related_name="updates")
    text = models.TextField()
    state = models.CharField(max_length=8, choices=ResolutionState)
    by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"update of resolution {self.resolution_id}"


class MatterArising(models.Model):
    """A resolution that came back to a later meeting. Links the two both ways; ``said`` is what that meeting was told."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="matters_arising")
    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, related_name="matters_arising")
    said = models.TextField(blank=True)
    number = models.PositiveIntegerField(default=0)
    is_closed_here = models.BooleanField(default=False)

    class Meta:
        ordering = ("resolution__meeting__on", "resolution__number")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("meeting", "resolution"), name="matter_arises_once_a_meeting"),
        ]

    def __str__(self) -> str:
        return f"resolution {self.resolution_id} at meeting {self.meeting_id}"
