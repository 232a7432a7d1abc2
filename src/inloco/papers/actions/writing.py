"""Writing a paper: starting it, its cover, its sections, comments on them. Two people at once never lose a word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.text import slugify

from inloco.accounts.models import User
from inloco.accounts.roles import Role
from inloco.analytics.errors import InLocoError, NotNow
from inloco.analytics.periods import Period
from inloco.audit.actions import record
from inloco.papers import policies
from inloco.papers.models import Paper, PaperComment, PaperSection, PaperStep, SectionVersion, Source
from inloco.papers.outlines import REQUIRED, sections_for

LONGEST = 100_000
"""Characters of one section: some forty pages."""
MOST_SECTIONS = 60


class SectionChanged(InLocoError):
    """Somebody saved another wording meanwhile. ``theirs`` is what stands now; nothing was written and nothing is lost."""

    def __init__(self, theirs: PaperSection) -> None:
        self.theirs = theirs
        super().__init__("Somebody else has changed this section since you opened it.")


class CoverChanged(InLocoError):
    """Somebody saved another cover meanwhile."""

    def __init__(self, theirs: Paper) -> None:
        self.theirs = theirs
        super().__init__("Somebody else has changed the cover since you opened it.")


@transaction.atomic
def start(
    *,
    title: str,
    template: str,
    about: Period | None,
    by: User,
    meeting: str = "",
    meeting_on: date | None = None,
    report_of: str = "",
    source: Source = Source.WRITTEN,
    plan: str = "",
) -> Paper:
    """Begin a paper from a template, its figures already named. One that comes as a file begins without sections. ``plan`` names
    the one whose actions the template lists, where there are several."""
    policies.check_can_start(by=by)
    paper = Paper.objects.create(
        title=title.strip(),
        template=template,
        source=source,
        period=str(about) if about else "",
        meeting=meeting.strip(),
        meeting_on=meeting_on,
        report_of=report_of.strip(),
        divisions="All",
        contact=_contact(by),
        author=by,
    )
    PaperStep.objects.create(paper=paper, transition="start", target=paper.state, by=by)
    if source == Source.WRITTEN:
        for position, (key, label, text) in enumerate(sections_for(template, about, plan), 1):
            section = PaperSection.objects.create(paper=paper, key=key, title=label, position=position)
            if text:
                _write(section, label, text, by)
    record("paper_started", by=by, detail={"paper": str(paper.reference), "template": template, "source": str(source)})
    return paper


def _contact(by: User) -> str:
    """Whom to ask about the paper. The public reads the cover: young people stand there with their first name alone."""
    if Role.YOUNG_REPRESENTATIVE in by.roles:
        return f"{by.name.split()[0]}, by way of democratic services"
    return f"{by.name}, {by.email}"


COVER = ("title", "meeting", "meeting_on", "report_of", "divisions", "contact", "restricted", "restricted_reason")


@transaction.atomic
def change_cover(*, paper: Paper, values: Mapping[str, Any], writers: Sequence[User], based_on: int, by: User) -> Paper:
    """Save the cover. ``based_on`` is the number that the writer saw; if another stands by now, CoverChanged is raised."""
    now = locked(paper)
    policies.check_can_write(now, by=by)
    if now.cover_number != based_on:
        raise CoverChanged(now)
    for name in COVER:
        setattr(now, name, values[name])
    if now.restricted and not now.restricted_reason.strip():
        raise NotNow("A paper that is not for publication says why.", action="Name the paragraph of the law that exempts it.")
    now.cover_number += 1
    now.save(update_fields=[*COVER, "cover_number"])
    now.writers.set(writers)
    record("paper_cover_changed", by=by, detail={"paper": str(now.reference), "number": now.cover_number})
    return now


@transaction.atomic
def write_section(*, section: PaperSection, title: str, text: str, restricted: bool, based_on: int, by: User) -> PaperSection:
    """Save a wording. ``based_on`` is the version that the writer saw; if another stands by now, SectionChanged is raised."""
    paper = locked(section.paper)
    policies.check_can_write(paper, by=by)
    heading = " ".join(title.split())
    wording = text.replace("\r\n", "\n").rstrip()
    if not heading:
        raise NotNow("The section has no heading.", action="Give it one.")
    if len(wording) > LONGEST:
        raise NotNow(f"The section is longer than {LONGEST:,} characters.", action="Divide it into two.")
    current = PaperSection.objects.select_related("written_by").get(pk=section.pk)
    if (current.title, current.text, current.restricted) == (heading, wording, restricted):
        return current
    if current.number != based_on:
        raise SectionChanged(current)
    current.restricted = restricted
    _write(current, heading, wording, by)
    record(
        "paper_section_written",
        by=by,
        detail={"paper": str(paper.reference), "section": current.key, "version": current.number},
    )
    return current


@transaction.atomic
def add_section(*, paper: Paper, title: str, by: User, behind: str = "") -> PaperSection:
    """A free section behind another one (none: at the end)."""
    now = locked(paper)
    policies.check_can_write(now, by=by)
    heading = " ".join(title.split())
    if not heading:
        raise NotNow("The section has no heading.", action="Give it one.")
    there = list(now.sections.all())
    if len(there) >= MOST_SECTIONS:
        raise NotNow(f"A paper has at most {MOST_SECTIONS} sections.", action="Put two of them together.")
    place = next((one.position for one in there if one.key == behind), max((one.position for one in there), default=0))
    now.sections.filter(position__gt=place).update(position=F("position") + 1)
    section = PaperSection.objects.create(
        paper=now, key=_free_key(heading, {one.key for one in there}), title=heading, position=place + 1
    )
    record("paper_section_added", by=by, detail={"paper": str(now.reference), "section": section.key})
    return section


@transaction.atomic
def move_section(*, section: PaperSection, up: bool, by: User) -> None:
    """Change places with the section before or behind. At the edge nothing happens."""
    paper = locked(section.paper)
    policies.check_can_write(paper, by=by)
    order = list(paper.sections.filter(taken_out=False))
    at = next((place for place, one in enumerate(order) if one.pk == section.pk), None)
    other = None if at is None else at - 1 if up else at + 1
    if at is None or other is None or not 0 <= other < len(order):
        return
    order[at], order[other] = order[other], order[at]
    for position, one in enumerate([*order, *paper.sections.filter(taken_out=True)], 1):
        if one.position != position:
            PaperSection.objects.filter(pk=one.pk).update(position=position)
    record("paper_section_moved", by=by, detail={"paper": str(paper.reference), "section": section.key})


@transaction.atomic
def take_out(*, section: PaperSection, by: User, back: bool = False) -> None:
    """Take a section out of the paper, or put it back with its wordings. What every paper needs stays in."""
    paper = locked(section.paper)
    policies.check_can_write(paper, by=by)
    if section.key in REQUIRED and not back and paper.source == Source.WRITTEN:
        raise NotNow(f"Every paper has “{section.title}”.", action="Write in it that there is nothing to say.")
    PaperSection.objects.filter(pk=section.pk).update(taken_out=not back)
    kind = "paper_section_put_back" if back else "paper_section_taken_out"
    record(kind, by=by, detail={"paper": str(paper.reference), "section": section.key})


@transaction.atomic
def comment(*, section: PaperSection, text: str, by: User, reply_to: PaperComment | None = None) -> PaperComment:
    """Say something about a section, or about what somebody has said of it."""
    paper = locked(section.paper)
    policies.check_can_comment(paper, by=by)
    if reply_to is not None:
        reply_to.refresh_from_db()
        if reply_to.settled_at is not None:
            raise NotNow("The comment is settled already.", action="Make a new one.")
    said = text.strip().replace("\r\n", "\n")
    if not said:
        raise NotNow("The comment is empty.", action="Say what should change, and why.")
    if len(said) > 5_000:
        raise NotNow("The comment is longer than 5,000 characters.", action="Shorten it.")
    made = PaperComment.objects.create(section=section, number=section.number, text=said, author=by, reply_to=reply_to)
    record(
        "paper_commented", by=by, detail={"paper": str(paper.reference), "section": section.key, "reply": reply_to is not None}
    )
    return made


@transaction.atomic
def settle(*, comment: PaperComment, answer: str, by: User) -> PaperComment:
    """Say that a comment is dealt with. Who says so, and the answer, stay beside it."""
    locked(comment.section.paper)
    comment.refresh_from_db()
    policies.check_can_settle(comment, by=by)
    comment.settled_by, comment.settled_at, comment.answer = by, timezone.now(), answer.strip()[:5_000]
    comment.save(update_fields=["settled_by", "settled_at", "answer"])
    record("paper_comment_settled", by=by, detail={"paper": str(comment.section.paper.reference), "section": comment.section.key})
    return comment


def fill_from(*, paper: Paper, sections: Iterable[tuple[str, str]], by: User) -> None:
    """Replace what a paper says by the sections of a file (heading and Markdown): those of the same heading get a new wording,
    others are added, the rest is taken out. Within the caller's transaction."""
    there = {one.title.casefold(): one for one in paper.sections.all()}
    keys = {one.key for one in there.values()}
    kept: set[int] = set()
    for position, (title, text) in enumerate(sections, 1):
        section = there.get(title.casefold())
        if section is None or section.pk in kept:
            key = _free_key(title, keys)
            keys.add(key)
            section = PaperSection.objects.create(paper=paper, key=key, title=title, position=position)
        section.position, section.taken_out = position, False
        section.save(update_fields=["position", "taken_out"])
        if section.text != text:
            _write(section, title, text, by)
        kept.add(section.pk)
    last = paper.sections.aggregate(last=Max("position"))["last"] or 0
    paper.sections.exclude(pk__in=kept).update(taken_out=True, position=last + 1)


