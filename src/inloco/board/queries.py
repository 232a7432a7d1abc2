"""Which bodies, members, meetings and resolutions, in the board's language."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from inloco.board.states import BEFORE, MeetingState


class Bodies(models.QuerySet[Any]):
    def existing(self, *, on: dt.date) -> Bodies:
        """Not ended by that day."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=on))


class Memberships(models.QuerySet[Any]):
    def serving(self, *, on: dt.date) -> Memberships:
        """Members on that day, each with the ``office`` that they hold on it."""
        terms = self.model._meta.get_field("office_terms").related_model.objects
        held = terms.filter(Q(until_on=None) | Q(until_on__gte=on), membership=OuterRef("pk"), from_on__lte=on)
        members = self.filter(Q(until_on=None) | Q(until_on__gte=on), from_on__lte=on)
        with_office: Memberships = members.annotate(office=Coalesce(Subquery(held.values("office")[:1]), Value("")))
        return with_office

    def voting(self) -> Memberships:
        return self.filter(kind="voting")

    def of(self, person: Any) -> Memberships:
        return self.filter(person=person)


class Substitutes(models.QuerySet[Any]):
    def serving(self, *, on: dt.date) -> Substitutes:
        return self.filter(Q(until_on=None) | Q(until_on__gte=on), from_on__lte=on)


class Meetings(models.QuerySet[Any]):
    def to_come(self) -> Meetings:
        """Not held and not cancelled, the next first."""
        return self.filter(state__in=[one.value for one in BEFORE]).order_by("on", "pk")

    def standing(self) -> Meetings:
        """Whatever was not cancelled."""
        return self.exclude(state=MeetingState.CANCELLED)

    def begun(self) -> Meetings:
        """Held, the latest first."""
        return self.filter(state__in=[one.value for one in MeetingState if one.has_minutes]).order_by("-on", "-pk")

    def before(self, meeting: Any) -> Meetings:
        """Of the same body, earlier, not cancelled, the latest first."""
        return self.standing().filter(body=meeting.body_id, on__lt=meeting.on).order_by("-on", "-pk")

    def after(self, meeting: Any) -> Meetings:
        """Of the same body, later, not cancelled, the next first."""
        return self.standing().filter(body=meeting.body_id, on__gt=meeting.on).order_by("on", "pk")


class Resolutions(models.QuerySet[Any]):
    def unclosed(self) -> Resolutions:
        return self.exclude(state="closed")

    def overdue(self, *, on: dt.date) -> Resolutions:
        return self.filter(state="open", due_on__lt=on)
