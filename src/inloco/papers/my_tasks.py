"""What papers ask of a person today."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from inloco.accounts.models import User
from inloco.accounts.permissions import Permission
from inloco.accounts.tasks import Task
from inloco.papers.models import Paper
from inloco.papers.queries import WORK, in_the_making
from inloco.papers.states import PaperState

SECTION = "Papers"


def paper_tasks(user: User) -> Iterator[Task]:
    """Drafts to finish, comments to answer and papers to sign off. What is signed off waits for a pack: boards ask for it."""
    if not any(user.may(one) for one in WORK):
        return
    unsettled = Count(
        "sections__comments",
        filter=Q(sections__comments__settled_at=None, sections__comments__reply_to=None, sections__taken_out=False),
        distinct=True,
    )
    writes = Exists(Paper.writers.through.objects.filter(paper=OuterRef("pk"), user=user))
    for paper in in_the_making(user).annotate(unsettled=unsettled, is_writer=writes):
        yield from _work_on(paper, user)


def _work_on(paper: Paper, user: User) -> Iterator[Task]:
    writes = paper.author_id == user.pk or getattr(paper, "is_writer", False)
    address = reverse("papers:work", args=[paper.reference])
    unsettled: int = getattr(paper, "unsettled", 0)
    match paper.condition:
        case PaperState.DRAFT if writes:
            yield Task(f"Finish “{paper.title}”", address, due=paper.meeting_on, why="Draft", section=SECTION)
        case PaperState.IN_REVIEW if writes and unsettled:
            why = f"{unsettled} comment{'' if unsettled == 1 else 's'}"
            yield Task(f"Answer comments on “{paper.title}”", address, due=paper.meeting_on, why=why, section=SECTION)
        case PaperState.IN_REVIEW if not writes and user.may(Permission.SIGN_OFF_PAPER):
            yield Task(f"Read and sign off “{paper.title}”", address, due=paper.meeting_on, why="In review", section=SECTION)
