"""The pages of figures and children in a real browser: axe, a narrow screen, no script needed, from a figure to a child."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from inloco.accounts.roles import Role
from inloco.children.references import reference_of
from tests.browser.conftest import OpenPage, assert_accessible, assert_fits
from tests.factories.people import person
from tests.factories.vale import name_of
from tests.web.loaded import computed, loaded

__all__ = ["computed", "loaded"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("loaded")]

DENTAL = "/performance/dental_up_to_date_pct/"
ADDRESSES = [
    "/performance/",
    "/performance/?area=oak&show=worse&order=worst",
    DENTAL,
    "/performance/cla_legal_status_pct/",
    f"{DENTAL}2019-07/vale/",
    f"{DENTAL}2019-08/vale/children/",
    "/children/",
    "child",
]


def address_of(address: str) -> str:
    return f"/children/{reference_of('A01')}/" if address == "child" else address


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_accessible_fits_a_phone_and_keeps_the_policy(open_page: OpenPage, address: str) -> None:
    page = open_page(person(Role.DIRECTOR))
    blocked: list[str] = []
    page.on("console", lambda said: blocked.append(said.text) if "Content Security Policy" in said.text else None)
    page.goto(address_of(address))
    expect(page.locator("h1")).to_have_count(1)
    assert_accessible(page)
    page.set_viewport_size({"width": 320, "height": 640})
    assert_fits(page)
    assert blocked == []


def test_from_the_overview_to_a_child_without_script(open_page: OpenPage) -> None:
    page = open_page(person(Role.TEAM_MANAGER, area="elm"), javascript=False)
    page.goto("/performance/")
    page.get_by_label("Search").fill("dental")
    page.get_by_label("Area").select_option("elm")
    page.get_by_role("button", name="Show").click()
    assert "area=elm" in page.url
    assert "q=dental" in page.url
    page.get_by_role("link", name="Children looked after with an up-to-date dental check", exact=True).click()
    page.get_by_role("link", name="See the children behind this figure").click()
    page.get_by_role("link", name="Not counted in the number").click()
    assert "state=not_met" in page.url
    page.get_by_role("link", name=name_of("A11")).click()
    expect(page.locator("h1")).to_have_text(name_of("A11"))
    assert "A11" not in page.url
    expect(page.get_by_role("img", name="Timeline")).to_be_visible()
