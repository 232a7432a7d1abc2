"""How a figure is said on a page, on top of the wording that the documents share: movements, targets, parts and statuses."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from inloco.analytics.figure import Unit
from inloco.analytics.indicators.definition import Basis, Indicator, Polarity
from inloco.documents.cells import Cell, State
from inloco.documents.monthly_report import Trend
from inloco.documents.style import difference_words, fraction_words, printed


class Tone(StrEnum):
    """How a movement is judged. Always printed as a word too: colour alone says nothing to many readers."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    NEUTRAL = "neutral"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Movement:
    """From one figure to the next: ``way`` (up, down, same) and the same in words. Without ``size`` they are not compared.
    ``favour`` is 1 towards what is better, -1 towards what is worse, 0 neither: a direction, not yet a judgement."""

    words: str
    tone: Tone
    way: str = ""
    size: Decimal | None = None
    favour: int = 0


@dataclass(frozen=True)
class TargetWords:
    """A target and whether the figure meets it; ``is_met`` is None where nobody can say. ``distance`` is negative when missed."""

    words: str
    verdict: str
    is_met: bool | None
    distance: Decimal | None = None


@dataclass(frozen=True)
class Tag:
    """A word in a coloured box."""

    text: str
    colour: str


def value_with_unit(value: Decimal, unit: Unit) -> str:
    """``2,117``, ``89.7%``, ``84.8 per 10,000``."""
    return f"{printed(value, unit)} per 10,000" if unit is Unit.RATE else printed(value, unit)


def value_words(cell: Cell, indicator: Indicator) -> str:
    """The value with its unit, or why there is none, as a sentence begins: ``No children``, ``Not available``."""
    if cell.value is not None:
        return value_with_unit(cell.value, indicator.unit)
    said = cell.words(indicator.unit, indicator.counts or "children")
    return said[0].upper() + said[1:]


def parts_words(cell: Cell, indicator: Indicator) -> str:
    """Numerator and denominator with what they count; for a count the number alone with its counting unit."""
    if indicator.unit is Unit.COUNT:
        return fraction_words(cell.numerator, None, indicator.counts)
    return cell.fraction(indicator.unit, indicator.counts)


def status_tag(cell: Cell) -> Tag | None:
    """The tag of a figure that is not simply final."""
    return {
        State.SUBMITTED: Tag("Submitted", "purple"),
        State.PROVISIONAL: Tag("Provisional", "yellow"),
        State.NOT_AVAILABLE: Tag("Not available", "grey"),
        State.NOT_APPLICABLE: Tag("Not applicable", "grey"),
    }.get(cell.state)


def movement(before: Cell | None, now: Cell, indicator: Indicator, *, trend: Trend | None = None, since: str = "") -> Movement:
    """From ``before`` to ``now``; where the two are not compared, why.

    Whether it is better or worse is for the trend of ``now`` to say, which knows the usual coming and going. A movement repeats
    its word where it goes the same way, and else says only where it went: the two never argue.
    """
    if now.value is None:
        return Movement("No figure to compare", Tone.UNKNOWN)
    if before is None or before.value is None:
        return Movement("Nothing to compare with", Tone.UNKNOWN)
    if indicator.basis is Basis.YEAR_TO_DATE and (before.period.end.month, now.period.end.month) == (3, 4):
        return Movement("Counting starts again in April", Tone.UNKNOWN)
    if indicator.version_at(before.period.end) != indicator.version_at(now.period.end):
        return Movement("Definition changed: not compared", Tone.UNKNOWN)
    step = now.value - before.value
    after = f" {since}" if since else ""
    if step == 0:
        return Movement(f"No change{after}", Tone.SAME, "same", step)
    way = "up" if step > 0 else "down"
    said = f"{way.capitalize()} {difference_words(step, indicator.unit)}{after}"
    if indicator.polarity is Polarity.NEUTRAL:
        return Movement(said, Tone.NEUTRAL, way, step)
    is_better = (step > 0) == (indicator.polarity is Polarity.HIGHER_IS_BETTER)
    favour, tone = (1, Tone.BETTER) if is_better else (-1, Tone.WORSE)
    if trend is None or trend.word != tone:
        return Movement(said, Tone.NEUTRAL, way, step, favour)
    return Movement(f"{said}: {tone}", tone, way, step, favour)


def target_words(target: Decimal | None, cell: Cell, indicator: Indicator) -> TargetWords | None:
    """What the target is and whether the figure meets it; None without a target."""
    if target is None:
        return None
    way = {Polarity.HIGHER_IS_BETTER: "or more", Polarity.LOWER_IS_BETTER: "or less", Polarity.NEUTRAL: ""}[indicator.polarity]
    words = f"{value_with_unit(target, indicator.unit)} {way}".strip()
    if cell.value is None or indicator.polarity is Polarity.NEUTRAL:
        return TargetWords(words, "Not judged", None)
    gap = cell.value - target
    if indicator.polarity is Polarity.LOWER_IS_BETTER:
        gap = -gap
    return TargetWords(words, "Target met" if gap >= 0 else "Target missed", gap >= 0, gap)


POLARITY_WORDS = {
    Polarity.HIGHER_IS_BETTER: "Higher is better",
    Polarity.LOWER_IS_BETTER: "Lower is better",
    Polarity.NEUTRAL: "Neither high nor low is good in itself",
}
BASIS_WORDS = {
    Basis.AS_AT: "On the last day of the month",
    Basis.OVER_PERIOD: "Over the month",
    Basis.YEAR_TO_DATE: "From 1 April to the last day of the month",
}
