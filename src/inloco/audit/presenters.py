"""How an event is said."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from inloco.audit.actor import SYSTEM
from inloco.audit.models import Event

KINDS = {"insert": "Added", "update": "Changed", "delete": "Deleted", "looked": "Looked at"}
LONGEST = 200


@dataclass(frozen=True)
class Row:
    at: dt.datetime
    who: str
    what: str
    on: str
    details: tuple[str, ...]


def row(event: Event, names: dict[str, str]) -> Row:
    """An event in words; ``names`` of the actors by their key."""
    on = " ".join(part for part in (event.subject.replace("_", " "), event.reference) if part)
    return Row(event.at, who(event.actor, names), kind_label(event.kind), on, tuple(details(event)))


def who(actor: str, names: dict[str, str]) -> str:
    return "The system" if actor == SYSTEM else names.get(actor, f"Person {actor}")


def kind_label(kind: str) -> str:
    return KINDS.get(kind) or kind.replace("_", " ").capitalize()


def details(event: Event) -> list[str]:
    """Of a change: column, before and after. Of anything else: what was noted."""
    said = []
    for name, before, after in event.changes:
        label = name.removesuffix("_id").replace("_", " ")
        said.append(
            f"{label}: {short(before)} → {short(after)}"
            if event.kind == "update"
            else f"{label}: {short(before if after is None else after)}"
        )
    return said


def short(value: Any) -> str:
    text = "nothing" if value in (None, "") else str(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
