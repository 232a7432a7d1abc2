"""Which figures: the one FigureBook of this process, read again when the data folder has changed."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Lock

from inloco.accounts.models import User
from inloco.accounts.permissions import Permission
from inloco.accounts.policies import has
from inloco.analytics.areas import AreaTree
from inloco.analytics.book import FigureBook
from inloco.analytics.errors import InLocoError
from inloco.data_folder import data_folder
from inloco.documents.charts import CACHE
from inloco.performance.discreet import Discreet

State = tuple[tuple[str, int], ...]

_lock = Lock()
_held: dict[Path, tuple[State, FigureBook, Discreet]] = {}


def figure_book() -> FigureBook:
    """Everything known, from cache while nothing in the data folder has changed. Cheap enough to ask for on every request."""
    return both_books()[0]


def known_areas() -> AreaTree | None:
    """The tree of areas; None while the settings or the data cannot be read."""
    try:
        return figure_book().areas
    except InLocoError:
        return None


def book_for(person: User) -> FigureBook | Discreet:
    """The book as this person may read it: without its small numbers, unless the role shows them."""
    whole, discreet = both_books()
    return whole if has(person, Permission.SEE_SMALL_NUMBERS) else discreet


def both_books() -> tuple[FigureBook, Discreet]:
    """The whole book, and the one without small numbers."""
    root = data_folder()
    state = _state_of(root)
    with _lock:
        held = _held.get(root)
        if held is None or held[0] != state:
            book = FigureBook(root)
            CACHE.folder = root / "charts"
            held = (state, book, Discreet(book))
            _held.clear()
            _held[root] = held
        return held[1], held[2]


def _state_of(root: Path) -> State:
    """Names and times of the snapshots and the settings: a load, an undo or a new target changes it; reading figures does not."""
    seen: list[tuple[str, int]] = []
    for name in ("council.toml", "snapshots"):
        path = root / name
        if path.exists():
            seen.append((name, path.stat().st_mtime_ns))
    folder = root / "snapshots"
    if folder.is_dir():
        with os.scandir(folder) as entries:
            seen += sorted(
                (entry.name, entry.stat().st_mtime_ns) for entry in entries if not entry.name.startswith((".incoming", ".lock"))
            )
    return tuple(seen)
