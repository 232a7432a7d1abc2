"""*My tasks today*: the home page's list. Each app registers what it asks of a person; this module only gathers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from inloco.accounts.models import User


@dataclass(frozen=True)
class Task:
    """Something that this person should do: ``why`` is a short reason, ``section`` the heading it stands under."""

    title: str
    url: str
    due: dt.date | None = None
    why: str = ""
    section: str = "To do"

    def is_late(self, *, on: dt.date) -> bool:
        return self.due is not None and self.due < on


Provider = Callable[[User], Iterable[Task]]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Ask ``provider`` for tasks whenever a home page is shown. Called from an app's ``ready``; may be used as a decorator."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def tasks_of(user: User) -> dict[str, list[Task]]:
    """The person's tasks by section: sections in the order of registration, the earliest due first."""
    sections: dict[str, list[Task]] = {}
    for provider in _providers:
        for task in provider(user):
            sections.setdefault(task.section, []).append(task)
    return {
        name: sorted(tasks, key=lambda one: (one.due is None, one.due or dt.date.max, one.title))
        for name, tasks in sections.items()
    }
