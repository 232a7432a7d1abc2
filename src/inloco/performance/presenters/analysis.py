"""What an indicator's page says beyond its figures: icons, standing, teams against chance, and what came late.

Only for those who may see small numbers: each part shows figures of single teams, or differences between two of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from inloco.analytics.areas import Area, AreaKind
from inloco.analytics.book import FigureBook
from inloco.analytics.comparators import newest
from inloco.analytics.errors import WrongUsage
from inloco.analytics.figure import Figure, Unit
from inloco.analytics.indicators.definition import Indicator, Polarity
from inloco.analytics.late_entry import LateEntry, late_entries, own_extract
from inloco.analytics.periods import Period, PeriodKind, months_to
from inloco.analytics.statistics import xmr
from inloco.analytics.statistics.funnel import Funnel, Place, funnel
from inloco.analytics.statistics.proportions import Share
from inloco.analytics.statistics.standing import Distance, Rank, Word, distance, ranks
from inloco.documents.cells import cell_of
from inloco.documents.charts import Chart, funnel_chart
from inloco.documents.style import difference_words, printed
from inloco.performance.known import MONTHS, is_kept
from inloco.performance.presenters.words import Tag, parts_words, value_with_unit

VARIATION_COLOURS = {
    xmr.Variation.IMPROVING: "blue",
    xmr.Variation.CONCERNING: "orange",
    xmr.Variation.HIGHER: "purple",
    xmr.Variation.LOWER: "purple",
}
ASSURANCE_COLOURS = {xmr.Assurance.ACHIEVING: "blue", xmr.Assurance.FAILING: "orange"}


@dataclass(frozen=True)
class Icons:
    """The two icons of Making Data Count as words, and whatever a reader must know of the limits."""

    variation: Tag
    assurance: Tag | None
    notes: tuple[str, ...]


@dataclass(frozen=True)
class StandingLine:
    """A target or somebody else's value, under its own year, and how far ours is from it."""

    name: str
    period: str
    value: str
    distance: str
    tag: Tag


@dataclass(frozen=True)
class TeamLine:
    """One team in the funnel."""

    name: str
    parts: str
    value: str
    limits: str
    rank: str
    tag: Tag


@dataclass(frozen=True)
class Funnelled:
    """The funnel: its chart, its lines, and what must be said beside it."""

    chart: Chart
    lines: tuple[TeamLine, ...]
    expected: str
    note: str


@dataclass(frozen=True)
class LateLine:
    name: str
    published: str
    known: str
    change: str


@dataclass(frozen=True)
class Late:
    """What came after the freeze of ``period``; ``lines`` are the areas whose figure it changed."""

    period: Period
    later: str
    lines: tuple[LateLine, ...]
    unchanged: int


@dataclass(frozen=True)
class Analysis:
    icons: Icons | None
    standing: tuple[StandingLine, ...]
    rank: str
    funnel: Funnelled | None
    late: Late | None
    has_bridge: bool
    has_groups: bool


def analysis_of(book: FigureBook, indicator: Indicator, period: Period, area: Area) -> Analysis | None:
    """The analysis of ``area`` and ``period``; None for a breakdown, whose groups have no figure of their own to judge."""
    if indicator.breakdown:
        return None
    tree = book.areas
    own = [one.id for one in tree if one.kind is not AreaKind.COMPARATOR]
    figures = {one.area: one for one in book.figures([indicator.id], [period], own) if not one.group}
    here = figures.get(area.id)
    siblings = [one.id for one in tree if one.kind is area.kind and one.id in figures]
    places = ranks({id: figures[id].value for id in siblings}, indicator.polarity)
    rank = places.get(area.id)
    can_list = here is not None and here.numerator is not None and bool(here.snapshot) and not here.source
    return Analysis(
        icons=_icons(book, indicator, period, area),
        standing=tuple(_standing(book, indicator, period, area, here)),
        rank=_rank_words(rank, area, indicator) if rank is not None and rank.of > 1 else "",
        funnel=_funnelled(book, indicator, area, figures),
        late=_late(book, indicator, period, area),
        has_bridge=can_list and indicator.total is None,
        has_groups=can_list and indicator.unit is Unit.PERCENT,
    )


