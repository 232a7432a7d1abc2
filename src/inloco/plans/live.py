"""What an indicator says about a measure that is bound to it: its newest value, and the one that it is compared with.

Nothing is copied: the value before and the value now are read from the figures each time, so that whoever doubts one gets to the
indicator behind it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from inloco.analytics.disclosure.withheld import Withheld
from inloco.analytics.errors import InLocoError
from inloco.analytics.figure import Figure
from inloco.analytics.indicators import CATALOGUE
from inloco.analytics.periods import month_of, months_to
from inloco.analytics.public_book import Book
from inloco.documents.style import printed
from inloco.plans.models import MetricLine
from inloco.plans.reading.figures import Direction
from inloco.plans.rules.material import LiveMeasure


@dataclass(frozen=True)
class Live:
    """The figure of the last period that has one; ``earlier`` is the baseline's, else a year before, None where there is none."""

    now: Figure
    earlier: Figure | None


def live_of(lines: Iterable[MetricLine], *, book: Book) -> dict[int, Live]:
    """By the line's key. A line without an indicator, or whose indicator has no value this year, is not in it; nor is one whose
    newest value is withheld: an older one would be taken for it."""
    bound = [line for line in lines if line.indicator]
    if not bound:
        return {}
    latest, authority = book.latest_period(), book.areas.authority
    found: dict[int, Live] = {}
    if latest is None or authority is None:
        return found
    year = months_to(latest)
    for line in bound:
        base = month_of(line.baseline_on) if line.baseline_on is not None else year[0]
        periods = [*year, *([base] if base not in year else [])]
        try:
            figures = book.figures([line.indicator], periods, [line.area or authority.id])
        except InLocoError:
            continue
        known = {one.period: one for one in figures if not one.group and one.value is not None}
        hidden = {one.period for one in figures if not one.group and isinstance(one, Withheld)}
        newest = next((period for period in reversed(year) if period in known or period in hidden), None)
        now = known.get(newest) if newest is not None else None
        if now is not None:
            found[line.pk] = Live(now, known.get(base) if base != now.period else None)
    return found


def baseline_of(line: MetricLine, live: Live | None) -> tuple[Decimal | None, dt.date | None]:
    """What the measure is compared with: a baseline that was typed stands before the indicator's own."""
    if line.baseline_value is not None:
        return line.baseline_value, line.baseline_on
    if live is not None and live.earlier is not None:
        return live.earlier.value, live.earlier.period.end
    return None, None


def measured(line: MetricLine, live: Live | None) -> LiveMeasure | None:
    """The line as the rules compare it; None without a live value."""
    if live is None or live.now.value is None:
        return None
    earlier, earlier_on = baseline_of(line, live)
    unit = live.now.unit
    return LiveMeasure(
        title=title_of(line),
        value=live.now.value,
        words=printed(live.now.value, unit),
        on=live.now.period.end,
        earlier=earlier,
        earlier_words=printed(earlier, unit) if earlier is not None else "",
        earlier_on=earlier_on,
        target=line.target_value,
        target_words=printed(line.target_value, unit) if line.target_value is not None else "",
        target_on=line.target_on,
        better=Direction(line.better),
    )


def title_of(line: MetricLine) -> str:
    """The indicator's title."""
    return CATALOGUE[line.indicator].title if line.indicator in CATALOGUE else str(line.indicator)


def way(before: Decimal | None, now: Decimal | None, better: str) -> str:
    """``better``, ``worse`` or ``same``; empty where nobody can tell."""
    if before is None or now is None or better == Direction.NEITHER:
        return ""
    if before == now:
        return "same"
    return "better" if (now > before) == (better == Direction.HIGHER) else "worse"
