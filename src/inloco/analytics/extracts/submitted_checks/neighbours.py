"""A value beside its neighbours: the year and the month before, the month after, and other indicators at that point."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from statistics import median

from inloco.analytics.areas import AreaKind
from inloco.analytics.extracts.submission import Cell, Submission, SubmittedFigure, rows_named
from inloco.analytics.extracts.submitted_checks.doubt import SMALL_BASE, Doubt, Doubted
from inloco.analytics.figure import Unit
from inloco.analytics.periods import Period, PeriodKind


def comparator_repeated(submission: Submission, _: Doubted) -> Iterator[Doubt]:
    """All comparators the same as the year before, at once: last year's values under this year's label."""
    years: dict[str, dict[Period, dict[str, SubmittedFigure]]] = defaultdict(lambda: defaultdict(dict))
    for figure in submission.cells.values():
        if figure.area_kind == AreaKind.COMPARATOR and figure.period.kind is PeriodKind.FINANCIAL_YEAR:
            years[figure.indicator][figure.period][figure.area] = figure
    for by_year in years.values():
        for earlier, later in pairwise(sorted(by_year)):
            both = by_year[earlier].keys() & by_year[later].keys()
            if len(both) < 2 or later.start.year - earlier.start.year != 1:
                continue
            if all(by_year[earlier][area].value == by_year[later][area].value for area in both):
                repeated = tuple(figure for area, figure in by_year[later].items() if area in both)
                listed = ", ".join(f"{figure.area_name} {figure.value}" for figure in repeated)
                yield Doubt(
                    repeated,
                    f"{submission.title(repeated[0])}: every comparator for {later} is exactly that for {earlier} ({listed}). "
                    "They are probably the earlier year's under the later year's label.",
                    f"Replace them when the figures for {later} are published; until then show them as {earlier}.",
                )


def zero_of_none(submission: Submission, _: Doubted) -> Iterator[Doubt]:
    """0 % in a group so small that it may be 0 of 0, which is no percentage at all."""
    suspects: dict[str, list[SubmittedFigure]] = defaultdict(list)
    for series in _runs(submission):
        shared = [figure for figure in series if figure.unit is Unit.PERCENT]
        flips = any(figure.value in (50, 100) for figure in shared)
        for figure in shared:
            base = submission.base(figure)
            if figure.value == 0 and (not figure.denominator) and (base < SMALL_BASE if base is not None else flips):
                suspects[figure.indicator].append(figure)
    for figures in suspects.values():
        places = list(dict.fromkeys(figure.area_name for figure in figures))
        certain = [figure for figure in figures if submission.base(figure) == 0]
        note = f" In row {certain[0].row} there is certainly no child to count." if certain else ""
        yield Doubt(
            tuple(figures),
            f"{submission.title(figures[0])}: {len(figures)} times 0 % in very small groups ({', '.join(places)}; "
            f"{rows_named([figure.row for figure in figures])}), which may stand for “no children”.{note}",
            "Ask for numerators and denominators; leave the value empty where there was no child.",
        )


def outlier(submission: Submission, _: Doubted) -> Iterator[Doubt]:
    for series in _runs(submission):
        if len(series) < 8 or not _large_enough(submission, series):
            continue
        breaks = set(submission.meanings[series[0].indicator].breaks)
        moves = [abs(b.value - a.value) for a, b in pairwise(series)]
        # 3.865 = 3.267 / 0.845: the upper limit of the moving range from its median, which one wrong figure does not widen.
        limit = Decimal("3.865") * median(moves)
        last = len(series) - 1
        for i, figure in enumerate(series):
            if figure.period in breaks:
                continue
            before = series[i - 1] if i else None
            after = series[i + 1] if i < last and series[i + 1].period not in breaks else None
            if before is None or abs(figure.value - before.value) <= max(limit, _chance(submission, before, figure)):
                continue
            if after is not None:
                spike = abs(figure.value - after.value) > limit and (figure.value > before.value) == (figure.value > after.value)
                if spike:
                    yield Doubt(
                        (figure,),
                        f"{submission.named(figure)} is {figure}, between {before} the month before and {after} the month after; "
                        f"from month to month it usually moves by about {median(moves):.1f}.",
                        "Check it at the source.",
                    )
                elif figure.unit is Unit.COUNT and figure.area_kind == AreaKind.AUTHORITY:
                    yield Doubt(
                        (figure,),
                        f"{submission.named(figure)} jumps from {before} to {figure} and stays there; "
                        f"from month to month it usually moves by about {median(moves):.1f}.",
                        "Find out whether the definition or the recording changed then, and say so beside the series.",
                    )
            elif i == last:
                yield Doubt(
                    (figure,),
                    f"{submission.named(figure)} is {figure} after {before} the month before; "
                    f"from month to month it usually moves by about {median(moves):.1f}.",
                    "Check it at the source before it is used.",
                )


def equal_to_other_series(submission: Submission, doubted: Doubted) -> Iterator[Doubt]:
    """A figure already in doubt that equals another indicator's to the digit was most likely copied from there."""
    at: dict[tuple[str, Period, Unit, Decimal], list[SubmittedFigure]] = defaultdict(list)
    for figure in submission.cells.values():
        if figure.unit in (Unit.PERCENT, Unit.RATE) and figure.value not in (0, 100):
            at[figure.area, figure.period, figure.unit, figure.value].append(figure)
    copied: set[Cell] = set()
    reasons = {"outlier", "two_values", "year_and_march_differ", "rate_unlike_count", "total_unlike_parts"}
    for alike in at.values():
        for figure in alike:
            others = [other for other in alike if not reasons & set(doubted.get(other.cell, ()))]
            if others and reasons & set(doubted.get(figure.cell, ())):
                copied.add(figure.cell)
                year = next(
                    (
                        again
                        for period, again in submission.series[figure.indicator, figure.area].items()
                        if period.kind is PeriodKind.FINANCIAL_YEAR
                        and period.end == figure.period.end
                        and period != figure.period
                        if again.value == figure.value
                    ),
                    None,
                )
                carried = f" It is carried on as the year's figure in row {year.row}." if year else ""
                yield Doubt(
                    (figure, *([year] if year else [])),
                    f"{submission.named(figure)} is {figure}, exactly as {submission.title(others[0])} then "
                    f"(row {others[0].row}), "
                    f"and out of line with the rest of its own figures: it was probably copied from there.{carried}",
                    "Take the figure from its own source again.",
                )


