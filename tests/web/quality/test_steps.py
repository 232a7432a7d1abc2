"""What people do with findings, and what a new extract says of them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inloco.accounts.models import User
from inloco.accounts.permissions import TABLE, Permission, Sight
from inloco.accounts.roles import Role
from inloco.accounts.tasks import tasks_of
from inloco.analytics.errors import NotAllowed, NotNow
from inloco.audit.models import Event
from inloco.quality import actions, policies
from inloco.quality.board import board, value_digest
from inloco.quality.models import FindingEvent, FollowedFinding
from inloco.quality.queries import standing
from inloco.quality.states import IS_THEIRS, MAY_MEND, NOT_THEIR_OWN, SEES_THE_CHILD, TRANSITIONS, FindingState
from inloco.quality.tasks import foresee, recheck, tick
from inloco.transitions import A_REASON
from tests.factories.county import snapshot_of
from tests.factories.people import person
from tests.factories.vale import tables_of

pytestmark = pytest.mark.django_db
SEPTEMBER = dt.date(2019, 9, 30)
TODAY = dt.date(2019, 9, 5)
ASSIGNS = {
    Role.DIRECTOR, Role.HEAD_OF_SERVICE, Role.BI_OFFICER, Role.BI_MANAGER, Role.QR_MANAGER, Role.SAFEGUARDING_MANAGER,
    Role.TEAM_MANAGER, Role.SENIOR_MANAGER,
}  # fmt: skip
WHO = {
    "assign": ASSIGNS,
    "report": ASSIGNS | {Role.IRO, Role.SOCIAL_WORKER, Role.PERSONAL_ADVISER},
    "accept": ASSIGNS,
    "reopen": ASSIGNS,
}
FROM = {
    "assign": {"open", "assigned", "reported"},
    "report": {"open", "assigned"},
    "accept": {"open", "assigned", "reported"},
    "reopen": {"reported", "accepted"},
}


@pytest.fixture
def adviser(loaded: Path) -> User:
    return person(Role.PERSONAL_ADVISER, professional="P1")


@pytest.fixture
def manager(loaded: Path) -> User:
    return person(Role.TEAM_MANAGER, area="oak")


@pytest.fixture
def reference(loaded: Path) -> str:
    """The finding about the care leaver C02: the activity's code was not in use."""
    return next(reference for reference, fault in board().faults.items() if fault.child == "C02")


def september(root: Path, **changes: object) -> None:
    """A newer extract, in which C02's activity is as ``changes`` say."""
    tables = tables_of(SEPTEMBER)
    for row in tables["care_leavers"]:
        if row["child"] == "C02":
            row.update(changes)
    snapshot_of(root, as_at=SEPTEMBER, **tables)


def test_the_table_is_complete() -> None:
    mine = [one for one in TRANSITIONS if one.permission]
    assert {one.name for one in mine} == set(WHO) == set(FROM) == set(actions.STEPS)
    assert {one.name: {str(state) for state in one.sources} for one in mine} == FROM
    reached = {FindingState.OPEN, *(one.target for one in TRANSITIONS)}
    assert reached == set(FindingState)
    guards = {guard for one in mine for guard in one.guards}
    assert guards == {SEES_THE_CHILD, MAY_MEND, IS_THEIRS, A_REASON, NOT_THEIR_OWN}
    for role in Role:
        may = {name for name, roles in WHO.items() if role in roles}
        assert {one.name for one in mine if one.permission in TABLE[role].permissions} == may


def test_only_those_who_see_children_follow_up_findings() -> None:
    assert all((Permission.MEND_FINDINGS in one.permissions) is (one.sight is not Sight.NONE) for one in TABLE.values())


@pytest.mark.parametrize("state", list(FindingState))
def test_a_step_is_possible_from_its_states_only(reference: str, manager: User, adviser: User, state: FindingState) -> None:
    fault = board().faults[reference]
    case = FollowedFinding(reference=reference, assigned_to=adviser, state=state)
    for name, sources in FROM.items():
        given = {
            "fault": fault,
            "case": case,
            "state": state,
            "by": manager,
            "reason": "-",
            "candidates": {1},
            "chosen": User(pk=1),
        }
        if state.value in sources:
            policies.check_can_step(name, **given)
        else:
            with pytest.raises(NotNow, match="now"):
                policies.check_can_step(name, **given)


