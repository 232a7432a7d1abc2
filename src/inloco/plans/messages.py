"""What is sent to whom in a cycle, worked out from how things stand; nothing here says what an action is about, or names a child.

The scheduler, the buttons and the page that shows what would be sent all read the same list. A message has a key, so that it is
sent once; it is noted after it has been handed over, so that at worst one is sent twice and none is lost.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.conf import settings as django_settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse

from inloco.accounts.models import User
from inloco.documents.style import day_words
from inloco.plans.models import Action, Cycle, Message, Plan, UpdateRequest
from inloco.plans.states import UNDER_WAY, CycleState, RequestState
from inloco.web.council import council

logger = logging.getLogger("inloco.plans")
REMIND_DAYS = 3
"""Days before returns are due on which whoever has not returned is reminded."""

KINDS = {
    "request": "Request for updates",
    "reminder": "Reminder",
    "late": "Return is late",
    "missing": "Return is missing",
    "query": "Query",
    "brief": "Brief before the board",
}


@dataclass(frozen=True)
class Letter:
    """One e-mail as it would be sent: to whom, on which day, what it says."""

    key: str
    kind: str
    person: User
    on: dt.date
    subject: str
    body: str

    @property
    def kind_words(self) -> str:
        return KINDS[self.kind]


def waiting(cycle: Cycle, *, on: dt.date) -> list[Letter]:
    """What should have been sent by that day as things stand, and has not been."""
    sent = set(cycle.messages.values_list("key", flat=True))
    return _waiting(cycle, requests_of(cycle), sent, on=on)


def requests_of(cycle: Cycle) -> list[UpdateRequest]:
    """The requests of a cycle with their people and items, in two queries."""
    return list(cycle.requests.select_related("person").prefetch_related("items"))


def _waiting(cycle: Cycle, requests: Sequence[UpdateRequest], sent: set[str], *, on: dt.date) -> list[Letter]:
    return [letter for letter in _due(cycle, requests, sent, on=on) if letter.key not in sent]


def send_waiting(cycle: Cycle, *, on: dt.date) -> list[Letter]:
    """Send it. A message that cannot be handed over is logged by its kind, and tried again the next time."""
    sent = []
    for letter in waiting(cycle, on=on):
        try:
            send_mail(letter.subject, letter.body, django_settings.DEFAULT_FROM_EMAIL, [letter.person.email])
        except OSError as trouble:
            logger.error("A message of the kind %s could not be sent: %s", letter.kind, type(trouble).__name__)
            continue
        try:
            with transaction.atomic():
                Message.objects.create(cycle=cycle, person=letter.person, kind=letter.kind, key=letter.key)
        except IntegrityError:
            continue
        sent.append(letter)
    return sent


def forecast(cycle: Cycle, *, on: dt.date, requests: Sequence[UpdateRequest] | None = None) -> list[Letter]:
    """What would be sent from that day on, if nobody did anything more: each with its day."""
    asked_for = requests_of(cycle) if requests is None else requests
    messages = list(cycle.messages.values_list("key", "kind", "person"))
    letters = _waiting(cycle, asked_for, {key for key, _, _ in messages}, on=on)
    people: list[User] = []
    if cycle.condition is CycleState.SCHEDULED:
        asked = to_be_asked(cycle.plan)
        people = [person for person, _ in asked]
        day = max(cycle.circulate_on, on)
        letters = [replace(_request_letter(cycle, person, count, key=""), on=day) for person, count in asked]
    elif cycle.condition in UNDER_WAY:
        people = [one.person for one in asked_for if one.condition in (RequestState.REQUESTED, RequestState.LATE)]
    if cycle.condition in (CycleState.SCHEDULED, *UNDER_WAY):
        known = {(letter.kind, letter.person.pk) for letter in letters} | {(kind, person) for _, kind, person in messages}
        later = [make(cycle, person, key="") for person in people for make in (_reminder, _late, _missing)]
        letters += [one for one in later if one.on >= on and (one.kind, one.person.pk) not in known]
        for person in readers_of_brief(cycle):
            if ("brief", person.pk) not in known:
                letters.append(replace(_brief(cycle, person, missing=0, key=""), on=max(cycle.brief_on, on)))
    return sorted(letters, key=lambda one: (one.on, list(KINDS).index(one.kind), one.person.name))


def to_be_asked(plan: Plan) -> list[tuple[User, int]]:
    """Everybody accountable for an open action of the plan who can sign in, and for how many."""
    open_actions = Action.objects.of(plan).open().filter(accountable__is_active=True).select_related("accountable")
    people = {one.accountable_id: one.accountable for one in open_actions}
    counts = Counter(one.accountable_id for one in open_actions)
    return sorted(((person, counts[pk]) for pk, person in people.items()), key=lambda pair: pair[0].name)


def readers_of_brief(cycle: Cycle) -> list[User]:
    """The project manager of the plan, those who are to be briefed, and whoever chairs the meeting."""
    plan = cycle.plan
    briefed = Q(pk__in=plan.briefed.through.objects.filter(plan=plan).values("user"))
    people = {one.pk: one for one in User.objects.filter(briefed | Q(pk=cycle.chair), is_active=True)}
    if plan.manager is not None and plan.manager.is_active:
        people[plan.manager.pk] = plan.manager
    return sorted(people.values(), key=lambda one: one.name)


def tell_of_brag(action: Action, *, person: User, by: User) -> None:
    """That somebody else set the BRAG of a person's action."""
    if not person.is_active:
        return
    where = _address("plans:action", action.plan.slug, action.pk)
    _send_now(
        person,
        f"{action.plan.title}: the BRAG of one of your actions was set by somebody else",
        f"{by.name} set the BRAG of an action that you are accountable for, with a reason.\n\nSign in to see it: {where}\n",
    )


