"""A figure: one frozen value of one indicator for one area and period."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from inloco.analytics.periods import Period


class Unit(StrEnum):
    """What a value counts. ``per 10,000`` and ``%`` are printed to one decimal place."""

    COUNT = "count"
    PERCENT = "%"
    RATE = "per 10,000"
    AVERAGE = "average"
    MONEY = "GBP"

    @property
    def has_parts(self) -> bool:
        """Whether a figure of this unit is a numerator over a denominator."""
        return self in (Unit.PERCENT, Unit.AVERAGE, Unit.RATE)


class Status(StrEnum):
    FINAL = "final"
    PROVISIONAL = "provisional"
    SUBMITTED = "submitted"
    NOT_AVAILABLE = "not_available"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True)
class Figure:
    """Numerator and denominator are integers from the engine (or None); ``value`` is divided and rounded once, here.

    ``value`` is None when there is nothing to divide by ("no children"), never 0. ``group`` is a code of a breakdown, else "".
    ``source`` says where a submitted figure or a comparator comes from; ``snapshot`` is the id of what it was computed from.
    """

    indicator: str
    version: int
    area: str
    period: Period
    numerator: int | None
    denominator: int | None
    value: Decimal | None
    unit: Unit
    status: Status
    snapshot: str
    group: str = ""
    source: str = ""


def value_of(unit: Unit, numerator: int | None, denominator: int | None) -> Decimal | None:
    """The value that the integers give, exact: a count; or a percentage, rate or average rounded half up to one place."""
    if numerator is None:
        return None
    if unit in (Unit.COUNT, Unit.MONEY):
        return Decimal(numerator)
    if not denominator:
        return None
    scale = {Unit.PERCENT: 100, Unit.RATE: 10_000, Unit.AVERAGE: 1}[unit]
    return (Decimal(numerator * scale) / Decimal(denominator)).quantize(Decimal("0.1"), ROUND_HALF_UP)
