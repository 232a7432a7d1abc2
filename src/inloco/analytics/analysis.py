"""One figure judged: its course, where it stands, its teams against chance, its groups.

The pages and the command line say the same. Everything here works on figures that are known; nothing is counted again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from inloco.analytics.areas import Area, AreaKind
from inloco.analytics.book import FigureBook
from inloco.analytics.comparators import newest
from inloco.analytics.errors import WrongUsage
from inloco.analytics.facts import GRAINS
from inloco.analytics.figure import Figure, Unit
from inloco.analytics.indicators.definition import Indicator
from inloco.analytics.periods import Period, months_to
from inloco.analytics.settings import Target
from inloco.analytics.statistics import xmr
from inloco.analytics.statistics.equality import Gap, gaps
from inloco.analytics.statistics.funnel import Funnel, funnel
from inloco.analytics.statistics.proportions import Share
from inloco.analytics.statistics.standing import Distance, Rank, distance, ranks

MONTHS = 13
"""So many months a control chart shows."""


@dataclass(frozen=True)
class Course:
    """The months up to a period as a control chart, with its three words. ``figures`` lie along ``months``, oldest first."""

    months: tuple[Period, ...]
    figures: tuple[Figure | None, ...]
    chart: xmr.Chart
    trend: xmr.TrendWord
    variation: xmr.Variation
    assurance: xmr.Assurance
    target: Target | None

    @property
    def segment(self) -> xmr.Segment:
        """The limits in force."""
        return self.chart.segments[-1]

    @property
    def limits_from(self) -> Period:
        return self.months[self.segment.points[0].position]

    @property
    def latest(self) -> Figure:
        found = self.figures[-1]
        assert found is not None, "there is no course without a last figure"
        return found


def course(book: FigureBook, indicator: Indicator, period: Period, area: Area) -> Course | None:
    """The course of ``area`` up to ``period``; None where that has no value. The council's own limits hold for the authority."""
    shown = months_to(period, MONTHS)
    top = book.areas.authority
    changes = book.settings.limits if top is not None and top.id == area.id else ()
    months = [*xmr.lead_months(changes, indicator.id, shown), *shown]
    figures = book.series(indicator.id, area.id, months)
    if figures[-1] is None or figures[-1].value is None:
        return None
    chart = xmr.chart_of_figures(figures, xmr.rebases_of(changes, indicator.id, months))
    target = book.target(indicator.id, area.id, period.end)
    return Course(
        tuple(months),
        tuple(figures),
        chart,
        xmr.word_of(chart, indicator.polarity),
        xmr.variation(chart, indicator.polarity),
        xmr.assurance(chart, target.value if target else None, indicator.polarity),
        target,
    )


@dataclass(frozen=True)
class Compared:
    """A target, the whole authority or somebody else, with a value of its own period, and how far ours lies from it."""

    name: str
    period: Period
    value: Decimal
    apart: Distance


def standing(book: FigureBook, indicator: Indicator, period: Period, area: Area, value: Decimal) -> list[Compared]:
    """The target first, then the authority, then each comparator's newest value. A count is compared with its target only."""
    found: list[tuple[str, Period, Decimal]] = []
    target = book.target(indicator.id, area.id, period.end)
    if target is not None:
        found.append(("Target", period, target.value))
    if indicator.unit is not Unit.COUNT:
        top = book.areas.authority
        if top is not None and top.id != area.id:
            whole = book.series(indicator.id, top.id, [period])[0]
            if whole is not None and whole.value is not None:
                found.append((top.name, period, whole.value))
        for one in newest(book.comparators(indicator.id), period):
            name = book.areas[one.area].name if one.area in book.areas else one.area
            found.append((name, one.period, one.value))
    return [Compared(name, when, other, distance(value, other, indicator.polarity)) for name, when, other in found]


def rank_of(book: FigureBook, indicator: Indicator, area: Area, figures: Mapping[str, Figure]) -> Rank | None:
    """The place of ``area`` among its fellows of the same kind; None where it has no figure or no fellow."""
    fellows = {one.id: figures[one.id].value for one in book.areas if one.kind is area.kind and one.id in figures}
    rank = ranks(fellows, indicator.polarity).get(area.id)
    return rank if rank is not None and rank.of > 1 else None


def own_figures(book: FigureBook, indicator: Indicator, period: Period) -> dict[str, Figure]:
    """The figure of every area of the authority. A breakdown has none."""
    own = [one.id for one in book.areas if one.kind is not AreaKind.COMPARATOR]
    return {one.area: one for one in book.figures([indicator.id], [period], own) if not one.group}


def team_funnel(book: FigureBook, indicator: Indicator, area: Area, figures: Mapping[str, Figure]) -> Funnel | None:
    """The teams of ``area`` against the whole authority's share; None for what is no share, and with fewer than two teams."""
    top = book.areas.authority
    whole = figures.get(top.id) if top is not None else None
    if indicator.unit is not Unit.PERCENT or whole is None or whole.numerator is None or not whole.denominator:
        return None
    within = book.areas.within(area.id)
    teams = {
        one.id: figures[one.id]
        for one in book.areas
        if one.kind is AreaKind.TEAM and one.id in figures and (area == top or one.id in within) and _is_share(figures[one.id])
    }
    if not _is_share(whole) or sum(1 for one in teams.values() if one.denominator) < 2:
        return None
    parts = {id: (one.numerator or 0, one.denominator or 0) for id, one in teams.items()}
    return funnel(parts, Share(whole.numerator, whole.denominator))


def _is_share(figure: Figure) -> bool:
    return figure.numerator is not None and figure.denominator is not None and figure.numerator <= figure.denominator


def splits(indicator: Indicator) -> Sequence[str]:
    """By what the children of ``indicator`` can be compared; empty for what is no share of children."""
    return () if indicator.unit is not Unit.PERCENT or indicator.breakdown else GRAINS[indicator.grain].dimensions


def equality_gaps(book: FigureBook, indicator: Indicator, period: Period, area: Area, by: str) -> list[Gap]:
    """Each group of ``by`` against all the others. WrongUsage where the indicator cannot be split so."""
    if by not in splits(indicator):
        possible = ", ".join(splits(indicator))
        raise WrongUsage(
            f"{indicator.id} cannot be compared by {by}.",
            action=f"It can by {possible}." if possible else "Choose a percentage of children.",
        )
    figures = book.figures([indicator.id], [period], [area.id], by=by)
    return gaps(
        {
            one.group: (one.numerator, one.denominator)
            for one in figures
            if one.group and one.numerator is not None and one.denominator is not None
        }
    )
