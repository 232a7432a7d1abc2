"""What an indicator's page says beyond its figures: icons, standing, teams against chance, and what came late.

Only for those who may see small numbers: each part shows figures of single teams, or differences between two of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from inloco.analytics.analysis import Course, course, own_figures, rank_of, standing, team_funnel
from inloco.analytics.areas import Area, AreaKind
from inloco.analytics.book import FigureBook
from inloco.analytics.errors import WrongUsage
from inloco.analytics.figure import Figure, Unit
from inloco.analytics.indicators import is_of_children
from inloco.analytics.indicators.definition import Indicator, Polarity
from inloco.analytics.late_entry import LateEntry, late_entries, own_extract
from inloco.analytics.periods import Period, PeriodKind, months_to
from inloco.analytics.statistics import xmr
from inloco.analytics.statistics.funnel import Funnel, Place
from inloco.analytics.statistics.standing import Distance, Rank, Word, ranks
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
    figures = own_figures(book, indicator, period)
    here = figures.get(area.id)
    rank = rank_of(book, indicator, area, figures)
    is_computed = here is not None and here.numerator is not None and bool(here.snapshot) and not here.source
    can_list = is_computed and is_of_children(indicator.id)
    return Analysis(
        icons=_icons(book, indicator, period, area),
        standing=tuple(_standing(book, indicator, period, area, here)),
        rank=_rank_words(rank, area, indicator) if rank is not None else "",
        funnel=_funnelled(book, indicator, area, figures),
        late=_late(book, indicator, period, area),
        has_bridge=can_list and indicator.total is None,
        has_groups=can_list and indicator.unit is Unit.PERCENT,
    )


def _icons(book: FigureBook, indicator: Indicator, period: Period, area: Area) -> Icons | None:
    found = course(book, indicator, period, area)
    if found is None:
        return None
    return Icons(
        Tag(_capital(found.variation), VARIATION_COLOURS.get(found.variation, "grey")),
        None
        if found.assurance is xmr.Assurance.NO_TARGET
        else Tag(_capital(found.assurance), ASSURANCE_COLOURS.get(found.assurance, "grey")),
        tuple(_limit_notes(found)),
    )


def _limit_notes(found: Course) -> Iterable[str]:
    segment = found.segment
    if segment.reason:
        how = "are locked" if segment.is_locked else "begin anew"
        yield f"The limits {how} from {found.limits_from.label}: {segment.reason}"
    if segment.lower is not None and segment.trial:
        yield f"These are trial limits: they stand on fewer than {xmr.ENOUGH} months."
    if segment.large_steps:
        when = ", ".join(found.months[position].label for position in segment.large_steps)
        yield f"The limits are wide because of an unusually large step to {when}. It is not left out."


def _standing(book: FigureBook, indicator: Indicator, period: Period, area: Area, here: Figure | None) -> Iterable[StandingLine]:
    if here is not None and here.value is not None:
        for one in standing(book, indicator, period, area, here.value):
            yield _standing_line(one.name, one.period.label, one.value, one.apart, indicator)


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
    found = team_funnel(book, indicator, area, figures)
    if found is None:
        return None
    teams = {spot.area: figures[spot.area] for spot in found.spots}
    places = ranks({id: one.value for id, one in teams.items()}, indicator.polarity)
    names = {id: book.areas[id].name for id in teams}
    return Funnelled(
        funnel_chart(indicator.title, found, names, indicator.counts),
        tuple(_team_lines(found, teams, names, places, indicator)),
        f"{found.expected.value:.1%}",
        _funnel_note(found),
    )


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
        lines = tuple(late_line(one, book, indicator) for one in found if one.is_changed)
        return Late(month, later, lines, len(found) - len(lines))
    return None


def late_line(one: LateEntry, book: FigureBook, indicator: Indicator) -> LateLine:
    """One figure as published and as known now, with the change in words."""

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
