"""A value by itself, and beside another value of the same fact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from inloco.analytics.extracts.submission import Cell, Submission, SubmittedFigure
from inloco.analytics.extracts.submitted_checks.doubt import Doubt, Doubted, half_step, rounds_to
from inloco.analytics.figure import Unit
from inloco.analytics.findings import Severity
from inloco.analytics.indicators.definition import Basis
from inloco.analytics.periods import PeriodKind, month_of


def out_of_range(submission: Submission, _: Doubted) -> Iterator[Doubt]:
    for figure in submission.cells.values():
        if figure.unit is Unit.PERCENT and not 0 <= figure.value <= 100:
            yield Doubt(
                (figure,),
                f"{submission.named(figure)} is {figure}: a percentage lies between 0 and 100.",
                "Correct it at the source.",
            )
        elif figure.value < 0:
            yield Doubt((figure,), f"{submission.named(figure)} is {figure}: less than nothing.", "Correct it at the source.")


def count_not_whole(submission: Submission, _: Doubted) -> Iterator[Doubt]:
    for figure in submission.cells.values():
        if figure.unit is Unit.COUNT and figure.value != figure.value.to_integral_value():
            yield Doubt(
                (figure,),
                f"{submission.named(figure)} is {figure}: a count of people or plans is a whole number.",
                "Check whether it is a rate or a percentage under the wrong label.",
            )


def not_its_fraction(submission: Submission, _: Doubted) -> Iterator[Doubt]:
    for figure in submission.cells.values():
        if figure.numerator is None or not figure.denominator or figure.unit not in (Unit.PERCENT, Unit.RATE):
            continue
        if figure.unit is Unit.PERCENT and figure.numerator > figure.denominator:
            yield Doubt(
                (figure,),
                f"{submission.named(figure)}: {figure.numerator} of {figure.denominator} is more than all of them.",
                "Correct numerator or denominator at the source.",
            )
            continue
        scale = 100 if figure.unit is Unit.PERCENT else 10_000
        if not rounds_to(Decimal(figure.numerator * scale) / figure.denominator, figure.value):
            exact = (Decimal(figure.numerator * scale) / figure.denominator).quantize(Decimal("0.1"), ROUND_HALF_UP)
            yield Doubt(
                (figure,),
                f"{submission.named(figure)} is given as {figure}, but {figure.numerator} of {figure.denominator} gives {exact}.",
                "Correct whichever of the three is wrong at the source.",
            )


def two_values(submission: Submission, _: Doubted) -> Iterator[Doubt]:
    same: list[SubmittedFigure] = []
    for second in submission.repeats:
        first = submission.cells[second.cell]
        if first.value == second.value:
            same.append(second)
        else:
            yield Doubt(
                (second,),
                f"{submission.named(first)} is {first} in row {first.row} and {second} in row {second.row}. The first was taken.",
                "Find out which is right, and take the other out of the file.",
            )
    if same:
        yield Doubt(
            tuple(same),
            f"{len(same)} rows give a figure again that an earlier row gives, with the same value.",
            "Nothing to do: each was taken once.",
            Severity.INFO,
        )


def year_and_march_differ(submission: Submission, _: Doubted) -> Iterator[Doubt]:
    """A figure as at a day, or for the year to date, is the same for the year as for its March."""
    for figure in submission.cells.values():
        if (
            figure.period.kind is not PeriodKind.FINANCIAL_YEAR
            or submission.meanings[figure.indicator].basis is Basis.OVER_PERIOD
        ):
            continue
        march = submission.cells.get(Cell(figure.indicator, figure.area, month_of(figure.period.end)))
        if march and not (rounds_to(march.value, figure.value) or rounds_to(figure.value, march.value)):
            yield Doubt(
                (figure, march),
                f"{submission.named(figure)} is {figure}, but {march} at {march.period.label} "
                f"(row {march.row}), which is the same day.",
                "Find out which is right and correct the other at the source.",
            )


def rate_unlike_count(submission: Submission, _: Doubted) -> Iterator[Doubt]:
    """A rate and its count imply a population, which changes slowly and is one for all indicators."""
    implied: dict[str, list[_ImpliedPopulation]] = defaultdict(list)
    for rate in submission.cells.values():
        counted = submission.meanings[rate.indicator].count_indicator
        count = submission.cells.get(Cell(counted, rate.area, month_of(rate.period.end)))
        if rate.unit is Unit.RATE and count and count.value > 0 and rate.value > half_step(rate.value):
            implied[rate.area].append(_ImpliedPopulation(rate, count))
    for pairs in implied.values():
        for one in pairs:
            around = [
                other for other in pairs if other is not one and abs((other.rate.period.end - one.rate.period.end).days) <= 730
            ]
            if len(around) < 3:
                continue
            lowest, usual, highest = (
                median(getattr(other, bound) for other in around) for bound in ("lowest", "likely", "highest")
            )
            if one.highest < lowest * Decimal("0.97") or one.lowest > highest * Decimal("1.03"):
                yield Doubt(
                    (one.rate,),
                    f"{submission.named(one.rate)} is {one.rate}: with {one.count.value} counted "
                    f"(row {one.count.row}) that means a population of {one.likely:,.0f}, "
                    f"where the other rates of the time mean about {usual:,.0f}. "
                    f"The count would give {one.count.value / usual * 10_000:.1f}.",
                    "Check whether this rate belongs to another indicator.",
                )


@dataclass(frozen=True)
class _ImpliedPopulation:
    """The population that a count and its rounded rate can come from."""

    rate: SubmittedFigure
    count: SubmittedFigure

    @property
    def lowest(self) -> Decimal:
        return self.count.value * 10_000 / (self.rate.value + half_step(self.rate.value))

    @property
    def likely(self) -> Decimal:
        return self.count.value * 10_000 / self.rate.value

    @property
    def highest(self) -> Decimal:
        return self.count.value * 10_000 / (self.rate.value - half_step(self.rate.value))
