"""The demonstration's delivery plan: an invented workbook, taken by the importer."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import dataclass

import xlsxwriter
from django.utils import timezone

from inloco.accounts.models import User
from inloco.accounts.roles import Role
from inloco.audit.actor import acting
from inloco.demo.care_leavers import make_care_leavers_plan
from inloco.plans.actions import plans, records
from inloco.plans.actions.importing import take
from inloco.plans.models import MetricLine, Plan
from inloco.plans.reading import read_plan

Say = Callable[[str], None]
TITLE = "Promise to children in our care: delivery plan"
HEAD = ("Ref", "Improvement Plan Ref", "Activity", "Progress", "Evidence", "Metric", "Current Data & Date", "Target Data & Date",
        "Responsible Service", "Timescales", "BRAG")  # fmt: skip
OWNERS = {
    "L": (Role.SERVICE_LEAD, "Participation"),
    "S": (Role.STRATEGIC_LEAD, "Permanence"),
    "H": (Role.HEAD_OF_SERVICE, "Locality services"),
    "P": (Role.PARTNER, "Health partnership"),
    "V": (Role.VIRTUAL_SCHOOL, "Virtual school"),
    "M": (Role.SENIOR_MANAGER, "Leaving care"),
    "Q": (Role.SAFEGUARDING_MANAGER, "Reviewing service"),
}


@dataclass(frozen=True)
class Line:
    """A row of the workbook. ``days`` from today is its end; ``words`` instead of a date; ``owner`` a letter, or words."""

    sheet: str
    ref: str
    activity: str
    owner: str
    days: int | None
    brag: str
    progress: str = ""
    metric: tuple[str, str, str] = ("", "", "")
    words: str = ""
    evidence: str = ""
    link: str = ""


OBJECTIVES: tuple[tuple[str, str, tuple[Line, ...]], ...] = (
    ("Children shape what we do", "We will ask, answer and show what changed.", (
        Line("live", "1a", "Ask every child over ten what they want from their review, two weeks before it", "L", 60, "Green",
             "{-30} - Questions agreed with the children in care council.", ("Children asked before their review", "61%", "95%")),
        Line("live", "1b", "Write back to each child with what was decided, in words that they chose", "L", -35, "Green",
             "{-70} - Letters tried in one team."),
        Line("live", "2", "Young people sit on every panel that appoints a manager in children's services", "S", 120, "Green",
             "{-20} - Four of five panels since the summer."),
        Line("closed", "3", "Set up a children in care council that meets every month", "L", -150, "Blue",
             "{-160} - Meets on the first Tuesday.", evidence="Notes of five meetings"),
        Line("ongoing", "4", "Children's own films open each meeting of the board", "L", None, "Green", words="Ongoing"),
    )),
    ("Homes that last", "We will match earlier and help carers sooner.", (
        Line("live", "1", "Use one matching form for every move that can be planned", "S", -10, "Amber",
             "{-15} - Used in two of three localities.", ("Homes that have lasted two years", "", "70%")),
        Line("live", "2", "Hold a stability meeting within ten days of the first sign of trouble", "H", 45, "Amber",
             "{-12} - Rota drafted.",
             ("Children with three or more placements", "", "10%")),
        Line("live", "3", "Bring respite offers together in one list that carers can see", "S", 90, "Green", link="4.2",
             progress="{-40} - Fourteen offers listed."),
        Line("closed", "4", "Appoint two workers who only recruit foster carers", "H", -120, "Blue", "{-125} - Both started."),
        Line("live", "5", "Agree with the region how emergency beds are shared", "Commissioning team", 30, "",
             "Waiting for the other councils."),
    )),
    ("Permanence without delay", "We will plan for permanence from the second review on.", (
        Line("live", "1", "A permanence plan for every child at the second review", "Q", 150, "Green", "{-25} - Tracker in use.",
             ("Children with a permanence plan at the second review", "72%", "90%")),
        Line("live", "2", "Discharge orders that are no longer needed for children at home", "H", -20, "Red",
             "{-22} - Court dates have moved."),
        Line("live", "3a", "Life story work begins within six months", "S", 75, "Amber", "{-28} - Training for eleven workers."),
        Line("live", "3b", "Life story work begins within six months: kinship carers", "S", 75, "Amber",
             "{-28} - Training for eleven workers."),
        Line("closed", "4", "Review every child at home on an order for over two years", "Q", -90, "Blue",
             "{-95} - All reviewed."),
    )),
    ("Good health, early help", "We will bring health to the child.", (
        Line("live", "1", "First health assessments are offered within fifteen working days", "P", 20, "Amber",
             "{-18} - Clinics doubled.", ("Initial health assessments in time", "68%", "90%")),
        Line("live", "2", "A dentist for every child in care, wherever they live", "P", 200, "Green",
             "{-33} - Agreement with three practices.", ("Children whose dental check is up to date", "", "90%")),
        Line("live", "3", "One page on each young person's health when they leave care", "P", -60, "Amber",
             "{-80} - Form agreed."),
        Line("ongoing", "4", "Wellbeing questionnaires are read and answered by a named worker", "P", None, "Green",
             words="Ongoing"),
    )),
    ("School is theirs too", "We will expect as much as any parent.", (
        Line("live", "1", "Every education plan says what the child wants to be good at", "V", 100, "Green",
             "{-16} - Template changed.", ("Children whose education plan is up to date", "", "95%")),
        Line("live", "2", "Tutors start within ten days where a child has no school place", "V", 15, "Green",
             "{-14} - Contract signed."),
        Line("live", "3", "Halve the days lost to exclusion", "V", 240, "Amber", "{-44} - Six schools visited.",
             ("Days lost to exclusion", "312", "156")),
        Line("closed", "4", "A laptop for each child from year seven on", "V", -200, "Blue", "{-205} - Delivered."),
    )),
    ("Work and training", "We will open the council's own doors first.", (
        Line("live", "1", "Twelve apprenticeships in the council for care leavers", "M", 170, "Green", "{-21} - Five begun.",
             ("Apprenticeships begun", "5", "12")),
        Line("live", "2", "Each care leaver without work meets an adviser every fortnight", "M", -5, "Amber",
             "{-9} - Two advisers short.", ("Care leavers in education, employment or training", "", "60%")),
        Line("live", "3", "Employers sign the care leavers' promise", "M", 60, "Green", "{-31} - Nine signed."),
        Line("live", "4", "Travel is paid until the first wage", "M", 25, "Green", "{-50} - Draft with finance."),
    )),
    ("A home after care", "We will stay in touch and find the right place.", (
        Line("live", "1", "No care leaver under twenty-one in bed and breakfast", "M", 0, "Amber", "{-8} - Two at present.",
             link="1.1"),
        Line("live", "2", "Pathway plans are written with, not about, young people", "M", 110, "Green",
             "{-26} - Checked in audits."),
        Line("live", "3", "Staying put is talked about at sixteen", "S", 80, "Green", "{-38} - In supervision notes."),
        Line("ongoing", "4", "Advisers see each young person at least every eight weeks", "M", None, "Amber", words="Ongoing",
             metric=("Care leavers in touch", "", "95%")),
        Line("live", "5", "Publish the local offer as a page and a card", "Team manager", -15, "Green",
             "Text is ready, to be turned blue."),
    )),
    ("Safe from harm outside the home", "We will see the child before the behaviour.", (
        Line("live", "1", "A talk with someone they trust after each time missing, within three days", "H", 35, "Amber",
             "{-13} - Offered in 71 of 100."),
        Line("live", "2", "Mapping meetings with police every week", "H", 65, "Green", "{-6} - Running."),
        Line("closed", "3", "Train residential staff in safety planning", "H", -75, "Blue", "{-80} - 46 trained."),
    )),
    ("Proud of our children", "We will notice and celebrate.", (
        Line("live", "1", "An evening of achievements each spring", "L", 130, "Green", "{-27} - Hall booked."),
        Line("live", "2", "Councillors know the number, the names of the groups and the promise", "S", None, "Green", words="TBC",
             progress="{-45} - Briefing given."),
        Line("live", "3", "Birthday cards signed by the director", "L", 10, "Green", "{-11} - Sent since the autumn."),
        Line("ongoing", "4", "Savings accounts are opened for each child after a year in care", "S", None, "Green",
             words="Ongoing"),
    )),
)  # fmt: skip
BOUND = {
    "Children with three or more placements": ("ni62_three_plus_placements_pct", "lower"),
    "Homes that have lasted two years": ("ni63_long_term_stability_pct", "higher"),
    "Children whose dental check is up to date": ("dental_up_to_date_pct", "higher"),
    "Children whose education plan is up to date": ("pep_up_to_date_pct", "higher"),
    "Care leavers in education, employment or training": ("care_leavers_eet_pct", "higher"),
    "Care leavers in touch": ("care_leavers_in_touch_pct", "higher"),
}


def make_plan(say: Say) -> Plan:
    """The plan, imported by the project manager, and the care leavers' own beside it."""
    today = timezone.localdate()
    people = {letter: User.objects.get(email=f"{role.value}@demo.example") for letter, (role, _) in OWNERS.items()}
    manager = User.objects.get(email=f"{Role.PROJECT_MANAGER.value}@demo.example")
    director = User.objects.get(email=f"{Role.DIRECTOR.value}@demo.example")
    say("Importing a delivery plan")
    with acting(manager):
        read = read_plan(workbook(people, today), name="delivery-plan.xlsx")
        plan = take(read=read, title=TITLE, by=manager).plan
        for letter, person in people.items():
            theirs = plan.actions.filter(responsible__startswith=person.name)
            records.assign(actions=theirs, person=person, service=OWNERS[letter][1], by=manager)
        briefed = [
            director,
            *(User.objects.filter(email__in=[f"{role}@demo.example" for role in ("improvement_partner", "board_member")])),
        ]
        plans.describe(
            plan=plan, title=plan.title, about="What the council and its partners do to keep the promise.",
            board="Corporate Parenting Board", manager=manager, briefed=briefed, by=manager,
        )  # fmt: skip
        for words, (indicator, better) in BOUND.items():
            line = MetricLine.objects.filter(action__plan=plan, metric=words).first()
            if line is not None:
                target = line.target_value
                records.bind(
                    line=line, indicator=indicator, area="", target=target, target_on=today + dt.timedelta(days=130),
                    better=better, baseline_on=today - dt.timedelta(days=200), by=manager,
                )  # fmt: skip
        make_care_leavers_plan(people, {letter: service for letter, (_, service) in OWNERS.items()}, manager, today)
    return plan


