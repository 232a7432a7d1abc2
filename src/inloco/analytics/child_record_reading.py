"""The records of children read from a snapshot: one child's at once, or everybody's from a file that answers in milliseconds."""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from inloco.analytics.areas import UNALLOCATED
from inloco.analytics.calendars import age_on
from inloco.analytics.child_record import (
    ANCHOR,
    COMING,
    IN_TIME,
    LATE,
    OVERDUE,
    CarePeriod,
    ChildRecord,
    Episode,
    HealthEvent,
    Involvement,
    LeavingCare,
    LegalStatus,
    MissingEpisode,
    Person,
    Placement,
    Plan,
    Responsible,
    Review,
    SdqScore,
    Visit,
)
from inloco.analytics.facts import Facts
from inloco.analytics.periods import Period, PeriodKind
from inloco.analytics.reference import Reference
from inloco.analytics.settings import Settings
from inloco.analytics.snapshots import Snapshot

Row = TypeVar("Row")

_QUERIES: Mapping[type, str] = {
    Person: """select child, child, forename, surname, born_on, died_on, sex, gender, ethnicity from extract.person
        order by child""",
    CarePeriod: """select child, period_number, started_on, ended_on, end_reason, need, is_start_visible
        from period_of_care order by child, period_number""",
    Episode: """select child, period_number, started_on, ended_on, start_reason, end_reason, need
        from episode order by child, position""",
    Placement: """select segment.child, segment.period_number, segment.from_on, segment.to_on, segment.type, source.postcode,
            source.provider, segment.placement, segment.run, segment.together_since, segment.is_temporary, place.in_area
        from placement_segment as segment
        left join extract.cla_placement as source on source.placement = segment.placement and source.child = segment.child
        left join (select placement, bool_or(in_area) as in_area from extract.local_placement_area group by placement) as place
            on place.placement = segment.placement
        order by segment.child, segment.from_on""",
    LegalStatus: "select child, from_on, to_on, legal_status from legal_status_segment order by child, from_on",
    Review: f"""select due.child, due.period_number, due.number, due.due_on, due.held_on, held.participation,
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
        order by due.child, coalesce(due.held_on, due.due_on), due.number""",
    HealthEvent: """select child, checked_on, type, status from extract.cla_health where checked_on is not null
        order by child, checked_on""",
    SdqScore: """select child, completed_on, score from extract.sdq_scores where completed_on is not null
        order by child, completed_on""",
    Plan: """select child, 'in need', started_on, ended_on, null, false from extract.cin_plans where started_on is not null
        union all
        select child, 'protection', started_on, ended_on, coalesce(latest_category, initial_category),
            coalesce(is_other_authority, false)
        from extract.cp_plans where started_on is not null
        order by 1, 3""",
    Visit: """select child, 'looked after', visited_on, is_seen, is_seen_alone
        from extract.cla_visits where visited_on is not null
        union all
        select child, 'protection plan', cp_visit_on, cp_visit_seen, cp_visit_seen_alone
        from extract.cp_visits where cp_visit_on is not null
        union all
        select child, 'in need', cin_visit_on, cin_visit_seen, cin_visit_seen_alone
        from extract.cin_visits where cin_visit_on is not null
        order by 1, 3""",
    MissingEpisode: """select child, started_on, ended_on, type from extract.missing where started_on is not null
        order by child, started_on""",
    Involvement: """select involvement.child, involvement.worker, professional.name, involvement.role, involvement.team,
            involvement.started_on, involvement.ended_on
        from extract.involvements as involvement
        left join extract.professionals as professional on professional.worker = involvement.worker
        where involvement.started_on is not null
        order by involvement.child, involvement.started_on""",
    LeavingCare: """select child, eligibility, is_care_leaver, in_touch, last_contact_on, accommodation, suitability, activity,
            pathway_plan_reviewed_on, personal_adviser
        from care_leaver order by child""",
    Responsible: """select responsible.child, responsible.area, responsible.worker, professional.name
        from day
        join responsible
            on responsible.from_on <= day.on_day and (responsible.to_on is null or responsible.to_on > day.on_day)
        left join extract.professionals as professional on professional.worker = responsible.worker
        order by responsible.child""",
}
"""The rows of each kind: whose they are, then the fields of the class in their order; each child's in the order of the record."""
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