def _runs(submission: Submission) -> Iterator[list[SubmittedFigure]]:
    """Every series, cut into runs of months, or of years, without a gap. Comparators are not ours to judge."""
    for series in submission.series.values():
        figures = sorted(
            (figure for figure in series.values() if figure.area_kind != AreaKind.COMPARATOR), key=lambda f: f.period
        )
        for kind in PeriodKind:
            run: list[SubmittedFigure] = []
            for figure in (figure for figure in figures if figure.period.kind is kind):
                if run and (figure.period.start - run[-1].period.end).days != 1:
                    yield run
                    run = []
                run.append(figure)
            if run:
                yield run


def _large_enough(submission: Submission, series: Sequence[SubmittedFigure]) -> bool:
    """Whether jumps of this series mean anything: twenty people or more, as far as one can tell."""
    if series[0].unit is Unit.COUNT:
        return median([figure.value for figure in series]) >= SMALL_BASE
    bases = [base for figure in series if (base := submission.base(figure)) is not None]
    return median(bases) >= SMALL_BASE if bases else series[0].area_kind == AreaKind.AUTHORITY


def _chance(submission: Submission, before: SubmittedFigure, figure: SubmittedFigure) -> Decimal:
    """How far a figure may move by chance alone: three standard errors of the difference, or a twentieth without a base."""
    if figure.unit is Unit.COUNT:
        return 3 * max(before.value, Decimal(1)).sqrt()
    base = submission.base(figure)
    if figure.unit is not Unit.PERCENT:
        return before.value / 20
    share = min(max((before.value + figure.value) / 200, Decimal(0)), Decimal(1))
    return max(Decimal(5), Decimal(300) * (2 * share * (1 - share) / base).sqrt() if base else Decimal(5))
