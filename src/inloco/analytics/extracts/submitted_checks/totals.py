"""A total beside its parts, and two shares of the same children."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from statistics import median

from inloco.analytics.areas import AreaKind
from inloco.analytics.extracts.submission import Submission, SubmittedFigure
from inloco.analytics.extracts.submitted_checks.doubt import Doubt, Doubted, half_step, rounds_to
from inloco.analytics.figure import Unit
from inloco.analytics.findings import Severity
from inloco.analytics.periods import Period

PARTS = {AreaKind.LOCALITY, AreaKind.DISTRICT, AreaKind.TEAM}


def total_not_sum(submission: Submission, _: Doubted) -> Iterator[Doubt]:
    for totals in _totals(submission, Unit.COUNT):
        sums = [(total, parts, sum((part.value for part in parts), Decimal(0))) for total, parts in totals]
        wrong = [(total, parts, added) for total, parts, added in sums if added != total.value]
        # A breakdown that never adds up to the total is one that leaves somebody out on purpose.
        incomplete = len(wrong) == len(sums) > 3 and all(added < total.value for total, _, added in wrong)
        if incomplete:
            yield Doubt(
                tuple(total for total, _, _ in wrong),
                f"{submission.title(wrong[0][0])}: the parts never add up to the total, so they were not taken as all of it.",
                "Add a row for whoever belongs to none of the areas given.",
                Severity.INFO,
            )
            continue
        for total, parts, added in wrong:
            yield Doubt(
                (total,),
                f"{submission.named(total)} is {total}, but its {len(parts)} parts add up to {added}.",
                "Find the part that is wrong or missing.",
            )


def total_outside_parts(submission: Submission, _: Doubted) -> Iterator[Doubt]:
    for unit in (Unit.PERCENT, Unit.AVERAGE):
        for totals in _totals(submission, unit):
            for total, parts in totals:
                counted = [part.value for part in parts if submission.base(part) != 0]
                if len(counted) > 1 and not min(counted) - half_step(total.value) <= total.value <= max(counted) + half_step(
                    total.value
                ):
                    yield Doubt(
                        (total,),
                        f"{submission.named(total)} is {total}, outside the range of its parts "
                        f"({min(counted)} to {max(counted)}).",
                        "Compute the total from the summed numerators and denominators of the parts.",
                    )


def total_unlike_parts(submission: Submission, doubted: Doubted) -> Iterator[Doubt]:
    """Weighted by the children of each part, the parts come close to the total in every month, or one of them is wrong."""
    for totals in _totals(submission, Unit.PERCENT):
        weighed = [(total, parts, mean) for total, parts in totals if (mean := _weighted_mean(submission, parts)) is not None]
        usual = median([abs(total.value - mean) for total, _, mean in weighed]) if weighed else Decimal(0)
        if len(weighed) < 6 or usual > 1:
            continue  # the weights do not fit this indicator
        limit = max(Decimal(2), usual * 5)
        for total, parts, mean in weighed:
            if abs(total.value - mean) <= limit:
                continue
            others = [part for part in parts if not doubted.get(part.cell)]
            without = _weighted_mean(submission, others)
            odd = tuple(part for part in parts if part not in others)
            if odd and without is not None and abs(total.value - without) < min(limit, abs(total.value - mean) / 2):
                yield Doubt(
                    odd,
                    f"{submission.named(total)} is {total}. The other parts, weighted by their children, "
                    f"come to about {without:.1f} % without {_listed(odd)}, and to {mean:.1f} % with. "
                    "The total does not hold what was given there.",
                    "Check the part at its source; the total looks right.",
                )
            else:
                yield Doubt(
                    (total,),
                    f"{submission.named(total)} is {total}, but its parts, weighted by their children, "
                    f"come to about {mean:.1f} %. "
                    f"In most months the two agree within {max(usual, Decimal('0.1')):.1f} points.",
                    "Either the total is wrong or one of the parts is: compare them with the months before and after.",
                )


def no_common_denominator(submission: Submission, _: Doubted) -> Iterator[Doubt]:
    """Two percentages of the same children need one denominator that can give both."""
    cohorts: dict[tuple[str, str, Period], list[SubmittedFigure]] = defaultdict(list)
    for figure in submission.cells.values():
        cohort = submission.meanings[figure.indicator].cohort
        if cohort and figure.unit is Unit.PERCENT and 0 <= figure.value <= 100:
            cohorts[cohort, figure.area, figure.period].append(figure)
    for (cohort, _area, _period), figures in cohorts.items():
        for first, second in pairwise(figures):
            base = submission.base(first)
            if not base or base > 400:  # every denominator is possible among so many
                continue
            if not _denominators(first.value, base) & _denominators(second.value, base):
                yield Doubt(
                    (second, first),
                    f"{submission.named(second)} is {second}, and {submission.title(first)} is {first} (row {first.row}). "
                    f"Both are shares of the children {cohort}, at most {base}; no such number of children gives both.",
                    "One of the two was counted over other children: look at its numerator and denominator.",
                )


def _denominators(percentage: Decimal, most: int) -> set[int]:
    """Every denominator up to ``most`` that some whole numerator turns into this percentage."""
    return {
        n
        for n in range(1, most + 1)
        if any(rounds_to(Decimal(100 * k) / n, percentage) for k in (int(percentage * n / 100), int(percentage * n / 100) + 1))
    }


def _totals(submission: Submission, unit: Unit) -> Iterator[list[tuple[SubmittedFigure, list[SubmittedFigure]]]]:
    """For each indicator of ``unit``: the authority's figures, each with the parts given for the same period (two at least)."""
    cells: dict[str, dict[Period, list[SubmittedFigure]]] = defaultdict(lambda: defaultdict(list))
    for figure in submission.cells.values():
        if figure.unit is unit:
            cells[figure.indicator][figure.period].append(figure)
    for by_period in cells.values():
        found = []
        for figures in by_period.values():
            totals = [figure for figure in figures if figure.area_kind == AreaKind.AUTHORITY]
            kinds = {figure.area_kind for figure in figures}
            # Localities hold the districts and teams: count the one or the others.
            taken = {AreaKind.LOCALITY} if AreaKind.LOCALITY in kinds else PARTS
            parts = [figure for figure in figures if figure.area_kind in taken]
            if len(totals) == 1 and len(parts) > 1:
                found.append((totals[0], parts))
        if found:
            yield found


def _weighted_mean(submission: Submission, parts: Sequence[SubmittedFigure]) -> Decimal | None:
    """The mean of percentages weighted by their children; None unless all the weights are known and some child is there."""
    weights = [weight for part in parts if (weight := submission.base(part)) is not None]
    if len(weights) < len(parts) or not sum(weights):
        return None
    return sum((part.value * weight for part, weight in zip(parts, weights, strict=True)), Decimal(0)) / sum(weights)


def _listed(figures: Sequence[SubmittedFigure]) -> str:
    """``SEND (28.0 %, row 12) and Fostering (42.0 %, row 30)``."""
    return " and ".join(f"{figure.area_name} ({figure}, row {figure.row})" for figure in figures)
