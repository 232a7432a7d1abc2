"""Young people whom the council knows by name beside its records: what the public reads calls them by their first names.

They hold a role here, or sit on a board that another app keeps; each such app registers whom it knows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from inloco.accounts.models import RoleAssignment, User
from inloco.accounts.roles import Role


@dataclass(frozen=True)
class Known:
    """Full names of young people, and of the grown-ups about them, whose surnames give nobody away."""

    young: tuple[str, ...]
    others: tuple[str, ...]


Source = Callable[[], Iterable[tuple[str, bool]]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Ask ``source`` for names as well, each with whether it is a young person's. Called from an app's ``ready``."""
    if source not in _sources:
        _sources.append(source)


def known() -> Known:
    """Everybody who is known, past and present: names do not age."""
    held = RoleAssignment.objects.filter(user=OuterRef("pk"), role=Role.YOUNG_REPRESENTATIVE)
    named = [*User.objects.annotate(is_young=Exists(held)).values_list("name", "is_young")]
    for source in _sources:
        named += source()
    young = tuple(dict.fromkeys(name for name, is_young in named if is_young))
    return Known(young, tuple(dict.fromkeys(name for name, is_young in named if not is_young)))
