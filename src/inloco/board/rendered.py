"""A published pack as files and as pages. Each file is rendered once from the frozen content and kept under its hash."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Mapping

from django.http import Http404
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from inloco.board.frozen_pack import content_of
from inloco.board.models import AgendaItem, PublishedPack
from inloco.data_folder import data_folder
from inloco.documents.composing import compose, compose_text
from inloco.documents.live_figures import LiveFigure
from inloco.documents.monthly_report import Edition
from inloco.documents.outputs.pack_pdf import pack_pdf
from inloco.documents.outputs.paper_html import pack_html, paper_body_html, parts_html
from inloco.documents.pack import Pack, PackItem
from inloco.kept_files import RenderedFile, kept
from inloco.papers.models import PaperFile
from inloco.performance.queries import figure_book

RENDERING = 5
"""Part of a kept file's place: goes up when the outputs change, so that files are rendered again from the same content."""

FORMATS = {
    "pdf": ("PDF", "application/pdf"),
    "html": ("Web page", "text/html; charset=utf-8"),
    "zip": ("Everything in one ZIP", "application/zip"),
}


def file(pack: PublishedPack, format: str, *, is_public: bool) -> RenderedFile:
    """The pack in that edition and format. Http404 for a format that does not exist."""
    if format not in FORMATS:
        raise Http404
    seal = pack.public_sha256 if is_public else pack.restricted_sha256
    path = data_folder() / "rendered" / "packs" / f"{seal}-{RENDERING}" / f"pack.{format}"
    made = kept(path, lambda: render(content_of(pack, public=is_public), format))
    edition = "public" if is_public else "restricted"
    name = f"{pack.meeting.body.slug}-{pack.meeting.on}-pack-{edition}.{format}"
    return RenderedFile(name, made, FORMATS[format][1])


def render(content: Pack, format: str) -> bytes:
    files = attached_files(content)
    match format:
        case "pdf":
            return pack_pdf(content, files)
        case "html":
            return pack_html(content).encode()
        case _:
            return _zip(content, files)


def _zip(content: Pack, files: Mapping[str, bytes]) -> bytes:
    """The pack as PDF and as a web page under the body's name and the day, and the attached files as they were received, each
    behind the number of its item. The same pack gives the same bytes."""
    stem = f"{_safe(content.body).lower()}-{content.meeting_on}-pack-{content.edition}"
    members = {f"{stem}.pdf": pack_pdf(content, files), f"{stem}.html": pack_html(content).encode()}
    for item in content.items:
        attached = item.paper.attachment if item.paper is not None else None
        if attached is not None and attached.sha256 in files:
            members[f"files/item-{item.number.zfill(2)}-{_safe(attached.name)}"] = files[attached.sha256]
    at = timezone.localtime(content.published_at) if content.published_at else None
    moment = (at.year, at.month, at.day, at.hour, at.minute, at.second) if at else (2000, 1, 1, 0, 0, 0)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, moment), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _safe(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip(".-") or "file"


def attached_files(content: Pack) -> dict[str, bytes]:
    """The PDF files that came with the papers, by their hash, where this edition may carry them."""
    public = content.edition is Edition.PUBLIC
    attached = [paper.attachment for paper in content.papers if paper.attachment is not None]
    wanted = {one.sha256 for one in attached if one.cleared or not public}
    found = {one.sha256: bytes(one.content) for one in PaperFile.objects.filter(sha256__in=wanted)}
    return {sha256: data for sha256, data in found.items() if hashlib.sha256(data).hexdigest() == sha256}


def item_file(content: Pack, number: str) -> RenderedFile:
    """The file that came as the report of the item of that number. Http404 where there is none, or this edition leaves it out."""
    paper = next((one.paper for one in content.items if one.number == number and one.paper is not None), None)
    attached = compose(paper, content.edition, content.withheld).attachment if paper is not None else None
    data = attached_files(content).get(attached.sha256) if attached is not None else None
    if attached is None or data is None:
        raise Http404
    return RenderedFile(attached.name, data, "application/pdf")


def number_of(item: AgendaItem) -> str:
    """The number that the newest pack gives the item; empty where it holds it not."""
    pack = item.meeting.packs.order_by("-number").first()
    content = content_of(pack, public=False) if pack is not None else None
    return next((one.number for one in content.items if one.key == str(item.pk)), "") if content is not None else ""


def report_body(content: Pack, item: PackItem, *, figures_lead: bool, base: int = 2, file_href: str = "") -> str:
    """The report of an item as the inside of a page; empty where it has none. Figures lead to pages if asked; ``file_href`` is
    where a file that came as the report is sent from."""
    if item.paper is None:
        return ""
    composed = compose(item.paper, content.edition, content.withheld)
    return paper_body_html(
        composed,
        anchor=f"item-{item.number}",
        base=base,
        address=figure_address if figures_lead else None,
        file_href=file_href,
    )


def text_body(content: Pack, item: PackItem, *, base: int) -> str:
    """What stands under an item, as the inside of a page. The public edition leaves out passages that name few people."""
    if not item.text:
        return ""
    few = figure_book().settings.disclosure_threshold if content.edition is Edition.PUBLIC else 0
    return parts_html(compose_text(item.text, item.title, few=few), f"item-{item.number}-text", base)


def figure_address(live: LiveFigure) -> str:
    """The page of a figure, by what its reference names; empty where it names none."""
    if not live.indicator:
        return ""
    try:
        return reverse("performance:figure", args=[live.indicator, live.period, live.area])
    except NoReverseMatch:
        return ""
