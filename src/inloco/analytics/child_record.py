"""One child's record: everything the extract says, with the due days and the responsible team worked out as for figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

IN_TIME, LATE, OVERDUE, COMING, ANCHOR = "in time", "late", "overdue", "coming", "due day not known"
"""Where a review stands on the snapshot's day."""


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
