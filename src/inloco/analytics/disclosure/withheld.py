"""The place of a figure that a reader is not shown."""

from __future__ import annotations

from dataclasses import dataclass, fields

from inloco.analytics.figure import Figure


@dataclass(frozen=True)
class Withheld(Figure):
    """A figure that a public edition does not print. Nothing of it is left but its place."""


def withheld(figure: Figure) -> Withheld:
    """The marker that stands where ``figure`` stood."""
    kept = {one.name: getattr(figure, one.name) for one in fields(Figure)}
    return Withheld(**{**kept, "numerator": None, "denominator": None, "value": None})
