"""The register as a page: every figure that the field counts, what feeds it, and the submitted figures of those that no extract
gives."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from inloco.analytics.figure import Unit
from inloco.analytics.indicators import REGISTER
from inloco.analytics.indicators.explained import Explained, explained, fits, known_figures
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
class KnownRow:
    """A figure of the pack in words."""

    whose: str
    period: str
    value: str
    note: str


@dataclass(frozen=True)
class RegisterPage:
    """A figure that no extract gives: what it is, what feeds it, and what has been submitted of it."""

    entry: Entry
    said: Explained
    known: tuple[KnownRow, ...]
    rows: tuple[SubmittedRow, ...]


def catalogue_page(search: str, fed: str) -> CataloguePage:
    """Entries of which every word of ``search`` is said (see ``explained.fits``), fed by ``fed``: a key of FED, else anything."""
    fed = fed if fed in FED else ""
    found = [one for one in REGISTER.values() if fits(one, search) and fed in ("", _feed(one))]
    families: dict[str, list[Entry]] = {}
    for one in found:
        families.setdefault(one.family, []).append(one)
    listed = tuple((family, tuple(entries)) for family, entries in families.items())
    return CataloguePage(listed, search, fed, len(found), len(REGISTER))


def _feed(entry: Entry) -> str:
    return entry.fed_by if entry.fed_by in FED else "records"


def register_page(book: Book, entry: Entry) -> RegisterPage:
    """``entry`` with its submitted figures as this reader may see them, the newest first."""
    return RegisterPage(entry, explained(entry.id), known_rows(entry.id), tuple(_submitted(book, entry)))


def known_rows(id: str) -> tuple[KnownRow, ...]:
    """What a published pack printed of the figure, to compare with."""
    unit = Unit(REGISTER[id].unit)
    return tuple(
        KnownRow(one.whose or "The council", one.period.label, one.words(unit), one.note or "–") for one in known_figures(id)
    )


def _submitted(book: Book, entry: Entry) -> Iterable[SubmittedRow]:
    found = known(book.figures(ids=[entry.id]))
    for (area, period, group), figure in sorted(found.items(), key=lambda one: (one[0][1].end, one[0][0]), reverse=True):
        cell = cell_for(figure, period)
        if group or cell.value is None:
            continue
        name = book.areas[area].name if area in book.areas else area
        unit = Unit(entry.unit)
        yield SubmittedRow(period.label, name, cell.words(unit, entry.counts), cell.fraction(unit, entry.counts))
