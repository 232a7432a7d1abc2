"""The children of the newest extract as its day found them: who is known, by whom, and what is due next. Read once a snapshot."""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from inloco.analytics.areas import UNALLOCATED, AreaTree
from inloco.analytics.book import FigureBook
from inloco.analytics.clocks import (
    DENTAL_CHECK,
    HEALTH_REVIEW_5_AND_OVER,
    HEALTH_REVIEW_UNDER_5,
    IN_TOUCH,
    INITIAL_HEALTH_ASSESSMENT,
    PATHWAY_PLAN_REVIEW,
    Clock,
)
from inloco.analytics.errors import UserError
from inloco.analytics.facts.build import Facts
from inloco.analytics.periods import month_of
from inloco.analytics.reference import Reference, reference_for
from inloco.analytics.settings import Settings
from inloco.analytics.snapshots import Snapshot, SnapshotStore
from inloco.data_folder import data_folder


@dataclass(frozen=True)
class Due:
    """Something that a timescale calls for, and by when."""

    what: str
    on: date

    def is_overdue(self, *, on: date) -> bool:
        """Due on a day that has passed without it, the day itself included."""
        return self.on <= on


@dataclass(frozen=True)
class Entry:
    """A child on the snapshot's day. ``area`` is the responsible team's; ``workers`` are the ids of all who work with them."""

    child: str
    forename: str
    surname: str
    born_on: date | None
    age: int | None
    area: str
    workers: frozenset[str]
    looked_after_since: date | None
    on_protection_plan_since: date | None
    is_in_need: bool
    is_care_leaver: bool
    dues: tuple[Due, ...]

    @property
    def name(self) -> str:
        return f"{self.forename} {self.surname}".strip()

    @property
    def next_due(self) -> Due | None:
        return self.dues[0] if self.dues else None


@dataclass(frozen=True)
class Register:
    """Everyone whom the newest extract shows as open to the service, by id."""

    snapshot: Snapshot | None
    areas: AreaTree
    entries: Mapping[str, Entry]
    book: FigureBook | None = None

    @property
    def as_at(self) -> date | None:
        return self.snapshot.as_at if self.snapshot else None


SCHEMA = pa.schema(
    [
        ("child", pa.string()),
        ("forename", pa.string()),
        ("surname", pa.string()),
        ("born_on", pa.date32()),
        ("age", pa.int64()),
        ("area", pa.string()),
        ("workers", pa.list_(pa.string())),
        ("looked_after_since", pa.date32()),
        ("on_protection_plan_since", pa.date32()),
        ("is_in_need", pa.bool_()),
        ("is_care_leaver", pa.bool_()),
        ("dues", pa.list_(pa.struct([("what", pa.string()), ("on", pa.date32())]))),
    ]
)
KEPT = f"register-{hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:8]}"
"""What the file of the entries is called; another name for other rules."""
EMPTY = Register(None, AreaTree(()), {})
_lock = Lock()


def register() -> Register:
    """The register of the newest extract; empty where none is loaded."""
    root = data_folder()
    store = SnapshotStore(root)
    snapshot = store.latest()
    if snapshot is None or snapshot.as_at is None:
        return EMPTY
    settings = root / "council.toml"
    changed = settings.stat().st_mtime_ns if settings.is_file() else 0
    newest = tuple(one.id for one in store.list("reference"))
    with _lock:
        return _register(root, snapshot.id, newest, changed)


@lru_cache(maxsize=2)
def _register(root: Path, snapshot_id: str, references: tuple[str, ...], settings_changed: int) -> Register:
    """Read once for a snapshot, its reference data and the settings."""
    store = SnapshotStore(root)
    snapshot = store.open(snapshot_id)
    reference = reference_for(store, snapshot)
    book = FigureBook(root)
    try:
        file = book.file_for(snapshot, KEPT)
    except UserError:  # settings that are wrong must not take the children away
        book.settings, file = Settings(), None
    if file is not None:
        with contextlib.suppress(OSError, pa.ArrowException):
            kept = pq.read_table(file)
            if kept.schema.equals(SCHEMA):
                return Register(snapshot, reference.areas, {one.child: one for one in _from(kept)}, book)
    entries = _worked_out(snapshot, reference, book.settings)
    if file is not None:
        _keep(entries, file)
    return Register(snapshot, reference.areas, {entry.child: entry for entry in entries}, book)


def _worked_out(snapshot: Snapshot, reference: Reference, settings: Settings) -> list[Entry]:
    assert snapshot.as_at is not None
    with Facts(snapshot, reference, settings, [month_of(snapshot.as_at)]) as facts:
        for name in ("child_month", "care_leaver", "period_of_care", "review_due", "responsible"):
            facts.build(name)
        return list(_entries(facts, snapshot.as_at))


def _keep(entries: Iterable[Entry], file: Path) -> None:
    """Write the entries beside the figures, for the other processes. A file that cannot be written only costs time."""
    rows = [
        {field.name: getattr(entry, field.name) for field in fields(entry)}
        | {"workers": sorted(entry.workers), "dues": [vars(due) for due in entry.dues]}
        for entry in entries
    ]
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".writing-") as folder:
            whole = Path(folder) / "register.parquet"
            pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMA), whole, compression="zstd")
            whole.replace(file)


