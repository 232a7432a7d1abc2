"""What people fill in about boards."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from django import forms

from inloco.accounts.models import User
from inloco.accounts.roles import Role
from inloco.board.models import AgendaItem, Attendance, Body, Meeting, Membership
from inloco.board.models.bodies import MemberKind, Office, Purpose
from inloco.board.models.meetings import PaperForm, Presence
from inloco.board.models.resolutions import ResolutionKind
from inloco.papers.models import Paper
from inloco.papers.states import PaperState
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

TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?")
DAY = re.compile(r"(\d{1,2})[ /.-](\d{1,2})[ /.-](\d{4})")
NONE = ("", "None")


class TimeField(TextField):
    """A time of day, as people write it: 18:00, 6pm, 1.30pm."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("width", 5)
        kwargs.setdefault("help_text", "For example, 6pm or 18:00")
        super().__init__(*args, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, dt.time) else value

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value)).strip().lower()
        if not text:
            return None
        found = TIME.fullmatch(text)
        wrong = forms.ValidationError(f"{self.label} must be a time, like 6pm or 18:00")
        if found is None:
            raise wrong
        hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
        if half:
            if not 1 <= hour <= 12:
                raise wrong
            hour = hour % 12 + (12 if half == "pm" else 0)
        try:
            return dt.time(hour, minute)
        except ValueError:
            raise wrong from None


class BodyForm(Form):
    """A body's constitution, but for its members and its terms of reference."""

    name = TextField(label="Name", max_length=120, width=30)
    short_name = TextField(label="Short name", max_length=40, width=20, required=False)
    nature = TextAreaField(
        label="What it is", required=False, rows=3, help_text="For example, advisory: it takes no decisions of its own."
    )
    functions = TextAreaField(label="What it is for", required=False, rows=4, help_text="One function a line.")
    appointed_by = TextAreaField(label="Who appoints its members, and for how long", required=False, rows=2)
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
        self.fields["person"].choices = person_choices(self.people)
        self.fields["seat"].choices = [
            NONE,
            *((key, f"{seat.title} ({seat.get_kind_display().lower()})") for key, seat in self.seats.items()),
        ]

    def clean_person(self) -> User | None:
        return self.people.get(self.cleaned_data["person"])

    def clean_seat(self) -> Any:
        return self.seats.get(self.cleaned_data["seat"])


