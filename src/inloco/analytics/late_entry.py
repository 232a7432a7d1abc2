"""Late entry: what the freeze of a month missed, because it was entered or corrected after it.

A month is published from its own extract: the one made at its end, or on the first working day after it. The same month computed
from a later extract shows what came late. The difference is the recording's, not the children's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from inloco.analytics.book import FigureBook
from inloco.analytics.calendars import add_months, add_working_days, known_years
from inloco.analytics.errors import WrongUsage
from inloco.analytics.figure import Figure
from inloco.analytics.periods import Period, PeriodKind, month_of
from inloco.analytics.snapshots import Snapshot


@dataclass(frozen=True)
class LateEntry:
    """One figure as it was published and as it is known later. ``group`` is a code of a breakdown, else empty."""

    published: Figure
    known: Figure

    @property
    def numerator(self) -> int | None:
        """How many more are counted now."""
        return _difference(self.published.numerator, self.known.numerator)

    @property
    def denominator(self) -> int | None:
        """How many more it is out of now."""
        return _difference(self.published.denominator, self.known.denominator)

    @property
    def value(self) -> Decimal | None:
        """How much higher the value is now, in its own unit."""
        if self.published.value is None or self.known.value is None:
            return None
        return self.known.value - self.published.value

    @property
    def is_changed(self) -> bool:
        return (self.published.numerator, self.published.denominator) != (self.known.numerator, self.known.denominator)


def own_extract(extracts: Iterable[Snapshot], period: Period) -> Snapshot | None:
    """The extract that ``period`` was published from: of its last day, else the first until the first working day after it.

    Of several of one day the last to be loaded.
    """
    first_held, last_held = known_years()
    until = add_working_days(period.end, 1) if first_held.year <= period.end.year < last_held.year else period.end
    found = [one for one in extracts if one.as_at is not None and period.end <= one.as_at <= until]
    first = min((one.as_at for one in found if one.as_at is not None), default=None)
    return [one for one in found if one.as_at == first][-1] if found else None


def late_entries(
    book: FigureBook,
    period: Period,
    ids: Sequence[str] | None = None,
    areas: Sequence[str] | None = None,
    after: int | None = None,
) -> list[LateEntry]:
    """Every computed figure of ``period`` as published and as known ``after`` so many months, or now.

    WrongUsage where the month has no extract of its own, or none has come since: then nobody can know.
    """
    if period.kind is not PeriodKind.MONTH:
        raise WrongUsage(f"{period.label} is not a month.", action="Only months are frozen: write one as 2019-03.")
    extracts = book.store.extracts()
    own = own_extract(extracts, period)
    if own is None or own.as_at is None:
        raise WrongUsage(
            f"{period.label} has no extract of its own, so that nobody knows what was published.",
            action="`inloco snapshots` shows which days there are extracts of.",
        )
    known_on = month_of(add_months(period.end, after)).end if after is not None else None
    later = book.snapshot(known_on)
    if later is None or later.as_at is None or later.as_at <= own.as_at:
        raise WrongUsage(
            f"No later extract is loaded than {period.label}’s own" + (f" by {known_on.isoformat()}." if known_on else "."),
            action="Load a later one, or ask for more months.",
        )
    published = {_cell(one): one for one in book.figures(ids, [period], areas, own.as_at) if one.snapshot == own.id}
    known = {_cell(one): one for one in book.figures(ids, [period], areas, known_on)}
    return [
        LateEntry(was, known[cell])
        for cell, was in published.items()
        if cell in known and was.numerator is not None and known[cell].numerator is not None and known[cell].snapshot != own.id
    ]


def _cell(figure: Figure) -> tuple[str, str, str]:
    return figure.indicator, figure.area, figure.group


def _difference(before: int | None, after: int | None) -> int | None:
    return None if before is None or after is None else after - before
