"""What other apps have recorded, frozen in the snapshot of an extract when it is loaded: each registers what gives its records.

So a figure about a plan or a board is computed from the same frozen thing as one about children, and comes out the same for ever.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from inloco.analytics.records import Recorded, Recorder, Records

_recorders: list[Recorder] = []


def register(recorder: Recorder) -> Recorder:
    """Ask ``recorder`` for its records at every load. Called from an app's ``ready``."""
    if recorder not in _recorders:
        _recorders.append(recorder)
    return recorder


def recorded_until(as_at: date) -> Records:
    """The records of every app until ``as_at``, that day included. Nothing is caught: an extract is loaded with them or not at
    all."""
    found: dict[str, Recorded] = {}
    with transaction.atomic():
        for recorder in _recorders:
            found.update(recorder(as_at))
    return found
