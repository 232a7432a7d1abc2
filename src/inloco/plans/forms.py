"""What people fill in about plans, actions and cycles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone

from inloco.accounts.models import RoleAssignment, User
from inloco.accounts.permissions import TABLE, Permission
from inloco.analytics.indicators import CATALOGUE
from inloco.plans.actions.evidence import KINDS_OF_FILE, EvidenceGiven
from inloco.plans.actions.records import Reading
from inloco.plans.models import Action, MetricLine, Objective, Plan
from inloco.plans.reading.headers import STORY
from inloco.plans.rows import number_in
from inloco.plans.words import Brag, PlanKind
from inloco.web.forms import ChoiceField, DateField, FileField, Form, MultipleChoiceField, TextAreaField, TextField

JUDGEMENTS = [(one.value, f"{one.value}: {one.meaning.lower()}") for one in (Brag.GREEN, Brag.AMBER, Brag.RED)]


def assignable() -> list[User]:
    """Everybody whose role updates actions today, by name, in one query."""
    return _with(Permission.UPDATE_OWN_ACTIONS)


def readers() -> list[User]:
    """Everybody who reads whole plans today, by name."""
    return _with(Permission.SEE_PLANS)


def _with(permission: Permission) -> list[User]:
    today = timezone.localdate()
    roles = [role for role, grant in TABLE.items() if permission in grant.permissions]
    held = RoleAssignment.objects.filter(role__in=roles, from_on__lte=today).exclude(until_on__lt=today)
    return list(User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("name"))


def person_choices(people: Iterable[User], nobody: str) -> list[tuple[str, str]]:
    return [("", nobody), *((str(one.pk), f"{one.name} ({one.email})") for one in people)]


class PersonField(ChoiceField):
    """One of the people who may be accountable; its value is the person, or None."""

    def __init__(self, *, nobody: str = "Nobody", **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(select=True, choices=lambda: person_choices(assignable(), nobody), **kwargs)

    def clean(self, value: Any) -> User | None:
        chosen = super().clean(value)
        return User.objects.get(pk=int(chosen)) if chosen else None


class BasedOn(Form):
    """A form about an action: the version that the person saw, and when the page was opened."""

    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class UpdateForm(BasedOn):
    """What an owner says in one sitting. Metric lines that are typed by hand become fields of their own."""

    note = TextAreaField(
        label="What has happened since the last update",
        help_text="Dated and signed with your name. Nothing about a child who could be recognised.",
        rows=4,
        required=False,
        max_length=5000,
    )
    brag = ChoiceField(label="BRAG", choices=JUDGEMENTS, required=False)
    brag_reason = TextAreaField(label="Reason for the BRAG", rows=2, required=False, max_length=1000)
    evidence_title = TextField(label="Evidence: what it is", required=False, max_length=200)
    evidence_link = TextField(label="Link to it", help_text="Beginning with https://", required=False, max_length=500)
    evidence_file = FileField(
        label="Or a file",
        help_text="PDF, Word, spreadsheet, text or picture, up to 20 MB.",
        required=False,
        accept=",".join(sorted(KINDS_OF_FILE)),
    )

    def __init__(
        self, *args: Any, action: Action, lines: Iterable[MetricLine] = (), is_owner: bool = True, **kwargs: Any
    ) -> None:
        initial = kwargs.setdefault("initial", {})
        initial.setdefault("based_on", action.version)
        initial.setdefault("brag", action.brag)
        super().__init__(*args, **kwargs)
        self.lines = [line for line in lines if not line.indicator]
        if action.brag == Brag.BLUE:
            del self.fields["brag"], self.fields["brag_reason"]
        elif is_owner:
            self.fields["brag_reason"].label = "Reason for the BRAG (optional)"
        else:
            self.fields["brag_reason"].help_text = "You are not the accountable person: say why. They are told."
        for line in self.lines:
            words = " ".join((line.metric or "Measure").split())
            name = words if len(words) <= 100 else words[:97] + "…"
            target = f" Target: {' '.join(line.target.split())}." if line.target.strip() else ""
            self.fields[f"value_{line.pk}"] = TextField(
                label=f"{name}: value now",
                help_text=f"Last: {' '.join(line.current.split()) or 'none'}.{target}",
                required=False,
                max_length=500,
            )
            self.fields[f"value_on_{line.pk}"] = DateField(label=f"{name}: as at", required=False)

    def clean_evidence_link(self) -> str:
        link: str = self.cleaned_data["evidence_link"].strip()
        if link and not link.lower().startswith(("https://", "http://")):
            raise forms.ValidationError("Enter a link that begins with https://")
        return link

    @property
    def evidence(self) -> EvidenceGiven | None:
        given = self.cleaned_data
        if not (given["evidence_title"].strip() or given["evidence_link"] or given["evidence_file"]):
            return None
        title = given["evidence_title"].strip()
        words = "" if given["evidence_link"] or given["evidence_file"] else title
        return EvidenceGiven(title=title, text=words, link=given["evidence_link"], file=given["evidence_file"])

    @property
    def readings(self) -> list[Reading]:
        """The values that were typed, each with its day."""
        found = []
        for line in self.lines:
            words = self.cleaned_data.get(f"value_{line.pk}", "").strip()
            if words:
                found.append(Reading(line.pk, words, number_in(words), self.cleaned_data.get(f"value_on_{line.pk}")))
        return found


class DateAskForm(BasedOn):
    timescale = TextField(label="New timescale", help_text="A day, a month or Ongoing, like 31/03/2020 or Mar-20", width=20)
    review_on = DateField(label="Review date", help_text="Needed where it goes on without an end", required=False)
    reason = TextAreaField(label="Why the date has to change", rows=3, max_length=1000)


class ClosureAskForm(BasedOn):
    note = TextAreaField(label="Closing note: what was done and what came of it", rows=4, max_length=5000)
    closed_on = DateField(label="Day on which it was done")
    evidence = TextAreaField(
        label="Evidence",
        help_text="What shows it. Leave it empty where the action has its evidence already.",
        rows=2,
        required=False,
    )
    waiver = TextAreaField(label="Or why no evidence is needed", rows=2, required=False, max_length=1000)


class ReopenForm(BasedOn):
    brag = ChoiceField(label="BRAG to go on with", choices=JUDGEMENTS)
    reason = TextAreaField(label="Why it is opened again", rows=3, max_length=1000)


class MonitorForm(BasedOn):
    review_on = DateField(label="Day on which it is reviewed")
    reason = TextAreaField(label="Why it goes on without an end", rows=3, max_length=1000)


class NoteForm(Form):
    """A reason or a note that goes with a decision."""

    note = TextAreaField(label="Reason", rows=3, required=False, max_length=1000)


class BoardAnswerForm(Form):
    """What the board says about an action that it is asked to close."""

    answer = ChoiceField(label="What the board says")
    reason = TextAreaField(
        label="Why it goes back",
        help_text="The accountable person reads it. Nothing about a child who could be recognised.",
        rows=2,
        required=False,
        max_length=1000,
    )

    def __init__(self, *args: Any, may_agree: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agree = [("agree", "Agree: close it")] if may_agree else []
        self.offer("answer", [*agree, ("back", "Send it back")])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("answer") == "back" and not given.get("reason", "").strip():
            self.add_error("reason", "Say why it goes back.")
        return given


class ActionForm(Form):
    """The record of an action, for the project manager."""

    objective = ChoiceField(label="Objective", select=True)
    ref = TextField(label="Reference", width=10, max_length=40)
    plan_ref = TextField(label="Reference in another plan", required=False, width=20, max_length=200)
    activity = TextAreaField(label="Activity", rows=4)
    accountable = PersonField(label="Accountable person")
    service = TextField(label="Accountable service", required=False, max_length=200)
    contributors = TextAreaField(label="Contributing services", help_text="One a line", rows=3, required=False)
    where_we_are = TextAreaField(label="Where we are now", rows=3, required=False)
    what_will_change = TextAreaField(label="The change to be made", rows=3, required=False)
    outcome = TextAreaField(label="Outcome", rows=3, required=False)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.offer(
            "objective", [(one.number, f"{one.number} {' '.join(one.title.split())[:80]}") for one in plan.objectives.all()]
        )
        if plan.kind != PlanKind.CARE_LEAVERS and not any(self.initial.get(name) for name in STORY):
            for name in STORY:
                del self.fields[name]

    @property
    def values(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        given["objective"] = Objective.objects.get(plan=self.plan, number=given["objective"])
        return {name: value.strip() if isinstance(value, str) else value for name, value in given.items() if name in WRITES}


WRITES = frozenset(
    {
        "objective",
        "ref",
        "plan_ref",
        "activity",
        "accountable",
        "service",
        "contributors",
        "where_we_are",
        "what_will_change",
        "outcome",
    }
)


class NewActionForm(ActionForm):
    timescale = TextField(label="Timescale", help_text="A day, a month or Ongoing, like 31/03/2020 or Mar-20", width=20)


class ChangeActionForm(ActionForm):
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class PlanForm(Form):
    title = TextField(label="Name of the plan", max_length=200)
    kind = ChoiceField(label="Kind of plan", choices=[(one.value, one.label) for one in PlanKind])
    board = TextField(label="Board that it is reported to", required=False, max_length=120)
    about = TextAreaField(label="What it is for", rows=3, required=False)


class DescribeForm(Form):
    title = TextField(label="Name of the plan", max_length=200)
    board = TextField(label="Board that it is reported to", required=False, max_length=120)
    about = TextAreaField(label="What it is for", rows=3, required=False)
    manager = PersonField(label="Project manager")
    briefed = MultipleChoiceField(label="Who is briefed before a board", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("briefed", [(str(one.pk), one.name) for one in readers()])


class ObjectiveForm(Form):
    title = TextAreaField(label="Title", rows=2)
    aim = TextAreaField(label="Aim", rows=3, required=False)
    how = TextAreaField(label="How it will be achieved", rows=3, required=False)


class NewObjectiveForm(ObjectiveForm):
    number = TextField(label="Number", width=4, max_length=10)
    field_order = ["number", "title", "aim", "how"]


class LinkForm(Form):
    """Another action of the plan that this one carries on from or waits for."""

    kind = ChoiceField(label="This action", choices=[("follows_on", "Carries on from"), ("waits_for", "Waits for")])
    other = ChoiceField(label="Other action", select=True)

    def __init__(self, *args: Any, others: Iterable[Action], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(
            "other",
            [
                ("", "Choose an action"),
                *((str(one.pk), f"{one.objective.number}/{one.ref} {one.title}") for one in others),
            ],
        )


class MetricForm(Form):
    """A line's target, and the indicator that gives its value from now on."""

    indicator = ChoiceField(label="Indicator that gives the value", required=False, select=True)
    baseline_on = DateField(
        label="Baseline date",
        help_text="Where it is counted from. The indicator’s value at that month end, where none is typed below.",
        required=False,
    )
    baseline = TextField(label="Baseline as a number", help_text="Only where no indicator has it", required=False, width=10)
    target = TextField(label="Target as a number", required=False, width=10)
    target_on = DateField(label="Target date", required=False)
    better = ChoiceField(label="Which way is better", choices=MetricLine.Better.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("indicator", [("", "None: the value is typed"), *((id, one.title) for id, one in CATALOGUE.items())])

    def clean_target(self) -> Any:
        return self._number("target")

    def clean_baseline(self) -> Any:
        return self._number("baseline")

    def _number(self, name: str) -> Any:
        words = self.cleaned_data[name].strip().rstrip("%")
        if not words:
            return None
        found = number_in(words)
        if found is None:
            raise forms.ValidationError("Enter a number, like 95 or 3.5")
        return found


class NewMetricForm(Form):
    metric = TextAreaField(label="What is measured", rows=2)
    target = TextField(label="Target and date, in words", required=False, max_length=300)


class CycleForm(Form):
    board_on = DateField(label="Day of the board")


class FilterNameForm(Form):
    name = TextField(label="Name", max_length=80, width=20)


class UploadForm(Form):
    """A plan's file: for a plan that is there, or a new one."""

    file = FileField(
        label="The plan’s file",
        help_text="A workbook (XLSX, XLSM, XLS or ODS), a Word document (DOCX) or CSV.",
        accept=".xlsx,.xlsm,.xls,.ods,.docx,.csv",
    )
    plan = ChoiceField(label="Plan", select=True, required=False)
    title = TextField(
        label="Name of the new plan",
        help_text="Only for a new plan. Left empty, the file’s own title is taken.",
        required=False,
        max_length=200,
    )
    kind = ChoiceField(
        label="Kind of the new plan",
        choices=[("", "As the headings in the file show"), *((one.value, one.label) for one in PlanKind)],
        select=True,
        required=False,
    )

    def __init__(self, *args: Any, plans: Iterable[Plan], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("plan", [("", "A new plan"), *((one.slug, one.title) for one in plans)])


class WaiveForm(Form):
    reason = TextAreaField(label="Why this is all right", rows=2, max_length=1000)
