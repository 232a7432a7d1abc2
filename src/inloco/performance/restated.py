"""What is known now beside what was published: which figures would differ today, and why. The published ones never change."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from inloco.analytics import behind
from inloco.analytics.book import FigureBook
from inloco.analytics.errors import UserError
from inloco.analytics.figure import Figure
from inloco.analytics.reference import reference_for
from inloco.data_folder import data_folder
from inloco.documents.cells import Cell, State
from inloco.documents.monthly_report import Measure
from inloco.documents.monthly_report import MonthlyReport as Content
from inloco.kept_files import put
from inloco.performance.known import Book, cell_for
from inloco.performance.models import PublishedReport


class Cause(StrEnum):
    """Why a figure differs from the published one."""

    DEFINITION = "definition"
    LATE_ENTRY = "late entry"
    CORRECTION = "correction"
    SUBMITTED = "submitted"
    UNEXPLAINED = "unexplained"

    @property
    def words(self) -> str:
        return {
            Cause.DEFINITION: "New definition: the figure is counted differently now",
            Cause.LATE_ENTRY: "Late entry: records for this month were entered after the report",
            Cause.CORRECTION: "Correction: records that the report counted were changed or removed",
            Cause.SUBMITTED: "Another figure was submitted since",
            Cause.UNEXPLAINED: "Being worked out",
        }[self]


@dataclass(frozen=True)
class Difference:
    """One figure of the report that would be another one today. Words are ready to print."""

    indicator: str
    title: str
    area: str
    published: str
    published_parts: str
    now: str
    now_parts: str
    causes: tuple[Cause, ...]


def differences(published: PublishedReport, content: Content, book: FigureBook, shown: Book | None = None) -> list[Difference]:
    """Every figure of the report's month, for every area in it, that is known otherwise now. One read of the book.

    ``shown`` is the book as the reader may read it: what it withholds is left out.
    """
    wanted = [measure for page in content.pages for measure in page.measures]
    now: dict[tuple[str, str], Figure] = {}
    for figure in (shown or book).figures(ids=[one.indicator for one in wanted], periods=[content.period]):
        if not figure.group:
            key = (figure.indicator, figure.area)
            if key not in now or now[key].value is None:
                now[key] = figure
    explanations = _explanations(published, book)
    found: list[Difference] = []
    for measure in wanted:
        for area, name, cell in _cells(measure, book):
            current = now.get((measure.indicator, area))
            today = cell_for(current, content.period)
            if current is None or State.SUPPRESSED in (cell.state, today.state) or _same(cell, today):
                continue
            found.append(
                Difference(
                    measure.indicator,
                    measure.title,
                    name,
                    cell.words(measure.unit, measure.counts),
                    cell.fraction(measure.unit, measure.counts),
                    today.words(measure.unit, measure.counts),
                    today.fraction(measure.unit, measure.counts),
                    _causes(measure, cell, today, explanations),
                )
            )
    return found


def explain(published: PublishedReport, content: Content, book: FigureBook) -> None:
    """Work out and keep why each differing indicator differs. For the background: it looks at every child of both snapshots."""
    kept = _explanations(published, book)
    for indicator in dict.fromkeys(one.indicator for one in differences(published, content, book)):
        if indicator not in kept:
            kept = kept | {indicator: [str(one) for one in _compared(published, indicator, content, book)]}
            _keep(published, book, kept)


def _cells(measure: Measure, book: FigureBook) -> Iterator[tuple[str, str, Cell]]:
    """Area id, name and the month's cell: the authority's, then every area's of the team table."""
    authority = book.areas.authority
    if authority is not None:
        yield authority.id, authority.name, measure.headline
    for row in measure.areas:
        if row.cells and (authority is None or row.area != authority.id):
            yield row.area, row.name, row.latest


def _same(before: Cell, after: Cell) -> bool:
    return (before.value, before.numerator, before.denominator) == (after.value, after.numerator, after.denominator)


def _causes(measure: Measure, before: Cell, after: Cell, explanations: Mapping[str, list[str]]) -> tuple[Cause, ...]:
    if before.version != after.version:
        return (Cause.DEFINITION,)
    if State.SUBMITTED in (before.state, after.state):
        return (Cause.SUBMITTED,)
    kept = explanations.get(measure.indicator)
    return tuple(Cause(one) for one in kept) if kept is not None else (Cause.UNEXPLAINED,)


def _compared(published: PublishedReport, indicator: str, content: Content, book: FigureBook) -> list[Cause]:
    """Late entry: children counted now that the report's snapshot did not know of. Correction: children it counted otherwise."""
    latest = book.store.latest()
    try:
        former = book.store.open(published.snapshot)
    except UserError:
        return []
    if latest is None or latest.id == former.id:
        return []
    states = [
        {
            one.child: one.state
            for one in behind.children(snapshot, reference_for(book.store, snapshot), book.settings, indicator, content.period)
        }
        for snapshot in (former, latest)
    ]
    before, after = states
    causes = []
    if set(after) - set(before):
        causes.append(Cause.LATE_ENTRY)
    if any(after.get(child) != state for child, state in before.items()):
        causes.append(Cause.CORRECTION)
    return causes


def _explanations(published: PublishedReport, book: FigureBook) -> dict[str, list[str]]:
    file = _file(published, book)
    return json.loads(file.read_text(encoding="utf-8")) if file is not None and file.is_file() else {}


def _keep(published: PublishedReport, book: FigureBook, explanations: dict[str, list[str]]) -> None:
    file = _file(published, book)
    if file is None:
        return
    put(file, json.dumps(explanations).encode())


def _file(published: PublishedReport, book: FigureBook) -> Path | None:
    latest = book.store.latest()
    return data_folder() / "rendered" / f"known-{published.sha256[:32]}-{latest.id}.json" if latest is not None else None
