"""Corrections of published papers: the paper stays; what is known otherwise is said with a date for the next pack."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction

from inloco.accounts.models import User
from inloco.accounts.permissions import Permission
from inloco.accounts.policies import check_has
from inloco.analytics.errors import NotNow
from inloco.audit.actions import record
from inloco.papers import policies
from inloco.papers.models import Correction, Paper
from inloco.papers.queries import differences, frozen_content
from inloco.performance.queries import figure_book


def correct(*, paper: Paper, figure: str, words: str, by: User) -> Correction:
    """Write a correction of one figure that is known otherwise now, with the reason. Its numbers come from the book."""
    policies.check_can_correct(paper, by=by)
    if not words.strip():
        raise NotNow("A reason is needed.", action="Say why the figure is another one now.")
    found = next((one for one in differences(frozen_content(paper.published), figure_book()) if one.figure == figure), None)
    if found is None:
        raise NotNow("This figure is the same as it was published.", action="Look at the paper again.")
    try:
        with transaction.atomic():
            made = Correction.objects.create(
                published=paper.published,
                written=found.written,
                figure=found.figure,
                was=found.was,
                now=found.now,
                words=words.strip(),
                snapshot=found.snapshot,
                by=by,
            )
            record("paper_corrected", by=by, detail={"paper": str(paper.reference), "figure": found.written})
    except IntegrityError:
        raise NotNow("This correction has been written already.", action="Look at the paper again.") from None
    return made


@transaction.atomic
def carry(*, corrections: Iterable[Correction], on: date, by: User) -> int:
    """That the pack of the meeting on that day carries these corrections. Answers how many were not carried before."""
    check_has(by, Permission.PUBLISH_PAPER)
    keys = [one.pk for one in corrections]
    count = Correction.objects.filter(pk__in=keys, carried_on=None).update(carried_on=on, carried_by=by)
    if count:
        record("paper_corrections_carried", by=by, detail={"count": count, "meeting": on.isoformat()})
    return count
