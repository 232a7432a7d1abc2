"""Every page: nothing serious from axe, no sideways scrolling at 320 px, nothing blocked by the policy, no script needed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from inloco.accounts.models import User
from inloco.accounts.roles import Role
from inloco.audit.actions import record_look
from tests.browser.conftest import OpenPage, assert_accessible, assert_fits
from tests.factories.people import PASSWORD, person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FOR_STRANGERS = ["/login/", "/password/reset/", "/password/reset/sent/", "/no-such-page/"]
FOR_ADMINISTRATORS = [
    "/",
    "/account/",
    "/password/change/",
    "/second-step/",
    "/people/",
    "/people/?q=nobody",
    "/people/add/",
    "/people/permissions/",
    "/people/{person}/",
    "/people/{person}/change/",
    "/people/{person}/roles/add/",
    "/audit/",
    "/gallery/",
    "/settings/",
    "/performance/no-such-page/",
]
NARROW = 320


@pytest.fixture
def administrator() -> User:
    return person(Role.ADMINISTRATOR, name="Ngozi Wetherby")


def check(open_page: OpenPage, address: str, user: User | None) -> None:
    page = open_page(user)
    blocked: list[str] = []
    page.on("console", lambda said: blocked.append(said.text) if "Content Security Policy" in said.text else None)
    page.goto(address)
    expect(page.locator("h1")).to_have_count(1)
    assert_accessible(page)
    page.set_viewport_size({"width": NARROW, "height": 640})
    assert_fits(page)
    assert blocked == []


@pytest.mark.parametrize("address", FOR_STRANGERS)
def test_a_stranger_s_page(open_page: OpenPage, address: str) -> None:
    check(open_page, address, None)


@pytest.mark.parametrize("address", FOR_ADMINISTRATORS)
def test_an_administrator_s_page(open_page: OpenPage, administrator: User, address: str) -> None:
    someone = person(
        Role.IRO, name="Elin Marchbank", email=f"{'long-' * 10}name@children-and-families.council.example", professional="W1"
    )
    record_look(by=someone, what="child record", child_reference="k3f9", why="own child")
    check(open_page, address.format(person=someone.pk), administrator)


def test_a_form_with_errors_is_accessible_and_says_so(open_page: OpenPage, administrator: User) -> None:
    page = open_page(administrator)
    page.goto("/people/add/")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter name")
    assert page.title().startswith("Error: ")
    page.get_by_role("link", name="Enter name").click()
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    assert_accessible(page)


def test_signing_in_adding_a_person_and_signing_out_without_javascript(open_page: OpenPage, administrator: User) -> None:
    page = open_page(javascript=False)
    page.goto("/people/add/")
    page.get_by_label("E-mail address").fill(administrator.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("h1")).to_have_text("Add a person")
    page.get_by_label("Name", exact=True).fill("Kofi Larkspur")
    page.get_by_label("E-mail address").fill("kofi@council.example")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("h1")).to_have_text("Kofi Larkspur")
    page.get_by_role("link", name="Account").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("h1")).to_have_text("Sign in")


def test_the_keyboard_reaches_a_wide_table_and_the_skip_link(open_page: OpenPage, administrator: User) -> None:
    page = open_page(administrator)
    page.goto("/people/permissions/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    region = page.get_by_role("region", name="Roles and permissions")
    region.focus()
    expect(region).to_be_focused()


def test_the_menu_opens_on_a_narrow_screen(open_page: OpenPage, administrator: User) -> None:
    page = open_page(administrator, width=NARROW)
    page.goto("/")
    people = page.get_by_role("link", name="People")
    expect(people).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(people).to_be_visible()
