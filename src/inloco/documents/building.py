"""A monthly report put together from everything that is known. From here on it is data: no output asks for a figure again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol

from inloco.analytics.areas import AreaTree
from inloco.analytics.disclosure import Withheld, suppress
from inloco.analytics.errors import WrongUsage
from inloco.analytics.figure import Figure, Status
from inloco.analytics.indicators import CATALOGUE
from inloco.analytics.indicators.definition import Indicator
from inloco.analytics.periods import Period, PeriodKind, months_to
from inloco.analytics.reference import Comparator
from inloco.analytics.settings import Settings, Target
from inloco.analytics.snapshots import Snapshot, SnapshotStore
from inloco.documents.doubts import doubts_known
from inloco.documents.measures import Key, Shown, measure_of, periods_needed
from inloco.documents.monthly_report import (
    Commentary,
    Council,
    Edition,
    IndicatorPage,
    Measure,
    MonthlyReport,
    Section,
    Stamp,
)

MONTHS = 13

STANDARD_REPORT = (
    "cin_plans_count",
    "cin_plans_rate",
    "cp_plans_count",
    "cp_plans_rate",
    "cla_count",
    "cla_rate",
    "ni66_cla_reviews_in_time_pct",
    "cla_review_participation_pct",
    "ni62_three_plus_placements_pct",
    "ni63_long_term_stability_pct",
    "health_assessment_up_to_date_pct",
    "dental_up_to_date_pct",
    "care_leavers_count",
    "care_leavers_suitable_accom_pct",
    "care_leavers_eet_pct",
    "care_leavers_neet_pct",
    "care_leavers_in_touch_pct",
)
"""What a board is shown month by month, where nobody chooses otherwise."""

NOTES = (
    "A figure counts what had been recorded when its extract was made. Later entries change later reports, not this one.",
    "Every percentage shows how many of whom. Where there was nobody to count there is no percentage, which is not 0%.",
    "A change is called better or worse only when it is more than the usual coming and going of the months before.",
    "A comparator stands under its own year. No line is drawn across a change of definition.",
)
PUBLIC_NOTE = (
    "This is the public edition. A number of children from 1 to {threshold} is suppressed, and so is any other from which it "
    "could be worked out. Commentary that names numbers is left out. The edition for the board has all of it."
)

NUMBERS = re.compile(
    r"\d|\b(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|single|sole|couple|pair|both|twins?|triplets?)\b",
    re.IGNORECASE,
)
"""What makes a sentence a matter of numbers."""


class Book(Protocol):
    """What a report asks of the figures that are known."""

    @property
    def areas(self) -> AreaTree: ...

    @property
    def settings(self) -> Settings: ...

    @property
    def store(self) -> SnapshotStore: ...

    def figures(
        self,
        ids: Iterable[str] | None = None,
        periods: Iterable[Period] | None = None,
        areas: Iterable[str] | None = None,
        as_known: date | None = None,
    ) -> list[Figure]: ...

    def comparators(self, indicator: str) -> Iterable[Comparator]: ...

    def target(self, indicator: str, area: str, on: date) -> Target | None: ...


def build_monthly_report(
    book: Book,
    period: Period,
    indicators: Sequence[str] | None = None,
    commentary: Mapping[str, Sequence[Commentary]] | None = None,
    council: Council | None = None,
    edition: Edition = Edition.RESTRICTED,
    stamp: Stamp | None = None,
    as_known: date | None = None,
) -> MonthlyReport:
    """The report of the month ``period`` with the chosen ``indicators`` (None: those of the standard report that have a
    figure), in the catalogue's order; a number and its rate share a page. ``as_known``: as the extract of that day knew it.
    ``commentary`` is by indicator.
    Raises WrongUsage for an unknown indicator, another kind of period, or a month without any figure."""
    if period.kind is not PeriodKind.MONTH:
        raise WrongUsage(f"“{period}” is not a month.", action="Write the month of the report as 2019-08.")
    chosen = chosen_indicators(indicators)
    periods = months_to(period, MONTHS)
    figures = best_known(
        book.figures(ids=[one.id for one in chosen], periods=periods_needed(periods, book.settings.limits), as_known=as_known)
    )
    known = {key[0] for key, figure in figures.items() if key[2] == period and _is_known(figure)}
    if not known:
        raise WrongUsage(
            f"There are no figures for {period.label}.",
            action="Load the extract of that month, or choose a month that has one (`inloco snapshots` lists them).",
        )
    if indicators is None:
        chosen = [one for one in chosen if one.id in known]
    public = edition is Edition.PUBLIC
    shown = Shown(
        figures, withheld=withheld(figures, book, periods) if public else frozenset(), doubts=_doubts(book, figures, public)
    )
    said = commentary or {}
    measures = {one.id: _measure(one, periods, book, shown) for one in chosen}
    council = council or council_of(book)
    return MonthlyReport(
        title=f"Monthly performance report, {period.label}",
        council=council,
        period=period,
        periods=tuple(periods),
        edition=edition,
        stamp=stamp or Stamp(),
        sections=tuple(_sections(chosen, measures, public_commentary(said) if public else said)),
        notes=_notes(edition, book.settings),
    )


def month_extract(store: SnapshotStore, period: Period) -> Snapshot | None:
    """The newest extract made for that month: as at a day of it. None when the month has no extract of its own."""
    own = [one for one in store.extracts() if one.as_at is not None and period.start <= one.as_at <= period.end]
    return own[-1] if own else None


def draft_report(
    book: Book,
    period: Period,
    indicators: Sequence[str] | None = None,
    commentary: Mapping[str, Sequence[Commentary]] | None = None,
    edition: Edition = Edition.RESTRICTED,
    *,
    as_known_now: bool = False,
) -> MonthlyReport:
    """The report of a month as its own extract gives it (or, ``as_known_now``, as the latest one does), unpublished. Raises as
    ``build_monthly_report`` does."""
    latest = book.store.latest()
    own = month_extract(book.store, period)
    used = latest if as_known_now or own is None else own
    return build_monthly_report(
        book,
        period,
        indicators,
        commentary,
        edition=edition,
        stamp=Stamp(used.id, used.as_at, used.loaded_at) if used else Stamp(),
        as_known=None if used is latest else period.end,
    )


def chosen_indicators(ids: Sequence[str] | None) -> list[Indicator]:
    """Those of the catalogue in its order; all of them when ``ids`` is None. Raises WrongUsage for an unknown one."""
    if ids is None:
        return [CATALOGUE[one] for one in CATALOGUE if one in STANDARD_REPORT]
    for one in ids:
        if one not in CATALOGUE:
            raise WrongUsage(f"“{one[:60]}” is not an indicator.", action="`inloco figures --help` says how to list them.")
    return [indicator for indicator in CATALOGUE.values() if indicator.id in set(ids)]


def council_of(book: Book) -> Council:
    """Whose report it is: the settings' name, or the authority's where nobody has named the council."""
    settings = book.settings
    top = book.areas.authority
    named = settings.name != Settings().name
    name = settings.name if named or top is None else top.name
    short = settings.short_name if settings.short_name != Settings().short_name else (top.name if top else name)
    return Council(name, short, settings.colour, settings.accent)


def best_known(figures: Iterable[Figure]) -> dict[Key, Figure]:
    """One figure for each indicator, area and period: the computed one, else the submitted one, else the reason for none."""
    order = {Status.SUBMITTED: 1, Status.NOT_APPLICABLE: 2, Status.NOT_AVAILABLE: 3}
    best: dict[Key, Figure] = {}
    for figure in figures:
        if figure.group:
            continue
        key = (figure.indicator, figure.area, figure.period)
        if key not in best or order.get(figure.status, 0) < order.get(best[key].status, 0):
            best[key] = figure
    return best


def _is_known(figure: Figure) -> bool:
    return figure.value is not None or figure.denominator == 0


def _measure(indicator: Indicator, periods: Sequence[Period], book: Book, shown: Shown) -> Measure:
    top = book.areas.authority
    target = book.target(indicator.id, top.id, periods[-1].end) if top else None
    return measure_of(
        indicator,
        periods,
        book.areas,
        shown,
        comparators=book.comparators(indicator.id),
        target=target.value if target is not None else None,
        changes=book.settings.limits,
    )


def _sections(
    chosen: Sequence[Indicator], measures: Mapping[str, Measure], commentary: Mapping[str, Sequence[Commentary]]
) -> Iterable[Section]:
    pages: dict[str, list[IndicatorPage]] = {}
    paired = {rate for one in chosen if (rate := rate_of(one.id)) in measures}
    for indicator in chosen:
        if indicator.id in paired:
            continue
        ids = [indicator.id, *(rate for rate in [rate_of(indicator.id)] if rate in paired)]
        said = tuple(remark for one in ids for remark in commentary.get(one, ()))
        page = IndicatorPage(indicator.title, tuple(measures[one] for one in ids), said)
        pages.setdefault(indicator.family, []).append(page)
    return [Section(family, tuple(listed)) for family, listed in pages.items()]


def rate_of(indicator: str) -> str:
    """The rate that belongs on the page of a count: ``cla_rate`` for ``cla_count``; empty for what is no count."""
    return indicator.removesuffix("_count") + "_rate" if indicator.endswith("_count") else ""


def _notes(edition: Edition, settings: Settings) -> tuple[str, ...]:
    public = (PUBLIC_NOTE.format(threshold=settings.disclosure_threshold),) if edition is Edition.PUBLIC else ()
    return (*public, *NOTES)


def _doubts(book: Book, figures: Mapping[Key, Figure], public: bool) -> dict[Key, tuple[str, ...]]:
    """The doubts of the submitted figures in the report. Their messages quote other figures, so the public sees rules."""
    submitted = {key for key, figure in figures.items() if figure.status is Status.SUBMITTED}
    if not submitted:
        return {}
    known = doubts_known(book.store.list("submitted"), book.areas, rules_only=public)
    return {key: words for key, words in known.items() if key in submitted}


def withheld(figures: Mapping[Key, Figure], book: Book, periods: Sequence[Period]) -> frozenset[Key]:
    """What the public edition keeps back of ``figures``: whatever a child could be recognised by, or that would give it away.
    Years are printed for the authority alone."""
    top = book.areas.authority
    months = set(periods)
    printed = [figure for figure in figures.values() if figure.period in months or (top is not None and figure.area == top.id)]
    decided = suppress(printed, book.areas, book.settings.disclosure_threshold)
    return frozenset((one.indicator, one.area, one.period) for one in decided if isinstance(one, Withheld))


def public_commentary(said: Mapping[str, Sequence[Commentary]]) -> dict[str, list[Commentary]]:
    """Only what names no number at all: nobody can say of a sentence whether its numbers give a child away."""
    return {indicator: [one for one in listed if not NUMBERS.search(one.text)] for indicator, listed in said.items()}
