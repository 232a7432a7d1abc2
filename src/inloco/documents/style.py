"""How a figure is written and coloured: one rule for the page, the PDF, the spreadsheet and the words beside a chart."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from inloco.analytics.figure import Unit

NAVY = "#12436D"
TEAL = "#28A197"
PLUM = "#801650"
ORANGE = "#F46A25"
INK = "#0B0C0C"
GREY = "#505A5F"
PALE = "#B1B4B6"
BAND = "#E4EAF0"
PALETTE = (NAVY, TEAL, PLUM, ORANGE)
"""The Government Analysis Function's four categorical colours: told apart by people who do not see all colours."""

TEXT_COLOUR = {TEAL: "#1B6D66", ORANGE: "#A8430F"}
"""Darker shades for words in a colour whose own contrast on white is below 4.5 to 1."""

FONT = "Liberation Sans, Arial, sans-serif"

UNIT_WORDS = {
    Unit.COUNT: "number",
    Unit.PERCENT: "%",
    Unit.RATE: "rate per 10,000",
    Unit.AVERAGE: "average",
    Unit.MONEY: "pounds",
}
MEASURE_WORDS = {
    Unit.COUNT: "Number",
    Unit.PERCENT: "Percentage",
    Unit.RATE: "Rate per 10,000",
    Unit.AVERAGE: "Average",
    Unit.MONEY: "Pounds",
}


def printed(value: Decimal, unit: Unit, *, sign: bool = False) -> str:
    """``value`` for a reader: ``1,837``, ``89.7%``, ``70.7``. Half rounds up; ``sign`` puts + before what is above 0."""
    places = Decimal("1") if unit in (Unit.COUNT, Unit.MONEY) else Decimal("0.1")
    rounded = value.quantize(places, ROUND_HALF_UP)
    text = f"{rounded:+,}" if sign and rounded != 0 else f"{abs(rounded) if rounded == 0 else rounded:,}"
    text = text.replace("-", "−")
    return f"{text}%" if unit is Unit.PERCENT else text


def difference_words(change: Decimal, unit: Unit) -> str:
    """The size of a change without its direction: ``2.4 percentage points``, ``38``, ``1.7 per 10,000``."""
    size = abs(change)
    match unit:
        case Unit.PERCENT:
            points = size.quantize(Decimal("0.1"), ROUND_HALF_UP)
            return f"{points} percentage point{'' if points == 1 else 's'}"
        case Unit.RATE:
            return f"{printed(size, unit)} per 10,000"
        case _:
            return printed(size, unit)


def fraction_words(numerator: int | None, denominator: int | None, counts: str = "") -> str:
    """``1,283 of 1,430 children``; the number alone when nothing divides it; empty when it is not known."""
    if numerator is None:
        return ""
    if denominator is None:
        return f"{numerator:,} {counts}".strip()
    return f"{numerator:,} of {denominator:,} {counts}".strip()


def day_words(day: date) -> str:
    """``31 August 2019``."""
    return f"{day.day} {day:%B %Y}"


def moment_words(moment: datetime) -> str:
    """``2 September 2019, 09:15``."""
    return f"{day_words(moment.date())}, {moment:%H:%M}"
