"""Everybody's pages in the demonstration, followed from link to link: each answers, is accessible and fits a narrow screen."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import assert_accessible, assert_fits
from tests.browser.test_demo import page, sign_in, site

__all__ = ["page", "site"]

pytestmark = pytest.mark.browser

ROLES = ("bi_officer", "project_manager", "democratic_services", "social_worker")
AT_MOST = 35
"""Pages for each role: one of every kind of address, as far as links lead."""
FILES = (".csv", ".pdf", ".xlsx", ".ods", ".html", ".docx", ".ics", ".zip")
NARROW = 320


def kind_of(path: str) -> str:
    """The address without what names one month, area, child, action or indicator, so that each kind is visited once."""
    kept = re.sub(r"/(performance|reports/[^/]+/page)/(?!catalogue)[a-z0-9_]+/", r"/\1/*/", path)
    kept = re.sub(r"/[^/]*\d[^/]*(?=/)", "/*", kept)
    return re.sub(r"/(children|audit)/[a-z0-9]{8,}/", r"/\1/*/", kept)


def links_of(page: Page) -> list[str]:
    found: list[str] = page.eval_on_selector_all("a[href]", "all => all.map((one) => one.href)")
    own = urlsplit(page.url).netloc
    paths = (urlsplit(address) for address in found)
    return [one.path for one in paths if one.netloc == own and not one.path.endswith(FILES) and "logout" not in one.path]


@pytest.mark.parametrize("role", ROLES)
def test_every_kind_of_page_answers_is_accessible_and_fits(site: str, page: Page, role: str) -> None:
    sign_in(page, site, role)
    page.set_viewport_size({"width": NARROW, "height": 800})
    waiting, seen, troubles = [urlsplit(page.url).path], {"/"}, []
    visited = 0
    while waiting and visited < AT_MOST:
        path = waiting.pop(0)
        visited += 1
        answer = page.goto(site + path)
        if answer is None or answer.status != 200:
            troubles.append(f"{path} answered {answer.status if answer else 'nothing'}")
            continue
        if "html" not in (answer.headers.get("content-type") or ""):
            continue
        for check in (assert_accessible, assert_fits):
            try:
                check(page)
            except AssertionError as trouble:
                troubles.append(str(trouble))
        for link in links_of(page):
            if kind_of(link) not in seen:
                seen.add(kind_of(link))
                waiting.append(link)
    assert not troubles, "\n\n".join(troubles)
    assert visited > 8
