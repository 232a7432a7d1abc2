"""People who sign in, and the roles that they hold."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from inloco.accounts.permissions import Permission, Sight, permissions_of, sights_of
from inloco.accounts.queries import RoleAssignments, Users
from inloco.accounts.roles import Role


class UserManager(BaseUserManager["User"].from_queryset(Users)):  # type: ignore[misc]
    def create_user(self, email: str, name: str, password: str | None = None, **fields: Any) -> User:
        """A person who may sign in with ``password``; without one, only after a password reset."""
        person: User = self.model(email=email.strip().lower(), name=name.strip(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> User:
        person: User = self.get(email=(username or "").strip().lower())
        return person


class User(AbstractBaseUser):
    """A person. Never deleted, only deactivated: the audit trail names them."""

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    professional = models.CharField("worker id in the extract", max_length=80, blank=True)
    area = models.CharField("area", max_length=80, blank=True)
    supervises = models.JSONField("worker ids of those supervised", default=list, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ("name", "email")
        constraints = (
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="user_has_name"),
        )

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles held today; read once for each instance, so once a request."""
        return frozenset(Role(one.role) for one in self.role_assignments.all() if one.holds(on=timezone.localdate()))

    @property
    def permissions(self) -> frozenset[Permission]:
        return permissions_of(self.roles)

    @property
    def sights(self) -> frozenset[Sight]:
        """In which ways the person sees children; empty when not at all."""
        return sights_of(self.roles)

    def may(self, permission: Permission | str) -> bool:
        return self.is_active and Permission(permission) in self.permissions


class RoleAssignment(models.Model):
    """A role held by a person from a day until, and including, another. The past stays."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="role_assignments")
    role = models.CharField(max_length=40, choices=Role)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    objects: ClassVar[Any] = RoleAssignments.as_manager()

    class Meta:
        ordering = ("from_on", "role")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(until_on=None) | models.Q(until_on__gte=models.F("from_on")), name="role_ends_after_it_begins"
            ),
            models.UniqueConstraint(fields=("user", "role"), condition=models.Q(until_on=None), name="role_open_once"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="role_known"),
        )

    def __str__(self) -> str:
        return f"{self.get_role_display()} from {self.from_on}"

    def holds(self, *, on: dt.date) -> bool:
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)
