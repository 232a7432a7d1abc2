"""Which papers, what they say now, what they said when they were frozen, and what is known otherwise since."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache

from django.db.models import Q, QuerySet

from inloco.accounts.models import User
from inloco.accounts.permissions import Permission
from inloco.documents import paper as document
from inloco.documents.building import council_of
from inloco.documents.cells import Cell, State
from inloco.documents.figure_lookup import Book, resolve
from inloco.documents.figure_references import Kind, Problem, Reference, references_in
from inloco.documents.live_exhibits import name_of
from inloco.documents.live_figures import LiveFigure
from inloco.papers.models import Correction, Paper, PaperComment, PaperFile, PaperSection, PublishedPaper, SectionVersion, Source
from inloco.papers.plan_actions import actions_of_plan
from inloco.papers.states import PaperState
from inloco.performance.queries import figure_book

WORK = (Permission.WRITE_PAPER, Permission.SIGN_OFF_PAPER, Permission.PUBLISH_PAPER)
"""For people with one of these, unpublished papers may exist."""


@dataclass(frozen=True)
class SectionProblem:
    """A reference that cannot be read or found, and the section it stands in."""

    section: PaperSection
    problem: Problem


@dataclass(frozen=True)
class Difference:
    """A figure of a published paper that would be another one today. Words are ready to print."""

    written: str
    figure: str
    was: str
    now: str
    snapshot: str


def in_the_making(reader: User) -> QuerySet[Paper]:
    """The unpublished papers that exist for this person: those they work on, and those sent for a step that is theirs."""
    own = Q(author=reader) | Q(writers=reader)
    if reader.may(Permission.SIGN_OFF_PAPER):
        own |= Q(state__in=[PaperState.IN_REVIEW, PaperState.SIGNED_OFF])
    if reader.may(Permission.PUBLISH_PAPER):
        own |= ~Q(state=PaperState.PUBLISHED)
    return Paper.objects.exclude(state=PaperState.PUBLISHED).filter(own).distinct()


def sections_of(paper: Paper) -> list[PaperSection]:
    """The sections that stand, in their order."""
    return list(paper.sections.filter(taken_out=False).select_related("written_by"))


def writers_of(paper: Paper) -> set[int]:
    """Everyone who wrote a wording of it, whether it stands or not, or brought its file; and its author."""
    wrote = set(SectionVersion.objects.filter(section__paper=paper).values_list("author", flat=True))
    return wrote | {paper.author_id} | set(paper.files.values_list("by", flat=True))


def newest_file(paper: Paper) -> PaperFile | None:
    """The newest file of a paper that came as one, without its bytes."""
    return paper.files.select_related("by", "clearance", "clearance__by").defer("content").first()


def live_figures(
    sections: Iterable[PaperSection], book: Book, reader: User | None = None
) -> tuple[dict[str, LiveFigure], list[SectionProblem]]:
    """What the references of these sections stand for now, and what is wrong with the others. The book is asked once for all.

    ``reader`` is shown no plan that their role does not show; None is the paper itself.
    """
    by_section: list[tuple[PaperSection, list[Reference]]] = []
    problems: list[SectionProblem] = []
    for section in sections:
        references, unreadable = references_in(section.text)
        by_section.append((section, references))
        problems += [SectionProblem(section, one) for one in unreadable]
    wanted = {one.written: one for _, listed in by_section for one in listed}
    found, missing = resolve(
        wanted.values(), book, actions_of_plan if reader is None or reader.may(Permission.SEE_PLANS) else None
    )
    wrong = {one.written: one for one in missing}
    for section, references in by_section:
        for reference in references:
            if (problem := wrong.get(reference.written)) is not None:
                here = Problem(reference.line, problem.written, problem.what, problem.action)
                problems.append(SectionProblem(section, here))
    order = {section.pk: place for place, (section, _) in enumerate(by_section)}
    problems.sort(key=lambda one: (order[one.section.pk], one.problem.line))
    return found, problems


def content_of(
    paper: Paper,
    sections: Sequence[PaperSection],
    figures: dict[str, LiveFigure],
    *,
    published_at: datetime | None = None,
    published_by: User | None = None,
) -> document.Paper:
    """The paper as data, as it stands. Without a publisher: a draft. What its public edition withholds is decided here too."""
    book = figure_book()
    snapshot = book.snapshot()
    file = newest_file(paper) if paper.source != Source.WRITTEN else None
    cleared = file.clearance.by.name if file is not None and hasattr(file, "clearance") else ""
    named = [figures[one.written] for section in sections for one in references_in(section.text)[0] if one.written in figures]
    return document.Paper(
        reference=str(paper.reference),
        title=paper.title,
        cover=document.Cover(paper.meeting, paper.meeting_on, paper.report_of, paper.divisions, paper.contact),
        sections=tuple(
            document.PaperSection(one.key, one.title, one.text, one.restricted) for one in sections if one.text.strip()
        ),
        council=council_of(book),
        stamp=document.PaperStamp(
            snapshot.id if snapshot else "",
            snapshot.as_at if snapshot else None,
            published_at,
            published_by.name if published_by else "",
        ),
        figures=tuple({one.written: one for one in named}.values()),
        threshold=book.settings.disclosure_threshold,
        pictures=tuple(
            document.Picture(one.key, one.kind, base64.b64encode(bytes(one.content)).decode()) for one in paper.pictures.all()
        ),
        pictures_cleared=cleared,
        attachment=document.Attachment(file.name, file.sha256, file.pages, file.tagged, cleared)
        if file is not None and file.kind == Source.PDF
        else None,
        restricted=paper.restricted,
        restricted_reason=paper.restricted_reason,
        status="" if published_at else paper.condition.label,
    )


def with_withheld(content: document.Paper) -> document.Paper:
    """``content`` with what its public edition keeps back."""
    book = figure_book()
    keys = document.withheld_of([content], book.areas, book.settings.disclosure_threshold)
    return replace(content, withheld=tuple(sorted(keys, key=lambda key: (key[0], key[1], str(key[2])))))


def draft_content(paper: Paper) -> document.Paper:
    """The paper as it would be published now. References that cannot be found say so in their places."""
    sections = sections_of(paper)
    figures, _ = live_figures(sections, figure_book())
    return with_withheld(content_of(paper, sections, figures))


def frozen_content(published: PublishedPaper) -> document.Paper:
    """The paper exactly as it was published."""
    return _read(published.sha256, published.text)


@cache
def _read(sha256: str, text: str) -> document.Paper:
    return document.from_json(text)


def content_for_pack(paper: Paper) -> document.Paper:
    """What a pack carries of a paper: as it was frozen where it is published, else as it stands now."""
    published = PublishedPaper.objects.filter(paper=paper).first()
    return frozen_content(published) if published is not None else draft_content(paper)


def files_for_pack(papers: Iterable[Paper]) -> dict[str, bytes]:
    """The PDF files of these papers by their hash, as ``pack_pdf`` takes them."""
    found: dict[str, bytes] = {}
    for paper in papers:
        if paper.source == Source.PDF and (file := paper.files.first()) is not None:
            found[file.sha256] = bytes(file.content)
    return found


def differences(content: document.Paper, book: Book) -> list[Difference]:
    """Every figure of a published paper that is known otherwise now; those that ``book`` withholds are left out."""
    references: list[Reference] = []
    for section in content.sections:
        references += references_in(section.text)[0]
    wanted = {one.written: one for one in references if one.written in content.by_written and one.indicator}
    now, _ = resolve(wanted.values(), book)
    listed: list[Difference] = []
    for written, before in content.by_written.items():
        after = now.get(written)
        if after is None:
            continue
        told = [
            (old, new, area)
            for old, new, area in [
                *((old, new, before.area_name) for old, new in zip(before.cells, after.cells, strict=False)),
                *((old.cell, new.cell, old.name) for old in before.areas for new in after.areas if new.area == old.area),
            ]
            if State.SUPPRESSED not in (old.state, new.state)
            and (old.value, old.numerator, old.denominator) != (new.value, new.numerator, new.denominator)
        ]
        for old, new, area in told:
            figure = (
                f"{before.title}, {area}, {old.period.label}"
                if area != before.area_name
                else f"{name_of(before)}, {old.period.label}"
            )
            was, is_now = (_said(before, cell) for cell in (old, new))
            if not any(one.figure == figure for one in listed):
                listed.append(Difference(written, figure, was, is_now, new.snapshot))
    return listed


def _said(live: LiveFigure, cell: Cell) -> str:
    return replace(live, kind=Kind.VALUE, cells=(cell,)).words


def corrections_waiting() -> list[Correction]:
    """Corrections that no pack has carried yet, oldest first: the next pack offers them."""
    return [one for one in corrections_for(None) if one.carried_on is None]


def corrections_for(on: date | None) -> list[Correction]:
    """Those, and the ones that packs for a meeting on that day carry already."""
    open_or_there = Q(carried_on=None) | Q(carried_on=on) if on else Q(carried_on=None)
    found = Correction.objects.filter(open_or_there).select_related("published__paper", "by").defer("published__content")
    return list(found)


def as_document(correction: Correction) -> document.PaperCorrection:
    """A correction as a pack prints it."""
    return document.PaperCorrection(
        correction.published.paper.title,
        correction.figure,
        correction.was,
        correction.now,
        correction.words,
        correction.at.date(),
        correction.by.name,
        correction.published.paper.restricted,
    )


def open_comments(paper: Paper) -> int:
    """How many comments nobody has settled, on sections that stand."""
    return unsettled_comments(paper).filter(section__taken_out=False).count()


def unsettled_comments(paper: Paper) -> QuerySet[PaperComment]:
    """Comments that nobody has settled; their replies are settled with them."""
    return PaperComment.objects.filter(section__paper=paper, settled_at=None, reply_to=None)
