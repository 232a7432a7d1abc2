"""Who may do what to whom. ``check_`` raises with the reason, ``can_`` answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from inloco.accounts.permissions import Permission
from inloco.analytics.errors import NotAllowed, NotNow, UserError

if TYPE_CHECKING:
    from inloco.accounts.models import User


def has(user: User, permission: Permission | str) -> bool:
    """Whether one of the person's roles gives the permission today. Someone who left has none."""
    return user.is_active and Permission(permission) in user.permissions


def check_has(user: User, permission: Permission | str) -> None:
    if not has(user, permission):
        raise NotAllowed("Your role does not include this.", action="Ask your system administrator if you need it.")


def allows(check: Callable[[], object]) -> bool:
    """Whether a check of a policy raises nothing: what ``check_can_…`` refuses, ``can_…`` answers with no."""
    try:
        check()
    except UserError:
        return False
    return True


def check_can_manage_people(*, by: User) -> None:
    check_has(by, Permission.MANAGE_USERS)


def check_nobody_manages_people() -> None:
    """Whether a new administrator may be made without one."""
    from inloco.accounts.models import User

    if any(has(person, Permission.MANAGE_USERS) for person in User.objects.active().with_roles()):
        raise NotNow("Somebody manages the people here already.", action="Ask them to add you, under People.")


def check_can_change(person: User, *, by: User) -> None:
    """Nobody changes their own roles, area or worker id: a second administrator does."""
    check_can_manage_people(by=by)
    if person.pk == by.pk:
        raise NotAllowed("You cannot change your own account here.", action="Ask another system administrator.")


def can_change(person: User, *, by: User) -> bool:
    return allows(lambda: check_can_change(person, by=by))
