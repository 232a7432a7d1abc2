"""What is sent to whom about returns, worked out from how things stand on a day. Nothing here names a child or gives a figure.

The scheduler and the page that shows what would be sent read the same list. A message has a key, so that it is sent once; it is
noted after it has been handed over, so that at worst one is sent twice and none is lost.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.urls import reverse

from inloco.accounts.models import User
from inloco.accounts.permissions import Permission
from inloco.accounts.policies import has
from inloco.analytics.calendars import add_working_days, working_days_between
from inloco.documents.style import day_words
from inloco.returns.models import MISSING_AFTER, Return, ReturnMessage
from inloco.returns.states import Lateness, ReturnState
from inloco.web.council import council

logger = logging.getLogger("inloco.returns")
REMIND_BEFORE = 2
"""Working days before the due day on which whoever has not sent is reminded."""


@dataclass(frozen=True)
class Letter:
    """One e-mail as it would be sent."""

    keys: tuple[str, ...]
    person: User
    subject: str
    body: str


def due_reminders(on: dt.date) -> list[Letter]:
    """What should have been sent by that day as things stand, and has not been: one message a person and kind."""
    sent = set(ReturnMessage.objects.values_list("key", flat=True))
    grouped: dict[tuple[str, int], list[tuple[str, Return]]] = defaultdict(list)
    people: dict[int, User] = {}
    for kind, person, one in _due(on):
        key = f"{kind}-{one.reference}-{person.pk}" + (
            f"-{one.decided_at:%Y%m%d%H%M}" if kind == "query" and one.decided_at else ""
        )
        if key not in sent and person.is_active:
            people[person.pk] = person
            grouped[kind, person.pk].append((key, one))
    return [
        _letter(kind, people[pk], [one for _, one in asked], tuple(key for key, _ in asked))
        for (kind, pk), asked in sorted(grouped.items(), key=lambda entry: (ORDER.index(entry[0][0]), people[entry[0][1]].name))
    ]


def send_due(on: dt.date) -> list[Letter]:
    """Send it. A message that cannot be handed over is logged by its kind only, and tried again the next time."""
    done = []
    for letter in due_reminders(on):
        try:
            send_mail(letter.subject, letter.body, settings.DEFAULT_FROM_EMAIL, [letter.person.email])
        except OSError as trouble:
            logger.error("A message about returns could not be sent: %s", type(trouble).__name__)
            continue
        for key in letter.keys:
            try:
                with transaction.atomic():
                    ReturnMessage.objects.create(key=key, person=letter.person)
            except IntegrityError:
                continue
        done.append(letter)
    return done


ORDER = ("request", "reminder", "late", "query", "missing")


def _due(on: dt.date) -> Iterator[tuple[str, User, Return]]:
    """Every message that is called for on that day: its kind, to whom, about which return."""
    awaited = list(Return.objects.awaited().with_people())
    overseers: list[User] | None = None
    for one in awaited:
        contact = one.schedule.contact
        if contact is None:
            continue
        if one.condition is ReturnState.QUERIED:
            yield "query", contact, one
            continue
        lateness = one.lateness(on=on)
        if lateness is Lateness.IN_TIME:
            is_near = working_days_between(on, one.due_on) <= REMIND_BEFORE
            yield "reminder" if is_near else "request", contact, one
        else:
            yield "late", contact, one
        if lateness is Lateness.MISSING:
            overseers = _overseers() if overseers is None else overseers
            for person in overseers:
                yield "missing", person, one


def _overseers() -> list[User]:
    """Whoever approves returns hears of those that are missing."""
    return [person for person in User.objects.active().with_roles() if has(person, Permission.APPROVE_RETURN)]


def _letter(kind: str, person: User, returns: list[Return], keys: tuple[str, ...]) -> Letter:
    count = f"{len(returns)} figure{'' if len(returns) == 1 else 's'}"
    lines = "\n".join(f"- {one.schedule.entry.title}, {one.span.label}: due {day_words(one.due_on)}" for one in returns)
    where = settings.BASE_ADDRESS + reverse("returns:list")
    subject, opening = {
        "request": (f"Please send {count}", "You are asked for these:"),
        "reminder": (f"{count} due soon", "These are due soon and have not been sent:"),
        "late": (f"{count} late", f"These are late. After {MISSING_AFTER} working days they count as missing:"),
        "query": (f"A question about {count} that you sent", "There is a question about these; sign in to read it:"),
        "missing": (f"{count} missing", "These have not been sent, and are named as missing:"),
    }[kind]
    body = f"Dear {person.name},\n\n{opening}\n{lines}\n\nSign in here:\n{where}\n\n{council().name}\n"
    return Letter(keys, person, f"Returns: {subject}", body)


def missing_on(one: Return) -> dt.date:
    """The day from which the return counts as missing."""
    return add_working_days(one.due_on, MISSING_AFTER) + dt.timedelta(days=1)
