"""Papers for tests, made by the real actions."""

from __future__ import annotations

import html

from django.test import Client

from inloco.accounts.models import User
from inloco.accounts.roles import Role
from inloco.analytics.periods import month
from inloco.papers.actions import steps, writing
from inloco.papers.models import Paper, PaperSection
from tests.factories.people import person

AUGUST = month(2019, 8)
DENTAL = "dental_up_to_date_pct"
SUMMARY = f"Teeth were checked for [[{DENTAL} @ 2019-08]]. In the west: [[{DENTAL} @ 2019-08 | West Marrow]]."


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(answer) -> str:
    return " ".join(html.unescape(answer.content.decode()).split())


def writer() -> User:
    return person(Role.STRATEGIC_LEAD)


def signer() -> User:
    return person(Role.DIRECTOR)


def officer() -> User:
    return person(Role.DEMOCRATIC_SERVICES)


def section(paper: Paper, key: str) -> PaperSection:
    return PaperSection.objects.get(paper=paper, key=key)


def write(paper: Paper, key: str, text: str, by: User) -> PaperSection:
    found = section(paper, key)
    return writing.write_section(
        section=found, title=found.title, text=text, restricted=found.restricted, based_on=found.number, by=by
    )


def draft(by: User, summary: str = SUMMARY) -> Paper:
    paper = writing.start(title="Teeth", template="standard", about=AUGUST, by=by, meeting="Board of Marrow")
    write(paper, "executive_summary", summary, by)
    write(paper, "recommendation", "The board is asked to note the paper.", by)
    return paper


def signed_off(by: User, summary: str = SUMMARY) -> Paper:
    paper = draft(by, summary)
    steps.make(paper=paper, name="submit", by=by)
    return steps.make(paper=paper, name="sign_off", by=signer())


def published(by: User, summary: str = SUMMARY) -> Paper:
    return steps.publish(paper=signed_off(by, summary), by=officer()).paper
