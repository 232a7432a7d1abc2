"""What boards ask of a person today."""

from __future__ import annotations

from collections.abc import Iterator

from inloco.accounts.models import User
from inloco.accounts.tasks import Task


def board_tasks(user: User) -> Iterator[Task]:
    yield from ()
