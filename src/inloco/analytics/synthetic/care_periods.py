"""A period of care as the made-up county wrote it."""

from __future__ import annotations

from dataclasses import dataclass

from inloco.analytics.synthetic.pathways import Plan
from inloco.analytics.synthetic.placements import Placement
from inloco.analytics.synthetic.world import Child


@dataclass(frozen=True)
class Period:
    """A period of care as it was written. ``entered`` and ``end_entered``: when its start and its end were."""

    id: int
    child: Child
    plan: Plan
    placements: list[Placement]
    start: int
    end: int
    entered: int
    end_entered: int
    reason: str

    def is_open(self, day: int) -> bool:
        """Whether the extract of ``day`` shows it open."""
        return self.start <= day and self.entered <= day < self.end_entered


@dataclass(frozen=True)
class Leaving:
    """A period of care that reached 16. ``free_from``: the day from which no social worker is allocated, entered on ``freed``."""

    period: Period
    free_from: int
    freed: int