def test_assigned_corrected_and_mended_in_the_next_extract(reference: str, manager: User, adviser: User, loaded: Path) -> None:
    case = actions.assign(reference=reference, to=adviser, due_on=TODAY, note="It was renamed", by=manager, on=TODAY)
    assert (case.condition, case.assigned_to, case.due_on) == (FindingState.ASSIGNED, adviser, TODAY)
    [task] = tasks_of(adviser)["Data quality"]
    assert (task.title, task.due) == ("Mend 1 finding in your records", TODAY)
    actions.report(reference=reference, note="Corrected", by=adviser)
    assert "Data quality" not in tasks_of(adviser)
    september(loaded, activity="F2")
    recheck.enqueue()
    case.refresh_from_db()
    assert case.condition is FindingState.MENDED
    assert [event.step for event in case.events.all()] == ["assign", "report", "find_mended"]
    assert Event.objects.filter(kind="findings_settled").count() == 1
    recheck.enqueue()
    assert FindingEvent.objects.count() == 3, "the second time changes nothing"


def test_said_to_be_corrected_and_still_there_goes_back_to_whoever_said_so(
    reference: str, manager: User, adviser: User, loaded: Path
) -> None:
    actions.assign(reference=reference, to=adviser, due_on=TODAY, by=manager, on=TODAY)
    actions.report(reference=reference, by=adviser)
    september(loaded)
    assert foresee() == ["Data quality: still in the extract, 1"]
    assert FollowedFinding.objects.get().condition is FindingState.REPORTED, "looking ahead does nothing"
    assert tick() == ["Data quality: still in the extract, 1"]
    assert tick() == []
    case = FollowedFinding.objects.get()
    assert (case.condition, case.assigned_to) == (FindingState.ASSIGNED, adviser)


def test_accepted_holds_until_another_value_stands_there(reference: str, manager: User, loaded: Path) -> None:
    with pytest.raises(NotNow, match="reason"):
        actions.accept(reference=reference, reason=" ", by=manager)
    actions.accept(reference=reference, reason="Agreed with the college", by=manager)
    september(loaded)
    assert actions.settle_all() == {}
    assert FollowedFinding.objects.get().condition is FindingState.ACCEPTED


def test_another_value_than_the_accepted_one_is_a_finding_again(reference: str, manager: User, loaded: Path) -> None:
    actions.accept(reference=reference, reason="Agreed with the college", by=manager)
    september(loaded, activity="P4")
    assert actions.settle_all() == {"find_changed": 1}
    assert FollowedFinding.objects.get().condition is FindingState.OPEN


def test_what_was_mended_and_comes_back_is_open(reference: str, manager: User, adviser: User, loaded: Path) -> None:
    actions.assign(reference=reference, to=adviser, due_on=TODAY, by=manager, on=TODAY)
    FollowedFinding.objects.update(state=FindingState.MENDED, settled_in="an earlier one")
    assert actions.settle_all() == {"find_again": 1}
    case = FollowedFinding.objects.get()
    assert (case.condition, case.assigned_to) == (FindingState.OPEN, None)


def test_a_page_is_right_before_anything_is_settled(reference: str, manager: User, loaded: Path) -> None:
    case = actions.accept(reference=reference, reason="Right", by=manager)
    assert standing(case, None, board().snapshot) == (FindingState.MENDED, "find_mended")
    assert standing(None, board().faults[reference], board().snapshot) == (FindingState.OPEN, "")
    assert case.accepted_value == value_digest(board().faults[reference])


