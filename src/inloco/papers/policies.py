"""Who may see, write, sign off and publish a paper, and when. ``check_can_x`` raises with the reason, ``can_x`` answers.

Unpublished papers exist for their author and writers, for those who sign off once they are sent, and for those who publish. To
anybody else the answer is the same whether or not there is such a paper.
"""

from __future__ import annotations

from collections.abc import Sequence

from inloco.accounts.models import User
from inloco.accounts.permissions import Permission
from inloco.accounts.policies import allows, check_has, has
from inloco.analytics.errors import NotAllowed, NotNow, UserError
from inloco.documents.monthly_report import Edition
from inloco.papers.findings import findings_of
from inloco.papers.full_names import ACTION, full_names
from inloco.papers.models import Paper, PaperComment, PaperSection, Source
from inloco.papers.outlines import REQUIRED, hints_left
from inloco.papers.pictures import undescribed
from inloco.papers.queries import WORK, live_figures, open_comments, sections_of, writers_of
from inloco.papers.states import TRANSITIONS, WORKS_ON_IT, PaperState, transition
from inloco.performance.queries import figure_book


def _refuse() -> NotAllowed:
    return NotAllowed("Your role does not include this, or there is no such paper.", action="Ask the author of the paper.")


def works_on(paper: Paper, *, by: User) -> bool:
    """Whether the person is its author or one of its writers."""
    return paper.author_id == by.pk or paper.writers.filter(pk=by.pk).exists()


def can_see_work(paper: Paper, *, by: User) -> bool:
    """Whether the unpublished paper, its comments and its history exist for this person."""
    if not any(has(by, one) for one in WORK):
        return False
    if has(by, Permission.PUBLISH_PAPER):
        return True
    if has(by, Permission.SIGN_OFF_PAPER) and paper.condition not in (PaperState.DRAFT, PaperState.WITHDRAWN):
        return True
    return works_on(paper, by=by) or (has(by, Permission.SIGN_OFF_PAPER) and paper.steps.filter(by=by).exists())


def check_can_see_work(paper: Paper, *, by: User) -> None:
    if not can_see_work(paper, by=by):
        raise _refuse()


def check_can_start(*, by: User) -> None:
    check_has(by, Permission.WRITE_PAPER)


def check_can_write(paper: Paper, *, by: User) -> None:
    """Words, cover and file may change while it is a draft or in review, by those who work on it."""
    check_has(by, Permission.WRITE_PAPER)
    if not works_on(paper, by=by):
        raise _refuse()
    if not paper.condition.is_open:
        raise NotNow(
            f"The paper is “{paper.condition.label.lower()}” and cannot be changed.", action="Ask for it to be opened again."
        )


def can_write(paper: Paper, *, by: User) -> bool:
    return allows(lambda: check_can_write(paper, by=by))


def check_can_comment(paper: Paper, *, by: User) -> None:
    check_can_see_work(paper, by=by)
    if not paper.condition.is_open:
        raise NotNow("The paper can no longer be commented on.", action="Ask for it to be opened again.")


def can_comment(paper: Paper, *, by: User) -> bool:
    return allows(lambda: check_can_comment(paper, by=by))


def check_can_settle(comment: PaperComment, *, by: User) -> None:
    """Whoever works on the paper, or who said it."""
    paper = comment.section.paper
    check_can_comment(paper, by=by)
    if comment.author_id != by.pk and not works_on(paper, by=by):
        raise NotAllowed("A comment is settled by a writer or by who made it.", action="Ask one of them.")
    if comment.settled_at is not None or comment.reply_to_id is not None:
        raise NotNow("The comment is settled already.", action="Look at it again.")


def check_can_waive(paper: Paper, *, by: User) -> None:
    """A certain contradiction is let stand by somebody who signs off, not by who wrote it."""
    check_can_see_work(paper, by=by)
    check_has(by, Permission.SIGN_OFF_PAPER)
    if by.pk in writers_of(paper):
        raise NotAllowed("Who wrote the paper cannot let its contradictions stand.", action="Ask another person who signs off.")
    if paper.condition in (PaperState.PUBLISHED, PaperState.WITHDRAWN):
        raise NotNow(f"The paper is “{paper.condition.label.lower()}”.", action="Write a correction for the next pack.")


def can_waive(paper: Paper, *, by: User) -> bool:
    return allows(lambda: check_can_waive(paper, by=by))


def check_can_clear(paper: Paper, *, by: User) -> None:
    """Saying that a PDF file may be published as it is: whoever signs off or publishes, and did not bring it."""
    check_can_see_work(paper, by=by)
    if not (has(by, Permission.SIGN_OFF_PAPER) or has(by, Permission.PUBLISH_PAPER)):
        raise _refuse()
    if by.pk in writers_of(paper):
        raise NotAllowed("Who brought the file cannot clear it.", action="Ask another person.")
    if paper.condition in (PaperState.PUBLISHED, PaperState.WITHDRAWN):
        raise NotNow(f"The paper is “{paper.condition.label.lower()}”.", action="Look at it again.")


def can_clear(paper: Paper, *, by: User) -> bool:
    return allows(lambda: check_can_clear(paper, by=by))


def check_can_correct(paper: Paper, *, by: User) -> None:
    """A correction of a published paper: those who work on it, sign off or publish."""
    check_can_see_work(paper, by=by)
    if paper.condition is not PaperState.PUBLISHED:
        raise NotNow("Only a published paper is corrected.", action="Change the paper itself.")


