"""Figures that are not there yet: whether somebody works them out, that somebody does, and how long it may take."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from inloco.performance.tasks import compute_figures, load_upload

DEAD_AFTER = dt.timedelta(minutes=30)
"""A job that has been running for longer is taken for dead: the worker was stopped in the middle of it."""

AGAIN_AFTER = dt.timedelta(minutes=1)
"""So long after it failed it is tried again."""

UNTAKEN_AFTER = dt.timedelta(minutes=2)
"""A job that nobody has taken up for so long makes one ask whether a worker is running."""


class Stage(StrEnum):
    """How far the work is."""

    ASKED = "asked"
    UNTAKEN = "untaken"
    RUNNING = "running"
    FAILED = "failed"


@dataclass(frozen=True)
class Standing:
    """How the work stands. ``seconds`` is how much longer it may take, by what it took last; None where that is not known."""

    stage: Stage
    seconds: int | None = None


def ask(*, now: dt.datetime | None = None) -> Standing:
    """Have the figures worked out by the worker, unless somebody is about it or has just failed. Answers how that stands."""
    now = now or timezone.now()
    standing = _standing(now)
    if standing is None:
        compute_figures.enqueue()
        return Standing(Stage.ASKED, _usual_seconds())
    return standing


def _standing(now: dt.datetime) -> Standing | None:
    """None where nobody is about it."""
    computes, loads = compute_figures.module_path, load_upload.module_path
    jobs = DBTaskResult.objects.filter(task_path__in=[computes, loads]).order_by("-enqueued_at")
    for job in jobs[:5]:
        if job.status == "RUNNING" and job.started_at is not None and now - job.started_at < DEAD_AFTER:
            usual = _usual_seconds()
            gone = int((now - job.started_at).total_seconds())
            return Standing(Stage.RUNNING, max(usual - gone, 1) if usual is not None else None)
        if job.task_path != computes:
            continue
        if job.status == "READY":
            is_late = now - job.enqueued_at >= UNTAKEN_AFTER
            return Standing(Stage.UNTAKEN if is_late else Stage.ASKED, _usual_seconds())
        if job.status == "FAILED" and job.finished_at is not None and now - job.finished_at < AGAIN_AFTER:
            return Standing(Stage.FAILED)
    return None


def _usual_seconds() -> int | None:
    """How long it took when it was last done."""
    last = (
        DBTaskResult.objects.filter(task_path=compute_figures.module_path, status="SUCCESSFUL").order_by("-finished_at").first()
    )
    if last is None or last.started_at is None or last.finished_at is None:
        return None
    return max(int((last.finished_at - last.started_at).total_seconds()), 1)
