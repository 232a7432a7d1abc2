"""Published papers as files. Each is rendered once from the frozen content and kept under the content's hash."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import Http404

from inloco.data_folder import data_folder
from inloco.documents.monthly_report import Edition
from inloco.documents.outputs.pack_pdf import paper_pdf
from inloco.documents.outputs.paper_html import paper_html
from inloco.documents.paper import Paper as Content
from inloco.kept_files import RenderedFile, kept
from inloco.papers.models import PublishedPaper
from inloco.papers.queries import files_for_pack, frozen_content

RENDERING = 2
"""Part of a kept file's place: goes up when the outputs change, so that files are rendered again from the same content."""

Render = Callable[[Content, Edition, Mapping[str, bytes]], bytes]
OUTPUTS: dict[str, tuple[Render, str]] = {
    "pdf": (lambda content, edition, files: paper_pdf(content, edition, files), "application/pdf"),
    "html": (lambda content, edition, files: paper_html(content, edition).encode(), "text/html; charset=utf-8"),
}


def file(published: PublishedPaper, edition: Edition, format: str) -> RenderedFile:
    """The published paper in this edition and format. Http404 for a format that does not exist."""
    if format not in OUTPUTS:
        raise Http404
    render, content_type = OUTPUTS[format]
    content = kept(
        data_folder() / "rendered" / f"paper-{published.sha256}-{RENDERING}" / f"{edition}.{format}",
        lambda: render(frozen_content(published), edition, files_for_pack([published.paper])),
    )
    return RenderedFile(f"paper-{edition}.{format}", content, content_type)
