"""Takes the pictures of the README from a demonstration, with the browser that the tests use.

Uses the demonstration in INLOCO_DEMO_DATA; without one it makes a small one in a temporary folder.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from inloco.demo.county import PASSWORD

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs/images"
PORT = 8765
SITE = f"http://localhost:{PORT}"
INDICATOR = "dental_up_to_date_pct"
BOARD = "corporate-parenting-board"
PLAN = "promise-to-children-in-our-care-delivery-plan"
INLOCO = [sys.executable, "-m", "inloco"]


def _wait_until_up() -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(SITE, timeout=5)
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit("The demonstration's server did not start.")


def _sign_in(page: Page, email: str) -> None:
    page.goto(SITE)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()


def _pages(month: str, authority: str) -> str:
    """Pictures of pages. Answers the day of the board's first meeting."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
            args=["--no-sandbox", "--disable-quic", "--disable-background-networking", "--no-first-run"],
        )
        for role, pages in (
            (
                "bi_officer",
                {
                    "overview": "/performance/",
                    "indicator": f"/performance/{INDICATOR}/",
                    "children-behind": f"/performance/{INDICATOR}/{month}/{authority}/children/",
                },
            ),
            ("project_manager", {"plan": f"/plans/{PLAN}/", "plan-findings": f"/plans/{PLAN}/findings/"}),
        ):
            page = browser.new_page(viewport={"width": 1200, "height": 1000})
            _sign_in(page, f"{role}@demo.example")
            for name, path in pages.items():
                answer = page.goto(SITE + path)
                if answer is None or not answer.ok:
                    raise SystemExit(f"{path} does not answer as it should.")
                page.screenshot(path=IMAGES / f"{name}.png")
        page.goto(f"{SITE}/boards/{BOARD}/")
        links = page.locator(f"main a[href^='/boards/{BOARD}/2']").evaluate_all("links => links.map((one) => one.pathname)")
        browser.close()
        return min(str(link).split("/")[3] for link in links)


def _report_page(folder: Path, month: str, data: dict[str, str]) -> None:
    """A page of the report as a picture."""
    out = folder / "report"
    command = ["report", "monthly", "--period", month, "--out", str(out), "--format", "pdf", "--indicators", INDICATOR]
    subprocess.run([*INLOCO, *command], env=data, check=True)
    pdf = str(next(out.glob("*.pdf")))
    picture = str(IMAGES / "report-pdf")
    subprocess.run(["pdftoppm", "-r", "80", "-f", "2", "-l", "2", "-png", "-singlefile", pdf, picture], check=True)


def _pack_page(folder: Path, meeting: str, data: dict[str, str]) -> None:
    """The front sheet of a meeting's pack as a picture."""
    out = folder / "pack"
    subprocess.run([*INLOCO, "board", "pack", meeting, "--out", str(out), "--format", "pdf"], env=data, check=True)
    pdf = str(next(out.rglob("*.pdf")))
    subprocess.run(
        ["pdftoppm", "-r", "80", "-f", "1", "-l", "1", "-png", "-singlefile", pdf, str(IMAGES / "pack-pdf")], check=True
    )


def _newest(data: dict[str, str]) -> tuple[str, str]:
    """The newest month and the authority's id."""
    command = ["figures", "cla_count", "--format", "csv"]
    lines = subprocess.run([*INLOCO, *command], env=data, capture_output=True, text=True, check=True).stdout.splitlines()
    rows = [line.split(",") for line in lines[1:]]
    month = max(row[4] for row in rows if "-" in row[4])
    return month, rows[0][2]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = os.environ.get("INLOCO_DEMO_DATA")
        data = os.environ | {"INLOCO_DATA": made or folder + "/data"}
        if not made:
            subprocess.run([*INLOCO, "demo", "--children", "400", "--no-serve"], env=data, check=True)
        month, authority = _newest(data)
        server = subprocess.Popen([*INLOCO, "serve", "--port", str(PORT)], env=data)
        try:
            _wait_until_up()
            meeting = _pages(month, authority)
            _report_page(Path(folder), month, data)
            _pack_page(Path(folder), meeting, data)
        finally:
            server.terminate()
            server.wait(timeout=30)


if __name__ == "__main__":
    main()
