"""A paper on its way from the first word to the pack: its cover, its sections with every wording, comments and steps."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from inloco.analytics.periods import Period, parse_period
from inloco.papers.states import PaperState
from inloco.performance.models.reports import WrittenOnce

_USER = settings.AUTH_USER_MODEL


class Source(models.TextChoices):
    """Where a paper's words come from."""

    WRITTEN = "written", "Written here"
    WORD = "word", "Read from a Word file"
    PDF = "pdf", "A PDF file as it was received"


class Paper(models.Model):
    """One paper for a board. Its words are in ``PaperSection``; what was published is in ``PublishedPaper``.

    ``meeting`` and ``meeting_on`` are the words of the cover: the meeting itself is the board's, whose agenda item points here.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(max_length=200)
    source = models.CharField(max_length=10, choices=Source, default=Source.WRITTEN)
    template = models.CharField(max_length=40, blank=True)
    period = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=20, choices=[(s.value, s.label) for s in PaperState], default=PaperState.DRAFT)
    meeting = models.CharField(max_length=200, blank=True)
    meeting_on = models.DateField(null=True, blank=True)
    report_of = models.CharField(max_length=200, blank=True)
    divisions = models.CharField("electoral divisions affected", max_length=500, blank=True)
    contact = models.CharField("contact for further information", max_length=500, blank=True)
    restricted = models.BooleanField("not for publication", default=False)
    restricted_reason = models.CharField(max_length=500, blank=True)
    author = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    writers: Any = models.ManyToManyField(_USER, related_name="+", blank=True)
    cover_number = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(default=timezone.now)
    signed_off_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    signed_off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-meeting_on", "title", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(title=""), name="paper_has_title"),
            models.CheckConstraint(
                condition=~models.Q(state__in=[PaperState.SIGNED_OFF, PaperState.PUBLISHED])
                | models.Q(signed_off_by__isnull=False),
                name="signed_off_paper_names_who",
            ),
            models.CheckConstraint(
                condition=~models.Q(restricted=True) | ~models.Q(restricted_reason=""), name="restricted_paper_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def condition(self) -> PaperState:
        return PaperState(self.state)

    @property
    def about(self) -> Period | None:
        """The period that the paper is about; its template's references name it."""
        return parse_period(self.period) if self.period else None


class PaperSection(models.Model):
    """One section. ``number`` is the wording that stands; every wording is kept, also of a section that is taken out."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="sections")
    key = models.SlugField(max_length=60)
    title = models.CharField(max_length=120)
    position = models.PositiveIntegerField()
    number = models.PositiveIntegerField(default=0)
    text = models.TextField(blank=True)
    restricted = models.BooleanField("left out of the public edition", default=False)
    taken_out = models.BooleanField(default=False)
    written_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    written_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["paper", "key"], name="paper_section_key_once"),
            models.CheckConstraint(condition=~models.Q(title=""), name="paper_section_has_title"),
        ]

    def __str__(self) -> str:
        return f"{self.title} of {self.paper_id}, version {self.number}"


class SectionVersion(WrittenOnce):
    """One saved wording."""

    section = models.ForeignKey(PaperSection, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    author = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["section", "number"], name="section_version_once")]

    def __str__(self) -> str:
        return f"version {self.number} of section {self.section_id}"


class PaperComment(models.Model):
    """What somebody says about a section as it stood in one wording. It is settled by somebody, never deleted.

    A reply (``reply_to``) goes with the comment that it answers and is settled with it.
    """

    section = models.ForeignKey(PaperSection, on_delete=models.PROTECT, related_name="comments")
    number = models.PositiveIntegerField()
    text = models.TextField()
    author = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    settled_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    reply_to = models.ForeignKey("self", on_delete=models.PROTECT, related_name="replies", null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(text=""), name="paper_comment_says_something"),
            models.CheckConstraint(
                condition=models.Q(settled_by=None, settled_at=None)
                | models.Q(settled_by__isnull=False, settled_at__isnull=False),
                name="settled_comment_says_who",
            ),
        ]

    def __str__(self) -> str:
        return f"Comment {self.pk} on section {self.section_id}"


class PaperStep(WrittenOnce):
    """One transition that was made: who, when, from where to where, and why where a reason was asked for."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="steps")
    transition = models.CharField(max_length=40)
    source = models.CharField(max_length=20, blank=True)
    target = models.CharField(max_length=20)
    by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.transition} of paper {self.paper_id}"


class PaperFile(WrittenOnce):
    """A file as it was received, whole. The newest of a paper counts. ``tagged`` tells whether a PDF carries tags of its own."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Source)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveIntegerField(default=0)
    tagged = models.BooleanField(default=False)
    notes: Any = models.JSONField(default=list)
    by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} file of paper {self.paper_id}"


class FileClearance(WrittenOnce):
    """That somebody has read a PDF file and says it names no child and no small number, so that the public may have it."""

    file = models.OneToOneField(PaperFile, on_delete=models.PROTECT, related_name="clearance")
    by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Clearance of file {self.file_id}"


class PaperPicture(WrittenOnce):
    """A picture that came with a Word file, shown by ``![description](picture:key)``."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="pictures")
    key = models.SlugField(max_length=40)
    kind = models.CharField(max_length=4)
    content = models.BinaryField()

    class Meta:
        ordering = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["paper", "key"], name="paper_picture_key_once")]

    def __str__(self) -> str:
        return f"Picture {self.key} of paper {self.paper_id}"


class FindingWaiver(WrittenOnce):
    """That a named person lets a contradiction stand, and why. It holds for this quote: another wording is another finding."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="waivers")
    fingerprint = models.CharField(max_length=64)
    rule = models.CharField(max_length=60)
    quote = models.TextField()
    reason = models.TextField()
    by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["paper", "fingerprint"], name="paper_finding_waived_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="paper_waiver_gives_reason"),
        ]

    def __str__(self) -> str:
        return f"Waiver of {self.rule} in paper {self.paper_id}"
