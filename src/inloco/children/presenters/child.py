"""A child's page: who the child is, what is due, and what has been since the child became known, drawn and as tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from inloco.analytics.areas import AreaTree
from inloco.analytics.child_record import (
    COMING,
    LATE,
    OVERDUE,
    ChildRecord,
    LegalStatus,
    Placement,
    Plan,
    Review,
)
from inloco.analytics.schema.codes import code_lists, description_of
from inloco.children.presenters.children import DueLine, states_of
from inloco.children.register import Entry, Register, register
from inloco.children.timeline import Event, Lane, Span, Timeline, draw

PLACEMENT_TONES = {"U": 0, "A": 1, "K": 2, "R": 2, "S": 2, "H": 2, "P": 1, "T": 3, "Z": 3}
STATUS_TONES = {"C": 0, "V": 1, "E": 2, "D": 2, "L": 3, "J": 3}
REVIEW_COLOURS = {"in time": "green", LATE: "orange", OVERDUE: "orange", COMING: "blue"}
VISITS_SHOWN = 12


@dataclass(frozen=True)
class Cell:
    """A cell of a table: text, or a day, or a word in a colour."""

    text: str = ""
    on: date | None = None
    colour: str = ""


@dataclass(frozen=True)
class Table:
    """One kind of record, newest first."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class ChildPage:
    """The page."""

    name: str
    as_at: date
    states: tuple[str, ...]
    summary: tuple[tuple[str, str], ...]
    dues: tuple[DueLine, ...]
    timeline: Timeline | None
    tables: tuple[Table, ...]
    snapshot: str


def child_page(child: str) -> ChildPage | None:
    """The page of ``child`` from the newest extract; None where it does not know the child."""
    known = register()
    record = known.book.record(child) if known.book is not None else None
    return page_of(record, known) if record is not None else None


def page_of(record: ChildRecord, known: Register) -> ChildPage:
    entry = known.entries.get(record.person.child)
    return ChildPage(
        name=record.name if record.person.forename or record.person.surname else record.person.child,
        as_at=record.as_at,
        states=states_of(entry) if entry else (),
        summary=tuple((term, said) for term, said in _summary(record, known.areas) if said),
        dues=tuple(_dues(entry, record.as_at)),
        timeline=draw(lanes_of(record), on=record.as_at),
        tables=tuple(table for table in _tables(record, known.areas) if table.rows),
        snapshot=known.snapshot.id if known.snapshot else "",
    )


def said(list_name: str, code: str | None) -> str:
    """A code in words; as it is where the list does not have it."""
    if not code:
        return "Not recorded"
    return description_of(list_name, code) if list_name in code_lists() else code


def _summary(record: ChildRecord, areas: AreaTree) -> Iterable[tuple[str, str]]:
    person, on = record.person, record.as_at
    yield "Identifier", person.child
    yield "Age", "" if record.age is None else f"{record.age}"
    yield "Date of birth", _day(person.born_on)
    yield "Died", _day(person.died_on)
    yield "Responsible team", _area(record.responsible.area, areas)
    yield "Allocated worker", record.responsible.worker_name or record.responsible.worker or "Nobody allocated"
    for one in record.involvements:
        if _is_open(one.started_on, one.ended_on, on) and one.worker != record.responsible.worker:
            yield _sentence(one.role or "Worker"), one.worker_name or one.worker or "Not recorded"
    periods = [one for one in record.periods_of_care if _is_open(one.started_on, one.ended_on, on)]
    if periods:
        yield "Looked after since", _day(periods[-1].started_on)
        status = next((one for one in reversed(record.legal_statuses) if _is_open(one.started_on, one.ended_on, on)), None)
        yield "Legal status", said("legal_status", status.legal_status) if status else "None recorded"
        placement = next((one for one in reversed(record.placements) if _is_open(one.started_on, one.ended_on, on)), None)
        yield (
            "Placement",
            f"{said('placement_type', placement.type)}, since {_day(placement.started_on)}" if placement else "None recorded",
        )
    leaving = record.leaving_care
    if leaving is not None:
        yield "Leaving care", said("eligibility", leaving.eligibility)
        yield "Last contact", _day(leaving.last_contact_on)
        yield "Accommodation", said("accommodation", leaving.accommodation)
        yield "Activity", said("activity", leaving.activity)


def _dues(entry: Entry | None, on: date) -> Iterable[DueLine]:
    for due in entry.dues if entry else ():
        yield DueLine(due.what, due.on, due.is_overdue(on=on))


def lanes_of(record: ChildRecord) -> list[Lane]:
    """The record as lanes of the timeline; what lies in the future is not drawn, save what is due."""
    return [
        Lane("Looked after", tuple(Span("Looked after", one.started_on, one.ended_on) for one in record.periods_of_care)),
        Lane("Placements", tuple(_placement_span(one) for one in record.placements)),
        Lane("Legal status", tuple(_status_span(one) for one in record.legal_statuses)),
        Lane("Plans", tuple(_plan_span(one) for one in record.plans)),
        Lane("Reviews", events=tuple(_review_event(one) for one in record.reviews if one.held_on or one.due_on)),
        Lane(
            "Health",
            events=tuple(
                Event(said("health_type", one.type), one.checked_on) for one in record.health if one.checked_on <= record.as_at
            ),
        ),
        Lane("Missing", tuple(Span("Missing", one.started_on, one.ended_on or one.started_on, 2) for one in record.missing)),
    ]


def _placement_span(one: Placement) -> Span:
    return Span(said("placement_type", one.type), one.started_on, one.ended_on, PLACEMENT_TONES.get((one.type or "Z")[0], 3))


