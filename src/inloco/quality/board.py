"""The findings of the newest extract as this process holds them: each with its reference, and what has been made of it."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from django.conf import settings
from django.utils.crypto import salted_hmac

from inloco.analytics.book import FigureBook
from inloco.analytics.data_quality import Fault, faults_of, followed_snapshots, is_kept
from inloco.analytics.snapshots import Snapshot
from inloco.performance.queries import figure_book
from inloco.quality.checks import found_in, is_about_files

SALT = "inloco.quality.references"
LENGTH = 24


@dataclass(frozen=True)
class Board:
    """Every fault of the newest extract by its reference, in the order of the checks."""

    snapshot: Snapshot | None
    faults: Mapping[str, Fault]
    of_child: Mapping[str, Sequence[str]]

    def __contains__(self, reference: str) -> bool:
        return reference in self.faults


EMPTY = Board(None, {}, {})


def reference_of(fault: Fault) -> str:
    """What a finding is called in an address and in the database: opaque, and the same in every extract that has it."""
    return _digest(fault.identity)


def value_digest(fault: Fault) -> str:
    """What stood there, unreadable: enough to see that it has changed. In how many rows of a file does not matter."""
    return _digest(fault.value if is_about_files(fault) else f"{fault.value}|{fault.message}")


def board() -> Board:
    """The board of the newest extract; empty where none is loaded."""
    book = figure_book()
    snapshots = followed_snapshots(book)
    if not snapshots:
        return EMPTY
    faults = faults_of(book, snapshots[-1])
    with _lock:
        if _held.faults is not faults or _held.snapshot != snapshots[-1].id:
            _held.snapshot, _held.faults = snapshots[-1].id, faults
            _held.board = _board(snapshots[-1], found_in(book, snapshots[-1]))
        return _held.board


def is_ready() -> bool:
    """Whether the board can be had without checking a whole extract first."""
    book = figure_book()
    snapshots = followed_snapshots(book)
    return bool(snapshots) and is_kept(book, snapshots[-1])


def months(book: FigureBook) -> list[Snapshot]:
    """The month-end extracts that a trend stands on."""
    return followed_snapshots(book)


class _Held:
    """The last board, with the faults that it was made of: the same ones are the same object while nothing has changed."""

    snapshot: str = ""
    faults: Sequence[Fault] | None = None
    board: Board = EMPTY


_held = _Held()
_lock = Lock()


def _board(snapshot: Snapshot, faults: Sequence[Fault]) -> Board:
    by_reference = {reference_of(fault): fault for fault in faults}
    of_child: dict[str, list[str]] = {}
    for reference, fault in by_reference.items():
        of_child.setdefault(fault.child, []).append(reference)
    return Board(snapshot, by_reference, of_child)


def _digest(text: str) -> str:
    keyed = _keyed(settings.SECRET_KEY).copy()
    keyed.update(text.encode())
    return base64.b32encode(keyed.digest())[:LENGTH].decode("ascii").lower()


@lru_cache(maxsize=1)
def _keyed(key: str) -> hmac.HMAC:
    """The digest of nothing: a copy for each finding spares making the key anew."""
    return salted_hmac(SALT, "", secret=key, algorithm="sha256")
