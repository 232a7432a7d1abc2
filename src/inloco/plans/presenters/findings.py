"""Findings as a page says them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inloco.analytics.findings import Severity
from inloco.plans.linting import Linted
from inloco.plans.models import LintCount
from inloco.plans.rules import RULES

TAGS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "grey"}


@dataclass(frozen=True)
class DayCount:
    """How many findings stood on a day, and how that differs from the day before it that was counted."""

    count: LintCount
    total: int
    change: int | None


def rule_counts(linted: Linted) -> list[tuple[str, str, int]]:
    """Each rule that found something: id, what it finds, how often; the most frequent first."""
    return sorted(
        ((rule, RULES[rule].what if rule in RULES else rule, count) for rule, count in linted.counts.items()),
        key=lambda one: -one[2],
    )


def history(counts: Sequence[LintCount]) -> list[DayCount]:
    """The counts, the newest first."""
    totals = [sum(one.counts.values()) for one in counts]
    return [
        DayCount(one, total, total - totals[place + 1] if place + 1 < len(totals) else None)
        for place, (one, total) in enumerate(zip(counts, totals, strict=True))
    ]
