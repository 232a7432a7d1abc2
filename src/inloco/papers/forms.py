"""What people type about papers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from inloco.accounts.models import User
from inloco.accounts.permissions import Permission
from inloco.analytics.errors import WrongUsage
from inloco.analytics.periods import Period, PeriodKind, parse_period
from inloco.papers.models import Paper
from inloco.papers.outlines import OUTLINES
from inloco.web.forms import ChoiceField, ConfirmField, DateField, FileField, Form, MarkdownField, TextAreaField, TextField


class _About(Form):
    """Fields that a written and an uploaded paper begin with."""

    meeting = TextField(label="Meeting", required=False, max_length=200, help_text="For example, Corporate Parenting Board")
    meeting_on = DateField(label="Date of the meeting", required=False)
    report_of = TextField(label="Report of", required=False, max_length=200, help_text="The post, such as Head of Service")


class StartForm(_About):
    """A paper that is written here."""

    template = ChoiceField(label="Template", choices=[(one.key, one.label) for one in OUTLINES.values()])
    title = TextField(label="Title", required=False, max_length=200, help_text="Leave empty to take the template’s")
    period = TextField(label="Month that it is about", max_length=10, width=10, help_text="For example, 2019-08")
    plan = ChoiceField(
        label="Plan", required=False, select=True, help_text="Whose actions a delivery plan update lists. Other papers need none."
    )
    field_order = ("template", "title", "period", "plan", "meeting", "meeting_on", "report_of")

    def __init__(self, *args: Any, plans: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(plans) > 1:
            self.fields["plan"].choices = [(one, one) for one in plans]  # type: ignore[attr-defined]
        else:
            del self.fields["plan"]

    def clean_period(self) -> Period:
        written = str(self.cleaned_data["period"])
        try:
            period = parse_period(written)
        except WrongUsage as wrong:
            raise forms.ValidationError(str(wrong)) from None
        if period.kind is not PeriodKind.MONTH:
            raise forms.ValidationError("Month that it is about must be a month, like 2019-08")
        return period


class UploadForm(_About):
    """A paper that comes as a file."""

    file = FileField(
        label="File", accept=".docx,.pdf", help_text="A Word file (.docx) becomes sections. A PDF goes into the pack as it is."
    )
    title = TextField(label="Title", max_length=200)
    field_order = ("file", "title", "meeting", "meeting_on", "report_of")


class FileForm(Form):
    file = FileField(label="File", accept=".docx,.pdf")


class CoverForm(Form):
    """The cover of a paper, and who writes at it."""

    title = TextField(label="Title", max_length=200)
    meeting = TextField(label="Meeting", required=False, max_length=200)
    meeting_on = DateField(label="Date of the meeting", required=False)
    report_of = TextField(label="Report of", required=False, max_length=200)
    divisions = TextField(label="Electoral divisions affected", required=False, max_length=500)
    contact = TextField(label="Contact for further information", required=False, max_length=500)
    writers = TextAreaField(
        label="Other writers",
        required=False,
        rows=3,
        help_text="Their e-mail addresses, one a line. They may change every section.",
    )
    restricted = ConfirmField(label="This paper is not for publication", required=False)
    restricted_reason = TextField(
        label="Why it is not for publication",
        required=False,
        max_length=500,
        help_text="The paragraph of the law that exempts it",
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def clean_writers(self) -> list[User]:
        wanted = [
            line.strip().lower() for line in str(self.cleaned_data["writers"]).replace(",", "\n").splitlines() if line.strip()
        ]
        found = {one.email: one for one in User.objects.filter(email__in=wanted, is_active=True)}
        unknown = [one for one in wanted if one not in found or not found[one].may(Permission.WRITE_PAPER)]
        if unknown:
            few = "has no account" if len(unknown) == 1 else "have no accounts"
            raise forms.ValidationError(f"{', '.join(unknown)} {few} that may write papers")
        return list(found.values())

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("restricted") and not str(values.get("restricted_reason", "")).strip():
            self.add_error("restricted_reason", "Enter why it is not for publication")
        return values


def cover_values(paper: Paper) -> dict[str, Any]:
    """What the cover form begins with."""
    names = ("title", "meeting", "meeting_on", "report_of", "divisions", "contact", "restricted", "restricted_reason")
    values = {name: getattr(paper, name) for name in names}
    return values | {"writers": "\n".join(one.email for one in paper.writers.all()), "based_on": paper.cover_number}


class SectionForm(Form):
    """One section's heading and text."""

    title = TextField(label="Heading", max_length=120)
    text = MarkdownField(
        label="Text",
        required=False,
        rows=22,
        max_length=100_000,
        help_text="Markdown. Name a figure instead of typing it: [[cla_rate @ 2019-08 | Preston]].",
    )
    restricted = ConfirmField(label="Leave this section out of the public edition", required=False)
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class TitleForm(Form):
    title = TextField(label="Heading of the section", max_length=120)


class CommentForm(Form):
    text = TextAreaField(label="Your comment", rows=4, max_length=5000)


class ReasonForm(Form):
    reason = TextAreaField(label="Reason", rows=3, max_length=1000)