class SubstituteForm(_TermForm):
    name = TextField(label="Name", max_length=120, width=30)
    person = ChoiceField(label="Their sign-in", select=True, required=False)
    from_on = DateField(label="First day")
    until_on = DateField(label="Last day", required=False, help_text="Leave empty where no end is set.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people()
        self.fields["person"].choices = person_choices(self.people)

    def clean_person(self) -> User | None:
        return self.people.get(self.cleaned_data["person"])


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
    title = TextField(label="Title", max_length=200)
    purpose = ChoiceField(label="The board is asked", choices=Purpose.choices)
    presenter = TextField(label="Presenter", max_length=200, required=False)
    minutes_allotted = IntegerField(label="Minutes", required=False, width=3, min_value=1, max_value=600)


class PlanForm(Form):
    days = TextAreaField(label="Dates of the meetings", rows=8, help_text="One a line, for example 26 11 2019 or 26/11/2019.")

    def clean_days(self) -> list[dt.date]:
        days = []
        for number, line in enumerate(self.cleaned_data["days"].splitlines(), start=1):
            if not line.strip():
                continue
            found = DAY.fullmatch(line.strip())
            try:
                days.append(dt.date(int(found[3]), int(found[2]), int(found[1])))  # type: ignore[index]
            except (TypeError, ValueError):
                raise forms.ValidationError(f"Line {number} must be a real date, like 26 11 2019") from None
        if len(set(days)) != len(days):
            raise forms.ValidationError("A date stands there twice")
        return days


class MeetingForm(Form):
    on = DateField(label="Date")
    starts = TimeField(label="Starts", required=False)
    ends = TimeField(label="Ends", required=False)
    room = TextField(label="Room", max_length=120, required=False)
    place = TextField(label="Place", max_length=200, required=False)
    join_link = TextField(label="Link to join", max_length=500, required=False, help_text="For members who join by video.")
    arrangements = TextAreaField(
        label="Getting there and taking part",
        required=False,
        rows=4,
        help_text="Parking, refreshments, step-free access, hearing loop.",
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, initial={name: getattr(meeting, name) for name in self.base_fields}, **kwargs)

    def clean_join_link(self) -> str:
        link = str(self.cleaned_data["join_link"]).strip()
        if link and not link.startswith("https://"):
            raise forms.ValidationError("Link to join must begin with https://")
        return link

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if ends and not starts:
            self.add_error("starts", "Enter when it starts")
        elif starts and ends and ends <= starts:
            self.add_error("ends", "Ends must be after it starts")
        return cleaned


class ItemForm(Form):
    title = TextField(label="Title", max_length=200)
    purpose = ChoiceField(label="The board is asked", choices=Purpose.choices)
    presenter = TextField(label="Presenter", max_length=200, required=False)
    minutes_allotted = IntegerField(label="Minutes", required=False, width=3, min_value=1, max_value=600)
    recommendation = TextAreaField(
        label="Recommendation", required=False, rows=3, help_text="What the board is asked to do, in a sentence."
    )
    paper = ChoiceField(label="Report", select=True, required=False)
    needs_report = ConfirmField(label="A report must be with the pack", required=False)
    is_exempt = ConfirmField(
        label="Not for publication",
        required=False,
        help_text="Only members of the board are sent it; the public reads the reason.",
    )
    exempt_reason = TextField(label="Why it is not for publication", max_length=300, required=False)
    why = TextField(
        label="Why it is added now", max_length=300, required=False, help_text="Needed once the pack is out; it is printed."
    )

    def __init__(self, *args: Any, meeting: Meeting, asks_why: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.papers = {str(one.pk): one for one in offered_papers(meeting)}
        self.fields["paper"].choices = [
            ("", "No report yet"),
            *((key, f"{one.title} ({one.condition.label.lower()})") for key, one in self.papers.items()),
        ]
        if not asks_why:
            del self.fields["why"]

    def clean_paper(self) -> Paper | None:
        return self.papers.get(self.cleaned_data["paper"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("is_exempt") and not cleaned.get("exempt_reason"):
            self.add_error("exempt_reason", "Enter why it is not for publication")
        return cleaned


class ReasonForm(Form):
    reason = TextAreaField(label="Reason", rows=3, max_length=1000)


class UrgencyForm(Form):
    reason = TextAreaField(
        label="Why it could not wait",
        rows=3,
        max_length=1000,
        help_text="Printed with the pack, since notice is shorter than the rule.",
    )


class CorrectionsForm(Form):
    reason = TextAreaField(
        label="Corrections that the meeting made",
        rows=3,
        required=False,
        max_length=2000,
        help_text="Leave empty where the minutes were agreed as they stood.",
    )


class ProposalForm(Form):
    title = TextField(label="What should the board talk about?", max_length=200)
    why = TextAreaField(label="Why does it matter?", rows=4, required=False, max_length=2000)


class AnswerForm(Form):
    decision = ChoiceField(label="Answer", choices=[("accept", "Put it on the agenda"), ("decline", "Not this time")])
    answer = TextAreaField(
        label="What you tell them", rows=3, required=False, max_length=1000, help_text="Needed when you decline."
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("decision") == "decline" and not cleaned.get("answer"):
            self.add_error("answer", "Enter what you tell them")
        return cleaned


class AttendanceForm(Form):
    """One question a member; names are the labels."""

    def __init__(self, *args: Any, members: Iterable[Membership], recorded: dict[int, Attendance], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = list(members)
        for one in self.members:
            there = recorded.get(one.pk)
            self.fields[f"member_{one.pk}"] = ChoiceField(
                label=one.name,
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


class OtherForm(Form):
    name = TextField(label="Name", max_length=120, width=30)
    role = TextField(label="Role", max_length=200, required=False)
    in_place_of = ChoiceField(label="In attendance for", select=True, required=False)
    is_young = ConfirmField(label="A child or young person", required=False)

    def __init__(self, *args: Any, members: Iterable[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {str(one.pk): one for one in members}
        self.fields["in_place_of"].choices = [("", "Nobody"), *((key, one.name) for key, one in self.members.items())]

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
    plan_reference = TextField(
        label="Action of the delivery plan",
        max_length=120,
        required=False,
        help_text="Its reference, where the plan carries this.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people()
        self.fields["owner"].choices = person_choices(self.people)

    def clean_owner(self) -> User | None:
        return self.people.get(self.cleaned_data["owner"])


class ProgressForm(Form):
    text = TextAreaField(label="What has been done", rows=4, max_length=4000)
    is_done = ConfirmField(label="It is done", required=False, help_text="The board closes it at its next meeting.")


class ClosingForm(Form):
    note = TextAreaField(label="What came of it", rows=3, max_length=2000)


class LinkForm(Form):
    reference = TextField(label="Action of the delivery plan", max_length=120, required=False)


class AccessibleForm(Form):
    form = ChoiceField(label="In which form", choices=PaperForm.choices)
    details = TextField(
        label="Anything we should know", max_length=300, required=False, help_text="For example, 18 point, or which language"
    )
    due_on = DateField(label="Needed by")
    name = TextField(label="For whom", max_length=120, required=False, help_text="Leave empty for yourself.")

    def __init__(self, *args: Any, for_others: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not for_others:
            del self.fields["name"]


class NoteForm(Form):
    text = TextAreaField(label="Your note", rows=3, required=False, max_length=5000, help_text="Only you see it.")


class ImportForm(Form):
    file = FileField(label="Board file", accept=".yaml,.yml", help_text="A YAML file that describes one body.")


def people() -> dict[str, User]:
    """Everybody who can sign in, by key."""
    return {str(one.pk): one for one in User.objects.active().order_by("name")}


def person_choices(found: dict[str, User]) -> list[tuple[str, str]]:
    return [NONE, *((key, f"{one.name}, {one.email}") for key, one in found.items())]


def offered_papers(meeting: Meeting) -> Iterable[Paper]:
    """Papers that no other meeting's agenda holds; a deferred one is free again for the meeting to which it was put off."""
    elsewhere = AgendaItem.objects.exclude(paper=None).exclude(meeting=meeting).exclude(outcome__in=["deferred", "withdrawn"])
    taken = elsewhere.exclude(meeting__state="cancelled").values("paper")
    return Paper.objects.exclude(state=PaperState.WITHDRAWN).exclude(pk__in=taken).order_by("title")
