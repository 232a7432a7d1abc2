"""From files to a snapshot: recognise, read, check, freeze. Taken whole or refused whole; a refusal changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pyarrow as pa

from inloco.analytics.areas import AreaTree
from inloco.analytics.errors import WrongUsage
from inloco.analytics.extracts.checks.reading import AS_AT_NOT_NEEDED
from inloco.analytics.extracts.checks.running import run_rules
from inloco.analytics.extracts.collected import Collected
from inloco.analytics.extracts.delimited import read_delimited, text_of
from inloco.analytics.extracts.files import GivenFile, gathered, is_zip
from inloco.analytics.extracts.formats import Reading
from inloco.analytics.extracts.parquet import MAGIC, read_parquet
from inloco.analytics.extracts.places import ROW
from inloco.analytics.extracts.recognition import SUBMITTED, Recognised, recognised
from inloco.analytics.extracts.submitted import read_submitted
from inloco.analytics.extracts.tables import typed
from inloco.analytics.findings import Finding
from inloco.analytics.records import Recorder
from inloco.analytics.reference import reference_for
from inloco.analytics.schema.tables import tables as known_tables
from inloco.analytics.settings import Settings
from inloco.analytics.snapshots import CHILD_LEVEL_KINDS, Snapshot, SnapshotStore, SourceFile, content_hash

Progress = Callable[[str, float], None]
"""Called with what is being done and how much is done already, from 0 to 1."""

SUBMITTED_TABLE = "submitted_figures"


@dataclass(frozen=True)
class LoadResult:
    """What a load came to. ``snapshot`` is None when it was refused or only checked. ``findings`` holds the first fifty of each
    kind, ``counts`` the true number of each severity. ``already`` says that the same files had been loaded before."""

    snapshot: Snapshot | None
    refused: bool
    kind: str | None
    tables: dict[str, int]
    findings: list[Finding]
    counts: dict[str, int] = field(default_factory=dict)
    as_at: date | None = None
    already: bool = False


def load(
    paths: Sequence[Path],
    *,
    store: SnapshotStore,
    as_at: date | None = None,
    check_only: bool = False,
    progress: Progress | None = None,
    recorder: Recorder | None = None,
) -> LoadResult:
    """Load what is at ``paths``: the folder of one extract, files of another format, reference data, or submitted figures; or a
    ZIP file of one of these.

    Whatever is wrong with the files is a finding; an error among them refuses the whole. ``check_only`` writes nothing.
    ``recorder`` gives our own records, which are frozen with an extract of children: both or neither.
    Raises WrongUsage when an extract comes without its as-at date, StorageRefused when the data folder cannot be written.
    """
    tell = progress or (lambda _what, _done: None)
    found = Collected()
    tell("Finding the files", 0.0)
    files = gathered(paths, found)
    given = recognised(files, found)
    if found.has_errors or given.kind is None:
        return _refused(given, found)
    if given.kind == "ssd":
        as_at = as_at or _day_named(paths, files)
        if as_at is None:
            raise WrongUsage(
                "An extract needs the day that it shows.",
                action="Give its as-at date, usually the month’s last day (on the command line: --as-at 2019-08-31).",
            )
    elif as_at is not None and given.format is None:
        found.add(AS_AT_NOT_NEEDED.finding(given.files[0].name))
        as_at = None
    sources = [file.source for file in given.files]
    if given.format is None and not check_only and (there := _loaded_before(store, given.kind, as_at, sources)) is not None:
        return there
    reading = _read(given, as_at, store, found, tell)
    read, as_at = reading.tables, reading.as_at
    rows = {name: table.num_rows for name, table in sorted(read.items())}
    if given.format is not None:
        if as_at is None and not found.has_errors:
            raise WrongUsage(
                f"The day that {given.format.title} shows cannot be told from its files.",
                action="Give its as-at date (on the command line: --as-at 2019-03-31).",
            )
        if not found.has_errors and not check_only and (there := _loaded_before(store, given.kind, as_at, sources)) is not None:
            return there
    if given.kind != SUBMITTED:
        tell("Checking", 0.6)
        roles = Settings.read(store.root).allocated_worker_roles
        stood = {name: (given.tables[name].name,) if name in given.tables else reading.files for name in read}
        run_rules(read, stood, as_at, given.kind, roles, found, tell, reading.fields)
    if found.has_errors:
        return _refused(given, found, rows, as_at)
    if check_only:
        return LoadResult(None, False, given.kind, rows, found.findings, found.counts, as_at)
    tell("Freezing", 0.9)
    plain = {name: table.drop_columns([ROW]) if given.kind != SUBMITTED else table for name, table in read.items()}
    records = recorder(as_at) if recorder is not None and as_at is not None and given.kind in CHILD_LEVEL_KINDS else None
    snapshot = store.write(given.kind, as_at, plain, found.findings, sources, found.counts, reading.since, records)
    tell("Done", 1.0)
    return LoadResult(snapshot, False, given.kind, rows, found.findings, found.counts, as_at)


def _refused(given: Recognised, found: Collected, rows: dict[str, int] | None = None, as_at: date | None = None) -> LoadResult:
    return LoadResult(None, True, given.kind, rows or {}, found.findings, found.counts, as_at)


def _loaded_before(store: SnapshotStore, kind: str, as_at: date | None, sources: Sequence[SourceFile]) -> LoadResult | None:
    """What the load of exactly these files came to, brought back if it was withdrawn."""
    there = store.with_content(content_hash(kind, as_at, {}, sources))
    if there is None:
        return None
    store.restore(there.id)
    return LoadResult(there, False, there.kind, there.tables, list(there.findings), there.counts, there.as_at, already=True)


def _read(given: Recognised, as_at: date | None, store: SnapshotStore, found: Collected, tell: Progress) -> Reading:
    if given.kind == SUBMITTED:
        return Reading(_read_submitted(given, store, found), (), None)
    tables = _read_tables(given, found, tell)
    if given.format is None:
        return Reading(tables, (), as_at)
    reading = given.format.read(given.parts, as_at, found, lambda what, done: tell(what, 0.05 + 0.55 * done))
    return replace(reading, tables=reading.tables | tables)


def _day_named(paths: Sequence[Path], files: Sequence[GivenFile]) -> date | None:
    """The day that ends the name of the one folder given, or of the one ZIP file or the folder in it: ``2019-08-31``,
    ``extract-2019-08-31``. None where the two say different days."""
    if len(paths) != 1:
        return None
    names = [paths[0].resolve().name] if paths[0].is_dir() else []
    if is_zip(paths[0]):
        names = [paths[0].stem, *(file.path.parent.name for file in files[:1] if file.path.parent != paths[0])]
    days = {day for name in names if (day := _day_at_the_end(name))}
    return days.pop() if len(days) == 1 else None


def _day_at_the_end(name: str) -> date | None:
    found = re.search(r"(\d{4}-\d{2}-\d{2})$", name)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def _read_tables(given: Recognised, found: Collected, tell: Progress) -> dict[str, pa.Table]:
    """Every table that could be read, each with the column ``row``."""
    read: dict[str, pa.Table] = {}
    whole = sum(len(file.data) for file in given.tables.values()) or 1
    done = 0
    for name, file in given.tables.items():
        tell(f"Reading {file.name}", 0.05 + 0.55 * done / whole)
        table = _read_table(name, file, found)
        if table is not None:
            read[name] = table
        done += len(file.data)
    return read


def _read_table(name: str, file: GivenFile, found: Collected) -> pa.Table | None:
    if file.data.startswith(MAGIC):
        cells = read_parquet(file.data, file.name, found)
    else:
        text = text_of(file.data, file.name, found)
        cells = read_delimited(text, file.name, found) if text is not None else None
    return typed(cells, known_tables()[name], file.name, found) if cells is not None else None


def _read_submitted(given: Recognised, store: SnapshotStore, found: Collected) -> dict[str, pa.Table]:
    """All submitted files as one table. Areas are matched against what the council's own data says they are."""
    areas: AreaTree = reference_for(store, store.latest()).areas
    read: list[pa.Table] = []
    for file in given.submitted:
        if text_of(file.data, file.name, unreadable := Collected()) is None:
            for finding in unreadable.findings:
                found.add(finding)
            continue
        table, findings = read_submitted(file.name, file.data, areas)
        for finding in findings:
            found.add(finding)
        read.append(table)
    return {SUBMITTED_TABLE: pa.concat_tables(read)} if read else {}
