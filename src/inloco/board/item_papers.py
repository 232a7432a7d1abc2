"""The report of an item: whether it is ready for the pack, and what it says. The one place that knows the papers app."""

from __future__ import annotations

from inloco.accounts.models import User
from inloco.board.models import AgendaItem, Meeting
from inloco.board.models.agendas import Outcome
from inloco.documents.figure_references import REFERENCE
from inloco.documents.paper import Paper as Content
from inloco.documents.paper_text import PaperText, read_bytes, read_plain
from inloco.papers import queries
from inloco.papers.actions import steps
from inloco.papers.models import Paper, Source
from inloco.papers.states import PaperState

READY = frozenset({PaperState.SIGNED_OFF, PaperState.PUBLISHED})


def not_ready(meeting: Meeting) -> list[str]:
    """The items whose report is missing or not signed off, each with what is missing."""
    items = meeting.items.filter(published_in=None).exclude(outcome__in=[Outcome.DEFERRED, Outcome.WITHDRAWN])
    return [f"{one.title}: {problem}" for one in items.select_related("paper") if (problem := problem_of(one))]


def begins_with(paper: Paper) -> dict[str, object]:
    """What an item for this report begins with: its title, who reports, and what it recommends where that names no figure."""
    asked = (
        paper.sections.filter(key="recommendation", taken_out=False, restricted=False).values_list("text", flat=True).first()
        or ""
    )
    return {
        "title": paper.title,
        "presenter": paper.report_of,
        "paper": str(paper.pk),
        "needs_report": True,
        "recommendation": "" if REFERENCE.search(asked) or len(asked) > 500 else asked,
    }


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
    """Every text of the item's report that the public edition shows, by place. ``composing`` cuts its cover to first names."""
    if item.paper is None or item.paper.restricted:
        return {}
    name = f"the report “{item.paper.title}”"
    texts = {f"{name}, title": item.paper.title}
    for section in item.paper.sections.filter(restricted=False, taken_out=False):
        texts[f"{name}, {section.title}"] = section.text
    return texts


def content(paper: Paper) -> Content:
    """What a pack carries of a report: as it was frozen where it is published, else as it stands now."""
    return queries.content_for_pack(paper)


def text_of(paper: Paper) -> PaperText:
    """The words of a report with its figures in their places; a chart or a table of figures leaves its line empty. Raises
    InputRefused for a PDF that holds no words."""
    file = queries.newest_file(paper) if paper.source == Source.PDF else None
    if file is not None:
        return read_bytes(queries.files_for_pack([paper])[file.sha256], "report.pdf")
    read = content(paper)

    def words(name: str) -> str:
        live = read.by_written.get(" ".join(name.split()))
        return "" if live is None or live.kind.stands_alone or live.kind == "sparkline" else live.words

    sections = (f"## {one.title}\n\n{REFERENCE.sub(lambda found: words(found[1]), one.text)}" for one in read.sections)
    return read_plain("\n\n".join(sections), "md", read.title)


def publish_all(meeting: Meeting, *, by: User) -> None:
    """Freeze the signed-off reports of the items that are about to be published."""
    items = meeting.items.filter(published_in=None).exclude(paper=None).exclude(outcome__in=[Outcome.DEFERRED, Outcome.WITHDRAWN])
    for item in items.select_related("paper"):
        if item.paper is not None and item.paper.condition is PaperState.SIGNED_OFF:
            Paper.objects.filter(pk=item.paper.pk).update(meeting=meeting.body.name, meeting_on=meeting.on)
            steps.publish(paper=item.paper, by=by)
