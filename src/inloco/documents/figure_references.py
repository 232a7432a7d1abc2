"""Figures that a paper names instead of typing them: ``[[cla_rate @ 2019-08 | Preston]]``, read here and looked up in the book.

Three parts: an indicator and a period, an area (none: the authority), and how the figure is to stand there. Charts, tables and
lists stand on a line of their own; values, changes and sparklines stand in a sentence. What cannot be read or found is a problem
at its line, never a gap in the paper.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from inloco.analytics.areas import AreaKind, AreaTree
from inloco.analytics.disclosure import Withheld
from inloco.analytics.errors import WrongUsage
from inloco.analytics.figure import Figure, Status, Unit
from inloco.analytics.indicators import CATALOGUE, REGISTER
from inloco.analytics.indicators.definition import Polarity
from inloco.analytics.periods import Period, PeriodKind, financial_year, month, months_to, parse_period
from inloco.documents.cells import Cell, State, cell_of, suppressed
from inloco.documents.style import difference_words

MONTHS = 13
YEARS = 6
"""How far a chart, a table or a sparkline looks back."""

REFERENCE = re.compile(r"\[\[([^\[\]\n]{0,400})\]\]")
UNCLOSED = re.compile(r"\[\[(?![^\[\]\n]{0,400}\]\])")
CODE = re.compile(r"`[^`\n]*`")


class Kind(StrEnum):
    """How a figure stands in a paper."""

    VALUE = "value"
    CHANGE = "change"
    CHART = "chart"
    TABLE = "table"
    AREAS = "areas"
    SPARKLINE = "sparkline"
    ACTIONS = "actions"

    @property
    def label(self) -> str:
        return {
            Kind.VALUE: "Value, in a sentence",
            Kind.CHANGE: "Change since a year before, in a sentence",
            Kind.SPARKLINE: "Small line, in a sentence",
            Kind.CHART: "Chart",
            Kind.TABLE: "Table of months or years",
            Kind.AREAS: "Table of areas",
            Kind.ACTIONS: "List of a plan’s actions",
        }[self]

    @property
    def stands_alone(self) -> bool:
        """Whether it needs a line of its own."""
        return self in (Kind.CHART, Kind.TABLE, Kind.AREAS, Kind.ACTIONS)


@dataclass(frozen=True)
class Reference:
    """One reference as it was read. ``written`` is its text between the brackets, ``line`` counts from 1 in its section."""

    written: str
    line: int
    kind: Kind
    indicator: str
    period: Period
    area: str = ""
    since: Period | None = None
    plan: str = ""
    which: str = ""


@dataclass(frozen=True)
class Problem:
    """What is wrong with a reference and what to do. It blocks sign-off."""

    line: int
    written: str
    what: str
    action: str

    def __str__(self) -> str:
        return f"Line {self.line}, [[{self.written}]]: {self.what} {self.action}"


@dataclass(frozen=True)
class AreaFigure:
    """An area's line in a table of areas."""

    area: str
    name: str
    level: int
    cell: Cell


@dataclass(frozen=True)
class ActionLine:
    """One action of a plan as a paper lists it."""

    ref: str
    activity: str
    responsible: str
    timescale: str
    rag: str


@dataclass(frozen=True)
class LiveFigure:
    """A reference with what it stands for: everything that a paper prints of it, so that publishing can freeze it."""

    written: str
    kind: Kind
    indicator: str
    title: str
    unit: Unit
    counts: str
    polarity: Polarity
    area: str
    area_name: str
    period: Period
    cells: tuple[Cell, ...] = ()
    areas: tuple[AreaFigure, ...] = ()
    actions: tuple[ActionLine, ...] = ()
    source: str = ""

    @property
    def cell(self) -> Cell:
        """The figure of the period itself."""
        return self.cells[-1] if self.cells else Cell(self.period, None)

    @property
    def words(self) -> str:
        """What stands in the sentence."""
        match self.kind:
            case Kind.CHANGE:
                return change_words(self)
            case _:
                return value_words(self)

    @property
    def keys(self) -> tuple[tuple[str, str, Period], ...]:
        """Every figure that is printed: indicator, area and period."""
        if self.kind is Kind.ACTIONS:
            return ()
        own = tuple((self.indicator, self.area, cell.period) for cell in self.cells)
        return own + tuple((self.indicator, one.area, one.cell.period) for one in self.areas)

    @property
    def figures(self) -> Iterator[Figure]:
        """What is printed, as figures again, for disclosure control."""
        for area, cell in [*((self.area, cell) for cell in self.cells), *((one.area, one.cell) for one in self.areas)]:
            yield Figure(
                self.indicator,
                cell.version,
                area,
                cell.period,
                cell.numerator,
                cell.denominator,
                cell.value,
                self.unit,
                _STATUS.get(cell.state, Status.FINAL),
                cell.snapshot,
                source=cell.source,
            )