RECORDS = f"records-{hashlib.sha256(repr(_QUERIES).encode()).hexdigest()[:8]}"
"""What a file of records is called; another name for other queries."""
_PART = 256
"""So many children lie in one part of the file: reading a child reads one part."""


def child_record(
    snapshot: Snapshot, reference: Reference, settings: Settings, child: str, *, kept: Path | None = None
) -> ChildRecord | None:
    """The record of ``child`` in this snapshot; None where the snapshot does not know such a person.

    Read from ``kept`` where ``keep_records`` wrote it, which takes milliseconds; else worked out by the same queries.
    """
    if snapshot.as_at is None or not snapshot.has("person"):
        return None
    if kept is not None:
        with contextlib.suppress(OSError, pa.ArrowException):
            found = pq.read_table(kept, filters=[("child", "=", child)]).to_pylist()
            return _record(snapshot.as_at, lambda kind: _made(kind, found[0][kind.__name__])) if found else None
    with Facts(snapshot, reference, settings, [_day(snapshot.as_at)], child=child) as facts:
        _build(facts)
        return _record(snapshot.as_at, lambda kind: _read(facts, kind))


def keep_records(snapshot: Snapshot, reference: Reference, settings: Settings, file: Path) -> None:
    """Write the record of everyone in the snapshot to ``file``, one row a child, where it is not there yet.

    A file that cannot be written only makes pages slower.
    """
    if snapshot.as_at is None or not snapshot.has("person") or file.exists():
        return
    with Facts(snapshot, reference, settings, [_day(snapshot.as_at)]) as facts:
        _build(facts)
        columns = {kind: facts.connection.sql(query).to_arrow_table() for kind, query in _QUERIES.items()}
    children = np.unique(np.array(columns[Person].column(0).drop_null().to_pylist(), dtype=object))
    lists = {kind.__name__: _lists(kind, rows, children) for kind, rows in columns.items()}
    table = pa.table({"child": pa.array(children, pa.string())} | lists)
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".writing-") as folder:
            pq.write_table(table, whole := Path(folder) / "records.parquet", compression="zstd", row_group_size=_PART)
            whole.replace(file)


def _lists(kind: type, rows: pa.Table, children: npt.NDArray[np.object_]) -> pa.ListArray:
    """The rows of each of ``children`` as one list; they come ordered by child."""
    rows = rows.filter(pc.is_in(rows.column(0), pa.array(children, pa.string())))
    names = [field.name for field in fields(kind)]
    held = pa.StructArray.from_arrays([_whole(rows.column(number)) for number in range(1, len(names) + 1)], names)
    bounds = np.searchsorted(np.array(rows.column(0).to_pylist(), dtype=object), children)
    return pa.ListArray.from_arrays(pa.array([*bounds, len(held)], pa.int32()), held)


def _whole(column: pa.ChunkedArray) -> pa.Array:
    """One array of a column. What is null throughout has no type of its own: it becomes text."""
    found = column.combine_chunks()
    return found.cast(pa.string()) if pa.types.is_null(found.type) else found


def _build(facts: Facts) -> None:
    for table in _TABLES:
        facts.open(table)
    for name in (*_FACTS, "responsible", "care_leaver"):
        facts.build(name)


def _record(as_at: date, rows: Callable[[type[Any]], tuple[Any, ...]]) -> ChildRecord | None:
    persons = rows(Person)
    if not persons:
        return None
    person, responsible, leaving_care = persons[0], rows(Responsible), rows(LeavingCare)
    return ChildRecord(
        as_at=as_at,
        person=person,
        age=age_on(person.born_on, as_at) if person.born_on else None,
        responsible=responsible[0] if responsible else Responsible(UNALLOCATED, None),
        periods_of_care=rows(CarePeriod),
        episodes=rows(Episode),
        placements=rows(Placement),
        legal_statuses=rows(LegalStatus),
        reviews=rows(Review),
        health=rows(HealthEvent),
        sdq_scores=rows(SdqScore),
        plans=rows(Plan),
        visits=rows(Visit),
        missing=rows(MissingEpisode),
        involvements=rows(Involvement),
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
    rows: list[tuple[Any, ...]] = facts.connection.execute(_QUERIES[kind]).fetchall()
    return tuple(kind(*row[1:]) for row in rows)


def _made(kind: type[Row], rows: Iterable[Mapping[str, Any]]) -> tuple[Row, ...]:
    return tuple(kind(**row) for row in rows)
