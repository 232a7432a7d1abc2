"""Which people, which roles."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q


class Users(models.QuerySet[Any]):
    def active(self) -> Users:
        return self.filter(is_active=True)

    def matching(self, words: str) -> Users:
        """Whose name or e-mail address has every word."""
        found = self
        for word in words.split()[:8]:
            found = found.filter(Q(name__icontains=word) | Q(email__icontains=word))
        return found

    def with_role(self, role: str, *, on: dt.date) -> Users:
        held = Q(role_assignments__role=role, role_assignments__from_on__lte=on)
        open_ = Q(role_assignments__until_on=None) | Q(role_assignments__until_on__gte=on)
        return self.filter(held & open_).distinct()

    def with_roles(self) -> Users:
        """Their roles along with them, in one more query for all."""
        return self.prefetch_related("role_assignments")


class RoleAssignments(models.QuerySet[Any]):
    def held(self, *, on: dt.date) -> RoleAssignments:
        return self.filter(Q(until_on=None) | Q(until_on__gte=on), from_on__lte=on)
