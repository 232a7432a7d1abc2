"""The demonstration's boards: one with members of every kind, its last meetings held, the next one in agenda setting.

Everything is made by the real actions, so that the demonstration shows nothing that the product cannot do. All people and words
are invented.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.utils import timezone

from inloco.accounts.models import User
from inloco.accounts.roles import Role
from inloco.audit.actor import acting
from inloco.board.actions import agendas, bodies, meetings, minutes, packs, plan_links, resolutions
from inloco.board.models import AgendaItem, Body, Meeting, Membership
from inloco.papers.models import Paper
from inloco.papers.states import PaperState
from inloco.plans.models import Action

Say = Callable[[str], None]

WEEK = dt.timedelta(weeks=1)
SEATS = (
    ("voting", "Members of the largest group", 2),
    ("voting", "Nominees of the opposition groups", 1),
    ("voting", "Director of children’s services", 1),
    ("voting", "Family and carer representatives", 2),
    ("voting", "Children in care and care leavers", None),
    ("co_opted", "Health, including child and adolescent mental health", 1),
    ("co_opted", "Police", 1),
    ("adviser", "Virtual school", 1),
)
MEMBERS: tuple[tuple[str, str, str, str], ...] = (
    # seat, role of the sign-in (or none), name where there is none, office
    ("Members of the largest group", Role.BOARD_MEMBER, "", "chair"),
    ("Members of the largest group", "", "Councillor Ifeoma Braithwaite", "vice_chair"),
    ("Nominees of the opposition groups", "", "Councillor Gwilym Sandercock", ""),
    ("Director of children’s services", Role.DIRECTOR, "", ""),
    ("Family and carer representatives", Role.FAMILY_REPRESENTATIVE, "", ""),
    ("Children in care and care leavers", Role.YOUNG_REPRESENTATIVE, "", ""),
    ("Children in care and care leavers", "", "Nia Oyelaran", ""),
    ("Children in care and care leavers", "", "Tomasz Wren", ""),
    ("Health, including child and adolescent mental health", Role.CO_OPTED_MEMBER, "", ""),
    ("Police", "", "Sergeant Maeve Tolland", ""),
    ("Virtual school", Role.VIRTUAL_SCHOOL, "", ""),
)
TERMS = """The board advises the council on being a good parent to the children in its care and its care leavers.

It will:

