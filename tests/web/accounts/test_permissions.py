"""The truth table: what every role may do and sees, written out once more by hand so that a slip in the table shows."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from inloco.accounts.models import User
from inloco.accounts.permissions import LABELS, SIGHT_LABELS, TABLE, Permission, Sight
from inloco.accounts.policies import can_change, check_can_change, check_has, has
from inloco.accounts.roles import Role
from inloco.analytics.errors import NotAllowed
from tests.factories.people import person

COLUMNS = (
    "see_published_reports", "see_restricted_reports",
    "see_aggregates", "see_small_numbers", "load_extract", "undo_load", "see_findings", "prepare_report",
    "write_commentary", "approve_report", "publish_report",
    "see_meetings", "propose_items", "run_meetings",
    "see_plans", "update_own_actions", "manage_plans", "run_plan_cycle",
    "decide_plan_dates", "decide_plan_closures", "publish_plan",
    "write_paper", "sign_off_paper", "publish_paper",
    "mend_findings", "assign_findings", "send_return", "approve_return", "manage_returns",
    "manage_users", "see_audit", "see_settings",
)  # fmt: skip

# One letter a column, in the order above; a full stop where the role may not.
TRUTH = """
                        sight       R B A S  L U F  P C A P  K I V  D O G Y E X W  W O Z  N J T H Q  M T S
