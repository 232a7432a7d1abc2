"""What is left to the worker, asked for by name: who asks need not know how it is done, nor be known by it."""

from __future__ import annotations

from enum import StrEnum

from django.db import transaction
from django.utils.module_loading import import_string


class Job(StrEnum):
    """The jobs that actions ask for; each is the task of that name in ``tasks``, which knows the actions in turn."""

    CHECK_UPLOAD = "check_upload"
    LOAD_UPLOAD = "load_upload"
    PUBLISH_REPORT = "publish_report"
    CLEAR_STAGING = "clear_staging"


def ask_for(job: Job, *given: str | int) -> None:
    """Have the worker do it, once what is being written stands."""
    transaction.on_commit(lambda: import_string(f"inloco.performance.tasks.{job}").enqueue(*given))
