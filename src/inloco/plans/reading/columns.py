"""What only the rows below a header tell about its columns: whether one names objectives, and which of several holds the BRAG."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from inloco.plans.reading.grid import Row
from inloco.plans.reading.headers import Header, rating_of

_URGENCY = re.compile(r"(very )?(high|medium|low|urgent|h|m|l|must|should|could|[1-5])(est)?( priority)?")
_FORMER = re.compile(r"\b(previous(ly)?|last|prior|former|initial|original|start(ing)?)\b", re.IGNORECASE)


def settled(header: Header, names: Row, below: Sequence[Row], *, may_name_objectives: bool) -> Header:
    """The header ``names`` with its columns as the rows below it have them."""
    return _objectives(_newest_brag(header, names, below), names, below, may_name_objectives)


def _said(place: int, below: Sequence[Row]) -> set[str]:
    return {row.cells[place].casefold() for row in below if place < len(row.cells)} - {""}


def _objectives(header: Header, names: Row, below: Sequence[Row], may_name: bool) -> Header:
    """A column of objectives counts as one where no row of its own begins an objective, and the column does not say how urgent
    each action is."""
    place = header.places.get("objective")
    if place is None:
        return header
    said = _said(place, below)
    if said and may_name and not all(_URGENCY.fullmatch(one) for one in said):
        return header
    rest = {name: at for name, at in header.places.items() if name != "objective"}
    return replace(header, places=rest, extra=header.extra | {place: names.cells[place]})


def _newest_brag(header: Header, names: Row, below: Sequence[Row]) -> Header:
    """Of several columns of BRAG the newest that anybody has filled: the latest day, or the last in the order of the columns that
    does not say that it is the one before."""
    chosen = header.places.get("brag")
    if chosen is None:
        return header
    if header.earlier:
        if _said(chosen, below):
            return header
        filled = {place: day for place, day in header.earlier.items() if _said(place, below)}
        if not filled:
            return header
        newest = max(filled, key=lambda place: filled[place])
        earlier = {place: day for place, day in filled.items() if place != newest}
        return replace(header, places=header.places | {"brag": newest}, earlier=earlier, brag_on=filled[newest])
    alike = [place for place in header.extra if rating_of(names.cells[place]) == rating_of(names.cells[chosen])]
    now = [place for place in (chosen, *alike) if _said(place, below) and not _FORMER.search(names.cells[place])]
    if not alike or not now or max(now) == chosen:
        return header
    extra = {place: words for place, words in header.extra.items() if place != max(now)} | {chosen: names.cells[chosen]}
    return replace(header, places=header.places | {"brag": max(now)}, extra=extra)
