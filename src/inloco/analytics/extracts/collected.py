"""Findings as they gather: the first of each kind in full, the rest as a number, so that 100,000 faults stay readable."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from inloco.analytics.findings import Finding, Severity

SHOWN = 50
"""So many findings of one check in one file are kept; then one more says how many there were. Those of the extract as a whole,
which stand in no file, are all kept: a check says such a thing once."""


_Kind = tuple[Severity, str, str]
"""Severity, file, check: what belongs together."""


def _kind_of(finding: Finding) -> _Kind:
    return (finding.severity, finding.file, finding.check)


class Collected:
    """The findings of one load. ``counts`` are true whatever is left out of ``findings``."""

    def __init__(self) -> None:
        self._kept: dict[_Kind, list[Finding]] = {}
        self._totals: Counter[_Kind] = Counter()

    def add(self, finding: Finding, times: int = 1) -> None:
        """Take ``finding``; with ``times``, as the last of so many that are not handed over one by one."""
        of_kind = _kind_of(finding)
        self._totals[of_kind] += times
        kept = self._kept.setdefault(of_kind, [])
        if len(kept) < SHOWN or not finding.file:
            kept.append(finding)

    def add_uncounted(self, like: Finding, more: int) -> None:
        """There are ``more`` findings of the kind of ``like`` that nobody needs to see one by one."""
        self._totals[_kind_of(like)] += more

    @property
    def has_errors(self) -> bool:
        return any(severity is Severity.ERROR for severity, _, _ in self._kept)

    @property
    def counts(self) -> dict[str, int]:
        """How many of each severity there were in truth."""
        return {
            str(severity): sum(total for (of, _, _), total in self._totals.items() if of is severity) for severity in Severity
        }

    @property
    def findings(self) -> list[Finding]:
        """Errors first, then by file, check and row; where some were left out, a last one gives the number."""
        order = list(Severity)
        found: list[Finding] = []
        for of_kind, kept in sorted(self._kept.items(), key=lambda one: (order.index(one[0][0]), *one[0][1:])):
            found += sorted(kept, key=lambda finding: finding.row or 0)
            if (more := self._totals[of_kind] - len(kept)) > 0:
                message = f"And {more:,} more like these ({self._totals[of_kind]:,} in all)."
                found.append(replace(kept[0], row=None, column=None, value=None, message=message))
        return found
