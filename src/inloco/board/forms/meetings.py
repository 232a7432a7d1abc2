"""What is filled in about meetings, agendas, proposals and reading."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from django import forms

from inloco.accounts.models import User
from inloco.board.forms.fields import TimeField, people_who_write, person_choices
from inloco.board.models import AgendaItem, Meeting
from inloco.board.models.bodies import ItemKind, Purpose
from inloco.board.models.meetings import PaperForm
from inloco.papers.models import Paper
from inloco.papers.states import PaperState
from inloco.web.forms import (
    ChoiceField,
    ConfirmField,
    DateField,
    Form,
    IntegerField,
    TextAreaField,
    TextField,
)

DAY = re.compile(r"(\d{1,2})[ /.-](\d{1,2})[ /.-](\d{4})")


class PlanForm(Form):
    days = TextAreaField(label="Dates of the meetings", rows=8, help_text="One a line, for example 26 11 2026 or 26/11/2026.")

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

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
            if days[-1] < self.today:
                raise forms.ValidationError(
                    f"Line {number} has passed: plan from today on; meetings of the past are read from a file of the body"
                )
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

    def __init__(self, *args: Any, meeting: Meeting, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, initial={name: getattr(meeting, name) for name in self.base_fields}, **kwargs)
        self.planned, self.today = meeting.on, today

    def clean_on(self) -> dt.date:
        on: dt.date = self.cleaned_data["on"]
        if on != self.planned and on < self.today:
            raise forms.ValidationError("Date must be today or later: a meeting cannot be moved into the past")
        return on

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
    kind = ChoiceField(
        label="What stands under it",
        choices=[
            ("", "Its report, if there is one"),
            (ItemKind.CONSTITUTION.value, "Membership and terms of reference, as they are on the day"),
        ],
        select=True,
        required=False,
    )
    purpose = ChoiceField(label="The board is asked", choices=Purpose.choices)
    presenter = TextField(label="Presenter", max_length=200, required=False)
    minutes_allotted = IntegerField(label="Minutes", required=False, width=3, min_value=1, max_value=600)
    recommendation = TextAreaField(
        label="Recommendation", required=False, rows=3, help_text="What the board is asked to do, in a sentence."
    )
    paper = ChoiceField(label="Report", select=True, required=False)
    needs_report = ConfirmField(label="A report must be with the pack", required=False)
    report_by = ChoiceField(
        label="Who is asked for the report",
        select=True,
        required=False,
        help_text="Once the agenda is settled they find it among their tasks, with the day on which it is due.",
    )
    is_exempt = ConfirmField(
        label="Not for publication",
        required=False,
        help_text="Only members of the board are sent it; the public reads the reason.",
    )
    exempt_reason = TextField(label="Why it is not for publication", max_length=300, required=False)
    why = TextField(
        label="Why it is added now",
        max_length=300,
        required=False,
        help_text="The pack is out: the reason is printed with the item.",
    )

    def __init__(self, *args: Any, meeting: Meeting, is_new: bool = True, asks_why: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["kind"]
        self.papers = {str(one.pk): one for one in offered_papers(meeting)}
        self.offer(
            "paper",
            [
                ("", "No report yet"),
                *((key, f"{one.title} ({one.condition.label.lower()})") for key, one in self.papers.items()),
            ],
        )
        self.writers = people_who_write()
        self.offer("report_by", person_choices(self.writers))
        if asks_why:
            self.fields["why"].required = True
            self.fields["why"].error_messages["required"] = "Enter why it is added now"
        else:
            del self.fields["why"]

    def clean_kind(self) -> str:
        return str(self.cleaned_data["kind"]) or ItemKind.ORDINARY.value

    def clean_paper(self) -> Paper | None:
        return self.papers.get(self.cleaned_data["paper"])

    def clean_report_by(self) -> User | None:
        return self.writers.get(self.cleaned_data["report_by"])

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


class AccessibleForm(Form):
    form = ChoiceField(label="In which form", choices=PaperForm.choices)
    details = TextField(
        label="Anything we should know", max_length=300, required=False, help_text="For example, 18 point, or which language"
    )
    due_on = DateField(label="Needed by")
    name = TextField(label="For whom", max_length=120, required=False, help_text="Leave empty for yourself.")

    def __init__(self, *args: Any, for_others: bool, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not for_others:
            del self.fields["name"]
        self.today = today

    def clean_due_on(self) -> dt.date:
        due_on: dt.date = self.cleaned_data["due_on"]
        if due_on < self.today:
            raise forms.ValidationError("Needed by must be today or later")
        return due_on


class NoteForm(Form):
    text = TextAreaField(label="Your note", rows=3, required=False, max_length=5000, help_text="Only you see it.")


def offered_papers(meeting: Meeting) -> Iterable[Paper]:
    """Papers that no other meeting's agenda holds; a deferred one is free again for the meeting to which it was put off."""
    elsewhere = AgendaItem.objects.exclude(paper=None).exclude(meeting=meeting).exclude(outcome__in=["deferred", "withdrawn"])
    taken = elsewhere.exclude(meeting__state="cancelled").values("paper")
    return Paper.objects.exclude(state=PaperState.WITHDRAWN).exclude(pk__in=taken).order_by("title")
