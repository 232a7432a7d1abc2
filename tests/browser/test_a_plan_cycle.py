"""A whole update cycle as its people go through it, by clicks: the project manager plans and runs it, service leads return (two
people at once on one action, one in time, one not), the director decides, the chair reads the brief, the public its summary."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from inloco.accounts.models import User
from inloco.board.models import Body, Meeting
from inloco.cli.tick import tick
from inloco.performance import written_once
from tests.browser.conftest import OpenPage, assert_accessible, assert_fits
from tests.factories.plans import Scene, scene

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOTE = "What has happened since the last update"


class Calendar:
    """The days of the test: the scheduler runs each morning."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ahead = 0
        real = timezone.now
        monkeypatch.setattr(timezone, "now", lambda: real() + dt.timedelta(days=self.ahead))

    def go_on(self, days: int) -> str:
        self.ahead += days
        return CliRunner().invoke(tick, [], standalone_mode=False).stdout


@pytest.fixture
def made(transactional_db: None, data: Path) -> Iterator[Scene]:
    """What is written once cannot be removed: the database is emptied after a test of this kind."""
    found = scene()
    found.plan.briefed.add(found.director, found.member)
    yield found
    written_once.remove()


def _meets(on: dt.date, chair: User) -> None:
    """A board that meets on that day, in the chair."""
    body = Body.objects.create(name="Board of tests", slug="board-of-tests")
    since = dt.date(2020, 1, 1)
    member = body.memberships.create(person=chair, name=chair.name, kind="voting", from_on=since)
    body.office_terms.create(membership=member, office="chair", from_on=since)
    Meeting.objects.create(body=body, on=on)


def into_the_plan(page: Page, *links: str) -> None:
    page.get_by_role("link", name="Plans", exact=True).first.click()
    page.get_by_role("link", name="Our plan").first.click()
    for name in links:
        page.get_by_role("link", name=name, exact=True).click()


def task(open_page: OpenPage, person: User, name: str, **how: object) -> Page:
    """Sign in anew, and follow a task."""
    page = open_page(person, **how)
    page.goto("/")
    page.get_by_role("link", name=name).first.click()
    return page


def part(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name)


