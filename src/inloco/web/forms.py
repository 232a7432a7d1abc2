"""Form fields that name their own GOV.UK template: a page is a layout, a heading and ``{{ form }}``.

Extend ``Form`` (or ``ModelForm``) and use the fields below. A field of another class is drawn by its widget. Messages are
complete sentences that say what to do.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

TEMPLATES = {
    forms.Textarea: "forms/textarea.html",
    forms.PasswordInput: "forms/password.html",
    forms.CheckboxSelectMultiple: "forms/checkboxes.html",
    forms.CheckboxInput: "forms/checkbox.html",
    forms.RadioSelect: "forms/radios.html",
    forms.Select: "forms/select.html",
    forms.FileInput: "forms/file.html",
}


class Renderer(TemplatesSetting):
    """Forms and fields drawn by our templates."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


class GovUKForm(forms.BaseForm):
    """Mixed into a form: what its templates ask for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if getattr(field, "template_name", None) is None:
                field.template_name = template_for(field)  # type: ignore[attr-defined]

    def offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        """Let ``name`` be chosen from ``choices``: what they are is often known only when the form is made."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)

    @property
    def error_list(self) -> list[dict[str, str]]:
        """For the error summary: each message with the field that it leads to."""
        listed = [{"text": str(error)} for error in self.non_field_errors()]
        for bound in self:
            listed += [{"text": str(error), "href": f"#{first_input(bound)}"} for error in bound.errors]
        return listed


class Form(GovUKForm, forms.Form):
    """A form in the layout's look."""


class ModelForm(GovUKForm, forms.ModelForm):  # type: ignore[type-arg]
    """A form of a model in the layout's look. Declare its fields with the classes below."""


def template_for(field: forms.Field) -> str:
    for kind, template in TEMPLATES.items():
        if isinstance(field.widget, kind):
            return template
    return "forms/text.html"


def first_input(bound: BoundField) -> str:
    """The id of the first control of a field: of a date its day, of a set of choices the first."""
    if isinstance(bound.field, DateField):
        return f"{bound.auto_id}-day"
    return str(bound.auto_id)


class _Described:
    """Arguments that every field takes besides Django's: ``width`` in characters, ``label_classes``, ``page_heading``."""

    govuk_template: str

    def __init__(
        self, *args: Any, width: int | None = None, label_classes: str = "", page_heading: bool = False, **kwargs: Any
    ) -> None:
        label = kwargs.get("label")
        if kwargs.get("required", True) and label:
            kwargs.setdefault("error_messages", {}).setdefault("required", f"Enter {lowered(str(label))}")
        kwargs.setdefault("template_name", self.govuk_template)
        super().__init__(*args, **kwargs)
        self.width = width
        self.label_classes = "govuk-label--l" if page_heading and not label_classes else label_classes
        self.page_heading = page_heading


def lowered(label: str) -> str:
    """'Name' within a sentence is 'name'; 'NHS number' stays."""
    return label if label[:2].isalpha() and label[:2].isupper() else label[:1].lower() + label[1:]


class TextField(_Described, forms.CharField):
    """One line of text."""

    govuk_template = "forms/text.html"


class EmailField(_Described, forms.EmailField):
    """An e-mail address."""

    govuk_template = "forms/text.html"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {}).setdefault(
            "invalid", "Enter an e-mail address in the correct format, like name@example.org"
        )
        super().__init__(*args, **kwargs)


