"""What a check is: an id, how bad it is, what is wrong and what to do about it. The reference page is made from these values."""

from __future__ import annotations

from dataclasses import dataclass

from inloco.analytics.errors import shortened
from inloco.analytics.findings import Finding, Severity

AS_AT = "getvariable('as_at')"
"""The extract's day, in the SQL of a rule."""


def recorded(table: str, column: str) -> str:
    """A condition in the SQL of a rule: somebody fills this column in. A blank in a column that the export leaves out says
    nothing of the row; that the column is absent is said once, by the reading."""
    return f"(select count({column}) from {table}) > 0"


IN_THE_SYSTEM = "Correct it in the case-management system; the next extract will show it."


@dataclass(frozen=True)
class Check:
    """``what`` is one sentence in the words of the person who mends it; ``action`` says how."""

    id: str
    severity: Severity
    what: str
    action: str

    def finding(
        self,
        file: str,
        message: str | None = None,
        *,
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
        action: str | None = None,
    ) -> Finding:
        """One finding of this check; ``value`` is cut, so that nothing huge travels on."""
        return Finding(
            severity=self.severity,
            check=self.id,
            file=file,
            message=message or self.what,
            action=action or self.action,
            row=row,
            column=column,
            value=None if value is None else shortened(value),
        )


@dataclass(frozen=True)
class Rule(Check):
    """A check of rows, in SQL over the tables as read (plain names, plus ``row``, as a spreadsheet counts).

    ``sql`` gives ``row``, ``value`` and, where the sentence depends on the row, ``message`` (else null). ``needs`` are
    the tables without which the check cannot run; the first is where its findings stand, in ``column``. ``source`` is the law,
    the guidance or the national rule behind it; ``endangers`` names the indicators and clocks that such a row makes wrong.
    """

    needs: tuple[str, ...] = ()
    column: str = ""
    sql: str = ""
    source: str = ""
    endangers: tuple[str, ...] = ()

    @property
    def table(self) -> str:
        return self.needs[0]