def _icons(book: FigureBook, indicator: Indicator, period: Period, area: Area) -> Icons | None:
    months = months_to(period, MONTHS)
    top = book.areas.authority
    changes = book.settings.limits if top is not None and top.id == area.id else ()
    charted = [*xmr.lead_months(changes, indicator.id, months), *months]
    series = book.series(indicator.id, area.id, charted)
    if series[-1] is None or series[-1].value is None:
        return None
    chart = xmr.chart_of_figures(series, xmr.rebases_of(changes, indicator.id, charted))
    target = book.target(indicator.id, area.id, period.end)
    varies = xmr.variation(chart, indicator.polarity)
    assured = xmr.assurance(chart, target.value if target else None, indicator.polarity)
    return Icons(
        Tag(_capital(varies), VARIATION_COLOURS.get(varies, "grey")),
        None if assured is xmr.Assurance.NO_TARGET else Tag(_capital(assured), ASSURANCE_COLOURS.get(assured, "grey")),
        tuple(_limit_notes(chart, charted)),
    )


def _limit_notes(chart: xmr.Chart, periods: list[Period]) -> Iterable[str]:
    segment = chart.segments[-1]
    first = periods[segment.points[0].position].label
    if segment.reason:
        how = "are locked" if segment.is_locked else "begin anew"
        yield f"The limits {how} from {first}: {segment.reason}"
    if segment.lower is not None and segment.trial:
        yield f"These are trial limits: they stand on fewer than {xmr.ENOUGH} months."
    if segment.large_steps:
        when = ", ".join(periods[position].label for position in segment.large_steps)
        yield f"The limits are wide because of an unusually large step to {when}. It is not left out."


def _standing(book: FigureBook, indicator: Indicator, period: Period, area: Area, here: Figure | None) -> Iterable[StandingLine]:
    if here is None or here.value is None:
        return
    target = book.target(indicator.id, area.id, period.end)
    if target is not None:
        apart = distance(here.value, target.value, indicator.polarity)
        yield _standing_line("Target", period.label, target.value, apart, indicator)
    top = book.areas.authority
    if top is not None and top.id != area.id and indicator.unit is not Unit.COUNT:
        whole = book.series(indicator.id, top.id, [period])[0]
        if whole is not None and whole.value is not None:
            apart = distance(here.value, whole.value, indicator.polarity)
            yield _standing_line(top.name, period.label, whole.value, apart, indicator)
    if indicator.unit is Unit.COUNT:
        return
    for one in newest(book.comparators(indicator.id), period):
        name = book.areas[one.area].name if one.area in book.areas else one.area
        apart = distance(here.value, one.value, indicator.polarity)
        yield _standing_line(name, one.period.label, one.value, apart, indicator)


def _standing_line(name: str, when: str, value: Decimal, apart: Distance, indicator: Indicator) -> StandingLine:
    colours = {Word.BETTER: "green", Word.WORSE: "orange"}
    said = difference_words(apart.size, indicator.unit) if apart.size else "None"
    way = "" if not apart.size else " above" if apart.size > 0 else " below"
    return StandingLine(
        name, when, value_with_unit(value, indicator.unit), said + way, Tag(_capital(apart.word), colours.get(apart.word, "grey"))
    )


def _rank_words(rank: Rank, area: Area, indicator: Indicator) -> str:
    kinds = {AreaKind.LOCALITY: "localities", AreaKind.DISTRICT: "districts", AreaKind.TEAM: "teams"}
    first = {
        Polarity.HIGHER_IS_BETTER: "1 is the best",
        Polarity.LOWER_IS_BETTER: "1 is the best",
        Polarity.NEUTRAL: "1 is the highest",
    }
    return f"{rank} {kinds.get(area.kind, 'areas')} ({first[indicator.polarity]}). Ranks of small areas change by chance."


