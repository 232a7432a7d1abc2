"""What a check has to say about a file: where, what, and what to do about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error refuses the load; a warning and an info do not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True)
class Finding:
    """One finding. ``row`` counts as a spreadsheet does: the header is row 1. ``value`` is cut to 60 characters."""

    severity: Severity
    check: str
    file: str
    message: str
    action: str
    row: int | None = None
    column: str | None = None
    value: str | None = None

    def as_dict(self) -> dict[str, object]:
        """In the order that the command line's JSON promises."""
        fields = asdict(self)
        return {name: fields[name] for name in ("severity", "check", "file", "row", "column", "value", "message", "action")}


def counted(findings: Iterable[Finding]) -> dict[str, int]:
    """How many of each severity: ``{"error": 0, "warning": 2, "info": 1}``."""
    found = Counter(str(finding.severity) for finding in findings)
    return {str(severity): found[severity] for severity in Severity}
