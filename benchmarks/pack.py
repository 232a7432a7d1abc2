"""A made-up pack of about 120 pages with 60 charts and 84 tables, from frozen values alone."""

from __future__ import annotations

from datetime import date
from random import Random

from inloco.analytics.figure import Unit, value_of
from inloco.analytics.indicators.definition import Polarity
from inloco.analytics.periods import Period, month, months_to
from inloco.documents.cells import Cell, State
from inloco.documents.figure_references import Kind
from inloco.documents.live_figures import LiveFigure
from inloco.documents.monthly_report import Council
from inloco.documents.pack import Pack, PackItem
from inloco.documents.paper import Cover, Paper, PaperSection, PaperStamp

COUNCIL = Council("Benchshire Council", "Benchshire")
LAST = month(2026, 10)
PAPERS, CHARTS, MONTHS, TYPED = 12, 5, 4, 3
"""Papers; and in each, charts, tables of months that stand for live figures, and typed tables: 60 charts and 84 tables in all."""

WORDS = (
    "The service looked at what had changed since the last meeting and asked every team what it had learned. Where a figure had "
    "become worse, the head of service visited the team, and where it had become better, somebody wrote down why. "
)


def made_pack() -> Pack:
    """The same pack every time; no chart of it is like another, so that none is found in a cache."""
    chance = Random(1)
    items = tuple(PackItem(str(number), f"Report {number}", paper=_paper(number, chance)) for number in range(1, PAPERS + 1))
    return Pack("Board of Benchshire, 8 December 2026", COUNCIL, "Board of Benchshire", date(2026, 12, 8), items=items)


def _paper(number: int, chance: Random) -> Paper:
    figures: list[LiveFigure] = []
    sections = []
    for place in range(CHARTS):
        wanted = [_live(f"chart {number}-{place} @ {LAST}", Kind.CHART, chance)]
        if place < MONTHS:
            wanted.append(_live(f"table {number}-{place} @ {LAST}", Kind.TABLE, chance))
        figures += wanted
        exhibits = "\n\n".join(f"[[{one.written}]]" for one in wanted)
        typed = _typed(chance) if place < TYPED else ""
        sections.append(
            PaperSection(f"s{place}", f"Part {place + 1}", f"{WORDS * 7}\n\n{exhibits}\n\n{WORDS * 5}\n\n{typed}\n\n{WORDS * 4}")
        )
    return Paper(
        reference=str(number),
        title=f"Report {number}",
        cover=Cover("Board of Benchshire", date(2026, 12, 8), "Head of Service", "All", "benchshire@example.org"),
        sections=tuple(sections),
        council=COUNCIL,
        stamp=PaperStamp("bench", LAST.end),
        figures=tuple(figures),
    )


def _live(written: str, kind: Kind, chance: Random) -> LiveFigure:
    cells = tuple(_cell(period, chance) for period in months_to(LAST, 13))
    return LiveFigure(
        written, kind, "cla_reviews_in_time_pct", f"Measure {written}", Unit.PERCENT, "children", Polarity.HIGHER_IS_BETTER,
        "all", "Benchshire", LAST, cells,
    )  # fmt: skip


def _cell(period: Period, chance: Random) -> Cell:
    whole = chance.randint(800, 1_200)
    part = whole - chance.randint(20, 200)
    return Cell(period, value_of(Unit.PERCENT, part, whole), part, whole, State.FINAL, snapshot="bench")


def _typed(chance: Random) -> str:
    rows = "\n".join(f"| Team {row} | {chance.randint(100, 999)} | {chance.randint(10, 99)} |" for row in range(1, 25))
    return f"| Team | Visits | Late |\n|---|---|---|\n{rows}"
