"""A person's list of children: each with what they are to the service and what is due next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator

from inloco.children.dues import choices, fits
from inloco.children.policies import Visible
from inloco.children.references import reference_of
from inloco.children.register import Entry, Register

PER_PAGE = 50

SHOW: dict[str, tuple[str, Callable[[Entry], bool]]] = {
    "": ("All children", lambda entry: True),
    "looked_after": ("Looked after", lambda entry: entry.looked_after_since is not None),
    "protection_plan": ("On a protection plan", lambda entry: entry.on_protection_plan_since is not None),
    "in_need": ("In need", lambda entry: entry.is_in_need),
    "care_leaver": ("Care leavers", lambda entry: entry.is_care_leaver),
}
ORDER = {"": "What is due first", "name": "By name", "age": "Youngest first"}


@dataclass(frozen=True)
class DueLine:
    """What is due next, and whether its day has passed."""

    what: str
    on: date
    is_overdue: bool


@dataclass(frozen=True)
class ChildLine:
    reference: str
    name: str
    identifier: str
    age: str
    team: str
    states: tuple[str, ...]
    due: DueLine | None
    overdue: int


@dataclass(frozen=True)
class ListPage:
    """The page. ``visible`` counts all that this person may see, whatever the search."""

    rows: tuple[ChildLine, ...]
    page: Page[Entry]
    search: str
    show: str
    due: str
    order: str
    show_choices: tuple[tuple[str, str], ...]
    due_choices: tuple[tuple[str, str], ...]
    order_choices: tuple[tuple[str, str], ...]
    visible: int
    as_at: date | None

    @property
    def caption(self) -> str:
        found = self.page.paginator.count
        return f"{self.page.start_index():,} to {self.page.end_index():,} of {found:,}" if found else "Nobody"


def list_page(
    known: Register, seen: Visible, *, search: str = "", show: str = "", due: str = "", order: str = "", number: str = "1"
) -> ListPage:
    """Page ``number`` of the children within sight whom the search and the filter keep. What is not understood is left out."""
    mine = [entry for child, entry in known.entries.items() if child in seen]
    show, order = (show if show in SHOW else ""), (order if order in ORDER else "")
    due_choices, on = choices(mine), known.as_at or date.min
    due = due if due in due_choices else ""
    words = search.strip()[:100].casefold().split()
    kept = [entry for entry in mine if SHOW[show][1](entry) and fits(entry, due, on=on) and _matches(entry, words)]
    page = Paginator(_ordered(kept, order), PER_PAGE).get_page(number)
    return ListPage(
        rows=tuple(line(entry, known) for entry in page.object_list),
        page=page,
        search=search.strip()[:100],
        show=show,
        due=due,
        order=order,
        show_choices=tuple((key, words) for key, (words, _) in SHOW.items()),
        due_choices=tuple(due_choices.items()),
        order_choices=tuple(ORDER.items()),
        visible=len(mine),
        as_at=known.as_at,
    )


def _matches(entry: Entry, words: Sequence[str]) -> bool:
    text = f"{entry.name} {entry.child}".casefold()
    return all(word in text for word in words)


def _ordered(entries: Sequence[Entry], order: str) -> list[Entry]:
    match order:
        case "name":
            return sorted(entries, key=lambda entry: (entry.surname.casefold(), entry.forename.casefold(), entry.child))
        case "age":
            return sorted(entries, key=lambda entry: (-(entry.born_on or date.min).toordinal(), entry.child))
    return sorted(entries, key=lambda entry: (entry.next_due.on if entry.next_due else date.max, entry.child))


def line(entry: Entry, known: Register) -> ChildLine:
    """One child in a list."""
    on = known.as_at or date.min
    due = entry.next_due
    return ChildLine(
        reference=reference_of(entry.child),
        name=entry.name or entry.child,
        identifier=entry.child if entry.name else "",
        age="" if entry.age is None else str(entry.age),
        team=known.areas[entry.area].name if entry.area in known.areas else "No team allocated",
        states=states_of(entry),
        due=DueLine(due.what, due.on, due.is_overdue(on=on)) if due else None,
        overdue=sum(one.is_overdue(on=on) for one in entry.dues),
    )


def states_of(entry: Entry) -> tuple[str, ...]:
    """What the child is to the service on the day, in the words of the filter."""
    return tuple(words for key, (words, holds) in SHOW.items() if key and holds(entry))
