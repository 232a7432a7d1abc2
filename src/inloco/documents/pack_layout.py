"""What a pack shows, in reading order: the one arrangement that the web page and the PDF both follow."""

from __future__ import annotations

from dataclasses import dataclass

from inloco.documents.composing import ComposedPaper, compose, compose_text
from inloco.documents.live_exhibits import Grid, words
from inloco.documents.monthly_report import Edition
from inloco.documents.pack import Pack, PackItem
from inloco.documents.prose import Part
from inloco.documents.style import day_words, moment_words

EDITIONS = {
    Edition.RESTRICTED: "Edition for members of the board: not for publication where it says so",
    Edition.PUBLIC: "Public edition: restricted items and small numbers are left out",
}
PART_ONE, PART_TWO = "Part 1: items open to the public", "Part 2: restricted items"
NOT_PUBLIC = "What belongs to this item is not for publication."


@dataclass(frozen=True)
class ItemLayout:
    """One item. ``opens`` is the heading of the part that begins with it on the agenda."""

    heading: str
    meta: tuple[str, ...]
    recommendation: str
    parts: tuple[Part, ...]
    paper: ComposedPaper | None
    opens: str = ""

    @property
    def has_content(self) -> bool:
        """Whether anything stands behind the agenda for it: a report, or a text of its own."""
        return self.paper is not None or bool(self.parts)


@dataclass(frozen=True)
class PackLayout:
    """``body`` and ``when`` are the head of the front sheet, ``front`` what follows under it."""

    title: str
    body: str
    when: str
    front: tuple[tuple[str, str], ...]
    items: tuple[ItemLayout, ...]
    corrections: Grid | None
    trail: Grid | None
    stamp: tuple[str, ...]


def lay_out_pack(pack: Pack) -> PackLayout:
    """Every item of ``pack`` with its paper composed for the pack's edition; restricted items after the others."""
    items: list[ItemLayout] = []
    two_parts = bool(pack.restricted_items)
    for group, title in ((pack.open_items, PART_ONE), (pack.restricted_items, PART_TWO)):
        for place, item in enumerate(group):
            items.append(_item(item, pack, title if two_parts and place == 0 else ""))
    return PackLayout(
        pack.title, pack.body, _when(pack), tuple(_front(pack)), tuple(items), _corrections(pack), _trail(pack), _stamp(pack)
    )


def _item(item: PackItem, pack: Pack, opens: str) -> ItemLayout:
    public = pack.edition is Edition.PUBLIC
    taking = [
        item.starts,
        f"{item.minutes} minutes" if item.minutes else "",
        item.purpose,
        f"Presented by {item.presenter}" if item.presenter else "",
    ]
    meta = [
        *([item.put_off] if item.put_off else taking),
        item.added or ("Supplementary" if item.supplementary else ""),
        f"Not for publication: {item.restricted_reason}" if item.restricted and item.restricted_reason else "",
    ]
    few = next((paper.threshold for paper in pack.papers), 5) if public else 0
    composed = compose(item.paper, pack.edition, pack.withheld) if item.paper is not None else None
    parts = compose_text(item.text, item.title, few=few) if item.text else ()
    if public and item.restricted:
        parts = (Part("left_out", words=NOT_PUBLIC),)
    return ItemLayout(
        heading=f"{item.number}. {item.title}" if item.number else item.title,
        meta=tuple(words.rstrip(".") for words in meta if words),
        recommendation=item.recommendation,
        parts=parts,
        paper=composed,
        opens=opens,
    )


def _when(pack: Pack) -> str:
    """Tuesday 17 September 2019, 6pm to 8pm."""
    times = " to ".join(part for part in (pack.starts_at, pack.ends_at) if part)
    return ", ".join(part for part in (f"{pack.meeting_on:%A} {day_words(pack.meeting_on)}", times) if part)


def _front(pack: Pack) -> list[tuple[str, str]]:
    lines = [
        ("Place", pack.place),
        ("Join", pack.join),
        ("Members", "; ".join(pack.members)),
        ("Co-opted, without a vote", "; ".join(pack.co_opted)),
        ("Contact", pack.contact),
        ("Access", pack.access),
        ("Notice", pack.notice),
        ("Corrections", told_of_corrections(pack)),
    ]
    return [(label, words) for label, words in lines if words]


def told_of_corrections(pack: Pack) -> str:
    """What the public edition says of the corrections that it leaves out."""
    count = len(pack.corrections)
    if not count or pack.edition is not Edition.PUBLIC:
        return ""
    figures = "One figure of an earlier paper is" if count == 1 else f"{count} figures of earlier papers are"
    return f"{figures} known otherwise now. The edition for members says how; ask the contact what can be given to you."


def _corrections(pack: Pack) -> Grid | None:
    """What earlier papers said and what is known now. A public pack leaves them out: they were decided with no other."""
    if not pack.corrections or pack.edition is Edition.PUBLIC:
        return None
    columns = ("Paper", "Figure", "As published", "As known now", "Why", "Said on")
    rows = tuple(
        tuple(words(text) for text in (one.paper, one.figure, one.was, one.now, one.words, day_words(one.on)))
        for one in pack.corrections
    )
    return Grid(
        "Figures of earlier papers that are known otherwise now", tuple(words(one) for one in columns), rows, (False,) * 6
    )


def _trail(pack: Pack) -> Grid | None:
    if not pack.trail:
        return None
    rows = tuple(tuple(words(text) for text in (moment_words(one.at), one.what, one.why)) for one in pack.trail)
    return Grid("What was added or changed, and why", (words("When"), words("What"), words("Why")), rows, (False,) * 3)


def _stamp(pack: Pack) -> tuple[str, ...]:
    if pack.published_at is None:
        return (EDITIONS[pack.edition] + ".", "Draft: not published.")
    by = f" by {pack.published_by}" if pack.published_by else ""
    return (EDITIONS[pack.edition] + ".", f"Published on {moment_words(pack.published_at)}{by}.")
