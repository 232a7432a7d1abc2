"""Who may see which child: every role against every relationship, and that neither alone is enough."""

from __future__ import annotations

import pytest

from inloco.accounts.permissions import TABLE, Permission, Sight
from inloco.accounts.roles import Role
from inloco.analytics.errors import NotAllowed
from inloco.children.policies import can_see, can_see_children, check_can_see, visible
from inloco.children.register import register
from tests.factories.people import person
from tests.factories.vale import ELM, LEAVERS, LOOKED_AFTER, OAK

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

CHILD = "A01"
RELATIONSHIPS = {
    "own, allocated": {"professional": "W1"},
    "own, reviewing": {"professional": "I1"},
    "supervised": {"supervises": ["I1"]},
    "team": {"area": "elm"},
    "service": {"area": "east"},
    "authority": {"area": "vale"},
    "another's worker": {"professional": "W3"},
    "another's supervisor": {"supervises": ["I2"]},
    "another team": {"area": "oak"},
    "another service": {"area": "west"},
    "stranger": {},
}
REACHES = {
    Sight.NONE: set(),
    Sight.OWN: {"own, allocated", "own, reviewing"},
    Sight.SUPERVISED: {"supervised"},
    Sight.TEAM: {"team"},
    Sight.SERVICE: {"team", "service", "authority"},
    Sight.ALL: set(RELATIONSHIPS),
}


@pytest.mark.parametrize("role", list(Role))
def test_role_and_relationship_together(role: Role) -> None:
    for relationship, fields in RELATIONSHIPS.items():
        expected = relationship in REACHES[TABLE[role].sight]
        assert can_see(CHILD, by=person(role, **fields)) is expected, f"{role}, {relationship}"


def test_every_sight_is_in_the_table() -> None:
    assert set(REACHES) == set(Sight)
    assert {grant.sight for grant in TABLE.values()} == set(Sight)


def test_a_relationship_without_a_role_shows_nobody() -> None:
    nobody = person(professional="W1", area="vale", supervises=["I1"])
    assert not can_see_children(by=nobody)
    assert [child for child in LOOKED_AFTER if can_see(child, by=nobody)] == []


def test_somebody_who_left_sees_nobody() -> None:
    gone = person(Role.DIRECTOR, is_active=False)
    assert not can_see(CHILD, by=gone)


@pytest.mark.parametrize(
    ("role", "fields", "seen"),
    [
        (Role.SOCIAL_WORKER, {"professional": "W1"}, ELM[:6]),
        (Role.SOCIAL_WORKER, {"professional": "W2"}, ELM[6:]),
        (Role.IRO, {"professional": "I2"}, OAK),
        (Role.QR_MANAGER, {"supervises": ["I1", "I2"]}, LOOKED_AFTER),
        (Role.TEAM_MANAGER, {"area": "oak"}, [*OAK, *LEAVERS]),
        (Role.HEAD_OF_SERVICE, {"area": "east"}, ELM),
        (Role.SENIOR_MANAGER, {"area": "vale"}, [*LOOKED_AFTER, *LEAVERS]),
        (Role.PERSONAL_ADVISER, {"professional": "P1"}, LEAVERS),
        (Role.DIRECTOR, {}, [*LOOKED_AFTER, *LEAVERS]),
        (Role.BOARD_MEMBER, {"area": "vale"}, []),
    ],
)
def test_exactly_these_children(role: Role, fields: dict[str, object], seen: list[str]) -> None:
    within = visible(by=person(role, **fields))
    assert sorted(child for child in register().entries if child in within) == sorted(seen)


def test_two_roles_see_the_union() -> None:
    both = visible(by=person(Role.SOCIAL_WORKER, Role.TEAM_MANAGER, professional="W1", area="oak"))
    assert {child for child in register().entries if child in both} == {*ELM[:6], *OAK, *LEAVERS}


def test_the_refusal_is_the_same_for_a_stranger_s_child_and_for_none() -> None:
    worker = person(Role.SOCIAL_WORKER, professional="W1")
    said = []
    for child in ("B01", "Z99", None):
        with pytest.raises(NotAllowed) as refusal:
            check_can_see(child, by=worker)
        said.append(str(refusal.value))
    assert len(set(said)) == 1
    assert "B01" not in said[0]


def test_why_names_the_relationship() -> None:
    assert check_can_see("A01", by=person(Role.SOCIAL_WORKER, professional="W1")) == "worker of the child"
    assert check_can_see("A01", by=person(Role.TEAM_MANAGER, area="elm")) == "responsible team"
    assert check_can_see("A01", by=person(Role.DIRECTOR)) == "role sees all children"


def test_seeing_children_follows_from_the_sight() -> None:
    for role, grant in TABLE.items():
        assert (Permission.SEE_CHILDREN in grant.permissions) == (grant.sight is not Sight.NONE), role
