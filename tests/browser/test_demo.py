"""The demonstration as a visitor meets it: served from what ``make demo`` made, each signing in with the printed password."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from inloco.demo.county import PASSWORD

pytestmark = pytest.mark.browser

PATIENCE = 120_000
"""Milliseconds: the first page of a fresh server may have to compute what nobody has asked for yet."""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on a copy of the demonstration in INLOCO_DEMO_DATA, or on a small one made here."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    environment = os.environ | {"INLOCO_DATA": str(folder)}
    inloco = [sys.executable, "-m", "inloco"]
    if made := os.environ.get("INLOCO_DEMO_DATA"):
        shutil.copytree(Path(made), folder)
    else:
        subprocess.run([*inloco, "demo", "--children", "40", "--months", "4", "--no-serve"], env=environment, check=True)
    port = _free_port()
    server = subprocess.Popen([*inloco, "serve", "--port", str(port), "--workers", "1"], env=environment)
    address = f"http://localhost:{port}"
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(address, timeout=30)
                break
            except OSError:
                assert server.poll() is None, "the server stopped"
                time.sleep(0.5)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=60)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page()
    opened.set_default_timeout(PATIENCE)
    yield opened
    opened.close()


def sign_in(page: Page, site: str, role: str) -> None:
    page.goto(site)
    page.get_by_label("E-mail address").fill(f"{role}@demo.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=PATIENCE)


def test_an_officer_follows_a_figure_to_the_children_behind_it(site: str, page: Page) -> None:
    sign_in(page, site, "bi_officer")
    page.goto(f"{site}/performance/cla_count/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("looked after", ignore_case=True)
    page.get_by_role("link", name="children behind").first.click()
    expect(page.get_by_role("table").first).to_be_visible()


def test_a_board_member_reads_the_published_report_and_reaches_no_child(site: str, page: Page) -> None:
    sign_in(page, site, "board_member")
    page.goto(f"{site}/reports/")
    page.locator("main a[href^='/reports/20']").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("report", ignore_case=True)
    answer = page.goto(f"{site}/children/")
    assert answer is not None
    assert answer.status == 403


def test_a_wrong_password_is_refused(site: str, page: Page) -> None:
    page.goto(site)
    page.get_by_label("E-mail address").fill("bi_officer@demo.example")
    page.get_by_label("Password", exact=True).fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
