"""How people, roles and the permission table are said."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from inloco.accounts.models import RoleAssignment, User
from inloco.accounts.permissions import SIGHT_LABELS, TABLE, Permission, Sight
from inloco.accounts.roles import Role


@dataclass(frozen=True)
class PersonRow:
    pk: int
    name: str
    email: str
    roles: str
    status: str
    status_colour: str


@dataclass(frozen=True)
class HeldRole:
    pk: int
    role: str
    from_on: dt.date
    until_on: dt.date | None
    is_held: bool


@dataclass(frozen=True)
class PersonPage:
    pk: int
    name: str
    email: str
    is_active: bool
    details: tuple[tuple[str, str], ...]
    roles: tuple[HeldRole, ...]
    may: tuple[str, ...]


@dataclass(frozen=True)
class RoleRow:
    """A role as the table of permissions says it: which children it sees, and everything it may do."""

    role: str
    sees: str
    may: tuple[str, ...]


def row(person: User) -> PersonRow:
    roles = ", ".join(sorted(role.label for role in person.roles)) or "No role"
    status, colour = ("Active", "green") if person.is_active else ("Deactivated", "grey")
    return PersonRow(person.pk, person.name, person.email, roles, status, colour)


def person(person: User) -> PersonPage:
    sights = ", ".join(SIGHT_LABELS[one] for one in Sight if one in person.sights) or SIGHT_LABELS[Sight.NONE]
    details = (
        ("E-mail address", person.email),
        ("Can sign in", "Yes" if person.is_active else "No"),
        ("Worker id in the extract", person.professional or "None"),
        ("Area", person.area or "None"),
        ("Supervises", ", ".join(person.supervises) or "Nobody"),
        ("Sees", sights),
    )
    may = tuple(one.label for one in Permission if one in person.permissions)
    return PersonPage(
        person.pk, person.name, person.email, person.is_active, details, tuple(map(held, person.role_assignments.all())), may
    )


def held(assignment: RoleAssignment) -> HeldRole:
    return HeldRole(
        assignment.pk,
        Role(assignment.role).label,
        assignment.from_on,
        assignment.until_on,
        assignment.until_on is None or assignment.until_on >= timezone.localdate(),
    )


def permission_table() -> tuple[RoleRow, ...]:
    shown = [one for one in Permission if one is not Permission.SEE_CHILDREN]  # the sight says it better
    return tuple(
        RoleRow(role.label, grant.sight.label, tuple(one.label for one in shown if one in grant.permissions))
        for role, grant in TABLE.items()
    )
