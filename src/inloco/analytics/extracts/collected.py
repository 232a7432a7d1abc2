"""Findings as they gather: the first of each kind in full, the rest as a number, so that 100,000 faults stay readable."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from inloco.analytics.findings import Finding, Severity

SHOWN = 50
"""So many findings of one check in one file are kept; then one more says how many there were."""


class Collected:
    """The findings of one load. ``counts`` are true whatever is left out of ``findings``."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], list[Finding]] = {}
        self._totals: Counter[tuple[str, str]] = Counter()

    def add(self, finding: Finding, times: int = 1) -> None:
        """Take ``finding``; with ``times``, as the last of so many that are not handed over one by one."""
        of_kind = (finding.check, finding.file)
        self._totals[of_kind] += times
        kept = self._kept.setdefault(of_kind, [])
        if len(kept) < SHOWN:
            kept.append(finding)

    def add_uncounted(self, like: Finding, more: int) -> None:
        """There are ``more`` findings of the kind of ``like`` that nobody needs to see one by one."""
        self._totals[like.check, like.file] += more

    @property
    def has_errors(self) -> bool:
        return any(kept[0].severity is Severity.ERROR for kept in self._kept.values())

    @property
    def counts(self) -> dict[str, int]:
        """How many of each severity there were in truth."""
        return {
            str(severity): sum(self._totals[of_kind] for of_kind, kept in self._kept.items() if kept[0].severity is severity)
            for severity in Severity
        }

    @property
    def findings(self) -> list[Finding]:
        """Errors first, then by file, check and row; where some were left out, a last one gives the number."""
        order = list(Severity)
        found: list[Finding] = []
        for of_kind, kept in sorted(self._kept.items(), key=lambda one: (order.index(one[1][0].severity), one[0][1], one[0][0])):
            found += sorted(kept, key=lambda finding: finding.row or 0)
            if (more := self._totals[of_kind] - len(kept)) > 0:
                message = f"And {more:,} more like these ({self._totals[of_kind]:,} in all)."
                found.append(replace(kept[0], row=None, column=None, value=None, message=message))
        return found