def _status_span(one: LegalStatus) -> Span:
    return Span(said("legal_status", one.legal_status), one.started_on, one.ended_on, STATUS_TONES.get(one.legal_status[:1], 3))


def _plan_span(one: Plan) -> Span:
    return Span(f"{_sentence(one.kind)} plan", one.started_on, one.ended_on, 2 if one.kind == "protection" else 1)


def _review_event(one: Review) -> Event:
    if one.held_on is not None:
        return Event(f"Review {one.number} held, {one.state}", one.held_on, "late" if one.state == LATE else "done")
    assert one.due_on is not None, "a review that is neither held nor due is not drawn"
    return Event(f"Review {one.number} {one.state}", one.due_on, "late" if one.state == OVERDUE else "due")


def _tables(record: ChildRecord, areas: AreaTree) -> Iterable[Table]:
    yield _table(
        "Reviews",
        ("Review", "Due", "Held", "State", "Participation"),
        (
            (
                Cell(f"{one.number}"),
                Cell(on=one.due_on),
                Cell(on=one.held_on),
                Cell(_sentence(one.state), colour=REVIEW_COLOURS.get(one.state, "grey")),
                Cell(said("participation", one.participation) if one.held_on else "–"),
            )
            for one in record.reviews
        ),
        note="Due days are worked out from what was held before, not taken from the record.",
    )
    yield _table(
        "Periods of care",
        ("Period", "From", "To", "Need", "How it ended"),
        (
            (
                Cell(f"{one.number}"),
                Cell(on=one.started_on),
                Cell(on=one.ended_on),
                Cell(said("need", one.need)),
                Cell(said("end_reason", one.end_reason) if one.end_reason else "–"),
            )
            for one in record.periods_of_care
        ),
    )
    yield _table(
        "Episodes",
        ("Why it began", "From", "To", "Why it ended"),
        (
            (
                Cell(said("start_reason", one.start_reason)),
                Cell(on=one.started_on),
                Cell(on=one.ended_on),
                Cell(said("end_reason", one.end_reason) if one.end_reason else "–"),
            )
            for one in record.episodes
        ),
    )
    yield _table(
        "Placements",
        ("Placement", "From", "To", "Provider", "In the area"),
        (
            (
                Cell(said("placement_type", one.type) + (" (temporary)" if one.is_temporary else "")),
                Cell(on=one.started_on),
                Cell(on=one.ended_on),
                Cell(said("placement_provider", one.provider)),
                Cell(_yes(one.is_in_area)),
            )
            for one in record.placements
        ),
    )
    yield _table(
        "Legal statuses",
        ("Legal status", "From", "To"),
        (
            (Cell(said("legal_status", one.legal_status)), Cell(on=one.started_on), Cell(on=one.ended_on))
            for one in record.legal_statuses
        ),
    )
    yield _table(
        "Health",
        ("Check", "On", "Outcome"),
        (
            (Cell(said("health_type", one.type)), Cell(on=one.checked_on), Cell(_sentence(one.status or "–")))
            for one in record.health
        ),
    )
    yield _table(
        "Strengths and difficulties scores",
        ("Completed", "Score"),
        ((Cell(on=one.completed_on), Cell("Not recorded" if one.score is None else f"{one.score}")) for one in record.sdq_scores),
    )
    yield _table(
        "Plans",
        ("Plan", "From", "To", "Category"),
        (
            (
                Cell(f"{_sentence(one.kind)} plan" + (" (another authority’s)" if one.is_other_authority else "")),
                Cell(on=one.started_on),
                Cell(on=one.ended_on),
                Cell(said("protection_category", one.category) if one.category else "–"),
            )
            for one in record.plans
        ),
    )
    yield _table(
        "Visits",
        ("Visited as", "On", "Seen", "Seen alone"),
        (
            (Cell(_sentence(one.kind)), Cell(on=one.visited_on), Cell(_yes(one.is_seen)), Cell(_yes(one.is_seen_alone)))
            for one in record.visits[-VISITS_SHOWN:]
        ),
        note=f"The last {VISITS_SHOWN} of {len(record.visits):,}." if len(record.visits) > VISITS_SHOWN else "",
    )
    yield _table(
        "Missing episodes",
        ("From", "To", "Kind"),
        ((Cell(on=one.started_on), Cell(on=one.ended_on), Cell(said("missing_type", one.type))) for one in record.missing),
    )
    yield _table(
        "People who work or worked with the child",
        ("Who", "Role", "Team", "From", "To"),
        (
            (
                Cell(one.worker_name or one.worker or "Not recorded"),
                Cell(_sentence(one.role or "Not recorded")),
                Cell(_area(one.team, areas) if one.team else "–"),
                Cell(on=one.started_on),
                Cell(on=one.ended_on),
            )
            for one in record.involvements
        ),
    )


def _table(title: str, head: Sequence[str], rows: Iterable[tuple[Cell, ...]], *, note: str = "") -> Table:
    return Table(title, tuple(head), tuple(reversed(list(rows))), note)


def _is_open(started: date, ended: date | None, on: date) -> bool:
    return started <= on and (ended is None or ended > on)


def _area(area: str, areas: AreaTree) -> str:
    found = areas.match(area)
    return found.name if found else "Nobody allocated" if area == "unallocated" else area


def _yes(flag: bool | None) -> str:
    return "Not recorded" if flag is None else "Yes" if flag else "No"


def _sentence(words: str) -> str:
    plain = words.lower() if words.isupper() and len(words) > 4 else words
    return plain[:1].upper() + plain[1:]


def _day(on: date | None) -> str:
    return f"{on.day} {on:%B %Y}" if on else ""
