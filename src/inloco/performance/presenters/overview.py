"""The overview: every indicator for one area and month, grouped, filtered and ordered as the address says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from inloco.analytics.areas import Area
from inloco.analytics.figure import Figure, Unit
from inloco.analytics.indicators import CATALOGUE
from inloco.analytics.indicators.definition import Indicator
from inloco.analytics.periods import Period, months_to
from inloco.analytics.schema.codes import code_lists, description_of
from inloco.analytics.settings import LimitChange
from inloco.analytics.statistics import xmr
from inloco.documents.cells import Cell
from inloco.documents.measures import trend_of
from inloco.documents.monthly_report import Trend
from inloco.documents.sparklines import sparkline
from inloco.documents.style import UNIT_WORDS
from inloco.performance.known import MONTHS, Book, cell_for, rank
from inloco.performance.presenters.words import (
    Movement,
    Tag,
    TargetWords,
    Tone,
    movement,
    parts_words,
    status_tag,
    target_words,
    value_words,
)

SHOW = {
    "": "All indicators",
    "better": "Moved towards better since last month",
    "worse": "Moved towards worse since last month",
    "trend_better": "Trend: better",
    "trend_worse": "Trend: worse",
    "trend_moved": "Trend: higher or lower",
    "missed": "Target missed",
    "unavailable": "No figure",
}
ORDER = {
    "": "By family",
    "title": "By name",
    "worst": "Worst change first",
    "target": "Furthest from target first",
}


@dataclass(frozen=True)
class Choice:
    """What the reader asked for; all of it stands in the address."""

    area: Area
    period: Period
    family: str = ""
    show: str = ""
    search: str = ""
    order: str = ""


@dataclass(frozen=True)
class OverviewRow:
    """One indicator as the overview says it."""

    id: str
    title: str
    family: str
    unit: str
    value: str
    parts: str
    tag: Tag | None
    movement: Movement
    target: TargetWords | None
    spark: str
    cell: Cell
    trend: Trend | None = None


@dataclass(frozen=True)
class Group:
    """A family with its rows; without a name when the order runs across families."""

    name: str
    rows: tuple[OverviewRow, ...]


@dataclass(frozen=True)
class Overview:
    """The page."""

    choice: Choice
    groups: tuple[Group, ...]
    shown: int
    of: int

    @property
    def count_words(self) -> str:
        return f"{self.shown} of {self.of} indicators" if self.shown != self.of else f"{self.of} indicators"


def families(catalogue: Mapping[str, Indicator] = CATALOGUE) -> list[str]:
    """The families in the catalogue's order."""
    return list(dict.fromkeys(indicator.family for indicator in catalogue.values()))


def overview(book: Book, choice: Choice, catalogue: Mapping[str, Indicator] = CATALOGUE) -> Overview:
    """Every indicator that ``choice`` keeps. One read of the book, whatever the number of indicators."""
    months = months_to(choice.period, MONTHS)
    top = book.areas.authority
    changes = book.settings.limits if top is not None and top.id == choice.area.id else ()
    charted = [*xmr.lead_months(changes, None, months), *months]
    found: dict[tuple[str, Period], Figure] = {}
    groups: dict[str, list[Figure]] = {}
    for figure in book.figures(periods=charted, areas=[choice.area.id]):
        key = (figure.indicator, figure.period)
        if figure.group:
            if figure.period == choice.period:
                groups.setdefault(figure.indicator, []).append(figure)
        elif key not in found or rank(figure) < rank(found[key]):
            found[key] = figure
    rows = [
        _groups_row(indicator, choice, groups[indicator.id])
        if indicator.id in groups
        else _row(
            book,
            indicator,
            choice,
            [found.get((indicator.id, one)) for one in months],
            _trend(indicator, [*xmr.lead_months(changes, indicator.id, months), *months], found, changes),
        )
        for indicator in catalogue.values()
    ]
    kept = [row for row in rows if _is_kept(row, choice)]
    return Overview(choice, tuple(_grouped(kept, choice.order, families(catalogue))), len(kept), len(rows))


def _trend(
    indicator: Indicator, periods: list[Period], found: Mapping[tuple[str, Period], Figure], changes: Iterable[LimitChange]
) -> Trend | None:
    """The word of the last month, under the limits that the council has set."""
    return trend_of(
        [found.get((indicator.id, one)) for one in periods], indicator.polarity, xmr.rebases_of(changes, indicator.id, periods)
    )


def _row(book: Book, indicator: Indicator, choice: Choice, series: Sequence[Figure | None], trend: Trend | None) -> OverviewRow:
    months = months_to(choice.period, MONTHS)
    cells = [cell_for(figure, month) for figure, month in zip(series, months, strict=True)]
    target = book.target(indicator.id, choice.area.id, choice.period.end)
    return OverviewRow(
        id=indicator.id,
        title=indicator.title,
        family=indicator.family,
        unit=UNIT_WORDS[indicator.unit],
        value=value_words(cells[-1], indicator),
        parts=_made_of(cells[-1], indicator),
        tag=status_tag(cells[-1]),
        movement=movement(cells[-2], cells[-1], indicator, trend=trend),
        target=target_words(target.value if target else None, cells[-1], indicator),
        spark=sparkline([cell.value for cell in cells], breaks=breaks_in(indicator, months)),
        cell=cells[-1],
        trend=trend,
    )


