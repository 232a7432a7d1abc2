"""A return before it is sent: the same reading and the same checks as a file of submitted figures, beside its own history."""

from __future__ import annotations

import csv
import tempfile
from dataclasses import dataclass
from pathlib import Path

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


def write(path: Path, rows: list[tuple[str, ...]]) -> None:
    """A file of submitted figures, as ``inloco load`` reads it."""
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows)


def findings_of(given: Given, book: FigureBook) -> list[Finding]:
    """What is wrong with the figure, or hard to believe beside those before it. An error means that it cannot be taken."""
    area = whole_council(book)
    before = [
        Given(one.indicator, one.period, str(one.value), one.numerator, one.denominator)
        for one in history(book, given.indicator)
        if one.value is not None and one.period != given.period
    ]
    with tempfile.TemporaryDirectory(prefix="inloco-return-") as folder:
        path = Path(folder) / "return.csv"
        write(path, [one.row(area.id) for one in [*before, given]])
        _, found = read_submitted(path, book.areas)
    last = len(before) + 2
    return [one for one in found if one.row == last and one.severity is not Severity.INFO]
