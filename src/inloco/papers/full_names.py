"""Young people who stand in a paper with more than their first names where the public would read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inloco.accounts.young_people import known
from inloco.documents.young_names import FullName, found_in
from inloco.papers.models import Paper, PaperSection

ACTION = "Write the first name alone, or leave the section out of the public edition."


@dataclass(frozen=True)
class Named:
    """One full name; ``section`` None: on the cover."""

    section: PaperSection | None
    name: FullName

    def __str__(self) -> str:
        return str(self.name)


def full_names(paper: Paper, sections: Sequence[PaperSection]) -> list[Named]:
    """Every one of them, the cover's first. A paper or a section that is kept from the public may name whom the board knows."""
    if paper.restricted:
        return []
    places: dict[str, PaperSection | None] = {}
    texts: dict[str, str] = {}
    for where, text in (("the title", paper.title), ("the contact", paper.contact), ("the line “report of”", paper.report_of)):
        places[where], texts[where] = None, text
    for one in sections:
        if not one.restricted:
            where = f"“{one.title}”"
            where = f"{where} ({one.key})" if where in texts else where
            places[where], texts[where] = one, f"{one.title}\n{one.text}"
    who = known()
    found = [Named(places[one.where], one) for one in found_in(texts, who.young, who.others)]
    return sorted(found, key=lambda one: (one.section is not None, one.section.position if one.section else 0))
