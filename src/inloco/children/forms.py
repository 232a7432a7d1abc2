"""What the pages about children ask for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from inloco.web.forms import DateField, Form


class DayForm(Form):
    """The day on which timescales are looked at: the extract's own, or an earlier one."""

    on = DateField(label="Day", help_text="Timescales are shown as they stood on this day.")

    def __init__(self, *args: Any, as_at: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.as_at = as_at

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.as_at:
            raise ValidationError(
                f"Day must be {self.as_at.day} {self.as_at:%B %Y} or earlier: nothing is known yet of later ones"
            )
        return on
