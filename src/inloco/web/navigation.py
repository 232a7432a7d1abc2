"""The service navigation: one list, each entry with the permission that shows it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from inloco.accounts.permissions import Permission


@dataclass(frozen=True)
class Entry:
    title: str
    route: str
    permission: Permission | None
    or_permission: Permission | None = None


ENTRIES = (
    Entry("My tasks", "home", None),
    Entry("Performance", "performance:overview", Permission.SEE_AGGREGATES),
    Entry("Children", "children:list", Permission.SEE_CHILDREN),
    Entry("Reports", "reports:list", Permission.SEE_PUBLISHED_REPORTS),
    Entry("Plans", "plans:list", Permission.SEE_PLANS, Permission.UPDATE_OWN_ACTIONS),
    Entry("Boards", "board:list", Permission.SEE_MEETINGS),
    Entry("Papers", "papers:list", Permission.SEE_PUBLISHED_REPORTS),
    Entry("Returns", "returns:list", Permission.SEND_RETURN, Permission.APPROVE_RETURN),
    Entry("Extracts", "extracts:list", Permission.LOAD_EXTRACT),
    Entry("Data quality", "quality:numbers", Permission.MEND_FINDINGS),
    Entry("People", "people:list", Permission.MANAGE_USERS),
    Entry("Settings", "settings", Permission.SEE_SETTINGS),
    Entry("Audit trail", "audit:events", Permission.SEE_AUDIT),
)


def navigation(request: HttpRequest) -> list[dict[str, object]]:
    """The entries for the person of ``request``, as GOV.UK's service navigation takes them; nothing for a stranger."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    entries: list[dict[str, object]] = []
    for entry in ENTRIES:
        if entry.permission is not None and not {entry.permission, entry.or_permission} & user.permissions:
            continue
        try:
            address = reverse(entry.route)
        except NoReverseMatch:
            continue
        here = request.path == address
        within = address != "/" and request.path.startswith(address)
        entries.append({"text": entry.title, "href": address, "current": here, "active": within})
    return entries
