"""What is filled in about a body and its constitution."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from inloco.accounts.models import User
from inloco.accounts.roles import Role
from inloco.board.forms.fields import NONE, TimeField, people, person_choices
from inloco.board.models import Body
from inloco.board.models.bodies import ItemKind, MemberKind, Office, Purpose
from inloco.web.forms import (
    ChoiceField,
    ConfirmField,
    DateField,
    FileField,
    Form,
    IntegerField,
    MarkdownField,
    MultipleChoiceField,
    TextAreaField,
    TextField,
)


class BodyForm(Form):
    """A body's constitution, but for its members and its terms of reference."""

    name = TextField(label="Name", max_length=120, width=30)
    short_name = TextField(label="Short name", max_length=40, width=20, required=False)
    nature = TextAreaField(
        label="What it is", required=False, rows=3, help_text="For example, advisory: it takes no decisions of its own."
    )
    functions = TextAreaField(label="What it is for", required=False, rows=4, help_text="One function a line.")
    appointed_by = TextAreaField(label="Who appoints its members, and for how long", required=False, rows=2)
    contact = TextField(
        label="Contact for its papers",
        max_length=300,
        required=False,
        help_text="Printed on every pack, for example a name, a telephone number and an e-mail address.",
    )
    bars = TextAreaField(
        label="Who cannot be a member", required=False, rows=2, help_text="In words, as the constitution has it."
    )
    barred_roles = MultipleChoiceField(label="Roles that cannot be members", choices=Role.choices, required=False)
    has_casting_vote = ConfirmField(label="The chair has a casting vote", required=False)
    quorum = IntegerField(
        label="Quorum",
        required=False,
        width=2,
        min_value=1,
        max_value=99,
        help_text="How many who can vote must be present. Leave empty where the constitution has none.",
    )
    clear_days = IntegerField(
        label="Clear working days of notice",
        width=2,
        min_value=0,
        max_value=28,
        help_text="Between publishing the pack and the meeting, neither day counted. 0 for none; 5 is the rule for committees.",
    )
    reports_due_days = IntegerField(
        label="Reports are due", width=2, min_value=0, max_value=60, help_text="Working days before the pack must be out."
    )
    allows_substitutes = ConfirmField(label="Members may send a substitute", required=False)
    is_public = ConfirmField(
        label="Its papers are public", required=False, help_text="The public edition can then be read without signing in."
    )
    usual_place = TextField(label="Usual place", max_length=200, required=False)
    usual_start = TimeField(label="Usual start", required=False)

    def __init__(self, *args: Any, body: Body | None = None, **kwargs: Any) -> None:
        names = list(self.base_fields)
        initial: dict[str, Any] = (
            {name: getattr(body, name) for name in names}
            if body
            else {"clear_days": 0, "reports_due_days": 10, "has_casting_vote": True, "allows_substitutes": True}
        )
        initial["functions"] = "\n".join(body.functions) if body else ""
        super().__init__(*args, initial=initial, **kwargs)

    def clean_functions(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["functions"].splitlines() if line.strip()]


