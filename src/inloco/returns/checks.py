"""A return before it is sent: the same reading and the same checks as a file of submitted figures, beside its own history."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from inloco.analytics.areas import Area, AreaKind
from inloco.analytics.book import FigureBook
from inloco.analytics.extracts.submitted import read_submitted
from inloco.analytics.findings import Finding, Severity
from inloco.analytics.periods import Period
from inloco.analytics.reference import AUTHORITY
from inloco.returns.queries import history

HEADER = ("indicator", "area", "area_kind", "period", "value", "numerator", "denominator", "source")


@dataclass(frozen=True)
class Given:
    """What somebody gives for one figure and period."""

    indicator: str
    period: Period
    value: str
    numerator: int | None = None
    denominator: int | None = None
    source: str = ""

    def row(self, area: str) -> tuple[str, ...]:
        numbers = ("" if one is None else str(one) for one in (self.numerator, self.denominator))
        return (self.indicator, area, "authority", str(self.period), self.value, *numbers, self.source)


def whole_council(book: FigureBook) -> Area:
    """The area that a return is for."""
    return book.areas.authority or Area(AUTHORITY, "The whole council", AreaKind.AUTHORITY)


def written(rows: list[tuple[str, ...]]) -> bytes:
    """A file of submitted figures, as ``inloco load`` reads it."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(rows)
    return target.getvalue().encode()


def findings_of(given: Given, book: FigureBook) -> list[Finding]:
    """What is wrong with the figure, or hard to believe beside those before it. An error means that it cannot be taken."""
    area = whole_council(book)
    before = [
        Given(one.indicator, one.period, str(one.value), one.numerator, one.denominator)
        for one in history(book, given.indicator)
        if one.value is not None and one.period != given.period
    ]
    _, found = read_submitted("return.csv", written([one.row(area.id) for one in [*before, given]]), book.areas)
    last = len(before) + 2
    return [one for one in found if one.row == last and one.severity is not Severity.INFO]
