"""The demonstration's plan comes through the same importer and actions as everybody's."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from inloco.accounts.models import User
from inloco.accounts.roles import Role
from inloco.accounts.tasks import tasks_of
from inloco.analytics.indicators import CATALOGUE
from inloco.analytics.settings import Settings
from inloco.board.models import Body, Meeting
from inloco.demo import care_leavers, plan_cycles
from inloco.demo import plan as demo_plan
from inloco.demo.board import meeting_days
from inloco.documents.outputs.plan_files import RENDERERS
from inloco.plans.linting import lint_plan
from inloco.plans.models import Closure, DateChange, MetricLine, Plan, UpdateRequest
from inloco.plans.papers import KINDS
from inloco.plans.states import CycleState, RequestState
from inloco.plans.words import PlanKind
from tests.factories.people import person
from tests.web.queries import assert_queries

pytestmark = pytest.mark.django_db
SIGNATURES = {"pdf": b"%PDF", "docx": b"PK", "xlsx": b"PK", "ods": b"PK", "csv": b"\xef\xbb\xbfTable", "html": b"<!DOCTYPE"}


@pytest.fixture
def made() -> Plan:
    roles = {role for role, _ in demo_plan.OWNERS.values()} | {Role.PROJECT_MANAGER, Role.DIRECTOR, Role.IMPROVEMENT_PARTNER}
    for number, role in enumerate(sorted(roles)):
        name = f"{['Ada', 'Bo', 'Cy', 'Di', 'Ed', 'Fay', 'Gil', 'Hal', 'Ivo', 'Joy'][number]} Marlcombe"
        person(role, email=f"{role.value}@demo.example", name=name)
    said: list[str] = []
    plan = demo_plan.make_plan(said.append)
    body = Body.objects.create(name="Corporate Parenting Board", slug="corporate-parenting-board")
    chair = person(Role.BOARD_MEMBER, email=f"{Role.BOARD_MEMBER.value}@demo.example", name="Kit Marlcombe")
    since = date(2020, 1, 1)
    member = body.memberships.create(person=chair, name=chair.name, kind="voting", from_on=since)
    body.office_terms.create(membership=member, office="chair", from_on=since)
    for day in meeting_days(timezone.localdate()):
        Meeting.objects.create(body=body, on=day)
    plan_cycles.run_cycles(said.append)
    assert len(said) == 2
    return plan


def one(role: Role) -> User:
    return User.objects.get(email=f"{role.value}@demo.example")


def test_the_plan_is_there_half_way_through_a_cycle(made: Plan, client: Client) -> None:
    lines = sum(len(lines) for _, _, lines in demo_plan.OBJECTIVES)
    assert made.actions.count() == lines == 39
    assert made.objectives.count() == len(demo_plan.OBJECTIVES) == 9
    assert [cycle.condition for cycle in made.cycles.all()] == [CycleState.CIRCULATED, CycleState.CLOSED]
    assert all(cycle.board_day is not None and cycle.board_day.on == cycle.board_on for cycle in made.cycles.all())
    states = set(UpdateRequest.objects.filter(cycle=made.cycles.first()).values_list("state", flat=True))
    assert states == {RequestState.REQUESTED, RequestState.RETURNED, RequestState.ACCEPTED, RequestState.QUERIED}
    assert DateChange.objects.filter(state="asked").exists()
    assert Closure.objects.filter(state="asked").exists()
    rules = lint_plan(made, on=timezone.localdate(), settings=Settings()).counts
    assert {"past_due_green", "owner_not_a_person"} <= set(rules)
    for role in (Role.PROJECT_MANAGER, Role.STRATEGIC_LEAD, Role.PARTNER, Role.DIRECTOR):
        assert "Plans" in tasks_of(one(role)), role
    client.force_login(one(Role.PROJECT_MANAGER))
    for show in ("live", "board", "metrics", "person"):
        assert_queries(client, f"/plans/{made.slug}/?show={show}")
    cycle = made.cycles.first()
    assert cycle is not None
    for address in ("", "brief/"):
        assert_queries(client, f"/plans/{made.slug}/cycles/{cycle.board_on}/{address}")


def test_the_chair_answered_for_one_plan_and_is_asked_about_the_other(made: Plan, client: Client) -> None:
    answers = [one for cycle in made.cycles.all() for one in cycle.newest_answers()]
    assert {(one.agrees, one.action.view, one.action.brag) for one in answers} == {
        (True, "closed", "Blue"),
        (False, "live", "Amber"),
    }
    tasks = str(tasks_of(one(Role.BOARD_MEMBER)))
    assert "Say what the board decided: After our care" in tasks
    own = Plan.objects.get(kind=PlanKind.CARE_LEAVERS).cycles.get()
    client.force_login(one(Role.BOARD_MEMBER))
    assert "Every advert at entry grade" in assert_queries(client, f"/plans/{own.plan.slug}/cycles/{own.board_on}/board/")


def test_measures_have_an_indicator_a_baseline_and_a_target(made: Plan) -> None:
    bound = MetricLine.objects.exclude(indicator="")
    assert bound.filter(action__plan=made).count() == len(demo_plan.BOUND)
    assert {indicator for indicator, _ in demo_plan.BOUND.values()} <= set(CATALOGUE)
    assert not bound.filter(target_value=None).exists()
    assert not bound.filter(baseline_on=None).exists()


def test_the_care_leavers_have_a_plan_of_their_own(made: Plan, client: Client) -> None:
    own = Plan.objects.get(kind=PlanKind.CARE_LEAVERS)
    rows = sum(len(rows) for rows in care_leavers.THEMES.values())
    assert own.actions.exclude(where_we_are="").exclude(outcome="").count() == own.actions.count() == rows
    assert MetricLine.objects.filter(action__plan=own).exclude(indicator="").count() == len(care_leavers.BOUND)
    assert {indicator for indicator, _ in care_leavers.BOUND.values()} <= set(CATALOGUE)
    client.force_login(one(Role.PROJECT_MANAGER))
    assert "Somebody comes to the wedding." in assert_queries(client, f"/plans/{own.slug}/")
    assert client.get(f"/plans/{own.slug}/papers/story.pdf").content.startswith(b"%PDF")


def test_every_paper_in_every_format(made: Plan, client: Client) -> None:
    client.force_login(one(Role.PROJECT_MANAGER))
    for kind in KINDS:
        for format in RENDERERS if kind == "board" else ("pdf", "xlsx"):
            answer = client.get(f"/plans/{made.slug}/papers/{kind}.{format}")
            if kind in ("public", "story"):
                assert answer.status_code == 404
                continue
            assert answer.content.startswith(SIGNATURES[format]), (kind, format)
    assert client.get(f"/plans/{made.slug}/papers/board.exe").status_code == 404
    assert client.get(f"/plans/{made.slug}/papers/objective/1.pdf").content.startswith(b"%PDF")
    cycle = made.cycles.first()
    assert cycle is not None
    assert client.get(f"/plans/{made.slug}/cycles/{cycle.board_on}/brief.docx").content.startswith(b"PK")


def test_the_public_reads_five_columns_and_no_names(made: Plan, client: Client) -> None:
    page = client.get(f"/public/plans/{made.slug}/").content.decode()
    assert "An action past the end of its timescale is shown as Red" in page
    assert "Write back to each child" in page
    assert "Appoint two workers who only recruit" not in page  # closed
    for name in User.objects.values_list("name", flat=True):
        assert name not in page
    csv = client.get(f"/public/plans/{made.slug}/summary.csv").content.decode("utf-8-sig")
    assert csv.splitlines()[0] == "Table,Reference,Action,Timescale,RAG"
    client.force_login(one(Role.PROJECT_MANAGER))
    assert client.post(f"/plans/{made.slug}/summary/withdraw/", {"note": ""}).status_code == 422
    assert client.post(f"/plans/{made.slug}/summary/withdraw/", {"note": "A name in an action"}).status_code == 302
    client.logout()
    assert client.get(f"/public/plans/{made.slug}/").status_code == 404
    assert client.get(f"/public/plans/{made.slug}/summary.pdf").status_code == 404


def test_due_dates_in_a_calendar(made: Plan, client: Client) -> None:
    client.force_login(one(Role.SERVICE_LEAD))
    page = client.post("/plans/calendar/").content.decode()
    address = page.split("/plans/calendar/")[1].split(".ics")[0]
    client.logout()
    feed = client.get(f"/plans/calendar/{address}.ics")
    text = feed.content.decode()
    assert feed["Content-Type"].startswith("text/calendar")
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") > 3
    assert "action 1/1a" in text.replace("\r\n ", "")
    assert "Ask every child" not in text.replace("\r\n ", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    client.force_login(one(Role.SERVICE_LEAD))
    client.post("/plans/calendar/", {"do": "stop"})
    assert client.get(f"/plans/calendar/{address}.ics").status_code == 404
