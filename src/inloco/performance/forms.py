"""What people fill in about extracts and reports."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms

from inloco.analytics.extracts.archive import SUFFIXES
from inloco.analytics.periods import Period, parse_period
from inloco.performance.report_queries import KindOfFinding, choosable
from inloco.web.forms import (
    ChoiceField,
    ConfirmField,
    DateField,
    FileField,
    Form,
    MarkdownField,
    MultipleChoiceField,
    TextAreaField,
)


class UploadForm(Form):
    """The files of one extract. ``reference`` makes the same form sent twice one upload."""

    files = FileField(  # type: ignore[assignment]  # the field is called what it is; Form keeps uploads under this name
        label="Files of the extract",
        help_text="Choose all files of one extract, or one ZIP file: CSV or Parquet tables, "
        "SSDA903 files, an Annex A workbook, a CIN census "
        "file, or a file of submitted figures.",
        multiple=True,
        accept=",".join(sorted({*SUFFIXES, ".zip"})),
    )
    as_at = DateField(
        label="As-at date",
        help_text="The day that the extract describes, usually the last day of a month. "
        "Leave it empty for submitted figures and reference data.",
        required=False,
    )
    reference = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("reference", uuid.uuid4())
        super().__init__(*args, **kwargs)


class DayForm(Form):
    """The day that files show which do not say so themselves."""

    as_at = DateField(label="As-at date", help_text="The day that the extract describes, usually the last day of a month.")


class ReasonForm(Form):
    """Why something is undone or sent back."""

    reason = TextAreaField(label="Reason", rows=3, max_length=1000)


class StartForm(Form):
    """The month of a new report and the indicators in it."""

    period = ChoiceField(label="Month", select=True, help_text="Months with figures, and those that ended since")
    indicators = MultipleChoiceField(label="Indicators", choices=choosable)

    def __init__(self, *args: Any, months: Iterable[Period], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("period", [(str(month), month.label) for month in months])

    def clean_period(self) -> Period:
        return parse_period(self.cleaned_data["period"])


class IndicatorsForm(Form):
    """The indicators of a report that has been started."""

    indicators = MultipleChoiceField(label="Indicators", choices=choosable)


class CommentaryForm(Form):
    """A wording, with the version that the writer saw when starting."""

    text = MarkdownField(label="Commentary", rows=12)
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class AcceptForm(Form):
    """Kinds of warnings that the person accepts in their own name."""

    checks = MultipleChoiceField(label="Warnings that you accept", required=False)
    note = TextAreaField(label="Why these are all right", rows=3, required=False, max_length=1000)
    mine = ConfirmField(label="I accept these in my name")

    def __init__(self, *args: Any, kinds: Iterable[KindOfFinding], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("checks", [(kind.check, f"{kind.first.message} ({kind.count:,})") for kind in kinds])
