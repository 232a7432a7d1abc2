"""What day it is: the real one, but in a demonstration the one that its visitor has gone on to.

A round of updates takes three weeks, and a visitor has an hour. ``inloco tick --on DATE`` therefore turns the clock of a
demonstration forward: its server, its worker and its commands then all take that day for today. Nowhere else can a clock be
turned: where the data folder is no demonstration nothing is replaced. The trail keeps the real time, which the database writes.
"""

from __future__ import annotations

import datetime as dt
import json
from functools import lru_cache
from pathlib import Path

from django.utils import timezone

MARKER = "demo.json"
"""What marks a data folder as a demonstration."""
AHEAD = "demo-days-ahead"
_real_now = timezone.now


def is_demonstration(root: Path) -> bool:
    """Whether the folder holds a complete demonstration."""
    try:
        return bool(json.loads((root / MARKER).read_text(encoding="utf-8")).get("complete"))
    except (OSError, ValueError, AttributeError):
        return False


def follow(root: Path) -> None:
    """Take the demonstration's day for today from here on. Called once, before any model is made: their defaults keep ``now``."""
    if (root / MARKER).is_file():
        timezone.now = lambda: _real_now() + dt.timedelta(days=days_ahead(root))


def days_ahead(root: Path) -> int:
    """By how many days the clock of the demonstration was turned forward."""
    file = root / AHEAD
    try:
        return _read(file, file.stat().st_mtime_ns)
    except OSError:
        return 0


def turn_to(root: Path, on: dt.date) -> None:
    """Make ``on`` the demonstration's today. The clock is only turned forward: what happened has happened."""
    today = timezone.localdate(_real_now())
    new = root / f"{AHEAD}.new"
    new.write_text(f"{max((on - today).days, days_ahead(root))}\n", encoding="utf-8")
    new.replace(root / AHEAD)


@lru_cache(maxsize=2)
def _read(file: Path, changed: int) -> int:
    words = file.read_text(encoding="utf-8").strip()
    return max(0, int(words)) if words.isdigit() else 0