- (a) ask every service what it would do if this were its own child
- (b) hear from children and young people at every meeting, first on the agenda wherever they wish
- (c) read the figures every quarter and ask about whatever has become worse
- (d) visit homes and teams, and tell the council what it found
- (e) set up small groups for single questions, which report back within two meetings
"""
CHANGE = """
- (f) look at the delivery plan at every meeting, and say which actions it accepts as closed
"""


def make_board(say: Say) -> None:
    """The Corporate Parenting Board with two meetings behind it and one ahead, and other bodies with a plan of the year."""
    say("Holding two meetings of the Corporate Parenting Board")
    officer = _person(Role.DEMOCRATIC_SERVICES)
    today = timezone.localdate()
    with acting(officer):
        body = _body(officer, today)
        _forum(officer, today)
        _other_bodies(officer, today)
        first, second, following, *_ = meetings.plan_year(body=body, days=meeting_days(today), by=officer, on=today - 30 * WEEK)
        _hold_first(first, officer)
        _hold_second(second, first, officer)
        _open_next(following, officer, today)


def meeting_days(today: dt.date) -> list[dt.date]:
    """Tuesdays: twelve and three weeks ago, about three weeks ahead, then every nine weeks."""
    tuesday = today - dt.timedelta(days=(today.weekday() - 1) % 7)
    return [tuesday + weeks * WEEK for weeks in (-12, -3, 3, 12, 21)]


def _body(officer: User, today: dt.date) -> Body:
    body = bodies.make_body(
        fields={
            "name": "Corporate Parenting Board",
            "short_name": "Parenting Board",
            "nature": "Advisory: it takes no decisions of its own and makes recommendations to the cabinet member.",
            "functions": [
                "supports and advises the cabinet member for children and young people",
                "leads the whole council in being a good parent",
            ],
            "appointed_by": "The leader of the council, for the term of the council",
            "contact": f"{officer.name}, democratic services, {officer.email}",
            "bars": "Members of the cabinet",
            "barred_roles": [Role.CABINET_MEMBER.value],
            "quorum": 4,
            "clear_days": 5,
            "is_public": True,
            "usual_place": "Aldermere Town Hall",
            "usual_start": dt.time(17, 30),
        },
        by=officer,
    )
    since = today - 80 * WEEK
    seats = {
        title: bodies.add_seat(body=body, kind=kind, title=title, number=number, by=officer) for kind, title, number in SEATS
    }
    for title, role, name, office in MEMBERS:
        person = _person(Role(role)) if role else None
        bodies.appoint(
            body=body,
            name=person.name if person else name,
            person=person,
            kind=seats[title].kind,
            seat=seats[title],
            office=office,
            represents=title,
            is_young=title == "Children in care and care leavers",
            appointed_by="Leader of the council",
            from_on=since,
            by=officer,
        )
    carer = Membership.objects.get(body=body, represents="Family and carer representatives")
    bodies.name_substitute(membership=carer, name="Delphine Akerman", from_on=since, by=officer)
    bodies.write_terms(body=body, text=TERMS, from_on=since, by=officer, based_on=0, agreed_by="The board at its first meeting")
    bodies.write_terms(
        body=body,
        text=TERMS.rstrip() + CHANGE,
        from_on=today - 30 * WEEK,
        by=officer,
        based_on=1,
        what_changed="(f) on the delivery plan is new",
        agreed_by="The board",
    )
    for cause, name, area in (
        ("Care leavers’ housing", "Councillor Ifeoma Braithwaite", "Housing"),
        ("Education", "Councillor Gwilym Sandercock", "Schools"),
    ):
        bodies.name_champion(body=body, name=name, cause=cause, area=area, from_on=since, by=officer)
    bodies.add_standing_item(body=body, title="Young people’s update", purpose="discuss", minutes_allotted=20, by=officer)
    return body


def _other_bodies(officer: User, today: dt.date) -> None:
    """Two boards of officers that the parenting board looks to: no votes of councillors, no rule of notice, nothing public."""
    since = today - 40 * WEEK
    for name, nature, chair, others in (
        (
            "Permanence and Children in Our Care Board",
            "Officers who run the services for children in care; it reports to the Corporate Parenting Board.",
            Role.HEAD_OF_SERVICE,
            (Role.IRO, Role.QR_MANAGER, Role.VIRTUAL_SCHOOL),
        ),
        (
            "Getting to Good Board",
            "Watches over the improvement of children’s services, with an independent partner.",
            Role.DIRECTOR,
            (Role.IMPROVEMENT_PARTNER, Role.PROJECT_MANAGER, Role.BI_MANAGER),
        ),
    ):
        fields = {"name": name, "nature": nature, "has_casting_vote": False, "usual_place": "Room 4, Mill House"}
        body = bodies.make_body(fields={**fields, "usual_start": dt.time(9, 30)}, by=officer)
        for role in (chair, *others):
            person = _person(role)
            bodies.appoint(
                body=body,
                name=person.name,
                person=person,
                kind="adviser" if role is Role.IMPROVEMENT_PARTNER else "voting",
                office="chair" if role is chair else "",
                from_on=since,
                by=officer,
            )
        later = WEEK if chair is Role.DIRECTOR else dt.timedelta()
        meetings.plan_year(body=body, days=[day + later for day in _ahead(today)], by=officer, on=since)


def _ahead(today: dt.date) -> list[dt.date]:
    """Three Thursdays: the first in about two weeks, then every nine."""
    thursday = today - dt.timedelta(days=(today.weekday() - 3) % 7)
    return [thursday + (2 + 9 * number) * WEEK for number in range(3)]


def _forum(officer: User, today: dt.date) -> None:
    forum = bodies.make_body(
        fields={
            "name": "Care Leavers’ Forum",
            "nature": "Young people with care experience and those who work for them.",
            "usual_place": "The Drop-in, Market Street",
            "usual_start": dt.time(17),
        },
        by=officer,
    )
    meetings.plan_year(body=forum, days=[one + dt.timedelta(days=-1) for one in _ahead(today)], by=officer, on=today)
    young = _person(Role.YOUNG_REPRESENTATIVE)
    bodies.appoint(body=forum, name=young.name, person=young, kind="voting", is_young=True, from_on=today - 20 * WEEK, by=officer)


def _hold_first(meeting: Meeting, officer: User) -> None:
    """Everything went as it should; its minutes were agreed and it is closed, once the second meeting has been held."""
    on = meeting.on
    meeting = meetings.open_agenda(meeting=meeting, by=officer, on=on - 5 * WEEK)
    homes = _item(meeting, officer, on - 5 * WEEK, "A second home for short stays", "agree", "Tamsin Greatorex", 25,
                  "Support opening a home with four places in the west of the county.")  # fmt: skip
    meeting = _until_held(meeting, officer, came=9, sorry=("Sergeant Maeve Tolland",))
    _minute(
        meeting,
        officer,
        {homes.title: "Members asked how neighbours would be told and what the home would cost in its first year."},
    )
    minutes.record_vote(
        item=homes,
        motion="That the board supports opening the home.",
        votes_for=4, votes_against=1, abstentions=1, by=officer,
    )  # fmt: skip
    resolutions.resolve(
        item=homes,
        kind="recommendation",
        text="That the cabinet member approves the home, with a report on its first six months",
        owner=_person(Role.HEAD_OF_SERVICE),
        due_on=on + 30 * WEEK,
        by=officer,
    )
    resolutions.resolve(
        item=homes, kind="action", text="Write to the neighbours before building begins", owner=_person(Role.STRATEGIC_LEAD),
        due_on=on + 6 * WEEK, by=officer,
    )  # fmt: skip
    meetings.draft_minutes(meeting=meeting, by=officer, on=on + dt.timedelta(days=3))


def _hold_second(meeting: Meeting, first: Meeting, officer: User) -> None:
    """It agreed the first one's minutes, closed one matter and left another; one item was deferred. Its minutes are a draft."""
    on = meeting.on
    meeting = meetings.open_agenda(meeting=meeting, by=officer, on=on - 5 * WEEK)
    money = _item(meeting, officer, on - 5 * WEEK, "Money for starting work", "agree", "Joaquim Leatherby", 20,
                  "Agree what the council pays a care leaver who starts a first job.")  # fmt: skip
    passports = _item(
        meeting, officer, on - 5 * WEEK, "Health passports", "discuss", "Dr Imran Halloway", 15, "Say what they should hold."
    )
    meeting = _until_held(meeting, officer, came=8, sorry=("Councillor Gwilym Sandercock", "Sergeant Maeve Tolland"))
    agendas.defer_item(item=passports, reason="The presenter was called away", by=officer, on=on)
    letter = meeting.matters_arising.get(resolution__kind="action")
    owner = _person(Role.STRATEGIC_LEAD)
    with acting(owner):
        resolutions.report_progress(
            resolution=letter.resolution, text="All 43 households have had the letter.", is_done=True, by=owner, on=on - WEEK
        )
    minutes.write_matter(
        matter=letter, text="All 43 households have had the letter; two replied, both kindly.", based_on=0, by=officer
    )
    home = meeting.matters_arising.get(resolution__kind="recommendation")
    minutes.write_matter(
        matter=home, text="The cabinet member decides in the new year; the board hears of it then.", based_on=0, by=officer
    )
    resolutions.close_resolution(resolution=letter.resolution, note="The letters were delivered.", at=meeting, by=officer, on=on)
    _minute(meeting, officer, {money.title: "Young people said that the first month is the hardest, before any pay has come in."})
    minutes.record_vote(
        item=money, motion="That the council pays travel and work clothes for the first month.",
        votes_for=3, votes_against=3, abstentions=0, casting="for", by=officer,
    )  # fmt: skip
    resolutions.resolve(
        item=money, kind="action", text="Write the rule down in the local offer, with an easy-read version",
        owner=_person(Role.STRATEGIC_LEAD), due_on=on + 10 * WEEK, by=officer,
    )  # fmt: skip
    _carried_by_the_plan(money, officer, on)
    meetings.draft_minutes(meeting=meeting, by=officer, on=on + dt.timedelta(days=4))
    meetings.agree_minutes(meeting=first, by=officer, on=on)
    meetings.close(meeting=first, by=officer, on=on + dt.timedelta(days=4))


