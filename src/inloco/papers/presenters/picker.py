"""The picker of figures: a search among the indicators, an area, a period, and every way that a figure could stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from inloco.analytics.areas import AreaKind
from inloco.analytics.errors import WrongUsage
from inloco.analytics.indicators import CATALOGUE, REGISTER, Entry
from inloco.analytics.indicators.definition import Indicator
from inloco.analytics.periods import Period, parse_period
from inloco.documents.composing import compose_text
from inloco.documents.figure_lookup import Book, resolve
from inloco.documents.figure_references import Kind, read
from inloco.documents.prose import Part

MOST = 25
LISTS = {
    "overdue": "Actions past their date",
    "open": "Open actions",
    "live": "Live actions",
    "ongoing": "Ongoing actions",
    "closed": "Closed actions",
}
"""The parts of a plan that a list may have (``plan_actions.WHICH``), as a person reads them."""


@dataclass(frozen=True)
class Hit:
    """An indicator that fits the search."""

    id: str
    title: str
    chosen: bool


@dataclass(frozen=True)
class Sample:
    """One way to name the figure: what to paste, and what it gives now, or what is wrong."""

    label: str
    written: str
    parts: tuple[Part, ...]
    problem: str
    stands_alone: bool = False


@dataclass(frozen=True)
class Picked:
    """What the page shows."""

    hits: tuple[Hit, ...]
    more: int
    areas: tuple[tuple[str, str], ...]
    samples: tuple[Sample, ...]
    problem: str


def pick(book: Book, search: str, indicator: str, area: str, period: str, since: str) -> Picked:
    """The indicators with the words of ``search``, and the samples of the chosen one."""
    found = _hits(search, indicator)
    areas = tuple(
        ("" if one.kind is AreaKind.AUTHORITY else one.id, one.name) for one in book.areas if one.kind is not AreaKind.COMPARATOR
    )
    samples: tuple[Sample, ...] = ()
    problem = ""
    if indicator and period:
        try:
            samples = tuple(_samples(book, indicator, area, parse_period(period), since))
        except WrongUsage as wrong:
            problem = str(wrong)
    return Picked(tuple(found[:MOST]), max(len(found) - MOST, 0), areas, samples, problem)


@dataclass(frozen=True)
class ActionsList:
    """A list of a plan's actions to paste."""

    label: str
    written: str


def lists_of_actions(plans: Sequence[str], chosen: str, period: str) -> list[ActionsList]:
    """Every list of the chosen plan's actions (none chosen: the first's). Empty without plans, or without a month."""
    try:
        when = parse_period(period)
    except WrongUsage:
        return []
    plan = chosen if chosen in plans else next(iter(plans), "")
    named = plan if len(plans) > 1 else ""
    return [
        ActionsList(words, f"[[actions @ {when} | {named} | {which}]]".replace("|  |", "| |"))
        for which, words in LISTS.items()
        if plan
    ]


def _hits(search: str, chosen: str) -> list[Hit]:
    words = search.casefold().split()
    listed = []
    known: dict[str, Entry | Indicator] = {**REGISTER, **CATALOGUE}
    for id, one in known.items():
        text = f"{id} {one.title} {one.family}".casefold()
        if (words and all(word in text for word in words)) or id == chosen:
            listed.append(Hit(id, one.title, id == chosen))
    return sorted(listed, key=lambda hit: (not hit.chosen, hit.title))


def _samples(book: Book, indicator: str, area: str, period: Period, since: str) -> Sequence[Sample]:
    place = next((one for one in book.areas if one.id == area), None)
    named = f" | {place.name}" if place is not None else ""
    wanted = []
    for kind in Kind:
        if kind is Kind.ACTIONS or (kind is Kind.AREAS and not _has_parts(book, area)):
            continue
        tail = "" if kind is Kind.VALUE else f" | {kind}"
        if kind is Kind.CHANGE and since:
            tail += f" from {parse_period(since)}"
        written = f"{indicator} @ {period}{named}{tail}"
        try:
            wanted.append((kind, written, read(written)))
        except WrongUsage:
            continue
    figures, problems = resolve([one for _, _, one in wanted], book)
    wrong = {one.written: f"{one.what} {one.action}" for one in problems}
    return [
        Sample(
            kind.label,
            f"[[{written}]]",
            compose_text(f"[[{reference.written}]]", figures={name: replace(one) for name, one in figures.items()})
            if reference.written in figures
            else (),
            wrong.get(reference.written, ""),
            kind.stands_alone,
        )
        for kind, written, reference in wanted
    ]


def _has_parts(book: Book, area: str) -> bool:
    top = book.areas.authority
    return bool(book.areas.children_of(area or (top.id if top else "")))
