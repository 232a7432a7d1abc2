"""A board's year in one go, as its people do it: a meeting planned, five reports collected, a contradiction that stops the pack
and is mended, the pack read, the meeting held, and what it resolved as the next meeting's matters arising."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from inloco.accounts.models import User
from inloco.board.models import Meeting, Resolution
from inloco.papers.actions import files, steps, writing
from inloco.papers.models import Paper, Source
from inloco.performance import written_once
from tests.browser.conftest import OpenPage, assert_accessible, assert_fits
from tests.documents.papers import untagged
from tests.web.board.conftest import DAY, Board, board
from tests.web.loaded import computed, loaded
from tests.web.papers.making import DENTAL, signer, write, writer
from tests.web.papers.test_editing import report

__all__ = ["board", "computed", "loaded"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("loaded")]

LIVE = {
    "Teeth": f"Teeth were checked for [[{DENTAL} @ 2019-08]]. There were 412 children looked after on 31 August 2019.",
    "Homes": f"Checked: [[{DENTAL} @ 2019-08 | West Marrow]]. There were 437 children looked after on 31 August 2019.",
    "Voice": f"[[{DENTAL} @ 2019-08 | table]]",
}


@pytest.fixture(autouse=True)
def _emptied_afterwards(transactional_db: None) -> None:
    """What is written once cannot be removed: the database is emptied after a test of this kind."""
    written_once.remove()


def papers(author: User, director: User) -> list[str]:
    """Three live papers, a Word report and a PDF, all signed off. Two of them give one count differently."""
    made = []
    for title, summary in LIVE.items():
        paper = writing.start(title=title, template="standard", about=None, by=author, meeting="Corporate Parenting Board")
        write(paper, "executive_summary", summary, author)
        write(paper, "recommendation", "The board is asked to note the paper.", author)
        made.append(paper)
    for title, source, name, content in (
        ("Leaving care", Source.WORD, "leaving-care.docx", report("47 of the 64 care leavers (73%) moved.")),
        ("Leaflet", Source.PDF, "leaflet.pdf", untagged(2)),
    ):
        paper = writing.start(title=title, template="", about=None, source=source, by=author)
        files.take_file(paper=paper, name=name, content=content, by=author)
        made.append(paper)
    for paper in made:
        steps.make(paper=Paper.objects.get(pk=paper.pk), name="submit", by=author)
        steps.make(paper=Paper.objects.get(pk=paper.pk), name="sign_off", by=director)
    return [paper.title for paper in made]


def mend(title: str, author: User, director: User) -> None:
    """The author writes the count that the other paper has, and it is signed off again."""
    paper = Paper.objects.get(title=title)
    steps.make(paper=paper, name="reopen", reason="The board's pack holds another count", by=director)
    write(Paper.objects.get(pk=paper.pk), "executive_summary", LIVE[title].replace("437", "412"), author)
    for name, who in (("submit", author), ("sign_off", director)):
        steps.make(paper=Paper.objects.get(pk=paper.pk), name=name, by=who)


def plan(page: Page, on: dt.date) -> None:
    page.goto(reverse("board:plan", args=["corporate-parenting-board"]))
    page.get_by_label("Dates of the meetings").fill(f"{on:%d %m %Y}")
    page.get_by_role("button", name="Plan").click()
    page.goto(at(on, "change-meeting"))
    page.get_by_label("Starts").fill("6pm")
    page.get_by_label("Place").fill("Lantern Hall")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Begin setting the agenda").click()
    expect(page.get_by_text("The agenda is open")).to_be_visible()


def publish(page: Page) -> None:
    """Notice is short on the day itself, so the reason is asked for."""
    page.get_by_role("link", name="Publish the pack").or_(page.get_by_role("button", name="Publish the pack")).click()
    page.get_by_label("Why it could not wait").fill("The reports came on the day")
    page.get_by_role("button", name="Publish the pack").click()


def begin(page: Page, board: Board) -> None:
    page.get_by_role("button", name="Begin the meeting").click()
    page.get_by_role("link", name="Attendance, apologies and substitutes").click()
    for member in board.members.values():
        page.get_by_label(member.name, exact=True).select_option("Present")
    page.get_by_label("Who presides").select_option("Councillor Odette Farnaby")
    page.get_by_role("button", name="Save").click()


def minute(page: Page, meeting: Meeting) -> None:
    """From the first item to the last, each saved and on to the next."""
    page.goto(reverse("board:minute", args=[meeting.items.first().pk]))
    for item in meeting.items.filter(outcome="open"):
        expect(page.locator("h1")).to_contain_text(item.title)
        page.get_by_label("Minute").fill(f"The board spoke about {item.title.lower()}.")
        page.get_by_role("button", name="Save and go to the next item").click()


def at(on: dt.date, name: str = "work") -> str:
    return reverse(f"board:{name}", args=["corporate-parenting-board", on])


def test_from_the_plan_of_the_year_to_agreed_minutes(open_page: OpenPage, board: Board, loaded: Path) -> None:
    author, director, today = writer(), signer(), board.today
    titles = papers(author, director)
    page = open_page(board.officer)

    plan(page, today)
    for title in titles:
        page.get_by_role("button", name="Add an item").click()
        page.get_by_label("Title").fill(title)
        page.get_by_label("To agree" if title == "Teeth" else "To note").check()
        page.get_by_label("Presenter").fill("Ottoline Reyes")
        page.get_by_label("Minutes").fill("10")
        page.get_by_label("Report", exact=True).select_option(f"{title} (signed off)")
        page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Settle the agenda").click()
    publish(page)
    expect(page.locator(".govuk-error-summary")).to_contain_text("1 contradiction between papers")
    assert_accessible(page)
    mend("Homes", author, director)
    page.goto(at(today))
    publish(page)
    expect(page.get_by_text("The pack was published and its readers were told.")).to_be_visible()
    for file in ("pack-restricted.pdf", "pack-restricted.zip", "pack-public.html"):
        answer = page.request.get(f"{at(today, 'meeting')}{file}")
        assert answer.status == 200
        assert len(answer.body()) > 10_000

    reader = open_page(board.people["member"], width=320, height=640)
    reader.goto("/")
    reader.get_by_role("link", name="Read the pack for Corporate Parenting Board").click()
    reader.get_by_role("link", name="Read the report: Teeth").click()
    assert_accessible(reader)
    assert_fits(reader)
    reader.locator(f"a[href*='{DENTAL}']").first.click()
    expect(reader.locator("h1")).to_be_visible()
    reader.goto(at(today, "meeting"))
    notes = reader.locator(".inloco-note").first
    notes.locator("summary").click()
    notes.get_by_label("Only you see this note").fill("Ask who was not asked")
    notes.get_by_role("button", name="Keep").click()
    expect(reader.get_by_label("Only you see this note").first).to_have_value("Ask who was not asked")
    assert_fits(reader)
    page.goto(at(today, "meeting"))
    expect(page.get_by_text("Ask who was not asked")).to_have_count(0)

    page.goto(at(today))
    begin(page, board)
    meeting = Meeting.objects.get(on=today)
    minute(page, meeting)
    page.goto(reverse("board:minute", args=[meeting.items.get(title="Teeth").pk]))
    page.get_by_role("button", name="Count a vote").click()
    page.get_by_label("Motion").fill("That every child sees a dentist by spring.")
    for label, votes in (("For", "1"), ("Against", "1"), ("Abstained", "1")):
        page.get_by_label(label, exact=True).fill(votes)
    page.get_by_label("Casting vote").select_option("For")
    page.get_by_role("button", name="Count").click()
    expect(page.get_by_text("Carried, with the casting vote of Councillor Odette Farnaby")).to_be_visible()
    page.get_by_role("button", name="Record a resolution").click()
    page.get_by_label("What was resolved").fill("Ask every dentist in the county for places")
    page.get_by_label("Owner without a sign-in").fill("Ottoline Reyes")
    page.get_by_role("button", name="Record").click()
    page.get_by_role("link", name="Back to the meeting").click()
    page.get_by_role("button", name="Finish the draft minutes").click()
    expect(page.get_by_text("The draft minutes are complete")).to_be_visible()

    # The next meeting falls on its own day: the one that was held moves to the past, as the calendar would have it.
    Meeting.objects.filter(on=today).update(on=today - 35 * DAY)
    before = today - 35 * DAY
    plan(page, today)
    made = Resolution.objects.get()
    row = page.get_by_role("row").filter(has_text="Ask every dentist in the county for places")
    expect(row).to_contain_text(made.reference)
    page.get_by_role("button", name="Settle the agenda").click()
    publish(page)
    begin(page, board)
    page.goto(reverse("board:matter", args=[made.matters_arising.get().pk]))
    page.get_by_label("What was said").fill("Four practices have places.")
    page.get_by_role("button", name="close").click()
    page.goto(at(before))
    page.get_by_role("link", name="Record that the minutes were agreed").or_(
        page.get_by_role("button", name="Record that the minutes were agreed")
    ).click()
    page.get_by_role("button", name="Record that the minutes were agreed").click()
    expect(page.get_by_text("The minutes are recorded as agreed.")).to_be_visible()
    page.get_by_role("button", name="Close the meeting").click()

    public = open_page(javascript=False, width=320, height=640)
    public.goto(reverse("board-public:meeting", args=["corporate-parenting-board", before]))
    expect(public.get_by_text("Ask every dentist in the county for places").first).to_be_visible()
    expect(public.get_by_text("Kit", exact=False).first).to_be_visible()
    assert "Amankwah" not in public.content()
    assert_fits(public)
