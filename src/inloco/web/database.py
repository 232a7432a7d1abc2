"""The database is there when it is needed: whichever command comes first makes or migrates it, and two at once take turns."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from inloco.analytics.errors import StorageRefused
from inloco.data_folder import data_folder

LOCK_FILE = "migrating.lock"
LOCK = 7_260_002  # PostgreSQL's advisory lock of the migration


def ensure_database() -> None:
    """Django is set up and every table is there. Raises StorageRefused where the database cannot be reached or written."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inloco.web.settings")
    if not apps.ready:
        django.setup()
    try:
        if not is_current():
            with one_at_a_time():
                if not is_current():
                    call_command("migrate", interactive=False, verbosity=0)
    except (DatabaseError, OSError) as trouble:
        raise StorageRefused(
            f"The database cannot be used ({first_line(trouble)}).",
            action="Check INLOCO_DATABASE_URL, or that the data folder can be written and has space.",
        ) from trouble
    keep_private()


def is_current() -> bool:
    """Whether every migration has been applied."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two commands that start together migrate one after the other: by a lock file, on PostgreSQL by its own lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
        return
    import fcntl

    with (data_folder() / LOCK_FILE).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def keep_private() -> None:
    """The SQLite file is for the account that runs InLoco only."""
    if connection.vendor == "sqlite":
        file = Path(str(settings.DATABASES["default"]["NAME"]))
        if file.is_file() and file.stat().st_mode & 0o077:
            file.chmod(0o600)


def first_line(trouble: BaseException) -> str:
    return (str(trouble).splitlines() or [type(trouble).__name__])[0]
