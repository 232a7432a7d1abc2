"""A month's report on its way from the extract to the board, and the frozen thing that it ends as."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone

from inloco.analytics.errors import InputRefused, NotAllowed
from inloco.analytics.periods import Period, parse_period
from inloco.performance.states import ReportState

_USER = settings.AUTH_USER_MODEL


PATIENCE = timedelta(minutes=10)


def _refuse_change() -> NoReturn:
    raise NotAllowed("What has been published or recorded is never changed.", action="Publish a correction in the next report.")


class WrittenOnceQuerySet(models.QuerySet[Any]):
    """Bulk changes are refused as single ones are; the database's own triggers refuse whatever goes round both."""

    def update(self, **kwargs: Any) -> int:
        _refuse_change()

    def delete(self) -> tuple[int, dict[str, int]]:
        _refuse_change()


class WrittenOnce(models.Model):
    """A row that is written once and then only read. ``performance.written_once`` makes the triggers that keep it so."""

    objects = WrittenOnceQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            _refuse_change()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        _refuse_change()


class MonthlyReport(models.Model):
    """The report of one month. Its words and figures are elsewhere: commentary in ``Commentary``, figures in the snapshot."""

    period = models.CharField(max_length=7, unique=True)
    state = models.CharField(max_length=20, choices=[(s.value, s.label) for s in ReportState], default=ReportState.EXTRACT_DUE)
    indicators: Any = models.JSONField(default=list)
    snapshot = models.CharField(max_length=80, blank=True)
    started_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    approved_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    publishing_since = models.DateTimeField(null=True, blank=True)
    publishing_problem = models.TextField(blank=True)

    class Meta:
        ordering = ["-period"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state=ReportState.EXTRACT_DUE) | ~models.Q(snapshot=""), name="report_names_its_snapshot"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[ReportState.APPROVED, ReportState.PUBLISHED])
                | models.Q(approved_by__isnull=False),
                name="approved_report_names_approver",
            ),
        ]

    def __str__(self) -> str:
        return f"Monthly performance report, {self.month.label}"

    @property
    def condition(self) -> ReportState:
        return ReportState(self.state)

    @property
    def month(self) -> Period:
        return parse_period(self.period)

    @property
    def is_being_published(self) -> bool:
        """A job is freezing it. One that has not ended after ten minutes was killed: publishing can be asked for again."""
        return self.publishing_since is not None and timezone.now() - self.publishing_since < PATIENCE


class ReportStep(WrittenOnce):
    """One transition that was made: who, when, from where to where, and why where a reason was asked for."""

    report = models.ForeignKey(MonthlyReport, on_delete=models.PROTECT, related_name="steps")
    transition = models.CharField(max_length=40)
    source = models.CharField(max_length=20, blank=True)
    target = models.CharField(max_length=20)
    by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(blank=True)
    snapshot = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.transition} of {self.report_id} at {self.at:%Y-%m-%d %H:%M}"


class AcceptedFindings(WrittenOnce):
    """A kind of warning that a named person accepted for this report, with the number of times it occurs and why
    that is all right."""

    report = models.ForeignKey(MonthlyReport, on_delete=models.PROTECT, related_name="accepted_findings")
    snapshot = models.CharField(max_length=80)
    kind = models.CharField(max_length=80)
    count = models.PositiveIntegerField()
    note = models.TextField(blank=True)
    accepted_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["kind"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "snapshot", "kind"], name="finding_accepted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.count}) accepted"


class Commentary(models.Model):
    """What is said about one indicator in one month's report. ``number`` is the version that stands; every version is kept."""

    report = models.ForeignKey(MonthlyReport, on_delete=models.PROTECT, related_name="commentaries")
    indicator = models.CharField(max_length=80)
    number = models.PositiveIntegerField(default=0)
    text = models.TextField(blank=True)
    written_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    written_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["indicator"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "indicator"], name="one_commentary_an_indicator"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} in {self.report_id}, version {self.number}"


class CommentaryVersion(WrittenOnce):
    """One saved wording."""

    commentary = models.ForeignKey(Commentary, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    author = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commentary", "number"], name="version_number_once"),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.commentary_id}"


class PublishedReport(WrittenOnce):
    """The frozen report: the whole content as JSON (UTF-8) with its hash, and what it was computed from."""

    report = models.OneToOneField(MonthlyReport, on_delete=models.PROTECT, related_name="published")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    snapshot = models.CharField(max_length=80)
    definitions: Any = models.JSONField(default=dict)
    published_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-published_at"]

    def __str__(self) -> str:
        return f"Published report of {self.report_id}"

    @property
    def text(self) -> str:
        """The restricted edition as it was frozen."""
        return _as_hashed(self.content, self.sha256)


class PublicEdition(WrittenOnce):
    """What of a published report may leave the council, frozen soon after it: deciding what to withhold takes a while."""

    published = models.OneToOneField(PublishedReport, on_delete=models.PROTECT, related_name="public_edition")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Public edition of {self.published_id}"

    @property
    def text(self) -> str:
        return _as_hashed(self.content, self.sha256)


def _as_hashed(content: bytes | memoryview, sha256: str) -> str:
    """Raises InputRefused when the stored bytes are not those that were hashed."""
    stored = bytes(content)
    if hashlib.sha256(stored).hexdigest() != sha256:
        raise InputRefused("A published report has been damaged.", action="Restore the database from a backup.")
    return stored.decode()


class ReportReading(models.Model):
    """That a person has opened a published report, so that it leaves their tasks."""

    report = models.ForeignKey(MonthlyReport, on_delete=models.CASCADE, related_name="readings")
    reader = models.ForeignKey(_USER, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "reader"], name="report_read_once"),
        ]

    def __str__(self) -> str:
        return f"{self.reader_id} read {self.report_id}"
