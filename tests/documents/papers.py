"""A hand-made paper and pack with one of everything. All names are invented."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import docx
import typst

from inloco.analytics.areas import Area, AreaKind, AreaTree
from inloco.analytics.figure import Figure, Status, Unit, value_of
from inloco.analytics.periods import Period, month
from inloco.documents.chart_drawing import FONTS
from inloco.documents.figure_lookup import resolve
from inloco.documents.figure_references import references_in
from inloco.documents.live_figures import LiveFigure
from inloco.documents.monthly_report import Council
from inloco.documents.pack import Pack, PackItem, TrailLine
from inloco.documents.paper import Attachment, Cover, Paper, PaperCorrection, PaperSection, PaperStamp

DENTAL, RATE, COUNT = "dental_up_to_date_pct", "cla_rate", "cla_count"
AREAS = AreaTree(
    [
        Area("mere", "Meredale", AreaKind.AUTHORITY),
        Area("hill", "Hillside", AreaKind.LOCALITY, "mere"),
        Area("fen", "Fenland", AreaKind.LOCALITY, "mere"),
    ]
)
PARTS = {"mere": (61, 90), "hill": (59, 70), "fen": (2, 20)}
POPULATION = 20_000
COUNCIL = Council("Meredale Council", "Meredale")
SNAPSHOT = "2024-08-31-made"


class MadeBook:
    """Figures that grow by one a month, and a definition that changes with July 2024 for the rate."""

    areas = AREAS

    def latest_period(self) -> Period:
        return month(2024, 8)

    def figures(
        self, ids: Iterable[str] | None = None, periods: Sequence[Period] | None = None, areas: Iterable[str] | None = None
    ) -> list[Figure]:
        found = []
        for id in ids or ():
            for area in areas or ():
                for period in periods or ():
                    found.append(self.figure(id, area, period))
        return found

    def figure(self, id: str, area: str, period: Period) -> Figure:
        grown = (period.end.year - 2024) * 12 + period.end.month - 8
        part, whole = PARTS[area]
        if period.end.year > 2024:
            return Figure(id, 1, area, period, None, None, None, Unit.COUNT, Status.NOT_AVAILABLE, SNAPSHOT)
        if id == RATE:
            version = 2 if period.end >= date(2024, 7, 1) else 1
            number = whole + grown
            return Figure(
                id,
                version,
                area,
                period,
                number,
                POPULATION,
                value_of(Unit.RATE, number, POPULATION),
                Unit.RATE,
                Status.FINAL,
                SNAPSHOT,
            )
        if id == COUNT:
            number = whole + grown
            return Figure(
                id, 1, area, period, number, None, value_of(Unit.COUNT, number, None), Unit.COUNT, Status.FINAL, SNAPSHOT
            )
        return Figure(id, 1, area, period, part, whole, value_of(Unit.PERCENT, part, whole), Unit.PERCENT, Status.FINAL, SNAPSHOT)


def live(text: str) -> dict[str, LiveFigure]:
    """What the references of ``text`` stand for; no problem is expected."""
    references, unreadable = references_in(text)
    found, missing = resolve(references, MadeBook())
    assert (unreadable, missing) == ([], [])
    return found


def made_paper(*texts: str, **more: object) -> Paper:
    sections = tuple(PaperSection(f"s{number}", f"Part {number}", text) for number, text in enumerate(texts, 1))
    figures: dict[str, LiveFigure] = {}
    for text in texts:
        figures |= live(text)
    paper = Paper(
        reference="made",
        title="Teeth and homes",
        cover=Cover("Corporate Parenting Board", date(2024, 9, 17), "Head of Service", "All", "Ishaan Pellow, 01234 567890"),
        sections=sections,
        council=COUNCIL,
        stamp=PaperStamp(SNAPSHOT, date(2024, 8, 31), datetime(2024, 9, 9, 9, 0, tzinfo=UTC), "Oluwaseun Hartley-Pryce"),
        figures=tuple(figures.values()),
    )
    return replace(paper, **more)  # type: ignore[arg-type]


FULL = f"""The council looked after [[{COUNT} @ 2024-08]] children, [[{COUNT} @ 2024-08 | change]].
[[{COUNT} @ 2024-08 | sparkline]]

Teeth: [[{DENTAL} @ 2024-08]]; in Fenland [[{DENTAL} @ 2024-08 | Fenland]].

[[{DENTAL} @ 2024-08 | chart]]

### Deeper

[[{DENTAL} @ 2024-08 | areas]]

[[{RATE} @ 2024-08 | table]]

Table: Who was asked

| Group | Asked | Of them answered |
|---|---|---|
| Foster carers | 120 | 88 |
| Teachers | 14 | [[{COUNT} @ 2024-08]] |

- one
- two
  1. **first**
  2. [second](https://example.org)

> A quotation.

Three children waited for more than a year.
"""


def untagged(pages: int = 2) -> bytes:
    """A PDF without tags."""
    source = '#set text(font: "Liberation Sans")\n' + "\n#pagebreak()\n".join(f"Leaf {number}" for number in range(1, pages + 1))
    return bytes(typst.compile(source.encode(), font_paths=[str(FONTS)], pdf_tags=False, timestamp=0))


def attachment(content: bytes, pages: int, tagged: bool, cleared: str = "Somebody") -> Attachment:
    return Attachment("leaflet.pdf", hashlib.sha256(content).hexdigest(), pages, tagged, cleared)


def made_pack(*items: PackItem, **more: object) -> Pack:
    pack = Pack(
        title="Corporate Parenting Board, 17 September 2024",
        council=COUNCIL,
        body="Corporate Parenting Board",
        meeting_on=date(2024, 9, 17),
        starts_at="10:00",
        place="Old Chapel",
        join="https://meet.example/abc",
        members=("Councillor Ada Thorne", "Councillor Bo Lindqvist"),
        items=items,
        trail=(TrailLine(datetime(2024, 9, 12, 15, 0), "Item 2 added", "It came late"),),
        corrections=(
            PaperCorrection("Teeth, June", "Teeth, Meredale, May 2024", "60.0%", "62.2%", "Entered late", date(2024, 9, 1)),
        ),
        published_at=datetime(2024, 9, 9, 9, 0, tzinfo=UTC),
        published_by="Edwina Sapphire-Jones",
    )
    return replace(pack, **more)  # type: ignore[arg-type]


def word(build: object = None) -> bytes:
    """A Word file; ``build`` is given the document."""
    document = docx.Document()
    if callable(build):
        build(document)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def picture(width: int = 1) -> bytes:
    """A PNG of a grey line of so many dots."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\x00" + b"\x80" * width))
        + chunk(b"IEND", b"")
    )