def _funnelled(book: FigureBook, indicator: Indicator, area: Area, figures: Mapping[str, Figure]) -> Funnelled | None:
    if indicator.unit is not Unit.PERCENT:
        return None
    within = book.areas.within(area.id)
    is_top = book.areas.authority == area
    teams = {
        one.id: figures[one.id]
        for one in book.areas
        if one.kind is AreaKind.TEAM and one.id in figures and (is_top or one.id in within) and _has_parts(figures[one.id])
    }
    top = book.areas.authority
    whole = figures.get(top.id) if top is not None else None
    if (
        whole is None
        or not whole.denominator
        or whole.numerator is None
        or sum(1 for one in teams.values() if one.denominator) < 2
    ):
        return None
    expected = Share(whole.numerator, whole.denominator)
    found = funnel({id: (one.numerator or 0, one.denominator or 0) for id, one in teams.items()}, expected)
    if found is None:
        return None
    places = ranks({id: one.value for id, one in teams.items()}, indicator.polarity)
    names = {id: book.areas[id].name for id in teams}
    return Funnelled(
        funnel_chart(indicator.title, found, names, indicator.counts),
        tuple(_team_lines(found, teams, names, places, indicator)),
        f"{expected.value:.1%}",
        _funnel_note(found),
    )


def _has_parts(figure: Figure) -> bool:
    return figure.numerator is not None and figure.denominator is not None and figure.numerator <= figure.denominator


def _team_lines(
    found: Funnel, teams: Mapping[str, Figure], names: Mapping[str, str], places: Mapping[str, Rank | None], indicator: Indicator
) -> Iterable[TeamLine]:
    good = {Polarity.HIGHER_IS_BETTER: 1, Polarity.LOWER_IS_BETTER: -1, Polarity.NEUTRAL: 0}[indicator.polarity]
    for spot in found.spots:
        cell = cell_of(teams[spot.area], teams[spot.area].period)
        colour = "grey"
        if spot.place.direction:
            colour = "purple" if not good else "blue" if spot.place.direction == good else "orange"
        band = spot.limits
        yield TeamLine(
            names[spot.area],
            parts_words(cell, indicator),
            printed(cell.value, indicator.unit) if cell.value is not None else "–",
            f"{band.lower_95:.1%} to {band.upper_95:.1%}" if band is not None else "–",
            str(places[spot.area] or "–"),
            Tag(_capital(spot.place), colour if spot.place is not Place.NO_CHILDREN else "grey"),
        )


def _funnel_note(found: Funnel) -> str:
    chance = "Of twenty teams that do not differ, one lies outside the 95% limits by chance; of five hundred, one outside 99.8%."
    if found.is_overdispersed:
        return (
            f"{chance} Here the teams differ among themselves by more than chance ({found.spread:.1f} times the variance that "
            "it gives): children, recording or practice differ, and a team outside the limits is less remarkable. "
            "The limits are not widened for it."
        )
    return chance


def _late(book: FigureBook, indicator: Indicator, period: Period, area: Area) -> Late | None:
    """The newest month up to ``period`` that has an extract of its own, whose figures are kept, and a later extract."""
    if period.kind is not PeriodKind.MONTH:
        return None
    extracts = book.store.extracts()
    latest = book.snapshot()
    for month in reversed(months_to(period, MONTHS)):
        own = own_extract(extracts, month)
        if own is None or latest is None or own.as_at == latest.as_at or not is_kept(book, own):
            continue
        within = [one.id for one in book.areas if one.id in book.areas.within(area.id) and one.kind is not AreaKind.COMPARATOR]
        try:
            found = late_entries(book, month, [indicator.id], within)
        except WrongUsage:
            continue
        if not found:
            continue
        later = f"{latest.as_at:%-d %B %Y}" if latest.as_at else ""
        lines = tuple(_late_line(one, book, indicator) for one in found if one.is_changed)
        return Late(month, later, lines, len(found) - len(lines))
    return None


def _late_line(one: LateEntry, book: FigureBook, indicator: Indicator) -> LateLine:
    def said(figure: Figure) -> str:
        cell = cell_of(figure, figure.period)
        parts = parts_words(cell, indicator)
        if cell.value is None or indicator.unit is Unit.COUNT:
            return parts or "–"
        return f"{value_with_unit(cell.value, indicator.unit)} ({parts})"

    change = "No difference in the value" if one.value == 0 else "–"
    if one.value:
        change = f"{'Up' if one.value > 0 else 'Down'} {difference_words(one.value, indicator.unit)}"
    name = book.areas[one.known.area].name if one.known.area in book.areas else one.known.area
    return LateLine(name, said(one.published), said(one.known), change)


def _capital(words: str) -> str:
    text = str(words)
    return text[:1].upper() + text[1:]