def test_refusals(reference: str, manager: User, adviser: User, loaded: Path) -> None:
    stranger = person(Role.SOCIAL_WORKER, professional="W1")
    other = person(Role.TEAM_MANAGER, area="elm")
    with pytest.raises(NotAllowed):
        actions.assign(reference=reference, to=adviser, due_on=TODAY, by=adviser, on=TODAY)
    with pytest.raises(NotAllowed):
        actions.accept(reference=reference, reason="-", by=other)
    with pytest.raises(NotAllowed):
        actions.report(reference="a" * 24, by=manager)
    with pytest.raises(NotNow, match="does not see"):
        actions.assign(reference=reference, to=stranger, due_on=TODAY, by=manager, on=TODAY)
    with pytest.raises(NotNow, match="has passed"):
        actions.assign(reference=reference, to=adviser, due_on=TODAY - dt.timedelta(days=1), by=manager, on=TODAY)
    with pytest.raises(NotNow, match="not assigned to you"):
        actions.report(reference=reference, by=adviser)
    actions.assign(reference=reference, to=manager, due_on=TODAY, by=manager, on=TODAY)
    with pytest.raises(NotNow, match="somebody else"):
        actions.accept(reference=reference, reason="It is mine", by=manager)
    actions.assign(reference=reference, to=adviser, due_on=TODAY, by=manager, on=TODAY)
    actions.accept(reference=reference, reason="Right", by=manager)
    with pytest.raises(NotNow, match="accepted as right"):
        actions.report(reference=reference, by=manager)
    actions.reopen(reference=reference, reason="It was not", by=manager)
    assert FollowedFinding.objects.get().condition is FindingState.OPEN


def test_the_database_refuses_what_cannot_be(reference: str) -> None:
    for fields in ({"state": "assigned"}, {"state": "accepted"}, {"state": "unheard"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            FollowedFinding.objects.create(reference=reference, check_id="x", **fields)


def test_neither_database_nor_trail_names_a_child(reference: str, manager: User, adviser: User, loaded: Path) -> None:
    actions.assign(reference=reference, to=adviser, due_on=TODAY, by=manager, on=TODAY)
    stored = str(list(FollowedFinding.objects.values())) + str(list(Event.objects.values_list("before_json", "after_json")))
    assert "C02" not in stored


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def in_a_week() -> dict[str, str]:
    day = timezone.localdate() + dt.timedelta(days=7)
    return {"due_on-day": str(day.day), "due_on-month": str(day.month), "due_on-year": str(day.year)}


def test_steps_on_pages(reference: str, manager: User, adviser: User) -> None:
    theirs, mine = client_of(manager), client_of(adviser)
    where = reverse("quality:finding", args=[reference])
    form = theirs.get(where + "assign/")
    assert adviser.name in form.content.decode()
    wrong = theirs.post(where + "assign/", {"to": str(adviser.pk), "note": "Kept <b>words</b>"})
    assert wrong.status_code == 422
    assert "Kept &lt;b&gt;words" in wrong.content.decode(), "nothing typed is lost"
    assert theirs.post(where + "assign/", {"to": str(adviser.pk), **in_a_week()}).status_code == 302
    assert "Assigned" in theirs.get(where).content.decode()
    assert mine.post(where + "report/", {"note": "Done"}).status_code == 302
    assert mine.get(where + "accept/").status_code == 403
    assert theirs.get(where + "report/").status_code == 422, "it was said already"
    assert theirs.post(where + "accept/", {"reason": ""}).status_code == 422
    assert theirs.post(where + "accept/", {"reason": "Right"}).status_code == 302
    assert theirs.post(where + "reopen/", {"reason": "Not right"}).status_code == 302
    assert [event.step for event in FindingEvent.objects.all()] == ["assign", "report", "accept", "reopen"]


def test_assigning_all_that_the_filter_shows(manager: User, adviser: User, loaded: Path) -> None:
    client = client_of(manager)
    page = client.get("/quality/findings/assign/").content.decode()
    assert "Assign 8 findings" in page
    assert f"{adviser.name} (sees 4 of 8)" in page
    answer = client.post("/quality/findings/assign/", {"to": str(adviser.pk), **in_a_week()}, follow=True)
    assert "4 findings assigned. 4 stay as they are" in answer.content.decode()
    assert set(FollowedFinding.objects.values_list("assigned_to", flat=True)) == {adviser.pk}
    assert client.post("/quality/findings/assign/", {"to": "999999", **in_a_week()}).status_code == 422
    late = {"due_on-day": "1", "due_on-month": "1", "due_on-year": "2019"}
    assert client.post("/quality/findings/assign/", {"to": str(adviser.pk), **late}).status_code == 422
