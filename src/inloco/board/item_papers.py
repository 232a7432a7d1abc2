"""The report of an item: whether it is ready for the pack, and what it says. The one place that knows the papers app."""

from __future__ import annotations

from inloco.board.models import AgendaItem, Meeting
from inloco.board.models.agendas import Outcome
from inloco.documents.paper import Paper as Content
from inloco.documents.paper import from_json
from inloco.papers.models import Paper, PublishedPaper
from inloco.papers.states import PaperState

READY = frozenset({PaperState.SIGNED_OFF, PaperState.PUBLISHED})


def not_ready(meeting: Meeting) -> list[str]:
    """The items whose report is missing or not signed off, each with what is missing."""
    items = meeting.items.filter(published_in=None).exclude(outcome__in=[Outcome.DEFERRED, Outcome.WITHDRAWN])
    return [f"{one.title}: {problem}" for one in items.select_related("paper") if (problem := problem_of(one))]


def problem_of(item: AgendaItem) -> str:
    """Why the item's report cannot go into a pack; empty when it can, or when none is asked for."""
    if item.paper is None:
        return "its report is missing" if item.needs_report else ""
    if item.paper.condition not in READY:
        return f"its report is “{item.paper.condition.label.lower()}”"
    if item.paper.restricted and not item.is_exempt:
        return "its report is not for publication, so the item must be exempt too"
    return ""


def public_texts(item: AgendaItem) -> dict[str, str]:
    """Every text of the item's report that the public edition shows, by place."""
    if item.paper is None or item.paper.restricted:
        return {}
    name = f"the report “{item.paper.title}”"
    texts = {f"{name}, cover": "\n".join((item.paper.title, item.paper.report_of, item.paper.contact))}
    for section in item.paper.sections.filter(restricted=False, taken_out=False):
        texts[f"{name}, {section.title}"] = section.text
    return texts


def content(paper: Paper) -> Content | None:
    """The whole of a report: as it was frozen where it is published; None while it is not."""
    published = PublishedPaper.objects.filter(paper=paper).first()
    return from_json(published.text) if published else None
