"""A real browser against a live server: Chromium, axe, a narrow screen, and a browser without JavaScript."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

# Playwright's synchronous interface runs an event loop in this thread; the tests still use the database in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--metrics-recording-only",
    "--no-first-run",
    "--no-pings",
    "--disable-dev-shm-usage",
    "--disable-features=Translate,OptimizationHints,MediaRouter,DialMediaRouteProvider",
)
SERIOUS = ("serious", "critical")

PATIENCE = 60_000  # ms: the live server does a worker's work within the request, on a machine that may be busy


def chromium() -> str:
    """The system's Chromium, or the test is skipped by name."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=list(QUIET))
        yield launched
        launched.close()


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer) -> Iterator[OpenPage]:
    """``open_page(person, javascript=True, width=1280)``: a page of a browser in which that person (or nobody) is signed in."""
    contexts: list[BrowserContext] = []

    def opened(user: Any = None, *, javascript: bool = True, width: int = 1280, height: int = 900) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            java_script_enabled=javascript,
            viewport={"width": width, "height": height},
            locale="en-GB",
            timezone_id="Europe/London",
        )
        contexts.append(context)
        if user is not None:
            client = Client()
            client.force_login(user)
            name = django_settings.SESSION_COOKIE_NAME
            context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: pytest.fail(f"script error on {page.url}: {error}"))
        return page

    yield opened
    for context in contexts:
        context.close()


def assert_accessible(page: Page) -> None:
    """axe finds nothing serious or critical on the page as it is now."""
    results = Axe().run(page, options={"resultTypes": ["violations"]})
    found = [
        f"{violation['id']} ({violation['impact']}): {violation['help']}\n"
        + "\n".join(f"    {node['html'][:200]}" for node in violation["nodes"][:5])
        for violation in results.response["violations"]
        if violation["impact"] in SERIOUS
    ]
    assert not found, f"{page.url}\n" + "\n".join(found)


def assert_fits(page: Page) -> None:
    """The page does not scroll sideways at its present width; whatever is wider scrolls within its own region."""
    wide, shown = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    if wide > shown:
        guilty = page.evaluate(
            """[...document.querySelectorAll('main *, header *, footer *')]
               .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1
                 && !one.closest('.inloco-scroll'))
               .slice(0, 5).map((one) => one.outerHTML.slice(0, 120))"""
        )
        raise AssertionError(f"{page.url} is {wide} px wide on a screen of {shown} px: {guilty}")
