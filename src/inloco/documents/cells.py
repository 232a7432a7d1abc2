"""A cell: one printed figure of a report or a chart, with what a reader needs to judge it, and nothing that must be looked up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from inloco.analytics.figure import Figure, Status, Unit
from inloco.analytics.periods import Period
from inloco.documents.style import fraction_words, printed


class State(StrEnum):
    """What a cell says about itself. Only the first three have a value."""

    FINAL = "final"
    PROVISIONAL = "provisional"
    SUBMITTED = "submitted"
    NOBODY = "nobody"
    NOT_APPLICABLE = "not_applicable"
    NOT_AVAILABLE = "not_available"
    SUPPRESSED = "suppressed"


MARKS = {
    State.PROVISIONAL: "[p]",
    State.SUBMITTED: "[s]",
    State.NOBODY: "[z]",
    State.NOT_APPLICABLE: "[z]",
    State.NOT_AVAILABLE: "[x]",
    State.SUPPRESSED: "[c]",
}
"""Shorthand as the Government Analysis Function advises for published tables."""

DOUBTED = "[u]"

SHORTHAND = (
    ("[c]", "suppressed, so that no child can be recognised"),
    ("[p]", "provisional: records for this month may still change"),
    ("[s]", "submitted: sent by a person or a partner, not computed from an extract"),
    ("[u]", "in doubt: a check has something against it, which the notes say"),
    ("[x]", "not available: nothing has been received from which it could be computed"),
    ("[z]", "not applicable: there was nobody to count, which is not the same as 0"),
)


@dataclass(frozen=True)
class Cell:
    """One figure as it is printed. ``value`` is None unless the state has one; ``numerator`` and ``denominator`` are what it
    was made of, where that is known. ``doubts`` are sentences about why it may be wrong; ``version`` is the definition's."""

    period: Period
    value: Decimal | None
    numerator: int | None = None
    denominator: int | None = None
    state: State = State.NOT_AVAILABLE
    version: int = 1
    doubts: tuple[str, ...] = ()
    source: str = ""
    snapshot: str = ""

    @property
    def mark(self) -> str:
        """The shorthand for a spreadsheet, empty for a final figure."""
        return MARKS.get(self.state, "")

    def words(self, unit: Unit, counts: str = "children") -> str:
        """What stands in the place of the figure: ``89.7%``, ``no children``, ``suppressed``, ``not available``."""
        if self.value is not None:
            return printed(self.value, unit)
        match self.state:
            case State.NOBODY:
                return f"no {counts}"
            case State.SUPPRESSED:
                return "suppressed"
            case State.NOT_APPLICABLE:
                return "not applicable"
            case _:
                return "not available"

    def fraction(self, unit: Unit, counts: str = "") -> str:
        """``1,283 of 1,430 children``; empty for a plain count, and where the two numbers are not known."""
        if unit is Unit.COUNT or self.numerator is None or self.denominator is None or self.state is State.SUPPRESSED:
            return ""
        return fraction_words(self.numerator, self.denominator, "population aged under 18" if unit is Unit.RATE else counts)


def cell_of(figure: Figure | None, period: Period, *, doubts: Sequence[str] = ()) -> Cell:
    """The cell of ``figure``; a month that nothing is known of gives ``not available``, one with nobody to count ``nobody``."""
    if figure is None:
        return Cell(period, None, doubts=tuple(doubts))
    state = State(figure.status.value)
    if figure.value is None:
        if figure.denominator == 0:
            state = State.NOBODY
        elif figure.status is not Status.NOT_APPLICABLE:
            state = State.NOT_AVAILABLE
    return Cell(
        period=period,
        value=figure.value,
        numerator=figure.numerator,
        denominator=figure.denominator,
        state=state,
        version=figure.version,
        doubts=tuple(doubts),
        source=figure.source,
        snapshot=figure.snapshot,
    )


def suppressed(cell: Cell) -> Cell:
    """``cell`` with nothing left from which its figure could be read."""
    return replace(cell, value=None, numerator=None, denominator=None, state=State.SUPPRESSED, doubts=())
