"""A paper for a board as data: its cover, its sections in Markdown, and every figure that they name, as it was when frozen.

What is published is exactly this. Each edition and each output is composed from it, so that a paper of three years ago can be
printed again, figure for figure, whatever the extracts say by then.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from inloco.analytics.areas import AreaTree
from inloco.analytics.disclosure import Withheld, suppress
from inloco.analytics.errors import InputRefused
from inloco.analytics.figure import Figure
from inloco.analytics.periods import Period
from inloco.documents.frozen import plain, whole
from inloco.documents.live_figures import LiveFigure
from inloco.documents.monthly_report import Council

FORMAT = 1
"""Goes up when a change of these classes could not read what was frozen before."""

Key = tuple[str, str, Period]


@dataclass(frozen=True)
class Cover:
    """The head of a council's standard cover. Empty parts are not printed."""

    meeting: str = ""
    meeting_on: date | None = None
    report_of: str = ""
    divisions: str = ""
    contact: str = ""


@dataclass(frozen=True)
class PaperSection:
    """One section: ``text`` is Markdown with figure references. A restricted one is left out of the public edition."""

    key: str
    title: str
    text: str
    restricted: bool = False


@dataclass(frozen=True)
class Picture:
    """A picture that sections show as ``![description](picture:key)``. ``kind`` is png, jpg or gif; ``data`` is base64."""

    key: str
    kind: str
    data: str

    @property
    def content(self) -> bytes:
        return base64.b64decode(self.data)

    @property
    def data_uri(self) -> str:
        return f"data:image/{'jpeg' if self.kind == 'jpg' else self.kind};base64,{self.data}"


@dataclass(frozen=True)
class Attachment:
    """A PDF that stands in the pack as it was received. ``tagged`` when it carries its own structure for assistive technology;
    ``cleared`` by whoever says that it may be published as it is."""

    name: str
    sha256: str
    pages: int
    tagged: bool
    cleared: str = ""


@dataclass(frozen=True)
class PaperStamp:
    """What the figures were made from, and who let the paper out."""

    snapshot: str = ""
    as_at: date | None = None
    published_at: datetime | None = None
    published_by: str = ""
    version: int = 1


@dataclass(frozen=True)
class PaperCorrection:
    """What is known differently since an earlier paper was published, with the day on which that was said. ``restricted`` where
    that paper is not for publication."""

    paper: str
    figure: str
    was: str
    now: str
    words: str
    on: date
    by: str = ""
    restricted: bool = False


@dataclass(frozen=True)
class Paper:
    """The whole content of a paper. ``withheld`` are the figures that its public edition keeps back; ``pictures_cleared`` names
    who says that its pictures may be published: what a picture shows, nothing here can read."""

    reference: str
    title: str
    cover: Cover
    sections: tuple[PaperSection, ...]
    council: Council
    stamp: PaperStamp
    figures: tuple[LiveFigure, ...] = ()
    withheld: tuple[Key, ...] = ()
    threshold: int = 5
    pictures: tuple[Picture, ...] = ()
    pictures_cleared: str = ""
    attachment: Attachment | None = None
    restricted: bool = False
    restricted_reason: str = ""
    status: str = ""

    @property
    def by_written(self) -> Mapping[str, LiveFigure]:
        """What each reference stands for."""
        return {one.written: one for one in self.figures}


def withheld_of(papers: Iterable[Paper], areas: AreaTree, threshold: int) -> frozenset[Key]:
    """What the public edition of these papers together keeps back: whatever a child could be recognised by, or that would give it
    away. Papers that stand side by side in a pack are decided together, since what is safe alone may not be together."""
    figures: dict[Key, Figure] = {}
    kept: set[Key] = set()
    for paper in papers:
        kept |= set(paper.withheld)
        for live in paper.figures:
            for figure in live.figures:
                figures.setdefault((figure.indicator, figure.area, figure.period), figure)
    decided = suppress(list(figures.values()), areas, threshold)
    return frozenset(kept | {(one.indicator, one.area, one.period) for one in decided if isinstance(one, Withheld)})


def as_json(paper: Paper) -> str:
    """``paper`` as JSON text. ``from_json`` gives an equal paper back."""
    return json.dumps({"format": FORMAT, "paper": plain(paper)}, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Paper:
    """The paper that was frozen as ``text``. Raises InputRefused when it is something else."""
    try:
        content = json.loads(text)
        if content["format"] != FORMAT:
            raise ValueError(f"format {content['format']}")
        return whole(Paper, content["paper"])
    except (ValueError, KeyError, TypeError) as wrong:
        raise InputRefused(
            f"A stored paper cannot be read ({type(wrong).__name__}).",
            action="Restore it from a backup; the figures of its snapshot are not touched.",
        ) from wrong


def digest(text: str) -> str:
    """The hash under which a frozen paper and its files are kept."""
    return hashlib.sha256(text.encode()).hexdigest()
