"""What an edition of a plan would change, as values."""

from __future__ import annotations

from dataclasses import dataclass

from inloco.plans.reading.plan import ReadPlan, told_apart


@dataclass(frozen=True)
class Change:
    """One field of one action that an edition says differently from the record."""

    objective: str
    ref: str
    field: str
    old: str
    new: str
    action: int | None = None

    def told_apart(self, width: int = 48) -> tuple[str, str]:
        """What stood and what the edition says, cut around the place where they first differ."""
        return told_apart(self.old, self.new, width)


@dataclass(frozen=True)
class Comparison:
    """What taking an edition would change: actions that are new, actions that it does not have any more, and changed fields."""

    new: tuple[tuple[str, str], ...] = ()
    gone: tuple[tuple[str, str], ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.gone or self.changes)


def first_edition(read: ReadPlan) -> Comparison:
    """Of a plan that is not there yet everything is new."""
    return Comparison(new=tuple((one.line.objective, one.line.ref) for one in read.actions))