class SeatForm(Form):
    title = TextField(label="Who holds the seat", max_length=200, help_text="For example, nominees of the opposition groups")
    kind = ChoiceField(label="Kind of member", choices=MemberKind.choices)

    number = IntegerField(
        label="How many",
        required=False,
        width=2,
        min_value=1,
        max_value=99,
        help_text="Leave empty where the constitution does not say.",
    )

    def __init__(self, *args: Any, is_new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["kind"]


class _TermForm(Form):
    """Something that lasts from a day until, perhaps, another."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        from_on, until_on = cleaned.get("from_on"), cleaned.get("until_on")
        if from_on and until_on and until_on < from_on:
            self.add_error("until_on", "Last day must be on or after the first")
        return cleaned


class MemberForm(_TermForm):
    name = TextField(label="Name", max_length=120, width=30)
    person = ChoiceField(
        label="Their sign-in", select=True, required=False, help_text="Leave at none where they do not use InLoco."
    )
    kind = ChoiceField(label="Kind of member", choices=MemberKind.choices)
    seat = ChoiceField(label="Seat", select=True, required=False)
    office = ChoiceField(
        label="Office", choices=[("", "None"), *[one for one in Office.choices if one[0]]], select=True, required=False
    )
    represents = TextField(label="Who or what they represent", max_length=200, required=False)
    is_young = ConfirmField(
        label="A child or young person", required=False, help_text="Public papers then give their first name only."
    )
    appointed_by = TextField(label="Appointed by", max_length=200, required=False)
    from_on = DateField(label="First day")
    until_on = DateField(label="Last day", required=False, help_text="Leave empty where no end is set.")

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people()
        self.seats = {str(seat.pk): seat for seat in body.seats.all()}
        self.offer("person", person_choices(self.people))
        self.offer(
            "seat",
            [
                NONE,
                *((key, f"{seat.title} ({seat.get_kind_display().lower()})") for key, seat in self.seats.items()),
            ],
        )

    def clean_person(self) -> User | None:
        return self.people.get(self.cleaned_data["person"])

    def clean_seat(self) -> Any:
        return self.seats.get(self.cleaned_data["seat"])


class EntryForm(MemberForm):
    """The entry of somebody who is a member already: their kind, office and term change in ways of their own."""

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, body=body, **kwargs)
        for name in ("kind", "office", "from_on", "until_on"):
            del self.fields[name]


class SubstituteForm(_TermForm):
    name = TextField(label="Name", max_length=120, width=30)
    person = ChoiceField(label="Their sign-in", select=True, required=False)
    from_on = DateField(label="First day")
    until_on = DateField(label="Last day", required=False, help_text="Leave empty where no end is set.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people()
        self.offer("person", person_choices(self.people))

    def clean_person(self) -> User | None:
        return self.people.get(self.cleaned_data["person"])


class OfficeForm(Form):
    office = ChoiceField(
        label="Office",
        choices=[("", "None any more"), *[one for one in Office.choices if one[0]]],
        select=True,
        required=False,
    )
    from_on = DateField(label="From", help_text="Whoever is the chair on that day hands over, and is so until the day before.")
    reason = TextField(label="Reason", max_length=200, help_text="For example, elected by the board or appointed by the leader")


class EndForm(Form):
    last_day = DateField(label="Last day")
    reason = TextField(label="Reason", max_length=200, help_text="For example, resigned or end of term")


class ChampionForm(_TermForm):
    name = TextField(label="Name", max_length=120, width=30)
    cause = TextField(label="Champion for", max_length=200, help_text="For example, care leavers or education")
    area = TextField(label="Area or organisation", max_length=120, required=False)
    from_on = DateField(label="First day")
    until_on = DateField(label="Last day", required=False, help_text="Leave empty where no end is set.")


class LastDayForm(Form):
    last_day = DateField(label="Last day")


class TermsForm(Form):
    text = MarkdownField(label="Terms of reference", rows=18)
    what_changed = TextField(label="What changed", max_length=500, required=False, help_text="Not needed for the first version.")
    from_on = DateField(label="Applies from")
    agreed_by = TextField(
        label="Agreed by", max_length=200, required=False, help_text="For example, the board on 17 September 2019"
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class StandingForm(Form):
    kind = ChoiceField(label="What it brings along", choices=[], select=True, required=False)
    title = TextField(label="Title", max_length=200)
    purpose = ChoiceField(label="The board is asked", choices=Purpose.choices)
    presenter = TextField(label="Presenter", max_length=200, required=False)
    minutes_allotted = IntegerField(label="Minutes", required=False, width=3, min_value=1, max_value=600)

    def __init__(self, *args: Any, missing: Iterable[ItemKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(
            "kind",
            [
                ("", "Nothing: an item like any other"),
                *((kind.value, f"{kind.label}, filled in by itself") for kind in missing),
            ],
        )

    def clean_kind(self) -> str:
        return str(self.cleaned_data["kind"]) or ItemKind.ORDINARY.value


class ImportForm(Form):
    file = FileField(label="Board file", accept=".yaml,.yml", help_text="A YAML file that describes one body.")
