"""Published reports as files. Each is rendered once from the frozen content and kept under the content's hash."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.http import Http404

from inloco.data_folder import data_folder
from inloco.documents.monthly_report import Edition, MonthlyReport, from_json
from inloco.documents.outputs.html import report_body_html, report_html
from inloco.documents.outputs.ods import report_ods
from inloco.documents.outputs.pdf import report_pdf
from inloco.documents.outputs.xlsx import report_xlsx
from inloco.performance.models import PublishedReport

RENDERING = 1
"""Part of a kept file's place: goes up when the outputs change, so that files are rendered again from the same content."""


@dataclass(frozen=True)
class Output:
    render: Callable[[MonthlyReport], bytes]
    content_type: str


OUTPUTS = {
    "pdf": Output(report_pdf, "application/pdf"),
    "html": Output(lambda content: report_html(content).encode(), "text/html; charset=utf-8"),
    "ods": Output(report_ods, "application/vnd.oasis.opendocument.spreadsheet"),
    "xlsx": Output(report_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@dataclass(frozen=True)
class RenderedFile:
    name: str
    content: bytes
    content_type: str


def file(published: PublishedReport, edition: Edition, format: str) -> RenderedFile:
    """The report in this edition and format. Http404 for a format that does not exist."""
    output = OUTPUTS.get(format)
    if output is None:
        raise Http404
    kept = _kept(published, f"{edition}.{format}", lambda: output.render(_content(published, edition)))
    return RenderedFile(f"performance-report-{published.report.period}-{edition}.{format}", kept, output.content_type)


def body(published: PublishedReport) -> str:
    """The inside of the restricted edition for its page."""
    return _kept(published, "body.html", lambda: report_body_html(_content(published, Edition.RESTRICTED)).encode()).decode()


def render_all(published: PublishedReport) -> None:
    """Every file at once, so that the first reader does not wait."""
    body(published)
    for edition in Edition:
        for format in OUTPUTS:
            file(published, edition, format)


def _content(published: PublishedReport, edition: Edition) -> MonthlyReport:
    return from_json(published.public_text if edition is Edition.PUBLIC else published.text)


def _kept(published: PublishedReport, name: str, render: Callable[[], bytes]) -> bytes:
    """The kept file, else rendered now and put in place whole: two readers at once at worst render twice."""
    folder = data_folder() / "rendered" / f"{published.sha256}-{RENDERING}"
    path: Path = folder / name
    if path.is_file():
        return path.read_bytes()
    made = render()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    new = folder / f".{name}-{secrets.token_hex(4)}"
    new.write_bytes(made)
    new.replace(path)
    return made
