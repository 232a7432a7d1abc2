"""What is filled in while a meeting runs, and about what it resolved."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from inloco.accounts.models import User
from inloco.board.forms.fields import people, person_choices
from inloco.board.in_plans import plans_to_ask
from inloco.board.models import Attendance, Membership
from inloco.board.models.meetings import Presence
from inloco.board.models.resolutions import ResolutionKind
from inloco.plans.models import Plan
from inloco.web.forms import (
    ChoiceField,
    ConfirmField,
    DateField,
    Form,
    IntegerField,
    MarkdownField,
    TextAreaField,
    TextField,
)


class AttendanceForm(Form):
    """One question a member; names are the labels."""

    def __init__(self, *args: Any, members: Iterable[Membership], recorded: dict[int, Attendance], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = list(members)
        for one in self.members:
            there = recorded.get(one.pk)
            self.fields[f"member_{one.pk}"] = ChoiceField(
                label=one.name,
                help_text=_part(one),
                choices=[("", "Not recorded"), *Presence.choices],
                select=True,
                required=False,
                initial=there.presence if there else "",
            )
        presiding = next((str(one.membership_id) for one in recorded.values() if one.presides), "")
        self.fields["presiding"] = ChoiceField(
            label="Who presides",
            select=True,
            required=False,
            initial=presiding,
            choices=[("", "Nobody yet"), *((str(one.pk), one.name) for one in self.members if one.has_vote)],
        )

    @property
    def presence(self) -> dict[int, str]:
        found = {one.pk: self.cleaned_data.get(f"member_{one.pk}", "") for one in self.members}
        return {pk: how for pk, how in found.items() if how}

    @property
    def presiding(self) -> int | None:
        chosen = self.cleaned_data.get("presiding")
        return int(chosen) if chosen else None


def _part(member: Membership) -> str:
    """Voting member, chair: members of the largest group."""
    kind = ", ".join(part for part in (member.get_kind_display(), member.office_words.lower()) if part)
    seat = member.seat.title if member.seat is not None else member.represents
    return f"{kind}: {seat[:1].lower()}{seat[1:]}" if seat else kind


class OtherForm(Form):
    name = TextField(label="Name", max_length=120, width=30)
    role = TextField(label="Role", max_length=200, required=False)
    in_place_of = ChoiceField(label="In attendance for", select=True, required=False)
    is_young = ConfirmField(label="A child or young person", required=False)

    def __init__(self, *args: Any, members: Iterable[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {str(one.pk): one for one in members}
        self.offer("in_place_of", [("", "Nobody"), *((key, one.name) for key, one in self.members.items())])

    def clean_in_place_of(self) -> Membership | None:
        return self.members.get(self.cleaned_data["in_place_of"])


class MinuteForm(Form):
    text = MarkdownField(label="Minute", rows=10)
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class VoteForm(Form):
    motion = TextAreaField(label="Motion", rows=2)
    votes_for = IntegerField(label="For", width=2, min_value=0, max_value=99)
    votes_against = IntegerField(label="Against", width=2, min_value=0, max_value=99)
    abstentions = IntegerField(label="Abstained", width=2, min_value=0, max_value=99)
    casting = ChoiceField(
        label="Casting vote",
        choices=[("", "None"), ("for", "For"), ("against", "Against")],
        select=True,
        required=False,
        help_text="Only where the vote is tied.",
    )


class ResolutionForm(Form):
    kind = ChoiceField(label="Kind", choices=ResolutionKind.choices)
    text = TextAreaField(label="What was resolved", rows=3)
    owner = ChoiceField(label="Owner", select=True, required=False, help_text="They find it among their tasks.")
    owner_name = TextField(label="Owner without a sign-in", max_length=200, required=False)
    due_on = DateField(label="Due", required=False)
    plan = ChoiceField(
        label="Goes into a plan",
        select=True,
        required=False,
        help_text="Its manager is asked to make it an action there, or to say why not.",
    )

    def __init__(self, *args: Any, is_new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people()
        self.offer("owner", person_choices(self.people))
        if not is_new:
            del self.fields["kind"], self.fields["plan"]
            return
        self.plans = {str(one.pk): one for one in plans_to_ask()}
        self.offer("plan", [("", "None"), *((key, one.title) for key, one in self.plans.items())])

    def clean_owner(self) -> User | None:
        return self.people.get(self.cleaned_data["owner"])

    def clean_plan(self) -> Plan | None:
        return self.plans.get(self.cleaned_data["plan"])


class ProgressForm(Form):
    text = TextAreaField(label="What has been done", rows=4, max_length=4000)
    is_done = ConfirmField(label="It is done", required=False, help_text="The board closes it at its next meeting.")


class ClosingForm(Form):
    note = TextAreaField(label="What came of it", rows=3, max_length=2000)
