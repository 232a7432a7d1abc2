"""One child's record: everything the extract says, with the due days and the responsible team worked out as for figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, TypeVar

from inloco.analytics.areas import UNALLOCATED
from inloco.analytics.calendars import age_on
from inloco.analytics.facts import Facts
from inloco.analytics.periods import Period, PeriodKind
from inloco.analytics.reference import Reference
from inloco.analytics.settings import Settings
from inloco.analytics.snapshots import Snapshot

IN_TIME, LATE, OVERDUE, COMING, ANCHOR = "in time", "late", "overdue", "coming", "due day not known"
"""Where a review stands on the snapshot's day."""

Row = TypeVar("Row")


@dataclass(frozen=True)
class Person:
    child: str
    forename: str | None
    surname: str | None
    born_on: date | None
    died_on: date | None
    sex: str | None
    gender: str | None
    ethnicity: str | None


@dataclass(frozen=True)
class CarePeriod:
    """A period of care, [started_on, ended_on). ``number`` counts the child's periods from 1."""

    number: int
    started_on: date
    ended_on: date | None
    end_reason: str | None
    need: str | None
    is_start_visible: bool


@dataclass(frozen=True)
class Episode:
    period: int
    started_on: date
    ended_on: date | None
    start_reason: str | None
    end_reason: str | None
    need: str | None


@dataclass(frozen=True)
class Placement:
    """A stay, clipped to its period of care. Stays of one ``run`` are one placement to the child; temporary ones have none."""

    period: int
    started_on: date
    ended_on: date | None
    type: str | None
    postcode: str | None
    provider: str | None
    placement: str | None
    run: int | None
    together_since: date | None
    is_temporary: bool
    is_in_area: bool | None


@dataclass(frozen=True)
class LegalStatus:
    """The one status of these days: where two were open, the one that won."""

    started_on: date
    ended_on: date | None
    legal_status: str


@dataclass(frozen=True)
class Review:
    """A review that was called for or held. ``state`` is in time, late, overdue, coming, or due day not known."""

    period: int
    number: int
    due_on: date | None
    held_on: date | None
    participation: str | None
    state: str


@dataclass(frozen=True)
class HealthEvent:
    checked_on: date
    type: str | None
    status: str | None


@dataclass(frozen=True)
class SdqScore:
    completed_on: date
    score: int | None


@dataclass(frozen=True)
class Plan:
    """``kind`` is ``in need`` or ``protection``; protection plans of other authorities are among them, and say so."""

    kind: str
    started_on: date
    ended_on: date | None
    category: str | None
    is_other_authority: bool


@dataclass(frozen=True)
class Visit:
    """``kind`` says as what the child was visited: looked after, on a protection plan or in need."""

    kind: str
    visited_on: date
    is_seen: bool | None
    is_seen_alone: bool | None


@dataclass(frozen=True)
class MissingEpisode:
    started_on: date
    ended_on: date | None
    type: str | None


@dataclass(frozen=True)
class Involvement:
    worker: str | None
    worker_name: str | None
    role: str | None
    team: str | None
    started_on: date
    ended_on: date | None


@dataclass(frozen=True)
class LeavingCare:
    """What the care leavers' table says on the snapshot's day."""

    eligibility: str | None
    is_care_leaver: bool
    in_touch: str | None
    last_contact_on: date | None
    accommodation: str | None
    suitability: str | None
    activity: str | None
    pathway_plan_reviewed_on: date | None
    personal_adviser: str | None


@dataclass(frozen=True)
class Responsible:
    """Who is responsible for a child on a day: the area of the allocated worker's team, and the worker."""

    area: str
    worker: str | None
    worker_name: str | None = None


@dataclass(frozen=True)
class ChildRecord:
    """All rows of a child, oldest first, as at the snapshot's day."""

    as_at: date
    person: Person
    age: int | None
    responsible: Responsible
    periods_of_care: tuple[CarePeriod, ...]
    episodes: tuple[Episode, ...]
    placements: tuple[Placement, ...]
    legal_statuses: tuple[LegalStatus, ...]
    reviews: tuple[Review, ...]
    health: tuple[HealthEvent, ...]
    sdq_scores: tuple[SdqScore, ...]
    plans: tuple[Plan, ...]
    visits: tuple[Visit, ...]
    missing: tuple[MissingEpisode, ...]
    involvements: tuple[Involvement, ...]
    leaving_care: LeavingCare | None

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.person.forename, self.person.surname) if part) or "Name not recorded"


