"""A board's year in one go, as its people click through it: a meeting planned, five reports collected, a contradiction that stops
the pack and is mended, the pack read, the meeting held, the last minutes agreed, and what it resolved as matters arising."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from inloco.accounts.models import User
from inloco.board.actions import bodies
from inloco.board.models import Resolution
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


def mend(author: Page, director: Page, title: str) -> None:
    """The director opens the paper again, its author writes the count that the other paper has, and it is signed off anew."""
    director.goto("/")
    director.get_by_role("link", name="Papers", exact=True).click()
    director.get_by_role("link", name=title, exact=True).click()
    director.get_by_text("Open again for changes").first.click()
    director.get_by_label("Reason").fill("The board's pack holds another count")
    director.get_by_role("button", name="Open again for changes").click()
    author.goto("/")
    author.get_by_role("link", name="Papers", exact=True).click()
    author.get_by_role("link", name=title, exact=True).click()
    author.get_by_role("link", name="Executive summary", exact=True).click()
    author.get_by_label("Text").fill(LIVE[title].replace("437", "412"))
    author.get_by_role("button", name="Save draft").click()
    author.get_by_role("link", name="Back to the paper").click()
    author.get_by_role("button", name="Ask for sign-off").click()
    director.goto("/")
    director.get_by_role("link", name=title).first.click()
    director.get_by_role("button", name="Sign off").click()
    expect(director.get_by_text("The paper was signed off.")).to_be_visible()


def body(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Boards", exact=True).click()
    page.get_by_role("link", name="Corporate Parenting Board").last.click()


def work(page: Page, on: dt.date) -> None:
    body(page)
    row = page.get_by_role("row").filter(has_text=f"{on.day} {on:%B %Y}")
    row.get_by_role("link", name="Work on it").click()


def plan(page: Page, *days: dt.date) -> None:
    body(page)
    page.get_by_role("button", name="Plan meetings").click()
    page.get_by_label("Dates of the meetings").fill("\n".join(f"{on:%d %m %Y}" for on in days))
    page.get_by_role("button", name="Plan").click()


def open_agenda(page: Page, on: dt.date) -> None:
    work(page, on)
    page.get_by_role("button", name="Change date, place and how to join").click()
    page.get_by_label("Starts").fill("6pm")
    page.get_by_label("Place").fill("Lantern Hall")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Begin setting the agenda").click()
    expect(page.get_by_text("The agenda is open")).to_be_visible()


def publish(page: Page) -> None:
    """Notice is short on the day itself, so the reason is asked for."""
    page.get_by_role("button", name="Publish the pack").click()
    page.get_by_label("Why it could not wait").fill("The reports came on the day")
    page.get_by_role("button", name="Publish the pack").click()


def begin(page: Page, board: Board) -> None:
    page.get_by_role("button", name="Begin the meeting").click()
    page.get_by_role("link", name="Attendance, apologies and substitutes").click()
    for name, member in board.members.items():
        page.get_by_label(member.name, exact=True).select_option("Apologies" if name == "member" else "Present")
    page.get_by_label("Who presides").select_option("Councillor Odette Farnaby")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="record that they came").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("3 people present can vote")).to_be_visible()
    page.get_by_role("link", name="Back to the meeting").click()


def decide(page: Page) -> None:
    """A vote that the chair decides, and the resolution that it carried, in the middle of writing the minute."""
    page.get_by_label("Minute").fill("The board asked which dentists have places.")
    page.get_by_role("button", name="Count a vote").click()
    page.get_by_label("Motion").fill("That every child sees a dentist by spring.")
    for label, votes in (("For", "1"), ("Against", "1"), ("Abstained", "1")):
        page.get_by_label(label, exact=True).fill(votes)
    page.get_by_label("Casting vote").select_option("For")
    page.get_by_role("button", name="Count").click()
    expect(page.get_by_text("Carried, with the casting vote of Councillor Odette Farnaby")).to_be_visible()
    expect(page.get_by_label("Minute")).to_have_value("The board asked which dentists have places.")
    page.get_by_role("button", name="Record a resolution").click()
    expect(page.get_by_label("What was resolved")).to_have_value("That every child sees a dentist by spring.")
    page.get_by_label("What was resolved").fill("Ask every dentist in the county for places")
    page.get_by_label("Owner without a sign-in").fill("Ottoline Reyes")
    page.get_by_role("button", name="Record").click()


def minute(page: Page) -> None:
    """From the first item to the last, each saved and on to the next; standing items come with a suggestion."""
    page.get_by_role("link", name="Write the minutes, next").click()
    while page.get_by_label("Minute").count():
        title = page.locator("h1").inner_text()
        if title.endswith("Teeth"):
            decide(page)
        elif title.endswith("Leaflet"):
            page.get_by_role("button", name="Defer to the next meeting").click()
            page.get_by_label("Reason").fill("No time was left")
            page.get_by_role("button", name="Defer an item").click()
            page.get_by_role("link", name="Write the minutes, next").click()
            continue
        elif title.endswith("Minutes of the last meeting"):
            expect(page.get_by_label("Minute")).to_have_value(re.compile("were agreed as a correct record"))
        elif not page.get_by_label("Minute").input_value():
            page.get_by_label("Minute").fill("The board noted it.")
        page.get_by_role("button", name="Save and go to the next item").click()
    page.get_by_role("button", name="Finish the draft minutes").click()
    expect(page.get_by_text("The draft minutes are complete")).to_be_visible()


def test_from_the_plan_of_the_year_to_agreed_minutes(open_page: OpenPage, board: Board, loaded: Path) -> None:
    author, director, today = writer(), signer(), board.today
    titles = papers(author, director)
    last = replace(board, today=today - 35 * DAY)
    last.minuted(last.held())
    bodies.name_substitute(
        membership=board.members["member"], name="Delphine Akerman", from_on=today - 400 * DAY, by=board.officer
    )
    earlier, later = last.today, today + 60 * DAY
    page = open_page(board.officer)

    plan(page, today, later)
    open_agenda(page, today)
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
    mend(open_page(author), open_page(director), "Homes")
    work(page, today)
    publish(page)
    expect(page.get_by_text("The pack was published and its readers were told.")).to_be_visible()
    page.get_by_role("link", name="The pack as its readers see it").click()
    for format in ("PDF", "Everything in one ZIP"):
        with page.expect_download() as got:
            page.get_by_role("link", name=format).first.click()
        assert got.value.path().stat().st_size > 10_000

    reader = open_page(board.people["member"], width=320, height=640)
    reader.goto("/")
    reader.get_by_role("link", name="Read the pack for Corporate Parenting Board").click()
    reader.get_by_role("link", name="Read the report: Teeth").click()
    assert_accessible(reader)
    assert_fits(reader)
    notes = reader.locator(".inloco-note")
    notes.locator("summary").click()
    notes.get_by_label("Only you see this note").fill("Ask who was not asked")
    notes.get_by_role("button", name="Keep").click()
    expect(reader.get_by_label("Only you see this note")).to_have_value("Ask who was not asked")
    reader.locator(f"a[href*='{DENTAL}']").first.click()
    expect(reader.locator("h1")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Ask who was not asked")).to_have_count(0)

    work(page, today)
    begin(page, board)
    minute(page)
    work(page, earlier)
    page.get_by_role("button", name="Record that the minutes were agreed").click()
    page.get_by_label("Corrections that the meeting made").fill("The clock stood at seven.")
    page.get_by_role("button", name="Record that the minutes were agreed").click()
    expect(page.get_by_text("The minutes are recorded as agreed.")).to_be_visible()
    page.get_by_role("button", name="Close the meeting").click()

    open_agenda(page, later)
    made = Resolution.objects.get()
    row = page.get_by_role("row").filter(has_text="Ask every dentist in the county for places")
    expect(row).to_contain_text(made.reference)
    expect(page.get_by_role("row").filter(has_text="Leaflet")).to_contain_text("Deferred from")
    row.get_by_role("link", name=made.reference).click()
    expect(page.get_by_role("row").filter(has_text=f"{later.day} {later:%B %Y}")).to_contain_text("Not yet minuted")

    public = open_page(javascript=False, width=320, height=640)
    public.goto("/public/boards/")
    public.get_by_role("link", name=f"{earlier.day} {earlier:%B %Y}").click()
    expect(public.get_by_text("Kit", exact=False).first).to_be_visible()
    assert "Amankwah" not in public.content()
    assert_fits(public)
