"""The bridge page: the steps between two figures, and the children of one step as far as the reader may see them."""

from __future__ import annotations

from dataclasses import dataclass

from inloco.analytics.areas import Area
from inloco.analytics.book import FigureBook
from inloco.analytics.bridges import Bridge, Step, bridge
from inloco.analytics.figure import Figure, Unit
from inloco.analytics.indicators.definition import Indicator
from inloco.analytics.periods import Period, PeriodKind, financial_year, months_to
from inloco.children.policies import Visible
from inloco.children.references import reference_of
from inloco.children.register import register
from inloco.documents.cells import cell_of
from inloco.performance.presenters.words import parts_words, value_words

BACK = 13
"""How many earlier months a bridge can begin in."""


@dataclass(frozen=True)
class StepLine:
    key: str
    words: str
    numerator: str
    denominator: str
    children: int


@dataclass(frozen=True)
class EndLine:
    """One of the two figures."""

    words: str
    numerator: str
    denominator: str
    value: str


@dataclass(frozen=True)
class ChildLine:
    name: str
    reference: str
    is_known: bool
    words: str


@dataclass(frozen=True)
class BridgePage:
    """The page. ``chosen`` is the step whose children are listed; ``others`` of them are other people's."""

    indicator: Indicator
    area: Area
    from_: Period
    to: Period
    choices: tuple[tuple[str, str], ...]
    start: EndLine
    steps: tuple[StepLine, ...]
    end: EndLine
    has_denominator: bool
    chosen: str
    children: tuple[ChildLine, ...]
    others: int


def earlier_period(to: Period) -> Period:
    """Where a bridge begins when nobody says: the month before, or the year before."""
    return financial_year(to.start.year - 1) if to.kind is PeriodKind.FINANCIAL_YEAR else months_to(to, 2)[0]


def bridge_page(
    book: FigureBook, indicator: Indicator, from_: Period, to: Period, area: Area, step: str = "", seen: Visible | None = None
) -> BridgePage:
    """The bridge; with ``seen``, the children of the step named ``step`` whom this reader may see."""
    found = bridge(book, indicator.id, from_, to, area.id)
    chosen = next((one for one in found.steps if one.reason.name == step), None) if seen is not None else None
    mine = [change for change in chosen.changes if change.child in seen] if chosen is not None and seen is not None else []
    entries = register().entries if mine else {}
    how = "as published" if found.is_published else "as known now"
    earlier = months_to(to, BACK)[:-1] if to.kind is PeriodKind.MONTH else [from_]
    return BridgePage(
        indicator=indicator,
        area=area,
        from_=from_,
        to=to,
        choices=tuple((str(one), one.label) for one in sorted({*earlier, from_}, reverse=True)),
        start=_end_line(found, found.start, how),
        steps=tuple(_step_line(one, found) for one in found.steps),
        end=_end_line(found, found.end, "as known now"),
        has_denominator=indicator.unit is not Unit.COUNT,
        chosen=str(chosen.reason) if chosen is not None else "",
        children=tuple(
            ChildLine(
                name=(f"{entry.forename} {entry.surname}".strip() if (entry := entries.get(change.child)) else "")
                or change.child,
                reference=reference_of(change.child),
                is_known=change.child in entries,
                words=_change_words(change.numerator, change.denominator, indicator),
            )
            for change in mine
        ),
        others=len(chosen.changes) - len(mine) if chosen is not None else 0,
    )


def _end_line(found: Bridge, figure: Figure, how: str) -> EndLine:
    cell = cell_of(figure, figure.period)
    below = "" if figure.denominator is None else f"{figure.denominator:,}"
    return EndLine(
        f"{figure.period.label}, {how}",
        f"{figure.numerator:,}" if figure.numerator is not None else parts_words(cell, found.indicator),
        below,
        value_words(cell, found.indicator),
    )


def _step_line(step: Step, found: Bridge) -> StepLine:
    return StepLine(step.reason.name, str(step.reason), _signed(step.numerator), _signed(step.denominator), len(step.changes))


def _signed(number: int) -> str:
    return f"{number:+,}".replace("-", "−") if number else "0"


def _change_words(numerator: int, denominator: int, indicator: Indicator) -> str:
    if indicator.unit is not Unit.PERCENT:
        return _signed(numerator)
    return f"{_signed(numerator)} in the numerator, {_signed(denominator)} in the denominator"
