"""A round of updates before a board, one request a person, and what was sent to whom."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from inloco.performance.models.reports import WrittenOnce
from inloco.plans.models.action import Action
from inloco.plans.models.plan import Plan
from inloco.plans.states import CycleState, ItemState, RequestState

_USER = settings.AUTH_USER_MODEL


class Cycle(models.Model):
    """One update cycle. The three days are worked out from the board's when the cycle is planned, and stay with it."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="cycles")
    board_on = models.DateField()
    circulate_on = models.DateField()
    return_on = models.DateField()
    brief_on = models.DateField()
    state = models.CharField(max_length=20, choices=[(one.value, one.label) for one in CycleState], default=CycleState.SCHEDULED)
    created_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-board_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "board_on"], name="one_cycle_a_board"),
            models.UniqueConstraint(
                fields=["plan"],
                condition=models.Q(
                    state__in=[CycleState.CIRCULATED, CycleState.RETURNS_DUE, CycleState.BRIEFING, CycleState.REPORTED]
                ),
                name="one_cycle_under_way",
            ),
            models.CheckConstraint(
                condition=models.Q(circulate_on__lte=models.F("return_on"))
                & models.Q(return_on__lte=models.F("brief_on"))
                & models.Q(brief_on__lte=models.F("board_on")),
                name="cycle_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"Updates for the board of {self.board_on:%-d %B %Y}"

    @property
    def condition(self) -> CycleState:
        return CycleState(self.state)


class CycleStep(WrittenOnce):
    """One transition of a cycle: who (nobody: the scheduler), when, from where to where."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="steps")
    transition = models.CharField(max_length=40)
    source = models.CharField(max_length=20, blank=True)
    target = models.CharField(max_length=20)
    by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.transition} of {self.cycle_id}"


class UpdateRequest(models.Model):
    """What one accountable person is asked for in a cycle. ``is_late`` stays once the return came after its day."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="requests")
    person = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="update_requests")
    state = models.CharField(
        max_length=20, choices=[(one.value, one.label) for one in RequestState], default=RequestState.REQUESTED
    )
    is_late = models.BooleanField(default=False)
    is_escalated = models.BooleanField(default=False)
    requested_at = models.DateTimeField(default=timezone.now)
    returned_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    query = models.TextField(blank=True)

    class Meta:
        ordering = ["person__name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cycle", "person"], name="one_request_a_person"),
            models.CheckConstraint(condition=~models.Q(state=RequestState.QUERIED) | ~models.Q(query=""), name="query_says_what"),
        ]

    def __str__(self) -> str:
        return f"Request to {self.person_id} in {self.cycle_id}"

    @property
    def condition(self) -> RequestState:
        return RequestState(self.state)


class RequestItem(models.Model):
    """One action that a request asks about. ``seen_version`` is the action's version when it was last saved from this request."""

    request = models.ForeignKey(UpdateRequest, on_delete=models.PROTECT, related_name="items")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="request_items")
    state = models.CharField(max_length=20, choices=[(one.value, one.label) for one in ItemState], default=ItemState.WAITING)
    saved_at = models.DateTimeField(null=True, blank=True)
    query = models.TextField(blank=True)

    class Meta:
        ordering = ["action__objective__position", "action__position", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["request", "action"], name="action_asked_once")]

    def __str__(self) -> str:
        return f"Item {self.action_id} of {self.request_id}"


class Message(WrittenOnce):
    """An e-mail that was sent for a cycle; ``key`` keeps the scheduler from sending it twice."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="messages")
    person = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=60, unique=True)
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["sent_at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} to {self.person_id}"
