"""What an indicator is: law first, then who counts, then what is counted. A frozen value without input or output."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from inloco.analytics.figure import Unit


class Polarity(StrEnum):
    HIGHER_IS_BETTER = "higher"
    LOWER_IS_BETTER = "lower"
    NEUTRAL = "neutral"


class Basis(StrEnum):
    """When an indicator counts: on a day, in a month (or whatever span is asked for), or from 1 April to the day."""

    AS_AT = "as at"
    OVER_PERIOD = "over the period"
    YEAR_TO_DATE = "year to date"


@dataclass(frozen=True)
class Source:
    """Whose definition it is: a national indicator, a return's guide, a regulation, or local."""

    name: str
    reference: str


@dataclass(frozen=True)
class Version:
    """One wording of a definition. ``from_`` is the first period end that it governs; None for the first one."""

    number: int
    summary: str
    met: str
    from_: date | None = None
    population: str | None = None
    excluded: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Indicator:
    """Who counts and what counts, as SQL predicates over the columns of one grain of facts.

    ``population`` selects the rows of the denominator; ``met`` those of the numerator. ``excluded`` gives each reason for
    leaving a row of the wider group out, as a predicate. A count has no denominator. ``per`` turns a count into a rate.
    ``breakdown`` is a column whose codes become groups. A definition that changed has ``versions``.
    """

    id: str
    title: str
    family: str
    definition: str
    source: Source
    grain: str
    counts: str
    unit: Unit
    basis: Basis
    polarity: Polarity
    population: str
    met: str = "true"
    excluded: dict[str, str] = field(default_factory=dict)
    breakdown: str | None = None
    tables: tuple[str, ...] = ()
    versions: tuple[Version, ...] = ()
    needs_population: bool = False
    example: str = ""
    limits: str = ""
    compare_with: str = ""