def tell_of_move(cycle: Cycle) -> None:
    """That the board was moved, and by when updates are due now: to whoever was asked and has not returned."""
    for request in requests_of(cycle):
        if request.condition.is_awaited and request.person.is_active:
            _send_now(
                request.person,
                f"{cycle.plan.title}: your updates are due on {day_words(cycle.return_on)}",
                f"The board meets on another day: {day_words(cycle.board_on)}. Your updates are due on "
                f"{day_words(cycle.return_on)} now. What you have saved stays.\n\n{_mine(cycle)}\n",
            )


def _send_now(person: User, subject: str, body: str) -> None:
    try:
        send_mail(subject, _signed(person, body), django_settings.DEFAULT_FROM_EMAIL, [person.email])
    except OSError as trouble:
        logger.error("A message could not be sent: %s", type(trouble).__name__)


def _due(cycle: Cycle, requests: Sequence[UpdateRequest], sent: set[str], *, on: dt.date) -> Iterator[Letter]:
    if cycle.condition in UNDER_WAY:
        for request in requests:
            if request.person.is_active:
                yield from _of_request(cycle, request, sent, on=on)
    if cycle.condition in (CycleState.BRIEFING, CycleState.REPORTED):
        missing = sum(one.is_escalated and one.condition is RequestState.MISSING for one in requests)
        for person in readers_of_brief(cycle):
            yield _brief(cycle, person, missing=missing, key=f"brief-{cycle.pk}-{person.pk}")


def _of_request(cycle: Cycle, request: UpdateRequest, sent: set[str], *, on: dt.date) -> Iterator[Letter]:
    state, asked = request.condition, f"request-{request.pk}"
    if state is RequestState.REQUESTED and asked not in sent:
        yield _request_letter(cycle, request.person, len(request.items.all()), key=asked)
    elif state is RequestState.REQUESTED and cycle.return_on - dt.timedelta(days=REMIND_DAYS) <= on <= cycle.return_on:
        yield _reminder(cycle, request.person, key=f"reminder-{request.pk}")
    elif state is RequestState.LATE:
        yield _late(cycle, request.person, key=f"late-{request.pk}")
    elif state is RequestState.MISSING:
        yield _missing(cycle, request.person, key=f"missing-{request.pk}")
    elif state is RequestState.QUERIED and request.decided_at is not None:
        yield _query(cycle, request.person, on=on, key=f"query-{request.pk}-{request.decided_at:%Y%m%d%H%M%S}")


