"""The items of an agenda with their minutes, what young people propose, and votes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from inloco.board.models.bodies import Body, ItemKind, Purpose
from inloco.board.models.meetings import Meeting
from inloco.performance.models.reports import WrittenOnce

_USER = settings.AUTH_USER_MODEL


class Added(models.TextChoices):
    """When an item came onto the agenda."""

    ORIGINAL = "original", "With the pack"
    SUPPLEMENTARY = "supplementary", "Supplementary, before the notice ended"
    LATE = "late", "Late, as urgent business"


class Outcome(models.TextChoices):
    """What became of an item."""

    OPEN = "open", "To come"
    TAKEN = "taken", "Taken"
    DEFERRED = "deferred", "Deferred"
    WITHDRAWN = "withdrawn", "Withdrawn"


class AgendaItem(models.Model):
    """One item: what is asked, who leads, how long, the report (``report_by`` is asked for it until there is one), and, once the
    meeting has begun, its minute.

    ``number`` counts the wordings of the minute; every one of them is kept. A deferred item comes back by itself: the next
    agenda opens with a new item that names this one in ``carried_from``.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    kind = models.CharField(max_length=16, choices=ItemKind, default=ItemKind.ORDINARY)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=8, choices=Purpose, default=Purpose.NOTE)
    presenter = models.CharField(max_length=200, blank=True)
    minutes_allotted = models.PositiveSmallIntegerField(null=True, blank=True)
    recommendation = models.TextField(blank=True)
    needs_report = models.BooleanField(default=False)
    report_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="reports_asked", null=True, blank=True)
    paper = models.ForeignKey("papers.Paper", on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_items")
    is_exempt = models.BooleanField(default=False)
    exempt_reason = models.CharField(max_length=300, blank=True)
    carried_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried_to")
    added = models.CharField(max_length=14, choices=Added, default=Added.ORIGINAL)
    added_why = models.CharField(max_length=300, blank=True)
    added_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True)
    added_at = models.DateTimeField(default=timezone.now)
    published_in = models.PositiveSmallIntegerField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.OPEN)
    outcome_why = models.CharField(max_length=300, blank=True)
    put_off_at = models.DateTimeField(null=True, blank=True)
    minute = models.TextField(blank=True)
    number = models.PositiveIntegerField(default=0)
    minuted_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    minuted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("position", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="item_has_title"),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="item_outcome_known"),
            models.CheckConstraint(
                condition=~Q(outcome__in=[Outcome.DEFERRED, Outcome.WITHDRAWN]) | ~Q(outcome_why=""),
                name="item_put_off_for_a_reason",
            ),
            models.CheckConstraint(condition=Q(added=Added.ORIGINAL) | ~Q(added_why=""), name="item_added_for_a_reason"),
            models.UniqueConstraint(fields=("meeting", "carried_from"), name="item_carried_once_a_meeting"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_published(self) -> bool:
        """A pack that is out holds it."""
        return self.published_in is not None

    @property
    def is_put_off(self) -> bool:
        return self.outcome in (Outcome.DEFERRED, Outcome.WITHDRAWN)

    @property
    def never_was(self) -> bool:
        """Withdrawn before any pack carried it: it has no number on the agenda and no minute."""
        return self.outcome == Outcome.WITHDRAWN and not self.is_published


def numbered(items: Iterable[AgendaItem]) -> list[tuple[int, AgendaItem]]:
    """The items of one agenda in their order, each with the number that the pack and the minutes give it; 0 for one that never
    was."""
    count, made = 0, []
    for one in items:
        count += not one.never_was
        made.append((0 if one.never_was else count, one))
    return made


class MinuteVersion(WrittenOnce):
    """One saved wording of a minute."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    author = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-number",)
        constraints: ClassVar = [models.UniqueConstraint(fields=("item", "number"), name="minute_number_once")]

    def __str__(self) -> str:
        return f"version {self.number} of the minute of item {self.item_id}"


class ProposalState(models.TextChoices):
    """What became of a proposal."""

    PROPOSED = "proposed", "Waiting for an answer"
    ACCEPTED = "accepted", "On the agenda"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Proposal(models.Model):
    """An item that a child in care or care leaver asks for. Declining needs an answer that they can read."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="proposals")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals")
    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="proposal")
    title = models.CharField(max_length=200)
    why = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.PROPOSED)
    answer = models.TextField(blank=True)
    proposed_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-proposed_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="proposal_has_title"),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.DECLINED) | ~Q(answer=""), name="proposal_declined_with_an_answer"
            ),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.ACCEPTED) | Q(item__isnull=False), name="proposal_accepted_has_item"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Vote(WrittenOnce):
    """A vote as it was counted: how many could vote, how many did how, the casting vote, and what followed from it. A count that
    was wrong stays; the one that ``replaces`` it stands in the minutes."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="votes")
    motion = models.TextField()
    votes_for = models.PositiveSmallIntegerField()
    votes_against = models.PositiveSmallIntegerField()
    abstentions = models.PositiveSmallIntegerField()
    entitled = models.PositiveSmallIntegerField()
    quorum = models.PositiveSmallIntegerField(null=True)
    casting = models.CharField(max_length=8, blank=True, choices=[("for", "For"), ("against", "Against")])
    cast_by = models.CharField(max_length=120, blank=True)
    is_carried = models.BooleanField()
    by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")

    class Meta:
        ordering = ("at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(entitled__gte=models.F("votes_for") + models.F("votes_against") + models.F("abstentions")),
                name="no_more_votes_than_voters",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.votes_for} for, {self.votes_against} against, {self.abstentions} abstained"

    @classmethod
    def standing(cls) -> models.QuerySet[Vote]:
        """Those that no later count put right."""
        return cls.objects.filter(replaced_by=None)

    @property
    def was_quorate(self) -> bool:
        return self.quorum is None or self.entitled >= self.quorum
