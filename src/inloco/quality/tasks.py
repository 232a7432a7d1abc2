"""What is done after a load, by the worker: the findings of the new extract, and what it says of those that people follow."""

from __future__ import annotations

from django_tasks import task

from inloco.analytics.data_quality import faults_of, followed_snapshots
from inloco.performance.queries import figure_book
from inloco.quality.actions import settle_all


@task(priority=-5)
def recheck() -> None:
    """Work out the faults of every month that the trend shows, where they are not kept yet; then settle the findings."""
    book = figure_book()
    for snapshot in reversed(followed_snapshots(book)):
        faults_of(book, snapshot)
    settle_all()
