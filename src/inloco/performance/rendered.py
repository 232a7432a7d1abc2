"""Published reports as files and pages. Each is rendered once from the frozen content and kept under the content's hash."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.http import Http404

from inloco.data_folder import data_folder
from inloco.documents.frozen import plain, whole
from inloco.documents.monthly_report import Edition, MonthlyReport, from_json
from inloco.documents.outputs.html import Contents, report_html, web_report
from inloco.documents.outputs.ods import report_ods
from inloco.documents.outputs.pdf import report_pdf
from inloco.documents.outputs.xlsx import report_xlsx
from inloco.kept_files import RenderedFile, kept, put
from inloco.performance.models import PublicEdition, PublishedReport

RENDERING = 2
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


def file(published: PublishedReport, edition: Edition, format: str) -> RenderedFile:
    """The report in this edition and format. Http404 for a format that does not exist and an edition that is not made yet."""
    output = OUTPUTS.get(format)
    frozen = frozen_edition(published, edition)
    if output is None or frozen is None:
        raise Http404
    content = kept(_folder(frozen.sha256) / f"{edition}.{format}", lambda: output.render(content_of(frozen)))
    return RenderedFile(f"performance-report-{published.report.period}-{edition}.{format}", content, output.content_type)


def frozen_edition(published: PublishedReport, edition: Edition) -> PublishedReport | PublicEdition | None:
    """The row that holds the edition; None while the public one is still being made."""
    if edition is Edition.RESTRICTED:
        return published
    return PublicEdition.objects.filter(published=published).first()


def content_of(frozen: PublishedReport | PublicEdition) -> MonthlyReport:
    """The frozen content. Reading it takes a while and it never changes, so the last few stay in memory."""
    return _content(frozen.sha256, frozen)


@lru_cache(maxsize=4)
def _content(sha256: str, frozen: PublishedReport | PublicEdition) -> MonthlyReport:
    return from_json(frozen.text)


def contents(frozen: PublishedReport | PublicEdition) -> Contents:
    """What stands before and after the pages of an edition."""
    return whole(Contents, json.loads(_part(frozen, "contents.json")))


def page(frozen: PublishedReport | PublicEdition, key: str) -> str:
    """The inside of one page of an edition, by the indicator that names it."""
    return _part(frozen, f"page-{key}.html").decode()


def render_all(published: PublishedReport, edition: Edition = Edition.RESTRICTED) -> None:
    """Every file of an edition at once, so that the first reader does not wait."""
    frozen = frozen_edition(published, edition)
    if frozen is not None:
        contents(frozen)
    for format in OUTPUTS:
        file(published, edition, format)


def _part(frozen: PublishedReport | PublicEdition, name: str) -> bytes:
    """A part of the edition as it is shown on the web. All parts are made at once, the contents last."""
    folder = _folder(frozen.sha256)
    if not (folder / "contents.json").is_file():
        made = web_report(content_of(frozen))
        for key, inside in made.pages.items():
            put(folder / f"page-{key}.html", inside.encode())
        put(folder / "contents.json", json.dumps(plain(made.contents), ensure_ascii=False).encode())
    return (folder / name).read_bytes()


def _folder(sha256: str) -> Path:
    return data_folder() / "rendered" / f"{sha256}-{RENDERING}"
