"""What is done by itself: asking for figures whose period has ended, and chasing those that are awaited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from inloco.returns import actions, messages
from inloco.returns.models import Return


@task(priority=-5)
def run_due() -> None:
    """Ask and chase as of today. For the scheduler and after a load; running it again does nothing."""
    tick(on=timezone.localdate())


def tick(*, on: dt.date) -> list[str]:
    """Ask for what is due and send what is to be sent; a line for each. Running it again does nothing."""
    return _lines(actions.ask_for_due(on=on), messages.send_due(on))


def foresee(*, on: dt.date) -> list[str]:
    """What ``tick`` would do on that day. It is done and undone in one transaction; no message is handed over."""
    with transaction.atomic():
        lines = _lines(actions.ask_for_due(on=on), messages.due_reminders(on))
        transaction.set_rollback(True)
    return lines


def _lines(asked: Iterable[Return], letters: Iterable[messages.Letter]) -> list[str]:
    return [
        *(f"Returns: ask {one.schedule.service} for “{one.schedule.entry.title}”, {one.span.label}" for one in asked),
        *(f"{letter.subject}: to {letter.person.name}" for letter in letters),
    ]
