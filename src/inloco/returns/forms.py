"""What people fill in about returns: the figure, a question, and the schedule."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from inloco.accounts.models import User
from inloco.analytics.errors import WrongUsage
from inloco.analytics.figure import Unit
from inloco.analytics.indicators.register import Entry
from inloco.analytics.periods import Period, parse_period
from inloco.returns.models import Frequency
from inloco.web.forms import ChoiceField, ConfirmField, FileField, Form, IntegerField, TextAreaField, TextField

UNIT_WORDS = {
    Unit.COUNT: "a whole number",
    Unit.PERCENT: "per cent",
    Unit.RATE: "per 10,000",
    Unit.AVERAGE: "with one decimal place",
    Unit.MONEY: "whole pounds",
}


class SendForm(Form):
    """The figure: its parts where it has them, else the value; or the reason why there is none."""

    numerator = IntegerField(label="How many count", required=False, min_value=0, width=10)
    denominator = IntegerField(label="Out of how many", required=False, min_value=0, width=10)
    value = TextField(label="Figure", required=False, max_length=24, width=10)
    none_because = TextAreaField(
        label="No figure, because", help_text="Leave empty if you gave a figure.", rows=2, required=False, max_length=500
    )
    note = TextAreaField(
        label="Note", help_text="How it was counted, or what changed. Leave out names.", rows=3, required=False, max_length=2000
    )
    evidence = FileField(
        label="Evidence",
        help_text="A report or a screenshot that shows the figure, without names of children. PDF, document, spreadsheet or "
        "picture, up to 20 MB.",
        required=False,
        accept=".pdf,.docx,.xlsx,.ods,.odt,.csv,.txt,.png,.jpg,.jpeg",
    )
    is_confirmed = ConfirmField(label="I have checked the figure, and it is right", required=False)

    def __init__(self, *args: Any, entry: Entry, is_doubted: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if entry.unit.has_parts:
            self.fields["numerator"].help_text = f"{entry.title}: the {entry.counts} that are counted."
            self.fields["denominator"].help_text = f"All {entry.counts} that could be. The figure is worked out from the two."
            self.fields["value"].label = "Figure, if you do not have the two numbers"
        else:
            del self.fields["numerator"], self.fields["denominator"]
        self.fields["value"].help_text = f"{UNIT_WORDS[entry.unit].capitalize()}."
        if not is_doubted:
            del self.fields["is_confirmed"]


class ReasonForm(Form):
    """What is to be looked at."""

    reason = TextAreaField(label="Question", rows=3, max_length=1000)


class ApproveForm(Form):
    """Nothing to fill in: the button is the decision."""


class ScheduleForm(Form):
    """Who sends a figure, how often, by when, and since which period."""

    service = TextField(label="Service", help_text="For example, Virtual school", max_length=120)
    contact = ChoiceField(label="Who sends it", select=True)
    frequency = ChoiceField(label="How often", choices=Frequency.choices)
    due_days = IntegerField(label="Working days after the end of the period", min_value=1, max_value=60, width=3)
    first_period = TextField(
        label="First period", help_text="2019-08 for a month, 2019-Q1 for a quarter, 2018/19 for a year", width=10
    )
    is_active = ConfirmField(label="Ask for this figure", required=False)

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(one.pk): one for one in people}
        field = self.fields["contact"]
        assert isinstance(field, ChoiceField)
        field.choices = [
            ("", "Choose a person"),
            *((pk, f"{one.name} ({', '.join(sorted(role.label for role in one.roles))})") for pk, one in self._people.items()),
        ]

    def clean_contact(self) -> User:
        return self._people[self.cleaned_data["contact"]]

    def clean_first_period(self) -> Period:
        try:
            return parse_period(self.cleaned_data["first_period"])
        except WrongUsage:
            raise forms.ValidationError("Enter a period in the correct format, like 2019-08, 2019-Q1 or 2018/19") from None
