"""A paper and a pack as HTML: one file that needs nothing else, and the inside for a page of the web."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from inloco.documents.composing import ComposedPaper, compose
from inloco.documents.live_figures import LiveFigure
from inloco.documents.monthly_report import Council, Edition
from inloco.documents.outputs.html import colour
from inloco.documents.outputs.html_templates import templates
from inloco.documents.pack import Pack
from inloco.documents.pack_layout import EDITIONS, lay_out_pack
from inloco.documents.paper import Paper
from inloco.documents.prose import Part
from inloco.documents.style import NAVY, TEAL

Address = Callable[[LiveFigure], str]
"""Where a reader finds the page of a figure; empty where they have none."""


def parts_html(parts: tuple[Part, ...], anchor: str, base: int = 3, address: Address | None = None) -> str:
    """Parts alone, as a preview shows them. Without numbers of sources' own rows: the paper has those."""
    source = "{% from '_paper_parts.html' import parts_of with context %}{{ parts_of(parts, anchor, base, address) }}"
    template = templates().from_string(source)
    return template.render(parts=parts, anchor=anchor, base=base, address=address, numbered=False)


def paper_body_html(
    paper: ComposedPaper, *, anchor: str = "paper", base: int = 2, address: Address | None = None, file_href: str = ""
) -> str:
    """The inside of a paper, with headings from level ``base`` on: no inline style, no script, charts as ``data:``."""
    return (
        templates()
        .get_template("paper_body.html")
        .render(
            paper=paper,
            anchor=anchor,
            base=base,
            address=address,
            file_href=file_href,
            numbered=True,
            public=paper.edition is Edition.PUBLIC,
        )
    )


def paper_html(paper: Paper, edition: Edition = Edition.RESTRICTED) -> str:
    """The paper as one HTML file with its style sheet, charts and pictures inside."""
    composed = compose(paper, edition)
    return _file(paper.title, paper.council, edition, paper_body_html(composed), composed.stamp)


def pack_body_html(pack: Pack, *, address: Address | None = None, files: Mapping[str, str] | None = None) -> str:
    """The inside of a pack. ``files`` gives the address of an attached file by its hash."""
    laid = lay_out_pack(pack)
    items: list[dict[str, Any]] = []
    for number, item in enumerate(laid.items, 1):
        body = ""
        if item.paper is not None:
            attached = item.paper.attachment
            body = paper_body_html(
                item.paper,
                anchor=f"item-{number}-paper",
                base=3,
                address=address,
                file_href=(files or {}).get(attached.sha256, "") if attached else "",
            )
        items.append(
            {
                "heading": item.heading,
                "meta": item.meta,
                "recommendation": item.recommendation,
                "parts": item.parts,
                "body": body,
                "opens": item.opens,
            }
        )
    return (
        templates()
        .get_template("pack_body.html")
        .render(
            pack=pack,
            front=[("Meeting", laid.body), ("Date and time", laid.when), *laid.front],
            items=items,
            corrections=laid.corrections,
            trail=laid.trail,
            stamp=laid.stamp,
            anchor="pack",
            address=address,
            numbered=False,
        )
    )


def pack_html(pack: Pack, *, files: Mapping[str, str] | None = None) -> str:
    """The pack as one HTML file."""
    return _file(pack.title, pack.council, pack.edition, pack_body_html(pack, files=files), lay_out_pack(pack).stamp)


def _file(title: str, council: Council, edition: Edition, body: str, stamp: tuple[str, ...]) -> str:
    css = templates().get_template("report.css").render(colour=colour(council.colour, NAVY), accent=colour(council.accent, TEAL))
    return (
        templates()
        .get_template("paper.html")
        .render(
            title=title,
            council=council,
            edition=EDITIONS[edition] + ".",
            public=edition is Edition.PUBLIC,
            css=css,
            body=body,
            stamp=stamp,
        )
    )