_STATUS = {
    State.PROVISIONAL: Status.PROVISIONAL,
    State.SUBMITTED: Status.SUBMITTED,
    State.NOT_AVAILABLE: Status.NOT_AVAILABLE,
    State.NOT_APPLICABLE: Status.NOT_APPLICABLE,
}


class Book(Protocol):
    """What references ask of the figures that are known."""

    @property
    def areas(self) -> AreaTree: ...

    def figures(
        self, ids: Iterable[str] | None = None, periods: Sequence[Period] | None = None, areas: Iterable[str] | None = None
    ) -> list[Figure]: ...


Actions = Callable[[str, str, Period], Sequence[ActionLine]]
"""The actions of the plan of that name (empty: the main one), which of them, as at the end of the period. Raises WrongUsage."""


def references_in(markdown: str) -> tuple[list[Reference], list[Problem]]:
    """Every reference of a text in its order, and what cannot be read. References within code are text."""
    found: list[Reference] = []
    problems: list[Problem] = []
    fenced = False
    for number, line in enumerate(markdown.replace("\r\n", "\n").split("\n"), 1):
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        if fenced:
            continue
        text = CODE.sub(lambda one: " " * len(one[0]), line)
        for match in REFERENCE.finditer(text):
            try:
                reference = read(match[1], number)
            except WrongUsage as wrong:
                problems.append(Problem(number, match[1].strip(), wrong.what, wrong.action))
                continue
            if reference.kind.stands_alone and text.strip() != match[0]:
                problems.append(
                    Problem(number, reference.written, f"A {reference.kind} stands on a line of its own.", "Give it one.")
                )
                continue
            found.append(reference)
        if UNCLOSED.search(text):
            problems.append(
                Problem(number, "", "A reference is begun with [[ and not ended.", "End it with ]] on the same line.")
            )
    return found, problems


def read(written: str, line: int = 1) -> Reference:
    """The reference between two pairs of brackets. Raises WrongUsage where it cannot be read."""
    tidy = " ".join(written.split())
    parts = [part.strip() for part in tidy.split("|")]
    head, at, day = parts[0].partition("@")
    name = head.strip()
    if not at or not name or not day.strip():
        raise WrongUsage("An indicator and a period are needed.", action="Write it like [[cla_rate @ 2019-08 | Preston]].")
    period = parse_period(day)
    kind, since, area = Kind.VALUE, None, ""
    rest = parts[1:]
    if name == "actions":
        if len(rest) > 2:
            raise WrongUsage(
                "There are too many parts.", action="Write it like [[actions @ 2019-08 | name of the plan | overdue]]."
            )
        plan, which = (*rest, "", "")[:2]
        return Reference(tidy, line, Kind.ACTIONS, "", period, plan=plan, which=which)
    for part in rest:
        word, _, tail = part.partition(" ")
        if word.casefold() in Kind._value2member_map_ and word.casefold() != Kind.ACTIONS and (not tail or word == "change"):
            kind = Kind(word.casefold())
            if tail:
                since = parse_period(tail.removeprefix("from ").removeprefix("since "))
        elif area:
            kinds = ", ".join(one for one in Kind if one is not Kind.ACTIONS)
            raise WrongUsage(f"“{part[:60]}” is not a way to show a figure.", action=f"Use one of {kinds}.")
        else:
            area = part
    if since is not None and since.kind is not period.kind:
        raise WrongUsage("A change is between periods of one kind.", action="Compare a month with a month, a year with a year.")
    if since is not None and since >= period:
        raise WrongUsage("A change begins before its period.", action="Name an earlier one.")
    if kind in (Kind.CHART, Kind.TABLE, Kind.SPARKLINE) and period.kind not in (PeriodKind.MONTH, PeriodKind.FINANCIAL_YEAR):
        raise WrongUsage(f"A {kind} is of months or financial years.", action="Name a month (2019-08) or a year (2018/19).")
    return Reference(tidy, line, kind, name, period, area, since)


