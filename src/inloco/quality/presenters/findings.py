"""The list of findings, and one finding with what it endangers and what has happened to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from inloco.accounts.models import User
from inloco.accounts.permissions import Permission
from inloco.accounts.policies import has
from inloco.analytics.areas import Area
from inloco.analytics.clocks import CLOCKS
from inloco.analytics.data_quality import Fault
from inloco.analytics.file_faults import FILES
from inloco.analytics.indicators import REGISTER
from inloco.analytics.schema.titles import column_title, table_title
from inloco.children.policies import Visible, visible
from inloco.children.references import child_with
from inloco.children.references import reference_of as child_reference_of
from inloco.children.register import Register, register
from inloco.performance.queries import figure_book
from inloco.quality.board import board
from inloco.quality.checks import FILES_NAME, is_about_files, what_of, words_of
from inloco.quality.filters import Filter, kept
from inloco.quality.models import FindingEvent
from inloco.quality.queries import Standing, every_finding
from inloco.quality.states import FindingState, transition

A_PAGE = 50
TAGS = {
    FindingState.OPEN: "orange",
    FindingState.ASSIGNED: "blue",
    FindingState.REPORTED: "light-blue",
    FindingState.ACCEPTED: "grey",
    FindingState.MENDED: "green",
}


@dataclass(frozen=True)
class FindingRow:
    """One finding as a list says it."""

    reference: str
    child: str
    child_reference: str
    has_page: bool
    what: str
    message: str
    where: str
    value: str
    team: str
    worker: str
    state: str
    tag: str
    assigned_to: str
    due_on: dt.date | None
    is_late: bool
    endangers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Endangered:
    """An indicator (with its page) or a timescale that such a row makes wrong."""

    title: str
    href: str


@dataclass(frozen=True)
class FindingPage:
    """One finding."""

    row: FindingRow
    check: str
    what: str
    action: str
    source: str
    is_about_files: bool
    endangers: tuple[Endangered, ...]
    events: tuple[tuple[str, str, dt.datetime, str], ...]
    steps: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Endangering:
    """How many findings left to mend endanger a figure: ``seen`` of them the reader may look at, under ``query``."""

    count: int
    seen: int
    as_at: dt.date | None
    query: str


def endangering(indicator: str, area: Area, *, by: User) -> Endangering:
    """Of the newest extract, about children of ``area`` and about the files. One or two queries."""
    found, areas = board(), figure_book().areas
    chosen = Filter(indicator=indicator, area="" if areas.authority == area else area.id)
    left = kept(every_finding(found), chosen, areas, person=by, today=timezone.localdate())
    mine = visible(by=by) if has(by, Permission.MEND_FINDINGS) else Visible()
    seen = sum(one.fault.child in mine for one in left)
    return Endangering(len(left), seen, found.snapshot.as_at if found.snapshot else None, chosen.query)


def endangered_choices(findings: Iterable[Standing], chosen: str) -> list[tuple[str, str]]:
    """The indicators and timescales that any of them endangers, by title, for a filter; and the chosen one, if any."""
    names = {name for one in findings for name in words_of(one.fault).endangers} | ({chosen} - {""})
    return [("", "Any figure"), *sorted(((name, endangered_title(name)) for name in names), key=lambda one: one[1].casefold())]


def finding_rows(findings: Iterable[Standing]) -> list[FindingRow]:
    known, names = register(), worker_names()
    return [_row(one, known, names) for one in findings]


def finding_page(one: Standing, events: Iterable[FindingEvent], steps: Sequence[str]) -> FindingPage:
    check = words_of(one.fault)
    endangers = tuple(
        Endangered(endangered_title(name), reverse("performance:indicator", args=[name]) if name in REGISTER else "")
        for name in check.endangers
    )
    said = tuple((transition(one.step).label, one.by.name if one.by else "The extract", one.at, one.text) for one in events)
    return FindingPage(
        row=_row(one, register(), worker_names()),
        check=one.fault.check,
        what=check.what,
        action=check.action,
        source=check.source,
        is_about_files=is_about_files(one.fault),
        endangers=endangers,
        events=said,
        steps=tuple((name, transition(name).label) for name in steps),
    )


def worker_names() -> Callable[[str], str]:
    """The names of workers, from the newest extract; an id where it has none."""
    snapshot = register().snapshot
    found: dict[str, str] = {}
    if snapshot is not None and snapshot.has("professionals"):
        rows = snapshot.read("professionals", ["worker", "name"]).to_pylist()
        found = {row["worker"]: row["name"] for row in rows if row["worker"] and row["name"]}
    return lambda worker: found.get(worker, worker) if worker else "Nobody"


def area_names() -> Callable[[str], str]:
    areas = figure_book().areas
    return lambda area: FILES_NAME if area == FILES else areas[area].name if area in areas else area


def endangered_title(name: str) -> str:
    """The title of an indicator, or what a timescale is about."""
    clocks = {clock.name: clock.what for clock in CLOCKS}
    return REGISTER[name].title if name in REGISTER else clocks.get(name, name)


def _row(one: Standing, known: Register, names: Callable[[str], str]) -> FindingRow:
    fault, case = one.fault, one.case
    entry = known.entries.get(fault.child)
    reference = child_reference_of(fault.child) if fault.child else ""
    is_held = case is not None and one.state in (FindingState.ASSIGNED, FindingState.REPORTED)
    due = case.due_on if case is not None and one.state is FindingState.ASSIGNED else None
    return FindingRow(
        reference=one.reference,
        child=(entry.name or entry.child) if entry else fault.child or ("–" if is_about_files(fault) else "No child"),
        child_reference=reference,
        has_page=reference != "" and known.snapshot is not None and child_with(reference, known.snapshot) is not None,
        what=what_of(fault.check),
        message=fault.message,
        where=where(fault),
        value=shown_value(fault.value),
        team=_team(fault, known),
        worker="–" if is_about_files(fault) else names(fault.worker),
        state=one.state.label,
        tag=TAGS[one.state],
        assigned_to=case.assigned_to.name if is_held and case is not None and case.assigned_to else "",
        due_on=due,
        is_late=due is not None and due < timezone.localdate(),
        endangers=tuple(endangered_title(name) for name in words_of(fault).endangers),
    )


def where(fault: Fault) -> str:
    """``Placements: start``: where to look in the record, in words; of a file, its name and the column as it stands there."""
    if is_about_files(fault):
        return f"{table_title(fault.table)}: {fault.column}" if fault.column else table_title(fault.table)
    return f"{table_title(fault.table)}: {column_title(fault.column)}"


def _team(fault: Fault, known: Register) -> str:
    if is_about_files(fault):
        return FILES_NAME
    return known.areas[fault.area].name if fault.area in known.areas else "Nobody allocated"


def shown_value(value: str) -> str:
    """A day as a person writes it; anything else as it is."""
    try:
        day = dt.date.fromisoformat(value[:10]) if len(value) in (10, 19) else None
    except ValueError:
        day = None
    return f"{day.day} {day:%b %Y}" if day else value or "–"
