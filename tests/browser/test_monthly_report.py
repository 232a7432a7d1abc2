"""A month as it is worked: load it in the browser, look at the findings, write, approve, publish, open the PDF. And
without JavaScript."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from inloco.accounts.models import User
from inloco.accounts.roles import Role
from inloco.performance import written_once
from tests.browser.conftest import OpenPage, assert_accessible, assert_fits
from tests.factories import months
from tests.factories.people import person

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NARROW = 320
KEPT = ("cla_count", "cla_reviews_in_time_pct")


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> months.County:
    return months.county_of(tmp_path_factory)


@pytest.fixture
def people(transactional_db: None, county: months.County, data: Path) -> Iterator[dict[str, User]]:
    """The triggers that keep published rows would also keep the test's database from being emptied; emptying brings them back."""
    county.put_into(data)
    yield {
        "officer": person(Role.BI_OFFICER, name="Nadia Thorncastle"),
        "head": person(Role.HEAD_OF_SERVICE, name="Tamsin Greatorex"),
        "manager": person(Role.BI_MANAGER, name="Gethin Marlowe"),
        "publisher": person(Role.BI_OFFICER, name="Osian Fairweather"),
        "member": person(Role.BOARD_MEMBER, name="Odette Farnaby"),
    }
    written_once.remove()


@pytest.fixture
def august(county: months.County, tmp_path: Path) -> Path:
    packed = tmp_path / "august.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in county.folders[2].iterdir():
            archive.write(file, f"2019-08/{file.name}")
    return packed


def looked_at(page: Page) -> None:
    """axe finds nothing serious, and the page fits a narrow screen."""
    assert_accessible(page)
    wide = page.viewport_size
    page.set_viewport_size({"width": NARROW, "height": 640})
    assert_fits(page)
    page.set_viewport_size(wide or {"width": 1280, "height": 900})


def upload(page: Page, packed: Path) -> None:
    page.goto("/extracts/")
    looked_at(page)
    page.get_by_role("button", name="Upload an extract").click()
    looked_at(page)
    page.locator("input[type=file]").set_input_files(str(packed))
    page.get_by_label("Day").fill("31")
    page.get_by_label("Month").fill("8")
    page.get_by_label("Year").fill("2019")
    page.get_by_role("button", name="Upload and check").click()
    expect(page.get_by_role("heading", name="What changes when you confirm")).to_be_visible()
    looked_at(page)
    page.get_by_role("button", name="Confirm and load").click()
    expect(page.get_by_text("The extract is loaded and its figures are computed.")).to_be_visible()


def prepare(page: Page) -> None:
    page.goto("/reports/start/")
    looked_at(page)
    expect(page.get_by_label("Month", exact=True)).to_have_value("2019-08")
    for box in page.locator("input[name=indicators]").all():
        box.set_checked(box.get_attribute("value") in KEPT)
    page.get_by_role("button", name="Start").click()
    looked_at(page)
    page.get_by_role("button", name="Use the loaded extract").click()
    looked_at(page)
    for box in page.locator("input[name=checks]").all():  # the warnings of a county that is not perfect
        box.check()
    page.locator("input[name=mine]:not([type=hidden])").check()
    page.get_by_role("button", name="Accept the findings").click()
    for button in ("Compute the figures", "Ask for commentary"):
        looked_at(page)
        page.get_by_role("button", name=button).click()
    expect(page.get_by_text("0 of 2 indicators written")).to_be_visible()


def write(page: Page) -> None:
    page.goto("/reports/2019-08/commentary/cla_count/")
    page.get_by_label("Commentary").fill("The number **rose** a little.")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("strong", has_text="rose")).to_be_visible()
    looked_at(page)
    page.get_by_role("button", name="Save commentary").click()
    page.get_by_label("Commentary").fill("Most reviews were in time.")  # saving leads on to the next that is missing
    page.get_by_role("button", name="Save commentary").click()
    expect(page.get_by_text("2 of 2 indicators written")).to_be_visible()


def test_a_month_from_extract_to_report(open_page: OpenPage, people: dict[str, User], august: Path) -> None:
    officer = open_page(people["officer"])
    upload(officer, august)
    prepare(officer)
    write(open_page(people["head"]))

    manager = open_page(people["manager"])
    manager.goto("/")
    manager.get_by_role("link", name="Approve the report for August 2019").click()
    manager.get_by_role("link", name="Read the draft").click()
    looked_at(manager)
    manager.goto("/reports/2019-08/work/")
    manager.get_by_role("button", name="Approve").click()

    publisher = open_page(people["publisher"])
    publisher.goto("/reports/2019-08/work/")
    publisher.set_default_timeout(90_000)
    publisher.get_by_role("button", name="Publish").click()
    publisher.get_by_role("link", name="Read the published report").click()

    member = open_page(people["member"])
    member.goto("/")
    member.get_by_role("link", name="Read the report for August 2019").click()
    expect(member.get_by_role("heading", level=1)).to_have_text("Monthly performance report, August 2019")
    looked_at(member)
    with member.expect_download() as waiting:
        member.locator("a[href$='restricted.pdf']").click()
    assert Path(waiting.value.path()).read_bytes().startswith(b"%PDF")


def test_the_same_without_javascript(open_page: OpenPage, people: dict[str, User], august: Path) -> None:
    officer = open_page(people["officer"], javascript=False)
    officer.goto("/extracts/upload/")
    officer.locator("input[type=file]").set_input_files(str(august))
    officer.get_by_label("Day").fill("31")
    officer.get_by_label("Month").fill("8")
    officer.get_by_label("Year").fill("2019")
    officer.get_by_role("button", name="Upload and check").click()
    officer.get_by_role("button", name="Discard").click()
    expect(officer.get_by_text("The upload was discarded. Nothing was loaded.")).to_be_visible()
