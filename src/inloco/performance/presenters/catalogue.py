"""The register as a page: every figure that the field counts, what feeds it, and the submitted figures of those that no extract
gives."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from inloco.analytics.figure import Unit
from inloco.analytics.indicators import REGISTER
from inloco.analytics.indicators.register import Entry
from inloco.performance.known import Book, cell_for, known

FED = {"": "Anything", "extract": "An extract", "service": "A service’s return", "records": "Records kept here"}


@dataclass(frozen=True)
class CataloguePage:
    """The entries that fit, by family."""

    families: tuple[tuple[str, tuple[Entry, ...]], ...]
    search: str
    fed: str
    shown: int
    total: int


@dataclass(frozen=True)
class SubmittedRow:
    """One submitted figure in words."""

    period: str
    area: str
    value: str
    parts: str


@dataclass(frozen=True)
class RegisterPage:
    """A figure that no extract gives: what it is, what feeds it, and what has been submitted of it."""

    entry: Entry
    rows: tuple[SubmittedRow, ...]


def catalogue_page(search: str, fed: str) -> CataloguePage:
    """Entries whose id, title or family holds every word of ``search``, fed by ``fed`` (a key of FED; else by anything)."""
    fed = fed if fed in FED else ""
    words = search.casefold().split()
    fits = [
        one
        for one in REGISTER.values()
        if all(word in f"{one.id} {one.title} {one.family}".casefold() for word in words) and fed in ("", _feed(one))
    ]
    families: dict[str, list[Entry]] = {}
    for one in fits:
        families.setdefault(one.family, []).append(one)
    listed = tuple((family, tuple(entries)) for family, entries in families.items())
    return CataloguePage(listed, search, fed, len(fits), len(REGISTER))


def _feed(entry: Entry) -> str:
    return entry.fed_by if entry.fed_by in FED else "records"


def register_page(book: Book, entry: Entry) -> RegisterPage:
    """``entry`` with its submitted figures as this reader may see them, the newest first."""
    return RegisterPage(entry, tuple(_submitted(book, entry)))


def _submitted(book: Book, entry: Entry) -> Iterable[SubmittedRow]:
    found = known(book.figures(ids=[entry.id]))
    for (area, period, group), figure in sorted(found.items(), key=lambda one: (one[0][1].end, one[0][0]), reverse=True):
        cell = cell_for(figure, period)
        if group or cell.value is None:
            continue
        name = book.areas[area].name if area in book.areas else area
        unit = Unit(entry.unit)
        yield SubmittedRow(period.label, name, cell.words(unit, entry.counts), cell.fraction(unit, entry.counts))
