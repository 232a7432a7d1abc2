"""What is dear to make and only read: made once for a whole run, whatever the number of workers and of files that want it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp

import pytest


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder that ``make`` filled when it was first asked for in this run. Whoever wants to write takes a copy."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    folder = base / f"once-{name}"
    with (base / f"once-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            new = Path(mkdtemp(dir=base, prefix=f"making-{name}-"))
            make(new)
            new.rename(folder)
    return folder
