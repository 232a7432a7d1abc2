"""What is done by itself: asking for figures whose period has ended, and chasing those that are awaited."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django_tasks import task

from inloco.returns import actions, messages


@task(priority=-5)
def run_due() -> None:
    """Ask and chase as of today. For the scheduler and after a load; running it again does nothing."""
    tick(on=timezone.localdate())


def tick(*, on: dt.date) -> tuple[int, int]:
    """Ask for what is due and send what is to be sent. Answers how many returns were asked for, and how many messages went."""
    return len(actions.ask_for_due(on=on)), len(messages.send_due(on))