def can_correct(paper: Paper, *, by: User) -> bool:
    return allows(lambda: check_can_correct(paper, by=by))


def check_can_read(paper: Paper, *, by: User) -> None:
    """Published papers are for everyone who reads reports; one that is not for publication only for the board and its writers."""
    is_out = paper.condition is PaperState.PUBLISHED
    reads = has(by, Permission.SEE_PUBLISHED_REPORTS) and (not paper.restricted or edition_for(by=by) is Edition.RESTRICTED)
    if not is_out or not (reads or can_see_work(paper, by=by)):
        raise _refuse()


def edition_for(*, by: User) -> Edition:
    return Edition.RESTRICTED if has(by, Permission.SEE_RESTRICTED_REPORTS) else Edition.PUBLIC


def check_can_begin(paper: Paper, name: str, *, by: User) -> None:
    """Permission, relationship and state, without the things that must be true of the content."""
    step = transition(name)
    check_has(by, Permission(step.needed))
    check_can_see_work(paper, by=by)
    if WORKS_ON_IT in step.guards and not works_on(paper, by=by):
        raise _refuse()
    if paper.condition not in step.sources:
        raise NotNow(f"The paper is now “{paper.condition.label.lower()}”.", action="Look at it again.")


def check_can_make(paper: Paper, name: str, *, by: User, reason: str | None = None) -> None:
    """Whether this person may make this step now. ``reason`` None: it is not asked for yet."""
    check_can_begin(paper, name, by=by)
    if transition(name).asks_reason and reason is not None and not reason.strip():
        raise NotNow("A reason is needed.", action="Say why in a sentence.")
    match name:
        case "submit":
            _check_complete(paper)
        case "sign_off":
            if by.pk in writers_of(paper):
                raise NotAllowed("You wrote part of this paper, so somebody else signs it off.", action="Ask another person.")
            _check_content(paper)
            if left := open_comments(paper):
                raise NotNow(f"{left} comment{'' if left == 1 else 's'} not settled yet.", action="Settle them first.")
        case "publish":
            _check_content(paper)
        case "restore":
            if hasattr(paper, "published"):
                raise NotNow("The paper was published.", action="Write a new one.")


def can_make(paper: Paper, name: str, *, by: User) -> bool:
    return allows(lambda: check_can_make(paper, name, by=by))


def open_steps(paper: Paper, *, by: User) -> list[tuple[str, str]]:
    """The steps that are this person's now, each with what stands in its way (empty: nothing)."""
    listed = []
    for step in TRANSITIONS:
        if not allows(lambda name=step.name: check_can_begin(paper, name, by=by)):  # type: ignore[misc]
            continue
        try:
            check_can_make(paper, step.name, by=by)
            listed.append((step.name, ""))
        except UserError as refused:
            listed.append((step.name, str(refused)))
    return listed


def _check_nothing_left(paper: Paper, sections: Sequence[PaperSection]) -> None:
    """A hint of the template is for who writes, never for who reads."""
    left = [(one, hint) for one in sections for hint in hints_left(paper.template, one.key, one.text)]
    if left:
        section, hint = left[0]
        more = f" {len(left) - 1} more to follow." if len(left) > 1 else ""
        raise NotNow(
            f"“{section.title}” still has the template’s “{hint[:70]}”.{more}",
            action="Write your own words there, or take the line or the section out.",
        )


def _check_nobody_in_full(paper: Paper, sections: Sequence[PaperSection]) -> None:
    """What the public reads calls children and young people by their first names."""
    if found := full_names(paper, sections):
        raise NotNow(f"A young person is named in full: {found[0]}.", action=ACTION)


def _check_complete(paper: Paper) -> None:
    if paper.source == Source.PDF:
        if not paper.files.exists():
            raise NotNow("There is no file yet.", action="Upload it first.")
        return
    sections = {one.key: one for one in sections_of(paper)}
    if paper.source == Source.WORD and any(one.text.strip() for one in sections.values()):
        return
    for key in REQUIRED:
        if key not in sections or not sections[key].text.strip():
            title = key.replace("_", " ")
            raise NotNow(f"The {title} is not written yet.", action=f"Write the {title} first.")
    _check_nothing_left(paper, list(sections.values()))


def _check_content(paper: Paper) -> None:
    """Every figure found, every picture described, no hint, full name or certain contradiction left."""
    sections = sections_of(paper)
    _check_nothing_left(paper, sections)
    figures, problems = live_figures(sections, figure_book())
    if problems:
        first = problems[0]
        count = len(problems)
        raise NotNow(
            f"{count} figure reference{'' if count == 1 else 's'} cannot be read or found. "
            f"{first.section.title}: {first.problem}",
            action="Mend them in the sections they stand in.",
        )
    if without := undescribed(sections):
        raise NotNow(f"A picture in “{without[0].title}” has no description.", action="Say in square brackets what it shows.")
    _check_nobody_in_full(paper, sections)
    blocking = [one for one in findings_of(paper, sections, figures) if one.blocks]
    if blocking:
        count = len(blocking)
        raise NotNow(
            f"{count} certain contradiction{'' if count == 1 else 's'} in the paper.",
            action="Mend each, or let it stand with a reason, on the page of findings.",
        )