board_member            none        R B A .  . . .  . . . .  K . .  D . . . . . .  . . .  . . . . .  . . .
young_representative    none        R B A .  . . .  . . . .  K I .  D . . . . . .  W . .  . . . . .  . . .
family_representative   none        R B A .  . . .  . . . .  K . .  D . . . . . .  . . .  . . . . .  . . .
co_opted_member         none        R . . .  . . .  . . . .  K . .  . . . . . . .  . . .  . . . . .  . . .
cabinet_member          none        R . . .  . . .  . . . .  K . .  . . . . . . .  . . .  . . . . .  . . .
director                all         R B A S  . . F  . . . .  K . .  D O . . E X .  W O .  N J . . .  . T .
head_of_service         service     R B A S  . . F  . C . .  K . .  D O . . . . .  W O .  N J T . .  . . .
strategic_lead          none        R B A .  . . .  . C . .  K . .  D O . . . . .  W . .  . . T . .  . . .
improvement_partner     none        R . A .  . . .  . . . .  K . .  D O . . E X .  . . .  . . . . .  . . .
project_manager         none        R . A .  . . .  . . . .  K . .  D O G Y . X W  W . .  . . . . .  . . .
bi_officer              all         R B A S  L U F  P C . P  K . .  D . . . . . .  W . .  N J T H Q  . . S
bi_manager              all         R B A S  L U F  P C A P  K . .  D . . . . . .  W O .  N J . H Q  . T S
iro                     own         R B A S  . . .  . . . .  K . .  . O . . . . .  . . .  N . . . .  . . .
qr_manager              supervised  R B A S  . . .  . . . .  K . .  . O . . . . .  W . .  N J T . .  . . .
safeguarding_manager    service     R B A S  . . .  . C . .  K . .  D O . . . . .  W O .  N J T . .  . . .
social_worker           own         R B A S  . . .  . . . .  K . .  . . . . . . .  . . .  N . . . .  . . .
team_manager            team        R B A S  . . .  . . . .  K . .  . O . . . . .  . . .  N J . . .  . . .
senior_manager          service     R B A S  . . .  . C . .  K . .  D O . . . . .  W O .  N J T . .  . . .
personal_adviser        own         R B A S  . . .  . . . .  K . .  . . . . . . .  . . .  N . . . .  . . .
virtual_school          none        R . A .  . . .  . . . .  K . .  . O . . . . .  W . .  . . T . .  . . .
auditor                 none        R . A .  . . .  . . . .  K . .  . O . . . . .  . . .  . . . . .  . . .
democratic_services     none        R B . .  . . .  . . . .  K . V  D . . . . . .  W . Z  . . . . .  . . .
service_lead            none        R . A .  . . .  . . . .  K . .  . O . . . . .  W . .  . . T . .  . . .
partner                 none        R . A .  . . .  . . . .  K . .  . O . . . . .  . . .  . . T . .  . . .
inspector               none        R . A .  . . .  . . . .  K . .  D . . . . . .  . . .  . . . . .  . . .
administrator           none        . . . .  . . .  . . . .  . . .  . . . . . . .  . . .  . . . . .  M T S
"""


def truth() -> dict[str, tuple[str, set[str]]]:
    rows = {}
    for line in TRUTH.strip().splitlines()[1:]:
        role, sight, *given = line.split()
        rows[role] = (sight, {name for name, letter in zip(COLUMNS, given, strict=True) if letter != "."})
    return rows


def test_the_truth_table_holds_every_role_and_permission() -> None:
    assert set(truth()) == {role.value for role in Role} == {role.value for role in TABLE}
    assert {*COLUMNS, "see_children"} == {one.value for one in Permission} == {one.value for one in LABELS}
    assert set(SIGHT_LABELS) == set(Sight)


@pytest.mark.parametrize("role", list(Role))
def test_a_role_is_as_the_truth_table_has_it(role: Role) -> None:
    sight, given = truth()[role.value]
    assert TABLE[role].sight == sight
    assert {one.value for one in TABLE[role].permissions} == given | ({"see_children"} if sight != "none" else set())


def test_nobody_who_manages_people_sees_children() -> None:
    assert all(TABLE[role].sight is Sight.NONE for role in Role if Permission.MANAGE_USERS in TABLE[role].permissions)


def test_small_numbers_are_for_those_who_see_children() -> None:
    assert all((Permission.SEE_SMALL_NUMBERS in grant.permissions) is (grant.sight is not Sight.NONE) for grant in TABLE.values())


@pytest.mark.django_db
class TestAPerson:
    def test_may_what_any_of_their_roles_allows(self) -> None:
        both = person(Role.IRO, Role.TEAM_MANAGER)
        assert both.sights == {Sight.OWN, Sight.TEAM}
        assert has(both, "see_children")
        assert not has(both, Permission.LOAD_EXTRACT)
        with pytest.raises(NotAllowed) as refusal:
            check_has(both, "load_extract")
        assert "extract" not in str(refusal.value)

    def test_holds_a_role_on_its_first_and_last_day_only(self) -> None:
        someone = person()
        held = someone.role_assignments.create(role=Role.IRO, from_on=dt.date(2019, 4, 1), until_on=dt.date(2019, 6, 30))
        days = {dt.date(2019, 3, 31): False, dt.date(2019, 4, 1): True, dt.date(2019, 6, 30): True, dt.date(2019, 7, 1): False}
        assert {day: held.holds(on=day) for day in days} == days
        for day, holds in days.items():
            assert User.objects.with_role("iro", on=day).filter(pk=someone.pk).exists() is holds
            assert someone.role_assignments.held(on=day).exists() is holds

    def test_who_left_may_nothing(self) -> None:
        gone = person(Role.BI_OFFICER, is_active=False)
        assert not has(gone, Permission.LOAD_EXTRACT)
        assert not gone.may("load_extract")

    def test_nobody_changes_their_own_account(self) -> None:
        administrator, other = person(Role.ADMINISTRATOR), person(Role.IRO)
        assert can_change(other, by=administrator)
        assert not can_change(administrator, by=administrator)
        assert not can_change(administrator, by=other)
        with pytest.raises(NotAllowed, match="your own"):
            check_can_change(administrator, by=administrator)

    @pytest.mark.parametrize(
        "fields",
        [
            {"role": "iro", "from_on": dt.date(2019, 4, 1), "until_on": dt.date(2019, 3, 1)},
            {"role": "no_such_role", "from_on": dt.date(2019, 4, 1)},
        ],
    )
    def test_the_database_refuses_an_impossible_role(self, fields: dict[str, object]) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            person().role_assignments.create(**fields)

    def test_the_database_refuses_a_role_twice_and_an_address_twice(self) -> None:
        someone = person(Role.IRO, email="elin@council.example")
        with pytest.raises(IntegrityError), transaction.atomic():
            someone.role_assignments.create(role=Role.IRO, from_on=dt.date(2020, 1, 1))
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.create(email="Elin@council.example", name="Somebody else")