def _made_of(cell: Cell, indicator: Indicator) -> str:
    """Under a count only what it counts: the number stands above."""
    return indicator.counts if indicator.unit is Unit.COUNT and cell.value is not None else parts_words(cell, indicator)


def _groups_row(indicator: Indicator, choice: Choice, groups: Sequence[Figure]) -> OverviewRow:
    """A breakdown has no one value: how many groups there are, and the largest of them."""
    cells = {figure.group: cell_for(figure, choice.period) for figure in groups}
    held = {group: cell for group, cell in cells.items() if cell.numerator}
    largest = max(held, key=lambda group: (held[group].numerator or 0, group), default="")
    parts = f"Largest: {group_name(indicator, largest)}, {value_words(held[largest], indicator)}" if largest else ""
    return OverviewRow(
        id=indicator.id,
        title=indicator.title,
        family=indicator.family,
        unit=UNIT_WORDS[indicator.unit],
        value=f"{len(held)} group{'' if len(held) == 1 else 's'}",
        parts=parts,
        tag=None,
        movement=Movement("Each group has its own", Tone.UNKNOWN),
        target=None,
        spark="",
        cell=Cell(choice.period, None),
    )


def group_name(indicator: Indicator, code: str) -> str:
    """A code of the breakdown in words, where the codes are a known list."""
    name = indicator.breakdown or ""
    return description_of(name, code) if name in code_lists() else code.replace("_", " ")


def breaks_in(indicator: Indicator, months: Sequence[Period]) -> list[int]:
    """Where in ``months`` another version of the definition begins."""
    versions = [indicator.version_at(month.end) for month in months]
    return [index for index in range(1, len(months)) if versions[index] != versions[index - 1]]


def _is_kept(row: OverviewRow, choice: Choice) -> bool:
    if choice.family and row.family != choice.family:
        return False
    if choice.search and not all(
        word in f"{row.title} {row.id} {row.family}".casefold() for word in choice.search.casefold().split()
    ):
        return False
    match choice.show:
        case "better":
            return row.movement.favour > 0
        case "worse":
            return row.movement.favour < 0
        case "trend_better" | "trend_worse":
            return row.trend is not None and row.trend.word == choice.show.removeprefix("trend_")
        case "trend_moved":
            return row.trend is not None and row.trend.word in ("higher", "lower")
        case "missed":
            return row.target is not None and row.target.is_met is False
        case "unavailable":
            return row.cell.value is None
    return True


def _grouped(rows: Sequence[OverviewRow], order: str, families: Iterable[str]) -> list[Group]:
    match order:
        case "title":
            return [Group("", tuple(sorted(rows, key=lambda row: row.title.casefold())))] if rows else []
        case "worst":
            return [Group("", tuple(sorted(rows, key=_worsening)))] if rows else []
        case "target":
            return [Group("", tuple(sorted(rows, key=_distance)))] if rows else []
    groups = [Group(family, tuple(row for row in rows if row.family == family)) for family in families]
    return [group for group in groups if group.rows]


def _worsening(row: OverviewRow) -> tuple[int, Decimal, str]:
    """Towards worse before unjudged before better; then by the change relative to the value, so that rates and counts compare."""
    moved = row.movement
    rank = {-1: 0, 1: 3}.get(moved.favour, 4 if moved.size is None else 2 if moved.size == 0 else 1)
    size = abs(moved.size or Decimal(0))
    level = abs(row.cell.value) if row.cell.value else Decimal(1)
    relative = size / level
    return rank, -relative if moved.favour < 0 else relative, row.title.casefold()


def _distance(row: OverviewRow) -> tuple[int, Decimal, str]:
    if row.target is None or row.target.distance is None:
        return 1, Decimal(0), row.title.casefold()
    return 0, row.target.distance, row.title.casefold()


CSV_HEADER = (
    *("indicator", "title", "area", "period", "numerator", "denominator", "value", "unit", "status"),
    *("change", "trend", "target", "target_met", "snapshot"),
)


def as_table(page: Overview) -> list[tuple[str, ...]]:
    """What is shown, as rows of a file under ``CSV_HEADER``."""
    lines: list[tuple[str, ...]] = [CSV_HEADER]
    for group in page.groups:
        for row in group.rows:
            cell = row.cell
            lines.append(
                (
                    row.id,
                    row.title,
                    page.choice.area.id,
                    str(page.choice.period),
                    "" if cell.numerator is None else str(cell.numerator),
                    "" if cell.denominator is None else str(cell.denominator),
                    "" if cell.value is None else str(cell.value),
                    row.unit,
                    str(cell.state),
                    row.movement.words,
                    row.trend.word if row.trend else "",
                    row.target.words if row.target else "",
                    row.target.verdict if row.target else "",
                    cell.snapshot,
                )
            )
    return lines
