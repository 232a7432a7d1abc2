"""The form fields: what they take, what they refuse and in which words, and that each is drawn by its own template."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from inloco.web import forms


class Example(forms.Form):
    title = forms.TextField(label="Title", width=20, max_length=5)
    on = forms.DateField(label="Date of the review")
    ended = forms.DateField(label="Last day", required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("first", "First review"), ("later", "Later review")])
    count = forms.IntegerField(label="NHS count", required=False)


class Uploads(forms.Form):
    one = forms.FileField(label="File", required=False, accept=".csv")
    many = forms.FileField(label="Files", multiple=True)


GOOD = {"title": "Plan", "on-day": "2", "on-month": "8", "on-year": "2019", "kind": "first"}


def test_a_good_form() -> None:
    form = Example(GOOD)
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"title": "Plan", "on": dt.date(2019, 8, 2), "ended": None, "kind": "first", "count": None}


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"title": ""}, "title", "Enter title"),
        ({"title": "x" * 6}, "title", "at most 5 characters"),
        ({"on-day": "", "on-month": "", "on-year": ""}, "on", "Enter date of the review"),
        ({"on-day": ""}, "on", "Date of the review must include a day"),
        ({"on-day": "", "on-year": ""}, "on", "must include a day and a year"),
        ({"on-day": "31", "on-month": "4"}, "on", "must be a real date"),
        ({"on-day": "29", "on-month": "2"}, "on", "must be a real date"),
        ({"on-day": "first"}, "on", "must be a real date"),
        ({"on-year": "99999999999"}, "on", "must be a real date"),
        ({"on-month": "ju"}, "on", "must be a real date"),
        ({"ended-day": "1"}, "ended", "Last day must include a month and a year"),
        ({"kind": ""}, "kind", "Select kind"),
        ({"kind": "third"}, "kind", "Select kind from the list"),
        ({"count": "a few"}, "count", "Enter a whole number, like 12"),
    ],
)
def test_a_refusal_says_what_to_do_and_leads_to_the_field(change: dict[str, str], field: str, message: str) -> None:
    form = Example(GOOD | change)
    assert list(form.errors) == [field]
    assert message in form.errors[field][0]
    (listed,) = form.error_list
    assert message in listed["text"]
    page = str(form)
    assert f'id="{listed["href"].removeprefix("#")}"' in page
    assert page.count("govuk-error-message") == 1
    assert all(f'value="{value}"' in page for name, value in change.items() if value and field in ("title", "on", "count"))


@pytest.mark.parametrize("month", ["8", "08", "aug", "Aug", "AUGUST", "Augu"])
def test_a_month_may_be_a_word(month: str) -> None:
    assert Example(GOOD | {"on-month": month}).is_valid()


def test_a_date_shows_its_initial_value_and_knows_whether_it_changed() -> None:
    page = str(Example(initial={"on": dt.date(2019, 8, 27)}))
    assert all(f'value="{part}"' in page for part in ("27", "8", "2019"))
    unchanged = Example(GOOD, initial={"title": "Plan", "on": dt.date(2019, 8, 2), "kind": "first"})
    assert unchanged.changed_data == []
    assert "on" in Example(GOOD, initial={"on": dt.date(2019, 8, 3)}).changed_data


def test_several_files_are_a_list() -> None:
    files = [SimpleUploadedFile("a.csv", b"a"), SimpleUploadedFile("b.csv", b"b")]
    form = Uploads({}, MultiValueDict({"many": files}))
    assert form.is_valid(), form.errors
    assert [file.name for file in form.cleaned_data["many"]] == ["a.csv", "b.csv"]
    page = str(form)
    assert " multiple" in page
    assert 'accept=".csv"' in page


def test_no_file_or_an_empty_one_is_refused() -> None:
    assert Uploads({}, MultiValueDict()).errors["many"] == ["Select at least one file"]
    empty = MultiValueDict({"many": [SimpleUploadedFile("a.csv", b"a"), SimpleUploadedFile("b.csv", b"")]})
    assert Uploads({}, empty).errors["many"] == ["The selected file is empty"]


def test_markup_in_a_value_or_an_error_is_only_text() -> None:
    page = str(Example(GOOD | {"title": '"><script>', "kind": "<img>"}))
    assert "<script>" not in page
    assert "<img>" not in page


@pytest.mark.parametrize(
    ("label", "within"), [("Name", "name"), ("NHS number", "NHS number"), ("E-mail address", "e-mail address")]
)
def test_a_label_within_a_sentence(label: str, within: str) -> None:
    assert forms.lowered(label) == within
