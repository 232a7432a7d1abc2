"""From the schedule to the figure in the book: who asks, who sends, what is checked, who approves, who is chased."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from inloco.accounts.models import User
from inloco.accounts.permissions import TABLE
from inloco.accounts.roles import Role
from inloco.accounts.tasks import tasks_of
from inloco.analytics.book import FigureBook
from inloco.analytics.errors import InputRefused, NotAllowed, NotNow
from inloco.analytics.figure import Status
from inloco.analytics.indicators.register import REGISTER
from inloco.analytics.periods import Period, financial_year, month, months_to, quarter
from inloco.returns import actions, policies
from inloco.returns.messages import due_reminders, missing_on, send_due
from inloco.returns.models import Return, ReturnEvent, ReturnMessage, Schedule
from inloco.returns.queries import sent_by_services
from inloco.returns.states import (
    DOUBTS_ANSWERED,
    IS_ASKED,
    NOT_THE_SENDER,
    TRANSITIONS,
    WHOLE,
    Lateness,
    ReturnState,
)
from inloco.returns.tasks import foresee, tick
from inloco.transitions import A_REASON
from tests.factories.people import person
from tests.web.returns.conftest import AUGUST, DUE, FIGURE

pytestmark = pytest.mark.django_db
SENDS = {
    Role.HEAD_OF_SERVICE, Role.STRATEGIC_LEAD, Role.BI_OFFICER, Role.QR_MANAGER, Role.SAFEGUARDING_MANAGER, Role.SENIOR_MANAGER,
    Role.VIRTUAL_SCHOOL, Role.SERVICE_LEAD, Role.PARTNER,
}  # fmt: skip
DECIDES = {Role.BI_OFFICER, Role.BI_MANAGER}
WHO = {"send": SENDS, "query": DECIDES, "approve": DECIDES, "ask_again": DECIDES}
FROM = {"send": {"requested", "queried"}, "query": {"sent"}, "approve": {"sent"}, "ask_again": {"approved"}}


def test_the_table_is_complete() -> None:
    assert {one.name for one in TRANSITIONS} == set(WHO) == set(FROM) == set(actions.STEPS)
    assert {one.name: {str(state) for state in one.sources} for one in TRANSITIONS} == FROM
    assert {ReturnState.REQUESTED, *(one.target for one in TRANSITIONS)} == set(ReturnState)
    assert {guard for one in TRANSITIONS for guard in one.guards} == {IS_ASKED, WHOLE, DOUBTS_ANSWERED, NOT_THE_SENDER, A_REASON}
    for role in Role:
        may = {name for name, roles in WHO.items() if role in roles}
        assert {one.name for one in TRANSITIONS if one.permission in TABLE[role].permissions} == may


@pytest.mark.parametrize("state", list(ReturnState))
def test_a_step_is_possible_from_its_states_only(asked: Return, manager: User, sender: User, state: ReturnState) -> None:
    asked.state, asked.sent_by = state, sender
    for name, sources in FROM.items():
        by = sender if name == "send" else manager
        if state.value in sources:
            policies.check_can_step(asked, name, by=by, reason="-")
        else:
            with pytest.raises(NotNow, match="now"):
                policies.check_can_step(asked, name, by=by, reason="-")


def test_every_figure_that_only_a_service_gives_can_be_planned() -> None:
    assert len(sent_by_services()) > 40
    assert all(one.fed_by == "service" for one in sent_by_services())


def test_asked_sent_approved_and_then_in_the_book(asked: Return, sender: User, manager: User, loaded: Path) -> None:
    assert (asked.due_on, asked.condition) == (DUE, ReturnState.REQUESTED)
    assert tasks_of(sender)["Returns"][0].due == DUE
    actions.send(one=asked, numerator=171, denominator=190, note="From the training record", by=sender)
    assert "Returns" not in tasks_of(sender)
    assert tasks_of(manager)["Returns"][0].title == "Approve or query 1 figure that services sent"
    done = actions.approve(one=asked, by=manager)
    book = FigureBook(loaded)
    [figure] = book.series(FIGURE, "vale", [AUGUST])
    assert figure is not None
    assert (figure.value, figure.numerator, figure.denominator) == (Decimal("90.0"), 171, 190)
    assert figure.status is Status.SUBMITTED
    assert figure.snapshot == done.snapshot
    assert "Social work academy" in figure.source
    assert [event.step for event in ReturnEvent.objects.all()] == ["ask", "send", "approve"]


def test_a_reason_instead_of_a_figure_loads_nothing(asked: Return, sender: User, manager: User, loaded: Path) -> None:
    actions.send(one=asked, none_because="The system was being replaced", by=sender)
    done = actions.approve(one=asked, by=manager)
    assert (done.snapshot, done.figure) == ("", None)
    [figure] = FigureBook(loaded).series(FIGURE, "vale", [AUGUST])
    assert figure is None or figure.value is None


def test_a_correction_stands_instead_of_the_figure_before(asked: Return, sender: User, manager: User, loaded: Path) -> None:
    actions.send(one=asked, numerator=171, denominator=190, by=sender)
    actions.approve(one=asked, by=manager)
    actions.ask_again(one=asked, reason="Two teams are missing", by=manager)
    [figure] = FigureBook(loaded).series(FIGURE, "vale", [AUGUST])
    assert figure is not None
    assert figure.value == Decimal("90.0"), "the approved one stands meanwhile"
    actions.send(one=asked, numerator=152, denominator=200, by=sender)
    actions.approve(one=asked, by=manager)
    [figure] = FigureBook(loaded).series(FIGURE, "vale", [AUGUST])
    assert figure is not None
    assert figure.value == Decimal("76.0")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({}, "There is no figure"),
        ({"numerator": 5}, "One of numerator and denominator is missing"),
        ({"numerator": 0, "denominator": 0}, "nobody to count"),
        ({"value": "ninety"}, "not a number"),
        ({"value": "90", "none_because": "Not counted"}, "and a reason why there is none"),
    ],
)
def test_what_cannot_be_taken(asked: Return, sender: User, loaded: Path, given: dict[str, object], why: str) -> None:
    with pytest.raises(NotNow, match=why):
        actions.send(one=asked, by=sender, **given)  # type: ignore[arg-type]
    asked.refresh_from_db()
    assert (asked.condition, asked.value) == (ReturnState.REQUESTED, "")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"numerator": 200, "denominator": 190}, "more than all of them"),
        ({"value": "104"}, "between 0 and 100"),
        ({"value": "50", "numerator": 171, "denominator": 190}, "gives 90.0"),
    ],
)
def test_the_checks_of_submitted_figures_doubt_it(
    asked: Return, sender: User, loaded: Path, given: dict[str, object], why: str
) -> None:
    with pytest.raises(actions.Doubted, match=why):
        actions.send(one=asked, by=sender, **given)  # type: ignore[arg-type]
    with pytest.raises(actions.Doubted):
        actions.send(one=asked, is_confirmed=True, by=sender, **given)  # type: ignore[arg-type]  # confirmed without a word
    done = actions.send(one=asked, is_confirmed=True, note="Counted twice", by=sender, **given)  # type: ignore[arg-type]
    assert why in " ".join(done.doubts)


def test_a_figure_is_doubted_beside_its_own_history(schedule: Schedule, sender: User, manager: User, loaded: Path) -> None:
    Schedule.objects.update(first_period="2018-10")
    for number, one in enumerate(actions.ask_for_due(on=dt.date(2019, 9, 2))):
        if one.span < AUGUST:
            actions.send(one=one, numerator=180 + number % 3, denominator=200, by=sender)
            actions.approve(one=one, by=manager)
    last = Return.objects.get(period="2019-08")
    with pytest.raises(actions.Doubted, match="the month before"):
        actions.send(one=last, numerator=60, denominator=200, by=sender)


def test_who_may_not(asked: Return, sender: User, officer: User, manager: User, loaded: Path) -> None:
    other = person(Role.SERVICE_LEAD)
    with pytest.raises(NotAllowed):
        actions.send(one=asked, value="90", by=other)
    with pytest.raises(NotAllowed):
        actions.approve(one=asked, by=sender)
    with pytest.raises(NotAllowed):
        actions.ask_for_due(on=DUE, by=sender)
    actions.send(one=asked, value="90", by=officer)
    with pytest.raises(NotNow, match="somebody else approves"):
        actions.approve(one=asked, by=officer)
    with pytest.raises(NotNow, match="reason"):
        actions.query(one=asked, reason=" ", by=manager)
    actions.query(one=asked, reason="Which teams?", by=manager)
    with pytest.raises(IntegrityError), transaction.atomic():
        Return.objects.filter(pk=asked.pk).update(state="approved", decided_by=officer, sent_by=officer)


@pytest.mark.parametrize(
    ("frequency", "first", "on", "expected"),
    [
        ("month", month(2019, 6), dt.date(2019, 9, 1), ["2019-06", "2019-07", "2019-08"]),
        ("month", month(2019, 9), dt.date(2019, 9, 30), []),
        ("quarter", quarter(2019, 1), dt.date(2019, 7, 1), ["2019-Q1", "2019-Q2"]),
        ("financial_year", financial_year(2017), dt.date(2019, 4, 1), ["2017/18", "2018/19"]),
    ],
)
def test_periods_are_asked_for_once_they_have_ended(frequency: str, first: Period, on: dt.date, expected: list[str]) -> None:
    schedule = Schedule(indicator=FIGURE, service="A", frequency=frequency, first_period=str(first))
    assert [str(one) for one in actions.periods_due(schedule, on=on)] == expected


def test_no_more_than_two_years_are_asked_for_at_once() -> None:
    schedule = Schedule(indicator=FIGURE, service="A", frequency="month", first_period="2010-04")
    assert actions.periods_due(schedule, on=dt.date(2019, 9, 1)) == months_to(AUGUST, actions.MOST_AT_ONCE)


def test_asking_twice_asks_once(asked: Return) -> None:
    assert actions.ask_for_due(on=dt.date(2019, 9, 3)) == []
    Schedule.objects.update(is_active=False)
    assert actions.ask_for_due(on=dt.date(2019, 11, 3)) == []


def test_a_schedule_that_cannot_be(officer: User, sender: User) -> None:
    given = {"service": "A", "contact": sender, "frequency": "month", "due_days": 10, "is_active": True, "by": officer}
    with pytest.raises(NotNow, match="No service sends"):
        actions.plan(indicator="cla_count", first_period=AUGUST, **given)  # type: ignore[arg-type]
    with pytest.raises(NotNow, match="not a period of this frequency"):
        actions.plan(indicator=FIGURE, first_period=financial_year(2018), **given)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        actions.plan(indicator=FIGURE, first_period=AUGUST, **(given | {"by": sender}))  # type: ignore[arg-type]


def test_late_and_missing_follow_from_the_day(asked: Return) -> None:
    assert asked.lateness(on=DUE) is Lateness.IN_TIME
    assert asked.lateness(on=DUE + dt.timedelta(days=1)) is Lateness.LATE
    assert asked.lateness(on=missing_on(asked)) is Lateness.MISSING
    asked.first_sent_at = timezone.make_aware(dt.datetime(2019, 9, 16, 9, 0))
    assert asked.lateness(on=missing_on(asked)) is Lateness.LATE, "one that came late is late for good"


def test_each_is_chased_once_and_nothing_of_the_figure_is_said(asked: Return, officer: User, manager: User) -> None:
    on = {"request": dt.date(2019, 9, 3), "reminder": dt.date(2019, 9, 12), "late": dt.date(2019, 9, 16)}
    for kind, day in on.items():
        [letter] = due_reminders(day)
        assert letter.keys[0].startswith(kind)
        assert send_due(day) == [letter]
        assert due_reminders(day) == []
    missing = [letter for letter in send_due(missing_on(asked)) if letter.keys[0].startswith("missing")]
    assert {letter.person for letter in missing} == {manager, officer}
    assert len(mail.outbox) == 3 + len(missing)
    assert all(str(asked.reference) not in message.body for message in mail.outbox), "the list is behind the sign-in"
    assert ReturnMessage.objects.count() == len(mail.outbox)


def test_a_query_is_told_each_time(asked: Return, sender: User, manager: User, loaded: Path) -> None:
    actions.send(one=asked, value="90", by=sender)
    assert due_reminders(DUE) == []
    actions.query(one=asked, reason="Which teams?", by=manager)
    [letter] = due_reminders(DUE)
    assert (letter.person, letter.keys[0][:5]) == (sender, "query")
    assert "Which teams" not in letter.body


def test_the_scheduler_asks_and_chases_once(schedule: Schedule) -> None:
    on = dt.date(2019, 9, 2)
    seen = foresee(on=on)
    assert seen[0] == "Returns: ask Social work academy for “Staff supervised in the month”, August 2019"
    assert (Return.objects.count(), mail.outbox) == (0, []), "looking ahead does nothing"
    assert tick(on=on) == seen
    assert (Return.objects.count(), len(mail.outbox)) == (1, 1)
    assert tick(on=on) == []


def test_evidence_is_kept_apart_and_of_known_kinds_only(asked: Return, sender: User, loaded: Path) -> None:
    with pytest.raises(InputRefused, match="kind of file"):
        actions.send(one=asked, value="90", evidence=SimpleUploadedFile("run.exe", b"MZ"), by=sender)
    done = actions.send(one=asked, value="90", evidence=SimpleUploadedFile("../proof.pdf", b"%PDF-1.7"), by=sender)
    assert done.evidence["name"] == "proof.pdf"
    [file] = done.folder.iterdir()
    assert file.read_bytes() == b"%PDF-1.7"
    assert file.resolve().is_relative_to(loaded / "returns")


def test_the_register_knows_the_figure() -> None:
    assert REGISTER[FIGURE].unit == "%"