def _from(kept: pa.Table) -> Iterable[Entry]:
    for row in kept.to_pylist():
        workers, dues = frozenset(row.pop("workers")), tuple(Due(**due) for due in row.pop("dues"))
        yield Entry(**row, workers=workers, dues=dues)


def _entries(facts: Facts, on: date) -> Iterable[Entry]:
    persons = {row["child"]: row for row in _rows(facts, "from child")}
    names = _names(facts.snapshot)
    months = {row["child"]: row for row in _rows(facts, "from child_month")}
    leavers = {row["child"]: row for row in _rows(facts, "from care_leaver where is_care_leaver")}
    areas = {
        row["child"]: row["area"]
        for row in _rows(facts, "from responsible where from_on <= $on and (to_on is null or to_on > $on)", on=on)
    }
    workers = _workers(facts.snapshot, on, leavers.values())
    reviews = {
        row["child"]: row["due_on"]
        for row in _rows(
            facts,
            """select review_due.child, min(review_due.due_on) as due_on
            from review_due
            join period_of_care using (child, period_number)
            where review_due.held_on is null and review_due.is_called_for
                and (period_of_care.ended_on is null or period_of_care.ended_on > $on)
            group by review_due.child""",
            on=on,
        )
    }
    for child, person in persons.items():
        month, leaver = months.get(child), leavers.get(child)
        if month is None and leaver is None and child not in workers and child not in areas:
            continue
        forename, surname = names.get(child, ("", ""))
        facts_of = month or leaver or {}
        yield Entry(
            child=child,
            forename=forename,
            surname=surname,
            born_on=person["born_on"],
            age=facts_of.get("age"),
            area=areas.get(child, UNALLOCATED),
            workers=frozenset(workers.get(child, ())),
            looked_after_since=month["looked_after_since"] if month and month["looked_after"] else None,
            on_protection_plan_since=month["on_protection_plan_since"] if month and month["on_protection_plan"] else None,
            is_in_need=bool(month and month["in_need"]),
            is_care_leaver=leaver is not None,
            dues=tuple(sorted(_dues(month, leaver, reviews.get(child)), key=lambda due: (due.on, due.what))),
        )


def _dues(month: Mapping[str, Any] | None, leaver: Mapping[str, Any] | None, review: date | None) -> Iterable[Due]:
    """What the timescales call for next. Health follows the age on the day, as the figures do."""
    if month and month["looked_after"]:
        if review is not None:
            yield Due("Looked-after review", review)
        since, assessed = month["looked_after_since"], month["last_assessed_on"]
        if assessed is None or (since is not None and assessed < since):
            yield from _due(INITIAL_HEALTH_ASSESSMENT, since)
        else:
            yield from _due(HEALTH_REVIEW_UNDER_5 if (month["age"] or 0) < 5 else HEALTH_REVIEW_5_AND_OVER, assessed)
        checked = month["last_dental_on"]  # one before this period of care sets no day in it
        yield from _due(DENTAL_CHECK, since if checked is None or (since is not None and checked < since) else checked)
    if leaver and not leaver["is_out_of_contact_duty"]:
        yield from _due(IN_TOUCH, leaver["last_contact_on"])
        yield from _due(PATHWAY_PLAN_REVIEW, leaver["pathway_plan_reviewed_on"])


def _due(clock: Clock, anchor: date | None) -> Iterable[Due]:
    if anchor is not None:
        try:
            yield Due(clock.what, clock.due(anchor))
        except UserError:  # outside the years of known bank holidays: no due day is better than a wrong one
            return


def _names(snapshot: Snapshot) -> dict[str, tuple[str, str]]:
    if not snapshot.has("person"):
        return {}
    table = snapshot.read("person", ["child", "forename", "surname"])
    return {row["child"]: (row["forename"] or "", row["surname"] or "") for row in table.to_pylist()}


def _workers(snapshot: Snapshot, on: date, leavers: Iterable[Mapping[str, Any]]) -> dict[str, set[str]]:
    """Whoever has an open involvement on the day, in whatever role, and each care leaver's adviser."""
    found: dict[str, set[str]] = {}
    if snapshot.has("involvements"):
        for row in snapshot.read("involvements", ["child", "worker", "started_on", "ended_on"]).to_pylist():
            begun = row["started_on"] is not None and row["started_on"] <= on
            if row["child"] and row["worker"] and begun and (row["ended_on"] is None or row["ended_on"] > on):
                found.setdefault(row["child"], set()).add(row["worker"])
    for leaver in leavers:
        if leaver["personal_adviser"]:
            found.setdefault(leaver["child"], set()).add(leaver["personal_adviser"])
    return found


def _rows(facts: Facts, sql: str, **values: object) -> list[dict[str, Any]]:
    written = sql if sql.lstrip().startswith("select") else f"select * {sql}"
    found = facts.connection.execute(written, values or None)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
