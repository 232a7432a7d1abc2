"""The demonstration's people and what they have done so far: accounts of each role, a published report, one in the making."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from inloco.accounts.models import User
from inloco.accounts.roles import Role
from inloco.analytics.book import FigureBook
from inloco.analytics.figure import Unit
from inloco.analytics.indicators import CATALOGUE
from inloco.analytics.indicators.definition import Indicator, Polarity
from inloco.analytics.periods import Period, months_to
from inloco.analytics.synthetic import StaffMember, county_staff
from inloco.audit.actor import acting
from inloco.demo.county import PASSWORD, Account, Plan
from inloco.documents.building import STANDARD_REPORT
from inloco.documents.monthly_report import from_json
from inloco.performance import rendered, restated, tasks
from inloco.performance.actions import reports
from inloco.performance.models import MonthlyReport
from inloco.performance.queries import figure_book
from inloco.performance.report_queries import open_findings

Say = Callable[[str], None]

PUBLISHER = "publisher@demo.example"
NAMES = {
    Role.BOARD_MEMBER: "Councillor Odette Farnaby",
    Role.YOUNG_REPRESENTATIVE: "Kit Amankwah",
    Role.FAMILY_REPRESENTATIVE: "Rosalind Petherick",
    Role.CO_OPTED_MEMBER: "Dr Imran Halloway",
    Role.CABINET_MEMBER: "Councillor Bryn Castellan",
    Role.DIRECTOR: "Wilhelmina Osei",
    Role.HEAD_OF_SERVICE: "Tamsin Greatorex",
    Role.STRATEGIC_LEAD: "Joaquim Leatherby",
    Role.IMPROVEMENT_PARTNER: "Freya Undercliff",
    Role.PROJECT_MANAGER: "Anselm Quayle",
    Role.BI_OFFICER: "Nadia Thorncastle",
    Role.BI_MANAGER: "Gethin Marlowe-Baptiste",
    Role.IRO: "Selma Bramstead",
    Role.QR_MANAGER: "Ivy Doveridge",
    Role.SAFEGUARDING_MANAGER: "Lucasz Penhallow",
    Role.SOCIAL_WORKER: "Bronwen Teaselford",
    Role.TEAM_MANAGER: "Hazel Hosseini",
    Role.SENIOR_MANAGER: "Priya Stavanger",
    Role.PERSONAL_ADVISER: "Obi Qadri",
    Role.VIRTUAL_SCHOOL: "Marguerite Idowu",
    Role.AUDITOR: "Callum Westerdale",
    Role.DEMOCRATIC_SERVICES: "Edwina Sapphire-Jones",
    Role.SERVICE_LEAD: "Dominik Larchwood",
    Role.PARTNER: "Sister Abena Roxby",
    Role.INSPECTOR: "Humphrey Vantongeren",
    Role.ADMINISTRATOR: "Zeynep Coldwell",
}
STAFF = {
    Role.IRO: "iro",
    Role.QR_MANAGER: "quality_manager",
    Role.SOCIAL_WORKER: "social_worker",
    Role.TEAM_MANAGER: "team_manager",
    Role.PERSONAL_ADVISER: "personal_adviser",
}
AUTHORS = (Role.HEAD_OF_SERVICE, Role.STRATEGIC_LEAD, Role.SENIOR_MANAGER, Role.SAFEGUARDING_MANAGER)


@transaction.atomic
def make_people(root: Path) -> list[Account]:
    """One person of each role, tied to the county's busiest workers, teams and localities; and a second officer who publishes."""
    county = root / "demo" / "county"
    staff = county_staff(county)
    areas = figure_book().areas
    top = areas.authority
    everywhere = top.id if top is not None else ""
    locality = next((area.id for area in areas if area.kind == "locality"), everywhere)
    accounts = []
    hashed = make_password(PASSWORD)
    with acting(None):
        for role in Role:
            member = _busiest(staff, STAFF.get(role, ""))
            fields: dict[str, object] = {}
            if role in (Role.IRO, Role.SOCIAL_WORKER, Role.PERSONAL_ADVISER) and member is not None:
                fields["professional"] = member.worker
            elif role is Role.TEAM_MANAGER:
                worker = _busiest(staff, "social_worker")
                fields["area"] = worker.team if worker is not None else everywhere
                member = next((one for one in staff if one.role == "team_manager" and worker and one.team == worker.team), member)
            elif role is Role.QR_MANAGER:
                fields["supervises"] = [one.worker for one in staff if one.role == "iro"]
            elif role is Role.HEAD_OF_SERVICE:
                fields["area"] = locality
            elif role in (Role.SENIOR_MANAGER, Role.SAFEGUARDING_MANAGER):
                fields["area"] = everywhere
            accounts.append(_person(role, f"{role.value}@demo.example", member.name if member else NAMES[role], hashed, fields))
        accounts.append(_person(Role.BI_OFFICER, PUBLISHER, "Osian Fairweather-Ode", hashed, {}))
    return accounts