def _carried_by_the_plan(item: AgendaItem, officer: User, on: dt.date) -> None:
    """A resolution that an action of the delivery plan carries, where the plan has been imported before."""
    action = Action.objects.open().filter(activity__startswith="Savings accounts are opened").first()
    if action is None:
        return
    saved = resolutions.resolve(
        item=item, kind="action", text="Open a savings account for every child after a year in care",
        owner=action.accountable or officer, due_on=on + 26 * WEEK, by=officer,
    )  # fmt: skip
    plan_links.link_action(resolution=saved, action=action, by=officer)


def _open_next(meeting: Meeting, officer: User, today: dt.date) -> None:
    """In agenda setting: what came back, the papers that there are, a proposal answered and one that waits."""
    meeting = meetings.open_agenda(meeting=meeting, by=officer, on=today)
    meetings.change_meeting(
        meeting=meeting,
        fields={
            "ends": dt.time(20), "room": "Council Chamber", "join_link": "https://meet.example/aldermere-parenting-board",
            "arrangements": "Sandwiches from 5pm. Step-free entrance from Mill Lane; hearing loop in the chamber.",
        },
        by=officer,
    )  # fmt: skip
    papers = Paper.objects.filter(agenda_items=None, restricted=False).exclude(
        state__in=[PaperState.PUBLISHED, PaperState.WITHDRAWN]
    )
    for paper in papers.order_by("pk"):
        item = _item(
            meeting, officer, today, paper.title, "discuss", paper.report_of, 20, "Consider the report and ask about it."
        )
        agendas.change_item(item=item, fields={"paper": paper, "needs_report": True}, by=officer)
    _item(meeting, officer, today, "Terms for a fostering provider", "note", "Tamsin Greatorex", 10, "Note the terms.",
          is_exempt=True, exempt_reason="It holds the prices that a provider offered")  # fmt: skip
    young, chair = _person(Role.YOUNG_REPRESENTATIVE), _person(Role.BOARD_MEMBER)
    with acting(young):
        bikes = agendas.propose(
            body=meeting.body, title="Bikes for getting to college", why="The bus pass stops at 18.", by=young
        )
        agendas.propose(body=meeting.body, title="Who reads my file", why="We want to know before, not afterwards.", by=young)
    with acting(chair):
        agendas.accept_proposal(
            proposal=bikes, meeting=meeting, answer="Yes. You go second, after the minutes.", by=chair, on=today
        )
    carer = _person(Role.FAMILY_REPRESENTATIVE)
    with acting(carer):
        meetings.ask_for_paper(meeting=meeting, form="large_print", details="18 point", due_on=meeting.on - WEEK, by=carer)


