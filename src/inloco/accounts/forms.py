"""The forms of signing in, and of looking after people and roles."""

from __future__ import annotations

import datetime as dt
from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms as django_forms
from django.conf import settings
from django.utils import timezone

from inloco.accounts.models import User
from inloco.accounts.roles import NEEDS_AREA, NEEDS_PROFESSIONAL, TIME_LIMITED, Role
from inloco.web import forms


class SignInForm(forms.GovUKForm, account.LoginForm):  # type: ignore[misc]
    """E-mail and password. A browser forgets the person when it closes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(self, login="E-mail address", password="Password")
        self.fields.pop("remember", None)
        self.fields["login"].widget.attrs = {"autocomplete": "username", "spellcheck": False}
        self.fields["password"].help_text = ""

    @property
    def council_sign_in(self) -> tuple[str, str] | None:
        """The name and the id of the council's identity provider, where there is one."""
        apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
        return (apps[0]["name"], apps[0]["provider_id"]) if apps else None


class ChangePasswordForm(forms.GovUKForm, account.ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(self, oldpassword="Current password", password1="New password", password2="New password again")
        self.fields["password1"].help_text = "At least 12 characters. Three random words are a good password."


class ResetPasswordForm(forms.GovUKForm, account.ResetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(self, email="E-mail address")


class ResetPasswordKeyForm(forms.GovUKForm, account.ResetPasswordKeyForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(self, password1="New password", password2="New password again")
        self.fields["password1"].help_text = "At least 12 characters. Three random words are a good password."


class ReauthenticateForm(forms.GovUKForm, account.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(self, password="Password")
        self.fields["password"].help_text = ""


class CodeForm(forms.GovUKForm, mfa.AuthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(self, code="Code")
        self.fields["code"].help_text = "Six digits from your authenticator app, or one of your recovery codes."


class ActivateCodeForm(forms.GovUKForm, totp.ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relabel(self, code="Code")
        self.fields["code"].help_text = "Six digits that your authenticator app shows."


def relabel(form: django_forms.BaseForm, **labels: str) -> None:
    """Plain labels, and a message for an empty field that says which."""
    for name, label in labels.items():
        if name in form.fields:
            field = form.fields[name]
            field.label = label
            field.error_messages["required"] = f"Enter {forms.lowered(label)}"


def split(text: str) -> list[str]:
    """Worker ids, one a line or separated by commas, each once."""
    return list(dict.fromkeys(part.strip() for part in text.replace(",", "\n").splitlines() if part.strip()))


class PersonForm(forms.Form):
    """A person's name and address, and by what they are known in the extract."""

    name = forms.TextField(label="Name", max_length=120, width=30)
    email = forms.EmailField(label="E-mail address", max_length=254, width=30)
    professional = forms.TextField(
        label="Worker id in the extract",
        required=False,
        max_length=80,
        width=20,
        help_text="For reviewing officers, social workers and personal advisers: decides which children are their own.",
    )
    area = forms.TextField(
        label="Area",
        required=False,
        max_length=80,
        width=20,
        help_text="The id of their team, district or locality in the extract. For managers: decides whose children they see.",
    )
    supervises = forms.TextAreaField(
        label="Worker ids of those supervised",
        required=False,
        rows=4,
        help_text="For quality and review managers. One a line.",
    )

    def __init__(self, *args: Any, person: User | None = None, **kwargs: Any) -> None:
        if person is not None:
            kwargs["initial"] = {
                "name": person.name,
                "email": person.email,
                "professional": person.professional,
                "area": person.area,
                "supervises": "\n".join(person.supervises),
            }
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        taken = User.objects.filter(email=email)
        if self.person is not None:
            taken = taken.exclude(pk=self.person.pk)
        if taken.exists():
            raise django_forms.ValidationError("Somebody has this e-mail address already")
        return email

    def clean_supervises(self) -> list[str]:
        return split(str(self.cleaned_data["supervises"]))


class RoleForm(forms.Form):
    """One role for a person, from a day, perhaps until another."""

    role = forms.ChoiceField(label="Role", choices=[("", "Choose a role"), *Role.choices], select=True)
    from_on = forms.DateField(label="From")
    until_on = forms.DateField(label="Last day", required=False, help_text="Leave empty where there is none.")

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"from_on": timezone.localdate()})
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        role, from_on, until_on = cleaned.get("role"), cleaned.get("from_on"), cleaned.get("until_on")
        if from_on and until_on and until_on < from_on:
            self.add_error("until_on", "Last day must be on or after the first")
        if not role:
            return cleaned
        if role in TIME_LIMITED and not until_on:
            self.add_error("until_on", "Enter the last day: this role is always for a limited time")
        if role in NEEDS_AREA and not self.person.area:
            self.add_error("role", "Give the person an area first: this role sees the children of an area")
        if role in NEEDS_PROFESSIONAL and not self.person.professional:
            self.add_error("role", "Give the person a worker id first: this role sees the children of a worker")
        if self.person.role_assignments.held(on=from_on or dt.date.min).filter(role=role).exists():
            self.add_error("role", "The person has this role already")
        return cleaned
