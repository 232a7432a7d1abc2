"""Looking figure references up in the book: what each stands for, or why it stands for nothing."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

from inloco.analytics.areas import AreaKind, AreaTree
from inloco.analytics.disclosure import Withheld
from inloco.analytics.errors import WrongUsage
from inloco.analytics.figure import Figure, Status, Unit
from inloco.analytics.indicators import CATALOGUE, REGISTER
from inloco.analytics.indicators.definition import Polarity
from inloco.analytics.periods import Period
from inloco.documents.cells import Cell, State, cell_of, suppressed
from inloco.documents.figure_references import Kind, Problem, Reference, periods_of
from inloco.documents.live_figures import ActionLine, AreaFigure, LiveFigure


class Book(Protocol):
    """What references ask of the figures that are known."""

    @property
    def areas(self) -> AreaTree: ...

    def latest_period(self) -> Period | None: ...

    def figures(
        self, ids: Iterable[str] | None = None, periods: Sequence[Period] | None = None, areas: Iterable[str] | None = None
    ) -> list[Figure]: ...


Actions = Callable[[str, str, Period], Sequence[ActionLine]]
"""The actions of the plan of that name (empty: the main one), which of them, as at the end of the period. Raises WrongUsage."""


def resolve(
    references: Iterable[Reference], book: Book, actions: Actions | None = None
) -> tuple[dict[str, LiveFigure], list[Problem]]:
    """What each reference stands for, by its written text, and the problems of those that stand for nothing. The book is asked
    once for each set of periods, however many references there are."""
    found: dict[str, LiveFigure] = {}
    problems: list[Problem] = []
    wanted: list[tuple[Reference, str]] = []
    for reference in references:
        try:
            if reference.kind is Kind.ACTIONS:
                found[reference.written] = _actions(reference, actions)
            else:
                wanted.append((reference, _place(reference, book.areas)))
        except WrongUsage as wrong:
            problems.append(Problem(reference.line, reference.written, wrong.what, wrong.action))
    known = _known(wanted, book)
    for reference, area in wanted:
        live = _live(reference, area, book.areas, known)
        if live is None:
            problems.append(Problem(reference.line, reference.written, *_unknown(reference, book)))
        else:
            found[reference.written] = live
    return found, problems


def _unknown(reference: Reference, book: Book) -> tuple[str, str]:
    """Why nothing is known of a figure, and what to do: a period after the newest extract is told apart from any other."""
    latest = book.latest_period()
    what = f"Nothing is known of it for {reference.period.label}."
    if latest is not None and reference.period.end > latest.end:
        return (
            f"Nothing is known of it for {reference.period.label}: the newest extract is of {latest.label}.",
            f"Write {latest}, or load the extract of that month first.",
        )
    return what, "Choose another period, or load the extract of that month."


def _actions(reference: Reference, actions: Actions | None) -> LiveFigure:
    if actions is None:
        raise WrongUsage("There are no plans here to list actions of.", action="Take the reference out.")
    lines = tuple(actions(reference.plan, reference.which, reference.period))
    title = " ".join(part for part in ("Actions of", reference.plan or "the plan") if part)
    return LiveFigure(
        written=reference.written,
        kind=Kind.ACTIONS,
        indicator="",
        title=f"{title}{f' ({reference.which})' if reference.which else ''}",
        unit=Unit.COUNT,
        counts="actions",
        polarity=Polarity.NEUTRAL,
        area="",
        area_name="",
        period=reference.period,
        actions=lines,
        source=f"The plan as it stood when this was written; overdue at the end of {reference.period.label}."
        if reference.which.casefold() == "overdue"
        else "The plan as it stood when this was written.",
    )


def _place(reference: Reference, areas: AreaTree) -> str:
    """The area's id. Raises WrongUsage for an indicator or area that does not exist, with near matches."""
    if reference.indicator not in REGISTER and reference.indicator not in CATALOGUE:
        near = difflib.get_close_matches(reference.indicator, [*REGISTER], 3, 0.4)
        hint = f"Perhaps {' or '.join(near)}." if near else "Find it with the picker."
        raise WrongUsage(f"There is no indicator “{reference.indicator[:60]}”.", action=hint)
    if not reference.area:
        if areas.authority is None:
            raise WrongUsage("Nothing says which area is the whole authority.", action="Name an area, or load the areas.")
        return areas.authority.id
    found = areas.match(reference.area)
    if found is None:
        near = difflib.get_close_matches(reference.area, [one.name for one in areas], 3, 0.5)
        shows = ", ".join(one for one in Kind if one is not Kind.ACTIONS)
        hint = f"Perhaps {' or '.join(near)}." if near else f"Find it with the picker. A way to show a figure is one of {shows}."
        raise WrongUsage(f"There is no area “{reference.area[:60]}”.", action=hint)
    if reference.kind is Kind.AREAS and not areas.children_of(found.id):
        raise WrongUsage(f"{found.name} has no areas under it.", action="Name one that has, or leave the area out.")
    return found.id