def _request_letter(cycle: Cycle, person: User, count: int, *, key: str) -> Letter:
    actions = f"{count} action{'' if count == 1 else 's'}"
    return Letter(
        key,
        "request",
        person,
        cycle.circulate_on,
        f"{cycle.plan.title}: please update {actions} by {day_words(cycle.return_on)}",
        _signed(
            person,
            f"The board meets on {day_words(cycle.board_on)}. You are accountable for {actions} of “{cycle.plan.title}”.\n"
            f"Please return your updates by {day_words(cycle.return_on)}.\n\nSign in here; what you write is saved as you go:\n"
            f"{_mine(cycle)}\n",
        ),
    )


def _reminder(cycle: Cycle, person: User, *, key: str) -> Letter:
    return Letter(
        key,
        "reminder",
        person,
        cycle.return_on - dt.timedelta(days=REMIND_DAYS),
        f"{cycle.plan.title}: your updates are due on {day_words(cycle.return_on)}",
        _signed(
            person, f"Your updates have not been returned yet. They are due on {day_words(cycle.return_on)}.\n\n{_mine(cycle)}\n"
        ),
    )


def _late(cycle: Cycle, person: User, *, key: str) -> Letter:
    return Letter(
        key,
        "late",
        person,
        cycle.return_on + dt.timedelta(days=1),
        f"{cycle.plan.title}: your updates are late",
        _signed(
            person,
            f"Your updates were due on {day_words(cycle.return_on)}. You can still return them; they will be marked as late. "
            f"What is missing on {day_words(cycle.brief_on)} is named in the brief to the chair.\n\n{_mine(cycle)}\n",
        ),
    )


def _missing(cycle: Cycle, person: User, *, key: str) -> Letter:
    return Letter(
        key,
        "missing",
        person,
        cycle.brief_on,
        f"{cycle.plan.title}: your updates are missing",
        _signed(
            person,
            "Your updates are missing, and the brief to the chair says so. You can still return them before the board of "
            f"{day_words(cycle.board_on)}.\n\n{_mine(cycle)}\n",
        ),
    )


def _query(cycle: Cycle, person: User, *, on: dt.date, key: str) -> Letter:
    return Letter(
        key,
        "query",
        person,
        on,
        f"{cycle.plan.title}: a question about your updates",
        _signed(
            person, f"The project manager has a question about your updates.\n\nSign in to read and answer it:\n{_mine(cycle)}\n"
        ),
    )


def _brief(cycle: Cycle, person: User, *, missing: int, key: str) -> Letter:
    where = _address("plans:brief", cycle.plan.slug, cycle.board_on.isoformat())
    words = f" {missing} return{' is' if missing == 1 else 's are'} missing." if missing else ""
    return Letter(
        key,
        "brief",
        person,
        cycle.brief_on,
        f"{cycle.plan.title}: brief before the board of {day_words(cycle.board_on)}",
        _signed(
            person, f"The brief for the board of {day_words(cycle.board_on)} is ready.{words}\n\nSign in to read it:\n{where}\n"
        ),
    )


def _mine(cycle: Cycle) -> str:
    return _address("plans:my-return", cycle.plan.slug, cycle.board_on.isoformat())


def _signed(person: User, body: str) -> str:
    return f"Dear {person.name},\n\n{body}\n{council().name}\n"


def _address(name: str, *args: object) -> str:
    return django_settings.BASE_ADDRESS + reverse(name, args=args)