def periods_of(reference: Reference) -> list[Period]:
    """The periods that the reference prints, oldest first."""
    if reference.kind is Kind.CHANGE:
        return [reference.since or year_before(reference.period), reference.period]
    if reference.kind in (Kind.CHART, Kind.TABLE, Kind.SPARKLINE):
        if reference.period.kind is PeriodKind.MONTH:
            return months_to(reference.period, MONTHS)
        last = reference.period.start.year
        return [financial_year(year) for year in range(last - YEARS + 1, last + 1)]
    return [reference.period]


def year_before(period: Period) -> Period:
    """The same period a year earlier."""
    match period.kind:
        case PeriodKind.MONTH:
            return month(period.end.year - 1, period.end.month)
        case PeriodKind.FINANCIAL_YEAR:
            return financial_year(period.start.year - 1)
        case PeriodKind.QUARTER | PeriodKind.WEEK:
            year, _, number = str(period).partition("-")
            return parse_period(f"{int(year) - 1}-{number}")


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
            what = f"Nothing is known of it for {reference.period.label}."
            problems.append(
                Problem(reference.line, reference.written, what, "Choose another period, or load the extract of that month.")
            )
        else:
            found[reference.written] = live
    return found, problems


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
        hint = f"Perhaps {' or '.join(near)}." if near else "Find it with the picker."
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


def value_words(live: LiveFigure) -> str:
    """``1,706 children``'s number alone; ``89.7% (1,283 of 1,430 children)``; ``84.8 per 10,000``; ``no children``."""
    cell = live.cell
    said = cell.words(live.unit, live.counts)
    if cell.value is None:
        return said
    if live.unit is Unit.RATE:
        return f"{said} per 10,000"
    if live.unit is Unit.PERCENT and (fraction := cell.fraction(live.unit, live.counts)):
        return f"{said} ({fraction})"
    return f"£{said}" if live.unit is Unit.MONEY else said


def change_words(live: LiveFigure) -> str:
    """``up 2.4 percentage points from 87.3% in August 2018``; never across a change of definition or against a missing figure."""
    before, now = live.cells[0], live.cells[-1]
    when = before.period.label
    if State.SUPPRESSED in (before.state, now.state):
        return "change suppressed"
    if now.value is None:
        return f"no figure for {now.period.label} ({now.words(live.unit, live.counts)})"
    if before.value is None:
        return f"no figure to compare with for {when} ({before.words(live.unit, live.counts)})"
    was = value_words(replace(live, kind=Kind.VALUE, cells=(before,)))
    if before.version != now.version:
        return f"not comparable with {was} in {when}, since the definition has changed"
    change = now.value - before.value
    if change == 0:
        return f"the same as in {when} ({was})"
    return f"{'up' if change > 0 else 'down'} {difference_words(change, live.unit)} from {was} in {when}"


def hidden(live: LiveFigure, keys: frozenset[tuple[str, str, Period]]) -> LiveFigure:
    """``live`` with nothing left of the figures that an edition withholds."""
    return replace(
        live,
        cells=tuple(suppressed(cell) if (live.indicator, live.area, cell.period) in keys else cell for cell in live.cells),
        areas=tuple(
            replace(one, cell=suppressed(one.cell)) if (live.indicator, one.area, one.cell.period) in keys else one
            for one in live.areas
        ),
    )
