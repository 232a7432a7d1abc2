"""What readers do: open a pack, note something for themselves, follow meetings in their own calendar."""

from __future__ import annotations

import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from inloco.accounts.models import User
from inloco.analytics.errors import NotAllowed, NotNow
from inloco.audit.actions import record
from inloco.board import policies
from inloco.board.models import AgendaItem, CalendarFeed, PackReading, PrivateNote, PublishedPack

LONGEST = 5_000


def note_reading(*, pack: PublishedPack, by: User) -> None:
    """The pack leaves the person's tasks."""
    PackReading.objects.bulk_create([PackReading(pack=pack, reader=by)], ignore_conflicts=True)


@transaction.atomic
def save_note(*, item: AgendaItem, text: str, by: User) -> None:
    """A reader's own note on an item; nobody else sees it, in the audit trail neither. An empty one goes."""
    policies.check_can_read_board(by=by)
    if not item.is_published:
        raise NotNow("The item has not been published.", action="Wait for the pack.")
    if item.is_exempt and not policies.reads_restricted(item.meeting.body, by=by):
        raise NotAllowed(policies.REFUSED, action=policies.ASK)
    wording = text.strip().replace("\r\n", "\n")
    if len(wording) > LONGEST:
        raise NotNow(f"The note is longer than {LONGEST:,} characters.", action="Shorten it.")
    if not wording:
        PrivateNote.objects.filter(item=item, author=by).delete()
        return
    PrivateNote.objects.update_or_create(item=item, author=by, defaults={"content": wording.encode(), "saved_at": timezone.now()})


@transaction.atomic
def make_feed(*, by: User) -> str:
    """A new secret for the person's calendar feed; the one before stops working. It is answered once and kept as a digest."""
    policies.check_can_read_board(by=by)
    secret = secrets.token_urlsafe(24)
    CalendarFeed.objects.update_or_create(person=by, defaults={"digest": digest(secret), "made_at": timezone.now()})
    record("calendar_feed_made", by=by)
    return secret


@transaction.atomic
def end_feed(*, by: User) -> None:
    """The address stops working."""
    CalendarFeed.objects.filter(person=by).delete()
    record("calendar_feed_ended", by=by)


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
