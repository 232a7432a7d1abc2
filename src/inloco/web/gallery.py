"""What the gallery shows: every component once, with made-up content, so that one page can be checked for all of them."""

from __future__ import annotations

import base64
import datetime as dt
from typing import Any

from django.core.paginator import Paginator

from inloco.web import forms

SPARK = (
    '<svg viewBox="0 0 120 28" xmlns="http://www.w3.org/2000/svg" aria-hidden="true">'
    '<polyline points="2,22 22,20 42,21 62,14 82,12 102,9 118,6" fill="none" stroke="currentColor" stroke-width="2"/></svg>'
)
CHART = (
    '<svg viewBox="0 0 600 200" xmlns="http://www.w3.org/2000/svg">'
    '<polyline points="20,160 120,150 220,155 320,110 420,90 580,60" fill="none" stroke="#12436D" stroke-width="4"/></svg>'
)


class ExampleForm(forms.Form):
    title = forms.TextField(label="Title", width=20)
    on = forms.DateField(label="Date of the review")
    kind = forms.ChoiceField(label="Kind", choices=[("first", "First review"), ("later", "Later review")])
    area = forms.ChoiceField(label="Area", choices=[("", "Choose an area"), ("north", "North")], select=True)
    topics = forms.MultipleChoiceField(label="Topics", choices=[("health", "Health"), ("school", "School")])
    uploads = forms.FileField(label="Files of the extract", multiple=True, help_text="You can choose several.")
    commentary = forms.MarkdownField(label="Commentary")
    secret = forms.PasswordField(label="Password")
    sure = forms.ConfirmField(label="I have read the findings")


def context() -> dict[str, Any]:
    faulty = ExampleForm({"faulty-on-day": "31", "faulty-on-month": "4", "faulty-on-year": "2019"}, prefix="faulty")
    faulty.is_valid()
    return {
        "teams": [("Harbour team", 1204, "93.4"), ("Meadow team", 87, "88.5"), ("Orchard team", 0, None)],
        "spark": SPARK,
        "chart_src": "data:image/svg+xml;base64," + base64.b64encode(CHART.encode()).decode(),
        "page": Paginator(range(200), 10).get_page(7),
        "events": [
            {"title": "Became looked after", "on": dt.date(2018, 3, 2), "text": "With the parents’ agreement"},
            {"title": "First review held", "on": dt.date(2018, 3, 27), "text": "In time"},
        ],
        "example": ExampleForm(),
        "faulty": faulty,
    }
