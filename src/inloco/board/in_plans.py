"""How a resolution stands in a delivery plan: the one place where boards read plans.

A plan's action stays the one record of its progress. A board shows it and keeps nothing of it, except in what it publishes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from inloco.accounts.models import User
from inloco.analytics.errors import NotAllowed, NotNow
from inloco.analytics.settings import Settings
from inloco.board.models import Resolution
from inloco.data_folder import data_folder
from inloco.documents.style import day_words
from inloco.plans import policies as plan_policies
from inloco.plans.exports import is_metric_only, number_of
from inloco.plans.judgement import DatePosition, public_rag
from inloco.plans.models import Action, Plan, ProgressNote
from inloco.plans.reading.notes import read_notes
from inloco.plans.words import Brag, View

LONGEST_NOTE = 300
"""Characters of a note in a table of matters arising; the whole stands with the action."""


@dataclass(frozen=True)
class InPlan:
    """An action as a board reads it on a day. ``public_rag`` is the colour that the plan's public summary gives it, where that
    was asked for; empty where the public does not read of it. ``note`` is the last word on its progress."""

    plan: str
    reference: str
    address: str
    brag: str
    due_on: dt.date | None
    timescale: str
    is_overdue: bool
    is_closed: bool
    public_rag: str
    note: str
    noted_on: dt.date | None

    @property
    def name(self) -> str:
        """Delivery plan, action 5/5a."""
        return f"{self.plan}, action {self.reference}"

    @property
    def date_words(self) -> str:
        """due 31 March 2020, overdue; as written where it is no day."""
        words = f"due {day_words(self.due_on)}" if self.due_on else self.timescale or "no date"
        return f"{words}, overdue" if self.is_overdue else words

    @property
    def date_sentence(self) -> str:
        return self.date_words[:1].upper() + self.date_words[1:]

    @property
    def note_words(self) -> str:
        if not self.note:
            return ""
        return f"Last note{f' of {day_words(self.noted_on)}' if self.noted_on else ''}: {self.note}"

    @property
    def brag_words(self) -> str:
        return self.brag or "no BRAG"

    def words(self, *, public: bool) -> str:
        """In a line of a paper. The public reads what the plan's public summary says, and no notes; it may read nothing."""
        if public:
            return f"{self.name}: {self.public_rag}" if self.public_rag else ""
        return ". ".join(part for part in (f"{self.name}: {self.brag_words}, {self.date_words}", self.note_words) if part)


def standing_of(resolutions: Iterable[Resolution], *, on: dt.date, public: bool = False) -> dict[int, InPlan]:
    """Resolution → how the action that carries it stands on that day. One query, none where no resolution is carried; one more
    for what the ``public`` reads of it."""
    wanted = {one.pk: one.plan_action_id for one in resolutions if one.plan_action_id is not None}
    if not wanted:
        return {}
    newest = ProgressNote.objects.filter(action=OuterRef("pk")).order_by("-at", "-pk")
    found = (
        Action.objects.filter(pk__in=wanted.values())
        .select_related("plan", "objective")
        .annotate(last_note=Subquery(newest.values("text")[:1]), last_on=Subquery(newest.values("on")[:1]))
    )
    if public:
        found = found.prefetch_related("source_rows")
    rule = Settings.read(data_folder()).plan_public_rule if public else ""
    actions = {one.pk: _in_plan(one, on=on, rule=rule) for one in found}
    return {pk: actions[action] for pk, action in wanted.items()}


def sees_action(action: Action | None, *, by: User) -> bool:
    """Whether a link to the action leads this person anywhere."""
    if action is None:
        return False
    try:
        plan_policies.check_can_see(action, by=by)
    except NotAllowed:
        return False
    return True


def open_actions(by: User) -> list[Action]:
    """The actions that this person may see and that somebody still has to do, plan by plan."""
    found = plan_policies.visible_actions(by).open().filter(plan__archived_at=None)
    return list(found.select_related("plan", "objective").order_by("plan__title", "objective__position", "position", "pk"))


def plans_to_ask() -> list[Plan]:
    """The plans to which an action can be added."""
    return list(Plan.objects.filter(archived_at=None).exclude(objectives=None).order_by("title"))


def check_plan(plan: Plan) -> None:
    """Whether a plan can be asked for a new action."""
    if plan.archived_at is not None:
        raise NotNow("The plan is no longer in use.", action="Choose another.")
    if not plan.objectives.exists():
        raise NotNow("The plan has no objective to which an action could belong.", action="Ask its manager to add one.")


def name_of(action: Action) -> str:
    """5/5a, as the plan writes it."""
    return "/".join(part for part in (number_of(action), action.ref) if part) or "without a reference"


def _in_plan(action: Action, *, on: dt.date, rule: str) -> InPlan:
    is_done = action.view == View.CLOSED or action.brag == Brag.BLUE
    overdue = not is_done and action.due_on is not None and action.due_on < on
    position = DatePosition.OVERDUE if overdue else DatePosition.NOT_DUE
    shown = rule and action.plan.is_public and not is_done and not is_metric_only(action)
    note, noted_on = _last_note(action, on)
    return InPlan(
        plan=action.plan.title,
        reference=name_of(action),
        address=reverse("plans:action", args=[action.plan.slug, action.pk]),
        brag=action.brag,
        due_on=action.due_on,
        timescale=" ".join(action.timescale.split()),
        is_overdue=overdue,
        is_closed=action.view == View.CLOSED,
        public_rag=public_rag(action.brag, position, rule=rule) if shown else "",
        note=note,
        noted_on=noted_on,
    )


def _last_note(action: Action, on: dt.date) -> tuple[str, dt.date | None]:
    """The newest note; of a cell that was imported whole, the newest of the notes in it."""
    text, day = getattr(action, "last_note", None) or "", getattr(action, "last_on", None)
    if day is None:
        dated = [(then, one.text) for one in read_notes(text) if (then := one.day(on)) is not None and then <= on]
        if dated:
            day, text = max(dated, key=lambda one: one[0])
    words = " ".join(text.split())
    if len(words) > LONGEST_NOTE:
        words = words[: LONGEST_NOTE - 2].rsplit(" ", 1)[0] + " …"
    return words, day if words else None
