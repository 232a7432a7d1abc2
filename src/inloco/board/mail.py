"""What members are told by e-mail: that there is a pack, or that a meeting will not be. Nothing from the papers goes along."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from inloco.board.models import Meeting, Membership
from inloco.board.models.bodies import MemberKind
from inloco.documents.style import day_words


def addresses(meeting: Meeting) -> list[str]:
    """Members who are sent the pack and can sign in, advisers too: they find in it what is public."""
    serving = Membership.objects.serving(on=timezone.localdate()).filter(body=meeting.body_id, person__is_active=True)
    return list(
        serving.filter(kind__in=MemberKind.values).order_by("person__email").values_list("person__email", flat=True).distinct()
    )


def tell_of_pack(meeting: Meeting, number: int, readers: Iterable[str]) -> None:
    """That there is a pack and where. The pack stands among the readers' tasks as well."""
    what = "The pack" if number == 1 else "A supplement to the pack"
    _send(
        f"{what} for {meeting.body.name}, {day_words(meeting.on)}",
        f"{what} for the meeting of {meeting.body.name} on {day_words(meeting.on)} has been published.\n\n"
        "Sign in to InLoco and open it from your tasks. For everybody’s safety nothing from the papers is sent by e-mail.\n",
        readers,
    )


def tell_of_cancellation(meeting: Meeting, readers: Iterable[str]) -> None:
    """That a meeting to which they have the pack will not be held. The reason stands with the meeting."""
    _send(
        f"Cancelled: {meeting.body.name}, {day_words(meeting.on)}",
        f"The meeting of {meeting.body.name} on {day_words(meeting.on)} has been cancelled.\n\n"
        "Sign in to InLoco to read why. What stood on its agenda comes to a later meeting.\n",
        readers,
    )


def _send(subject: str, body: str, readers: Iterable[str]) -> None:
    """One mail to each reader. Mail that cannot be sent never undoes what was done."""
    for address in readers:
        EmailMessage(subject=subject, body=body, from_email=settings.DEFAULT_FROM_EMAIL, to=[address]).send(fail_silently=True)
