"""A reason to doubt submitted figures, and what the checks share in measuring one."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from inloco.analytics.extracts.submission import Cell, SubmittedFigure
from inloco.analytics.findings import Severity

SMALL_BASE = 20
"""Below so many children one child moves a percentage by more than five points: jumps say nothing."""


@dataclass(frozen=True)
class Doubt:
    """One reason to doubt some figures. The finding stands at the first of them."""

    figures: tuple[SubmittedFigure, ...]
    message: str
    action: str
    severity: Severity = Severity.WARNING


Doubted = dict[Cell, list[str]]
"""Cells that earlier checks doubt, with the ids of those checks."""


def half_step(value: Decimal) -> Decimal:
    """Half of the last digit given: 0.05 for 85.9."""
    exponent = value.as_tuple().exponent
    return Decimal(5).scaleb((exponent if isinstance(exponent, int) else 0) - 1)


def rounds_to(exact: Decimal, printed: Decimal) -> bool:
    return abs(exact - printed) <= half_step(printed)
