"""What a plan’s page is asked for, read from its address. Every part may be missing; one that means nothing is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from urllib.parse import urlencode

from inloco.plans.judgement import DatePosition, Freshness
from inloco.plans.rows import ActionRow
from inloco.plans.words import Brag, View

SHOWS = {
    "story": "What will change",
    "live": "Live",
    "metrics": "Metrics",
    "ongoing": "Ongoing",
    "closed": "Closed",
    "objective": "By objective",
    "service": "By service",
    "person": "By person",
    "timeline": "Timeline",
    "board": "For the board",
}
BRAGS = [
    ("", "Any BRAG"),
    *((one.value, one.value) for one in (Brag.RED, Brag.AMBER, Brag.GREEN, Brag.BLUE)),
    ("none", "No BRAG"),
]
POSITIONS = [("", "Any date"), *((one.value, one.label) for one in DatePosition), ("slipped", "Moved later")]
FRESHNESS = [("", "Any age"), *((one.value, one.label) for one in Freshness)]
WHICH = [
    ("", "All"),
    ("conflict", "Owner and record disagree"),
    ("unclosed", "Blue without a closing note"),
    ("asked", "Something to decide"),
    ("unowned", "No accountable person"),
    ("undated", "Date missing or unreadable"),
    ("linked", "Linked to another plan"),
]


@dataclass(frozen=True)
class Filter:
    """The filter of a plan's page. ``show`` is one of ``SHOWS``."""

    show: str = "live"
    q: str = ""
    objective: str = ""
    service: str = ""
    person: str = ""
    brag: str = ""
    position: str = ""
    fresh: str = ""
    which: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str], *, first: str = "live") -> Filter:
        """From an address; ``first`` is shown where it names nothing."""
        given = {one.name: str(query.get(one.name, "")).strip()[:120] for one in fields(cls)}
        if given["show"] not in SHOWS:
            given["show"] = first
        for name, choices in (("brag", BRAGS), ("position", POSITIONS), ("fresh", FRESHNESS), ("which", WHICH)):
            if given[name] not in {value for value, _ in choices}:
                given[name] = ""
        return cls(**given)

    @property
    def query(self) -> str:
        """As it stands in an address, without what is empty."""
        return urlencode({one.name: value for one in fields(self) if (value := getattr(self, one.name))})

    @property
    def is_narrowed(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self) if one.name != "show")

    def with_show(self, show: str) -> str:
        parts = {one.name: value for one in fields(self) if one.name != "show" and (value := getattr(self, one.name))}
        return urlencode({"show": show, **parts})

    def rows(self, rows: Iterable[ActionRow]) -> list[ActionRow]:
        """The rows of this show that fit every part."""
        return [row for row in rows if self._in_show(row) and self.fits(row)]

    def _in_show(self, row: ActionRow) -> bool:
        match self.show:
            case "live" | "ongoing" | "closed":
                return row.action.view == self.show
            case "metrics":
                return bool(row.lines) and row.action.view != View.CLOSED
            case _:
                return row.action.view != View.CLOSED

    def fits(self, row: ActionRow) -> bool:
        action, judged = row.action, row.judgement
        return (
            (not self.objective or action.objective.number == self.objective)
            and (not self.service or self.service.lower() == service_of(action).lower())
            and (not self.person or self.person == person_key(row))
            and (not self.brag or (action.brag or "none") == self.brag)
            and (not self.position or (row.slip > 0 if self.position == "slipped" else judged.position == self.position))
            and (not self.fresh or judged.freshness == self.fresh)
            and self._which(row)
            and self._searched(row)
        )

    def _which(self, row: ActionRow) -> bool:
        match self.which:
            case "conflict":
                return bool(row.judgement.conflict)
            case "unclosed":
                return bool(row.judgement.missing)
            case "asked":
                return row.date_asked is not None or row.closure_asked is not None
            case "unowned":
                return row.action.accountable_id is None
            case "undated":
                return row.action.due_on is None and (bool(row.action.timescale_error) or not row.action.timescale.strip())
            case "linked":
                return bool(row.action.plan_ref.strip())
            case _:
                return True

    def _searched(self, row: ActionRow) -> bool:
        if not self.q:
            return True
        action = row.action
        held = " ".join(
            [
                action.ref,
                action.plan_ref,
                action.activity,
                action.responsible,
                action.owner_words,
                action.service,
                action.timescale,
                action.where_we_are,
                action.what_will_change,
                action.outcome,
            ]
            + [f"{one.line.ref} {one.line.metric} {one.target} {one.current}" for one in row.lines]
        ).lower()
        return all(word in held for word in self.q.lower().split())


def service_of(action: object) -> str:
    """The accountable service: as set, else the words of the responsible cell."""
    service: str = getattr(action, "service", "") or " ".join(getattr(action, "responsible", "").split())
    return service or "No service"


def person_key(row: ActionRow) -> str:
    """How a person stands in an address: the account's number, or the name as written."""
    action = row.action
    return str(action.accountable_id) if action.accountable_id else (action.accountable_name or "none")


def person_words(row: ActionRow) -> str:
    action = row.action
    if action.accountable is not None:
        return str(action.accountable.name)
    return f"{action.accountable_name} (no account)" if action.accountable_name else "Nobody"
