"""A board's pack as data: front sheet, agenda, papers in their order, the restricted ones apart, and what was added when.

``pack_pdf`` and ``pack_html`` (in ``outputs``) make of one such value a tagged PDF and a page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from inloco.analytics.areas import AreaTree
from inloco.documents.monthly_report import Council, Edition
from inloco.documents.paper import Key, Paper, PaperCorrection, withheld_of
from inloco.documents.prose import LEFT_OUT
from inloco.documents.small_numbers import names_few


@dataclass(frozen=True)
class PackItem:
    """One item of the agenda. ``paper`` is its report; a PDF that came as a file stands in the pack by ``paper.attachment``.
    ``added`` says when and why a supplementary or late item came, ``put_off`` that and why one is not taken. ``text`` is Markdown
    that stands under the item where it has no report of its own (minutes of the last meeting, say). ``key`` is the caller's own
    name of the item; it is printed nowhere."""

    number: str
    title: str
    purpose: str = ""
    presenter: str = ""
    minutes: int | None = None
    starts: str = ""
    recommendation: str = ""
    paper: Paper | None = None
    text: str = ""
    restricted: bool = False
    restricted_reason: str = ""
    supplementary: bool = False
    added: str = ""
    put_off: str = ""
    key: str = ""


@dataclass(frozen=True)
class TrailLine:
    """What was added to the pack, or taken out, after it was published: when, what and why."""

    at: datetime
    what: str
    why: str = ""


@dataclass(frozen=True)
class Pack:
    """A whole pack. Everything is a plain value, so that the same pack gives the same bytes. ``members`` are those with a vote,
    ``co_opted`` the others who are sent it; ``notice`` says why it came later than the rule of notice, and is empty otherwise."""

    title: str
    council: Council
    body: str
    meeting_on: date
    starts_at: str = ""
    ends_at: str = ""
    place: str = ""
    join: str = ""
    members: tuple[str, ...] = ()
    co_opted: tuple[str, ...] = ()
    contact: str = ""
    notice: str = ""
    access: str = ""
    items: tuple[PackItem, ...] = ()
    trail: tuple[TrailLine, ...] = ()
    corrections: tuple[PaperCorrection, ...] = ()
    notes: tuple[str, ...] = ()
    published_at: datetime | None = None
    published_by: str = ""
    edition: Edition = Edition.RESTRICTED
    withheld: tuple[Key, ...] = ()

    @property
    def open_items(self) -> tuple[PackItem, ...]:
        """Those of the first part: everyone may read them."""
        return tuple(item for item in self.items if not item.restricted)

    @property
    def restricted_items(self) -> tuple[PackItem, ...]:
        return tuple(item for item in self.items if item.restricted)

    @property
    def papers(self) -> Iterable[Paper]:
        return (item.paper for item in self.items if item.paper is not None)


def public_pack(pack: Pack, areas: AreaTree, threshold: int) -> Pack:
    """The public edition of ``pack``: restricted items keep their number and the reason, and nothing else; what the others may
    show is decided over all of them together. Of a correction it keeps that there is one."""
    items = tuple(
        _without_content(item) if item.restricted or _is_restricted(item) else _without_few(item, threshold)
        for item in pack.items
    )
    shown = [item.paper for item in items if item.paper is not None]
    withheld = withheld_of(shown, areas, threshold)
    return replace(
        pack,
        edition=Edition.PUBLIC,
        items=items,
        corrections=tuple(replace(one, figure="", was="", now="", words="") for one in pack.corrections if not one.restricted),
        join="",
        withheld=tuple(sorted(withheld, key=lambda key: (*key[:2], str(key[2])))),
    )


def _without_few(item: PackItem, threshold: int) -> PackItem:
    """The item without a recommendation that names few people."""
    return replace(item, recommendation=LEFT_OUT) if names_few(item.recommendation, threshold) else item


def _is_restricted(item: PackItem) -> bool:
    return item.paper is not None and item.paper.restricted


def _without_content(item: PackItem) -> PackItem:
    reason = item.restricted_reason or (item.paper.restricted_reason if item.paper is not None else "")
    return PackItem(number=item.number, title="Restricted item", restricted=True, restricted_reason=reason)
