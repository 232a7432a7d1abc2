"""What people fill in about a finding."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from inloco.web.forms import ChoiceField, DateField, Form, TextAreaField

WEEK = dt.timedelta(days=7)


class AssignForm(Form):
    """Who is to mend it, and by when. A week from today unless another day is given."""

    to = ChoiceField(label="Who mends it", select=True)
    due_on = DateField(label="By when", help_text="For example, 27 3 2019")
    note = TextAreaField(
        label="Note", help_text="What would help. Leave out names of children.", rows=3, required=False, max_length=1000
    )

    def __init__(self, *args: Any, people: Iterable[tuple[int, str]], today: dt.date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("due_on", today + WEEK)
        super().__init__(*args, **kwargs)
        self.offer("to", [("", "Choose a person"), *((str(pk), name) for pk, name in people)])


class ReportForm(Form):
    """That the record has been corrected."""

    note = TextAreaField(label="What was corrected", help_text="Leave out names.", rows=3, required=False, max_length=1000)


class ReasonForm(Form):
    """Why it is right as it is, or why it is to be looked at again."""

    reason = TextAreaField(label="Reason", help_text="Leave out names of children.", rows=3, max_length=1000)
