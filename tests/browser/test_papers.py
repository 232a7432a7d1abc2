"""Papers in a real browser: every page accessible and at home on a narrow screen, and a paper written without JavaScript."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from inloco.papers.actions import files, steps, writing
from inloco.papers.models import Paper, Source
from inloco.performance import written_once
from tests.browser.conftest import OpenPage, assert_accessible, assert_fits
from tests.web.loaded import computed, loaded
from tests.web.papers.making import DENTAL, draft, officer, published, section, signer, writer
from tests.web.papers.test_editing import report

__all__ = ["computed", "loaded"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("loaded")]

SUMMARY = (
    f"Teeth: [[{DENTAL} @ 2019-08]] [[{DENTAL} @ 2019-08 | sparkline]].\n\n[[{DENTAL} @ 2019-08 | chart]]\n\n"
    f"[[{DENTAL} @ 2019-08 | areas]]\n\n- one\n- two\n\n> Quoted.\n\n33 of 58 visits (43%) were on time. [[{DENTAL} @ soon]]"
)


@pytest.fixture(autouse=True)
def _emptied_afterwards(transactional_db: None) -> None:
    """What is written once cannot be removed: the database is emptied after a test of this kind."""
    written_once.remove()


def test_every_page_is_accessible_and_fits(open_page: OpenPage, loaded: Path) -> None:
    author, director = writer(), signer()
    out = published(author)
    paper = draft(author, SUMMARY)
    came = writing.start(title="Homes", template="", about=None, source=Source.WORD, by=author)
    files.take_file(paper=came, name="homes.docx", content=report(), by=author)
    steps.make(paper=paper, name="submit", by=author)
    writing.comment(section=section(paper, "executive_summary"), text="Say more.", by=director)
    base, published_at = f"/papers/{paper.reference}/", f"/papers/{out.reference}/"
    own = [
        "/papers/",
        "/papers/start/",
        "/papers/upload/",
        f"/papers/figures/?search=dental&indicator={DENTAL}&period=2019-08",
        f"/papers/{came.reference}/work/",
        f"/papers/{came.reference}/file/",
        *(f"{base}{tail}" for tail in ("work/", "cover/", "preview/", "preview/?edition=public", "sections/add/")),
        *(f"{base}sections/executive_summary/{tail}" for tail in ("", "versions/")),
    ]
    for user, addresses in ((author, own), (director, [f"{base}work/", f"{base}findings/", published_at])):
        page = open_page(user)
        blocked: list[str] = []
        page.on("console", lambda said, seen=blocked: seen.append(said.text) if "Content Security" in said.text else None)
        for address in addresses:
            page.set_viewport_size({"width": 1280, "height": 900})
            page.goto(address)
            expect(page.locator("h1")).to_have_count(1)
            assert_accessible(page)
            page.set_viewport_size({"width": 320, "height": 640})
            assert_fits(page)
        assert blocked == []


def test_a_paper_is_written_signed_off_and_published_without_javascript(open_page: OpenPage, loaded: Path) -> None:
    author, director, democratic = writer(), signer(), officer()
    page = open_page(author, javascript=False)
    page.goto("/papers/start/")
    page.get_by_label("Standard paper, empty").check()
    page.get_by_label("Title").fill("Teeth in Marrow")
    page.get_by_label("Month that it is about").fill("2019-08")
    page.get_by_role("button", name="Start").click()
    for heading, text in (("Executive summary", f"Checked: [[{DENTAL} @ 2019-08]]."), ("Recommendation", "Note it.")):
        page.get_by_role("link", name=heading, exact=True).click()
        page.get_by_label("Text").fill(text)
        page.get_by_role("button", name="Save draft").click()
        expect(page.get_by_text("was saved")).to_be_visible()
        page.get_by_role("link", name="Back to the paper").click()
    page.get_by_role("button", name="Ask for sign-off").click()
    paper = Paper.objects.get()
    for user, button in ((director, "Sign off"), (democratic, "Publish")):
        page = open_page(user, javascript=False)
        page.goto(f"/papers/{paper.reference}/work/")
        page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator("h1")).to_have_text("Teeth in Marrow")
    expect(page.get_by_text("of 24 children)").first).to_be_visible()


def test_the_picker_puts_figures_in_at_the_cursor_by_keyboard(open_page: OpenPage, loaded: Path) -> None:
    paper = draft(author := writer(), "Of the children, had their teeth checked.")
    page = open_page(author)
    page.goto(f"/papers/{paper.reference}/sections/executive_summary/")
    text = page.get_by_label("Text", exact=True)
    text.evaluate("area => area.setSelectionRange(16, 16)")
    page.get_by_role("button", name="Put in a figure").press("Enter")
    page.get_by_label("Words in its title").fill("dental")
    page.get_by_label("Month or year").fill("2019-08")
    page.get_by_label("Month or year").press("Enter")
    page.locator("#picker").get_by_role("link", name="dental").first.press("Enter")
    expect(page.get_by_role("heading", name="Ways to show it")).to_be_focused()
    for kind in ("Change since a year before", "Chart", "Table of months", "Table of areas", "Small line"):
        expect(page.get_by_role("heading", name=kind)).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Value, in a sentence").press("Enter")
    expect(text).to_be_focused()
    expect(text).to_have_value(f"Of the children, [[{DENTAL} @ 2019-08]] had their teeth checked.")
    expect(page.get_by_role("status")).to_contain_text("was put in")
    page.get_by_role("button", name=": Chart").press("Enter")
    written = text.input_value()
    assert f"2019-08]]\n\n[[{DENTAL} @ 2019-08 | chart]]\n\nhad their" in written
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("was saved")).to_be_visible()
    assert section(paper, "executive_summary").text == written

    plain = open_page(author, javascript=False)
    plain.goto(f"/papers/{paper.reference}/sections/executive_summary/")
    plain.get_by_role("link", name="Find a figure").click()
    expect(plain.get_by_role("button", name="Put it into the text")).to_have_count(0)
