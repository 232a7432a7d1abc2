"""What administrators do: add people, change them, give and end roles, deactivate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from inloco.accounts.models import RoleAssignment, User
from inloco.accounts.policies import check_can_change, check_can_manage_people, check_nobody_manages_people
from inloco.accounts.roles import Role
from inloco.audit.actions import record


@transaction.atomic
def add_person(
    *, name: str, email: str, professional: str = "", area: str = "", supervises: Sequence[str] = (), by: User
) -> User:
    """A person without a password: they choose one through the link of a password reset."""
    check_can_manage_people(by=by)
    person = User.objects.create_user(email=email, name=name, professional=professional, area=area, supervises=list(supervises))
    record("person_added", by=by, subject="accounts_user", reference=str(person.pk))
    return person


@transaction.atomic
def appoint_administrator(*, name: str, email: str, on: dt.date) -> User:
    """Somebody who manages people, where nobody does: before the first has signed in, or after the last has left.

    Asked for on the server itself, so the trail names the system. Who has an account keeps it, and is active again.
    """
    check_nobody_manages_people()
    address = email.strip().lower()
    person: User | None = User.objects.filter(email=address).first()
    if person is None:
        person = User.objects.create_user(email=address, name=name)
        record("person_added", by=None, subject="accounts_user", reference=str(person.pk))
    elif not person.is_active:
        person.is_active = True
        person.save(update_fields=["is_active"])
        record("person_activated", by=None, subject="accounts_user", reference=str(person.pk))
    person.role_assignments.create(role=Role.ADMINISTRATOR, from_on=on)
    record("role_given", by=None, detail={"role": str(Role.ADMINISTRATOR)}, subject="accounts_user", reference=str(person.pk))
    return person


@transaction.atomic
def change_person(
    person: User, *, name: str, email: str, professional: str, area: str, supervises: Sequence[str], by: User
) -> User:
    check_can_change(person, by=by)
    person.name, person.email = name, email
    person.professional, person.area, person.supervises = professional, area, list(supervises)
    person.save(update_fields=["name", "email", "professional", "area", "supervises"])
    return person


@transaction.atomic
def give_role(person: User, *, role: Role | str, from_on: dt.date, until_on: dt.date | None = None, by: User) -> RoleAssignment:
    check_can_change(person, by=by)
    given: RoleAssignment = person.role_assignments.create(role=Role(role), from_on=from_on, until_on=until_on)
    record("role_given", by=by, detail={"role": str(role)}, subject="accounts_user", reference=str(person.pk))
    return given


@transaction.atomic
def end_role(assignment: RoleAssignment, *, on: dt.date, by: User) -> None:
    """The role is not held from that day on. One that has not begun is taken back altogether."""
    check_can_change(assignment.user, by=by)
    last_day = on - dt.timedelta(days=1)
    if last_day < assignment.from_on:
        assignment.delete()
    else:
        assignment.until_on = last_day
        assignment.save(update_fields=["until_on"])
    record("role_ended", by=by, detail={"role": assignment.role}, subject="accounts_user", reference=str(assignment.user_id))


@transaction.atomic
def set_active(person: User, *, active: bool, by: User) -> None:
    """Someone inactive is signed out at once and cannot sign in."""
    check_can_change(person, by=by)
    person.is_active = active
    person.save(update_fields=["is_active"])
    record("person_activated" if active else "person_deactivated", by=by, subject="accounts_user", reference=str(person.pk))
