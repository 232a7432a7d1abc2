"""A round of updates before a board, one request a person, and what was sent to whom."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property

from inloco.performance.models.reports import WrittenOnce
from inloco.plans.board_days import BoardDay, meeting_named
from inloco.plans.models.action import Action
from inloco.plans.models.plan import Plan
from inloco.plans.states import CycleState, ItemState, RequestState

_USER = settings.AUTH_USER_MODEL


class Cycle(models.Model):
    """One update cycle. The three days are worked out from the board's when the cycle is planned, and stay with it until it is
    moved. ``meeting`` is that of a board that another app knows; ``former_days`` are the days on which the board was to meet
    before it was moved: the addresses of messages name them."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="cycles")
    board_on = models.DateField()
    circulate_on = models.DateField()
    return_on = models.DateField()
    brief_on = models.DateField()
    state = models.CharField(max_length=20, choices=[(one.value, one.label) for one in CycleState], default=CycleState.SCHEDULED)
    meeting = models.UUIDField(null=True, blank=True, db_index=True)
    former_days: Any = models.JSONField(default=list, blank=True)
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

    @cached_property
    def board_day(self) -> BoardDay | None:
        """The meeting that it is for, as the app of boards knows it."""
        return meeting_named(self.meeting)

    @property
    def chair(self) -> int | None:
        """The key of whoever chairs that meeting."""
        return self.board_day.chair if self.board_day is not None else None

    def newest_answers(self) -> list[BoardAnswer]:
        """What the board says by now, one answer for each action that it has one for."""
        answers = self.answers.select_related("by", "action__objective").order_by("at", "pk")
        return list({one.action_id: one for one in answers}.values())


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


class BoardAnswer(WrittenOnce):
    """What the board said, by its chair, about one action that it was asked to close: agreed, or sent back with a reason. The
    newest counts; those before stay."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="answers")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="board_answers")
    agrees = models.BooleanField()
    reason = models.TextField(blank=True)
    by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(agrees=True) | ~models.Q(reason=""), name="sending_back_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.action_id} at the board of {self.cycle_id}: {'agreed' if self.agrees else 'sent back'}"


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
