"""What other apps do once an extract is loaded: each registers a job, which is asked for and not waited for."""

from __future__ import annotations

from collections.abc import Callable

Job = Callable[[], object]
_jobs: list[Job] = []


def register(job: Job) -> Job:
    """Ask for ``job`` after every load. Called from an app's ``ready``."""
    if job not in _jobs:
        _jobs.append(job)
    return job


def tell() -> None:
    """Ask for every job."""
    for job in _jobs:
        job()
