"""A published pack as a page: its items with the reader's own notes, what stands under each, its files."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from markupsafe import Markup

from inloco.accounts.models import User
from inloco.board import minutes_text
from inloco.board.models import AgendaItem, Meeting, PrivateNote, PublishedPack
from inloco.board.rendered import FORMATS, report_body, text_body
from inloco.documents.composing import compose_text
from inloco.documents.outputs.paper_html import parts_html
from inloco.documents.pack import Pack, PackItem
from inloco.performance.queries import figure_book


@dataclass(frozen=True)
class PackLine:
    """One item of a pack: ``record`` is the item itself where a reader may note something on it."""

    item: PackItem
    text: Markup
    report: Markup
    record: AgendaItem | None
    note: str

    @property
    def meta(self) -> str:
        if self.item.put_off:
            return self.item.put_off
        parts = [
            self.item.starts,
            f"{self.item.minutes} minutes" if self.item.minutes else "",
            self.item.purpose.lower(),
            f"presented by {self.item.presenter}" if self.item.presenter else "",
        ]
        return ", ".join(part for part in parts if part)


def lines(meeting: Meeting, content: Pack, *, reader: User, base: int = 3) -> list[PackLine]:
    """The items in their order, restricted ones after the others, with the notes of ``reader`` alone. Two queries."""
    records = {str(one.pk): one for one in meeting.items.all() if one.is_published}
    notes = {one.item_id: one.text for one in PrivateNote.objects.filter(author=reader, item__meeting=meeting)}
    made = []
    for item in (*content.open_items, *content.restricted_items):
        record = records.get(item.key)
        made.append(PackLine(item, _text(content, item, base), Markup(), record, notes.get(record.pk, "") if record else ""))
    return made


def public_lines(content: Pack) -> list[PackLine]:
    """The same for somebody who is not signed in."""
    return [
        PackLine(item, _text(content, item, 2), Markup(report_body(content, item, figures_lead=False, base=3)), None, "")
        for item in (*content.open_items, *content.restricted_items)
    ]


def _text(content: Pack, item: PackItem, base: int) -> Markup:
    """``base`` is the level of the heading that it stands under."""
    return Markup(text_body(content, item, base=base))


def public_minutes(meeting: Meeting) -> Markup:
    """Agreed minutes as the public reads them: passages that name few people are left out."""
    parts = compose_text(minutes_text.minutes(meeting, public=True, level=1), few=figure_book().settings.disclosure_threshold)
    return Markup(parts_html(parts, "minutes", 2))


def neighbour(content: Pack, item: PackItem, step: int) -> PackItem | None:
    """The item before or after in reading order that this edition shows."""
    order = [one for one in (*content.open_items, *content.restricted_items) if one.paper is not None or one.text or one is item]
    here = order.index(item) + step
    return order[here] if 0 <= here < len(order) else None


def downloads(meeting: Meeting, *, restricted: bool) -> list[tuple[str, list[tuple[str, str]]]]:
    """Edition in words, with each format's words and address."""
    editions = [("restricted", "Edition for members")] * restricted + [("public", "Public edition")]
    return [
        (
            words,
            [
                (label, reverse("board:download", args=[meeting.body.slug, meeting.on, edition, format]))
                for format, (label, _) in FORMATS.items()
            ],
        )
        for edition, words in editions
    ]


def public_downloads(pack: PublishedPack) -> list[tuple[str, str]]:
    meeting = pack.meeting
    return [
        (label, reverse("board-public:file", args=[meeting.body.slug, meeting.on, format]))
        for format, (label, _) in FORMATS.items()
    ]
