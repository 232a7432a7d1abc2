"""The link with which a person chooses a password: the one that a mail would bring."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from inloco.accounts.models import User


def password_link(person: User) -> str:
    """It works once, for as long as the setting PASSWORD_RESET_TIMEOUT says."""
    parts = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    return str(settings.BASE_ADDRESS) + reverse("account_reset_password_from_key", kwargs=parts)
