"""What timescales ask of those who work with children: on the home page as counts, never with a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from inloco.accounts.models import User
from inloco.accounts.permissions import Sight
from inloco.accounts.tasks import Task
from inloco.children.dues import SOON, SOON_DAYS, choice_of, is_due_soon, overdue_of
from inloco.children.policies import can_see_children, visible
from inloco.children.register import register

SECTION = "Children"


def children_tasks(user: User) -> Iterator[Task]:
    """One task for each thing that is overdue for a child of this person, with the earliest of their days, and one for what is
    due soon.

    Whoever sees every child has none of their own: the overview serves them better.
    """
    if not can_see_children(by=user) or Sight.ALL in user.sights:
        return
    known, seen = register(), visible(by=user)
    if known.as_at is None:
        return
    mine = [entry for child, entry in known.entries.items() if child in seen]
    why = f"As at {known.as_at.day} {known.as_at:%B %Y}"
    late: defaultdict[str, list[date]] = defaultdict(list)
    for entry in mine:
        for due in overdue_of(entry, on=known.as_at):
            late[due.what].append(due.on)
    for what, days in late.items():
        yield Task(f"{what}: overdue for {_children(len(days))}", _list(choice_of(what)), min(days), why, SECTION)
    if soon := sum(is_due_soon(entry, on=known.as_at) for entry in mine):
        yield Task(f"Due within {SOON_DAYS} days for {_children(soon)}", _list(SOON), None, why, SECTION)


def _children(count: int) -> str:
    return f"{count:,} {'child' if count == 1 else 'children'}"


def _list(choice: str) -> str:
    return f"{reverse('children:list')}?due={choice}"