def accounts_made() -> list[Account]:
    """The sign-ins of a demonstration that is there already."""
    people = User.objects.filter(email__endswith="@demo.example").with_roles()
    return [Account(one.email, one.name, ", ".join(Role(role).label for role in sorted(one.roles))) for one in people]


def make_reports(plan: Plan, say: Say) -> None:
    """The month before last published with commentary by several authors, the last loaded month open for commentary."""
    people = {role: User.objects.get(email=f"{role.value}@demo.example") for role in (Role.BI_OFFICER, Role.BI_MANAGER, *AUTHORS)}
    publisher = User.objects.get(email=PUBLISHER)
    published, opened = months_to(plan.last, 3)[:2]
    say(f"Writing and publishing the report for {published.label}")
    report = _with_commentary(published, people, every=1)
    with acting(people[Role.BI_MANAGER]):
        reports.approve(report=report, by=people[Role.BI_MANAGER])
    with acting(publisher):
        frozen = reports.publish(report=report, by=publisher)
    rendered.render_all(frozen)
    tasks.make_public_edition.enqueue(frozen.report.period)
    say(f"Beginning the report for {opened.label}")
    _with_commentary(opened, people, every=3)
    restated.explain(frozen, from_json(frozen.text), figure_book())


def _with_commentary(month: Period, people: Mapping[Role, User], *, every: int) -> MonthlyReport:
    """A standard report, with commentary on each ``every``th indicator, by one author after the other."""
    book = figure_book()
    officer = people[Role.BI_OFFICER]
    known = {
        one.indicator for one in book.figures(periods=[month], as_known=month.end) if one.value is not None and not one.group
    }
    with acting(officer):
        report = reports.start(period=month, indicators=[one for one in STANDARD_REPORT if one in known], by=officer)
        report = reports.record_extract(report=report, by=officer)
        kinds = {kind.check: "Seen and looked into; the figures stand." for kind in open_findings(report)}
        report = reports.accept_findings(report=report, notes=kinds, by=officer)
        report = reports.compute(report=report, by=officer)
        report = reports.open_commentary(report=report, by=officer)
    for number, (indicator, text) in enumerate(_words(book, report.indicators, month)):
        if number % every == 0:
            author = people[AUTHORS[number % len(AUTHORS)]]
            with acting(author):
                reports.write_commentary(report=report, indicator=indicator, text=text, based_on=0, by=author)
    return report


def _words(book: FigureBook, indicators: Sequence[str], month: Period) -> Iterator[tuple[str, str]]:
    """What an author could say from the figures alone: the movement since last month and last year, and where to look."""
    authority = book.areas.authority
    for id in indicators:
        indicator = CATALOGUE[id]
        months = months_to(month)
        series = book.series(id, authority.id, months, as_known=month.end) if authority is not None else []
        values = [figure.value if figure is not None else None for figure in series]
        yield id, _sentence(indicator, values)


def _sentence(indicator: Indicator, values: Sequence[Decimal | None]) -> str:
    now, before, year_ago = (values[place] if values else None for place in (-1, -2, 0))
    if now is None or before is None:
        return (
            "There is no figure for last month to compare with. "
            "**The service is checking the records** and will report next month."
        )
    better = _better(indicator.polarity, now, before)
    movement = (
        "It has not changed since last month."
        if now == before
        else f"It has {'risen' if now > before else 'fallen'} since last month{better}."
    )
    year = (
        ""
        if year_ago is None
        else " It stands where it stood a year ago."
        if now == year_ago
        else f" It is {'higher' if now > year_ago else 'lower'} than a year ago."
    )
    look = (
        "\n\n- Team managers have the list of the children who are not counted as met."
        "\n- Records that are late are to be entered before the next extract."
        if indicator.unit is Unit.PERCENT
        else "\n\nNumbers in single teams are small and move from month to month."
    )
    return movement + year + look


def _better(polarity: Polarity, now: Decimal, before: Decimal) -> str:
    if polarity is Polarity.NEUTRAL:
        return ""
    rising = now > before
    return ", which is better" if rising is (polarity is Polarity.HIGHER_IS_BETTER) else ", which is worse"


def _busiest(staff: Sequence[StaffMember], role: str) -> StaffMember | None:
    return max((one for one in staff if one.role == role), key=lambda one: (one.children, one.worker), default=None)


def _person(role: Role, email: str, name: str, hashed: str, fields: Mapping[str, Any]) -> Account:
    person = User.objects.create_user(email=email, name=name, **fields)
    person.password = hashed  # one hash for all: hashing takes most of a second each time, on purpose
    person.save(update_fields=["password"])
    today = timezone.localdate()
    until = today + timedelta(days=90) if role is Role.INSPECTOR else None
    person.role_assignments.create(role=role, from_on=today - timedelta(days=400), until_on=until)
    return Account(email, name, role.label)
