"""What the demonstration's people have made of data quality and of returns: findings assigned, accepted and said to be corrected;
services that have sent their figures, are late, or were asked a question."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

from django.utils import timezone

from inloco.accounts.models import User
from inloco.accounts.roles import Role
from inloco.analytics.figure import Unit
from inloco.analytics.indicators.register import REGISTER
from inloco.analytics.periods import Period, months_to
from inloco.audit.actor import acting
from inloco.children.policies import visible
from inloco.demo.county import Plan
from inloco.quality import actions as findings
from inloco.quality.board import board
from inloco.quality.queries import candidates
from inloco.quality.tasks import recheck
from inloco.returns import actions as returns
from inloco.returns.models import Return

Say = Callable[[str], None]

SERVICES: tuple[tuple[str, str, Role, int], ...] = (
    ("supervision_rate_pct", "Locality teams", Role.HEAD_OF_SERVICE, 10),
    ("contacts_24h_pct", "Front door", Role.SENIOR_MANAGER, 10),
    ("complaints_count", "Customer relations", Role.SERVICE_LEAD, 10),
    ("advocacy_referrals_count", "Advocacy provider", Role.PARTNER, 20),
    ("apprenticeships_started_count", "Virtual school", Role.VIRTUAL_SCHOOL, 20),
    ("mind_of_my_own_statements_count", "Participation", Role.STRATEGIC_LEAD, 15),
)
"""Figure, service, who sends it, and how many working days after the month."""

MONTHS = 4
ASSIGNED, ACCEPTED = 6, 2


def make_findings(plan: Plan, say: Say) -> None:
    """Some findings of the newest month assigned by a senior manager, one said to be corrected, two accepted by the manager of
    business intelligence; the trend is worked out by the worker."""
    say("Following up findings of data quality")
    manager, officer = _person(Role.SENIOR_MANAGER), _person(Role.BI_MANAGER)
    today, seen, found = timezone.localdate(), visible(by=manager), board()
    known = [reference for reference, fault in found.faults.items() if fault.child in seen]
    able = {reference: _able(found.faults[reference].child, manager) for reference in known}
    mine = sorted((one for one in known if able[one]), key=lambda one: not able[one][0].professional)[:ASSIGNED]
    for number, reference in enumerate(mine):
        worker = able[reference][0]
        with acting(manager):
            findings.assign(
                reference=reference, to=worker, due_on=today + timedelta(days=7), note="Before the next extract, please.",
                by=manager, on=today,
            )  # fmt: skip
        if number == 0:
            with acting(worker):
                findings.report(reference=reference, note="Corrected in the record.", by=worker)
    for reference in [one for one in found.faults if one not in mine][:ACCEPTED]:
        with acting(officer):
            findings.accept(reference=reference, reason="Checked with the team: the record is right.", by=officer)
    recheck.enqueue()


def make_returns(plan: Plan, say: Say) -> None:
    """Six services with three months approved each; of the last month one is sent, one queried, the others are awaited."""
    say("Asking services for their figures")
    chance = random.Random(plan.seed)
    officer, approver = _person(Role.BI_OFFICER), _person(Role.BI_MANAGER)
    months = months_to(plan.last, MONTHS)
    with acting(officer):
        for indicator, service, role, days in SERVICES:
            returns.plan(
                indicator=indicator, service=service, contact=_person(role), frequency="month", due_days=days,
                first_period=months[0], is_active=True, by=officer,
            )  # fmt: skip
        returns.ask_for_due(on=date.fromisoformat(plan.until) + timedelta(days=1), by=officer)
    for indicator, _, role, _ in SERVICES:
        sender, usual = _person(role), chance.randint(20, 60)
        for one in Return.objects.filter(schedule__indicator=indicator).exclude(period=str(months[-1])).order_by("period"):
            _send(one, sender, usual, chance)
            with acting(approver):
                returns.approve(one=one, by=approver)
    sent, queried = (_last(SERVICES[number][0], months[-1]) for number in (0, 1))
    for one, number in ((sent, 0), (queried, 1)):
        _send(one, _person(SERVICES[number][2]), 40, chance)
    with acting(approver):
        returns.query(one=queried, reason="Does this count contacts at weekends?", by=approver)


def _able(child: str, manager: User) -> list[User]:
    """Who could mend findings about the child, besides the manager."""
    return [person for person, _ in candidates([child]).values() if person != manager]


def _send(one: Return, sender: User, usual: int, chance: random.Random) -> None:
    """A made-up figure near the service's usual one, from its sender."""
    entry = REGISTER[one.schedule.indicator]
    count = usual + chance.randint(-3, 3)
    with acting(sender):
        if entry.unit.has_parts and entry.unit is Unit.PERCENT:
            returns.send(
                one=one, numerator=count + 120, denominator=count + 130, is_confirmed=True, note="As counted.", by=sender
            )
        else:
            returns.send(one=one, value=str(count), is_confirmed=True, note="As counted.", by=sender)


def _last(indicator: str, month: Period) -> Return:
    one: Return = Return.objects.get(schedule__indicator=indicator, period=str(month))
    return one


def _person(role: Role) -> User:
    found: User = User.objects.get(email=f"{role.value}@demo.example")
    return found