def workbook(people: dict[str, User], today: dt.date) -> bytes:
    """The plan as officers keep it: a sheet a view, objectives as merged rows, dates as text."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False})
    for view, name in (("live", "Live plan"), ("ongoing", "Ongoing monitoring"), ("closed", "Closed actions")):
        sheet = book.add_worksheet(name)
        sheet.merge_range(0, 0, 0, len(HEAD) - 1, TITLE)
        sheet.write_row(1, 0, HEAD)
        row = 2
        for number, (title, how, lines) in enumerate(OBJECTIVES, 1):
            sheet.merge_range(row, 0, row, len(HEAD) - 1, f"Objective {number} - {title}")
            sheet.merge_range(row + 1, 0, row + 1, len(HEAD) - 1, f"How will we achieve this: {how}")
            row += 2
            for line in lines:
                if line.sheet == view:
                    for column, words in enumerate(_cells(line, people, today)):
                        sheet.write_string(row, column, words)
                    row += 1
    book.close()
    return target.getvalue()


def _cells(line: Line, people: dict[str, User], today: dt.date) -> tuple[str, ...]:
    progress = line.progress
    if progress.startswith("{"):
        days, rest = progress[1:].split("}", 1)
        progress = f"{today + dt.timedelta(days=int(days)):%d.%m.%y}{rest}"
    owner = f"{people[line.owner].name} - {OWNERS[line.owner][1]}" if line.owner in OWNERS else line.owner
    ends = line.words or (f"{today + dt.timedelta(days=line.days):%d/%m/%y}" if line.days is not None else "")
    return (line.ref, line.link, line.activity, progress, line.evidence, *line.metric, owner, ends, line.brag)
