"""Where a figure comes from, in words."""

from __future__ import annotations

from dataclasses import dataclass

from inloco.analytics.errors import WrongUsage
from inloco.analytics.indicators import is_of_children
from inloco.analytics.indicators.definition import Indicator
from inloco.documents.cells import Cell, State
from inloco.documents.style import day_words
from inloco.performance.known import Book


@dataclass(frozen=True)
class Provenance:
    """Who computed the figure, and from what."""

    words: str
    snapshot: str = ""
    as_at: str = ""
    version: str = ""


def provenance(book: Book, cell: Cell, indicator: Indicator) -> Provenance:
    """Who gave the figure of ``cell``: the extract that it was computed from, or whoever submitted it."""
    version = indicator.version_at(cell.period.end)
    wording = f"Version {version.number} of the definition" if indicator.versions else "The definition has not changed"
    if cell.state is State.SUBMITTED:
        return Provenance(
            f"Submitted, not computed from an extract. Source: {cell.source or 'not stated'}.", cell.snapshot, "", wording
        )
    if not cell.snapshot:
        return Provenance("No extract that is loaded can give this figure.", version=wording)
    try:
        snapshot = book.store.open(cell.snapshot)
    except WrongUsage:
        return Provenance("Computed by InLoco from an extract that is no longer kept.", cell.snapshot, "", wording)
    as_at = day_words(snapshot.as_at) if snapshot.as_at else ""
    if not is_of_children(indicator.id):
        words = f"Computed by InLoco from its own records, frozen with the extract as at {as_at or 'an unknown day'}."
        return Provenance(words, snapshot.id, as_at, wording)
    return Provenance(f"Computed by InLoco from the extract as at {as_at or 'an unknown day'}.", snapshot.id, as_at, wording)