_QUERIES: Mapping[type, str] = {
    Person: "select child, forename, surname, born_on, died_on, sex, gender, ethnicity from extract.person",
    CarePeriod: """select period_number, started_on, ended_on, end_reason, need, is_start_visible
        from period_of_care order by period_number""",
    Episode: """select period_number, started_on, ended_on, start_reason, end_reason, need
        from episode order by position""",
    Placement: """select segment.period_number, segment.from_on, segment.to_on, segment.type, source.postcode, source.provider,
            segment.placement, segment.run, segment.together_since, segment.is_temporary, place.in_area
        from placement_segment as segment
        left join extract.cla_placement as source on source.placement = segment.placement
        left join (select placement, bool_or(in_area) as in_area from extract.local_placement_area group by placement) as place
            on place.placement = segment.placement
        order by segment.from_on""",
    LegalStatus: "select from_on, to_on, legal_status from legal_status_segment order by from_on",
    Review: f"""select due.period_number, due.number, due.due_on, due.held_on, held.participation,
            case when due.held_on is not null and due.due_on is null then '{ANCHOR}'
                when due.held_on <= due.due_on then '{IN_TIME}'
                when due.held_on is not null then '{LATE}'
                when due.due_on <= day.on_day then '{OVERDUE}'
                else '{COMING}' end
        from day
        cross join review_due as due
        left join review_held as held
            on held.child = due.child and held.period_number = due.period_number and held.held_on = due.held_on
        where due.held_on is not null or due.is_called_for
        order by coalesce(due.held_on, due.due_on), due.number""",
    HealthEvent: "select checked_on, type, status from extract.cla_health where checked_on is not null order by checked_on",
    SdqScore: "select completed_on, score from extract.sdq_scores where completed_on is not null order by completed_on",
    Plan: """select 'in need', started_on, ended_on, null, false from extract.cin_plans where started_on is not null
        union all
        select 'protection', started_on, ended_on, coalesce(latest_category, initial_category),
            coalesce(is_other_authority, false)
        from extract.cp_plans where started_on is not null
        order by 2""",
    Visit: """select 'looked after', visited_on, is_seen, is_seen_alone from extract.cla_visits where visited_on is not null
        union all
        select 'protection plan', cp_visit_on, cp_visit_seen, cp_visit_seen_alone
        from extract.cp_visits where cp_visit_on is not null
        union all
        select 'in need', cin_visit_on, cin_visit_seen, cin_visit_seen_alone
        from extract.cin_visits where cin_visit_on is not null
        order by 2""",
    MissingEpisode: "select started_on, ended_on, type from extract.missing where started_on is not null order by started_on",
    Involvement: """select involvement.worker, professional.name, involvement.role, involvement.team,
            involvement.started_on, involvement.ended_on
        from extract.involvements as involvement
        left join extract.professionals as professional on professional.worker = involvement.worker
        where involvement.started_on is not null
        order by involvement.started_on""",
    LeavingCare: """select eligibility, is_care_leaver, in_touch, last_contact_on, accommodation, suitability, activity,
            pathway_plan_reviewed_on, personal_adviser
        from care_leaver""",
    Responsible: """select responsible.area, responsible.worker, professional.name
        from day
        join responsible
            on responsible.from_on <= day.on_day and (responsible.to_on is null or responsible.to_on > day.on_day)
        left join extract.professionals as professional on professional.worker = responsible.worker""",
}
_FACTS = ("episode", "period_of_care", "placement_segment", "legal_status_segment", "review_due", "review_held")
_TABLES = (
    "person",
    "cla_placement",
    "local_placement_area",
    "cla_health",
    "sdq_scores",
    "cin_plans",
    "cp_plans",
    "cla_visits",
    "cp_visits",
    "cin_visits",
    "missing",
    "involvements",
    "professionals",
)


def child_record(snapshot: Snapshot, reference: Reference, settings: Settings, child: str) -> ChildRecord | None:
    """The record of ``child`` in this snapshot; None where the snapshot does not know such a person."""
    if snapshot.as_at is None or not snapshot.has("person"):
        return None
    with Facts(snapshot, reference, settings, [_day(snapshot.as_at)], child=child) as facts:
        for table in _TABLES:
            facts.open(table)
        persons = _read(facts, Person)
        if not persons:
            return None
        for name in (*_FACTS, "responsible", "care_leaver"):
            facts.build(name)
        person = persons[0]
        responsible = _read(facts, Responsible)
        leaving_care = _read(facts, LeavingCare)
        return ChildRecord(
            as_at=snapshot.as_at,
            person=person,
            age=age_on(person.born_on, snapshot.as_at) if person.born_on else None,
            responsible=responsible[0] if responsible else Responsible(UNALLOCATED, None),
            periods_of_care=_read(facts, CarePeriod),
            episodes=_read(facts, Episode),
            placements=_read(facts, Placement),
            legal_statuses=_read(facts, LegalStatus),
            reviews=_read(facts, Review),
            health=_read(facts, HealthEvent),
            sdq_scores=_read(facts, SdqScore),
            plans=_read(facts, Plan),
            visits=_read(facts, Visit),
            missing=_read(facts, MissingEpisode),
            involvements=_read(facts, Involvement),
            leaving_care=leaving_care[0] if leaving_care else None,
        )


def responsible(
    snapshot: Snapshot, reference: Reference, settings: Settings, on: date
) -> Mapping[str, tuple[str, frozenset[str]]]:
    """Child → the area responsible on that day and the ids of everyone then involved, for checks of relationship."""
    with Facts(snapshot, reference, settings, [_day(on)]) as facts:
        facts.build("responsible")
        facts.build("child")
        rows = facts.connection.execute(
            """with involved as (
                select child, list(distinct worker) filter (where worker is not null) as workers
                from extract.involvements
                where started_on <= $on and (ended_on is null or ended_on > $on)
                group by child
            )
            select child.child, coalesce(responsible.area, $nobody), coalesce(involved.workers, [])
            from child
            join involved on involved.child = child.child
            left join responsible
                on responsible.child = child.child
                and responsible.from_on <= $on and (responsible.to_on is null or responsible.to_on > $on)""",
            {"on": on, "nobody": UNALLOCATED},
        ).fetchall()
    return {child: (area, frozenset(workers)) for child, area, workers in rows}


def _day(on: date) -> Period:
    """One day as a period: what facts about that day are asked with."""
    return Period(PeriodKind.WEEK, on, on)


def _read(facts: Facts, kind: type[Row]) -> tuple[Row, ...]:
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    rows: list[tuple[Any, ...]] = facts.connection.execute(_QUERIES[kind]).fetchall()
    return tuple(kind(**dict(zip(names, row, strict=True))) for row in rows)
