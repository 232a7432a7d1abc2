"""Figures of a body's earlier papers that are known otherwise now: what its next pack says about them, and what it could say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inloco.accounts.models import User
from inloco.board.models import AgendaItem, Meeting
from inloco.documents.paper import PaperCorrection
from inloco.papers import queries
from inloco.papers.actions.corrections import carry
from inloco.papers.models import Correction, Paper, PublishedPaper
from inloco.papers.states import PaperState
from inloco.performance.queries import book_for, figure_book

PACKS = 2
"""How many earlier packs are looked through for figures that are known otherwise: older ones nobody acts on any more."""


@dataclass(frozen=True)
class KnownOtherwise:
    """A paper of an earlier pack with the figures that are others today, and nothing is said about them yet. ``hidden`` counts
    those whose numbers the reader is not shown: whoever signed the paper off sees them."""

    paper: Paper
    figures: tuple[queries.Difference, ...]
    hidden: int = 0


def of_pack(meeting: Meeting) -> list[Correction]:
    """The corrections that stand in this pack: those that no pack has carried yet, and those that it carries already, so that a
    supplement keeps them. A paper that another body read is corrected in that body's pack."""
    found = queries.corrections_for(meeting.on)
    if not found:
        return []
    read = AgendaItem.objects.exclude(published_in=None).filter(paper__in=[one.published.paper_id for one in found])
    pairs = set(read.values_list("paper", "meeting__body"))
    elsewhere = {paper for paper, _ in pairs} - {paper for paper, body in pairs if body == meeting.body_id}
    return [one for one in found if one.published.paper_id not in elsewhere]


def as_documents(meeting: Meeting) -> tuple[PaperCorrection, ...]:
    """The same as the pack prints them."""
    return tuple(queries.as_document(one) for one in of_pack(meeting))


def carry_all(meeting: Meeting, *, by: User) -> None:
    """That the pack of this meeting carries them."""
    waiting = [one for one in of_pack(meeting) if one.carried_on is None]
    if waiting:
        carry(corrections=waiting, on=meeting.on, by=by)


def known_otherwise(meeting: Meeting, *, reader: User) -> list[KnownOtherwise]:
    """The papers of the body's last packs with figures that are others today and no correction names."""
    earlier = Meeting.objects.before(meeting).exclude(packs=None).order_by("-on").values_list("pk", flat=True)[:PACKS]
    read = AgendaItem.objects.filter(meeting__in=list(earlier)).exclude(published_in=None).exclude(paper=None).values("paper")
    published = PublishedPaper.objects.filter(paper__in=read, paper__state=PaperState.PUBLISHED)
    listed = list(published.select_related("paper__signed_off_by").prefetch_related("corrections").order_by("published_at", "pk"))
    if not listed:
        return []
    whole, shown = figure_book(), book_for(reader)
    found = []
    for one in listed:
        said = {(each.figure, each.now) for each in one.corrections.all()}
        content = queries.frozen_content(one)
        every = _unsaid(queries.differences(content, whole), said)
        if every:
            figures = every if shown is whole else _unsaid(queries.differences(content, shown), said)
            found.append(KnownOtherwise(one.paper, figures, max(len(every) - len(figures), 0)))
    return found


def _unsaid(found: Sequence[queries.Difference], said: set[tuple[str, str]]) -> tuple[queries.Difference, ...]:
    return tuple(one for one in found if (one.figure, one.now) not in said)
