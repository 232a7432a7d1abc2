"""An action of a plan: one record, whatever views show it. What is said about it over time is only ever added to."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from inloco.performance.models.reports import WrittenOnce
from inloco.plans.models.plan import Objective, Plan
from inloco.plans.queries import Actions
from inloco.plans.words import Brag, Origin, Precision, View

_USER = settings.AUTH_USER_MODEL
_ORIGINS = [(one.value, one.value) for one in Origin]
_BRAGS = [("", "None"), *((one.value, one.value) for one in Brag)]


class Action(models.Model):
    """One action. ``ref``, ``responsible``, ``timescale`` and ``evidence`` are words as written; what was read from them stands
    beside. ``version`` rises with every change: whoever saves names the version that they saw."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="actions")
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="actions")
    ref = models.CharField(max_length=40, blank=True)
    position = models.PositiveIntegerField(default=0)
    plan_ref = models.CharField("reference in another plan", max_length=200, blank=True)
    activity = models.TextField()
    view = models.CharField(max_length=10, choices=[(one.value, one.label) for one in View], default=View.LIVE)

    responsible = models.TextField("responsible, as written", blank=True)
    accountable = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="accountable_actions", null=True, blank=True)
    accountable_name = models.CharField("accountable person, as written", max_length=200, blank=True)
    service = models.CharField("accountable service", max_length=200, blank=True)
    contributors = models.TextField("contributing services, one a line", blank=True)

    timescale = models.TextField("timescale, as written", blank=True)
    due_on = models.DateField(null=True, blank=True)
    due_precision = models.CharField(max_length=10, choices=[(one.value, one.label) for one in Precision], default=Precision.NONE)
    review_on = models.DateField(null=True, blank=True)
    timescale_doubt = models.CharField(max_length=200, blank=True)
    timescale_error = models.CharField(max_length=200, blank=True)
    baseline_timescale = models.TextField(blank=True)
    baseline_due_on = models.DateField(null=True, blank=True)

    evidence = models.TextField("evidence, as written on import", blank=True)
    brag = models.CharField(max_length=10, choices=_BRAGS, blank=True)
    brag_at = models.DateTimeField(null=True, blank=True)
    brag_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    where_we_are = models.TextField("where we are now", blank=True)
    what_will_change = models.TextField("the change to be made", blank=True)
    outcome = models.TextField(blank=True)

    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Actions] = Actions.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["objective__position", "position", "pk"]
        indexes: ClassVar = [models.Index(fields=["plan", "view"], name="action_plan_view")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(brag__in=["", *(one.value for one in Brag)]), name="action_brag_known"),
            models.CheckConstraint(condition=models.Q(view__in=[one.value for one in View]), name="action_view_known"),
        ]

    def __str__(self) -> str:
        return f"Action {self.ref or self.pk}"

    @property
    def place(self) -> str:
        """Objective and reference, as people name it."""
        return f"{self.objective.number}/{self.ref or self.pk}"

    @property
    def title(self) -> str:
        """Short words for a link or a task."""
        words = " ".join(self.activity.split())
        return words if len(words) <= 90 else words[:87].rsplit(" ", 1)[0] + " …"

    @property
    def is_closed(self) -> bool:
        return self.view == View.CLOSED

    @property
    def is_blue(self) -> bool:
        return self.brag == Brag.BLUE

    @property
    def is_blue_from_file(self) -> bool:
        """Whether the file, and no person here, said that it is done."""
        return self.brag == Brag.BLUE and self.brag_by_id is None

    @property
    def has_story(self) -> bool:
        """Whether something stands under the headings of a care leavers' plan."""
        return bool(self.where_we_are or self.what_will_change or self.outcome)

    @property
    def owner_words(self) -> str:
        """The accountable person's name: the account's, else as written, else the whole cell."""
        return self.accountable.name if self.accountable else self.accountable_name or self.responsible

    @property
    def contributor_list(self) -> list[str]:
        return [line.strip() for line in self.contributors.splitlines() if line.strip()]


class ActionLink(models.Model):
    """``action`` carries on from, or waits for, ``other``."""

    class Kind(models.TextChoices):
        FOLLOWS_ON = "follows_on", "Carries on from"
        WAITS_FOR = "waits_for", "Waits for"

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="links")
    other = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="linked_from")
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.FOLLOWS_ON)
    by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["action", "other", "kind"], name="action_linked_once"),
            models.CheckConstraint(condition=~models.Q(action=models.F("other")), name="action_not_linked_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.action_id} {self.kind} {self.other_id}"


class ProgressNote(WrittenOnce):
    """What was said about progress. An imported cell is one note with its text whole; ``on`` is the day that it speaks of."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField()
    on = models.DateField(null=True, blank=True)
    author = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    origin = models.CharField(max_length=10, choices=_ORIGINS, default=Origin.PERSON)
    edition = models.ForeignKey("plans.Edition", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"Note on {self.action_id} at {self.at:%Y-%m-%d}"


class Evidence(WrittenOnce):
    """Something that shows that it was done: words, a link or a file. Words of an imported cell stand in ``Action.evidence``."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="evidence_items")
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    link = models.URLField(max_length=500, blank=True)
    file = models.CharField("stored file", max_length=120, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    file_type = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    added_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return self.title


class BragMark(WrittenOnce):
    """One judgement: what it was, what it became, who said so and why. The newest equals ``Action.brag``."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="marks")
    was = models.CharField(max_length=10, choices=_BRAGS, blank=True)
    brag = models.CharField(max_length=10, choices=_BRAGS, blank=True)
    by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    is_owner = models.BooleanField("set by the accountable person", default=False)
    reason = models.TextField(blank=True)
    origin = models.CharField(max_length=10, choices=_ORIGINS, default=Origin.PERSON)
    edition = models.ForeignKey("plans.Edition", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.action_id}: {self.brag or 'none'}"
