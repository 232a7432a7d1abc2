"""The demonstration's second plan: the care leavers' own, under its own headings, from an invented Word document."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from decimal import Decimal

from docx import Document

from inloco.accounts.models import User
from inloco.plans.actions import plans, records
from inloco.plans.actions.importing import take
from inloco.plans.models import MetricLine, Plan
from inloco.plans.reading import read_plan

TITLE = "After our care: the plan of care leavers and those who answer to them"
Row = tuple[str, str, str, str, str, str, str, int | None, str]
"""The cells of a row; its lead as a letter, its end as days from today, None for what goes on."""
HEAD = ("Ref", "Where we are", "What will change", "What we will do", "How we measure it", "Outcome", "Lead", "By when", "RAG")
THEMES: dict[str, tuple[Row, ...]] = {
    "A front door of our own": (
        ("1.1", "Some of us had three addresses in the first year.", "The first tenancy lasts.",
         "Hold a tenancy rehearsal of six weeks in a training flat before anybody signs.",
         "Care leavers in suitable accommodation", "Nobody loses a home for want of knowing how.", "M", 130, "Amber"),
        ("1.2", "Two districts ask for a guarantor.", "The council stands behind each of us.",
         "Agree one guarantor scheme with all districts.", "Districts that take part", "A landlord’s no is never about care.",
         "S", 220, "Green"),
    ),
    "Somebody who rings": (
        ("2.1", "We hear from an adviser when something is due.", "We hear from one because somebody thought of us.",
         "Every adviser rings each young person once a fortnight, and writes what was said in their words.",
         "Care leavers in touch", "We are in touch because it is worth it.", "M", None, "Green"),
        ("2.2", "Few of us have an adult beside the adviser.", "Each of us names one who will stay.",
         "Train thirty volunteers for lifelong links.", "Links that last a year", "Somebody comes to the wedding.",
         "L", 40, "Amber"),
    ),
    "Work that leads on": (
        ("3.1", "Half of us are in work or learning.", "As many as of anybody’s children.",
         "Guarantee an interview for every council post at entry grade.", "Care leavers in education, employment or training",
         "The council is the first to say yes.", "M", -10, "Green"),
    ),
}  # fmt: skip
BOUND = {
    "Care leavers in suitable accommodation": ("care_leavers_suitable_accom_pct", 90),
    "Care leavers in touch": ("care_leavers_in_touch_pct", 95),
    "Care leavers in education, employment or training": ("care_leavers_eet_pct", 60),
}
"""The indicator of a measure, and what the forum wants it to reach within a year."""


def make_care_leavers_plan(people: Mapping[str, User], services: Mapping[str, str], manager: User, today: dt.date) -> Plan:
    """Imported by the project manager; its measures are bound to indicators."""
    plan = take(read=read_plan(_document(people, today), name="after-our-care.docx"), title=TITLE, by=manager).plan
    for letter, person in people.items():
        records.assign(
            actions=plan.actions.filter(responsible__startswith=person.name), person=person, service=services[letter], by=manager
        )
    plans.describe(
        plan=plan, title=plan.title, about="Written with the care leavers’ forum; read out there before every board.",
        board="Corporate Parenting Board", manager=manager, briefed=(), by=manager,
    )  # fmt: skip
    for words, (indicator, target) in BOUND.items():
        line = MetricLine.objects.get(action__plan=plan, metric=words)
        records.bind(
            line=line, indicator=indicator, area="", target=Decimal(target), target_on=today + dt.timedelta(days=300),
            better="higher", baseline_on=today - dt.timedelta(days=365), by=manager,
        )  # fmt: skip
    return plan


def _document(people: Mapping[str, User], today: dt.date) -> bytes:
    """A heading and a table for each theme, as the forum keeps it."""
    made = Document()
    made.add_heading(TITLE, level=1)
    made.add_paragraph("These are our words. Where a figure stands for them, it is on the council’s own pages.")
    for theme, rows in THEMES.items():
        made.add_heading(theme, level=2)
        table = made.add_table(rows=0, cols=len(HEAD))
        for row in (HEAD, *((*words, people[lead].name, _ends(days, today), rag) for *words, lead, days, rag in rows)):
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.text = words
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def _ends(days: int | None, today: dt.date) -> str:
    if days is None:
        return f"Ongoing - review {today + dt.timedelta(days=120):%d/%m/%y}"
    return f"{today + dt.timedelta(days=days):%d/%m/%y}"
