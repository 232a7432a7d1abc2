"""A made-up board with a member of each kind, for every test of boards."""

import datetime as dt
from dataclasses import dataclass

import pytest
from django.utils import timezone

from inloco.accounts.models import User
from inloco.accounts.roles import Role
from inloco.board.actions import agendas, bodies, meetings, minutes, packs
from inloco.board.models import Body, Meeting, Membership
from tests.factories.people import person

DAY = dt.timedelta(days=1)


@dataclass
class Board:
    """The body, its people by part, and the way of a meeting in single steps."""

    body: Body
    people: dict[str, User]
    members: dict[str, Membership]
    today: dt.date

    @property
    def officer(self) -> User:
        return self.people["officer"]

    def plan(self, days: int) -> Meeting:
        """A meeting so many days from today."""
        meeting = meetings.plan_year(body=self.body, days=[self.today + days * DAY], by=self.officer)[0]
        return meetings.change_meeting(
            meeting=meeting, fields={"starts": dt.time(18), "ends": dt.time(20), "place": "Lantern Hall"}, by=self.officer
        )

    def opened(self, days: int = 30) -> Meeting:
        return meetings.open_agenda(meeting=self.plan(days), by=self.officer, on=self.today)

    def settled(self, days: int = 30) -> Meeting:
        return meetings.settle_agenda(meeting=self.opened(days), by=self.officer, on=self.today)

    def add(self, meeting: Meeting, title: str, **fields: object):
        given = {"title": title, "purpose": "discuss", "presenter": "", "minutes_allotted": 15, **fields}
        return agendas.add_item(meeting=meeting, fields=given, by=self.officer, on=self.today, why="Came later")

    def published(self, days: int = 30) -> Meeting:
        packs.publish_pack(
            meeting=self.settled(days), by=self.officer, on=self.today, reason="" if days > 9 else "Called at once"
        )
        return Meeting.objects.get(body=self.body, on=self.today + days * DAY)

    def held(self, days: int = 0, came: tuple[str, ...] = ("chair", "member", "young")) -> Meeting:
        """Held today, unless another number of days is given, with those present."""
        meeting = meetings.hold(meeting=self.published(days), by=self.officer, on=self.today + days * DAY)
        self.attended(meeting, came)
        return meeting

    def attended(self, meeting: Meeting, came: tuple[str, ...]) -> None:
        presence = {member.pk: "present" if name in came else "apologies" for name, member in self.members.items()}
        presiding = self.members["chair"].pk if "chair" in came else None
        minutes.record_members(meeting=meeting, presence=presence, presiding=presiding, by=self.officer)

    def minuted(self, meeting: Meeting) -> Meeting:
        """Every item noted, the draft complete."""
        for item in meeting.items.filter(outcome="open"):
            minutes.write_minute(item=item, text="Noted.", based_on=item.number, by=self.officer)
        return meetings.draft_minutes(meeting=meeting, by=self.officer, on=meeting.on)


@pytest.fixture
def board(db: None) -> Board:
    today = timezone.localdate()
    people = {
        "officer": person(Role.DEMOCRATIC_SERVICES, name="Edwina Sapphire"),
        "chair": person(Role.BOARD_MEMBER, name="Councillor Odette Farnaby"),
        "member": person(Role.FAMILY_REPRESENTATIVE, name="Rosalind Petherick"),
        "young": person(Role.YOUNG_REPRESENTATIVE, name="Kit Amankwah"),
        "co_opted": person(Role.CO_OPTED_MEMBER, name="Imran Halloway"),
        "adviser": person(Role.VIRTUAL_SCHOOL, name="Marguerite Idowu"),
        "stranger": person(Role.SERVICE_LEAD, name="Dominik Larchwood"),
        "cabinet": person(Role.CABINET_MEMBER, name="Councillor Bryn Castellan"),
    }
    officer = people["officer"]
    body = bodies.make_body(
        fields={
            "name": "Corporate Parenting Board", "nature": "Advisory", "barred_roles": ["cabinet_member"], "quorum": 3,
            "clear_days": 5, "is_public": True, "bars": "Cabinet members",
        },
        by=officer,
    )  # fmt: skip
    since = today - 500 * DAY
    kinds = {"chair": "voting", "member": "voting", "young": "voting", "co_opted": "co_opted", "adviser": "adviser"}
    members = {
        name: bodies.appoint(
            body=body, name=people[name].name, person=people[name], kind=kind, from_on=since, by=officer,
            office="chair" if name == "chair" else "", is_young=name == "young",
        )
        for name, kind in kinds.items()
    }  # fmt: skip
    return Board(body, people, members, today)