def _item(
    meeting: Meeting,
    officer: User,
    on: dt.date,
    title: str,
    purpose: str,
    presenter: str,
    allotted: int,
    asks: str,
    **more: object,
) -> AgendaItem:
    fields = {
        "title": title[:200],
        "purpose": purpose,
        "presenter": presenter,
        "minutes_allotted": allotted,
        "recommendation": asks,
        **more,
    }
    return agendas.add_item(meeting=meeting, fields=fields, by=officer, on=on)


def _until_held(meeting: Meeting, officer: User, *, came: int, sorry: tuple[str, ...]) -> Meeting:
    """Settled, published in time, begun on its day, with ``came`` members and apologies of the others."""
    on = meeting.on
    meeting = meetings.settle_agenda(meeting=meeting, by=officer, on=on - 4 * WEEK)
    packs.publish_pack(meeting=meeting, by=officer, on=on - 2 * WEEK)
    meeting = meetings.hold(meeting=meeting, by=officer, on=on)
    members = list(Membership.objects.serving(on=on).filter(body=meeting.body).order_by("kind", "pk"))
    away = {one.pk for one in members if one.name in sorry}
    chair = next(one for one in members if one.office == "chair")
    presence = {one.pk: "apologies" if one.pk in away else "present" for one in members}
    for one in members[came + len(away) :]:
        presence[one.pk] = "apologies" if one.pk != chair.pk else "present"
    minutes.record_members(meeting=meeting, presence=presence, presiding=chair.pk, by=officer)
    minutes.record_other(meeting=meeting, name=officer.name, role="Democratic services", by=officer)
    return meeting


def _minute(meeting: Meeting, officer: User, said: dict[str, str]) -> None:
    """A minute for every item that was taken."""
    usual = {
        "apologies": "The chair welcomed everybody. Apologies are listed above.",
        "last_minutes": "The minutes of the last meeting were agreed as a correct record.",
        "matters_arising": "The board went through what earlier meetings had asked for.",
        "other_business": "There was none.",
        "next_meeting": "The date of the next meeting was noted.",
    }
    for item in meeting.items.filter(outcome="open"):
        text = (
            said.get(item.title) or usual.get(item.kind) or "The board thanked the young people and took up what they had said."
        )
        minutes.write_minute(item=item, text=text, based_on=item.number, by=officer, on=meeting.on)


def _person(role: Role) -> User:
    found: User = User.objects.get(email=f"{role.value}@demo.example")
    return found
