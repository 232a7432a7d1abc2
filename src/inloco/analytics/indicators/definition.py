"""What an indicator is: law first, then who counts, then what is counted. A frozen value without input or output."""

from __future__ import annotations

from collections.abc import Mapping
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
    """One wording of a definition. ``from_`` is the first period end that it governs; None for the first one.

    ``population`` and ``excluded`` are those of the indicator where they are None.
    """

    number: int
    summary: str
    met: str
    from_: date | None = None
    population: str | None = None
    excluded: Mapping[str, str] | None = None
    because: str | None = None


@dataclass(frozen=True)
class Indicator:
    """Who counts and what counts, as SQL predicates over the columns of one grain of facts.

    ``population`` selects the rows of the denominator; ``met`` those of the numerator. ``excluded`` gives each reason for
    leaving a row of the wider group out, as a predicate. A count has no denominator; a rate has the people under 18 in force.
    ``total`` is what an average adds up, or a change: then ``of`` is what its denominator adds up, of the same rows.
    ``per_month``
    divides by the months of the period so far. ``breakdown`` is a column whose codes become groups. ``because`` says in SQL
    what a
    person is told about a row. ``tables`` are the extract's without which there is no figure. ``counts`` names the counting
    unit. A definition that changed has ``versions``, oldest first; without any, it is version 1 throughout.
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
    excluded: Mapping[str, str] = field(default_factory=dict)
    because: str = ""
    total: str | None = None
    of: str | None = None
    per_month: bool = False
    breakdown: str | None = None
    tables: tuple[str, ...] = ()
    versions: tuple[Version, ...] = ()
    example: str = ""
    limits: str = ""
    compare_with: str = ""

    def all_versions(self) -> tuple[Version, ...]:
        """Every version with nothing left out, oldest first."""
        written = self.versions or (Version(1, self.definition, self.met),)
        return tuple(
            Version(
                number=version.number,
                summary=version.summary,
                met=version.met,
                from_=version.from_,
                population=version.population if version.population is not None else self.population,
                excluded=version.excluded if version.excluded is not None else self.excluded,
                because=version.because if version.because is not None else self.because,
            )
            for version in written
        )

    def version_at(self, end: date) -> Version:
        """The version in force for a period that ends on ``end``."""
        return [version for version in self.all_versions() if version.from_ is None or version.from_ <= end][-1]
