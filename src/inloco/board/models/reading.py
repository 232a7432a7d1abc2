"""Packs as they were published, and what belongs to a single reader: that they opened one, their notes, their calendar."""

from __future__ import annotations

import hashlib
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from inloco.analytics.errors import InputRefused
from inloco.board.models.agendas import AgendaItem
from inloco.board.models.meetings import Meeting
from inloco.performance.models.reports import WrittenOnce

_USER = settings.AUTH_USER_MODEL


class PublishedPack(WrittenOnce):
    """A pack, or a supplement to one, as it left: the content of both editions with their hashes, and how notice was kept."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="packs")
    number = models.PositiveSmallIntegerField()
    published_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(default=timezone.now)
    notice_ended_on = models.DateField(null=True)
    is_in_notice = models.BooleanField()
    urgency_reason = models.TextField(blank=True)
    restricted = models.BinaryField()
    restricted_sha256 = models.CharField(max_length=64)
    public = models.BinaryField()
    public_sha256 = models.CharField(max_length=64)
    put_off: Any = models.JSONField(default=list)

    class Meta:
        ordering = ("number",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("meeting", "number"), name="pack_number_once"),
            models.CheckConstraint(
                condition=models.Q(is_in_notice=True) | ~models.Q(urgency_reason=""), name="short_notice_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"pack {self.number} of meeting {self.meeting_id}"

    def text(self, *, public: bool) -> str:
        """The edition as it was frozen. Raises InputRefused when the stored bytes are not those that were hashed."""
        content, seal = (self.public, self.public_sha256) if public else (self.restricted, self.restricted_sha256)
        stored = bytes(content)
        if hashlib.sha256(stored).hexdigest() != seal:
            raise InputRefused("A published pack has been damaged.", action="Restore the database from a backup.")
        return stored.decode()


class PackWaiver(WrittenOnce):
    """That a named person lets two papers of a pack disagree, and why. It holds for these very words."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="pack_waivers")
    fingerprint = models.CharField(max_length=64)
    rule = models.CharField(max_length=60)
    quote = models.TextField()
    reason = models.TextField()
    by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "fingerprint"], name="pack_finding_waived_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="pack_waiver_gives_reason"),
        ]

    def __str__(self) -> str:
        return f"waiver of {self.rule} in the pack of meeting {self.meeting_id}"


class PackReading(models.Model):
    """That a person has opened a pack, so that it leaves their tasks."""

    pack = models.ForeignKey(PublishedPack, on_delete=models.PROTECT, related_name="readings")
    reader = models.ForeignKey(_USER, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=("pack", "reader"), name="pack_read_once")]

    def __str__(self) -> str:
        return f"{self.reader_id} read pack {self.pack_id}"


class PrivateNote(models.Model):
    """What a reader noted for themselves. Kept as bytes, which the audit trail does not copy: nobody else reads it there."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="private_notes")
    author = models.ForeignKey(_USER, on_delete=models.CASCADE, related_name="+")
    content = models.BinaryField()
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=("item", "author"), name="one_note_an_item")]

    def __str__(self) -> str:
        return f"private note on item {self.item_id}"

    @property
    def text(self) -> str:
        return bytes(self.content).decode()


class CalendarFeed(models.Model):
    """The secret address of a person's calendar feed, as a digest: the address itself is shown once."""

    person = models.OneToOneField(_USER, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"calendar feed of {self.person_id}"
