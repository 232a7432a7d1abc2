"""Which figures: the one FigureBook of this process, read again when the data folder has changed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Lock

from inloco.accounts.models import User
from inloco.accounts.permissions import Permission
from inloco.accounts.policies import has
from inloco.analytics.areas import AreaTree
from inloco.analytics.book import FigureBook
from inloco.analytics.errors import InLocoError
from inloco.analytics.public_book import PublicBook
from inloco.analytics.snapshots import Snapshot
from inloco.data_folder import data_folder
from inloco.documents.charts import CACHE

State = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Books:
    """The whole book and the one without small numbers, as the data folder was in ``state``. ``awaited`` is the newest extract
    while its figures are not kept, and the books are those of the extract before."""

    state: State
    whole: FigureBook
    public: PublicBook
    awaited: Snapshot | None

    def holds(self, state: State) -> bool:
        return self.state == state and (self.awaited is None or self.whole.awaited() is not None)


_lock = Lock()
_held: dict[tuple[Path, bool], Books] = {}
_only_kept: ContextVar[bool] = ContextVar("only_kept", default=False)


@contextmanager
def only_kept() -> Iterator[None]:
    """Within it no figure that the worker keeps is computed: a page answers at once, from what is there."""
    token = _only_kept.set(True)
    try:
        yield
    finally:
        _only_kept.reset(token)


def figure_book() -> FigureBook:
    """Everything known, from cache while nothing in the data folder has changed. Cheap enough to ask for on every request."""
    return books().whole


def known_areas() -> AreaTree | None:
    """The tree of areas; None while the settings or the data cannot be read."""
    try:
        return figure_book().areas
    except InLocoError:
        return None


def book_for(person: User) -> FigureBook | PublicBook:
    """The book as this person may read it: without its small numbers, unless the role shows them."""
    held = books()
    return held.whole if has(person, Permission.SEE_SMALL_NUMBERS) else held.public


def books() -> Books:
    """Both books."""
    root, reads = data_folder(), _only_kept.get()
    state = _state_of(root)
    with _lock:
        held = _held.get((root, reads))
        if held is None or not held.holds(state):
            book = FigureBook(root, only_kept=reads)
            CACHE.folder = root / "charts"
            awaited = book.awaited() if reads else None  # before the book chooses its extract: at worst it is asked once more
            held = Books(state, book, PublicBook(book), awaited)
            for other in [key for key in _held if key[0] != root or key[1] == reads]:
                del _held[other]
            _held[root, reads] = held
        return held


def awaited_extract() -> Snapshot | None:
    """The newest extract, where pages of this process were last shown without its figures."""
    held = _held.get((data_folder(), _only_kept.get()))
    return held.awaited if held is not None else None


def awaited_days() -> tuple[date, date] | None:
    """The day of the extract whose figures are awaited and of the one that stands in for it; None where none does."""
    held = _held.get((data_folder(), _only_kept.get()))
    shown = held.whole.snapshot() if held is not None and held.awaited is not None else None
    if held is None or held.awaited is None or shown is None or shown == held.awaited:
        return None
    return (held.awaited.as_at, shown.as_at) if held.awaited.as_at and shown.as_at else None


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
