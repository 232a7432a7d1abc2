"""Which children have something overdue, or due soon: one set of choices for the list and for the home page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.text import slugify

from inloco.children.register import Due, Entry

SOON_DAYS = 28
OVERDUE, SOON = "overdue", "soon"


def overdue_of(entry: Entry, *, on: date) -> list[Due]:
    return [due for due in entry.dues if due.is_overdue(on=on)]


def is_due_soon(entry: Entry, *, on: date) -> bool:
    """Whether something falls due in the next SOON_DAYS days, whatever is overdue already."""
    return any(on < due.on <= on + timedelta(days=SOON_DAYS) for due in entry.dues)


def choice_of(what: str) -> str:
    """The choice, as an address writes it, that keeps the children for whom ``what`` is overdue."""
    return slugify(what)


def choices(entries: Iterable[Entry]) -> dict[str, str]:
    """Every choice with its words: anything, overdue, soon, and each thing that is due for any of ``entries``."""
    whats = sorted({due.what for entry in entries for due in entry.dues})
    return {
        "": "Anything",
        OVERDUE: "Something is overdue",
        SOON: f"Something is due within {SOON_DAYS} days",
    } | {choice_of(what): f"{what} is overdue" for what in whats}


def fits(entry: Entry, choice: str, *, on: date) -> bool:
    """Whether ``choice``, one of ``choices``, keeps ``entry``."""
    match choice:
        case "":
            return True
        case "soon":
            return is_due_soon(entry, on=on)
        case "overdue":
            return bool(overdue_of(entry, on=on))
    return any(choice_of(due.what) == choice for due in overdue_of(entry, on=on))