def _known(wanted: Sequence[tuple[Reference, str]], book: Book) -> Mapping[tuple[str, str, Period], Figure]:
    """The best figure of every indicator, area and period that is wanted: computed before submitted before a reason for none."""
    order = {Status.SUBMITTED: 1, Status.NOT_APPLICABLE: 2, Status.NOT_AVAILABLE: 3}
    asked: dict[tuple[Period, ...], tuple[set[str], set[str]]] = {}
    for reference, area in wanted:
        ids, areas = asked.setdefault(tuple(periods_of(reference)), (set(), set()))
        ids.add(reference.indicator)
        areas.add(area)
        if reference.kind is Kind.AREAS:
            areas |= {one.id for one in book.areas.children_of(area)}
    best: dict[tuple[str, str, Period], Figure] = {}
    for periods, (ids, areas) in asked.items():
        for figure in book.figures(ids=sorted(ids), periods=list(periods), areas=sorted(areas)):
            if figure.group:
                continue
            key = (figure.indicator, figure.area, figure.period)
            if key not in best or order.get(figure.status, 0) < order.get(best[key].status, 0):
                best[key] = figure
    return best


def _cell(figure: Figure | None, period: Period) -> Cell:
    """The figure as a cell: one that this reader may not see is suppressed, unless there is none anyway."""
    told = figure is not None and figure.status is not Status.NOT_AVAILABLE
    return suppressed(cell_of(figure, period)) if isinstance(figure, Withheld) and told else cell_of(figure, period)


def _live(reference: Reference, area: str, areas: AreaTree, known: Mapping[tuple[str, str, Period], Figure]) -> LiveFigure | None:
    """The reference with its cells; None where nothing at all is known of its period."""
    periods = periods_of(reference)
    cells = tuple(_cell(known.get((reference.indicator, area, period)), period) for period in periods)
    rows: tuple[AreaFigure, ...] = ()
    if reference.kind is Kind.AREAS:
        rows = tuple(
            AreaFigure(one.id, one.name, 1, _cell(known[key], reference.period))
            for one in areas.children_of(area)
            if one.kind is not AreaKind.COMPARATOR and (key := (reference.indicator, one.id, reference.period)) in known
        )
    if cells[-1].value is None and cells[-1].state is State.NOT_AVAILABLE and not any(_is_told(row.cell) for row in rows):
        return None
    named = CATALOGUE.get(reference.indicator) or REGISTER[reference.indicator]
    return LiveFigure(
        written=reference.written,
        kind=reference.kind,
        indicator=reference.indicator,
        title=named.title,
        unit=named.unit,
        counts=named.counts,
        polarity=named.polarity,
        area=area,
        area_name=areas[area].name,
        period=reference.period,
        cells=cells,
        areas=rows,
        source=cells[-1].source,
    )


def _is_told(cell: Cell) -> bool:
    return cell.value is not None or cell.state is not State.NOT_AVAILABLE
