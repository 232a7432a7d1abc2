"""What an edition of a plan's file says of the time before it: judgements of former months, a date that stood otherwise."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone

from inloco.plans.models import Action, BragMark, DateChange, Edition
from inloco.plans.reading import Line
from inloco.plans.states import AskState
from inloco.plans.words import Origin


def earlier_marks(action: Action, line: Line, edition: Edition) -> list[BragMark]:
    """The judgements before the file's own, as its columns of months or dated words have them, each at noon of its day."""
    marks: list[BragMark] = []
    for day, brag in line.earlier_brags:
        if day < (line.brag_on or timezone.localdate()):
            was = marks[-1].brag if marks else ""
            mark = BragMark(action=action, was=was, brag=str(brag), origin=Origin.IMPORT, edition=edition, at=_noon(day))
            marks.append(mark)
    return marks


def judged_at(line: Line) -> datetime:
    """When the file's own judgement was made: on the day that its column names, where that is over, else now."""
    is_over = line.brag_on is not None and line.brag_on < timezone.localdate()
    return _noon(line.brag_on) if line.brag_on is not None and is_over else timezone.now()


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def date_change(action: Action, line: Line, edition: Edition, *, reason: str) -> DateChange:
    """That a later edition has another timescale: nobody asked for it and nobody agreed."""
    return DateChange(
        action=action,
        old_timescale=action.timescale,
        old_due_on=action.due_on,
        new_timescale=line.timescale.words,
        new_due_on=line.timescale.due,
        new_precision=line.timescale.precision,
        new_review_on=line.timescale.review,
        reason=reason,
        state=AskState.AGREED,
        decided_at=timezone.now(),
        origin=Origin.IMPORT,
        edition=edition,
    )
