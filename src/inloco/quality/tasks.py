"""What is done after a load, by the worker: the findings of the new extract, and what it says of those that people follow."""

from __future__ import annotations

from django.db import transaction
from django_tasks import task

from inloco.analytics.data_quality import faults_of, followed_snapshots
from inloco.performance.queries import figure_book
from inloco.quality.actions import settle_all
from inloco.quality.states import transition


@task(priority=-5)
def recheck() -> None:
    """Work out the faults of every month that the trend shows, where they are not kept yet; then settle the findings."""
    book = figure_book()
    for snapshot in reversed(followed_snapshots(book)):
        faults_of(book, snapshot)
    settle_all()


def tick() -> list[str]:
    """Hold the findings that people follow against the newest extract; a line for each step that it took."""
    return [f"Data quality: {transition(step).label.lower()}, {count:,}" for step, count in settle_all().items()]


def foresee() -> list[str]:
    """What ``tick`` would do now; done and undone in one transaction."""
    with transaction.atomic():
        lines = tick()
        transaction.set_rollback(True)
    return lines
