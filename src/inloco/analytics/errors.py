"""The one tree of errors. Whatever a person can mend says what is wrong, where, and what to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """Where in the input something stands: any part may be unknown. ``row`` counts as a spreadsheet does: the header is row 1."""

    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None

    def __str__(self) -> str:
        parts = [
            self.file,
            f"sheet {self.sheet}" if self.sheet else None,
            f"row {self.row}" if self.row else None,
            f"column {self.column}" if self.column else None,
            f"value {shortened(self.value)!r}" if self.value is not None else None,
        ]
        return ", ".join(part for part in parts if part)


def shortened(value: str, limit: int = 60) -> str:
    """``value`` cut to ``limit`` characters, so that a 10 MB cell never reaches a message."""
    return value if len(value) <= limit else value[: limit - 1] + "…"


class InLocoError(Exception):
    """Anything that InLoco raises on purpose. Exit code 4: our fault."""

    exit_code = 4


class UserError(InLocoError):
    """A message for a person: ``what`` is wrong, ``place`` says where, ``action`` says what to do. Shown without a traceback."""

    exit_code = 3

    def __init__(self, what: str, *, action: str, place: Place | None = None) -> None:
        self.what = what
        self.place = place or Place()
        self.action = action
        super().__init__(str(self))

    def __str__(self) -> str:
        where = str(self.place)
        return f"{where}: {self.what} {self.action}" if where else f"{self.what} {self.action}"


class WrongUsage(UserError):
    """The command or the request was put wrongly: an unknown indicator, area or period. Exit code 2."""

    exit_code = 2


class InputRefused(UserError):
    """A file or folder that cannot be taken. Nothing was changed. Exit code 3."""


class StorageRefused(UserError):
    """The data folder cannot be written: full, read-only or locked. Nothing was changed. Exit code 3."""


class NotAllowed(UserError):
    """The person may not do this. Its text never hints at what exists. Exit code 3; a page answers 403."""


class NotNow(UserError):
    """The person may take this step, but not as things stand. Its text says what stands in the way; a page answers 422."""


class FiguresAwaited(NotNow):
    """What a page would show is being worked out in the background. A page answers 503, and asks again."""

    def __init__(self, what: str) -> None:
        super().__init__(what, action="Try again in a moment.")