def difference(before: str, after: str) -> list[tuple[str, str]]:
    """Two wordings word by word, as runs of ``same``, ``gone`` and ``new``."""
    old, new = _words(before), _words(after)
    runs: list[tuple[str, str]] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            runs.append(("same", "".join(old[a:b])))
            continue
        if b > a:
            runs.append(("gone", "".join(old[a:b])))
        if d > c:
            runs.append(("new", "".join(new[c:d])))
    return runs


def _words(text: str) -> list[str]:
    """Words with the blanks behind them; beyond a few thousand, lines, so that comparing stays quick."""
    words = re.findall(r"\S+\s*|\s+", text)
    return words if len(words) <= 4_000 else text.splitlines(keepends=True)


def _write(section: PaperSection, title: str, text: str, by: User) -> None:
    now = timezone.now()
    section.number += 1
    section.title, section.text, section.written_by, section.written_at = title, text, by, now
    section.save(update_fields=["number", "title", "text", "restricted", "written_by", "written_at"])
    SectionVersion.objects.create(section=section, number=section.number, title=title, text=text, author=by, at=now)


def _free_key(title: str, taken: set[str]) -> str:
    stem = slugify(title).replace("-", "_")[:50] or "section"
    key, number = stem, 1
    while key in taken:
        number += 1
        key = f"{stem}_{number}"
    return key


def locked(paper: Paper) -> Paper:
    """The row as it is now, held until the transaction ends (SQLite's transactions hold everything)."""
    return Paper.objects.select_for_update().get(pk=paper.pk)