def test_from_the_boards_day_to_what_the_public_reads(open_page: OpenPage, made: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    days = Calendar(monkeypatch)
    board = timezone.localdate() + dt.timedelta(days=22)
    _meets(board, made.member)
    manager = open_page(made.manager)
    manager.goto("/")
    into_the_plan(manager, "Update cycles")
    manager.get_by_role("button", name="Plan the cycle for").click()
    expect(manager.get_by_role("link", name=re.compile("^Board of tests on"))).to_be_visible()
    expect(manager.get_by_role("row", name=re.compile("Request for updates"))).to_have_count(2)
    assert not mail.outbox, "what would be sent is only shown"

    said = days.go_on(1)
    assert "e-mail: request for updates (Ola Brightside)" in said
    assert [one.to for one in mail.outbox] == [[made.lead.email], [made.other.email]]
    link = next(word for word in mail.outbox[0].body.split() if word.startswith("http"))
    lead = task(open_page, made.lead, "Update your actions: Our plan")
    assert lead.request.get(link.removeprefix("http://localhost:8000")).url == lead.url, "the e-mail leads to the same page"
    assert_accessible(lead)
    first, second = part(lead, "1/1a"), part(lead, "1/1b")
    first.get_by_label(NOTE).fill("Nineteen of twenty-one were asked.")
    first.get_by_label("Amber: something may affect").check()
    first.get_by_label("Evidence: what it is").fill("List of the team")
    first.get_by_role("button", name="Save 1a").click()
    expect(lead.get_by_text("1 of 2 actions saved.")).to_be_visible()

    # The manager writes on the action that the lead has open: the lead sees both, and nothing is lost.
    manager = open_page(made.manager)
    manager.goto("/")
    into_the_plan(manager, "1b")
    manager.get_by_role("button", name="Update", exact=True).click()
    manager.get_by_label(NOTE).fill("The trainer was ill in May.")
    manager.get_by_role("button", name="Save the update").click()
    expect(manager.get_by_text("The update was saved.")).to_be_visible()
    second.get_by_label(NOTE).fill("All forty are trained.")
    second.get_by_label("Carers trained: value now").fill("40")
    second.get_by_role("button", name="Save 1b").click()
    expect(lead.get_by_text("The trainer was ill in May.").first).to_be_visible()
    expect(second.get_by_label(NOTE)).to_have_value("All forty are trained.")
    second.get_by_role("button", name="Save 1b").click()
    expect(lead.get_by_text("2 of 2 actions saved.")).to_be_visible()

    first.get_by_text("Change 1a").click()
    first.get_by_role("link", name="Ask for another date").click()
    lead.get_by_label("New timescale").fill(f"{board + dt.timedelta(days=60):%d/%m/%Y}")
    lead.get_by_label("Why the date has to change").fill("Two teams had no room.")
    lead.get_by_role("button").filter(has_text="Ask").click()
    second.get_by_text("Change 1b").click()
    second.get_by_role("link", name="Ask to close it").click()
    lead.get_by_label("Closing note").fill("All carers were trained with young people.")
    lead.get_by_label("Evidence", exact=True).fill("Register of the courses")
    lead.get_by_role("button").filter(has_text="Ask").click()
    lead.get_by_role("button", name="Return all updates").click()
    expect(lead.get_by_text("Your updates were returned.")).to_be_visible()

    manager = task(open_page, made.manager, "Read the updates of Ola Brightside")
    expect(part(manager, "1/1a").get_by_text("Nineteen of twenty-one were asked.")).to_be_visible()
    expect(part(manager, "1/1a").get_by_text("List of the team")).to_be_visible()
    expect(part(manager, "1/1b").get_by_text("Carers trained: 40")).to_be_visible()
    part(manager, "1/1a").get_by_text("Ask about 1a").click()
    manager.get_by_label("Your question about 1a").fill("Who was not asked?")
    part(manager, "1/1a").get_by_role("button", name="Send back with this question").click()
    lead = task(open_page, made.lead, "Answer the question about your updates")
    expect(part(lead, "1/1a").get_by_text("Who was not asked?")).to_be_visible()
    part(lead, "1/1a").get_by_label(NOTE).fill("Two who were in hospital.")
    lead.get_by_role("button", name="Save 1a").click()
    lead.get_by_role("button", name="Return all updates").click()
    manager = task(open_page, made.manager, "Read the updates of Ola Brightside")
    manager.get_by_role("button", name="Accept this return").click()
    expect(manager.get_by_role("row", name=re.compile("Ola Brightside"))).to_contain_text("Accepted")

    assert "Call in the returns" in days.go_on(7)
    assert "Return is late (Wim Ferrers)" in days.go_on(1)
    said = days.go_on(6)
    assert "e-mail: return is missing (Wim Ferrers)" in said
    assert "e-mail: brief before the board (Cllr Tam Roebuck)" in said
    for name, button in (
        ("Decide on a new date", "Agree the new date"),
        ("Decide whether an action is done", "Agree that it is done"),
    ):
        director = task(open_page, made.director, name)
        director.get_by_role("button", name=button).click()
        expect(director.locator(".govuk-notification-banner--success")).to_be_visible()

    chair = task(open_page, made.member, "Read the brief: Our plan", javascript=False, width=320, height=640)
    expect(chair.get_by_text("Wim Ferrers: 1 action (missing)")).to_be_visible()
    expect(chair.get_by_role("table", name="Done, for the board to close")).to_contain_text("Train carers with young people")
    assert_fits(chair)
    paper = chair.request.get(chair.get_by_role("link", name="PDF").get_attribute("href") or "")
    assert paper.body().startswith(b"%PDF")

    manager = task(open_page, made.manager, "Report to the board: Our plan")
    manager.get_by_role("button", name="Report to the board").click()
    days.go_on(7)
    chair = task(open_page, made.member, "Say what the board decided: Our plan", javascript=False, width=320, height=640)
    assert_fits(chair)
    back = part(chair, "1/2 Publish the promise")
    back.get_by_label("Send it back").check()
    back.get_by_role("button").click()
    expect(chair.get_by_role("link", name="Say why it goes back.")).to_be_visible()
    back.get_by_label("Why it goes back").fill("No child that we asked has seen it.")
    back.get_by_role("button").click()
    expect(back.get_by_text("Sent back")).to_be_visible()
    chair.get_by_role("button", name="Agree to close the 1 action not answered").click()
    expect(part(chair, "1/1b").get_by_text("Agreed", exact=True)).to_be_visible()
    manager = task(open_page, made.manager, "Apply the board’s decisions and close")
    manager.get_by_label("What the board said about the plan").fill("The promise is to be read out first.")
    manager.get_by_role("button", name="Apply the board’s decisions and close").click()
    expect(manager.get_by_text("first. Closed by the board: 1/1b. Sent back and opened again: 1/2.")).to_be_visible()
    into_the_plan(manager, "Papers and charts", "Look at the summary and publish it")
    manager.get_by_role("button", name="Publish this summary").click()
    expect(manager.locator(".govuk-notification-banner--success")).to_be_visible()

    days.go_on(1)
    chair = open_page(made.member)
    chair.goto("/")
    into_the_plan(chair)
    chair.get_by_role("link", name=re.compile("^Closed")).click()
    expect(chair.get_by_role("link", name="1b", exact=True)).to_be_visible()
    chair.get_by_role("link", name=re.compile("^For the board")).click()
    expect(chair.get_by_role("heading", name=re.compile("Since the last board"))).to_contain_text(f"{board:%B}")
    assert_accessible(chair)

    public = open_page(javascript=False, width=320, height=640)
    public.goto(f"/public/plans/{made.plan.slug}/")
    expect(public.get_by_role("row", name=re.compile("Ask every young person about their review"))).to_contain_text("Amber")
    expect(public.get_by_text("Train carers with young people")).to_have_count(0)
    assert made.lead.name not in public.content()
    assert_fits(public)
