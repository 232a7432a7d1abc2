"""A child's timescales on a day: what is late or coming first, then what was met, then what does not run or cannot be told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from inloco.analytics.child_clocks import ChildClock, Standing
from inloco.children.register import register

COLOURS = {
    Standing.MISSED: "orange",
    Standing.NOT_YET: "blue",
    Standing.MET: "green",
    Standing.UNKNOWN: "yellow",
    Standing.NOT_APPLICABLE: "grey",
}
TITLES = (
    ("Late, coming and met", (Standing.MISSED, Standing.NOT_YET, Standing.MET)),
    ("Could not be computed", (Standing.UNKNOWN,)),
    ("Does not apply on this day", (Standing.NOT_APPLICABLE,)),
)


@dataclass(frozen=True)
class ClockLine:
    what: str
    law: str
    standing: str
    colour: str
    from_on: date | None
    due_on: date | None
    happened_on: date | None
    reason: str
    before: str


@dataclass(frozen=True)
class ClockGroup:
    title: str
    lines: tuple[ClockLine, ...]
    has_days: bool


@dataclass(frozen=True)
class ClocksPage:
    name: str
    on: date
    as_at: date
    groups: tuple[ClockGroup, ...]
    snapshot: str


def clocks_page(child: str, on: date | None = None) -> ClocksPage | None:
    """The timescales of ``child`` on a day (the extract's own without); None where the newest extract does not know the child."""
    known = register()
    if known.book is None or known.snapshot is None or (record := known.book.record(child)) is None:
        return None
    clocks = known.book.clocks(child, on) or ()
    return ClocksPage(
        name=record.name if record.person.forename or record.person.surname else child,
        on=on or record.as_at,
        as_at=record.as_at,
        groups=tuple(_groups(clocks)),
        snapshot=known.snapshot.id,
    )


def _groups(clocks: Iterable[ChildClock]) -> Iterable[ClockGroup]:
    every = list(clocks)
    for title, standings in TITLES:
        held = [one for one in every if one.standing in standings]
        held.sort(key=lambda one: (standings.index(one.standing), one.due_on or date.max))
        if held:
            yield ClockGroup(title, tuple(_line(one) for one in held), Standing.MET in standings)


def _line(one: ChildClock) -> ClockLine:
    return ClockLine(
        what=one.clock.what,
        law=one.clock.law,
        standing=f"{one.standing[:1].upper()}{one.standing[1:]}",
        colour=COLOURS[one.standing],
        from_on=one.anchor_on,
        due_on=one.due_on,
        happened_on=one.happened_on,
        reason=f"{one.reason[:1].upper()}{one.reason[1:]}",
        before=f"{one.missed_before} of {one.turns_before} missed" if one.turns_before else "",
    )
