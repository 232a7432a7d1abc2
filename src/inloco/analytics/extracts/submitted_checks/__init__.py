"""What cannot be true, or is hard to believe, in submitted figures. A check never drops a figure: it says why to doubt it.

Each check looks at the whole file, because a wrong figure mostly shows beside another one: a total beside its parts, a month
beside its neighbours, a rate beside its count. Checks err on the side of silence: a small team's percentage may well jump.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from inloco.analytics.extracts.submission import Cell, Submission
from inloco.analytics.extracts.submitted_checks import neighbours, totals, values
from inloco.analytics.extracts.submitted_checks.doubt import Doubt, Doubted
from inloco.analytics.findings import Finding, Severity


@dataclass(frozen=True)
class Check:
    """A rule about submitted figures: its id, as findings and the column ``doubts`` give it, what it says, and how it looks."""

    id: str
    rule: str
    find: Callable[[Submission, Doubted], Iterator[Doubt]]


CHECKS: Sequence[Check] = (
    Check("out_of_range", "A percentage lies between 0 and 100; nothing is below 0.", values.out_of_range),
    Check("count_not_whole", "A count is a whole number.", values.count_not_whole),
    Check("not_its_fraction", "A value is its numerator over its denominator.", values.not_its_fraction),
    Check("two_values", "One indicator, area and period has one value.", values.two_values),
    Check("year_and_march_differ", "A year's figure as at 31 March is that of its March.", values.year_and_march_differ),
    Check("rate_unlike_count", "Rates and counts of one time imply one population.", values.rate_unlike_count),
    Check("total_not_sum", "A total is the sum of its parts.", totals.total_not_sum),
    Check("total_outside_parts", "A total percentage lies within the range of its parts.", totals.total_outside_parts),
    Check("outlier", "A figure moves about as much as it usually does.", neighbours.outlier),
    Check("no_common_denominator", "Two shares of the same children have one denominator.", totals.no_common_denominator),
    Check("total_unlike_parts", "A total percentage is near the weighted mean of its parts.", totals.total_unlike_parts),
    Check("comparator_repeated", "Comparators carry their own year.", neighbours.comparator_repeated),
    Check("zero_of_none", "No children is no percentage, not 0 %.", neighbours.zero_of_none),
    Check(
        "equal_to_other_series",
        "A figure out of line is not another indicator's to the digit.",
        neighbours.equal_to_other_series,
    ),
)


def doubts_of(submission: Submission) -> Iterator[tuple[Finding, tuple[Cell, ...]]]:
    """Every doubt as a finding, with the cells it is about, in the order of CHECKS."""
    doubted: Doubted = defaultdict(list)
    for check in CHECKS:
        for doubt in list(check.find(submission, doubted)):
            first = doubt.figures[0]
            cells = tuple(figure.cell for figure in doubt.figures)
            if doubt.severity is not Severity.INFO:
                for cell in cells:
                    doubted[cell].append(check.id)
            yield (
                Finding(doubt.severity, check.id, submission.file, doubt.message, doubt.action, first.row, "value", str(first)),
                cells,
            )
