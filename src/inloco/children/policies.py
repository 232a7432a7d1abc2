"""Who may see which child: by role *and* relationship, from the newest extract. ``check_`` raises, ``can_`` answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from inloco.accounts.models import User
from inloco.accounts.permissions import Permission, Sight
from inloco.accounts.policies import check_has, has
from inloco.analytics.areas import AreaTree
from inloco.analytics.errors import NotAllowed
from inloco.children.register import Entry, register


@dataclass(frozen=True)
class Visible:
    """The children that a person may see, each with why. ``is_everyone`` also holds for children of earlier extracts."""

    is_everyone: bool = False
    reasons: Mapping[str, str] = field(default_factory=dict)

    def __contains__(self, child: object) -> bool:
        return self.is_everyone or child in self.reasons

    def why(self, child: str) -> str:
        """The relationship in words, for the log."""
        return self.reasons.get(child, "role sees all children" if self.is_everyone else "")


def can_see_children(*, by: User) -> bool:
    """Whether the person sees any child-level page at all."""
    return has(by, Permission.SEE_CHILDREN)


def check_can_see_children(*, by: User) -> None:
    check_has(by, Permission.SEE_CHILDREN)


def visible(*, by: User) -> Visible:
    """All children that ``by`` may see today; of several roles, the union."""
    if not can_see_children(by=by):
        return Visible()
    if Sight.ALL in by.sights:
        return Visible(is_everyone=True)
    known = register()
    return Visible(reasons=reasons(known.entries, known.areas, by.sights, by.professional, by.area, by.supervises))


def reasons(
    entries: Mapping[str, Entry],
    areas: AreaTree,
    sights: Collection[Sight],
    professional: str,
    area: str,
    supervises: Collection[str],
) -> dict[str, str]:
    """Each child that one of ``sights`` reaches, with the nearest relationship. An empty worker id or area reaches nobody."""
    own = {professional} - {""} if Sight.OWN in sights else set()
    supervised = set(supervises) - {""} if Sight.SUPERVISED in sights else set()
    team = {area} - {""} if Sight.TEAM in sights else set()
    service = areas.within(area) if Sight.SERVICE in sights and area else frozenset()
    found: dict[str, str] = {}
    for child, entry in entries.items():
        if own & entry.workers:
            found[child] = "worker of the child"
        elif supervised & entry.workers:
            found[child] = "supervises a worker of the child"
        elif entry.area in team:
            found[child] = "responsible team"
        elif entry.area in service:
            found[child] = "responsible service"
    return found


def check_can_see(child: str | None, *, by: User) -> str:
    """Why ``by`` may see ``child``. The refusal is the same for a child that is not theirs and for one that does not exist."""
    seen = visible(by=by)
    if child is None or child not in seen:
        raise NotAllowed("You cannot see this.", action="If you need it for your work, ask your manager.")
    return seen.why(child)


def can_see(child: str, *, by: User) -> bool:
    return child in visible(by=by)
