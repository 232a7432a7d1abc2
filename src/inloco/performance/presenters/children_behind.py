"""The children behind a figure, each with state and reason, as far as the reader may see them; of the others only how many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator

from inloco.analytics.areas import Area
from inloco.analytics.behind import ChildState
from inloco.analytics.book import FigureBook
from inloco.analytics.indicators.definition import Indicator
from inloco.analytics.periods import Period
from inloco.children.policies import Visible
from inloco.children.references import reference_of
from inloco.children.register import Entry, register
from inloco.performance.presenters.words import Tag

PER_PAGE = 50
STATES = {
    "met": ("Counted in the number", Tag("Counted", "green")),
    "not_met": ("Not counted in the number", Tag("Not counted", "orange")),
    "excluded": ("Left out by the definition", Tag("Left out", "grey")),
}

FIRST = ("not_met", "met", "excluded")
"""In a list of all, those to act on stand first."""


@dataclass(frozen=True)
class BehindRow:
    """One child, or one event of a child where the figure counts events. ``is_known``: the newest extract has the child."""

    name: str
    reference: str
    age: str
    team: str
    tag: Tag
    reason: str
    is_known: bool


@dataclass(frozen=True)
class StateCount:
    state: str
    words: str
    count: int


@dataclass(frozen=True)
class ChildrenBehind:
    """The page. ``visible`` and ``others`` count what stands behind the figure and this reader may and may not see."""

    indicator: Indicator
    area: Area
    period: Period
    state: str
    counts: tuple[StateCount, ...]
    rows: tuple[BehindRow, ...]
    page: Page[ChildState]
    visible: int
    others: int
    as_at: date | None

    @property
    def words(self) -> str:
        """How many stand behind the figure, and how many of them this reader may see."""
        counts = self.indicator.counts
        if not self.others:
            return f"{self.visible:,} {counts} stand behind this figure or were considered for it."
        return (
            f"{self.visible + self.others:,} {counts} stand behind this figure or were considered for it. "
            f"You see {self.visible:,}; {self.others:,} are other people’s."
        )

    @property
    def caption(self) -> str:
        if not self.page.paginator.count:
            return "Children"
        return f"{self.page.start_index():,} to {self.page.end_index():,} of {self.page.paginator.count:,}"


def children_behind(
    book: FigureBook, indicator: Indicator, period: Period, area: Area, seen: Visible, *, state: str = "", number: str = "1"
) -> ChildrenBehind:
    """Page ``number`` of the rows in ``state`` (all without). A page that is not there is the nearest."""
    everyone = book.children(indicator.id, period, area.id)
    mine = sorted((one for one in everyone if one.child in seen), key=lambda one: FIRST.index(one.state))
    kept = [one for one in mine if one.state == state] if state in STATES else mine
    page = Paginator(kept, PER_PAGE).get_page(number)
    known = register()
    counts = Counter(one.state for one in mine)
    return ChildrenBehind(
        indicator=indicator,
        area=area,
        period=period,
        state=state if state in STATES else "",
        counts=tuple(StateCount(key, words, counts[key]) for key, (words, _) in STATES.items()),
        rows=tuple(_rows(list(page.object_list), known.entries, book)),
        page=page,
        visible=len(mine),
        others=len(everyone) - len(mine),
        as_at=known.as_at,
    )


def _rows(states: Sequence[ChildState], entries: Mapping[str, Entry], book: FigureBook) -> list[BehindRow]:
    rows = []
    for one in states:
        entry = entries.get(one.child)
        rows.append(
            BehindRow(
                name=(entry.name if entry else "") or one.child,
                reference=reference_of(one.child),
                age="" if entry is None or entry.age is None else str(entry.age),
                team=book.areas[one.area].name if one.area in book.areas else "No team allocated",
                tag=STATES[one.state][1],
                reason=one.reason,
                is_known=entry is not None,
            )
        )
    return rows
