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
from inloco.performance.models import PublicEdition, PublishedReport

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
    """The report in this edition and format. Http404 for a format that does not exist and an edition that is not made yet."""
    output = OUTPUTS.get(format)
    frozen = frozen_edition(published, edition)
    if output is None or frozen is None:
        raise Http404
    kept = _kept(frozen.sha256, f"{edition}.{format}", lambda: output.render(from_json(frozen.text)))
    return RenderedFile(f"performance-report-{published.report.period}-{edition}.{format}", kept, output.content_type)


def frozen_edition(published: PublishedReport, edition: Edition) -> PublishedReport | PublicEdition | None:
    """The row that holds the edition; None while the public one is still being made."""
    if edition is Edition.RESTRICTED:
        return published
    return PublicEdition.objects.filter(published=published).first()


def body(frozen: PublishedReport | PublicEdition) -> str:
    """The inside of an edition for its page."""
    return _kept(frozen.sha256, "body.html", lambda: report_body_html(from_json(frozen.text)).encode()).decode()


def render_all(published: PublishedReport, edition: Edition = Edition.RESTRICTED) -> None:
    """Every file of an edition at once, so that the first reader does not wait."""
    frozen = frozen_edition(published, edition)
    if frozen is not None:
        body(frozen)
    for format in OUTPUTS:
        file(published, edition, format)


def _kept(sha256: str, name: str, render: Callable[[], bytes]) -> bytes:
    """The kept file, else rendered now and put in place whole: two readers at once at worst render twice."""
    folder = data_folder() / "rendered" / f"{sha256}-{RENDERING}"
    path: Path = folder / name
    if path.is_file():
        return path.read_bytes()
    made = render()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    new = folder / f".{name}-{secrets.token_hex(4)}"
    new.write_bytes(made)
    new.replace(path)
    return made
