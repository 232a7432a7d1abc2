"""A body and its constitution: what it is for, who sits on it and how, and the rules by which its meetings are called."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from inloco.board.queries import Bodies, Memberships, Substitutes
from inloco.performance.models.reports import WrittenOnce

_USER = settings.AUTH_USER_MODEL


class MemberKind(models.TextChoices):
    """How somebody belongs to a body: decides whether they vote."""

    VOTING = "voting", "Voting member"
    CO_OPTED = "co_opted", "Co-opted, without a vote"
    ADVISER = "adviser", "Adviser"


class Office(models.TextChoices):
    """What a member is besides a member."""

    NONE = "", "None"
    CHAIR = "chair", "Chair"
    VICE_CHAIR = "vice_chair", "Vice-chair"


class Body(models.Model):
    """A board, a forum or a panel. Rules that differ between bodies are fields here, never code."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120, unique=True)
    short_name = models.CharField(max_length=40, blank=True)
    nature = models.TextField(blank=True)
    functions: Any = models.JSONField(default=list, blank=True)
    appointed_by = models.TextField(blank=True)
    contact = models.CharField(max_length=300, blank=True)
    bars = models.TextField(blank=True)
    barred_roles: Any = models.JSONField(default=list, blank=True)
    has_casting_vote = models.BooleanField(default=True)
    quorum = models.PositiveSmallIntegerField(null=True, blank=True)
    clear_days = models.PositiveSmallIntegerField(default=0)
    reports_due_days = models.PositiveSmallIntegerField(default=10)
    allows_substitutes = models.BooleanField(default=True)
    is_public = models.BooleanField(default=False)
    usual_place = models.CharField(max_length=200, blank=True)
    usual_start = models.TimeField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[Any] = Bodies.as_manager()

    class Meta:
        ordering = ("name",)
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(slug=""), name="body_has_name"),
            models.CheckConstraint(condition=Q(quorum=None) | Q(quorum__gte=1), name="body_quorum_is_somebody"),
        ]

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """A place that the constitution provides: how many people of which kind, in whose name. ``number`` is empty where the
    constitution does not say."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seats")
    kind = models.CharField(max_length=12, choices=MemberKind)
    title = models.CharField(max_length=200)
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    number_words = models.CharField(max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("body", "kind", "title"), name="seat_once"),
            models.CheckConstraint(condition=Q(kind__in=MemberKind.values), name="seat_kind_known"),
        ]

    def __str__(self) -> str:
        return self.title


class Membership(models.Model):
    """Somebody on a body from a day until, and including, another. ``person`` is empty for a member without a sign-in.

    Offices change within a membership, so they are records of their own; ``office`` is that of the day, on members that
    ``Membership.objects.serving`` found for it.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="memberships")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships")
    person = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, blank=True, related_name="board_memberships")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=MemberKind)
    represents = models.CharField(max_length=200, blank=True)
    is_young = models.BooleanField(default=False)
    appointed_by = models.CharField(max_length=200, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=200, blank=True)

    office: str = ""

    objects: ClassVar[Any] = Memberships.as_manager()

    class Meta:
        ordering = ("kind", "name")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="member_has_name"),
            models.CheckConstraint(condition=Q(kind__in=MemberKind.values), name="member_kind_known"),
            models.CheckConstraint(condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="term_ends_after_it_begins"),
            models.UniqueConstraint(fields=("body", "person"), condition=Q(until_on=None), name="member_once_at_a_time"),
        ]

    def __str__(self) -> str:
        return self.name

    def serves(self, *, on: dt.date) -> bool:
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)

    @property
    def has_vote(self) -> bool:
        return self.kind == MemberKind.VOTING

    @property
    def office_words(self) -> str:
        """Chair, Vice-chair, or nothing."""
        return Office(self.office).label if self.office else ""

    @property
    def public_name(self) -> str:
        """As public papers name them: of a child or young person the first name only."""
        return self.name.split()[0] if self.is_young else self.name


class OfficeTerm(models.Model):
    """That a member holds an office from a day until, and including, another: as long as they are a member, unless it ends
    before. Who held it before stays on record."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="office_terms")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="office_terms")
    office = models.CharField(max_length=12, choices=Office)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-from_on", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(office__in=[Office.CHAIR, Office.VICE_CHAIR]), name="office_known"),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="office_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=("body",), condition=Q(office=Office.CHAIR, until_on=None), name="one_chair_without_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office} of {self.body_id} from {self.from_on}"


class Substitute(models.Model):
    """Who may come in a member's place."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="substitutes")
    person = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    objects: ClassVar[Any] = Substitutes.as_manager()

    class Meta:
        ordering = ("name",)
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="substitute_has_name"),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="substitute_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Champion(models.Model):
    """A member or an officer who speaks up for one cause."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="champions")
    name = models.CharField(max_length=120)
    cause = models.CharField(max_length=200)
    area = models.CharField(max_length=120, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("cause", "name")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(cause=""), name="champion_has_name_and_cause"),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="champion_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.cause}"


class TermsOfReference(WrittenOnce):
    """One version of a body's terms of reference. A change is a new version; what applied on a day can always be read."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="terms")
    number = models.PositiveIntegerField()
    from_on = models.DateField()
    text = models.TextField()
    what_changed = models.TextField(blank=True)
    agreed_by = models.CharField(max_length=200, blank=True)
    written_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True)
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-number",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("body", "number"), name="terms_number_once"),
            models.CheckConstraint(condition=~Q(text=""), name="terms_say_something"),
        ]

    def __str__(self) -> str:
        return f"{self.body_id}: terms of reference, version {self.number}"


class ItemKind(models.TextChoices):
    """What an item of an agenda is. The named ones fill themselves; every other is ``ordinary``."""

    APOLOGIES = "apologies", "Apologies and interests"
    LAST_MINUTES = "last_minutes", "Minutes of the last meeting"
    MATTERS_ARISING = "matters_arising", "Matters arising"
    CONSTITUTION = "constitution", "Membership and terms of reference"
    ORDINARY = "ordinary", "Business"
    OTHER_BUSINESS = "other_business", "Any other business"
    NEXT_MEETING = "next_meeting", "Date of the next meeting"


class Purpose(models.TextChoices):
    """What the board is asked to do with an item."""

    NOTE = "note", "To note"
    DISCUSS = "discuss", "To discuss"
    AGREE = "agree", "To agree"


class StandingItem(models.Model):
    """An item that every agenda of the body begins with."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="standing_items")
    kind = models.CharField(max_length=16, choices=ItemKind, default=ItemKind.ORDINARY)
    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=8, choices=Purpose, default=Purpose.NOTE)
    presenter = models.CharField(max_length=200, blank=True)
    minutes_allotted = models.PositiveSmallIntegerField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="standing_item_has_title"),
            models.UniqueConstraint(
                fields=("body", "kind"), condition=~Q(kind=ItemKind.ORDINARY), name="standing_item_of_its_kind_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title
