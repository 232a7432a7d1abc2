"""What is filled in when a resolution goes into a plan."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from inloco.accounts.models import RoleAssignment, User
from inloco.accounts.permissions import TABLE, Permission
from inloco.board.forms.fields import NONE
from inloco.board.in_plans import name_of
from inloco.plans.models import Action, Objective, Plan
from inloco.web.forms import ChoiceField, Form, TextAreaField, TextField

HOW = (
    ("new", "As a new action: ask the plan’s manager"),
    ("existing", "By an action that a plan has already"),
    ("elsewhere", "By a plan that is not kept here"),
)
NEEDED = {"new": "plan", "existing": "action", "elsewhere": "reference"}
MISSING = {"plan": "Select the plan", "action": "Select the action", "reference": "Enter its plan and reference"}


class HandOverForm(Form):
    """How a plan carries the resolution. Only the answer that belongs to the way that was chosen counts."""

    how = ChoiceField(label="How is it carried?", choices=HOW)
    plan = ChoiceField(label="Plan to ask", select=True, required=False)
    action = ChoiceField(label="Action that is there", select=True, required=False)
    reference = TextField(label="Plan and reference elsewhere", required=False, max_length=120)

    def __init__(self, *args: Any, plans: Iterable[Plan], actions: Iterable[Action], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plans = {str(one.pk): one for one in plans}
        self.actions = {str(one.pk): one for one in actions}
        self.offer("plan", [NONE, *((key, one.title) for key, one in self.plans.items())])
        self.offer("action", [NONE, *((key, action_words(one)) for key, one in self.actions.items())])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        wanted = NEEDED.get(cleaned.get("how", ""))
        if wanted and not cleaned.get(wanted) and wanted not in self.errors:
            self.add_error(wanted, MISSING[wanted])
        return cleaned

    @property
    def plan_asked(self) -> Plan:
        return self.plans[self.cleaned_data["plan"]]

    @property
    def carried_by(self) -> Action:
        return self.actions[self.cleaned_data["action"]]


class NewActionForm(Form):
    """The action that the manager of the plan makes of a resolution."""

    objective = ChoiceField(label="Objective", select=True)
    ref = TextField(label="Reference", width=10, max_length=40)
    activity = TextAreaField(
        label="Activity", rows=4, help_text="As it stands in the plan. Whoever reads the plan reads this, the public too."
    )
    accountable = ChoiceField(label="Accountable person", select=True, required=False)
    timescale = TextField(label="Timescale", help_text="A day, a month or Ongoing, like 31/03/2020 or Mar-20", width=20)

    def __init__(self, *args: Any, objectives: Iterable[Objective], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.objectives = {str(one.pk): one for one in objectives}
        self.people = {str(one.pk): one for one in may_be_accountable()}
        self.offer(
            "objective",
            [("", "Select one"), *((key, f"{one.number} {_short(one.title)}") for key, one in self.objectives.items())],
        )
        self.offer("accountable", [("", "Nobody yet"), *((key, one.name) for key, one in self.people.items())])

    @property
    def chosen(self) -> Objective:
        return self.objectives[self.cleaned_data["objective"]]

    @property
    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "ref": given["ref"].strip(),
            "activity": given["activity"].strip(),
            "accountable": self.people.get(given["accountable"]),
        }


class ExistingActionForm(Form):
    """An action of the plan that was asked, which carries the resolution already."""

    action = ChoiceField(label="Action", select=True)

    def __init__(self, *args: Any, actions: Iterable[Action], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actions = {str(one.pk): one for one in actions}
        self.offer("action", [("", "Select one"), *((key, action_words(one)) for key, one in self.actions.items())])

    @property
    def chosen(self) -> Action:
        return self.actions[self.cleaned_data["action"]]


def action_words(action: Action) -> str:
    return f"{action.plan.title}, {name_of(action)}: {_short(action.activity)}"


def may_be_accountable() -> list[User]:
    """Everybody with a role today that updates its own actions, in one query."""
    today = timezone.localdate()
    roles = [role for role, grant in TABLE.items() if Permission.UPDATE_OWN_ACTIONS in grant.permissions]
    held = RoleAssignment.objects.held(on=today).filter(role__in=roles)
    return list(User.objects.active().filter(pk__in=held.values("user")).order_by("name"))


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 80 else f"{line[:78].rsplit(' ', 1)[0]} …"