class IntegerField(_Described, forms.IntegerField):
    """A whole number. A text input with a numeric keyboard, as GOV.UK asks."""

    govuk_template = "forms/text.html"
    widget = forms.TextInput(attrs={"inputmode": "numeric"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {}).setdefault("invalid", "Enter a whole number, like 12")
        super().__init__(*args, **kwargs)


class PasswordField(_Described, forms.CharField):
    """A password, with a button to show it."""

    govuk_template = "forms/password.html"
    widget = forms.PasswordInput

    def __init__(self, *args: Any, autocomplete: str = "current-password", **kwargs: Any) -> None:
        kwargs.setdefault("strip", False)
        super().__init__(*args, **kwargs)
        self.widget.attrs["autocomplete"] = autocomplete


class TextAreaField(_Described, forms.CharField):
    """Several lines of plain text."""

    govuk_template = "forms/textarea.html"
    widget = forms.Textarea

    def __init__(self, *args: Any, rows: int = 5, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.widget.attrs["rows"] = rows


class MarkdownField(TextAreaField):
    """Several lines of Markdown: commentary, a narrative. Stored as written, cleaned when it is shown."""

    def __init__(self, *args: Any, rows: int = 10, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "You can use headings (## Title), lists (- item), **bold** and links.")
        super().__init__(*args, rows=rows, **kwargs)


class DateWidget(forms.MultiWidget):
    """Day, month and year as three inputs, named ``<field>-day`` and so on."""

    template_name = ""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({part: forms.TextInput() for part in ("day", "month", "year")}, attrs)
        self.widgets_names = ["-day", "-month", "-year"]

    def decompress(self, value: Any) -> list[Any]:
        return [value.day, value.month, value.year] if isinstance(value, dt.date) else ["", "", ""]


class DateField(_Described, forms.MultiValueField):
    """A day, typed as three numbers; months may be written as words (8, Aug, August). ``initial`` is a date."""

    govuk_template = "forms/date.html"
    widget = DateWidget

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        fields = [forms.CharField(required=False, max_length=20) for _ in range(3)]
        kwargs["require_all_fields"] = False
        super().__init__(fields, *args, **kwargs)

    def clean(self, value: Sequence[Any] | None) -> dt.date | None:
        parts = [str(part or "").strip() for part in (value or ["", "", ""])]
        name = str(self.label or "the date")
        if not any(parts):
            if self.required:
                raise forms.ValidationError(self.error_messages["required"], code="required")
            return None
        missing = [word for word, part in zip(("day", "month", "year"), parts, strict=True) if not part]
        if missing:
            raise forms.ValidationError(f"{name} must include a {' and a '.join(missing)}", code="incomplete")
        try:
            return dt.date(int(parts[2]), month_number(parts[1]), int(parts[0]))
        except (ValueError, OverflowError):
            raise forms.ValidationError(f"{name} must be a real date, like 27 3 2019", code="invalid") from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        given = [initial.day, initial.month, initial.year] if isinstance(initial, dt.date) else ["", "", ""]
        return [str(part) for part in given] != [str(part or "") for part in (data or ["", "", ""])]


def month_number(text: str) -> int:
    if text.isdigit():
        return int(text)
    for number in range(1, 13):
        name = f"{dt.date(2000, number, 1):%B}".lower()
        if len(text) >= 3 and name.startswith(text.lower()):
            return number
    raise ValueError(text)


class ChoiceField(_Described, forms.ChoiceField):
    """One of a list: radio buttons for up to seven, else a drop-down (give ``select=True`` to force it)."""

    govuk_template = "forms/radios.html"
    widget = forms.RadioSelect

    def __init__(self, *args: Any, select: bool = False, **kwargs: Any) -> None:
        if label := kwargs.get("label"):
            kwargs.setdefault("error_messages", {}).setdefault("required", f"Select {lowered(str(label))}")
            kwargs["error_messages"].setdefault("invalid_choice", f"Select {lowered(str(label))} from the list")
        if select:
            kwargs.setdefault("widget", forms.Select)
            kwargs.setdefault("template_name", "forms/select.html")
        super().__init__(*args, **kwargs)


class MultipleChoiceField(_Described, forms.MultipleChoiceField):
    """Any of a list: checkboxes."""

    govuk_template = "forms/checkboxes.html"
    widget = forms.CheckboxSelectMultiple

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if label := kwargs.get("label"):
            kwargs.setdefault("error_messages", {}).setdefault("required", f"Select {lowered(str(label))}")
        super().__init__(*args, **kwargs)


class ConfirmField(_Described, forms.BooleanField):
    """One checkbox."""

    govuk_template = "forms/checkbox.html"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {}).setdefault("required", f"Confirm: {kwargs.get('label', '')}")
        super().__init__(*args, **kwargs)


class FilesWidget(forms.ClearableFileInput):
    allow_multiple_selected = True


class FileField(_Described, forms.FileField):
    """One file, or with ``multiple=True`` several: then its value is a list."""

    govuk_template = "forms/file.html"

    def __init__(self, *args: Any, multiple: bool = False, accept: str = "", **kwargs: Any) -> None:
        messages = kwargs.setdefault("error_messages", {})
        messages.setdefault("required", "Select at least one file" if multiple else "Select a file")
        messages.setdefault("empty", "The selected file is empty")
        kwargs.setdefault("widget", FilesWidget() if multiple else forms.FileInput())
        super().__init__(*args, **kwargs)
        self.multiple = multiple
        self.accept = accept

    def clean(self, data: Any, initial: Any = None) -> Any:
        if not self.multiple:
            return super().clean(data, initial)
        files: list[UploadedFile[bytes]] = [file for file in (data or []) if file]
        if not files:
            return super().clean(None, initial) or []
        return [super(FileField, self).clean(file, initial) for file in files]
